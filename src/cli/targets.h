/*
 * targets.h: which report goes where, as -f, -o, -l and -q say, and writing them.
 */
#ifndef DOCKASSAY_TARGETS_H
#define DOCKASSAY_TARGETS_H

#include "format.h"
#include "outputs.h"
#include "base/timings.h"
#include "options/options.h"

/* Which format goes where; in the order of the command line, stdout first. */
struct target {
	const struct format *format;
	const char *path; /* "-": stdout */
	bool plain;	  /* text without colours, whatever the terminal */
};

struct targets {
	size_t n;
	const struct timings *timings; /* NULL: not measured */
	struct outputs *outputs; /* NULL: neither digests nor signatures */
	struct target v[MAX_OUTPUTS + 3];
};

/* -1: EXIT_USAGE for unknown formats; that no two go to one place is seen to by run_files.h. */
int targets_find(struct targets *t, const struct options *o, struct arena *a, struct err *err);

/*
 * Every target is tried; the first error is the one that is told, others go to stderr at once.
 * -1: EXIT_OUTPUT.
 */
int targets_write(const struct targets *t, const struct report *r, const struct options *o,
    struct err *err);

/* -1: EXIT_USAGE, a format cannot hold many hosts; names those that can. */
int targets_hold_fleet(const struct targets *t, struct err *err);

/* A host's report, valid until the next call; NULL: it could not be read again. */
typedef const struct report *(*fleet_report_fn)(
    void *ctx, const struct fleet_host *h, struct err *err);

/* All targets in one pass over the hosts; errors as above. Where a report is gone, no file appears.
 */
int targets_write_fleet(const struct targets *t, const struct fleet *f, fleet_report_fn next,
    void *ctx, const struct options *o, struct err *err);

#endif
