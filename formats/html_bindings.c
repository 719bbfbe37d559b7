/*
 * html_bindings.c: values of a report for templates. It may not escape or print.
 */
#include "config.h"

#include "html_bindings.h"

#include <ctype.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "html_fleet.h"
#include "html_marks.h"
#include "html_views.h"

/* Members that are plain strings: one row each. */
static const struct string_row {
	enum html_kind kind;
	const char *name;
	size_t offset;
} strings[] = {
	{ HTML_REPORT, "tool_name", offsetof(struct report, tool_name) },
	{ HTML_REPORT, "tool_version", offsetof(struct report, tool_version) },
	{ HTML_REPORT, "tool_url", offsetof(struct report, tool_url) },
	{ HTML_REPORT, "host", offsetof(struct report, host) },
	{ HTML_REPORT, "source", offsetof(struct report, source) },
	{ HTML_REPORT, "snapshot_sha256", offsetof(struct report, snapshot_sha256) },
	{ HTML_REPORT, "engine_name", offsetof(struct report, engine_name) },
	{ HTML_REPORT, "engine_version", offsetof(struct report, engine_version) },
	{ HTML_REPORT, "engine_os", offsetof(struct report, engine_os) },
	{ HTML_REPORT, "api_version", offsetof(struct report, api_version) },
	{ HTML_REPORT, "kernel", offsetof(struct report, kernel) },
	{ HTML_REPORT, "endpoint", offsetof(struct report, endpoint) },
	{ HTML_REPORT, "root", offsetof(struct report, root) },
	{ HTML_REPORT, "started", offsetof(struct report, started) },
	{ HTML_REPORT, "finished", offsetof(struct report, finished) },
	{ HTML_REPORT, "selection", offsetof(struct report, selection) },
	{ HTML_REPORT, "tables_as_of", offsetof(struct report, tables_as_of) },
	{ HTML_CHECK, "id", offsetof(struct check_result, id) },
	{ HTML_CHECK, "legacy_id", offsetof(struct check_result, legacy_id) },
	{ HTML_CHECK, "title", offsetof(struct check_result, title) },
	{ HTML_CHECK, "scope", offsetof(struct check_result, scope) },
	{ HTML_CHECK, "rationale", offsetof(struct check_result, rationale) },
	{ HTML_CHECK, "remedy", offsetof(struct check_result, remedy) },
	{ HTML_FINDING, "message", offsetof(struct finding, message) },
	{ HTML_GROUP, "message", offsetof(struct html_group, message) },
	{ HTML_MEMBER, "anchor", offsetof(struct html_member, anchor) },
	{ HTML_EVIDENCE, "what", offsetof(struct evidence, what) },
	{ HTML_EVIDENCE, "actual", offsetof(struct evidence, actual) },
	{ HTML_EVIDENCE, "expected", offsetof(struct evidence, expected) },
	{ HTML_CAUSE, "message", offsetof(struct html_cause, message) },
	{ HTML_NOTIFICATION, "source", offsetof(struct notification, source) },
	{ HTML_NOTIFICATION, "message", offsetof(struct notification, message) },
};

static void
add_label(struct buf *out, enum status status)
{
	for (const char *p = status_name(status); *p != '\0'; p++)
		buf_putc(out, (char)toupper((unsigned char)*p));
}

/* "129 warn, 15 error, ...": what a chart says to who cannot see it. */
static void
add_bar_text(struct buf *out, const size_t counts[N_STATUS])
{
	bool first = true;

	for (int s = N_STATUS - 1; s >= 0; s--) {
		if (counts[s] == 0)
			continue;
		buf_printf(
		    out, "%s%zu %s", first ? "" : ", ", counts[s], status_name((enum status)s));
		first = false;
	}
}

static void
add_yes(struct buf *out, bool yes)
{
	buf_puts(out, yes ? "yes" : "");
}

/* What a status is, in the words of the README. */
static const char *const status_meanings[N_STATUS] = {
	[STATUS_WARN] = "the evidence was seen, and it does not satisfy the rule",
	[STATUS_ERROR] = "applies, but could not be assessed",
	[STATUS_NOTE] = "needs a person\u2019s judgement; the facts for it are shown",
	[STATUS_PASS] = "the evidence was seen, and it satisfies the rule",
	[STATUS_INFO] = "says something, judges nothing",
	[STATUS_SKIP] = "does not apply here",
};

static bool
document_value(const struct html_document *d, const char *name, struct buf *out)
{
	if (strcmp(name, "report_title") == 0)
		buf_puts(out, d->title);
	else if (strcmp(name, "page_title") == 0)
		buf_printf(out, "%s: %s", d->title, d->report->host);
	else if (strcmp(name, "organization") == 0)
		buf_puts(out, d->organization);
	else if (strcmp(name, "logo") == 0)
		buf_puts(out, d->logo);
	else if (strcmp(name, "css_hash") == 0)
		buf_puts(out, d->css_hash);
	else if (strcmp(name, "js_hash") == 0)
		buf_puts(out, d->js_hash);
	else
		return false;
	return true;
}

