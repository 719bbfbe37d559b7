/*
 * test_gate.c: marks against an earlier report, the gate's rules and their precedence, views. Reports
 * are made by hand: no check runs.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/baseline.h"
#include "policy/gate.h"
#include "policy/view.h"

static const char *const no_refs[] = { NULL };
static struct report *now, *before;

static struct check_result *
add_check(struct report *r, const char *id, enum severity severity)
{
	struct check_result *c = report_add_check(r);

	*c = (struct check_result){ .id = id,
		.legacy_id = "",
		.title = "title",
		.section = "",
		.section_id = "",
		.scope = "container",
		.rationale = "",
		.remedy = "",
		.refs = no_refs,
		.related = "",
		.severity = severity };
	return c;
}

/* A finding about a container of a service, seen as `actual`. */
static struct finding *
add(struct report *r, struct check_result *c, enum status status, const char *name,
    const char *identity, const char *actual)
{
	struct subject s = { SUBJECT_CONTAINER, name, "0123456789abcdef", "image", identity, "" };
	struct finding *f = report_add_finding(r, c, status, report_subject(r, &s, NULL), "", "message");

	report_add_evidence(r, f, "HostConfig.X", "GET /containers/x/json", 0, actual, "none");
	return f;
}

static void
setup(void)
{
	now = report_new();
	before = report_new();
	now->host = before->host = "host";
}

static void
teardown(void)
{
	report_free(now);
	report_free(before);
}

static void
compare(void)
{
	struct imported b = { .report = before, .format = "json", .has_evidence = true };

	report_finish(before);
	report_finish(now);
	baseline_mark(now, &b, "baseline.json", false);
	report_finish(now);
}

static int
decide(struct gate_policy policy)
{
	gate_decide(now, &policy);
	return now->gate.exit_code;
}

static struct gate_policy
policy(const char *fail_on)
{
	struct gate_policy p = GATE_POLICY_DEFAULT;

	p.fail_on = fail_on;
	return p;
}

START_TEST(renamed_replicas_and_tasks_stay_known)
{
	struct check_result *old = add_check(before, "5.5", SEVERITY_CRITICAL);
	struct check_result *new = add_check(now, "5.5", SEVERITY_CRITICAL);

	add(before, old, STATUS_WARN, "shop-web-1", "compose:shop/web", "shop-web-1 is bad");
	add(before, old, STATUS_WARN, "api.1.abcdef0123456789", "service:api", "bad");
	add(now, new, STATUS_WARN, "api.2.zyxwvu9876543210", "service:api", "bad");
	add(now, new, STATUS_WARN, "api.1.mnopqr", "service:api", "bad");
	add(now, new, STATUS_WARN, "shop_web_7", "compose:shop/web", "shop_web_7 is bad");
	compare();
	ck_assert_uint_eq(now->n_unchanged, 2);
	ck_assert_uint_eq(now->n_new + now->n_changed + now->n_resolved, 0);
	ck_assert_int_eq(decide(policy(NULL)), EXIT_GATE_OPEN);
	ck_assert_str_eq(now->gate.policy, "--fail-on new");
	ck_assert_int_eq(decide(policy("warn")), EXIT_FINDINGS);
	ck_assert_uint_eq(now->gate.rules[0].n_findings, 2);
}
END_TEST

START_TEST(pass_that_becomes_warn_is_new)
{
	struct check_result *old = add_check(before, "5.5", SEVERITY_HIGH);
	struct check_result *new = add_check(now, "5.5", SEVERITY_HIGH);

	add(before, old, STATUS_PASS, "web", "web", "no");
	add(before, old, STATUS_WARN, "db", "db", "yes");
	add(before, old, STATUS_WARN, "lost", "lost", "yes");
	add(now, new, STATUS_WARN, "web", "web", "yes");
	add(now, new, STATUS_PASS, "db", "db", "no");
	add(now, new, STATUS_ERROR, "lost", "lost", "");
	compare();
	ck_assert_uint_eq(now->n_new, 1);
	ck_assert_uint_eq(now->n_resolved, 1); /* what cannot be assessed is not resolved */
	ck_assert_str_eq(now->resolved[0].subject.name, "db");
	ck_assert_int_eq(decide(policy(NULL)), EXIT_FINDINGS);
	ck_assert_uint_eq(now->gate.n_rules, 2);
	ck_assert_int_eq(now->gate.rules[1].exit_code, EXIT_INCOMPLETE);
}
END_TEST

