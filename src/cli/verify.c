/*
 * verify.c: the command that judges a snapshot anew, as a report says that it was judged, and tells
 * whether the report follows from it. It may not believe anything that the report says.
 */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "scan.h"
#include "verify_compare.h"
#include "base/dates.h"
#include "base/output.h"
#include "base/sha256.h"
#include "base/text.h"
#include "policy/basis.h"
#include "policy/config_file.h"
#include "report/report_read.h"
#include "snapshot/snapshot.h"
#include "syntax/json.h"

#define FILE_MAX ((size_t)1 << 30)
#define NAMED_MAX 20  /* differences that are told one by one */
#define SHOWN_MAX 100 /* bytes of what stands there */

/* All that is read and made on the way; freed together. */
struct verification {
	const struct options *given; /* by whoever verifies */
	struct options as_told;	     /* by the report */
	const char *report_name, *snapshot_name;
	char *report_text, *snapshot;
	size_t report_len, snapshot_len;
	char snapshot_sha256[65];
	struct report *report, *anew;
	struct facts *facts;
	struct selection selection;
	struct policy policy;
	struct arena *arena;
	size_t n_told;
};

/* ---- the files that the report was judged by ------------------------------------------------ */

/*
 * The text of such a file, which whoever verifies has to name: a report may not say what is read.
 * *text is NULL where the report rests on none. -1: EXIT_USAGE.
 */
static int
read_input(const struct verification *v, const char *option, const char *path, size_t max,
    const struct report_input **in, char **text, size_t *len, struct err *err)
{
	char sha256[65];

	*in = basis_input(v->report, option);
	*text = NULL;
	if (*in == NULL && path != NULL)
		return err_set(err, EXIT_USAGE, "%s was made without --%s", v->report_name, option);
	if (*in == NULL)
		return 0;
	if (path == NULL)
		return err_set(err, EXIT_USAGE, "%s was made with %.200s: give that file with --%s",
		    v->report_name, (*in)->file, option);
	*text = input_read(path, max, len, err);
	if (*text == NULL)
		return -1;
	sha256_hex(*text, *len, sha256);
	if (strcmp(sha256, (*in)->sha256) == 0)
		return 0;
	free(*text);
	*text = NULL;
	return err_set(err, EXIT_USAGE,
	    "%s is not the file that %s was made with: its SHA-256 is another", path,
	    v->report_name);
}

static int
read_waivers(struct verification *v, struct err *err)
{
	const struct report_input *in;
	struct waiver_file *file = arena_alloc(v->arena, sizeof *file);
	size_t len;
	char *text;
	int result;

	if (read_input(v, "waivers", v->given->waivers, WAIVER_FILE_MAX, &in, &text, &len, err) < 0)
		return -1;
	if (text == NULL)
		return 0;
	/* Called as it was then: the name stands in the report. */
	v->as_told.waivers = in->file;
	result = waivers_parse(v->arena, in->file, text, len, file, err);
	sha256_hex(text, len, file->sha256);
	v->policy.waivers = file;
	free(text);
	return result;
}

static int
read_baseline(struct verification *v, struct err *err)
{
	const struct report_input *in;
	size_t len;
	char *text;
	int result;

	if (read_input(v, "baseline", v->given->baseline, FILE_MAX, &in, &text, &len, err) < 0)
		return -1;
	if (text == NULL)
		return 0;
	v->policy.baseline_file = in->file;
	result = report_import(&v->policy.baseline, in->file, text, len, err);
	sha256_hex(text, len, v->policy.baseline.sha256);
	free(text);
	return result;
}

static int
read_since(struct verification *v, struct err *err)
{
	const struct report_input *in;
	size_t len;
	char *text;
	int result;

	if (read_input(
		v, "changed-since", v->given->changed_since, FILE_MAX, &in, &text, &len, err) < 0)
		return -1;
	if (text == NULL)
		return 0;
	result = since_parse(&v->selection.since, v->arena, in->file, text, len, err);
	free(text);
	return result;
}

