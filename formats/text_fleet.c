/*
 * text_fleet.c: the hosts of a merged report and what fails on them, for a person at a terminal:
 * the worst first.
 */
#include "config.h"

#include "text_page.h"
#include "fleet/fleet.h"

#include <string.h>

#include "base/buf.h"

#define HOSTS_NAMED 10 /* of a check; -n changes it */
#define FILES_NAMED 20

static void
heading(const struct text_page *p, const struct fleet *f)
{
	struct buf line = BUF_INIT(TEXT_ROOM);

	sink_puts(p->sink, PACKAGE_NAME " " PACKAGE_VERSION "\n\n");
	buf_printf(&line, "%zu, %zu of them with an open gate", f->n_hosts, f->n_clean);
	text_labelled(p, "Hosts", buf_str(&line));
	buf_free(&line);
	buf_printf(&line, "%s to %s", f->total->started, f->total->finished);
	text_labelled(p, "Scanned", buf_str(&line));
	buf_free(&line);
	for (size_t i = 0; f->n_versions > 1 && i < f->n_versions; i++)
		buf_printf(&line, "%s%s on %zu", i > 0 ? ", " : "", f->versions[i].version,
		    f->versions[i].n_hosts);
	if (line.len > 0)
		text_labelled(p, "Versions", buf_str(&line));
	buf_free(&line);
}

/* Hosts that could not be assessed, and reports that newer ones replace. */
static void
inputs(const struct text_page *p, const struct fleet *f)
{
	struct buf line = BUF_INIT(TEXT_ROOM);

	for (size_t i = 0; i < f->n_unread; i++)
		text_labelled(p, "Not read", f->unread[i].problem);
	for (size_t i = 0; i < f->n_replaced && i < FILES_NAMED; i++) {
		const struct fleet_replaced *x = &f->replaced[i];

		buf_free(&line);
		buf_printf(&line, "%s: an older report of %s (%s) than %s", x->file, x->host,
		    x->finished, x->by_file);
		text_labelled(p, "Left out", buf_str(&line));
	}
	buf_free(&line);
	if (f->n_replaced > FILES_NAMED)
		sink_printf(p->sink, "           and %zu more older reports\n",
		    f->n_replaced - FILES_NAMED);
}

static void
host(const struct text_page *p, const struct fleet_host *h)
{
	for (int s = N_SEVERITY - 1; s >= 0; s--)
		sink_printf(p->sink, "%9zu", h->open_by_severity[s]);
	sink_printf(p->sink, "%9zu", h->findings_by_status[STATUS_ERROR]);
	if (h->score >= 0)
		sink_printf(p->sink, "%7d  ", h->score);
	else
		sink_puts(p->sink, "      -  ");
	text_word(p, h->name, strlen(h->name));
	sink_puts(p->sink, h->gate_open ? "\n" : " *\n");
}

static void
hosts(const struct text_page *p, const struct fleet *f)
{
	size_t limit = p->options->item_limit > 0 ? p->options->item_limit : f->n_hosts;

	sink_puts(p->sink,
	    "\nHosts, the worst first: WARN by severity, what could not be assessed, "
	    "score (* gate closed)\n");
	for (int s = N_SEVERITY - 1; s >= 0; s--)
		sink_printf(p->sink, "%9s", severity_name((enum severity)s));
	sink_puts(p->sink, "    ERROR  score  host\n");
	for (size_t i = 0; i < f->n_hosts && i < limit; i++)
		host(p, f->worst[i]);
	if (f->n_hosts > limit)
		sink_printf(p->sink, "         ... and %zu more\n", f->n_hosts - limit);
}

/* "on 12 of 30 hosts: web1 web2 ... and 2 more" */
static void
hosts_of(const struct text_page *p, const struct fleet *f, size_t check, enum status status)
{
	size_t all = f->checks[check].hosts_by_status[status], n = 0;
	size_t limit = p->options->item_limit > 0 ? p->options->item_limit : HOSTS_NAMED;
	struct buf line = BUF_INIT(TEXT_ROOM);

	buf_printf(&line, "on %zu of %zu hosts:", all, f->n_hosts);
	for (size_t i = 0; i < f->n_hosts && n < limit; i++) {
		if (fleet_status(f->worst[i], check) != (unsigned)status)
			continue;
		buf_printf(&line, "%s %s", n > 0 ? "," : "", f->worst[i]->name);
		n++;
	}
	if (n < all)
		buf_printf(&line, " and %zu more", all - n);
	text_indent(p, 9);
	text_wrapped(p, buf_str(&line), 9, 11);
	buf_free(&line);
}

