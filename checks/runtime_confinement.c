/*
 * runtime_confinement.c: whether what confines a container was weakened: paths of the kernel that
 * are masked or read-only, own seccomp profiles, AppArmor's mode. Reads facts only.
 */
#include "config.h"

#include "runtime.h"
#include "tables.h"

#include <string.h>

#include "syntax/json.h"

/* ---- masked and read-only paths ------------------------------------------------------------- */

/*
 * What every engine masks since 18.09. Newer ones mask more: the lists are compared as a minimum,
 * so that neither an old engine nor a new one is wrong.
 */
static const char *const always_masked[] = { "/proc/acpi", "/proc/kcore", "/proc/keys",
	"/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/sys/firmware", NULL };
static const char *const always_read_only[] = { "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
	"/proc/sysrq-trigger", NULL };

static bool
is_listed(const struct fact_list *list, const char *path)
{
	for (size_t i = 0; i < list->n; i++) {
		if (strcmp(list->v[i], path) == 0)
			return true;
	}
	return false;
}

struct path_rule {
	const struct fact_list *list;
	const char *field, *done; /* "HostConfig.MaskedPaths", "masked" */
	const char *const *minimum;
};

/* The list is not there: whether that can be explained. */
static void
judge_without_list(
    struct judge *j, const struct facts *f, const struct container *c, const struct path_rule *r)
{
	const char *unmask = security_opt(c, "unmask");

	if (f->engine.is_podman && unmask != NULL)
		judge_saw(j, judge_warn(j, "", "unmasks %s", unmask), "HostConfig.SecurityOpt",
		    c->origin.source, judge_fmt(j, "unmask=%s", unmask), "no unmask");
	else if (f->about_build_files)
		judge_saw(j, judge_pass(j, "leaves the kernel's paths %s", r->done),
		    "HostConfig.SecurityOpt", c->origin.source, judge_join(j, &c->security_opt),
		    "not systempaths=unconfined");
	else
		judge_knows(j, ABSENT, false, r->field, &c->origin);
}

static void
judge_paths(
    struct judge *j, const struct facts *f, const struct container *c, const struct path_rule *r)
{
	size_t missing = 0;
	bool unconfined = has_security_opt(c, "systempaths", "unconfined");

	if (!judge_knows(j, c->privileged.seen, false, "HostConfig.Privileged", &c->origin) ||
	    !judge_knows(j, c->security_opt.seen, true, "HostConfig.SecurityOpt", &c->origin))
		return;
	if (c->privileged.v) {
		judge_skip(j, "is privileged, which leaves nothing %s (see 5.5)", r->done);
		return;
	}
	/* docker run turns systempaths=unconfined into empty lists; a Compose file has the words.
	 */
	if ((r->list->seen == SEEN && r->list->n == 0) || unconfined) {
		judge_saw(j, judge_warn(j, "", "has none of the kernel's paths %s", r->done),
		    unconfined ? "HostConfig.SecurityOpt" : r->field, c->origin.source,
		    unconfined ? "systempaths=unconfined" : "[]", "the engine's list");
		return;
	}
	if (r->list->seen == ABSENT || judge_gap(j, r->field, &c->origin) != NULL) {
		judge_without_list(j, f, c, r);
		return;
	}
	if (!judge_knows(j, r->list->seen, false, r->field, &c->origin))
		return;
	for (size_t i = 0; r->minimum[i] != NULL; i++) {
		if (is_listed(r->list, r->minimum[i]))
			continue;
		missing++;
		judge_saw(j,
		    judge_warn(j, r->minimum[i], "does not have %s %s", r->minimum[i], r->done),
		    r->field, c->origin.source, judge_join(j, r->list), r->minimum[i]);
	}
	if (missing == 0)
		judge_saw(j, judge_pass(j, "has the kernel's paths %s", r->done), r->field,
		    c->origin.source, judge_join(j, r->list), "the engine's list at least");
}

void
check_masked_paths(struct judge *j, const struct facts *f, const struct container *c)
{
	struct path_rule rule = { &c->masked_paths, "HostConfig.MaskedPaths", "masked",
		always_masked };

	judge_paths(j, f, c, &rule);
}

void
check_read_only_paths(struct judge *j, const struct facts *f, const struct container *c)
{
	struct path_rule rule = { &c->readonly_paths, "HostConfig.ReadonlyPaths", "read-only",
		always_read_only };

	judge_paths(j, f, c, &rule);
}

/* ---- own seccomp profiles ------------------------------------------------------------------- */

