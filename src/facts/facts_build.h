/*
 * facts_build.h: Dockerfiles and Compose files that the scan was told to read.
 */
#ifndef DOCKASSAY_FACTS_BUILD_H
#define DOCKASSAY_FACTS_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "facts_container.h"
#include "origin.h"
#include "buildfiles/dockerfile.h"
#include "syntax/fact.h"

struct dockerfile_facts {
	const char *path;         /* as it was named */
	struct origin origin;     /* dockerfile:PATH; its source is the path */
	const struct dockerfile *file; /* NULL unless it was read; it may have an error in its syntax */
	struct origin ignore_origin;  /* dockerignore:PATH; DOC_GONE: there is none */
	const char *ignore_path;  /* of the one that was found; "" */
	struct fact_int ignore_patterns; /* lines in it that are no comments */
};

/* ---- Compose files -------------------------------------------------------------------------- */

struct yaml;            /* yaml.h */
struct compose_project; /* compose.h */

/* What could not be told, because a variable has no value or the text is not what it should be. */
struct compose_gap {
	const char *what;     /* the field of a container that it would have filled */
	const char *source;   /* file and line */
	int line;
	const char *problem;  /* for a person */
};

/* Where an element of a list stands, by what evidence calls it. */
struct compose_item { const char *what, *name, *source; int line; };

struct compose_service {
	const char *name;
	const char *identity;          /* "compose.yaml#web" */
	const struct compose_file *file;
	const char *source;            /* the file in which it stands, which may be an included one */
	int line;
	const struct yaml *tree;       /* all that is said of it, with what it extends; NULL: not known */
	struct container container;    /* what the engine would be asked for; absent keys are defaults */
	size_t n_gaps, cap_gaps;
	struct compose_gap *gaps;
	size_t n_items, cap_items;
	struct compose_item *items;
	const struct compose_item **sorted_items;
};

/* A file that was named; each is a project of its own. */
struct compose_file {
	const char *path;
	struct origin origin;          /* source: the path */
	const char *error;             /* NULL; else why what was read is no Compose file, with its place */
	int error_line;                /* 0: no line is to blame */
	const struct compose_project *project; /* NULL where the origin is not DOC_OK */
	size_t n_services;
	struct compose_service *services;
};

/* Where a container's field is said in a service: the key, or the service where none says it. */
struct compose_key { const char *key, *source; int line; bool absent; };
struct compose_key compose_key(const struct compose_service *s, const char *what);
/* NULL: all that would fill the field is known. */
const struct compose_gap *compose_gap(const struct compose_service *s, const char *what);
/* The element of this name in the list that `what` is of; of equal ones the first after `from`. */
const struct compose_item *compose_item(
    const struct compose_service *s, const char *what, const char *name, size_t from);

#endif
