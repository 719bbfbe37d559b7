/*
 * gitlab.c: GitLab's Code Quality report: WARN findings with a place and a fingerprint. GitLab
 * stops at the first entry that it does not like, so that every one has all that it demands; of
 * entries with one fingerprint it shows the first alone.
 */
#include "config.h"

#include "format.h"
#include "json_writer.h"
#include "location.h"
#include "fleet/fleet.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/sha256.h"

static const char *const severities[N_SEVERITY] = {
	[SEVERITY_INFO] = "info",
	[SEVERITY_LOW] = "minor",
	[SEVERITY_MEDIUM] = "major",
	[SEVERITY_HIGH] = "critical",
	[SEVERITY_CRITICAL] = "blocker",
};

struct entry {
	const struct check_result *check;
	const struct finding *finding;
	char fingerprint[65];
};

/* `host` is NULL where there is one only. */
static void
write_entry(struct json_writer *w, const struct entry *e, const char *host)
{
	struct buf text = BUF_INIT(TEXT_ROOM), path = BUF_INIT(TEXT_ROOM);

	buf_printf(&text, "%s%s%s %s: ", host != NULL ? host : "", host != NULL ? ": " : "",
	    e->check->id, e->check->title);
	location_subject(&text, e->finding);
	buf_printf(&text, " %s", e->finding->message);
	if (host != NULL)
		location_on_host(&path, host, e->finding);
	else
		location_path(&path, e->finding);
	jw_object(w, NULL);
	jw_string(w, "description", buf_str(&text));
	jw_string(w, "check_name", e->check->id);
	jw_string(w, "fingerprint", e->fingerprint);
	jw_string(w, "severity", severities[e->check->severity]);
	jw_object(w, "location");
	jw_string(w, "path", buf_str(&path));
	jw_object(w, "lines");
	jw_int(w, "begin", location_line(e->finding));
	jw_end_object(w);
	jw_end_object(w);
	jw_end_object(w);
	buf_free(&text);
	buf_free(&path);
}

/* By fingerprint; the findings of a check are elements of one array: their places are their order.
 */
static int
compare(const void *a, const void *b)
{
	const struct entry *x = *(const struct entry *const *)a;
	const struct entry *y = *(const struct entry *const *)b;
	int c = strcmp(x->finding->fingerprint, y->finding->fingerprint);

	return c != 0 ? c : x->finding < y->finding ? -1 : x->finding > y->finding;
}

/*
 * Replicas of one service share their fingerprint. The first keeps it; that of another one is made
 * from it and its name, so that it stays the same when a third comes.
 */
static void
tell_apart(struct entry *v, size_t n)
{
	const struct entry **sorted = xmalloc((n + 1) * sizeof *sorted);
	size_t repeats = 0;

	for (size_t i = 0; i < n; i++)
		sorted[i] = &v[i];
	if (n > 1)
		qsort(sorted, n, sizeof *sorted, compare);
	for (size_t i = 1; i < n; i++) {
		const struct finding *f = sorted[i]->finding, *before = sorted[i - 1]->finding;
		struct buf b = BUF_INIT(TEXT_ROOM);

		if (strcmp(f->fingerprint, before->fingerprint) != 0)
			continue;
		/* Who has a name twice is no engine; its entries must differ all the same. */
		repeats = strcmp(f->subject->name, before->subject->name) == 0 ? repeats + 1 : 0;
		buf_printf(&b, "%s/%s/%zu", f->fingerprint, f->subject->name, repeats);
		sha256_hex(buf_str(&b), b.len, v[sorted[i] - v].fingerprint);
		buf_free(&b);
	}
	free(sorted);
}

/* The same finding of another host is another one. */
static void
tell_hosts_apart(struct entry *v, size_t n, const char *host)
{
	for (size_t i = 0; i < n; i++) {
		struct buf b = BUF_INIT(TEXT_ROOM);

		buf_printf(&b, "%s/%s", host, v[i].fingerprint);
		sha256_hex(buf_str(&b), b.len, v[i].fingerprint);
		buf_free(&b);
	}
}

static void
write_entries(struct json_writer *w, const struct report *r, const char *host)
{
	struct entry *v = xmalloc((r->findings_by_status[STATUS_WARN] + 1) * sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check_result *c = &r->checks[i];

		for (size_t k = 0; k < c->n_findings; k++) {
			/* There is no way to say that one is accepted. */
			if (c->findings[k].status != STATUS_WARN || c->findings[k].waiver != NULL)
				continue;
			v[n].check = c;
			v[n].finding = &c->findings[k];
			snprintf(v[n++].fingerprint, sizeof v->fingerprint, "%s",
			    c->findings[k].fingerprint);
		}
	}
	tell_apart(v, n);
	if (host != NULL)
		tell_hosts_apart(v, n, host);
	for (size_t i = 0; i < n; i++)
		write_entry(w, &v[i], host);
	free(v);
}

static int
write_gitlab(
    const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	struct json_writer w;

	(void)o, (void)err;
	jw_start(&w, s);
	jw_array(&w, NULL);
	write_entries(&w, r, NULL);
	jw_end_array(&w);
	return 0;
}

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	(void)err;
	p->state = jw_new(p->sink);
	jw_array(p->state, NULL);
	return 0;
}

static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	(void)h, (void)err;
	write_entries(p->state, r, r->host);
	return 0;
}

static void
end_fleet(struct fleet_page *p)
{
	jw_end_array(p->state);
	free(p->state);
}

static const struct fleet_writer fleet = { begin_fleet, write_host, end_fleet };

const struct format format_gitlab = {
	.name = "gitlab",
	.extension = "codequality.json",
	.media_type = "application/json",
	.summary = "GitLab Code Quality: artifacts:reports:codequality",
	.write = write_gitlab,
	.fleet = &fleet,
};
