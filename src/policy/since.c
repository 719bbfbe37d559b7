/*
 * since.c: reads from an earlier report what --changed-since leaves out. It may not judge, and
 * compares nothing but ids.
 */
#include "config.h"

#include "since.h"

#include <stdlib.h>
#include <string.h>

#include "baseline.h"
#include "base/output.h"
#include "base/sha256.h"
#include "base/text.h"

static bool
has(const char *const *v, size_t n, const char *wanted)
{
	return n > 0 && bsearch(&wanted, v, n, sizeof *v, text_compare) != NULL;
}

/* A finding about a container or an image that the engine's id is told of. Where nothing could be
 * assessed, nothing is known. */
static bool
tells(const struct finding *f)
{
	return f->status != STATUS_ERROR &&
	       (f->subject->kind == SUBJECT_CONTAINER || f->subject->kind == SUBJECT_IMAGE) &&
	       f->subject->id[0] != '\0';
}

static size_t
unique(const char **v, size_t n)
{
	size_t kept = 0;

	if (n > 1)
		qsort(v, n, sizeof *v, text_compare);
	for (size_t i = 0; i < n; i++) {
		if (kept == 0 || strcmp(v[kept - 1], v[i]) != 0)
			v[kept++] = v[i];
	}
	return kept;
}

static void
keep(struct since *s, struct arena *a, const struct report *r)
{
	const char **ids;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < r->n_checks; i++)
		cap += r->checks[i].n_findings;
	ids = arena_alloc(a, sizeof *ids * (cap + 1));
	s->checks = arena_alloc(a, sizeof *s->checks * (r->n_checks + 1));
	for (size_t i = 0; i < r->n_checks; i++) {
		s->checks[s->n_checks++] = arena_strdup(a, r->checks[i].id);
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			if (tells(&r->checks[i].findings[k]))
				ids[n++] = r->checks[i].findings[k].subject->id;
		}
	}
	s->n_checks = unique(s->checks, s->n_checks);
	s->n_ids = unique(ids, n);
	s->ids = ids;
	for (size_t i = 0; i < s->n_ids; i++)
		s->ids[i] = arena_strdup(a, s->ids[i]);
}

int
since_parse(struct since *s, struct arena *a, const char *file, const char *text, size_t len,
    struct err *err)
{
	struct imported in;
	int result = 0;

	if (report_import(&in, file, text, len, err) < 0)
		return -1;
	if (strcmp(in.format, "json") != 0 && strcmp(in.format, "ndjson") != 0) {
		result = err_set(err, EXIT_USAGE,
		    "--changed-since needs a JSON or NDJSON report of this program: %s (%s) does "
		    "not "
		    "tell the ids of containers and images",
		    file, in.format);
	} else {
		s->file = file;
		sha256_hex(text, len, s->sha256);
		s->host = arena_strdup(a, in.report->host);
		keep(s, a, in.report);
	}
	report_free(in.report);
	return result;
}

int
since_read(struct since *s, struct arena *a, const char *file, struct err *err)
{
	size_t len;
	char *text = input_read(file, BASELINE_MAX, &len, err);
	int result;

	if (text == NULL)
		return -1;
	result = since_parse(s, a, file, text, len, err);
	free(text);
	return result;
}

bool
since_knows(const struct since *s, const char *id)
{
	return has(s->ids, s->n_ids, id);
}

bool
since_ran(const struct since *s, const char *check)
{
	return has(s->checks, s->n_checks, check);
}
