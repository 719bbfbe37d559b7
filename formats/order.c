/*
 * order.c: sorts findings by weight. It may not leave any out.
 */
#include "config.h"

#include "order.h"

#include <stdlib.h>

#include "base/arena.h"

static int
compare(const void *a, const void *b)
{
	const struct finding_ref *x = a, *y = b;

	if (x->check->severity != y->check->severity)
		return x->check->severity > y->check->severity ? -1 : 1;
	/* Checks and findings are elements of arrays: their places are the report's order. */
	if (x->check != y->check)
		return x->check < y->check ? -1 : 1;
	return x->finding < y->finding ? -1 : x->finding > y->finding;
}

struct finding_ref *
worst_first(const struct report *r, enum status status, size_t *n)
{
	struct finding_ref *v = xmalloc((r->findings_by_status[status] + 1) * sizeof *v);

	*n = 0;
	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check_result *c = &r->checks[i];

		for (size_t k = 0; k < c->n_findings && *n < r->findings_by_status[status]; k++) {
			if (c->findings[k].status == status)
				v[(*n)++] = (struct finding_ref){ c, &c->findings[k] };
		}
	}
	qsort(v, *n, sizeof *v, compare);
	return v;
}
