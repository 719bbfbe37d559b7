/*
 * variables.h: variables of Compose files: .env files, and what is put in place of ${NAME}.
 *
 * The environment of whoever starts the scan is not asked: it is not the one that Compose will
 * have, and a report must not depend on it. What has no value here has none: see yaml.h, problem.
 */
#ifndef DOCKASSAY_VARIABLES_H
#define DOCKASSAY_VARIABLES_H

#include "syntax/yaml.h"

#define VARIABLES_MAX 2000

struct variables {
	struct arena *arena;
	size_t n, cap;
	struct pair *v;
	bool sorted;
};

void variables_set(struct variables *vars, const char *name, const char *value);

/* Adds what a .env file sets; lines that set nothing are passed over, as Compose does. */
void variables_read(struct variables *vars, const char *text);

const char *variables_get(struct variables *vars, const char *name); /* NULL: not set */

/*
 * `text` with its variables replaced. Where that cannot be done *problem says why, and what
 * remains is left as it is written.
 */
const char *variables_replace(struct variables *vars, const char *text, const char **problem);

/* The same for all scalars of a tree, in place; keys stay as they are. */
void variables_replace_all(struct variables *vars, struct yaml *tree);

#endif
