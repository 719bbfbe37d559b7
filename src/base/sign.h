/*
 * sign.h: detached signatures by a private key, made by libcrypto. What they are and how they are
 * verified elsewhere: docs/evidence.md.
 */
#ifndef DOCKASSAY_SIGN_H
#define DOCKASSAY_SIGN_H

#include <stddef.h>

#include "err.h"

struct signer;

/*
 * Reads a private key in PEM: Ed25519, Ed448, RSA or EC. `passphrase` names a file whose first line
 * opens an encrypted one; NULL: none. Nothing is ever asked for on a terminal. NULL: EXIT_USAGE.
 * Tells on stderr when others can read the key.
 */
struct signer *signer_new(const char *key, const char *passphrase, struct err *err);
void signer_free(struct signer *s); /* NULL is fine */

/* The signature of some bytes; the caller frees it. NULL: EXIT_OUTPUT. */
unsigned char *signer_sign(
    const struct signer *s, const void *bytes, size_t n, size_t *len, struct err *err);

#endif
