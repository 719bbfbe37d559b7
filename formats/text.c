/*
 * text.c: the report for a person at a terminal, or for a log file.
 */
#include "config.h"

#include "format.h"
#include "left_out.h"
#include "location.h"

#include <string.h>

#include "buf.h"

#define RESOLVED_MAX 20 /* listed; the others are counted */

static const struct look {
	const char *tag, *color;
} looks[N_STATUS] = {
	[STATUS_SKIP] = { "SKIP", "\033[90m" },
	[STATUS_INFO] = { "INFO", "\033[34m" },
	[STATUS_PASS] = { "PASS", "\033[32m" },
	[STATUS_NOTE] = { "NOTE", "\033[33m" },
	[STATUS_ERROR] = { "ERROR", "\033[35m" },
	[STATUS_WARN] = { "WARN", "\033[31m" },
};

struct page {
	struct sink *sink;
	const struct format_options *options;
};

static void
tag(const struct page *p, enum status status)
{
	if (p->options->color)
		sink_printf(p->sink, "%s[%s]\033[0m", looks[status].color, looks[status].tag);
	else
		sink_printf(p->sink, "[%s]", looks[status].tag);
}

/* Columns of a UTF-8 text: its characters, since wide ones are rare in names. */
static size_t
columns(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	return count;
}

/*
 * What a log or terminal without UTF-8 cannot show becomes "?". A line ends where we want it to: a
 * name cannot begin one that looks like a verdict.
 */
static void
put_word(const struct page *p, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '\n' || c == '\t')
			sink_puts(p->sink, " ");
		else if (c < 0x80 || p->options->utf8)
			sink_write(p->sink, s + i, 1);
		else if ((c & 0xc0) != 0x80)
			sink_puts(p->sink, "?");
	}
}

static void
indent_to(const struct page *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sink_puts(p->sink, " ");
}

/* Prints words from column `at`, wrapped, with a hanging indent; ends the line. */
static void
wrapped(const struct page *p, const char *text, size_t at, size_t indent)
{
	size_t width = p->options->width;
	bool first = true;

	text += strspn(text, "\n"); /* nothing is printed before it, but a label */
	while (*text != '\0') {
		size_t n = strcspn(text, " \n"), cols = columns(text, n);

		if (*text == '\n') {
			sink_puts(p->sink, "\n");
			text++;
			if (*text != '\n' && *text != '\0')
				indent_to(p, indent);
			at = indent;
			first = true;
			continue;
		}
		if (!first && width > 0 && at + 1 + cols > width) {
			sink_puts(p->sink, "\n");
			indent_to(p, indent);
			at = indent;
		} else if (!first && n > 0) {
			sink_puts(p->sink, " ");
			at++;
		}
		put_word(p, text, n);
		at += cols;
		first = first && n == 0;
		text += n;
		if (*text == ' ')
			text++;
	}
	sink_puts(p->sink, "\n");
}

/* There is none where build files are looked at. */
static void
engine(const struct page *p, const struct report *r)
{
	sink_puts(p->sink, "Engine   ");
	put_word(p, r->engine_name, strlen(r->engine_name));
	sink_puts(p->sink, " ");
	put_word(p, r->engine_version, strlen(r->engine_version));
	sink_puts(p->sink, ", API ");
	wrapped(p, r->api_version, 9, 9);
	sink_puts(p->sink, "At       ");
	wrapped(p, r->endpoint, 9, 9);
}

static void
heading(const struct page *p, const struct report *r)
{
	if (strcmp(r->source, "demo") == 0)
		sink_puts(p->sink,
		    "DEMONSTRATION: this is the built-in snapshot of a deliberately weak "
		    "host, not this machine\n");
	else if (strcmp(r->source, "snapshot") == 0)
		sink_puts(p->sink, "REPLAY of a recorded snapshot\n");
	put_word(p, r->tool_name, strlen(r->tool_name));
	sink_puts(p->sink, " ");
	put_word(p, r->tool_version, strlen(r->tool_version));
	sink_puts(p->sink, "\n\n");
	sink_puts(p->sink, "Host     ");
	wrapped(p, r->host, 9, 9);
	if (r->endpoint[0] != '\0')
		engine(p, r);
	sink_puts(p->sink, "Scanned  ");
	wrapped(p, r->started, 9, 9);
	if (r->tables_as_of[0] != '\0')
		sink_printf(p->sink,
		    "Tables   faults and ends of support as of %s, %lld days old\n",
		    r->tables_as_of, (long long)(r->tables_age_days > 0 ? r->tables_age_days : 0));
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
		buf_printf(b, " (attested by %s: %s)", f->attestation->by, f->attestation->evidence);
}

static void
finding(const struct page *p, const struct finding *f)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	location_subject(&b, f);
	for (size_t i = 0; i < b.len; i++) {
		if (b.data[i] == '\n') /* a name with several lines could show a verdict of its own */
			b.data[i] = ' ';
	}
	buf_puts(&b, ": ");
	marked_message(&b, f);
	sink_puts(p->sink, "         * ");
	wrapped(p, buf_str(&b), 11, 11);
	buf_free(&b);
}

static void
findings(const struct page *p, const struct check_result *c)
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
check(const struct page *p, const struct check_result *c)
{
	size_t at = strlen(looks[c->status].tag) + 3 + strlen(c->id) + 3;

	tag(p, c->status);
	sink_printf(p->sink, " %s - ", c->id);
	wrapped(p, c->title, at, 9);
	findings(p, c);
	if (p->options->remedies && c->status == STATUS_WARN) {
		sink_puts(p->sink, "         Remedy: ");
		wrapped(p, c->remedy, 17, 17);
	}
}

