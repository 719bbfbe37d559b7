/*
 * dockerfile_args.c: the arguments of instructions: words, JSON, pairs, and what a shell gets. It
 * may not know which instruction takes what.
 */
#include "config.h"

#include "dockerfile_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

int
df_fail(struct df_parser *p, int64_t line, const char *fmt, ...)
{
	char message[300];
	va_list ap;

	if (p->out->error != NULL)
		return -1;
	va_start(ap, fmt);
	vsnprintf(message, sizeof message, fmt, ap);
	va_end(ap);
	p->out->error = arena_strdup(p->a, message);
	p->out->error_line = line;
	return -1;
}

const char *
df_cut(struct df_parser *p, struct df_span span)
{
	return arena_strndup(p->a, p->line->text + span.from, span.to - span.from);
}

struct df_scope *
df_scope_of(struct df_parser *p)
{
	return p->out->n_stages > 0 ? p->scopes[p->out->n_stages - 1] : &p->globals;
}

/* Quotes off, variables in. */
int
df_put_in(
    struct df_parser *p, const struct df_scope *s, struct df_span span, struct df_value *value)
{
	bool open = false;

	*value = df_expand(
	    p->a, s, p->line->text + span.from, span.to - span.from, p->lines.escape, &open);
	if (open)
		return df_fail(p, df_line_at(p->line, span.from), "a quote or brace is not closed");
	return 0;
}

/* ---- words ---------------------------------------------------------------------------------- */

void
df_add_word(struct df_parser *p, struct df_words *w, struct df_value value, int64_t line)
{
	w->v = arena_grow(p->a, w->v, w->n, &w->cap, sizeof *w->v);
	w->v[w->n++] = (struct df_word){ value, line };
}

/* Words by blanks, as FROM, COPY and EXPOSE take them. */
int
df_take_words(struct df_parser *p, struct df_instruction *i, size_t at)
{
	struct df_words w = { 0, 0, NULL };
	struct df_span word;
	struct df_value value;

	while (df_next_plain(p->line->text, p->line->n, &at, &word)) {
		if (i->n_heredocs > 0 && p->line->text[word.from] == '<')
			value = (struct df_value){ df_cut(p, word), NULL };
		else if (df_put_in(p, df_scope_of(p), word, &value) < 0)
			return -1;
		df_add_word(p, &w, value, df_line_at(p->line, word.from));
	}
	i->words = w.v;
	i->n_words = w.n;
	return 0;
}

/* 1: the arguments are a JSON array of strings, and are taken; 0: they are not; -1: an error. */
int
df_take_json(struct df_parser *p, struct df_instruction *i, size_t at)
{
	struct df_words w = { 0, 0, NULL };
	const char **strings;
	size_t n;
	int result = df_json_array(p->a, p->line->text + at, p->line->n - at, &n, &strings);

	if (result < 0)
		return df_fail(
		    p, i->line, "%s takes only strings in its array", df_kind_name(i->kind));
	if (result == 0)
		return 0;
	for (size_t k = 0; k < n; k++)
		df_add_word(p, &w, (struct df_value){ strings[k], NULL }, i->line);
	i->json = true;
	i->words = w.v;
	i->n_words = w.n;
	return 1;
}

/* All that is left as one word. */
int
df_take_rest(struct df_parser *p, struct df_instruction *i, size_t at)
{
	struct df_words w = { 0, 0, NULL };
	struct df_span rest = { at, p->line->n };
	struct df_value value;

	while (rest.to > rest.from && df_is_space(p->line->text[rest.to - 1]))
		rest.to--;
	if (df_put_in(p, df_scope_of(p), rest, &value) < 0)
		return -1;
	df_add_word(p, &w, value, df_line_at(p->line, at));
	i->words = w.v;
	i->n_words = w.n;
	return 0;
}

/* What a shell gets: see df_instruction.text. */
void
df_take_text(struct df_parser *p, struct df_instruction *i, size_t at)
{
	struct buf b = BUF_INIT(p->line->n + 2 * p->line->n_pieces + 1);
	bool begun = false;

	i->text_line = df_line_at(p->line, at);
	for (size_t k = 0; k < p->line->n_pieces; k++) {
		const struct df_piece *piece = &p->line->pieces[k];
		size_t from = piece->at > at ? 0 : at - piece->at;

		if (piece->at + piece->n <= at && !begun)
			continue;
		if (begun)
			buf_puts(&b, "\\\n");
		buf_add(&b, p->line->text + piece->at + from, piece->n - from);
		begun = true;
	}
	i->text = arena_strndup(p->a, buf_str(&b), b.len);
	buf_free(&b);
}

