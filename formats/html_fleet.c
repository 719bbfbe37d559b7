/*
 * html_fleet.c: values and lists of a merged report for its template. It may not escape or print. A
 * browser shows some ten thousand cells well: of a larger fleet the worst hosts are in the matrix,
 * and all are in the list.
 */
#include "config.h"

#include "html_fleet.h"

#include <string.h>

#include "fleet/fleet.h"

#define CELLS_MAX 40000
#define HOSTS_NAMED 50 /* of a check */

typedef void (*each_fn)(void *ctx, const struct html_scope *item);

/* A letter for each state of a check on a host; the page has a legend. */
static const char *const letters[N_FLEET_STATUS] = {
	[STATUS_SKIP] = "S",
	[STATUS_INFO] = "I",
	[STATUS_PASS] = "P",
	[STATUS_NOTE] = "N",
	[STATUS_ERROR] = "E",
	[STATUS_WARN] = "W",
	[FLEET_ACCEPTED] = "A",
	[FLEET_ABSENT] = "",
};

static size_t
check_number(const struct html_scope *s)
{
	return (size_t)((const struct check_result *)s->object - s->document->report->checks);
}

static size_t
hosts_in_matrix(const struct fleet *f)
{
	size_t room = f->n_failing > 0 ? CELLS_MAX / f->n_failing : 0;

	return room < f->n_hosts ? room : f->n_hosts;
}

/* ---- values --------------------------------------------------------------------------------- */

struct number_row {
	const char *name;
	size_t value;
};

static bool
number_of(const struct number_row *rows, size_t n, const char *name, struct buf *out)
{
	bool flag = strncmp(name, "has_", 4) == 0;

	for (size_t i = 0; i < n; i++) {
		if (strcmp(rows[i].name, flag ? name + 4 : name) != 0)
			continue;
		if (flag)
			buf_puts(out, rows[i].value > 0 ? "yes" : "");
		else
			buf_printf(out, "%zu", rows[i].value);
		return true;
	}
	return false;
}

static bool
fleet_value(const struct fleet *f, const char *name, struct buf *out)
{
	const struct number_row rows[] = { { "hosts_total", f->n_hosts },
		{ "hosts_open", f->n_clean }, { "hosts_closed", f->n_hosts - f->n_clean },
		{ "hosts_in_matrix", hosts_in_matrix(f) },
		{ "hosts_below_matrix", f->n_hosts - hosts_in_matrix(f) },
		{ "failing_checks", f->n_failing }, { "unread_reports", f->n_unread },
		{ "replaced_reports", f->n_replaced }, { "hosts_compared", f->n_compared },
		{ "versions_total", f->n_versions }, { "several_versions", f->n_versions > 1 } };

	return number_of(rows, sizeof rows / sizeof rows[0], name, out);
}

static void
failing_ids(const struct html_scope *s, const struct fleet_host *h, struct buf *out)
{
	const struct fleet *f = s->document->fleet;

	for (size_t i = 0; i < f->n_failing; i++) {
		if (fleet_status(h, f->failing[i]) == STATUS_WARN)
			buf_printf(out, "%s%s", out->len > 0 ? " " : "",
			    f->total->checks[f->failing[i]].id);
	}
}

static bool
host_text(const struct html_scope *s, const char *name, struct buf *out)
{
	const struct fleet_host *h = s->object;
	const struct {
		const char *name, *value;
	} texts[] = { { "name", h->name }, { "file", h->file }, { "finished", h->finished },
		{ "tool_version", h->tool_version }, { "engine_version", h->engine_version },
		{ "engine_id", h->engine_id }, { "gate", h->gate_open ? "open" : "closed" } };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		if (strcmp(texts[i].name, name) == 0)
			return buf_puts(out, texts[i].value), true;
	}
	if (strcmp(name, "anchor") == 0)
		return buf_printf(out, "host-%zu", (size_t)(h - s->document->fleet->hosts) + 1),
		       true;
	if (strcmp(name, "failing_ids") == 0)
		return failing_ids(s, h, out), true;
	if (strcmp(name, "host_score") != 0)
		return false;
	if (h->score >= 0)
		buf_printf(out, "%d", h->score);
	return true;
}

