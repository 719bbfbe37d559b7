/*
 * test_json.c: json_read(), which reads documents fast, against json_parse(), which decides: the
 * same trees, the same refusals; and what both may never let through.
 */
#include "config.h"

#include <check.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "syntax/json.h"

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

static const cJSON *
read_text(const char *text)
{
	struct err err = { 0 };

	return json_read(arena, text, strlen(text), &err);
}

/* ---- the same trees ------------------------------------------------------------------------- */

static void
same_text(const char *a, const char *b)
{
	ck_assert_int_eq(a == NULL, b == NULL);
	if (a != NULL)
		ck_assert_str_eq(a, b);
}

static void
same_tree(const cJSON *a, const cJSON *b)
{
	const cJSON *x = a->child, *y = b->child, *last = NULL;

	ck_assert_int_eq(a->type & 0xff, b->type & 0xff);
	ck_assert(
	    a->valuedouble == b->valuedouble || (isnan(a->valuedouble) && isnan(b->valuedouble)));
	ck_assert_int_eq(a->valueint, b->valueint);
	same_text(a->valuestring, b->valuestring);
	same_text(a->string, b->string);
	for (; x != NULL && y != NULL; x = x->next, y = y->next) {
		same_tree(x, y);
		if (last != NULL)
			ck_assert_ptr_eq(x->prev, last);
		last = x;
	}
	ck_assert_ptr_null(x);
	ck_assert_ptr_null(y);
	if (last != NULL)
		ck_assert_ptr_eq(a->child->prev, last);
}

/* Both readers accept the text and make the same of it, or both refuse it with the same words. */
static const cJSON *
same_answer(const char *text, size_t len)
{
	struct err fast_err = { 0 }, err = { 0 };
	const cJSON *fast = json_read(arena, text, len, &fast_err);
	cJSON *slow = json_parse(text, len, &err);

	ck_assert_msg((fast == NULL) == (slow == NULL), "%.60s: one refuses it", text);
	if (slow != NULL)
		same_tree(fast, slow);
	else
		ck_assert_str_eq(fast_err.msg, err.msg);
	ck_assert(slow != NULL || err.msg[0] != '\0');
	cJSON_Delete(slow);
	return fast;
}

static const char *const accepted[] = {
	"null",
	"true",
	"false",
	"0",
	"-0",
	"\"\"",
	"[]",
	"{}",
	" [ ] ",
	"\t{\r\n}\n",
	"[null,true,false,0,\"\",[],{}]",
	"{\"a\":{\"b\":[1,{\"c\":null}]},\"d\":\"e\"}",
	"{\"\":1}",
	"{\"a\":1,\"a\":2,\"A\":3}",
	/* numbers */
	"[1,-1,10,123456789012345,-123456789012345]",
	"[1234567890123456,9007199254740993]",
	"18446744073709551616",
	"-9223372036854775809",
	"[2147483647,2147483648,-2147483649]",
	"[0.1,1.5e3,1E+2,2e-2,0e0,-0.0]",
	"1e308",
	"123456789012345678901234567890",
	"1e-400",
	/* texts */
	"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
	"\"\\u0041\\u00e9\\u20ac\\uFFFD\"",
	"\"\\ud83d\\udc33\"",
	"\"\\uD83D\\uDC33 behind\"",
	"\"a\\u0001b\"",
	"\"caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xb3\"",
	"{\"\\u006b\\n\":\"v\"}",
	"\"\\\\u0000\"",
	/* bytes that are no UTF-8 are a text for both: it is cleaned where it is shown */
	"\"\xff\xc0\xaf\xed\xa0\x80\"",
	"{\"\xff\":\"\x80\"}",
};

