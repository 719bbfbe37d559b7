/*
 * yaml.h: reading YAML that an attacker may have written, through libyaml, as a tree.
 *
 * Why not libyaml's own tree: it keeps the last of two equal keys, knows no merge keys, and lets a
 * few lines of aliases stand for gigabytes. Here equal keys are an error, `<<` is merged (also from
 * a list of maps), aliases share their nodes, and depth, nodes and what aliases expand to have
 * limits. Each value knows where it stands, for messages and evidence.
 *
 * Plain words mean what YAML 1.2's core schema says: true and false are booleans, yes and 22:22 are
 * texts. Where YAML 1.1 reads something else, yaml_trap() tells.
 */
#ifndef DOCKASSAY_YAML_H
#define DOCKASSAY_YAML_H

#include "fact.h"
#include "base/arena.h"
#include "base/err.h"

#define YAML_MAX_DEPTH 64
#define YAML_MAX_NODES 200000     /* read, and merged by << */
#define YAML_MAX_EXPANDED 1000000 /* counted with every alias written out */
#define YAML_MAX_ANCHORS 1000
#define YAML_MAX_DOCUMENTS 100

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_member {
	const char *key;
	int line, column;        /* of the key */
	struct yaml *value;
};

/* A value. Nodes are shared by aliases and merges: who changes one changes it everywhere. */
struct yaml {
	enum yaml_kind kind;
	const char *source;      /* what was parsed: a path, for messages */
	int line, column;        /* 1-based, in characters */
	const char *tag;         /* "!reset", "tag:yaml.org,2002:str"; NULL: none was written */
	const char *text;        /* of a scalar; "" otherwise */
	bool plain;              /* a scalar without quotes and tag: may be a number or a boolean */
	/* For whoever replaces variables in scalars: what stood there, and why it has no value. */
	const char *written;     /* NULL: text is what was written */
	const char *problem;     /* NULL: the value is known */
	bool visited;
	size_t expanded;         /* nodes in it, aliases written out */
	size_t n;                /* of items or members */
	struct yaml **items;
	struct yaml_member *members;
};

struct yaml_file { size_t n; struct yaml **documents; }; /* none: the text is empty */

/* -1 (EXIT_USAGE) with "SOURCE:LINE:COLUMN: why" for what is no acceptable YAML. */
int yaml_parse(struct arena *a, const char *source, const char *text, size_t len,
    struct yaml_file *file, struct err *err);

/* The same for texts that hold one document. NULL and no error (EXIT_GATE_OPEN): it is empty. */
struct yaml *yaml_parse_one(struct arena *a, const char *source, const char *text, size_t len,
    struct err *err);

/* All of these take NULL for a value that is not there. */
bool yaml_is_null(const struct yaml *v);   /* not there, or null, ~, or nothing was written */
const struct yaml_member *yaml_member(const struct yaml *map, const char *key); /* NULL: none */
struct yaml *yaml_get(const struct yaml *map, const char *key);
struct yaml *yaml_at(const struct yaml *map, const char *path); /* "deploy.resources.limits" */

/* Typed facts: ABSENT for null, UNSEEN for another type and for what has a problem. */
struct fact_bool yaml_bool(const struct yaml *v);  /* true, True, TRUE, false ... */
struct fact_int yaml_int(const struct yaml *v);    /* 10, -1, 0x1f, 0o17 */
struct fact_str yaml_str(const struct yaml *v);    /* any scalar but null, as written */
struct fact_list yaml_list(struct arena *a, const struct yaml *v); /* of scalars */

/* What YAML 1.1 makes of this text and 1.2 does not: "the number 1342"; NULL: the same. */
const char *yaml_trap(struct arena *a, const struct yaml *v);

/* "compose.yaml:12:5", for messages. */
const char *yaml_where(struct arena *a, const struct yaml *v);

#endif
