/*
 * test_waivers.c: patterns, waiver files, what they do to a report and when they end, and the text
 * of configuration files.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_util.h"
#include "base/dates.h"
#include "base/glob.h"
#include "policy/config_file.h"
#include "policy/waive.h"

static struct arena *arena;

static void
setup(void)
{
	arena = arena_new();
}

static void
teardown(void)
{
	arena_free(arena);
}

/* ---- patterns ------------------------------------------------------------------------------- */

START_TEST(patterns_match_whole_names)
{
	static const struct {
		const char *pattern, *name;
		bool matches;
	} cases[] = {
		{ "web", "web", true },
		{ "web", "web1", false },
		{ "web*", "web/1", true },
		{ "*", "", true },
		{ "?", "", false },
		{ "?", "ä", true },
		{ "w?b", "web", true },
		{ "[a-c]x", "bx", true },
		{ "[!a-c]x", "bx", false },
		{ "[^a-c]x", "dx", true },
		{ "[]]", "]", true },
		{ "[ä-ü]", "ö", true },
		{ "[", "[", true },
		{ "[a", "[a", true },
		{ "\\*", "*", true },
		{ "\\*", "x", false },
		{ "a\\", "a\\", true },
		{ "*a*b", "xaxxbxb", true },
		{ "*a*b", "xaxxbxc", false },
		{ "", "", true },
		{ "", "x", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_msg(glob_match(cases[i].pattern, cases[i].name) == cases[i].matches,
		    "%s and %s", cases[i].pattern, cases[i].name);
	ck_assert(glob_is_literal("web\\*1"));
	ck_assert(!glob_is_literal("web\\\\*"));
	ck_assert(!glob_is_literal("we[b]"));
}
END_TEST

/* fnmatch() would not come back from this. */
START_TEST(patterns_take_no_exponential_time)
{
	char name[4097], pattern[201];

	memset(name, 'a', 4096);
	name[4096] = '\0';
	for (int i = 0; i < 200; i += 2)
		memcpy(pattern + i, "*a", 2);
	pattern[199] = 'b';
	pattern[200] = '\0';
	ck_assert(!glob_match(pattern, name));
}
END_TEST

START_TEST(days_are_in_the_calendar)
{
	int64_t s;

	ck_assert(day_parse("2026-02-28", &s));
	ck_assert(!day_parse("2026-02-29", &s));
	ck_assert(day_parse("2028-02-29", &s));
	ck_assert(!day_parse("2100-02-29", &s));
	ck_assert(!day_parse("2026-13-01", &s));
	ck_assert(!day_parse("2026-04-31", &s));
	ck_assert(!day_parse("2026-04-30T00:00:00Z", &s));
	ck_assert(!day_parse("2026-4-30", &s));
	ck_assert(!day_parse("tomorrow!!", &s));
}
END_TEST

/* ---- files ---------------------------------------------------------------------------------- */

#define WHO "justification: j, owner: o"
#define WAIVER(rest)                                                                               \
	"waivers:\n  - {check: '5.4', subject: web, " WHO ", expires: 2026-12-31" rest "}\n"

START_TEST(files_are_read)
{
	struct waiver_file f;
	struct err err;
	const char *text =
	    "waivers:\n"
	    "  - check: [5.4, container_images, R-*]\n"
	    "    subject: {name: 'web*', image: nginx, label: a=b, host: h, kind: container}\n"
	    "    item: /run/*\n"
	    "    justification: j\n    owner: o\n    expires: 2026-12-31\n    created: 2026-01-01\n"
	    "    approver: a\n    ticket: t\n    risk: r\n"
	    "attestations:\n"
	    "  - {check: 2.1, subject: '*', by: b, on: 2026-01-01, until: 2026-12-31, evidence: "
	    "e}\n";

	ck_assert_msg(
	    waivers_parse(arena, "w.yaml", text, strlen(text), &f, &err) == 0, "%s", err.msg);
	ck_assert_uint_eq(f.n_waivers, 1);
	ck_assert_uint_eq(f.waivers[0].scope.checks.n, 3);
	ck_assert_str_eq(f.waivers[0].scope.subject.image, "nginx");
	ck_assert_str_eq(f.waivers[0].scope.subject.item, "/run/*");
	ck_assert_str_eq(f.waivers[0].waiver.source, "w.yaml:2");
	ck_assert_str_eq(f.waivers[0].waiver.risk, "r");
	ck_assert_int_eq((f.waivers[0].expires - f.waivers[0].created) / DAY_SECONDS, 364);
	ck_assert_uint_eq(f.n_attestations, 1);
	ck_assert_str_eq(f.attestations[0].attestation.evidence, "e");
	ck_assert_int_eq(waivers_parse(arena, "w.yaml", "", 0, &f, &err), 0);
	ck_assert_uint_eq(f.n_waivers + f.n_attestations, 0);
	ck_assert_int_eq(waivers_parse(arena, "w.yaml", "waivers:\n", 9, &f, &err), 0);
}
END_TEST

START_TEST(faults_are_told_with_their_place)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ "waiver: []\n", "w.yaml:1:1: unknown key \"waiver\": did you mean waivers?" },
		{ "waivers: 1\n", "w.yaml:1:10: waivers has to be a list" },
		{ "- a\n", "w.yaml:1:1: the file has to be a map" },
		{ "waivers:\n  - 5.4\n", "w.yaml:2:5: a waiver has to be a map" },
		{ "waivers:\n  - {subject: x}\n", "w.yaml:2:5: check is missing" },
		{ "waivers:\n  - {check: 5.4}\n", "w.yaml:2:5: subject is missing" },
		{ "waivers:\n  - {check: 5.99, subject: x}\n", "w.yaml:2:13: no check or group" },
		{ "waivers:\n  - {check: [5.4, 5.99], subject: x}\n",
		    "w.yaml:2:19: no check or group" },
		{ "waivers:\n  - {check: [], subject: x}\n", "w.yaml:2:13: check has to be" },
		{ "waivers:\n  - {check: 5.4, subject: x}\n", "justification is missing" },
		{ "waivers:\n  - {check: 5.4, subject: x, justification: ' '}\n",
		    "w.yaml:2:45: justification is empty" },
		{ "waivers:\n  - {check: 5.4, subject: x, justification: [a]}\n",
		    "has to be a text" },
		{ "waivers:\n  - {check: 5.4, subject: x, justification: j}\n",
		    "owner is missing" },
		{ "waivers:\n  - {check: 5.4, subject: x, " WHO "}\n", "expires is missing" },
		{ "waivers:\n  - {check: 5.4, subject: x, " WHO ", expires: soon}\n",
		    "expires has to be a day such as 2026-12-31, not \"soon\"" },
		{ "waivers:\n  - {check: 5.4, subject: x, " WHO ", expires: 2026-02-30}\n",
		    "a day" },
		{ WAIVER(", created: 2027-01-01"), "expires is earlier than created" },
		{ WAIVER(", expire: x"), "unknown key \"expire\": did you mean expires?" },
		{ WAIVER(", owner: x"), "w.yaml:2:" }, /* the key a second time */
		{ "waivers:\n  - {check: 5.4, subject: {}}\n", "subject is empty" },
		{ "waivers:\n  - {check: 5.4, subject: {nam: x}}\n", "did you mean name?" },
		{ "waivers:\n  - {check: 5.4, subject: {kind: contaner}}\n",
		    "did you mean container" },
		{ "waivers:\n  - {check: 5.4, subject: {name: [x]}}\n", "name has to be a text" },
		{ "attestations:\n  - {check: 2.1, subject: x, by: b, on: 2026-01-01}\n",
		    "until is missing" },
		{ "attestations:\n  - {check: 2.1, subject: x, by: b, on: 2026-01-02, until: "
		  "2026-01-01, evidence: e}\n",
		    "until is earlier than on" },
		{ "waivers: [\n", "w.yaml:2:1" },
		{ "a: &a [x,x]\nb: &b [*a,*a]\nwaivers: *c\n", "w.yaml:3:" },
		{ "waivers: []\n---\nwaivers: []\n", "w.yaml:3:1" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct waiver_file f;
		struct err err = { EXIT_GATE_OPEN, "" };

		ck_assert_msg(waivers_parse(arena, "w.yaml", cases[i].text, strlen(cases[i].text),
				  &f, &err) < 0,
		    "taken: %s", cases[i].text);
		ck_assert_int_eq(err.code, EXIT_USAGE);
		ck_assert_msg(strstr(err.msg, cases[i].message) != NULL,
		    "%s\n\"%s\" instead of \"%s\"", cases[i].text, err.msg, cases[i].message);
	}
}
END_TEST

