/*
 * csv.c: RFC 4180, one finding a row, for spreadsheets. A cell that a spreadsheet would take for a
 * formula begins with an apostrophe.
 */
#include "config.h"

#include "format.h"
#include "fleet/fleet.h"

#include <ctype.h>
#include <string.h>

/* Some programs skip blanks before they look. */
static bool
is_formula(const char *s)
{
	/* Full-width forms of = + - @ count for some programs, too. */
	static const char *const starts[] = { "=", "+", "-", "@", "\xef\xbc\x9d", "\xef\xbc\x8b",
		"\xef\xbc\x8d", "\xef\xbc\xa0" };

	if (isalnum((unsigned char)*s)) /* nearly all */
		return false;
	if (*s == '\t' || *s == '\r')
		return true;
	s += strspn(s, " \t\r\n");
	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		if (strncmp(s, starts[i], strlen(starts[i])) == 0)
			return true;
	}
	return false;
}

/* Text inside of a cell. */
static void
inside(struct sink *s, const char *text)
{
	const char *quote;

	while ((quote = strchr(text, '"')) != NULL) {
		sink_write(s, text, (size_t)(quote - text));
		sink_write(s, "\"\"", 2);
		text = quote + 1;
	}
	sink_puts(s, text);
}

static void
cell(struct sink *s, const char *text, const char *end)
{
	sink_write(s, "\"", 1);
	if (is_formula(text))
		sink_puts(s, "'");
	inside(s, text);
	sink_write(s, "\"", 1);
	sink_puts(s, end);
}

/* What was expected, a line for each piece of evidence: does that begin like a formula? */
static bool
expects_formula(const struct finding *f)
{
	for (size_t i = 0; i < f->n_evidence; i++) {
		const char *text = f->evidence[i].expected;

		if (i > 0) /* behind a line's end */
			text += strspn(text, " \t\r\n");
		if (is_formula(text))
			return true;
		if (text[strspn(text, " \t\r\n")] != '\0')
			return false;
	}
	return false;
}

/* All pieces of evidence in one cell, a line each. */
static void
evidence_cells(struct sink *s, const struct finding *f)
{
	sink_puts(s, "\"");
	if (f->n_evidence > 0 && is_formula(f->evidence[0].what))
		sink_puts(s, "'");
	for (size_t i = 0; i < f->n_evidence; i++) {
		const struct evidence *e = &f->evidence[i];

		sink_puts(s, i > 0 ? "\n" : "");
		inside(s, e->what);
		sink_puts(s, " (");
		inside(s, evidence_source(f, e));
		if (e->line > 0)
			sink_printf(s, ", line %lld", (long long)e->line);
		sink_puts(s, "): ");
		inside(s, e->actual);
	}
	sink_puts(s, expects_formula(f) ? "\",\"'" : "\",\"");
	for (size_t i = 0; i < f->n_evidence; i++) {
		sink_puts(s, i > 0 ? "\n" : "");
		inside(s, f->evidence[i].expected);
	}
	sink_puts(s, "\",");
}

static void
row(struct sink *s, const struct report *r, const struct check_result *c, const struct finding *f)
{
	char room[65];

	cell(s, r->host, ",");
	cell(s, r->started, ",");
	cell(s, c->id, ",");
	cell(s, c->title, ",");
	cell(s, c->section, ",");
	cell(s, severity_name(c->severity), ",");
	cell(s, status_name(f->status), ",");
	cell(s, subject_kind_name(f->subject->kind), ",");
	cell(s, f->subject->name, ",");
	cell(s, f->message, ",");
	evidence_cells(s, f);
	cell(s, c->remedy, ",");
	cell(s, finding_fingerprint(c, f, room), ",");
	cell(s, f->baseline != BASELINE_NONE ? baseline_mark_name(f->baseline) : "", ",");
	cell(s, f->waiver != NULL ? f->waiver->expires : "", ",");
	cell(s, f->waiver != NULL ? f->waiver->owner : "", ",");
	cell(s, f->waiver != NULL ? f->waiver->justification : "", "\r\n");
}

static void
header(struct sink *s)
{
	sink_puts(s, "host,scanned,check,title,section,severity,status,subject kind,subject,"
		     "message,evidence,expected,remedy,fingerprint,"
		     "baseline,waived until,waived by,justification\r\n");
}

static void
rows(struct sink *s, const struct report *r)
{
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++)
			row(s, r, &r->checks[i], &r->checks[i].findings[k]);
	}
}

static int
write_csv(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	(void)o, (void)err;
	header(s);
	rows(s, r);
	return 0;
}

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	(void)err;
	header(p->sink);
	return 0;
}

static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	(void)h, (void)err;
	rows(p->sink, r);
	return 0;
}

static const struct fleet_writer fleet = { begin_fleet, write_host, NULL };

const struct format format_csv = {
	.name = "csv",
	.extension = "csv",
	.media_type = "text/csv",
	.summary = "one finding a row, for spreadsheets (RFC 4180, safe against formulas)",
	.write = write_csv,
	.fleet = &fleet,
};
