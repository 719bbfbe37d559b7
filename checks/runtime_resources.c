/*
 * runtime_resources.c: what a container may take of its host beyond memory and CPU time: swap,
 * shared memory, descriptors, real time, disks, logs. Reads facts only.
 */
#include "config.h"

#include "container_rules.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define GIB ((int64_t)1 << 30)

/* ---- memory --------------------------------------------------------------------------------- */

/* Engines on cgroup v2 say null: there it cannot be switched off. */
void
check_oom_killer(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct fact_str *cgroups = &f->engine.cgroup_version;
	bool off = c->oom_kill_disable.seen == SEEN && c->oom_kill_disable.v;

	if (!judge_knows(
		j, c->oom_kill_disable.seen, true, "HostConfig.OomKillDisable", &c->origin))
		return;
	if (off && cgroups->seen == SEEN && strcmp(cgroups->v, "2") == 0) {
		judge_skip(j, "asks for what cgroup v2 does not have: it is ended all the same");
		return;
	}
	judge_field(j, c, !off, "is ended where it takes more memory than there is for it",
	    c->memory.seen == SEEN && c->memory.v > 0
		? "hangs, and is not ended, where it takes more memory than it may"
		: "has no memory limit, and is not ended where it takes all of the host's",
	    "HostConfig.OomKillDisable", off ? "true" : "false", "false");
}

void
check_oom_score(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	if (!judge_knows(j, c->oom_score_adj.seen, false, "HostConfig.OomScoreAdj", &c->origin))
		return;
	judge_field(j, c, c->oom_score_adj.v >= 0,
	    "is no less likely to be ended than the host's programs",
	    "is ended later than the host's own programs where memory runs out",
	    "HostConfig.OomScoreAdj", integer_text(j, &c->oom_score_adj), "0 or above");
}

void
check_swap(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct origin *o = &f->engine.info_origin;
	bool counted;

	if (!judge_knows(j, c->memory.seen, false, "HostConfig.Memory", &c->origin) ||
	    !judge_knows(j, c->memory_swap.seen, false, "HostConfig.MemorySwap", &c->origin))
		return;
	if (c->memory.v <= 0) {
		judge_skip(j, "has no memory limit, and so none of swap (see 5.11)");
		return;
	}
	if (!f->about_build_files &&
	    (!judge_can_read(j, o) ||
		!judge_knows(j, f->engine.swap_limit.seen, false, "SwapLimit", o)))
		return;
	counted = f->about_build_files || f->engine.swap_limit.v;
	if (counted || c->memory_swap.v < 0)
		judge_field(j, c, c->memory_swap.v >= 0, "has a limit of swap",
		    counted ? "may use all swap of the host"
			    : "may use all swap of the host, which cannot limit it",
		    "HostConfig.MemorySwap", integer_text(j, &c->memory_swap),
		    "0 (twice the memory limit) or above");
	else
		judge_saw(j,
		    judge_warn(
			j, "ineffective", "has a limit of swap that this host cannot enforce"),
		    "SwapLimit", o->source, "false", "true");
}

void
check_shared_memory(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *ipc = c->ipc_mode.seen == SEEN ? c->ipc_mode.v : "";
	struct finding *found;
	bool limited;

	(void)f;
	if (!judge_knows(j, c->ipc_mode.seen, true, "HostConfig.IpcMode", &c->origin) ||
	    !judge_knows(j, c->shm_size.seen, false, "HostConfig.ShmSize", &c->origin) ||
	    !judge_knows(j, c->memory.seen, false, "HostConfig.Memory", &c->origin))
		return;
	if (strcmp(ipc, "host") == 0 || strncmp(ipc, "container:", 10) == 0) {
		judge_skip(j, "uses the shared memory of %s",
		    ipc[0] == 'h' ? "the host (see 5.17)" : "another container");
		return;
	}
	limited = c->memory.v > 0; /* shared memory counts towards it */
	found = c->shm_size.v <= GIB || limited
		    ? judge_pass(j, "has a bounded /dev/shm")
		    : judge_warn(j, "", "may fill the host's memory through its /dev/shm");
	judge_saw(j, found, "HostConfig.ShmSize", c->origin.source, integer_text(j, &c->shm_size),
	    "1 GiB at most, or a memory limit");
	judge_saw(j, found, "HostConfig.Memory", c->origin.source, integer_text(j, &c->memory), "");
}

