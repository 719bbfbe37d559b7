/*
 * outputs.h: what is done with every file that a run writes: its permissions, its SHA-256, its
 * signature. Only files that appear by name count: what goes to stdout, a pipe or a device has
 * neither digest nor signature.
 */
#ifndef DOCKASSAY_OUTPUTS_H
#define DOCKASSAY_OUTPUTS_H

#include "base/output.h"
#include "options/options.h"

struct outputs;

/* Reads the key, before anybody waits for a scan. NULL: EXIT_USAGE. */
struct outputs *outputs_new(const struct options *o, struct err *err);
void outputs_free(struct outputs *out); /* NULL is fine */

/* output_open() with the mode that was asked for; 0600 where `out` is NULL. */
int outputs_open(
    const struct outputs *out, struct output_file *f, const char *path, struct err *err);

/*
 * Makes a file appear as output_commit() does, with its signature as NAME.sig beside it. What is
 * signed and summed is what was written, and not what is found under its name later. `out` may be
 * NULL: then it is output_commit().
 */
int outputs_commit(struct outputs *out, struct output_file *f, struct err *err);

/* Writes the list of digests, and signs it; to be called when all else is written. */
int outputs_finish(struct outputs *out, struct err *err);

#endif
