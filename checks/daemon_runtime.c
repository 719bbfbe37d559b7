/*
 * daemon_runtime.c: section 2, what the daemon gives every container unless it says otherwise:
 * users, profiles, limits, name spaces. Reads facts only.
 */
#include "config.h"

#include "daemon.h"
#include "tables.h"

#include <string.h>
#include <strings.h>

/* The finding's evidence is what the engine says of its security options. */
static void
saw_options(struct judge *j, const struct facts *f, struct finding *finding, const char *expected)
{
	judge_saw(j, finding, "SecurityOptions", f->engine.info_origin.source,
	    judge_join(j, &f->engine.security_options), expected);
}

/* ---- 2.1, 2.9: users ------------------------------------------------------------------------ */

void
check_rootless(struct judge *j, const struct facts *f, const void *arg)
{
	const struct fact_int *uid = &f->daemon.uid;

	(void)arg;
	if (!knows_security_options(j, f))
		return;
	if (engine_security_option(&f->engine, "rootless") != NULL)
		saw_options(
		    j, f, judge_pass(j, "the engine runs without root's rights"), "name=rootless");
	else if (uid->seen == SEEN && uid->v != 0)
		judge_saw(j,
		    judge_pass(
			j, "the engine runs as the user %lld of this host", (long long)uid->v),
		    "uid", f->daemon.process_origin.source, judge_fmt(j, "%lld", (long long)uid->v),
		    "not 0");
	else
		saw_options(j, f, judge_warn(j, "", "the engine runs as root"), "name=rootless");
}

void
check_user_namespace(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;

	(void)arg;
	if (!knows_security_options(j, f))
		return;
	saw_options(j, f,
	    engine_security_option(e, "userns") || engine_security_option(e, "rootless")
		? judge_pass(j, "users of containers are mapped to others on the host")
		: judge_warn(j, "", "root of a container is root of the host%s",
		      drift(j, f, "userns-remap", "")),
	    "name=userns or name=rootless");
}

/* ---- 2.8, 2.10: limits ---------------------------------------------------------------------- */

void
check_default_ulimits(struct judge *j, const struct facts *f, const void *arg)
{
	struct fact_list values;
	struct in_force s;

	(void)arg;
	if (!reads_setting(j, f, "default-ulimits", &s))
		return;
	values = setting_values(f, "default-ulimits");
	judge_saw(j,
	    values.n > 0
		? judge_note(j, "", "default ulimits are set: see whether they fit")
		: judge_note(j, "", "no default ulimits are set: containers get the daemon's own"),
	    "default-ulimits", s.source, values.n > 0 ? judge_join(j, &values) : "not set", "");
}

void
check_default_cgroup_parent(struct judge *j, const struct facts *f, const void *arg)
{
	struct in_force s;

	(void)arg;
	if (!reads_setting(j, f, "cgroup-parent", &s))
		return;
	judge_saw(j,
	    s.value == NULL || *s.value == '\0'
		? judge_pass(j, "the default cgroup parent is used")
		: judge_warn(j, s.value,
		      "containers go to the cgroup %s: confirm that its limits fit", s.value),
	    "cgroup-parent", s.source, s.value ? s.value : "not set", "not set");
}

/* ---- 2.14, 2.15, 2.17 ----------------------------------------------------------------------- */

void
check_no_new_privileges_default(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;
	struct in_force s;

	(void)arg;
	if (!knows_security_options(j, f))
		return;
	if (engine_security_option(e, "no-new-privileges") != NULL) {
		saw_options(j, f, judge_pass(j, "containers cannot gain privileges, by default"),
		    "name=no-new-privileges");
		return;
	}
	if (!judge_knows(j, e->version.seen, false, "Version", &e->version_origin))
		return;
	if (engine_version(f) == 0) {
		judge_error(j, "the version %s is none that can be compared", e->version.v);
		return;
	}
	/* Engines before 24.0 do not tell. */
	if (engine_version(f) >= 2400) {
		saw_options(j, f,
		    judge_warn(j, "", "containers may gain privileges by default%s",
			drift(j, f, "no-new-privileges", "false")),
		    "name=no-new-privileges");
		return;
	}
	if (!reads_setting(j, f, "no-new-privileges", &s))
		return;
	judge_saw(j,
	    is_true(s.value) ? judge_pass(j, "containers cannot gain privileges, by default")
			     : judge_warn(j, "", "containers may gain privileges by default"),
	    "no-new-privileges", s.source, s.value ? s.value : "not set (false)", "true");
}