/* The options parser has read it already; without one that the report names, none counts. */
static int
check_config(struct verification *v, struct err *err)
{
	const struct report_input *in;
	size_t len;
	char *text;

	if (read_input(v, "config", v->given->config, CONFIG_FILE_MAX, &in, &text, &len, err) < 0)
		return -1;
	if (text != NULL) {
		struct config_file *file = arena_alloc(v->arena, sizeof *file);

		/* Called as it was then: the name stands in the report. */
		*file = *v->given->file;
		file->path = in->file;
		v->as_told.file = file;
	}
	free(text);
	return 0;
}

/* ---- judging anew --------------------------------------------------------------------------- */

static int
take_facts(void *ctx, const struct document *doc, struct err *err)
{
	return facts_take(ctx, doc, err);
}

static int
read_policy(struct verification *v, struct err *err)
{
	bool compared = basis_input(v->report, "baseline") != NULL;

	if (policy_read(&v->policy, &v->as_told, compared, v->arena, err) < 0)
		return -1;
	v->policy.now_given = strcmp(v->report->judged, v->report->started) != 0;
	if (!date_parse(v->report->judged, &v->policy.now))
		v->policy.now_given = false;
	return read_waivers(v, err) < 0 || read_baseline(v, err) < 0 ? -1 : 0;
}

/* The name stands in the selection's summary. */
static void
name_since(struct verification *v)
{
	const struct report_input *in = basis_input(v->report, "changed-since");

	v->as_told.changed_since = in != NULL ? in->file : NULL;
}

static int
judge_anew(struct verification *v, struct err *err)
{
	struct document_sink sink = { take_facts, v->facts };

	if (snapshot_replay(v->snapshot_name, v->snapshot, v->snapshot_len, &sink, 1,
		v->snapshot_sha256, err) < 0 ||
	    basis_options(&v->as_told, v->report, err) < 0 || check_config(v, err) < 0)
		return -1;
	name_since(v);
	if (selection_parse(&v->selection, &v->as_told, err) < 0 || read_since(v, err) < 0 ||
	    read_policy(v, err) < 0)
		return -1;
	v->anew =
	    scan_judge(v->facts, &v->selection, &v->as_told, v->report->source, v->snapshot_sha256);
	v->policy.facts = v->facts;
	scan_decide(v->anew, &v->as_told, &v->policy);
	return 0;
}

/* ---- comparing ------------------------------------------------------------------------------ */

static void
print_value(const char *json)
{
	size_t n = json != NULL ? strlen(json) : 0;
	char text[SHOWN_MAX + 1];

	snprintf(text, sizeof text, "%s", json != NULL ? json : "nothing");
	text_print(stdout, text);
	if (n > SHOWN_MAX)
		fputs("...", stdout);
}

static void
tell(void *ctx, const char *where, const char *report, const char *anew)
{
	struct verification *v = ctx;

	if (v->n_told++ >= NAMED_MAX)
		return;
	fputs("  ", stdout);
	text_print(stdout, where);
	fputs(": ", stdout);
	print_value(report);
	fputs(" in the report, ", stdout);
	print_value(anew);
	fputs(" by the snapshot\n", stdout);
}

static bool
tells_digest(const cJSON *told)
{
	const cJSON *digest = json_at(told, "scan.snapshot_sha256", NULL);

	return digest != NULL && !cJSON_IsNull(digest) &&
	       !(cJSON_IsString(digest) && *digest->valuestring == '\0');
}

/* As JSON, so that every member that a reader of the report may believe is held against it. */
static void
compare(struct verification *v, struct err *err)
{
	/* How the report was made, and not what it says. */
	static const char *const apart[] = { "tool.version", "scan.source", "scan.sandbox",
		"scan.snapshot_sha256", NULL };
	static const char *const apart_but_digest[] = { "tool.version", "scan.source",
		"scan.sandbox", NULL };
	struct buf b = BUF_INIT(FILE_MAX);
	struct format_options fo = { .remedies = true };
	struct report shown;
	struct sink s;
	cJSON *anew, *told = json_parse(v->report_text, v->report_len, err);

	view_of(&shown, v->anew, &v->policy.view);
	basis_show(&shown, &v->as_told);
	sink_to_buf(&s, &b);
	format_json.write(&shown, &fo, &s, err);
	anew = json_parse(buf_str(&b), b.len, err);
	/* A report may leave the digest out, but not say another's, however it is written. */
	reports_compare(told, anew, tells_digest(told) ? apart_but_digest : apart, tell, v);
	cJSON_Delete(told);
	cJSON_Delete(anew);
	buf_free(&b);
}

