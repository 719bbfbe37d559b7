/*
 * left_out.h: what a selection left out of a report, in words that every format can print.
 */
#ifndef DOCKASSAY_LEFT_OUT_H
#define DOCKASSAY_LEFT_OUT_H

#include "base/buf.h"
#include "report/report.h"

/*
 * "153 checks (1.1.4, 2.4 ... and 143 more), 2 containers and images (db, web)"; with it up to
 * `named` names of each. Nothing is added where nothing was left out.
 */
void left_out_text(const struct report *r, size_t named, struct buf *b);

/* "Left out by the selection (-x web): " and all names; the same holds. */
void left_out_sentence(const struct report *r, struct buf *b);

#endif