/* Deep nesting, and few lines that stand for many. */
START_TEST(hostile_files_are_refused)
{
	struct waiver_file f;
	struct config_file c;
	struct err err;
	char *deep = malloc(200001), bomb[1024] = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";

	ck_assert_ptr_nonnull(deep);
	memset(deep, '[', 200000);
	deep[200000] = '\0';
	ck_assert_int_lt(waivers_parse(arena, "w.yaml", deep, 200000, &f, &err), 0);
	ck_assert_ptr_nonnull(strstr(err.msg, "w.yaml:1:"));
	ck_assert_int_lt(config_parse(arena, "c.yaml", deep, 200000, &c, &err), 0);
	free(deep);
	for (int i = 1; i < 12; i++) {
		size_t n = strlen(bomb);

		snprintf(bomb + n, sizeof bomb - n, "a%d: &a%d [*a%d,*a%d,*a%d,*a%d]\n", i, i,
		    i - 1, i - 1, i - 1, i - 1);
	}
	strcat(bomb, "waivers: *a11\n");
	ck_assert_int_lt(waivers_parse(arena, "w.yaml", bomb, strlen(bomb), &f, &err), 0);
	ck_assert_int_eq(err.code, EXIT_USAGE);
}
END_TEST

/* ---- over a report -------------------------------------------------------------------------- */

