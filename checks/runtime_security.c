/*
 * runtime_security.c: what confines a container's processes. Reads facts only.
 */
#include "config.h"

#include "runtime.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "json.h"

bool
is_running(const struct container *c)
{
	return c->state.seen == SEEN &&
	       (strcmp(c->state.v, "running") == 0 || strcmp(c->state.v, "paused") == 0);
}

const char *
security_opt(const struct container *c, const char *name)
{
	size_t n = strlen(name);
	const char *found = NULL;

	for (size_t i = 0; c->security_opt.seen == SEEN && i < c->security_opt.n; i++) {
		const char *s = c->security_opt.v[i];

		if (strncmp(s, name, n) != 0)
			continue;
		if (s[n] == '=' || s[n] == ':')
			found = s + n + 1;
		else if (s[n] == '\0')
			found = "";
	}
	return found;
}

bool
warned_privileged(struct judge *j, const struct container *c, const char *what)
{
	if (c->privileged.seen != SEEN || !c->privileged.v)
		return false;
	judge_saw(j, judge_warn(j, "privileged", "is privileged, which %s", what),
	    "HostConfig.Privileged", c->origin.source, "true", "false");
	return true;
}

void
check_privileged(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	if (!judge_knows(j, c->privileged.seen, false, "HostConfig.Privileged", &c->origin))
		return;
	if (!warned_privileged(j, c, "hands the host to whoever is in it"))
		judge_saw(j, judge_pass(j, "is not privileged"), "HostConfig.Privileged",
		    c->origin.source, "false", "false");
}

/* ---- AppArmor and SELinux -------------------------------------------------------------------- */

void
check_apparmor(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *opt = security_opt(c, "apparmor");

	if (!judge_can_read(j, &f->engine.info_origin) ||
	    !judge_knows(j, f->engine.security_options.seen, false, "SecurityOptions",
		&f->engine.info_origin))
		return;
	if (engine_security_option(&f->engine, "apparmor") == NULL) {
		judge_skip(j, "the host has no AppArmor (see 5.3 for SELinux)");
		return;
	}
	if (!judge_knows(j, c->privileged.seen, false, "HostConfig.Privileged", &c->origin) ||
	    !judge_knows(j, c->apparmor_profile.seen, false, "AppArmorProfile", &c->origin) ||
	    warned_privileged(j, c, "turns AppArmor off"))
		return;
	if (strcmp(c->apparmor_profile.v, "unconfined") == 0 ||
	    (opt != NULL && strcmp(opt, "unconfined") == 0) ||
	    (c->apparmor_profile.v[0] == '\0' && is_running(c)))
		judge_saw(j, judge_warn(j, "", "runs without an AppArmor profile"),
		    "AppArmorProfile", c->origin.source, c->apparmor_profile.v,
		    "docker-default or a profile of its own");
	else if (c->apparmor_profile.v[0] == '\0')
		judge_error(j, "has not run yet: its profile is settled at the first start");
	else
		judge_saw(j, judge_pass(j, "is confined by the profile %s", c->apparmor_profile.v),
		    "AppArmorProfile", c->origin.source, c->apparmor_profile.v, "a profile");
}

void
check_selinux(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *label;

	if (!judge_can_read(j, &f->engine.info_origin) ||
	    !judge_knows(j, f->engine.security_options.seen, false, "SecurityOptions",
		&f->engine.info_origin))
		return;
	if (engine_security_option(&f->engine, "selinux") == NULL) {
		judge_skip(j, "the engine does not use SELinux (see 5.2 for AppArmor)");
		return;
	}
	if (!judge_knows(j, c->process_label.seen, false, "ProcessLabel", &c->origin))
		return;
	label = c->process_label.v;
	if (strstr(label, "spc_t") || strstr(label, "unconfined") ||
	    (*label == '\0' && is_running(c)))
		judge_saw(j, judge_warn(j, "", "runs without SELinux confinement"), "ProcessLabel",
		    c->origin.source, label, "container_t or another confined type");
	else if (*label == '\0')
		judge_error(j, "has not run yet: its label is settled at the first start");
	else
		judge_saw(j, judge_pass(j, "is confined by SELinux"), "ProcessLabel",
		    c->origin.source, label, "a confined type");
}

