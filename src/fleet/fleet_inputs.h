/*
 * fleet_inputs.h: which files are meant by the names of files and directories.
 */
#ifndef DOCKASSAY_FLEET_INPUTS_H
#define DOCKASSAY_FLEET_INPUTS_H

#include "base/arena.h"

#define FLEET_FILES_MAX 1000000

struct fleet_inputs {
	size_t n, cap;
	const char **v;
};

/*
 * Adds a file; of a directory all files in it (not below) whose names end in ".json" and do not
 * begin with a dot, in the order of their names; for "-" what standard input names, a line each.
 * -1: EXIT_USAGE, it cannot be listed. Whether a file can be read is seen when it is read.
 */
int fleet_inputs_add(struct fleet_inputs *in, struct arena *a, const char *name, struct err *err);

#endif
