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

#include "options/options.h"
#include "policy/select.h"

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
	ck_assert_int_eq(parse("render -b 5.4"), 0);
	ck_assert_str_eq(o.command, "render");
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

/*
 * Command lines that docker-bench-security's README and articles tell, with its own profile: what is
 * selected, by ids that must be in it, ids that must not, and what all of it has in common.
 */
static const struct {
	const char *line, *in[4], *out[4], *prefix;
} dbs_lines[] = {
	{ "", { "1.1.1", "5.31", "7.9", "C.5.3.1" }, { "R-01" }, "" },
	{ "-b", { "1.1.1", "5.5" }, { "R-01" }, "" },
	{ "-p", { "1.1.1", "5.5" }, { "R-01" }, "" },
	{ "-b -p -l report.txt -c check_5.1,check_5.2", { "5.1", "5.2" }, { "5.3", "5.10" }, "5." },
	{ "-c check_2_2", { "2.2" }, { "2.1", "2.3", "5.5" }, "2.2" },
	{ "-e check_2_2", { "2.1", "2.3", "5.5" }, { "2.2" }, "" },
	{ "-e check_5.1", { "5.2", "5.10", "5.11" }, { "5.1" }, "" },
	{ "-e docker_enterprise_configuration", { "1.1.1", "7.1" }, { "8.1.1" }, "" },
	{ "-e docker_enterprise_configuration,check_2_2", { "2.1" }, { "8.1.1", "2.2" }, "" },
	{ "-c container_images,container_runtime", { "4.1", "5.1", "5.31" }, { "3.1", "6.1", "R-01" }, "" },
	{ "-c container_images -e check_4_5", { "4.1", "4.6" }, { "4.5", "5.1" }, "4." },
	{ "-c container_runtime -e check_5_1,check_5_9", { "5.2", "5.10" }, { "5.1", "5.9" }, "5." },
	{ "-c host_configuration", { "1.1.1", "1.2.1" }, { "2.1" }, "1." },
	{ "-c linux_hosts_specific_configuration", { "1.1.1" }, { "1.2.1" }, "1.1." },
	{ "-c host_general_configuration", { "1.2.1" }, { "1.1.1" }, "1.2." },
	{ "-c docker_daemon_configuration", { "2.1", "2.17" }, { "3.1" }, "2." },
	{ "-c docker_daemon_files", { "3.1", "3.24" }, { "2.1" }, "3." },
	{ "-c docker_security_operations", { "6.1", "6.2" }, { "5.1" }, "6." },
	{ "-c docker_swarm_configuration", { "7.1", "7.9" }, { "6.1" }, "7." },
	{ "-c docker_enterprise_configuration", { "8.1.1" }, { "7.1" }, "8." },
	{ "-c universal_control_plane_configuration", { "8.1.1" }, { "8.2.1" }, "8.1." },
	{ "-c docker_trusted_registry_configuration", { "8.2.1" }, { "8.1.1" }, "8.2." },
	{ "-c community_checks", { "C.5.3.1" }, { "5.1" }, "C." },
	{ "-c community", { "C.5.3.1" }, { "5.1" }, "C." },
	{ "-c container_runtime_level1", { "5.4" }, { "2.1" }, "5." },
	{ "-c cis_level1", { "5.4", "1.1.1" }, { "C.5.3.1" }, "" },
	{ "-c cis", { "5.4", "1.1.1", "7.1" }, { "C.5.3.1" }, "" },
	{ "-c check_5_4 -c check_5_5", { "5.5" }, { "5.4" }, "5.5" },
	{ "-i web -x db -t team=a -n 3 -u alice,bob", { "1.1.1", "5.5" }, { "R-01" }, "" },
	{ "-c check_1_1_1,container_images", { "1.1.1", "4.1" }, { "5.1" }, "" },
	{ "-c container_images,check_1_1_1", { "1.1.1", "4.1" }, { "5.1" }, "" },
	{ "-bp -c check_c_5_3_1", { "C.5.3.1" }, { "5.1" }, "C." },
	{ "--severity critical", { "5.5" }, { "5.11" }, "" },
	{ "--section 4,container_runtime --automated", { "4.6", "5.5" }, { "4.2", "3.1" }, "" },
	{ "--scope image", { "4.6" }, { "5.5" }, "" },
	{ "--level 1", { "5.4" }, { "2.9" }, "" },
	{ "--level 2", { "5.4", "2.9" }, { "C.5.3.1" }, "" },
};

static bool
is_selected(const char *id)
{
	for (size_t i = 0; i < s.n_selected; i++) {
		if (strcmp(s.selected[i].check->id, id) == 0)
			return true;
	}
	return false;
}

START_TEST(dbs_lines_select_what_they_did)
{
	char line[300];

	snprintf(line, sizeof line, "--profile dbs %s", dbs_lines[_i].line);
	ck_assert_msg(selecting(line) == 0, "%s: %s", line, err.msg);
	for (size_t i = 0; i < 4 && dbs_lines[_i].in[i] != NULL; i++)
		ck_assert_msg(
		    is_selected(dbs_lines[_i].in[i]), "%s lacks %s", line, dbs_lines[_i].in[i]);
	for (size_t i = 0; i < 4 && dbs_lines[_i].out[i] != NULL; i++)
		ck_assert_msg(
		    !is_selected(dbs_lines[_i].out[i]), "%s has %s", line, dbs_lines[_i].out[i]);
	for (size_t i = 0; i < s.n_selected; i++)
		ck_assert_msg(strncmp(s.selected[i].check->id, dbs_lines[_i].prefix,
				  strlen(dbs_lines[_i].prefix)) == 0,
		    "%s has %s", line, s.selected[i].check->id);
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
	tcase_add_loop_test(tc, dbs_lines_select_what_they_did, 0,
	    (int)(sizeof dbs_lines / sizeof dbs_lines[0]));
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