/* ---- ENV, LABEL, ARG ------------------------------------------------------------------------ */

struct pairs {
	size_t n, cap;
	struct df_pair *v;
};

static void
add_pair(struct df_parser *p, struct pairs *pairs, const struct df_pair *pair)
{
	pairs->v = arena_grow(p->a, pairs->v, pairs->n, &pairs->cap, sizeof *pairs->v);
	pairs->v[pairs->n++] = *pair;
}

/* "NAME=value"; without "=" only ARG's. */
static int
take_pair(struct df_parser *p, struct df_instruction *i, struct df_span word, struct pairs *pairs)
{
	const char *s = p->line->text;
	struct df_pair pair = { .raw = "" };
	struct df_span name = word, value;
	struct df_value expanded;

	pair.line = df_line_at(p->line, word.from);
	while (name.from < name.to && s[name.from] != '=')
		name.from++;
	value = (struct df_span){ name.from < word.to ? name.from + 1 : word.to, word.to };
	name = (struct df_span){ word.from, name.from };
	pair.has_value = name.to < word.to;
	if ((!pair.has_value && i->kind != DF_ARG) || name.from == name.to)
		return df_fail(p, pair.line, "%s wants NAME=value", df_kind_name(i->kind));
	if (df_put_in(p, df_scope_of(p), name, &expanded) < 0 ||
	    df_put_in(p, df_scope_of(p), value, &pair.value) < 0)
		return -1;
	pair.name = expanded.text;
	pair.raw = df_cut(p, value);
	add_pair(p, pairs, &pair);
	return 0;
}

/* "ENV NAME all the rest", as it was written before there was "=". */
static int
take_old_pair(struct df_parser *p, struct df_instruction *i, size_t at, struct pairs *pairs)
{
	struct df_pair pair = { .has_value = true, .line = df_line_at(p->line, at) };
	struct df_span name, value = { 0, p->line->n };

	df_next_plain(p->line->text, p->line->n, &at, &name);
	while (at < p->line->n && df_is_space(p->line->text[at]))
		at++;
	value.from = at;
	while (value.to > value.from && df_is_space(p->line->text[value.to - 1]))
		value.to--;
	if (value.from >= value.to)
		return df_fail(p, pair.line, "%s wants a name and a value", df_kind_name(i->kind));
	if (df_put_in(p, df_scope_of(p), value, &pair.value) < 0)
		return -1;
	pair.name = df_cut(p, name);
	pair.raw = df_cut(p, value);
	add_pair(p, pairs, &pair);
	return 0;
}

/* Values that an instruction sets are not seen by its own other values. */
static void
set_variables(struct df_parser *p, const struct df_instruction *i)
{
	struct df_scope *s = df_scope_of(p);

	for (size_t k = 0; k < i->n_pairs; k++) {
		const struct df_pair *pair = &i->pairs[k];
		const struct df_variable *old = df_get(s, pair->name);
		struct df_variable v = { .value = pair->value, .set = pair->has_value };

		v.env = i->kind == DF_ENV;
		if (i->kind == DF_ARG && old != NULL && old->env)
			continue; /* ENV wins over ARG */
		if (i->kind == DF_ARG && !pair->has_value && s != &p->globals) {
			const struct df_variable *global = df_get(&p->globals, pair->name);

			if (global != NULL)
				v = *global;
		}
		df_set(p->a, s, pair->name, &v);
	}
}

int
df_take_pairs(struct df_parser *p, struct df_instruction *i, size_t at)
{
	struct pairs pairs = { 0, 0, NULL };
	struct df_span word;
	size_t first = at;
	bool open = false;

	while (df_next_quoted(p->line->text, p->line->n, &at, p->lines.escape, &word, &open)) {
		bool has_value =
		    memchr(p->line->text + word.from, '=', word.to - word.from) != NULL;

		if (!has_value && i->kind != DF_ARG && pairs.n == 0) {
			if (take_old_pair(p, i, first, &pairs) < 0)
				return -1;
			break;
		}
		if (take_pair(p, i, word, &pairs) < 0)
			return -1;
	}
	i->pairs = pairs.v;
	i->n_pairs = pairs.n;
	if (!i->onbuild && i->kind != DF_LABEL)
		set_variables(p, i);
	return 0;
}
