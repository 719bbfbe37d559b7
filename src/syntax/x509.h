/*
 * x509.h: what certificates say, from PEM text, by OpenSSL's libcrypto. Nothing is verified: no
 * chain, no signature, no clock; who judges compares the times with the scan's own.
 */
#ifndef DOCKASSAY_X509_H
#define DOCKASSAY_X509_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

struct certificate {
	const char *subject, *issuer;  /* "CN=ca,O=Example", most special part first (RFC 2253) */
	const char *organization;      /* O of the subject; "" where it has none */
	int64_t not_before, not_after; /* seconds since 1970 */
	const char *key_type;	       /* "rsa", "ec", "ed25519", "ed448", "dsa", "other" */
	int key_bits;
	const char *digest; /* of its signature: "sha256", "sha1", "md5"; "" for none */
	const char *signature_algorithm; /* "sha256WithRSAEncryption" */
	bool is_ca;			 /* says so in its basic constraints */
	bool self_issued;		 /* issuer and subject are the same */
};

#define CERTIFICATES_MAX 512

struct certificates {
	size_t n_all; /* in the text; the first CERTIFICATES_MAX are decoded */
	size_t n;
	const struct certificate *v;
	const char *problem; /* "", or which certificate could not be understood, and why */
};

/* Other blocks (keys, requests) are passed over. Never asks for a password. */
struct certificates x509_read(struct arena *a, const char *pem, size_t len);

/* Appends the certificates' blocks of a PEM text, and nothing else: a key beside them stays out. */
void x509_keep_certificates(const char *pem, size_t len, struct buf *out);

#endif
