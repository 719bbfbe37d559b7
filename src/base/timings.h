/*
 * timings.h: what a scan cost, by phase, for --timings: lines of "timings: NAME VALUE UNIT ..." on
 * stderr.
 */
#ifndef DOCKASSAY_TIMINGS_H
#define DOCKASSAY_TIMINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum phase {
	PHASE_COLLECT, /* asking, waiting, looking into answers, masking; or reading a snapshot */
	PHASE_DECODE,  /* from documents to facts */
	PHASE_JUDGE,   /* joining facts, judging, ordering */
	PHASE_DECIDE,  /* baseline, waivers, gate */
	N_PHASE
};

/* All zero: nothing is measured, and nothing told. */
struct timings {
	bool wanted;
	int64_t ns[N_PHASE];
	size_t documents, document_bytes;
};

int64_t timings_now(void); /* ns of a clock that only goes forward */
/* Adds the time since `from` to a phase. */
void timings_add(struct timings *t, enum phase phase, int64_t from);
/* Tells at once what a report in one format cost. */
void timings_tell_format(const struct timings *t, const char *name, int64_t from, size_t bytes);
/* Tells the phases, the most memory that was used, and how much facts and report allocated. */
void timings_tell(const struct timings *t, size_t fact_bytes, size_t report_bytes, size_t findings);

#endif
