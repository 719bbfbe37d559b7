/*
 * test_layers.c: files in layers of images on disk, and in archives that the engine makes.
 */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "host/layers.h"
#include "syntax/tar.h"

static char dir[64];
static struct arena *arena;
static struct host *host;
static struct layer_dirs dirs;
static const char *const names[] = { "/top/diff", "/middle/diff", "/bottom/diff" };

static void
run(const char *command)
{
	char line[4096];

	snprintf(line, sizeof line, "cd '%s' && %s", dir, command);
	ck_assert_msg(system(line) == 0, "%s", line);
}

static void
setup(void)
{
	struct err err;

	strcpy(dir, "/tmp/layers.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	run("mkdir -p top/diff/etc middle/diff/etc bottom/diff/etc bottom/diff/usr/bin "
	    "bottom/diff/usr/lib top/diff/usr");
	arena = arena_new();
	host = host_new(dir, &err);
	ck_assert_ptr_nonnull(host);
	dirs = (struct layer_dirs){ 3, names };
}

static void
teardown(void)
{
	host_free(host);
	arena_free(arena);
	run("cd / && rm -rf \"$OLDPWD\"");
}

static const char *
setid(size_t entries, enum doc_state *state)
{
	struct layers *l = layers_new(host, entries, 60);
	struct document doc = { .name = "layers:x", .body = "" };

	layers_setid(l, arena, &dirs, &doc);
	layers_free(l);
	*state = doc.state;
	return doc.state == DOC_OK ? doc.body : doc.problem;
}

START_TEST(setuid_files_are_found_and_links_not_followed)
{
	enum doc_state state;
	const char *text;

	run("touch bottom/diff/usr/bin/su bottom/diff/usr/bin/sg bottom/diff/usr/bin/no && "
	    "chmod 4755 bottom/diff/usr/bin/su && chmod 2755 bottom/diff/usr/bin/sg && "
	    "chmod 2644 bottom/diff/usr/bin/no && mkdir out && touch out/bad && chmod 4755 out/bad "
	    "&& "
	    "ln -s ../../../out middle/diff/out && ln -s ../../../out/bad middle/diff/bad && "
	    "ln -s / middle/diff/loop && mkdir -m 2755 middle/diff/sgid && mkfifo top/diff/pipe && "
	    "chmod 4755 top/diff/pipe");
	text = setid(1000, &state);
	ck_assert_int_eq(state, DOC_OK);
	ck_assert_ptr_nonnull(strstr(text, "\"path\":\"/usr/bin/sg\",\"mode\":1517"));
	ck_assert_ptr_nonnull(strstr(text, "\"path\":\"/usr/bin/su\",\"mode\":2541"));
	ck_assert_ptr_null(strstr(text, "bad"));
	ck_assert_ptr_null(strstr(text, "/usr/bin/no"));
	ck_assert_ptr_null(strstr(text, "pipe"));
	ck_assert_ptr_null(strstr(text, "sgid"));
	ck_assert_ptr_nonnull(strstr(text, "\"layers\":3"));
}
END_TEST

START_TEST(what_upper_layers_hide_is_not_there)
{
	enum doc_state state;
	char path[128];

	run("touch bottom/diff/usr/bin/su && chmod 4755 bottom/diff/usr/bin/su");
	ck_assert_ptr_nonnull(strstr(setid(1000, &state), "/usr/bin/su"));
	run("mkdir -p middle/diff/usr/bin && touch middle/diff/usr/bin/su"); /* without the bit */
	ck_assert_ptr_null(strstr(setid(1000, &state), "/usr/bin/su"));
	run("rm middle/diff/usr/bin/su");
	snprintf(path, sizeof path, "%s/middle/diff/usr/bin/su", dir);
	if (mknod(path, S_IFCHR, makedev(0, 0)) == 0) {
		ck_assert_ptr_null(strstr(setid(1000, &state), "/usr/bin/su"));
		unlink(path);
	}
	ck_assert_ptr_nonnull(strstr(setid(1000, &state), "/usr/bin/su"));
	snprintf(path, sizeof path, "%s/middle/diff/usr", dir);
	if (setxattr(path, "user.overlay.opaque", "y", 1, 0) == 0)
		ck_assert_ptr_null(strstr(setid(1000, &state), "/usr/bin/su"));
	run("rm -rf middle/diff/usr && touch middle/diff/usr"); /* a file in the place of a
								   directory */
	ck_assert_ptr_null(strstr(setid(1000, &state), "/usr/bin/su"));
	ck_assert_int_eq(state, DOC_OK);
}
END_TEST

START_TEST(a_walk_that_was_cut_is_not_known)
{
	enum doc_state state;

	run("for i in 1 2 3 4 5 6 7 8 9; do touch bottom/diff/$i; done");
	ck_assert_ptr_nonnull(strstr(setid(8, &state), "too many files"));
	ck_assert_int_eq(state, DOC_FAILED);
	setid(1000, &state);
	ck_assert_int_eq(state, DOC_OK);
	run("d=top/diff; for i in $(seq 80); do d=$d/d; done; mkdir -p $d");
	ck_assert_ptr_nonnull(strstr(setid(1000, &state), "too deep"));
	ck_assert_int_eq(state, DOC_FAILED);
}
END_TEST

