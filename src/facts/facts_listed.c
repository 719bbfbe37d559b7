/*
 * facts_listed.c: finds what documents are about among the containers, images and networks of the
 * lists, while documents come. It may not judge.
 *
 * Documents come in the order of the list; but a snapshot may be written otherwise, and then each
 * look must not cost what the list is long.
 */
#include "config.h"

#include "facts_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* Each of them begins with its id. */
static const char *
id_of(const void *objects, size_t size, size_t i)
{
	return *(const char *const *)(const void *)((const char *)objects + i * size);
}

/* Of equal ids, which a hostile engine may list, the first is found: the others need no place. */
static void
put(struct listed *l, const void *objects, size_t size, size_t i)
{
	const char *id = id_of(objects, size, i);
	size_t at = hash_bytes(l->seed, id, strlen(id)) & (l->cap - 1);

	while (l->places[at] != 0) {
		if (strcmp(id_of(objects, size, l->places[at] - 1), id) == 0)
			return;
		at = (at + 1) & (l->cap - 1);
	}
	l->places[at] = i + 1;
}

static void
index_new(struct arena *a, struct listed *l, const void *objects, size_t n, size_t size)
{
	if (n * 2 > l->cap) {
		for (l->cap = 64; l->cap < n * 4;)
			l->cap *= 2;
		l->places = arena_alloc(a, l->cap * sizeof *l->places);
		l->n = 0;
		if (l->seed == 0)
			l->seed = hash_seed();
	}
	for (; l->n < n; l->n++)
		put(l, objects, size, l->n);
}

size_t
listed_find(
    struct arena *a, struct listed *l, const void *objects, size_t n, size_t size, const char *id)
{
	size_t at;

	for (size_t i = l->last; i < n && i <= l->last + 1; i++) {
		if (strcmp(id_of(objects, size, i), id) == 0)
			return l->last = i;
	}
	index_new(a, l, objects, n, size);
	at = n > 0 ? hash_bytes(l->seed, id, strlen(id)) & (l->cap - 1) : 0;
	for (; n > 0 && l->places[at] != 0; at = (at + 1) & (l->cap - 1)) {
		if (strcmp(id_of(objects, size, l->places[at] - 1), id) == 0)
			return l->last = l->places[at] - 1;
	}
	return n;
}
