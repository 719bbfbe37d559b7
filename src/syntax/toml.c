/*
 * toml.c: a reader of TOML for configuration that holds no surprises: it understands what it names
 * in its header and says on which line it met anything else. It does no I/O.
 */
#include "config.h"

#include "toml.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"

#define DEPTH_MAX 16
#define ENTRIES_MAX 20000
#define TEXT_MAX ((size_t)1 << 20)

struct reader {
	struct arena *arena;
	const char *at;
	int64_t line;
	struct toml_entry *v;
	size_t n, cap;
	bool bad;
};

static void read_value(struct reader *r, const char *key, int depth);

static void
skip_blank(struct reader *r)
{
	r->at += strspn(r->at, " \t\r");
}

/* Blank, comments and line ends: what may stand between the elements of an array. */
static void
skip_lines(struct reader *r)
{
	for (;;) {
		skip_blank(r);
		if (*r->at == '#')
			r->at += strcspn(r->at, "\n");
		if (*r->at != '\n')
			return;
		r->at++;
		r->line++;
	}
}

static bool
takes(struct reader *r, const char *text)
{
	size_t n = strlen(text);

	if (strncmp(r->at, text, n) != 0)
		return false;
	r->at += n;
	return true;
}

static void
add(struct reader *r, const char *key, const char *value, int64_t line)
{
	if (r->n == ENTRIES_MAX) {
		r->bad = true;
		return;
	}
	r->v = arena_grow(r->arena, r->v, r->n, &r->cap, sizeof *r->v);
	r->v[r->n++] = (struct toml_entry){ key, value, line };
}

/* The character that a backslash and the next one mean; others (\u) are kept as written. */
static void
take_escape(struct reader *r, struct buf *b)
{
	static const char names[] = "btnfr\"\\", meant[] = "\b\t\n\f\r\"\\";
	const char *name = r->at[1] != '\0' ? strchr(names, r->at[1]) : NULL;

	if (r->at[1] == '\n') {
		r->at += 2;
		r->line++;
		r->at += strspn(r->at, " \t");
	} else if (name != NULL) {
		buf_putc(b, meant[name - names]);
		r->at += 2;
	} else {
		buf_putc(b, *r->at++);
	}
}

/* A string in any of the four kinds of quotes; NULL: it does not end. */
static const char *
read_string(struct reader *r)
{
	char quote = *r->at;
	char three[4] = { quote, quote, quote, '\0' };
	bool lines = takes(r, three), ended = false;
	struct buf b = BUF_INIT(TEXT_MAX);
	const char *text;

	if (!lines)
		r->at++;
	else if (*r->at == '\n')
		r->at++, r->line++;
	while (*r->at != '\0' && !ended && (lines || *r->at != '\n')) {
		if (lines ? takes(r, three) : *r->at == quote) {
			ended = true;
			r->at += !lines;
		} else if (quote == '"' && *r->at == '\\') {
			take_escape(r, &b);
		} else {
			r->line += *r->at == '\n';
			buf_putc(&b, *r->at++);
		}
	}
	text = ended && !b.failed ? arena_strdup(r->arena, buf_str(&b)) : NULL;
	buf_free(&b);
	r->bad = r->bad || text == NULL;
	return text;
}

/* A dotted key, behind `prefix`; NULL: there is none. */
static const char *
read_key(struct reader *r, const char *prefix)
{
	const char *key = prefix;

	do {
		const char *part;

		skip_blank(r);
		if (*r->at == '"' || *r->at == '\'') {
			part = read_string(r);
		} else {
			size_t n = 0;

			while (
			    isalnum((unsigned char)r->at[n]) || r->at[n] == '_' || r->at[n] == '-')
				n++;
			part = n > 0 ? arena_strndup(r->arena, r->at, n) : NULL;
			r->at += n;
		}
		if (part == NULL)
			return NULL;
		key = *key == '\0' ? part : arena_printf(r->arena, "%s.%s", key, part);
		skip_blank(r);
	} while (strlen(key) < 1024 && takes(r, "."));
	return key;
}

static void
read_array(struct reader *r, const char *key, int depth)
{
	r->at++;
	for (skip_lines(r); !r->bad && *r->at != ']'; skip_lines(r)) {
		read_value(r, key, depth + 1);
		skip_lines(r);
		if (!takes(r, ",") && *r->at != ']')
			r->bad = true;
	}
	if (!r->bad)
		r->at++;
}

static void
read_inline_table(struct reader *r, const char *key, int depth)
{
	r->at++;
	for (skip_blank(r); !r->bad && *r->at != '}'; skip_blank(r)) {
		const char *inner = read_key(r, key);

		if (inner == NULL || !takes(r, "=")) {
			r->bad = true;
			return;
		}
		read_value(r, inner, depth + 1);
		skip_blank(r);
		if (!takes(r, ",") && *r->at != '}')
			r->bad = true;
	}
	if (!r->bad)
		r->at++;
}

static void
read_value(struct reader *r, const char *key, int depth)
{
	int64_t line = r->line;
	const char *text;
	size_t n;

	skip_blank(r);
	if (depth > DEPTH_MAX) {
		r->bad = true;
	} else if (*r->at == '[') {
		read_array(r, key, depth);
	} else if (*r->at == '{') {
		read_inline_table(r, key, depth);
	} else if (*r->at == '"' || *r->at == '\'') {
		text = read_string(r);
		if (text != NULL)
			add(r, key, text, line);
	} else {
		/* What the collector masked is no TOML: it stands for the rest of its line. */
		n = strncmp(r->at, "<masked ", 8) == 0 ? strcspn(r->at, "\n")
						       : strcspn(r->at, ",]}# \t\r\n");
		if (n > 0)
			add(r, key, arena_strndup(r->arena, r->at, n), line);
		r->bad = r->bad || n == 0;
		r->at += n;
	}
}

/* [name] or [[name]] */
static const char *
read_header(struct reader *r)
{
	bool list = takes(r, "[[");
	const char *name;

	if (!list)
		r->at++;
	name = read_key(r, "");
	r->bad = r->bad || name == NULL || !takes(r, list ? "]]" : "]");
	return name;
}

static void
read_assignment(struct reader *r, const char *table)
{
	const char *key = read_key(r, table);

	if (key == NULL || !takes(r, "=")) {
		r->bad = true;
		return;
	}
	read_value(r, key, 0);
}

struct toml
toml_parse(struct arena *a, const char *text)
{
	struct reader r = { .arena = a, .at = text, .line = 1 };
	const char *table = "";

	while (!r.bad) {
		skip_lines(&r);
		if (*r.at == '\0')
			break;
		if (*r.at == '[')
			table = read_header(&r);
		else
			read_assignment(&r, table);
		skip_blank(&r);
		if (!r.bad && *r.at != '\0' && *r.at != '\n' && *r.at != '#')
			r.bad = true;
	}
	return (struct toml){ r.n, r.v, r.bad ? r.line : 0 };
}

const struct toml_entry *
toml_find(const struct toml *t, const char *key)
{
	for (size_t i = t->n; i-- > 0;) {
		if (strcmp(t->v[i].key, key) == 0)
			return &t->v[i];
	}
	return NULL;
}
