/*
 * mask_yaml.c: takes secrets out of YAML that Compose reads. The text stays YAML, and every line
 * stays where it is. Variables like ${PASSWORD} are no secrets; their defaults are.
 */
#include "config.h"

#include <string.h>
#include <yaml.h>

#include "mask.h"
#include "mask_variables.h"
#include "base/memory.h"
#include "base/text.h"

#define DEPTH 72
#define SAID_MAX ((size_t)64 << 20) /* of one scalar; a file is smaller */

/* postgres://app:${PASSWORD}@db holds no password. */
static bool
refers_only(const char *s, size_t at, size_t length)
{
	const char *colon = memchr(s + at, ':', length);

	return at >= 3 && memcmp(s + at - 3, "://", 3) == 0 && colon != NULL &&
	       mask_only_references(colon + 1, length - (size_t)(colon + 1 - s) + at);
}

static void
mask_looks(const struct masker *m, const char *s, size_t n, struct buf *out)
{
	size_t done = 0, from, length;

	for (size_t i = 0; i<n; i = length> 0 ? from + length : i + 1) {
		length = mask_look_at(s, n, i, &from);
		if (length == 0)
			length = mask_login_at(s, n, i, &from);
		if (length == 0)
			continue;
		mask_repair(s + done, from - done, out);
		if (refers_only(s, from, length))
			mask_repair(s + from, length, out);
		else
			mask_value(m, s + from, length, out);
		done = from + length;
	}
	mask_repair(s + done, n - done, out);
}

/* One line of a scalar, as it is written, without its quotes. */
static void
mask_line(const struct masker *m, const char *s, size_t n, struct buf *out)
{
	struct buf b = BUF_INIT(4 * n + 4096);
	size_t value;

	mask_defaults(m, s, n, &b);
	value = mask_named_secret(buf_str(&b), b.len, false);
	mask_looks(m, buf_str(&b), value, out);
	if (value < b.len)
		mask_template(m, b.data + value, b.len - value, out);
	buf_free(&b);
}

/* ---- the walk over the text ----------------------------------------------------------------- */

enum place { ANYWHERE, SECRETS, SECRET };

struct frame {
	bool map, value;  /* of a map: a value is to come, and no key */
	bool secret_next; /* the coming value is a secret's */
	enum place place; /* the map "secrets" at the top, and those in it */
	enum place child; /* what a map is that begins here */
};

struct walk {
	const struct masker *masker;
	const char *text;
	size_t len, character, byte; /* where characters have been counted up to */
	size_t done;		     /* bytes copied */
	size_t depth;
	struct frame frames[DEPTH];
	struct buf *out;
};

/* libyaml counts characters. */
static size_t
byte_of(struct walk *w, size_t character)
{
	while (w->character < character && w->byte < w->len) {
		w->byte++;
		while (w->byte < w->len && (w->text[w->byte] & 0xc0) == 0x80)
			w->byte++;
		w->character++;
	}
	return w->byte;
}

/* How long the line break is that s begins with, as YAML has them; 0: there is none. */
static size_t
line_break(const char *s, size_t n)
{
	if (s[0] == '\n' || s[0] == '\r')
		return 1;
	if (n >= 2 && memcmp(s, "\xc2\x85", 2) == 0)
		return 2;
	return n >= 3 && (memcmp(s, "\xe2\x80\xa8", 3) == 0 || memcmp(s, "\xe2\x80\xa9", 3) == 0)
		   ? 3
		   : 0;
}

/* Up to the first line break, or the end. */
static size_t
line_end(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && line_break(s + i, n - i) == 0)
		i++;
	return i;
}

static void
put_line_breaks(struct buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_add(out, s + i, line_break(s + i, n - i));
}

/* What is between scalars has secrets in comments at most. */
static void
copy_to(struct walk *w, size_t end)
{
	while (w->done < end) {
		const char *s = w->text + w->done;
		size_t n = end - w->done, length = line_end(s, n), after;
		const char *comment = memchr(s, '#', length);
		size_t plain = comment != NULL ? (size_t)(comment - s) : length;

		mask_repair(s, plain, w->out);
		if (comment != NULL)
			mask_lines(w->masker, comment, length - plain, w->out);
		after = length < n ? line_break(s + length, n - length) : 0;
		buf_add(w->out, s + length, after);
		w->done += length + after;
	}
}

