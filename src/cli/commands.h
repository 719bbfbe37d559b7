/*
 * commands.h: what the program can be told to do.
 */
#ifndef DOCKASSAY_COMMANDS_H
#define DOCKASSAY_COMMANDS_H

#include "options/options.h"

/*
 * Runs the command that the options name. Returns the exit code; when that comes from an error
 * (and not from the gate), err->msg holds the one line for stderr, otherwise it is empty.
 */
int command_run(const struct options *o, struct err *err);

/* The commands that do not scan; in list.c. */
int command_list(const struct options *o, struct err *err);
int command_explain(const struct options *o, struct err *err);

/* Names of commands, for completions; NULL past the end. */
const char *command_name(size_t i);

/* In config_command.c and completion.c. */
int command_config(const struct options *o, struct err *err);
int command_completion(const struct options *o, struct err *err);

/* In diff.c, merge.c and verify.c. */
int command_diff(const struct options *o, struct err *err);
int command_merge(const struct options *o, struct err *err);
int command_verify(const struct options *o, struct err *err);

#endif
