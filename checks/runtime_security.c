/*
 * runtime_security.c: what confines a container's processes. Reads facts only.
 */
#include "config.h"

#include "runtime.h"

#include <stdlib.h>
#include <string.h>

#include "syntax/json.h"

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
has_security_opt(const struct container *c, const char *name, const char *value)
{
	size_t n = strlen(name);

	for (size_t i = 0; c->security_opt.seen == SEEN && i < c->security_opt.n; i++) {
		const char *s = c->security_opt.v[i];

		if (strncmp(s, name, n) == 0 && (s[n] == '=' || s[n] == ':') &&
		    strcmp(s + n + 1, value) == 0)
			return true;
	}
	return false;
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

/* ---- AppArmor and SELinux ------------------------------------------------------------------- */

/* Does the engine use the security module? Else SKIP, with a hint at the other one. */
static bool
engine_uses(struct judge *j, const struct facts *f, const char *name, const char *otherwise)
{
	const struct origin *info = &f->engine.info_origin;

	if (!judge_can_read(j, info) ||
	    !judge_knows(j, f->engine.security_options.seen, false, "SecurityOptions", info))
		return false;
	if (engine_security_option(&f->engine, name) != NULL)
		return true;
	judge_skip(j, "%s", otherwise);
	return false;
}

void
check_apparmor(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *opt = security_opt(c, "apparmor"), *profile;

	if (!engine_uses(j, f, "apparmor", "the host has no AppArmor (see 5.3 for SELinux)") ||
	    !judge_knows(j, c->privileged.seen, false, "HostConfig.Privileged", &c->origin) ||
	    !judge_knows(j, c->security_opt.seen, true, "HostConfig.SecurityOpt", &c->origin) ||
	    !judge_knows(j, c->apparmor_profile.seen, false, "AppArmorProfile", &c->origin))
		return;
	/* A privileged container keeps a profile that was asked for by name. */
	if (opt == NULL && warned_privileged(j, c, "turns AppArmor off"))
		return;
	profile = c->apparmor_profile.v;
	if (strcmp(profile, "unconfined") == 0 || (opt != NULL && strcmp(opt, "unconfined") == 0) ||
	    (profile[0] == '\0' && is_running(c)))
		judge_saw(j, judge_warn(j, "", "runs without an AppArmor profile"),
		    "AppArmorProfile", c->origin.source, profile,
		    "docker-default or a profile of its own");
	else if (profile[0] == '\0')
		judge_error(j, "has not run yet: its profile is settled at the first start");
	else
		judge_saw(j, judge_pass(j, "is confined by the profile %s", profile),
		    "AppArmorProfile", c->origin.source, profile, "a profile");
}

static bool
is_unconfined_label(const char *label)
{
	return strstr(label, "spc_t") != NULL || strstr(label, "unconfined") != NULL;
}

void
check_selinux(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *label;
	bool off = has_security_opt(c, "label", "disable");

	if (!engine_uses(
		j, f, "selinux", "the engine does not use SELinux (see 5.2 for AppArmor)") ||
	    !judge_knows(j, c->security_opt.seen, true, "HostConfig.SecurityOpt", &c->origin) ||
	    !judge_knows(j, c->process_label.seen, false, "ProcessLabel", &c->origin))
		return;
	label = c->process_label.v;
	/* The engine adds label=disable itself for --privileged, --pid host and --ipc host. */
	if (off || is_unconfined_label(label) || (*label == '\0' && is_running(c)))
		judge_saw(j, judge_warn(j, "", "runs without SELinux confinement"),
		    off ? "HostConfig.SecurityOpt" : "ProcessLabel", c->origin.source,
		    off ? "label=disable" : label, "container_t or another confined type");
	else if (*label == '\0')
		judge_error(j, "has not run yet: its label is settled at the first start");
	else
		judge_saw(j, judge_pass(j, "is confined by SELinux"), "ProcessLabel",
		    c->origin.source, label, "a confined type");
}

/* ---- seccomp -------------------------------------------------------------------------------- */

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

/* The profile that the container brings itself; builtin is the engine's, by name. */
static void
judge_own_profile(struct judge *j, const struct container *c, const char *profile)
{
	const char *action = default_action(j, profile);
	struct finding *found;

	if (action == NULL) {
		judge_error(j, "its own seccomp profile cannot be understood");
		return;
	}
	if (strcmp(action, "SCMP_ACT_ALLOW") == 0 || strcmp(action, "SCMP_ACT_LOG") == 0)
		found = judge_warn(j, "", "has a seccomp profile that forbids nothing by default");
	else
		found = judge_pass(j, "has a seccomp profile of its own");
	judge_saw(j, found, "HostConfig.SecurityOpt", c->origin.source,
	    judge_fmt(j, "defaultAction %s", action), "SCMP_ACT_ERRNO or stricter");
}

static void
judge_engine_profile(struct judge *j, const struct facts *f)
{
	const struct origin *info = &f->engine.info_origin;
	const char *profile;

	if (!judge_can_read(j, info) ||
	    !judge_knows(j, f->engine.security_options.seen, false, "SecurityOptions", info))
		return;
	profile = engine_security_option(&f->engine, "seccomp");
	if (profile == NULL || strcmp(profile, "profile=unconfined") == 0)
		judge_saw(j,
		    judge_warn(j, "", "runs without seccomp: the daemon's default is none"),
		    "SecurityOptions", info->source, profile != NULL ? profile : "no seccomp",
		    "name=seccomp,profile=builtin");
	else
		judge_saw(j, judge_pass(j, "has the daemon's seccomp profile"), "SecurityOptions",
		    info->source, profile, "a profile");
}

void
check_seccomp(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *opt = security_opt(c, "seccomp");

	if (!judge_knows(j, c->privileged.seen, false, "HostConfig.Privileged", &c->origin) ||
	    !judge_knows(j, c->security_opt.seen, true, "HostConfig.SecurityOpt", &c->origin))
		return;
	if (opt == NULL && warned_privileged(j, c, "turns seccomp off"))
		return;
	if (opt != NULL && strcmp(opt, "unconfined") == 0)
		judge_saw(j, judge_warn(j, "", "runs without seccomp"), "HostConfig.SecurityOpt",
		    c->origin.source, "seccomp=unconfined", "a profile");
	else if (c->seccomp.seen == SEEN && c->seccomp.v == 0)
		judge_saw(j,
		    judge_warn(j, "", "runs without seccomp, as the kernel says of its process"),
		    "Seccomp", f->host.processes_origin.source, "0", "2");
	else if (opt != NULL && strcmp(opt, "builtin") != 0)
		judge_own_profile(j, c, opt);
	else if (f->about_build_files)
		judge_saw(j, judge_pass(j, "does not turn seccomp off"), "HostConfig.SecurityOpt",
		    c->origin.source, judge_join(j, &c->security_opt), "not seccomp=unconfined");
	else
		judge_engine_profile(j, f);
}

/* ---- no-new-privileges ---------------------------------------------------------------------- */

/*
 * Does the daemon set the flag for containers that say nothing of it? Engines since 24.0 tell so in
 * /info; before, the daemon's settings do. Podman writes its default into the container. False:
 * that could not be told.
 */
static bool
by_default(const struct facts *f, bool *on, const char **source)
{
	struct setting set = daemon_setting(&f->daemon, "no-new-privileges");
	const struct fact_list *said = set.flag_seen == SEEN ? &set.flag : &set.file;
	const struct engine_facts *e = &f->engine;

	*source = e->info_origin.source;
	*on = engine_security_option(e, "no-new-privileges") != NULL;
	if (*on || f->about_build_files || e->is_podman ||
	    (e->security_options.seen == SEEN && e->version.seen == SEEN &&
		atoi(e->version.v) >= 24))
		return true;
	*source = "dockerd";
	*on = said->n > 0 && strcmp(said->v[said->n - 1], "true") == 0;
	return set.flag_seen != UNSEEN && set.file_seen != UNSEEN;
}

/* The flag is given when a container is made: those made before the setting go on without. */
static bool
lacks_the_flag(const struct container *c)
{
	return is_running(c) && c->no_new_privs.seen == SEEN && c->no_new_privs.v == 0;
}

void
check_no_new_privileges(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *opt = security_opt(c, "no-new-privileges"), *source;
	bool on;

	if (!judge_knows(j, c->security_opt.seen, true, "HostConfig.SecurityOpt", &c->origin))
		return;
	if (opt != NULL) {
		on = *opt == '\0' || strcmp(opt, "true") == 0;
		judge_saw(j,
		    on ? judge_pass(j, "cannot gain privileges")
		       : judge_warn(j, "", "may gain privileges: no-new-privileges is off"),
		    "HostConfig.SecurityOpt", c->origin.source,
		    judge_fmt(j, "no-new-privileges%s%s", *opt ? ":" : "", opt),
		    "no-new-privileges");
	} else if (!by_default(f, &on, &source)) {
		judge_error(
		    j, "has no option of its own, and the daemon's default could not be read");
	} else if (on && lacks_the_flag(c)) {
		judge_saw(j,
		    judge_warn(
			j, "", "may gain privileges: it was made before the daemon forbade it"),
		    "NoNewPrivs", f->host.processes_origin.source, "0", "1");
	} else if (on) {
		judge_saw(j, judge_pass(j, "cannot gain privileges, by the daemon's default"),
		    source[0] == 'd' ? "no-new-privileges" : "SecurityOptions", source, "true",
		    "true");
	} else {
		judge_saw(j, judge_warn(j, "", "may gain privileges by setuid programs"),
		    "HostConfig.SecurityOpt", c->origin.source, judge_join(j, &c->security_opt),
		    "no-new-privileges");
	}
}

/* ---- sshd ----------------------------------------------------------------------------------- */

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

static void
found_ssh_server(struct judge *j, const char *source, const char *command)
{
	judge_saw(j, judge_warn(j, "", "runs an SSH server"), "Processes", source, command,
	    "no sshd, no dropbear");
}

static void
found_none(struct judge *j, const char *source, size_t processes)
{
	judge_saw(j, judge_pass(j, "runs no SSH server"), "Processes", source,
	    judge_fmt(j, "%zu processes", processes), "no sshd, no dropbear");
}

static void
judge_top(struct judge *j, const struct container *c)
{
	for (size_t i = 0; i < c->n_commands; i++) {
		if (!is_ssh_server(c->commands[i].text))
			continue;
		found_ssh_server(j, c->commands[i].source, c->commands[i].text);
		return;
	}
	found_none(j, c->top_origin.source, c->n_commands);
}

static void
judge_processes(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *source = f->host.processes_origin.source;

	for (size_t i = 0; i < c->n_processes; i++) {
		if (!is_ssh_server(c->processes[i]->comm))
			continue;
		found_ssh_server(j, source, c->processes[i]->comm);
		return;
	}
	found_none(j, source, c->n_processes);
}

/* The list of all comes first; where there is none, /proc tells names of some in the cgroup. */
void
check_sshd(struct judge *j, const struct facts *f, const struct container *c)
{
	if (!judge_knows(j, c->state.seen, false, "State.Status", &c->origin))
		return;
	if (!is_running(c))
		judge_skip(j, "does not run");
	else if (c->top_origin.state == DOC_OK)
		judge_top(j, c);
	else if (c->n_processes > 0)
		judge_processes(j, f, c);
	else
		judge_can_read(j, &c->top_origin);
}
