/*
 * since.h: the containers and images that an earlier report knows: --changed-since leaves them out.
 *
 * They are known by the engine's ids: a container that was re-created, or an image that was built
 * anew, has another id and counts as changed. What `docker update`, `docker rename` and `docker
 * network connect` change leaves a container its id, and is not noticed; the report says so. What the
 * earlier report tells nothing but ERROR of was not assessed, and is not known.
 */
#ifndef DOCKASSAY_SINCE_H
#define DOCKASSAY_SINCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "report/report.h"

struct since {
	const char *file;    /* NULL: nothing was asked for */
	char sha256[65];     /* of its text */
	const char *host;    /* of the earlier report; "" where it does not tell */
	size_t n_ids, n_checks;
	const char **ids;    /* of containers and images, sorted */
	const char **checks; /* ids of the checks that have a result in it, sorted */
};

/*
 * Reads a JSON or NDJSON report; everything it keeps is in the arena. -1: EXIT_USAGE, for what
 * cannot be read, and for formats that tell no ids.
 */
int since_read(struct since *s, struct arena *a, const char *file, struct err *err);
/* The same of a text that was read already; `file` is its name. */
int since_parse(struct since *s, struct arena *a, const char *file, const char *text, size_t len,
    struct err *err);

/* Was it there before? False where nothing was asked for. */
bool since_knows(const struct since *s, const char *id);

/* Did the earlier scan run this check? */
bool since_ran(const struct since *s, const char *check);

#endif
