/*
 * sha256.h: SHA-256 in hex, by libcrypto. For fingerprints and for snapshots' integrity.
 */
#ifndef DOCKASSAY_SHA256_H
#define DOCKASSAY_SHA256_H

#include <stddef.h>

/* Writes 64 hex digits and a NUL. */
void sha256_hex(const void *bytes, size_t n, char out[65]);
/* Of some texts, each followed by its NUL. */
void sha256_hex_of(const char *const *parts, size_t n, char out[65]);

/* The same of bytes that come piece by piece. */
struct sha256;
struct sha256 *sha256_new(void);
void sha256_add(struct sha256 *h, const void *bytes, size_t n);
void sha256_end(struct sha256 *h, char out[65]); /* frees; `out` may be NULL */

#endif
