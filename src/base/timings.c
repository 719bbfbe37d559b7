/*
 * timings.c: measures phases and tells of them. It may not change what a scan does.
 */
#include "config.h"

#include "timings.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

int64_t
timings_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

void
timings_add(struct timings *t, enum phase phase, int64_t from)
{
	t->ns[phase] += timings_now() - from;
}

void
timings_tell_format(const struct timings *t, const char *name, int64_t from, size_t bytes)
{
	double ms = (double)(timings_now() - from) / 1e6;

	if (t->wanted)
		fprintf(stderr, "timings: render %s %.1f ms %zu bytes %.0f MB/s\n", name, ms, bytes,
		    ms > 0 ? (double)bytes / 1e3 / ms : 0);
}

void
timings_tell(const struct timings *t, size_t fact_bytes, size_t report_bytes, size_t findings)
{
	static const char *const names[N_PHASE] = { "collect", "decode", "judge", "decide" };
	struct rusage usage;

	if (!t->wanted)
		return;
	for (int i = 0; i < N_PHASE; i++)
		fprintf(stderr, "timings: %s %.1f ms\n", names[i], (double)t->ns[i] / 1e6);
	fprintf(
	    stderr, "timings: documents %zu count %zu bytes\n", t->documents, t->document_bytes);
	fprintf(stderr, "timings: facts %zu bytes\n", fact_bytes);
	fprintf(stderr, "timings: report %zu bytes %zu findings\n", report_bytes, findings);
	if (getrusage(RUSAGE_SELF, &usage) == 0)
		fprintf(stderr, "timings: memory %ld KiB at most\n", usage.ru_maxrss);
}
