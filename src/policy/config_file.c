/*
 * config_file.c: reads the configuration file's text. It may not look for files or act on options.
 */
#include "config.h"

#include "config_file.h"

#include <stdio.h>
#include <string.h>

#include "waivers.h"
#include "base/buf.h"
#include "base/words.h"

const char *const config_own_keys[] = { "profiles", "severities", "protect", NULL };
const char *const config_profile_keys[] = { "summary", "base", "include_checks", "exclude_checks",
	NULL };

struct reader {
	struct arena *a;
	struct config_file *c;
	const char *dir; /* of the file, with a slash; "" where it has none */
	struct err *err;
};

static int
complain(struct reader *r, const struct yaml *v, const char *what)
{
	return err_set(r->err, EXIT_USAGE, "%s: %s", yaml_where(r->a, v), what);
}

const char *
option_key(struct arena *a, const struct option_row *row)
{
	char *key = arena_strdup(a, row->name);

	for (char *c = key; *c != '\0'; c++) {
		if (*c == '-')
			*c = '_';
	}
	return key;
}

/* ---- options -------------------------------------------------------------------------------- */

/* What is a path is meant from where the file stands. */
static const char *
from_dir(struct reader *r, const struct option_row *row, const char *value)
{
	const char *path = value, *colon = strchr(value, ':');

	if (row->arg == NULL || *r->dir == '\0')
		return value;
	if (strcmp(row->arg, "FORMAT:FILE") == 0 && colon != NULL)
		path = colon + 1;
	else if (strcmp(row->arg, "FORMAT:FILE") != 0 && strcmp(row->arg, "FILE") != 0 &&
		 strcmp(row->arg, "DIR") != 0)
		return value;
	if (*path == '/' || *path == '\0' || strcmp(path, "-") == 0)
		return value;
	return arena_printf(r->a, "%.*s%s%s", (int)(path - value), value, r->dir, path);
}

static int
read_flag(struct reader *r, const struct yaml *v, const char *key, const char **out)
{
	struct fact_bool b = yaml_bool(v);

	*out = b.v ? "true" : "false";
	return b.seen == SEEN ? 0 : complain(r, v, arena_printf(r->a, "%s is true or false", key));
}

static int
read_number(struct reader *r, const struct yaml *v, const char *key, const char **out)
{
	struct fact_int n = yaml_int(v);

	*out = arena_printf(r->a, "%lld", (long long)n.v);
	return n.seen == SEEN ? 0 : complain(r, v, arena_printf(r->a, "%s is a number", key));
}

/* One text, or a list of them. */
static int
read_texts(struct reader *r, const struct yaml *v, const char *key, struct fact_list *list)
{
	struct fact_str one = yaml_str(v);
	const char **text = arena_alloc(r->a, sizeof *text);

	*text = one.v;
	*list = v->kind == YAML_LIST ? yaml_list(r->a, v)
				     : (struct fact_list){ one.seen, one.seen == SEEN, text };
	if (list->seen != SEEN)
		return complain(r, v, arena_printf(r->a, "%s is a text, or a list of texts", key));
	if (list->n > CONFIG_ENTRIES_MAX)
		return complain(r, v, arena_printf(r->a, "%s has too many values", key));
	return 0;
}

/* Words with commas between, as the command line has them. */
static const char *
joined(struct reader *r, const struct fact_list *list)
{
	struct buf b = BUF_INIT(CONFIG_FILE_MAX + CONFIG_ENTRIES_MAX);
	const char *text;

	for (size_t i = 0; i < list->n; i++)
		buf_printf(&b, "%s%s", i > 0 ? "," : "", list->v[i]);
	text = arena_strdup(r->a, buf_str(&b));
	buf_free(&b);
	return text;
}

static int
read_text(struct reader *r, const struct config_value *to, const struct yaml *v, const char *key,
    const char **out)
{
	struct fact_list list;

	if (v->kind == YAML_LIST && strcmp(to->row->arg, "LIST") != 0)
		return complain(r, v, arena_printf(r->a, "%s is a text, and no list", key));
	if (read_texts(r, v, key, &list) < 0)
		return -1;
	*out = from_dir(r, to->row, joined(r, &list));
	return 0;
}

