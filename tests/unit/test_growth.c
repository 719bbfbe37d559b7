/*
 * test_growth.c: what ten times as many containers cost is about ten times as much.
 *
 * Nothing is measured by time: the linker makes this program count comparisons of texts, bytes that
 * are allocated and bytes that are written, of each step from the first request to the last format.
 * A step that looks through a list for each element of another has a hundred times the comparisons;
 * one that copies what it has for each element, a hundred times the bytes.
 */
#include "config.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fake_engine.h"
#include "format.h"
#include "cli/commands.h"
#include "cli/scan.h"
#include "collect/collect_internal.h"
#include "snapshot/snapshot.h"

#define FEW 80
#define MANY (10 * FEW)
/* Steps that sort grow by n log n, of which the logarithm is the smaller part. */
#define MOST 12.5
#define GRAIN 400000 /* memory comes in blocks */
#define FEW_COMPARISONS 5000

static size_t comparisons, allocated;

/* clang-format off */
int __real_strcmp(const char *a, const char *b);
int __real_strncmp(const char *a, const char *b, size_t n);
int __real_memcmp(const void *a, const void *b, size_t n);
void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
int __wrap_strcmp(const char *a, const char *b);
int __wrap_strncmp(const char *a, const char *b, size_t n);
int __wrap_memcmp(const void *a, const void *b, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);
/* clang-format on */

int
__wrap_strcmp(const char *a, const char *b)
{
	comparisons++;
	return __real_strcmp(a, b);
}

int
__wrap_strncmp(const char *a, const char *b, size_t n)
{
	comparisons++;
	return __real_strncmp(a, b, n);
}

int
__wrap_memcmp(const void *a, const void *b, size_t n)
{
	comparisons++;
	return __real_memcmp(a, b, n);
}

void *
__wrap_malloc(size_t n)
{
	allocated += n;
	return __real_malloc(n);
}

void *
__wrap_calloc(size_t n, size_t size)
{
	allocated += n * size;
	return __real_calloc(n, size);
}

void *
__wrap_realloc(void *p, size_t n)
{
	allocated += n;
	return __real_realloc(p, n);
}

/* ---- steps ---------------------------------------------------------------------------------- */

#define STEPS_MAX 40

struct step {
	char name[24];
	size_t comparisons, allocated, written;
};
struct run {
	size_t n;
	struct step steps[STEPS_MAX];
};

/* What was counted since the last step. */
static void
note(struct run *run, const char *name, size_t written)
{
	struct step *s = &run->steps[run->n++];

	ck_assert_uint_lt(run->n, STEPS_MAX);
	snprintf(s->name, sizeof s->name, "%s", name);
	s->comparisons = comparisons;
	s->allocated = allocated;
	s->written = written;
	comparisons = allocated = 0;
}

static int
take(void *ctx, const struct document *doc, struct err *err)
{
	return facts_take(ctx, doc, err);
}

/* Collects from a fake engine in a process of its own, into facts and another sink. */
static void
collect(
    struct facts *f, size_t n_containers, long connections, char *dir, struct document_sink beside)
{
	char path[64], host[80];
	struct document_sink sinks[] = { { take, f }, beside };
	struct collect_options o = { .root = dir,
		.needs = ~(unsigned)NEEDS_DEEP,
		.now = "2026-12-01T00:00:00Z",
		.tool = "test",
		.connections = connections,
		.total_timeout_ms = 60000 };
	const char *top = getenv("top_srcdir");
	char demo[512];
	struct err err = { 0 };
	pid_t engine;
	int result;

	snprintf(path, sizeof path, "%s/s", dir);
	snprintf(host, sizeof host, "unix://%s", path);
	snprintf(demo, sizeof demo, "%s/templates/demo.ndjson", top != NULL ? top : ".");
	engine = fake_engine_start(path, demo, n_containers, 0);
	ck_assert_int_gt(engine, 0);
	o.endpoint.host = host;
	comparisons = allocated = 0;
	result = collect_live(&o, sinks, 2, &err);
	kill(engine, SIGKILL);
	waitpid(engine, NULL, 0);
	unlink(path);
	ck_assert_msg(result == 0, "%s", err.msg);
}

static void
write_formats(struct run *run, const struct report *r)
{
	static const struct format_options o = { .remedies = true, .utf8 = true, .width = 100 };

	for (size_t i = 0; formats[i] != NULL; i++) {
		struct sink sink;
		struct err err;
		FILE *file = fopen("/dev/null", "w");

		ck_assert_ptr_nonnull(file);
		sink_to_file(&sink, file);
		ck_assert_int_eq(formats[i]->write(r, &o, &sink, &err), 0);
		note(run, formats[i]->name, 0);
		fclose(file);
	}
}