/* ---- ulimits and scheduling ----------------------------------------------------------------- */

/* The hard limit of "nofile=1024:2048", also as Podman writes it; false: another limit. */
static bool
hard_limit(const char *text, const char *name, int64_t *hard)
{
	const char *colon = strrchr(text, ':');
	size_t n = strlen(name);

	if (strncasecmp(text, "RLIMIT_", 7) == 0)
		text += 7;
	if (strncasecmp(text, name, n) != 0 || text[n] != '=' || colon == NULL)
		return false;
	*hard = strtoll(colon + 1, NULL, 10);
	return true;
}

void
check_hard_ulimits(struct judge *j, const struct facts *f, const struct container *c)
{
	/* The kernel's own ceilings: fs.nr_open as it starts with, and the highest pid_max. */
	static const struct {
		const char *name, *what;
		int64_t highest;
	} limits[] = { { "nofile", "open files", 1048576 }, { "nproc", "processes", 4194304 } };
	size_t set = 0, found = 0;
	int64_t hard;

	(void)f;
	if (!judge_knows(j, c->ulimits.seen, true, "HostConfig.Ulimits", &c->origin))
		return;
	for (size_t i = 0; i < c->ulimits.n; i++) {
		for (size_t k = 0; k < 2; k++) {
			if (!hard_limit(c->ulimits.v[i], limits[k].name, &hard))
				continue;
			set++;
			if (hard >= 0 && hard <= limits[k].highest)
				continue;
			found++;
			judge_saw(j,
			    judge_warn(j, limits[k].name, "lifts the limit of %s", limits[k].what),
			    "HostConfig.Ulimits", c->origin.source, c->ulimits.v[i],
			    judge_fmt(j, "%lld at most", (long long)limits[k].highest));
		}
	}
	if (set == 0)
		judge_skip(j, "has the daemon's limits (see 2.8)");
	else if (found == 0)
		judge_saw(j, judge_pass(j, "has bounded limits of files and processes"),
		    "HostConfig.Ulimits", c->origin.source, judge_join(j, &c->ulimits), "bounded");
}

void
check_realtime(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0;
	int64_t hard;

	(void)f;
	if (!judge_knows(
		j, c->cpu_rt_runtime.seen, false, "HostConfig.CpuRealtimeRuntime", &c->origin) ||
	    !judge_knows(j, c->ulimits.seen, true, "HostConfig.Ulimits", &c->origin))
		return;
	if (c->cpu_rt_runtime.v > 0) {
		found++;
		judge_saw(j, judge_warn(j, "", "has CPU time that goes before all others'"),
		    "HostConfig.CpuRealtimeRuntime", c->origin.source,
		    integer_text(j, &c->cpu_rt_runtime), "0");
	}
	for (size_t i = 0; i < c->ulimits.n; i++) {
		if (!hard_limit(c->ulimits.v[i], "rtprio", &hard) || hard == 0)
			continue;
		found++;
		judge_saw(j, judge_warn(j, "rtprio", "may give its processes real-time priority"),
		    "HostConfig.Ulimits", c->origin.source, c->ulimits.v[i], "no rtprio");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "has no real-time scheduling"),
		    "HostConfig.CpuRealtimeRuntime", c->origin.source,
		    integer_text(j, &c->cpu_rt_runtime), "0");
}

void
check_block_io(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct fact_int *devices = &c->blkio_device_weight;
	struct finding *found;

	(void)f;
	if (!judge_knows(j, c->blkio_weight.seen, true, "HostConfig.BlkioWeight", &c->origin) ||
	    !judge_knows(j, devices->seen, true, "HostConfig.BlkioWeightDevice", &c->origin))
		return;
	found = c->blkio_weight.v <= 500 && devices->v <= 500
		    ? judge_pass(j, "has no more than its share of the disks' time")
		    : judge_warn(j, "", "goes before all other containers at the disks");
	judge_saw(j, found, "HostConfig.BlkioWeight", c->origin.source,
	    integer_text(j, &c->blkio_weight), "0 (the default, 500), or 500 at most");
	judge_saw(j, found, "HostConfig.BlkioWeightDevice", c->origin.source,
	    integer_text(j, devices), "not set, or 500 at most");
}

