/*
 * text.c: the report for a person at a terminal, or for a log file.
 */
#include "config.h"

#include "format.h"
#include "location.h"
#include "text_page.h"
#include "policy/left_out.h"

#include <string.h>

#include "base/buf.h"

#define RESOLVED_MAX 20 /* listed; the others are counted */

/* There is none where build files are looked at. */
static void
engine(const struct text_page *p, const struct report *r)
{
	sink_puts(p->sink, "Engine   ");
	text_word(p, r->engine_name, strlen(r->engine_name));
	sink_puts(p->sink, " ");
	text_word(p, r->engine_version, strlen(r->engine_version));
	sink_puts(p->sink, ", API ");
	text_wrapped(p, r->api_version, 9, 9);
	sink_puts(p->sink, "At       ");
	text_wrapped(p, r->endpoint, 9, 9);
}

static void
heading(const struct text_page *p, const struct report *r)
{
	if (strcmp(r->source, "demo") == 0)
		sink_puts(p->sink,
		    "DEMONSTRATION: this is the built-in snapshot of a deliberately weak "
		    "host, not this machine\n");
	else if (strcmp(r->source, "snapshot") == 0)
		sink_puts(p->sink, "REPLAY of a recorded snapshot\n");
	text_word(p, r->tool_name, strlen(r->tool_name));
	sink_puts(p->sink, " ");
	text_word(p, r->tool_version, strlen(r->tool_version));
	sink_puts(p->sink, "\n\n");
	sink_puts(p->sink, "Host     ");
	text_wrapped(p, r->host, 9, 9);
	if (r->endpoint[0] != '\0')
		engine(p, r);
	sink_puts(p->sink, "Scanned  ");
	text_wrapped(p, r->started, 9, 9);
	if (r->tables_as_of[0] != '\0')
		sink_printf(p->sink,
		    "Tables   faults and ends of support as of %s, %lld day%s old\n",
		    r->tables_as_of, (long long)(r->tables_age_days > 0 ? r->tables_age_days : 0),
		    r->tables_age_days == 1 ? "" : "s");
	if (!r->privileged && r->endpoint[0] != '\0')
		sink_puts(p->sink, "Rights   not root: some things cannot be assessed\n");
}

/* The message, and what policy has put on the finding. */
static void
marked_message(struct buf *b, const struct finding *f)
{
	buf_puts(b, f->message);
	if (f->baseline != BASELINE_NONE && f->baseline != BASELINE_UNCHANGED)
		buf_printf(b, " (%s)", baseline_mark_name(f->baseline));
	if (f->waiver != NULL)
		buf_printf(b, " (waived until %s by %s: %s)", f->waiver->expires, f->waiver->owner,
		    f->waiver->justification);
	if (f->attestation != NULL)
		buf_printf(
		    b, " (attested by %s: %s)", f->attestation->by, f->attestation->evidence);
}

static void
finding(const struct text_page *p, const struct finding *f)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	location_subject(&b, f);
	for (size_t i = 0; i < b.len; i++) {
		if (b.data[i] ==
		    '\n') /* a name with several lines could show a verdict of its own */
			b.data[i] = ' ';
	}
	buf_puts(&b, ": ");
	marked_message(&b, f);
	sink_puts(p->sink, "         * ");
	text_wrapped(p, buf_str(&b), 11, 11);
	buf_free(&b);
}

static void
findings(const struct text_page *p, const struct check_result *c)
{
	unsigned shown = 0;
	size_t hidden = 0;

	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];

		if (f->status == STATUS_PASS ||
		    (f->status == STATUS_SKIP && c->status != STATUS_SKIP))
			continue;
		if (p->options->item_limit > 0 && shown == p->options->item_limit) {
			hidden++;
			continue;
		}
		shown++;
		finding(p, f);
	}
	if (hidden > 0)
		sink_printf(p->sink, "         ... and %zu more\n", hidden);
}

static void
check(const struct text_page *p, const struct check_result *c)
{
	size_t at = text_tag_width(c->status) + 1 + strlen(c->id) + 3;

	text_tag(p, c->status);
	sink_printf(p->sink, " %s - ", c->id);
	text_wrapped(p, c->title, at, 9);
	findings(p, c);
	if (p->options->remedies && c->status == STATUS_WARN) {
		sink_puts(p->sink, "         Remedy: ");
		text_wrapped(p, c->remedy, 17, 17);
	}
}

