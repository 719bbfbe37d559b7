/*
 * verdicts.h: what a report says, to be held against what it says when something was made to fail.
 */
#ifndef DOCKASSAY_TEST_VERDICTS_H
#define DOCKASSAY_TEST_VERDICTS_H

#include "report/report.h"

/* The worst status of one check about one subject. */
struct verdict { char *check, *subject; enum status status; };
struct verdicts { size_t n, cap; struct verdict *v; };

void verdicts_add(struct verdicts *all, const char *check, const struct finding *f);
struct verdicts verdicts_of(const struct report *r);
void verdicts_free(struct verdicts *all);

/* The verdict of the same check about the same subject; NULL: there is none. */
const struct verdict *verdicts_find(const struct verdicts *all, const struct verdict *like);

/*
 * What was bad (WARN, ERROR or NOTE) may stay so or become ERROR. It may not get better, nor be gone
 * without an ERROR of the same check; a subject that lost its name goes by another: then as many
 * verdicts are bad as there were. Calls back for each that is wrong; returns how many changed.
 */
typedef void (*verdicts_wrong)(void *ctx, const struct verdict *was, const struct verdict *is);
size_t verdicts_compare(const struct verdicts *before, const struct verdicts *after,
    verdicts_wrong wrong, void *ctx);

#endif
