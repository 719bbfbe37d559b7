/*
 * daemon_process.c: section 2, the process that serves the API, its configuration file as a whole,
 * and engines beside it. Reads facts only.
 */
#include "config.h"

#include "daemon.h"
#include "tables.h"
#include "base/buf.h"

#include <string.h>

/* ---- D-28 ----------------------------------------------------------------------------------- */

static void
config_file(struct judge *j, const struct facts *f, const void *arg)
{
	static const struct {
		const char *kind, *expected;
	} faults[] = {
		[CONFIG_DUPLICATE] = { "duplicate", "once" },
		[CONFIG_UNKNOWN] = { "unknown", "a setting of dockerd" },
		[CONFIG_MISPLACED] = { "misplaced", "the name and place that have an effect" },
		[CONFIG_REMOVED] = { "removed", "a setting of this engine" },
		[CONFIG_CONFLICT] = { "conflict", "here or on the command line" },
	};
	const struct daemon_facts *d = &f->daemon;
	size_t n = 0;

	(void)arg;
	if (d->process_origin.state != DOC_OK || !d->config_path_known) {
		struct in_force ignored;

		reads_setting(j, f, "config-file", &ignored); /* says why */
		return;
	}
	judge_about_file(j, d->config_path);
	if (d->config_origin.state == DOC_GONE) {
		judge_skip(j, "there is no %s", d->config_path);
		return;
	}
	if (d->config_error_line.seen == SEEN) {
		judge_saw_line(j,
		    judge_warn(j, "syntax",
			"is not what dockerd reads (%s): it would not start again",
			d->config_origin.problem),
		    "syntax", d->config_path, d->config_error_line.v, d->config_origin.problem,
		    "a JSON object");
		return;
	}
	if (!judge_can_read(j, &d->config_origin))
		return;
	for (size_t i = 0; i < d->n_config_problems; i++) {
		const struct config_problem *p = &d->config_problems[i];

		judge_saw_line(j,
		    judge_warn(j, judge_fmt(j, "%s:%s", faults[p->fault].kind, p->name),
			"\"%s\" %s", p->name, p->detail),
		    p->name, d->config_path, p->line, p->detail, faults[p->fault].expected);
	}
	for (size_t i = 0; i < d->n_settings; i++)
		n += d->settings[i].file.seen == SEEN;
	if (d->n_config_problems == 0)
		judge_saw(j, judge_pass(j, "every name in it is a setting, and is there once"),
		    "names", d->config_path, judge_fmt(j, "%zu settings", n),
		    "settings of dockerd, each once");
}

/* ---- D-33 ----------------------------------------------------------------------------------- */

#define FILES_MIN 1024
#define PROCESSES_MIN 1024

static const char *
limit_text(struct judge *j, int64_t limit)
{
	return limit < 0 ? "unlimited" : judge_fmt(j, "%lld", (long long)limit);
}

static void
process_limits(struct judge *j, const struct facts *f, const void *arg)
{
	const struct daemon_facts *d = &f->daemon;
	const struct origin *o = &d->limits_origin;
	const struct {
		const char *name, *what;
		const struct fact_int *limit;
		int64_t least;
	} all[] = {
		{ "limits.files_soft", "open files", &d->files_soft, FILES_MIN },
		{ "limits.processes_soft", "processes", &d->processes_soft, PROCESSES_MIN },
	};
	struct finding *found;
	size_t low = 0;

	(void)arg;
	if (!judge_can_read(j, o))
		return;
	for (size_t i = 0; i < 2; i++) {
		if (!judge_knows(j, all[i].limit->seen, false, all[i].name, o))
			return;
	}
	for (size_t i = 0; i < 2; i++) {
		if (all[i].limit->v < 0 || all[i].limit->v >= all[i].least)
			continue;
		low++;
		judge_saw(j,
		    judge_warn(j, all[i].name, "the daemon may have only %lld %s",
			(long long)all[i].limit->v, all[i].what),
		    all[i].name, o->source, limit_text(j, all[i].limit->v),
		    judge_fmt(j, "%lld or more", (long long)all[i].least));
	}
	if (low > 0)
		return;
	found = judge_pass(j, "the daemon's own limits are wide enough");
	for (size_t i = 0; i < 2; i++)
		judge_saw(j, found, all[i].name, o->source, limit_text(j, all[i].limit->v),
		    judge_fmt(j, "%lld or more", (long long)all[i].least));
}