/* The earlier report, what has come and gone since, and where the two cannot be compared. */
static void
baseline(const struct text_page *p, const struct report *r)
{
	const struct baseline_source *b = r->baseline;
	struct buf line = BUF_INIT(TEXT_ROOM);

	if (b == NULL)
		return;
	buf_printf(&line, "%s%s%s%s%s: ", b->file, b->host[0] ? ", host " : "", b->host,
	    b->date[0] ? ", scanned " : "", b->date);
	buf_printf(&line, "%zu new, %zu changed, %zu unchanged, %zu of new checks, %zu resolved",
	    r->n_new, r->n_changed, r->n_unchanged, r->n_new_check, r->n_resolved);
	text_labelled(p, "Baseline", buf_str(&line));
	for (size_t i = 0; i < b->n_notes; i++)
		text_labelled(p, "", b->notes[i]);
	for (size_t i = 0; i < r->n_resolved && i < RESOLVED_MAX; i++) {
		buf_free(&line);
		buf_printf(&line, "%s %s %s: %s", r->resolved[i].check,
		    subject_kind_name(r->resolved[i].subject.kind), r->resolved[i].subject.name,
		    r->resolved[i].message);
		text_labelled(p, "Resolved", buf_str(&line));
	}
	if (r->n_resolved > RESOLVED_MAX)
		sink_printf(p->sink, "           and %zu more\n", r->n_resolved - RESOLVED_MAX);
	buf_free(&line);
}

#define LEFT_OUT_SHOWN 5

static void
left_out(const struct text_page *p, const struct report *r)
{
	struct buf line = BUF_INIT(TEXT_ROOM);

	left_out_text(r, LEFT_OUT_SHOWN, &line);
	if (line.len > 0)
		text_labelled(p, "Left out", buf_str(&line));
	for (size_t i = 0; i < r->n_selection_notes; i++)
		text_labelled(p, i == 0 ? "Note" : "", r->selection_notes[i]);
	buf_free(&line);
}

static void
notices(const struct text_page *p, const struct report *r)
{
	struct buf line = BUF_INIT(TEXT_ROOM);

	if (r->n_waived + r->n_attested > 0)
		sink_printf(p->sink, "Waived     %zu findings, %zu attested by a person\n",
		    r->n_waived, r->n_attested);
	for (size_t i = 0; i < r->n_waiver_notices; i++) {
		buf_free(&line);
		buf_printf(
		    &line, "%s: %s", r->waiver_notices[i].source, r->waiver_notices[i].message);
		text_labelled(p, "Waivers", buf_str(&line));
	}
	if (r->view[0] != '\0') {
		buf_free(&line);
		buf_printf(&line, "%zu findings (%s); they count all the same", r->hidden_findings,
		    r->view);
		text_labelled(p, "Hidden", buf_str(&line));
	}
	buf_free(&line);
}

static void
summary(const struct text_page *p, const struct report *r)
{
	sink_puts(p->sink, "\nSummary\n");
	text_counts(p, "Checks     ", r->checks_by_status);
	text_counts(p, "Findings   ", r->findings_by_status);
	sink_puts(p->sink, "WARN by    ");
	for (int s = N_SEVERITY - 1; s >= 0; s--)
		sink_printf(p->sink, "%zu %s%s", r->warns_by_severity[s],
		    severity_name((enum severity)s), s > 0 ? ", " : "\n");
	if (r->score >= 0)
		sink_printf(p->sink,
		    "Score      %d of 100 (PASS among PASS and WARN, by severity)\n", r->score);
	left_out(p, r);
	for (size_t i = 0; i < r->n_notifications; i++) {
		struct buf line = BUF_INIT(TEXT_ROOM);

		buf_printf(
		    &line, "%s: %s", r->notifications[i].source, r->notifications[i].message);
		text_labelled(p, "Not read", buf_str(&line));
		buf_free(&line);
	}
	baseline(p, r);
	notices(p, r);
	text_gate(p, r);
}

static int
write_text(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	const struct text_page page = { s, o };
	const char *section = "";

	(void)err;
	heading(&page, r);
	for (size_t i = 0; i < r->n_checks; i++) {
		if (strcmp(section, r->checks[i].section_id) != 0) {
			section = r->checks[i].section_id;
			sink_printf(s, "\n%s - ", section);
			text_wrapped(&page, r->checks[i].section, strlen(section) + 3, 9);
		}
		check(&page, &r->checks[i]);
	}
	summary(&page, r);
	return 0;
}

const struct format format_text = {
	.name = "text",
	.extension = "txt",
	.media_type = "text/plain",
	.summary = "for a person: coloured on a terminal",
	.write = write_text,
	.fleet = &text_fleet,
};
