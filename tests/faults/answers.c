/*
 * answers.c: right answers, and all that can be wrong with one: the table of faults. It may not
 * know which question is answered.
 */
#include "config.h"

#include "engine.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"

#define BODY_MAX ((size_t)64 << 20)
#define GIGABYTE ((size_t)1 << 30)

/* ---- answering ------------------------------------------------------------------------------ */

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

void
engine_respond(int fd, const char *status, const char *headers, const char *body, size_t promised)
{
	char head[512];

	snprintf(head, sizeof head,
	    "HTTP/1.1 %s\r\nContent-Type: application/json\r\n%sContent-Length: %zu\r\n\r\n",
	    status, headers, promised);
	say(fd, head);
	say(fd, body);
}

void
engine_ok(int fd, const char *body)
{
	engine_respond(fd, "200 OK", "", body, strlen(body));
}

static void
sleep_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

/* ---- faults of the connection --------------------------------------------------------------- */

static void
answer_nothing(int fd, const char *body)
{
	(void)fd;
	(void)body;
}

/* All processes of the engine: whoever asks from now on is refused. */
static void
answer_with_the_end(int fd, const char *body)
{
	(void)fd;
	(void)body;
	kill(0, SIGKILL);
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
	engine_respond(fd, "200 OK", "", half, n);
	free(half);
}

