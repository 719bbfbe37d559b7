/*
 * engine.c: an engine for tests that does wrong what can be done wrong. It may not know what a scan
 * makes of it.
 */
#include "config.h"

#include "engine.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/embedded.h"
#include "snapshot/snapshot.h"
#include "syntax/json.h"

#define BODY_MAX ((size_t)64 << 20)
#define GIGABYTE ((size_t)1 << 30)
#define KEPT 3 /* containers */

/* ---- answering ------------------------------------------------------------------------------- */

/* A reader that went away ends the connection. */
static void
put(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, bytes, n);

		if (done <= 0)
			_exit(0);
		bytes += done;
		n -= (size_t)done;
	}
}

static void
say(int fd, const char *text)
{
	put(fd, text, strlen(text));
}

static void
respond(int fd, const char *status, const char *headers, const char *body, size_t promised)
{
	char head[512];

	snprintf(head, sizeof head,
	    "HTTP/1.1 %s\r\nContent-Type: application/json\r\n%sContent-Length: %zu\r\n\r\n",
	    status, headers, promised);
	say(fd, head);
	say(fd, body);
}

static void
ok(int fd, const char *body)
{
	respond(fd, "200 OK", "", body, strlen(body));
}

static void
sleep_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

/* ---- faults of the connection ---------------------------------------------------------------- */

static void
answer_nothing(int fd, const char *body)
{
	(void)fd;
	(void)body;
}

static void
answer_half_a_header(int fd, const char *body)
{
	(void)body;
	say(fd, "HTTP/1.1 200 OK\r\nContent-Le");
}

static void
answer_half_a_body(int fd, const char *body)
{
	size_t n = strlen(body);
	char *half = xstrdup(body);

	half[n / 2] = '\0';
	respond(fd, "200 OK", "", half, n);
	free(half);
}

static void
answer_truncated_json(int fd, const char *body)
{
	char *half = xstrdup(body);

	half[strlen(body) / 2] = '\0';
	half[0] = half[0] == '\0' ? '{' : half[0];
	ok(fd, half);
	free(half);
}

static void
answer_no_http(int fd, const char *body)
{
	say(fd, "220 mail.example ESMTP\r\n");
	say(fd, body);
}

static void
answer_a_long_header(int fd, const char *body)
{
	say(fd, "HTTP/1.1 200 OK\r\n");
	for (int i = 0; i < 100000; i++)
		say(fd,
		    "X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");
	say(fd, "\r\n");
	say(fd, body);
}

static void
fill(int fd, size_t n, bool chunked)
{
	char piece[65536 + 16];
	char *blanks = chunked ? piece + sprintf(piece, "10000\r\n") : piece;
	size_t size;

	memset(blanks, ' ', 65536);
	size = 65536 + (size_t)(blanks - piece);
	if (chunked) {
		memcpy(piece + size, "\r\n", 2);
		size += 2;
	}
	for (size_t sent = 0; sent < n; sent += 65536)
		put(fd, piece, size);
}

static void
answer_a_gigabyte(int fd, const char *body)
{
	(void)body;
	respond(fd, "200 OK", "", "", GIGABYTE);
	fill(fd, GIGABYTE, false);
}