static void
groups(const struct text_page *p, const struct fleet *f, size_t check, enum status status)
{
	const struct fleet_check *c = &f->checks[check];
	struct buf line = BUF_INIT(TEXT_ROOM);

	for (size_t i = 0; i < c->n_groups; i++) {
		const struct fleet_group *g = &c->groups[i];

		if (g->status != status)
			continue;
		buf_free(&line);
		buf_printf(&line, "%s (%zu finding%s on %zu host%s, %s%s)", g->message,
		    g->n_findings, g->n_findings == 1 ? "" : "s", g->n_hosts,
		    g->n_hosts == 1 ? "" : "s", g->n_hosts == 1 ? "" : "such as ", g->host);
		sink_puts(p->sink, "         * ");
		text_wrapped(p, buf_str(&line), 11, 11);
	}
	buf_free(&line);
	if (c->n_more > 0)
		sink_printf(
		    p->sink, "         * and %zu more findings that say other things\n", c->n_more);
}

static void
check(const struct text_page *p, const struct fleet *f, size_t i, enum status status)
{
	const struct check_result *c = &f->total->checks[i];
	const char *severity = severity_name(c->severity);

	text_tag(p, status);
	sink_printf(p->sink, " %s %s - ", c->id, severity);
	text_wrapped(p, c->title, text_tag_width(status) + strlen(c->id) + strlen(severity) + 5, 9);
	hosts_of(p, f, i, status);
	groups(p, f, i, status);
	if (p->options->remedies && status == STATUS_WARN) {
		sink_puts(p->sink, "         Remedy: ");
		text_wrapped(p, c->remedy, 17, 17);
	}
}

static void
checks(const struct text_page *p, const struct fleet *f)
{
	bool begun = false;

	if (f->n_failing > 0)
		sink_puts(p->sink, "\nChecks that fail, the most severe first\n");
	for (size_t i = 0; i < f->n_failing; i++)
		check(p, f, f->failing[i], STATUS_WARN);
	for (size_t i = 0; i < f->total->n_checks; i++) {
		if (f->checks[i].hosts_by_status[STATUS_ERROR] == 0)
			continue;
		if (!begun)
			sink_puts(p->sink, "\nChecks that could not be assessed everywhere\n");
		begun = true;
		check(p, f, i, STATUS_ERROR);
	}
}

static void
notices(const struct text_page *p, const struct report *t)
{
	struct buf line = BUF_INIT(TEXT_ROOM);

	for (size_t i = 0; i < t->n_notifications; i++) {
		buf_free(&line);
		buf_printf(
		    &line, "%s: %s", t->notifications[i].source, t->notifications[i].message);
		text_labelled(p, "Not read", buf_str(&line));
	}
	for (size_t i = 0; i < t->n_waiver_notices; i++) {
		buf_free(&line);
		buf_printf(
		    &line, "%s: %s", t->waiver_notices[i].source, t->waiver_notices[i].message);
		text_labelled(p, "Waivers", buf_str(&line));
	}
	buf_free(&line);
}

static void
summary(const struct text_page *p, const struct fleet *f)
{
	const struct report *t = f->total;
	struct buf line = BUF_INIT(TEXT_ROOM);

	sink_puts(p->sink, "\nSummary\n");
	text_counts(p, "Checks     ", t->checks_by_status);
	text_counts(p, "Findings   ", t->findings_by_status);
	if (t->score >= 0)
		sink_printf(p->sink, "Score      %d of 100, the mean of all hosts\n", t->score);
	if (t->n_waived + t->n_attested > 0)
		sink_printf(p->sink, "Waived     %zu findings, %zu attested by a person\n",
		    t->n_waived, t->n_attested);
	if (f->n_compared > 0) {
		buf_printf(&line,
		    "%zu of the hosts were compared with an earlier report: %zu new, %zu changed, "
		    "%zu "
		    "unchanged, %zu of new checks",
		    f->n_compared, t->n_new, t->n_changed, t->n_unchanged, t->n_new_check);
		text_labelled(p, "Baseline", buf_str(&line));
	}
	buf_free(&line);
	notices(p, t);
	inputs(p, f);
	text_gate(p, t);
}

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	const struct text_page page = { p->sink, p->options };

	(void)err;
	heading(&page, p->fleet);
	hosts(&page, p->fleet);
	checks(&page, p->fleet);
	summary(&page, p->fleet);
	return 0;
}

const struct fleet_writer text_fleet = { begin_fleet, NULL, NULL };
