/*
 * host_settings.c: section 1, settings of the kernel that all containers share. A setting that one
 * number decides is a row of the table. Reads facts only.
 */
#include "config.h"

#include "host_checks.h"
#include "runtime.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#define KERNEL_NEEDS (NEEDS_INFO | NEEDS_KERNEL)

/* ---- settings: a check is a row ------------------------------------------------------------- */

enum compare { AT_LEAST, EQUALS, DIFFERS };

/* What it means that the kernel does not have the setting. */
enum absent {
	NOTHING_TO_LIMIT, /* nor what it limits */
	NO_LIMIT,	  /* but it has what the setting would limit */
};

struct wanted {
	const char *name;
	enum compare compare;
	int64_t value;
	enum absent absent;
};

#define WANTED_MAX 4
struct wanted_settings {
	struct wanted v[WANTED_MAX]; /* ended by a NULL name */
};

static bool
is_as_wanted(const struct wanted *w, int64_t value)
{
	switch (w->compare) {
	case AT_LEAST:
		return value >= w->value;
	case EQUALS:
		return value == w->value;
	default:
		return value != w->value;
	}
}

static const char *
wanted_text(struct judge *j, const struct wanted *w)
{
	static const char *const words[] = { [AT_LEAST] = " or more", [EQUALS] = "" };

	if (w->compare == DIFFERS)
		return judge_fmt(j, "not %lld", (long long)w->value);
	return judge_fmt(j, "%lld%s", (long long)w->value, words[w->compare]);
}

enum answer { GOOD, MISSING, BAD, UNKNOWN };

/* Judges one setting; a bad or unknown one has got its finding. */
static enum answer
judge_setting(struct judge *j, const struct kernel_texts *settings, const struct wanted *w)
{
	const struct kernel_text *t = kernel_text(settings, w->name);
	struct fact_int number = kernel_number(t);
	struct finding *found;

	if (t->value.seen == UNSEEN) {
		judge_error(j, "%s could not be read: %s", w->name, t->problem);
		return UNKNOWN;
	}
	if (t->value.seen == ABSENT && w->absent == NOTHING_TO_LIMIT)
		return MISSING;
	if (t->value.seen == SEEN && number.seen != SEEN) {
		judge_error(j, "%s is no number: %s", w->name, t->value.v);
		return UNKNOWN;
	}
	if (t->value.seen == SEEN && is_as_wanted(w, number.v))
		return GOOD;
	found = t->value.seen == SEEN
		    ? judge_warn(j, w->name, "%s is %lld", w->name, (long long)number.v)
		    : judge_warn(j, w->name, "this kernel has no %s", w->name);
	judge_saw(j, found, w->name, settings->origin.source,
	    t->value.seen == SEEN ? t->value.v : "not there", wanted_text(j, w));
	return BAD;
}

static void
settings_are(struct judge *j, const struct facts *f, const void *arg)
{
	const struct kernel_texts *settings = &f->host.kernel.settings;
	const struct wanted *w = ((const struct wanted_settings *)arg)->v;
	size_t n = 0, count[UNKNOWN + 1] = { 0 };
	struct finding *found;

	if (!judge_can_read(j, &settings->origin) || !is_engines_kernel(j, f))
		return;
	for (; n < WANTED_MAX && w[n].name != NULL; n++)
		count[judge_setting(j, settings, &w[n])]++;
	if (count[BAD] > 0 || count[UNKNOWN] > 0)
		return;
	if (count[MISSING] == n) {
		judge_skip(j, "this kernel has no %s, nor what it would limit", w[0].name);
		return;
	}
	found = n == 1 ? judge_pass(j, "%s is %s", w->name, kernel_text(settings, w->name)->value.v)
		       : judge_pass(j, "all %zu settings are as they should be", n);
	for (size_t i = 0; i < n; i++) {
		const struct fact_str *value = &kernel_text(settings, w[i].name)->value;

		judge_saw(j, found, w[i].name, settings->origin.source,
		    value->seen == SEEN ? value->v : "not in this kernel", wanted_text(j, &w[i]));
	}
}

/* ---- H-03: user namespaces ------------------------------------------------------------------ */

