/*
 * test_select.c: the command line, and which checks and subjects it selects. Over the real
 * catalogue: also that every row of it is complete.
 */
#include "config.h"

#include <check.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "select.h"

static struct options o;
static struct selection s;
static struct err err;

static int
parse(const char *line)
{
	static char words[1000];
	static char *argv[64];
	int argc = 0;

	memset(&err, 0, sizeof err);
	snprintf(words, sizeof words, "dockassay %s", line);
	for (char *w = strtok(words, " "); w != NULL; w = strtok(NULL, " "))
		argv[argc++] = w;
	argv[argc] = NULL;
	return options_parse(&o, argc, argv, &err);
}

static int
selecting(const char *line)
{
	ck_assert_int_eq(parse(line), 0);
	return selection_parse(&s, &o, &err);
}

START_TEST(legacy_flags_combine)
{
	ck_assert_int_eq(
	    parse("-bp -l out.log -c check_5_4,2.2 -e 5.4 -n 3 -u al,bob -i web -x db"), 0);
	ck_assert(o.no_color && o.no_remedies);
	ck_assert_str_eq(o.command, "scan");
	ck_assert_str_eq(o.log_file, "out.log");
	ck_assert_str_eq(o.include, "check_5_4,2.2");
	ck_assert_str_eq(o.exclude, "5.4");
	ck_assert_int_eq(o.limit, 3);
	ck_assert_str_eq(o.users, "al,bob");
}
END_TEST

static const struct {
	const char *line, *message;
} wrong[] = {
	{ "--snapshto x", "did you mean --snapshot" },
	{ "-Z", "unknown option -Z" },
	{ "--limit", "wants a value" },
	{ "-l", "-l wants a value" },
	{ "-n many", "wants a number" },
	{ "-n -1", "wants a number" },
	{ "--color sometimes", "--color is one of auto, always, never" },
	{ "--incomplete maybe", "--incomplete is one of" },
	{ "--from x --host y", "--from" },
};

START_TEST(wrong_lines_are_usage_errors)
{
	ck_assert_int_eq(parse(wrong[_i].line), -1);
	ck_assert_int_eq(err.code, EXIT_USAGE);
	ck_assert_msg(strstr(err.msg, wrong[_i].message) != NULL, "%s", err.msg);
}
END_TEST

START_TEST(commands_take_arguments)
{
	ck_assert_int_eq(parse("explain -b 5.4"), 0);
	ck_assert_str_eq(o.command, "explain");
	ck_assert_uint_eq(o.n_args, 1);
	ck_assert_str_eq(o.args[0], "5.4");
}
END_TEST

static const struct {
	const char *line, *id;
	bool in;
} selected[] = {
	{ "", "5.4", true },
	{ "-c 5.4", "5.4", true },
	{ "-c 5.4", "5.5", false },
	{ "-c check_5_4", "5.4", true },
	{ "-c check_5.4", "5.4", true },
	{ "-c 5", "5.31", true },
	{ "-c 5", "4.1", false },
	{ "-c 5.3", "5.31", false },
	{ "-c 5.3*", "5.31", true },
	{ "-c 1.1", "1.1.18", true },
	{ "-c container_runtime", "5.4", true },
	{ "-c container_runtime -e 5.4", "5.4", false },
	{ "-e check_5_4", "5.4", false },
	{ "-e check_5_4", "5.5", true },
	{ "-c cis_level1", "5.5", true },
	{ "-c cis_level2", "5.5", false },
};

START_TEST(names_select_checks)
{
	ck_assert_int_eq(selecting(selected[_i].line), 0);
	ck_assert_msg(selection_has(&s, catalogue_find(selected[_i].id)) == selected[_i].in,
	    "%s: %s", selected[_i].line, selected[_i].id);
	selection_free(&s);
}
END_TEST

START_TEST(unknown_names_are_usage_errors)
{
	ck_assert_int_eq(selecting("-c 5.44,container_runtmie"), -1);
	ck_assert_int_eq(err.code, EXIT_USAGE);
	ck_assert_ptr_nonnull(strstr(err.msg, "5.44"));
	selection_free(&s);
	ck_assert_int_eq(selecting("-e container_runtmie"), -1);
	ck_assert_ptr_nonnull(strstr(err.msg, "did you mean container_runtime"));
	selection_free(&s);
	ck_assert_int_eq(selecting("-c 5.4 -e 5"), -1);
	selection_free(&s);
}
END_TEST

START_TEST(only_needed_documents_are_asked_for)
{
	ck_assert_int_eq(selecting("-c 5.5"), 0);
	ck_assert_uint_ne(s.needs & NEEDS_CONTAINERS, 0);
	ck_assert_uint_eq(s.needs & (NEEDS_TOP | NEEDS_AUDIT | NEEDS_HISTORY), 0);
	selection_free(&s);
}
END_TEST

static bool
wants(const char *line, const char *name, const char *state)
{
	static const struct pair labels[] = { { "team", "red" } };
	struct container c = { .name = name,
		.image = "registry/nginx:1",
		.state = { SEEN, state },
		.labels = { SEEN, 1, labels } };
	struct subject_filter filter;
	bool in;

	ck_assert_int_eq(selecting(line), 0);
	filter = selection_filter(&s);
	in = filter.container(filter.ctx, &c);
	selection_free(&s);
	return in;
}

