/*
 * dockerfile_expand.c: the variables of a Dockerfile, and what a word is with their values in it. A
 * value that the file does not give is never guessed.
 */
#include "config.h"

#include "dockerfile_internal.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"

#define DEPTH_MAX 8			/* of ${A:-${B:-...}} */
#define EXPANDED_MAX ((size_t)64 << 10) /* of one word */
#define EXPANDED_ALL ((size_t)16 << 20) /* of all words of a file: values may grow by doubling */

/* ---- the table ------------------------------------------------------------------------------ */

static size_t
hash(const char *name)
{
	size_t h = 2166136261u;

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	return h;
}

static struct df_variable *
slot_of(const struct df_scope *s, const char *name)
{
	size_t i = hash(name) & (s->cap - 1);

	while (s->slots[i].name != NULL && strcmp(s->slots[i].name, name) != 0)
		i = (i + 1) & (s->cap - 1);
	return &s->slots[i];
}

static void
enlarge(struct arena *a, struct df_scope *s)
{
	struct df_scope larger = *s;

	larger.cap = s->cap == 0 ? 16 : s->cap * 2;
	larger.slots = arena_alloc(a, larger.cap * sizeof *larger.slots);
	for (size_t i = 0; i < s->cap; i++) {
		if (s->slots[i].name != NULL)
			*slot_of(&larger, s->slots[i].name) = s->slots[i];
	}
	*s = larger;
}

void
df_set(struct arena *a, struct df_scope *s, const char *name, const struct df_variable *v)
{
	struct df_variable *slot;

	if (s->n * 2 >= s->cap)
		enlarge(a, s);
	slot = slot_of(s, name);
	s->n += slot->name == NULL;
	*slot = *v;
	slot->name = name;
}

const struct df_variable *
df_get(const struct df_scope *s, const char *name)
{
	for (bool inherited = false; s != NULL; s = s->base, inherited = true) {
		const struct df_variable *v = s->cap > 0 ? slot_of(s, name) : NULL;

		/* ARG ends with its stage */
		if (v != NULL && v->name != NULL && (v->env || !inherited))
			return v;
	}
	return NULL;
}

/* ---- words ---------------------------------------------------------------------------------- */

struct expansion {
	struct arena *a;
	const struct df_scope *scope;
	char escape;
	struct buf out;
	const char *unknown;
	bool open;
};

static void expand(struct expansion *e, const char *s, size_t n, unsigned depth);

static bool
is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* May the base image have set it? */
static bool
may_be_set_elsewhere(const struct df_scope *s)
{
	while (s->base != NULL)
		s = s->base;
	return s->open;
}

static void
not_known(struct expansion *e, const char *name)
{
	if (e->unknown == NULL)
		e->unknown = name;
}

/* What stands for the variable: its value; whether it is set; whether that can be known. */
static const struct df_variable *
look_up(struct expansion *e, const char *name, bool *known)
{
	const struct df_variable *v = df_get(e->scope, name);

	*known = v != NULL ? v->value.unknown == NULL : !may_be_set_elsewhere(e->scope);
	return v;
}

static void
plain_variable(struct expansion *e, const char *name)
{
	bool known;
	const struct df_variable *v = look_up(e, name, &known);

	if (v == NULL || !v->set || !known)
		not_known(e, v != NULL && v->value.unknown != NULL ? v->value.unknown : name);
	else
		buf_puts(&e->out, v->value.text);
}

/* ${NAME:-word}, ${NAME+word} ...: the part behind the name. */
static void
with_operator(struct expansion *e, const char *name, const char *s, size_t n, unsigned depth)
{
	size_t at = s[0] == ':';
	char kind = n > at ? s[at] : '#';
	bool known, set;
	const struct df_variable *v = look_up(e, name, &known);

	set = v != NULL && v->set && !(at > 0 && v->value.text[0] == '\0');
	if (!known || (kind != '-' && kind != '+' && kind != '?') || (kind == '?' && !set))
		not_known(e, name); /* patterns (#, %, /) are not worked out */
	else if (kind == (set ? '+' : '-'))
		expand(e, s + at + 1, n - at - 1, depth + 1);
	else if (kind != '+')
		buf_puts(&e->out, v->value.text);
}

/* The "}" that closes what was opened before s; n where there is none. */
static size_t
closing_brace(const struct expansion *e, const char *s, size_t n)
{
	size_t depth = 1;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == e->escape)
			i++;
		else if (s[i] == '$' && i + 1 < n && s[i + 1] == '{')
			depth++;
		else if (s[i] == '}' && --depth == 0)
			return i;
	}
	return n;
}

/* s[0] is "$"; returns how long the variable is. */
static size_t
variable(struct expansion *e, const char *s, size_t n, unsigned depth)
{
	size_t from = 1, to, end;
	bool braces = n > 1 && s[1] == '{';
	const char *name;

	if (braces) {
		from = 2;
		end = from + closing_brace(e, s + from, n - from);
		if (end >= n) {
			e->open = true;
			return n;
		}
	}
	for (to = from; to < n && is_name_char(s[to]); to++) {
		if (to == from && isdigit((unsigned char)s[to])) {
			to++;
			break;
		}
	}
	if (!braces && to == from) {
		buf_putc(&e->out, '$');
		return 1;
	}
	name = arena_strndup(e->a, s + from, to - from);
	if (!braces) {
		plain_variable(e, name);
		return to;
	}
	if (to == from || depth >= DEPTH_MAX)
		not_known(e, name);
	else if (to == end)
		plain_variable(e, name);
	else
		with_operator(e, name, s + to, end - to, depth);
	return end + 1;
}

static void
expand(struct expansion *e, const char *s, size_t n, unsigned depth)
{
	char quote = '\0';

	for (size_t i = 0; i < n; i++) {
		if (quote == '\'' && s[i] != '\'') {
			buf_putc(&e->out, s[i]);
		} else if (s[i] == quote) {
			quote = '\0';
		} else if (quote == '\0' && (s[i] == '"' || s[i] == '\'')) {
			quote = s[i];
		} else if (s[i] == e->escape) {
			if (quote == '"' && i + 1 < n && strchr("\"$", s[i + 1]) == NULL &&
			    s[i + 1] != e->escape)
				buf_putc(&e->out, s[i]);
			else if (++i < n)
				buf_putc(&e->out, s[i]);
		} else if (s[i] == '$') {
			i += variable(e, s + i, n - i, depth) - 1;
		} else {
			buf_putc(&e->out, s[i]);
		}
	}
	e->open = e->open || quote != '\0';
}

struct df_value
df_expand(
    struct arena *a, const struct df_scope *s, const char *word, size_t n, char escape, bool *open)
{
	struct expansion e = {
		.a = a, .scope = s, .escape = escape, .out = BUF_INIT(EXPANDED_MAX + n)
	};
	struct df_value value;

	expand(&e, word, n, 0);
	if (s->spent != NULL)
		*s->spent += e.out.len;
	if (e.out.failed || (s->spent != NULL && *s->spent > EXPANDED_ALL))
		not_known(&e, "what is too long");
	*open = e.open;
	value.unknown = e.unknown;
	value.text = e.unknown != NULL ? arena_strndup(a, word, n)
				       : arena_strndup(a, buf_str(&e.out), e.out.len);
	buf_free(&e.out);
	return value;
}
