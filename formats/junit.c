/*
 * junit.c: JUnit XML: a suite for each section (of many hosts, for each host), a case for each
 * check, or for each subject of a check. WARN is a failure, ERROR an error, SKIP, NOTE and what is
 * accepted are skipped with a message. Only what the schemas of both Jenkins and Ant allow is
 * written. Escaping is libxml2's; the report has no character that XML forbids.
 */
#include "config.h"

#include "format.h"
#include "xml.h"
#include "fleet/fleet.h"
#include "policy/left_out.h"

#include <string.h>

#include "base/buf.h"

/* What becomes one case: findings of one check, all of them or those about one subject. */
struct unit {
	const struct check_result *check;
	const struct finding *findings; /* NULL: the check has none */
	size_t n;
	enum status status; /* the worst of those that are not accepted */
	bool names_subject;
};

/*
 * The worst of what is not accepted. Where only what is accepted is bad, the case is skipped like a
 * NOTE, and its message says why.
 */
static void
decide(struct unit *u)
{
	bool accepted = false;

	u->status = STATUS_SKIP;
	for (size_t i = 0; i < u->n; i++) {
		const struct finding *f = &u->findings[i];

		if (f->status >= STATUS_ERROR && finding_is_accepted(f))
			accepted = true;
		else if (f->status > u->status)
			u->status = f->status;
	}
	if (u->status < STATUS_ERROR && accepted)
		u->status = STATUS_NOTE;
}

struct totals {
	size_t tests, by_status[N_STATUS];
};

struct page {
	xmlTextWriterPtr w;
	const struct report *report;
	bool by_subject;
	const char
	    *host; /* of many: it is the suite, and part of each class's name; NULL: there is one */
};

static bool
same_subject(const struct subject *a, const struct subject *b)
{
	return a->kind == b->kind && strcmp(a->name, b->name) == 0;
}

/* The unit at *at, which moves behind it. The report has a subject's findings side by side. */
static struct unit
next_unit(const struct page *p, const struct check_result *c, size_t *at)
{
	struct unit u = { .check = c, .findings = NULL };

	if (c->n_findings > 0)
		u.findings = &c->findings[*at];
	if (!p->by_subject || c->n_findings == 0) {
		u.n = c->n_findings;
		*at = c->n_findings + 1;
	} else {
		u.names_subject = true;
		do {
			u.n++;
			++*at;
		} while (*at < c->n_findings &&
			 same_subject(c->findings[*at].subject, u.findings[0].subject));
	}
	decide(&u);
	return u;
}

static bool
has_next(const struct check_result *c, size_t at)
{
	return at == 0 || at < c->n_findings;
}

static void
number(xmlTextWriterPtr w, const char *name, size_t value)
{
	xmlTextWriterWriteFormatAttribute(w, X(name), "%zu", value);
}

static void
finding(xmlTextWriterPtr w, const struct finding *f)
{
	xmlTextWriterWriteFormatString(w, "%s %s: %s%s\n", subject_kind_name(f->subject->kind),
	    f->subject->name, f->message,
	    f->waiver != NULL		  ? " (waived)"
	    : f->baseline == BASELINE_NEW ? " (new)"
					  : "");
	for (size_t k = 0; k < f->n_evidence; k++) {
		const struct evidence *e = &f->evidence[k];

		xmlTextWriterWriteFormatString(w, "  - %s (%s) is %s%s%s\n", e->what,
		    evidence_source(f, e), *e->actual ? e->actual : "empty",
		    *e->expected ? ", expected: " : "", e->expected);
	}
}

static const char *
first_message(const struct unit *u)
{
	for (size_t i = 0; i < u->n; i++) {
		const struct finding *f = &u->findings[i];

		if (f->status == u->status && !finding_is_accepted(f))
			return f->message;
	}
	for (size_t i = 0; i < u->n; i++) {
		if (u->findings[i].status >= STATUS_ERROR)
			return u->findings[i].waiver != NULL ? "waived" : "known to the baseline";
	}
	return "";
}

/* Some readers (GitLab) lose attributes of elements that have a text: it repeats the message. */
static void
outcome(xmlTextWriterPtr w, const struct unit *u, const char *element, const char *type)
{
	xmlTextWriterStartElement(w, X(element));
	if (type != NULL)
		xml_attribute(w, "type", type);
	xml_attribute(w, "message", first_message(u));
	if (type != NULL) {
		xmlTextWriterWriteFormatString(w, "%s\n\n", first_message(u));
		for (size_t i = 0; i < u->n; i++) {
			if (u->findings[i].status == u->status &&
			    !finding_is_accepted(&u->findings[i]))
				finding(w, &u->findings[i]);
		}
		if (u->status == STATUS_WARN)
			xmlTextWriterWriteFormatString(w, "Remedy: %s\n", u->check->remedy);
	}
	xmlTextWriterEndElement(w);
}

