/*
 * dockerfile.c: instructions and stages of a Dockerfile, and what is wrong with its syntax. It may
 * not judge what they do.
 */
#include "config.h"

#include "dockerfile_internal.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct df_value nothing = { "", NULL };

/* ---- stages --------------------------------------------------------------------------------- */

size_t
df_stage_called(const struct dockerfile *d, size_t before, const char *name)
{
	size_t number = 0;

	for (size_t i = before; i > 0; i--) {
		if (d->stages[i - 1].alias != NULL && strcasecmp(d->stages[i - 1].alias, name) == 0)
			return i - 1;
	}
	if (name[0] == '\0' || strlen(name) > 4 || strspn(name, "0123456789") != strlen(name))
		return DF_NONE;
	for (; *name != '\0'; name++)
		number = number * 10 + (size_t)(*name - '0');
	return number < before ? number : DF_NONE;
}

static const char *
stage_alias(struct df_parser *p, const struct df_instruction *i)
{
	char *alias = arena_strdup(p->a, i->words[2].value.text);

	for (char *c = alias; *c != '\0'; c++) {
		*c = (char)tolower((unsigned char)*c);
		if (!(islower((unsigned char)*c) ||
			(c > alias && (isdigit((unsigned char)*c) || strchr("-_.", *c) != NULL)))) {
			df_fail(p, i->line, "\"%s\" is no name for a stage", alias);
			return NULL;
		}
	}
	return alias;
}

/* FROM names an earlier stage by its alias only, and numbers are no aliases. */
static size_t
parent_of(struct df_parser *p, const struct df_value *image)
{
	if (image->unknown != NULL || isdigit((unsigned char)image->text[0]))
		return DF_NONE;
	return df_stage_called(p->out, p->out->n_stages, image->text);
}

static void
open_stage(struct df_parser *p, const struct df_stage *stage)
{
	struct df_scope *s = arena_alloc(p->a, sizeof *s);
	size_t n = p->out->n_stages;

	s->spent = &p->spent;
	s->open = stage->image.unknown != NULL || strcasecmp(stage->image.text, "scratch") != 0;
	p->stages = arena_grow(p->a, p->stages, n, &p->cap_stages, sizeof *p->stages);
	p->scopes = arena_grow(p->a, p->scopes, n, &p->cap_scopes, sizeof(struct df_scope *));
	p->shells = arena_grow(p->a, p->shells, n, &p->cap_shells, sizeof *p->shells);
	p->shells[n] = (struct df_shell){ nothing, false };
	if (stage->parent != DF_NONE) {
		s->base = p->scopes[stage->parent];
		p->shells[n] = p->shells[stage->parent];
	}
	p->stages[n] = *stage;
	p->scopes[n] = s;
	p->out->stages = p->stages;
	p->out->n_stages++;
}

static int
take_from(struct df_parser *p, struct df_instruction *i, size_t at)
{
	struct df_stage stage = { .line = i->line, .first = p->out->n_instructions };
	struct df_words w = { 0, 0, NULL };
	struct df_span word;
	struct df_value value;

	while (df_next_plain(p->line->text, p->line->n, &at, &word)) {
		if (df_put_in(p, &p->globals, word, &value) < 0)
			return -1;
		df_add_word(p, &w, value, df_line_at(p->line, word.from));
	}
	i->words = w.v;
	i->n_words = w.n;
	if (w.n != 1 && (w.n != 3 || strcasecmp(w.v[1].value.text, "AS") != 0))
		return df_fail(p, i->line, "FROM wants an image, and perhaps AS and a name");
	if (p->out->n_stages == DF_STAGES_MAX)
		return df_fail(p, i->line, "it has too many stages");
	stage.image = w.v[0].value;
	stage.parent = parent_of(p, &stage.image);
	if (w.n == 3) {
		stage.alias = stage_alias(p, i);
		if (stage.alias == NULL)
			return -1;
	}
	if (df_flag(i, "platform") != NULL)
		stage.platform = df_flag(i, "platform")->value.text;
	open_stage(p, &stage);
	return 0;
}

/* ---- instructions
 * -------------------------------------------------------------------------------- */

