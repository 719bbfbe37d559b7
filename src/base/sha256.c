/*
 * sha256.c: SHA-256 in hex. It may not know what it hashes.
 *
 * libcrypto 3 calls these functions old, and would have each hash look its algorithm up by name,
 * which takes three times as long as the hash of a finding itself.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "config.h"

#include "sha256.h"

#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

struct sha256 {
	SHA256_CTX state;
};

static void
finish(SHA256_CTX *state, char out[65])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char digest[SHA256_DIGEST_LENGTH];

	SHA256_Final(digest, state);
	for (size_t i = 0; i < sizeof digest; i++) {
		out[2 * i] = digits[digest[i] >> 4];
		out[2 * i + 1] = digits[digest[i] & 0xf];
	}
	out[64] = '\0';
}

void
sha256_hex(const void *bytes, size_t n, char out[65])
{
	SHA256_CTX state;

	SHA256_Init(&state);
	SHA256_Update(&state, bytes, n);
	finish(&state, out);
}

void
sha256_hex_of(const char *const *parts, size_t n, char out[65])
{
	SHA256_CTX state;

	SHA256_Init(&state);
	for (size_t i = 0; i < n; i++)
		SHA256_Update(&state, parts[i], strlen(parts[i]) + 1);
	finish(&state, out);
}

struct sha256 *
sha256_new(void)
{
	struct sha256 *h = xmalloc(sizeof *h);

	SHA256_Init(&h->state);
	return h;
}

void
sha256_add(struct sha256 *h, const void *bytes, size_t n)
{
	SHA256_Update(&h->state, bytes, n);
}

void
sha256_end(struct sha256 *h, char out[65])
{
	char unwanted[65];

	finish(&h->state, out != NULL ? out : unwanted);
	free(h);
}