static void
user_namespaces(struct judge *j, const struct facts *f, const void *arg)
{
	static const struct wanted closed[] = {
		{ "kernel.unprivileged_userns_clone", EQUALS, 0, NOTHING_TO_LIMIT }, /* Debian */
		{ "kernel.apparmor_restrict_unprivileged_userns", EQUALS, 1, NOTHING_TO_LIMIT },
		{ "user.max_user_namespaces", EQUALS, 0, NO_LIMIT },
	};
	const struct kernel_texts *settings = &f->host.kernel.settings;
	const char *unknown = NULL;
	struct finding *found;

	(void)arg;
	if (!judge_can_read(j, &f->engine.info_origin) || !judge_can_read(j, &settings->origin) ||
	    !is_engines_kernel(j, f))
		return;
	if (engine_security_option(&f->engine, "rootless") != NULL) {
		judge_skip(j, "a rootless engine needs user namespaces");
		return;
	}
	for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++) {
		const struct kernel_text *t = kernel_text(settings, closed[i].name);
		struct fact_int number = kernel_number(t);

		if (number.seen == SEEN && is_as_wanted(&closed[i], number.v)) {
			judge_saw(j,
			    judge_pass(j, "%s keeps users from making user namespaces", t->name),
			    t->name, settings->origin.source, t->value.v,
			    wanted_text(j, &closed[i]));
			return;
		}
		if (number.seen == UNSEEN)
			unknown = closed[i].name;
	}
	if (unknown != NULL) {
		judge_error(j, "%s could not be read: %s", unknown,
		    kernel_text(settings, unknown)->problem);
		return;
	}
	found = judge_warn(j, "", "every user may make user namespaces");
	for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++) {
		const struct fact_str *value = &kernel_text(settings, closed[i].name)->value;

		judge_saw(j, found, closed[i].name, settings->origin.source,
		    value->seen == SEEN ? value->v : "not in this kernel",
		    wanted_text(j, &closed[i]));
	}
}

/* ---- H-10: core dumps ----------------------------------------------------------------------- */

/* A path that containers, or anybody, can put a program at. */
static const char *
weak_place(const struct facts *f, const char *program)
{
	static const char *const places[] = { "/tmp", "/var/tmp", "/dev/shm", "/home",
		"/var/lib/docker", "/var/lib/containerd", "/var/lib/containers", "/run/containerd",
		"/proc" };

	if (f->engine.root_dir.seen == SEEN &&
	    path_within(program, facts_resolve_path(f, f->engine.root_dir.v)))
		return f->engine.root_dir.v;
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		if (path_within(program, places[i]))
			return places[i];
	}
	return NULL;
}

static void
core_dumps(struct judge *j, const struct facts *f, const void *arg)
{
	static const struct wanted quiet = { "fs.suid_dumpable", EQUALS, 0, NO_LIMIT };
	const struct kernel_texts *settings = &f->host.kernel.settings;
	const struct kernel_text *pattern = kernel_text(settings, "kernel.core_pattern");
	const char *place = NULL;
	struct finding *found;
	enum answer answer;

	(void)arg;
	if (!judge_can_read(j, &settings->origin) || !is_engines_kernel(j, f))
		return;
	answer = judge_setting(j, settings, &quiet);
	if (pattern->value.seen == UNSEEN) {
		judge_error(j, "kernel.core_pattern could not be read: %s", pattern->problem);
		return;
	}
	/* The kernel runs what stands behind the bar, as root, on the host. */
	if (pattern->value.seen == SEEN && pattern->value.v[0] == '|') {
		const char *program = pattern->value.v + 1 + strspn(pattern->value.v + 1, " ");

		place =
		    weak_place(f, facts_resolve_path(f,
				      judge_fmt(j, "%.*s", (int)strcspn(program, " "), program)));
	}
	if (place != NULL) {
		judge_saw(j,
		    judge_warn(j, "kernel.core_pattern",
			"the kernel runs a program from below %s as root when a process dumps core",
			place),
		    "kernel.core_pattern", settings->origin.source, pattern->value.v,
		    "a file, or a program of the host");
	} else if (answer == GOOD) {
		found = judge_pass(
		    j, "setuid programs leave no core dumps, and dumps run nothing foreign");
		judge_saw(j, found, "fs.suid_dumpable", settings->origin.source, "0", "0");
		judge_saw(j, found, "kernel.core_pattern", settings->origin.source,
		    pattern->value.seen == SEEN ? pattern->value.v : "not in this kernel",
		    "a file, or a program of the host");
	}
}

