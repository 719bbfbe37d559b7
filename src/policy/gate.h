/*
 * gate.h: one verdict over a whole report, for the exit code and for every writer. It is decided
 * once, when findings are marked and waived, and before anything is written.
 */
#ifndef DOCKASSAY_GATE_H
#define DOCKASSAY_GATE_H

#include "report/report.h"

/*
 * What closes the gate. The words are the command line's:
 *
 * fail_on      a list; each word alone is enough: "warn"; a severity, meaning that and above; "new",
 *              "changed"; "new:high", new ones of that severity and above; "never".
 *              NULL: "new" where there is a baseline, else "warn"; where a threshold is given, that
 *              alone, or with "new".
 * hard_fail    ids (prefixes, patterns) whose WARN closes it whatever else is said
 * soft_fail    ids whose WARN never does
 */
struct gate_policy {
	const char *fail_on, *hard_fail, *soft_fail;
	long max_warn, min_score; /* negative: none */
	bool new_checks;     /* a finding of a check that the baseline did not have counts as new */
	bool ignore_incomplete;
	bool strict_waivers; /* a notice about a waiver closes it, too */
	bool exit_zero;      /* tell the verdict, but exit with 0 */
	int exit_code;       /* in place of 1 */
};

#define GATE_POLICY_DEFAULT { .max_warn = -1, .min_score = -1, .exit_code = EXIT_FINDINGS }

/* -1: EXIT_USAGE for words that are not known. To be called before a scan. */
int gate_policy_check(const struct gate_policy *policy, bool has_baseline, struct err *err);

/*
 * Fills r->gate. A waived finding never closes it. Findings that a baseline knows as not assessed,
 * too, do not make a scan incomplete. To be called after report_finish().
 */
void gate_decide(struct report *r, const struct gate_policy *policy);

/* How many findings --max-warn counts. */
size_t gate_warnings(const struct report *r, const struct gate_policy *policy);

#endif
