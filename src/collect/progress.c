/*
 * progress.c: counts documents, and shows the count. It may not look into them.
 */
#include "config.h"

#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/timings.h"

#define FIRST_NS 500000000 /* what takes less is done before anybody reads */
#define AGAIN_NS 100000000

void
progress_start(struct progress *p, const struct facts *f, bool quiet)
{
	*p = (struct progress){ .facts = f,
		.next = quiet || !isatty(STDERR_FILENO) ? INT64_MAX : timings_now() + FIRST_NS };
}

static bool
is_inspect(const char *name)
{
	static const char before[] = "GET /containers/";
	size_t n = strlen(name);

	return n > sizeof before + 4 && strncmp(name, before, sizeof before - 1) == 0 &&
	       strcmp(name + n - 5, "/json") == 0;
}

static int
take(void *ctx, const struct document *doc, struct err *err)
{
	struct progress *p = ctx;
	int64_t now;

	(void)err;
	p->documents++;
	p->inspected += is_inspect(doc->name);
	if (p->next == INT64_MAX || (now = timings_now()) < p->next)
		return 0;
	fprintf(stderr, "\r\033[K%zu of %zu containers, %zu documents read", p->inspected,
	    p->facts->n_containers, p->documents);
	fflush(stderr);
	p->told = true;
	p->next = now + AGAIN_NS;
	return 0;
}

struct document_sink
progress_sink(struct progress *p)
{
	return (struct document_sink){ take, p };
}

void
progress_end(struct progress *p)
{
	if (p->told)
		fputs("\r\033[K", stderr);
	p->told = false;
	p->next = INT64_MAX;
}
