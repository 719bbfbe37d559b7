/*
 * baseline.h: how a scan stands to an earlier one.
 */
#ifndef DOCKASSAY_BASELINE_H
#define DOCKASSAY_BASELINE_H

#include "report/report_import.h"

#define BASELINE_MAX ((size_t)256 << 20) /* bytes of an earlier report */

/* Reads a baseline's file. -1: EXIT_USAGE, with the place of what is wrong. */
int baseline_read(struct imported *b, const char *file, struct err *err);

/*
 * Marks the WARN and ERROR findings of a report by an earlier one, lists what is resolved, and notes
 * where the two cannot be compared. What was waived in the earlier one was
 * accepted until a day and not by it: `keep_waived` compares with that, too (for people, not for the
 * gate). To be called after report_finish(), and report_finish() to be called again after it.
 */
void baseline_mark(struct report *r, const struct imported *b, const char *file, bool keep_waived);

#endif
