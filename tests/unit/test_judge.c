/*
 * test_judge.c: the driver, its guards, and what the report makes of verdicts: counts, order,
 * fingerprints, gate.
 */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "policy/gate.h"

static struct facts *facts;
static struct report *report;
static struct container containers[3];

static void
setup(void)
{
	static const struct origin read = { DOC_OK, "GET /containers/x/json", "" };

	facts = facts_new();
	report = report_new();
	memset(containers, 0, sizeof containers);
	for (size_t i = 0; i < 3; i++) {
		containers[i].id = "0123456789abcdef";
		containers[i].image = "nginx";
		containers[i].origin = read;
	}
	containers[0].name = "web";
	containers[1].name = "api";
	containers[2].name = "db";
	facts->containers_origin = read;
	facts->containers = containers;
	facts->n_containers = 3;
}

static void
teardown(void)
{
	facts->containers = NULL;
	facts->n_containers = 0;
	facts_free(facts);
	report_free(report);
}

static void
warn_about_web(struct judge *j, const struct facts *f, const struct container *c)
{
	struct finding *found;

	(void)f;
	if (strcmp(c->name, "web") == 0)
		found = judge_warn(j, "sin", "has %s", "sinned");
	else
		found = judge_pass(j, "is clean");
	judge_saw(j, found, "Field", c->origin.source, c->name, "");
}

static void
claim_without_evidence(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f, (void)c;
	judge_pass(j, "trust me");
}

static void
say_nothing(struct judge *j, const struct facts *f, const void *arg)
{
	(void)j, (void)f, (void)arg;
}

static const char *const no_refs[] = { NULL };

static const struct check warner = { .id = "5.99",
	.title = "t",
	.scope = SCOPE_CONTAINER,
	.severity = SEVERITY_HIGH,
	.refs = no_refs,
	.container = warn_about_web };
static const struct check claimer = { .id = "5.98",
	.title = "t",
	.scope = SCOPE_CONTAINER,
	.refs = no_refs,
	.container = claim_without_evidence };
static const struct check silent = {
	.id = "5.97", .title = "t", .scope = SCOPE_HOST, .refs = no_refs, .once = say_nothing
};
static const struct section section = { .id = "9", .name = "tests", .title = "Tests" };

static struct check_result *
run(const struct check *check, const struct subject_filter *filter)
{
	judge_run(report, facts, &section, check, filter);
	report_finish(report);
	return &report->checks[report->n_checks - 1];
}

START_TEST(every_container_is_judged_once)
{
	struct check_result *c = run(&warner, NULL);

	ck_assert_uint_eq(c->n_findings, 3);
	ck_assert_str_eq(c->findings[0].subject->name, "api");
	ck_assert_str_eq(c->findings[2].subject->name, "web");
	ck_assert_int_eq(c->findings[2].status, STATUS_WARN);
	ck_assert_str_eq(c->findings[2].message, "has sinned");
	ck_assert_str_eq(c->findings[2].evidence[0].actual, "web");
	ck_assert_int_eq(c->status, STATUS_WARN);
	ck_assert_str_eq(c->legacy_id, "check_5_99");
	ck_assert_uint_eq(report->findings_by_status[STATUS_PASS], 2);
	ck_assert_uint_eq(report->warns_by_severity[SEVERITY_HIGH], 1);
	ck_assert_int_eq(report->score, 66);
}
END_TEST

START_TEST(no_evidence_is_no_verdict)
{
	struct check_result *c = run(&claimer, NULL);

	ck_assert_int_eq(c->status, STATUS_ERROR);
	ck_assert_uint_eq(report->findings_by_status[STATUS_PASS], 0);
}
END_TEST

START_TEST(silence_is_an_error)
{
	ck_assert_int_eq(run(&silent, NULL)->status, STATUS_ERROR);
}
END_TEST

START_TEST(what_is_costly_is_skipped_unless_asked_for)
{
	struct check costly = warner;

	costly.needs = NEEDS_CONTAINERS | NEEDS_CHANGES;
	judge_run(report, facts, &section, &costly, NULL);
	facts->deep = true;
	judge_run(report, facts, &section, &costly, NULL);
	report_finish(report);
	ck_assert_uint_eq(report->checks[0].n_findings, 1);
	ck_assert_int_eq(report->checks[0].status, STATUS_SKIP);
	ck_assert_int_eq(report->checks[1].status, STATUS_WARN);
}
END_TEST

START_TEST(no_containers_is_not_applicable)
{
	struct check_result *c;

	facts->n_containers = 0;
	c = run(&warner, NULL);
	ck_assert_uint_eq(c->n_findings, 1);
	ck_assert_int_eq(c->status, STATUS_SKIP);
}
END_TEST

START_TEST(a_failed_list_is_not_an_empty_one)
{
	facts->n_containers = 0;
	facts->containers_origin = (struct origin){ DOC_FAILED, "GET /containers/json", "cut off" };
	ck_assert_int_eq(run(&warner, NULL)->status, STATUS_ERROR);
	ck_assert_uint_eq(report->n_notifications, 1);
	ck_assert_str_eq(report->notifications[0].message, "cut off");
}
END_TEST

