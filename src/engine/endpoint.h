/*
 * endpoint.h: which engine is meant, by the docker command's own rules: --host or --context, then
 * DOCKER_HOST, DOCKER_CONTEXT, the current context of its configuration; else one has to be found.
 */
#ifndef DOCKASSAY_ENDPOINT_H
#define DOCKASSAY_ENDPOINT_H

#include <stdbool.h>

#include "base/arena.h"

/* What the user said; NULL: nothing. */
struct endpoint_options {
	const char *host, *context;
	bool tls, tls_verify;
	const char *tls_ca, *tls_cert, *tls_key; /* files */
	const char *tls_name;			 /* what the server's certificate has to say */
};

struct tls_settings {
	bool on, verify;
	const char *ca, *cert, *key; /* files; NULL: none. Without a ca the system's are believed. */
	const char *name;	     /* NULL: the host of the address */
	bool only_1_2;		     /* not 1.3: to find out why the engine refuses */
};

/* All strings are in the arena, or borrowed from options and environment. */
struct endpoint {
	const char *address; /* as it was said, password and all; NULL: nobody said */
	const char *said_by; /* "--host", "DOCKER_HOST", "the context \"prod\"" */
	struct tls_settings tls;
};

/* Connects to nothing. -1 (EXIT_USAGE): contradictions, an unknown context, unreadable settings. */
int endpoint_resolve(struct arena *a, const struct endpoint_options *o, struct endpoint *e,
    struct err *err);

/* What names a file of the docker command's configuration, or ""; NULL where there is none. */
const char *endpoint_file_if_there(struct arena *a, const char *dir, const char *name);

#endif
