/*
 * junit.c: JUnit XML: a suite for each section, a case for each check. WARN is a failure, ERROR an
 * error, SKIP and NOTE are skipped with a message. Escaping is libxml2's; the report has no
 * character that XML forbids.
 */
#include "config.h"

#include "format.h"
#include "xml.h"

#include "buf.h"

#include <string.h>

static void
number(xmlTextWriterPtr w, const char *name, size_t value)
{
	xmlTextWriterWriteFormatAttribute(w, X(name), "%zu", value);
}

/*
 * The worst of what is not accepted. Where only what is accepted is bad, the case is skipped like a
 * NOTE, and its message says why.
 */
static enum status
case_status(const struct check_result *c)
{
	enum status worst = STATUS_SKIP;
	bool accepted = false;

	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];

		if (f->status >= STATUS_ERROR && finding_is_accepted(f))
			accepted = true;
		else if (f->status > worst)
			worst = f->status;
	}
	return worst < STATUS_ERROR && accepted ? STATUS_NOTE : worst;
}

static size_t
count(const struct report *r, size_t from, size_t to, enum status a, enum status b)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n += case_status(&r->checks[i]) == a || case_status(&r->checks[i]) == b;
	return n;
}

/* One line a finding: what a person reads in the build's log. */
static void
findings(xmlTextWriterPtr w, const struct check_result *c, bool all)
{
	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];

		if (!all && (f->status != case_status(c) || finding_is_accepted(f)))
			continue;
		xmlTextWriterWriteFormatString(w, "%s %s: %s%s\n",
		    subject_kind_name(f->subject.kind), f->subject.name, f->message,
		    f->waiver != NULL ? " (waived)" : f->baseline == BASELINE_NEW ? " (new)" : "");
		for (size_t k = 0; k < f->n_evidence; k++) {
			const struct evidence *e = &f->evidence[k];

			xmlTextWriterWriteFormatString(w, "  %s (%s) is %s%s%s\n", e->what,
			    e->source, *e->actual ? e->actual : "empty",
			    *e->expected ? ", expected: " : "", e->expected);
		}
	}
}

static const char *
first_message(const struct check_result *c)
{
	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];

		if (f->status == case_status(c) && !finding_is_accepted(f))
			return f->message;
	}
	for (size_t i = 0; i < c->n_findings; i++) {
		if (c->findings[i].status >= STATUS_ERROR)
			return c->findings[i].waiver != NULL ? "waived" : "known to the baseline";
	}
	return "";
}

static void
outcome(xmlTextWriterPtr w, const struct check_result *c, const char *element, const char *type)
{
	xmlTextWriterStartElement(w, X(element));
	if (type != NULL)
		xml_attribute(w, "type", type);
	xml_attribute(w, "message", first_message(c));
	if (type != NULL) {
		findings(w, c, false);
		if (case_status(c) == STATUS_WARN)
			xmlTextWriterWriteFormatString(w, "Remedy: %s\n", c->remedy);
	}
	xmlTextWriterEndElement(w);
}

static void
testcase(xmlTextWriterPtr w, const struct check_result *c)
{
	xmlTextWriterStartElement(w, X("testcase"));
	xmlTextWriterWriteFormatAttribute(w, X("name"), "%s %s", c->id, c->title);
	xmlTextWriterWriteFormatAttribute(w, X("classname"), "dockassay.%s", c->section_id);
	xml_attribute(w, "time", "0");
	if (case_status(c) == STATUS_WARN)
		outcome(w, c, "failure", severity_name(c->severity));
	else if (case_status(c) == STATUS_ERROR)
		outcome(w, c, "error", "not assessed");
	else if (case_status(c) == STATUS_SKIP || case_status(c) == STATUS_NOTE)
		outcome(w, c, "skipped", NULL);
	xmlTextWriterStartElement(w, X("system-out"));
	findings(w, c, true);
	xmlTextWriterEndElement(w);
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
	struct buf b = BUF_INIT(65536);

	property(w, "gate", r->gate.open ? "open" : "closed");
	property(w, "gate.policy", r->gate.policy);
	for (size_t i = 0; i < r->gate.n_rules; i++) {
		buf_free(&b);
		buf_printf(&b, "%s: %s", r->gate.rules[i].name, r->gate.rules[i].reason);
		property(w, "gate.closed-by", buf_str(&b));
	}
	if (r->baseline != NULL) {
		buf_free(&b);
		buf_printf(&b, "%s: %zu new, %zu changed, %zu unchanged, %zu of new checks, %zu resolved",
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

/* JUnit's time has no zone: it is UTC. */
static void
suite(xmlTextWriterPtr w, const struct report *r, size_t from, size_t to)
{
	xmlTextWriterStartElement(w, X("testsuite"));
	xml_attribute(w, "name", r->checks[from].section);
	number(w, "tests", to - from);
	number(w, "failures", count(r, from, to, STATUS_WARN, STATUS_WARN));
	number(w, "errors", count(r, from, to, STATUS_ERROR, STATUS_ERROR));
	number(w, "skipped", count(r, from, to, STATUS_SKIP, STATUS_NOTE));
	xml_attribute(w, "time", "0");
	xmlTextWriterWriteFormatAttribute(w, X("timestamp"), "%.19s", r->started);
	xml_attribute(w, "hostname", r->host);
	xmlTextWriterStartElement(w, X("properties"));
	property(w, "engine", r->engine_version);
	property(w, "source", r->source);
	property(w, "selection", r->selection);
	verdict(w, r);
	xmlTextWriterEndElement(w);
	for (size_t i = from; i < to; i++)
		testcase(w, &r->checks[i]);
	xmlTextWriterEndElement(w);
}

static int
write_junit(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	xmlTextWriterPtr w = xml_writer_new(s, err);

	(void)o;
	if (w == NULL)
		return -1;
	xmlTextWriterStartElement(w, X("testsuites"));
	xml_attribute(w, "name", r->tool_name);
	number(w, "tests", r->n_checks);
	number(w, "failures", count(r, 0, r->n_checks, STATUS_WARN, STATUS_WARN));
	number(w, "errors", count(r, 0, r->n_checks, STATUS_ERROR, STATUS_ERROR));
	for (size_t i = 0; i < r->n_checks;) {
		size_t end = i;

		while (end < r->n_checks &&
		       strcmp(r->checks[end].section_id, r->checks[i].section_id) == 0)
			end++;
		suite(w, r, i, end);
		i = end;
	}
	xmlTextWriterEndDocument(w);
	xmlFreeTextWriter(w);
	return 0;
}

const struct format format_junit = {
	.name = "junit",
	.extension = "xml",
	.media_type = "application/xml",
	.summary = "JUnit XML, for build servers",
	.write = write_junit,
};
