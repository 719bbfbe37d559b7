/*
 * policy.h: all that is done with findings once they are judged: marks, the gate, what is viewed.
 */
#ifndef DOCKASSAY_POLICY_H
#define DOCKASSAY_POLICY_H

#include "gate.h"
#include "view.h"
#include "waive.h"
#include "options/options.h"
#include "report/report_import.h"

struct policy {
	struct gate_policy gate;
	const char *baseline_file;
	struct imported baseline; /* .report is NULL where there is none */
	struct view view;
	const struct config_file *file;   /* severities and protected checks; NULL: none */
	const struct waiver_file *waivers; /* NULL: none */
	long max_waiver_days;
	bool trust_labels;
	bool now_given;                   /* by SOURCE_DATE_EPOCH */
	int64_t now;
	const struct facts *facts;        /* for labels; NULL: only a report is there */
};

/*
 * Reads all files and words before a scan, so that a wrong one costs nobody the wait. `compared`:
 * the report to come was compared with a baseline already. -1: EXIT_USAGE.
 */
int policy_read(struct policy *p, const struct options *o, bool compared, struct arena *a,
    struct err *err);
void policy_free(struct policy *p);

/* Marks the findings of a finished report, and decides the gate. */
void policy_apply(const struct policy *p, struct report *r);

#endif
