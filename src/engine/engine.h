/*
 * engine.h: GET requests to one engine, over a connection, by libcurl.
 *
 * Limits: a time-out for each request and one for all, a size for each answer and for those that wait
 * for their turn; no redirects. One keep-alive connection is used for single requests, several for
 * lists of them.
 */
#ifndef DOCKASSAY_ENGINE_H
#define DOCKASSAY_ENGINE_H

#include "connection.h"
#include "snapshot/document.h"

#define ENGINE_CONNECTIONS 4      /* to begin with, and at most to an engine of this machine */
#define ENGINE_CONNECTIONS_MAX 16 /* to one that is far away */
#define ENGINE_API_NEWEST "1.51" /* the newest version whose answers are understood */

struct engine;

struct engine_options {
	struct connection *connection; /* has to live longer than the engine */
	const char *api_version;   /* the one to use where the engine has it; NULL: the newest */
	long request_timeout_ms, total_timeout_ms;
	size_t body_max;           /* bytes of one answer */
	long connections;          /* at most; 0: as many as it takes */
};

/* What an answer becomes: called in the order of the requests. The document is borrowed. */
typedef int (*engine_take)(void *ctx, const struct document *doc, struct err *err);

/* NULL (EXIT_USAGE) for an API version that is none. Does not connect. */
struct engine *engine_new(const struct engine_options *o, struct err *err);
void engine_free(struct engine *e); /* NULL is fine */

/*
 * Asks for /version and settles the API version. Gives the document to `take`. -1
 * (EXIT_INCOMPLETE) when nothing answers, or not like an engine.
 */
int engine_hello(struct engine *e, engine_take take, void *ctx, struct err *err);
const char *engine_api_version(const struct engine *e);
const char *engine_api_note(const struct engine *e); /* why it is not the one wanted; "": it is */
const char *engine_address(const struct engine *e); /* to be shown */
const char *engine_socket(const struct engine *e); /* path; NULL: no UNIX socket */

/*
 * GETs one path ("/info"); the document's name is "GET " and the path up to its "?". A request
 * that fails is no error: the document says so. -1: take() failed.
 */
int engine_get(struct engine *e, const char *path, engine_take take, void *ctx, struct err *err);

/* The same for many paths, several at once; documents come in the order of the paths. */
int engine_get_all(struct engine *e, const char *const *paths, size_t n, engine_take take, void *ctx,
    struct err *err);

/* GETs what is no JSON, at most `max` bytes of it; the body may hold anything. */
int engine_get_bytes(struct engine *e, const char *path, size_t max, engine_take take, void *ctx,
    struct err *err);

#endif
