/*
 * report_store.h: what the findings of a report share: texts, subjects and evidence, each kept
 * once. report.h is its interface; this is for report.c.
 */
#ifndef DOCKASSAY_REPORT_STORE_H
#define DOCKASSAY_REPORT_STORE_H

#include "report.h"

struct report_store *report_store_new(void);
void report_store_free(struct report_store *s); /* NULL is fine */

/* Evidence is added to one finding at a time: `f` is that one from now on. */
void report_store_open(struct report *r, struct finding *f);

#endif
