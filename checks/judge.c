/*
 * judge.c: runs a check over its subjects and turns its verdicts into findings. It may not know
 * what any check is about, and it does no I/O.
 */
#include "config.h"

#include "judge_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/dates.h"

#define MESSAGE_MAX 4096

/* ---- subjects ------------------------------------------------------------------------------ */

void
judge_about(struct judge *j, enum subject_kind kind, const char *name, const char *id, const char *image,
    const char *identity)
{
	judge_about_object(j, NULL,
	    &(struct subject){ .kind = kind,
		.name = name,
		.id = id,
		.image = image,
		.identity = identity,
		.document = "" });
}

void
judge_about_object(struct judge *j, const void *object, const struct subject *subject)
{
	j->compose = NULL;
	j->subject = report_subject(j->report, subject, object);
}

/* Objects of the facts are judged by many checks, and described to the report once. */
static bool
is_described(struct judge *j, enum subject_kind kind, const void *object)
{
	const struct subject *known = report_subject_of(j->report, kind, object);

	if (known == NULL)
		return false;
	j->compose = NULL;
	j->subject = known;
	return true;
}

void
judge_about_host(struct judge *j)
{
	judge_about(j, SUBJECT_HOST, "host", "", "", "");
}

void
judge_about_daemon(struct judge *j)
{
	judge_about(j, SUBJECT_DAEMON, "daemon", "", "", "");
}

void
judge_about_swarm(struct judge *j)
{
	judge_about(j, SUBJECT_SWARM, "swarm", "", "", "");
}

void
judge_about_file(struct judge *j, const char *path)
{
	judge_about(j, SUBJECT_FILE, path, "", "", path);
}

/*
 * What survives a redeploy: Compose's project and service, or the Swarm service, or else the
 * name. Two replicas of one service thus share their fingerprints, which is what is wanted.
 */
static const char *
container_identity(struct judge *j, const struct container *c)
{
	const char *project = map_get(&c->labels, "com.docker.compose.project");
	const char *service = map_get(&c->labels, "com.docker.compose.service");
	const char *swarm = map_get(&c->labels, "com.docker.swarm.service.name");

	if (project != NULL && service != NULL)
		return judge_fmt(j, "compose:%s/%s", project, service);
	if (swarm != NULL)
		return judge_fmt(j, "service:%s", swarm);
	return c->name;
}

void
judge_about_container(struct judge *j, const struct container *c)
{
	if (is_described(j, SUBJECT_CONTAINER, c))
		return;
	judge_about_object(j, c,
	    &(struct subject){ .kind = SUBJECT_CONTAINER,
		.name = c->name,
		.id = c->id,
		.image = c->image,
		.identity = container_identity(j, c),
		.document = c->origin.source });
}

void
judge_about_image(struct judge *j, const struct image *i)
{
	const char *hex = strchr(i->id, ':') != NULL ? strchr(i->id, ':') + 1 : i->id;
	bool tagged = i->tags.seen == SEEN && i->tags.n > 0;

	if (is_described(j, SUBJECT_IMAGE, i))
		return;
	/* Each build leaves another untagged one: an id would make the same fault new each time. */
	judge_about_object(j, i,
	    &(struct subject){ .kind = SUBJECT_IMAGE,
		.name = tagged ? i->tags.v[0] : judge_fmt(j, "untagged %.12s", hex),
		.id = i->id,
		.image = "",
		.identity = tagged ? i->tags.v[0] : "untagged",
		.document = i->origin.source });
}

void
judge_about_network(struct judge *j, const struct network *n)
{
	judge_about(j, SUBJECT_NETWORK, n->name, n->id, "", n->name);
}

void
judge_about_volume(struct judge *j, const struct volume *v)
{
	/* The engine names a volume that nobody named by 64 hex digits, anew for each container. */
	bool anonymous = strlen(v->name) == 64 && strspn(v->name, "0123456789abcdef") == 64;

	judge_about(j, SUBJECT_VOLUME, v->name, "", "", anonymous ? "anonymous" : v->name);
}

void
judge_about_service(struct judge *j, const struct service *s)
{
	judge_about(j, SUBJECT_SERVICE, s->name, s->id, s->image, s->name);
}

void
judge_about_dockerfile(struct judge *j, const struct dockerfile_facts *d)
{
	const char *identity = d->path;

	while (strncmp(identity, "./", 2) == 0)
		identity += 1 + strspn(identity + 1, "/");
	judge_about(j, SUBJECT_DOCKERFILE, d->path, "", "", identity);
}

void
judge_about_secret(struct judge *j, const struct swarm_object *o)
{
	judge_about(j, SUBJECT_SECRET, o->name, o->id, "", o->name);
}

/* ---- verdicts ------------------------------------------------------------------------------ */

static struct finding *verdict(struct judge *j, enum status status, const char *key,
    const char *fmt, va_list ap) PRINTF_LIKE(4, 0);

static struct finding *
verdict(struct judge *j, enum status status, const char *key, const char *fmt, va_list ap)
{
	char message[MESSAGE_MAX];

	vsnprintf(message, sizeof message, fmt, ap);
	return report_add_finding(j->report, j->result, status, j->subject, key, message);
}

#define VERDICT(j, status, key, fmt)                                                               \
	do {                                                                                       \
		struct finding *found;                                                             \
		va_list ap;                                                                        \
		va_start(ap, fmt);                                                                 \
		found = verdict((j), (status), (key), (fmt), ap);                                  \
		va_end(ap);                                                                        \
		return found;                                                                      \
	} while (0)

