/*
 * dockerfile_lines.c: makes one text of each instruction of a Dockerfile, which still knows where
 * in the file each part of it is. It may not know what an instruction means, but for those that
 * take here documents.
 */
#include "config.h"

#include "dockerfile_internal.h"

#include <string.h>
#include <strings.h>

struct reader {
	struct arena *a;
	struct df_lines *out;
	size_t at;	 /* in the source */
	int64_t line;	 /* number of the line that next_line() gave last */
	bool directives; /* no other line came yet */
	bool seen[3];	 /* of directive_names */
	size_t cap_pieces;
};

bool
df_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r' || c == '\n';
}

static void
fail(struct df_lines *out, int64_t line, const char *message)
{
	if (out->error != NULL)
		return;
	out->error = message;
	out->error_line = line;
}

/* The next line of the file, without its end. False at the file's end. */
static bool
next_line(struct reader *r, struct df_span *line)
{
	const char *end;

	if (r->at >= r->out->source_n)
		return false;
	if (r->line == DF_LINES_MAX) {
		fail(r->out, r->line, "it has too many lines");
		return false;
	}
	end = memchr(r->out->source + r->at, '\n', r->out->source_n - r->at);
	line->from = r->at;
	line->to = end != NULL ? (size_t)(end - r->out->source) : r->out->source_n;
	r->at = end != NULL ? line->to + 1 : line->to;
	while (line->to > line->from && r->out->source[line->to - 1] == '\r')
		line->to--;
	r->line++;
	return true;
}

static struct df_span
trim_left(const char *s, struct df_span span)
{
	while (span.from < span.to && df_is_space(s[span.from]))
		span.from++;
	return span;
}

static struct df_span
trim(const char *s, struct df_span span)
{
	span = trim_left(s, span);
	while (span.to > span.from && df_is_space(s[span.to - 1]))
		span.to--;
	return span;
}

/* ---- comments and directives ---------------------------------------------------------------- */

/* In the order of `seen`. */
static const char *const directive_names[] = { "escape", "syntax", "check" };

static void
set_directive(struct reader *r, size_t which, const char *value)
{
	struct df_directive *place[] = { NULL, &r->out->syntax, &r->out->check };

	if (r->seen[which])
		fail(r->out, r->line, "a parser directive is there twice");
	r->seen[which] = true;
	if (which != 0)
		*place[which] = (struct df_directive){ value, r->line };
	else if (strcmp(value, "\\") == 0 || strcmp(value, "`") == 0)
		r->out->escape = value[0];
	else
		fail(r->out, r->line, "the escape directive takes \\ or ` only");
}

/* "# name = value", with `span` behind the "#". False: a plain comment. */
static bool
read_directive(struct reader *r, struct df_span span)
{
	const char *s = r->out->source;
	size_t end, eq;

	span = trim(s, span);
	for (end = span.from; end < span.to && strchr("=\t ", s[end]) == NULL; end++)
		;
	for (eq = end; eq < span.to && df_is_space(s[eq]); eq++)
		;
	if (end == span.from || eq + 1 >= span.to || s[eq] != '=')
		return false;
	for (size_t i = 0; i < sizeof directive_names / sizeof directive_names[0]; i++) {
		struct df_span value = trim(s, (struct df_span){ eq + 1, span.to });

		if (strlen(directive_names[i]) != end - span.from ||
		    strncasecmp(directive_names[i], s + span.from, end - span.from) != 0)
			continue;
		set_directive(r, i, arena_strndup(r->a, s + value.from, value.to - value.from));
	}
	return true;
}

static void
take_comment(struct reader *r, struct df_span line)
{
	struct df_lines *out = r->out;
	struct df_span text = trim(out->source, (struct df_span){ line.from + 1, line.to });
	size_t cap = out->cap_comments;

	out->comments = arena_grow(
	    r->a, out->comments, out->n_comments, &out->cap_comments, sizeof *out->comments);
	out->comment_spans =
	    arena_grow(r->a, out->comment_spans, out->n_comments, &cap, sizeof *out->comment_spans);
	out->comment_spans[out->n_comments] = text;
	out->comments[out->n_comments++] =
	    (struct df_comment){ arena_strndup(r->a, out->source + text.from, text.to - text.from),
		    r->line };
}

