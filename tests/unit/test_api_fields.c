/*
 * test_api_fields.c: what versions of the API and Podman do not tell is no answer, and the checks
 * say so; what has no meaning for Podman is a SKIP.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "facts_util.h"
#include "fixture.h"
#include "facts/api_fields.h"

static const struct {
	const char *version;
	int minor;
} versions[] = { { "1.41", 41 }, { "1.0", 0 }, { "1.", -1 }, { "1.4x", -1 }, { "2.1", -1 },
	{ "", -1 }, { "1.-1", -1 }, { "1.41.2", -1 } };

START_TEST(minor_versions)
{
	ck_assert_int_eq(api_minor(versions[_i].version), versions[_i].minor);
}
END_TEST

/* Of the row since 1.20, to before 1.30; of Podman told from 5 on. */
static const struct {
	int podman;
	const char *version;
	bool untold;
} ranges[] = { { 0, "1.19", true }, { 0, "1.20", false }, { 0, "1.29", false }, { 0, "1.30", true },
	{ 0, "", true }, { 4, "1.25", true }, { 5, "1.25", false }, { 5, "1.19", false },
	{ -1, "1.25", true } };

START_TEST(a_field_is_told_in_its_range)
{
	static const struct api_field row = { "GET /x", "Y", 20, 30, false, "always null", 5 };
	struct api api = { ranges[_i].podman, ranges[_i].version };

	ck_assert_int_eq(api_field_untold(&row, &api), ranges[_i].untold);
}
END_TEST

static const struct {
	int podman;
	const char *version, *document, *path, *gap;
} gaps[] = {
	{ 0, "1.38", "GET /info", "Warnings",
	    "API 1.38 does not tell Warnings, which came with 1.39" },
	{ 0, "1.39", "GET /info", "Warnings", NULL },
	{ 0, "", "GET /info", "Warnings",
	    "whether Warnings is told depends on the version of the API, which is not known" },
	{ 0, "1.24", "GET /info", "NoSuchField", NULL },
	{ 0, "1.24", "GET /containers/0a/json", "HostConfig.CgroupnsMode",
	    "API 1.24 does not tell HostConfig.CgroupnsMode, which came with 1.41" },
	{ 0, "1.51", "GET /containers/0a/json", "HostConfig.Sysctls", NULL },
	{ 0, "1.53", "GET /system/df", "BuildCache",
	    "API 1.53 does not tell BuildCache any more, since 1.53" },
	{ 5, "1.44", "GET /containers/0a/json", "HostConfig.Sysctls",
	    "Podman does not tell HostConfig.Sysctls, which is never there" },
	{ 4, "1.41", "GET /containers/0a/json", "HostConfig.IpcMode",
	    "Podman before 5 does not tell HostConfig.IpcMode, which is \"shareable\" for the "
	    "host's, too" },
	{ 5, "1.41", "GET /containers/0a/json", "HostConfig.IpcMode", NULL },
	{ 5, "1.24", "GET /info", "CgroupVersion", NULL },
};

START_TEST(a_gap_has_its_reason)
{
	struct arena *a = arena_new();
	struct api api = { gaps[_i].podman, gaps[_i].version };
	const char *gap = api_field_gap(a, &api, gaps[_i].document, gaps[_i].path);

	if (gaps[_i].gap == NULL)
		ck_assert_ptr_null(gap);
	else
		ck_assert_str_eq(gap, gaps[_i].gap);
	arena_free(a);
}
END_TEST

static struct facts *
info_in(const char *api_version, const char *info)
{
	struct facts *f = facts_new();
	char meta[100];

	snprintf(meta, sizeof meta, "{\"version\":1,\"api_version\":\"%s\"}", api_version);
	give(f, "meta", meta);
	give(f, "GET /version", "{\"Version\":\"28.5.2\",\"ApiVersion\":\"1.51\"}");
	give(f, "GET /info", info);
	return f;
}

START_TEST(absence_is_an_answer_in_range_only)
{
	struct facts *f = info_in("1.39", "{}");

	ck_assert_int_eq(f->engine.warnings.seen, ABSENT);
	ck_assert_int_eq(f->engine.cgroup_version.seen, UNSEEN);
	ck_assert_int_eq(f->engine.default_address_pools.seen, UNSEEN);
	facts_free(f);
	f = info_in("1.51", "{}");
	ck_assert_int_eq(f->engine.cgroup_version.seen, ABSENT);
	ck_assert_int_eq(f->engine.default_address_pools.seen, ABSENT);
	facts_free(f);
}
END_TEST

START_TEST(what_is_there_is_an_answer_unless_it_is_a_placeholder)
{
	struct facts *f =
	    info_in("1.24", "{\"CgroupVersion\":\"2\",\"SecurityOptions\":[\"seccomp\"]}");

	ck_assert_int_eq(f->engine.cgroup_version.seen, SEEN);
	ck_assert_int_eq(f->engine.security_options.seen, UNSEEN);
	facts_free(f);
}
END_TEST

/* On a clean host whose engine is Podman. */
START_TEST(checks_without_meaning_are_skipped_on_podman)
{
	static const struct change podman = { ENGINE_VERSION, "Components.0.Name",
		"\"Podman Engine\"" };
	struct catalogue_walk w = { 0 };
	cJSON *documents;
	struct facts *f;
	struct report *r;
	const char *why;

	for (int i = 0; i <= _i; i++)
		ck_assert(catalogue_next(&w));
	why = check_skip_on_podman(w.check);
	if (why == NULL)
		return;
	documents = fixture_read(false);
	fixture_change(documents, &podman);
	f = fixture_facts(documents);
	r = report_new();
	judge_run(r, f, w.section, w.check, NULL);
	ck_assert_uint_eq(r->checks[0].n_findings, 1);
	ck_assert_int_eq(r->checks[0].findings[0].status, STATUS_SKIP);
	ck_assert_str_eq(r->checks[0].findings[0].message, why);
	ck_assert(!check_is_static(w.check));
	report_free(r);
	facts_free(f);
	cJSON_Delete(documents);
}
END_TEST

#define N(table) (int)(sizeof(table) / sizeof(table)[0])

int
main(void)
{
	Suite *s = suite_create("API versions and Podman");
	TCase *t = tcase_create("fields");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(t, minor_versions, 0, N(versions));
	tcase_add_loop_test(t, a_field_is_told_in_its_range, 0, N(ranges));
	tcase_add_loop_test(t, a_gap_has_its_reason, 0, N(gaps));
	tcase_add_test(t, absence_is_an_answer_in_range_only);
	tcase_add_test(t, what_is_there_is_an_answer_unless_it_is_a_placeholder);
	tcase_add_loop_test(
	    t, checks_without_meaning_are_skipped_on_podman, 0, (int)catalogue_size());
	suite_add_tcase(s, t);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
