/*
 * arena.h: memory that lives as long as one scan.
 *
 * Facts and report are allocated here and are freed together; nothing in them is freed alone.
 * Allocation never returns NULL: when the machine is out of memory the program says so on stderr
 * and ends with EXIT_INCOMPLETE (no output file is half-written: outputs are renamed into place).
 * Sizes that come from outside are limited before they get here.
 */
#ifndef DOCKASSAY_ARENA_H
#define DOCKASSAY_ARENA_H

#include <stddef.h>

#include "err.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a); /* NULL is fine */

void *arena_alloc(struct arena *a, size_t size); /* zeroed, aligned for any type */
char *arena_strdup(struct arena *a, const char *s); /* NULL stays NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);
/*
 * The arena's one copy of a text, never to be changed: equal texts share it (but for texts that
 * somebody chose to make this slow). For what is likely to come often: labels, paths, words.
 */
const char *arena_intern(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

/*
 * Makes room for element `n` of an array kept in an arena and returns the array (it may have
 * moved). `*cap` is the
 * number of elements allocated; the old copy stays in the arena until the end (doubling keeps
 * the waste below the size of the array).
 */
void *arena_grow(struct arena *a, void *array, size_t n, size_t *cap, size_t element_size);

size_t arena_bytes(const struct arena *a); /* bytes handed out so far */

/* malloc family outside an arena, with the same rule for a machine without memory. */
void *xmalloc(size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *s);

#endif