/* ---- tmpfs ---------------------------------------------------------------------------------- */

/* Is "exec" in force? The last of "exec" and "noexec" decides. */
static bool
in_force(const char *options, const char *name, bool by_default)
{
	size_t n = strlen(name);
	bool on = by_default;

	for (const char *p = options; *p != '\0'; p += *p == ',') {
		size_t length = strcspn(p, ",");

		if (length == n && strncmp(p, name, n) == 0)
			on = true;
		else if (length == n + 2 && strncmp(p, "no", 2) == 0 &&
			 strncmp(p + 2, name, n) == 0)
			on = false;
		p += length;
	}
	return on;
}

void
check_tmpfs(struct judge *j, const struct facts *f, const struct container *c)
{
	/* Docker mounts noexec, nosuid and nodev unless told otherwise; Podman writes down all. */
	bool by_default = f->engine.is_podman;
	size_t found = 0;

	if (!judge_knows(j, c->tmpfs.seen, true, "HostConfig.Tmpfs", &c->origin))
		return;
	for (size_t i = 0; i < c->tmpfs.n; i++) {
		const char *where = c->tmpfs.v[i].name, *options = c->tmpfs.v[i].value;
		bool exec = in_force(options, "exec", by_default);
		bool suid = in_force(options, "suid", by_default);
		bool dev = in_force(options, "dev", by_default);

		if (!exec && !suid && !dev)
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j, where, "mounts a tmpfs at %s with%s%s%s", where,
			exec ? " exec" : "", suid ? " suid" : "", dev ? " dev" : ""),
		    "HostConfig.Tmpfs", c->origin.source, options, "noexec,nosuid,nodev");
	}
	if (c->tmpfs.n == 0)
		judge_skip(j, "has no tmpfs");
	else if (found == 0)
		judge_saw(j, judge_pass(j, "can execute nothing in its tmpfs mounts"),
		    "HostConfig.Tmpfs", c->origin.source,
		    judge_fmt(j, "%zu tmpfs mounts", c->tmpfs.n), "noexec,nosuid,nodev");
}

/* ---- logs ----------------------------------------------------------------------------------- */

/* The engine lays its own log options under the container's when it makes the container. */
void
check_log_size(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *size;

	(void)f;
	if (!judge_knows(j, c->log_driver.seen, false, "HostConfig.LogConfig.Type", &c->origin) ||
	    !judge_knows(j, c->log_options.seen, true, "HostConfig.LogConfig.Config", &c->origin))
		return;
	if (strcmp(c->log_driver.v, "json-file") != 0) {
		judge_skip(j, "does not log to a file that grows: its log driver is %s",
		    *c->log_driver.v != '\0' ? c->log_driver.v : "the daemon's");
		return;
	}
	size = map_get(&c->log_options, "max-size");
	judge_field(j, c, size != NULL && atof(size) > 0, "has a bounded log",
	    "may fill the host's disk with its log", "HostConfig.LogConfig.Config",
	    size != NULL ? judge_fmt(j, "max-size=%s", size) : "no max-size", "max-size above 0");
}