START_TEST(a_layer_that_is_not_there_is_not_known)
{
	static const char *const missing[] = { "/top/diff", "/gone/diff" };
	enum doc_state state;

	dirs = (struct layer_dirs){ 2, missing };
	ck_assert_ptr_nonnull(strstr(setid(1000, &state), "/gone/diff"));
	ck_assert_int_eq(state, DOC_FAILED);
}
END_TEST

static enum layer_file
look(const char *path, const char **text)
{
	return layers_read(host, arena, &dirs, path, 100, text);
}

START_TEST(one_file_is_read_from_the_uppermost_layer)
{
	const char *text;

	ck_assert_int_eq(look("etc/os-release", &text), LAYER_FILE_GONE);
	run("echo ID=a >bottom/diff/usr/lib/os-release && "
	    "ln -s ../usr/lib/os-release bottom/diff/etc/os-release");
	ck_assert_int_eq(look("etc/os-release", &text), LAYER_FILE_LINK);
	ck_assert_str_eq(text, "../usr/lib/os-release");
	ck_assert_int_eq(look("usr/lib/os-release", &text), LAYER_FILE_READ);
	ck_assert_str_eq(text, "ID=a\n");
	run("echo ID=b >middle/diff/etc/os-release");
	ck_assert_int_eq(look("etc/os-release", &text), LAYER_FILE_READ);
	ck_assert_str_eq(text, "ID=b\n");
	run("mkdir top/diff/usr/lib && ln -s /etc/passwd top/diff/usr/lib/os-release");
	ck_assert_int_eq(look("usr/lib/os-release", &text), LAYER_FILE_LINK);
	run("rm -r top/diff/etc && ln -s /etc top/diff/etc"); /* a link on the way is not followed
							       */
	ck_assert_int_eq(look("etc/os-release", &text), LAYER_FILE_GONE);
}
END_TEST

START_TEST(what_is_no_small_file_is_not_read)
{
	const char *text;

	run("mkfifo top/diff/etc/os-release");
	ck_assert_int_eq(look("etc/os-release", &text), LAYER_FILE_UNREAD);
	run("rm top/diff/etc/os-release && head -c 101 /dev/zero >top/diff/etc/os-release");
	ck_assert_int_eq(look("etc/os-release", &text), LAYER_FILE_UNREAD);
	ck_assert_str_ne(text, "");
}
END_TEST

/* ---- archives ------------------------------------------------------------------------------- */

static size_t
add(char *tar, size_t at, char type, const char *link, const char *content)
{
	memset(tar + at, 0, 1024);
	strcpy(tar + at, "os-release");
	snprintf(tar + at + 124, 12, "%08o", (unsigned)strlen(content) & 0xfff);
	tar[at + 156] = type;
	strcpy(tar + at + 157, link);
	memcpy(tar + at + 512, content, strlen(content));
	return at + 512 + (*content != '\0' ? 512 : 0);
}

START_TEST(the_first_file_of_an_archive_is_read)
{
	static char tar[8192];
	const char *text;
	size_t n = add(tar, 0, '0', "", "ID=a\n");

	ck_assert_int_eq(tar_first(arena, tar, n, &text), TAR_FILE);
	ck_assert_str_eq(text, "ID=a\n");
	ck_assert_int_eq(tar_first(arena, tar, 514, &text), TAR_BAD); /* cut off */
	ck_assert_int_eq(tar_first(arena, tar, 100, &text), TAR_BAD);
	ck_assert_int_eq(tar_first(arena, tar, 0, &text), TAR_BAD);
	n = add(tar, 0, 'x', "", "20 path=os-release\n");
	ck_assert_int_eq(tar_first(arena, tar, n, &text), TAR_BAD);
	n = add(tar, n, '2', "../usr/lib/os-release", "");
	ck_assert_int_eq(tar_first(arena, tar, n, &text), TAR_LINK);
	ck_assert_str_eq(text, "../usr/lib/os-release");
	n = add(tar, 0, '5', "", "");
	ck_assert_int_eq(tar_first(arena, tar, n, &text), TAR_BAD);
	n = add(tar, 0, '0', "", "ID=a\n");
	memcpy(tar + 124, "77777777777", 12);
	ck_assert_int_eq(tar_first(arena, tar, n, &text), TAR_BAD);
	memcpy(tar + 124, "hello, world", 12);
	ck_assert_int_eq(tar_first(arena, tar, n, &text), TAR_BAD);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("layers");
	TCase *tc = tcase_create("layers");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, setuid_files_are_found_and_links_not_followed);
	tcase_add_test(tc, what_upper_layers_hide_is_not_there);
	tcase_add_test(tc, a_walk_that_was_cut_is_not_known);
	tcase_add_test(tc, a_layer_that_is_not_there_is_not_known);
	tcase_add_test(tc, one_file_is_read_from_the_uppermost_layer);
	tcase_add_test(tc, what_is_no_small_file_is_not_read);
	tcase_add_test(tc, the_first_file_of_an_archive_is_read);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
