/*
 * targets.h: which report goes where, as -f, -o, -l and -q say, and writing them.
 */
#ifndef DOCKASSAY_TARGETS_H
#define DOCKASSAY_TARGETS_H

#include "format.h"
#include "options.h"
#include "outputs.h"

/* Which format goes where; in the order of the command line, stdout first. */
struct target {
	const struct format *format;
	const char *path; /* "-": stdout */
	bool plain;	  /* text without colours, whatever the terminal */
};

struct targets {
	size_t n;
	struct outputs *outputs; /* NULL: neither digests nor signatures */
	struct target v[MAX_OUTPUTS + 3];
};

/* -1: EXIT_USAGE for unknown formats, and for two reports to one place. */
int targets_find(struct targets *t, const struct options *o, struct arena *a, struct err *err);

/*
 * Every target is tried; the first error is the one that is told, others go to stderr at once.
 * -1: EXIT_OUTPUT.
 */
int targets_write(const struct targets *t, const struct report *r, const struct options *o,
    struct err *err);

#endif
