/*
 * opensearch.c: requests to the bulk interface of OpenSearch and Elasticsearch: a line that says
 * what to do, and one with the finding. The index is named by who sends it; ids are made from the
 * scan and the finding, so that the same report sent twice is there once.
 */
#include "config.h"

#include "format.h"
#include "json_line.h"
#include "base/sha256.h"

/* The id tells replicas of one service apart, too: they share a fingerprint. */
static void
id_of(char id[65], const struct report *r, const struct check_result *c, const struct finding *f)
{
	struct buf b = BUF_INIT(TEXT_ROOM);
	char room[65];

	buf_printf(&b, "%s\n%s\n%s\n%s\n%s\n%s\n%s", r->host, r->engine_id, r->started, c->id,
	    finding_fingerprint(c, f, room), f->subject->name, f->subject->id);
	sha256_hex(buf_str(&b), b.len, id);
	buf_free(&b);
}

static void
write_request(
    struct sink *s, const struct report *r, const struct check_result *c, const struct finding *f)
{
	struct json_writer w;
	char id[65];

	id_of(id, r, c, f);
	jw_start(&w, s);
	w.on_one_line = true;
	jw_object(&w, NULL);
	jw_object(&w, "index");
	jw_string(&w, "_id", id);
	jw_end_object(&w);
	jw_end_object(&w);
	jw_start(&w, s);
	w.on_one_line = true;
	jw_object(&w, NULL);
	jw_string(&w, "@timestamp", r->started);
	json_line(&w, r, c, f);
	jw_end_object(&w);
}

static int
write_opensearch(
    const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	(void)o, (void)err;
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++)
			write_request(s, r, &r->checks[i], &r->checks[i].findings[k]);
	}
	return 0;
}

/* The host is in every document. */
static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	(void)h;
	return write_opensearch(r, p->options, p->sink, err);
}

static const struct fleet_writer fleet = { NULL, write_host, NULL };

const struct format format_opensearch = {
	.name = "opensearch",
	.extension = "bulk.ndjson",
	.media_type = "application/x-ndjson",
	.summary = "bulk requests for OpenSearch and Elasticsearch",
	.write = write_opensearch,
	.fleet = &fleet,
};