void
check_live_restore(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;

	(void)arg;
	if (!knows_info(j, f, e->live_restore.seen, false, "LiveRestoreEnabled"))
		return;
	if (e->swarm_state.seen == SEEN && strcmp(e->swarm_state.v, "active") == 0) {
		judge_skip(j, "live restore does not go with Swarm mode");
		return;
	}
	judge_saw(j,
	    e->live_restore.v ? judge_pass(j, "containers go on when the daemon stops")
			      : judge_warn(j, "", "containers stop with the daemon%s",
				    drift(j, f, "live-restore", "false")),
	    "LiveRestoreEnabled", e->info_origin.source, e->live_restore.v ? "true" : "false",
	    "true");
}

/* A profile of the owner's: at least it must refuse what it does not name. */
static void
judge_own_profile(struct judge *j, const struct facts *f, const char *path)
{
	const struct fact_str *action = &f->daemon.seccomp_default_action;
	bool refuses;

	if (!judge_can_read(j, &f->daemon.seccomp_origin) ||
	    !judge_knows(j, action->seen, false, "defaultAction", &f->daemon.seccomp_origin))
		return;
	refuses = strncmp(action->v, "SCMP_ACT_ERRNO", 14) == 0 ||
		  strncmp(action->v, "SCMP_ACT_KILL", 13) == 0 ||
		  strcmp(action->v, "SCMP_ACT_TRAP") == 0;
	judge_saw(j,
	    refuses
		? judge_note(
		      j, "", "containers get the seccomp profile %s: see what it allows", path)
		: judge_warn(j, "", "the seccomp profile %s allows what it does not name", path),
	    "defaultAction", path, action->v, "SCMP_ACT_ERRNO");
}

void
check_seccomp_profile(struct judge *j, const struct facts *f, const void *arg)
{
	const char *option, *profile;

	(void)arg;
	if (!knows_security_options(j, f))
		return;
	option = engine_security_option(&f->engine, "seccomp");
	if (option == NULL) {
		saw_options(j, f, judge_warn(j, "", "containers run without seccomp"),
		    "name=seccomp,profile=builtin");
		return;
	}
	profile = strncmp(option, "profile=", 8) == 0 ? option + 8 : "";
	if (strcmp(profile, "default") == 0 || strcmp(profile, "builtin") == 0)
		saw_options(j, f, judge_pass(j, "containers get the engine's own seccomp profile"),
		    "name=seccomp,profile=builtin");
	else if (strcmp(profile, "unconfined") == 0)
		saw_options(j, f,
		    judge_warn(j, "", "containers may use every system call by default"),
		    "name=seccomp,profile=builtin");
	else if (profile[0] == '/')
		judge_own_profile(j, f, profile);
	else
		judge_error(j, "the seccomp profile \"%s\" is not known to this program", profile);
}

/* ---- D-24, D-25, D-26, D-31, D-32 ----------------------------------------------------------- */

static void
cgroup_namespace(struct judge *j, const struct facts *f, const void *arg)
{
	(void)arg;
	if (!knows_security_options(j, f))
		return;
	/* The engine says so since 20.10, with which the setting came. */
	saw_options(j, f,
	    engine_security_option(&f->engine, "cgroupns") != NULL
		? judge_pass(j, "containers get a cgroup name space of their own by default")
		: judge_warn(j, "", "containers see the host's control groups by default%s",
		      drift(j, f, "default-cgroupns-mode", "host")),
	    "name=cgroupns");
}

static void
ipc_mode(struct judge *j, const struct facts *f, const void *arg)
{
	struct in_force s;
	struct fact_bool modern = engine_reaches(f, 40);
	bool shared;

	(void)arg;
	if (!reads_setting(j, f, "default-ipc-mode", &s))
		return;
	if (s.value == NULL && modern.seen != SEEN) {
		judge_error(j, "the default of an engine of unknown version is not known");
		return;
	}
	/* Before 19.03 containers' shared memory could be joined unless that was forbidden. */
	shared = s.value != NULL ? strcmp(s.value, "shareable") == 0 : !modern.v;
	judge_saw(j,
	    shared ? judge_warn(j, "", "containers let others join their shared memory by default")
		   : judge_pass(j, "containers keep their shared memory to themselves by default"),
	    "default-ipc-mode", s.source,
	    s.value != NULL ? s.value
	    : modern.v	    ? "not set (private)"
			    : "not set (shareable)",
	    "private");
}

