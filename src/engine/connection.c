/*
 * connection.c: makes an endpoint into settings of libcurl. It may not send anything.
 */
#include "config.h"

#include "connection.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ssh.h"
#include "tls.h"

#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"

#define BASE_MAX 250 /* bytes; each URL begins with it */

struct connection {
	struct arena *arena;
	const char *address, *socket, *base;
	const char *user, *password; /* NULL: none */
	struct tls_settings tls;
	struct curl_slist *connect_to; /* where to go in place of what the URL says */
	bool loopback;
	struct ssh *ssh;
	bool answers;
	const char *broken; /* what was said of a connection that broke without a reason; NULL */
};

const char *
connection_without_password(struct arena *a, const char *address)
{
	const char *start = strstr(address, "://"), *at, *colon;
	size_t n;

	if (strncmp(address, "unix://", 7) == 0)
		return arena_strdup(a, address);
	start = start != NULL ? start + 3 : address;
	n = strcspn(start, "/?#");
	/* What is no proper address may have a slash in its password. */
	at = memrchr(start, '@', n);
	at = at != NULL ? at : strrchr(start, '@');
	colon = at != NULL ? memchr(start, ':', (size_t)(at - start)) : NULL;
	if (colon == NULL)
		return arena_strdup(a, address);
	return arena_printf(a, "%.*s:***%s", (int)(colon - address), address, at);
}

static int
not_an_address(
    const struct connection *c, const struct endpoint *e, const char *why, struct err *err)
{
	return err_set(err, EXIT_USAGE,
	    "the address \"%s\" (%s) is none%s%s: it is unix:///path, tcp://host:port or "
	    "ssh://user@host",
	    c->address, e->said_by, *why ? ", " : "", why);
}

/* ---- parts of an address -------------------------------------------------------------------- */

struct parts {
	const char *scheme, *user, *password, *host, *port, *path;
};

static const char *
part(struct arena *a, CURLU *url, CURLUPart which, unsigned flags)
{
	char *text = NULL;
	const char *copy = NULL;

	if (curl_url_get(url, which, &text, flags) == CURLUE_OK)
		copy = arena_strdup(a, text);
	curl_free(text);
	return copy;
}