static size_t
n_findings(const struct report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_checks; i++)
		n += r->checks[i].n_findings;
	return n;
}

static void
print_names(const struct verification *v, const char *between)
{
	text_print(stdout, v->report_name);
	fputs(between, stdout);
	text_print(stdout, v->snapshot_name);
}

/* What a reader should know beside the verdict. */
static void
print_notes(const struct verification *v)
{
	if (*v->report->snapshot_sha256 == '\0')
		puts("Note: the report does not say from which snapshot it was made.");
	if (strcmp(v->report->judged, v->report->started) != 0) {
		fputs("Note: waivers were judged as of ", stdout);
		text_print(stdout, v->report->judged);
		puts(", and not of the scan.");
	}
	if (strcmp(v->report->tool_version, PACKAGE_VERSION) != 0) {
		fputs("Note: the report was made by dockassay ", stdout);
		text_print(stdout, v->report->tool_version);
		puts("; this is " PACKAGE_VERSION ".");
	}
}

static int
conclude(const struct verification *v)
{
	bool ours = strcmp(v->report->tool_version, PACKAGE_VERSION) == 0;

	if (v->n_told > NAMED_MAX)
		printf("  and %zu more\n", v->n_told - NAMED_MAX);
	if (v->n_told == 0) {
		print_names(v, " follows from ");
		printf(": %zu checks, %zu findings, SHA-256 of the snapshot %s\n",
		    v->report->n_checks, n_findings(v->report), v->snapshot_sha256);
	} else {
		print_names(v, ours ? " does not follow from " : " may or may not follow from ");
		printf(": %zu differences\n", v->n_told);
	}
	print_notes(v);
	if (v->n_told > 0 && !ours)
		puts("Another version may judge otherwise: verify with the one that made it.");
	return v->n_told == 0 ? EXIT_GATE_OPEN : ours ? EXIT_FINDINGS : EXIT_INCOMPLETE;
}

/* ---- the command ---------------------------------------------------------------------------- */

static int
read_both(struct verification *v, struct err *err)
{
	v->report_text = input_read(v->report_name, FILE_MAX, &v->report_len, err);
	if (v->report_text == NULL)
		return -1;
	v->report = report_read(v->report_name, v->report_text, v->report_len, err);
	if (v->report == NULL)
		return -1;
	v->snapshot = input_read(v->snapshot_name, FILE_MAX, &v->snapshot_len, err);
	return v->snapshot != NULL ? 0 : -1;
}

static void
end(struct verification *v)
{
	report_free(v->anew);
	report_free(v->report);
	policy_free(&v->policy);
	selection_free(&v->selection);
	facts_free(v->facts);
	arena_free(v->arena);
	free(v->report_text);
	free(v->snapshot);
}

int
command_verify(const struct options *o, struct err *err)
{
	struct verification v = { .given = o };
	int code = EXIT_USAGE;

	if (o->n_args != 2) {
		err_set(err, EXIT_USAGE,
		    "usage: dockassay verify REPORT SNAPSHOT [--waivers FILE] [--baseline FILE] "
		    "[--config FILE]");
		return err->code;
	}
	v.report_name = o->args[0];
	v.snapshot_name = o->args[1];
	v.arena = arena_new();
	v.facts = facts_new();
	if (read_both(&v, err) < 0 || judge_anew(&v, err) < 0) {
		code = err->code;
	} else {
		compare(&v, err);
		code = conclude(&v);
		if (output_stdout(err) == EXIT_OUTPUT)
			code = EXIT_OUTPUT;
	}
	end(&v);
	return code;
}