static int
read_option(struct reader *r, const struct option_row *row, const struct yaml_member *m)
{
	struct config_value *to = &r->c->values[r->c->n_values++];
	const struct yaml *v = m->value;
	struct fact_list list;

	*to = (struct config_value){ .row = row,
		.label = arena_printf(r->a, "%s:%d:%d: %s", v->source, m->line, m->column, m->key),
		.n = 1,
		.values = arena_alloc(r->a, sizeof *to->values) };
	if (yaml_is_null(v))
		return err_set(r->err, EXIT_USAGE, "%s has no value", to->label);
	switch (row->type) {
	case OPTION_FLAG:
		return read_flag(r, v, m->key, &to->values[0]);
	case OPTION_NUMBER:
		return read_number(r, v, m->key, &to->values[0]);
	case OPTION_TEXT:
		return read_text(r, to, v, m->key, &to->values[0]);
	case OPTION_LIST:
		break;
	}
	if (read_texts(r, v, m->key, &list) < 0)
		return -1;
	to->n = list.n;
	to->values = arena_alloc(r->a, (list.n + 1) * sizeof *to->values);
	for (size_t i = 0; i < list.n; i++)
		to->values[i] = from_dir(r, row, list.v[i]);
	return 0;
}

/* ---- what only a file says ------------------------------------------------------------------ */

/* Check names; each has to be known. */
static int
read_checks(struct reader *r, const struct yaml *v, const char *key, struct fact_list *list)
{
	*list = (struct fact_list){ ABSENT, 0, NULL };
	if (v == NULL)
		return 0;
	if (read_texts(r, v, key, list) < 0)
		return -1;
	for (size_t i = 0; i < list->n; i++) {
		if (selection_known(r->a, list->v[i], r->err) < 0)
			return err_wrap(
			    r->err, "%s", yaml_where(r->a, v->kind == YAML_LIST ? v->items[i] : v));
	}
	if (v->kind != YAML_LIST)
		*list = selection_split(r->a, list->v[0]);
	return 0;
}

static int
read_base(struct reader *r, const struct yaml *v, struct user_profile *p)
{
	struct fact_str name = yaml_str(v);

	if (v == NULL)
		return 0;
	if (name.seen == SEEN)
		p->base = profile_called(name.v);
	return p->base != NULL
		   ? 0
		   : complain(
			 r, v, "base is one of the built-in profiles: see dockassay list profiles");
}

static int
read_profile(struct reader *r, const struct yaml_member *m)
{
	struct user_profile *p = &r->c->profiles[r->c->n_profiles++];
	const struct yaml *v = m->value;
	struct fact_str summary = yaml_str(yaml_get(v, "summary"));

	*p = (struct user_profile){ .name = m->key,
		.summary = summary.seen == SEEN ? summary.v : "" };
	if (profile_called(m->key) != NULL)
		return err_set(r->err, EXIT_USAGE, "%s:%d:%d: \"%s\" is a built-in profile",
		    v->source, m->line, m->column, m->key);
	if (v->kind != YAML_MAP || v->n == 0)
		return complain(
		    r, v, "a profile is a map with base, include_checks, exclude_checks");
	if (summary.seen == UNSEEN)
		return complain(r, yaml_get(v, "summary"), "summary is a text");
	if (yaml_keys_known(v, config_profile_keys, r->err) < 0 ||
	    read_base(r, yaml_get(v, "base"), p) < 0 ||
	    read_checks(r, yaml_get(v, "include_checks"), "include_checks", &p->include) < 0 ||
	    read_checks(r, yaml_get(v, "exclude_checks"), "exclude_checks", &p->exclude) < 0)
		return -1;
	return 0;
}