static struct report *report;

/* A finding of a check about a container. */
static void
finding(struct check_result *c, enum status status, const char *name, const char *key)
{
	const struct subject s = { SUBJECT_CONTAINER, name, arena_printf(arena, "id-%s", name),
		"nginx:1", name, "" };

	report_add_finding(report, c, status, report_subject(report, &s, NULL), key, "m");
}

static struct check_result *
result(const char *id)
{
	struct check_result *c = report_add_check(report);
	const struct check *check = catalogue_find(id);

	ck_assert_ptr_nonnull(check);
	c->id = check->id;
	c->title = check->title;
	c->severity = check->severity;
	return c;
}

/* web and db are WARN in 5.4, web has two mounts in 5.5, a NOTE in 2.1's place, an ERROR in 5.12 */
static void
make_report(const char *started)
{
	struct check_result *c;

	report = report_new();
	report->started = started;
	report->host = "build-1";
	c = result("5.4");
	finding(c, STATUS_WARN, "web", "");
	finding(c, STATUS_WARN, "db", "");
	finding(c, STATUS_PASS, "mail", "");
	c = result("5.5");
	finding(c, STATUS_WARN, "web", "/etc");
	finding(c, STATUS_WARN, "web", "/usr");
	finding(c, STATUS_NOTE, "db", "");
	c = result("5.12");
	finding(c, STATUS_ERROR, "web", "");
	report_finish(report);
}

static void
apply(const char *text, struct waive_policy p)
{
	struct waiver_file f;
	struct err err;

	ck_assert_msg(
	    waivers_parse(arena, "w.yaml", text, strlen(text), &f, &err) == 0, "%s", err.msg);
	p.file = &f;
	waive(report, &p);
}

static size_t
notices(const char *kind)
{
	size_t n = 0;

	for (size_t i = 0; i < report->n_waiver_notices; i++)
		n += strcmp(report->waiver_notices[i].kind, kind) == 0;
	return n;
}

#define ONE(check, subject, expires)                                                               \
	"waivers:\n  - {check: " check ", subject: " subject ", " WHO ", expires: " expires "}\n"

