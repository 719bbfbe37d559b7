/*
 * gitlab.c: GitLab's Code Quality report: WARN findings with a place and a fingerprint. GitLab stops
 * at the first entry that it does not like, so that every one has all that it demands.
 */
#include "config.h"

#include "format.h"
#include "json_writer.h"
#include "location.h"

static const char *const severities[N_SEVERITY] = {
	[SEVERITY_INFO] = "info",
	[SEVERITY_LOW] = "minor",
	[SEVERITY_MEDIUM] = "major",
	[SEVERITY_HIGH] = "critical",
	[SEVERITY_CRITICAL] = "blocker",
};

static void
entry(struct json_writer *w, const struct check_result *c, const struct finding *f)
{
	struct buf text = BUF_INIT(65536), path = BUF_INIT(65536);

	buf_printf(&text, "%s %s: ", c->id, c->title);
	location_subject(&text, f);
	buf_printf(&text, " %s", f->message);
	location_path(&path, f);
	jw_object(w, NULL);
	jw_string(w, "description", buf_str(&text));
	jw_string(w, "check_name", c->id);
	jw_string(w, "fingerprint", f->fingerprint);
	jw_string(w, "severity", severities[c->severity]);
	jw_object(w, "location");
	jw_string(w, "path", buf_str(&path));
	jw_object(w, "lines");
	jw_int(w, "begin", location_line(f));
	jw_end_object(w);
	jw_end_object(w);
	jw_end_object(w);
	buf_free(&text);
	buf_free(&path);
}

static int
write_gitlab(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	struct json_writer w;

	(void)o, (void)err;
	jw_start(&w, s);
	jw_array(&w, NULL);
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			const struct finding *f = &r->checks[i].findings[k];

			/* There is no way to say that one is accepted. */
			if (f->status == STATUS_WARN && f->waiver == NULL)
				entry(&w, &r->checks[i], f);
		}
	}
	jw_end_array(&w);
	return 0;
}

const struct format format_gitlab = {
	.name = "gitlab",
	.extension = "codequality.json",
	.media_type = "application/json",
	.summary = "GitLab Code Quality: artifacts:reports:codequality",
	.write = write_gitlab,
};