/* Marks of anchor and tag belong to the scalar's event, and not to its text. */
static size_t
skip_properties(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (s[i] == '&' || s[i] == '!')) {
		while (i < n && strchr(" \t\r\n", s[i]) == NULL)
			i++;
		while (i < n && strchr(" \t\r\n", s[i]) != NULL)
			i++;
	}
	return i;
}

static bool
is_private_key(const yaml_event_t *e)
{
	const char *head = strstr((const char *)e->data.scalar.value, "-----BEGIN ");

	return head != NULL && strstr(head, "PRIVATE KEY") != NULL;
}

/* The whole value, in quotes where it had them; as many lines as before. */
static void
replace(struct walk *w, const yaml_event_t *e, const char *s, size_t n)
{
	yaml_scalar_style_t style = e->data.scalar.style;
	bool quoted =
	    style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	bool one_line = line_end(s, n) == n;

	if (quoted)
		buf_putc(w->out, s[0]);
	else if (!one_line)
		buf_putc(w->out, ' '); /* | may stand where a plain text may not begin */
	if (one_line && quoted && n > 2)
		mask_template(w->masker, s + 1, n - 2, w->out);
	else if (one_line)
		mask_template(w->masker, s, n, w->out);
	else
		mask_value(
		    w->masker, (const char *)e->data.scalar.value, e->data.scalar.length, w->out);
	if (quoted)
		buf_putc(w->out, s[0]);
	put_line_breaks(w->out, s, n);
}

/* What is in it, line by line; a quote at its end stays outside of a masked value. */
static void
mask_inside(struct walk *w, const yaml_event_t *e, const char *s, size_t n)
{
	yaml_scalar_style_t style = e->data.scalar.style;
	bool quoted =
	    style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	size_t end = quoted && n > 1 ? n - 1 : n;

	for (size_t i = 0; i < end;) {
		size_t length = line_end(s + i, end - i);

		mask_line(w->masker, s + i, length, w->out);
		i += length;
		length = i < end ? line_break(s + i, end - i) : 0;
		buf_add(w->out, s + i, length);
		i += length;
	}
	if (end < n)
		buf_putc(w->out, s[end]);
}

/* ---- what a scalar says, where it is written otherwise -------------------------------------- */

/* NAME=value: all lines of it are the value. */
static bool
is_assignment(const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

	return n > 0 && s[n] == '=';
}

/* Escapes, folded lines and values of many lines hide a secret from who reads line by line. */
static bool
is_written_otherwise(const yaml_event_t *e, const char *s, size_t n)
{
	switch (e->data.scalar.style) {
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return memchr(s, '\\', n) != NULL || line_end(s, n) < n;
	case YAML_LITERAL_SCALAR_STYLE:
		return is_assignment((const char *)e->data.scalar.value);
	default:
		return line_end(s, n) < n;
	}
}

/* In double quotes, on one line, in ASCII. */
static void
put_quoted(struct buf *out, const char *s, size_t n)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < n;) {
		unsigned cp;
		size_t length = utf8_decode(s + i, n - i, &cp);

		if (cp < 0x20 || cp >= 0x7f)
			buf_printf(out, "\\U%08x", cp);
		else
			buf_printf(out, "%s%c", cp == '"' || cp == '\\' ? "\\" : "", (char)cp);
		i += length;
	}
	buf_putc(out, '"');
}

/* True where a secret was found in what it says, and the scalar is written anew. */
static bool
mask_said(struct walk *w, const yaml_event_t *e, const char *s, size_t n)
{
	const char *said = (const char *)e->data.scalar.value;
	struct buf masked = BUF_INIT(SAID_MAX);
	bool found;

	if (!is_written_otherwise(e, s, n))
		return false;
	mask_line(w->masker, said, e->data.scalar.length, &masked);
	found =
	    masked.len != e->data.scalar.length || memcmp(buf_str(&masked), said, masked.len) != 0;
	if (found) {
		buf_putc(w->out, ' '); /* | may stand where a quote may not */
		put_quoted(w->out, buf_str(&masked), masked.len);
		put_line_breaks(w->out, s, n);
	}
	buf_free(&masked);
	return found;
}

