/*
 * html_lists.c: lists of a report for templates: what `data-each` may name. It may not escape or
 * print.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "html_bindings.h"
#include "html_fleet.h"
#include "html_marks.h"
#include "html_views.h"

typedef void (*each_fn)(void *ctx, const struct html_scope *item);

static struct html_scope
inside(const struct html_scope *up, enum html_kind kind, const void *object)
{
	return (struct html_scope){
		.kind = kind, .document = up->document, .up = up, .object = object
	};
}

/* An array of structs, each an object of the kind. */
static void
over_array(const struct html_scope *up, enum html_kind kind, const void *array, size_t n,
    size_t size, each_fn each, void *ctx)
{
	for (size_t i = 0; i < n; i++) {
		struct html_scope item = inside(up, kind, (const char *)array + i * size);

		each(ctx, &item);
	}
}

static void
over_sections(const struct html_scope *up, each_fn each, void *ctx)
{
	const struct report *r = up->document->report;

	for (size_t from = 0, to; from < r->n_checks; from = to) {
		struct html_scope item = inside(up, HTML_SECTION, NULL);

		for (to = from; to < r->n_checks &&
				strcmp(r->checks[to].section_id, r->checks[from].section_id) == 0;
		     to++)
			;
		item.from = from;
		item.to = to;
		each(ctx, &item);
	}
}

static void
over_checks(const struct html_scope *up, each_fn each, void *ctx)
{
	const struct report *r = up->document->report;
	bool section = up->kind == HTML_SECTION;
	size_t from = section ? up->from : 0, to = section ? up->to : r->n_checks;

	over_array(up, HTML_CHECK, &r->checks[from], to - from, sizeof *r->checks, each, ctx);
}

static bool
is_urgent(const struct check_result *c, int severity)
{
	bool open = false;

	for (size_t i = 0; i < c->n_findings; i++)
		open =
		    open || (c->findings[i].status == STATUS_WARN && c->findings[i].waiver == NULL);
	return open && (int)c->severity == severity;
}

/* Checks that warn of something critical or high, the worst first, in the report's order. */
static void
over_urgent(const struct html_scope *up, each_fn each, void *ctx)
{
	const struct report *r = up->document->report;

	for (int severity = SEVERITY_CRITICAL; severity >= SEVERITY_HIGH; severity--) {
		for (size_t i = 0; i < r->n_checks; i++) {
			const struct check_result *c = &r->checks[i];

			if (is_urgent(c, severity))
				over_array(up, HTML_CHECK, c, 1, sizeof *c, each, ctx);
		}
	}
}

static void
over_checks_in_error(const struct html_scope *up, each_fn each, void *ctx)
{
	const struct report *r = up->document->report;

	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check_result *c = &r->checks[i];
		size_t errors = 0;

		for (size_t k = 0; k < c->n_findings; k++)
			errors += c->findings[k].status == STATUS_ERROR;
		if (errors > 0)
			over_array(up, HTML_CHECK, c, 1, sizeof *c, each, ctx);
	}
}

/* Findings and checks by status, of what the scope is: a check, a section, or the whole report. */
static void
count(const struct html_scope *s, size_t findings[N_STATUS], size_t checks[N_STATUS])
{
	const struct report *r = s->document->report;
	const struct check_result *c = r->checks;
	size_t n = r->n_checks;

	if (s->kind == HTML_CHECK) {
		c = s->object;
		n = 1;
	} else if (s->kind == HTML_SECTION) {
		c = &r->checks[s->from];
		n = s->to - s->from;
	}
	for (size_t i = 0; i < n; i++) {
		checks[c[i].status]++;
		for (size_t k = 0; k < c[i].n_findings; k++)
			findings[c[i].findings[k].status]++;
	}
}

static void
over_counts(const struct html_scope *up, bool zeros, each_fn each, void *ctx)
{
	size_t findings[N_STATUS] = { 0 }, checks[N_STATUS] = { 0 }, all = 0;
	double x = 0;

	count(up, findings, checks);
	for (int s = 0; s < N_STATUS; s++)
		all += findings[s];
	for (int s = N_STATUS - 1; s >= 0; s--) {
		struct html_scope item = inside(up, HTML_COUNT, NULL);

		if (findings[s] == 0 && !zeros)
			continue;
		item.number = s;
		item.count = findings[s];
		item.checks = checks[s];
		item.x = x;
		item.width = all > 0 ? 100.0 * (double)findings[s] / (double)all : 0;
		each(ctx, &item);
		x += item.width;
	}
}

