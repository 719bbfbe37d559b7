/*
 * scan.c: runs the selected checks over the facts. It may not do I/O or know a format.
 */
#include "config.h"

#include "scan.h"

#include <string.h>

#include "eol.h"
#include "base/dates.h"
#include "policy/basis.h"

static const char *
text_of(struct report *r, const struct fact_str *fact)
{
	return fact->seen == SEEN ? report_text(r, fact->v) : "";
}

/* The reader should know how old the tables are that versions were judged by. */
static void
tell_tables(struct report *r, const struct facts *f)
{
	int64_t now, as_of;

	r->tables_as_of = EOL_AS_OF;
	if (date_parse(f->started, &now) && date_parse(EOL_AS_OF, &as_of))
		r->tables_age_days = days_between(as_of, now);
}

/* The host is called what its engine calls it, unless its root is this system's own. */
static const char *
host_name(const struct facts *f)
{
	bool here = f->host.local && strcmp(f->host.root, "/") == 0;

	return !here && f->engine.hostname.seen == SEEN ? f->engine.hostname.v : f->host.hostname;
}

static void
describe(struct report *r, const struct facts *f)
{
	const struct engine_facts *e = &f->engine;

	r->tool_name = PACKAGE_NAME;
	r->tool_version = PACKAGE_VERSION;
	r->tool_url = PACKAGE_URL;
	r->started = report_time(r, f->started, TIME_UNKNOWN);
	r->finished = report_time(r, f->finished, r->started);
	r->host = report_text(r, host_name(f));
	/* Podman makes up another one for each answer. */
	r->engine_id = e->is_podman ? "" : text_of(r, &e->id);
	r->machine_id = report_digest(report_text(r, f->host.machine));
	r->engine_name = text_of(r, &e->name);
	r->engine_version = text_of(r, &e->version);
	r->api_version = report_text(r, f->api_version);
	r->engine_os = text_of(r, e->operating_system.seen == SEEN ? &e->operating_system : &e->os);
	r->kernel = text_of(r, &e->kernel);
	r->endpoint = report_text(r, f->endpoint);
	r->root = report_text(r, f->host.root);
	r->privileged = f->host.privileged;
	r->all_containers = f->host.all_containers;
	tell_tables(r, f);
}

/* A scan that runs in a container does not judge that one: it is gone with the scan. */
static const char *
selection_text(struct report *r, const struct selection *s, const struct facts *f)
{
	for (size_t i = 0; i < f->n_containers; i++) {
		if (f->containers[i].is_own)
			return report_text(
			    r, arena_printf(
				   r->arena, "%s, but not the scan's own container", s->summary));
	}
	return report_text(r, s->summary);
}

struct report *
scan_judge(struct facts *f, struct selection *s, const struct options *o, const char *source,
    const char *snapshot_sha256)
{
	struct report *r = report_new();
	struct subject_filter filter = selection_filter(s);

	facts_finish(f);
	f->host.trusted_users = s->users;
	describe(r, f);
	selection_meet_facts(s, f);
	r->source = source;
	r->snapshot_sha256 = report_text(r, snapshot_sha256);
	r->selection = selection_text(r, s, f);
	selection_tell(s, f, r);
	for (size_t i = 0; i < s->n_selected; i++)
		judge_run(r, f, s->selected[i].section, s->selected[i].check, &filter);
	report_finish(r);
	basis_select(r, o, &s->since);
	if (strcmp(source, "live") == 0)
		basis_sandbox(r, o->sandbox);
	return r;
}

void
scan_decide(struct report *r, const struct options *o, const struct policy *p)
{
	policy_apply(p, r);
	basis_decide(r, o, p);
}
