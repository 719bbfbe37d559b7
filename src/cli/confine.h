/*
 * confine.h: which sandbox a command runs in, by its options.
 */
#ifndef DOCKASSAY_CONFINE_H
#define DOCKASSAY_CONFINE_H

#include "run_files.h"
#include "options/options.h"
#include "sandbox/sandbox.h"

/* What a command has to do with the world. */
enum command_kind {
	COMMAND_TELLS, /* of the program itself: nothing hostile is read, and there is no sandbox */
	COMMAND_READS, /* files that are named */
	COMMAND_SCANS, /* the same with --from; else an engine, a host, or build files */
};

/* Enters it. Whatever the options say of files has to be settled. */
void confine(struct sandbox *s, const struct options *o, const struct run_files *files,
    enum command_kind kind);

#endif
