/*
 * sha256.c: SHA-256 in hex. It may not know what it hashes.
 */
#include "config.h"

#include "sha256.h"

#include <openssl/sha.h>
#include <stdio.h>

void
sha256_hex(const void *bytes, size_t n, char out[65])
{
	unsigned char digest[SHA256_DIGEST_LENGTH];

	SHA256(bytes, n, digest);
	for (size_t i = 0; i < sizeof digest; i++)
		snprintf(out + 2 * i, 3, "%02x", digest[i]);
}