static void
answer_truncated_json(int fd, const char *body)
{
	char *half = xstrdup(body);

	half[strlen(body) / 2] = '\0';
	half[0] = half[0] == '\0' ? '{' : half[0];
	engine_ok(fd, half);
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
	engine_respond(fd, "200 OK", "", "", GIGABYTE);
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

/* In order, though unusual: 64 KB of it, and the rest as one. */
static void
answer_in_bytes(int fd, const char *body)
{
	struct buf out = BUF_INIT(BODY_MAX);

	buf_puts(&out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
	for (size_t i = 0; *body != '\0' && i < 65536; i++)
		buf_printf(&out, "1;x=y\r\n%c\r\n", *body++);
	if (*body != '\0')
		buf_printf(&out, "%zx\r\n%s\r\n", strlen(body), body);
	buf_puts(&out, "0\r\n\r\n");
	put(fd, buf_str(&out), out.len);
	buf_free(&out);
}

/* libcurl may take the second for what it asks for next: it is no answer to anything. */
static void
answer_with_another(int fd, const char *body)
{
	struct buf out = BUF_INIT(BODY_MAX);

	buf_printf(&out, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", strlen(body), body);
	buf_puts(&out, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[7]");
	put(fd, buf_str(&out), out.len);
	buf_free(&out);
	sleep_ms(500); /* the connection is as good as any */
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

/* ---- faults of the status ------------------------------------------------------------------- */

#define STATUS_FAULT(number, text, headers)                                                        \
	static void answer_##number(int fd, const char *body)                                      \
	{                                                                                          \
		static const char message[] = "{\"message\":\"the engine says " #number "\"}";     \
                                                                                                   \
		(void)body;                                                                        \
		engine_respond(fd, #number " " text, headers, message, sizeof message - 1);        \
	}

STATUS_FAULT(301, "Moved Permanently", "Location: http://192.0.2.1/\r\n")
STATUS_FAULT(403, "Forbidden", "")
STATUS_FAULT(404, "Not Found", "")
STATUS_FAULT(409, "Conflict", "")
STATUS_FAULT(429, "Too Many Requests", "Retry-After: 3600\r\n")
STATUS_FAULT(500, "Internal Server Error", "")
STATUS_FAULT(503, "Service Unavailable", "")

/* ---- faults of the body --------------------------------------------------------------------- */

static void
answer_html(int fd, const char *body)
{
	(void)body;
	engine_ok(fd, "<html><body>Welcome</body></html>");
}

static void
answer_empty(int fd, const char *body)
{
	(void)body;
	engine_ok(fd, "");
}

static void
answer_null(int fd, const char *body)
{
	(void)body;
	engine_ok(fd, "null");
}

static void
answer_number(int fd, const char *body)
{
	(void)body;
	engine_ok(fd, "7");
}

static void
answer_other_type(int fd, const char *body)
{
	engine_ok(fd, body[0] == '[' ? "{}" : "[]");
}

static void
answer_deep(int fd, const char *body)
{
	char *deep = xmalloc(200002);

	(void)body;
	memset(deep, '[', 100000);
	memset(deep + 100000, ']', 100000);
	engine_ok(fd, deep);
	free(deep);
}

/* How a body is written again. */
struct rewrite {
	const char *number;  /* in the place of every number */
	const char *tail;    /* behind every text */
	const char *id;	     /* in the place of every id and name of a list's entries */
	const char *out;     /* before every path */
	bool twice, nothing; /* each member twice, a lie first; no members */
	bool null, others;   /* in the place of every value; another type for each value */
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
	} else if (how->null) {
		buf_puts(out, "null");
	} else if (how->others) {
		buf_puts(out, !cJSON_IsString(json) ? "\"1\"" : depth % 2 == 0 ? "true" : "1");
	} else if (cJSON_IsString(json) && how->out != NULL && json->valuestring[0] == '/') {
		rewrite_text(out, how->out, json->valuestring);
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
	engine_ok(fd, buf_str(&out));
	buf_free(&out);
}

#define REWRITTEN(name, ...)                                                                       \
	static void answer_##name(int fd, const char *body)                                        \
	{                                                                                          \
		answer_rewritten(fd, body, &(struct rewrite){ __VA_ARGS__ });                      \
	}

REWRITTEN(nulls, .null = true)
REWRITTEN(swapped_types, .others = true)
REWRITTEN(without_members, .nothing = true)
REWRITTEN(twice, .twice = true)
REWRITTEN(infinite, .number = "1e999")
REWRITTEN(too_great, .number = "18446744073709551616")
REWRITTEN(invalid_utf8, .tail = "\xff\xc0\xaf")
REWRITTEN(paths_out, .out = "/var/lib/docker/../../../outside")
REWRITTEN(paths_as_ids, .id = "../../x")
REWRITTEN(dots_as_ids, .id = "..")
REWRITTEN(empty_ids, .id = "")
REWRITTEN(broken_ids, .id = "a b\r\nX: y?z#%2e%2e")

const struct fault faults[] = {
	{ "closed before the header", LOST, .answer = answer_nothing },
	{ "closed in the header", LOST, .answer = answer_half_a_header },
	{ "closed in the body", LOST, .of_one = true, .answer = answer_half_a_body },
	{ "reset before the header", LOST, .resets = true, .answer = answer_nothing },
	{ "reset in the header", LOST, .resets = true, .answer = answer_half_a_header },
	{ "reset in the body", LOST, .resets = true, .answer = answer_half_a_body },
	{ "the engine ends", AWAY, .answer = answer_with_the_end },
	{ "JSON cut off", LOST, .of_one = true, .answer = answer_truncated_json },
	{ "no HTTP", LOST, .answer = answer_no_http },
	{ "a header of 7 MB", LOST, .answer = answer_a_long_header },
	{ "1 GB", LOST, .answer = answer_a_gigabyte },
	{ "1 GB in chunks", LOST, .answer = answer_a_gigabyte_in_chunks },
	{ "without end", LOST, .answer = answer_without_end },
	{ "a byte now and then", LOST, .answer = answer_slowly },
	{ "nothing at all", LOST, .of_one = true, .answer = answer_never },
	{ "chunks of garbage", LOST, .answer = answer_bad_chunks },
	{ "gzip", LOST, .answer = answer_with_gzip },
	{ "301", LOST, .answer = answer_301 },
	{ "403", LOST, .answer = answer_403 },
	{ "404", GONE, .of_one = true, .answer = answer_404 },
	{ "409", LOST, .answer = answer_409 },
	{ "429", LOST, .answer = answer_429 },
	{ "500", LOST, .of_one = true, .answer = answer_500 },
	{ "503", LOST, .answer = answer_503 },
	{ "HTML", LOST, .answer = answer_html },
	{ "empty", LOST, .answer = answer_empty },
	{ "null", LOST, .answer = answer_null },
	{ "a number", LOST, .answer = answer_number },
	{ "a list for an object, or the reverse", LOST, .answer = answer_other_type },
	{ "nested 100,000 deep", LOST, .of_one = true, .answer = answer_deep },
	{ "null for everything", SPOILT, .answer = answer_nulls },
	{ "numbers and words for texts, texts for them", SPOILT, .answer = answer_swapped_types },
	{ "objects without members", SPOILT, .of_one = true, .answer = answer_without_members },
	{ "members twice, a lie first", SPOILT, .answer = answer_twice },
	{ "numbers of 1e999", SPOILT, .answer = answer_infinite },
	{ "numbers of 2^64", SPOILT, .answer = answer_too_great },
	{ "a second answer behind it", MORE, .answer = answer_with_another },
	{ "a chunk for each byte", SAME, .answer = answer_in_bytes },
	{ "invalid UTF-8", OTHER, .answer = answer_invalid_utf8 },
	{ "paths that lead elsewhere", OTHER, .answer = answer_paths_out },
	{ "ids that are paths", SPOILT, .lists_only = true, .answer = answer_paths_as_ids },
	{ "ids of dots", SPOILT, .lists_only = true, .answer = answer_dots_as_ids },
	{ "empty ids", SPOILT, .lists_only = true, .answer = answer_empty_ids },
	{ "ids with a header in them", SPOILT, .lists_only = true, .answer = answer_broken_ids },
	{ NULL, LOST, .answer = NULL },
};