static size_t
checks_with(const struct report *r, enum status status)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			if (r->checks[i].findings[k].status == status) {
				n++;
				break;
			}
		}
	}
	return n;
}

static size_t
all_findings(const struct report *r)
{
	size_t n = 0;

	for (int s = 0; s < N_STATUS; s++)
		n += r->findings_by_status[s];
	return n;
}

/* Numbers; a zero is no value where only `data-if` can have been meant by the name. */
static bool
report_number(const struct report *r, const char *name, struct buf *out)
{
	size_t n;

	if (strcmp(name, "checks_total") == 0)
		n = r->n_checks;
	else if (strcmp(name, "findings_total") == 0)
		n = all_findings(r);
	else if (strcmp(name, "left_out_checks") == 0)
		n = r->left_out_checks;
	else if (strcmp(name, "left_out_subjects") == 0)
		n = r->left_out_subjects;
	else if (strcmp(name, "warn_findings") == 0)
		n = r->findings_by_status[STATUS_WARN];
	else if (strcmp(name, "error_findings") == 0)
		n = r->findings_by_status[STATUS_ERROR];
	else if (strcmp(name, "note_findings") == 0)
		n = r->findings_by_status[STATUS_NOTE];
	else if (strcmp(name, "skip_findings") == 0)
		n = r->findings_by_status[STATUS_SKIP];
	else if (strcmp(name, "error_checks") == 0)
		n = checks_with(r, STATUS_ERROR);
	else if (strcmp(name, "unread_sources") == 0)
		n = r->n_notifications;
	else
		return false;
	buf_printf(out, "%zu", n);
	return true;
}

static bool
report_flag(const struct report *r, const char *name, struct buf *out)
{
	bool engine = r->endpoint[0] != '\0';

	if (strcmp(name, "is_demo") == 0)
		add_yes(out, strcmp(r->source, "demo") == 0);
	else if (strcmp(name, "is_live") == 0)
		add_yes(out, strcmp(r->source, "live") == 0);
	else if (strcmp(name, "has_engine") == 0)
		add_yes(out, engine);
	else if (strcmp(name, "has_notifications") == 0)
		add_yes(out, r->n_notifications > 0);
	else if (strcmp(name, "has_errors") == 0)
		add_yes(out, r->findings_by_status[STATUS_ERROR] > 0);
	else if (strcmp(name, "has_warns") == 0)
		add_yes(out, r->findings_by_status[STATUS_WARN] > 0);
	else if (strcmp(name, "has_notes") == 0)
		add_yes(out, r->findings_by_status[STATUS_NOTE] > 0);
	else if (strcmp(name, "has_skips") == 0)
		add_yes(out, r->findings_by_status[STATUS_SKIP] > 0);
	else if (strcmp(name, "has_urgent") == 0)
		add_yes(out,
		    r->warns_by_severity[SEVERITY_CRITICAL] + r->warns_by_severity[SEVERITY_HIGH] >
			0);
	else if (strcmp(name, "all_containers") == 0)
		add_yes(out, engine && r->all_containers);
	else if (strcmp(name, "running_only") == 0)
		add_yes(out, engine && !r->all_containers);
	else if (strcmp(name, "privileged") == 0)
		add_yes(out, engine && r->privileged);
	else if (strcmp(name, "unprivileged") == 0)
		add_yes(out, engine && !r->privileged);
	else
		return false;
	return true;
}

static bool
report_value(const struct html_document *d, const char *name, struct buf *out)
{
	const struct report *r = d->report;

	if (document_value(d, name, out) || report_number(r, name, out) ||
	    report_flag(r, name, out))
		return true;
	if (strcmp(name, "gate") == 0)
		buf_puts(out, r->gate.open ? "open" : "closed");
	else if (strcmp(name, "exit_code") == 0)
		buf_printf(out, "%d", r->gate.exit_code);
	else if (strcmp(name, "score") == 0 && r->score >= 0)
		buf_printf(out, "%d", r->score);
	else if (strcmp(name, "score") != 0 && strcmp(name, "bar_text") != 0)
		return false;
	else if (strcmp(name, "bar_text") == 0)
		add_bar_text(out, r->findings_by_status);
	return true;
}

static bool
status_value(enum status status, const char *name, struct buf *out)
{
	if (strcmp(name, "status") == 0)
		buf_puts(out, status_name(status));
	else if (strcmp(name, "label") == 0)
		add_label(out, status);
	else if (strcmp(name, "meaning") == 0)
		buf_puts(out, status_meanings[status]);
	else
		return false;
	return true;
}

