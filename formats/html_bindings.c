/*
 * html_bindings.c: values and lists of a report for templates. It may not escape or print.
 */
#include "config.h"

#include "html_bindings.h"

#include <ctype.h>
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

/* Members that are plain strings: one row each. */
static const struct string_row {
	enum html_kind kind;
	const char *name;
	size_t offset;
} strings[] = {
	{ HTML_REPORT, "tool_name", offsetof(struct report, tool_name) },
	{ HTML_REPORT, "tool_version", offsetof(struct report, tool_version) },
	{ HTML_REPORT, "host", offsetof(struct report, host) },
	{ HTML_REPORT, "source", offsetof(struct report, source) },
	{ HTML_REPORT, "snapshot_sha256", offsetof(struct report, snapshot_sha256) },
	{ HTML_REPORT, "engine_name", offsetof(struct report, engine_name) },
	{ HTML_REPORT, "engine_version", offsetof(struct report, engine_version) },
	{ HTML_REPORT, "engine_os", offsetof(struct report, engine_os) },
	{ HTML_REPORT, "api_version", offsetof(struct report, api_version) },
	{ HTML_REPORT, "kernel", offsetof(struct report, kernel) },
	{ HTML_REPORT, "endpoint", offsetof(struct report, endpoint) },
	{ HTML_REPORT, "root", offsetof(struct report, root) },
	{ HTML_REPORT, "started", offsetof(struct report, started) },
	{ HTML_REPORT, "finished", offsetof(struct report, finished) },
	{ HTML_REPORT, "selection", offsetof(struct report, selection) },
	{ HTML_CHECK, "id", offsetof(struct check_result, id) },
	{ HTML_CHECK, "title", offsetof(struct check_result, title) },
	{ HTML_CHECK, "rationale", offsetof(struct check_result, rationale) },
	{ HTML_CHECK, "remedy", offsetof(struct check_result, remedy) },
	{ HTML_FINDING, "message", offsetof(struct finding, message) },
	{ HTML_FINDING, "name", offsetof(struct finding, subject.name) },
	{ HTML_EVIDENCE, "what", offsetof(struct evidence, what) },
	{ HTML_EVIDENCE, "source", offsetof(struct evidence, source) },
	{ HTML_EVIDENCE, "actual", offsetof(struct evidence, actual) },
	{ HTML_EVIDENCE, "expected", offsetof(struct evidence, expected) },
	{ HTML_NOTIFICATION, "source", offsetof(struct notification, source) },
	{ HTML_NOTIFICATION, "message", offsetof(struct notification, message) },
};

static void
add_label(struct buf *out, enum status status)
{
	for (const char *p = status_name(status); *p != '\0'; p++)
		buf_putc(out, (char)toupper((unsigned char)*p));
}

/* "129 warn, 15 error, ...": what the chart says to who cannot see it. */
static void
add_bar_text(struct buf *out, const struct report *r)
{
	for (int s = N_STATUS - 1; s >= 0; s--)
		buf_printf(out, "%zu %s%s", r->findings_by_status[s], status_name((enum status)s),
		    s > 0 ? ", " : "");
}

static bool
report_value(const struct html_scope *s, const char *name, struct buf *out)
{
	const struct report *r = s->report;

	if (strcmp(name, "page_title") == 0)
		buf_printf(out, "dockassay: %s", r->host);
	else if (strcmp(name, "is_demo") == 0)
		buf_puts(out, strcmp(r->source, "demo") == 0 ? "yes" : "");
	else if (strcmp(name, "assay") == 0)
		buf_puts(out, r->endpoint[0] != '\0' ? "Docker host assay" : "Build file assay");
	else if (strcmp(name, "gate") == 0)
		buf_puts(out, r->gate.open ? "open" : "closed");
	else if (strcmp(name, "exit_code") == 0)
		buf_printf(out, "%d", r->gate.exit_code);
	else if (strcmp(name, "score") == 0 && r->score < 0)
		buf_puts(out, "nothing was assessed");
	else if (strcmp(name, "score") == 0)
		buf_printf(out, "%d of 100", r->score);
	else if (strcmp(name, "left_out_checks") == 0)
		buf_printf(out, "%zu", r->left_out_checks);
	else if (strcmp(name, "left_out_subjects") == 0)
		buf_printf(out, "%zu", r->left_out_subjects);
	else if (strcmp(name, "has_notifications") == 0)
		buf_puts(out, r->n_notifications > 0 ? "yes" : "");
	else if (strcmp(name, "bar_text") == 0)
		add_bar_text(out, r);
	else if (strcmp(name, "css_hash") == 0)
		buf_puts(out, s->css_hash);
	else if (strcmp(name, "js_hash") == 0)
		buf_puts(out, s->js_hash);
	else
		return false;
	return true;
}

static bool
status_value(enum status status, const char *name, struct buf *out)
{
	if (strcmp(name, "status") == 0)
		buf_puts(out, status_name(status));
	else if (strcmp(name, "label") == 0)
		add_label(out, status);
	else
		return false;
	return true;
}

