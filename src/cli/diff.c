/*
 * diff.c: the command that compares two reports, for people. It closes no gate.
 */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_marks.h"
#include "markdown_text.h"
#include "base/text_set.h"
#include "policy/baseline.h"

/* A finding of either report, as a line tells it. */
struct line {
	const char *check, *title, *message;
	enum severity severity;
	const struct subject *subject;
	const char *fingerprint;
};

typedef void (*line_fn)(void *ctx, const struct line *line);

/* Of replicas that share a fingerprint the first one is told. */
static size_t
each_marked(const struct report *r, enum baseline_mark mark, line_fn each, void *ctx)
{
	struct arena *a = arena_new();
	size_t n = 0;

	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check_result *c = &r->checks[i];
		struct text_set told = { 0 };

		for (size_t k = 0; k < c->n_findings; k++) {
			const struct finding *f = &c->findings[k];

			if (f->status != STATUS_WARN ||
			    text_set_add(a, &told, f->fingerprint) == NULL || f->baseline != mark)
				continue;
			n++;
			if (each != NULL)
				each(ctx, &(struct line){ c->id, c->title, f->message, c->severity,
					      f->subject, f->fingerprint });
		}
	}
	arena_free(a);
	return n;
}

static size_t
each_resolved(const struct report *r, line_fn each, void *ctx)
{
	for (size_t i = 0; i < r->n_resolved; i++) {
		const struct resolved *x = &r->resolved[i];

		if (each != NULL)
			each(ctx, &(struct line){ x->check, x->title, x->message, x->severity,
				      &x->subject, x->fingerprint });
	}
	return r->n_resolved;
}

static const struct group {
	const char *name, *title;
	enum baseline_mark mark; /* BASELINE_NONE: what is resolved */
} groups[] = {
	{ "new", "New", BASELINE_NEW },
	{ "new_check", "Of checks that the old report had no result of", BASELINE_NEW_CHECK },
	{ "changed", "Changed: the same fault, seen otherwise", BASELINE_CHANGED },
	{ "resolved", "Resolved", BASELINE_NONE },
};
#define N_GROUPS (sizeof groups / sizeof groups[0])

static size_t
each_of(const struct report *r, const struct group *g, line_fn each, void *ctx)
{
	return g->mark == BASELINE_NONE ? each_resolved(r, each, ctx)
					: each_marked(r, g->mark, each, ctx);
}

/* ---- text ----------------------------------------------------------------------------------- */

static void
text_line(void *ctx, const struct line *l)
{
	sink_puts(ctx, "  ");
	sink_puts(ctx, l->check);
	sink_puts(ctx, " ");
	sink_puts(ctx, severity_name(l->severity));
	sink_puts(ctx, ", ");
	sink_puts(ctx, subject_kind_name(l->subject->kind));
	sink_puts(ctx, " ");
	sink_puts(ctx, l->subject->name);
	sink_puts(ctx, ": ");
	sink_puts(ctx, l->message);
	sink_puts(ctx, "\n");
}

static void
write_text(const struct report *r, struct sink *s)
{
	for (size_t i = 0; i < r->baseline->n_notes; i++) {
		sink_puts(s, "Note: of the old report: ");
		sink_puts(s, r->baseline->notes[i]);
		sink_puts(s, "\n");
	}
	for (size_t g = 0; g < N_GROUPS; g++) {
		size_t n = each_of(r, &groups[g], NULL, NULL);

		sink_puts(s, groups[g].title);
		sink_printf(s, ": %zu\n", n);
		each_of(r, &groups[g], text_line, s);
	}
	sink_printf(s, "Unchanged: %zu\n", r->n_unchanged);
}

/* ---- Markdown ------------------------------------------------------------------------------- */

static void
markdown_line(void *ctx, const struct line *l)
{
	struct buf b = BUF_INIT(65536);

	buf_printf(&b, "| %s | ", severity_name(l->severity));
	markdown_cell(&b, l->check);
	buf_puts(&b, " ");
	markdown_cell(&b, l->title);
	buf_printf(&b, " | %s ", subject_kind_name(l->subject->kind));
	markdown_cell(&b, l->subject->name);
	buf_puts(&b, " | ");
	markdown_cell(&b, l->message);
	buf_puts(&b, " |\n");
	sink_write(ctx, buf_str(&b), b.len);
	buf_free(&b);
}