static void
write_json(const struct report *r, const char *path)
{
	static const struct format_options o = { .remedies = true, .utf8 = true, .width = 100 };
	struct sink sink;
	struct err err;
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	sink_to_file(&sink, file);
	ck_assert_int_eq(format_json.write(r, &o, &sink, &err), 0);
	ck_assert_int_eq(sink_error(&sink), 0);
	fclose(file);
}

/* With a report in which nothing was found: everything is new. */
static void
compare_with_nothing(struct run *run, const struct report *r)
{
	char old[] = "/tmp/dockassay-growth.XXXXXX", new[] = "/tmp/dockassay-growth.XXXXXX";
	char *files[] = { old, new };
	struct options o = { .n_args = 2, .args = files };
	struct err err = { 0 };
	struct report *empty = report_new();
	int out = dup(STDOUT_FILENO), null = open("/dev/null", O_WRONLY), code;

	close(mkstemp(old));
	close(mkstemp(new));
	empty->started = empty->finished = empty->host = "";
	report_finish(empty);
	write_json(empty, old);
	write_json(r, new);
	report_free(empty);
	fflush(stdout);
	dup2(null, STDOUT_FILENO);
	comparisons = allocated = 0;
	code = command_diff(&o, &err);
	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	close(out);
	close(null);
	ck_assert_msg(code == 0, "%s", err.msg);
	note(run, "diff", 0);
	unlink(old);
	unlink(new);
}

static void
scan(struct run *run, size_t n_containers)
{
	char dir[] = "/tmp/dockassay-growth.XXXXXX";
	struct facts *f = facts_new();
	struct report *r = report_new();
	char *bytes = NULL;
	size_t len = 0;
	FILE *snapshot = open_memstream(&bytes, &len);
	struct snapshot_writer *writer = snapshot_writer_new(snapshot);

	ck_assert_ptr_nonnull(snapshot);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	collect(f, n_containers, 0, dir, snapshot_sink(writer));
	snapshot_writer_end(writer, NULL);
	fclose(snapshot);
	rmdir(dir);
	note(run, "collect", len);
	free(bytes);
	facts_finish(f);
	ck_assert_uint_eq(f->n_containers, n_containers);
	note(run, "join", 0);
	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);)
		judge_run(r, f, w.section, w.check, NULL);
	note(run, "judge", 0);
	report_finish(r);
	note(run, "finish", 0);
	write_formats(run, r);
	compare_with_nothing(run, r);
	report_free(r);
	facts_free(f);
}

static bool
grows(const char *step, const char *what, size_t few, size_t many, size_t grain)
{
	double growth = (double)many / (double)(few + 1);

	if (getenv("GROWTH_TOLD") != NULL)
		fprintf(stderr, "%-12s %-16s %10zu %11zu %6.2f\n", step, what, few, many, growth);
	if ((double)many <= MOST * (double)few + (double)grain)
		return false;
	fprintf(stderr, "%s: %s grow from %zu to %zu, by %.1f\n", step, what, few, many, growth);
	return true;
}

static bool
compare_steps(const struct run *few, const struct run *many)
{
	size_t wrong = 0;

	ck_assert_uint_eq(few->n, many->n);
	for (size_t i = 0; i < few->n; i++) {
		const struct step *a = &few->steps[i], *b = &many->steps[i];

		wrong +=
		    grows(a->name, "comparisons", a->comparisons, b->comparisons, FEW_COMPARISONS);
		wrong += grows(a->name, "allocated bytes", a->allocated, b->allocated, GRAIN);
		wrong += grows(a->name, "written bytes", a->written, b->written, GRAIN);
	}
	return wrong == 0;
}

START_TEST(ten_times_as_much_costs_ten_times_as_much)
{
	static struct run few, many;

	scan(&few, FEW);
	scan(&many, MANY);
	ck_assert(compare_steps(&few, &many));
	/* the counters count */
	ck_assert_uint_gt(many.steps[0].comparisons, (size_t)MANY * 100);
	ck_assert_uint_gt(many.steps[2].allocated, (size_t)MANY * 1000);
}
END_TEST

/* ---- build files, reports and paths --------------------------------------------------------- */