static bool
host_value(const struct html_scope *s, const char *name, struct buf *out)
{
	const struct fleet_host *h = s->object;
	const struct number_row rows[] = { { "critical", h->open_by_severity[SEVERITY_CRITICAL] },
		{ "high", h->open_by_severity[SEVERITY_HIGH] },
		{ "medium", h->open_by_severity[SEVERITY_MEDIUM] },
		{ "low", h->open_by_severity[SEVERITY_LOW] },
		{ "errors", h->findings_by_status[STATUS_ERROR] }, { "waived", h->n_waived },
		{ "news", h->n_new } };

	return host_text(s, name, out) || number_of(rows, sizeof rows / sizeof rows[0], name, out);
}

static bool
check_value(const struct html_scope *s, const char *name, struct buf *out)
{
	const struct fleet *f = s->document->fleet;
	const struct fleet_check *c = &f->checks[check_number(s)];
	size_t warn = c->hosts_by_status[STATUS_WARN], error = c->hosts_by_status[STATUS_ERROR];
	const struct number_row rows[] = { { "hosts_warn", warn }, { "hosts_error", error },
		{ "hosts_pass", c->hosts_by_status[STATUS_PASS] },
		{ "hosts_accepted", c->hosts_by_status[FLEET_ACCEPTED] },
		{ "hosts_absent", c->hosts_by_status[FLEET_ABSENT] },
		{ "other_findings", c->n_more },
		{ "unnamed_hosts", warn > HOSTS_NAMED ? warn - HOSTS_NAMED : 0 } };

	if (strcmp(name, "share") == 0)
		return buf_printf(out, "%.1f%%", 100.0 * (double)warn / (double)f->n_hosts), true;
	return number_of(rows, sizeof rows / sizeof rows[0], name, out);
}

static bool
group_value(const struct fleet_group *g, const char *name, struct buf *out)
{
	const struct number_row rows[] = { { "group_hosts", g->n_hosts },
		{ "group_findings", g->n_findings } };

	if (strcmp(name, "message") == 0)
		return buf_puts(out, g->message), true;
	if (strcmp(name, "example") == 0)
		return buf_puts(out, g->host), true;
	if (strcmp(name, "status") == 0)
		return buf_puts(out, status_name(g->status)), true;
	if (strcmp(name, "label") == 0)
		return buf_puts(out, g->status == STATUS_WARN ? "WARN" : "ERROR"), true;
	return number_of(rows, sizeof rows / sizeof rows[0], name, out);
}

static bool
input_value(const struct html_scope *s, const char *name, struct buf *out)
{
	const struct fleet_unread *u = s->object;
	const struct fleet_replaced *r = s->object;
	const struct fleet_version *v = s->object;
	bool replaced = s->kind == HTML_REPLACED;

	if (s->kind == HTML_VERSION && strcmp(name, "version") == 0)
		buf_puts(out, v->version);
	else if (s->kind == HTML_VERSION && strcmp(name, "version_hosts") == 0)
		buf_printf(out, "%zu", v->n_hosts);
	else if (s->kind == HTML_UNREAD && strcmp(name, "file") == 0)
		buf_puts(out, u->file);
	else if (s->kind == HTML_UNREAD && strcmp(name, "problem") == 0)
		buf_puts(out, u->problem);
	else if (replaced && strcmp(name, "file") == 0)
		buf_puts(out, r->file);
	else if (replaced && strcmp(name, "name") == 0)
		buf_puts(out, r->host);
	else if (replaced && strcmp(name, "finished") == 0)
		buf_puts(out, r->finished);
	else if (replaced && strcmp(name, "by_file") == 0)
		buf_puts(out, r->by_file);
	else
		return false;
	return true;
}

bool
html_fleet_value(const struct html_scope *s, const char *name, struct buf *out)
{
	if (s->document->fleet == NULL)
		return false;
	switch (s->kind) {
	case HTML_REPORT:
		return fleet_value(s->document->fleet, name, out);
	case HTML_HOST:
		return host_value(s, name, out);
	case HTML_CHECK:
		return check_value(s, name, out);
	case HTML_NAMED:
		return strcmp(name, "named_host") == 0 &&
		       (buf_puts(out, ((const struct gate_finding *)s->object)->host), true);
	case HTML_MESSAGE:
		return group_value(s->object, name, out);
	case HTML_CELL:
		if (strcmp(name, "letter") == 0)
			return buf_puts(out, letters[s->number]), true;
		return strcmp(name, "status") == 0 &&
		       (buf_puts(out, fleet_status_name((unsigned)s->number)), true);
	default:
		return input_value(s, name, out);
	}
}

/* ---- lists ---------------------------------------------------------------------------------- */

