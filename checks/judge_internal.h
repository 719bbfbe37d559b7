/*
 * judge_internal.h: the judge itself, for the files that make it up. Checks include judge.h.
 */
#ifndef DOCKASSAY_JUDGE_INTERNAL_H
#define DOCKASSAY_JUDGE_INTERNAL_H

#include "judge.h"

#define JUDGE_GAPS_MAX 16

struct judge {
	struct report *report;
	const struct facts *facts;
	struct check_result *result;
	const struct check *check;
	const struct subject *subject;         /* the report's own */
	const struct compose_service *compose; /* whom it is about; NULL: not about one */
	size_t first;                          /* the first finding about it */
	size_t item;                           /* where evidence was found last in its items */
	size_t n_gaps;                         /* what the check asked for and is not all known */
	const struct compose_gap *gaps[JUDGE_GAPS_MAX];
};

void judge_about(struct judge *j, enum subject_kind kind, const char *name, const char *id,
    const char *image, const char *identity);
/* `object`: what it was made of, for the next check that looks at it; NULL: nothing that lasts. */
void judge_about_object(struct judge *j, const void *object, const struct subject *subject);

/* judge_compose.c */
void judge_over_compose(struct judge *j, const struct subject_filter *filter);
/* Evidence of a field of a container, told as a key of the Compose file. */
void judge_saw_compose(struct judge *j, struct finding *f, const char *what, const char *actual,
    const char *expected);
/* True where the field is not all known: settled when the check is done with the service. */
bool judge_note_gap(struct judge *j, const char *what);

#endif
