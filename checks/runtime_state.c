/*
 * runtime_state.c: what became of a container: restarts, ages, health, who its processes are. Times
 * are held against the scan's own. Reads facts only.
 */
#include "config.h"

#include "container_rules.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#define RESTARTS_MAX 5
#define LEFT_OVER_DAYS 30
#define UPTIME_DAYS 90

static bool
is_state(const struct container *c, const char *name)
{
	return c->state.seen == SEEN && strcmp(c->state.v, name) == 0;
}

/* ---- restarts and ends ---------------------------------------------------------------------- */

/* Many restarts, the last of them long ago, are no loop any more. */
void
check_restart_loop(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *count = integer_text(j, &c->restart_count);
	struct finding *found;
	int64_t days = 0;

	(void)f;
	if (!judge_knows(j, c->restarting.seen, false, "State.Restarting", &c->origin) ||
	    !judge_knows(j, c->restart_count.seen, false, "RestartCount", &c->origin))
		return;
	if (c->restart_count.v > RESTARTS_MAX && !c->restarting.v &&
	    !judge_age(j, &c->started, "State.StartedAt", &c->origin, &days))
		return;
	if (c->restarting.v)
		found =
		    judge_warn(j, "", "fails and is restarted again and again (%s times)", count);
	else if (c->restart_count.v > RESTARTS_MAX && days == 0)
		found =
		    judge_warn(j, "", "was restarted %s times, the last time within a day", count);
	else if (c->restart_count.v > RESTARTS_MAX)
		found = judge_pass(
		    j, "has run for %s since its %s. restart", judge_days(j, days), count);
	else
		found = judge_pass(j, "is in no restart loop");
	judge_saw(j, found, "RestartCount", c->origin.source, count, "5 at most");
	judge_saw(j, found, "State.Restarting", c->origin.source,
	    c->restarting.v ? "true" : "false", "false");
}

void
check_oom_killed(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	if (!judge_knows(j, c->oom_killed.seen, false, "State.OOMKilled", &c->origin))
		return;
	judge_field(j, c, !c->oom_killed.v, "was not ended for want of memory",
	    "was ended because it took more memory than it may", "State.OOMKilled",
	    c->oom_killed.v ? "true" : "false", "false");
}

void
check_left_over(struct judge *j, const struct facts *f, const struct container *c)
{
	bool ran = c->finished.seen == SEEN;
	const char *field = ran ? "State.FinishedAt" : "Created";
	struct finding *found;
	int64_t days;

	(void)f;
	if (!judge_knows(j, c->state.seen, false, "State.Status", &c->origin))
		return;
	if (is_running(c) || is_state(c, "restarting")) {
		judge_skip(j, "runs");
		return;
	}
	if (is_state(c, "dead")) {
		judge_saw(j, judge_warn(j, "", "is dead: the engine failed to remove it"),
		    "State.Status", c->origin.source, c->state.v, "not dead");
		return;
	}
	if (!judge_knows(j, c->finished.seen, true, "State.FinishedAt", &c->origin) ||
	    !judge_age(j, ran ? &c->finished : &c->created, field, &c->origin, &days))
		return;
	found = days < LEFT_OVER_DAYS ? judge_pass(j, "has not run for %s", judge_days(j, days))
				      : judge_warn(j, "", "has not run for %s and is still kept",
					    judge_days(j, days));
	judge_saw(j, found, field, c->origin.source, judge_fmt(j, "%s ago", judge_days(j, days)),
	    judge_fmt(j, "less than %d days ago", LEFT_OVER_DAYS));
	judge_saw(j, found, "State.Status", c->origin.source, c->state.v, "");
}

void
check_uptime(struct judge *j, const struct facts *f, const struct container *c)
{
	struct finding *found;
	int64_t days;

	(void)f;
	if (!is_running(c)) {
		if (judge_knows(j, c->state.seen, false, "State.Status", &c->origin))
			judge_skip(j, "does not run");
		return;
	}
	if (!judge_age(j, &c->started, "State.StartedAt", &c->origin, &days))
		return;
	found = days <= UPTIME_DAYS
		    ? judge_pass(j, "has run for %s", judge_days(j, days))
		    : judge_warn(j, "", "has run for %s without a new image", judge_days(j, days));
	judge_saw(j, found, "State.StartedAt", c->origin.source,
	    judge_fmt(j, "%s ago", judge_days(j, days)),
	    judge_fmt(j, "%d days ago at most", UPTIME_DAYS));
}