/*
 * Calls that the engine's own profile denies to a container without extra capabilities, and that
 * have led out of containers, or that only a host's administrator needs.
 */
static const char *const denied_by_default[] = { "add_key", "bpf", "clock_settime", "delete_module",
	"finit_module", "fsconfig", "fsmount", "fsopen", "init_module", "io_uring_setup", "ioperm",
	"iopl", "kexec_file_load", "kexec_load", "keyctl", "mount", "move_mount",
	"open_by_handle_at", "open_tree", "perf_event_open", "pivot_root", "quotactl", "reboot",
	"request_key", "setns", "settimeofday", "swapoff", "swapon", "umount2", "unshare",
	"userfaultfd", NULL };
#define N_DENIED (sizeof denied_by_default / sizeof denied_by_default[0] - 1)

static bool
is_text(const cJSON *item, const char *text)
{
	return cJSON_IsString(item) && strcmp(item->valuestring, text) == 0;
}

/* Does a rule allow a call to everybody, whatever its arguments? */
static bool
allows_to_all(const cJSON *rule)
{
	const cJSON *action = json_at(rule, "action", NULL);

	return (is_text(action, "SCMP_ACT_ALLOW") || is_text(action, "SCMP_ACT_LOG")) &&
	       cJSON_GetArraySize(json_at(rule, "args", NULL)) == 0 &&
	       cJSON_GetArraySize(json_at(rule, "includes.caps", NULL)) == 0;
}

static void
note_allowed(const cJSON *name, bool allowed[N_DENIED])
{
	for (size_t i = 0; i < N_DENIED; i++) {
		if (is_text(name, denied_by_default[i]))
			allowed[i] = true;
	}
}

/* The calls that the profile allows; false: it is no profile. */
static bool
read_profile(const cJSON *profile, bool allowed[N_DENIED])
{
	const cJSON *rules = json_at(profile, "syscalls", NULL), *rule, *name;

	if (!cJSON_IsString(json_at(profile, "defaultAction", NULL)) ||
	    (rules != NULL && !cJSON_IsArray(rules)))
		return false;
	cJSON_ArrayForEach (rule, rules) {
		if (!allows_to_all(rule))
			continue;
		note_allowed(json_at(rule, "name", NULL), allowed); /* the older form */
		cJSON_ArrayForEach (name, json_at(rule, "names", NULL))
			note_allowed(name, allowed);
	}
	return true;
}

static const char *
join_allowed(struct judge *j, const bool allowed[N_DENIED])
{
	const char *list = "";

	for (size_t i = 0; i < N_DENIED; i++) {
		if (allowed[i])
			list =
			    judge_fmt(j, "%s%s%s", list, *list ? ", " : "", denied_by_default[i]);
	}
	return list;
}

static void
judge_profile(struct judge *j, const struct container *c, const cJSON *profile)
{
	bool allowed[N_DENIED] = { false };
	const cJSON *action = json_at(profile, "defaultAction", NULL);
	const char *list;

	if (!read_profile(profile, allowed)) {
		judge_error(j, "its own seccomp profile cannot be understood");
		return;
	}
	if (is_text(action, "SCMP_ACT_ALLOW") || is_text(action, "SCMP_ACT_LOG")) {
		judge_skip(j, "has a profile that forbids nothing by default (see 5.22)");
		return;
	}
	list = join_allowed(j, allowed);
	judge_saw(j,
	    *list != '\0' ? judge_warn(j, "", "has a seccomp profile that allows %s", list)
			  : judge_pass(j, "has a seccomp profile that allows no dangerous call"),
	    "HostConfig.SecurityOpt", c->origin.source, *list ? list : "none of them",
	    "none that the engine's own profile denies");
}

void
check_own_seccomp(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *opt = security_opt(c, "seccomp");
	struct err err;
	cJSON *profile;

	(void)f;
	if (!judge_knows(j, c->security_opt.seen, true, "HostConfig.SecurityOpt", &c->origin))
		return;
	if (opt == NULL || strcmp(opt, "builtin") == 0 || strcmp(opt, "unconfined") == 0) {
		judge_skip(j, "has no seccomp profile of its own (see 5.22)");
		return;
	}
	profile = json_parse(opt, strlen(opt), &err);
	judge_profile(j, c, profile);
	cJSON_Delete(profile);
}

/* ---- AppArmor's mode ------------------------------------------------------------------------ */

