/*
 * test_yaml.c: YAML as trees, variables in them, and masks over them.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buildfiles/variables.h"
#include "snapshot/mask.h"

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

static struct yaml *
parse(const char *text)
{
	struct err err = { EXIT_GATE_OPEN, "" };
	struct yaml *v = yaml_parse_one(arena, "t.yaml", text, strlen(text), &err);

	ck_assert_msg(v != NULL, "%s: %s", text, err.msg);
	return v;
}

static void
refused(const char *text, size_t len, const char *message)
{
	struct err err = { EXIT_GATE_OPEN, "" };
	struct yaml_file file;

	ck_assert_msg(
	    yaml_parse(arena, "t.yaml", text, len, &file, &err) < 0, "taken: %.200s", text);
	ck_assert_int_eq(err.code, EXIT_USAGE);
	ck_assert_msg(
	    strstr(err.msg, message) != NULL, "\"%s\" does not hold \"%s\"", err.msg, message);
}

/* ---- trees ---------------------------------------------------------------------------------- */

START_TEST(values_know_their_places)
{
	struct yaml *v = parse("# c\na: 1\nb:\n  - x\n  - {c: 'ä', d: [y, z]}\n");
	struct yaml *item = yaml_get(v, "b")->items[1];

	ck_assert_int_eq(v->kind, YAML_MAP);
	ck_assert_str_eq(yaml_get(v, "a")->text, "1");
	ck_assert_int_eq(yaml_get(v, "a")->line, 2);
	ck_assert_int_eq(yaml_get(v, "a")->column, 4);
	ck_assert_int_eq(yaml_member(v, "b")->line, 3);
	ck_assert_str_eq(item->members[0].value->text, "ä");
	ck_assert_int_eq(yaml_get(item, "d")->items[1]->line, 5);
	ck_assert_int_eq(yaml_get(item, "d")->items[1]->column, 21); /* in characters */
	ck_assert_str_eq(yaml_where(arena, item), "t.yaml:5:5");
	ck_assert_ptr_null(yaml_at(v, "b.c"));
	ck_assert_ptr_null(yaml_get(NULL, "b"));
}
END_TEST

START_TEST(types_are_those_of_yaml_1_2)
{
	struct yaml *v =
	    parse("t: true\ny: yes\nq: 'true'\nn: ~\ne:\ni: 0x1f\no: 0o17\nz: 017\n"
		  "m: -5\nf: 1.5\nl: [a, 1, ~]\ng: [a, b]\nbig: 99999999999999999999\n");

	ck_assert(yaml_bool(yaml_get(v, "t")).seen == SEEN && yaml_bool(yaml_get(v, "t")).v);
	ck_assert_int_eq(yaml_bool(yaml_get(v, "y")).seen, UNSEEN);
	ck_assert_int_eq(yaml_bool(yaml_get(v, "q")).seen, UNSEEN);
	ck_assert_int_eq(yaml_bool(yaml_get(v, "n")).seen, ABSENT);
	ck_assert_int_eq(yaml_bool(yaml_get(v, "e")).seen, ABSENT);
	ck_assert_int_eq(yaml_bool(yaml_get(v, "none")).seen, ABSENT);
	ck_assert_int_eq(yaml_int(yaml_get(v, "i")).v, 31);
	ck_assert_int_eq(yaml_int(yaml_get(v, "o")).v, 15);
	ck_assert_int_eq(yaml_int(yaml_get(v, "z")).v, 17);
	ck_assert_int_eq(yaml_int(yaml_get(v, "m")).v, -5);
	ck_assert_int_eq(yaml_int(yaml_get(v, "f")).seen, UNSEEN);
	ck_assert_int_eq(yaml_int(yaml_get(v, "big")).seen, UNSEEN);
	ck_assert_int_eq(yaml_list(arena, yaml_get(v, "l")).seen, UNSEEN);
	ck_assert_uint_eq(yaml_list(arena, yaml_get(v, "g")).n, 2);
	ck_assert_int_eq(yaml_list(arena, yaml_get(v, "t")).seen, UNSEEN);
	ck_assert_int_eq(yaml_str(yaml_get(v, "l")).seen, UNSEEN);
	ck_assert_str_eq(yaml_str(yaml_get(v, "y")).v, "yes");
}
END_TEST

