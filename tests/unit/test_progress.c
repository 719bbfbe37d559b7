/*
 * test_progress.c: what somebody at a terminal sees of a scan that takes long, and nobody else
 * does: the program itself, with an engine that is slow.
 */
#include "config.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fake_engine.h"

#define CONTAINERS 20
#define WAIT_MS 15 /* some sixty answers of a slow engine: about a second */

static char dir[64], host[96];
static pid_t engine;

static void
start_engine(unsigned wait_ms)
{
	const char *top = getenv("top_srcdir");
	char demo[512], path[80];

	strcpy(dir, "/tmp/dockassay-progress.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/s", dir);
	snprintf(host, sizeof host, "unix://%s", path);
	snprintf(demo, sizeof demo, "%s/templates/demo.ndjson", top != NULL ? top : ".");
	engine = fake_engine_start(path, demo, CONTAINERS, wait_ms);
	ck_assert_int_gt(engine, 0);
}

static void
end_engine(void)
{
	char path[80];

	kill(engine, SIGKILL);
	waitpid(engine, NULL, 0);
	snprintf(path, sizeof path, "%s/s", dir);
	unlink(path);
	rmdir(dir);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct seen {
	char text[65536];
	size_t n;
	double first; /* seconds until something came */
	int status;
};

static pid_t
start_scan(int stderr_fd, const char *quiet)
{
	const char *program = getenv("DOCKASSAY");
	pid_t pid = fork();
	int null;

	if (pid != 0)
		return pid;
	null = open("/dev/null", O_RDWR);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(stderr_fd, STDERR_FILENO);
	execl(program != NULL ? program : "./dockassay", "dockassay", "scan", "--no-config",
	    "--exit-zero", "--host", host, "--root", dir, "--jobs", "1", quiet, (char *)NULL);
	_exit(127);
}

/* What comes to stderr until the program ends, which is a terminal or a pipe. */
static struct seen *
watch_scan(bool terminal, const char *quiet)
{
	struct seen *s = calloc(1, sizeof *s);
	double start = now();
	int fds[2];
	pid_t pid;
	ssize_t n;

	if (terminal) {
		fds[0] = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
		ck_assert_int_ge(fds[0], 0);
		ck_assert_int_eq(grantpt(fds[0]), 0);
		ck_assert_int_eq(unlockpt(fds[0]), 0);
		fds[1] = open(ptsname(fds[0]), O_RDWR | O_NOCTTY | O_CLOEXEC);
		ck_assert_int_ge(fds[1], 0);
	} else {
		ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
	}
	pid = start_scan(fds[1], quiet);
	close(fds[1]);
	while (s->n < sizeof s->text - 1 &&
	       (n = read(fds[0], s->text + s->n, sizeof s->text - 1 - s->n)) > 0) {
		if (s->n == 0)
			s->first = now() - start;
		s->n += (size_t)n;
	}
	close(fds[0]);
	ck_assert_int_eq(waitpid(pid, &s->status, 0), pid);
	ck_assert_int_eq(s->status, 0);
	return s;
}

START_TEST(a_terminal_sees_how_far_a_slow_scan_is)
{
	struct seen *s;
	size_t inspected, containers, documents, told = 0, most = 0;
	const char *at, *last = NULL;

	start_engine(WAIT_MS);
	s = watch_scan(true, "--no-color");
	end_engine();
	for (at = s->text; (at = strstr(at, "\r\033[K")) != NULL; at += 4) {
		last = at;
		if (sscanf(at + 4, "%zu of %zu containers, %zu documents read", &inspected,
			&containers, &documents) != 3)
			continue;
		told++;
		ck_assert_uint_le(inspected, CONTAINERS);
		ck_assert(containers == CONTAINERS || containers == 0);
		ck_assert_uint_ge(documents, most);
		most = documents;
	}
	ck_assert_uint_gt(told, 1);
	ck_assert_uint_gt(most, CONTAINERS);
	ck_assert(s->first >= 0.5);
	/* In the end the line is empty again, and nothing of the count comes after that. */
	ck_assert_ptr_nonnull(last);
	ck_assert_ptr_null(strstr(last, "documents"));
	ck_assert_int_eq(strncmp(s->text, "\r\033[K", 4), 0);
	free(s);
}
END_TEST

static const struct {
	bool terminal;
	const char *quiet;
} silent[] = {
	{ false, "--no-color" }, /* a pipe */
	{ true, "-q" },
};

START_TEST(nobody_else_does)
{
	struct seen *s;

	start_engine(WAIT_MS);
	s = watch_scan(silent[_i].terminal, silent[_i].quiet);
	end_engine();
	ck_assert_ptr_null(strstr(s->text, "documents read"));
	ck_assert_ptr_null(strstr(s->text, "\033[K"));
	free(s);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("progress");
	TCase *cases = tcase_create("progress");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(cases, a_terminal_sees_how_far_a_slow_scan_is);
	tcase_add_loop_test(cases, nobody_else_does, 0, 2);
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
