/*
 * judge.c: turns the verdicts of checks into findings about their subjects. It may not know what
 * any check is about, and it does no I/O.
 */
#include "config.h"

#include "judge_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/dates.h"

#define MESSAGE_MAX 4096

/* ---- subjects ------------------------------------------------------------------------------- */

void
judge_about(struct judge *j, enum subject_kind kind, const char *name, const char *id,
    const char *image, const char *identity)
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

/* ---- verdicts ------------------------------------------------------------------------------- */

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
judge_days(struct judge *j, int64_t days)
{
	if (days == 0)
		return "less than a day";
	return judge_fmt(j, "%lld day%s", (long long)days, days == 1 ? "" : "s");
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

/* ---- guards --------------------------------------------------------------------------------- */

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
	bool gap =
	    j->compose != NULL && o == &j->compose->container.origin && judge_note_gap(j, what);

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