/* ---- one instruction ------------------------------------------------------------------------ */

/* An escape at the line's end, but no doubled one, continues it; it is taken off. */
static bool
take_continuation(const struct df_lines *out, struct df_span *line)
{
	size_t end = line->to;

	while (end > line->from && (out->source[end - 1] == ' ' || out->source[end - 1] == '\t'))
		end--;
	if (end == line->from || out->source[end - 1] != out->escape ||
	    (end - 1 > line->from && out->source[end - 2] == out->escape))
		return false;
	line->to = end - 1;
	return true;
}

static void
add_piece(struct reader *r, struct df_line *line, struct df_span span)
{
	struct df_piece *pieces = (struct df_piece *)(uintptr_t)line->pieces;

	pieces = arena_grow(r->a, pieces, line->n_pieces, &r->cap_pieces, sizeof *pieces);
	pieces[line->n_pieces++] = (struct df_piece){ line->n, span.from, span.to - span.from };
	line->pieces = pieces;
	line->n += span.to - span.from;
}

static void
join_pieces(struct reader *r, struct df_line *line)
{
	char *text = arena_alloc(r->a, line->n + 1);

	for (size_t i = 0; i < line->n_pieces; i++) {
		const struct df_piece *p = &line->pieces[i];

		memcpy(text + p->at, r->out->source + p->from, p->n);
	}
	line->text = text;
}

/* The lines that continue the first one; comments and empty lines among them are no end. */
static void
read_continued(struct reader *r, struct df_line *line, struct df_span span)
{
	bool more = take_continuation(r->out, &span);

	r->cap_pieces = 0;
	add_piece(r, line, span);
	while (more && next_line(r, &span)) {
		struct df_span text = trim_left(r->out->source, span);

		if (text.from == text.to) {
			add_piece(r, line, text);
			continue;
		}
		if (r->out->source[text.from] == '#') {
			take_comment(r, text);
			text.to = text.from;
			add_piece(r, line, text);
			continue;
		}
		more = take_continuation(r->out, &span);
		add_piece(r, line, span);
	}
	join_pieces(r, line);
}

