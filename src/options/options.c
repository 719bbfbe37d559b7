/*
 * options.c: the values of options: who gave them, and whether they go together. It may not act on
 * any option.
 */
#include "config.h"

#include "options_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Where the values of a LIST go, by the offset of their number. */
static const struct {
	size_t number, values, max;
} lists[] = {
	{ AT(n_outputs), AT(outputs), MAX_OUTPUTS },
	{ AT(n_dockerfiles), AT(dockerfiles), MAX_BUILD_FILES },
	{ AT(n_compose_files), AT(compose_files), MAX_BUILD_FILES },
};

size_t
option_values(const struct options *o, const struct option_row *row, const char *const **values)
{
	const char *field = (const char *)o + row->offset;

	*values = (const char *const *)(const void *)field;
	if (row->type == OPTION_TEXT)
		return **values != NULL;
	for (size_t i = 0; row->type == OPTION_LIST && i < sizeof lists / sizeof lists[0]; i++) {
		if (lists[i].number == row->offset) {
			*values =
			    (const char *const *)(const void *)((const char *)o + lists[i].values);
			return *(const size_t *)(const void *)field;
		}
	}
	return 0;
}

void
options_default(struct options *o)
{
	*o = (struct options){ .command = "scan",
		.color = "auto",
		.incomplete = "fail",
		.new_checks = "ignore",
		.junit_by = "check",
		.max_warn = -1,
		.min_score = -1,
		.exit_code = EXIT_FINDINGS };
}

void
options_free(struct options *o)
{
	arena_free(o->arena);
	o->arena = NULL;
}

/* How a message calls the option, by who gave the value. */
struct label {
	char text[512];
};

static struct label
label_of(const struct option_row *row, const char *label)
{
	struct label l;

	snprintf(l.text, sizeof l.text, "%s%s", label != NULL ? "" : "--",
	    label != NULL ? label : row->name);
	return l;
}

static int
add_value(struct options *o, const struct option_row *row, const char *value, const char *label,
    struct err *err)
{
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		size_t *n = (size_t *)(void *)((char *)o + lists[i].number);
		const char **values = (const char **)(void *)((char *)o + lists[i].values);

		if (lists[i].number != row->offset)
			continue;
		if (*n == lists[i].max)
			return err_set(err, EXIT_USAGE, "%s: more than %zu values",
			    label_of(row, label).text, lists[i].max);
		values[(*n)++] = value;
	}
	return 0;
}

static int
set_value(struct options *o, const struct option_row *row, const char *value, const char *label,
    struct err *err)
{
	char *field = (char *)o + row->offset, *end;

	switch (row->type) {
	case OPTION_FLAG:
		*(bool *)(void *)field = strcmp(value, "true") == 0;
		return 0;
	case OPTION_TEXT:
		*(const char **)(void *)field = value;
		return 0;
	case OPTION_LIST:
		return add_value(o, row, value, label, err);
	case OPTION_NUMBER:
		break;
	}
	*(long *)(void *)field = strtol(value, &end, 10);
	if (*value == '\0' || *end != '\0' || *(long *)(void *)field < 0 ||
	    *(long *)(void *)field > 1000000)
		return err_set(err, EXIT_USAGE, "%s wants a number of 0 to 1000000, not \"%s\"",
		    label_of(row, label).text, value);
	return 0;
}

/* Options of which one takes the place of the others: what is scanned, how stdout looks. */
static const size_t rivals[][5] = {
	{ AT(host), AT(context) },
	{ AT(host), AT(from), AT(n_dockerfiles), AT(n_compose_files) },
	{ AT(context), AT(from), AT(n_dockerfiles), AT(n_compose_files) },
	{ AT(root), AT(from), AT(n_dockerfiles), AT(n_compose_files) },
	{ AT(color), AT(no_color) },
	{ AT(format), AT(quiet) },
	{ AT(show), AT(only_failed) },
	{ AT(config), AT(no_config) },
};
#define N_RIVALS (sizeof rivals / sizeof rivals[0])
#define N_RIVAL (sizeof rivals[0] / sizeof rivals[0][0])

static bool
in_group(size_t group, size_t offset)
{
	for (size_t i = 0; i < N_RIVAL && rivals[group][i] != 0; i++) {
		if (rivals[group][i] == offset)
			return true;
	}
	return false;
}

/* Has somebody who goes before said this, or what takes its place? */
static bool
is_settled(const struct options *o, const struct option_row *row, enum setting_origin origin)
{
	if (o->from_whom[row - option_rows].origin > origin)
		return true;
	for (size_t g = 0; g < N_RIVALS; g++) {
		for (size_t i = 0; in_group(g, row->offset) && i < option_count(); i++) {
			enum setting_origin rival = o->from_whom[i].origin;

			if (in_group(g, option_rows[i].offset) && rival > origin &&
			    rival != BY_COMMAND)
				return true;
		}
	}
	return false;
}

int
option_give(struct options *o, const struct option_row *row, const char *value,
    struct setting_from from, struct err *err)
{
	if (is_settled(o, row, from.origin))
		return 0;
	o->from_whom[row - option_rows] = from;
	return set_value(o, row, value, from.label, err);
}

static int
one_of(const struct option_row *row, const char *label, const char *value,
    const char *const *choices, struct err *err)
{
	char list[128] = "";

	for (size_t i = 0; choices[i] != NULL; i++) {
		if (strcmp(value, choices[i]) == 0)
			return 0;
		snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i > 0 ? ", " : "",
		    choices[i]);
	}
	return err_set(
	    err, EXIT_USAGE, "%s is one of %s, not \"%s\"", label_of(row, label).text, list, value);
}

static int
check_outputs(const struct options *o, struct err *err)
{
	const char *mode = o->output_mode != NULL ? o->output_mode : "600";
	unsigned long bits = strtoul(mode, NULL, 8);

	if (strspn(mode, "01234567") != strlen(mode) || strlen(mode) < 3 || strlen(mode) > 4 ||
	    (bits & 0600) != 0600 || (bits & ~0644UL) != 0)
		return err_set(err, EXIT_USAGE,
		    "--output-mode wants the owner's 600 and who else may read, such as 640 or "
		    "644, "
		    "not \"%.32s\"",
		    mode);
	if (o->sign_passphrase != NULL && o->sign == NULL)
		return err_set(err, EXIT_USAGE, "--sign-passphrase opens the key of --sign");
	return 0;
}

int
options_check(const struct options *o, struct err *err)
{
	const char *live;

	for (size_t i = 0; i < option_count(); i++) {
		const char *const *choices = option_choices(&option_rows[i]);
		const char *const *value =
		    (const char *const *)(const void *)((const char *)o + option_rows[i].offset);

		if (choices != NULL &&
		    one_of(&option_rows[i], o->from_whom[i].label, *value, choices, err) < 0)
			return -1;
	}
	if (check_outputs(o, err) < 0)
		return -1;
	if (o->host != NULL && o->context != NULL)
		return err_set(
		    err, EXIT_USAGE, "--host and --context both say where the engine is: give one");
	live = o->host != NULL	    ? "--host"
	       : o->context != NULL ? "--context"
	       : o->root != NULL    ? "--root"
				    : NULL;
	if (o->n_dockerfiles + o->n_compose_files > 0 && (o->from != NULL || live != NULL))
		return err_set(err, EXIT_USAGE,
		    "--dockerfile and --compose ask no engine: they do not go with %s",
		    live != NULL ? live : "--from");
	if (o->from != NULL && live != NULL)
		return err_set(
		    err, EXIT_USAGE, "--from replays a snapshot: it does not go with %s", live);
	return 0;
}