/* How many findings does a waiver mark? */
static const struct {
	const char *text;
	size_t waived;
	const char *notice; /* NULL: none */
} matching[] = {
	{ ONE("5.4", "web", "2027-01-01"), 1, NULL }, { ONE("5.4", "w*", "2027-01-01"), 1, NULL },
	{ ONE("5.4", "mail", "2027-01-01"), 0, "unused" }, /* PASS needs no waiver */
	{ ONE("5.5", "web", "2027-01-01"), 2, NULL },
	{ ONE("5.5", "web, item: /etc", "2027-01-01"), 1, NULL },
	{ ONE("5.12", "web", "2027-01-01"), 1, NULL }, { ONE("'5'", "web", "2027-01-01"), 4, NULL },
	{ ONE("container_runtime", "web", "2027-01-01"), 4, NULL },
	{ ONE("check_5_4", "web", "2027-01-01"), 1, NULL },
	{ ONE("'5'", "'*'", "2027-01-01"), 5, NULL },
	{ ONE("5.4", "{image: 'nginx:*', name: db}", "2027-01-01"), 1, NULL },
	{ ONE("5.4", "{image: 'httpd:*'}", "2027-01-01"), 0, "unused" },
	{ ONE("5.4", "{host: 'build-*', name: db}", "2027-01-01"), 1, NULL },
	{ ONE("5.4", "{host: prod}", "2027-01-01"), 0, "unused" },
	{ ONE("5.4", "{kind: image}", "2027-01-01"), 0, "unused" },
	{ ONE("5.4", "{path: '*'}", "2027-01-01"), 0, "unused" }, /* containers have none */
	{ ONE("5.4", "{label: a}", "2027-01-01"), 0, "unused" },
	{ ONE("1.1.1", "host", "2027-01-01"), 0, NULL }, /* was not scanned */
};

START_TEST(waivers_match)
{
	make_report("2026-06-15T12:00:00Z");
	apply(matching[_i].text, (struct waive_policy){ 0 });
	ck_assert_msg(report->n_waived == matching[_i].waived, "%s: %zu", matching[_i].text,
	    report->n_waived);
	ck_assert_uint_eq(report->findings_by_status[STATUS_WARN], 4); /* no status changes */
	ck_assert_uint_eq(report->n_waiver_notices, matching[_i].notice != NULL);
	if (matching[_i].notice != NULL)
		ck_assert_str_eq(report->waiver_notices[0].kind, matching[_i].notice);
	report_free(report);
}
END_TEST

static const struct {
	const char *started;
	size_t waived, expired, expiring;
} ends[] = {
	{ "2026-06-15T23:59:59Z", 1, 0, 1 },
	{ "2026-06-16T00:00:00Z", 0, 1, 0 },
	{ "2026-06-16T00:30:00+01:00", 1, 0, 1 }, /* still the 15th, UTC */
	{ "2026-06-01T00:00:00Z", 1, 0, 1 },
	{ "2026-05-31T23:59:59Z", 1, 0, 0 },
};

START_TEST(waivers_end_with_their_last_day)
{
	make_report(ends[_i].started);
	apply(ONE("5.4", "web", "2026-06-15"), (struct waive_policy){ 0 });
	ck_assert_uint_eq(report->n_waived, ends[_i].waived);
	ck_assert_uint_eq(notices("expired"), ends[_i].expired);
	ck_assert_uint_eq(notices("expiring"), ends[_i].expiring);
	report_free(report);
}
END_TEST

START_TEST(another_clock_goes_before_the_scan_s)
{
	make_report("2026-06-15T12:00:00Z");
	apply(ONE("5.4", "web", "2026-06-15"),
	    (struct waive_policy){ .now_given = true, .now = 1893456000 });
	ck_assert_uint_eq(report->n_waived, 0);
	ck_assert_uint_eq(notices("expired"), 1);
	report_free(report);
}
END_TEST

