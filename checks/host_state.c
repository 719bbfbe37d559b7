/*
 * host_state.c: section 1, the state of the host beside kernel and network: hardening as a whole,
 * space, control groups, and how the engine and its containers come onto it. Reads facts only.
 */
#include "config.h"

#include "host_checks.h"
#include "tables.h"

#include <string.h>

#define ENOUGH_PERCENT 15
#define ENOUGH_BYTES (100LL << 30) /* on a large disk less than 15 % is much */

/* ---- 1.2.1 ---------------------------------------------------------------------------------- */

static const char *
value_text(const struct kernel_texts *texts, const char *name)
{
	const struct kernel_text *t = kernel_text(texts, name);

	return t->value.seen == SEEN	 ? t->value.v
	       : t->value.seen == ABSENT ? "not in this kernel"
					 : t->problem;
}

static void
hardened(struct judge *j, const struct facts *f, const void *arg)
{
	static const char *const names[] = { "kernel.kptr_restrict", "kernel.dmesg_restrict",
		"kernel.unprivileged_bpf_disabled", "kernel.yama.ptrace_scope",
		"kernel.randomize_va_space", "user.max_user_namespaces" };
	const struct engine_facts *e = &f->engine;
	const struct kernel_facts *k = &f->host.kernel;
	struct finding *found;

	(void)arg;
	if (!judge_can_read(j, &e->info_origin) || !judge_can_read(j, &k->settings.origin) ||
	    !judge_can_read(j, &k->security.origin) || !is_engines_kernel(j, f))
		return;
	found = judge_note(j, "",
	    "has this host been hardened by a baseline for its distribution? Some of what decides "
	    "it:");
	judge_saw(j, found, "OperatingSystem", e->info_origin.source,
	    e->operating_system.seen == SEEN ? e->operating_system.v : "not told", "");
	judge_saw(j, found, "KernelVersion", e->info_origin.source,
	    e->running_kernel.seen == SEEN ? e->running_kernel.v : "not told", "");
	judge_saw(j, found, "SecurityOptions", e->info_origin.source,
	    judge_join(j, &e->security_options), "");
	judge_saw(j, found, "lsm", k->security.origin.source, value_text(&k->security, "lsm"), "");
	judge_saw(j, found, "lockdown", k->security.origin.source,
	    value_text(&k->security, "lockdown"), "");
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		judge_saw(j, found, names[i], k->settings.origin.source,
		    value_text(&k->settings, names[i]), "");
}

/* ---- H-18 ----------------------------------------------------------------------------------- */

static const char *
share_text(struct judge *j, int64_t part, int64_t whole)
{
	return judge_fmt(j, "%.0f %% (%lld of %lld)", 100.0 * (double)part / (double)whole,
	    (long long)part, (long long)whole);
}

static bool
is_enough(int64_t part, int64_t whole)
{
	return (double)part * 100 >= (double)whole * ENOUGH_PERCENT;
}

static void
free_space(struct judge *j, const struct facts *f, const void *arg)
{
	const struct space_facts *s = &f->host.space;
	bool blocks, inodes;
	struct finding *found;

	(void)arg;
	if (!judge_can_read(j, &s->origin) ||
	    !judge_knows(j, s->blocks.seen, false, "blocks", &s->origin) ||
	    !judge_knows(j, s->blocks_available.seen, false, "blocks_available", &s->origin) ||
	    !judge_knows(j, s->block_size.seen, false, "block_size", &s->origin) ||
	    !judge_knows(j, s->inodes.seen, false, "inodes", &s->origin) ||
	    !judge_knows(j, s->inodes_free.seen, false, "inodes_free", &s->origin))
		return;
	if (s->blocks.v <= 0) {
		judge_error(j, "the file system of the data does not tell its size");
		return;
	}
	blocks = is_enough(s->blocks_available.v, s->blocks.v) ||
		 (double)s->blocks_available.v * (double)s->block_size.v >= (double)ENOUGH_BYTES;
	/* Some file systems, such as Btrfs, make inodes as they need them and count none. */
	inodes = s->inodes.v <= 0 || is_enough(s->inodes_free.v, s->inodes.v);
	if (!blocks)
		judge_saw(j,
		    judge_warn(j, "blocks", "the disk of the engine's data is almost full"),
		    "blocks_available", s->origin.source,
		    share_text(j, s->blocks_available.v, s->blocks.v), "15 % or more, or 100 GiB");
	if (!inodes)
		judge_saw(j,
		    judge_warn(j, "inodes", "the disk of the engine's data has few inodes left"),
		    "inodes_free", s->origin.source, share_text(j, s->inodes_free.v, s->inodes.v),
		    "15 % or more");
	if (!blocks || !inodes)
		return;
	found = judge_pass(j, "the disk of the engine's data has space left");
	judge_saw(j, found, "blocks_available", s->origin.source,
	    share_text(j, s->blocks_available.v, s->blocks.v), "15 % or more, or 100 GiB");
	judge_saw(j, found, "inodes_free", s->origin.source,
	    s->inodes.v > 0 ? share_text(j, s->inodes_free.v, s->inodes.v) : "not limited",
	    "15 % or more");
}