static int
take_command(struct df_parser *p, struct df_instruction *i, size_t at)
{
	int json = df_take_json(p, i, at);

	if (json == 0)
		df_take_text(p, i, at);
	return json < 0 ? -1 : 0;
}

static int
take_list(struct df_parser *p, struct df_instruction *i, size_t at)
{
	int json = df_take_json(p, i, at);

	if (json < 0 || (json == 0 && df_take_words(p, i, at) < 0))
		return -1;
	if ((i->kind == DF_COPY || i->kind == DF_ADD) && i->n_words < 2)
		return df_fail(
		    p, i->line, "%s wants a source and a destination", df_kind_name(i->kind));
	return 0;
}

static int
take_shell(struct df_parser *p, struct df_instruction *i, size_t at)
{
	struct df_shell *state = &p->shells[p->out->n_stages - 1];

	if (df_take_json(p, i, at) < 0)
		return -1;
	if (!i->json || i->n_words == 0)
		return df_fail(p, i->line, "%s wants an array in JSON", "SHELL");
	if (i->onbuild)
		return 0;
	*state = (struct df_shell){ i->words[0].value, false };
	for (size_t k = 1; k < i->n_words; k++)
		state->pipefail =
		    state->pipefail || strcmp(i->words[k].value.text, "pipefail") == 0;
	return 0;
}

static int
take_health(struct df_parser *p, struct df_instruction *i, size_t at)
{
	struct df_words w = { 0, 0, NULL };
	struct df_span word = df_keyword(p->line->text, p->line->n, at, &at);
	const char *type = df_cut(p, word);
	int json;

	if (strcasecmp(type, "NONE") != 0 && strcasecmp(type, "CMD") != 0)
		return df_fail(p, i->line, "HEALTHCHECK wants NONE or CMD, not \"%s\"", type);
	if (strcasecmp(type, "CMD") == 0) {
		if (at >= p->line->n)
			return df_fail(p, i->line, "HEALTHCHECK CMD wants a command");
		json = df_take_json(p, i, at);
		if (json < 0)
			return -1;
		if (json == 0)
			df_take_text(p, i, at);
	}
	/* the type goes first, then what exec form has */
	df_add_word(p, &w, (struct df_value){ type, NULL }, i->line);
	for (size_t k = 0; k < i->n_words; k++)
		df_add_word(p, &w, i->words[k].value, i->words[k].line);
	i->words = w.v;
	i->n_words = w.n;
	return 0;
}

static int (*const takers[DF_N_KINDS])(struct df_parser *p, struct df_instruction *i, size_t at) = {
	[DF_FROM] = take_from,
	[DF_RUN] = take_command,
	[DF_CMD] = take_command,
	[DF_ENTRYPOINT] = take_command,
	[DF_LABEL] = df_take_pairs,
	[DF_ENV] = df_take_pairs,
	[DF_ARG] = df_take_pairs,
	[DF_ADD] = take_list,
	[DF_COPY] = take_list,
	[DF_VOLUME] = take_list,
	[DF_EXPOSE] = df_take_words,
	[DF_USER] = df_take_rest,
	[DF_WORKDIR] = df_take_rest,
	[DF_STOPSIGNAL] = df_take_rest,
	[DF_MAINTAINER] = df_take_rest,
	[DF_HEALTHCHECK] = take_health,
	[DF_SHELL] = take_shell,
};

const struct df_flag *
df_flag(const struct df_instruction *i, const char *name)
{
	for (size_t k = i->n_flags; k > 0; k--) {
		if (strcmp(i->flags[k - 1].name, name) == 0)
			return &i->flags[k - 1];
	}
	return NULL;
}