void
check_healthy(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	if (!is_running(c)) {
		if (judge_knows(j, c->state.seen, false, "State.Status", &c->origin))
			judge_skip(j, "does not run");
		return;
	}
	if (!judge_knows(j, c->health.seen, true, "State.Health.Status", &c->origin))
		return;
	if (c->health.seen == ABSENT || strcmp(c->health.v, "none") == 0)
		judge_skip(j, "has no health check (see 5.27)");
	else if (strcmp(c->health.v, "starting") == 0)
		judge_saw(j, judge_info(j, "", "is starting: it was not found healthy yet"),
		    "State.Health.Status", c->origin.source, c->health.v, "healthy");
	else
		judge_field(j, c, strcmp(c->health.v, "healthy") == 0, "is healthy", "is unhealthy",
		    "State.Health.Status", c->health.v, "healthy");
}

/* ---- processes ------------------------------------------------------------------------------ */

/*
 * The host's number of the container's root: 0, or what the engine maps it to. A daemon with
 * userns-remap keeps its data in a directory called after the mapping:
 * /var/lib/docker/100000.100000.
 */
static bool
root_uid(const struct facts *f, const struct container *c, int64_t *uid)
{
	bool remapped = engine_security_option(&f->engine, "userns") != NULL;
	const char *slash, *dot;
	char *end;

	*uid = 0;
	if (engine_security_option(&f->engine, "rootless") != NULL) {
		*uid = f->daemon.uid.v;
		return f->daemon.uid.seen == SEEN;
	}
	if (!remapped || (c->userns_mode.seen == SEEN && strcmp(c->userns_mode.v, "host") == 0))
		return true;
	slash = f->engine.root_dir.seen == SEEN ? strrchr(f->engine.root_dir.v, '/') : NULL;
	dot = slash != NULL ? strchr(slash, '.') : NULL;
	if (dot == NULL || dot == slash + 1)
		return false;
	*uid = strtoll(slash + 1, &end, 10);
	return end == dot;
}

static bool
can_compare_users(struct judge *j, const struct facts *f, const struct container *c, int64_t *root)
{
	const struct origin *info = &f->engine.info_origin;

	if (!is_running(c)) {
		if (judge_knows(j, c->state.seen, false, "State.Status", &c->origin))
			judge_skip(j, "does not run");
		return false;
	}
	if (!judge_knows(j, c->user.seen, true, "Config.User", &c->origin))
		return false;
	if (user_is_root(c->user.seen == SEEN ? c->user.v : "")) {
		judge_skip(j, "is meant to run as root (see 4.1)");
		return false;
	}
	if (!judge_can_read(j, info) ||
	    !judge_knows(j, f->engine.security_options.seen, false, "SecurityOptions", info) ||
	    !judge_knows(j, c->userns_mode.seen, true, "HostConfig.UsernsMode", &c->origin) ||
	    !judge_can_read(j, &f->host.processes_origin))
		return false;
	if (!root_uid(f, c, root))
		judge_error(j, "which number of the host its root has could not be told");
	else if (c->n_processes == 0)
		judge_error(j, "none of its processes is visible in /proc");
	else
		return true;
	return false;
}

void
check_process_users(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *source = f->host.processes_origin.source;
	int64_t root;

	if (!can_compare_users(j, f, c, &root))
		return;
	for (size_t i = 0; i < c->n_processes; i++) {
		const struct process_facts *p = c->processes[i];

		if (p->uid.seen != SEEN) {
			judge_error(j, "whose process %s is could not be read", p->comm);
			return;
		}
		if (p->uid.v != root && p->uid.v != 0)
			continue;
		judge_saw(j,
		    judge_warn(j, "", "is meant to run as %s, but has a process of root: %s",
			c->user.v, p->comm),
		    "processes", source,
		    judge_fmt(j, "%s of user %lld", p->comm, (long long)p->uid.v), c->user.v);
		return;
	}
	judge_saw(j, judge_pass(j, "has no process of root"), "processes", source,
	    judge_fmt(j, "%zu processes", c->n_processes), "none of root");
}

