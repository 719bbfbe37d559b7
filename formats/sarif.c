/*
 * sarif.c: SARIF 2.1.0, for code-scanning tools. Only WARN becomes a result, since converters take
 * every result for an alert; the others are counted in a notification. Locations are stable
 * relative paths made from names, never from ids.
 */
#include "config.h"

#include "format.h"
#include "json_writer.h"
#include "location.h"

#include <string.h>

#define RESULTS_MAX 25000 /* GitHub takes no more of one run */

static const char *const levels[N_SEVERITY] = {
	[SEVERITY_INFO] = "note",
	[SEVERITY_LOW] = "note",
	[SEVERITY_MEDIUM] = "warning",
	[SEVERITY_HIGH] = "error",
	[SEVERITY_CRITICAL] = "error",
};

static const char *const scores[N_SEVERITY] = {
	[SEVERITY_INFO] = "0.0",
	[SEVERITY_LOW] = "3.0",
	[SEVERITY_MEDIUM] = "5.5",
	[SEVERITY_HIGH] = "8.0",
	[SEVERITY_CRITICAL] = "9.5",
};

static void
text_object(struct json_writer *w, const char *name, const char *text)
{
	jw_object(w, name);
	jw_string(w, "text", text);
	jw_end_object(w);
}

static void
write_rule(struct json_writer *w, const struct check_result *c)
{
	jw_object(w, NULL);
	jw_string(w, "id", c->id);
	jw_string(w, "name", c->legacy_id);
	text_object(w, "shortDescription", c->title);
	text_object(w, "fullDescription", c->rationale);
	jw_object(w, "help");
	jw_string(w, "text", c->remedy);
	jw_end_object(w);
	jw_object(w, "defaultConfiguration");
	jw_string(w, "level", levels[c->severity]);
	jw_end_object(w);
	jw_object(w, "properties");
	jw_array(w, "tags");
	jw_string(w, NULL, "security");
	for (size_t i = 0; c->refs[i] != NULL; i++)
		jw_string(w, NULL, c->refs[i]);
	jw_end_array(w);
	jw_string(w, "security-severity", scores[c->severity]);
	jw_end_object(w);
	jw_end_object(w);
}

static void
write_location(struct json_writer *w, const struct finding *f)
{
	struct buf uri = BUF_INIT(65536);

	location_uri(&uri, f);
	jw_array(w, "locations");
	jw_object(w, NULL);
	jw_object(w, "physicalLocation");
	jw_object(w, "artifactLocation");
	jw_string(w, "uri", buf_str(&uri));
	jw_end_object(w);
	jw_object(w, "region");
	jw_int(w, "startLine", location_line(f));
	jw_end_object(w);
	jw_end_object(w);
	jw_array(w, "logicalLocations");
	jw_object(w, NULL);
	jw_string(w, "name", f->subject.name);
	jw_string(w, "kind", subject_kind_name(f->subject.kind));
	jw_end_object(w);
	jw_end_array(w);
	jw_end_object(w);
	jw_end_array(w);
	buf_free(&uri);
}

static void
write_message(struct json_writer *w, const struct finding *f)
{
	struct buf b = BUF_INIT(16384);

	buf_printf(&b, "%s %s %s", subject_kind_name(f->subject.kind), f->subject.name, f->message);
	text_object(w, "message", buf_str(&b));
	buf_free(&b);
}

static void
write_result(
    struct json_writer *w, const struct check_result *c, size_t rule, const struct finding *f)
{
	jw_object(w, NULL);
	jw_string(w, "ruleId", c->id);
	jw_int(w, "ruleIndex", (int64_t)rule);
	jw_string(w, "kind", "fail");
	jw_string(w, "level", levels[c->severity]);
	write_message(w, f);
	write_location(w, f);
	jw_object(w, "partialFingerprints");
	jw_string(w, "dockassay/v1", f->fingerprint);
	jw_end_object(w);
	jw_end_object(w);
}

static size_t
write_results(struct json_writer *w, const struct report *r)
{
	size_t left_out = 0, n = 0;

	jw_array(w, "results");
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			if (r->checks[i].findings[k].status != STATUS_WARN)
				continue;
			if (n++ < RESULTS_MAX)
				write_result(w, &r->checks[i], i, &r->checks[i].findings[k]);
			else
				left_out++;
		}
	}
	jw_end_array(w);
	return left_out;
}

static void
notification(struct json_writer *w, const char *level, const char *text)
{
	jw_object(w, NULL);
	jw_string(w, "level", level);
	text_object(w, "message", text);
	jw_end_object(w);
}

static void
write_invocation(struct json_writer *w, const struct report *r, size_t left_out)
{
	struct buf b = BUF_INIT(16384);

	jw_array(w, "invocations");
	jw_object(w, NULL);
	jw_bool(w, "executionSuccessful", true);
	jw_int(w, "exitCode", r->gate.exit_code);
	jw_string(w, "startTimeUtc", r->started);
	jw_string(w, "endTimeUtc", r->finished);
	jw_array(w, "toolExecutionNotifications");
	buf_printf(&b,
	    "Left out as no alerts: %zu PASS, %zu NOTE, %zu INFO, %zu SKIP; %zu could not be "
	    "assessed.",
	    r->findings_by_status[STATUS_PASS], r->findings_by_status[STATUS_NOTE],
	    r->findings_by_status[STATUS_INFO], r->findings_by_status[STATUS_SKIP],
	    r->findings_by_status[STATUS_ERROR]);
	if (left_out > 0)
		buf_printf(&b, " %zu WARN findings beyond the first %d were left out.", left_out,
		    RESULTS_MAX);
	notification(w, "note", buf_str(&b));
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			const struct finding *f = &r->checks[i].findings[k];

			if (f->status != STATUS_ERROR)
				continue;
			buf_free(&b);
			buf_printf(&b, "%s could not be assessed for %s %s: %s", r->checks[i].id,
			    subject_kind_name(f->subject.kind), f->subject.name, f->message);
			notification(w, "warning", buf_str(&b));
		}
	}
	jw_end_array(w);
	jw_end_object(w);
	jw_end_array(w);
	buf_free(&b);
}

static int
write_sarif(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	struct json_writer w;
	struct buf id = BUF_INIT(8192);
	size_t left_out;

	(void)o, (void)err;
	jw_start(&w, s);
	jw_object(&w, NULL);
	jw_string(&w, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	jw_string(&w, "version", "2.1.0");
	jw_array(&w, "runs");
	jw_object(&w, NULL);
	jw_object(&w, "tool");
	jw_object(&w, "driver");
	jw_string(&w, "name", r->tool_name);
	jw_string(&w, "version", r->tool_version);
	jw_array(&w, "rules");
	for (size_t i = 0; i < r->n_checks; i++)
		write_rule(&w, &r->checks[i]);
	jw_end_array(&w);
	jw_end_object(&w);
	jw_end_object(&w);
	jw_object(&w, "automationDetails");
	buf_printf(&id, "dockassay/%s/", r->host);
	jw_string(&w, "id", buf_str(&id));
	buf_free(&id);
	jw_end_object(&w);
	left_out = write_results(&w, r);
	write_invocation(&w, r, left_out);
	jw_end_object(&w);
	jw_end_array(&w);
	jw_end_object(&w);
	return 0;
}

const struct format format_sarif = {
	.name = "sarif",
	.extension = "sarif",
	.media_type = "application/sarif+json",
	.summary = "SARIF 2.1.0, for code-scanning tools",
	.write = write_sarif,
};
