/*
 * ndjson.c: one finding a line, each complete in itself, for stores that load lines.
 */
#include "config.h"

#include "format.h"
#include "json_line.h"

static void
write_line(
    struct sink *s, const struct report *r, const struct check_result *c, const struct finding *f)
{
	struct json_writer w;
	jw_start(&w, s);
	w.on_one_line = true;
	jw_object(&w, NULL);
	json_line(&w, r, c, f);
	jw_end_object(&w);
}

static int
write_ndjson(
    const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	(void)o, (void)err;
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++)
			write_line(s, r, &r->checks[i], &r->checks[i].findings[k]);
	}
	return 0;
}

/* The host is in every line. */
static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	(void)h;
	return write_ndjson(r, p->options, p->sink, err);
}

static const struct fleet_writer fleet = { NULL, write_host, NULL };

const struct format format_ndjson = {
	.name = "ndjson",
	.extension = "ndjson",
	.media_type = "application/x-ndjson",
	.summary = "one finding a line as JSON, for stores and jq",
	.write = write_ndjson,
	.fleet = &fleet,
};
