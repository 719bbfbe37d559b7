/*
 * facts_taken.c: knows which documents were taken, so that each counts once: a hostile engine may
 * list an id twice, and a snapshot may hold anything. It may not look into them.
 */
#include "config.h"

#include "facts_internal.h"

#include <string.h>

#include "base/hash.h"

/* Where the name is, or the free place where it belongs. */
static size_t
place_of(const struct taken *t, const char *name)
{
	size_t at = hash_bytes(t->seed, name, strlen(name)) & (t->cap - 1);

	while (t->names[at] != NULL && strcmp(t->names[at], name) != 0)
		at = (at + 1) & (t->cap - 1);
	return at;
}

static void
make_room(struct arena *a, struct taken *t)
{
	struct taken bigger = { .n = t->n, .cap = t->cap > 0 ? t->cap * 4 : 256, .seed = t->seed };

	if (bigger.seed == 0)
		bigger.seed = hash_seed();
	bigger.names = arena_alloc(a, bigger.cap * sizeof *bigger.names);
	for (size_t i = 0; i < t->cap; i++) {
		if (t->names[i] != NULL)
			bigger.names[place_of(&bigger, t->names[i])] = t->names[i];
	}
	*t = bigger;
}

bool
taken_before(struct arena *a, struct taken *t, const char *name)
{
	size_t at;

	if (t->n * 2 >= t->cap)
		make_room(a, t);
	at = place_of(t, name);
	if (t->names[at] != NULL)
		return true;
	t->names[at] = arena_strdup(a, name);
	t->n++;
	return false;
}
