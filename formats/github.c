/*
 * github.c: workflow commands of GitHub Actions, which become annotations. Only ten of each kind
 * are shown for a step: the most severe come first, and one more line counts the rest.
 */
#include "config.h"

#include "format.h"
#include "location.h"
#include "order.h"
#include "fleet/fleet.h"
#include "policy/left_out.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 10

static const char *const commands[N_SEVERITY] = {
	[SEVERITY_INFO] = "notice",
	[SEVERITY_LOW] = "notice",
	[SEVERITY_MEDIUM] = "warning",
	[SEVERITY_HIGH] = "error",
	[SEVERITY_CRITICAL] = "error",
};

/* Values of properties must not hold ":" and ",", either. */
static void
escaped(struct sink *s, const char *text, bool property)
{
	for (; *text != '\0'; text++) {
		if (*text == '%' || *text == '\r' || *text == '\n' ||
		    (property && (*text == ':' || *text == ',')))
			sink_printf(s, "%%%02X", (unsigned char)*text);
		else
			sink_write(s, text, 1);
	}
}

static void
annotation(struct sink *s, const struct finding_ref *ref, const char *command)
{
	struct buf path = BUF_INIT(TEXT_ROOM), subject = BUF_INIT(TEXT_ROOM);

	location_path(&path, ref->finding);
	location_subject(&subject, ref->finding);
	sink_printf(s, "::%s file=", command);
	escaped(s, buf_str(&path), true);
	sink_printf(s, ",line=%lld,title=", (long long)location_line(ref->finding));
	escaped(s, ref->check->id, true);
	sink_puts(s, " ");
	escaped(s, ref->check->title, true);
	sink_puts(s, "::");
	escaped(s, buf_str(&subject), false);
	sink_puts(s, ": ");
	escaped(s, ref->finding->message, false);
	sink_puts(s, "%0A");
	escaped(s, ref->check->remedy, false);
	sink_puts(s, "\n");
	buf_free(&path);
	buf_free(&subject);
}

/* What is accepted fails nothing: it is no annotation. */
static bool
becomes(const struct finding_ref *ref, const char *command)
{
	return strcmp(commands[ref->check->severity], command) == 0 &&
	       !finding_is_accepted(ref->finding);
}

/* Everything that becomes one command, as far as there is room; one line counts the others. */
static void
of_command(
    struct sink *s, const struct finding_ref *refs, size_t n, const char *command, size_t room)
{
	size_t all = 0, shown = 0;

	for (size_t i = 0; i < n; i++)
		all += becomes(&refs[i], command);
	if (all > room)
		room--;
	for (size_t i = 0; i < n && shown < room; i++) {
		if (!becomes(&refs[i], command))
			continue;
		annotation(s, &refs[i], command);
		shown++;
	}
	if (shown < all)
		sink_printf(s,
		    "::%s title=dockassay::%zu more findings of this weight: see the full report\n",
		    command, all - shown);
}

#define LEFT_OUT_SHOWN 5

/* An open gate needs no annotation of its own. */
static void
gate(struct sink *s, const struct report *r)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	for (size_t i = 0; i < r->gate.n_rules; i++) {
		sink_puts(s, "::error title=dockassay::The gate is closed by ");
		escaped(s, r->gate.rules[i].name, false);
		sink_puts(s, ": ");
		escaped(s, r->gate.rules[i].reason, false);
		sink_puts(s, "\n");
	}
	sink_printf(s, "::notice title=dockassay::Gate %s, exit code %d%%0A",
	    r->gate.open ? "open" : "closed", r->gate.exit_code);
	if (r->baseline != NULL)
		sink_printf(s,
		    "%zu new, %zu changed, %zu unchanged, %zu of new checks, %zu resolved%%0A",
		    r->n_new, r->n_changed, r->n_unchanged, r->n_new_check, r->n_resolved);
	sink_printf(s, "%zu waived, %zu not shown%%0ALeft out: ", r->n_waived, r->hidden_findings);
	left_out_text(r, LEFT_OUT_SHOWN, &b);
	escaped(s, b.len > 0 ? buf_str(&b) : "nothing", false);
	for (size_t i = 0; i < r->n_selection_notes; i++) {
		sink_puts(s, "%0A");
		escaped(s, r->selection_notes[i], false);
	}
	sink_puts(s, "\n");
	buf_free(&b);
}

