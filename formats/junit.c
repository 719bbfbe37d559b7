/*
 * junit.c: JUnit XML: a suite for each section, a case for each check. WARN is a failure, ERROR an
 * error, SKIP and NOTE are skipped with a message. Escaping is libxml2's; the report has no
 * character that XML forbids.
 */
#include "config.h"

#include "format.h"
#include "xml.h"

#include <string.h>

static void
number(xmlTextWriterPtr w, const char *name, size_t value)
{
	xmlTextWriterWriteFormatAttribute(w, X(name), "%zu", value);
}

static size_t
count(const struct report *r, size_t from, size_t to, enum status a, enum status b)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n += r->checks[i].status == a || r->checks[i].status == b;
	return n;
}

/* One line a finding: what a person reads in the build's log. */
static void
findings(xmlTextWriterPtr w, const struct check_result *c, bool all)
{
	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];

		if (!all && f->status != c->status)
			continue;
		xmlTextWriterWriteFormatString(w, "%s %s: %s\n", subject_kind_name(f->subject.kind),
		    f->subject.name, f->message);
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
		if (c->findings[i].status == c->status)
			return c->findings[i].message;
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
		if (c->status == STATUS_WARN)
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
	if (c->status == STATUS_WARN)
		outcome(w, c, "failure", severity_name(c->severity));
	else if (c->status == STATUS_ERROR)
		outcome(w, c, "error", "not assessed");
	else if (c->status == STATUS_SKIP || c->status == STATUS_NOTE)
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
	number(w, "failures", r->checks_by_status[STATUS_WARN]);
	number(w, "errors", r->checks_by_status[STATUS_ERROR]);
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
