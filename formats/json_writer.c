/*
 * json_writer.c: streaming JSON. It may not know what it prints.
 */
#include "config.h"

#include "json_writer.h"

#include <inttypes.h>
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

/* How many bytes of text[0..n) are surely not escaped: nearly all, so eight are looked at together.
 */
static size_t
count_plain(const char *text, size_t n)
{
	size_t i = 0;
	uint64_t w;

	for (; i + sizeof w <= n; i += sizeof w) {
		memcpy(&w, text + i, sizeof w);
		if ((((w - EACH * 0x20) & ~w & HIGH) | zeros(w ^ EACH * '"') |
			zeros(w ^ EACH * '\\') | zeros(w ^ EACH * '<') | zeros(w ^ EACH * 0x7f)) !=
		    0)
			break;
	}
	return i;
}

static void
quote(struct sink *s, const char *text)
{
	size_t n = strlen(text);
	const char *from = text, *end = text + n;

	sink_write(s, "\"", 1);
	for (text += count_plain(text, n); text < end; text++) {
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

/* What is before a value: nearly always short and plain, and then it is one piece. */
static void
write_before(struct json_writer *w, const char *name)
{
	char head[192];
	size_t n = 0, length = name != NULL ? strlen(name) : 0;
	bool plain = length < 64;

	if (w->has_members[w->depth])
		head[n++] = ',';
	if (!w->on_one_line) {
		head[n++] = '\n';
		memset(head + n, ' ', 2 * w->depth);
		n += 2 * w->depth;
	}
	for (size_t i = 0; plain && i < length; i++)
		plain = !is_escaped((unsigned char)name[i]);
	if (name != NULL && plain) {
		head[n++] = '"';
		memcpy(head + n, name, length);
		n += length;
		head[n++] = '"';
	}
	if (name != NULL && !plain) {
		sink_write(w->sink, head, n);
		quote(w->sink, name);
		n = 0;
	}
	if (name != NULL) {
		head[n++] = ':';
		if (!w->on_one_line)
			head[n++] = ' ';
	}
	sink_write(w->sink, head, n);
}

static void
begin(struct json_writer *w, const char *name)
{
	if (w->depth == 0)
		return;
	write_before(w, name);
	w->has_members[w->depth] = true;
}

static void
open_level(struct json_writer *w, const char *name, const char *mark)
{
	begin(w, name);
	sink_puts(w->sink, mark);
	if (w->depth + 1 < sizeof w->has_members)
		w->depth++;
	w->has_members[w->depth] = false;
}

static void
close_level(struct json_writer *w, const char *mark)
{
	bool members = w->has_members[w->depth];

	w->depth--;
	if (members && !w->on_one_line) {
		sink_puts(w->sink, "\n");
		for (unsigned i = 0; i < w->depth; i++)
			sink_puts(w->sink, "  ");
	}
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
	begin(w, name);
	quote(w->sink, value);
}

void
jw_int(struct json_writer *w, const char *name, int64_t value)
{
	begin(w, name);
	sink_printf(w->sink, "%" PRId64, value);
}

void
jw_bool(struct json_writer *w, const char *name, bool value)
{
	begin(w, name);
	sink_puts(w->sink, value ? "true" : "false");
}

void
jw_null(struct json_writer *w, const char *name)
{
	begin(w, name);
	sink_puts(w->sink, "null");
}
