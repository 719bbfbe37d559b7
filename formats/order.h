/*
 * order.h: findings of a report in the order of their weight, for writers that cannot show all.
 */
#ifndef DOCKASSAY_ORDER_H
#define DOCKASSAY_ORDER_H

#include <stddef.h>

#include "report/report.h"

struct finding_ref {
	const struct check_result *check;
	const struct finding *finding;
};

/* All findings of one status, the most severe first, else in the report's order. The caller frees. */
struct finding_ref *worst_first(const struct report *r, enum status status, size_t *n);

#endif