static int
read_severity(struct reader *r, const struct yaml_member *m)
{
	const char *names[N_SEVERITY + 1] = { NULL }, *near;
	struct severity_override *o = &r->c->severities[r->c->n_severities++];
	struct fact_str value = yaml_str(m->value);

	o->name = m->key;
	if (selection_known(r->a, m->key, r->err) < 0)
		return err_wrap(r->err, "%s:%d:%d", m->value->source, m->line, m->column);
	for (int i = 0; i < N_SEVERITY; i++) {
		names[i] = severity_name((enum severity)i);
		if (value.seen == SEEN && strcmp(value.v, names[i]) == 0) {
			o->severity = (enum severity)i;
			return 0;
		}
	}
	near = value.seen == SEEN ? nearest_name(value.v, names) : NULL;
	return complain(r, m->value,
	    near != NULL ? arena_printf(r->a, "no severity is called \"%.32s\": did you mean %s?",
			       value.v, near)
			 : "a severity is info, low, medium, high or critical");
}

/* A map whose members a function reads. */
static int
read_map(struct reader *r, const struct yaml *v, const char *what,
    int (*read)(struct reader *r, const struct yaml_member *m))
{
	if (yaml_is_null(v))
		return 0;
	if (v->kind != YAML_MAP || v->n > CONFIG_ENTRIES_MAX)
		return complain(r, v,
		    arena_printf(
			r->a, "%s has to be a map, of at most %d keys", what, CONFIG_ENTRIES_MAX));
	for (size_t i = 0; i < v->n; i++) {
		if (read(r, &v->members[i]) < 0)
			return -1;
	}
	return 0;
}

static int
check_keys(struct reader *r, const struct yaml *top)
{
	const char *names[MAX_OPTIONS + 8] = { NULL };
	size_t n = 0;

	for (size_t i = 0; option_row(i) != NULL; i++) {
		if (option_is_in_file(option_row(i)))
			names[n++] = option_key(r->a, option_row(i));
	}
	for (size_t i = 0; config_own_keys[i] != NULL; i++)
		names[n++] = config_own_keys[i];
	return yaml_keys_known(top, names, r->err);
}

static int
read_top(struct reader *r, const struct yaml *top)
{
	struct config_file *c = r->c;

	if (top->kind != YAML_MAP)
		return complain(r, top, "the file has to be a map of settings");
	if (check_keys(r, top) < 0)
		return -1;
	c->profiles = arena_alloc(r->a, (CONFIG_ENTRIES_MAX + 1) * sizeof *c->profiles);
	c->severities = arena_alloc(r->a, (CONFIG_ENTRIES_MAX + 1) * sizeof *c->severities);
	if (read_map(r, yaml_get(top, "profiles"), "profiles", read_profile) < 0 ||
	    read_map(r, yaml_get(top, "severities"), "severities", read_severity) < 0 ||
	    read_checks(r, yaml_get(top, "protect"), "protect", &c->protect) < 0)
		return -1;
	c->values = arena_alloc(r->a, (top->n + 1) * sizeof *c->values);
	for (size_t i = 0; option_row(i) != NULL; i++) {
		const struct yaml_member *m = yaml_member(top, option_key(r->a, option_row(i)));

		if (m != NULL && read_option(r, option_row(i), m) < 0)
			return -1;
	}
	return 0;
}

int
config_parse(struct arena *a, const char *name, const char *text, size_t len, struct config_file *c,
    struct err *err)
{
	const char *slash = strrchr(name, '/');
	struct reader r = { a, c,
		slash != NULL ? arena_strndup(a, name, (size_t)(slash - name) + 1) : "", err };
	struct yaml *top;

	*c = (struct config_file){ .path = name };
	err->code = EXIT_GATE_OPEN;
	top = yaml_parse_one(a, name, text, len, err);
	if (top == NULL)
		return err->code == EXIT_GATE_OPEN ? 0 : -1;
	return yaml_is_null(top) ? 0 : read_top(&r, top);
}

const struct severity_override *
config_severity(
    const struct config_file *c, const struct section *section, const struct check *check)
{
	const struct severity_override *found = NULL;

	for (size_t i = 0; c != NULL && i < c->n_severities; i++) {
		const struct severity_override *o = &c->severities[i];

		if (check_is_called(check, o->name))
			return o;
		if (selection_means(o->name, section, check))
			found = o;
	}
	return found;
}