START_TEST(waivers_have_limits)
{
	static const char *const protect[] = { "5.4" };
	struct fact_list protected = { SEEN, 1, protect };

	make_report("2026-06-15T12:00:00Z");
	apply(ONE("'5'", "web", "2026-12-31"), (struct waive_policy){ .protect = &protected });
	ck_assert_uint_eq(report->n_waived, 3);
	ck_assert_uint_eq(notices("protected"), 1);
	apply(ONE("5.4", "web", "2026-07-15"), (struct waive_policy){ .max_days = 30 });
	ck_assert_uint_eq(report->n_waived, 1); /* marks of the run before are gone */
	ck_assert_uint_eq(report->n_waiver_notices, 0);
	apply(ONE("5.4", "web", "2026-07-16"), (struct waive_policy){ .max_days = 30 });
	ck_assert_uint_eq(report->n_waived, 0);
	ck_assert_uint_eq(notices("too-long"), 1);
	apply(WAIVER(", created: 2026-12-01"), (struct waive_policy){ .max_days = 30 });
	ck_assert_uint_eq(report->n_waived, 1);
	report_free(report);
}
END_TEST

START_TEST(broad_waivers_are_told)
{
	struct check_result *c;

	make_report("2026-06-15T12:00:00Z");
	apply(ONE("5.4", "'[dw]*'", "2027-01-01"), (struct waive_policy){ 0 });
	ck_assert_uint_eq(notices("broad"), 0); /* mail is PASS, and not covered */
	report_free(report);
	report = report_new();
	report->started = "2026-06-15T12:00:00Z";
	c = result("5.4");
	for (int i = 0; i < 22; i++)
		finding(c, i < 21 ? STATUS_WARN : STATUS_PASS, arena_printf(arena, "w%d", i), "");
	report_finish(report);
	apply(ONE("5.4", "'w?'", "2027-01-01"), (struct waive_policy){ 0 });
	ck_assert_uint_eq(report->n_waived, 10);
	ck_assert_uint_eq(notices("broad"), 0);
	apply(ONE("5.4", "'w*'", "2027-01-01"), (struct waive_policy){ 0 });
	ck_assert_uint_eq(notices("broad"), 1);
	report_free(report);
	report = report_new();
	report->started = "2026-06-15T12:00:00Z";
	c = result("5.4");
	finding(c, STATUS_WARN, "web", "");
	finding(c, STATUS_WARN, "db", "");
	report_finish(report);
	apply(ONE("5.4", "'*'", "2027-01-01"), (struct waive_policy){ 0 });
	ck_assert_uint_eq(notices("broad"), 1);
	report_free(report);
}
END_TEST

START_TEST(attestations_answer_notes_and_nothing_else)
{
	const char *all =
	    "attestations:\n  - {check: '5', subject: '*', by: b, on: 2026-01-01, until: "
	    "2026-12-31, evidence: e}\n";

	make_report("2026-06-15T12:00:00Z");
	apply(all, (struct waive_policy){ 0 });
	ck_assert_uint_eq(report->n_attested, 1);
	ck_assert_uint_eq(report->n_waived, 0);
	ck_assert_uint_eq(report->findings_by_status[STATUS_NOTE], 1);
	ck_assert_uint_eq(report->findings_by_status[STATUS_PASS], 1);
	report->started = "2027-01-01T00:00:00Z";
	apply(all, (struct waive_policy){ 0 });
	ck_assert_uint_eq(report->n_attested, 0);
	ck_assert_uint_eq(notices("expired"), 1);
	report->started = "2025-12-31T23:59:59Z";
	apply(all, (struct waive_policy){ 0 });
	ck_assert_uint_eq(report->n_attested, 0);
	ck_assert_uint_eq(notices("early"), 1);
	report_free(report);
}
END_TEST

/* ---- labels --------------------------------------------------------------------------------- */

static struct facts facts;
static struct container containers[2];
static struct pair labels[2];

static void
label(const char *value)
{
	static const char *const ids[] = { "id-web", "id-db" };

	facts = (struct facts){ .n_containers = 2, .containers = containers };
	labels[0] = (struct pair){ "tier", "front" };
	labels[1] = (struct pair){ WAIVER_LABEL, value };
	for (int i = 0; i < 2; i++)
		containers[i] = (struct container){ .id = ids[i],
			.name = ids[i] + 3,
			.labels = { SEEN, i == 0 ? (value != NULL ? 2 : 1) : 0, labels } };
}