/* ---- H-30 ----------------------------------------------------------------------------------- */

static void
judge_version(struct judge *j, bool two, const char *what, const char *source, const char *actual)
{
	judge_saw(j,
	    two ? judge_pass(j, "control groups are of version 2")
		: judge_warn(j, "", "control groups are of version 1, which is on its way out"),
	    what, source, actual, "version 2");
}

/* An API before 1.41 does not say: then the mounts do. */
static void
by_mounts(struct judge *j, const struct facts *f)
{
	const char *type = NULL;

	if (!judge_can_read(j, &f->host.mounts_origin))
		return;
	for (size_t i = 0; i < f->host.n_mounts; i++) {
		if (strcmp(f->host.mounts[i].mount_point, "/sys/fs/cgroup") == 0)
			type = f->host.mounts[i].fs_type;
	}
	if (type == NULL)
		judge_error(
		    j, "neither the engine nor a mount on /sys/fs/cgroup tells the version");
	else
		judge_version(j, strcmp(type, "cgroup2") == 0, "", f->host.mounts_origin.source,
		    judge_fmt(j, "%s on /sys/fs/cgroup", type));
}

static void
cgroup_version(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;
	const char *v = e->cgroup_version.v;

	(void)arg;
	if (!judge_can_read(j, &e->info_origin))
		return;
	if (e->cgroup_version.seen == ABSENT ||
	    (e->cgroup_version.seen == UNSEEN &&
		judge_gap(j, "CgroupVersion", &e->info_origin) != NULL))
		by_mounts(j, f);
	else if (!judge_knows(j, e->cgroup_version.seen, false, "CgroupVersion", &e->info_origin))
		return;
	else if (strcmp(v, "1") != 0 && strcmp(v, "2") != 0)
		judge_error(j, "the engine says that control groups are of version \"%s\"", v);
	else
		judge_version(j, v[0] == '2', "CgroupVersion", e->info_origin.source, v);
}

/* ---- H-38, H-39 ----------------------------------------------------------------------------- */

static void
started_elsewhere(struct judge *j, const struct facts *f, const void *arg)
{
	const struct startup_facts *s = &f->host.startup;
	const char *path = "";
	size_t n = 0;

	(void)arg;
	if (!judge_can_read(j, &s->origin))
		return;
	for (size_t i = 0; i < s->n_lines; i++) {
		const struct startup_line *line = &s->lines[i];
		bool privileged = strstr(line->text, "--privileged") != NULL;

		n = strcmp(path, line->path) == 0 ? n + 1 : 1;
		path = line->path;
		judge_saw_line(j,
		    judge_note(j, judge_fmt(j, "%s#%zu", path, n),
			privileged
			    ? "%s starts a privileged container: should Compose or a unit do so?"
			    : "%s runs containers: should Compose or a unit do so?",
			path),
		    "", path, line->line, line->text, "");
	}
	if (s->unreadable.n > 0)
		judge_error(j, "not all cron tables and rc scripts could be read: %s",
		    judge_join(j, &s->unreadable));
	else if (s->n_lines == 0)
		judge_saw(j, judge_info(j, "", "no cron table or rc script runs containers"),
		    "lines", s->origin.source,
		    judge_fmt(j, "%lld files read", (long long)s->files.v), "");
}

/* "/bin/x" is "/usr/bin/x" where the two are one. */
static bool
is_same_program(const char *a, const char *b)
{
	a += strncmp(a, "/usr/", 5) == 0 ? 4 : 0;
	b += strncmp(b, "/usr/", 5) == 0 ? 4 : 0;
	return strcmp(a, b) == 0;
}