START_TEST(subjects_are_selected_by_name_state_and_label)
{
	ck_assert(wants("", "vanilla", "running"));
	ck_assert(!wants("", "web", "exited"));
	ck_assert(wants("-a", "web", "exited"));
	ck_assert(wants("-i we", "web", "running"));
	ck_assert(wants("-i nginx", "web", "running"));
	ck_assert(!wants("-i db", "web", "running"));
	ck_assert(!wants("-x web", "web", "running"));
	ck_assert(wants("-x w?", "web", "running"));
	ck_assert(!wants("-x w*", "web", "running"));
	ck_assert(wants("-t team", "web", "running"));
	ck_assert(wants("-t team=red", "web", "running"));
	ck_assert(!wants("-t team=blue", "web", "running"));
	ck_assert(!wants("-t te", "web", "running"));
}
END_TEST

/* CIS numbers have no holes in these ranges; the file's order is the benchmark's. */
START_TEST(the_catalogue_is_whole)
{
	static const struct {
		const char *prefix;
		int first, last;
	} ranges[] = { { "1.1", 1, 18 }, { "2", 2, 16 }, { "3", 1, 24 }, { "4", 5, 6 },
		{ "5", 1, 32 }, { "7", 1, 4 } };

	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
		for (int n = ranges[i].first; n <= ranges[i].last; n++) {
			char id[16];

			snprintf(id, sizeof id, "%s.%d", ranges[i].prefix, n);
			ck_assert_msg(catalogue_find(id) != NULL, "%s", id);
		}
	}
	ck_assert_ptr_nonnull(catalogue_find("4.1"));
}
END_TEST

/* Is the id among the related ones of the check? */
static bool
names_back(const struct check *check, const char *id)
{
	const char *at = check->related != NULL ? check->related : "";
	size_t n = strlen(id);

	while (*at != '\0') {
		size_t length = strcspn(at, ",");

		if (length == n && strncmp(at, id, n) == 0)
			return true;
		at += length;
		at += *at == ',';
	}
	return false;
}

static void
assert_row(const struct section *section, const struct check *c)
{
	int functions = (c->once != NULL) + (c->container != NULL) + (c->image != NULL) +
			(c->network != NULL) + (c->volume != NULL) + (c->service != NULL) +
			(c->dockerfile != NULL) + (c->compose != NULL);
	const char *related = c->related != NULL ? c->related : "";

	ck_assert_msg(functions == 1, "%s", c->id);
	ck_assert_ptr_eq(catalogue_find(c->id), c);
	ck_assert_ptr_eq(catalogue_section_of(c), section);
	ck_assert_msg(c->needs != 0, "%s needs nothing", c->id);
	ck_assert_msg(strlen(c->title) >= 10 && strlen(c->title) <= 80, "%s: title", c->id);
	ck_assert_msg(c->title[strlen(c->title) - 1] != '.', "%s: title", c->id);
	ck_assert_msg(strlen(c->rationale) >= 30, "%s: rationale", c->id);
	ck_assert_msg(strlen(c->remedy) >= 10, "%s: remedy", c->id);
	ck_assert_msg(c->refs != NULL && c->refs[0] != NULL, "%s: references", c->id);
	while (*related != '\0') {
		char id[32];
		size_t n = strcspn(related, ",");

		snprintf(id, sizeof id, "%.*s", (int)n, related);
		ck_assert_msg(catalogue_find(id) != NULL, "%s is related to %s, which is not there",
		    c->id, id);
		ck_assert_msg(names_back(catalogue_find(id), c->id), "%s does not name %s back", id,
		    c->id);
		related += n;
		related += *related == ',';
	}
}

START_TEST(every_row_is_complete)
{
	size_t n = 0, automated = 0, standard = 0;

	for (struct catalogue_walk w = { 0 }; catalogue_next(&w); n++) {
		assert_row(w.section, w.check);
		automated += !w.check->manual;
		standard += profiles[0].has(w.check);
	}
	ck_assert_uint_ge(n, 450);
	ck_assert_uint_ge(automated, 400);
	ck_assert_uint_gt(standard, 200);
	ck_assert_uint_lt(standard, n);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("select");
	TCase *tc = tcase_create("select");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tc, legacy_flags_combine);
	tcase_add_loop_test(
	    tc, wrong_lines_are_usage_errors, 0, (int)(sizeof wrong / sizeof wrong[0]));
	tcase_add_test(tc, commands_take_arguments);
	tcase_add_loop_test(
	    tc, names_select_checks, 0, (int)(sizeof selected / sizeof selected[0]));
	tcase_add_test(tc, unknown_names_are_usage_errors);
	tcase_add_test(tc, only_needed_documents_are_asked_for);
	tcase_add_test(tc, subjects_are_selected_by_name_state_and_label);
	tcase_add_test(tc, the_catalogue_is_whole);
	tcase_add_test(tc, every_row_is_complete);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
