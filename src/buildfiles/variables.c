/*
 * variables.c: ${NAME} in Compose files, and the .env files that give them values. It does no I/O
 * and knows no key of a Compose file.
 */
#include "config.h"

#include "variables.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define NESTED_MAX 8
#define TEXT_MAX ((size_t)1 << 20) /* of one text with its variables replaced */

/* ---- the table ------------------------------------------------------------------------------ */

void
variables_set(struct variables *vars, const char *name, const char *value)
{
	if (vars->n == VARIABLES_MAX)
		return;
	vars->v = arena_grow(vars->arena, vars->v, vars->n, &vars->cap, sizeof *vars->v);
	vars->v[vars->n++] = (struct pair){ name, value };
	vars->sorted = false;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct pair *)a)->name, ((const struct pair *)b)->name);
}

/* The last of equal names counts. Values point into the order they came in, so n stays small. */
static void
sort(struct variables *vars)
{
	size_t n = 0;

	/* glibc's qsort may be unstable: the index decides among equals. */
	for (size_t i = 1; i < vars->n; i++) {
		struct pair p = vars->v[i];
		size_t low = 0, high = i;

		while (low < high) {
			size_t middle = (low + high) / 2;

			if (strcmp(vars->v[middle].name, p.name) <= 0)
				low = middle + 1;
			else
				high = middle;
		}
		memmove(vars->v + low + 1, vars->v + low, (i - low) * sizeof p);
		vars->v[low] = p;
	}
	for (size_t i = 0; i < vars->n; i++) {
		if (i + 1 == vars->n || strcmp(vars->v[i].name, vars->v[i + 1].name) != 0)
			vars->v[n++] = vars->v[i];
	}
	vars->n = n;
	vars->sorted = true;
}

const char *
variables_get(struct variables *vars, const char *name)
{
	struct pair key = { name, NULL };
	const struct pair *found;

	if (!vars->sorted)
		sort(vars);
	found = vars->n == 0 ? NULL : bsearch(&key, vars->v, vars->n, sizeof *vars->v, by_name);
	return found != NULL ? found->value : NULL;
}

/* ---- references ----------------------------------------------------------------------------- */

struct replacing {
	struct variables *vars;
	struct buf *out;
	const char **problem;
};

static size_t
name_length(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (isalpha((unsigned char)s[i]) || s[i] == '_' ||
			    (i > 0 && isdigit((unsigned char)s[i]))))
		i++;
	return i;
}

/* Length of ${...} with the references in it; 0: it does not end. */
static size_t
braces(const char *s, size_t n)
{
	size_t depth = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '{' && i > 0 && s[i - 1] == '$')
			depth++;
		else if (s[i] == '}' && --depth == 0)
			return i + 1;
	}
	return 0;
}

static void replace(struct replacing *r, const char *s, size_t n, int depth);

static void
set_problem(struct replacing *r, const char *problem)
{
	if (*r->problem == NULL)
		*r->problem = problem;
}

/* What is in ${...}: NAME, or NAME and one of :- - :? ? :+ + and a text. */
static void
replace_braced(struct replacing *r, const char *s, size_t n, int depth)
{
	size_t length = name_length(s, n), op = length;
	const char *name = arena_strndup(r->vars->arena, s, length);
	const char *value = variables_get(r->vars, name);
	bool colon = op < n && s[op] == ':';
	bool given;
	char what;

	op += colon;
	what = op < n ? s[op] : '\0';
	given = value != NULL && !(colon && *value == '\0');
	if (length == 0 || (what == '\0' && (colon || length < n)) ||
	    (what != '\0' && strchr("-?+", what) == NULL)) {
		set_problem(r, "a reference to a variable is malformed");
	} else if (what == '+') {
		if (given)
			replace(r, s + op + 1, n - op - 1, depth + 1);
	} else if (given) {
		buf_puts(r->out, value);
	} else if (what == '-') {
		replace(r, s + op + 1, n - op - 1, depth + 1);
	} else {
		buf_printf(r->out, "${%s}", name);
		set_problem(
		    r, arena_printf(r->vars->arena, "the variable %s has no value here", name));
	}
}