static void
count_line(const struct page *p, const char *name, const size_t counts[N_STATUS])
{
	static const enum status order[] = { STATUS_WARN, STATUS_ERROR, STATUS_NOTE, STATUS_PASS,
		STATUS_INFO, STATUS_SKIP };

	sink_puts(p->sink, name);
	for (size_t i = 0; i < N_STATUS; i++) {
		sink_printf(p->sink, "%s%zu ", i > 0 ? "  " : "", counts[order[i]]);
		tag(p, order[i]);
	}
	sink_puts(p->sink, "\n");
}

static void
labelled(const struct page *p, const char *label, const char *text)
{
	sink_printf(p->sink, "%-11s", label);
	wrapped(p, text, 11, 11);
}

/* The earlier report, what has come and gone since, and where the two cannot be compared. */
static void
baseline(const struct page *p, const struct report *r)
{
	const struct baseline_source *b = r->baseline;
	struct buf line = BUF_INIT(TEXT_ROOM);

	if (b == NULL)
		return;
	buf_printf(&line, "%s%s%s%s%s: ", b->file, b->host[0] ? ", host " : "", b->host,
	    b->date[0] ? ", scanned " : "", b->date);
	buf_printf(&line,
	    "%zu new, %zu changed, %zu unchanged, %zu of new checks, %zu resolved", r->n_new,
	    r->n_changed, r->n_unchanged, r->n_new_check, r->n_resolved);
	labelled(p, "Baseline", buf_str(&line));
	for (size_t i = 0; i < b->n_notes; i++)
		labelled(p, "", b->notes[i]);
	for (size_t i = 0; i < r->n_resolved && i < RESOLVED_MAX; i++) {
		buf_free(&line);
		buf_printf(&line, "%s %s %s: %s", r->resolved[i].check,
		    subject_kind_name(r->resolved[i].subject.kind), r->resolved[i].subject.name,
		    r->resolved[i].message);
		labelled(p, "Resolved", buf_str(&line));
	}
	if (r->n_resolved > RESOLVED_MAX)
		sink_printf(p->sink, "           and %zu more\n", r->n_resolved - RESOLVED_MAX);
	buf_free(&line);
}

#define LEFT_OUT_SHOWN 5

static void
left_out(const struct page *p, const struct report *r)
{
	struct buf line = BUF_INIT(TEXT_ROOM);

	left_out_text(r, LEFT_OUT_SHOWN, &line);
	if (line.len > 0)
		labelled(p, "Left out", buf_str(&line));
	for (size_t i = 0; i < r->n_selection_notes; i++)
		labelled(p, i == 0 ? "Note" : "", r->selection_notes[i]);
	buf_free(&line);
}

static void
notices(const struct page *p, const struct report *r)
{
	struct buf line = BUF_INIT(TEXT_ROOM);

	if (r->n_waived + r->n_attested > 0)
		sink_printf(p->sink, "Waived     %zu findings, %zu attested by a person\n", r->n_waived,
		    r->n_attested);
	for (size_t i = 0; i < r->n_waiver_notices; i++) {
		buf_free(&line);
		buf_printf(&line, "%s: %s", r->waiver_notices[i].source, r->waiver_notices[i].message);
		labelled(p, "Waivers", buf_str(&line));
	}
	if (r->view[0] != '\0') {
		buf_free(&line);
		buf_printf(&line, "%zu findings (%s); they count all the same", r->hidden_findings,
		    r->view);
		labelled(p, "Hidden", buf_str(&line));
	}
	buf_free(&line);
}

/* Which rule closes the gate, by which findings, and what to do about them. */
static void
gate_rule(const struct page *p, const struct gate_rule *rule)
{
	struct buf line = BUF_INIT(TEXT_ROOM);

	buf_printf(&line, "%s: %s", rule->name, rule->reason);
	labelled(p, "Closed by", buf_str(&line));
	for (size_t i = 0; i < rule->n_named; i++) {
		const struct gate_finding *g = &rule->named[i];

		buf_free(&line);
		buf_printf(&line, "%s %s, %s %s: %s", g->check->id, severity_name(g->check->severity),
		    subject_kind_name(g->finding->subject->kind), g->finding->subject->name,
		    g->finding->message);
		sink_puts(p->sink, "           * ");
		wrapped(p, buf_str(&line), 13, 13);
	}
	if (rule->n_findings > rule->n_named)
		sink_printf(p->sink, "           * and %zu more\n", rule->n_findings - rule->n_named);
	buf_free(&line);
}

static void
gate(const struct page *p, const struct report *r)
{
	const struct gate *g = &r->gate;
	struct buf line = BUF_INIT(TEXT_ROOM);

	buf_printf(&line, "%s, exit code %d (%s)", g->open ? "open" : "closed", g->exit_code, g->policy);
	labelled(p, "Gate", buf_str(&line));
	buf_free(&line);
	for (size_t i = 0; i < g->n_rules; i++)
		gate_rule(p, &g->rules[i]);
}

static void
summary(const struct page *p, const struct report *r)
{
	sink_puts(p->sink, "\nSummary\n");
	count_line(p, "Checks     ", r->checks_by_status);
	count_line(p, "Findings   ", r->findings_by_status);
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

		buf_printf(&line, "%s: %s", r->notifications[i].source, r->notifications[i].message);
		labelled(p, "Not read", buf_str(&line));
		buf_free(&line);
	}
	baseline(p, r);
	notices(p, r);
	gate(p, r);
}

static int
write_text(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	const struct page page = { s, o };
	const char *section = "";

	(void)err;
	heading(&page, r);
	for (size_t i = 0; i < r->n_checks; i++) {
		if (strcmp(section, r->checks[i].section_id) != 0) {
			section = r->checks[i].section_id;
			sink_printf(s, "\n%s - ", section);
			wrapped(&page, r->checks[i].section, strlen(section) + 3, 9);
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
};
