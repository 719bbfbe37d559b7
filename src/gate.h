/*
 * gate.h: one verdict over a whole report, for the exit code and for every writer. It is decided
 * once, when findings are marked and waived, and before anything is written.
 */
#ifndef DOCKASSAY_GATE_H
#define DOCKASSAY_GATE_H

#include "report.h"

/* What closes the gate. */
struct gate_policy {
	bool ignore_incomplete;
	bool strict_waivers; /* a notice about a waiver closes it, too */
};

/* Fills r->gate. A waived finding never closes it. To be called after report_finish(). */
void gate_decide(struct report *r, const struct gate_policy *policy);

#endif