static bool
other_value(const struct html_scope *s, const char *name, struct buf *out)
{
	const struct check_result *c = s->object;
	const struct finding *f = s->object;
	const struct evidence *e = s->object;

	switch (s->kind) {
	case HTML_REPORT:
		return report_value(s, name, out);
	case HTML_SECTION:
		if (strcmp(name, "section") == 0)
			return buf_puts(out, s->report->checks[s->from].section), true;
		if (strcmp(name, "section_id") == 0)
			return buf_puts(out, s->report->checks[s->from].section_id), true;
		return false;
	case HTML_CHECK:
		if (strcmp(name, "severity") == 0)
			return buf_puts(out, severity_name(c->severity)), true;
		return status_value(c->status, name, out);
	case HTML_FINDING:
		if (strcmp(name, "kind") == 0)
			return buf_puts(out, subject_kind_name(f->subject.kind)), true;
		return status_value(f->status, name, out);
	case HTML_EVIDENCE:
		if (strcmp(name, "line") != 0)
			return false;
		if (e->line > 0)
			buf_printf(out, "%" PRId64, e->line);
		return true;
	case HTML_TEXT:
		if (strcmp(name, "text") != 0)
			return false;
		return buf_puts(out, s->object), true;
	case HTML_COUNT:
		if (strcmp(name, "findings") == 0)
			buf_printf(out, "%zu", s->report->findings_by_status[s->status]);
		else if (strcmp(name, "checks") == 0)
			buf_printf(out, "%zu", s->report->checks_by_status[s->status]);
		else if (strcmp(name, "x") == 0)
			buf_printf(out, "%.0f", s->x);
		else if (strcmp(name, "width") == 0)
			buf_printf(out, "%.0f", s->width);
		else
			return status_value(s->status, name, out);
		return true;
	case HTML_NOTIFICATION:
		return false;
	}
	return false;
}

bool
html_value(const struct html_scope *s, const char *name, struct buf *out)
{
	for (; s != NULL; s = s->up) {
		const void *object = s->kind == HTML_REPORT ? (const void *)s->report : s->object;

		for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
			if (strings[i].kind != s->kind || strcmp(strings[i].name, name) != 0)
				continue;
			buf_puts(out, *(const char *const *)(const void *)((const char *)object +
									   strings[i].offset));
			return true;
		}
		if (other_value(s, name, out))
			return true;
	}
	return false;
}

/* ---- lists ----------------------------------------------------------------------------------- */

typedef void (*each_fn)(void *ctx, const struct html_scope *item);

static void
over_sections(const struct html_scope *up, each_fn each, void *ctx)
{
	const struct report *r = up->report;

	for (size_t from = 0, to; from < r->n_checks; from = to) {
		for (to = from; to < r->n_checks &&
				strcmp(r->checks[to].section_id, r->checks[from].section_id) == 0;
		     to++)
			;
		each(
		    ctx, &(struct html_scope){
			     .kind = HTML_SECTION, .report = r, .up = up, .from = from, .to = to });
	}
}

static void
over_counts(const struct html_scope *up, each_fn each, void *ctx)
{
	const struct report *r = up->report;
	double all = 0, x = 0;

	for (int s = 0; s < N_STATUS; s++)
		all += (double)r->findings_by_status[s];
	for (int s = N_STATUS - 1; s >= 0; s--) {
		double width = all > 0 ? 1000.0 * (double)r->findings_by_status[s] / all : 0;

		each(ctx, &(struct html_scope){ .kind = HTML_COUNT,
			      .report = r,
			      .up = up,
			      .status = (enum status)s,
			      .x = x,
			      .width = width });
		x += width;
	}
}

static void
over_texts(const struct html_scope *up, const char *const *texts, size_t n, each_fn each, void *ctx)
{
	for (size_t i = 0; i < n && texts[i] != NULL; i++)
		each(ctx,
		    &(struct html_scope){
			.kind = HTML_TEXT, .report = up->report, .up = up, .object = texts[i] });
}

static void
over_reasons(const struct html_scope *up, each_fn each, void *ctx)
{
	for (size_t i = 0; i < up->report->gate.n_rules; i++)
		over_texts(up, &up->report->gate.rules[i].reason, 1, each, ctx);
}

/* An array of structs, from the object itself. */
static void
over_array(const struct html_scope *up, enum html_kind kind, const void *array, size_t from,
    size_t to, size_t size, each_fn each, void *ctx)
{
	for (size_t i = from; i < to; i++)
		each(ctx, &(struct html_scope){ .kind = kind,
			      .report = up->report,
			      .up = up,
			      .object = (const char *)array + i * size });
}

bool
html_list(const struct html_scope *s, const char *name, each_fn each, void *ctx)
{
	const struct report *r = s->report;
	const struct check_result *c = s->object;
	const struct finding *f = s->object;

	if (strcmp(name, "sections") == 0)
		over_sections(s, each, ctx);
	else if (strcmp(name, "counts") == 0 || strcmp(name, "bars") == 0)
		over_counts(s, each, ctx);
	else if (strcmp(name, "reasons") == 0)
		over_reasons(s, each, ctx);
	else if (strcmp(name, "notifications") == 0)
		over_array(s, HTML_NOTIFICATION, r->notifications, 0, r->n_notifications,
		    sizeof *r->notifications, each, ctx);
	else if (strcmp(name, "checks") == 0)
		over_array(s, HTML_CHECK, r->checks, s->kind == HTML_SECTION ? s->from : 0,
		    s->kind == HTML_SECTION ? s->to : r->n_checks, sizeof *r->checks, each, ctx);
	else if (strcmp(name, "findings") == 0 && s->kind == HTML_CHECK)
		over_array(
		    s, HTML_FINDING, c->findings, 0, c->n_findings, sizeof *c->findings, each, ctx);
	else if (strcmp(name, "references") == 0 && s->kind == HTML_CHECK)
		over_texts(s, c->refs, SIZE_MAX, each, ctx);
	else if (strcmp(name, "evidence") == 0 && s->kind == HTML_FINDING)
		over_array(s, HTML_EVIDENCE, f->evidence, 0, f->n_evidence, sizeof *f->evidence,
		    each, ctx);
	else
		return false;
	return true;
}
