/*
 * xccdf.c: XCCDF 1.2: the rules and one test result, in a Benchmark document, because validators
 * want to see the rules that a result speaks of. Escaping is libxml2's.
 */
#include "config.h"

#include "format.h"
#include "xml.h"
#include "fleet/fleet.h"
#include "policy/left_out.h"

#include <string.h>

#define RULE "xccdf_org.dockassay_rule_%s"

static const char *const severities[N_SEVERITY] = {
	[SEVERITY_INFO] = "info",
	[SEVERITY_LOW] = "low",
	[SEVERITY_MEDIUM] = "medium",
	[SEVERITY_HIGH] = "high",
	[SEVERITY_CRITICAL] = "high", /* XCCDF knows no more */
};

static const char *const results[N_STATUS] = {
	[STATUS_PASS] = "pass",
	[STATUS_WARN] = "fail",
	[STATUS_ERROR] = "error",
	[STATUS_SKIP] = "notapplicable",
	[STATUS_NOTE] = "notchecked",
	[STATUS_INFO] = "informational",
};

/* Who checks, and by which name: no file holds the check. */
static void
check(xmlTextWriterPtr w, const struct check_result *c)
{
	xmlTextWriterStartElement(w, X("check"));
	xml_attribute(w, "system", "urn:dockassay:check");
	xmlTextWriterStartElement(w, X("check-content-ref"));
	xml_attribute(w, "href", "dockassay");
	xml_attribute(w, "name", c->id);
	xmlTextWriterEndElement(w);
	xmlTextWriterEndElement(w);
}

static void
rule(xmlTextWriterPtr w, const struct check_result *c)
{
	xmlTextWriterStartElement(w, X("Rule"));
	xmlTextWriterWriteFormatAttribute(w, X("id"), RULE, c->id);
	xml_attribute(w, "severity", severities[c->severity]);
	if (c->manual)
		xml_attribute(w, "role", "unscored");
	xml_element(w, "title", c->title);
	xml_element(w, "description", c->rationale);
	for (size_t i = 0; c->refs[i] != NULL; i++)
		xml_element(w, "reference", c->refs[i]);
	xml_element(w, "fixtext", c->remedy);
	check(w, c);
	xmlTextWriterEndElement(w);
}

static void
rule_result(xmlTextWriterPtr w, const struct report *r, const struct check_result *c,
    const struct finding *f)
{
	xmlTextWriterStartElement(w, X("rule-result"));
	xmlTextWriterWriteFormatAttribute(w, X("idref"), RULE, c->id);
	if (r->finished[0] != '\0')
		xml_attribute(w, "time", r->finished);
	xml_attribute(w, "severity", severities[c->severity]);
	xml_element(w, "result", results[f->status]);
	xmlTextWriterStartElement(w, X("message"));
	xml_attribute(w, "severity", f->status == STATUS_ERROR ? "error" : "info");
	xmlTextWriterWriteString(w, X(f->message));
	for (size_t i = 0; i < f->n_evidence; i++)
		xmlTextWriterWriteFormatString(w, "; %s (%s) is %s", f->evidence[i].what,
		    evidence_source(f, &f->evidence[i]), f->evidence[i].actual);
	xmlTextWriterEndElement(w);
	xmlTextWriterStartElement(w, X("instance"));
	xml_attribute(w, "context", subject_kind_name(f->subject->kind));
	xmlTextWriterWriteString(w, X(f->subject->name[0] != '\0' ? f->subject->name : "-"));
	xmlTextWriterEndElement(w);
	check(w, c);
	xmlTextWriterEndElement(w);
}

static void
fact(xmlTextWriterPtr w, const char *name, const char *value)
{
	xmlTextWriterStartElement(w, X("fact"));
	xml_attribute(w, "name", name);
	xml_attribute(w, "type", "string");
	xmlTextWriterWriteString(w, X(value));
	xmlTextWriterEndElement(w);
}

static void
left_out(xmlTextWriterPtr w, const struct report *r)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	left_out_sentence(r, &b);
	if (b.len > 0)
		xml_element(w, "remark", buf_str(&b));
	for (size_t i = 0; i < r->n_selection_notes; i++)
		xml_element(w, "remark", r->selection_notes[i]);
	buf_free(&b);
}