START_TEST(traps_of_yaml_1_1_are_told)
{
	static const struct {
		const char *text, *trap;
	} cases[] = {
		{ "22:22", "the number 1342" },
		{ "1:30:00", "the number 5400" },
		{ "8080:80", NULL },
		{ "'22:22'", NULL },
		{ "yes", "true" },
		{ "Off", "false" },
		{ "'no'", NULL },
		{ "0755", "the number 493" },
		{ "0899", NULL },
		{ "10", NULL },
		{ "22:2222", NULL },
		{ "0:22", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *trap = yaml_trap(arena, parse(cases[i].text));

		if (cases[i].trap == NULL)
			ck_assert_msg(trap == NULL, "%s is %s", cases[i].text, trap);
		else
			ck_assert_str_eq(trap, cases[i].trap);
	}
}
END_TEST

START_TEST(anchors_share_and_merges_keep_what_is_there)
{
	struct yaml *v = parse("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\n"
			       "c: {<<: [*a, *b], x: 3}\nd: *a\ne: {y: 4, <<: *b}\n'<<': plain\n");

	ck_assert_ptr_eq(yaml_get(v, "d"), yaml_get(v, "a"));
	ck_assert_str_eq(yaml_at(v, "c.x")->text, "3");
	ck_assert_str_eq(yaml_at(v, "c.y")->text, "1"); /* the first of the list */
	ck_assert_str_eq(yaml_at(v, "c.z")->text, "2");
	ck_assert_uint_eq(yaml_get(v, "c")->n, 3);
	ck_assert_int_eq(yaml_member(yaml_get(v, "c"), "z")->line, 2);
	ck_assert_str_eq(yaml_at(v, "e.y")->text, "4");
	ck_assert_str_eq(yaml_get(v, "<<")->text, "plain"); /* quoted, it is no merge */
}
END_TEST

START_TEST(an_anchor_may_be_used_again)
{
	struct yaml *v = parse("a: &x 1\nb: *x\nc: &x 2\nd: *x\n");

	ck_assert_str_eq(yaml_get(v, "b")->text, "1");
	ck_assert_str_eq(yaml_get(v, "d")->text, "2");
}
END_TEST

START_TEST(what_is_no_good_is_refused_with_its_place)
{
	static const char nul[] = "a: \"x\\0y\"\n";

	refused(
	    "a: 1\nb: 2\na: 3\n", 15, "t.yaml:3:1: the key \"a\" is there twice (first on line 1)");
	refused("a:\n\tb: 1\n", 9, "t.yaml:2:1: a tab cannot indent");
	refused("a: [1, 2\n", 9, "t.yaml:");
	refused("a: *nobody\n", 11, "t.yaml:1:4: no anchor &nobody");
	refused("a: &a [*a]\n", 11, "*a is inside itself");
	refused("{[a]: 1}\n", 9, "a key is a plain text");
	refused("a: {<<: 1}\n", 11, "<< wants a map");
	refused("a: &l [1]\nb: {<<: *l}\n", 22, "<< wants a map");
	refused("a: \xff\n", 5, "t.yaml:1:4: ");
	refused("a: b: c\n", 8, "t.yaml:1:5: mapping values are not allowed");
	refused(nul, sizeof nul - 1, "NUL");
	refused("a: 1\0\n", 6, "t.yaml:1:5: control characters");
}
END_TEST

START_TEST(empty_texts_and_several_documents)
{
	struct err err = { EXIT_GATE_OPEN, "" };
	struct yaml_file file;

	ck_assert_ptr_null(yaml_parse_one(arena, "t", "", 0, &err));
	ck_assert_int_eq(err.code, EXIT_GATE_OPEN);
	ck_assert_ptr_null(yaml_parse_one(arena, "t", "# nothing\n", 10, &err));
	ck_assert_int_eq(err.code, EXIT_GATE_OPEN);
	ck_assert_ptr_null(yaml_parse_one(arena, "t", "a: 1\n---\nb: 2\n", 14, &err));
	ck_assert_int_eq(err.code, EXIT_USAGE);
	ck_assert_int_eq(yaml_parse(arena, "t", "a: &x 1\n---\nb: 2\n...\n", 21, &file, &err), 0);
	ck_assert_uint_eq(file.n, 2);
	refused("a: &x 1\n---\nb: *x\n", 18, "no anchor &x"); /* anchors end with their document */
	ck_assert_int_eq(yaml_parse(arena, "t",
			     "\xef\xbb\xbf"
			     "a: 1\r\nb: 2\r\n",
			     15, &file, &err),
	    0);
	ck_assert_str_eq(yaml_get(file.documents[0], "b")->text, "2");
	ck_assert_int_eq(yaml_get(file.documents[0], "b")->line, 2);
}
END_TEST

static char *
repeat(const char *text, size_t times)
{
	char *all = arena_alloc(arena, strlen(text) * times + 1);

	for (size_t i = 0; i < times; i++)
		memcpy(all + i * strlen(text), text, strlen(text));
	return all;
}

START_TEST(limits_hold)
{
	struct buf b = BUF_INIT((size_t)1 << 22);
	const char *deep = repeat("[", 70), *wide = repeat("- 1\n", YAML_MAX_NODES + 1);

	refused(deep, strlen(deep), "nested too deeply");
	refused(wide, strlen(wide), "too many values");
	/* a billion laughs: nine lists of nine, each of the one before */
	buf_puts(&b, "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
	for (int i = 1; i < 9; i++) {
		buf_printf(&b, "a%d: &a%d [", i, i);
		for (int k = 0; k < 9; k++)
			buf_printf(&b, "%s*a%d", k > 0 ? ", " : "", i - 1);
		buf_puts(&b, "]\n");
	}
	refused(b.data, b.len, "aliases make too many values");
	/* and the same with merges, which copy members */
	buf_free(&b);
	buf_puts(&b, "a: &a\n");
	for (int i = 0; i < 2000; i++)
		buf_printf(&b, "  k%d: 1\n", i);
	for (int i = 0; i < 200; i++)
		buf_printf(&b, "b%d: {<<: *a}\n", i);
	refused(b.data, b.len, "<< makes too many values");
	buf_free(&b);
	for (int i = 0; i < YAML_MAX_ANCHORS + 1; i++)
		buf_printf(&b, "a%d: &a%d 1\n", i, i);
	refused(b.data, b.len, "too many anchors");
	buf_free(&b);
	for (int i = 0; i < YAML_MAX_DOCUMENTS + 1; i++)
		buf_puts(&b, "--- a\n");
	refused(b.data, b.len, "too many documents");
	buf_free(&b);
}
END_TEST

/* ---- variables ------------------------------------------------------------------------------ */

static struct variables *
variables(const char *env)
{
	struct variables *vars = arena_alloc(arena, sizeof *vars);

	vars->arena = arena;
	variables_read(vars, env);
	return vars;
}

START_TEST(env_files_are_read_as_compose_does)
{
	struct variables *v =
	    variables("# comment\nA=1\nexport B = two # why\nC='$A \"x\"'\n"
		      "D=\"a\\nb $A\"\nE=${A}${NONE:-z}\nF=\nA=2\nG\nbad-name=1\r\nH=x#y\r\n"
		      "I=${NONE}\n");

	ck_assert_str_eq(variables_get(v, "A"), "2");
	ck_assert_str_eq(variables_get(v, "B"), "two");
	ck_assert_str_eq(variables_get(v, "C"), "$A \"x\"");
	ck_assert_str_eq(variables_get(v, "D"), "a\nb 1");
	ck_assert_str_eq(variables_get(v, "E"), "1z");
	ck_assert_str_eq(variables_get(v, "F"), "");
	ck_assert_ptr_null(variables_get(v, "G"));
	ck_assert_str_eq(variables_get(v, "H"), "x#y");
	ck_assert_ptr_null(variables_get(v, "I"));
	ck_assert_ptr_null(variables_get(v, "bad"));
}
END_TEST

START_TEST(references_are_replaced)
{
	static const struct {
		const char *text, *value, *problem;
	} cases[] = {
		{ "plain", "plain", NULL },
		{ "$A-${A}", "1-1", NULL },
		{ "$$A", "$A", NULL },
		{ "${NONE:-x}", "x", NULL },
		{ "${NONE-x}", "x", NULL },
		{ "${EMPTY:-x}", "x", NULL },
		{ "${EMPTY-x}", "", NULL },
		{ "${A:+y}", "y", NULL },
		{ "${NONE:+y}", "", NULL },
		{ "${EMPTY+y}", "y", NULL },
		{ "${NONE:-${A}}", "1", NULL },
		{ "${NONE:-${NIL:-z}}!", "z!", NULL },
		{ "${A:?must}", "1", NULL },
		{ "${NONE:-a:b-c}", "a:b-c", NULL },
		{ "a${NONE}b", "a${NONE}b", "the variable NONE has no value here" },
		{ "$NONE", "${NONE}", "the variable NONE has no value here" },
		{ "${NONE:?give it}", "${NONE}", "the variable NONE has no value here" },
		{ "${EMPTY:?give it}", "${EMPTY}", "the variable EMPTY has no value here" },
		{ "${A", "${A", "malformed" },
		{ "${}", "", "malformed" },
		{ "${A:x}", "", "malformed" },
		{ "$ 5", "$ 5", "malformed" },
		{ "end$", "end$", "malformed" },
	};
	struct variables *v = variables("A=1\nEMPTY=\n");

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *problem, *value = variables_replace(v, cases[i].text, &problem);

		ck_assert_msg(strcmp(value, cases[i].value) == 0, "%s: %s", cases[i].text, value);
		if (cases[i].problem == NULL)
			ck_assert_msg(problem == NULL, "%s: %s", cases[i].text, problem);
		else
			ck_assert_msg(problem != NULL && strstr(problem, cases[i].problem) != NULL,
			    "%s: %s", cases[i].text, problem != NULL ? problem : "no problem");
	}
}
END_TEST

START_TEST(growth_of_references_is_limited)
{
	struct variables *v = variables("");
	const char *problem;

	variables_set(v, "A", repeat("x", 100000));
	variables_replace(v, repeat("$A", 20), &problem);
	ck_assert(problem != NULL && strstr(problem, "too large") != NULL);
	variables_replace(
	    v, "${A:+${A:+${A:+${A:+${A:+${A:+${A:+${A:+${A:+${A:+z}}}}}}}}}}", &problem);
	ck_assert(problem != NULL && strstr(problem, "too deeply") != NULL);
}
END_TEST

/* ---- masks ---------------------------------------------------------------------------------- */

static const char *
masked(const char *text)
{
	struct masker m = { "salt" };
	struct buf b = BUF_INIT((size_t)1 << 20);
	const char *out;

	mask_yaml(&m, text, strlen(text), &b);
	out = arena_strdup(arena, buf_str(&b));
	buf_free(&b);
	return out;
}

static void
stays(const char *text)
{
	ck_assert_str_eq(masked(text), text);
}

static void
goes(const char *text, const char *secret)
{
	const char *out = masked(text);
	size_t before = 0, after = 0;

	ck_assert_msg(strstr(out, secret) == NULL, "%s", out);
	ck_assert_msg(strstr(out, "<masked ") != NULL, "%s", out);
	for (const char *p = text; *p != '\0'; p++)
		before += *p == '\n';
	for (const char *p = out; *p != '\0'; p++)
		after += *p == '\n';
	ck_assert_uint_eq(before, after);
	parse(out);
}

START_TEST(secrets_go_and_yaml_stays)
{
	goes("environment:\n  DB_PASSWORD: hunter2\n  X: 1\n", "hunter2");
	goes("environment:\n  - DB_PASSWORD=hunter2\n  - X=1\n", "hunter2");
	goes("environment:\n  - \"DB_PASSWORD=hunter2\"\n", "hunter2");
	goes("environment: {DB_PASSWORD: 'hunter2', X: 1}\n", "hunter2");
	goes("environment: [DB_PASSWORD=hunter2, X=1]\n", "hunter2");
	goes("DB_PASSWORD: \"hunter2 # no comment\"\n", "hunter2");
	goes("API_TOKEN: |\n  line one\n  line two\nX: 1\n", "line");
	goes("API_TOKEN: >-\n  line one\n\n  line two\n\nX: 1\n", "line");
	goes("API_TOKEN: word one\n  word two\nX: 1\n", "word");
	goes("DB_PASSWORD: &p hunter2\nOTHER: *p\n", "hunter2");
	goes("DB_PASSWORD: !!str hunter2\n", "hunter2");
	goes("X: ${DB_PASSWORD:-hunter2}\n", "hunter2");
	goes("DB_PASSWORD: ${PW:-hunter2}\n", "hunter2");
	goes("url: postgres://app:hunter2@db/app\n", "hunter2");
	goes("url: postgres://app:${DB_PASSWORD:-hunter2}@db/app\n", "hunter2");
	goes("command: [\"--password\", \"hunter2\", \"x\"]\n", "hunter2");
	goes("command: app --db-password=hunter2\n", "hunter2");
	goes("command: |\n  app \\\n    --db-password=hunter2 \\\n    x\nX: 1\n", "hunter2");
	goes("secrets:\n  a:\n    content: hunter2\n", "hunter2");
	goes("configs:\n  a:\n    content: |\n      -----BEGIN RSA PRIVATE KEY-----\n      "
	     "hunter2\n",
	    "hunter2");
	goes("# DB_PASSWORD=hunter2\nX: 1\n", "hunter2");
	goes("X: 1 # password: hunter2\n", "hunter2");
	goes("\"DB_PASSWORD\": 'it''s hunter2'\n", "hunter2");
	goes("Ä: ö\nDB_PASSWORD: hunter2\nÜ: ü\n", "hunter2");
	ck_assert_str_eq(
	    strstr(masked("A_TOKEN: same\nB_TOKEN: \"same\"\nX: y\n"), "X:"), "X: y\n");
}
END_TEST

START_TEST(what_is_no_secret_stays)
{
	stays("services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${DB_PASSWORD}\n");
	stays("environment:\n  - DB_PASSWORD=${DB_PASSWORD:?must be set}\n");
	stays("DB_PASSWORD: $DB_PASSWORD\n");
	stays("DB_AUTH: ${USER}:${PASSWORD}\n");
	stays("url: postgres://app:${DB_PASSWORD}@db/app\n");
	stays("POSTGRES_PASSWORD_FILE: /run/secrets/db\n");
	stays("secrets:\n  db_password:\n    file: ./db_password.txt\n  api_token: {external: "
	      "true}\n");
	stays("services:\n  token:\n    secrets: [db_password]\n    secrets2:\n      - source: "
	      "db_password\n");
	stays("DB_PASSWORD:\nTOKEN: ''\nSECRET: null\n");
	stays("a: &x [1, 2] # comment\nb: *x\nc: !reset null\n? complex\n: 1\n--- \nd: 2\n...\n");
	stays("content: not in secrets\n");
}
END_TEST

static bool
same_shape(const struct yaml *a, const struct yaml *b)
{
	if (a->kind != b->kind || a->n != b->n || a->line != b->line)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		if (a->kind == YAML_LIST
			? !same_shape(a->items[i], b->items[i])
			: a->members[i].line != b->members[i].line ||
			      !same_shape(a->members[i].value, b->members[i].value))
			return false;
	}
	return true;
}