static struct html_scope
inside(const struct html_scope *up, enum html_kind kind, const void *object)
{
	return (struct html_scope){
		.kind = kind, .document = up->document, .up = up, .object = object
	};
}

static void
over(const struct html_scope *up, enum html_kind kind, const void *array, size_t n, size_t size,
    each_fn each, void *ctx)
{
	for (size_t i = 0; i < n; i++) {
		struct html_scope item = inside(up, kind, (const char *)array + i * size);

		each(ctx, &item);
	}
}

/* The worst first. */
static void
over_hosts(const struct html_scope *up, size_t n, each_fn each, void *ctx)
{
	for (size_t i = 0; i < n; i++) {
		struct html_scope item = inside(up, HTML_HOST, up->document->fleet->worst[i]);

		each(ctx, &item);
	}
}

static void
over_failing(const struct html_scope *up, each_fn each, void *ctx)
{
	const struct fleet *f = up->document->fleet;

	for (size_t i = 0; i < f->n_failing; i++) {
		struct html_scope item = inside(up, HTML_CHECK, &f->total->checks[f->failing[i]]);

		each(ctx, &item);
	}
}

static void
over_erring(const struct html_scope *up, each_fn each, void *ctx)
{
	const struct fleet *f = up->document->fleet;

	for (size_t i = 0; i < f->total->n_checks; i++) {
		struct html_scope item = inside(up, HTML_CHECK, &f->total->checks[i]);

		if (f->checks[i].hosts_by_status[STATUS_ERROR] > 0)
			each(ctx, &item);
	}
}

static void
over_cells(const struct html_scope *up, each_fn each, void *ctx)
{
	const struct fleet *f = up->document->fleet;

	for (size_t i = 0; i < f->n_failing; i++) {
		struct html_scope item = inside(up, HTML_CELL, &f->total->checks[f->failing[i]]);

		item.number = (int)fleet_status(up->object, f->failing[i]);
		each(ctx, &item);
	}
}

static void
over_failing_hosts(const struct html_scope *up, size_t check, each_fn each, void *ctx)
{
	const struct fleet *f = up->document->fleet;
	size_t told = 0;

	for (size_t i = 0; i < f->n_hosts && told < HOSTS_NAMED; i++) {
		struct html_scope item = inside(up, HTML_HOST, f->worst[i]);

		if (fleet_status(f->worst[i], check) != STATUS_WARN)
			continue;
		told++;
		each(ctx, &item);
	}
}

static bool
list_of_fleet(const struct html_scope *s, const char *name, each_fn each, void *ctx)
{
	const struct fleet *f = s->document->fleet;

	if (strcmp(name, "hosts") == 0)
		over_hosts(s, f->n_hosts, each, ctx);
	else if (strcmp(name, "matrix_hosts") == 0)
		over_hosts(s, hosts_in_matrix(f), each, ctx);
	else if (strcmp(name, "failing") == 0)
		over_failing(s, each, ctx);
	else if (strcmp(name, "erring") == 0)
		over_erring(s, each, ctx);
	else if (strcmp(name, "unread_files") == 0)
		over(s, HTML_UNREAD, f->unread, f->n_unread, sizeof *f->unread, each, ctx);
	else if (strcmp(name, "replaced_files") == 0)
		over(s, HTML_REPLACED, f->replaced, f->n_replaced, sizeof *f->replaced, each, ctx);
	else if (strcmp(name, "versions") == 0)
		over(s, HTML_VERSION, f->versions, f->n_versions, sizeof *f->versions, each, ctx);
	else
		return false;
	return true;
}

bool
html_fleet_list(const struct html_scope *s, const struct html_scope *inner, const char *name,
    each_fn each, void *ctx)
{
	const struct fleet *f = s->document->fleet;

	if (f == NULL)
		return false;
	if (s->kind == HTML_REPORT)
		return list_of_fleet(inner, name, each, ctx);
	if (s->kind == HTML_HOST && strcmp(name, "cells") == 0)
		return over_cells(s, each, ctx), true;
	if (s->kind == HTML_CHECK && strcmp(name, "failing_hosts") == 0)
		return over_failing_hosts(s, check_number(s), each, ctx), true;
	if (s->kind != HTML_CHECK || strcmp(name, "messages") != 0)
		return false;
	over(s, HTML_MESSAGE, f->checks[check_number(s)].groups,
	    f->checks[check_number(s)].n_groups, sizeof(struct fleet_group), each, ctx);
	return true;
}