/* A service with a long list of everything, and a service that inherits from each one before. */
static void
write_compose(const char *path, size_t n)
{
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	fputs("services:\n  web:\n    image: web:1\n    volumes:\n", f);
	for (size_t i = 0; i < n; i++)
		fprintf(f, "      - /etc/%zu:/x/%zu\n", i, i);
	fputs("    ports:\n", f);
	for (size_t i = 0; i < n; i++)
		fprintf(f, "      - \"%zu:80\"\n", 1000 + i);
	fputs("    cap_add:\n", f);
	for (size_t i = 0; i < n; i++)
		fprintf(f, "      - CAP_%zu\n", i);
	fputs("    environment:\n", f);
	for (size_t i = 0; i < n; i++)
		fprintf(f, "      - A_%zu=x\n", i);
	for (size_t i = 0; i < n; i++)
		fprintf(f, "  s%zu:\n    image: x:1\n    volumes_from: [s%zu, \"s%zu:ro\"]\n",
		    i + 100, i + 99, i + 99);
	fclose(f);
}

static void
judge_compose(struct run *run, size_t n)
{
	char path[] = "/tmp/dockassay-growth.XXXXXX";
	const char *paths[] = { path };
	int fd = mkstemp(path);
	struct facts *f = facts_new();
	struct report *r = report_new();
	struct document_sink sink = { take, f };
	struct err err = { 0 };
	struct collect_options o = { .root = "/",
		.n_compose_files = 1,
		.compose_files = paths,
		.now = "2026-12-01T00:00:00Z",
		.tool = "test" };

	ck_assert_int_ge(fd, 0);
	close(fd);
	write_compose(path, n);
	comparisons = allocated = 0;
	ck_assert_msg(collect_build_files(&o, &sink, 1, &err) == 0, "%s", err.msg);
	facts_finish(f);
	ck_assert_uint_eq(f->compose_files[0].n_services, n + 1);
	note(run, "read Compose", 0);
	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);)
		judge_run(r, f, w.section, w.check, NULL);
	note(run, "judge Compose", 0);
	report_free(r);
	facts_free(f);
	unlink(path);
}

static void
note_paths(struct run *run, size_t n)
{
	struct arena *a = arena_new();
	struct collector c = { .arena = a };
	struct path_list list = { 0 };
	char path[64];

	comparisons = allocated = 0;
	for (size_t i = 0; i < 4 * n; i++) {
		snprintf(path, sizeof path, "/srv/%zu", i % (2 * n));
		path_list_add(&c, &list, path);
	}
	ck_assert_uint_eq(list.n, 2 * n);
	note(run, "paths", 0);
	arena_free(a);
}

START_TEST(so_do_build_files_and_paths)
{
	static struct run few, many;

	judge_compose(&few, FEW);
	note_paths(&few, FEW);
	judge_compose(&many, MANY);
	note_paths(&many, MANY);
	ck_assert(compare_steps(&few, &many));
}
END_TEST

/* What came, but for what is masked, which is salted anew in each scan. */
static int
list(void *ctx, const struct document *doc, struct err *err)
{
	(void)err;
	if (strncmp(doc->name, "GET ", 4) == 0)
		fprintf(
		    ctx, "%s %d %d %zu\n", doc->name, (int)doc->state, doc->http_status, doc->len);
	return 0;
}

/* Answers come as they come; what is made of them does not depend on that. */
START_TEST(many_connections_read_what_one_reads)
{
	char dir[] = "/tmp/dockassay-growth.XXXXXX", *bytes[2] = { NULL, NULL };
	static const long connections[2] = { 1, 16 };
	size_t len[2];

	ck_assert_ptr_nonnull(mkdtemp(dir));
	for (int i = 0; i < 2; i++) {
		struct facts *f = facts_new();
		FILE *listed = open_memstream(&bytes[i], &len[i]);

		collect(f, FEW, connections[i], dir, (struct document_sink){ list, listed });
		fclose(listed);
		facts_free(f);
	}
	rmdir(dir);
	ck_assert_uint_gt(len[0], (size_t)FEW * 100);
	ck_assert_str_eq(bytes[0], bytes[1]);
	free(bytes[0]);
	free(bytes[1]);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("growth");
	TCase *tc = tcase_create("all");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, ten_times_as_much_costs_ten_times_as_much);
	tcase_add_test(tc, so_do_build_files_and_paths);
	tcase_add_test(tc, many_connections_read_what_one_reads);
	suite_add_tcase(s, tc);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