START_TEST(labels_waive_only_when_trusted)
{
	make_report("2026-06-15T12:00:00Z");
	label("5.4:we know;5.5: as well");
	waive(report, &(struct waive_policy){ .facts = &facts });
	ck_assert_uint_eq(report->n_waived, 0);
	ck_assert_uint_eq(notices("untrusted"), 1);
	report->n_waiver_notices = 0;
	waive(report, &(struct waive_policy){ .facts = &facts, .trust_labels = true });
	ck_assert_uint_eq(report->n_waived, 3);
	ck_assert_uint_eq(report->n_waiver_notices, 0);
	ck_assert_str_eq(report->checks[1].findings[1].waiver->justification, "as well");
	ck_assert_ptr_null(report->checks[0].findings[0].waiver); /* db has no label */
	report_free(report);
}
END_TEST

START_TEST(malformed_labels_are_told)
{
	static const char *const values[] = { "5.4", "5.4:", "5.4: ", ":why", "5.99:why",
		"5.12:a;x" };

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		make_report("2026-06-15T12:00:00Z");
		label(values[i]);
		waive(report, &(struct waive_policy){ .facts = &facts, .trust_labels = true });
		ck_assert_msg(notices("malformed") == 1, "%s", values[i]);
		ck_assert_uint_eq(report->n_waived, values[i][0] == '5' && values[i][2] == '1');
		report_free(report);
	}
}
END_TEST

START_TEST(patterns_look_at_labels)
{
	make_report("2026-06-15T12:00:00Z");
	label(NULL);
	apply(ONE("5.4", "{label: 'tier=fr*'}", "2027-01-01"),
	    (struct waive_policy){ .facts = &facts });
	ck_assert_uint_eq(report->n_waived, 1);
	apply(ONE("5.4", "{label: tier}", "2027-01-01"), (struct waive_policy){ .facts = &facts });
	ck_assert_uint_eq(report->n_waived, 1);
	apply(ONE("5.4", "{label: 'tier=back'}", "2027-01-01"),
	    (struct waive_policy){ .facts = &facts });
	ck_assert_uint_eq(report->n_waived, 0);
	report_free(report);
}
END_TEST

/* ---- configuration -------------------------------------------------------------------------- */

START_TEST(configurations_are_read)
{
	struct config_file c;
	struct err err;
	const char *text =
	    "fail_on: [new, critical]\nmax_warn: 10\nall: true\n"
	    "baseline: base.json\noutput: ['json:out.json', 'text:-', 'sarif:/x.sarif']\n"
	    "profiles:\n  ours: {base: dbs, include_checks: [R-08], exclude_checks: 5.4}\n"
	    "severities: {container_runtime: low, 5.4: critical, '5': medium}\nprotect: [5.4]\n";
	const struct check *check = catalogue_find("5.4"), *other = catalogue_find("5.5");

	ck_assert_msg(
	    config_parse(arena, "/x/c.yaml", text, strlen(text), &c, &err) == 0, "%s", err.msg);
	ck_assert_uint_eq(c.n_values, 5);
	for (size_t i = 0; i < c.n_values; i++) {
		const struct config_value *v = &c.values[i];

		if (strcmp(v->row->name, "fail-on") == 0)
			ck_assert_str_eq(v->values[0], "new,critical");
		if (strcmp(v->row->name, "all") == 0)
			ck_assert_str_eq(v->label, "/x/c.yaml:3:1: all");
		if (strcmp(v->row->name, "baseline") == 0)
			ck_assert_str_eq(v->values[0], "/x/base.json");
		if (strcmp(v->row->name, "output") == 0) {
			ck_assert_uint_eq(v->n, 3);
			ck_assert_str_eq(v->values[0], "json:/x/out.json");
			ck_assert_str_eq(v->values[1], "text:-");
			ck_assert_str_eq(v->values[2], "sarif:/x.sarif");
		}
	}
	ck_assert_str_eq(c.profiles[0].base->name, "dbs");
	ck_assert_int_eq(
	    config_severity(&c, catalogue_section_of(check), check)->severity, SEVERITY_CRITICAL);
	ck_assert_int_eq(
	    config_severity(&c, catalogue_section_of(other), other)->severity, SEVERITY_MEDIUM);
	ck_assert_uint_eq(c.protect.n, 1);
	ck_assert_int_eq(config_parse(arena, "c.yaml", "# nothing\n", 10, &c, &err), 0);
}
END_TEST