static void
write_markdown(const struct report *r, struct sink *s)
{
	struct buf b = BUF_INIT(65536);

	sink_printf(s,
	    "## dockassay: %zu new, %zu of new checks, %zu changed, %zu resolved, %zu "
	    "unchanged\n\n",
	    r->n_new, r->n_new_check, r->n_changed, r->n_resolved, r->n_unchanged);
	for (size_t i = 0; i < r->baseline->n_notes; i++) {
		buf_puts(&b, "- of the old report: ");
		markdown_cell(&b, r->baseline->notes[i]);
		buf_puts(&b, "\n");
	}
	sink_write(s, buf_str(&b), b.len);
	sink_puts(s, b.len > 0 ? "\n" : "");
	buf_free(&b);
	for (size_t g = 0; g < N_GROUPS; g++) {
		size_t n = each_of(r, &groups[g], NULL, NULL);

		if (n == 0)
			continue;
		sink_printf(s,
		    "### %s (%zu)\n\n| severity | check | subject | finding |\n|---|---|---|---|\n",
		    groups[g].title, n);
		each_of(r, &groups[g], markdown_line, s);
		sink_puts(s, "\n");
	}
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void
json_line(void *ctx, const struct line *l)
{
	jw_object(ctx, NULL);
	jw_string(ctx, "check", l->check);
	jw_string(ctx, "title", l->title);
	jw_string(ctx, "severity", severity_name(l->severity));
	jw_string(ctx, "message", l->message);
	jw_string(ctx, "fingerprint", l->fingerprint);
	json_subject(ctx, l->subject);
	jw_end_object(ctx);
}

static void
write_json(const struct report *r, struct sink *s)
{
	struct json_writer w;

	jw_start(&w, s);
	jw_object(&w, NULL);
	jw_string(&w, "schema", "dockassay.diff/1");
	jw_object(&w, "old");
	jw_string(&w, "file", r->baseline->file);
	jw_string(&w, "host", r->baseline->host);
	jw_string(&w, "date", r->baseline->date);
	jw_end_object(&w);
	jw_object(&w, "new_report");
	jw_string(&w, "host", r->host);
	jw_string(&w, "date", r->started);
	jw_end_object(&w);
	jw_array(&w, "notes");
	for (size_t i = 0; i < r->baseline->n_notes; i++)
		jw_string(&w, NULL, r->baseline->notes[i]);
	jw_end_array(&w);
	jw_int(&w, "unchanged", (int64_t)r->n_unchanged);
	for (size_t g = 0; g < N_GROUPS; g++) {
		jw_array(&w, groups[g].name);
		each_of(r, &groups[g], json_line, &w);
		jw_end_array(&w);
	}
	jw_end_object(&w);
}

/* ---- the command ---------------------------------------------------------------------------- */

static const struct diff_format {
	const char *name;
	void (*write)(const struct report *r, struct sink *s);
} diff_formats[] = {
	{ "text", write_text },
	{ "markdown", write_markdown },
	{ "json", write_json },
};

static const struct diff_format *
find_format(const char *name, struct err *err)
{
	for (size_t i = 0; i < sizeof diff_formats / sizeof diff_formats[0]; i++) {
		if (name == NULL || strcmp(name, diff_formats[i].name) == 0)
			return &diff_formats[i];
	}
	err_set(err, EXIT_USAGE, "diff writes text, markdown or json, not \"%s\"", name);
	return NULL;
}

static int
compare_and_write(const struct diff_format *format, struct imported *old, const char *old_file,
    struct imported *new, struct err *err)
{
	struct sink s;

	if (new->by_name) {
		err_set(err, EXIT_USAGE,
		    "the new one of two reports cannot be docker-bench-security's: it has no "
		    "fingerprints");
		return err->code;
	}
	old->has_evidence = old->has_evidence && new->has_evidence;
	baseline_mark(new->report, old, old_file, true);
	report_finish(new->report);
	sink_to_file(&s, stdout);
	format->write(new->report, &s);
	if (sink_error(&s) == 0)
		return EXIT_GATE_OPEN;
	err_set(err, EXIT_OUTPUT, "cannot write stdout: %s", strerror(sink_error(&s)));
	return err->code;
}

int
command_diff(const struct options *o, struct err *err)
{
	const struct diff_format *format = find_format(o->format, err);
	struct imported old = { 0 }, new = { 0 };
	int code;

	if (format != NULL && o->n_args != 2)
		err_set(err, EXIT_USAGE, "usage: dockassay diff OLD NEW [-f text|markdown|json]");
	if (format == NULL || o->n_args != 2 || baseline_read(&old, o->args[0], err) < 0 ||
	    baseline_read(&new, o->args[1], err) < 0)
		code = err->code;
	else
		code = compare_and_write(format, &old, o->args[0], &new, err);
	report_free(old.report);
	report_free(new.report);
	return code;
}