START_TEST(other_evidence_is_a_change)
{
	struct check_result *old = add_check(before, "5.5", SEVERITY_HIGH);
	struct check_result *new = add_check(now, "5.5", SEVERITY_HIGH);

	add(before, old, STATUS_WARN, "web", "web", "0644");
	add(now, new, STATUS_WARN, "web", "web", "0666");
	compare();
	ck_assert_uint_eq(now->n_changed, 1);
	ck_assert_int_eq(decide(policy(NULL)), EXIT_GATE_OPEN);
	ck_assert_int_eq(decide(policy("changed")), EXIT_FINDINGS);
	ck_assert_int_eq(decide(policy("changed:critical")), EXIT_GATE_OPEN);
}
END_TEST

START_TEST(new_checks_break_no_build)
{
	struct check_result *known = add_check(now, "5.5", SEVERITY_HIGH);
	struct check_result *new = add_check(now, "9.9", SEVERITY_CRITICAL);
	struct gate_policy p = policy("new,critical");

	add(before, add_check(before, "5.5", SEVERITY_HIGH), STATUS_PASS, "web", "web", "");
	add(now, known, STATUS_PASS, "web", "web", "");
	add(now, new, STATUS_WARN, "web", "web", "");
	add(now, new, STATUS_ERROR, "db", "db", "");
	compare();
	ck_assert_uint_eq(now->n_new_check, 1);
	ck_assert_uint_eq(now->baseline->n_notes, 1);
	ck_assert_int_eq(decide(p), EXIT_GATE_OPEN);
	p.max_warn = 0;
	ck_assert_int_eq(decide(p), EXIT_GATE_OPEN);
	p.new_checks = true;
	ck_assert_int_eq(decide(p), EXIT_FINDINGS);
	ck_assert_uint_eq(now->gate.n_rules, 4);
}
END_TEST

START_TEST(a_waiver_opens_until_it_ends)
{
	static const struct waiver w = { "j", "o", "2099-01-01", "", "", "", "w:1" };
	struct check_result *old = add_check(before, "5.5", SEVERITY_HIGH);
	struct check_result *new = add_check(now, "5.5", SEVERITY_HIGH);
	struct finding *f;
	struct gate_policy p = policy("warn");

	add(before, old, STATUS_WARN, "web", "web", "")->waiver = &w;
	f = add(now, new, STATUS_WARN, "web", "web", "");
	compare();
	ck_assert_int_eq(f->baseline, BASELINE_NEW); /* the baseline had not accepted it */
	new->findings[0].waiver = &w;
	report_finish(now);
	ck_assert_uint_eq(now->n_new, 0);
	p.max_warn = 0;
	p.hard_fail = "5.5";
	ck_assert_int_eq(decide(p), EXIT_GATE_OPEN);
	report_waiver_notice(now, "expiring", "w:1", "ends soon");
	p.strict_waivers = true;
	ck_assert_int_eq(decide(p), EXIT_FINDINGS);
	ck_assert_str_eq(now->gate.rules[0].name, "--strict-waivers");
}
END_TEST

static const struct {
	const char *fail_on, *hard, *soft;
	long max_warn, min_score;
	bool exit_zero;
	int exit_code, code;
} decisions[] = { /* two WARN, high and low, and a PASS of each: a score of 50 */
	{ NULL, NULL, NULL, -1, -1, false, 1, 1 },
	{ "low", NULL, NULL, -1, -1, false, 1, 1 },
	{ "high", NULL, NULL, -1, -1, false, 1, 1 },
	{ "critical", NULL, NULL, -1, -1, false, 1, 0 },
	{ "never", NULL, NULL, -1, -1, false, 1, 0 },
	{ "never", "5.9", NULL, -1, -1, false, 1, 1 },
	{ "never", "check_5_9", NULL, -1, -1, false, 1, 1 },
	{ "never", "5.90,6", NULL, -1, -1, false, 1, 0 },
	{ NULL, NULL, "5.5", -1, -1, false, 1, 1 },
	{ NULL, NULL, "5.5,5.9", -1, -1, false, 1, 0 },
	{ NULL, NULL, "5", -1, -1, false, 1, 0 },
	{ NULL, NULL, "5.*", -1, -1, false, 1, 0 },
	{ NULL, "5.9", "5", -1, -1, false, 1, 1 },
	{ NULL, NULL, NULL, 2, -1, false, 1, 0 },
	{ NULL, NULL, NULL, 1, -1, false, 1, 1 },
	{ NULL, NULL, "5.5", 1, -1, false, 1, 0 },
	{ NULL, NULL, NULL, -1, 50, false, 1, 0 },
	{ NULL, NULL, NULL, -1, 51, false, 1, 1 },
	{ "critical", NULL, NULL, 1, -1, false, 9, 9 },
	{ NULL, NULL, NULL, -1, -1, true, 1, 0 },
};

