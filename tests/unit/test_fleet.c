/*
 * test_fleet.c: many hosts counted as one: which reports stay, what hosts are called, the order of
 * hosts and checks, groups, the gate over all, and how much of each report is kept. Reports are
 * made by hand.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "fleet/fleet.h"

static const char *const no_refs[] = { NULL };
static const char sha[65] = "0000000000000000000000000000000000000000000000000000000000000000";
static struct fleet *fleet;
static const struct gate_policy policy = GATE_POLICY_DEFAULT;

static void
setup(void)
{
	fleet = fleet_new();
}

static void
teardown(void)
{
	fleet_free(fleet);
}

static struct report *
report(const char *host, const char *engine_id, const char *finished)
{
	struct report *r = report_new();

	r->host = host;
	r->engine_id = engine_id;
	r->started = r->finished = finished;
	r->tool_version = "1";
	r->endpoint = "unix:///run/docker.sock";
	return r;
}

static struct finding *
add(struct report *r, const char *id, enum severity severity, enum status status,
    const char *message)
{
	struct subject s = { SUBJECT_CONTAINER, "web", "", "", id, "" };
	struct check_result *c = r->n_checks > 0 ? &r->checks[r->n_checks - 1] : NULL;

	if (c == NULL || strcmp(c->id, id) != 0) {
		c = report_add_check(r);
		*c = (struct check_result){ .id = id,
			.legacy_id = "",
			.title = "title",
			.section = "",
			.section_id = "5",
			.scope = "container",
			.rationale = "",
			.remedy = "",
			.refs = no_refs,
			.related = "",
			.severity = severity };
	}
	return report_add_finding(r, c, status, report_subject(r, &s, NULL), message, message);
}

/* Decides and counts a report as the reader does, and frees it. */
static void
count_in(struct fleet *f, struct report *r, const char *file)
{
	struct err err = { .code = EXIT_GATE_OPEN };

	report_finish(r);
	gate_decide(r, &policy);
	ck_assert_int_eq(fleet_add(f, r, file, sha, gate_warnings(r, &policy), &err), 0);
	report_free(r);
}

START_TEST(test_order)
{
	struct report *r;

	r = report("mild", "1", "2026-01-01T00:00:00Z");
	add(r, "5.5", SEVERITY_CRITICAL, STATUS_PASS, "fine");
	add(r, "5.4", SEVERITY_HIGH, STATUS_WARN, "bad");
	count_in(fleet, r, "a.json");
	r = report("worst", "2", "2026-01-02T00:00:00Z");
	add(r, "5.4", SEVERITY_HIGH, STATUS_WARN, "bad");
	add(r, "5.5", SEVERITY_CRITICAL, STATUS_WARN, "worse 0123456789abcdef");
	count_in(fleet, r, "b.json");
	r = report("good", "3", "2026-01-03T00:00:00Z");
	add(r, "X-unknown", SEVERITY_LOW, STATUS_PASS, "fine");
	count_in(fleet, r, "c.json");
	ck_assert(!fleet_drop_older(fleet));
	fleet_finish(fleet, &policy);
	ck_assert_str_eq(fleet->hosts[0].name, "good");
	ck_assert_str_eq(fleet->worst[0]->name, "worst");
	ck_assert_str_eq(fleet->worst[1]->name, "mild");
	/* checks as in the catalogue, whatever the order in reports; what is unknown comes last */
	ck_assert_str_eq(fleet->total->checks[0].id, "5.4");
	ck_assert_str_eq(fleet->total->checks[2].id, "X-unknown");
	ck_assert_uint_eq(fleet->n_failing, 2);
	ck_assert_str_eq(fleet->total->checks[fleet->failing[0]].id, "5.5");
	ck_assert_uint_eq(fleet_status(fleet->worst[0], 1), STATUS_WARN);
	ck_assert_uint_eq(fleet_status(fleet->worst[1], 1), STATUS_PASS);
	ck_assert_uint_eq(fleet_status(&fleet->hosts[0], 1), FLEET_ABSENT);
	ck_assert_uint_eq(fleet->checks[1].hosts_by_status[FLEET_ABSENT], 1);
	ck_assert_str_eq(fleet->checks[1].groups[0].message, "worse …");
	ck_assert_str_eq(fleet->total->started, "2026-01-01T00:00:00Z");
	ck_assert_str_eq(fleet->total->finished, "2026-01-03T00:00:00Z");
	ck_assert_uint_eq(fleet->n_clean, 1);
}
END_TEST