static const char *const refused[] = {
	"",
	" ",
	"nul",
	"nulll",
	"True",
	"tru",
	"+1",
	"01",
	"[1.e5]",
	"-.5",
	"[00]",
	"{\"a\":-00}",
	"-",
	"-01",
	"1.",
	".5",
	"1e",
	"1e+",
	"0x10",
	"NaN",
	"Infinity",
	"1 2",
	"[1 2]",
	"[1,]",
	"[,1]",
	"[1",
	"[",
	"]",
	"{",
	"}",
	"{\"a\"",
	"{\"a\":",
	"{\"a\":1",
	"{\"a\":1,",
	"{\"a\":1,}",
	"{,}",
	"{a:1}",
	"{'a':1}",
	"{1:2}",
	"{\"a\" 1}",
	"{\"a\":1 \"b\":2}",
	"{null:1}",
	"\"",
	"\"a",
	"\"\\",
	"\"\\\"",
	"\"\\x\"",
	"\"\\u\"",
	"\"\\u12",
	"\"\\u12\"",
	"\"\\u12g4\"",
	"\"\\ud800\"",
	"\"\\ud800\\u0041\"",
	"\"\\udc00\"",
	"\"\\ud83d\\ud83d\"",
	"\"\\ud83d",
	"\"\\ud83d\\u",
	"\"\\ud83d\\udc3",
	"'a'",
	"[1]]",
	"{}{}",
	"[1]x",
	"/**/1",
	"[1,/**/2]",
	"\xef\xbb\xbf[",
	"truefalse",
	"[}",
	"{]",
};

START_TEST(same_as_the_reader_that_decides)
{
	for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++)
		ck_assert_msg(
		    same_answer(accepted[i], strlen(accepted[i])) != NULL, "%s", accepted[i]);
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		ck_assert_msg(
		    same_answer(refused[i], strlen(refused[i])) == NULL, "%s", refused[i]);
}
END_TEST

/* Cut off anywhere, and with any byte in it changed, they stay of one mind. */
START_TEST(same_of_what_is_cut_off_or_changed)
{
	static const char text[] =
	    "{\"a\\n\\u00e9\":[1,-2.5e3,true,false,null,\"\\ud83d\\udc33x\"],"
	    "\"b\":{\"c\":[[],{}],\"d\":\"\\\\\"} , \"e\":0}";
	static const char bytes[] = "\0\"\\{}[]:,0-.eu \xff";
	char changed[sizeof text];

	for (size_t n = 0; n < sizeof text; n++)
		same_answer(arena_strndup(arena, text, n), n);
	for (size_t i = 0; i + 1 < sizeof text; i++) {
		for (size_t k = 0; k + 1 < sizeof bytes; k++) {
			memcpy(changed, text, sizeof text);
			changed[i] = bytes[k];
			same_answer(changed, sizeof text - 1);
		}
	}
}
END_TEST

/* ---- what is read
 * -------------------------------------------------------------------------------- */

START_TEST(escapes_become_what_they_stand_for)
{
	static const struct {
		const char *json, *text;
	} texts[] = {
		{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t" },
		{ "\"\\u0041\\u00e9\\u20ac\"", "A\xc3\xa9\xe2\x82\xac" },
		{ "\"\\u007f\\u0080\\u07ff\\u0800\\uffff\"",
		    "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf" },
		{ "\"\\ud83d\\udc33\"", "\xf0\x9f\x90\xb3" },
		{ "\"x\\ud800\\udc00\\udbff\\udfffy\"", "x\xf0\x90\x80\x80\xf4\x8f\xbf\xbfy" },
		{ "\"\\\\u0041\"", "\\u0041" },
		{ "\"\\u0041BC\\n\"", "ABC\n" },
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const cJSON *v = read_text(texts[i].json);

		ck_assert_msg(cJSON_IsString(v), "%s", texts[i].json);
		ck_assert_str_eq(v->valuestring, texts[i].text);
	}
}
END_TEST

START_TEST(half_a_surrogate_is_refused)
{
	static const char *const halves[] = { "\"\\ud800\"", "\"\\udfff\"", "\"\\ud800x\"",
		"\"\\ud800\\n\"", "\"\\ud800\\ud800\"", "\"\\udc00\\ud800\"", "{\"\\ud800\":1}" };

	for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++)
		ck_assert_msg(read_text(halves[i]) == NULL, "%s", halves[i]);
}
END_TEST

