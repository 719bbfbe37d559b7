/*
 * runtime_limits.c: limits, restarts, health and images of containers. Reads facts only.
 */
#include "config.h"

#include "runtime.h"

#include <string.h>

static const char *
number(struct judge *j, const struct fact_int *v)
{
	return v->seen == SEEN ? judge_fmt(j, "%lld", (long long)v->v) : "not set";
}

void
check_memory(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct fact_bool *enforced = &f->engine.memory_limit;
	const struct origin *info = &f->engine.info_origin;
	struct finding *pass;

	if (!judge_knows(j, c->memory.seen, false, "HostConfig.Memory", &c->origin))
		return;
	if (c->memory.v <= 0) {
		judge_saw(j, judge_warn(j, "", "may use all memory of the host"),
		    "HostConfig.Memory", c->origin.source, number(j, &c->memory), "above 0");
		return;
	}
	if (!f->about_build_files && (!judge_can_read(j, info) ||
					 !judge_knows(j, enforced->seen, false, "MemoryLimit", info)))
		return;
	if (!f->about_build_files && !enforced->v) {
		judge_saw(j,
		    judge_warn(
			j, "ineffective", "has a memory limit that this host cannot enforce"),
		    "MemoryLimit", info->source, "false", "true");
		return;
	}
	pass = judge_pass(j, "has a memory limit");
	judge_saw(j, pass, "HostConfig.Memory", c->origin.source, number(j, &c->memory), "above 0");
	if (!f->about_build_files)
		judge_saw(j, pass, "MemoryLimit", info->source, "true", "true");
}

void
check_cpu(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct {
		const struct fact_int *v;
		const char *field;
		int64_t none;
	} limits[] = { { &c->cpu_shares, "HostConfig.CpuShares", 1024 },
		{ &c->nano_cpus, "HostConfig.NanoCpus", 0 },
		{ &c->cpu_quota, "HostConfig.CpuQuota", 0 },
		{ &c->cpu_rt_runtime, "HostConfig.CpuRealtimeRuntime", 0 } };

	(void)f;
	for (size_t i = 0; i < 4; i++) {
		if (!judge_knows(j, limits[i].v->seen, i > 0, limits[i].field, &c->origin))
			return;
	}
	for (size_t i = 0; i < 4; i++) {
		if (limits[i].v->seen != SEEN || limits[i].v->v <= 0 ||
		    limits[i].v->v == limits[i].none)
			continue;
		judge_saw(j, judge_pass(j, "has a CPU limit"), limits[i].field, c->origin.source,
		    number(j, limits[i].v), "set");
		return;
	}
	if (!judge_knows(j, c->cpuset_cpus.seen, true, "HostConfig.CpusetCpus", &c->origin))
		return;
	if (c->cpuset_cpus.seen == SEEN && c->cpuset_cpus.v[0] != '\0') {
		judge_saw(j, judge_pass(j, "is kept to chosen CPUs"), "HostConfig.CpusetCpus",
		    c->origin.source, c->cpuset_cpus.v, "set");
		return;
	}
	judge_saw(j, judge_warn(j, "", "may use all CPU time of the host"), "HostConfig.CpuShares",
	    c->origin.source, number(j, &c->cpu_shares),
	    "not 0 and not 1024, or --cpus, or --cpuset-cpus");
}

void
check_readonly_rootfs(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	if (!judge_knows(
		j, c->readonly_rootfs.seen, false, "HostConfig.ReadonlyRootfs", &c->origin))
		return;
	judge_saw(j,
	    c->readonly_rootfs.v ? judge_pass(j, "has a read-only root filesystem")
				 : judge_warn(j, "", "can write to its root filesystem"),
	    "HostConfig.ReadonlyRootfs", c->origin.source, c->readonly_rootfs.v ? "true" : "false",
	    "true");
}

