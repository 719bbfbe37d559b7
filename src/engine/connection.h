/*
 * connection.h: one way to one engine, as settings of libcurl: a UNIX socket, TCP, TCP with TLS, or
 * ssh. HTTP proxies are never used: a proxy would see, and could change, what an engine answers.
 */
#ifndef DOCKASSAY_CONNECTION_H
#define DOCKASSAY_CONNECTION_H

#include <curl/curl.h>

#include "endpoint.h"

struct connection;

/*
 * The settings for an endpoint; copies nothing, so that its arena has to live longer. `timeout_s`
 * is for connecting through ssh; 0: 10. NULL (EXIT_USAGE) for an address that is none, and for TLS
 * files that cannot be right. Does not connect.
 */
struct connection *connection_new(const struct endpoint *e, long timeout_s, struct err *err);
void connection_free(struct connection *c); /* after libcurl's handles; NULL is fine */

const char *connection_address(const struct connection *c); /* to be shown: without a password */
const char *connection_socket(const struct connection *c);  /* path of a UNIX socket, or NULL */
const char *connection_base(const struct connection *c);    /* what a request's URL begins with */
bool connection_is_here(const struct connection *c); /* by its address: this machine's */

/*
 * What is weak about it, for stderr and report: "TLS without verification ..."; NULL: nothing.
 * TCP on this machine is not said to be weak here: checks judge that.
 */
const char *connection_weakness(const struct connection *c);

void connection_prepare(const struct connection *c, CURL *easy);

/* To be called after each curl_multi_perform(): some connections need a hand. */
void connection_serve(const struct connection *c);

/* How many connections at a time: each of ssh's costs a login. */
long connection_limit(const struct connection *c, long wanted);

/* Why a transfer failed, in words; NULL where libcurl's text, which is given, says it best. */
const char *connection_problem(struct connection *c, struct arena *a, CURL *easy,
    CURLcode code, const char *text);

/* To be called once an answer came: what breaks later is no matter of certificates. */
void connection_answers(struct connection *c);

/* After the first request failed: would another try tell more of why? It is told once, then. */
bool connection_may_tell_more(struct connection *c);

/* The same of an answer that is an error; NULL: it says nothing about the connection. */
const char *connection_http_problem(const struct connection *c, long status, const char *body);

/* The address with its password, if there is one, as "***". */
const char *connection_without_password(struct arena *a, const char *address);

#endif
