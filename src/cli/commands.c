/*
 * commands.c: the command table, and the way of a scan: collect or replay, judge, write. It may
 * not decide anything that a check, the report or a format decides.
 */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "confine.h"
#include "format.h"
#include "scan.h"
#include "targets.h"
#include "base/embedded.h"
#include "base/output.h"
#include "base/text.h"
#include "base/timings.h"
#include "base/words.h"
#include "collect/collect.h"
#include "collect/progress.h"
#include "policy/basis.h"
#include "policy/policy.h"
#include "report/report_read.h"
#include "snapshot/snapshot.h"

#define SNAPSHOT_MAX ((size_t)1 << 30)

/* Where documents become facts, and the time that this takes. */
struct decoder {
	struct facts *facts;
	struct timings *timings;
};

static int
facts_sink(void *ctx, const struct document *doc, struct err *err)
{
	struct decoder *d = ctx;
	int64_t start = timings_now();
	int result = facts_take(d->facts, doc, err);

	timings_add(d->timings, PHASE_DECODE, start);
	d->timings->documents++;
	d->timings->document_bytes += doc->len;
	return result;
}

/* The whole report, whatever is viewed. */
static int
write_baseline(
    const struct report *r, const struct options *o, struct outputs *outputs, struct err *err)
{
	struct targets t = { .n = 1,
		.outputs = outputs,
		.v = { { format_find("json"), o->update_baseline, true } } };

	return targets_write(&t, r, o, err);
}

/* The clock, or SOURCE_DATE_EPOCH where a build wants the same bytes each time. */
static int
now_text(char text[32], struct err *err)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	time_t now = time(NULL);
	struct tm tm;
	char *end;

	if (epoch != NULL && *epoch != '\0') {
		now = (time_t)strtoll(epoch, &end, 10);
		if (*end != '\0')
			return err_set(
			    err, EXIT_USAGE, "SOURCE_DATE_EPOCH is no number: %s", epoch);
	}
	if (gmtime_r(&now, &tm) == NULL || strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		return err_set(err, EXIT_USAGE, "SOURCE_DATE_EPOCH is out of range");
	return 0;
}

static int
collect(const struct options *o, struct selection *s, struct document_sink *sinks, size_t n_sinks,
    struct err *err)
{
	char now[32];
	struct collect_options co = {
		.endpoint = { .host = o->host,
		    .context = o->context,
		    .tls = o->tls,
		    .tls_verify = o->tls_verify,
		    .tls_ca = o->tls_ca,
		    .tls_cert = o->tls_cert,
		    .tls_key = o->tls_key,
		    .tls_name = o->tls_name },
		.root = o->root != NULL ? o->root : "/",
		.root_is_said = o->root != NULL,
		.needs = s->needs,
		.all_containers = o->all,
		.deep = o->deep,
		.n_dockerfiles = o->n_dockerfiles,
		.dockerfiles = o->dockerfiles,
		.n_compose_files = o->n_compose_files,
		.compose_files = o->compose_files,
		.wants = s->containers_apart ? selection_filter(s).container : NULL,
		.wants_ctx = s,
		.request_timeout_ms = o->request_timeout * 1000,
		.total_timeout_ms = o->timeout * 1000,
		.connections = o->jobs,
		.now = getenv("SOURCE_DATE_EPOCH") != NULL ? now : NULL,
		.links = o->sandbox != NULL ? o->sandbox->links : NULL,
		.tool = PACKAGE_NAME " " PACKAGE_VERSION,
		.tell = text_tell,
	};

	if (now_text(now, err) < 0)
		return -1;
	if (o->n_dockerfiles + o->n_compose_files > 0)
		return collect_build_files(&co, sinks, n_sinks, err);
	return collect_live(&co, sinks, n_sinks, err);
}

/* Where documents come from. */
struct source {
	const char *kind;  /* as the report tells it: "live", "snapshot", "demo" */
	const char *name;  /* of the snapshot */
	const char *bytes; /* of it; NULL: they are to be read, or it is live */
	size_t len;
};

static bool
is_live(const struct source *from)
{
	return from->name == NULL;
}

static int
replay(const struct source *from, struct document_sink *sinks, size_t n_sinks, char sha256[65],
    struct err *err)
{
	size_t len;
	char *bytes;
	int result;

	if (from->bytes != NULL)
		return snapshot_replay(
		    from->name, from->bytes, from->len, sinks, n_sinks, sha256, err);
	bytes = input_read(from->name, SNAPSHOT_MAX, &len, err);
	if (bytes == NULL)
		return -1;
	result = snapshot_replay(from->name, bytes, len, sinks, n_sinks, sha256, err);
	free(bytes);
	return result;
}

/* Hands all documents to the facts, and to a snapshot file where one is wanted. */
static int
read_facts(struct facts *f, const struct options *o, struct selection *s, const struct source *from,
    struct outputs *outputs, struct timings *timings, char sha256[65], struct err *err)
{
	struct decoder decoder = { f, timings };
	struct progress progress;
	struct document_sink sinks[3] = { { facts_sink, &decoder }, progress_sink(&progress) };
	int64_t start = timings_now();
	struct output_file file = { 0 };
	char written[65] = "";
	struct snapshot_writer *w = NULL;
	size_t n = 2;
	int result;

