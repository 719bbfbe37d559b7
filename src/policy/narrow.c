/*
 * narrow.c: --severity, --level, --section, --scope and --automated: they narrow what was selected
 * by profile and names. It may not add a check.
 */
#include "config.h"

#include "narrow.h"

#include <stdio.h>
#include <string.h>

#include "select.h"
#include "base/words.h"

static int
no_such(const char *option, const char *value, const char *const *names, struct err *err)
{
	const char *near = nearest_name(value, names);
	char list[256] = "";

	for (size_t i = 0; names[i] != NULL; i++)
		snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i > 0 ? ", " : "",
		    names[i]);
	if (near != NULL)
		return err_set(err, EXIT_USAGE, "--%s does not know \"%s\": did you mean %s?",
		    option, value, near);
	return err_set(err, EXIT_USAGE, "--%s does not know \"%s\", only %s", option, value, list);
}

static bool
has_name(const char *const *names, const char *name)
{
	for (; *names != NULL; names++) {
		if (strcmp(*names, name) == 0)
			return true;
	}
	return false;
}

static int
narrow_severity(struct narrowing *n, const char *value, struct err *err)
{
	const char *names[N_SEVERITY + 1] = { NULL };

	for (int s = 0; s < N_SEVERITY; s++) {
		names[s] = severity_name((enum severity)s);
		if (value != NULL && strcmp(names[s], value) == 0)
			n->severity = s;
	}
	return value == NULL || has_name(names, value) ? 0 : no_such("severity", value, names, err);
}

static int
narrow_scopes(const struct narrowing *n, struct err *err)
{
	const char *names[N_SCOPE + 1] = { NULL };

	for (int s = 0; s < N_SCOPE; s++)
		names[s] = scope_name((enum scope)s);
	for (size_t i = 0; i < n->scopes.n; i++) {
		if (!has_name(names, n->scopes.v[i]))
			return no_such("scope", n->scopes.v[i], names, err);
	}
	return 0;
}

static int
narrow_sections(const struct narrowing *n, struct arena *a, struct err *err)
{
	const char **names = arena_alloc(a, sizeof *names * 128);
	size_t count = 0;

	for (const struct section *s = catalogue; s->id != NULL && count < 126; s++) {
		names[count++] = s->id;
		names[count++] = s->name;
	}
	names[count] = NULL;
	for (size_t i = 0; i < n->sections.n; i++) {
		if (!has_name(names, n->sections.v[i]))
			return no_such("section", n->sections.v[i], names, err);
	}
	return 0;
}

int
narrowing_parse(struct narrowing *n, const struct options *o, struct arena *a, struct err *err)
{
	*n = (struct narrowing){ .sections = selection_split(a, o->section),
		.scopes = selection_split(a, o->scope),
		.automated = o->automated };
	if (o->level != NULL) {
		if (strcmp(o->level, "1") != 0 && strcmp(o->level, "2") != 0)
			return err_set(err, EXIT_USAGE, "--level is 1 or 2, not \"%s\"", o->level);
		n->level = o->level[0] - '0';
	}
	if (narrow_severity(n, o->severity, err) < 0 || narrow_scopes(n, err) < 0)
		return -1;
	return narrow_sections(n, a, err);
}

static bool
in_names(const struct fact_list *names, const char *a, const char *b)
{
	for (size_t i = 0; i < names->n; i++) {
		if (strcmp(names->v[i], a) == 0 || (b != NULL && strcmp(names->v[i], b) == 0))
			return true;
	}
	return names->n == 0;
}

bool
narrowing_has(const struct narrowing *n, const struct section *section, const struct check *c)
{
	return (int)c->severity >= n->severity &&
	       (n->level == 0 || (c->level > 0 && c->level <= n->level)) &&
	       in_names(&n->sections, section->id, section->name) &&
	       in_names(&n->scopes, scope_name(c->scope), NULL) && !(n->automated && c->manual);
}
