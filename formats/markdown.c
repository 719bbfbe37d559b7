/*
 * markdown.c: GitHub's Markdown, for job summaries and comments on pull requests. Those have
 * limits: what does not fit is left out from the mildest up, and counted.
 */
#include "config.h"

#include "format.h"
#include "location.h"
#include "markdown_text.h"
#include "order.h"
#include "fleet/fleet.h"
#include "policy/left_out.h"

#include <stdlib.h>
#include <string.h>

#define COMMENT_MAX 60000 /* a comment may have 65,536 characters */

static void
counts(struct buf *b, const struct report *r)
{
	static const enum status order[] = { STATUS_WARN, STATUS_ERROR, STATUS_NOTE, STATUS_PASS,
		STATUS_INFO, STATUS_SKIP };
	static const char *const names[N_STATUS] = { [STATUS_WARN] = "WARN",
		[STATUS_ERROR] = "not assessed",
		[STATUS_NOTE] = "to decide",
		[STATUS_PASS] = "PASS",
		[STATUS_INFO] = "INFO",
		[STATUS_SKIP] = "does not apply" };

	buf_puts(b, "| ");
	for (size_t i = 0; i < N_STATUS; i++)
		buf_printf(b, "%s | ", names[order[i]]);
	buf_puts(b, "\n|---|---|---|---|---|---|\n| ");
	for (size_t i = 0; i < N_STATUS; i++)
		buf_printf(b, "%zu | ", r->findings_by_status[order[i]]);
	buf_puts(b, "\n\n");
}

static void
verdict(struct buf *b, const struct report *r)
{
	buf_puts(b, "## ");
	markdown_cell(b, r->tool_name);
	buf_printf(b, ": the gate is %s\n\n", r->gate.open ? "open" : "closed");
	for (size_t i = 0; i < r->gate.n_rules; i++) {
		buf_puts(b, "- ");
		markdown_cell(b, r->gate.rules[i].name);
		buf_puts(b, ": ");
		markdown_cell(b, r->gate.rules[i].reason);
		buf_puts(b, "\n");
	}
	if (r->gate.n_rules > 0)
		buf_puts(b, "\n");
}

static void
heading(struct buf *b, const struct report *r)
{
	verdict(b, r);
	buf_puts(b, "Host ");
	markdown_cell(b, r->host);
	buf_puts(b, ", engine ");
	markdown_cell(b, r->engine_version);
	buf_puts(b, ", scanned ");
	markdown_cell(b, r->started);
	if (strcmp(r->source, "demo") == 0)
		buf_puts(b, " (the built-in demonstration)");
	buf_puts(b, "\n\n");
}

#define LEFT_OUT_SHOWN 20

static void
left_out(struct buf *b, const struct report *r)
{
	struct buf text = BUF_INIT(TEXT_ROOM);

	left_out_text(r, LEFT_OUT_SHOWN, &text);
	if (text.len > 0) {
		buf_puts(b, "Left out by the selection (");
		markdown_cell(b, r->selection);
		buf_puts(b, "): ");
		markdown_cell(b, buf_str(&text));
		buf_puts(b, "\n\n");
	}
	for (size_t i = 0; i < r->n_selection_notes; i++) {
		buf_puts(b, "- ");
		markdown_cell(b, r->selection_notes[i]);
		buf_puts(b, i + 1 == r->n_selection_notes ? "\n\n" : "\n");
	}
	buf_free(&text);
}

