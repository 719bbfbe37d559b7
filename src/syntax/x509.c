/*
 * x509.c: decodes certificates. It may not judge them, and it trusts nothing in them: whoever can
 * write the file, or the engine, may have made them.
 */
#include "config.h"

#include "x509.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <ctype.h>
#include <limits.h>
#include <string.h>
#include <time.h>

static const char *const block_names[] = { "CERTIFICATE", "X509 CERTIFICATE",
	"TRUSTED CERTIFICATE" };

static bool
is_block_name(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof block_names / sizeof block_names[0]; i++) {
		if (strlen(block_names[i]) == n && strncmp(block_names[i], name, n) == 0)
			return true;
	}
	return false;
}

/* "-----BEGIN NAME-----" of a certificate; `end`: the line that closes one. */
static bool
is_border(const char *line, size_t n, bool end)
{
	const char *head = end ? "-----END " : "-----BEGIN ";
	size_t h = strlen(head);

	while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == ' ' || line[n - 1] == '\t'))
		n--;
	return n > h + 5 && memcmp(line, head, h) == 0 && memcmp(line + n - 5, "-----", 5) == 0 &&
	       is_block_name(line + h, n - h - 5);
}

/* A line of base64; what a key's block begins with is none. */
static bool
is_base64(const char *line, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!isalnum((unsigned char)line[i]) &&
		    (line[i] == '\0' || strchr("+/= \t\r", line[i]) == NULL))
			return false;
	}
	return true;
}

/* What is left of a block that does not end: that it began. */
static void
keep_border(const char *block, size_t n, struct buf *out)
{
	if (block == NULL)
		return;
	buf_add(out, block, n);
	buf_putc(out, '\n');
}

/* Only whole blocks of base64: a key that stands within one would be kept with it. */
void
x509_keep_certificates(const char *pem, size_t len, struct buf *out)
{
	const char *block = NULL; /* where the block begins that is being read */
	size_t border = 0;	  /* bytes of its first line */

	while (len > 0) {
		const char *newline = memchr(pem, '\n', len);
		size_t n = newline != NULL ? (size_t)(newline - pem) : len;

		if (is_border(pem, n, false)) {
			keep_border(block, border, out);
			block = pem;
			border = n;
		} else if (block != NULL && is_border(pem, n, true)) {
			buf_add(out, block, (size_t)(pem - block) + n);
			buf_putc(out, '\n');
			block = NULL;
		} else if (!is_base64(pem, n)) {
			keep_border(block, border, out);
			block = NULL;
		}
		n += newline != NULL;
		pem += n;
		len -= n;
	}
	keep_border(block, border, out);
}

/* ---- one certificate ------------------------------------------------------------------------ */

static const char *
name_text(struct arena *a, X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	const char *text = "";
	char *data;
	long n;

	if (bio != NULL &&
	    X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0) {
		n = BIO_get_mem_data(bio, &data);
		text = n > 0 ? arena_strndup(a, data, (size_t)n) : "";
	}
	BIO_free(bio);
	return text;
}

static const char *
organization_of(struct arena *a, X509_NAME *name)
{
	int at = X509_NAME_get_index_by_NID(name, NID_organizationName, -1);
	unsigned char *utf8 = NULL;
	const char *text = "";
	int n;

	if (at < 0)
		return "";
	n = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
	if (n > 0)
		text = arena_strndup(a, (const char *)utf8, (size_t)n);
	OPENSSL_free(utf8);
	return text;
}

static bool
read_time(const ASN1_TIME *from, int64_t *to)
{
	struct tm tm;

	if (from == NULL || ASN1_TIME_to_tm(from, &tm) != 1)
		return false;
	*to = (int64_t)timegm(&tm);
	return true;
}

static const char *
key_type(const EVP_PKEY *key)
{
	switch (EVP_PKEY_base_id(key)) {
	case EVP_PKEY_RSA:
	case EVP_PKEY_RSA_PSS:
		return "rsa";
	case EVP_PKEY_EC:
		return "ec";
	case EVP_PKEY_ED25519:
		return "ed25519";
	case EVP_PKEY_ED448:
		return "ed448";
	case EVP_PKEY_DSA:
		return "dsa";
	default:
		return "other";
	}
}

static const char *
lower(struct arena *a, const char *s)
{
	char *copy = arena_strdup(a, s);

	for (char *p = copy; *p != '\0'; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p);
	return copy;
}

static bool
read_certificate(struct arena *a, X509 *x, struct certificate *c)
{
	EVP_PKEY *key = X509_get0_pubkey(x);
	X509_NAME *subject = X509_get_subject_name(x), *issuer = X509_get_issuer_name(x);
	int digest = NID_undef;

	*c = (struct certificate){ .subject = name_text(a, subject),
		.issuer = name_text(a, issuer),
		.organization = organization_of(a, subject),
		.key_type = "other",
		.digest = "",
		.signature_algorithm = arena_strdup(a, OBJ_nid2ln(X509_get_signature_nid(x))) };
	if (key != NULL) {
		c->key_type = key_type(key);
		c->key_bits = EVP_PKEY_bits(key);
	}
	if (X509_get_signature_info(x, &digest, NULL, NULL, NULL) == 1 && digest != NID_undef)
		c->digest = lower(a, OBJ_nid2sn(digest));
	c->is_ca = X509_check_ca(x) == 1;
	c->self_issued = X509_NAME_cmp(subject, issuer) == 0;
	return read_time(X509_get0_notBefore(x), &c->not_before) &&
	       read_time(X509_get0_notAfter(x), &c->not_after);
}

/* ---- the text ------------------------------------------------------------------------------- */

struct reading {
	struct arena *arena;
	struct certificates all;
	struct certificate *v;
	size_t cap;
};

static void
take_block(struct reading *r, const unsigned char *der, long len)
{
	const unsigned char *p = der;
	X509 *x;

	if (r->all.n_all++ >= CERTIFICATES_MAX)
		return;
	x = d2i_X509(NULL, &p, len); /* what a "trusted" block has behind it is not looked at */
	r->v = arena_grow(r->arena, r->v, r->all.n, &r->cap, sizeof *r->v);
	if (x != NULL && read_certificate(r->arena, x, &r->v[r->all.n]))
		r->all.n++;
	else if (r->all.problem[0] == '\0')
		r->all.problem = arena_printf(
		    r->arena, "certificate %zu in it cannot be understood", r->all.n_all);
	X509_free(x);
}

struct certificates
x509_read(struct arena *a, const char *pem, size_t len)
{
	struct reading r = { .arena = a, .all = { .problem = "" } };
	BIO *bio = len <= INT_MAX ? BIO_new_mem_buf(pem, (int)len) : NULL;
	char *name, *header;
	unsigned char *data;
	long n;

	if (bio == NULL) {
		r.all.problem = "too large";
		return r.all;
	}
	ERR_clear_error();
	while (PEM_read_bio(bio, &name, &header, &data, &n) == 1) {
		if (is_block_name(name, strlen(name)))
			take_block(&r, data, n);
		OPENSSL_free(name);
		OPENSSL_free(header);
		OPENSSL_free(data);
	}
	if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE &&
	    r.all.problem[0] == '\0')
		r.all.problem =
		    arena_printf(a, "what follows certificate %zu is no PEM block", r.all.n_all);
	ERR_clear_error();
	BIO_free(bio);
	r.all.v = r.v;
	return r.all;
}