/* A dot would begin a package. */
static const char *
class_of(struct buf *b, const char *host, const char *section)
{
	buf_puts(b, "dockassay.");
	for (; host != NULL && *host != '\0'; host++)
		buf_putc(b, *host == '.' ? '_' : *host);
	buf_printf(b, "%s%s", b->len > sizeof "dockassay." - 1 ? "." : "", section);
	return buf_str(b);
}

static void
testcase(const struct page *p, const struct unit *u)
{
	const struct check_result *c = u->check;
	struct buf name = BUF_INIT(TEXT_ROOM);
	xmlTextWriterPtr w = p->w;

	xmlTextWriterStartElement(w, X("testcase"));
	if (u->names_subject)
		xmlTextWriterWriteFormatAttribute(w, X("name"), "%s %s [%s %s]", c->id, c->title,
		    subject_kind_name(u->findings[0].subject->kind), u->findings[0].subject->name);
	else
		xmlTextWriterWriteFormatAttribute(w, X("name"), "%s %s", c->id, c->title);
	xml_attribute(w, "classname", class_of(&name, p->host, c->section_id));
	buf_free(&name);
	xml_attribute(w, "time", "0");
	if (u->status == STATUS_WARN)
		outcome(w, u, "failure", severity_name(c->severity));
	else if (u->status == STATUS_ERROR)
		outcome(w, u, "error", "not assessed");
	else if (u->status == STATUS_SKIP || u->status == STATUS_NOTE)
		outcome(w, u, "skipped", NULL);
	xmlTextWriterEndElement(w);
}

static void
property(xmlTextWriterPtr w, const char *name, const char *value)
{
	xmlTextWriterStartElement(w, X("property"));
	xml_attribute(w, "name", name);
	xml_attribute(w, "value", value);
	xmlTextWriterEndElement(w);
}

static void
property_count(xmlTextWriterPtr w, const char *name, size_t n)
{
	xmlTextWriterStartElement(w, X("property"));
	xml_attribute(w, "name", name);
	number(w, "value", n);
	xmlTextWriterEndElement(w);
}

/* The gate is the whole report's: each suite tells the same. */
static void
verdict(xmlTextWriterPtr w, const struct report *r)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	property(w, "gate", r->gate.open ? "open" : "closed");
	property(w, "gate.policy", r->gate.policy);
	for (size_t i = 0; i < r->gate.n_rules; i++) {
		buf_free(&b);
		buf_printf(&b, "%s: %s", r->gate.rules[i].name, r->gate.rules[i].reason);
		property(w, "gate.closed-by", buf_str(&b));
	}
	if (r->baseline != NULL) {
		buf_free(&b);
		buf_printf(&b,
		    "%s: %zu new, %zu changed, %zu unchanged, %zu of new checks, %zu resolved",
		    r->baseline->file, r->n_new, r->n_changed, r->n_unchanged, r->n_new_check,
		    r->n_resolved);
		property(w, "baseline", buf_str(&b));
	}
	buf_free(&b);
	if (r->n_waived > 0)
		property_count(w, "waived", r->n_waived);
	if (r->view[0] != '\0') {
		property(w, "view", r->view);
		property_count(w, "hidden", r->hidden_findings);
	}
}

static void
left_out(xmlTextWriterPtr w, const struct report *r)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	left_out_text(r, LEFT_OUT_NAMED, &b);
	property(w, "left out", b.len > 0 ? buf_str(&b) : "nothing");
	for (size_t i = 0; i < r->n_selection_notes; i++)
		property(w, "note", r->selection_notes[i]);
	buf_free(&b);
}

static void
properties(const struct page *p)
{
	const struct report *r = p->report;

	xmlTextWriterStartElement(p->w, X("properties"));
	property(p->w, "engine", r->engine_version);
	property(p->w, "endpoint", r->endpoint);
	property(p->w, "source", r->source);
	property(p->w, "selection", r->selection);
	left_out(p->w, r);
	property(p->w, "version", r->tool_version);
	verdict(p->w, r);
	xmlTextWriterEndElement(p->w);
}

/* What no case's body tells: a schema allows output for a suite only. */
static void
output(const struct page *p, size_t from, size_t to)
{
	xmlTextWriterStartElement(p->w, X("system-out"));
	for (size_t i = from; i < to; i++) {
		const struct check_result *c = &p->report->checks[i];

		for (size_t k = 0; k < c->n_findings; k++) {
			if (c->findings[k].status >= STATUS_ERROR &&
			    !finding_is_accepted(&c->findings[k]))
				continue;
			xmlTextWriterWriteFormatString(
			    p->w, "%s %s ", c->id, status_name(c->findings[k].status));
			finding(p->w, &c->findings[k]);
		}
	}
	xmlTextWriterEndElement(p->w);
	xmlTextWriterStartElement(p->w, X("system-err"));
	xmlTextWriterEndElement(p->w);
}

