/*
 * matrix.c: scans an engine that misbehaves: every kind of endpoint with every fault (engine.c).
 *
 * usage: matrix DOCKASSAY DIRECTORY [STEP];
 *        matrix serve SOCKET [ENDPOINT FAULT | plant | escaped | many]: the engine
 * alone; with secrets in its answers, escaped ones even, or with many runtimes. Each scan is held
 * against one without a fault: see enum outcome. It has to end by itself, in time, with 3, and with
 * a whole report. With STEP, only every which case is tried.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "engine.h"
#include "untouched.h"
#include "verdicts.h"
#include "base/output.h"
#include "report/report_read.h"

#define AT_ONCE 6
#define SCAN_SECONDS 60 /* wall clock on a busy machine; the scan's own time-out is shorter */
#define REPORT_MAX ((size_t)64 << 20)
#define PATH_BYTES 4096

static const char *const endpoints[] = { "GET /version", "GET /info", "GET /containers/json",
	"GET /containers/*/json", "GET /containers/*/top", "GET /containers/*/changes",
	"GET /exec/*/json", "GET /images/json", "GET /images/*/json", "GET /images/*/history",
	"GET /networks", "GET /networks/*", "GET /volumes", "GET /plugins", "GET /swarm",
	"GET /nodes", "GET /services", "GET /secrets", "GET /configs", "GET /system/df",
	"GET /events" };
#define N_ENDPOINTS (sizeof endpoints / sizeof endpoints[0])

struct scan {
	const char *endpoint; /* NULL: without a fault */
	const char *only;     /* of several such endpoints the one that is faulty; NULL: all are */
	const struct fault *fault;
	pid_t pid, engine; /* 0: not running */
	volatile struct engine_counts *counts;
	size_t number;
};

struct matrix {
	const char *program, *dir;
	struct engine_data data;
	struct verdicts before;
	size_t errors_before;
	size_t n_scans, n_wrong, n_changed;
	const struct scan *scan; /* that is being judged */
};

static void
die(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

static void
wrong(struct matrix *m, const char *what)
{
	m->n_wrong++;
	printf("matrix: %s%s, %s: %s\n", m->scan->endpoint,
	    m->scan->only != NULL ? " (one of them)" : "", m->scan->fault->name, what);
}

static char *
path_of(const struct matrix *m, const struct scan *s, const char *kind, char path[PATH_BYTES])
{
	snprintf(path, PATH_BYTES, "%s/%zu.%s", m->dir, s->number, kind);
	return path;
}

/* ---- one scan ------------------------------------------------------------------------------- */

static int
listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (strlen(path) < sizeof address.sun_path)
		memcpy(address.sun_path, path, strlen(path) + 1);
	if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
	    listen(listener, 16) != 0)
		die(path);
	return listener;
}