/* ---- capabilities ---------------------------------------------------------------------------- */

static const char *const defaults[] = { "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID",
	"KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETGID", "SETPCAP", "SETUID",
	"SYS_CHROOT" };

static bool
is_default(const char *name)
{
	for (size_t i = 0; i < sizeof defaults / sizeof defaults[0]; i++) {
		if (strcasecmp(name, defaults[i]) == 0)
			return true;
	}
	return false;
}

/* "CAP_sys_admin" as "SYS_ADMIN": engines keep what the client sent. */
static const char *
capability_name(struct judge *j, const char *sent)
{
	char *name;

	if (strncasecmp(sent, "CAP_", 4) == 0)
		sent += 4;
	name = (char *)(uintptr_t)judge_fmt(j, "%s", sent);
	for (char *p = name; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	return name;
}

void
check_capabilities(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t beyond = 0;

	(void)f;
	if (!judge_knows(j, c->privileged.seen, false, "HostConfig.Privileged", &c->origin) ||
	    !judge_knows(j, c->cap_add.seen, true, "HostConfig.CapAdd", &c->origin) ||
	    !judge_knows(j, c->cap_drop.seen, true, "HostConfig.CapDrop", &c->origin) ||
	    warned_privileged(j, c, "gives it every capability"))
		return;
	for (size_t i = 0; i < c->cap_add.n; i++) {
		const char *name = capability_name(j, c->cap_add.v[i]);

		if (is_default(name))
			continue;
		beyond++;
		judge_saw(j,
		    judge_warn(j, name, "has %s%s",
			strcmp(name, "ALL") == 0 ? "every capability: " : "the capability ", name),
		    "HostConfig.CapAdd", c->origin.source, c->cap_add.v[i],
		    "none beyond the engine's default");
	}
	if (beyond == 0) {
		struct finding *pass = judge_pass(j, "has no capability beyond the default");

		judge_saw(j, pass, "HostConfig.CapAdd", c->origin.source,
		    judge_join(j, &c->cap_add), "none beyond the engine's default");
		judge_saw(j, pass, "HostConfig.CapDrop", c->origin.source,
		    judge_join(j, &c->cap_drop), "");
	}
}

/* ---- seccomp --------------------------------------------------------------------------------- */

/* An own profile that allows by default is no filter; NULL: it is not JSON. */
static const char *
default_action(struct judge *j, const char *profile)
{
	struct err ignored;
	cJSON *json = profile[0] == '{' ? json_parse(profile, strlen(profile), &ignored) : NULL;
	const cJSON *action = json_at(json, "defaultAction", NULL);
	const char *text = cJSON_IsString(action) ? judge_fmt(j, "%s", action->valuestring) : NULL;

	cJSON_Delete(json);
	return text;
}

void
check_seccomp(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *opt = security_opt(c, "seccomp"), *action, *daemon;

	if (!judge_knows(j, c->privileged.seen, false, "HostConfig.Privileged", &c->origin) ||
	    !judge_knows(j, c->security_opt.seen, true, "HostConfig.SecurityOpt", &c->origin))
		return;
	if (opt == NULL && warned_privileged(j, c, "turns seccomp off"))
		return;
	if (opt != NULL && strcmp(opt, "unconfined") == 0) {
		judge_saw(j, judge_warn(j, "", "runs without seccomp"), "HostConfig.SecurityOpt",
		    c->origin.source, "seccomp=unconfined", "a profile");
		return;
	}
	action = opt != NULL ? default_action(j, opt) : NULL;
	if (action != NULL &&
	    (strcmp(action, "SCMP_ACT_ALLOW") == 0 || strcmp(action, "SCMP_ACT_LOG") == 0)) {
		judge_saw(j,
		    judge_warn(j, "", "has a seccomp profile that forbids nothing by default"),
		    "seccomp defaultAction", c->origin.source, action,
		    "SCMP_ACT_ERRNO or stricter");
		return;
	}
	if (opt != NULL && strcmp(opt, "builtin") != 0) {
		if (action == NULL)
			judge_error(j, "its own seccomp profile cannot be understood");
		else
			judge_saw(j, judge_pass(j, "has a seccomp profile of its own"),
			    "seccomp defaultAction", c->origin.source, action, "not ALLOW or LOG");
		return;
	}
	if (!judge_can_read(j, &f->engine.info_origin) ||
	    !judge_knows(j, f->engine.security_options.seen, false, "SecurityOptions",
		&f->engine.info_origin))
		return;
	daemon = engine_security_option(&f->engine, "seccomp");
	if (daemon == NULL || strcmp(daemon, "profile=unconfined") == 0)
		judge_saw(j,
		    judge_warn(j, "", "runs without seccomp: the daemon's default is none"),
		    "SecurityOptions", f->engine.info_origin.source, daemon ? daemon : "no seccomp",
		    "name=seccomp,profile=builtin");
	else
		judge_saw(j, judge_pass(j, "has the daemon's seccomp profile"), "SecurityOptions",
		    f->engine.info_origin.source, daemon, "a profile");
}

/* ---- no-new-privileges ------------------------------------------------------------------------
 */

void
check_no_new_privileges(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *opt = security_opt(c, "no-new-privileges");
	struct setting daemon = daemon_setting(&f->daemon, "no-new-privileges");
	const struct fact_list *said = daemon.flag_seen == SEEN ? &daemon.flag : &daemon.file;

	if (!judge_knows(j, c->security_opt.seen, true, "HostConfig.SecurityOpt", &c->origin))
		return;
	if (opt != NULL) {
		bool on = *opt == '\0' || strcmp(opt, "true") == 0;

		judge_saw(j,
		    on ? judge_pass(j, "cannot gain privileges")
		       : judge_warn(j, "", "may gain privileges: no-new-privileges is off"),
		    "HostConfig.SecurityOpt", c->origin.source,
		    judge_fmt(j, "no-new-privileges%s%s", *opt ? ":" : "", opt),
		    "no-new-privileges");
		return;
	}
	if (engine_security_option(&f->engine, "no-new-privileges") != NULL) {
		judge_saw(j, judge_pass(j, "cannot gain privileges, by the daemon's default"),
		    "SecurityOptions", f->engine.info_origin.source, "no-new-privileges",
		    "no-new-privileges");
		return;
	}
	if (daemon.flag_seen == UNSEEN || daemon.file_seen == UNSEEN) {
		judge_error(
		    j, "has no option of its own, and the daemon's default could not be read");
		return;
	}
	if (said->n > 0 && strcmp(said->v[said->n - 1], "true") == 0)
		judge_saw(j, judge_pass(j, "cannot gain privileges, by the daemon's default"),
		    "no-new-privileges", "dockerd", "true", "true");
	else
		judge_saw(j, judge_warn(j, "", "may gain privileges by setuid programs"),
		    "HostConfig.SecurityOpt", c->origin.source, judge_join(j, &c->security_opt),
		    "no-new-privileges");
}

/* ---- devices, sshd, exec ----------------------------------------------------------------------
 */

static size_t
warn_each(struct judge *j, const struct container *c, const struct fact_list *list,
    const char *what, const char *field)
{
	for (size_t i = 0; i < list->n; i++)
		judge_saw(j, judge_warn(j, list->v[i], "%s %s", what, list->v[i]), field,
		    c->origin.source, list->v[i], "none");
	return list->n;
}

void
check_devices(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t n = 0;

	(void)f;
	if (!judge_knows(j, c->privileged.seen, false, "HostConfig.Privileged", &c->origin) ||
	    !judge_knows(j, c->devices.seen, true, "HostConfig.Devices", &c->origin) ||
	    !judge_knows(
		j, c->device_cgroup_rules.seen, true, "HostConfig.DeviceCgroupRules", &c->origin) ||
	    !judge_knows(
		j, c->device_requests.seen, true, "HostConfig.DeviceRequests", &c->origin) ||
	    !judge_knows(j, c->mounts_seen, true, "Mounts", &c->origin) ||
	    warned_privileged(j, c, "gives it every device of the host"))
		return;
	n += warn_each(j, c, &c->devices, "has the device", "HostConfig.Devices");
	n += warn_each(j, c, &c->device_cgroup_rules, "may use devices by the rule",
	    "HostConfig.DeviceCgroupRules");
	n += warn_each(j, c, &c->device_requests, "asks for devices:", "HostConfig.DeviceRequests");
	for (size_t i = 0; i < c->n_mounts; i++) {
		const struct mount_point *m = &c->mounts[i];

		if (strcmp(m->type, "bind") != 0 || !path_within(m->source, "/dev"))
			continue;
		n++;
		judge_saw(j, judge_warn(j, m->source, "has %s of the host mounted", m->source),
		    "Mounts", c->origin.source, m->source, "nothing below /dev");
	}
	if (n == 0)
		judge_saw(j, judge_pass(j, "has no device of the host"), "HostConfig.Devices",
		    c->origin.source, judge_join(j, &c->devices), "none");
}

/* The program's name: "sshd: /usr/sbin/sshd -D [listener]" and "/usr/sbin/sshd -D" are both sshd.
 */
static bool
is_ssh_server(const char *command)
{
	size_t n = strcspn(command, " ");
	const char *name = command;

	for (size_t i = 0; i < n; i++) {
		if (command[i] == '/')
			name = command + i + 1;
	}
	n -= (size_t)(name - command);
	if (n > 0 && name[n - 1] == ':')
		n--;
	return (n == 4 && strncmp(name, "sshd", 4) == 0) ||
	       (n == 8 && strncmp(name, "dropbear", 8) == 0);
}

void
check_sshd(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t n = 0;

	if (!is_running(c)) {
		judge_skip(j, "does not run");
		return;
	}
	if (c->top_origin.state != DOC_OK && f->host.processes_origin.state == DOC_OK) {
		for (size_t i = 0; i < f->host.n_processes; i++) {
			const struct process_facts *p = &f->host.processes[i];

			if (p->container_id == NULL || strcmp(p->container_id, c->id) != 0)
				continue;
			n++;
			if (!is_ssh_server(p->comm))
				continue;
			judge_saw(j, judge_warn(j, "", "runs an SSH server"), "process",
			    f->host.processes_origin.source, p->comm, "none");
			return;
		}
		if (n > 0) {
			judge_saw(j, judge_pass(j, "runs no SSH server"), "processes",
			    f->host.processes_origin.source, judge_fmt(j, "%zu processes", n),
			    "no sshd");
			return;
		}
	}
	if (!judge_can_read(j, &c->top_origin))
		return;
	for (size_t i = 0; i < c->top_commands.n; i++) {
		if (!is_ssh_server(c->top_commands.v[i]))
			continue;
		judge_saw(j, judge_warn(j, "", "runs an SSH server"), "process",
		    c->top_origin.source, c->top_commands.v[i], "none");
		return;
	}
	judge_saw(j, judge_pass(j, "runs no SSH server"), "processes", c->top_origin.source,
	    judge_fmt(j, "%zu processes", c->top_commands.n), "no sshd, no dropbear");
}

static void
exec_sessions(struct judge *j, const struct container *c, const char *how)
{
	if (!judge_knows(j, c->exec_ids.seen, true, "ExecIDs", &c->origin))
		return;
	if (c->exec_ids.n == 0)
		judge_saw(j, judge_info(j, "", "has no exec session now; past ones cannot be seen"),
		    "ExecIDs", c->origin.source, "none", "");
	else
		judge_saw(j,
		    judge_note(j, "", "has %zu exec session%s: see whether %s", c->exec_ids.n,
			c->exec_ids.n == 1 ? "" : "s", how),
		    "ExecIDs", c->origin.source, judge_join(j, &c->exec_ids), "");
}

void
check_exec_privileged(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	exec_sessions(j, c, "one is privileged");
}

void
check_exec_root(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	exec_sessions(j, c, "one runs as root");
}
