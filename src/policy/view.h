/*
 * view.h: what of a report is printed. It is chosen when everything is judged, marked and decided:
 * counts and the gate stay those of the whole report, and what is hidden is counted.
 */
#ifndef DOCKASSAY_VIEW_H
#define DOCKASSAY_VIEW_H

#include "report/report.h"

struct view {
	unsigned statuses, marks; /* bit sets; 0: all */
	int least;                /* severity; negative: all */
	bool waived;              /* of what is waived only */
	const char *summary;      /* "--show warn,high"; "" for everything */
};

/*
 * `show` is a list of statuses, severities (that and above), marks of a baseline and "waived": a
 * finding is shown when it fits one of each kind that is named. -1: EXIT_USAGE.
 */
int view_parse(struct view *v, struct arena *a, const char *show, bool only_failed,
    struct err *err);

/* A report that shares all with `full` but lists only what is viewed. Lives as long as `full`. */
void view_of(struct report *shown, struct report *full, const struct view *v);

#endif