static void
over_severities(const struct html_scope *up, each_fn each, void *ctx)
{
	const size_t *warns = up->document->report->warns_by_severity;
	size_t most = 1;

	for (int s = 0; s < N_SEVERITY; s++)
		most = warns[s] > most ? warns[s] : most;
	for (int s = N_SEVERITY - 1; s >= 0; s--) {
		struct html_scope item = inside(up, HTML_SEVERITY, NULL);

		item.number = s;
		item.count = warns[s];
		item.width = 100.0 * (double)warns[s] / (double)most;
		each(ctx, &item);
	}
}

/* ---- links ---------------------------------------------------------------------------------- */

static int
by_id(const void *a, const void *b)
{
	const struct check_result *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

void
html_document_prepare(struct html_document *d)
{
	const struct report *r = d->report;

	d->by_id = arena_alloc(d->arena, (r->n_checks + 1) * sizeof *d->by_id);
	for (size_t i = 0; i < r->n_checks; i++)
		d->by_id[i] = &r->checks[i];
	qsort(d->by_id, r->n_checks, sizeof *d->by_id, by_id);
}

static bool
has_check(const struct html_document *d, const char *id)
{
	const struct check_result wanted = { .id = id }, *key = &wanted;

	return bsearch(&key, d->by_id, d->report->n_checks, sizeof *d->by_id, by_id) != NULL;
}

/* "CVE-2024-21626" and nothing behind it. */
static bool
is_cve(const char *text)
{
	size_t year;

	if (strncmp(text, "CVE-", 4) != 0)
		return false;
	year = strspn(text + 4, "0123456789");
	return year == 4 && text[8] == '-' && text[9] != '\0' &&
	       text[9 + strspn(text + 9, "0123456789")] == '\0';
}

static void
one_link(const struct html_scope *up, const char *text, each_fn each, void *ctx)
{
	struct html_scope item = inside(up, HTML_LINK, text);

	item.number = has_check(up->document, text) ? 1 : is_cve(text) ? 2 : 0;
	each(ctx, &item);
}

static void
over_links(const struct html_scope *up, const char *const *texts, size_t n, each_fn each, void *ctx)
{
	for (size_t i = 0; i < n && texts != NULL && texts[i] != NULL; i++)
		one_link(up, texts[i], each, ctx);
}

static void
over_related(const struct html_scope *up, const char *related, each_fn each, void *ctx)
{
	while (*related != '\0') {
		size_t n = strcspn(related, ",");

		one_link(up, arena_strndup(up->document->arena, related, n), each, ctx);
		related += related[n] == ',' ? n + 1 : n;
	}
}

/* ---- groups, subjects, reasons -------------------------------------------------------------- */

static void
over_groups(const struct html_scope *up, each_fn each, void *ctx)
{
	struct arena *a = arena_new();
	size_t n;
	struct html_group *groups = html_groups(a, up->object, &n);

	over_array(up, HTML_GROUP, groups, n, sizeof *groups, each, ctx);
	arena_free(a);
}

/* A row for each piece of evidence; where there is none, one that has none. */
static void
over_rows(const struct html_scope *up, each_fn each, void *ctx)
{
	static const struct evidence none = {
		.what = "", .source = "", .actual = "", .expected = ""
	};
	const struct html_group *g = up->object;
	size_t n = g->n_evidence > 0 ? g->n_evidence : 1;

	for (size_t i = 0; i < n; i++) {
		struct html_scope item =
		    inside(up, HTML_EVIDENCE, g->n_evidence > 0 ? &g->evidence[i] : &none);

		item.number = (int)i;
		each(ctx, &item);
	}
}

static void
over_subjects(const struct html_scope *up, each_fn each, void *ctx)
{
	size_t n;
	struct html_subject *subjects =
	    html_subjects(up->document->arena, up->document->report, &n);

	over_array(up, HTML_SUBJECT, subjects, n, sizeof *subjects, each, ctx);
}

static void
over_causes(const struct html_scope *up,
    struct html_cause *(*causes)(struct arena *a, const struct report *r, size_t *n), each_fn each,
    void *ctx)
{
	size_t n;
	struct html_cause *list = causes(up->document->arena, up->document->report, &n);

	over_array(up, HTML_CAUSE, list, n, sizeof *list, each, ctx);
}

/* ---- by name -------------------------------------------------------------------------------- */

static bool
list_of_report(const struct html_scope *s, const char *name, each_fn each, void *ctx)
{
	const struct report *r = s->document->report;

	if (strcmp(name, "sections") == 0)
		over_sections(s, each, ctx);
	else if (strcmp(name, "checks") == 0)
		over_checks(s, each, ctx);
	else if (strcmp(name, "urgent") == 0)
		over_urgent(s, each, ctx);
	else if (strcmp(name, "checks_in_error") == 0)
		over_checks_in_error(s, each, ctx);
	else if (strcmp(name, "severities") == 0)
		over_severities(s, each, ctx);
	else if (strcmp(name, "notifications") == 0)
		over_array(s, HTML_NOTIFICATION, r->notifications, r->n_notifications,
		    sizeof *r->notifications, each, ctx);
	else if (strcmp(name, "unread") == 0)
		over_causes(s, html_unread, each, ctx);
	else if (strcmp(name, "not_applicable") == 0)
		over_causes(s, html_not_applicable, each, ctx);
	else if (strcmp(name, "subjects") == 0)
		over_subjects(s, each, ctx);
	else
		return html_mark_list(s, name, each, ctx);
	return true;
}

static bool
list_of_check(const struct html_scope *s, const char *name, each_fn each, void *ctx)
{
	const struct check_result *c = s->object;

	if (strcmp(name, "findings") == 0)
		over_array(
		    s, HTML_FINDING, c->findings, c->n_findings, sizeof *c->findings, each, ctx);
	else if (strcmp(name, "groups") == 0)
		over_groups(s, each, ctx);
	else if (strcmp(name, "references") == 0)
		over_links(s, c->refs, SIZE_MAX, each, ctx);
	else if (strcmp(name, "related") == 0)
		over_related(s, c->related, each, ctx);
	else
		return false;
	return true;
}

/* A list of s itself. Items of the report's lists stay inside of where they are asked for. */
static bool
own_list(const struct html_scope *s, const struct html_scope *inner, const char *name, each_fn each,
    void *ctx)
{
	const struct finding *f = s->object;
	const struct html_group *g = s->object;
	const struct html_cause *cause = s->object;
	bool counted = s->kind == HTML_CHECK || s->kind == HTML_SECTION || s->kind == HTML_REPORT;

	if (counted && strcmp(name, "counts") == 0)
		over_counts(s, true, each, ctx);
	else if (counted && strcmp(name, "bars") == 0)
		over_counts(s, false, each, ctx);
	else if (s->kind == HTML_CHECK)
		return list_of_check(s, name, each, ctx);
	else if (s->kind == HTML_REPORT)
		return list_of_report(inner, name, each, ctx);
	else if (s->kind == HTML_RULE)
		return html_mark_list(s, name, each, ctx);
	else if (s->kind == HTML_SECTION && strcmp(name, "checks") == 0)
		over_checks(s, each, ctx);
	else if (s->kind == HTML_FINDING && strcmp(name, "evidence") == 0)
		over_array(
		    s, HTML_EVIDENCE, f->evidence, f->n_evidence, sizeof *f->evidence, each, ctx);
	else if (s->kind == HTML_GROUP && strcmp(name, "members") == 0)
		over_array(s, HTML_MEMBER, g->members, g->n_members, sizeof *g->members, each, ctx);
	else if (s->kind == HTML_GROUP && strcmp(name, "rows") == 0)
		over_rows(s, each, ctx);
	else if (s->kind == HTML_CAUSE && strcmp(name, "items") == 0)
		over_links(s, cause->items, cause->n_items, each, ctx);
	else
		return false;
	return true;
}

bool
html_list(const struct html_scope *s, const char *name, each_fn each, void *ctx)
{
	for (const struct html_scope *at = s; at != NULL; at = at->up) {
		if (own_list(at, s, name, each, ctx) || html_fleet_list(at, s, name, each, ctx))
			return true;
	}
	return false;
}