/* What has come and gone since an earlier report, what is waived, what is not shown. */
static void
comparison(struct buf *b, const struct report *r)
{
	if (r->baseline != NULL) {
		buf_puts(b, "Compared with ");
		markdown_cell(b, r->baseline->file);
		buf_printf(b,
		    ": %zu new, %zu changed, %zu unchanged, %zu of new checks, %zu resolved\n\n",
		    r->n_new, r->n_changed, r->n_unchanged, r->n_new_check, r->n_resolved);
		for (size_t i = 0; i < r->baseline->n_notes; i++) {
			buf_puts(b, "- ");
			markdown_cell(b, r->baseline->notes[i]);
			buf_puts(b, "\n");
		}
		buf_puts(b, r->baseline->n_notes > 0 ? "\n" : "");
	}
	if (r->n_waived + r->n_attested > 0)
		buf_printf(b, "%zu findings are waived, %zu attested by a person\n\n", r->n_waived,
		    r->n_attested);
	for (size_t i = 0; i < r->n_waiver_notices && i < 20; i++) {
		buf_puts(b, "- ");
		markdown_cell(b, r->waiver_notices[i].source);
		buf_puts(b, ": ");
		markdown_cell(b, r->waiver_notices[i].message);
		buf_puts(b, i + 1 == r->n_waiver_notices || i == 19 ? "\n\n" : "\n");
	}
	left_out(b, r);
	if (r->view[0] != '\0') {
		buf_printf(b, "%zu findings are not shown (", r->hidden_findings);
		markdown_cell(b, r->view);
		buf_puts(b, "); they count all the same\n\n");
	}
}

/* The words behind a message: its mark, its waiver. */
static void
marks(struct buf *b, const struct finding *f)
{
	if (f->baseline != BASELINE_NONE && f->baseline != BASELINE_UNCHANGED)
		buf_printf(b, " **%s**", baseline_mark_name(f->baseline));
	if (f->waiver != NULL) {
		buf_puts(b, " waived until ");
		markdown_cell(b, f->waiver->expires);
		buf_puts(b, " by ");
		markdown_cell(b, f->waiver->owner);
		buf_puts(b, ": ");
		markdown_cell(b, f->waiver->justification);
	}
}

static void
row(struct buf *b, const struct finding_ref *ref)
{
	struct buf subject = BUF_INIT(TEXT_ROOM);

	location_subject(&subject, ref->finding);
	buf_printf(b, "| %s | ", severity_name(ref->check->severity));
	markdown_cell(b, ref->check->id);
	buf_puts(b, " ");
	markdown_cell(b, ref->check->title);
	buf_puts(b, " | ");
	markdown_cell(b, buf_str(&subject));
	buf_puts(b, " | ");
	markdown_cell(b, ref->finding->message);
	marks(b, ref->finding);
	buf_puts(b, " |\n");
	buf_free(&subject);
}

/* A table of all findings of one status, as far as there is room. */
static void
table(struct sink *s, const struct report *r, enum status status, const char *title, size_t *room)
{
	size_t n, shown = 0;
	struct finding_ref *refs = worst_first(r, status, &n);
	struct buf b = BUF_INIT((size_t)1 << 20);

	if (n == 0) {
		free(refs);
		return;
	}
	sink_printf(s,
	    "### %s (%zu)\n\n| severity | check | subject | finding |\n|---|---|---|---|\n", title,
	    n);
	for (; shown < n; shown++) {
		buf_free(&b);
		row(&b, &refs[shown]);
		if (b.len > *room)
			break;
		*room -= b.len;
		sink_write(s, buf_str(&b), b.len);
	}
	sink_puts(s, "\n");
	if (shown < n)
		sink_printf(s, "and %zu more, none of them more severe: see the full report.\n\n",
		    n - shown);
	buf_free(&b);
	free(refs);
}

static int
write_markdown(
    const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	struct buf b = BUF_INIT(COMMENT_MAX);
	size_t room;

	(void)o, (void)err;
	heading(&b, r);
	counts(&b, r);
	comparison(&b, r);
	sink_write(s, buf_str(&b), b.len);
	room = b.len + 2000 < COMMENT_MAX ? COMMENT_MAX - b.len - 2000 : 0;
	buf_free(&b);
	table(s, r, STATUS_WARN, "WARN", &room);
	table(s, r, STATUS_ERROR, "Could not be assessed", &room);
	table(s, r, STATUS_NOTE, "For a person to decide", &room);
	return 0;
}

/* ---- many hosts ----------------------------------------------------------------------------- */

/* Writes a row where there is room. */
static bool
fits(struct sink *s, const struct buf *b, size_t *room)
{
	if (b->len > *room)
		return false;
	*room -= b->len;
	sink_write(s, buf_str(b), b->len);
	return true;
}

