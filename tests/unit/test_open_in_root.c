/*
 * test_open_in_root.c: paths below a root, resolved by the kernel and step by step: both lead to
 * the same file, or fail alike, and never out of the root.
 */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/open_in_root.h"

static char top[] = "/tmp/open_in_root.XXXXXX";
static int root;

static void
make_tree(void)
{
	static const char *const dirs[] = { "a", "a/b", "a/b/c", "out" };
	static const struct {
		const char *name, *target;
	} links[] = {
		{ "absolute", "/a/b" },
		{ "above", "../../../../a/file" },
		{ "a/b/up", "../.." },
		{ "a/b/escape", "/../../../../../../etc/passwd" },
		{ "loop", "loop2" },
		{ "loop2", "loop" },
		{ "dangling", "nothing/at/all" },
		{ "twice", "absolute/up/a/file" },
		{ "slashes", "//a///b/./c//" },
		{ "to-root", "/" },
	};
	int fd;

	ck_assert(mkdtemp(strcpy(top, "/tmp/open_in_root.XXXXXX")) != NULL);
	root = open(top, O_PATH | O_DIRECTORY | O_CLOEXEC);
	ck_assert_int_ge(root, 0);
	for (size_t i = 0; i < sizeof dirs / sizeof dirs[0]; i++)
		ck_assert_int_eq(mkdirat(root, dirs[i], 0755), 0);
	for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
		ck_assert_int_eq(symlinkat(links[i].target, root, links[i].name), 0);
	fd = openat(root, "a/file", O_WRONLY | O_CREAT, 0644);
	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void
remove_tree(void)
{
	char command[100];

	close(root);
	snprintf(command, sizeof command, "rm -rf %s", top);
	ck_assert_int_eq(system(command), 0);
}

/* NULL: it fails with `error`; else the file that it leads to. */
static const struct {
	const char *path, *same_as;
	int error;
} rows[] = {
	{ "/", ".", 0 },
	{ ".", ".", 0 },
	{ "..", ".", 0 },
	{ "/../..", ".", 0 },
	{ "a", "a", 0 },
	{ "/a/b/c", "a/b/c", 0 },
	{ "/a//b/./c/", "a/b/c", 0 },
	{ "/a/b/c/../..", "a", 0 },
	{ "absolute", "a/b", 0 },
	{ "/absolute/c", "a/b/c", 0 },
	{ "/above", "a/file", 0 },
	{ "/a/b/up", ".", 0 },
	{ "/a/b/up/a/file", "a/file", 0 },
	{ "/absolute/../file", "a/file", 0 },
	{ "twice", "a/file", 0 },
	{ "slashes", "a/b/c", 0 },
	{ "to-root", ".", 0 },
	{ "to-root/out/../to-root/a", "a", 0 },
	{ "/a/b/escape", NULL, ENOENT },
	{ "loop", NULL, ELOOP },
	{ "dangling", NULL, ENOENT },
	{ "nothing", NULL, ENOENT },
	{ "a/file/x", NULL, ENOTDIR },
	{ "", NULL, ENOENT },
};

static void
leads_to(int (*opens)(int root, const char *path, int flags), int row, int flags)
{
	int fd = opens(root, rows[row].path, flags), error = errno;
	struct stat found, wanted;

	if (rows[row].same_as == NULL) {
		ck_assert_msg(fd < 0 && error == rows[row].error, "%s: %d, %s", rows[row].path, fd,
		    strerror(error));
		return;
	}
	ck_assert_msg(fd >= 0, "%s: %s", rows[row].path, strerror(error));
	ck_assert_int_eq(fstat(fd, &found), 0);
	ck_assert_int_eq(fstatat(root, rows[row].same_as, &wanted, AT_SYMLINK_NOFOLLOW), 0);
	ck_assert_msg(found.st_ino == wanted.st_ino && found.st_dev == wanted.st_dev,
	    "%s does not lead to %s", rows[row].path, rows[row].same_as);
	ck_assert(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	close(fd);
}

START_TEST(both_ways_lead_to_the_same_file)
{
	static const int flags[] = { O_PATH, O_RDONLY | O_NONBLOCK };

	for (size_t i = 0; i < 2; i++) {
		leads_to(open_in_root, _i, flags[i]);
		leads_to(open_in_root_stepwise, _i, flags[i]);
	}
}
END_TEST

START_TEST(a_link_itself_can_be_opened)
{
	struct stat st;
	int fd = open_in_root_stepwise(root, "/a/b/escape", O_PATH | O_NOFOLLOW);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fstat(fd, &st), 0);
	ck_assert(S_ISLNK(st.st_mode));
	close(fd);
	ck_assert_int_eq(open_in_root_stepwise(root, "/absolute", O_RDONLY | O_NOFOLLOW), -1);
	ck_assert_int_eq(errno, ELOOP);
	ck_assert_int_eq(open_in_root_stepwise(root, "a/file", O_RDONLY | O_DIRECTORY), -1);
	ck_assert_int_eq(errno, ENOTDIR);
}
END_TEST

START_TEST(links_of_proc_that_lead_elsewhere_are_refused)
{
	static const char *const paths[] = { "proc/self/root", "/proc/self/cwd/x", "/proc/1/exe",
		"/proc/self/fd/0" };
	int slash = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC), fd;

	ck_assert_int_ge(slash, 0);
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
		ck_assert_msg(open_in_root_stepwise(slash, paths[i], O_PATH) == -1, "%s", paths[i]);
	fd = open_in_root_stepwise(slash, "/proc/self/status", O_RDONLY);
	ck_assert_int_ge(fd, 0);
	close(fd);
	fd = open_in_root_stepwise(slash, "/proc/mounts", O_RDONLY);
	ck_assert_int_ge(fd, 0);
	close(fd);
	close(slash);
}
END_TEST

START_TEST(what_is_too_long_or_too_deep_is_refused)
{
	char path[8192];

	memset(path, 'x', 300);
	path[300] = '\0';
	ck_assert_int_eq(open_in_root_stepwise(root, path, O_PATH), -1);
	ck_assert_int_eq(errno, ENAMETOOLONG);
	memset(path, '/', sizeof path - 1);
	path[sizeof path - 1] = '\0';
	ck_assert_int_eq(open_in_root_stepwise(root, path, O_PATH), -1);
	ck_assert_int_eq(errno, ENAMETOOLONG);
	path[0] = '\0';
	for (int i = 0; i < 200; i++)
		strcat(path, "a/b/up/");
	ck_assert_int_eq(open_in_root_stepwise(root, path, O_PATH), -1);
	ck_assert_int_eq(errno, ELOOP);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("open_in_root");
	TCase *tc = tcase_create("open_in_root");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tc, make_tree, remove_tree);
	tcase_add_loop_test(
	    tc, both_ways_lead_to_the_same_file, 0, (int)(sizeof rows / sizeof rows[0]));
	tcase_add_test(tc, a_link_itself_can_be_opened);
	tcase_add_test(tc, links_of_proc_that_lead_elsewhere_are_refused);
	tcase_add_test(tc, what_is_too_long_or_too_deep_is_refused);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
