/*
 * text_set.h: which texts were there already, in an open hash table.
 */
#ifndef DOCKASSAY_TEXT_SET_H
#define DOCKASSAY_TEXT_SET_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"

/* { 0 } is an empty one. Its memory is the arena's. */
struct text_set {
	const char **texts;
	size_t n, cap; /* a power of two, or 0 */
	uint64_t seed;
};

bool text_set_has(const struct text_set *s, const char *text);

/* The set's copy of a text that is new to it; NULL: it was there already. */
const char *text_set_add(struct arena *a, struct text_set *s, const char *text);

#endif
