/*
 * json_line.c: a finding with all that a store wants beside it. It may not choose findings.
 */
#include "config.h"

#include "json_line.h"

#include "json_marks.h"

static void
write_evidence(struct json_writer *w, const struct finding *f)
{
	jw_array(w, "evidence");
	for (size_t i = 0; i < f->n_evidence; i++) {
		const struct evidence *e = &f->evidence[i];

		jw_object(w, NULL);
		jw_string(w, "what", e->what);
		jw_string(w, "source", evidence_source(f, e));
		if (e->line > 0)
			jw_int(w, "line", e->line);
		jw_string(w, "actual", e->actual);
		jw_string(w, "expected", e->expected);
		jw_end_object(w);
	}
	jw_end_array(w);
}

void
json_line(struct json_writer *w, const struct report *r, const struct check_result *c,
    const struct finding *f)
{
	char room[65];

	jw_string(w, "schema", "dockassay.finding/1");
	jw_string(w, "host", r->host);
	jw_string(w, "scanned", r->started);
	jw_string(w, "engine_id", r->engine_id);
	jw_string(w, "engine", r->engine_version);
	jw_string(w, "check", c->id);
	jw_string(w, "title", c->title);
	jw_string(w, "section", c->section);
	jw_string(w, "severity", severity_name(c->severity));
	jw_string(w, "status", status_name(f->status));
	jw_string(w, "message", f->message);
	jw_string(w, "key", f->key);
	jw_string(w, "fingerprint", finding_fingerprint(c, f, room));
	json_marks(w, f);
	json_subject(w, f->subject);
	write_evidence(w, f);
}
