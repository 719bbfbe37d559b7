/*
 * ndjson.c: one finding a line, each complete in itself, for stores that load lines.
 */
#include "config.h"

#include "format.h"
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

static void
write_line(struct sink *s, const struct report *r, const struct check_result *c,
    const struct finding *f)
{
	struct json_writer w;
	char room[65];

	jw_start(&w, s);
	w.on_one_line = true;
	jw_object(&w, NULL);
	jw_string(&w, "schema", "dockassay.finding/1");
	jw_string(&w, "host", r->host);
	jw_string(&w, "scanned", r->started);
	jw_string(&w, "engine", r->engine_version);
	jw_string(&w, "check", c->id);
	jw_string(&w, "title", c->title);
	jw_string(&w, "section", c->section);
	jw_string(&w, "severity", severity_name(c->severity));
	jw_string(&w, "status", status_name(f->status));
	jw_string(&w, "message", f->message);
	jw_string(&w, "key", f->key);
	jw_string(&w, "fingerprint", finding_fingerprint(c, f, room));
	json_marks(&w, f);
	json_subject(&w, f->subject);
	write_evidence(&w, f);
	jw_end_object(&w);
}

static int
write_ndjson(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	(void)o, (void)err;
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++)
			write_line(s, r, &r->checks[i], &r->checks[i].findings[k]);
	}
	return 0;
}

const struct format format_ndjson = {
	.name = "ndjson",
	.extension = "ndjson",
	.media_type = "application/x-ndjson",
	.summary = "one finding a line as JSON, for stores and jq",
	.write = write_ndjson,
};