struct finding *
judge_pass(struct judge *j, const char *fmt, ...)
{
	VERDICT(j, STATUS_PASS, "", fmt);
}

struct finding *
judge_warn(struct judge *j, const char *key, const char *fmt, ...)
{
	VERDICT(j, STATUS_WARN, key, fmt);
}

struct finding *
judge_note(struct judge *j, const char *key, const char *fmt, ...)
{
	VERDICT(j, STATUS_NOTE, key, fmt);
}

struct finding *
judge_info(struct judge *j, const char *key, const char *fmt, ...)
{
	VERDICT(j, STATUS_INFO, key, fmt);
}

struct finding *
judge_skip(struct judge *j, const char *fmt, ...)
{
	VERDICT(j, STATUS_SKIP, "", fmt);
}

struct finding *
judge_error(struct judge *j, const char *fmt, ...)
{
	VERDICT(j, STATUS_ERROR, "", fmt);
}

const void *
judge_arg(const struct judge *j)
{
	return j->check->arg;
}

void
judge_saw_line(struct judge *j, struct finding *f, const char *what, const char *source,
    int64_t line, const char *actual, const char *expected)
{
	report_add_evidence(j->report, f, what, source, line, actual, expected);
}

void
judge_saw(struct judge *j, struct finding *f, const char *what, const char *source,
    const char *actual, const char *expected)
{
	if (j->compose != NULL && strcmp(source, j->compose->container.origin.source) == 0)
		judge_saw_compose(j, f, what, actual, expected);
	else
		judge_saw_line(j, f, what, source, 0, actual, expected);
}

const char *
judge_fmt(struct judge *j, const char *fmt, ...)
{
	char text[MESSAGE_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return arena_strdup(j->report->arena, text);
}

const char *
judge_join(struct judge *j, const struct fact_list *list)
{
	struct buf b = BUF_INIT(MESSAGE_MAX);
	const char *text;

	if (list->seen != SEEN || list->n == 0)
		return list->seen == UNSEEN ? "not seen" : "none";
	for (size_t i = 0; i < list->n; i++)
		buf_printf(&b, "%s%s", i > 0 ? ", " : "", list->v[i]);
	text = arena_printf(j->report->arena, "%s%s", buf_str(&b), b.failed ? ", ..." : "");
	buf_free(&b);
	return text;
}

/* ---- guards -------------------------------------------------------------------------------- */

static bool
may_vanish(enum subject_kind kind)
{
	return kind == SUBJECT_CONTAINER || kind == SUBJECT_IMAGE || kind == SUBJECT_NETWORK ||
	       kind == SUBJECT_VOLUME;
}

bool
judge_can_read(struct judge *j, const struct origin *o)
{
	if (o->state == DOC_OK)
		return true;
	if (o->state == DOC_NOT_HERE) {
		judge_skip(j, "%s: %s", o->source, o->problem);
	} else if (o->state == DOC_GONE && may_vanish(j->subject->kind)) {
		judge_skip(j, "gone during the scan");
	} else {
		judge_error(j, "%s could not be read: %s", o->source, o->problem);
		report_notify(j->report, o->source, o->problem);
	}
	return false;
}

const char *
judge_gap(const struct judge *j, const char *what, const struct origin *o)
{
	struct api api = facts_api(j->facts, o->source);

	return api_field_gap(j->report->arena, &api, o->source, what);
}

bool
judge_knows(
    struct judge *j, enum seen seen, bool absent_ok, const char *what, const struct origin *o)
{
	const char *untold;
	bool gap = j->compose != NULL && o == &j->compose->container.origin &&
		   judge_note_gap(j, what);

	if (seen == SEEN || (seen == ABSENT && absent_ok))
		return true;
	if (gap || !judge_can_read(j, o))
		return false;
	untold = judge_gap(j, what, o);
	if (untold != NULL) {
		judge_error(j, "%s: %s", o->source, untold);
		return false;
	}
	judge_error(j,
	    seen == ABSENT ? "%s has no field %s" : "%s: the field %s is not as expected",
	    o->source, what);
	return false;
}

bool
judge_knows_time(struct judge *j, int64_t *now)
{
	if (date_parse(j->facts->started, now))
		return true;
	judge_error(j, "when the scan was made is not told, so nothing can be compared with it");
	return false;
}

bool
judge_can_ask_swarm(struct judge *j, const struct facts *f)
{
	const struct engine_facts *e = &f->engine;

	if (!judge_can_read(j, &e->info_origin) ||
	    !judge_knows(j, e->swarm_state.seen, false, "Swarm.LocalNodeState", &e->info_origin))
		return false;
	if (strcmp(e->swarm_state.v, "inactive") == 0) {
		judge_skip(j, "Swarm mode is off");
		return false;
	}
	if (strcmp(e->swarm_state.v, "active") != 0) {
		judge_error(j, "the Swarm is %s: nothing can be asked of it", e->swarm_state.v);
		return false;
	}
	if (!judge_knows(
		j, e->swarm_control.seen, false, "Swarm.ControlAvailable", &e->info_origin))
		return false;
	if (!e->swarm_control.v) {
		judge_skip(j, "this node is a worker: scan a manager");
		return false;
	}
	return true;
}

/* ---- the driver ---------------------------------------------------------------------------- */

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
	struct judge j = { .report = r, .facts = f, .result = result_for(r, s, check), .check = check };

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
