/*
 * compose.h: one Compose project as Compose itself would put it together: included files, services
 * that extend others, variables, several documents in a text.
 *
 * It reads nothing itself: it asks a reader for texts. The collector's reader reads files and
 * emits them as documents; that of the facts finds those documents again. So both come to the
 * same result.
 *
 * Each file that is named is a project of its own; of compose.yaml and compose.override.yaml each
 * is judged by itself. Relative paths count from the file's directory, as for Compose.
 */
#ifndef DOCKASSAY_COMPOSE_H
#define DOCKASSAY_COMPOSE_H

#include "syntax/yaml.h"

#define COMPOSE_MAX_FILES 64  /* of one project */
#define COMPOSE_MAX_EXTENDS 16
#define COMPOSE_MAX_INCLUDES 16 /* deep */

#define COMPOSE_MAX_SERVICES 2000

struct compose_reader {
	/*
	 * The text of a file; kind is "compose" or "env". NULL: it could not be had, and *problem
	 * says why (NULL for an .env file that is not there: nothing is wrong with that).
	 */
	const char *(*read)(
	    void *ctx, const char *kind, const char *path, size_t *len, const char **problem);
	void *ctx;
	const char *home;       /* what ~ and ${HOME} stand for; "" where that is not known */
};

/* Something to say about a place in a file. */
struct compose_remark { const char *source; int line; const char *text; };

struct compose_entry {
	const char *name;
	const char *source;     /* the file in which it stands */
	int line;               /* of its name there */
	struct yaml *tree;      /* a map, with all that it extends; NULL: see problem */
	struct compose_remark problem; /* text NULL: it is known what it is */
};

/* Where relative paths count from, by the `source` of the values (the pointer, not the text). */
struct compose_place { const char *source, *directory; };

struct compose_project {
	const char *path, *directory;
	const char *name;       /* "": the file says none */
	const char *problem;    /* NULL; else why there is no model */
	struct yaml *model;     /* the file with what it includes; services as they are written */
	size_t n_services, cap_services;
	struct compose_entry *services;
	size_t n_problems, cap_problems; /* includes that could not be read */
	struct compose_remark *problems;
	size_t n_remote, cap_remote; /* what is included or extended from elsewhere: addresses */
	struct compose_remark *remote;
	size_t n_places, cap_places;
	struct compose_place *places;
};

/* Never NULL. */
struct compose_project *compose_load(
    struct arena *a, const struct compose_reader *reader, const char *path);

/* The path that a relative one in this value means. */
const char *compose_path(
    struct arena *a, const struct compose_project *p, const struct yaml *v);

/* "dir" and "../x" are "x": lexically clean, as Compose's own joins are. */
const char *compose_join(struct arena *a, const char *directory, const char *path);

/* Is this the address of something that is on another machine? */
bool compose_is_remote(const char *path);

/*
 * Paths of files that services and secrets name and that are only looked at: env_file, secrets'
 * and configs' file. NULL-terminated, each once.
 */
const char *const *compose_files_named(struct arena *a, const struct compose_project *p);

/*
 * Of an env_file: the scalars that name its files, NULL-terminated. It may be a text, a list of
 * texts, or a list of maps with `path`.
 */
const struct yaml *const *compose_env_files(struct arena *a, const struct yaml *service);

#endif