START_TEST(test_newest_stays)
{
	count_in(fleet, report("web", "1", "2026-01-02T00:00:00Z"), "b.json");
	count_in(fleet, report("web", "1", "2026-01-03T00:00:00Z"), "a.json");
	count_in(fleet, report("web", "2", "2026-01-01T00:00:00Z"), "c.json");
	ck_assert(fleet_drop_older(fleet));
	ck_assert_uint_eq(fleet->n_hosts, 2);
	ck_assert_uint_eq(fleet->n_replaced, 1);
	ck_assert_str_eq(fleet->replaced[0].file, "b.json");
	ck_assert_str_eq(fleet->replaced[0].by_file, "a.json");
	fleet_finish(fleet, &policy);
	ck_assert_str_eq(fleet->hosts[0].name, "web (1)");
	ck_assert_str_eq(fleet->hosts[1].name, "web (2)");
}
END_TEST

static void
count_of(const char *engine_id, const char *machine_id, const char *finished, const char *file)
{
	struct report *r = report("web", engine_id, finished);

	r->machine_id = machine_id;
	count_in(fleet, r, file);
}

/* Clones share their engine's id, Podman has none: then the machine's tells. */
START_TEST(test_machines)
{
	count_of("1", "m1", "2026-01-02T00:00:00Z", "clone1.json");
	count_of("1", "m2", "2026-01-03T00:00:00Z", "clone2.json");
	count_of("1", "", "2026-01-01T00:00:00Z", "either.json"); /* and so neither */
	count_of("2", "m3", "2026-01-02T00:00:00Z", "old.json");
	count_of("2", "", "2026-01-03T00:00:00Z", "remote.json"); /* there is only one of them */
	count_of("", "m1", "2026-01-02T00:00:00Z", "podman1.json");
	count_of("", "m1", "2026-01-01T00:00:00Z", "podman1-old.json");
	count_of("", "m2", "2026-01-01T00:00:00Z", "podman2.json");
	ck_assert(fleet_drop_older(fleet));
	ck_assert_uint_eq(fleet->n_hosts, 6);
	ck_assert_uint_eq(fleet->n_replaced, 2);
	ck_assert_str_eq(fleet->replaced[0].by_file, "podman1.json");
	ck_assert_str_eq(fleet->replaced[1].by_file, "remote.json");
	fleet_finish(fleet, &policy);
	ck_assert_str_eq(fleet->hosts[0].name, "web (2)");
	ck_assert_str_eq(fleet->hosts[1].name, "web (clone1.json)");
	for (size_t i = 0; i < fleet->n_hosts; i++)
		ck_assert(!fleet->hosts[i].unidentified);
}
END_TEST

/* What tells no id is kept, unless it is the same file again. */
START_TEST(test_unidentified)
{
	static const char other[65] =
	    "1111111111111111111111111111111111111111111111111111111111111111";
	struct err err = { .code = EXIT_GATE_OPEN };
	struct report *r = report("web", "", "2026-01-02T00:00:00Z");

	count_of("", "", "2026-01-03T00:00:00Z", "a.json");
	count_of("", "", "2026-01-03T00:00:00Z", "a-again.json");
	ck_assert_int_eq(fleet_add(fleet, r, "b.json", other, 0, &err), 0);
	report_free(r);
	ck_assert(fleet_drop_older(fleet));
	ck_assert_uint_eq(fleet->n_hosts, 2);
	ck_assert_str_eq(fleet->replaced[0].file, "a-again.json");
	fleet_finish(fleet, &policy);
	ck_assert_str_eq(fleet->hosts[0].name, "web (a.json)");
	ck_assert(fleet->hosts[0].unidentified && fleet->hosts[1].unidentified);
}
END_TEST

/* Names that are made to look like those that two twins get. */
START_TEST(test_names_are_unique)
{
	count_in(fleet, report("web", "1", "2026-01-01T00:00:00Z"), "a.json");
	count_in(fleet, report("web", "2", "2026-01-01T00:00:00Z"), "b.json");
	count_in(fleet, report("web (1)", "3", "2026-01-01T00:00:00Z"), "c.json");
	count_in(fleet, report("db", "0123456789abcd-1", "2026-01-01T00:00:00Z"), "d.json");
	count_in(fleet, report("db", "0123456789abcd-2", "2026-01-01T00:00:00Z"), "e.json");
	count_in(fleet, report("db", "0123456789abcd-3", "2026-01-01T00:00:00Z"), "f.json");
	ck_assert(!fleet_drop_older(fleet));
	fleet_finish(fleet, &policy);
	for (size_t i = 1; i < fleet->n_hosts; i++) {
		for (size_t k = 0; k < i; k++)
			ck_assert_str_ne(fleet->hosts[i].name, fleet->hosts[k].name);
	}
}
END_TEST

