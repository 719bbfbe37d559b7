/*
 * sign.c: signs bytes. It may not know what they are, nor keep a passphrase longer than it takes to
 * read the key.
 */
#include "config.h"

#include "sign.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "text.h"

#define SECRET_MAX 65536      /* of a file with a key or a passphrase */
#define SECURITY_BITS_MIN 112 /* RSA of 2,048 bits, curves of 224 */

struct signer {
	EVP_PKEY *key;
};

struct passphrase {
	char *text; /* NULL: none was given */
	size_t len;
	bool asked;
};

static int
give_passphrase(char *out, int size, int writing, void *ctx)
{
	struct passphrase *p = ctx;
	size_t n;

	(void)writing;
	p->asked = true;
	for (n = 0; n < p->len && p->text[n] != '\r' && p->text[n] != '\n'; n++)
		;
	if (p->text == NULL || n > (size_t)size)
		return -1;
	memcpy(out, p->text, n);
	return (int)n;
}

static void
warn_of_readers(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || (st.st_mode & 077) == 0)
		return;
	fputs("dockassay: warning: others can read the private key ", stderr);
	text_print(stderr, path);
	fprintf(stderr, ": its mode is %03o\n", (unsigned)st.st_mode & 0777);
}

static int
check_kind(EVP_PKEY *key, const char *path, struct err *err)
{
	int kind = EVP_PKEY_base_id(key);

	if (kind != EVP_PKEY_ED25519 && kind != EVP_PKEY_ED448 && kind != EVP_PKEY_RSA &&
	    kind != EVP_PKEY_EC)
		return err_set(err, EXIT_USAGE,
		    "the key %.300s cannot sign: Ed25519, Ed448, RSA and EC can", path);
	if (EVP_PKEY_security_bits(key) < SECURITY_BITS_MIN)
		return err_set(
		    err, EXIT_USAGE, "the key %.300s is too short to prove anything", path);
	return 0;
}

static EVP_PKEY *
parse_key(const char *path, const char *text, size_t len, struct passphrase *p, struct err *err)
{
	BIO *bio = BIO_new_mem_buf(text, (int)len);
	EVP_PKEY *key = bio != NULL ? PEM_read_bio_PrivateKey(bio, NULL, give_passphrase, p) : NULL;

	BIO_free(bio);
	if (key == NULL && p->asked && p->text == NULL)
		err_set(err, EXIT_USAGE,
		    "the key %.300s is encrypted: --sign-passphrase FILE opens it", path);
	else if (key == NULL && p->asked)
		err_set(err, EXIT_USAGE, "the passphrase does not open the key %.300s", path);
	else if (key == NULL)
		err_set(err, EXIT_USAGE, "%.300s is no private key in PEM", path);
	else if (check_kind(key, path, err) == 0)
		return key;
	EVP_PKEY_free(key);
	return NULL;
}

/* Frees what read_secret() gave, and clears its memory. */
static void
forget(char *text)
{
	if (text != NULL)
		OPENSSL_cleanse(text, SECRET_MAX);
	free(text);
}

/* A whole file in one place: no buffer of the C library's, nor one that has grown, keeps a copy. */
static char *
read_secret(const char *path, size_t *len, struct err *err)
{
	int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	char *text;
	ssize_t got;
	int error;

	if (fd < 0) {
		err_set(err, EXIT_USAGE, "cannot read %s: %s", path, strerror(errno));
		return NULL;
	}
	text = xmalloc(SECRET_MAX);
	*len = 0;
	do {
		got = read(fd, text + *len, SECRET_MAX - *len);
		*len += got > 0 ? (size_t)got : 0;
	} while ((got > 0 && *len < SECRET_MAX) || (got < 0 && errno == EINTR));
	error = errno;
	close(fd);
	if (got == 0)
		return text;
	err_set(err, EXIT_USAGE, "cannot read %s: %s", path,
	    got < 0 ? strerror(error) : "it is too large");
	forget(text);
	return NULL;
}

struct signer *
signer_new(const char *path, const char *passphrase, struct err *err)
{
	struct passphrase p = { NULL, 0, false };
	size_t len = 0;
	char *text = read_secret(path, &len, err);
	EVP_PKEY *key = NULL;
	struct signer *s = NULL;

	if (text != NULL && passphrase != NULL)
		p.text = read_secret(passphrase, &p.len, err);
	if (text != NULL && (passphrase == NULL || p.text != NULL))
		key = parse_key(path, text, len, &p, err);
	forget(p.text);
	forget(text);
	if (key == NULL)
		return NULL;
	warn_of_readers(path);
	s = xmalloc(sizeof *s);
	s->key = key;
	return s;
}

void
signer_free(struct signer *s)
{
	if (s == NULL)
		return;
	EVP_PKEY_free(s->key);
	free(s);
}

unsigned char *
signer_sign(const struct signer *s, const void *bytes, size_t n, size_t *len, struct err *err)
{
	int kind = EVP_PKEY_base_id(s->key);
	bool hashes_itself = kind == EVP_PKEY_ED25519 || kind == EVP_PKEY_ED448;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char *signature = NULL;

	if (ctx != NULL &&
	    EVP_DigestSignInit(ctx, NULL, hashes_itself ? NULL : EVP_sha256(), NULL, s->key) == 1 &&
	    EVP_DigestSign(ctx, NULL, len, bytes, n) == 1) {
		signature = xmalloc(*len);
		if (EVP_DigestSign(ctx, signature, len, bytes, n) != 1) {
			free(signature);
			signature = NULL;
		}
	}
	EVP_MD_CTX_free(ctx);
	if (signature == NULL)
		err_set(err, EXIT_OUTPUT, "libcrypto could not sign");
	return signature;
}
