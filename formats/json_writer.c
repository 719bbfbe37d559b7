/*
 * json_writer.c: streaming JSON. It may not know what it prints.
 */
#include "config.h"

#include "json_writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

/* "<" is escaped, too: a report may end up inside of a page's script element. */
static bool
is_escaped(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\' || c == '<' || c == 0x7f;
}

#define EACH 0x0101010101010101u /* a byte in each of eight */
#define HIGH (EACH * 0x80)

/* A high bit for each byte that is 0; other bits may be set where one is. */
static uint64_t
zeros(uint64_t bytes)
{
	return (bytes - EACH) & ~bytes & HIGH;
}

/*
 * Copies text[0..n) as far as nothing has to be escaped, and returns how far that is. Nearly
 * nothing has to be: so eight bytes are looked at together. `to` has room for n + 8.
 */
static size_t
copy_plain(char *to, const char *text, size_t n)
{
	size_t i = 0;
	uint64_t w;

	for (; i + sizeof w <= n; i += sizeof w) {
		memcpy(&w, text + i, sizeof w);
		if ((((w - EACH * 0x20) & ~w & HIGH) | zeros(w ^ EACH * '"') |
			zeros(w ^ EACH * '\\') | zeros(w ^ EACH * '<') | zeros(w ^ EACH * 0x7f)) !=
		    0)
			break;
		memcpy(to + i, &w, sizeof w);
	}
	for (; i < n && !is_escaped((unsigned char)text[i]); i++)
		to[i] = text[i];
	return i;
}

/* The rest of a text, and the quote behind it. */
static void
quote_rest(struct sink *s, const char *text, size_t n)
{
	const char *from = text, *end = text + n;

	for (; text < end; text++) {
		unsigned char c = (unsigned char)*text;

		if (!is_escaped(c))
			continue;
		sink_write(s, from, (size_t)(text - from));
		if (c == '"' || c == '\\')
			sink_printf(s, "\\%c", c);
		else if (c == '\n')
			sink_puts(s, "\\n");
		else
			sink_printf(s, "\\u%04x", c);
		from = text + 1;
	}
	sink_write(s, from, (size_t)(end - from));
	sink_write(s, "\"", 1);
}

static void
quote(struct sink *s, const char *text)
{
	sink_write(s, "\"", 1);
	quote_rest(s, text, strlen(text));
}

/* ---- what is before a value ----------------------------------------------------------------- */

#define NAME_MAX_BYTES 64
#define HEAD_MAX (NAME_MAX_BYTES + 72) /* with as many blanks as there are levels */

static size_t
indent(const struct json_writer *w, char *to)
{
	static const char line[65] =
	    "\n                                                               ";

	memcpy(to, line, sizeof line - 1);
	return 1 + 2 * (size_t)w->depth;
}

/* Comma, line and name into room for HEAD_MAX; the length of it. */
static size_t
write_head(struct json_writer *w, const char *name, size_t length, char *to)
{
	size_t n = 0;

	if (w->has_members[w->depth])
		to[n++] = ',';
	w->has_members[w->depth] = true;
	if (!w->on_one_line)
		n += indent(w, to + n);
	if (name == NULL)
		return n;
	to[n++] = '"';
	memcpy(to + n, name, length);
	n += length;
	to[n++] = '"';
	to[n++] = ':';
	if (!w->on_one_line)
		to[n++] = ' ';
	return n;
}

/* A value that needs no escaping; "" where only its name is to be written. */
static void
write_value(struct json_writer *w, const char *name, const char *value)
{
	char room[HEAD_MAX];
	size_t length = name != NULL ? strlen(name) : 0;

	if (w->depth > 0 && length <= NAME_MAX_BYTES) {
		sink_write(w->sink, room, write_head(w, name, length, room));
	} else if (w->depth > 0) {
		sink_write(w->sink, room, write_head(w, NULL, 0, room));
		quote(w->sink, name);
		sink_puts(w->sink, w->on_one_line ? ":" : ": ");
	}
	sink_puts(w->sink, value);
}

static void
open_level(struct json_writer *w, const char *name, const char *mark)
{
	write_value(w, name, mark);
	if (w->depth + 1 < sizeof w->has_members)
		w->depth++;
	w->has_members[w->depth] = false;
}

static void
close_level(struct json_writer *w, const char *mark)
{
	bool members = w->has_members[w->depth];
	char room[HEAD_MAX];

	w->depth--;
	if (members && !w->on_one_line)
		sink_write(w->sink, room, indent(w, room));
	sink_puts(w->sink, mark);
	if (w->depth == 0)
		sink_puts(w->sink, "\n");
}

void
jw_start(struct json_writer *w, struct sink *s)
{
	memset(w, 0, sizeof *w);
	w->sink = s;
}

struct json_writer *
jw_new(struct sink *s)
{
	struct json_writer *w = xmalloc(sizeof *w);

	jw_start(w, s);
	return w;
}

void
jw_object(struct json_writer *w, const char *name)
{
	open_level(w, name, "{");
}

void
jw_array(struct json_writer *w, const char *name)
{
	open_level(w, name, "[");
}

void
jw_end_object(struct json_writer *w)
{
	close_level(w, "}");
}

void
jw_end_array(struct json_writer *w)
{
	close_level(w, "]");
}

void
jw_string(struct json_writer *w, const char *name, const char *value)
{
	size_t n = strlen(value), length = name != NULL ? strlen(name) : 0, head, plain;
	char *room =
	    w->depth > 0 && length <= NAME_MAX_BYTES ? sink_room(w->sink, HEAD_MAX + n + 16) : NULL;

	if (room == NULL) {
		write_value(w, name, "");
		quote(w->sink, value);
		return;
	}
	head = write_head(w, name, length, room);
	room[head++] = '"';
	plain = copy_plain(room + head, value, n);
	room[head + plain] = '"';
	sink_used(w->sink, head + plain + (plain == n));
	if (plain < n)
		quote_rest(w->sink, value + plain, n - plain);
}

void
jw_foreign_string(struct json_writer *w, const char *name, const char *value)
{
	write_value(w, NULL, "");
	quote(w->sink, name);
	sink_puts(w->sink, w->on_one_line ? ":" : ": ");
	quote(w->sink, value);
}

void
jw_int(struct json_writer *w, const char *name, int64_t value)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, value);
	write_value(w, name, text);
}

void
jw_bool(struct json_writer *w, const char *name, bool value)
{
	write_value(w, name, value ? "true" : "false");
}

void
jw_null(struct json_writer *w, const char *name)
{
	write_value(w, name, "null");
}