static int
take_flags(struct df_parser *p, struct df_instruction *i, size_t *at)
{
	const struct df_scope *s = i->kind == DF_FROM ? &p->globals : df_scope_of(p);
	size_t cap = 0, n = 0;
	struct df_flag *flags = NULL;
	struct df_span word;

	while (df_next_flag(p->line->text, p->line->n, at, p->lines.escape, &word)) {
		struct df_span value = { word.from + 2, word.to };
		struct df_flag flag = { .value = nothing, .line = df_line_at(p->line, word.from) };
		char *name;

		while (value.from < value.to && p->line->text[value.from] != '=')
			value.from++;
		name =
		    arena_strndup(p->a, p->line->text + word.from + 2, value.from - word.from - 2);
		for (char *c = name; *c != '\0'; c++)
			*c = (char)tolower((unsigned char)*c);
		value.from += value.from < value.to;
		if (df_put_in(p, s, value, &flag.value) < 0)
			return -1;
		flag.name = name;
		flags = arena_grow(p->a, flags, n, &cap, sizeof *flags);
		flags[n++] = flag;
	}
	i->flags = flags;
	i->n_flags = n;
	return 0;
}

/* ONBUILD is taken off; what is behind it becomes the instruction. */
static int
take_onbuild(struct df_parser *p, struct df_instruction *i, size_t *at)
{
	struct df_span word = df_keyword(p->line->text, p->line->n, *at, at);
	int kind = df_find_kind(p->line->text + word.from, word.to - word.from);

	if (kind < 0)
		return df_fail(
		    p, i->line, "unknown instruction \"%s\" behind ONBUILD", df_cut(p, word));
	if (kind == DF_ONBUILD || kind == DF_FROM || kind == DF_MAINTAINER)
		return df_fail(p, i->line, "%s is not allowed behind ONBUILD",
		    df_kind_name((enum df_kind)kind));
	i->kind = (enum df_kind)kind;
	i->onbuild = true;
	return 0;
}

static int
take_line(struct df_parser *p)
{
	const struct df_line *line = p->line;
	struct df_instruction i = { .line = line->line,
		.end_line = line->end_line,
		.text = "",
		.text_line = line->line,
		.heredocs = line->heredocs,
		.n_heredocs = line->n_heredocs,
		.shell = nothing };
	size_t at = 0;
	struct df_span word = df_keyword(line->text, line->n, 0, &at);
	int kind = df_find_kind(line->text + word.from, word.to - word.from);

	if (kind < 0)
		return df_fail(p, i.line, "unknown instruction \"%s\"", df_cut(p, word));
	i.kind = (enum df_kind)kind;
	if (p->out->n_stages == 0 && kind != DF_FROM && kind != DF_ARG)
		return df_fail(p, i.line, "%s before the first FROM", df_kind_name(i.kind));
	if (kind == DF_ONBUILD && take_onbuild(p, &i, &at) < 0)
		return -1;
	if (take_flags(p, &i, &at) < 0)
		return -1;
	if (at >= line->n)
		return df_fail(p, i.line, "%s wants an argument", df_kind_name(i.kind));
	if (takers[i.kind](p, &i, at) < 0)
		return -1;
	if (p->out->n_stages > 0) {
		i.shell = p->shells[p->out->n_stages - 1].shell;
		i.pipefail = p->shells[p->out->n_stages - 1].pipefail;
		p->stages[p->out->n_stages - 1].n++;
	}
	p->instructions = arena_grow(p->a, p->instructions, p->out->n_instructions,
	    &p->cap_instructions, sizeof *p->instructions);
	p->instructions[p->out->n_instructions++] = i;
	p->out->instructions = p->instructions;
	return 0;
}

struct dockerfile *
dockerfile_read(struct arena *a, const char *text, size_t n)
{
	struct dockerfile *d = arena_alloc(a, sizeof *d);
	struct df_parser p = { .a = a, .out = d };

	df_read_lines(a, text, n, &p.lines);
	d->escape = p.lines.escape;
	d->syntax = p.lines.syntax;
	d->check = p.lines.check;
	d->comments = p.lines.comments;
	d->n_comments = p.lines.n_comments;
	p.globals.spent = &p.spent;
	for (size_t i = 0; i < p.lines.n; i++) {
		p.line = &p.lines.v[i];
		if (p.lines.error != NULL && p.line->line >= p.lines.error_line)
			break;
		if (take_line(&p) < 0)
			break;
	}
	if (d->error == NULL && p.lines.error != NULL) {
		d->error = p.lines.error;
		d->error_line = p.lines.error_line;
	}
	if (d->error == NULL && d->n_stages == 0)
		df_fail(&p, 1, "there is no FROM in it");
	return d;
}
