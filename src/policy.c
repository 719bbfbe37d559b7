/*
 * policy.c: the order in which a report is marked and decided upon. It may not write anything.
 */
#include "config.h"

#include "policy.h"

#include <string.h>

#include "baseline.h"
#include "select.h"

int
policy_read(struct policy *p, const struct options *o, bool compared, struct arena *a,
    struct err *err)
{
	*p = (struct policy){ .baseline_file = o->baseline,
		.gate = { .fail_on = o->fail_on,
		    .hard_fail = o->hard_fail,
		    .soft_fail = o->soft_fail,
		    .max_warn = o->max_warn,
		    .min_score = o->min_score,
		    .new_checks = strcmp(o->new_checks, "fail") == 0,
		    .ignore_incomplete = strcmp(o->incomplete, "ignore") == 0,
		    .exit_zero = o->exit_zero,
		    .exit_code = (int)o->exit_code } };
	if (gate_policy_check(&p->gate, compared || o->baseline != NULL, err) < 0 ||
	    selection_known(a, o->hard_fail, err) < 0 ||
	    selection_known(a, o->soft_fail, err) < 0 ||
	    view_parse(&p->view, a, o->show, o->only_failed, err) < 0)
		return -1;
	return o->baseline != NULL ? baseline_read(&p->baseline, o->baseline, err) : 0;
}

void
policy_free(struct policy *p)
{
	report_free(p->baseline.report);
}

void
policy_apply(const struct policy *p, struct report *r)
{
	if (p->baseline.report != NULL) {
		baseline_mark(r, &p->baseline, p->baseline_file, false);
		report_finish(r);
	}
	gate_decide(r, &p->gate);
}
