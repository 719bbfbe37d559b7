/*
 * fleet_read.h: reads hosts' reports, one at a time, and does with each what a scan does with its
 * own: severities, waivers, an earlier report, the gate.
 */
#ifndef DOCKASSAY_FLEET_READ_H
#define DOCKASSAY_FLEET_READ_H

#include "fleet.h"
#include "fleet_identity.h"
#include "fleet_inputs.h"
#include "policy/policy.h"
#include "policy/select.h"

/* An earlier report of a host. */
struct earlier {
	struct identity whose;
	const char *file;
	int64_t time;
	bool met;
};

struct fleet_reader {
	const struct options *options; /* what the reports are told to rest on */
	const struct policy *policy;   /* without a baseline */
	struct selection *selection;   /* NULL: all checks that the reports have */
	const char *baseline;	       /* a file, or a directory; NULL: none */
	size_t n_earlier;
	struct earlier *earlier; /* by identity, and age */
};

/* Looks into all earlier reports. -1: EXIT_USAGE, one cannot be read. */
int fleet_read_baseline(struct fleet_reader *rd, struct arena *a, struct err *err);

/*
 * Reads, marks and decides. NULL: err says why not. The caller frees the report. `sha256` is the
 * file's, and warnings what --max-warn counts; both may be NULL.
 */
struct report *fleet_read(
    struct fleet_reader *rd, const char *file, char sha256[65], size_t *warnings, struct err *err);

/*
 * All reports, counted; what cannot be read is in `unread`. NULL: EXIT_USAGE, none could be read.
 * To be freed by fleet_free().
 */
struct fleet *fleet_collect(
    struct fleet_reader *rd, const struct fleet_inputs *in, struct err *err);

/* The report of a host again, under its name in the fleet. NULL: EXIT_OUTPUT, it is another now. */
struct report *fleet_read_again(
    struct fleet_reader *rd, const struct fleet_host *h, struct err *err);

#endif
