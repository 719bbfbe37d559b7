/*
 * mask_dockerfile.c: takes secrets out of Dockerfiles. Lines stay lines, words stay words, and what
 * continues goes on: the masked text has the structure that the file has.
 */
#include "config.h"

#include "mask.h"

#include <stdlib.h>
#include <string.h>

#include "mask_words.h"
#include "buildfiles/dockerfile_internal.h"

/* How a mask has to look where it stands. */
enum style {
	STYLE_PLAIN,  /* <masked 1a2b3c4d> */
	STYLE_QUOTED, /* the same in quotes, as one word */
	STYLE_JOINED, /* without a blank, where quotes would not join */
};

struct place {
	size_t from, to;
	enum style style;
}; /* in the file */

struct work {
	struct arena *a;
	struct df_lines lines;
	size_t n, cap;
	struct place *v;
};

static void
add_place(struct work *w, size_t from, size_t to, enum style style)
{
	if (from >= to)
		return;
	w->v = arena_grow(w->a, w->v, w->n, &w->cap, sizeof *w->v);
	w->v[w->n++] = (struct place){ from, to, style };
}

static bool
is_only_blanks(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!df_is_space(s[i]))
			return false;
	}
	return true;
}

/* From a joined text to the file: each line that has a part of it gets a mask of its own. */
static void
add_of_line(struct work *w, const struct df_line *line, size_t from, size_t to, enum style style)
{
	int64_t first = df_line_at(line, from) - line->line;

	for (size_t i = (size_t)first; i < line->n_pieces && line->pieces[i].at < to; i++) {
		const struct df_piece *p = &line->pieces[i];
		size_t f = from > p->at ? from - p->at : 0;
		size_t t = to - p->at < p->n ? to - p->at : p->n;

		if (f < t && !is_only_blanks(w->lines.source + p->from + f, t - f))
			add_place(w, p->from + f, p->from + t, style);
	}
}

/* ---- one instruction ------------------------------------------------------------------------ */

static bool
is_command(int kind)
{
	return kind == DF_RUN || kind == DF_CMD || kind == DF_ENTRYPOINT ||
	       kind == DF_HEALTHCHECK || kind == DF_SHELL;
}

static bool
is_pairs(int kind)
{
	return kind == DF_ENV || kind == DF_ARG || kind == DF_LABEL;
}

/* Its kind, behind ONBUILD too; *args: where its flags and arguments begin. */
static int
kind_of(const struct df_line *line, size_t *args)
{
	struct df_span word = df_keyword(line->text, line->n, 0, args);
	int kind = df_find_kind(line->text + word.from, word.to - word.from);

	if (kind == DF_ONBUILD) {
		word = df_keyword(line->text, line->n, *args, args);
		kind = df_find_kind(line->text + word.from, word.to - word.from);
	}
	return kind;
}

static void
mask_text(struct work *w, const struct df_line *line, struct df_span span, enum mask_kind kind)
{
	struct mask_ranges found = { 0, 0, NULL };
	struct mask_text text = { line->text + span.from, span.to - span.from, kind,
		w->lines.escape };

	mask_find(w->a, &text, &found);
	for (size_t i = 0; i < found.n; i++) {
		enum style style = STYLE_PLAIN;

		if (kind == MASK_WORDS)
			style = STYLE_JOINED;
		else if (found.v[i].bare)
			style = STYLE_QUOTED;
		add_of_line(w, line, span.from + found.v[i].from, span.from + found.v[i].to, style);
	}
}

/* Is it "ENV DB_PASSWORD all of this", as it was written before there was "="? */
static bool
is_old_pair(const struct work *w, const struct df_line *line, size_t at)
{
	struct df_span word;
	bool open = false;

	return df_next_quoted(line->text, line->n, &at, w->lines.escape, &word, &open) &&
	       memchr(line->text + word.from, '=', word.to - word.from) == NULL;
}

static void
mask_old_pair(struct work *w, const struct df_line *line, size_t from)
{
	size_t to = line->n;
	const char *s = line->text;
	struct df_span name;
	bool quoted;

	df_next_plain(s, line->n, &from, &name);
	mask_text(w, line, name, MASK_WORDS);
	while (from < to && df_is_space(s[from]))
		from++;
	if (!mask_name_is_secret(s + name.from, name.to - name.from)) {
		mask_text(w, line, (struct df_span){ from, to }, MASK_PAIRS);
		return;
	}
	while (to > from && df_is_space(s[to - 1]))
		to--;
	quoted = to - from >= 2 && (s[from] == '"' || s[from] == '\'') && s[to - 1] == s[from];
	if (quoted) {
		from++;
		to--;
	}
	if (from < to && s[from] != '$' && !mask_is_placeholder(s + from, to - from))
		add_of_line(w, line, from, to, quoted ? STYLE_PLAIN : STYLE_QUOTED);
}