/* A Swarm task restarts as its service says; the container itself never does. */
static bool
judged_by_service(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *name = map_get(&c->labels, "com.docker.swarm.service.name");
	const struct fact_str *state = &f->engine.swarm_state;

	/* Without a Swarm the label is a memory, and the container's own policy holds. */
	if (name == NULL || (state->seen == SEEN && strcmp(state->v, "inactive") == 0))
		return false;
	if (!judge_can_read(j, &f->swarm.services_origin))
		return true;
	for (size_t i = 0; i < f->swarm.n_services; i++) {
		const struct service *s = &f->swarm.services[i];
		bool bounded;

		if (strcmp(s->name, name) != 0)
			continue;
		if (!judge_knows(j, s->restart_attempts.seen, true, "RestartPolicy.MaxAttempts",
			&f->swarm.services_origin))
			return true;
		bounded = (s->restart_condition.seen == SEEN &&
			      strcmp(s->restart_condition.v, "none") == 0) ||
			  (s->restart_attempts.seen == SEEN && s->restart_attempts.v >= 1 &&
			      s->restart_attempts.v <= 5);
		judge_saw(j,
		    bounded ? judge_pass(j, "is restarted a few times at most, by its service")
			    : judge_warn(j, "", "is restarted without end by its service %s", name),
		    "RestartPolicy.MaxAttempts", f->swarm.services_origin.source,
		    number(j, &s->restart_attempts), "1 to 5, or the condition none");
		return true;
	}
	return false;
}

void
check_restart(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *name;
	bool bounded;

	if (judged_by_service(j, f, c) ||
	    !judge_knows(
		j, c->restart_name.seen, false, "HostConfig.RestartPolicy.Name", &c->origin) ||
	    !judge_knows(j, c->restart_retries.seen, true,
		"HostConfig.RestartPolicy.MaximumRetryCount", &c->origin))
		return;
	name = c->restart_name.v;
	bounded = *name == '\0' || strcmp(name, "no") == 0 ||
		  (strcmp(name, "on-failure") == 0 && c->restart_retries.seen == SEEN &&
		      c->restart_retries.v >= 1 && c->restart_retries.v <= 5);
	judge_saw(j,
	    bounded ? judge_pass(j, "is restarted a few times at most")
		    : judge_warn(j, "", "is restarted without end"),
	    "HostConfig.RestartPolicy", c->origin.source,
	    judge_fmt(
		j, "%s, %s times at most", *name ? name : "no", number(j, &c->restart_retries)),
	    "no, or on-failure with 1 to 5 times");
}

void
check_ulimits(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	if (!judge_knows(j, c->ulimits.seen, true, "HostConfig.Ulimits", &c->origin))
		return;
	if (c->ulimits.n == 0)
		judge_saw(j, judge_info(j, "", "uses the daemon's ulimits (see 2.8)"),
		    "HostConfig.Ulimits", c->origin.source, "none", "");
	for (size_t i = 0; i < c->ulimits.n; i++)
		judge_saw(j,
		    judge_note(j, c->ulimits.v[i], "overrides the ulimit %s", c->ulimits.v[i]),
		    "HostConfig.Ulimits", c->origin.source, c->ulimits.v[i], "");
}

void
check_cgroup_parent(struct judge *j, const struct facts *f, const struct container *c)
{
	struct setting daemon = daemon_setting(&f->daemon, "cgroup-parent");
	const struct fact_list *said = daemon.flag_seen == SEEN ? &daemon.flag : &daemon.file;
	const char *parent;

	if (!judge_knows(j, c->cgroup_parent.seen, false, "HostConfig.CgroupParent", &c->origin))
		return;
	parent = c->cgroup_parent.v;
	if (*parent == '\0' || (said->n > 0 && strcmp(said->v[said->n - 1], parent) == 0))
		judge_saw(j, judge_pass(j, "is in the daemon's cgroup"), "HostConfig.CgroupParent",
		    c->origin.source, parent, "the daemon's default");
	else
		judge_saw(j, judge_warn(j, parent, "is in the cgroup %s", parent),
		    "HostConfig.CgroupParent", c->origin.source, parent, "the daemon's default");
}

