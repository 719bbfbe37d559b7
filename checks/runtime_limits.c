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
	if (!f->about_build_files && (!judge_can_read(j, info) || !judge_knows(j, enforced->seen,
								      false, "MemoryLimit", info)))
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
	if (state->seen == SEEN && strcmp(state->v, "inactive") == 0)
		return false;
	if (!judge_knows(j, c->labels.seen, true, "Config.Labels", &c->origin))
		return true;
	if (name == NULL)
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

/* Where each cgroup driver puts containers that say nothing. */
static bool
is_default_parent(const struct facts *f, const char *parent)
{
	struct setting daemon = daemon_setting(&f->daemon, "cgroup-parent");
	const struct fact_list *said = daemon.flag_seen == SEEN ? &daemon.flag : &daemon.file;
	const struct fact_str *driver = &f->engine.cgroup_driver;

	if (*parent == '\0' || said->n > 0)
		return *parent == '\0' || strcmp(said->v[said->n - 1], parent) == 0;
	if (driver->seen != SEEN)
		return false;
	return strcmp(parent, strcmp(driver->v, "systemd") == 0 ? "system.slice" : "/docker") == 0;
}

void
check_cgroup_parent(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *parent;

	if (!judge_knows(j, c->cgroup_parent.seen, false, "HostConfig.CgroupParent", &c->origin))
		return;
	parent = c->cgroup_parent.v;
	judge_saw(j,
	    is_default_parent(f, parent) ? judge_pass(j, "is in the daemon's cgroup")
					 : judge_warn(j, parent, "is in the cgroup %s", parent),
	    "HostConfig.CgroupParent", c->origin.source, parent, "the daemon's default");
}

/* Whether the check finds it healthy is another question: O-01. */
void
check_health(struct judge *j, const struct facts *f, const struct container *c)
{
	bool has = c->healthcheck.n > 0 && strcmp(c->healthcheck.v[0], "NONE") != 0;

	(void)f;
	if (!judge_knows(j, c->healthcheck.seen, true, "Config.Healthcheck.Test", &c->origin))
		return;
	judge_saw(j,
	    has ? judge_pass(j, "has a health check") : judge_warn(j, "", "has no health check"),
	    "Config.Healthcheck.Test", c->origin.source, judge_join(j, &c->healthcheck),
	    "CMD or CMD-SHELL");
}

void
check_pids(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct fact_bool *supported = &f->engine.pids_limit_supported;

	if (!judge_knows(j, c->pids_limit.seen, true, "HostConfig.PidsLimit", &c->origin))
		return;
	if (c->pids_limit.seen == ABSENT || c->pids_limit.v <= 0) {
		judge_saw(j, judge_warn(j, "", "may start processes without limit"),
		    "HostConfig.PidsLimit", c->origin.source, number(j, &c->pids_limit), "above 0");
		return;
	}
	if (!f->about_build_files &&
	    (!judge_can_read(j, &f->engine.info_origin) ||
		!judge_knows(j, supported->seen, false, "PidsLimit", &f->engine.info_origin)))
		return;
	if (supported->seen == SEEN && !supported->v)
		judge_saw(j,
		    judge_warn(j, "ineffective", "has a limit that this host cannot enforce"),
		    "PidsLimit", f->engine.info_origin.source, "false", "true");
	else
		judge_saw(j, judge_pass(j, "has a limit of processes"), "HostConfig.PidsLimit",
		    c->origin.source, number(j, &c->pids_limit), "above 0");
}