/* Behind a NUL nothing is seen by whoever takes it for the end: neither raw nor as an escape. */
START_TEST(nul_is_refused)
{
	static const char raw[] = "[\"a\0b\"]", behind[] = "[1]\0", between[] = "[1,\0 2]";
	struct err err = { 0 };

	ck_assert_ptr_null(json_read(arena, raw, sizeof raw - 1, &err));
	ck_assert_str_eq(err.msg, "NUL byte at line 1, column 4");
	ck_assert_ptr_null(json_read(arena, behind, sizeof behind - 1, &err));
	ck_assert_ptr_null(json_read(arena, between, sizeof between - 1, &err));
	ck_assert_ptr_null(json_read(arena, "[\"\\u0000\"]", 10, &err));
	ck_assert_str_eq(err.msg, "NUL character in a string at line 1, column 3");
	ck_assert_ptr_null(json_read(arena, "{\"a\\u0000\":1}", 13, &err));
	ck_assert_ptr_nonnull(read_text("\"\\\\u0000\""));
	/* of which cJSON would make one */
	ck_assert_ptr_null(read_text("\"good\\u00g0bad\""));
}
END_TEST

static char *
nested(size_t depth, const char *open, const char *inside, const char *close)
{
	struct buf b = BUF_INIT((size_t)1 << 22);
	char *text;

	for (size_t i = 0; i < depth; i++)
		buf_puts(&b, open);
	buf_puts(&b, inside);
	for (size_t i = 0; i < depth; i++)
		buf_puts(&b, close);
	text = arena_strdup(arena, buf_str(&b));
	buf_free(&b);
	return text;
}

START_TEST(depth_ends_at_the_limit)
{
	const char *lists = nested(JSON_MAX_DEPTH, "[", "", "]"),
		   *objects = nested(JSON_MAX_DEPTH, "{\"a\":", "1", "}");
	struct err err = { 0 };

	ck_assert_ptr_nonnull(same_answer(lists, strlen(lists)));
	ck_assert_ptr_nonnull(same_answer(objects, strlen(objects)));
	lists = nested(JSON_MAX_DEPTH + 1, "[", "", "]");
	objects = nested(JSON_MAX_DEPTH + 1, "{\"a\":", "1", "}");
	ck_assert_ptr_null(same_answer(lists, strlen(lists)));
	ck_assert_ptr_null(same_answer(objects, strlen(objects)));
	lists = nested(200000, "[", "", "]");
	ck_assert_ptr_null(json_read(arena, lists, strlen(lists), &err));
	ck_assert_str_eq(err.msg, "nested too deeply at line 1, column 65");
	/* side by side is not deep, nor is what stands in a text */
	lists = nested(1, "[", nested(50000, "[[]],", "[]", ""), "]");
	ck_assert_ptr_nonnull(json_read(arena, lists, strlen(lists), &err));
	ck_assert_ptr_nonnull(read_text(nested(1, "\"", nested(200, "[{", "", ""), "\"")));
}
END_TEST

/* The last one counts, as for the engine; a file that people write may not have two. */
START_TEST(of_equal_keys_the_last_counts)
{
	static const char text[] = "{\"a\":1,\"b\":{\"a\":0},\"A\":3,\"a\":2}";
	const cJSON *v = read_text(text);
	struct err err = { 0 };

	ck_assert_int_eq(cJSON_GetArraySize(v), 4);
	ck_assert_int_eq(json_int(v, "a").v, 2);
	ck_assert_int_eq(json_int(v, "A").v, 3);
	ck_assert_int_eq(json_int(v, "b.a").v, 0);
	ck_assert_int_eq(json_refuse_duplicates(text, sizeof text - 1, &err), -1);
	ck_assert_str_eq(err.msg, "the key \"a\" stands twice in one object, at line 1, column 26");
	/* the last one of another type does not give way to an earlier one */
	ck_assert_int_eq(json_int(read_text("{\"a\":1,\"a\":\"x\"}"), "a").seen, UNSEEN);
	ck_assert_int_eq(json_int(read_text("{\"a\":1,\"a\":null}"), "a").seen, ABSENT);
	ck_assert_int_eq(json_refuse_duplicates("[{\"a\":1},{\"a\":1}]", 17, &err), 0);
}
END_TEST

