/*
 * settings.h: what the configuration file and the environment say, laid under the command line.
 * Order: command line, environment (DOCKASSAY_FAIL_ON), file, default.
 */
#ifndef DOCKASSAY_SETTINGS_H
#define DOCKASSAY_SETTINGS_H

#include "policy/config_file.h"

/*
 * Adds settings to options that the command line has filled, where the command reads any: those
 * that scan, render or compare, and `config`. -1: EXIT_USAGE, with file, line and column.
 *
 * A file that was not named is taken from the working directory or the nearest folder above it. It
 * says what a scan looks at and what passes, so one that somebody else may have written is refused:
 * file and folder have to belong to root or the user, and others must not write there.
 */
int settings_apply(struct options *o, struct err *err);

/* "DOCKASSAY_FAIL_ON" */
const char *settings_variable(struct arena *a, const struct option_row *row);

#endif