	if (o->snapshot != NULL) {
		if (outputs_open(outputs, &file, o->snapshot, err) < 0)
			return -1;
		w = snapshot_writer_new(file.file);
		sinks[n++] = snapshot_sink(w);
	}
	progress_start(&progress, f, o->quiet);
	result = is_live(from) ? collect(o, s, sinks, n, err) : replay(from, sinks, n, sha256, err);
	progress_end(&progress);
	timings_add(timings, PHASE_COLLECT, start);
	timings->ns[PHASE_COLLECT] -= timings->ns[PHASE_DECODE];
	snapshot_writer_end(w, written);
	if (*sha256 == '\0')
		memcpy(sha256, written, sizeof written);
	if (o->snapshot != NULL) {
		if (result == 0)
			result = outputs_commit(outputs, &file, err);
		else
			output_abandon(&file);
	}
	return result;
}

static size_t
report_size(const struct report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_checks; i++)
		n += r->checks[i].n_findings;
	return n;
}

/* Marks, decides, writes. Returns the exit code. */
static int
decide_and_write(struct report *r, const struct targets *t, const struct options *o,
    const struct policy *p, struct timings *timings, struct err *err)
{
	int64_t start = timings_now();
	struct report shown;
	int code;

	scan_decide(r, o, p);
	timings_add(timings, PHASE_DECIDE, start);
	view_of(&shown, r, &p->view);
	basis_show(&shown, o);
	code = r->gate.exit_code;
	if (targets_write(t, &shown, o, err) < 0 ||
	    (o->update_baseline != NULL && write_baseline(r, o, t->outputs, err) < 0) ||
	    outputs_finish(t->outputs, err) < 0)
		code = err->code;
	return code;
}

static int
judge_and_write(struct facts *f, struct selection *s, const struct targets *t,
    const struct options *o, const struct policy *p, const struct source *from, const char *sha256,
    struct timings *timings, struct err *err)
{
	int64_t start = timings_now();
	struct policy with_labels = *p;
	struct report *r;
	int code;

	with_labels.facts = f;
	r = scan_judge(f, s, o, from->kind, sha256);
	timings_add(timings, PHASE_JUDGE, start);
	if (r->n_checks == 0) {
		report_free(r);
		err_set(err, EXIT_USAGE, "none of the selected checks looks at %s",
		    f->about_build_files ? "these build files" : "an engine");
		return err->code;
	}
	code = decide_and_write(r, t, o, &with_labels, timings, err);
	timings_tell(timings, arena_bytes(f->arena), arena_bytes(r->arena), report_size(r));
	report_free(r);
	return code;
}

static int
scan(const struct options *o, const struct source *from, struct err *err)
{
	char sha256[65] = "";
	struct selection s = { 0 };
	struct policy p = { .view = { .summary = "" } };
	struct timings timings = { .wanted = o->timings };
	struct targets t = { .n = 0 };
	struct facts *f = NULL;
	int code;

	if (o->n_args > 0) {
		err_set(err, EXIT_USAGE, "%s takes no argument \"%s\"", o->command, o->args[0]);
		return err->code;
	}
	if (selection_parse(&s, o, err) < 0 || selection_read(&s, o, err) < 0 ||
	    targets_find(&t, o, s.arena, err) < 0 || policy_read(&p, o, false, s.arena, err) < 0 ||
	    (t.outputs = outputs_new(o, err)) == NULL) {
		policy_free(&p);
		selection_free(&s);
		return err->code;
	}
	t.timings = &timings;
	f = facts_new();
	if (read_facts(f, o, &s, from, t.outputs, &timings, sha256, err) < 0)
		code = err->code;
	else
		code = judge_and_write(f, &s, &t, o, &p, from, sha256, &timings, err);
	facts_free(f);
	outputs_free(t.outputs);
	policy_free(&p);
	selection_free(&s);
	return code;
}

static int
command_scan(const struct options *o, struct err *err)
{
	return scan(o,
	    &(struct source){ .kind = o->from != NULL ? "snapshot" : "live", .name = o->from },
	    err);
}

static int
command_demo(const struct options *o, struct err *err)
{
	const struct embedded *e = embedded_find("demo.ndjson");

	return scan(o,
	    &(struct source){
		"demo", "the demonstration snapshot", (const char *)e->bytes, e->size },
	    err);
}