static struct totals
totals(const struct page *p, size_t from, size_t to)
{
	struct totals t = { 0 };

	for (size_t i = from; i < to; i++) {
		for (size_t at = 0; has_next(&p->report->checks[i], at);) {
			t.by_status[next_unit(p, &p->report->checks[i], &at).status]++;
			t.tests++;
		}
	}
	return t;
}

/* JUnit's time has no zone: it is UTC. */
static void
suite(const struct page *p, size_t id, size_t from, size_t to)
{
	const struct report *r = p->report;
	struct totals t = totals(p, from, to);
	xmlTextWriterPtr w = p->w;

	xmlTextWriterStartElement(w, X("testsuite"));
	xml_attribute(w, "name", p->host != NULL ? p->host : r->checks[from].section);
	xml_attribute(w, "package", "dockassay");
	number(w, "id", id);
	number(w, "tests", t.tests);
	number(w, "failures", t.by_status[STATUS_WARN]);
	number(w, "errors", t.by_status[STATUS_ERROR]);
	number(w, "skipped", t.by_status[STATUS_SKIP] + t.by_status[STATUS_NOTE]);
	xml_attribute(w, "time", "0");
	xmlTextWriterWriteFormatAttribute(w, X("timestamp"), "%.19s", r->started);
	xml_attribute(w, "hostname", r->host[0] != '\0' ? r->host : "localhost");
	properties(p);
	for (size_t i = from; i < to; i++) {
		for (size_t at = 0; has_next(&r->checks[i], at);) {
			struct unit u = next_unit(p, &r->checks[i], &at);

			testcase(p, &u);
		}
	}
	output(p, from, to);
	xmlTextWriterEndElement(w);
}

static int
write_junit(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	const struct page page = { xml_writer_new(s, err), r, o->junit_by_subject, NULL };
	size_t id = 0;

	if (page.w == NULL)
		return -1;
	xmlTextWriterStartElement(page.w, X("testsuites"));
	for (size_t i = 0; i < r->n_checks;) {
		size_t end = i;

		while (end < r->n_checks &&
		       strcmp(r->checks[end].section_id, r->checks[i].section_id) == 0)
			end++;
		suite(&page, id++, i, end);
		i = end;
	}
	xml_writer_end(page.w);
	return 0;
}

/* ---- many hosts: a suite for each ----------------------------------------------------------- */

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	p->state = xml_writer_new(p->sink, err);
	if (p->state == NULL)
		return -1;
	xmlTextWriterStartElement(p->state, X("testsuites"));
	return 0;
}

static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	const struct page page = { p->state, r, p->options->junit_by_subject, h->name };

	(void)err;
	suite(&page, (size_t)(h - p->fleet->hosts), 0, r->n_checks);
	return 0;
}

/* A host that could not be assessed: its report is an error. */
static void
unread_case(xmlTextWriterPtr w, const struct fleet_unread *u)
{
	xmlTextWriterStartElement(w, X("testcase"));
	xml_attribute(w, "name", u->file);
	xml_attribute(w, "classname", "dockassay.reports");
	xml_attribute(w, "time", "0");
	xmlTextWriterStartElement(w, X("error"));
	xml_attribute(w, "type", "not assessed");
	xml_attribute(w, "message", u->problem);
	xmlTextWriterWriteString(w, X(u->problem));
	xmlTextWriterEndElement(w);
	xmlTextWriterEndElement(w);
}

static void
unread_suite(xmlTextWriterPtr w, const struct fleet *f)
{
	xmlTextWriterStartElement(w, X("testsuite"));
	xml_attribute(w, "name", "reports that could not be read");
	xml_attribute(w, "package", "dockassay");
	number(w, "id", f->n_hosts);
	number(w, "tests", f->n_unread);
	number(w, "failures", 0);
	number(w, "errors", f->n_unread);
	number(w, "skipped", 0);
	xml_attribute(w, "time", "0");
	xmlTextWriterWriteFormatAttribute(w, X("timestamp"), "%.19s", f->total->started);
	xml_attribute(w, "hostname", "localhost");
	xmlTextWriterStartElement(w, X("properties"));
	verdict(w, f->total);
	xmlTextWriterEndElement(w);
	for (size_t i = 0; i < f->n_unread; i++)
		unread_case(w, &f->unread[i]);
	xml_element(w, "system-out", "");
	xml_element(w, "system-err", "");
	xmlTextWriterEndElement(w);
}

static void
end_fleet(struct fleet_page *p)
{
	if (p->state != NULL && p->fleet->n_unread > 0)
		unread_suite(p->state, p->fleet);
	xml_writer_end(p->state);
}

static const struct fleet_writer fleet = { begin_fleet, write_host, end_fleet };

const struct format format_junit = {
	.name = "junit",
	.extension = "xml",
	.media_type = "application/xml",
	.summary = "JUnit XML, for build servers",
	.write = write_junit,
	.fleet = &fleet,
};