/* Where an engine counts, for its own processes and ours. */
static volatile struct engine_counts *
new_counts(void)
{
	void *p = mmap(NULL, sizeof(struct engine_counts), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		die("mmap");
	return p;
}

static void
start_engine(struct matrix *m, struct scan *s)
{
	char path[PATH_BYTES];
	int listener = listen_at(path_of(m, s, "sock", path));

	fflush(stdout);
	m->data.counts = s->counts = new_counts();
	s->engine = fork();
	if (s->engine < 0)
		die("fork");
	if (s->engine == 0) {
		setpgid(0, 0);
		engine_serve(listener, &m->data, s->fault, s->only != NULL ? s->only : s->endpoint);
	}
	setpgid(s->engine, s->engine);
	close(listener);
}

static void
start(struct matrix *m, struct scan *s)
{
	char host[PATH_BYTES + 8], output[PATH_BYTES + 8], path[PATH_BYTES];

	start_engine(m, s);
	s->pid = fork();
	if (s->pid < 0)
		die("fork");
	if (s->pid > 0)
		return;
	snprintf(host, sizeof host, "unix://%s", path_of(m, s, "sock", path));
	snprintf(output, sizeof output, "json:%s", path_of(m, s, "json", path));
	path_of(m, s, "stderr", path);
	if (freopen(path, "w", stderr) == NULL || freopen("/dev/null", "r", stdin) == NULL)
		_exit(99);
	snprintf(path, sizeof path, "%s/root", m->dir);
	alarm(SCAN_SECONDS); /* is kept by exec: a scan that does not end is killed */
	execl(m->program, m->program, "--host", host, "--root", path, "--request-timeout", "2",
	    "--timeout", "20", "--deep", "--profile", "full", "--fail-on", "never", "-q", "-o",
	    output, "--no-config", (char *)NULL);
	_exit(99);
}

static char *
message_of(const struct matrix *m, const struct scan *s)
{
	char path[PATH_BYTES];
	struct err err;
	size_t n;
	char *text = input_read(path_of(m, s, "stderr", path), REPORT_MAX, &n, &err);

	return text != NULL ? text : xstrdup("");
}

static struct report *
report_of(const struct matrix *m, const struct scan *s)
{
	char path[PATH_BYTES];
	struct err err = { 0 };
	size_t n;
	char *text = input_read(path_of(m, s, "json", path), REPORT_MAX, &n, &err);
	struct report *r = text != NULL ? report_read(path, text, n, &err) : NULL;

	free(text);
	return r;
}

/* ---- judging -------------------------------------------------------------------------------- */

static void
better(void *ctx, const struct verdict *was, const struct verdict *is)
{
	struct matrix *m = ctx;
	char text[1200];

	if (m->scan->fault->outcome == OTHER)
		return;
	/* What the engine does not know any more is told as gone, and passes nothing. */
	if (m->scan->fault->outcome == GONE && is != NULL && is->status != STATUS_PASS)
		return;
	snprintf(text, sizeof text, "%s of %s was %s, and %s", was->check, was->subject,
	    status_name(was->status), is != NULL ? status_name(is->status) : "is not told of");
	wrong(m, text);
}

/* Where a document is lost, a verdict that is there was there before, or is an ERROR. */
static void
look_for_news(struct matrix *m, const struct verdicts *after)
{
	enum outcome outcome = m->scan->fault->outcome;

	for (size_t i = 0; i < after->n; i++) {
		const struct verdict *now = &after->v[i], *old = verdicts_find(&m->before, now);
		char text[1200];

		if ((old != NULL && old->status == now->status) || now->status == STATUS_ERROR ||
		    (outcome == GONE && now->status != STATUS_PASS))
			continue;
		snprintf(text, sizeof text, "%s of %s is %s, and was %s", now->check, now->subject,
		    status_name(now->status), old != NULL ? status_name(old->status) : "not there");
		wrong(m, text);
	}
}

static void
touched(void *ctx, const struct verdict *was, const struct verdict *is)
{
	char text[1200];

	snprintf(text, sizeof text, "%s of %s has no part in it, and was %s, and %s", was->check,
	    was->subject, status_name(was->status),
	    is != NULL ? status_name(is->status) : "is not told of");
	wrong(ctx, text);
}

static bool
is_lost(enum outcome outcome)
{
	return outcome == LOST || outcome == AWAY;
}

static bool
is_named(const struct report *r, const char *endpoint)
{
	for (size_t i = 0; i < r->n_notifications; i++) {
		if (engine_is(r->notifications[i].source, endpoint) &&
		    r->notifications[i].message[0] != '\0')
			return true;
	}
	return false;
}

static void
judge_report(struct matrix *m, const struct report *r)
{
	enum outcome outcome = m->scan->fault->outcome;
	struct verdicts after = verdicts_of(r);
	size_t changed = verdicts_compare(&m->before, &after, better, m);

	m->n_changed += changed;
	if (outcome <= GONE || outcome == MORE)
		look_for_news(m, &after);
	if (outcome != AWAY && outcome < SAME)
		untouched_hold(
		    &m->before, &after, m->scan->endpoint, m->scan->only != NULL, touched, m);
	if (outcome == SAME && (changed > 0 || after.n != m->before.n))
		wrong(m, "the same answer, told otherwise, led to other verdicts");
	/* Of an engine that ends, another answer on its way may be the one that is missed. */
	if ((outcome == LOST && !is_named(r, m->scan->endpoint)) ||
	    (outcome == AWAY && r->n_notifications == 0))
		wrong(m, "the report does not name what could not be read");
	if (is_lost(outcome) && r->findings_by_status[STATUS_ERROR] < m->errors_before &&
	    changed == 0)
		wrong(m, "nothing is an ERROR because of it");
	verdicts_free(&after);
}

/* Nothing can be asked of an engine that cannot be greeted: no report, and one line. */
static void
judge_greeting(struct matrix *m, const struct report *r, const char *said)
{
	if (m->scan->fault->outcome <= GONE && r != NULL)
		wrong(m, "there is a report");
	if (r == NULL && strstr(said, "unix://") == NULL)
		wrong(m, "the message does not name the engine");
	if (r != NULL && m->scan->fault->outcome >= SPOILT)
		judge_report(m, r);
}

static void
judge(struct matrix *m, const struct scan *s, int status)
{
	struct report *r = report_of(m, s);
	char *said = message_of(m, s), text[600];

	m->scan = s;
	m->n_scans++;
	snprintf(text, sizeof text, "%s %d (%.400s)", WIFSIGNALED(status) ? "signal" : "exit code",
	    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), said);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 3)
		wrong(m, text);
	else if (strcmp(s->endpoint, "GET /version") == 0)
		judge_greeting(m, r, said);
	else if (r == NULL)
		wrong(m, "there is no report");
	else
		judge_report(m, r);
	if (s->counts->strange_requests > 0)
		wrong(m, "a request was made that no scan should make");
	if (s->counts->injected == 0)
		wrong(m, "the endpoint was not asked: no fault was injected");
	report_free(r);
	free(said);
}

