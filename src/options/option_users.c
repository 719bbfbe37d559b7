/*
 * option_users.c: which command uses which option, by the table of options. It may not act on any.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "options.h"

#include "base/arena.h"

/* Commands that are not here take what they like. */
static const struct {
	const char *name;
	unsigned users;
} commands[] = {
	{ "scan", USED_BY_SCAN },
	{ "demo", USED_BY_DEMO },
	{ "render", USED_BY_RENDER },
	{ "merge", USED_BY_MERGE },
	{ "diff", USED_BY_DIFF },
	{ "waive", USED_BY_WAIVE },
	{ "verify", USED_BY_VERIFY },
	{ "list", USED_BY_LIST },
	{ "explain", 0 },
	{ "completion", 0 },
};
#define N_COMMANDS (sizeof commands / sizeof commands[0])

#define USED_BY_ANY (~0U)

static unsigned
bit_of(const struct options *o)
{
	if (o->ping && strcmp(o->command, "scan") == 0)
		return USED_BY_PING;
	for (size_t i = 0; i < N_COMMANDS; i++) {
		if (strcmp(o->command, commands[i].name) == 0)
			return commands[i].users;
	}
	return USED_BY_ANY;
}

static bool
is_used(unsigned command, const struct option_row *row)
{
	/* Help and version are for all. */
	return command == USED_BY_ANY || row->users == USED_BY_ANY || (row->users & command) != 0;
}

bool
option_is_used(const struct options *o, const struct option_row *row)
{
	return is_used(bit_of(o), row);
}

static int
refuse(const struct options *o, const struct option_row *row, struct err *err)
{
	char names[128] = "";

	for (size_t i = 0; i < N_COMMANDS; i++) {
		if ((row->users & commands[i].users) != 0)
			snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s",
			    *names != '\0' ? ", " : "", commands[i].name);
	}
	return err_set(err, EXIT_USAGE, "%s does not use --%s: it is for %s",
	    bit_of(o) == USED_BY_PING ? "--ping" : o->command, row->name, names);
}

int
options_fit(const struct options *o, struct err *err)
{
	for (size_t i = 0; !o->help && !o->version && option_row(i) != NULL; i++) {
		if (o->from_whom[i].origin == BY_COMMAND_LINE && !option_is_used(o, option_row(i)))
			return refuse(o, option_row(i), err);
	}
	return 0;
}

int
options_fit_report(const struct options *o, struct err *err)
{
	for (size_t i = 0; option_row(i) != NULL; i++) {
		if (o->from_whom[i].origin == BY_COMMAND_LINE &&
		    !is_used(USED_OF_REPORT, option_row(i)))
			return err_set(err, EXIT_USAGE,
			    "--%s has no meaning for a report, which was judged long ago: %s its "
			    "snapshot",
			    option_row(i)->name, o->command);
	}
	return 0;
}

const char *
option_said(struct arena *a, const struct options *o, const struct option_row *row)
{
	for (size_t i = 0; option_row(i) != NULL; i++) {
		if (option_row(i) == row && o->from_whom[i].label != NULL)
			return o->from_whom[i].label;
	}
	return arena_printf(a, "--%s", row->name);
}