/* A value has come: what follows in a map is a key. */
static void
after_value(struct walk *w)
{
	struct frame *f = &w->frames[w->depth];

	f->value = false;
	f->secret_next = false;
	f->child = f->place == SECRETS ? SECRET : ANYWHERE;
}

static void
take_key(struct walk *w, const yaml_event_t *e)
{
	struct frame *f = &w->frames[w->depth];
	const char *key = (const char *)e->data.scalar.value;

	f->value = true;
	f->secret_next = mask_name_is_secret(key, e->data.scalar.length) ||
			 (f->place == SECRET && strcmp(key, "content") == 0);
	if (w->depth == 1 && strcmp(key, "secrets") == 0)
		f->child = SECRETS;
}

/*
 * What stood behind the last of several lines begins a line where the scalar stands on its first
 * one now, and a tab may not.
 */
static void
skip_blanks(struct walk *w, const yaml_event_t *e, const char *s, size_t n)
{
	yaml_scalar_style_t style = e->data.scalar.style;

	/* A block ends with its line. */
	if (line_end(s, n) == n || style == YAML_LITERAL_SCALAR_STYLE ||
	    style == YAML_FOLDED_SCALAR_STYLE)
		return;
	while (w->done < w->len && (w->text[w->done] == ' ' || w->text[w->done] == '\t'))
		w->done++;
}

static void
take_scalar(struct walk *w, const yaml_event_t *e)
{
	struct frame *f = &w->frames[w->depth];
	size_t start = byte_of(w, e->start_mark.index), end;
	const char *s = w->text + start, *value = (const char *)e->data.scalar.value;
	size_t n, skip;
	bool option, anew;

	copy_to(w, start);
	end = byte_of(w, e->end_mark.index);
	n = end - start;
	skip = skip_properties(s, n);
	mask_repair(s, skip, w->out);
	option = !f->map && value[0] == '-' && value[1] != '\0' && strchr(value, '=') == NULL &&
		 mask_name_is_secret(value, e->data.scalar.length);
	anew = is_private_key(e) ||
	       (f->secret_next && !option && !mask_is_placeholder(value, e->data.scalar.length));
	if (anew)
		replace(w, e, s + skip, n - skip);
	else
		anew = mask_said(w, e, s + skip, n - skip);
	if (!anew)
		mask_inside(w, e, s + skip, n - skip);
	w->done = end;
	if (anew)
		skip_blanks(w, e, s, n);
	if (f->map && !f->value) {
		take_key(w, e);
		return;
	}
	after_value(w);
	f->secret_next = option;
}

static void
open_frame(struct walk *w, bool map)
{
	enum place place = w->frames[w->depth].child;

	if (w->depth + 1 < DEPTH)
		w->depth++;
	w->frames[w->depth] = (struct frame){
		.map = map, .place = place, .child = place == SECRETS ? SECRET : ANYWHERE
	};
}

static void
take(struct walk *w, const yaml_event_t *e)
{
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		take_scalar(w, e);
		break;
	case YAML_ALIAS_EVENT:
		if (w->frames[w->depth].map && !w->frames[w->depth].value)
			w->frames[w->depth].value = true;
		else
			after_value(w);
		break;
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		open_frame(w, e->type == YAML_MAPPING_START_EVENT);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		if (w->depth > 0)
			w->depth--;
		after_value(w);
		break;
	default:
		break;
	}
}

void
mask_yaml(const struct masker *m, const char *text, size_t n, struct buf *out)
{
	size_t mark = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	struct walk w = { .masker = m, .text = text + mark, .len = n - mark, .out = out };
	yaml_parser_t parser;
	bool more = true;

	if (!yaml_parser_initialize(&parser))
		out_of_memory();
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)w.text, w.len);
	while (more) {
		yaml_event_t event;

		if (!yaml_parser_parse(&parser, &event)) {
			if (parser.error == YAML_MEMORY_ERROR)
				out_of_memory();
			break;
		}
		more = event.type != YAML_STREAM_END_EVENT;
		take(&w, &event);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	/* Of a text that is no YAML nothing is shown from where that begins. */
	if (!more)
		copy_to(&w, w.len);
}