START_TEST(test_accepted)
{
	static const struct waiver waiver = { "j", "o", "2099-01-01", "", "", "", "w:1" };
	struct report *r = report("web", "1", "2026-01-01T00:00:00Z");

	add(r, "5.4", SEVERITY_HIGH, STATUS_WARN, "bad")->waiver = &waiver;
	add(r, "5.5", SEVERITY_HIGH, STATUS_WARN, "bad")->waiver = &waiver;
	add(r, "5.5", SEVERITY_HIGH, STATUS_WARN, "and not waived");
	count_in(fleet, r, "a.json");
	fleet_finish(fleet, &policy);
	ck_assert_uint_eq(fleet_status(&fleet->hosts[0], 0), FLEET_ACCEPTED);
	ck_assert_uint_eq(fleet_status(&fleet->hosts[0], 1), STATUS_WARN);
	ck_assert_uint_eq(fleet->hosts[0].open_by_severity[SEVERITY_HIGH], 1);
	ck_assert_uint_eq(fleet->total->n_waived, 2);
}
END_TEST

START_TEST(test_gate)
{
	struct report *r = report("a", "1", "2026-01-01T00:00:00Z");

	add(r, "5.4", SEVERITY_HIGH, STATUS_WARN, "bad");
	add(r, "5.5", SEVERITY_HIGH, STATUS_ERROR, "not seen");
	count_in(fleet, r, "a.json");
	r = report("b", "2", "2026-01-01T00:00:00Z");
	add(r, "5.4", SEVERITY_HIGH, STATUS_WARN, "bad");
	count_in(fleet, r, "b.json");
	fleet_add_unread(fleet, "c.json", "gone");
	fleet_finish(fleet, &policy);
	ck_assert(!fleet->total->gate.open);
	ck_assert_int_eq(fleet->total->gate.exit_code, EXIT_FINDINGS);
	ck_assert_uint_eq(fleet->total->gate.n_rules, 2);
	ck_assert_str_eq(fleet->total->gate.rules[0].reason, "2 WARN on 2 hosts");
	ck_assert_str_eq(fleet->total->gate.rules[0].named[0].host, "a");
	ck_assert_str_eq(fleet->total->gate.rules[1].reason,
	    "1 could not be assessed on 1 host; 1 report could not be read");
}
END_TEST

/* Somebody's report with checks without end does not fill the memory. */
START_TEST(test_too_many_checks)
{
	struct err err = { .code = EXIT_GATE_OPEN };
	struct report *r = report("a", "1", "2026-01-01T00:00:00Z");
	char id[FLEET_CHECKS_MAX + 1][16];

	for (size_t i = 0; i <= FLEET_CHECKS_MAX; i++) {
		snprintf(id[i], sizeof id[i], "Z-%zu", i);
		add(r, id[i], SEVERITY_LOW, STATUS_PASS, "fine");
	}
	ck_assert_int_eq(fleet_add(fleet, r, "a.json", sha, 0, &err), -1);
	ck_assert_int_eq(err.code, EXIT_USAGE);
	ck_assert_uint_eq(fleet->n_hosts, 0);
	report_free(r);
}
END_TEST

static size_t
bytes_of(size_t n_hosts)
{
	struct fleet *f = fleet_new();
	size_t bytes;

	for (size_t i = 0; i < n_hosts; i++) {
		char name[32], message[64];
		struct report *r;

		snprintf(name, sizeof name, "host-%zu", i);
		snprintf(message, sizeof message, "differs on each host: %zu", i);
		r = report(name, name, "2026-01-01T00:00:00Z");
		for (int k = 0; k < 200; k++)
			add(r, "5.4", SEVERITY_HIGH, STATUS_WARN, message);
		count_in(f, r, name);
	}
	fleet_finish(f, &policy);
	bytes = arena_bytes(f->arena) + arena_bytes(f->total->arena);
	fleet_free(f);
	return bytes;
}

/* Two hundred findings a host, and of each host less than two kilobytes. */
START_TEST(test_memory)
{
	size_t few = bytes_of(100), many = bytes_of(1100);

	ck_assert_uint_lt(many - few, 1000 * 2048);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("fleet");
	TCase *t = tcase_create("fleet");
	SRunner *runner = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_order);
	tcase_add_test(t, test_newest_stays);
	tcase_add_test(t, test_machines);
	tcase_add_test(t, test_unidentified);
	tcase_add_test(t, test_names_are_unique);
	tcase_add_test(t, test_accepted);
	tcase_add_test(t, test_gate);
	tcase_add_test(t, test_too_many_checks);
	tcase_add_test(t, test_memory);
	suite_add_tcase(s, t);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
