/*
 * memory.h: one rule for a machine without memory, for libraries as well: the program says so and
 * ends with EXIT_INCOMPLETE.
 *
 * Why not each library's own way: cJSON leaves members out of what it makes, libxml2 elements out of
 * what it writes, OpenSSL may wait for ever. A report with something missing looks like any other.
 */
#ifndef DOCKASSAY_MEMORY_H
#define DOCKASSAY_MEMORY_H

#include <stddef.h>

/* First of all in main(): cJSON, libxml2 and libcrypto have to be told before they are used. */
void memory_rule(void);

/* libcurl is told when it starts: curl_global_init_mem(). */
void *memory_get(size_t size);
void *memory_resize(void *p, size_t size);
void *memory_get_zeroed(size_t n, size_t size);
char *memory_copy(const char *s);

/* Writes one line to stderr, and removes what is half-written: the old outputs are as they were. */
void out_of_memory(void) __attribute__((noreturn));

#endif