START_TEST(a_container_that_went_away_is_skipped)
{
	struct check_result *c;

	containers[0].origin = (struct origin){ DOC_GONE, "GET /containers/x/json", "no such" };
	containers[1].origin = (struct origin){ DOC_FAILED, "GET /containers/y/json", "time-out" };
	c = run(&warner, NULL);
	ck_assert_int_eq(c->findings[0].status, STATUS_ERROR); /* api */
	ck_assert_int_eq(c->findings[1].status, STATUS_PASS);  /* db */
	ck_assert_int_eq(c->findings[2].status, STATUS_SKIP);  /* web */
}
END_TEST

static bool
only_db(void *ctx, const struct container *c)
{
	(void)ctx;
	return strcmp(c->name, "db") == 0;
}

START_TEST(a_filter_leaves_out_subjects)
{
	const struct subject_filter filter = { only_db, NULL, NULL };
	struct check_result *c = run(&warner, &filter);

	ck_assert_uint_eq(c->n_findings, 1);
	ck_assert_str_eq(c->findings[0].subject->name, "db");
}
END_TEST

START_TEST(fingerprints_outlive_recreation)
{
	char before[65];
	struct check_result *c = run(&warner, NULL);

	memcpy(before, c->findings[2].fingerprint, 65);
	containers[0].id = "fedcba9876543210";
	containers[0].image = "nginx:2";
	c = run(&warner, NULL);
	ck_assert_str_eq(c->findings[2].fingerprint, before);
	ck_assert_str_ne(c->findings[2].fingerprint, c->findings[1].fingerprint);
}
END_TEST

START_TEST(replicas_share_their_identity)
{
	static const struct pair labels[] = { { "com.docker.compose.project", "shop" },
		{ "com.docker.compose.service", "web" } };
	struct check_result *c;

	containers[1].labels = containers[2].labels = (struct fact_map){ SEEN, 2, labels };
	c = run(&warner, NULL);
	ck_assert_str_eq(c->findings[0].fingerprint, c->findings[1].fingerprint);
	ck_assert_str_eq(c->findings[0].subject->identity, "compose:shop/web");
}
END_TEST

START_TEST(tasks_share_their_identity)
{
	static const struct pair labels[] = { { "com.docker.swarm.service.name", "api" },
		{ "com.docker.swarm.task.name", "api.1.abcdef" } };
	struct check_result *c;

	containers[1].labels = containers[2].labels = (struct fact_map){ SEEN, 2, labels };
	containers[1].name = "api.1.abcdef";
	containers[2].name = "api.2.fedcba";
	c = run(&warner, NULL);
	ck_assert_str_eq(c->findings[0].fingerprint, c->findings[1].fingerprint);
	ck_assert_str_eq(c->findings[0].subject->identity, "service:api");
}
END_TEST

START_TEST(hostile_names_are_made_safe)
{
	struct check_result *c;

	containers[1].name = "a\033[2Jb\xff";
	c = run(&warner, NULL);
	ck_assert_str_eq(c->findings[0].subject->name, "a\\u{1b}[2Jb\xef\xbf\xbd");
}
END_TEST

START_TEST(the_gate_follows_the_findings)
{
	run(&warner, NULL);
	gate_decide(report, &(struct gate_policy)GATE_POLICY_DEFAULT);
	ck_assert(!report->gate.open);
	ck_assert_int_eq(report->gate.exit_code, EXIT_FINDINGS);
	run(&claimer, NULL);
	gate_decide(report, &(struct gate_policy)GATE_POLICY_DEFAULT);
	ck_assert_int_eq(report->gate.exit_code, EXIT_FINDINGS);
	ck_assert_uint_eq(report->gate.n_rules, 2);
}
END_TEST

START_TEST(what_was_not_assessed_is_incomplete)
{
	struct gate_policy policy = GATE_POLICY_DEFAULT;

	run(&claimer, NULL);
	gate_decide(report, &(struct gate_policy)GATE_POLICY_DEFAULT);
	ck_assert_int_eq(report->gate.exit_code, EXIT_INCOMPLETE);
	ck_assert(!report->gate.open);
	policy.ignore_incomplete = true;
	gate_decide(report, &policy);
	ck_assert_int_eq(report->gate.exit_code, EXIT_GATE_OPEN);
	ck_assert(report->gate.open);
	ck_assert_int_eq(report->score, -1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("judge");
	TCase *tc = tcase_create("judge");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, every_container_is_judged_once);
	tcase_add_test(tc, no_evidence_is_no_verdict);
	tcase_add_test(tc, silence_is_an_error);
	tcase_add_test(tc, what_is_costly_is_skipped_unless_asked_for);
	tcase_add_test(tc, no_containers_is_not_applicable);
	tcase_add_test(tc, a_failed_list_is_not_an_empty_one);
	tcase_add_test(tc, a_container_that_went_away_is_skipped);
	tcase_add_test(tc, a_filter_leaves_out_subjects);
	tcase_add_test(tc, fingerprints_outlive_recreation);
	tcase_add_test(tc, replicas_share_their_identity);
	tcase_add_test(tc, tasks_share_their_identity);
	tcase_add_test(tc, hostile_names_are_made_safe);
	tcase_add_test(tc, the_gate_follows_the_findings);
	tcase_add_test(tc, what_was_not_assessed_is_incomplete);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
