/*
 * swarm_objects.c: section 7, secrets and configurations: what holds secrets, and what is kept and
 * not used. Reads facts only.
 */
#include "config.h"

#include "judge.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "base/text.h"

#define SECRET_AGE_DAYS 365

/* Ids of the secrets, or of the configurations, that some service gets; sorted. */
struct used {
	size_t n;
	const char **ids;
};

static bool
find_used(struct judge *j, const struct facts *f, bool configs, struct used *used)
{
	const struct swarm_facts *s = &f->swarm;
	size_t n = 0;

	for (size_t i = 0; i < s->n_services; i++) {
		const struct service *v = &s->services[i];

		if (!judge_knows(j, configs ? v->configs_seen : v->secrets_seen, true,
			configs ? "Configs" : "Secrets", &s->services_origin))
			return false;
		n += configs ? v->n_configs : v->n_secrets;
	}
	used->ids = arena_alloc(f->arena, sizeof *used->ids * (n + 1));
	used->n = 0;
	for (size_t i = 0; i < s->n_services; i++) {
		const struct service *v = &s->services[i];
		size_t of = configs ? v->n_configs : v->n_secrets;

		for (size_t k = 0; k < of; k++)
			used->ids[used->n++] = configs ? v->configs[k].id : v->secrets[k].id;
	}
	if (used->n > 1)
		qsort(used->ids, used->n, sizeof *used->ids, text_compare);
	return true;
}

static bool
is_used(const struct used *used, const char *id)
{
	return used->n > 0 &&
	       bsearch(&id, used->ids, used->n, sizeof *used->ids, text_compare) != NULL;
}

static void
judge_object(
    struct judge *j, const struct swarm_object *o, bool used, int64_t now, const char *source)
{
	int64_t updated;
	int64_t days;
	const char *age;

	if (!used) {
		judge_saw(j, judge_warn(j, "unused", "no service uses it"), "ID", source, o->name,
		    "used by a service");
		return;
	}
	if (o->updated.seen != SEEN || !date_parse(o->updated.v, &updated)) {
		judge_error(j, "%s does not say when it was made", source);
		return;
	}
	days = days_between(updated, now);
	age = judge_days(j, days > 0 ? days : 0);
	judge_saw(j,
	    days > SECRET_AGE_DAYS ? judge_warn(j, "old", "is %s old", age)
				   : judge_pass(j, "is used, and %s old", age),
	    "UpdatedAt", source, o->updated.v,
	    judge_fmt(j, "used, and at most %d days old", SECRET_AGE_DAYS));
}

static void
secrets_used(struct judge *j, const struct facts *f, const void *arg)
{
	const struct swarm_facts *s = &f->swarm;
	struct used used;
	int64_t now;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) || !judge_can_read(j, &s->services_origin) ||
	    !judge_can_read(j, &s->secrets_origin) || !judge_knows_time(j, &now) ||
	    !find_used(j, f, false, &used))
		return;
	for (size_t i = 0; i < s->n_secrets; i++) {
		judge_about_secret(j, &s->secrets[i]);
		judge_object(j, &s->secrets[i], is_used(&used, s->secrets[i].id), now,
		    s->secrets_origin.source);
	}
	judge_about_swarm(j);
	if (s->n_secrets == 0)
		judge_skip(j, "there are no secrets");
}

static void
configs_used(struct judge *j, const struct facts *f, const void *arg)
{
	const struct swarm_facts *s = &f->swarm;
	struct used used;
	size_t unused = 0;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) || !judge_can_read(j, &s->services_origin) ||
	    !judge_can_read(j, &s->configs_origin) || !find_used(j, f, true, &used))
		return;
	if (s->n_configs == 0) {
		judge_skip(j, "there are no configurations");
		return;
	}
	for (size_t i = 0; i < s->n_configs; i++) {
		if (is_used(&used, s->configs[i].id))
			continue;
		unused++;
		judge_saw(j,
		    judge_warn(j, s->configs[i].name, "no service uses the configuration %s",
			s->configs[i].name),
		    "ID", s->configs_origin.source, s->configs[i].name, "used by a service");
	}
	if (unused == 0)
		judge_saw(j, judge_pass(j, "every configuration is used"), "ID",
		    s->configs_origin.source, judge_fmt(j, "%zu configurations", s->n_configs),
		    "used by a service");
}

static void
config_secrets(struct judge *j, const struct facts *f, const void *arg)
{
	const struct swarm_facts *s = &f->swarm;
	size_t found = 0;

	(void)arg;
	if (!judge_can_ask_swarm(j, f) || !judge_can_read(j, &s->configs_origin))
		return;
	if (s->n_configs == 0) {
		judge_skip(j, "there are no configurations");
		return;
	}
	for (size_t i = 0; i < s->n_configs; i++) {
		const struct swarm_object *o = &s->configs[i];

		if (!judge_knows(j, o->masked_lines.seen, true, "Spec.Data", &s->configs_origin))
			return;
		if (o->masked_lines.seen == ABSENT || strstr(o->masked_lines.v, "<masked ") == NULL)
			continue;
		found++;
		judge_saw(j,
		    judge_warn(
			j, o->name, "the configuration %s holds what looks like a secret", o->name),
		    "Spec.Data", s->configs_origin.source, o->masked_lines.v, "no secret");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "no configuration holds what looks like a secret"),
		    "Spec.Data", s->configs_origin.source,
		    judge_fmt(j, "%zu configurations", s->n_configs), "no secret");
}

/* clang-format off */
#define SWARM (NEEDS_INFO | NEEDS_SWARM)

static const struct check checks[] = {
	{ .id = "S-10", .title = "Configurations hold no secrets",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_HIGH, .needs = SWARM,
	  .rationale = "Whoever may inspect a configuration reads it; a secret is only given to the service's tasks.",
	  .remedy = "docker secret create NAME FILE, and docker service update --config-rm NAME --secret-add NAME SERVICE",
	  .refs = REFS("NIST 800-53 SC-28", "NIST 800-190 4.3"),
	  .once = config_secrets },
	{ .id = "S-11", .title = "Secrets are used, and not old",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_LOW, .needs = SWARM,
	  .rationale = "A secret that nobody uses can only leak; an old one has been seen by many.",
	  .remedy = "docker secret rm NAME, or make a new one and docker service update --secret-rm OLD --secret-add NEW SERVICE",
	  .refs = REFS("NIST 800-53 IA-5(1)", "NIST 800-190 4.3"),
	  .once = secrets_used },
	{ .id = "S-29", .title = "Every configuration is used",
	  .scope = SCOPE_SWARM, .severity = SEVERITY_INFO, .needs = SWARM,
	  .rationale = "What nobody uses is not looked after, and may still tell strangers something.",
	  .remedy = "docker config rm NAME",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.3"),
	  .once = configs_used },
};
/* clang-format on */

const struct check_table checks_swarm_objects = CHECK_TABLE(checks);
