/*
 * test_versions.c: version numbers, dates, os-release and the table of ends.
 */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "eol.h"
#include "version.h"
#include "base/dates.h"
#include "syntax/os_release.h"

/* Each is older than the next. */
static const char *const ascending[] = { "1.0.0-alpha1", "1.0.0-beta2", "1.0.0-rc2", "1.0.0~rc93+ds1-5",
	"1.0.0-rc95", "v1.0.0", "1.1.5+ds1-1+deb12u1", "1.1.12", "1.4.0-rc.1", "1.4.0-rc.3", "1.4.0",
	"18.09.2-ce", "20.10.9", "20.10.24+dfsg1", "23.0", "99999999999999.1" };

START_TEST(versions_are_ordered)
{
	ck_assert_int_lt(version_compare_text(ascending[_i], ascending[_i + 1]), 0);
	ck_assert_int_gt(version_compare_text(ascending[_i + 1], ascending[_i]), 0);
	ck_assert_int_eq(version_compare_text(ascending[_i], ascending[_i]), 0);
}
END_TEST

static const struct {
	const char *text, *added;
} additions[] = { { "20.10.24+dfsg1", "+dfsg1" }, { "6.1.0-28-amd64", "-28-amd64" },
	{ "28.5.2", "" }, { "1.0.0~rc93+ds1", "+ds1" }, { "18.06.3-ce", "-ce" },
	{ "5.14.0-427.el9", "-427.el9" } };

START_TEST(what_a_distribution_added_is_told_apart)
{
	struct version v;

	ck_assert(version_parse(&v, additions[_i].text));
	ck_assert_str_eq(v.added, additions[_i].added);
}
END_TEST

START_TEST(what_is_no_version_is_refused)
{
	struct version v;

	ck_assert(!version_parse(&v, ""));
	ck_assert(!version_parse(&v, "library-import"));
	ck_assert(!version_parse(&v, "-1"));
	ck_assert(!version_parse(&v, "v"));
}
END_TEST

static const struct {
	const char *text;
	int64_t seconds; /* -1: no time */
} dates[] = { { "1970-01-01", 0 }, { "1970-01-02T00:00:01Z", 86401 },
	{ "1970-01-01T01:00:00+01:00", 0 }, { "1970-01-01T00:00:00.999999999Z", 0 },
	{ "2026-11-24", 1795478400 }, { "0001-01-01T00:00:00Z", -1 }, { "", -1 }, { "2026", -1 },
	{ "2026-13-01", -1 }, { "2026-01-01T25:00:00Z", -1 }, { "2026-01-01Tx", -1 },
	{ "2026-01-01T00:00:00+1", -1 } };

START_TEST(dates_are_read)
{
	int64_t seconds = -1;

	ck_assert(date_parse(dates[_i].text, &seconds) == (dates[_i].seconds >= 0));
	ck_assert_int_eq(seconds, dates[_i].seconds);
}
END_TEST

START_TEST(branches_are_found)
{
	ck_assert_str_eq(eol_find("docker-engine", "20.10.24+dfsg1")->branch, "20.10");
	ck_assert_str_eq(eol_find("docker-engine", "28.5.2")->branch, "28");
	ck_assert_str_eq(eol_find("debian", "bookworm-slim")->branch, "12");
	ck_assert_str_eq(eol_find("alpine", "3.18.4")->ends, "2025-05-09");
	ck_assert_ptr_null(eol_find("alpine", "3.180"));
	ck_assert_ptr_null(eol_find("debian", "99"));
	ck_assert_ptr_null(eol_find("plan9", "4"));
	ck_assert(eol_knows("runc") && !eol_knows("plan9"));
}
END_TEST

START_TEST(os_release_is_read)
{
	struct arena *a = arena_new();
	struct os_release r = os_release_parse(a, "NAME=x\nID=debian\r\nVERSION_ID=\"12\"\n"
						  "PRETTY_NAME=\"Debian \\\"12\\\"\"\n#ID=no\nID='alpine'");

	ck_assert_str_eq(r.id, "alpine");
	ck_assert_str_eq(r.version_id, "12");
	ck_assert_str_eq(r.pretty_name, "Debian \"12\"");
	r = os_release_parse(a, "");
	ck_assert_str_eq(r.id, "");
	arena_free(a);
}
END_TEST

#define N(array) (int)(sizeof(array) / sizeof((array)[0]))

int
main(void)
{
	Suite *suite = suite_create("versions");
	TCase *tc = tcase_create("versions");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tc, versions_are_ordered, 0, N(ascending) - 1);
	tcase_add_loop_test(tc, what_a_distribution_added_is_told_apart, 0, N(additions));
	tcase_add_test(tc, what_is_no_version_is_refused);
	tcase_add_loop_test(tc, dates_are_read, 0, N(dates));
	tcase_add_test(tc, branches_are_found);
	tcase_add_test(tc, os_release_is_read);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