void
check_health(struct judge *j, const struct facts *f, const struct container *c)
{
	bool none;

	(void)f;
	if (!judge_knows(j, c->healthcheck.seen, true, "Config.Healthcheck.Test", &c->origin))
		return;
	none = c->healthcheck.n == 0 || strcmp(c->healthcheck.v[0], "NONE") == 0;
	if (none)
		judge_saw(j, judge_warn(j, "", "has no health check"), "Config.Healthcheck.Test",
		    c->origin.source, judge_join(j, &c->healthcheck), "CMD or CMD-SHELL");
	else if (c->health.seen == SEEN && strcmp(c->health.v, "unhealthy") == 0)
		judge_saw(j, judge_warn(j, "unhealthy", "is unhealthy"), "State.Health.Status",
		    c->origin.source, "unhealthy", "healthy");
	else
		judge_saw(j, judge_pass(j, "has a health check"), "Config.Healthcheck.Test",
		    c->origin.source, judge_join(j, &c->healthcheck), "CMD or CMD-SHELL");
}

/* "nginx" means "nginx:latest". A digest or an id names no tag that could move. */
static const char *
tag_of(struct judge *j, const char *image)
{
	const char *slash = strrchr(image, '/');

	if (strchr(image, '@') != NULL || strncmp(image, "sha256:", 7) == 0)
		return NULL;
	if (strchr(slash != NULL ? slash : image, ':') != NULL)
		return image;
	return judge_fmt(j, "%s:latest", image);
}

static const struct image *
image_tagged(const struct facts *f, const char *tag)
{
	for (size_t i = 0; i < f->n_images; i++) {
		for (size_t k = 0; k < f->images[i].tags.n; k++) {
			if (strcmp(f->images[i].tags.v[k], tag) == 0)
				return &f->images[i];
		}
	}
	return NULL;
}

void
check_current_image(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *tag = tag_of(j, c->image);
	const struct image *now;

	if (!judge_knows(j, c->image_id.seen, false, "Image", &c->origin))
		return;
	if (tag == NULL) {
		judge_saw(j, judge_info(j, "", "names its image by digest: it cannot move"),
		    "Config.Image", c->origin.source, c->image, "");
		return;
	}
	if (!judge_can_read(j, &f->images_origin))
		return;
	now = image_tagged(f, tag);
	if (now == NULL)
		judge_saw(j, judge_note(j, "", "runs an image whose name %s is gone", tag), "Image",
		    c->origin.source, c->image_id.v, "");
	else if (strcmp(now->id, c->image_id.v) != 0)
		judge_saw(j, judge_warn(j, "", "runs an older image than %s names now", tag),
		    "Image", c->origin.source, c->image_id.v, now->id);
	else
		judge_saw(j,
		    judge_note(j, "",
			"runs what %s names here; whether that is current, the "
			"registry knows",
			tag),
		    "Image", c->origin.source, c->image_id.v, "");
}

void
check_pids(struct judge *j, const struct facts *f, const struct container *c)
{
	if (!judge_knows(j, c->pids_limit.seen, true, "HostConfig.PidsLimit", &c->origin))
		return;
	if (c->pids_limit.seen == ABSENT || c->pids_limit.v <= 0)
		judge_saw(j, judge_warn(j, "", "may start processes without limit"),
		    "HostConfig.PidsLimit", c->origin.source, number(j, &c->pids_limit), "above 0");
	else if (f->engine.pids_limit_supported.seen == SEEN && !f->engine.pids_limit_supported.v)
		judge_saw(j,
		    judge_warn(j, "ineffective", "has a limit that this host cannot enforce"),
		    "PidsLimit", f->engine.info_origin.source, "false", "true");
	else
		judge_saw(j, judge_pass(j, "has a limit of processes"), "HostConfig.PidsLimit",
		    c->origin.source, number(j, &c->pids_limit), "above 0");
}