/* What a double cannot hold exactly is no number that anything is judged by. */
START_TEST(numbers_too_great_are_not_seen)
{
	const cJSON *v = read_text("{\"exact\":9007199254740992,\"more\":9007199254740993000,"
				   "\"great\":18446744073709551616,\"endless\":1e999,"
				   "\"less\":-1e999,\"part\":0.5,\"int\":3e0,\"digits\":"
				   "123456789012345,\"minus\":-999999999999999}");

	ck_assert_ptr_nonnull(v);
	ck_assert_int_eq(json_int(v, "exact").seen, SEEN);
	ck_assert(json_int(v, "exact").v == INT64_C(9007199254740992));
	ck_assert_int_eq(json_int(v, "more").seen, UNSEEN);
	ck_assert_int_eq(json_int(v, "great").seen, UNSEEN);
	ck_assert_int_eq(json_int(v, "endless").seen, UNSEEN);
	ck_assert_int_eq(json_int(v, "less").seen, UNSEEN);
	ck_assert_int_eq(json_int(v, "part").seen, UNSEEN);
	ck_assert_int_eq(json_int(v, "int").v, 3);
	ck_assert(json_int(v, "digits").v == INT64_C(123456789012345));
	ck_assert(json_int(v, "minus").v == INT64_C(-999999999999999));
	ck_assert_int_eq(json_at(v, "endless", NULL)->valueint, INT_MAX);
	ck_assert_int_eq(json_at(v, "less", NULL)->valueint, INT_MIN);
}
END_TEST

/* ---- where reading ends
 * -------------------------------------------------------------------------- */

/*
 * The text's NUL is where memory ends: whoever reads behind it ends with SIGSEGV. That the copy in
 * the arena is not read behind its end is for a build with sanitizers, in which a piece so large
 * has a block of its own.
 */
START_TEST(nothing_is_read_behind_the_end)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), room = 16 * page;
	char *pages =
	    mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ck_assert_ptr_ne(pages, MAP_FAILED);
	ck_assert_int_eq(mprotect(pages + room, page, PROT_NONE), 0);
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		size_t n = strlen(refused[i]);
		struct err err = { 0 };

		memset(pages, ' ', room);
		memcpy(pages + room - n - 1, refused[i], n + 1);
		ck_assert_ptr_null(json_read(arena, pages + room - n - 1, n, &err));
		ck_assert_ptr_null(json_read(arena, pages, room - 1, &err));
		ck_assert_str_ne(err.msg, "");
	}
	munmap(pages, room + page);
}
END_TEST

static Suite *
suite(void)
{
	Suite *s = suite_create("json");
	TCase *t = tcase_create("json");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, same_as_the_reader_that_decides);
	tcase_add_test(t, same_of_what_is_cut_off_or_changed);
	tcase_add_test(t, escapes_become_what_they_stand_for);
	tcase_add_test(t, half_a_surrogate_is_refused);
	tcase_add_test(t, nul_is_refused);
	tcase_add_test(t, depth_ends_at_the_limit);
	tcase_add_test(t, of_equal_keys_the_last_counts);
	tcase_add_test(t, numbers_too_great_are_not_seen);
	tcase_add_test(t, nothing_is_read_behind_the_end);
	suite_add_tcase(s, t);
	return s;
}

int
main(void)
{
	SRunner *r = srunner_create(suite());
	int failed;

	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
