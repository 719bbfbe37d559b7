/*
 * world.h: the answers of an engine with any number of containers, made of the demonstration
 * snapshot's: its containers are copied until there are enough, each copy with ids and names of its
 * own. Every fifth copy brings new images and networks, too. For benchmarks and tests of growth.
 */
#ifndef DOCKASSAY_BENCH_WORLD_H
#define DOCKASSAY_BENCH_WORLD_H

#include <stddef.h>

#include "snapshot/document.h"

struct answer {
	const char *path; /* "/containers/ID/json": without version and query */
	const char *body;
	size_t len;
	int status;
};

struct world {
	struct arena *arena;
	size_t n, cap;
	struct answer *answers; /* in the order in which a scan asks for them */
};

/* NULL, and err says why, where the snapshot has no containers. */
struct world *world_new(const char *snapshot, size_t n_containers, struct err *err);
void world_free(struct world *w); /* NULL is fine */

#endif