void
check_log_driver(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	if (!judge_knows(j, c->log_driver.seen, false, "HostConfig.LogConfig.Type", &c->origin))
		return;
	judge_field(j, c, strcmp(c->log_driver.v, "none") != 0, "has its output logged",
	    "leaves no log at all", "HostConfig.LogConfig.Type", c->log_driver.v, "not none");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "R-53", .title = "Containers that take too much memory are ended",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_INFO | NEEDS_CONTAINERS,
	  .rationale = "Without the kernel's OOM killer a container at its limit hangs, and one without a limit takes the memory of everything else.",
	  .remedy = "Start the container without --oom-kill-disable.",
	  .refs = REFS("NIST 800-53 SC-5", "NIST 800-190 4.4"),
	  .related = "M-29",
	  .container = check_oom_killer },
	{ .id = "R-54", .title = "Containers are not kept alive at the host's expense",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "With a negative OOM score the kernel ends the host's own programs, the engine among them, before it ends the container.",
	  .remedy = "Start the container without --oom-score-adj, or with a value of 0 or above.",
	  .refs = REFS("NIST 800-53 SC-5", "NIST 800-190 4.4"),
	  .related = "M-29",
	  .container = check_oom_score },
	{ .id = "R-55", .title = "Swap is limited where memory is",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_INFO | NEEDS_CONTAINERS,
	  .rationale = "A container that is kept from memory but not from swap slows down the whole host.",
	  .remedy = "Give --memory-swap the same value as --memory, or leave it out (it is twice the limit then).",
	  .refs = REFS("NIST 800-53 SC-5", "NIST 800-190 4.4"),
	  .container = check_swap },
	{ .id = "R-56", .title = "Shared memory is bounded",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "What is written to /dev/shm takes the host's memory, whether a process holds it or not.",
	  .remedy = "Start the container with the --shm-size that it needs, and with --memory.",
	  .refs = REFS("NIST 800-53 SC-5", "NIST 800-190 4.4"),
	  .container = check_shared_memory },
	{ .id = "R-57", .title = "Limits of files and processes are not lifted",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "Open files and processes are the host's: a container without a hard limit can use them up for all.",
	  .remedy = "Give hard limits that can be reached: --ulimit nofile=1024:65536 --ulimit nproc=512:1024.",
	  .refs = REFS("NIST 800-53 SC-5", "NIST 800-190 4.4"),
	  .related = "5.19",
	  .container = check_hard_ulimits },
	{ .id = "R-58", .title = "Real-time scheduling is not granted",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "A real-time process that loops takes a CPU from everything else, the engine included.",
	  .remedy = "Start the container without --cpu-rt-runtime and --ulimit rtprio.",
	  .refs = REFS("NIST 800-53 SC-5", "NIST 800-190 4.4"),
	  .container = check_realtime },
	{ .id = "R-59", .title = "No container goes before the others at the disks",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_INFO,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "A weight above the default takes disk time from every container that has none.",
	  .remedy = "Leave --blkio-weight and --blkio-weight-device out, or set 500 at most.",
	  .refs = REFS("NIST 800-53 SC-5", "NIST 800-190 4.4"),
	  .container = check_block_io },
	{ .id = "R-60", .title = "Nothing can be executed from tmpfs mounts",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_INFO | NEEDS_CONTAINERS,
	  .rationale = "Writable memory from which programs start is where an intruder's tools go in a container that is read-only otherwise.",
	  .remedy = "Leave exec, suid and dev out: --tmpfs /tmp:rw,noexec,nosuid,nodev,size=64m.",
	  .refs = REFS("NIST 800-53 SI-7", "NIST 800-190 4.4"),
	  .container = check_tmpfs },
	{ .id = "R-69", .title = "Log files are bounded",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_INFO | NEEDS_CONTAINERS,
	  .rationale = "A log that grows without end fills the disk that the engine and all containers live on.",
	  .remedy = "Set \"log-opts\": {\"max-size\": \"10m\", \"max-file\": \"3\"} in daemon.json, or start the container with --log-opt max-size=10m; then re-create it.",
	  .refs = REFS("NIST 800-53 AU-4", "NIST 800-190 4.4"),
	  .related = "M-25",
	  .podman = PODMAN_UNTOLD,
	  .container = check_log_size },
	{ .id = "R-70", .title = "The output of containers is logged",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "Without a log nobody can tell afterwards what a container did, or what was done to it.",
	  .remedy = "Start the container without --log-driver none.",
	  .refs = REFS("NIST 800-53 AU-12", "NIST 800-190 4.4"),
	  .related = "M-25",
	  .container = check_log_driver },
};
/* clang-format on */

const struct check_table checks_runtime_resources = CHECK_TABLE(checks);