START_TEST(rules_decide)
{
	struct check_result *high = add_check(now, "5.5", SEVERITY_HIGH), *low;
	struct gate_policy p = policy(decisions[_i].fail_on);

	add(now, high, STATUS_WARN, "web", "web", "");
	add(now, high, STATUS_PASS, "db", "db", "");
	low = add_check(now, "5.9", SEVERITY_LOW);
	add(now, low, STATUS_WARN, "web", "web", "");
	add(now, low, STATUS_PASS, "db", "db", "");
	report_finish(now);
	p.hard_fail = decisions[_i].hard;
	p.soft_fail = decisions[_i].soft;
	p.max_warn = decisions[_i].max_warn;
	p.min_score = decisions[_i].min_score;
	p.exit_zero = decisions[_i].exit_zero;
	p.exit_code = decisions[_i].exit_code;
	ck_assert_int_eq(decide(p), decisions[_i].code);
	ck_assert(now->gate.open == (decisions[_i].code == 0 && !p.exit_zero));
}
END_TEST

START_TEST(the_most_severe_are_named)
{
	struct check_result *low = add_check(now, "5.9", SEVERITY_LOW), *high;
	char name[16];

	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof name, "c%02d", i);
		add(now, low, STATUS_WARN, name, name, "");
	}
	high = add_check(now, "5.5", SEVERITY_CRITICAL);
	add(now, high, STATUS_WARN, "web", "web", "");
	report_finish(now);
	decide(policy(NULL));
	ck_assert_uint_eq(now->gate.rules[0].n_findings, 21);
	ck_assert_uint_eq(now->gate.rules[0].n_named, GATE_NAMED_MAX);
	ck_assert_str_eq(now->gate.rules[0].named[0].check->id, "5.5");
	ck_assert_str_eq(now->gate.rules[0].named[1].finding->subject->name, "c00");
}
END_TEST

START_TEST(a_view_hides_and_counts)
{
	struct check_result *c = add_check(now, "5.5", SEVERITY_HIGH);
	struct report shown;
	struct view v;
	struct err err;

	add(now, c, STATUS_WARN, "web", "web", "");
	add(now, c, STATUS_PASS, "db", "db", "");
	report_finish(now);
	decide(policy(NULL));
	ck_assert_int_eq(view_parse(&v, now->arena, "pass,high", false, &err), 0);
	view_of(&shown, now, &v);
	ck_assert_uint_eq(shown.hidden_findings, 1);
	ck_assert_uint_eq(shown.checks[0].n_findings, 1);
	ck_assert_int_eq(shown.checks[0].findings[0].status, STATUS_PASS);
	ck_assert(!shown.gate.open);
	ck_assert_int_eq(view_parse(&v, now->arena, "critical", false, &err), 0);
	view_of(&shown, now, &v);
	ck_assert_uint_eq(shown.n_checks, 0);
	ck_assert_uint_eq(shown.hidden_findings, 2);
	ck_assert_int_eq(view_parse(&v, now->arena, "hihg", false, &err), -1);
	ck_assert_int_eq(err.code, EXIT_USAGE);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("gate");
	TCase *tc = tcase_create("gate");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, renamed_replicas_and_tasks_stay_known);
	tcase_add_test(tc, pass_that_becomes_warn_is_new);
	tcase_add_test(tc, other_evidence_is_a_change);
	tcase_add_test(tc, new_checks_break_no_build);
	tcase_add_test(tc, a_waiver_opens_until_it_ends);
	tcase_add_loop_test(tc, rules_decide, 0, (int)(sizeof decisions / sizeof decisions[0]));
	tcase_add_test(tc, the_most_severe_are_named);
	tcase_add_test(tc, a_view_hides_and_counts);
	suite_add_tcase(suite, tc);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
