/*
 * arena.c: a bump allocator over a list of blocks. It may not know what is stored in it.
 */
#include "config.h"

#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "memory.h"

#define BLOCK_SIZE (64u * 1024u) /* of an arena that has grown; a small one begins with less */
#define FIRST_BLOCK_SIZE (4u * 1024u)
#define MOST_LOOKS 64 /* for an equal text; chance alone never needs as many */
#define ALIGNMENT _Alignof(max_align_t)

/* Objects are put at its beginning, one behind the other; texts, which need no alignment, at its
 * end. */
struct block {
	struct block *next;
	size_t used, size;
	_Alignas(max_align_t) char data[];
};

/* Texts that are kept once: an open hash table. */
struct interned {
	const char *text;
	uint32_t hash, length;
};

struct arena {
	struct block *head;
	size_t bytes, block_size; /* handed out; of the block that was made last */
	uint64_t seed; /* others choose the texts, and shall not choose which of them collide */
	size_t n_interned, interned_size; /* size: a power of two, or 0 */
	struct interned *interned;
};

struct arena *
arena_new(void)
{
	struct arena *a = xmalloc(sizeof *a);

	a->block_size = FIRST_BLOCK_SIZE;
	return a;
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	for (struct block *b = a->head, *next; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	free(a->interned);
	free(a);
}

static struct block *
block_new(size_t size)
{
	struct block *b;

	if (size > SIZE_MAX - sizeof *b)
		out_of_memory();
	b = xmalloc(sizeof *b + size);
	b->size = size;
	return b;
}

/* A block that has room for so much. */
static struct block *
block_for(struct arena *a, size_t size)
{
	struct block *b = a->head, *fresh;

	a->bytes += size;
	if (b != NULL && b->size - b->used >= size)
		return b;
	/* A large piece gets a block of its own behind the one still being filled. */
	if (size > BLOCK_SIZE / 4) {
		struct block **place = b != NULL ? &b->next : &a->head;

		fresh = block_new(size);
		fresh->next = *place;
		*place = fresh;
		return fresh;
	}
	if (b != NULL && a->block_size < BLOCK_SIZE)
		a->block_size *= 2;
	while (a->block_size < size)
		a->block_size *= 2;
	fresh = block_new(a->block_size);
	fresh->next = b;
	a->head = fresh;
	return fresh;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct block *b;
	char *p;

	if (size > SIZE_MAX - ALIGNMENT)
		out_of_memory();
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	b = block_for(a, size);
	p = b->data + b->used;
	b->used += size;
	return p;
}

/* Texts need no alignment: they fill a block from its end. */
static char *
text_room(struct arena *a, size_t n)
{
	struct block *b = block_for(a, n + 1);

	b->size -= n + 1;
	return b->data + b->size;
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = text_room(a, n);

	if (n > 0)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return s == NULL ? NULL : arena_strndup(a, s, strlen(s));
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *p;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	p = text_room(a, n < 0 ? 0 : (size_t)n);
	p[0] = '\0';
	if (n > 0)
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

/* ---- texts that are kept once --------------------------------------------------------------- */

static void
grow_interned(struct arena *a)
{
	size_t old_size = a->interned_size, mask;
	struct interned *old = a->interned;

	a->interned_size = old_size == 0 ? 256 : old_size * 2;
	a->interned = xmalloc(a->interned_size * sizeof *a->interned);
	mask = a->interned_size - 1;
	for (size_t i = 0; i < old_size; i++) {
		size_t at = old[i].hash & mask;

		while (old[i].text != NULL && a->interned[at].text != NULL)
			at = (at + 1) & mask;
		if (old[i].text != NULL)
			a->interned[at] = old[i];
	}
	free(old);
}

/*
 * Texts that were chosen to collide cost their own places, and no time: after some looks each gets
 * a copy of its own.
 */
const char *
arena_intern(struct arena *a, const char *s, size_t n)
{
	uint32_t hash;
	size_t at, looks = 0;
	struct interned *i;

	if (a->seed == 0)
		a->seed = hash_seed();
	if (n > UINT32_MAX)
		return arena_strndup(a, s, n);
	if (a->n_interned * 2 >= a->interned_size)
		grow_interned(a);
	hash = (uint32_t)hash_bytes(a->seed, s, n);
	for (at = hash & (a->interned_size - 1); looks < MOST_LOOKS; looks++) {
		i = &a->interned[at];
		if (i->text == NULL)
			break;
		if (i->hash == hash && i->length == n && memcmp(i->text, s, n) == 0)
			return i->text;
		at = (at + 1) & (a->interned_size - 1);
	}
	if (looks == MOST_LOOKS)
		return arena_strndup(a, s, n);
	a->n_interned++;
	*i = (struct interned){ arena_strndup(a, s, n), hash, (uint32_t)n };
	return i->text;
}

void *
arena_grow(struct arena *a, void *array, size_t n, size_t *cap, size_t element_size)
{
	size_t wanted;
	void *fresh;

	if (n < *cap)
		return array;
	wanted = *cap == 0 ? 4 : *cap * 2;
	if (wanted < *cap || wanted > SIZE_MAX / element_size)
		out_of_memory();
	fresh = arena_alloc(a, wanted * element_size);
	if (n > 0)
		memcpy(fresh, array, n * element_size);
	*cap = wanted;
	return fresh;
}

size_t
arena_bytes(const struct arena *a)
{
	return a->bytes;
}
