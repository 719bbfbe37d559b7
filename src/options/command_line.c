/*
 * command_line.c: reads the command line by the table of options. It may not act on any option.
 */
#include "config.h"

#include "options_internal.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/words.h"

#define LONG_BASE 1000 /* getopt's value for a row without a letter: LONG_BASE + index */

static int
unknown_option(const char *typed, struct err *err)
{
	const char *names[MAX_OPTIONS + 1] = { NULL };
	char name[65];
	const char *near;

	if (typed[0] != '-' || typed[1] != '-')
		return err_set(err, EXIT_USAGE, "unknown option %s: see dockassay --help", typed);
	snprintf(name, sizeof name, "%.*s", (int)strcspn(typed + 2, "="), typed + 2);
	for (size_t i = 0; i < option_count(); i++)
		names[i] = option_rows[i].name;
	near = nearest_name(name, names);
	if (near == NULL)
		return err_set(err, EXIT_USAGE, "unknown option --%s: see dockassay --help", name);
	return err_set(err, EXIT_USAGE, "unknown option --%s: did you mean --%s?", name, near);
}

static void
build_getopt(char *letters, struct option *longs)
{
	*letters++ = ':';
	for (size_t i = 0; i < option_count(); i++) {
		longs[i] = (struct option){ .name = option_rows[i].name,
			.has_arg =
			    option_rows[i].type == OPTION_FLAG ? no_argument : required_argument,
			.val = LONG_BASE + (int)i };
		if (option_rows[i].letter == 0)
			continue;
		*letters++ = option_rows[i].letter;
		if (option_rows[i].type != OPTION_FLAG)
			*letters++ = ':';
	}
	*letters = '\0';
}

static const struct option_row *
row_of(int value)
{
	if (value >= LONG_BASE)
		return &option_rows[value - LONG_BASE];
	for (size_t i = 0; i < option_count(); i++) {
		if (option_rows[i].letter == value)
			return &option_rows[i];
	}
	return NULL;
}

int
options_parse(struct options *o, int argc, char **argv, struct err *err)
{
	char letters[2 * MAX_OPTIONS + 2];
	struct option longs[MAX_OPTIONS + 1] = { { 0 } };
	int value;

	options_default(o);
	build_getopt(letters, longs);
	opterr = 0;
	optind = 1;
	while ((value = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		char letter[3] = { '-', (char)optopt, '\0' };

		if (value == ':')
			return err_set(err, EXIT_USAGE, "%s wants a value",
			    optopt < LONG_BASE ? letter : argv[optind - 1]);
		if (value == '?')
			return unknown_option(
			    optopt > 0 && optopt < LONG_BASE ? letter : argv[optind - 1], err);
		if (option_give(o, row_of(value), optarg != NULL ? optarg : "true",
			(struct setting_from){ BY_COMMAND_LINE, NULL }, err) < 0)
			return -1;
	}
	o->args = argv + optind;
	o->n_args = (size_t)(argc - optind);
	if (o->n_args > 0) {
		o->command = o->args[0];
		o->args++;
		o->n_args--;
	}
	return options_fit(o, err) < 0 ? -1 : options_check(o, err);
}