/* The mode of a profile in lines like "docker-default (enforce)"; NULL: not listed. */
static const char *
mode_of(struct judge *j, const char *profiles, const char *name)
{
	size_t n = strlen(name);

	for (const char *line = profiles; *line != '\0';) {
		size_t length = strcspn(line, "\n");

		if (length > n + 3 && strncmp(line, name, n) == 0 && line[n] == ' ' &&
		    line[n + 1] == '(' && line[length - 1] == ')')
			return judge_fmt(j, "%.*s", (int)(length - n - 3), line + n + 2);
		line += length;
		line += *line == '\n';
	}
	return NULL;
}

static bool
knows_profiles(struct judge *j, const struct file_facts *file)
{
	if (file->origin.state == DOC_GONE) {
		judge_error(j, "%s is not there: securityfs is not mounted", file->path);
		return false;
	}
	return judge_can_read(j, &file->origin) &&
	       judge_knows(j, file->content.seen, false, "content", &file->origin);
}

void
check_apparmor_mode(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct origin *info = &f->engine.info_origin;
	const struct file_facts *file = facts_file(f, APPARMOR_PROFILES);
	const char *profile, *mode;

	if (!judge_can_read(j, info) ||
	    !judge_knows(j, f->engine.security_options.seen, false, "SecurityOptions", info))
		return;
	if (engine_security_option(&f->engine, "apparmor") == NULL) {
		judge_skip(j, "the host has no AppArmor");
		return;
	}
	if (!judge_knows(j, c->apparmor_profile.seen, false, "AppArmorProfile", &c->origin))
		return;
	profile = c->apparmor_profile.v;
	if (*profile == '\0' || strcmp(profile, "unconfined") == 0) {
		judge_skip(j, "has no AppArmor profile (see 5.2)");
		return;
	}
	if (!knows_profiles(j, file))
		return;
	mode = mode_of(j, file->content.v, profile);
	if (mode == NULL)
		judge_error(j, "its profile %s is not among those that the kernel lists", profile);
	else
		judge_saw(j,
		    strcmp(mode, "enforce") == 0 || strcmp(mode, "kill") == 0
			? judge_pass(j, "its AppArmor profile is enforced")
			: judge_warn(
			      j, profile, "its AppArmor profile %s is in %s mode", profile, mode),
		    "content", file->path, judge_fmt(j, "%s (%s)", profile, mode), "enforce");
}

/* ---- the table ------------------------------------------------------------------------------ */

/* clang-format off */
static const struct check checks[] = {
	{ .id = "R-16", .title = "The kernel's own files are masked in containers",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH, .needs = NEEDS_CONTAINERS,
	  .rationale = "Files such as /proc/kcore and /sys/firmware hold the host's memory and settings; the engine lays empty files over them.",
	  .remedy = "Start the container without --security-opt systempaths=unconfined.",
	  .refs = REFS("NIST 800-53 SC-39", "NIST 800-190 4.4", "CVE-2025-31133"),
	  .related = "R-17,M-04", .container = check_masked_paths },
	{ .id = "R-17", .title = "The kernel's settings are read-only in containers",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH, .needs = NEEDS_CONTAINERS,
	  .rationale = "A writable /proc/sys reaches settings of the host, and /proc/sysrq-trigger restarts it.",
	  .remedy = "Start the container without --security-opt systempaths=unconfined.",
	  .refs = REFS("NIST 800-53 SC-39", "NIST 800-190 4.4", "CVE-2025-52881"),
	  .related = "R-16,M-04", .container = check_read_only_paths },
	{ .id = "R-18", .title = "Own seccomp profiles allow no dangerous system call",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM, .needs = NEEDS_CONTAINERS,
	  .rationale = "A profile that was made to let one call through often lets through those that the engine's own denies for good reason.",
	  .remedy = "Start from the engine's default profile and add the single call that is needed.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.4", "OWASP Docker 6"),
	  .container = check_own_seccomp },
	{ .id = "R-19", .title = "AppArmor profiles of containers are enforced",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO | NEEDS_CONTAINERS | NEEDS_KERNEL,
	  .rationale = "In complain mode a profile writes down what it would forbid, and forbids nothing.",
	  .remedy = "Enforce the profile: aa-enforce /etc/apparmor.d/PROFILE.",
	  .refs = REFS("NIST 800-53 AC-3(3)", "NIST 800-190 4.4", "OWASP Docker 6"),
	  .container = check_apparmor_mode },
};
/* clang-format on */

const struct check_table checks_runtime_confinement = CHECK_TABLE(checks);