static size_t
replace_one(struct replacing *r, const char *s, size_t n, int depth)
{
	size_t length;

	if (n > 1 && s[1] == '$') {
		buf_putc(r->out, '$');
		return 2;
	}
	if (n > 1 && s[1] == '{') {
		length = braces(s, n);
		if (length > 0) {
			replace_braced(r, s + 2, length - 3, depth);
			return length;
		}
	} else if ((length = name_length(s + 1, n - 1)) > 0) {
		replace_braced(r, s + 1, length, depth);
		return length + 1;
	}
	/* What comes behind it is left alone: looking for ends that are not there would take long.
	 */
	set_problem(r, "a reference to a variable is malformed");
	buf_add(r->out, s, n);
	return n;
}

static void
replace(struct replacing *r, const char *s, size_t n, int depth)
{
	if (depth > NESTED_MAX) {
		set_problem(r, "references to variables are nested too deeply");
		return;
	}
	for (size_t i = 0; i < n;) {
		const char *dollar = memchr(s + i, '$', n - i);
		size_t plain = dollar != NULL ? (size_t)(dollar - s) - i : n - i;

		buf_add(r->out, s + i, plain);
		i += plain;
		if (i < n)
			i += replace_one(r, s + i, n - i, depth);
	}
}

const char *
variables_replace(struct variables *vars, const char *text, const char **problem)
{
	struct buf b = BUF_INIT(TEXT_MAX);
	struct replacing r = { vars, &b, problem };
	const char *result;

	*problem = NULL;
	if (strchr(text, '$') == NULL)
		return text;
	replace(&r, text, strlen(text), 0);
	if (b.failed && *problem == NULL)
		*problem = "it grows too large with its variables replaced";
	result = arena_strdup(vars->arena, buf_str(&b));
	buf_free(&b);
	return result;
}

void
variables_replace_all(struct variables *vars, struct yaml *tree)
{
	if (tree == NULL || tree->visited)
		return;
	tree->visited = true;
	if (tree->kind == YAML_SCALAR && strchr(tree->text, '$') != NULL) {
		tree->written = tree->text;
		tree->text = variables_replace(vars, tree->text, &tree->problem);
	}
	for (size_t i = 0; i < tree->n; i++)
		variables_replace_all(
		    vars, tree->kind == YAML_LIST ? tree->items[i] : tree->members[i].value);
}

/* ---- .env ----------------------------------------------------------------------------------- */

/* The value in quotes: what stands there, with \" and \n in double quotes. */
static const char *
quoted_value(struct arena *a, const char *s, size_t n)
{
	char quote = s[0], *out = arena_alloc(a, n + 1);
	size_t length = 0;

	for (size_t i = 1; i < n && s[i] != quote; i++) {
		if (quote == '"' && s[i] == '\\' && i + 1 < n) {
			i++;
			out[length++] = s[i] == 'n' ? '\n' : s[i] == 't' ? '\t' : s[i];
		} else {
			out[length++] = s[i];
		}
	}
	return out;
}

/* Up to a comment, which begins with " #", without blanks at its end. */
static const char *
plain_value(struct arena *a, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '#' && (i == 0 || isblank((unsigned char)s[i - 1])))
			n = i;
	}
	while (n > 0 && isspace((unsigned char)s[n - 1]))
		n--;
	return arena_strndup(a, s, n);
}

static void
read_line(struct variables *vars, const char *s, size_t n)
{
	const char *value, *name, *problem;
	size_t length;

	while (n > 0 && isspace((unsigned char)*s))
		s++, n--;
	if (n > 7 && strncmp(s, "export ", 7) == 0)
		s += 7, n -= 7;
	length = name_length(s, n);
	name = arena_strndup(vars->arena, s, length);
	s += length, n -= length;
	while (n > 0 && isblank((unsigned char)*s))
		s++, n--;
	if (*name == '\0' || n == 0 || *s != '=')
		return;
	s++, n--;
	while (n > 0 && isblank((unsigned char)*s))
		s++, n--;
	if (n > 0 && *s == '\'') {
		variables_set(vars, name, quoted_value(vars->arena, s, n));
		return;
	}
	value =
	    n > 0 && *s == '"' ? quoted_value(vars->arena, s, n) : plain_value(vars->arena, s, n);
	value = variables_replace(vars, value, &problem);
	if (problem == NULL)
		variables_set(vars, name, value);
}

void
variables_read(struct variables *vars, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");

		read_line(vars, text, n);
		text += n + (text[n] != '\0');
	}
}