/* ---- D-34 ----------------------------------------------------------------------------------- */

/* Ids of containers are 64 hexadecimal digits, in the cgroup of whatever runs in one. */
static bool
names_container(const char *cgroup)
{
	static const char *const words[] = { "/docker/", "/docker-", "/libpod-", "/kubepods",
		"/lxc/", "/lxc.payload", "/crio-", "/cri-containerd-" };
	size_t run = 0;

	for (const char *p = cgroup; *p != '\0'; p++) {
		run = strchr("0123456789abcdef", *p) != NULL ? run + 1 : 0;
		if (run == 64)
			return true;
	}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strstr(cgroup, words[i]) != NULL)
			return true;
	}
	return false;
}

static void
nested(struct judge *j, const struct facts *f, const void *arg)
{
	static const char *const marks[] = { "/.dockerenv", "/run/.containerenv" };
	const struct daemon_facts *d = &f->daemon;
	const struct origin *o = &d->limits_origin;

	(void)arg;
	if (!judge_can_read(j, o) || !judge_knows(j, d->cgroups.seen, false, "cgroups", o))
		return;
	if (d->root.seen != SEEN) {
		judge_error(j,
		    "the root of the engine's process could not be seen (needs root with "
		    "CAP_SYS_PTRACE)");
		return;
	}
	for (size_t i = 0; i < d->cgroups.n; i++) {
		if (!names_container(d->cgroups.v[i]))
			continue;
		judge_saw(j, judge_warn(j, "", "the engine runs in a container"), "cgroups",
		    o->source, d->cgroups.v[i], "no container's");
		return;
	}
	for (size_t i = 0; i < 2; i++) {
		const struct file_facts *mark = facts_file(f, marks[i]);

		if (mark->origin.state == DOC_GONE)
			continue;
		if (judge_can_read(j, &mark->origin))
			judge_saw(j,
			    judge_warn(
				j, "", "the engine runs in a container: %s is there", marks[i]),
			    "path", marks[i], "there", "not there");
		return;
	}
	judge_saw(j,
	    strcmp(d->root.v, "/") == 0
		? judge_pass(j, "the engine runs on the host itself")
		: judge_warn(j, "", "the engine's root is %s, and not the host's", d->root.v),
	    "root", o->source, d->root.v, "/");
}

/* ---- D-36 ----------------------------------------------------------------------------------- */

static bool
has_words(const struct process_facts *p, const char *first, const char *second)
{
	for (size_t i = 1; i + 1 < p->cmdline.n; i++) {
		if (strcmp(p->cmdline.v[i], first) == 0 && strcmp(p->cmdline.v[i + 1], second) == 0)
			return true;
	}
	return false;
}

/* What a process serves containers with; NULL: it does not. */
static const char *
engine_of(const struct process_facts *p)
{
	if (strcmp(p->comm, "dockerd") == 0 || strcmp(p->comm, "crio") == 0 ||
	    strcmp(p->comm, "buildkitd") == 0 || strcmp(p->comm, "lxd") == 0 ||
	    strcmp(p->comm, "incusd") == 0)
		return p->comm;
	if (strcmp(p->comm, "podman") == 0 && has_words(p, "system", "service"))
		return "podman system service";
	return NULL;
}

/* What tells one dockerd from another, and stays when it starts again: its options. */
static const char *
options_of(struct judge *j, const struct process_facts *p)
{
	struct buf text = BUF_INIT(200);
	const char *options;

	for (size_t i = 1; p->cmdline.seen == SEEN && i < p->cmdline.n && !text.failed; i++)
		buf_printf(&text, " %s", p->cmdline.v[i]);
	options = judge_fmt(j, "%s", buf_str(&text));
	buf_free(&text);
	return options;
}

