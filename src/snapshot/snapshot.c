/*
 * snapshot.c: writes and replays snapshots. It may not know what is in a document.
 */
#include "config.h"

#include "snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/sha256.h"
#include "syntax/json.h"

struct snapshot_writer {
	FILE *file;
	struct sha256 *hash;
};

struct snapshot_writer *
snapshot_writer_new(FILE *f)
{
	struct snapshot_writer *w = xmalloc(sizeof *w);

	*w = (struct snapshot_writer){ f, sha256_new() };
	return w;
}

void
snapshot_writer_end(struct snapshot_writer *w, char sha256[65])
{
	if (w == NULL)
		return;
	sha256_end(w->hash, sha256);
	free(w);
}

static void
put(struct snapshot_writer *w, const char *bytes, size_t n)
{
	fwrite(bytes, 1, n, w->file);
	sha256_add(w->hash, bytes, n);
}

static void
puts_to(struct snapshot_writer *w, const char *text)
{
	put(w, text, strlen(text));
}

/* Bodies are valid UTF-8 already: the collector repairs them before any sink sees them. */
static void
write_string(struct snapshot_writer *w, const char *name, const char *s, size_t n)
{
	size_t plain = 0;
	char escape[8];

	puts_to(w, "\"");
	puts_to(w, name);
	puts_to(w, "\":\"");
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '"' || c == '\\')
			snprintf(escape, sizeof escape, "\\%c", c);
		else if (c == '\n')
			snprintf(escape, sizeof escape, "\\n");
		else if (c < 0x20 || c == 0x7f)
			snprintf(escape, sizeof escape, "\\u%04x", c);
		else
			continue;
		put(w, s + plain, i - plain);
		puts_to(w, escape);
		plain = i + 1;
	}
	put(w, s + plain, n - plain);
	puts_to(w, "\"");
}

static int
write_document(void *ctx, const struct document *doc, struct err *err)
{
	struct snapshot_writer *w = ctx;
	char hex[65], text[160];

	(void)err;
	sha256_hex(doc->body, doc->len, hex);
	puts_to(w, "{");
	write_string(w, "document", doc->name, strlen(doc->name));
	puts_to(w, ",");
	write_string(w, "from", doc->from, strlen(doc->from));
	snprintf(text, sizeof text, ",\"state\":\"%s\",\"http_status\":%d,",
	    doc_state_name(doc->state), doc->http_status);
	puts_to(w, text);
	write_string(w, "problem", doc->problem, strlen(doc->problem));
	snprintf(text, sizeof text, ",\"size\":%zu,\"sha256\":\"%s\",", doc->len, hex);
	puts_to(w, text);
	write_string(w, "body", doc->body, doc->len);
	puts_to(w, "}\n");
	return 0;
}

struct document_sink
snapshot_sink(struct snapshot_writer *w)
{
	return (struct document_sink){ write_document, w };
}

static const char *
wanted_string(const cJSON *line, const char *name)
{
	const cJSON *v = json_at(line, name, NULL);

	return cJSON_IsString(v) ? v->valuestring : NULL;
}

/* From one line to a document that borrows the line's strings; NULL or what is wrong. */
static const char *
decode(const cJSON *line, struct document *doc)
{
	const char *state = wanted_string(line, "state"), *hash = wanted_string(line, "sha256");
	struct fact_int status = json_int(line, "http_status");
	char hex[65];

	doc->name = wanted_string(line, "document");
	doc->from = wanted_string(line, "from");
	doc->problem = wanted_string(line, "problem");
	doc->body = wanted_string(line, "body");
	if (doc->name == NULL || doc->from == NULL || doc->problem == NULL || doc->body == NULL ||
	    state == NULL || hash == NULL || status.seen != SEEN)
		return "is no line of a snapshot";
	if (doc_state_parse(state, &doc->state) < 0)
		return "has an unknown state";
	doc->http_status = (int)status.v;
	doc->json = NULL;
	doc->len = strlen(doc->body);
	sha256_hex(doc->body, doc->len, hex);
	if (strcmp(hex, hash) != 0)
		return "was changed: its SHA-256 does not fit its body";
	return NULL;
}

static int
replay_line(const char *where, const char *text, size_t n, bool first,
    const struct document_sink *sinks, size_t n_sinks, struct err *err)
{
	struct arena *a = arena_new();
	const cJSON *line = json_read(a, text, n, err);
	struct document doc;
	const char *wrong;
	int result = 0;

	if (line == NULL) {
		arena_free(a);
		return err_set(err, EXIT_USAGE, "%s is no line of a snapshot", where);
	}
	wrong = decode(line, &doc);
	if (wrong == NULL && first && strcmp(doc.name, "meta") != 0)
		wrong = "is not a snapshot's first line";
	if (wrong != NULL)
		result = err_set(err, EXIT_USAGE, "%s %s", where, wrong);
	for (size_t i = 0; result == 0 && i < n_sinks; i++) {
		result = sinks[i].take(sinks[i].ctx, &doc, err);
		if (result < 0)
			err_wrap(err, "%s", where);
	}
	arena_free(a);
	return result;
}

int
snapshot_replay(const char *name, const char *bytes, size_t len, const struct document_sink *sinks,
    size_t n_sinks, char sha256[65], struct err *err)
{
	size_t number = 0;

	sha256_hex(bytes, len, sha256);
	for (size_t at = 0; at < len;) {
		const char *end = memchr(bytes + at, '\n', len - at);
		size_t n = end != NULL ? (size_t)(end - bytes) - at : len - at;
		char where[256];
		char *text;
		int result;

		snprintf(where, sizeof where, "%s: line %zu", name, ++number);
		if (end == NULL)
			return err_set(err, EXIT_USAGE, "%s is cut off", where);
		text = xmalloc(n + 1);
		memcpy(text, bytes + at, n);
		result = replay_line(where, text, n, number == 1, sinks, n_sinks, err);
		free(text);
		if (result < 0)
			return -1;
		at += n + 1;
	}
	if (number == 0)
		return err_set(err, EXIT_USAGE, "%s is empty: it is no snapshot", name);
	return 0;
}