/* Puts a bit of YAML at each place of a text in turn: whatever still is YAML is so when masked. */
START_TEST(masked_texts_keep_their_shape)
{
	static const char text[] = "x: &a\n"
				   "  DB_PASSWORD: |\n"
				   "    one\n"
				   "    two\n"
				   "  TOKEN: \"a\n"
				   "    b\"\n"
				   "s: {<<: *a, e: [A_PASSWORD=x, '--token', y]} # c\n"
				   "secrets: {a: {content: \"${B:-c}\"}}\n";
	static const char *const bits[] = { "\n", " ", "- ", ": ", "{", "}", "[", "]", "\"", "'",
		"|\n", "&b ", "*a", "# ", "secret: ", "!t ", "? ", "---\n", "$", "${", ">-\n  x\n",
		",", "\r\n", "\xc3\xa4", "://u:p@h", "-----BEGIN RSA PRIVATE KEY-----" };
	char changed[2 * sizeof text + 64];
	size_t taken = 0;

	for (size_t at = 0; at < sizeof text; at++) {
		for (size_t b = 0; b < sizeof bits / sizeof bits[0]; b++) {
			struct arena *outer = arena;
			struct yaml_file before, after;
			struct err err;
			const char *out;

			snprintf(
			    changed, sizeof changed, "%.*s%s%s", (int)at, text, bits[b], text + at);
			arena = arena_new();
			if (yaml_parse(arena, "t", changed, strlen(changed), &before, &err) == 0) {
				taken++;
				out = masked(changed);
				ck_assert_msg(
				    yaml_parse(arena, "t", out, strlen(out), &after, &err) == 0,
				    "%s\nis masked as\n%s\n%s", changed, out, err.msg);
				ck_assert_uint_eq(before.n, after.n);
				for (size_t i = 0; i < before.n; i++)
					ck_assert_msg(
					    same_shape(before.documents[i], after.documents[i]),
					    "%s\nis masked as\n%s", changed, out);
			}
			arena_free(arena);
			arena = outer;
		}
	}
	ck_assert_uint_ge(taken, 500);
}
END_TEST