#define OTHERS_MAX 50

/* Engines in containers of one image have one command line: they are told once. */
static bool
is_new(const char **seen, size_t *n, const char *key)
{
	for (size_t i = 0; i < *n; i++) {
		if (strcmp(seen[i], key) == 0)
			return false;
	}
	if (*n == OTHERS_MAX)
		return false;
	seen[(*n)++] = key;
	return true;
}

static void
other_engines(struct judge *j, const struct facts *f, const void *arg)
{
	const struct host_facts *h = &f->host;
	const char *seen[OTHERS_MAX] = { NULL }, *key;
	bool sees_init = false, knows_ours = f->engine.is_podman || f->daemon.pid.seen == SEEN;
	size_t others = 0;

	(void)arg;
	judge_about_host(j);
	if (!judge_can_read(j, &h->processes_origin))
		return;
	for (size_t i = 0; i < h->n_processes; i++) {
		const struct process_facts *p = &h->processes[i];
		const char *engine = engine_of(p);
		bool ours = f->daemon.pid.seen == SEEN && p->pid == f->daemon.pid.v;

		sees_init = sees_init || p->pid == 1;
		if (engine == NULL || ours || (!knows_ours && strcmp(engine, "dockerd") == 0) ||
		    (f->engine.is_podman && strcmp(p->comm, "podman") == 0))
			continue;
		key = judge_fmt(j, "%s%s", engine, options_of(j, p));
		if (is_new(seen, &others, key))
			judge_saw(j,
			    judge_warn(j, key, "%s runs as well%s, and was not part of this scan",
				engine, p->container_id != NULL ? " in a container" : ""),
			    "process", h->processes_origin.source, key, "one engine");
	}
	if (!sees_init)
		judge_error(j, "processes of other users are hidden: /proc has hidepid");
	else if (h->processes_cut)
		judge_error(j, "more processes run than are looked at: %zu", h->n_processes);
	else if (!knows_ours)
		judge_can_read(j, &f->daemon.process_origin);
	else if (others == 0)
		judge_saw(j, judge_pass(j, "no other engine runs on this host"), "processes",
		    h->processes_origin.source, judge_fmt(j, "%zu processes", h->n_processes),
		    "one engine");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "D-28", .title = "The daemon's configuration file has no faults",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = CONFIG_NEEDS,
	  .rationale = "A setting that is misspelt or there twice is not in force; with others the daemon does not start again.",
	  .remedy = "Put right what is named; dockerd --validate --config-file FILE tells the rest.",
	  .refs = REFS("NIST 800-53 CM-6", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = config_file },
	{ .id = "D-33", .title = "The daemon may have enough files and processes",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .needs = CONFIG_NEEDS,
	  .rationale = "A daemon out of files answers nobody, and containers inherit its limits.",
	  .remedy = "Take LimitNOFILE and LimitNPROC out of the unit's drop-ins, or raise them.",
	  .refs = REFS("NIST 800-53 SC-5", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = process_limits },
	{ .id = "D-34", .title = "The engine does not run in a container",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_INFO, .needs = CONFIG_NEEDS,
	  .rationale = "An engine in a container needs a privileged one, and what is read here of the host may be the container's.",
	  .remedy = "Build with rootless BuildKit instead, and scan the host from the host.",
	  .refs = REFS("NIST 800-53 SC-39", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_DOCKERD,
	  .once = nested },
	{ .id = "D-36", .title = "No other engine runs beside the one that is scanned",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .needs = NEEDS_PROCESSES,
	  .rationale = "What another engine runs is not in this report, and touches the same host.",
	  .remedy = "Scan each one: --host unix:///PATH; stop those that nobody needs.",
	  .refs = REFS("NIST 800-53 CM-8", "NIST 800-190 4.4"),
	  .once = other_engines },
};
/* clang-format on */

const struct check_table checks_daemon_process = CHECK_TABLE(checks);
