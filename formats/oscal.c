/*
 * oscal.c: OSCAL assessment results (JSON): a finding for each check that was decided, resting on
 * an observation for each subject. No list may be empty, ids are stable UUIDs, and none is
 * dangling.
 */
#include "config.h"

#include "format.h"
#include "json_writer.h"
#include "oscal_subjects.h"
#include "uuid.h"
#include "fleet/fleet.h"
#include "policy/left_out.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

#define VERSION_OF_OSCAL "1.1.3"
#define NIST "NIST 800-53 "

/* ---- controls ------------------------------------------------------------------------------- */

/* "NIST 800-53 AC-6(10)" is "ac-6.10" in OSCAL's catalogue. False: another reference. */
static bool
control_id(const char *ref, char id[24])
{
	size_t n = 0;

	if (strncmp(ref, NIST, sizeof NIST - 1) != 0)
		return false;
	for (ref += sizeof NIST - 1; *ref != '\0' && n < 20; ref++) {
		if (*ref == '(')
			id[n++] = '.';
		else if (*ref != ')')
			id[n++] = (char)tolower((unsigned char)*ref);
	}
	id[n] = '\0';
	return n > 0;
}

static void
reviewed_controls(struct json_writer *w, const struct report *r)
{
	const char **refs, *last = "";
	char id[24];
	size_t n = 0, cap = 1;

	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; r->checks[i].refs[k] != NULL; k++)
			cap++;
	}
	refs = xmalloc(cap * sizeof *refs);
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; r->checks[i].refs[k] != NULL; k++) {
			if (control_id(r->checks[i].refs[k], id))
				refs[n++] = r->checks[i].refs[k];
		}
	}
	if (n > 1)
		qsort(refs, n, sizeof *refs, text_compare);
	jw_object(w, "reviewed-controls");
	jw_array(w, "control-selections");
	jw_object(w, NULL);
	if (n == 0) {
		jw_object(w, "include-all");
		jw_end_object(w);
	} else {
		jw_array(w, "include-controls");
	}
	for (size_t i = 0; i < n; i++) {
		if (strcmp(refs[i], last) == 0 || !control_id(refs[i], id))
			continue;
		last = refs[i];
		jw_object(w, NULL);
		jw_string(w, "control-id", id);
		jw_end_object(w);
	}
	if (n > 0)
		jw_end_array(w);
	jw_end_object(w);
	jw_end_array(w);
	jw_end_object(w);
	free(refs);
}

/* ---- observations, risks, findings ---------------------------------------------------------- */

/* Its place in the check makes it unique: replicas of one service share their fingerprint. */
static void
observation_uuid(char uuid[37], const struct report *r, const struct check_result *c, size_t i)
{
	char name[128], room[65];

	snprintf(name, sizeof name, "%s/%s/%zu", c->id,
	    finding_fingerprint(c, &c->findings[i], room), i);
	oscal_uuid(uuid, r, "observation", name);
}

static void
evidence(struct json_writer *w, const struct finding *f)
{
	if (f->n_evidence == 0)
		return;
	jw_array(w, "relevant-evidence");
	for (size_t i = 0; i < f->n_evidence; i++) {
		const struct evidence *e = &f->evidence[i];
		struct buf b = BUF_INIT(TEXT_ROOM);

		buf_printf(&b, "%s (%s", e->what, evidence_source(f, e));
		if (e->line > 0)
			buf_printf(&b, ", line %lld", (long long)e->line);
		buf_printf(&b, ") is %s", e->actual[0] != '\0' ? e->actual : "empty");
		if (e->expected[0] != '\0')
			buf_printf(&b, "; expected: %s", e->expected);
		jw_object(w, NULL);
		jw_string(w, "description", buf_str(&b));
		jw_end_object(w);
		buf_free(&b);
	}
	jw_end_array(w);
}

