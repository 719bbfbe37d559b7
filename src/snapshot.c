/*
 * snapshot.c: writes and replays snapshots. It may not know what is in a document.
 */
#include "config.h"

#include "snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "json.h"
#include "sha256.h"

struct snapshot_writer {
	FILE *file;
};

struct snapshot_writer *
snapshot_writer_new(FILE *f)
{
	struct snapshot_writer *w = xmalloc(sizeof *w);

	w->file = f;
	return w;
}

void
snapshot_writer_free(struct snapshot_writer *w)
{
	free(w);
}

/* Bodies are valid UTF-8 already: the collector repairs them before any sink sees them. */
static void
write_string(FILE *f, const char *name, const char *s, size_t n)
{
	fprintf(f, "\"%s\":\"", name);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '"' || c == '\\')
			fprintf(f, "\\%c", c);
		else if (c == '\n')
			fputs("\\n", f);
		else if (c < 0x20 || c == 0x7f)
			fprintf(f, "\\u%04x", c);
		else
			putc(c, f);
	}
	putc('"', f);
}

static int
write_document(void *ctx, const struct document *doc, struct err *err)
{
	FILE *f = ((struct snapshot_writer *)ctx)->file;
	char hex[65];

	(void)err;
	sha256_hex(doc->body, doc->len, hex);
	putc('{', f);
	write_string(f, "document", doc->name, strlen(doc->name));
	putc(',', f);
	write_string(f, "from", doc->from, strlen(doc->from));
	fprintf(f, ",\"state\":\"%s\",\"http_status\":%d,", doc_state_name(doc->state),
	    doc->http_status);
	write_string(f, "problem", doc->problem, strlen(doc->problem));
	fprintf(f, ",\"size\":%zu,\"sha256\":\"%s\",", doc->len, hex);
	write_string(f, "body", doc->body, doc->len);
	fputs("}\n", f);
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
	cJSON *line = json_parse(text, n, err);
	struct document doc;
	const char *wrong;
	int result = 0;

	if (line == NULL)
		return err_set(err, EXIT_USAGE, "%s is no line of a snapshot", where);
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
	cJSON_Delete(line);
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