static void
selinux(struct judge *j, const struct facts *f, const void *arg)
{
	const struct kernel_texts *security = &f->host.kernel.security;
	const struct kernel_text *mode = kernel_text(security, "selinux");
	bool enforces;

	(void)arg;
	if (!knows_security_options(j, f) || !judge_can_read(j, &security->origin))
		return;
	if (mode->value.seen == ABSENT) {
		judge_skip(j, "SELinux is not on here");
		return;
	}
	if (!judge_knows(j, mode->value.seen, false, "selinux", &security->origin))
		return;
	enforces = strcmp(mode->value.v, "1") == 0;
	if (engine_security_option(&f->engine, "selinux") != NULL)
		saw_options(j, f,
		    judge_pass(j, "containers get SELinux labels (%s)",
			enforces ? "enforcing" : "permissive"),
		    "name=selinux");
	else if (!enforces)
		judge_skip(j, "SELinux is permissive here: it keeps nobody from anything");
	else
		saw_options(j, f,
		    judge_warn(
			j, "", "SELinux is enforcing, and the engine gives containers no labels"),
		    "name=selinux");
}

static void
entitlements(struct judge *j, const struct facts *f, const void *arg)
{
	/* a name of an inner object: to dockerd capital letters are the same */
	static const char name[] = "entitlements.security-insecure=";
	struct fact_list values;
	const char *insecure = NULL;
	struct in_force s;

	(void)arg;
	if (!reads_setting(j, f, "builder", &s))
		return;
	values = setting_values(f, "builder");
	for (size_t i = 0; i < values.n; i++) {
		if (strncasecmp(values.v[i], name, sizeof name - 1) == 0)
			insecure = values.v[i] + sizeof name - 1;
	}
	judge_saw(j,
	    is_true(insecure) ? judge_warn(j, "security-insecure",
				    "builds may ask for all privileges of the host")
			      : judge_pass(j, "builds cannot ask for all privileges"),
	    "builder.entitlements.security-insecure", s.source,
	    insecure != NULL ? insecure : "not set (false)", "false");
}

static void
init_settings(struct judge *j, const struct facts *f, const void *arg)
{
	struct in_force init, timeout;

	(void)arg;
	if (!reads_setting(j, f, "init", &init) ||
	    !reads_setting(j, f, "shutdown-timeout", &timeout))
		return;
	judge_saw(j,
	    judge_info(j, "", "containers get %s by default, and %s seconds when the daemon stops",
		is_true(init.value) ? "an init process" : "no init process",
		timeout.value != NULL ? timeout.value : "15"),
	    "init, shutdown-timeout", timeout.source,
	    judge_fmt(j, "%s, %s", init.value ? init.value : "not set (false)",
		timeout.value ? timeout.value : "not set (15)"),
	    "");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "D-24", .title = "Containers get a cgroup name space of their own by default",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .needs = NEEDS_INFO | NEEDS_CONFIG,
	  .rationale = "In the host's name space a container sees how the host and its neighbours are organised.",
	  .remedy = "Set \"default-cgroupns-mode\": \"private\" in daemon.json; on cgroup v2 it is the default.",
	  .refs = REFS("NIST 800-53 SC-39", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = cgroup_namespace },
	{ .id = "D-25", .title = "Containers keep their shared memory to themselves by default",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .needs = CONFIG_NEEDS,
	  .rationale = "What one container writes to shared memory another should not read because nobody thought of it.",
	  .remedy = "Take \"default-ipc-mode\" out of daemon.json; give --ipc shareable to the few that share.",
	  .refs = REFS("NIST 800-53 SC-39", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = ipc_mode },
	{ .id = "D-26", .title = "The engine labels containers where SELinux enforces",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_HIGH, .needs = NEEDS_INFO | NEEDS_KERNEL,
	  .rationale = "Without labels all containers are alike to SELinux: it keeps none from another, nor from the host.",
	  .remedy = "Install container-selinux and set \"selinux-enabled\": true in daemon.json.",
	  .refs = REFS("NIST 800-53 AC-3(3)", "NIST 800-190 4.4"),
	  .once = selinux },
	{ .id = "D-31", .title = "Builds cannot ask for all privileges",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = CONFIG_NEEDS,
	  .rationale = "RUN --security=insecure runs a line of somebody's Dockerfile as a privileged container.",
	  .remedy = "Take security-insecure out of \"builder\": { \"entitlements\": ... } in daemon.json.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = entitlements },
	{ .id = "D-32", .title = "Init process and shutdown time of containers were thought about",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_INFO, .needs = CONFIG_NEEDS, .manual = true,
	  .rationale = "Without an init process zombies fill the pids limit; too short a time cuts off what still writes.",
	  .remedy = "Set \"init\": true and \"shutdown-timeout\" in daemon.json as the slowest container needs it.",
	  .refs = REFS("NIST 800-53 CM-6", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = init_settings },
};
/* clang-format on */

const struct check_table checks_daemon_runtime = CHECK_TABLE(checks);