static int
ping(const struct options *o, struct err *err)
{
	struct selection s = { 0 };
	struct facts *f = facts_new();
	struct timings timings = { .wanted = false };
	struct decoder decoder = { f, &timings };
	struct document_sink sink = { facts_sink, &decoder };
	int code = EXIT_GATE_OPEN;

	if (collect(o, &s, &sink, 1, err) < 0) {
		code = err->code;
	} else {
		text_print(stdout, f->endpoint);
		fputs(" answers: ", stdout);
		text_print(stdout, f->engine.name.seen == SEEN ? f->engine.name.v : "an engine");
		fputs(" ", stdout);
		text_print(stdout, f->engine.version.seen == SEEN ? f->engine.version.v : "");
		fputs("\n", stdout);
		code = output_stdout(err);
	}
	facts_free(f);
	return code;
}

/* A report, or a snapshot, in other formats and with another gate. */
static int
command_render(const struct options *o, struct err *err)
{
	struct options scan_options = *o;
	struct arena *a = arena_new();
	struct policy p = { .view = { .summary = "" } };
	struct timings timings = { .wanted = o->timings };
	struct targets t = { .n = 0, .timings = &timings };
	struct report *r = NULL;
	size_t len = 0;
	char *bytes = NULL;
	int code = EXIT_USAGE;

	if (o->n_args != 1)
		err_set(err, EXIT_USAGE, "usage: dockassay %s FILE [-f FORMAT] [-o FORMAT:FILE]",
		    o->command);
	else
		bytes = input_read(o->args[0], SNAPSHOT_MAX, &len, err);
	if (bytes != NULL && !report_is_one(bytes, len)) {
		scan_options.n_args = 0;
		code = scan(
		    &scan_options, &(struct source){ "snapshot", o->args[0], bytes, len }, err);
	} else if (bytes != NULL && options_fit_report(o, err) == 0 &&
		   targets_find(&t, o, a, err) == 0 &&
		   (r = report_read(o->args[0], bytes, len, err)) != NULL &&
		   policy_read(&p, o, r->baseline != NULL, a, err) == 0 &&
		   (t.outputs = outputs_new(o, err)) != NULL) {
		code = decide_and_write(r, &t, o, &p, &timings, err);
	}
	report_free(r);
	outputs_free(t.outputs);
	policy_free(&p);
	free(bytes);
	arena_free(a);
	return code;
}

/* A waiver file to fill in, from a scan, a snapshot or a report; the gate closes nothing here. */
static int
command_waive(const struct options *o, struct err *err)
{
	struct options stub = *o;
	int code;

	if (stub.format == NULL)
		stub.format = "waivers";
	stub.quiet = o->quiet || o->n_outputs > 0;
	if (stub.quiet)
		stub.format = NULL;
	code = o->n_args > 0 ? command_render(&stub, err) : command_scan(&stub, err);
	return err->msg[0] != '\0' ? code : EXIT_GATE_OPEN;
}

static const struct command {
	const char *name;
	int (*run)(const struct options *o, struct err *err);
	enum command_kind kind;
} commands[] = {
	{ "scan", command_scan, COMMAND_SCANS },
	{ "demo", command_demo, COMMAND_READS },
	{ "render", command_render, COMMAND_READS },
	{ "merge", command_merge, COMMAND_READS },
	{ "diff", command_diff, COMMAND_READS },
	{ "waive", command_waive, COMMAND_SCANS },
	{ "verify", command_verify, COMMAND_READS },
	{ "config", command_config, COMMAND_TELLS },
	{ "completion", command_completion, COMMAND_TELLS },
	{ "list", command_list, COMMAND_TELLS },
	{ "explain", command_explain, COMMAND_TELLS },
};

static int
run_confined(const struct command *command, const struct options *o, struct err *err)
{
	struct options confined = *o;
	struct run_files files;
	struct sandbox s;
	struct arena *a;
	int code;

	if (command->kind == COMMAND_TELLS)
		return command->run(o, err);
	a = arena_new();
	run_files_find(&files, a, o);
	if (run_files_check(&files, err) < 0) {
		code = err->code;
	} else {
		confine(&s, o, &files, o->n_args > 0 ? COMMAND_READS : command->kind);
		confined.sandbox = &s;
		code = command->run(&confined, err);
		sandbox_end(&s);
	}
	arena_free(a);
	return code;
}

const char *
command_name(size_t i)
{
	return i < sizeof commands / sizeof commands[0] ? commands[i].name : NULL;
}

int
command_run(const struct options *o, struct err *err)
{
	const char *names[sizeof commands / sizeof commands[0] + 1] = { NULL }, *near;

	if (o->help) {
		options_help();
		return output_stdout(err);
	}
	if (o->version) {
		puts(PACKAGE_NAME " " PACKAGE_VERSION);
		return output_stdout(err);
	}
	if (o->ping)
		return run_confined(&(struct command){ "", ping, COMMAND_SCANS }, o, err);
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		names[i] = commands[i].name;
		if (strcmp(o->command, commands[i].name) == 0)
			return run_confined(&commands[i], o, err);
	}
	near = nearest_name(o->command, names);
	err_set(err, EXIT_USAGE, "no command is called \"%s\": %s%s", o->command,
	    near != NULL ? "did you mean " : "see dockassay --help", near != NULL ? near : "");
	return err->code;
}
