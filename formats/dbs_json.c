/*
 * dbs_json.c: the layout of docker-bench-security's JSON log, so that importers written for it go
 * on working. What they need: string ids, `desc`, `details` as a string, integer `start` and
 * `end`, one result a check with its subjects in `items`, and no status that they do not know.
 */
#include "config.h"

#include "format.h"

#include <string.h>

#include "json_writer.h"
#include "base/dates.h"

/* dbs knows four results: what was not assessed or does not apply is INFO there. */
static const char *const results[N_STATUS] = {
	[STATUS_SKIP] = "INFO",
	[STATUS_INFO] = "INFO",
	[STATUS_PASS] = "PASS",
	[STATUS_NOTE] = "NOTE",
	[STATUS_ERROR] = "INFO",
	[STATUS_WARN] = "WARN",
};

static void
write_time(struct json_writer *w, const char *name, const char *rfc3339)
{
	int64_t seconds = 0;

	date_parse(rfc3339, &seconds);
	jw_int(w, name, seconds);
}

/* The first message in full, and the names of all subjects. */
static void
write_items(struct json_writer *w, const struct check_result *c, const struct format_options *o)
{
	const char *details = NULL, *last = NULL;
	unsigned n = 0;

	for (size_t i = 0; i < c->n_findings && details == NULL; i++) {
		if (c->findings[i].status == c->status)
			details = c->findings[i].message;
	}
	jw_string(w, "details", details != NULL ? details : "");
	jw_array(w, "items");
	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];

		if (f->status != c->status || (o->item_limit > 0 && n >= o->item_limit) ||
		    (last != NULL && strcmp(f->subject->name, last) == 0))
			continue;
		last = f->subject->name;
		jw_string(w, NULL, last);
		n++;
	}
	jw_end_array(w);
}

static void
write_result(struct json_writer *w, const struct check_result *c, const struct format_options *o)
{
	jw_object(w, NULL);
	jw_string(w, "id", c->id);
	jw_string(w, "desc", c->title);
	jw_string(w, "result", results[c->status]);
	if (c->status != STATUS_PASS)
		write_items(w, c, o);
	if (c->status == STATUS_WARN && o->remedies)
		jw_string(w, "remediation", c->remedy);
	jw_end_object(w);
}

static int
write_dbs_json(
    const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	struct json_writer w;

	(void)err;
	jw_start(&w, s);
	jw_object(&w, NULL);
	jw_string(&w, "dockerbenchsecurity", "1.6.0");
	write_time(&w, "start", r->started);
	jw_array(&w, "tests");
	for (size_t i = 0; i < r->n_checks;) {
		const char *id = r->checks[i].section_id;

		jw_object(&w, NULL);
		jw_string(&w, "id", id);
		jw_string(&w, "desc", r->checks[i].section);
		jw_array(&w, "results");
		for (; i < r->n_checks && strcmp(r->checks[i].section_id, id) == 0; i++)
			write_result(&w, &r->checks[i], o);
		jw_end_array(&w);
		jw_end_object(&w);
	}
	jw_end_array(&w);
	jw_int(&w, "checks", (int64_t)r->n_checks);
	jw_int(&w, "score",
	    (int64_t)r->checks_by_status[STATUS_PASS] - (int64_t)r->checks_by_status[STATUS_WARN]);
	write_time(&w, "end", r->finished);
	jw_end_object(&w);
	return 0;
}

const struct format format_dbs_json = {
	.name = "dbs-json",
	.extension = "dbs.json",
	.media_type = "application/json",
	.summary = "docker-bench-security's JSON log layout, for importers written for it",
	.write = write_dbs_json,
};