/* ---- many hosts: an annotation for each check that fails ------------------------------------ */

/* "fails on 12 of 30 hosts: web1, web2 and 10 more" */
static void
failing(struct sink *s, const struct fleet *f, size_t check)
{
	const struct check_result *c = &f->total->checks[check];
	size_t told = 0, all = f->checks[check].hosts_by_status[STATUS_WARN];

	sink_printf(s, "::%s title=", commands[c->severity]);
	escaped(s, c->id, true);
	sink_puts(s, " ");
	escaped(s, c->title, true);
	sink_printf(s, "::fails on %zu of %zu hosts: ", all, f->n_hosts);
	for (size_t i = 0; i < f->n_hosts && told < SHOWN_MAX; i++) {
		if (fleet_status(f->worst[i], check) != STATUS_WARN)
			continue;
		sink_puts(s, told++ > 0 ? ", " : "");
		escaped(s, f->worst[i]->name, false);
	}
	if (told < all)
		sink_printf(s, " and %zu more", all - told);
	sink_puts(s, "%0A");
	escaped(s, c->remedy, false);
	sink_puts(s, "\n");
}

static void
failing_by(struct sink *s, const struct fleet *f, const char *command, size_t room)
{
	size_t all = 0, shown = 0;

	for (size_t i = 0; i < f->n_failing; i++)
		all += strcmp(commands[f->total->checks[f->failing[i]].severity], command) == 0;
	if (all > room)
		room--;
	for (size_t i = 0; i < f->n_failing && shown < room; i++) {
		if (strcmp(commands[f->total->checks[f->failing[i]].severity], command) != 0)
			continue;
		failing(s, f, f->failing[i]);
		shown++;
	}
	if (shown < all)
		sink_printf(s,
		    "::%s title=dockassay::%zu more checks of this weight fail: see the full "
		    "report\n",
		    command, all - shown);
}

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	const struct fleet *f = p->fleet;

	(void)err;
	failing_by(p->sink, f, "error", SHOWN_MAX - f->total->gate.n_rules);
	failing_by(p->sink, f, "warning", f->n_unread > 0 ? SHOWN_MAX - 1 : SHOWN_MAX);
	failing_by(p->sink, f, "notice", SHOWN_MAX - 1);
	if (f->n_unread > 0)
		sink_printf(p->sink, "::warning title=dockassay::%zu reports could not be read\n",
		    f->n_unread);
	gate(p->sink, f->total);
	return 0;
}

static const struct fleet_writer fleet = { begin_fleet, NULL, NULL };

static int
write_github(
    const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	size_t n, errors = r->findings_by_status[STATUS_ERROR];
	struct finding_ref *refs = worst_first(r, STATUS_WARN, &n);

	(void)o, (void)err;
	of_command(s, refs, n, "error", SHOWN_MAX - r->gate.n_rules);
	of_command(s, refs, n, "warning", errors > 0 ? SHOWN_MAX - 1 : SHOWN_MAX);
	of_command(s, refs, n, "notice", SHOWN_MAX - 1);
	free(refs);
	if (errors > 0)
		sink_printf(
		    s, "::warning title=dockassay::%zu findings could not be assessed\n", errors);
	gate(s, r);
	return 0;
}

const struct format format_github = {
	.name = "github",
	.extension = "github",
	.media_type = "text/plain",
	.summary = "annotations of GitHub Actions, on stdout of a step",
	.write = write_github,
	.fleet = &fleet,
};