static void
answer_a_gigabyte_in_chunks(int fd, const char *body)
{
	(void)body;
	say(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
	fill(fd, GIGABYTE, true);
	say(fd, "0\r\n\r\n");
}

static void
answer_without_end(int fd, const char *body)
{
	(void)body;
	say(fd, "HTTP/1.1 200 OK\r\n\r\n[");
	for (;;)
		fill(fd, GIGABYTE, false);
}

static void
answer_slowly(int fd, const char *body)
{
	say(fd, "HTTP/1.1 200 OK\r\n\r\n");
	for (; *body != '\0'; body++) {
		put(fd, body, 1);
		sleep_ms(100);
	}
	sleep_ms(60000);
}

static void
answer_never(int fd, const char *body)
{
	(void)fd;
	(void)body;
	sleep_ms(60000);
}

static void
answer_bad_chunks(int fd, const char *body)
{
	say(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz;\r\n");
	say(fd, body);
}

/* "{}" behind gzip's header: who decodes what was not asked for may be told anything. */
static void
answer_with_gzip(int fd, const char *body)
{
	static const char gzip[] =
	    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xae\x05\x00\x43\xbf"
	    "\xa6\xa3\x02\x00\x00\x00";

	(void)body;
	say(fd, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 22\r\n\r\n");
	put(fd, gzip, 22);
}

/* ---- faults of the status -------------------------------------------------------------------- */

#define STATUS_FAULT(number, text, headers)                                                        \
	static void answer_##number(int fd, const char *body)                                      \
	{                                                                                          \
		static const char message[] = "{\"message\":\"the engine says " #number "\"}";     \
                                                                                                   \
		(void)body;                                                                        \
		respond(fd, #number " " text, headers, message, sizeof message - 1);               \
	}

STATUS_FAULT(301, "Moved Permanently", "Location: http://192.0.2.1/\r\n")
STATUS_FAULT(403, "Forbidden", "")
STATUS_FAULT(404, "Not Found", "")
STATUS_FAULT(409, "Conflict", "")
STATUS_FAULT(429, "Too Many Requests", "Retry-After: 3600\r\n")
STATUS_FAULT(500, "Internal Server Error", "")
STATUS_FAULT(503, "Service Unavailable", "")

/* ---- faults of the body ---------------------------------------------------------------------- */

static void
answer_html(int fd, const char *body)
{
	(void)body;
	ok(fd, "<html><body>Welcome</body></html>");
}

static void
answer_empty(int fd, const char *body)
{
	(void)body;
	ok(fd, "");
}

static void
answer_null(int fd, const char *body)
{
	(void)body;
	ok(fd, "null");
}

static void
answer_number(int fd, const char *body)
{
	(void)body;
	ok(fd, "7");
}

static void
answer_other_type(int fd, const char *body)
{
	ok(fd, body[0] == '[' ? "{}" : "[]");
}

static void
answer_deep(int fd, const char *body)
{
	char *deep = xmalloc(200002);

	(void)body;
	memset(deep, '[', 100000);
	memset(deep + 100000, ']', 100000);
	ok(fd, deep);
	free(deep);
}

/* How a body is written again. */
struct rewrite {
	const char *number;  /* in the place of every number */
	const char *tail;    /* behind every text */
	const char *id;	     /* in the place of every id and name of a list's entries */
	bool twice, nothing; /* each member twice, a lie first; no members */
};

static void
rewrite_text(struct buf *out, const char *text, const char *tail)
{
	cJSON *string = cJSON_CreateString(text);
	char *quoted = cJSON_PrintUnformatted(string);

	buf_add(out, quoted, strlen(quoted) - 1);
	buf_printf(out, "%s\"", tail != NULL ? tail : "");
	cJSON_free(quoted);
	cJSON_Delete(string);
}

static void
rewrite(struct buf *out, const cJSON *json, const struct rewrite *how, int depth)
{
	bool object = cJSON_IsObject(json), first = true;
	const cJSON *item;
	char *plain;

	if (object || cJSON_IsArray(json)) {
		buf_putc(out, object ? '{' : '[');
		for (item = object && how->nothing ? NULL : json->child; item; item = item->next) {
			bool id = how->id != NULL && depth == 1 && object &&
				  (strcasecmp(item->string, "id") == 0 ||
				      strcmp(item->string, "Name") == 0);

			buf_puts(out, first ? "" : ",");
			first = false;
			if (object && how->twice) {
				rewrite_text(out, item->string, NULL);
				buf_puts(out, ":{\"lie\":[]},");
			}
			if (object) {
				rewrite_text(out, item->string, NULL);
				buf_putc(out, ':');
			}
			if (id)
				rewrite_text(out, how->id, NULL);
			else
				rewrite(out, item, how, depth + 1);
		}
		buf_putc(out, object ? '}' : ']');
	} else if (cJSON_IsString(json)) {
		rewrite_text(out, json->valuestring, how->tail);
	} else if (cJSON_IsNumber(json) && how->number != NULL) {
		buf_puts(out, how->number);
	} else {
		plain = cJSON_PrintUnformatted(json);
		buf_puts(out, plain);
		cJSON_free(plain);
	}
}

static void
answer_rewritten(int fd, const char *body, const struct rewrite *how)
{
	struct buf out = BUF_INIT(BODY_MAX);
	cJSON *json = cJSON_ParseWithOpts(body, NULL, true);

	if (json == NULL) /* events: one a line */
		buf_puts(&out, body);
	else
		rewrite(&out, json, how, 0);
	cJSON_Delete(json);
	ok(fd, buf_str(&out));
	buf_free(&out);
}

#define REWRITTEN(name, ...)                                                                       \
	static void answer_##name(int fd, const char *body)                                        \
	{                                                                                          \
		answer_rewritten(fd, body, &(struct rewrite){ __VA_ARGS__ });                      \
	}

REWRITTEN(without_members, .nothing = true)
REWRITTEN(twice, .twice = true)
REWRITTEN(infinite, .number = "1e999")
REWRITTEN(too_great, .number = "18446744073709551616")
REWRITTEN(invalid_utf8, .tail = "\xff\xc0\xaf")
REWRITTEN(paths_as_ids, .id = "../../x")
REWRITTEN(dots_as_ids, .id = "..")
REWRITTEN(empty_ids, .id = "")
REWRITTEN(broken_ids, .id = "a b\r\nX: y?z#%2e%2e")

const struct fault faults[] = {
	{ "closed before the header", LOST, false, answer_nothing },
	{ "closed in the header", LOST, false, answer_half_a_header },
	{ "closed in the body", LOST, false, answer_half_a_body },
	{ "JSON cut off", LOST, false, answer_truncated_json },
	{ "no HTTP", LOST, false, answer_no_http },
	{ "a header of 7 MB", LOST, false, answer_a_long_header },
	{ "1 GB", LOST, false, answer_a_gigabyte },
	{ "1 GB in chunks", LOST, false, answer_a_gigabyte_in_chunks },
	{ "without end", LOST, false, answer_without_end },
	{ "a byte now and then", LOST, false, answer_slowly },
	{ "nothing at all", LOST, false, answer_never },
	{ "chunks of garbage", LOST, false, answer_bad_chunks },
	{ "gzip", LOST, false, answer_with_gzip },
	{ "301", LOST, false, answer_301 },
	{ "403", LOST, false, answer_403 },
	{ "404", GONE, false, answer_404 },
	{ "409", LOST, false, answer_409 },
	{ "429", LOST, false, answer_429 },
	{ "500", LOST, false, answer_500 },
	{ "503", LOST, false, answer_503 },
	{ "HTML", LOST, false, answer_html },
	{ "empty", LOST, false, answer_empty },
	{ "null", LOST, false, answer_null },
	{ "a number", LOST, false, answer_number },
	{ "a list for an object, or the reverse", LOST, false, answer_other_type },
	{ "nested 100,000 deep", LOST, false, answer_deep },
	{ "objects without members", SPOILT, false, answer_without_members },
	{ "members twice, a lie first", SPOILT, false, answer_twice },
	{ "numbers of 1e999", SPOILT, false, answer_infinite },
	{ "numbers of 2^64", SPOILT, false, answer_too_great },
	{ "invalid UTF-8", OTHER, false, answer_invalid_utf8 },
	{ "ids that are paths", SPOILT, true, answer_paths_as_ids },
	{ "ids of dots", SPOILT, true, answer_dots_as_ids },
	{ "empty ids", SPOILT, true, answer_empty_ids },
	{ "ids with a header in them", SPOILT, true, answer_broken_ids },
	{ NULL, LOST, false, NULL },
};

/* ---- the data -------------------------------------------------------------------------------- */

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

/* ---- serving --------------------------------------------------------------------------------- */

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
			ok(fd, d->v[i].body);
			return;
		}
	}
	respond(fd, "404 Not Found", "", none, sizeof none - 1);
}

static void
converse(int fd, const struct engine_data *d, const struct fault *fault, const char *pattern)
{
	char request[8192], name[4096];
	size_t n = 0;

	for (;;) {
		ssize_t got = read(fd, request + n, sizeof request - 1 - n);
		char *end;

		if (got <= 0)
			_exit(0);
		n += (size_t)got;
		request[n] = '\0';
		while ((end = strstr(request, "\r\n\r\n")) != NULL) {
			/* What an engine says may not lead a scan to ask for anything else. */
			if (!name_of(request, name, sizeof name) || strstr(name, "..") != NULL) {
				d->counts->strange_requests++;
				_exit(1);
			}
			answer(fd, name, d, fault, pattern);
			end += 4;
			n -= (size_t)(end - request);
			memmove(request, end, n + 1);
		}
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
