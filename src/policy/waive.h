/*
 * waive.h: lays waivers and attestations over a judged report. It marks findings and adds notices;
 * a status never changes, and nothing goes away.
 */
#ifndef DOCKASSAY_WAIVE_H
#define DOCKASSAY_WAIVE_H

#include "waivers.h"

#define WAIVER_BROAD_SUBJECTS 20 /* a waiver that matches more subjects of a check is too broad */
#define WAIVER_SOON_DAYS 14      /* notice before a waiver ends */
#define WAIVER_LABEL "dockassay.waive"

struct waive_policy {
	const struct waiver_file *file;  /* NULL: none */
	const struct fact_list *protect; /* checks that nobody may waive; NULL: none */
	long max_days;                   /* that a waiver may last; 0: any */
	bool trust_labels;               /* labels of containers and images may waive */
	bool now_given;                  /* `now` goes before the report's own time */
	int64_t now;                     /* seconds since 1970 */
	const struct facts *facts;       /* for labels; NULL: there are none */
};

/*
 * To be called after report_finish() (findings of one subject are neighbours); counts are made anew.
 * Marks that the report has from an earlier run go when there is a file.
 */
void waive(struct report *r, const struct waive_policy *p);

#endif
