/*
 * tls.c: settings of TLS for libcurl, and what its messages mean. It may not weaken anything:
 * without verification only where the settings say so.
 */
#include "config.h"

#include "tls.h"

#include <errno.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/regular_file.h"
#include "syntax/x509.h"

#define PEM_MAX ((size_t)1 << 20)

/* ---- before anybody is asked ---------------------------------------------------------------- */

static char *
read_pem(const char *path, const char *what, size_t *len, struct err *err)
{
	char *text = regular_file_read(path, PEM_MAX, len);

	if (text == NULL)
		err_set(err, EXIT_USAGE, "cannot read the %s %s: %s", what, path,
		    regular_file_problem(errno));
	return text;
}

static int
check_authority(const char *path, struct err *err)
{
	struct arena *a;
	struct certificates found;
	size_t len;
	char *pem = read_pem(path, "CA certificate", &len, err);
	int result = 0;

	if (pem == NULL)
		return -1;
	a = arena_new();
	found = x509_read(a, pem, len);
	if (found.n == 0)
		result = err_set(err, EXIT_USAGE, "the CA certificate %s is none: %s", path,
		    found.problem[0] != '\0' ? found.problem : "there is no PEM certificate in it");
	arena_free(a);
	free(pem);
	return result;
}

/* Nobody sits there to be asked for a password. */
static int
no_password(char *into, int size, int writing, void *ctx)
{
	(void)into, (void)size, (void)writing, (void)ctx;
	return -1;
}

static EVP_PKEY *
read_key(const char *path, struct err *err)
{
	size_t len;
	char *pem = read_pem(path, "key", &len, err);
	BIO *bio = pem != NULL ? BIO_new_mem_buf(pem, (int)len) : NULL;
	EVP_PKEY *key = bio != NULL ? PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL) : NULL;

	if (pem != NULL && key == NULL)
		err_set(err, EXIT_USAGE, "the key %s %s", path,
		    strstr(pem, "ENCRYPTED") != NULL
			? "has a password, which cannot be asked for: give one without"
			: "is none: there is no PEM private key in it");
	BIO_free(bio);
	if (pem != NULL)
		OPENSSL_cleanse(pem, len);
	free(pem);
	ERR_clear_error();
	return key;
}

static X509 *
read_certificate(const char *path, struct err *err)
{
	size_t len;
	char *pem = read_pem(path, "client certificate", &len, err);
	BIO *bio = pem != NULL ? BIO_new_mem_buf(pem, (int)len) : NULL;
	X509 *cert = bio != NULL ? PEM_read_bio_X509(bio, NULL, no_password, NULL) : NULL;

	if (pem != NULL && cert == NULL)
		err_set(err, EXIT_USAGE,
		    "the client certificate %s is none: there is no PEM certificate in it", path);
	BIO_free(bio);
	free(pem);
	ERR_clear_error();
	return cert;
}

static int
check_pair(const struct tls_settings *tls, struct err *err)
{
	X509 *cert = read_certificate(tls->cert, err);
	EVP_PKEY *key = cert != NULL ? read_key(tls->key, err) : NULL;
	int result = key != NULL ? 0 : -1;

	if (key != NULL && X509_check_private_key(cert, key) != 1)
		result = err_set(err, EXIT_USAGE,
		    "the key %s does not belong to the client certificate %s", tls->key, tls->cert);
	ERR_clear_error();
	EVP_PKEY_free(key);
	X509_free(cert);
	return result;
}

int
tls_check_files(const struct tls_settings *tls, struct err *err)
{
	if (tls->verify && tls->ca != NULL && check_authority(tls->ca, err) < 0)
		return -1;
	if ((tls->cert == NULL) != (tls->key == NULL))
		return err_set(err, EXIT_USAGE, "%s %s has no %s: both are needed, or neither",
		    tls->cert != NULL ? "the client certificate" : "the key",
		    tls->cert != NULL ? tls->cert : tls->key,
		    tls->cert != NULL ? "key (--tlskey)" : "client certificate (--tlscert)");
	return tls->cert != NULL ? check_pair(tls, err) : 0;
}

/* ---- a transfer ----------------------------------------------------------------------------- */

void
tls_prepare(const struct tls_settings *tls, CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2 |
		(tls->only_1_2 ? (long)CURL_SSLVERSION_MAX_TLSv1_2 : 0L));
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, tls->verify ? 1L : 0L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, tls->verify ? 2L : 0L);
	/* libcurl believes the system's authorities beside the one that is given, unless told. */
	if (tls->ca != NULL) {
		curl_easy_setopt(easy, CURLOPT_CAINFO, tls->ca);
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	}
	if (tls->cert != NULL) {
		curl_easy_setopt(easy, CURLOPT_SSLCERT, tls->cert);
		curl_easy_setopt(easy, CURLOPT_SSLKEY, tls->key);
	}
	curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L);
}

