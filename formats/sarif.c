/*
 * sarif.c: SARIF 2.1.0, for code-scanning tools. Only WARN becomes a result, and only what is not
 * waived, since converters take every result for an alert, whatever its kind and suppressions; the
 * others are counted in a notification, and written where all are asked for. Locations are stable
 * relative paths made from names, never from ids.
 */
#include "config.h"

#include "format.h"
#include "json_writer.h"
#include "location.h"
#include "sarif_result.h"
#include "sarif_rules.h"
#include "base/sha256.h"
#include "fleet/fleet.h"
#include "policy/left_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOSTS_NAMED 20	  /* in one result */
#define RESULTS_MAX 25000 /* GitHub takes no more of one run */

static bool
is_alert(const struct finding *f)
{
	return f->status == STATUS_WARN && f->waiver == NULL;
}

static void
begin_message(struct buf *b, const struct sarif_part *p, const struct finding *f)
{
	if (p->host != NULL)
		buf_printf(b, "%s: ", p->host);
	location_subject(b, f);
}

static void
write_single(const struct sarif_part *p, const struct check_result *c, size_t rule)
{
	for (size_t i = 0; i < c->n_findings; i++) {
		struct buf b = BUF_INIT(TEXT_ROOM);

		if (!p->all && !is_alert(&c->findings[i]))
			continue;
		begin_message(&b, p, &c->findings[i]);
		buf_printf(&b, " %s", c->findings[i].message);
		sarif_result(p, c, rule, &c->findings[i], buf_str(&b));
		buf_free(&b);
	}
}

/* All findings of a rule as one result, told by the first; the others are named in its message. */
static void
write_grouped(const struct sarif_part *p, const struct check_result *c, size_t rule)
{
	struct buf b = BUF_INIT(TEXT_ROOM);
	const struct finding *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < c->n_findings; i++)
		n += is_alert(&c->findings[i]);
	for (size_t i = 0; i < c->n_findings; i++) {
		if (!is_alert(&c->findings[i]))
			continue;
		if (first == NULL) {
			first = &c->findings[i];
			begin_message(&b, p, first);
			buf_printf(&b, " %s", first->message);
			if (n > 1)
				buf_printf(&b, "; and %zu more:", n - 1);
			continue;
		}
		buf_puts(&b, " ");
		buf_puts(&b, c->findings[i].subject->name);
	}
	if (first != NULL)
		sarif_result(p, c, rule, first, buf_str(&b));
	buf_free(&b);
}

/*
 * Where there are too many for the consumers, findings are put together. `rules` are the numbers of
 * the report's checks in the driver's list.
 */
static void
write_results(const struct sarif_part *p, bool grouped, const size_t *rules)
{
	const struct report *r = p->report;

	for (size_t i = 0; i < r->n_checks; i++) {
		size_t rule = rules != NULL ? rules[i] : i;

		if (grouped)
			write_grouped(p, &r->checks[i], rule);
		else
			write_single(p, &r->checks[i], rule);
	}
}

static void
notification(struct json_writer *w, const char *level, const char *text)
{
	jw_object(w, NULL);
	jw_string(w, "level", level);
	sarif_text(w, "message", text);
	jw_end_object(w);
}

/* The gate, the earlier report, waivers, and what a view hides. */
static void
write_policy(struct json_writer *w, const struct report *r)
{
	struct buf b = BUF_INIT(65536);

	buf_printf(&b, "The gate is %s (%s)", r->gate.open ? "open" : "closed", r->gate.policy);
	for (size_t i = 0; i < r->gate.n_rules; i++)
		buf_printf(&b, "; %s: %s", r->gate.rules[i].name, r->gate.rules[i].reason);
	if (r->view[0] != '\0')
		buf_printf(&b, "; not shown (%s): %zu findings", r->view, r->hidden_findings);
	notification(w, "note", buf_str(&b));
	buf_free(&b);
	left_out_sentence(r, &b);
	if (b.len > 0)
		notification(w, "note", buf_str(&b));
	for (size_t i = 0; i < r->n_selection_notes; i++)
		notification(w, "note", r->selection_notes[i]);
	for (size_t i = 0; r->baseline != NULL && i < r->baseline->n_notes; i++) {
		buf_free(&b);
		buf_printf(&b, "Baseline %s: %s", r->baseline->file, r->baseline->notes[i]);
		notification(w, "note", buf_str(&b));
	}
	for (size_t i = 0; i < r->n_waiver_notices; i++) {
		buf_free(&b);
		buf_printf(&b, "%s: %s", r->waiver_notices[i].source, r->waiver_notices[i].message);
		notification(w, "warning", buf_str(&b));
	}
	buf_free(&b);
}