/* Flags, which have quotes, and arguments, which have what their instruction has. */
static void
mask_arguments(struct work *w, const struct df_line *line, size_t at, int kind)
{
	size_t from = at, n_strings;
	const char **strings;
	struct df_span word;
	enum mask_kind how = is_command(kind) ? MASK_SHELL
			     : is_pairs(kind) ? MASK_PAIRS
					      : MASK_WORDS;

	while (df_next_flag(line->text, line->n, &at, w->lines.escape, &word))
		;
	mask_text(w, line, (struct df_span){ from, at }, MASK_PAIRS);
	if (is_pairs(kind) && kind != DF_ARG && is_old_pair(w, line, at)) {
		mask_old_pair(w, line, at);
		return;
	}
	from = at;
	if (kind == DF_HEALTHCHECK)
		df_keyword(line->text, line->n, at, &from); /* CMD */
	if (how == MASK_WORDS && line->text[from] == '[' &&
	    df_json_array(w->a, line->text + from, line->n - from, &n_strings, &strings) != 0)
		how = MASK_PAIRS;
	mask_text(w, line, (struct df_span){ from, line->n }, how);
}

/* A here document: a script for RUN, a file for COPY. */
static void
mask_body(struct work *w, const struct df_span *body, int kind, bool accounts)
{
	struct mask_ranges found = { 0, 0, NULL };
	struct mask_text text = { w->lines.source + body->from, body->to - body->from,
		kind == DF_RUN ? MASK_SHELL : MASK_FILE, '\\' };

	mask_find(w->a, &text, &found);
	for (size_t i = 0; i < found.n && !accounts; i++) {
		size_t from = found.v[i].from;

		/* a line at a time, so that there are as many as before */
		while (from < found.v[i].to) {
			const char *end = memchr(text.s + from, '\n', found.v[i].to - from);
			size_t to = end != NULL ? (size_t)(end - text.s) : found.v[i].to;

			add_place(w, body->from + from, body->from + to,
			    found.v[i].bare ? STYLE_QUOTED : STYLE_PLAIN);
			from = to + 1;
		}
	}
	for (size_t at = 0; accounts && at < text.n;) {
		const char *end = memchr(text.s + at, '\n', text.n - at);
		size_t to = end != NULL ? (size_t)(end - text.s) : text.n;
		const char *colon = memchr(text.s + at, ':', to - at);

		if (colon != NULL)
			add_place(w, body->from + (size_t)(colon + 1 - text.s), body->from + to,
			    STYLE_PLAIN);
		at = to + 1;
	}
}

static void
mask_line(struct work *w, const struct df_line *line)
{
	size_t at;
	int kind = kind_of(line, &at);
	bool accounts;

	if (kind < 0)
		mask_text(w, line, (struct df_span){ 0, line->n }, MASK_FILE);
	else
		mask_arguments(w, line, at, kind);
	accounts = line->n_heredocs > 0 && memmem(line->text, line->n, "chpasswd", 8) != NULL;
	for (size_t i = 0; i < line->n_heredocs; i++)
		mask_body(w, &line->bodies[i], kind, accounts);
}

static void
mask_comment(struct work *w, const struct df_span *span)
{
	struct mask_ranges found = { 0, 0, NULL };
	struct mask_text text = { w->lines.source + span->from, span->to - span->from, MASK_FILE,
		'\0' };

	mask_find(w->a, &text, &found);
	for (size_t i = 0; i < found.n; i++)
		add_place(w, span->from + found.v[i].from, span->from + found.v[i].to, STYLE_PLAIN);
}

/* ---- the file
 * ------------------------------------------------------------------------------------ */

static int
compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

static void
write_mask(const struct masker *m, const char *s, size_t n, enum style style, struct buf *out)
{
	struct buf mask = BUF_INIT(64);

	mask_value(m, s, n, &mask);
	if (style == STYLE_QUOTED)
		buf_printf(out, "\"%s\"", buf_str(&mask));
	else if (style == STYLE_JOINED)
		buf_printf(out, "<masked_%s", buf_str(&mask) + strlen("<masked "));
	else
		buf_puts(out, buf_str(&mask));
	buf_free(&mask);
}

void
mask_dockerfile(const struct masker *m, const char *text, size_t n, struct buf *out)
{
	struct work w = { .a = arena_new() };
	size_t done = 0, bom;

	df_read_lines(w.a, text, n, &w.lines);
	bom = n - w.lines.source_n;
	for (size_t i = 0; i < w.lines.n; i++)
		mask_line(&w, &w.lines.v[i]);
	for (size_t i = 0; i < w.lines.n_comments; i++)
		mask_comment(&w, &w.lines.comment_spans[i]);
	if (w.n > 0)
		qsort(w.v, w.n, sizeof *w.v, compare_places);
	for (size_t i = 0; i < w.n; i++) {
		const struct place *p = &w.v[i];

		if (bom + p->from < done)
			continue;
		mask_repair(text + done, bom + p->from - done, out);
		write_mask(m, w.lines.source + p->from, p->to - p->from, p->style, out);
		done = bom + p->to;
	}
	if (done < bom + w.lines.read) {
		mask_repair(text + done, bom + w.lines.read - done, out);
		done = bom + w.lines.read;
	}
	mask_lines(m, text + done, n - done, out); /* beyond the limit of lines */
	arena_free(w.a);
}