static bool
section_value(const struct html_scope *s, const char *name, struct buf *out)
{
	const struct check_result *first = &s->document->report->checks[s->from];
	size_t counts[N_STATUS] = { 0 };

	if (strcmp(name, "section") == 0)
		return buf_puts(out, first->section), true;
	if (strcmp(name, "section_id") == 0)
		return buf_puts(out, first->section_id), true;
	if (strcmp(name, "section_checks") == 0)
		return buf_printf(out, "%zu", s->to - s->from), true;
	if (strcmp(name, "bar_text") != 0)
		return false;
	for (size_t i = s->from; i < s->to; i++) {
		const struct check_result *c = &s->document->report->checks[i];

		for (size_t k = 0; k < c->n_findings; k++)
			counts[c->findings[k].status]++;
	}
	add_bar_text(out, counts);
	return true;
}

static bool
check_value(const struct check_result *c, const char *name, struct buf *out)
{
	size_t n = 0;

	if (strcmp(name, "severity") == 0)
		return buf_puts(out, severity_name(c->severity)), true;
	if (strcmp(name, "is_manual") == 0)
		return add_yes(out, c->manual), true;
	if (strcmp(name, "has_references") == 0)
		return add_yes(out, c->refs != NULL && c->refs[0] != NULL), true;
	if (strcmp(name, "has_related") == 0)
		return add_yes(out, c->related[0] != '\0'), true;
	if (strcmp(name, "level") == 0) {
		if (c->level > 0)
			buf_printf(out, "%d", c->level);
		return true;
	}
	if (strcmp(name, "open_warns") == 0) {
		for (size_t i = 0; i < c->n_findings; i++)
			n += c->findings[i].status == STATUS_WARN && c->findings[i].waiver == NULL;
		return buf_printf(out, "%zu", n), true;
	}
	if (strcmp(name, "errors_here") == 0) {
		for (size_t i = 0; i < c->n_findings; i++)
			n += c->findings[i].status == STATUS_ERROR;
		return buf_printf(out, "%zu", n), true;
	}
	if (strcmp(name, "findings_here") == 0)
		return buf_printf(out, "%zu", c->n_findings), true;
	return status_value(c->status, name, out);
}

/* A name of nothing but blanks would be a link without a text. */
static bool
add_name(struct buf *out, const struct subject *s)
{
	if (s->name[strspn(s->name, " \t\n")] != '\0')
		return buf_puts(out, s->name), true;
	for (const char *p = s->name; *p != '\0'; p++)
		buf_puts(out, "\u2423"); /* an open box */
	return true;
}

/* "container" and, of the host, nothing: "host host" says it twice. */
static void
add_kind(struct buf *out, const struct subject *s)
{
	if (strcmp(subject_kind_name(s->kind), s->name) != 0)
		buf_puts(out, subject_kind_name(s->kind));
}

static bool
group_value(const struct html_group *g, const char *name, struct buf *out)
{
	if (strcmp(name, "is_single") == 0)
		return add_yes(out, g->n_members == 1), true;
	if (strcmp(name, "is_several") == 0)
		return add_yes(out, g->n_members > 1), true;
	if (strcmp(name, "members_here") == 0)
		return buf_printf(out, "%zu", g->n_members), true;
	if (strcmp(name, "kinds") == 0) {
		buf_puts(out, subject_kind_name(g->kind));
		buf_puts(out, g->kind == SUBJECT_COMPOSE ? " services" : "s");
		return true;
	}
	if (strcmp(name, "kind") == 0)
		return add_kind(out, g->members[0].finding->subject), true;
	if (strcmp(name, "row_span") == 0) {
		if (g->n_evidence > 1)
			buf_printf(out, "%zu", g->n_evidence);
		return true;
	}
	if (strcmp(name, "column_span") == 0)
		return buf_puts(out, g->n_evidence == 0 ? "4" : ""), true;
	return status_value(g->status, name, out);
}

static bool
evidence_value(const struct html_scope *s, const char *name, struct buf *out)
{
	const struct evidence *e = s->object;
	const char *source =
	    s->up->kind == HTML_FINDING ? evidence_source(s->up->object, e) : e->source;

	if (strcmp(name, "source") == 0)
		buf_puts(out, source);
	else if (strcmp(name, "is_first") == 0)
		add_yes(out, s->number == 0);
	else if (strcmp(name, "is_evidence") == 0)
		add_yes(out, e->what[0] != '\0' || source[0] != '\0');
	else if (strcmp(name, "line") != 0)
		return false;
	else if (e->line > 0)
		buf_printf(out, "%" PRId64, e->line);
	return true;
}

