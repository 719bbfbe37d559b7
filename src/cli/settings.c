/*
 * settings.c: reads the configuration file and the environment into options. It may not act on
 * them.
 */
#include "config.h"

#include "settings.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "settings_find.h"
#include "targets.h"
#include "base/output.h"
#include "base/sha256.h"
#include "base/words.h"
#include "policy/gate.h"
#include "policy/view.h"

#define PREFIX "DOCKASSAY_"

extern char **environ;

const char *
settings_variable(struct arena *a, const struct option_row *row)
{
	char *name = arena_printf(a, PREFIX "%s", option_key(a, row));

	for (char *c = name; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	return name;
}

/* ---- one value ------------------------------------------------------------------------------ */

/*
 * A value is tried alone, so that what is wrong with it is told with its place. What it means
 * together with others is found out later.
 */
static int
try_alone(const struct options *o, const struct option_row *row, const char *value,
    struct setting_from from, struct err *err)
{
	struct options alone;
	struct selection s = { 0 };
	struct targets targets;
	struct view view;
	struct gate_policy gate = GATE_POLICY_DEFAULT;
	int result;

	options_default(&alone);
	alone.file = o->file;
	if (option_give(&alone, row, value, from, err) < 0 || options_check(&alone, err) < 0)
		return -1;
	gate.fail_on = alone.fail_on;
	gate.min_score = alone.min_score;
	gate.exit_code = (int)alone.exit_code;
	result = selection_parse(&s, &alone, err);
	if (result == 0 && (selection_known(s.arena, alone.hard_fail, err) < 0 ||
			       selection_known(s.arena, alone.soft_fail, err) < 0 ||
			       gate_policy_check(&gate, true, err) < 0 ||
			       view_parse(&view, s.arena, alone.show, alone.only_failed, err) < 0 ||
			       targets_find(&targets, &alone, s.arena, err) < 0))
		result = -1;
	selection_free(&s);
	return result < 0 ? err_wrap(err, "%s", from.label) : 0;
}

static int
give(struct options *o, const struct option_row *row, const char *value, struct setting_from from,
    struct err *err)
{
	if (try_alone(o, row, value, from, err) < 0)
		return -1;
	return option_give(o, row, value, from, err);
}

/* ---- environment ---------------------------------------------------------------------------- */

/* Flags are spelt in many ways there. NULL: none of them. */
static const char *
flag_value(const char *text)
{
	static const char *const yes[] = { "1", "true", "yes", "on", NULL };
	static const char *const no[] = { "0", "false", "no", "off", NULL };

	for (size_t i = 0; yes[i] != NULL; i++) {
		if (strcmp(text, yes[i]) == 0)
			return "true";
		if (strcmp(text, no[i]) == 0)
			return "false";
	}
	return NULL;
}

static int
give_variable(struct options *o, const struct option_row *row, const char *name, const char *value,
    struct err *err)
{
	struct setting_from from = { BY_ENVIRONMENT, name };
	struct fact_list words;

	if (row->type == OPTION_FLAG) {
		const char *flag = flag_value(value);

		if (flag == NULL)
			return err_set(
			    err, EXIT_USAGE, "%s is true or false, not \"%.64s\"", name, value);
		return give(o, row, flag, from, err);
	}
	if (row->type != OPTION_LIST)
		return give(o, row, arena_strdup(o->arena, value), from, err);
	words = selection_split(o->arena, value);
	for (size_t i = 0; i < words.n; i++) {
		if (give(o, row, words.v[i], from, err) < 0)
			return -1;
	}
	return 0;
}

/* A variable that looks like a setting and is none may be a slip, or somebody else's. */
static void
note_unknown(struct options *o)
{
	const char *names[MAX_OPTIONS + 1] = { NULL };
	size_t n = 0;

	for (size_t i = 0; option_row(i) != NULL; i++)
		names[n++] = settings_variable(o->arena, option_row(i)) + strlen(PREFIX);
	for (char **e = environ; *e != NULL && o->note == NULL; e++) {
		const char *name, *near;
		bool known = false;

		if (strncmp(*e, PREFIX, strlen(PREFIX)) != 0)
			continue;
		/* By what tells them apart: all of them begin alike. */
		name = arena_strndup(o->arena, *e, strcspn(*e, "=")) + strlen(PREFIX);
		for (size_t i = 0; i < n; i++)
			known = known || strcmp(name, names[i]) == 0;
		near = known ? NULL : nearest_name(name, names);
		if (near != NULL)
			o->note = arena_printf(o->arena,
			    "the variable " PREFIX "%.64s is no setting: did you mean " PREFIX
			    "%s?",
			    name, near);
	}
}

static int
read_environment(struct options *o, struct err *err)
{
	for (size_t i = 0; option_row(i) != NULL; i++) {
		const struct option_row *row = option_row(i);
		const char *name = settings_variable(o->arena, row), *value = getenv(name);

		if (value == NULL || *value == '\0' || !option_is_in_environment(row))
			continue;
		if (give_variable(o, row, name, value, err) < 0)
			return -1;
	}
	note_unknown(o);
	return 0;
}

/* ---- file ----------------------------------------------------------------------------------- */

/* 0: *path is NULL where there is none. */
static int
read_text(const struct options *o, const char **path, char **text, size_t *len, struct err *err)
{
	char *here;
	int result;

	*path = o->config;
	*text = NULL;
	if (o->config != NULL) {
		*text = input_read(o->config, CONFIG_FILE_MAX, len, err);
		return *text != NULL ? 0 : -1;
	}
	here = o->no_config ? NULL : getcwd(NULL, 0);
	if (here == NULL)
		return 0;
	result = settings_find(o->arena, here, CONFIG_FILE_MAX, path, text, len, err);
	free(here);
	return result;
}

static int
read_file(struct options *o, struct err *err)
{
	struct config_file *c = arena_alloc(o->arena, sizeof *c);
	const char *path;
	char *text;
	size_t len = 0;
	int result;

	if (read_text(o, &path, &text, &len, err) < 0)
		return -1;
	if (path == NULL)
		return 0;
	result = config_parse(o->arena, path, text, len, c, err);
	sha256_hex(text, len, c->sha256);
	free(text);
	if (result < 0)
		return -1;
	o->file = c;
	for (size_t i = 0; i < c->n_values; i++) {
		const struct config_value *v = &c->values[i];

		for (size_t k = 0; k < v->n; k++) {
			if (give(o, v->row, v->values[k],
				(struct setting_from){ BY_FILE, v->label }, err) < 0)
				return -1;
		}
	}
	return 0;
}

/* ---- which commands ------------------------------------------------------------------------- */

static bool
wants_settings(const struct options *o)
{
	static const char *const commands[] = { "scan", "demo", "render", "merge", "waive", "diff",
		NULL };

	if (o->help || o->version)
		return false;
	if (strcmp(o->command, "config") == 0)
		return o->n_args > 0 && strcmp(o->args[0], "schema") != 0;
	for (size_t i = 0; commands[i] != NULL; i++) {
		if (strcmp(o->command, commands[i]) == 0)
			return true;
	}
	return o->ping || (strcmp(o->command, "verify") == 0 && o->config != NULL);
}

/*
 * What a command takes from its own line only, beside what it does not use at all. A demonstration,
 * an old report, a merged one and a stub must not be written where the reports of scans go.
 */
static const struct {
	const char *command;
	const char *options[14];
} own_line_only[] = {
	{ "demo", { "output", "log", "snapshot", "baseline", "update-baseline", "digest", "sign",
		      "sign-passphrase" } },
	{ "render", { "output", "log", "snapshot", "update-baseline", "digest" } },
	{ "merge",
	    { "output", "format", "quiet", "baseline", "digest", "sign", "sign-passphrase" } },
	{ "diff", { "format" } },
	{ "verify", { "baseline", "waivers", "changed-since" } },
	{ "waive", { "output", "log", "format", "quiet", "snapshot", "update-baseline", "show",
		       "only-failed", "digest", "sign", "sign-passphrase" } },
};

static bool
is_for_own_line(const struct options *o, const struct option_row *row)
{
	for (size_t i = 0; i < sizeof own_line_only / sizeof own_line_only[0]; i++) {
		if (strcmp(o->command, own_line_only[i].command) != 0)
			continue;
		for (const char *const *name = own_line_only[i].options; *name != NULL; name++) {
			if (strcmp(row->name, *name) == 0)
				return true;
		}
	}
	/* Who names what is looked at has said so. */
	return strcmp(o->command, "waive") == 0 && o->n_args > 0 && strcmp(row->name, "from") == 0;
}

static void
settle_command(struct options *o)
{
	for (size_t i = 0; option_row(i) != NULL; i++) {
		if (o->from_whom[i].origin == BY_DEFAULT &&
		    (!option_is_used(o, option_row(i)) || is_for_own_line(o, option_row(i))))
			o->from_whom[i].origin = BY_COMMAND;
	}
}

int
settings_apply(struct options *o, struct err *err)
{
	if (!wants_settings(o))
		return 0;
	o->arena = arena_new();
	settle_command(o);
	if (read_environment(o, err) < 0 || read_file(o, err) < 0)
		return -1;
	return options_check(o, err);
}