static void
write_invocation(const struct sarif_part *p, bool grouped)
{
	struct buf b = BUF_INIT(TEXT_ROOM);
	const struct report *r = p->report;
	bool all = p->all && !grouped;
	struct json_writer *w = p->w;

	jw_object(w, NULL);
	jw_bool(w, "executionSuccessful", true);
	if (p->host != NULL)
		jw_string(w, "machine", p->host);
	jw_int(w, "exitCode", r->gate.exit_code);
	jw_string(w, "startTimeUtc", r->started);
	jw_string(w, "endTimeUtc", r->finished);
	jw_array(w, "toolExecutionNotifications");
	buf_printf(&b,
	    "%s: %zu PASS, %zu NOTE, %zu INFO, %zu SKIP, %zu waived; %zu could not be "
	    "assessed.",
	    all ? "Written, but no alerts" : "Left out as no alerts",
	    r->findings_by_status[STATUS_PASS], r->findings_by_status[STATUS_NOTE],
	    r->findings_by_status[STATUS_INFO], r->findings_by_status[STATUS_SKIP], r->n_waived,
	    r->findings_by_status[STATUS_ERROR]);
	if (grouped)
		buf_printf(&b,
		    " %zu WARN findings are more than the %d that consumers take: those of one "
		    "rule were put together into one result.",
		    r->findings_by_status[STATUS_WARN], RESULTS_MAX);
	notification(w, "note", buf_str(&b));
	write_policy(w, r);
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			const struct finding *f = &r->checks[i].findings[k];

			if (f->status != STATUS_ERROR)
				continue;
			buf_free(&b);
			buf_printf(&b, "%s could not be assessed for %s %s: %s", r->checks[i].id,
			    subject_kind_name(f->subject->kind), f->subject->name, f->message);
			notification(w, "warning", buf_str(&b));
		}
	}
	jw_end_array(w);
	jw_end_object(w);
	buf_free(&b);
}

/* Up to the first result; `id` tells runs of one kind from others. */
static void
begin(struct json_writer *w, const struct report *r, const char *id)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	jw_object(w, NULL);
	jw_string(w, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	jw_string(w, "version", "2.1.0");
	jw_array(w, "runs");
	jw_object(w, NULL);
	sarif_driver(w, r);
	jw_object(w, "automationDetails");
	buf_printf(&b, "dockassay/%s/", id);
	jw_string(w, "id", buf_str(&b));
	buf_free(&b);
	jw_end_object(w);
	sarif_taxonomies(w, r);
	jw_string(w, "columnKind", "utf16CodeUnits");
	jw_array(w, "results");
}

static void
end(struct json_writer *w)
{
	jw_end_array(w); /* of invocations */
	jw_end_object(w);
	jw_end_array(w);
	jw_end_object(w);
}

static int
write_sarif(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	struct json_writer w;
	const struct sarif_part p = { .w = &w, .report = r, .all = o->sarif_all };
	bool grouped = r->findings_by_status[STATUS_WARN] > RESULTS_MAX;

	(void)err;
	jw_start(&w, s);
	begin(&w, r, r->host);
	write_results(&p, grouped, NULL);
	jw_end_array(&w);
	jw_array(&w, "invocations");
	write_invocation(&p, grouped);
	end(&w);
	return 0;
}

/* ---- many hosts: one run, whose rules stand there once, and an invocation for each host ----- */

struct state {
	struct json_writer w;
	bool grouped; /* a result for each rule, and not for each finding */
};

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	struct state *x = xmalloc(sizeof *x);

	(void)err;
	jw_start(&x->w, p->sink);
	x->grouped = p->fleet->total->findings_by_status[STATUS_WARN] > RESULTS_MAX;
	p->state = x;
	begin(&x->w, p->fleet->total, "fleet");
	return 0;
}

static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	struct state *x = p->state;
	const struct sarif_part part = { .w = &x->w,
		.report = r,
		.all = p->options->sarif_all,
		.host = h->name,
		.number = h - p->fleet->hosts };
	size_t *rules, at = 0;

	(void)err;
	if (x->grouped)
		return 0;
	rules = xmalloc((r->n_checks + 1) * sizeof *rules);
	for (size_t i = 0; i < r->n_checks; i++)
		at = rules[i] = fleet_find_check(p->fleet, r->checks[i].id, at);
	write_results(&part, false, rules);
	free(rules);
	return 0;
}