static void
observation(struct json_writer *w, const struct report *r, const struct check_result *c, size_t i,
    const char *when)
{
	const struct finding *f = &c->findings[i];
	struct buf b = BUF_INIT(TEXT_ROOM);
	char uuid[37];

	observation_uuid(uuid, r, c, i);
	buf_printf(&b, "%s: %s", status_name(f->status), f->message);
	jw_object(w, NULL);
	jw_string(w, "uuid", uuid);
	jw_string(w, "title", c->id);
	jw_string(w, "description", buf_str(&b));
	jw_array(w, "methods");
	jw_string(w, NULL, c->manual ? "EXAMINE" : "TEST");
	jw_end_array(w);
	jw_array(w, "types");
	jw_string(w, NULL, "finding");
	jw_end_array(w);
	oscal_subject_uuid(uuid, r, f->subject);
	jw_array(w, "subjects");
	jw_object(w, NULL);
	jw_string(w, "subject-uuid", uuid);
	jw_string(w, "type", "component");
	jw_end_object(w);
	jw_end_array(w);
	evidence(w, f);
	jw_string(w, "collected", when);
	jw_end_object(w);
	buf_free(&b);
}

static void
risk(struct json_writer *w, const struct report *r, const struct check_result *c)
{
	char uuid[37];

	oscal_uuid(uuid, r, "risk", c->id);
	jw_object(w, NULL);
	jw_string(w, "uuid", uuid);
	oscal_title(w, "title", c->title);
	jw_string(w, "description", c->rationale);
	jw_string(w, "statement", c->remedy);
	jw_string(w, "status", "open");
	jw_end_object(w);
}

/* What was decided, or should have been: the others are observations alone. */
static bool
is_decided(const struct check_result *c)
{
	return c->status == STATUS_PASS || c->status == STATUS_WARN || c->status == STATUS_ERROR;
}

static void
target(struct json_writer *w, const struct check_result *c)
{
	char id[24], name[40];

	snprintf(name, sizeof name, "dockassay-%s", c->id);
	for (size_t i = 0; c->refs[i] != NULL; i++) {
		if (control_id(c->refs[i], id)) {
			snprintf(name, sizeof name, "%s_obj", id);
			break;
		}
	}
	jw_object(w, "target");
	jw_string(w, "type", "objective-id");
	jw_string(w, "target-id", name);
	jw_object(w, "status");
	jw_string(w, "state", c->status == STATUS_PASS ? "satisfied" : "not-satisfied");
	jw_string(w, "reason",
	    c->status == STATUS_PASS   ? "pass"
	    : c->status == STATUS_WARN ? "fail"
				       : "other");
	jw_end_object(w);
	jw_end_object(w);
}

static void
finding(struct json_writer *w, const struct report *r, const struct check_result *c)
{
	struct buf b = BUF_INIT(TEXT_ROOM);
	char uuid[37];

	oscal_uuid(uuid, r, "finding", c->id);
	buf_printf(&b, "%s %s", c->id, c->title);
	jw_object(w, NULL);
	jw_string(w, "uuid", uuid);
	oscal_title(w, "title", buf_str(&b));
	jw_string(w, "description", c->rationale);
	target(w, c);
	jw_array(w, "related-observations");
	for (size_t i = 0; i < c->n_findings; i++) {
		observation_uuid(uuid, r, c, i);
		jw_object(w, NULL);
		jw_string(w, "observation-uuid", uuid);
		jw_end_object(w);
	}
	jw_end_array(w);
	if (c->status == STATUS_WARN) {
		oscal_uuid(uuid, r, "risk", c->id);
		jw_array(w, "related-risks");
		jw_object(w, NULL);
		jw_string(w, "risk-uuid", uuid);
		jw_end_object(w);
		jw_end_array(w);
	}
	jw_end_object(w);
	buf_free(&b);
}

/* A list that begins with its first member, since empty ones are forbidden. */
static void
list(struct json_writer *w, const struct report *r, const char *name,
    bool (*wanted)(const struct check_result *c),
    void (*write)(struct json_writer *w, const struct report *r, const struct check_result *c))
{
	bool begun = false;

	for (size_t i = 0; i < r->n_checks; i++) {
		if (!wanted(&r->checks[i]))
			continue;
		if (!begun)
			jw_array(w, name);
		begun = true;
		write(w, r, &r->checks[i]);
	}
	if (begun)
		jw_end_array(w);
}

static bool
is_risk(const struct check_result *c)
{
	return c->status == STATUS_WARN;
}

