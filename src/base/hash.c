/*
 * hash.c: hashes bytes, eight at a time. It may not know what they are.
 */
#include "config.h"

#include "hash.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

uint64_t
hash_seed(void)
{
	uint64_t seed;

	if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
		seed = (uint64_t)(uintptr_t)&seed ^ (uint64_t)time(NULL) << 32;
	return seed | 1;
}

static uint64_t
mix(uint64_t h, uint64_t word)
{
	h = (h ^ word) * 0x9e3779b97f4a7c15u;
	h = h << 29 | h >> 35;
	return h * 0xd6e8feb86659fd93u;
}

uint64_t
hash_bytes(uint64_t seed, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t h = seed ^ n, word;

	for (; n >= sizeof word; n -= sizeof word, p += sizeof word) {
		memcpy(&word, p, sizeof word);
		h = mix(h, word);
	}
	word = 0;
	if (n > 0)
		memcpy(&word, p, n);
	h = mix(h, word);
	return h ^ h >> 32;
}