/* All that fails one check as one result, on the host that is the worst of those. */
static void
write_failing(struct json_writer *w, const struct fleet *f, size_t check)
{
	const struct check_result *c = &f->total->checks[check];
	struct buf b = BUF_INIT(65536);
	static const struct subject host = { .kind = SUBJECT_HOST, .name = "host" };
	char fingerprint[65];
	const struct finding any = {
		.status = STATUS_WARN, .key = "", .subject = &host, .fingerprint = fingerprint
	};
	struct sarif_part part = { .w = w };
	size_t n = 0, all = f->checks[check].hosts_by_status[STATUS_WARN];

	buf_printf(&b, "fails on %zu of %zu hosts:", all, f->n_hosts);
	for (size_t i = 0; i < f->n_hosts && n < HOSTS_NAMED; i++) {
		if (fleet_status(f->worst[i], check) != STATUS_WARN)
			continue;
		if (n++ == 0) {
			part.host = f->worst[i]->name;
			part.number = f->worst[i] - f->hosts;
		}
		buf_printf(&b, " %s", f->worst[i]->name);
	}
	if (n < all)
		buf_printf(&b, " and %zu more", all - n);
	sha256_hex(c->id, strlen(c->id), fingerprint);
	sarif_result(&part, c, check, &any, buf_str(&b));
	buf_free(&b);
}

static void
write_machine(struct json_writer *w, const struct fleet_host *h)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	jw_object(w, NULL);
	jw_bool(w, "executionSuccessful", true);
	jw_string(w, "machine", h->name);
	jw_string(w, "startTimeUtc", h->started);
	jw_string(w, "endTimeUtc", h->finished);
	jw_array(w, "toolExecutionNotifications");
	buf_printf(&b, "%zu WARN, %zu PASS, %zu NOTE, %zu waived; %zu could not be assessed",
	    h->findings_by_status[STATUS_WARN], h->findings_by_status[STATUS_PASS],
	    h->findings_by_status[STATUS_NOTE], h->n_waived, h->findings_by_status[STATUS_ERROR]);
	notification(w, h->findings_by_status[STATUS_ERROR] > 0 ? "warning" : "note", buf_str(&b));
	jw_end_array(w);
	jw_end_object(w);
	buf_free(&b);
}

/* The merge itself: the gate, and the reports that it could not read. */
static void
write_merge(struct json_writer *w, const struct fleet *f, bool grouped)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	jw_object(w, NULL);
	jw_bool(w, "executionSuccessful", f->n_unread == 0);
	jw_int(w, "exitCode", f->total->gate.exit_code);
	jw_array(w, "toolExecutionNotifications");
	if (grouped)
		buf_printf(&b,
		    "%zu WARN findings are more than the %d that consumers take: those of one rule "
		    "were put together into one result.",
		    f->total->findings_by_status[STATUS_WARN], RESULTS_MAX);
	if (grouped)
		notification(w, "note", buf_str(&b));
	write_policy(w, f->total);
	for (size_t i = 0; i < f->n_unread; i++) {
		buf_free(&b);
		buf_printf(&b, "%s could not be read: %s", f->unread[i].file, f->unread[i].problem);
		notification(w, "error", buf_str(&b));
	}
	jw_end_array(w);
	jw_end_object(w);
	buf_free(&b);
}

static void
end_fleet(struct fleet_page *p)
{
	const struct fleet *f = p->fleet;
	struct state *x = p->state;

	for (size_t i = 0; x->grouped && i < f->n_failing; i++)
		write_failing(&x->w, f, f->failing[i]);
	jw_end_array(&x->w);
	jw_array(&x->w, "invocations");
	for (size_t i = 0; i < f->n_hosts; i++)
		write_machine(&x->w, &f->hosts[i]);
	write_merge(&x->w, f, x->grouped);
	end(&x->w);
	free(x);
}

static const struct fleet_writer fleet = { begin_fleet, write_host, end_fleet };

const struct format format_sarif = {
	.name = "sarif",
	.extension = "sarif",
	.media_type = "application/sarif+json",
	.summary = "SARIF 2.1.0, for code-scanning tools",
	.write = write_sarif,
	.fleet = &fleet,
};
