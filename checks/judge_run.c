/*
 * judge_run.c: runs a check over its subjects. It may not know what any check is about, and it does
 * no I/O.
 */
#include "config.h"

#include "judge_internal.h"

#include <string.h>

#include "base/buf.h"

static void
over_containers(struct judge *j, const struct check *check, const struct subject_filter *filter)
{
	const struct facts *f = j->facts;
	size_t judged = 0;

	judge_about_host(j);
	if (!judge_can_read(j, &f->containers_origin))
		return;
	for (size_t i = 0; i < f->n_containers; i++) {
		const struct container *c = &f->containers[i];

		if (filter->container != NULL && !filter->container(filter->ctx, c))
			continue;
		judged++;
		judge_about_container(j, c);
		if (judge_can_read(j, &c->origin))
			check->container(j, f, c);
	}
	judge_about_host(j);
	if (judged == 0 && f->n_containers > 0)
		judge_skip(j, "none of the %zu containers is selected", f->n_containers);
	else if (judged == 0)
		judge_skip(j, f->host.all_containers ? "no containers" : "no running containers");
}

static void
over_images(struct judge *j, const struct check *check, const struct subject_filter *filter)
{
	const struct facts *f = j->facts;
	size_t judged = 0;

	judge_about_host(j);
	if (!judge_can_read(j, &f->images_origin))
		return;
	for (size_t i = 0; i < f->n_images; i++) {
		if (filter->image != NULL && !filter->image(filter->ctx, &f->images[i]))
			continue;
		judged++;
		judge_about_image(j, &f->images[i]);
		if (judge_can_read(j, &f->images[i].origin))
			check->image(j, f, &f->images[i]);
	}
	judge_about_host(j);
	if (judged == 0 && f->n_images > 0)
		judge_skip(j, "none of the %zu images is selected", f->n_images);
	else if (judged == 0)
		judge_skip(j, "no images");
}

static void
over_networks(struct judge *j, const struct check *check)
{
	const struct facts *f = j->facts;

	judge_about_host(j);
	if (!judge_can_read(j, &f->networks_origin))
		return;
	for (size_t i = 0; i < f->n_networks; i++) {
		judge_about_network(j, &f->networks[i]);
		if (judge_can_read(j, &f->networks[i].origin))
			check->network(j, f, &f->networks[i]);
	}
	judge_about_host(j);
	if (f->n_networks == 0)
		judge_skip(j, "no networks");
}

static void
over_volumes(struct judge *j, const struct check *check)
{
	const struct facts *f = j->facts;

	judge_about_host(j);
	if (!judge_can_read(j, &f->volumes_origin))
		return;
	for (size_t i = 0; i < f->n_volumes; i++) {
		judge_about_volume(j, &f->volumes[i]);
		check->volume(j, f, &f->volumes[i]);
	}
	judge_about_host(j);
	if (f->n_volumes == 0)
		judge_skip(j, "no volumes");
}

static void
over_dockerfiles(struct judge *j, const struct check *check)
{
	const struct facts *f = j->facts;

	for (size_t i = 0; i < f->n_dockerfiles; i++) {
		judge_about_dockerfile(j, &f->dockerfiles[i]);
		if (judge_can_read(j, &f->dockerfiles[i].origin))
			check->dockerfile(j, f, &f->dockerfiles[i]);
	}
	judge_about_host(j);
	if (f->n_dockerfiles == 0)
		judge_skip(j, "no Dockerfile was named");
}

static void
over_services(struct judge *j, const struct check *check)
{
	const struct facts *f = j->facts;

	judge_about_swarm(j);
	if (!judge_can_ask_swarm(j, f) || !judge_can_read(j, &f->swarm.services_origin))
		return;
	for (size_t i = 0; i < f->swarm.n_services; i++) {
		judge_about_service(j, &f->swarm.services[i]);
		check->service(j, f, &f->swarm.services[i]);
	}
	judge_about_swarm(j);
	if (f->swarm.n_services == 0)
		judge_skip(j, "there are no services");
}

static void
judge_about_scope(struct judge *j)
{
	if (j->check->scope == SCOPE_DAEMON)
		judge_about_daemon(j);
	else if (j->check->scope == SCOPE_SWARM || j->check->scope == SCOPE_SERVICE)
		judge_about_swarm(j);
	else
		judge_about_host(j);
}

static void
once(struct judge *j, const struct check *check)
{
	judge_about_scope(j);
	check->once(j, j->facts, check->arg);
}

/* What was not fetched because nobody asked for it is no fault of the scan. */
static void
skip_costly(struct judge *j)
{
	judge_about_host(j);
	judge_skip(j, "takes long, and is done with --deep only");
}

static void
skip_on_podman(struct judge *j)
{
	judge_about_scope(j);
	judge_skip(j, "%s", check_skip_on_podman(j->check));
}

/* A verdict without evidence must not look like one: see judge.h. */
static void
demand_evidence(struct judge *j)
{
	for (size_t i = 0; i < j->result->n_findings; i++) {
		struct finding *f = &j->result->findings[i];

		if (f->n_evidence == 0 && (f->status == STATUS_PASS || f->status == STATUS_WARN)) {
			f->message = arena_printf(j->report->arena,
			    "the check gave a verdict without evidence (\"%s\"): please report "
			    "this",
			    f->message);
			f->status = STATUS_ERROR;
		}
	}
}

static const char *
legacy_id(struct report *r, const char *id)
{
	char *legacy = arena_printf(r->arena, "check_%s", id);

	for (char *p = legacy; *p != '\0'; p++) {
		if (*p == '.' || *p == '-')
			*p = '_';
	}
	return legacy;
}

static struct check_result *
result_for(struct report *r, const struct section *s, const struct check *check)
{
	struct check_result *c = report_add_check(r);

	*c = (struct check_result){
		.id = check->id,
		.legacy_id = legacy_id(r, check->id),
		.title = check->title,
		.section = s->title,
		.section_id = s->id,
		.scope = scope_name(check->scope),
		.rationale = check->rationale,
		.remedy = check->remedy,
		.level = check->level,
		.severity = check->severity,
		.refs = check->refs,
		.related = check->related != NULL ? check->related : "",
		.manual = check->manual,
	};
	return c;
}

void
judge_run(struct report *r, const struct facts *f, const struct section *s,
    const struct check *check, const struct subject_filter *filter)
{
	static const struct subject_filter everything = { NULL, NULL, NULL };
	struct judge j = {
		.report = r, .facts = f, .result = result_for(r, s, check), .check = check
	};

	if (filter == NULL)
		filter = &everything;
	if (f->engine.is_podman && check_skip_on_podman(check) != NULL)
		skip_on_podman(&j);
	else if (check->needs & NEEDS_DEEP && !f->deep)
		skip_costly(&j);
	else if (check->container != NULL)
		over_containers(&j, check, filter);
	else if (check->image != NULL)
		over_images(&j, check, filter);
	else if (check->network != NULL)
		over_networks(&j, check);
	else if (check->volume != NULL)
		over_volumes(&j, check);
	else if (check->compose != NULL)
		judge_over_compose(&j, filter);
	else if (check->service != NULL)
		over_services(&j, check);
	else if (check->dockerfile != NULL)
		over_dockerfiles(&j, check);
	else
		once(&j, check);
	if (j.result->n_findings == 0) {
		judge_about_host(&j);
		judge_error(&j, "the check gave no verdict: please report this");
	}
	demand_evidence(&j);
	report_seal(r);
}