/* `number` is that of a host among many; 0: there is one. */
static void
test_result(xmlTextWriterPtr w, const struct report *r, size_t number)
{
	xmlTextWriterStartElement(w, X("TestResult"));
	if (number > 0)
		xmlTextWriterWriteFormatAttribute(
		    w, X("id"), "xccdf_org.dockassay_testresult_%zu", number);
	else
		xml_attribute(w, "id", "xccdf_org.dockassay_testresult_scan");
	if (r->started[0] != '\0')
		xml_attribute(w, "start-time", r->started);
	xml_attribute(w, "end-time", r->finished[0] != '\0' ? r->finished : "1970-01-01T00:00:00Z");
	xml_attribute(w, "version", r->tool_version);
	xmlTextWriterWriteFormatAttribute(
	    w, X("test-system"), "cpe:/a:dockassay:dockassay:%s", r->tool_version);
	xmlTextWriterStartElement(w, X("benchmark"));
	xml_attribute(w, "href", "#");
	xml_attribute(w, "id", "xccdf_org.dockassay_benchmark_docker");
	xmlTextWriterEndElement(w);
	xml_element(w, "title", "Assay of a Docker host");
	left_out(w, r);
	xmlTextWriterStartElement(w, X("identity"));
	xml_attribute(w, "authenticated", "true");
	xml_attribute(w, "privileged", r->privileged ? "true" : "false");
	xmlTextWriterWriteString(w, X(r->privileged ? "root" : "user"));
	xmlTextWriterEndElement(w);
	xml_element(w, "target", r->host[0] != '\0' ? r->host : "unknown");
	xmlTextWriterStartElement(w, X("target-facts"));
	fact(w, "urn:xccdf:fact:asset:identifier:host_name", r->host);
	fact(w, "urn:dockassay:engine", r->engine_version);
	fact(w, "urn:dockassay:kernel", r->kernel);
	xmlTextWriterEndElement(w);
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++)
			rule_result(w, r, &r->checks[i], &r->checks[i].findings[k]);
	}
	xmlTextWriterStartElement(w, X("score"));
	xml_attribute(w, "system", "urn:xccdf:scoring:default");
	xml_attribute(w, "maximum", "100");
	xmlTextWriterWriteFormatString(w, "%d", r->score >= 0 ? r->score : 0);
	xmlTextWriterEndElement(w);
	xmlTextWriterEndElement(w);
}

static void
metadata(xmlTextWriterPtr w, const struct report *r)
{
	xmlTextWriterStartElement(w, X("metadata"));
	xmlTextWriterStartElement(w, X("dc:source"));
	xml_attribute(w, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
	xmlTextWriterWriteString(w, X(r->tool_url));
	xmlTextWriterEndElement(w);
	xmlTextWriterEndElement(w);
}

/* Up to the first test result. */
static void
begin(xmlTextWriterPtr w, const struct report *r)
{
	xmlTextWriterStartElement(w, X("Benchmark"));
	xml_attribute(w, "xmlns", "http://checklists.nist.gov/xccdf/1.2");
	xml_attribute(w, "id", "xccdf_org.dockassay_benchmark_docker");
	xml_attribute(w, "resolved", "1");
	xml_attribute(w, "xml:lang", "en");
	xmlTextWriterStartElement(w, X("status"));
	xmlTextWriterWriteFormatAttribute(
	    w, X("date"), "%.10s", r->tables_as_of[0] != '\0' ? r->tables_as_of : "1970-01-01");
	xmlTextWriterWriteString(w, X("accepted"));
	xmlTextWriterEndElement(w);
	xml_element(w, "title", "dockassay's checks of Docker hosts");
	xml_element(w, "description",
	    "What dockassay looks at; ids with digits are those of the CIS "
	    "Docker Benchmark 1.6.0.");
	/* The older binding: OpenSCAP 1.3 takes a document that it has no remark on for invalid. */
	xmlTextWriterStartElement(w, X("platform"));
	xml_attribute(w, "idref", "cpe:/a:docker:docker");
	xmlTextWriterEndElement(w);
	xml_element(w, "version", r->tool_version);
	metadata(w, r);
	for (size_t i = 0; i < r->n_checks; i++)
		rule(w, &r->checks[i]);
}

static int
write_xccdf(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	xmlTextWriterPtr w = xml_writer_new(s, err);

	(void)o;
	if (w == NULL)
		return -1;
	begin(w, r);
	test_result(w, r, 0);
	xml_writer_end(w);
	return 0;
}

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	p->state = xml_writer_new(p->sink, err);
	if (p->state == NULL)
		return -1;
	begin(p->state, p->fleet->total);
	return 0;
}

static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	(void)err;
	test_result(p->state, r, (size_t)(h - p->fleet->hosts) + 1);
	return 0;
}

static void
end_fleet(struct fleet_page *p)
{
	xml_writer_end(p->state);
}

static const struct fleet_writer fleet = { begin_fleet, write_host, end_fleet };

const struct format format_xccdf = {
	.name = "xccdf",
	.extension = "xccdf.xml",
	.media_type = "application/xml",
	.summary = "XCCDF 1.2 rules and test result, for SCAP tools",
	.write = write_xccdf,
	.fleet = &fleet,
};