int64_t
df_line_at(const struct df_line *line, size_t at)
{
	size_t low = 0, high = line->n_pieces;

	/* the last piece that begins at or before `at`; empty ones give way to what follows */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (line->pieces[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return line->line + (int64_t)low;
}

/* ---- here documents ------------------------------------------------------------------------- */

/* RUN, COPY and ADD take them, also behind ONBUILD, but not in exec form. */
static bool
takes_heredocs(struct reader *r, const struct df_line *line)
{
	size_t at = 0, n_strings;
	const char **strings;
	struct df_span word;
	int kind;

	word = df_keyword(line->text, line->n, 0, &at);
	kind = df_find_kind(line->text + word.from, word.to - word.from);
	if (kind == DF_ONBUILD) {
		word = df_keyword(line->text, line->n, at, &at);
		kind = df_find_kind(line->text + word.from, word.to - word.from);
	}
	if ((kind != DF_RUN && kind != DF_COPY && kind != DF_ADD) ||
	    memmem(line->text, line->n, "<<", 2) == NULL)
		return false;
	while (df_next_flag(line->text, line->n, &at, r->out->escape, &word))
		;
	return df_json_array(r->a, line->text + at, line->n - at, &n_strings, &strings) == 0;
}

/* "<<EOF", "3<<-'EOF'": the name without quotes; false: no heredoc. */
static bool
read_heredoc_word(struct arena *a, const char *s, size_t n, struct df_heredoc *doc)
{
	static const struct df_scope nothing = { .base = NULL };
	size_t i = strspn(s, "0123456789");
	bool open;

	if (i + 2 >= n || s[i] != '<' || s[i + 1] != '<')
		return false;
	i += 2;
	doc->chomp = s[i] == '-';
	i += doc->chomp;
	if (i >= n || memchr(s + i, '<', n - i) != NULL)
		return false;
	doc->name = df_expand(a, &nothing, s + i, n - i, '\\', &open).text;
	doc->expand = strlen(doc->name) == n - i && memcmp(doc->name, s + i, n - i) == 0;
	return !open && doc->name[0] != '\0';
}

static void
add_heredoc(struct reader *r, struct df_line *line, const struct df_heredoc *doc)
{
	size_t cap = line->cap_heredocs;

	line->heredocs = arena_grow(
	    r->a, line->heredocs, line->n_heredocs, &line->cap_heredocs, sizeof *line->heredocs);
	line->bodies = arena_grow(r->a, line->bodies, line->n_heredocs, &cap, sizeof *line->bodies);
	line->heredocs[line->n_heredocs++] = *doc;
}

/* A quote that is not closed leaves the line without here documents, as it does for BuildKit. */
static void
find_heredocs(struct reader *r, struct df_line *line)
{
	struct df_heredoc doc = { .name = "" };
	struct df_span word;
	size_t at = 0;
	bool open = false;

	while (df_next_quoted(line->text, line->n, &at, '\\', &word, &open)) {
		const char *s = arena_strndup(r->a, line->text + word.from, word.to - word.from);

		if (memchr(s, '<', word.to - word.from) != NULL &&
		    read_heredoc_word(r->a, s, word.to - word.from, &doc))
			add_heredoc(r, line, &doc);
	}
	if (open)
		line->n_heredocs = 0;
}

static void
read_body(struct reader *r, struct df_heredoc *doc, struct df_span *body)
{
	size_t length = strlen(doc->name);
	struct df_span line;

	doc->line = r->line + 1;
	*body = (struct df_span){ r->at, r->at };
	while (next_line(r, &line)) {
		size_t from = line.from;

		while (doc->chomp && from < line.to && r->out->source[from] == '\t')
			from++;
		if (line.to - from == length &&
		    memcmp(r->out->source + from, doc->name, length) == 0) {
			doc->body =
			    arena_strndup(r->a, r->out->source + body->from, body->to - body->from);
			return;
		}
		body->to = r->at;
	}
	doc->body = arena_strndup(r->a, r->out->source + body->from, body->to - body->from);
	fail(r->out, doc->line - 1,
	    arena_printf(r->a, "the here document %s is not closed", doc->name));
}

/* ---- the file
 * ------------------------------------------------------------------------------------ */

static void
read_instruction(struct reader *r, struct df_span span)
{
	struct df_lines *out = r->out;
	struct df_line line = { .line = r->line };

	read_continued(r, &line, span);
	if (takes_heredocs(r, &line))
		find_heredocs(r, &line);
	for (size_t i = 0; i < line.n_heredocs; i++)
		read_body(r, &line.heredocs[i], &line.bodies[i]);
	line.end_line = r->line;
	out->v = arena_grow(r->a, out->v, out->n, &out->cap, sizeof *out->v);
	out->v[out->n++] = line;
}

void
df_read_lines(struct arena *a, const char *text, size_t n, struct df_lines *out)
{
	struct reader r = { .a = a, .out = out, .directives = true };
	struct df_span line;

	*out = (struct df_lines){ .source = text, .source_n = n, .escape = '\\' };
	if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		out->source += 3;
		out->source_n -= 3;
	}
	while (next_line(&r, &line)) {
		line = trim_left(out->source, line);
		if (line.from < line.to && out->source[line.from] == '#') {
			take_comment(&r, line);
			line.from++;
			r.directives = r.directives && read_directive(&r, line);
			continue;
		}
		r.directives = false;
		if (line.from < line.to)
			read_instruction(&r, line);
	}
	out->read = r.at;
}
