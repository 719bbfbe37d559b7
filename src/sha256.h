/*
 * sha256.h: SHA-256 in hex, by libcrypto. For fingerprints and for snapshots' integrity.
 */
#ifndef DOCKASSAY_SHA256_H
#define DOCKASSAY_SHA256_H

#include <stddef.h>

/* Writes 64 hex digits and a NUL. */
void sha256_hex(const void *bytes, size_t n, char out[65]);

#endif
