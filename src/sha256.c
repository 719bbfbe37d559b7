/*
 * sha256.c: SHA-256 in hex. It may not know what it hashes.
 */
#include "config.h"

#include "sha256.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>

#include "arena.h"

struct sha256 {
	EVP_MD_CTX *ctx;
};

static void
print_hex(const unsigned char digest[SHA256_DIGEST_LENGTH], char out[65])
{
	for (size_t i = 0; i < SHA256_DIGEST_LENGTH; i++)
		snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

void
sha256_hex(const void *bytes, size_t n, char out[65])
{
	unsigned char digest[SHA256_DIGEST_LENGTH];

	SHA256(bytes, n, digest);
	print_hex(digest, out);
}

struct sha256 *
sha256_new(void)
{
	struct sha256 *h = xmalloc(sizeof *h);

	h->ctx = EVP_MD_CTX_new();
	if (h->ctx != NULL && EVP_DigestInit_ex(h->ctx, EVP_sha256(), NULL) == 1)
		return h;
	/* No digest is no evidence; it takes a broken libcrypto, or a machine without memory. */
	fputs("dockassay: libcrypto has no SHA-256\n", stderr);
	exit(EXIT_INCOMPLETE);
}

void
sha256_add(struct sha256 *h, const void *bytes, size_t n)
{
	EVP_DigestUpdate(h->ctx, bytes, n);
}

void
sha256_end(struct sha256 *h, char out[65])
{
	unsigned char digest[SHA256_DIGEST_LENGTH];

	EVP_DigestFinal_ex(h->ctx, digest, NULL);
	if (out != NULL)
		print_hex(digest, out);
	EVP_MD_CTX_free(h->ctx);
	free(h);
}