static void
clean_up(const struct matrix *m, struct scan *s)
{
	static const char *const kinds[] = { "sock", "json", "stderr" };
	char path[PATH_BYTES];

	kill(-s->engine, SIGKILL);
	waitpid(s->engine, NULL, 0);
	for (size_t i = 0; i < 3; i++)
		unlink(path_of(m, s, kinds[i], path));
	munmap((void *)(uintptr_t)s->counts, sizeof *s->counts);
	s->pid = 0;
}

/* ---- all of them ---------------------------------------------------------------------------- */

/* Waits for one of the running scans, judges it, and frees its place. */
static struct scan *
wait_for_one(struct matrix *m, struct scan running[AT_ONCE])
{
	for (;;) {
		int status;
		pid_t pid = wait(&status);

		if (pid < 0 && errno != EINTR)
			die("wait");
		for (size_t i = 0; i < AT_ONCE; i++) {
			if (running[i].pid != pid)
				continue;
			judge(m, &running[i], status);
			clean_up(m, &running[i]);
			return &running[i];
		}
	}
}

static void
scan_without_fault(struct matrix *m)
{
	struct scan s = { .number = 0 };
	struct report *r;
	int status;

	start(m, &s);
	waitpid(s.pid, &status, 0);
	r = report_of(m, &s);
	if (r == NULL || !WIFEXITED(status) || WEXITSTATUS(status) != 3) {
		fprintf(stderr, "matrix: the scan without a fault failed (%x): %s\n",
		    (unsigned)status, message_of(m, &s));
		exit(EXIT_FAILURE);
	}
	m->before = verdicts_of(r);
	m->errors_before = r->findings_by_status[STATUS_ERROR];
	report_free(r);
	clean_up(m, &s);
}