static void
failing_table(struct sink *s, const struct fleet *f, size_t room)
{
	struct buf b = BUF_INIT((size_t)1 << 20);
	size_t i;

	if (f->n_failing == 0)
		return;
	sink_printf(s,
	    "### Checks that fail (%zu)\n\n| severity | check | hosts | what is found "
	    "|\n|---|---|---|---|\n",
	    f->n_failing);
	for (i = 0; i < f->n_failing; i++) {
		const struct check_result *c = &f->total->checks[f->failing[i]];
		const struct fleet_check *n = &f->checks[f->failing[i]];

		buf_free(&b);
		buf_printf(&b, "| %s | ", severity_name(c->severity));
		markdown_cell(&b, c->id);
		buf_puts(&b, " ");
		markdown_cell(&b, c->title);
		buf_printf(&b, " | %zu of %zu | ", n->hosts_by_status[STATUS_WARN], f->n_hosts);
		if (n->n_groups > 0)
			markdown_cell(&b, n->groups[0].message);
		if (n->n_groups > 1)
			buf_puts(&b, " ...");
		buf_puts(&b, " |\n");
		if (!fits(s, &b, &room))
			break;
	}
	sink_puts(s, "\n");
	if (i < f->n_failing)
		sink_printf(s, "and %zu more, none of them more severe: see the full report.\n\n",
		    f->n_failing - i);
	buf_free(&b);
}

static void
host_table(struct sink *s, const struct fleet *f, size_t room)
{
	struct buf b = BUF_INIT((size_t)1 << 20);
	size_t i;

	sink_puts(s, "### Hosts, the worst first\n\n| host | critical | high | medium | low | not "
		     "assessed | "
		     "score | gate |\n|---|---|---|---|---|---|---|---|\n");
	for (i = 0; i < f->n_hosts; i++) {
		const struct fleet_host *h = f->worst[i];

		buf_free(&b);
		buf_puts(&b, "| ");
		markdown_cell(&b, h->name);
		for (int k = SEVERITY_CRITICAL; k >= SEVERITY_LOW; k--)
			buf_printf(&b, " | %zu", h->open_by_severity[k]);
		buf_printf(&b, " | %zu | ", h->findings_by_status[STATUS_ERROR]);
		if (h->score >= 0)
			buf_printf(&b, "%d", h->score);
		buf_printf(&b, " | %s |\n", h->gate_open ? "open" : "closed");
		if (!fits(s, &b, &room))
			break;
	}
	sink_puts(s, "\n");
	if (i < f->n_hosts)
		sink_printf(s, "and %zu more, none of them worse: see the full report.\n\n",
		    f->n_hosts - i);
	buf_free(&b);
}

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	const struct fleet *f = p->fleet;
	struct buf b = BUF_INIT(COMMENT_MAX);
	size_t room;

	(void)err;
	verdict(&b, f->total);
	buf_printf(&b, "%zu hosts, %zu of them with an open gate\n\n", f->n_hosts, f->n_clean);
	for (size_t i = 0; i < f->n_unread && i < 20; i++) {
		buf_puts(&b, "- not read: ");
		markdown_cell(&b, f->unread[i].problem);
		buf_puts(&b, "\n");
	}
	buf_puts(&b, f->n_unread > 0 ? "\n" : "");
	counts(&b, f->total);
	comparison(&b, f->total);
	sink_write(p->sink, buf_str(&b), b.len);
	room = b.len + 2000 < COMMENT_MAX ? (COMMENT_MAX - b.len - 2000) / 2 : 0;
	buf_free(&b);
	failing_table(p->sink, f, room);
	host_table(p->sink, f, room);
	return 0;
}

static const struct fleet_writer fleet = { begin_fleet, NULL, NULL };

const struct format format_markdown = {
	.name = "markdown",
	.extension = "md",
	.media_type = "text/markdown",
	.summary = "for job summaries and comments on pull requests; the most severe first",
	.write = write_markdown,
	.fleet = &fleet,
};