START_TEST(equal_secrets_stay_equal)
{
	const char *a = strstr(masked("A_TOKEN: same\n"), "<masked");
	const char *b = strstr(masked("B_TOKEN: same\n"), "<masked");

	ck_assert_str_eq(a, b);
	ck_assert_str_ne(a, strstr(masked("A_TOKEN: other\n"), "<masked"));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("yaml");
	TCase *tc = tcase_create("yaml");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, values_know_their_places);
	tcase_add_test(tc, types_are_those_of_yaml_1_2);
	tcase_add_test(tc, traps_of_yaml_1_1_are_told);
	tcase_add_test(tc, anchors_share_and_merges_keep_what_is_there);
	tcase_add_test(tc, an_anchor_may_be_used_again);
	tcase_add_test(tc, what_is_no_good_is_refused_with_its_place);
	tcase_add_test(tc, empty_texts_and_several_documents);
	tcase_add_test(tc, limits_hold);
	tcase_add_test(tc, env_files_are_read_as_compose_does);
	tcase_add_test(tc, references_are_replaced);
	tcase_add_test(tc, growth_of_references_is_limited);
	tcase_add_test(tc, secrets_go_and_yaml_stays);
	tcase_add_test(tc, what_is_no_secret_stays);
	tcase_add_test(tc, masked_texts_keep_their_shape);
	tcase_add_test(tc, equal_secrets_stay_equal);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