static bool
subject_value(const struct html_subject *s, const char *name, struct buf *out)
{
	const struct subject *subject = s->subject;

	if (strcmp(name, "name") == 0)
		return add_name(out, subject);
	if (strcmp(name, "kind") == 0)
		return buf_puts(out, subject_kind_name(subject->kind)), true;
	if (strcmp(name, "subject_id") == 0)
		return buf_puts(out, subject->id), true;
	if (strcmp(name, "image") == 0)
		return buf_puts(out, subject->image), true;
	for (int i = 0; i < N_STATUS; i++) {
		if (strcmp(name, status_name((enum status)i)) != 0)
			continue;
		if (s->findings_by_status[i] > 0)
			buf_printf(out, "%zu", s->findings_by_status[i]);
		return true;
	}
	return false;
}

static bool
count_value(const struct html_scope *s, const char *name, struct buf *out)
{
	if (strcmp(name, "findings") == 0)
		buf_printf(out, "%zu", s->count);
	else if (strcmp(name, "checks") == 0)
		buf_printf(out, "%zu", s->checks);
	else if (strcmp(name, "some") == 0)
		add_yes(out, s->count > 0);
	else if (strcmp(name, "x") == 0)
		buf_printf(out, "%.2f%%", s->x);
	else if (strcmp(name, "width") == 0)
		buf_printf(out, "%.2f%%", s->width);
	else if (s->kind == HTML_COUNT)
		return status_value((enum status)s->number, name, out);
	else if (strcmp(name, "severity") == 0)
		buf_puts(out, severity_name((enum severity)s->number));
	else
		return false;
	return true;
}

/* What a link leads to: a check of this report, or a fault's entry in the list of all faults. */
static bool
link_value(const struct html_scope *s, const char *name, struct buf *out)
{
	const char *text = s->object;

	if (strcmp(name, "text") == 0)
		return buf_puts(out, text), true;
	if (strcmp(name, "is_link") == 0)
		return add_yes(out, s->number > 0), true;
	if (strcmp(name, "is_plain") == 0)
		return add_yes(out, s->number == 0), true;
	if (strcmp(name, "href") != 0)
		return false;
	if (s->number == 1)
		buf_printf(out, "#%s", text);
	else if (s->number == 2)
		buf_printf(out, "https://www.cve.org/CVERecord?id=%s", text);
	return true;
}

/* Of a finding, which is in the scope of its check. */
static const char *
fingerprint_in(const struct html_scope *s, char room[65])
{
	const struct html_scope *check = s;

	while (check->kind != HTML_CHECK)
		check = check->up;
	return finding_fingerprint(check->object, s->object, room);
}

static bool
own_value(const struct html_scope *s, const char *name, struct buf *out)
{
	const struct finding *f = s->object;
	const struct html_member *m = s->object;
	const struct html_cause *cause = s->object;
	char room[65];

	switch (s->kind) {
	case HTML_REPORT:
		return report_value(s->document, name, out);
	case HTML_SECTION:
		return section_value(s, name, out);
	case HTML_CHECK:
		return check_value(s->object, name, out);
	case HTML_FINDING:
		if (strcmp(name, "kind") == 0)
			return buf_puts(out, subject_kind_name(f->subject->kind)), true;
		if (strcmp(name, "name") == 0)
			return add_name(out, f->subject);
		if (strcmp(name, "fingerprint") == 0)
			return buf_puts(out, fingerprint_in(s, room)), true;
		return status_value(f->status, name, out);
	case HTML_GROUP:
		return group_value(s->object, name, out);
	case HTML_MEMBER:
		if (strcmp(name, "name") != 0)
			return false;
		return add_name(out, m->finding->subject);
	case HTML_EVIDENCE:
		return evidence_value(s, name, out);
	case HTML_TEXT:
		if (strcmp(name, "text") != 0)
			return false;
		return buf_puts(out, s->object), true;
	case HTML_LINK:
		return link_value(s, name, out);
	case HTML_COUNT:
	case HTML_SEVERITY:
		return count_value(s, name, out);
	case HTML_SUBJECT:
		return subject_value(s->object, name, out);
	case HTML_CAUSE:
		if (strcmp(name, "items_here") != 0)
			return false;
		return buf_printf(out, "%zu", cause->n_items), true;
	default:
		return false;
	}
}

bool
html_value(const struct html_scope *s, const char *name, struct buf *out)
{
	for (; s != NULL; s = s->up) {
		const void *object =
		    s->kind == HTML_REPORT ? (const void *)s->document->report : s->object;

		for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
			if (strings[i].kind != s->kind || strcmp(strings[i].name, name) != 0)
				continue;
			buf_puts(out, *(const char *const *)(const void *)((const char *)object +
									   strings[i].offset));
			return true;
		}
		if (own_value(s, name, out) || html_mark_value(s, name, out) ||
		    html_fleet_value(s, name, out))
			return true;
	}
	return false;
}