START_TEST(faults_of_configurations_are_told)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ "fail-on: new\n", "c.yaml:1:1: unknown key \"fail-on\": did you mean fail_on?" },
		{ "help: true\n", "c.yaml:1:1: unknown key \"help\"" },
		{ "config: x\n", "unknown key \"config\"" },
		{ "[a]\n", "c.yaml:1:1: the file has to be a map" },
		{ "all: 1\n", "c.yaml:1:6: all is true or false" },
		{ "all: yes\n", "c.yaml:1:6: all is true or false" },
		{ "max_warn: many\n", "c.yaml:1:11: max_warn is a number" },
		{ "profile: [dbs]\n", "c.yaml:1:10: profile is a text" },
		{ "fail_on: {a: b}\n", "c.yaml:1:10: fail_on is a text, or a list" },
		{ "fail_on:\n", "c.yaml:1:1: fail_on has no value" },
		{ "all: true\nall: true\n", "c.yaml:2:1" },
		{ "protect: 5.99\n", "c.yaml:1:10: no check or group" },
		{ "profiles: []\n", "c.yaml:1:11: profiles has to be a map" },
		{ "profiles: {dbs: {base: full}}\n", "c.yaml:1:12: \"dbs\" is a built-in profile" },
		{ "profiles: {a: {}}\n", "a profile is a map" },
		{ "profiles: {a: {bas: full}}\n", "did you mean base?" },
		{ "profiles: {a: {base: ful}}\n", "base is one of the built-in profiles" },
		{ "severities: {5.99: low}\n", "c.yaml:1:14: no check or group" },
		{ "severities: {5.4: lo}\n",
		    "c.yaml:1:19: no severity is called \"lo\": did you mean low?" },
		{ "severities: {5.4: [low]}\n", "a severity is info, low" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct config_file c;
		struct err err = { EXIT_GATE_OPEN, "" };

		ck_assert_msg(config_parse(arena, "c.yaml", cases[i].text, strlen(cases[i].text),
				  &c, &err) < 0,
		    "taken: %s", cases[i].text);
		ck_assert_int_eq(err.code, EXIT_USAGE);
		ck_assert_msg(strstr(err.msg, cases[i].message) != NULL,
		    "%s\n\"%s\" instead of \"%s\"", cases[i].text, err.msg, cases[i].message);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("waivers");
	TCase *t = tcase_create("all");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, patterns_match_whole_names);
	tcase_add_test(t, patterns_take_no_exponential_time);
	tcase_add_test(t, days_are_in_the_calendar);
	tcase_add_test(t, files_are_read);
	tcase_add_test(t, faults_are_told_with_their_place);
	tcase_add_test(t, hostile_files_are_refused);
	tcase_add_loop_test(t, waivers_match, 0, sizeof matching / sizeof matching[0]);
	tcase_add_loop_test(t, waivers_end_with_their_last_day, 0, sizeof ends / sizeof ends[0]);
	tcase_add_test(t, another_clock_goes_before_the_scan_s);
	tcase_add_test(t, waivers_have_limits);
	tcase_add_test(t, broad_waivers_are_told);
	tcase_add_test(t, attestations_answer_notes_and_nothing_else);
	tcase_add_test(t, labels_waive_only_when_trusted);
	tcase_add_test(t, malformed_labels_are_told);
	tcase_add_test(t, patterns_look_at_labels);
	tcase_add_test(t, configurations_are_read);
	tcase_add_test(t, faults_of_configurations_are_told);
	suite_add_tcase(s, t);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
