/*
 * tap.c: the Test Anything Protocol, version 14: a test for each check. Strings of its diagnostics
 * are JSON strings, which are YAML, too.
 */
#include "config.h"

#include "format.h"
#include "json_writer.h"
#include "location.h"
#include "fleet/fleet.h"
#include "policy/left_out.h"

#include <string.h>

#define SUBTEST_MAX ((size_t)1 << 30) /* of one host, while it is indented */

/* A description: "#" would begin a directive. */
static void
description(struct sink *s, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '#' || *text == '\\')
			sink_printf(s, "\\%c", *text);
		else if (*text == '\n')
			sink_puts(s, " ");
		else
			sink_write(s, text, 1);
	}
}

static void
quoted(struct sink *s, const char *indent, const char *name, const char *value)
{
	struct json_writer w;

	sink_puts(s, indent);
	sink_puts(s, name);
	sink_puts(s, ": ");
	jw_start(&w, s);
	jw_string(&w, NULL, value);
	sink_puts(s, "\n");
}

static void
diagnostics(struct sink *s, const struct check_result *c)
{
	sink_puts(s, "  ---\n");
	quoted(s, "  ", "severity", severity_name(c->severity));
	quoted(s, "  ", "status", status_name(c->status));
	if (c->status == STATUS_WARN)
		quoted(s, "  ", "remedy", c->remedy);
	sink_puts(s, "  findings:\n");
	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];
		struct buf subject = BUF_INIT(TEXT_ROOM);

		if (f->status != c->status)
			continue;
		location_subject(&subject, f);
		quoted(s, "    - ", "subject", buf_str(&subject));
		quoted(s, "      ", "message", f->message);
		buf_free(&subject);
	}
	sink_puts(s, "  ...\n");
}

static const char *
reason(const struct check_result *c)
{
	for (size_t i = 0; i < c->n_findings; i++) {
		if (c->findings[i].status == c->status)
			return c->findings[i].message;
	}
	return "";
}

static bool
is_accepted(const struct check_result *c)
{
	for (size_t i = 0; i < c->n_findings; i++) {
		if (c->findings[i].status >= STATUS_ERROR && !finding_is_accepted(&c->findings[i]))
			return false;
	}
	return true;
}

static void
test(struct sink *s, const struct check_result *c, size_t number)
{
	bool bad = c->status == STATUS_WARN || c->status == STATUS_ERROR;

	sink_printf(s, "%s %zu - %s ", bad ? "not ok" : "ok", number, c->id);
	description(s, c->title);
	if (bad && is_accepted(c)) /* a TODO may fail */
		sink_puts(s, " # TODO waived, or known to the baseline");
	if (c->status == STATUS_SKIP || c->status == STATUS_NOTE) {
		sink_puts(
		    s, c->status == STATUS_NOTE ? " # SKIP for a person to decide: " : " # SKIP ");
		description(s, reason(c));
	}
	sink_puts(s, "\n");
	if (bad)
		diagnostics(s, c);
}

static void
comment(struct sink *s, const char *text)
{
	sink_puts(s, "# ");
	description(s, text);
	sink_puts(s, "\n");
}

static void
left_out(struct sink *s, const struct report *r)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	if (r->left_out_checks + r->left_out_subjects > 0) {
		buf_printf(&b, "left out by the selection (%s): ", r->selection);
		left_out_text(r, LEFT_OUT_NAMED, &b);
		comment(s, buf_str(&b));
	}
	for (size_t i = 0; i < r->n_selection_notes; i++)
		comment(s, r->selection_notes[i]);
	buf_free(&b);
}

static void
tests(struct sink *s, const struct report *r)
{
	sink_printf(
	    s, "1..%zu%s\n", r->n_checks, r->n_checks == 0 ? " # SKIP no check was selected" : "");
	left_out(s, r);
	for (size_t i = 0; i < r->n_checks; i++)
		test(s, &r->checks[i], i + 1);
}

static int
write_tap(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	(void)o, (void)err;
	sink_puts(s, "TAP version 14\n");
	tests(s, r);
	return 0;
}

/* ---- many hosts: a test for each, with its checks as a subtest ------------------------------ */

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	(void)err;
	sink_printf(p->sink, "TAP version 14\n1..%zu\n", p->fleet->n_hosts + p->fleet->n_unread);
	return 0;
}

static bool
is_good(const struct report *r)
{
	for (size_t i = 0; i < r->n_checks; i++) {
		if (r->checks[i].status >= STATUS_ERROR && !is_accepted(&r->checks[i]))
			return false;
	}
	return true;
}

static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	struct buf b = BUF_INIT(SUBTEST_MAX);
	struct sink inner;
	const char *line, *end;

	sink_to_buf(&inner, &b);
	tests(&inner, r);
	if (sink_error(&inner) != 0) {
		buf_free(&b);
		return err_set(err, EXIT_OUTPUT, "the subtest of %s is too long", h->name);
	}
	sink_puts(p->sink, "# Subtest: ");
	description(p->sink, h->name);
	sink_puts(p->sink, "\n");
	for (line = buf_str(&b); *line != '\0'; line = end) {
		end = line + strcspn(line, "\n") + 1;
		sink_puts(p->sink, "    ");
		sink_write(p->sink, line, (size_t)(end - line));
	}
	buf_free(&b);
	sink_printf(
	    p->sink, "%s %zu - ", is_good(r) ? "ok" : "not ok", (size_t)(h - p->fleet->hosts) + 1);
	description(p->sink, h->name);
	sink_puts(p->sink, "\n");
	return 0;
}

static void
end_fleet(struct fleet_page *p)
{
	for (size_t i = 0; i < p->fleet->n_unread; i++) {
		sink_printf(p->sink, "not ok %zu - ", p->fleet->n_hosts + i + 1);
		description(p->sink, p->fleet->unread[i].file);
		sink_puts(p->sink, "\n  ---\n");
		quoted(p->sink, "  ", "message", p->fleet->unread[i].problem);
		sink_puts(p->sink, "  ...\n");
	}
}

static const struct fleet_writer fleet = { begin_fleet, write_host, end_fleet };

const struct format format_tap = {
	.name = "tap",
	.extension = "tap",
	.media_type = "text/plain",
	.summary = "TAP 14: a test for each check",
	.write = write_tap,
	.fleet = &fleet,
};
