/*
 * output.h: the only place that opens files for writing.
 *
 * A file appears whole or not at all: it is written beside its final name, synced, and renamed.
 * Reports describe weaknesses: 0600 is the mode to give where nobody asked for another. What is there and is no regular
 * file (/dev/null, a pipe) is written to directly. "-" is stdout.
 */
#ifndef DOCKASSAY_OUTPUT_H
#define DOCKASSAY_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "err.h"

struct output_file {
	FILE *file;
	char *path;      /* final name, links followed */
	char *temporary; /* NULL: written directly */
};

/* A new file gets this mode, whatever the umask. -1: EXIT_OUTPUT, with the path and what to do. */
int output_open(struct output_file *f, const char *path, mode_t mode, struct err *err);

/* Makes it appear. On failure nothing is left behind, and the old file is as it was. */
int output_commit(struct output_file *f, struct err *err);

/* Throws it away. */
void output_abandon(struct output_file *f);

/*
 * Removes what was not committed, where the program ends at once: by a signal, or without memory. May
 * be called from a signal handler.
 */
void output_remove_unfinished(void);

/* After the last word to stdout: EXIT_GATE_OPEN, or EXIT_OUTPUT and err where not all was written. */
int output_stdout(struct err *err);

/* Reads a whole input file of at most max bytes; the caller frees. "-" is stdin. */
char *input_read(const char *path, size_t max, size_t *len, struct err *err);

#endif