static bool
fits(const char *endpoint, const struct fault *f)
{
	bool list = strchr(endpoint, '*') == NULL &&
		    (strstr(endpoint, "/json") != NULL || strcmp(endpoint, "GET /networks") == 0);

	/* What engines say that have nothing to tell: no event, no volume, no change. */
	if ((strcmp(endpoint, "GET /events") == 0 && strcmp(f->name, "empty") == 0) ||
	    (strcmp(endpoint, "GET /volumes") == 0 &&
		strcmp(f->name, "objects without members") == 0) ||
	    (strcmp(endpoint, "GET /containers/*/changes") == 0 && strcmp(f->name, "null") == 0))
		return false;
	return !f->lists_only || list;
}

/* Starts a scan as soon as there is a place for it. */
static void
start_one(
    struct matrix *m, struct scan running[AT_ONCE], size_t *n_running, const struct scan *which)
{
	struct scan *s =
	    *n_running == AT_ONCE ? wait_for_one(m, running) : &running[(*n_running)++];

	*s = *which;
	start(m, s);
}

/* The first answer that an endpoint with a star has; NULL: it has no star. */
static const char *
first_of(const struct matrix *m, const char *endpoint)
{
	for (size_t i = 0; i < m->data.n && strchr(endpoint, '*') != NULL; i++) {
		if (m->data.v[i].status < 300 && engine_is(m->data.v[i].name, endpoint))
			return m->data.v[i].name;
	}
	return NULL;
}

static void
scan_all(struct matrix *m, size_t step)
{
	struct scan running[AT_ONCE] = { 0 };
	size_t number = 0, n_running = 0;

	for (const struct fault *f = faults; f->name != NULL; f++) {
		for (size_t e = 0; e < N_ENDPOINTS; e++) {
			const char *only = f->of_one ? first_of(m, endpoints[e]) : NULL;

			if (fits(endpoints[e], f) && ++number % step == 0)
				start_one(m, running, &n_running,
				    &(struct scan){ endpoints[e], .fault = f, .number = number });
			if (only != NULL && ++number % step == 0)
				start_one(m, running, &n_running,
				    &(struct scan){ endpoints[e], only, f, .number = number });
		}
	}
	for (; n_running > 0; n_running--)
		wait_for_one(m, running);
}

static void
serve(struct engine_data *d, int n, char **args)
{
	const struct fault *fault = n == 3 ? faults : NULL;

	while (fault != NULL && fault->name != NULL && strcmp(fault->name, args[2]) != 0)
		fault++;
	if (n == 2 && strcmp(args[1], "many") == 0)
		engine_name_many(d);
	else if (n == 2)
		engine_plant(d, strcmp(args[1], "escaped") == 0);
	d->counts = new_counts();
	if (n > 0 && (fault == NULL || fault->name != NULL))
		engine_serve(listen_at(args[0]), d, fault, n == 3 ? args[1] : NULL);
	fprintf(stderr, "matrix: no such fault\n");
	exit(EXIT_FAILURE);
}

int
main(int argc, char **argv)
{
	struct matrix m = { .program = argc > 2 ? argv[1] : "", .dir = argc > 2 ? argv[2] : "" };
	char root[PATH_BYTES];

	engine_load(&m.data);
	if (argc > 1 && strcmp(argv[1], "serve") == 0)
		serve(&m.data, argc - 2, argv + 2);
	if (argc < 3) {
		fprintf(stderr, "usage: matrix DOCKASSAY DIRECTORY [STEP]\n");
		return EXIT_FAILURE;
	}
	snprintf(root, sizeof root, "%s/root", m.dir);
	mkdir(root, 0755);
	scan_without_fault(&m);
	scan_all(&m, argc > 3 ? (size_t)atol(argv[3]) : 1);
	verdicts_free(&m.before);
	engine_free_data(&m.data);
	printf("matrix: %zu faults injected, %zu verdicts became others, %zu wrong\n", m.n_scans,
	    m.n_changed, m.n_wrong);
	return m.n_wrong == 0 && m.n_scans > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
