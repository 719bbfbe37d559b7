/*
 * ocsf.c: OCSF 1.5 Compliance Finding events (class 2003), one a line, for security lakes.
 */
#include "config.h"

#include "format.h"
#include "json_writer.h"
#include "location.h"
#include "base/dates.h"

#include <string.h>

static const struct {
	int id;
	const char *name;
} outcomes[N_STATUS] = {
	[STATUS_PASS] = { 1, "Pass" },
	[STATUS_NOTE] = { 2, "Warning" },
	[STATUS_WARN] = { 3, "Fail" },
	[STATUS_ERROR] = { 0, "Unknown" },
	[STATUS_INFO] = { 99, "Informational" },
	[STATUS_SKIP] = { 99, "Not applicable" },
};

static const struct {
	int id;
	const char *name;
} severities[N_SEVERITY] = {
	[SEVERITY_INFO] = { 1, "Informational" },
	[SEVERITY_LOW] = { 2, "Low" },
	[SEVERITY_MEDIUM] = { 3, "Medium" },
	[SEVERITY_HIGH] = { 4, "High" },
	[SEVERITY_CRITICAL] = { 5, "Critical" },
};

static void
write_compliance(struct json_writer *w, const struct check_result *c, const struct finding *f)
{
	jw_object(w, "compliance");
	jw_string(w, "control", c->id);
	jw_array(w, "standards");
	jw_string(w, NULL, "CIS Docker Benchmark 1.6.0");
	jw_end_array(w);
	jw_array(w, "requirements");
	for (size_t i = 0; c->refs[i] != NULL; i++)
		jw_string(w, NULL, c->refs[i]);
	jw_end_array(w);
	jw_int(w, "status_id", outcomes[f->status].id);
	jw_string(w, "status", outcomes[f->status].name);
	jw_string(w, "status_detail", f->message);
	jw_end_object(w);
}

static void
write_evidence(struct json_writer *w, const struct finding *f)
{
	if (f->n_evidence == 0)
		return;
	jw_array(w, "evidences");
	for (size_t i = 0; i < f->n_evidence; i++) {
		const struct evidence *e = &f->evidence[i];

		jw_object(w, NULL);
		jw_object(w, "data");
		jw_string(w, "what", e->what);
		jw_string(w, "source", evidence_source(f, e));
		jw_int(w, "line", e->line);
		jw_string(w, "actual", e->actual);
		jw_string(w, "expected", e->expected);
		jw_end_object(w);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void
write_metadata(struct json_writer *w, const struct report *r, const struct check_result *c)
{
	jw_object(w, "metadata");
	jw_string(w, "version", "1.5.0");
	jw_object(w, "product");
	jw_string(w, "name", r->tool_name);
	jw_string(w, "vendor_name", r->tool_name);
	jw_string(w, "version", r->tool_version);
	jw_end_object(w);
	jw_string(w, "event_code", c->id);
	jw_end_object(w);
}

static void
write_resource(struct json_writer *w, const struct report *r, const struct finding *f)
{
	struct buf uid = BUF_INIT(TEXT_ROOM);

	location_path(&uid, f);
	jw_object(w, "device");
	jw_string(w, "hostname", r->host);
	jw_int(w, "type_id", 1);
	jw_end_object(w);
	jw_array(w, "resources");
	jw_object(w, NULL);
	jw_string(w, "uid", buf_str(&uid));
	jw_string(w, "name", f->subject->name);
	jw_string(w, "type", subject_kind_name(f->subject->kind));
	jw_end_object(w);
	jw_end_array(w);
	buf_free(&uid);
}

/* The same finding on another host is another event: the host is part of its identity. */
static void
write_info(struct json_writer *w, const struct report *r, const struct check_result *c,
    const struct finding *f)
{
	struct buf uid = BUF_INIT(TEXT_ROOM), title = BUF_INIT(TEXT_ROOM);
	char room[65];

	buf_printf(&uid, "%s/%s", r->host, finding_fingerprint(c, f, room));
	buf_printf(&title, "%s %s", c->id, c->title);
	jw_object(w, "finding_info");
	jw_string(w, "uid", buf_str(&uid));
	jw_string(w, "title", buf_str(&title));
	jw_string(w, "desc", c->rationale);
	jw_end_object(w);
	buf_free(&uid);
	buf_free(&title);
}

static void
write_event(struct sink *s, const struct report *r, const struct check_result *c,
    const struct finding *f, int64_t time)
{
	enum severity severity = f->status == STATUS_WARN ? c->severity : SEVERITY_INFO;
	struct json_writer w;

	jw_start(&w, s);
	w.on_one_line = true;
	jw_object(&w, NULL);
	jw_int(&w, "activity_id", 1);
	jw_int(&w, "category_uid", 2);
	jw_int(&w, "class_uid", 2003);
	jw_int(&w, "type_uid", 200301);
	jw_int(&w, "time", time * 1000);
	jw_int(&w, "severity_id", severities[severity].id);
	jw_string(&w, "severity", severities[severity].name);
	jw_int(&w, "status_id", f->status == STATUS_PASS ? 4 : 1);
	jw_string(&w, "message", f->message);
	write_metadata(&w, r, c);
	write_info(&w, r, c, f);
	write_compliance(&w, c, f);
	write_resource(&w, r, f);
	write_evidence(&w, f);
	jw_object(&w, "remediation");
	jw_string(&w, "desc", c->remedy);
	jw_end_object(&w);
	jw_end_object(&w);
}

static int
write_ocsf(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	int64_t time = 0;

	(void)o, (void)err;
	date_parse(r->finished, &time);
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++)
			write_event(s, r, &r->checks[i], &r->checks[i].findings[k], time);
	}
	return 0;
}

/* The host is in every line. */
static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	(void)h;
	return write_ocsf(r, p->options, p->sink, err);
}

static const struct fleet_writer fleet = { NULL, write_host, NULL };

const struct format format_ocsf = {
	.name = "ocsf",
	.extension = "ocsf.ndjson",
	.media_type = "application/x-ndjson",
	.summary = "OCSF 1.5 Compliance Finding events, for security lakes",
	.write = write_ocsf,
	.fleet = &fleet,
};
