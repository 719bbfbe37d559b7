/*
 * engine.c: an engine for tests that does wrong what can be done wrong (answers.c). It may not know
 * what a scan makes of it.
 */
#include "config.h"

#include "engine.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "snapshot/snapshot.h"
#include "syntax/json.h"

#define KEPT 3 /* containers */

/* ---- the data ------------------------------------------------------------------------------- */

bool
engine_is(const char *name, const char *pattern)
{
	size_t before = strcspn(pattern, "*"), n = strlen(name);
	const char *after = pattern + before + (pattern[before] == '*');

	if (pattern[before] == '\0')
		return strcmp(name, pattern) == 0;
	return strncmp(name, pattern, before) == 0 && n > before + strlen(after) + 20 &&
	       strcmp(name + n - strlen(after), after) == 0 &&
	       strcspn(name + before, "/") == n - before - strlen(after);
}

static int
keep(void *ctx, const struct document *doc, struct err *err)
{
	struct engine_data *d = ctx;

	(void)err;
	if (strncmp(doc->name, "GET ", 4) != 0)
		return 0;
	if (d->n == d->cap) {
		d->cap = d->cap * 2 + 64;
		d->v = xrealloc(d->v, d->cap * sizeof *d->v);
	}
	d->v[d->n++] =
	    (struct engine_body){ xstrdup(doc->name), xstrdup(doc->body), doc->http_status };
	return 0;
}

/* Does a container have an exec session to be asked about? */
static bool
has_exec(const struct engine_data *d, const char *id)
{
	for (size_t i = 0; i < d->n; i++) {
		if (strncmp(d->v[i].name, "GET /exec/", 10) == 0 &&
		    strstr(d->v[i].body, id) != NULL)
			return true;
	}
	return false;
}

/* Only the first entries of a list are told, and containers that have something of their own. */
static void
shorten(const struct engine_data *d, struct engine_body *b)
{
	cJSON *list = cJSON_Parse(b->body), *item, *next;
	size_t n = 0;
	char *text;

	for (item = list->child; item != NULL; item = next) {
		const cJSON *id = json_at(item, "Id", NULL);

		next = item->next;
		if (n++ >= KEPT && !(cJSON_IsString(id) && has_exec(d, id->valuestring)))
			cJSON_Delete(cJSON_DetachItemViaPointer(list, item));
	}
	text = cJSON_PrintUnformatted(list);
	free(b->body);
	b->body = xstrdup(text);
	cJSON_free(text);
	cJSON_Delete(list);
}

void
engine_load(struct engine_data *d)
{
	const struct embedded *demo = embedded_find("demo.ndjson");
	struct document_sink sink = { keep, d };
	struct err err;
	char hash[65];

	if (snapshot_replay("demo", (const char *)demo->bytes, demo->size, &sink, 1, hash, &err) <
	    0) {
		fprintf(stderr, "%s\n", err.msg);
		exit(EXIT_FAILURE);
	}
	for (size_t i = 0; i < d->n; i++) {
		if (strcmp(d->v[i].name, "GET /containers/json") == 0 ||
		    strcmp(d->v[i].name, "GET /images/json") == 0 ||
		    strcmp(d->v[i].name, "GET /networks") == 0)
			shorten(d, &d->v[i]);
	}
}

void
engine_free_data(struct engine_data *d)
{
	for (size_t i = 0; i < d->n; i++) {
		free(d->v[i].name);
		free(d->v[i].body);
	}
	free(d->v);
}

/* ---- serving -------------------------------------------------------------------------------- */

/* "GET /v1.41/info?x HTTP/1.1": the document's name. */
static bool
name_of(const char *request, char *name, size_t size)
{
	const char *path = request + 4;

	if (strncmp(request, "GET /", 5) != 0)
		return false;
	if (strncmp(path, "/v1.", 4) == 0)
		path += 4 + strcspn(path + 4, "/");
	snprintf(name, size, "GET %.*s", (int)strcspn(path, " ?"), path);
	return true;
}

static void
answer(int fd, const char *name, const struct engine_data *d, const struct fault *fault,
    const char *pattern)
{
	static const char none[] = "{\"message\":\"page not found\"}";

	for (size_t i = 0; i < d->n; i++) {
		if (strcmp(d->v[i].name, name) != 0)
			continue;
		if (fault != NULL && engine_is(name, pattern)) {
			d->counts->injected++;
			fault->answer(fd, d->v[i].body);
			_exit(0);
		}
		if (d->v[i].status < 300) {
			engine_ok(fd, d->v[i].body);
			return;
		}
	}
	engine_respond(fd, "404 Not Found", "", none, sizeof none - 1);
}

static void
converse(int fd, const struct engine_data *d, const struct fault *fault, const char *pattern)
{
	char request[8192], name[4096];

	for (;;) {
		ssize_t got = recv(fd, request, sizeof request - 1, MSG_PEEK);
		char *end;
		size_t n;

		if (got <= 0)
			_exit(0);
		request[got] = '\0';
		end = strstr(request, "\r\n\r\n");
		if (end == NULL) { /* the rest is on its way */
			nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
			continue;
		}
		/* What an engine says may not lead a scan to ask for anything else. */
		if (!name_of(request, name, sizeof name) || strstr(name, "..") != NULL) {
			d->counts->strange_requests++;
			_exit(1);
		}
		/* A connection with something unread in it is reset when it is closed. */
		n = (size_t)(end + 4 - request);
		n -= fault != NULL && fault->resets && engine_is(name, pattern);
		if (read(fd, request, n) != (ssize_t)n)
			_exit(1);
		answer(fd, name, d, fault, pattern);
	}
}

void
engine_serve(
    int listener, const struct engine_data *d, const struct fault *fault, const char *pattern)
{
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	for (;;) {
		int fd = accept(listener, NULL, NULL);

		if (fd < 0)
			_exit(1);
		if (fork() == 0) {
			close(listener);
			converse(fd, d, fault, pattern);
			_exit(0);
		}
		close(fd);
	}
}
