/*
 * test_collect_operation.c: what is asked of an engine beside containers and images, against one
 * that answers by the path: exec sessions, changed files, images that the list leaves out, events.
 */
#include "config.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "base/buf.h"
#include "collect/collect.h"

static const struct {
	const char *path, *body;
} answers[] = {
	{ "/version", "{\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\"}" },
	{ "/info", "{\"ID\":\"e\",\"SystemTime\":\"2026-01-02T00:00:00.5Z\"}" },
	{ "/containers/json", "[{\"Id\":\"c1\",\"State\":\"running\"},{\"Id\":\"c2\",\"State\":\"running\"}]" },
	{ "/containers/c1/json", "{\"Id\":\"c1\",\"Image\":\"sha256:gone\",\"ExecIDs\":[\"e1\",\"../../secrets\",\"e/x\"]}" },
	{ "/containers/c2/json", "{\"Id\":\"c2\",\"Image\":\"sha256:gone\",\"ExecIDs\":null}" },
	{ "/exec/e1/json", "{\"ID\":\"e1\"}" },
	{ "/images/sha256:gone/json", "{\"Id\":\"sha256:gone\"}" },
	{ "/images/sha256:here/json", "{\"Id\":\"sha256:here\"}" },
	{ "/images/json", "[{\"Id\":\"sha256:here\"}]" },
	{ "/volumes", "{\"Volumes\":[]}" },
};

static char dir[] = "/tmp/test-collect-XXXXXX";

static void
answer(int c, const char *request)
{
	const char *path = strchr(request, ' '), *body = "{}";
	size_t n;

	path = path != NULL ? path + 1 : "";
	if (strncmp(path, "/v1.", 4) == 0)
		path = strchr(path + 1, '/');
	n = strcspn(path, " ?");
	for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
		if (strlen(answers[i].path) == n && strncmp(path, answers[i].path, n) == 0)
			body = answers[i].body;
	}
	dprintf(c, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n%s",
	    strlen(body), body);
}

/* Serves until it is killed, and writes down what it was asked for. */
static pid_t
play(const char *socket_path, const char *log)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	pid_t pid;

	snprintf(address.sun_path, sizeof address.sun_path, "%s", socket_path);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	ck_assert_int_eq(listen(fd, 8), 0);
	pid = fork();
	if (pid != 0) {
		close(fd);
		return pid;
	}
	signal(SIGPIPE, SIG_IGN);
	for (;;) {
		char request[4096];
		int c = accept(fd, NULL, NULL);
		ssize_t n = read(c, request, sizeof request - 1);
		FILE *f = fopen(log, "a");

		if (n > 0 && f != NULL) {
			request[n] = '\0';
			fprintf(f, "%.*s\n", (int)strcspn(request, "\r"), request);
			answer(c, request);
		}
		if (f != NULL)
			fclose(f);
		close(c);
	}
}

static int
keep_names(void *ctx, const struct document *doc, struct err *err)
{
	(void)err;
	buf_printf(ctx, "%s|%s\n", doc->name, doc_state_name(doc->state));
	return 0;
}

/* Collects for the needs; *names gets the documents, and *asked the requests. */
static void
collect(unsigned needs, struct buf *names, struct buf *asked)
{
	char host[200], socket_path[100], log[100], line[1000];
	struct collect_options o = { .root = "/",
		.needs = needs,
		.all_containers = true,
		.deep = true,
		.tool = "test",
		.now = "2026-01-05T00:00:00Z" };
	struct document_sink sink = { keep_names, names };
	struct err err;
	pid_t pid;
	FILE *f;

	snprintf(socket_path, sizeof socket_path, "%s/s", dir);
	snprintf(host, sizeof host, "unix://%s", socket_path);
	snprintf(log, sizeof log, "%s/log", dir);
	pid = play(socket_path, log);
	o.endpoint.host = host;
	ck_assert_msg(collect_live(&o, &sink, 1, &err) == 0, "%s", err.msg);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	f = fopen(log, "r");
	ck_assert_ptr_nonnull(f);
	while (fgets(line, sizeof line, f) != NULL)
		buf_puts(asked, line);
	fclose(f);
	unlink(log);
	unlink(socket_path);
}

static size_t
times(const struct buf *b, const char *word)
{
	size_t n = 0;

	for (const char *p = buf_str(b); (p = strstr(p, word)) != NULL; p += strlen(word))
		n++;
	return n;
}

START_TEST(only_what_is_needed_is_asked_for)
{
	struct buf names = BUF_INIT(100000), asked = BUF_INIT(100000);

	collect(NEEDS_CONTAINERS, &names, &asked);
	ck_assert_uint_eq(times(&asked, "/exec/"), 0);
	ck_assert_uint_eq(times(&asked, "/changes"), 0);
	ck_assert_uint_eq(times(&asked, "/events"), 0);
	ck_assert_uint_eq(times(&asked, "/images/"), 0);
	ck_assert_uint_eq(times(&names, "GET /containers/c1/json|ok"), 1);
	buf_free(&names);
	buf_free(&asked);
}
END_TEST

START_TEST(sessions_changes_images_and_events_are_asked_for)
{
	struct buf names = BUF_INIT(100000), asked = BUF_INIT(100000);

	collect(NEEDS_CONTAINERS | NEEDS_IMAGES | NEEDS_EXECS | NEEDS_CHANGES | NEEDS_EVENTS, &names,
	    &asked);
	ck_assert_uint_eq(times(&names, "GET /exec/e1/json|ok"), 1);
	/* ids that would change the path are none */
	ck_assert_uint_eq(times(&asked, "/exec/"), 1);
	ck_assert_uint_eq(times(&asked, "secrets"), 0);
	ck_assert_uint_eq(times(&asked, "/containers/c1/changes"), 1);
	ck_assert_uint_eq(times(&asked, "/containers/c2/changes"), 1);
	/* two containers of one image that is not in the list: it is asked for once */
	ck_assert_uint_eq(times(&asked, "/images/sha256:gone/json"), 1);
	/* bounded on both sides, by the engine's clock */
	ck_assert_uint_eq(times(&asked, "/events?since=1767225600&until=1767312000 "), 1);
	ck_assert_uint_eq(times(&names, "GET /events|ok"), 1);
	buf_free(&names);
	buf_free(&asked);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("collect operation");
	TCase *tc = tcase_create("requests");
	SRunner *runner = srunner_create(suite);
	int failed;

	if (mkdtemp(dir) == NULL)
		return EXIT_FAILURE;
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, only_what_is_needed_is_asked_for);
	tcase_add_test(tc, sessions_changes_images_and_events_are_asked_for);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	rmdir(dir);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