/* clang-format off */
#define SETTINGS(...) &(const struct wanted_settings){ { __VA_ARGS__ } }
static const struct check checks[] = {
	{ .id = "H-01", .title = "The kernel hides its addresses",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .needs = KERNEL_NEEDS,
	  .rationale = "Addresses of kernel objects make an exploit reliable; containers can read them from /proc as well.",
	  .remedy = "Set kernel.kptr_restrict = 2 in /etc/sysctl.d/ and run sysctl --system.",
	  .refs = REFS("NIST 800-53 SI-16", "NIST 800-190 4.5"),
	  .arg = SETTINGS({ "kernel.kptr_restrict", AT_LEAST, 1, NO_LIMIT }), .once = settings_are },
	{ .id = "H-02", .title = "Unprivileged users cannot load BPF programs",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .needs = KERNEL_NEEDS,
	  .rationale = "The BPF verifier has had many faults that gave root to whoever could load a program.",
	  .remedy = "Set kernel.unprivileged_bpf_disabled = 1 in /etc/sysctl.d/ and run sysctl --system.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.5"),
	  .arg = SETTINGS({ "kernel.unprivileged_bpf_disabled", AT_LEAST, 1, NOTHING_TO_LIMIT }), .once = settings_are },
	{ .id = "H-03", .title = "Unprivileged users cannot make user namespaces",
	  .scope = SCOPE_HOST, .severity = SEVERITY_INFO, .needs = KERNEL_NEEDS,
	  .rationale = "Inside a user namespace anyone has all capabilities, and so reaches kernel code meant for root only.",
	  .remedy = "Where nothing rootless runs: kernel.apparmor_restrict_unprivileged_userns = 1 (Ubuntu), kernel.unprivileged_userns_clone = 0 (Debian), or user.max_user_namespaces = 0.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.5"),
	  .once = user_namespaces },
	{ .id = "H-04", .title = "The kernel log is for root only",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .needs = KERNEL_NEEDS,
	  .rationale = "The log tells addresses, devices and what other processes did; every container shares it.",
	  .remedy = "Set kernel.dmesg_restrict = 1 in /etc/sysctl.d/ and run sysctl --system.",
	  .refs = REFS("NIST 800-53 SI-11", "NIST 800-190 4.5"),
	  .arg = SETTINGS({ "kernel.dmesg_restrict", AT_LEAST, 1, NO_LIMIT }), .once = settings_are },
	{ .id = "H-07", .title = "Address spaces are fully randomised",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .needs = KERNEL_NEEDS,
	  .rationale = "Without randomisation one exploit works for every process, in containers too.",
	  .remedy = "Set kernel.randomize_va_space = 2 in /etc/sysctl.d/ and run sysctl --system.",
	  .refs = REFS("NIST 800-53 SI-16", "NIST 800-190 4.5"),
	  .arg = SETTINGS({ "kernel.randomize_va_space", EQUALS, 2, NO_LIMIT }), .once = settings_are },
	{ .id = "H-08", .title = "Processes cannot attach to any other of their user",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .needs = KERNEL_NEEDS,
	  .rationale = "One broken process could read the memory, and the keys, of every other of the same user.",
	  .remedy = "Set kernel.yama.ptrace_scope = 1 in /etc/sysctl.d/ (the kernel needs Yama: lsm=...,yama).",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.5"),
	  .arg = SETTINGS({ "kernel.yama.ptrace_scope", AT_LEAST, 1, NO_LIMIT }), .once = settings_are },
	{ .id = "H-09", .title = "Unprivileged users cannot measure the kernel",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .needs = KERNEL_NEEDS,
	  .rationale = "Performance events are a large interface with a record of faults, and a way to watch other processes.",
	  .remedy = "Set kernel.perf_event_paranoid = 3 (or 2) in /etc/sysctl.d/ and run sysctl --system.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.5"),
	  .arg = SETTINGS({ "kernel.perf_event_paranoid", AT_LEAST, 2, NOTHING_TO_LIMIT }), .once = settings_are },
	{ .id = "H-10", .title = "Core dumps give nothing away and run nothing foreign",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .needs = KERNEL_NEEDS,
	  .rationale = "A dump of a setuid program holds what only root may read; a dump handler runs as root on the host, and is a known way out of a container.",
	  .remedy = "Set fs.suid_dumpable = 0, and kernel.core_pattern to a file or to the host's own handler.",
	  .refs = REFS("NIST 800-53 SC-4", "NIST 800-190 4.5"),
	  .once = core_dumps },
	{ .id = "H-11", .title = "Links and FIFOs in shared directories are protected",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .needs = KERNEL_NEEDS,
	  .rationale = "Programs of root that write to /tmp can otherwise be led to other users' files.",
	  .remedy = "Set fs.protected_symlinks, fs.protected_hardlinks, fs.protected_fifos and fs.protected_regular to 1 or more in /etc/sysctl.d/.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .arg = SETTINGS({ "fs.protected_symlinks", AT_LEAST, 1, NO_LIMIT }, { "fs.protected_hardlinks", AT_LEAST, 1, NO_LIMIT },
	    { "fs.protected_fifos", AT_LEAST, 1, NO_LIMIT }, { "fs.protected_regular", AT_LEAST, 1, NO_LIMIT }), .once = settings_are },
	{ .id = "H-36", .title = "Another kernel cannot be started, nor all SysRq keys be used",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .needs = KERNEL_NEEDS,
	  .rationale = "kexec replaces the kernel without a restart that anyone sees; SysRq ends processes and remounts disks for whoever has the keyboard.",
	  .remedy = "Set kernel.kexec_load_disabled = 1 and kernel.sysrq = 0 (or a mask of single keys, such as 176).",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.5"),
	  .arg = SETTINGS({ "kernel.kexec_load_disabled", EQUALS, 1, NOTHING_TO_LIMIT }, { "kernel.sysrq", DIFFERS, 1, NOTHING_TO_LIMIT }), .once = settings_are },
};
/* clang-format on */

const struct check_table checks_host_settings = CHECK_TABLE(checks);