static void
show_packages(struct judge *j, const struct package_facts *p)
{
	for (size_t i = 0; i < p->n; i++)
		judge_saw(j,
		    judge_info(j, p->v[i].name, "%s %s is installed, maintained by %s",
			p->v[i].name, p->v[i].version, p->v[i].maintainer),
		    "packages", p->origin.source, p->v[i].program, "");
	if (p->n == 0)
		judge_saw(j,
		    judge_note(j, "",
			"no package of an engine was found: who updates it, and from where?"),
		    "packages", p->origin.source, judge_join(j, &p->managers), "");
}

static void
engine_package(struct judge *j, const struct facts *f, const void *arg)
{
	const struct package_facts *p = &f->host.packages;
	const struct package *owner = NULL;
	const char *exe = f->daemon.exe.v;
	struct finding *found;

	(void)arg;
	if (!judge_can_read(j, &p->origin))
		return;
	if (p->unreadable.n > 0) {
		judge_error(
		    j, "the package database could not be read: %s", judge_join(j, &p->unreadable));
		return;
	}
	if (f->daemon.exe.seen != SEEN) {
		show_packages(j, p);
		return;
	}
	for (size_t i = 0; i < p->n && owner == NULL; i++)
		owner = is_same_program(p->v[i].program, exe) ? &p->v[i] : NULL;
	if (owner != NULL)
		found = judge_info(j, owner->name,
		    "the engine comes from the package %s %s, maintained by %s", owner->name,
		    owner->version, owner->maintainer);
	else if (strncmp(exe, "/snap/", 6) == 0)
		found = judge_info(j, "snap", "the engine comes from a snap, which updates itself");
	else if (p->managers.n == 1 && strcmp(p->managers.v[0], "rpm") == 0)
		found = judge_note(
		    j, "", "which package does the engine come from? rpm -qif %s tells", exe);
	else
		found =
		    judge_note(j, "", "no package owns %s: who updates it, and from where?", exe);
	judge_saw(j, found, "packages", p->origin.source, exe, "");
}

/* clang-format off */
static const struct check baseline_checks[] = {
	{ .id = "1.2.1", .title = "The host has been hardened",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .level = 1, .needs = NEEDS_INFO | NEEDS_KERNEL,
	  .rationale = "Containers share the host's kernel and its faults: what weakens the host weakens each of them.",
	  .remedy = "Apply a hardening baseline for the distribution, and look at the checks H-*.",
	  .refs = REFS("CIS Docker 1.6.0 1.2.1", "NIST 800-53 CM-6", "NIST 800-190 4.5"), .manual = true,
	  .once = hardened },
};

static const struct check checks[] = {
	{ .id = "H-18", .title = "The disk of the engine's data has space left",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .needs = NEEDS_INFO | NEEDS_MOUNTS,
	  .rationale = "An engine without space stops containers and loses logs, the audit's with them.",
	  .remedy = "Extend the file system, or remove what is not used: docker system prune.",
	  .refs = REFS("NIST 800-53 SC-5", "NIST 800-190 4.5"),
	  .once = free_space },
	{ .id = "H-30", .title = "Control groups are of version 2",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .needs = NEEDS_INFO | NEEDS_MOUNTS,
	  .rationale = "Version 1 has no safe delegation and has been a way out of containers (release_agent); engines are leaving it.",
	  .remedy = "Start the host with systemd.unified_cgroup_hierarchy=1, or update the distribution.",
	  .refs = REFS("NIST 800-53 SC-39", "NIST 800-190 4.5", "CVE-2022-0492"),
	  .once = cgroup_version },
	{ .id = "H-38", .title = "Containers are started by the engine, Compose or units only",
	  .scope = SCOPE_HOST, .severity = SEVERITY_INFO, .needs = NEEDS_STARTUP,
	  .rationale = "What a cron table or rc script starts is on no inventory, and comes back after it was removed.",
	  .remedy = "Move the command to a Compose file, a service or a systemd unit.",
	  .refs = REFS("NIST 800-53 CM-3", "NIST 800-190 4.5"), .manual = true,
	  .once = started_elsewhere },
	{ .id = "H-39", .title = "The engine comes from a package that is kept up to date",
	  .scope = SCOPE_HOST, .severity = SEVERITY_INFO, .needs = NEEDS_RELEASE | NEEDS_CONFIG,
	  .rationale = "A package is signed, and updated with the host; a copied program is neither.",
	  .remedy = "Install the engine from the distribution or from its maker's signed repository.",
	  .refs = REFS("NIST 800-53 CM-11", "NIST 800-190 4.5"), .manual = true,
	  .once = engine_package },
};
/* clang-format on */

const struct check_table checks_host_baseline = CHECK_TABLE(baseline_checks);
const struct check_table checks_host_state = CHECK_TABLE(checks);