/* "" or why it is no address. libcurl refuses control characters and spaces itself. */
static const char *
split(struct arena *a, const char *address, struct parts *p)
{
	CURLU *url = curl_url();
	const char *why = "", *rest;

	if (url == NULL ||
	    curl_url_set(url, CURLUPART_URL, address, CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
		curl_url_cleanup(url);
		return "it cannot be understood";
	}
	p->scheme = part(a, url, CURLUPART_SCHEME, 0);
	p->user = part(a, url, CURLUPART_USER, CURLU_URLDECODE);
	p->password = part(a, url, CURLUPART_PASSWORD, CURLU_URLDECODE);
	p->host = part(a, url, CURLUPART_HOST, 0);
	p->port = part(a, url, CURLUPART_PORT, 0);
	p->path = part(a, url, CURLUPART_PATH, 0);
	rest = part(a, url, CURLUPART_QUERY, 0);
	if (rest == NULL)
		rest = part(a, url, CURLUPART_FRAGMENT, 0);
	curl_url_cleanup(url);
	if (p->host == NULL || p->host[0] == '\0')
		why = "it has no host";
	else if (rest != NULL)
		why = "it has a query or fragment";
	if (p->path != NULL && (strcmp(p->path, "/") == 0 || p->path[0] == '\0'))
		p->path = NULL;
	return why;
}

static bool
is_loopback(const char *host)
{
	struct in_addr v4;

	if (strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
		return true;
	return inet_pton(AF_INET, host, &v4) == 1 && (ntohl(v4.s_addr) >> 24) == 127;
}

/* ---- the kinds ------------------------------------------------------------------------------ */

static int
set_tcp(struct connection *c, const struct endpoint *e, const struct parts *p, struct err *err)
{
	const char *scheme = e->tls.on ? "https" : "http", *host = p->host, *port = p->port;

	if (port == NULL && strcmp(p->scheme, "tcp") == 0)
		port = e->tls.on ? "2376" : "2375";
	if (port == NULL)
		port = e->tls.on ? "443" : "80";
	c->tls = e->tls;
	c->user = p->user;
	c->password = p->password;
	c->loopback = is_loopback(host);
	/* The certificate's name is the URL's: so that one is asked for, at the address's host. */
	if (e->tls.on && e->tls.name != NULL) {
		if (e->tls.name[strspn(e->tls.name, NAME_CHARACTERS)] != '\0')
			return err_set(err, EXIT_USAGE,
			    "--tls-server-name: \"%s\" is no name of a host", e->tls.name);
		c->connect_to = curl_slist_append(
		    NULL, arena_printf(c->arena, "%s:%s:%s:%s", e->tls.name, port, host, port));
		host = e->tls.name;
	}
	c->base = arena_printf(
	    c->arena, "%s://%s:%s%s", scheme, host, port, p->path != NULL ? p->path : "");
	if (strlen(c->base) > BASE_MAX)
		return not_an_address(c, e, "it is too long", err);
	return e->tls.on ? tls_check_files(&e->tls, err) : 0;
}

static int
set_ssh(struct connection *c, const struct parts *p, long timeout_s, struct err *err)
{
	struct ssh_target target = { p->user, p->host, p->port, p->path, timeout_s };
	size_t n = strlen(p->host);

	if (p->password != NULL)
		return err_set(err, EXIT_USAGE,
		    "the address \"%s\" has a password, which ssh does not take: use a key",
		    c->address);
	if (p->host[0] == '[')
		target.host = arena_strndup(c->arena, p->host + 1, n - 2);
	if (ssh_check(&target, err) < 0)
		return err_wrap(err, "the address \"%s\"", c->address);
	c->ssh = ssh_new(&target);
	c->base = "http://localhost"; /* nobody connects there: see ssh_prepare() */
	return 0;
}

static int
set_remote(struct connection *c, const struct endpoint *e, long timeout_s, struct err *err)
{
	struct parts p = { 0 };
	const char *why = strstr(e->address, "://") != NULL ? split(c->arena, e->address, &p)
							    : "it has no scheme";
	size_t n;

	if (*why != '\0')
		return not_an_address(c, e, why, err);
	/* libcurl also takes "HTTPS://" and "https:/": whether TLS is meant was settled by the
	 * text. */
	n = strlen(p.scheme);
	if (strncmp(e->address, p.scheme, n) != 0 || strncmp(e->address + n, "://", 3) != 0)
		return not_an_address(c, e, "its scheme is not in small letters before ://", err);
	if (strcmp(p.scheme, "ssh") == 0)
		return set_ssh(c, &p, timeout_s, err);
	if (strcmp(p.scheme, "tcp") == 0 || strcmp(p.scheme, "http") == 0 ||
	    strcmp(p.scheme, "https") == 0)
		return set_tcp(c, e, &p, err);
	return not_an_address(c, e, "", err);
}

struct connection *
connection_new(const struct endpoint *e, long timeout_s, struct err *err)
{
	struct arena *a = arena_new();
	struct connection *c = arena_alloc(a, sizeof *c);
	int result = 0;

	c->arena = a;
	c->address = connection_without_password(a, e->address);
	if (strncmp(e->address, "unix://", 7) == 0 && e->address[7] == '/') {
		c->socket = e->address + 7;
		c->base = "http://localhost";
	} else {
		result = set_remote(c, e, timeout_s, err);
	}
	if (result == 0)
		return c;
	connection_free(c);
	return NULL;
}

void
connection_free(struct connection *c)
{
	if (c == NULL)
		return;
	ssh_free(c->ssh);
	curl_slist_free_all(c->connect_to);
	arena_free(c->arena);
}

/* ---- what it is ----------------------------------------------------------------------------- */

const char *
connection_address(const struct connection *c)
{
	return c->address;
}

const char *
connection_socket(const struct connection *c)
{
	return c->socket;
}

const char *
connection_base(const struct connection *c)
{
	return c->base;
}

bool
connection_is_here(const struct connection *c)
{
	return c->socket != NULL || c->loopback;
}

const char *
connection_weakness(const struct connection *c)
{
	if (c->tls.on && !c->tls.verify)
		return "TLS without verification: anybody could have answered in the engine's "
		       "place "
		       "(--tlsverify verifies)";
	if (!c->tls.on && c->socket == NULL && c->ssh == NULL && !c->loopback)
		return "TCP without TLS: anybody on the way could have read or made up the answers";
	return NULL;
}

long
connection_limit(const struct connection *c, long wanted)
{
	return c->ssh != NULL && wanted > 1 ? 2 : wanted;
}

/* ---- transfers ------------------------------------------------------------------------------ */

void
connection_prepare(const struct connection *c, CURL *easy)
{
#if CURL_AT_LEAST_VERSION(7, 85, 0)
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, c->tls.on ? "https" : "http");
#else
	curl_easy_setopt(
	    easy, CURLOPT_PROTOCOLS, (long)(c->tls.on ? CURLPROTO_HTTPS : CURLPROTO_HTTP));
#endif
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	if (c->socket != NULL)
		curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, c->socket);
	if (c->user != NULL)
		curl_easy_setopt(easy, CURLOPT_USERNAME, c->user);
	if (c->password != NULL)
		curl_easy_setopt(easy, CURLOPT_PASSWORD, c->password);
	if (c->connect_to != NULL)
		curl_easy_setopt(easy, CURLOPT_CONNECT_TO, c->connect_to);
	if (c->tls.on)
		tls_prepare(&c->tls, easy);
	if (c->ssh != NULL)
		ssh_prepare(c->ssh, easy);
}

void
connection_serve(const struct connection *c)
{
	if (c->ssh != NULL)
		ssh_serve(c->ssh);
}

const char *
connection_problem(
    struct connection *c, struct arena *a, CURL *easy, CURLcode code, const char *text)
{
	const char *problem;
	bool broken;

	if (c->ssh != NULL)
		return ssh_problem(c->ssh, a);
	if (!c->tls.on)
		return NULL;
	problem = tls_problem(a, &c->tls, easy, code, text, &broken);
	if (broken && c->answers)
		return NULL;
	if (broken && c->broken == NULL)
		c->broken = arena_strdup(c->arena, problem);
	return broken ? c->broken : problem;
}

void
connection_answers(struct connection *c)
{
	c->answers = true;
}

bool
connection_may_tell_more(struct connection *c)
{
	if (c->broken == NULL || c->tls.only_1_2)
		return false;
	c->tls.only_1_2 = true;
	return true;
}

const char *
connection_http_problem(const struct connection *c, long status, const char *body)
{
	/* Go's server, and nginx's. */
	if (status == 400 && !c->tls.on &&
	    (strstr(body, "HTTP request to an HTTPS server") != NULL ||
		strstr(body, "HTTP request was sent to HTTPS port") != NULL))
		return "it speaks TLS only: --tlsverify, --tlscacert, --tlscert and --tlskey, or "
		       "DOCKER_TLS_VERIFY and DOCKER_CERT_PATH, say how";
	return NULL;
}
