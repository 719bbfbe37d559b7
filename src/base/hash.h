/*
 * hash.h: a hash of bytes for tables in memory. It is seeded, since others choose the bytes and shall
 * not choose which of them collide; it is not for anything that is kept.
 */
#ifndef DOCKASSAY_HASH_H
#define DOCKASSAY_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_seed(void); /* never 0 */
uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t n);

#endif