static void
remarks(struct json_writer *w, const struct report *r)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	left_out_sentence(r, &b);
	for (size_t i = 0; i < r->n_selection_notes; i++)
		buf_printf(&b, "%s%s", b.len > 0 ? ". " : "", r->selection_notes[i]);
	if (b.len > 0)
		jw_string(w, "remarks", buf_str(&b));
	buf_free(&b);
}

static const char *
when_of(const struct report *r)
{
	return r->finished[0] != '\0' ? r->finished : "1970-01-01T00:00:00Z";
}

static void
result(struct json_writer *w, const struct report *r)
{
	const char *when = when_of(r);
	struct buf about = BUF_INIT(TEXT_ROOM);
	bool begun = false;
	char uuid[37];

	uuid_of(uuid, "result", r->host);
	jw_object(w, NULL);
	jw_string(w, "uuid", uuid);
	jw_string(w, "title", "Assay of a Docker host");
	buf_printf(&about, "What dockassay saw on %s, and what it makes of it", r->host);
	jw_string(w, "description", buf_str(&about));
	buf_free(&about);
	jw_string(w, "start", r->started[0] != '\0' ? r->started : when);
	jw_string(w, "end", when);
	oscal_components(w, r);
	reviewed_controls(w, r);
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			if (!begun)
				jw_array(w, "observations");
			begun = true;
			observation(w, r, &r->checks[i], k, when);
		}
	}
	if (begun)
		jw_end_array(w);
	list(w, r, "risks", is_risk, risk);
	list(w, r, "findings", is_decided, finding);
	remarks(w, r);
	jw_end_object(w);
}

static void
metadata(struct json_writer *w, const struct report *r)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	buf_printf(&b, "Assay of %s%s", strcmp(r->source, "merged") == 0 ? "" : "the Docker host ",
	    r->host);
	jw_object(w, "metadata");
	oscal_title(w, "title", buf_str(&b));
	jw_string(w, "last-modified", when_of(r));
	jw_string(w, "version", r->tool_version);
	jw_string(w, "oscal-version", VERSION_OF_OSCAL);
	jw_end_object(w);
	buf_free(&b);
}

/* Up to the first result; `about` are the hosts. */
static void
begin(struct json_writer *w, const struct report *r, const char *about)
{
	char uuid[37], href[40];

	jw_object(w, NULL);
	jw_object(w, "assessment-results");
	uuid_of(uuid, "assessment-results", about);
	jw_string(w, "uuid", uuid);
	metadata(w, r);
	uuid_of(uuid, "plan", "");
	snprintf(href, sizeof href, "#%s", uuid);
	jw_object(w, "import-ap");
	jw_string(w, "href", href);
	jw_end_object(w);
	jw_array(w, "results");
}

static void
end(struct json_writer *w)
{
	char uuid[37];

	uuid_of(uuid, "plan", "");
	jw_end_array(w);
	jw_object(w, "back-matter");
	jw_array(w, "resources");
	jw_object(w, NULL);
	jw_string(w, "uuid", uuid);
	jw_string(w, "description",
	    "There is no separate plan: dockassay's catalogue of checks says what is looked at.");
	jw_end_object(w);
	jw_end_array(w);
	jw_end_object(w);
	jw_end_object(w);
	jw_end_object(w);
}

static int
write_oscal(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	struct json_writer w;

	(void)o, (void)err;
	jw_start(&w, s);
	begin(&w, r, r->host);
	result(&w, r);
	end(&w);
	return 0;
}

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	struct buf names = BUF_INIT((size_t)16 << 20);

	(void)err;
	for (size_t i = 0; i < p->fleet->n_hosts; i++)
		buf_printf(&names, "%s\n", p->fleet->hosts[i].name);
	p->state = jw_new(p->sink);
	begin(p->state, p->fleet->total, buf_str(&names));
	buf_free(&names);
	return 0;
}

static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	(void)h, (void)err;
	result(p->state, r);
	return 0;
}

static void
end_fleet(struct fleet_page *p)
{
	end(p->state);
	free(p->state);
}

static const struct fleet_writer fleet = { begin_fleet, write_host, end_fleet };

const struct format format_oscal = {
	.name = "oscal",
	.extension = "oscal.json",
	.media_type = "application/json",
	.summary = "OSCAL 1.1 assessment results, for auditors' tools",
	.write = write_oscal,
	.fleet = &fleet,
};
