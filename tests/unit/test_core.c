/*
 * test_core.c: arena, buffer, text cleaning, SHA-256 and output files.
 */
#include "config.h"

#include <cjson/cJSON.h>
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "json_writer.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/output.h"
#include "base/sha256.h"
#include "base/text.h"

START_TEST(arena_memory_is_zeroed_aligned_and_its_own)
{
	struct arena *a = arena_new();
	char *pieces[2000];

	for (size_t i = 0; i < 2000; i++) {
		size_t size = i * 37 % 300 + (i % 500 == 0 ? 100000 : 1);

		pieces[i] = arena_alloc(a, size);
		ck_assert_uint_eq((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
		for (size_t k = 0; k < size; k++)
			ck_assert_int_eq(pieces[i][k], 0);
		memset(pieces[i], (int)(i % 251) + 1, size);
	}
	for (size_t i = 0; i < 2000; i++)
		ck_assert_int_eq((unsigned char)pieces[i][0], (int)(i % 251) + 1);
	ck_assert_uint_ge(arena_bytes(a), 4 * 100000);
	arena_free(a);
}
END_TEST

START_TEST(arena_grow_keeps_what_was_there)
{
	struct arena *a = arena_new();
	int *v = NULL;
	size_t cap = 0;

	for (int i = 0; i < 1000; i++) {
		v = arena_grow(a, v, (size_t)i, &cap, sizeof *v);
		v[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(v[i], i);
	ck_assert_uint_lt(arena_bytes(a), 3 * 1024 * sizeof *v);
	arena_free(a);
}
END_TEST

START_TEST(buffer_stops_at_its_limit)
{
	struct buf b = BUF_INIT(10);

	ck_assert_str_eq(buf_str(&b), "");
	buf_puts(&b, "12345");
	buf_printf(&b, "%d", 67890);
	ck_assert_str_eq(buf_str(&b), "1234567890");
	ck_assert(!b.failed);
	buf_putc(&b, 'x');
	ck_assert(b.failed);
	ck_assert_str_eq(buf_str(&b), "1234567890");
	buf_free(&b);
}
END_TEST

static const struct {
	const char *in, *out;
} texts[] = {
	{ "plain", "plain" },
	{ "two\nlines\tand tab", "two\nlines\tand tab" },
	{ "\033[31mred", "\\u{1b}[31mred" },
	{ "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xb3",
	    "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xb3" },
	{ "latin\xe9", "latin\xef\xbf\xbd" },
	{ "overlong \xc0\xaf", "overlong \xef\xbf\xbd\xef\xbf\xbd" },
	{ "surrogate \xed\xa0\x80", "surrogate \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "cut \xe2\x82", "cut \xef\xbf\xbd\xef\xbf\xbd" },
	{ "beyond \xf4\x90\x80\x80", "beyond \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "c1 \xc2\x9b"
	  "0m",
	    "c1 \\u{9b}0m" },
	{ "bidi \xe2\x80\xae"
	  "txt",
	    "bidi \\u{202e}txt" },
	{ "isolate \xe2\x81\xa6x", "isolate \\u{2066}x" },
	{ "zero\xe2\x80\x8bwidth", "zero\\u{200b}width" },
	{ "not a character \xef\xbf\xbf", "not a character \\u{ffff}" },
	{ "return\r", "return\\u{d}" },
	{ "::error::x", "\\u{3a}:error::x" }, /* what build servers take for commands */
	{ "x\n  ::add-mask::x", "x\n  \\u{3a}:add-mask::x" },
	{ "\xc2\xa0::notice::x", "\xc2\xa0\\u{3a}:notice::x" },
	{ "x##[error]y ##vso[a]", "x\\u{23}#[error]y \\u{23}#vso[a]" },
	{ ":::8080 ::1 ::ffff:10.0.0.1 std::x # ## [",
	    ":::8080 ::1 ::ffff:10.0.0.1 std::x # ## [" },
};

START_TEST(foreign_text_is_made_visible)
{
	struct buf b = BUF_INIT(1000);

	text_clean(&b, texts[_i].in, 100);
	ck_assert_str_eq(buf_str(&b), texts[_i].out);
	buf_free(&b);
}
END_TEST

START_TEST(long_text_is_cut_between_characters)
{
	struct buf b = BUF_INIT(1000);

	text_clean(&b,
	    "ab\xc3\xa9"
	    "cdef",
	    3);
	ck_assert_str_eq(buf_str(&b), "ab\xc3\xa9\xe2\x80\xa6");
	buf_free(&b);
}
END_TEST

START_TEST(sha256_matches_the_standard)
{
	char hex[65];

	sha256_hex("abc", 3, hex);
	ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	sha256_hex("", 0, hex);
	ck_assert_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
END_TEST

static char dir[] = "/tmp/dockassay-test-XXXXXX";

static void
make_dir(void)
{
	strcpy(dir + strlen(dir) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_int_eq(chdir(dir), 0);
}

static void
remove_dir(void)
{
	(void)!system("rm -f ./*");
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(rmdir(dir), 0);
}

static void
put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
}

static void
assert_content(const char *path, const char *text)
{
	struct err err;
	size_t len;
	char *bytes = input_read(path, 1000, &len, &err);

	ck_assert_ptr_nonnull(bytes);
	ck_assert_uint_eq(len, strlen(text));
	ck_assert_mem_eq(bytes, text, len);
	free(bytes);
}

START_TEST(output_appears_whole_and_private)
{
	struct output_file f;
	struct err err;
	struct stat st;

	put("report", "old");
	ck_assert_int_eq(output_open(&f, "report", 0600, &err), 0);
	fputs("new", f.file);
	assert_content("report", "old");
	ck_assert_int_eq(output_commit(&f, &err), 0);
	assert_content("report", "new");
	ck_assert_int_eq(stat("report", &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
}
END_TEST

START_TEST(abandoned_output_leaves_the_old_one)
{
	struct output_file f;
	struct err err;

	put("report", "old");
	ck_assert_int_eq(output_open(&f, "report", 0600, &err), 0);
	fputs("half", f.file);
	output_abandon(&f);
	assert_content("report", "old");
}
END_TEST

START_TEST(output_follows_a_link_to_its_target)
{
	struct output_file f;
	struct err err;
	struct stat st;

	put("target", "old");
	ck_assert_int_eq(symlink("target", "link"), 0);
	ck_assert_int_eq(output_open(&f, "link", 0600, &err), 0);
	fputs("new", f.file);
	ck_assert_int_eq(output_commit(&f, &err), 0);
	assert_content("target", "new");
	ck_assert_int_eq(lstat("link", &st), 0);
	ck_assert(S_ISLNK(st.st_mode));
}
END_TEST

START_TEST(output_that_cannot_be_written_says_so)
{
	struct output_file f;
	struct err err = { 0 };

	ck_assert_int_eq(output_open(&f, "no/such/dir/report", 0600, &err), -1);
	ck_assert_int_eq(err.code, EXIT_OUTPUT);
	ck_assert_ptr_nonnull(strstr(err.msg, "no/such/dir/report"));
	ck_assert_int_eq(output_open(&f, ".", 0600, &err), -1);
	ck_assert_int_eq(err.code, EXIT_OUTPUT);
	ck_assert_int_eq(output_open(&f, "/dev/full", 0600, &err), 0);
	fputs("x", f.file);
	ck_assert_int_eq(output_commit(&f, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.msg, "No space"));
}
END_TEST

START_TEST(input_is_limited)
{
	struct err err = { 0 };
	size_t len;

	put("in", "12345");
	ck_assert_ptr_null(input_read("in", 4, &len, &err));
	ck_assert_ptr_nonnull(strstr(err.msg, "too large"));
	ck_assert_ptr_null(input_read("/dev/zero", 100000, &len, &err));
	ck_assert_ptr_null(input_read("absent", 4, &len, &err));
	ck_assert_int_eq(err.code, EXIT_USAGE);
}
END_TEST

/* ---- JSON ----------------------------------------------------------------------------------- */

static void
write_texts(struct sink *s)
{
	static const char special[] = { '"', '\\', '\n', '<', '\x7f', '\x01', '\x1f' };
	struct json_writer w;
	char text[64];

	jw_start(&w, s);
	jw_object(&w, NULL);
	jw_array(&w, "texts");
	for (size_t n = 0; n < 40; n++) {
		memset(text, 'x', n);
		text[n] = '\0';
		jw_string(&w, NULL, text);
		for (size_t i = 0; i < n; i++) {
			text[i] = special[i % sizeof special];
			jw_string(&w, NULL, text);
			text[i] = (char)0xc3;
		}
	}
	jw_end_array(&w);
	jw_array(&w, "none");
	jw_end_array(&w);
	jw_string(&w,
	    "a name that is longer than the sixty-four bytes that there is room for at once", "x");
	jw_foreign_string(&w, "a\"b", "c\"d");
	jw_int(&w, "number", INT64_MIN);
	jw_bool(&w, "yes", true);
	jw_null(&w, "null");
	jw_end_object(&w);
}

/* A stream's room is written to in place; a buffer takes all in pieces, and is escaped byte by
 * byte. */
START_TEST(texts_are_escaped_alike_wherever_they_go)
{
	struct buf b = BUF_INIT((size_t)1 << 20);
	char *bytes = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&bytes, &len);
	struct sink to_file, to_buf;
	cJSON *json;

	ck_assert_ptr_nonnull(f);
	sink_to_file(&to_file, f);
	sink_to_buf(&to_buf, &b);
	write_texts(&to_file);
	write_texts(&to_buf);
	ck_assert_int_eq(sink_error(&to_file), 0);
	fclose(f);
	ck_assert_uint_gt(len, 16384); /* more than once through the room */
	ck_assert_uint_eq(len, b.len);
	ck_assert_uint_eq(to_file.written, len);
	ck_assert_int_eq(memcmp(bytes, buf_str(&b), len), 0);
	json = cJSON_Parse(bytes);
	ck_assert_ptr_nonnull(json);
	ck_assert_str_eq(cJSON_GetObjectItem(json, "a\"b")->valuestring, "c\"d");
	ck_assert_int_eq(cJSON_GetArraySize(cJSON_GetObjectItem(json, "texts")), 40 + 39 * 20);
	cJSON_Delete(json);
	free(bytes);
	buf_free(&b);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("core");
	TCase *memory = tcase_create("memory"), *text = tcase_create("text");
	TCase *files = tcase_create("files");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(memory, arena_memory_is_zeroed_aligned_and_its_own);
	tcase_add_test(memory, arena_grow_keeps_what_was_there);
	tcase_add_test(memory, buffer_stops_at_its_limit);
	tcase_add_test(memory, sha256_matches_the_standard);
	suite_add_tcase(suite, memory);
	tcase_add_loop_test(
	    text, foreign_text_is_made_visible, 0, (int)(sizeof texts / sizeof texts[0]));
	tcase_add_test(text, long_text_is_cut_between_characters);
	tcase_add_test(text, texts_are_escaped_alike_wherever_they_go);
	suite_add_tcase(suite, text);
	tcase_add_checked_fixture(files, make_dir, remove_dir);
	tcase_add_test(files, output_appears_whole_and_private);
	tcase_add_test(files, abandoned_output_leaves_the_old_one);
	tcase_add_test(files, output_follows_a_link_to_its_target);
	tcase_add_test(files, output_that_cannot_be_written_says_so);
	tcase_add_test(files, input_is_limited);
	suite_add_tcase(suite, files);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
