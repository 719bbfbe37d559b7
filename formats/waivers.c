/*
 * waivers.c: a waiver file to fill in: one entry for each check and subject that is WARN and that
 * nobody answers for yet. Who is to answer, and why, is left empty: the file is refused until
 * somebody has said it.
 */
#include "config.h"

#include "format.h"
#include "fleet/fleet.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/dates.h"

#define STUB_DAYS 90 /* from the scan; to be changed by whoever fills the file in */

/* In double quotes; control characters do not get into a report. */
static void
quoted(struct sink *s, const char *text, bool as_pattern)
{
	sink_puts(s, "\"");
	for (; *text != '\0'; text++) {
		if (as_pattern && strchr("*?[\\", *text) != NULL)
			sink_puts(s, "\\\\");
		if (*text == '\n' || *text == '\t')
			sink_puts(s, *text == '\n' ? "\\n" : "\\t");
		else if (*text == '"' || *text == '\\')
			sink_printf(s, "\\%c", *text);
		else
			sink_write(s, text, 1);
	}
	sink_puts(s, "\"");
}

/* A comment ends with its line. */
static void
comment(struct sink *s, const char *text)
{
	for (; *text != '\0'; text++)
		sink_write(s, *text == '\n' || *text == '\t' ? " " : text, 1);
	sink_puts(s, "\n");
}

/* `host` is NULL where there is one only. */
static void
entry(struct sink *s, const struct check_result *c, const struct finding *f, const char *expires,
    const char *host)
{
	sink_puts(s, "\n  # ");
	comment(s, c->title);
	sink_puts(s, "  # ");
	comment(s, f->message);
	sink_puts(s, "  - check: ");
	quoted(s, c->id, false);
	sink_puts(s, "\n    subject:\n      kind: ");
	sink_puts(s, subject_kind_name(f->subject->kind));
	sink_puts(s, "\n      name: ");
	quoted(s, f->subject->name, true);
	if (host != NULL) {
		sink_puts(s, "\n      host: ");
		quoted(s, host, true);
	}
	sink_printf(s,
	    "\n    justification: \"\"  # why this may stay\n    owner: \"\"  # who answers for "
	    "it\n"
	    "    expires: %s\n",
	    expires);
}

/* Findings of one subject are neighbours: items of one subject become one entry. */
static bool
is_told(const struct check_result *c, size_t k, size_t told)
{
	const struct subject *a, *b = c->findings[k].subject;

	if (told >= k)
		return false;
	a = c->findings[told].subject;
	return a->kind == b->kind && strcmp(a->name, b->name) == 0;
}

static void
begin(struct sink *s, const char *hosts, const char *selection)
{
	sink_puts(s, "# Waivers for ");
	comment(s, hosts);
	sink_puts(s, "# Scanned was ");
	comment(s, selection);
	sink_puts(
	    s, "# A gate with another selection (--profile, -c ...) may find more than this.\n");
	sink_puts(s, "# Keep what somebody answers for, say why and who, and take the rest out.\n"
		     "waivers:");
}

/* How many there are. */
static size_t
entries(struct sink *s, const struct report *r, const char *host)
{
	char expires[32] = "2026-12-31";
	int64_t started = 0;
	time_t end;
	struct tm tm;
	size_t n = 0;

	if (date_parse(r->started, &started)) {
		end = (time_t)(started + (int64_t)STUB_DAYS * DAY_SECONDS);
		if (gmtime_r(&end, &tm) != NULL)
			strftime(expires, sizeof expires, "%Y-%m-%d", &tm);
	}
	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check_result *c = &r->checks[i];
		size_t told = c->n_findings;

		for (size_t k = 0; k < c->n_findings; k++) {
			const struct finding *f = &c->findings[k];

			if (f->status != STATUS_WARN || f->waiver != NULL || is_told(c, k, told))
				continue;
			told = k;
			n++;
			entry(s, c, f, expires, host);
		}
	}
	return n;
}

static int
write_waivers(
    const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	(void)o, (void)err;
	begin(s, r->host, r->selection);
	sink_puts(s, entries(s, r, NULL) > 0 ? "" : " []\n");
	return 0;
}

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	(void)err;
	p->state = xmalloc(sizeof(size_t));
	*(size_t *)p->state = 0;
	begin(p->sink, p->fleet->total->host, "what each host's report tells");
	return 0;
}

/* A waiver is compared with what the report itself calls its host. */
static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	(void)err;
	*(size_t *)p->state += entries(p->sink, r, h->host);
	return 0;
}

static void
end_fleet(struct fleet_page *p)
{
	sink_puts(p->sink, *(size_t *)p->state > 0 ? "" : " []\n");
	free(p->state);
}

static const struct fleet_writer fleet = { begin_fleet, write_host, end_fleet };

const struct format format_waivers = {
	.name = "waivers",
	.extension = "yaml",
	.media_type = "application/yaml",
	.summary = "a waiver file to fill in, of what is WARN and not waived",
	.write = write_waivers,
	.fleet = &fleet,
};