/* ---- how it was started --------------------------------------------------------------------- */

void
check_terminal(struct judge *j, const struct facts *f, const struct container *c)
{
	struct finding *found;

	(void)f;
	if (!judge_knows(j, c->tty.seen, false, "Config.Tty", &c->origin) ||
	    !judge_knows(j, c->open_stdin.seen, false, "Config.OpenStdin", &c->origin))
		return;
	found = c->tty.v && c->open_stdin.v
		    ? judge_warn(j, "", "has a terminal open for whoever attaches to it")
		    : judge_pass(j, "has no terminal open");
	judge_saw(
	    j, found, "Config.Tty", c->origin.source, c->tty.v ? "true" : "false", "not both true");
	judge_saw(j, found, "Config.OpenStdin", c->origin.source,
	    c->open_stdin.v ? "true" : "false", "not both true");
}

void
check_auto_remove(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	if (!judge_knows(j, c->auto_remove.seen, false, "HostConfig.AutoRemove", &c->origin))
		return;
	judge_saw(j,
	    c->auto_remove.v
		? judge_note(j, "", "is removed when it ends, with its log and all traces in it")
		: judge_info(j, "", "is kept when it ends"),
	    "HostConfig.AutoRemove", c->origin.source, c->auto_remove.v ? "true" : "false", "");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "R-65", .title = "Containers are not in a restart loop",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "A container that ends again and again does not do its work, and may be the trace of an attack that fails.",
	  .remedy = "Find the reason: docker logs NAME; and limit restarts: --restart on-failure:5.",
	  .refs = REFS("NIST 800-53 SI-13", "NIST 800-190 4.4"),
	  .container = check_restart_loop },
	{ .id = "R-66", .title = "Containers did not run out of memory",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "Who can make a service run out of memory can keep it from working.",
	  .remedy = "Find what takes the memory, or raise the limit: docker update --memory.",
	  .refs = REFS("NIST 800-53 SC-5", "NIST 800-190 4.4"),
	  .container = check_oom_killed },
	{ .id = "R-67", .title = "Containers that ended are removed",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_INFO,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "Forgotten containers keep data, secrets and old images, and may be started by mistake.",
	  .remedy = "Remove them: docker container prune --filter until=720h.",
	  .refs = REFS("NIST 800-53 CM-8", "NIST 800-190 4.4"),
	  .related = "6.2",
	  .container = check_left_over },
	{ .id = "R-68", .title = "Containers are renewed in time",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_INFO,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "A container that has run for months has the faults that were repaired since in its image.",
	  .remedy = "Pull the image and re-create the container, at least every 90 days.",
	  .refs = REFS("NIST 800-53 SI-2", "NIST 800-190 4.4"),
	  .container = check_uptime },
	{ .id = "R-80", .title = "Processes run as the user that was chosen",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_INFO | NEEDS_CONTAINERS | NEEDS_PROCESSES | NEEDS_CONFIG,
	  .rationale = "Root in a container that was meant to run without it came by a setuid program, by docker exec, or by a break-in.",
	  .remedy = "See docker top NAME; start the container with --security-opt no-new-privileges, and use docker exec --user.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4"),
	  .related = "5.24",
	  .container = check_process_users },
	{ .id = "R-81", .title = "No terminal is left open",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_INFO,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "Who may attach to the container sits at its terminal, with the rights of its first process.",
	  .remedy = "Start services without -i and -t.",
	  .refs = REFS("NIST 800-53 AC-12", "NIST 800-190 4.4"),
	  .container = check_terminal },
	{ .id = "R-82", .title = "Containers that end leave their traces",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_INFO,
	  .needs = NEEDS_CONTAINERS, .manual = true,
	  .rationale = "What is removed at its end cannot be looked into after an incident.",
	  .remedy = "Start services without --rm, or send their logs to another machine.",
	  .refs = REFS("NIST 800-53 AU-11", "NIST 800-190 4.4"),
	  .container = check_auto_remove },
};
/* clang-format on */

const struct check_table checks_runtime_state = CHECK_TABLE(checks);
