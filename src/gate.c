/*
 * gate.c: decides whether the gate is open. It may not change a finding, and knows no format.
 */
#include "config.h"

#include "gate.h"

static struct gate_rule *
add_rule(struct report *r, const char *name, int exit_code)
{
	struct gate_rule *rule = &r->gate.rules[r->gate.n_rules++];

	*rule = (struct gate_rule){ .name = name, .exit_code = exit_code };
	if (r->gate.exit_code == EXIT_GATE_OPEN)
		r->gate.exit_code = exit_code;
	return rule;
}

/* The findings of a status that close the gate; one rule, or none. */
static void
findings_rule(struct report *r, enum status status, const char *name, int exit_code,
    const char *what)
{
	struct gate_rule rule = { .n_findings = 0 };

	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			const struct finding *f = &r->checks[i].findings[k];

			if (f->status != status || f->waiver != NULL)
				continue;
			rule.n_findings++;
			if (rule.n_named < GATE_NAMED_MAX)
				rule.named[rule.n_named++] = (struct gate_finding){ i, k };
		}
	}
	if (rule.n_findings == 0)
		return;
	rule.reason = arena_printf(
	    r->arena, "%zu finding%s %s", rule.n_findings, rule.n_findings == 1 ? "" : "s", what);
	rule.name = name;
	rule.exit_code = exit_code;
	*add_rule(r, name, exit_code) = rule;
}

void
gate_decide(struct report *r, const struct gate_policy *policy)
{
	r->gate = (struct gate){ .open = true, .policy = "--fail-on warn" };
	findings_rule(r, STATUS_WARN, "--fail-on warn", EXIT_FINDINGS, "of status WARN");
	if (policy->strict_waivers && r->n_waiver_notices > 0)
		add_rule(r, "--strict-waivers", EXIT_FINDINGS)->reason =
		    arena_printf(r->arena, "%zu notices about waivers", r->n_waiver_notices);
	if (!policy->ignore_incomplete)
		findings_rule(r, STATUS_ERROR, "--incomplete fail", EXIT_INCOMPLETE,
		    "could not be assessed");
	r->gate.open = r->gate.n_rules == 0;
}
