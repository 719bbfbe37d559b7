/*
 * waivers.c: a waiver file to fill in: one entry for each check and subject that is WARN and that
 * nobody answers for yet. Who is to answer, and why, is left empty: the file is refused until
 * somebody has said it.
 */
#include "config.h"

#include "format.h"

#include <string.h>
#include <time.h>

#include "dates.h"

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

static void
entry(struct sink *s, const struct check_result *c, const struct finding *f, const char *expires)
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

static int
write_waivers(
    const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	char expires[32] = "2026-12-31";
	int64_t started = 0;
	time_t end;
	struct tm tm;
	size_t n = 0;

	(void)o, (void)err;
	if (date_parse(r->started, &started)) {
		end = (time_t)(started + (int64_t)STUB_DAYS * DAY_SECONDS);
		if (gmtime_r(&end, &tm) != NULL)
			strftime(expires, sizeof expires, "%Y-%m-%d", &tm);
	}
	sink_puts(s, "# Waivers for ");
	comment(s, r->host);
	sink_puts(s, "# Scanned was ");
	comment(s, r->selection);
	sink_puts(
	    s, "# A gate with another selection (--profile, -c ...) may find more than this.\n");
	sink_puts(s, "# Keep what somebody answers for, say why and who, and take the rest out.\n"
		     "waivers:");
	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check_result *c = &r->checks[i];
		size_t told = c->n_findings;

		for (size_t k = 0; k < c->n_findings; k++) {
			const struct finding *f = &c->findings[k];

			if (f->status != STATUS_WARN || f->waiver != NULL || is_told(c, k, told))
				continue;
			told = k;
			n++;
			entry(s, c, f, expires);
		}
	}
	sink_puts(s, n > 0 ? "" : " []\n");
	return 0;
}

const struct format format_waivers = {
	.name = "waivers",
	.extension = "yaml",
	.media_type = "application/yaml",
	.summary = "a waiver file to fill in, of what is WARN and not waived",
	.write = write_waivers,
};