/* The names in the certificate that was not for this host; "" where libcurl did not see it. */
static const char *
names_in_certificate(struct arena *a, CURL *easy)
{
	static const char names[] = "X509v3 Subject Alternative Name:", subject[] = "Subject:";
	struct curl_certinfo *info = NULL;
	const char *found = "";

	if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info) != CURLE_OK || info == NULL ||
	    info->num_of_certs == 0)
		return "";
	for (struct curl_slist *s = info->certinfo[0]; s != NULL; s = s->next) {
		if (strncmp(s->data, names, sizeof names - 1) == 0)
			return arena_printf(a, " (it is for %.200s)", s->data + sizeof names - 1);
		if (strncmp(s->data, subject, sizeof subject - 1) == 0)
			found =
			    arena_printf(a, " (it is for %.200s)", s->data + sizeof subject - 1);
	}
	return found;
}

static bool
says(const char *text, const char *what)
{
	return strcasestr(text, what) != NULL;
}

static const char *
server_problem(struct arena *a, const struct tls_settings *tls, CURL *easy, const char *text)
{
	const char *by = tls->ca != NULL ? tls->ca : "an authority that this system believes";

	if (says(text, "has expired"))
		return "the engine's certificate has expired";
	if (says(text, "not yet valid"))
		return "the engine's certificate is not valid yet: are both clocks right?";
	if (says(text, "alternative certificate subject name") ||
	    says(text, "does not match target host") || says(text, "obtain common name"))
		return arena_printf(a,
		    "the engine's certificate is for another host name%s: --tls-server-name says "
		    "which is meant",
		    names_in_certificate(a, easy));
	if (says(text, "unsuitable certificate purpose") ||
	    says(text, "unsupported certificate purpose"))
		return "the engine's certificate is not one for servers";
	if (says(text, "issuer") || says(text, "self-signed") || says(text, "self signed") ||
	    says(text, "unable to verify"))
		return arena_printf(a, "the engine's certificate was not issued by %s", by);
	return arena_printf(a, "the engine's certificate was not accepted: %s", text);
}

/* By our own clock: older servers call an expired certificate a bad one. */
static bool
has_expired(struct arena *a, const char *path)
{
	size_t len;
	char *pem = regular_file_read(path, PEM_MAX, &len);
	struct certificates found = { 0 };

	if (pem != NULL)
		found = x509_read(a, pem, len);
	free(pem);
	return found.n > 0 && found.v[0].not_after < time(NULL);
}

/* What the server made of our certificate, or of none, by its alert. */
static const char *
client_problem(struct arena *a, const struct tls_settings *tls, const char *text)
{
	bool refused = says(text, "certificate required") || says(text, "bad certificate");

	if (tls->cert == NULL)
		return refused || says(text, "handshake failure")
			   ? "the engine wants a client certificate: --tlscert and --tlskey, or "
			     "DOCKER_CERT_PATH, say which"
			   : NULL;
	if (says(text, "certificate expired") || (refused && has_expired(a, tls->cert)))
		return arena_printf(a, "the client certificate %s has expired", tls->cert);
	if (refused || says(text, "unknown ca") || says(text, "certificate unknown") ||
	    says(text, "unsupported certificate") || says(text, "certificate revoked"))
		return arena_printf(a,
		    "the engine does not accept the client certificate %s: was it issued by an "
		    "authority that the engine believes, and for clients? (%s)",
		    tls->cert, text);
	return NULL;
}

/*
 * With TLS 1.3 the server looks at the client's certificate when the client is already done, and a
 * connection that is closed by then may take the alert with it.
 */
static const char *
broken_problem(struct arena *a, const struct tls_settings *tls)
{
	return tls->cert == NULL ? "the engine closes the connection: it may want a client "
				   "certificate (--tlscert, "
				   "--tlskey)"
				 : arena_printf(a,
				       "the engine closes the connection: it may not accept the "
				       "client certificate %s",
				       tls->cert);
}

const char *
tls_problem(struct arena *a, const struct tls_settings *tls, CURL *easy, CURLcode code,
    const char *text, bool *broken)
{
	const char *problem;

	*broken = false;
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		return server_problem(a, tls, easy, text);
	problem = client_problem(a, tls, text);
	if (problem != NULL)
		return problem;
	*broken = code == CURLE_GOT_NOTHING || code == CURLE_SEND_ERROR ||
		  code == CURLE_RECV_ERROR || says(text, "reset") || says(text, "broken pipe") ||
		  (tls->only_1_2 && says(text, "protocol version"));
	if (*broken)
		return broken_problem(a, tls);
	if (says(text, "wrong version number") || says(text, "packet length too long") ||
	    says(text, "record layer failure") || says(text, "unexpected message"))
		return "TLS is not spoken there: is it another port, or an engine without TLS?";
	if (says(text, "protocol version") || says(text, "unsupported protocol"))
		return "TLS 1.2 or newer is not spoken there";
	return code == CURLE_SSL_CONNECT_ERROR || code == CURLE_SSL_CERTPROBLEM ||
		       code == CURLE_SSL_CIPHER || code == CURLE_SSL_CACERT_BADFILE
		   ? arena_printf(a, "TLS fails: %s", text)
		   : NULL;
}
