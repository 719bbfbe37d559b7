/*
 * host_access.c: H-27, H-29, H-31: who gets at the engine by way of its unit, of rootless sockets
 * and of sudo. Reads facts only.
 */
#include "config.h"

#include "paths.h"
#include "tables.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

/* ---- H-27 ----------------------------------------------------------------------------------- */

static const char *
last_of(const struct facts *f, const char *name)
{
	struct setting s = daemon_setting(&f->host.unit_daemon, name);

	return s.flag.n > 0 ? s.flag.v[s.flag.n - 1] : NULL;
}

/* Registries on this machine need no TLS. */
static bool
is_own_registry(const char *name)
{
	return strncmp(name, "127.", 4) == 0 || strncmp(name, "localhost", 9) == 0 ||
	       strncmp(name, "::1", 3) == 0 || strncmp(name, "[::1]", 5) == 0;
}

/* Clients are asked for a certificate by the unit's command, or by the configuration file. */
static bool
verifies_clients(const struct facts *f)
{
	struct setting file = daemon_setting(&f->daemon, "tlsverify");
	const char *flag = last_of(f, "tlsverify");

	if (flag == NULL && file.file.n > 0)
		flag = file.file.v[file.file.n - 1];
	return flag != NULL && strcmp(flag, "true") == 0;
}

struct command {
	const char *file;
	int64_t line;
	size_t warned;
};

static void
warn_of(struct judge *j, struct command *c, const char *flag, const char *value, const char *why)
{
	c->warned++;
	judge_saw_line(j, judge_warn(j, judge_fmt(j, "%s=%s", flag, value), "%s", why), "ExecStart",
	    c->file, c->line, judge_fmt(j, "--%s %s", flag, value), "not there");
}

static void
judge_command(struct judge *j, const struct facts *f, struct command *c)
{
	static const struct {
		const char *flag, *value, *why;
	} bad[] = {
		{ "iptables", "false", "keeps the engine from separating networks" },
		{ "ip6tables", "false", "keeps the engine from separating IPv6 networks" },
		{ "experimental", "true", "switches experimental features on" },
		{ "seccomp-profile", "unconfined",
		    "takes the system call filter off all containers" },
		{ "tlsverify", "false", "takes the check of clients' certificates off" },
	};
	struct setting hosts = daemon_setting(&f->host.unit_daemon, "hosts");
	struct setting registries = daemon_setting(&f->host.unit_daemon, "insecure-registries");

	for (size_t i = 0; i < hosts.flag.n; i++) {
		if (strncmp(hosts.flag.v[i], "tcp://", 6) == 0 && !verifies_clients(f))
			warn_of(j, c, "host", hosts.flag.v[i],
			    "opens the API to the network without asking for certificates");
	}
	for (size_t i = 0; i < registries.flag.n; i++) {
		if (!is_own_registry(registries.flag.v[i]))
			warn_of(j, c, "insecure-registry", registries.flag.v[i],
			    "has a registry trusted without TLS");
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		const char *value = last_of(f, bad[i].flag);

		if (value != NULL && strcmp(value, bad[i].value) == 0)
			warn_of(j, c, bad[i].flag, value, bad[i].why);
	}
}

static void
unit_command_line(struct judge *j, const struct facts *f, const void *arg)
{
	const struct unit_facts *u = &f->host.service;
	const struct unit_setting *found = NULL;
	struct command c = { NULL, 0, 0 };

	(void)arg;
	if (u->origin.state == DOC_GONE || u->masked) {
		judge_skip(
		    j, u->masked ? "docker.service is masked" : "there is no docker.service");
		return;
	}
	if (!judge_can_read(j, &f->host.command_origin))
		return;
	if (f->host.start_command.seen != SEEN ||
	    unit_value(u, "Service", "ExecStart", &found) == NULL) {
		judge_error(j, "docker.service does not say what it starts");
		return;
	}
	c.file = found->file;
	c.line = found->line;
	judge_about_file(j, c.file);
	judge_command(j, f, &c);
	if (c.warned == 0)
		judge_saw_line(j,
		    judge_pass(j, "starts the daemon with nothing that weakens it (%zu drop-ins)",
			u->n_drop_ins),
		    "ExecStart", c.file, c.line, judge_join(j, &f->host.start_command),
		    "no option that opens the engine");
}

/* ---- H-29 ----------------------------------------------------------------------------------- */

/*
 * The engine gives its socket mode 660 and its user's own group: what keeps others out is the
 * directory, so the group's bits count only where that one is open.
 */
static void
judge_rootless_socket(
    struct judge *j, const struct file_facts *dir, const struct file_facts *socket)
{
	const char *name = strrchr(dir->path, '/') + 1;
	bool private_dir = (dir->mode & 0077) == 0;
	unsigned forbidden = private_dir ? 0007 : 0077;
	bool owner = socket->uid == dir->uid && strtoll(name, NULL, 10) == dir->uid;
	struct finding *found;

	if (owner && (socket->mode & forbidden) == 0)
		found = judge_pass(j, "belongs to its user, and is closed to others");
	else if (!owner)
		found = judge_warn(j, "owner", "belongs to user %lld, in a directory of user %lld",
		    (long long)socket->uid, (long long)dir->uid);
	else
		found = judge_warn(j, "mode", "has mode %04o, in a directory of mode %04o",
		    socket->mode, dir->mode);
	judge_saw(j, found, "socket", "tree:/run/user",
	    judge_fmt(j, "user %lld, mode %04o", (long long)socket->uid, socket->mode),
	    judge_fmt(j, "user %s, none of the bits %04o", name, forbidden));
}

static void
rootless_sockets(struct judge *j, const struct facts *f, const void *arg)
{
	static const char top[] = "/run/user/";
	struct file_list tree = facts_tree(f, "/run/user");
	const struct file_facts *dir = NULL;
	size_t some = 0, n = sizeof top - 1;

	(void)arg;
	if (tree.origin.state != DOC_GONE && !judge_can_read(j, &tree.origin))
		return;
	for (size_t i = 0; i < tree.n; i++) {
		const struct file_facts *file = &tree.v[i];
		bool is_dir =
		    strncmp(file->path, top, n) == 0 && strchr(file->path + n, '/') == NULL;

		if (is_dir)
			dir = file;
		if (is_dir && file->origin.state == DOC_OK)
			continue;
		some++;
		judge_about_file(j, file->path);
		if (!judge_can_read(j, &file->origin))
			continue;
		if (dir == NULL || dir->origin.state != DOC_OK ||
		    strncmp(file->path, dir->path, strlen(dir->path)) != 0)
			judge_error(j, "its directory is not known");
		else
			judge_rootless_socket(j, dir, file);
	}
	judge_about_host(j);
	if (some == 0)
		judge_skip(j, "no user runs an engine of their own");
}

/* ---- H-31 ----------------------------------------------------------------------------------- */

static const char *const engine_programs[] = { "docker", "docker-compose", "podman",
	"podman-compose", "nerdctl", "ctr", "crictl", "runc", "crun", "buildah", "dockerd",
	"containerd", "nsenter" };

/* Which of the programs a command of sudo's means; NULL: none. Commands may be patterns. */
static const char *
program_meant(struct judge *j, const char *path)
{
	static const char *const dirs[] = { "/usr/bin", "/bin", "/usr/sbin", "/sbin",
		"/usr/local/bin", "/usr/local/sbin", "/snap/bin", "/opt/bin" };
	size_t n = strlen(path);

	for (size_t i = 0; i < sizeof engine_programs / sizeof engine_programs[0]; i++) {
		const char *name = engine_programs[i];
		const char *slash = strrchr(path, '/');

		/* In regular expressions the name alone tells. */
		if (path[0] == '^' ? strstr(path, name) != NULL
				   : slash != NULL && strcmp(slash + 1, name) == 0)
			return name;
		for (size_t k = 0; k < sizeof dirs / sizeof dirs[0]; k++) {
			const char *full = judge_fmt(j, "%s/%s", dirs[k], name);

			if (fnmatch(path, full, FNM_PATHNAME) == 0)
				return name;
			/* "/usr/bin/" means all that is in it */
			if (n > 1 && path[n - 1] == '/' && strncmp(path, full, n) == 0)
				return name;
		}
	}
	return NULL;
}

/* Arguments that only look, or start and stop what is there, and leave nothing open. */
static bool
is_harmless(const char *arguments)
{
	static const char *const words[] = { "ps", "images", "image ls", "info", "version", "stats",
		"top", "port", "events", "logs", "inspect", "container ls", "network ls",
		"volume ls", "system df", "start", "stop", "restart", "pause", "unpause", "\"\"" };

	if (arguments[0] == '^' || strpbrk(arguments, "*?[") != NULL)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t n = strlen(words[i]);

		if (strncmp(arguments, words[i], n) == 0 &&
		    (arguments[n] == '\0' || arguments[n] == ' '))
			return true;
	}
	return false;
}

static bool
grants_engine(struct judge *j, const struct sudo_rule *r)
{
	size_t n = strcspn(r->command, " \t");
	const char *arguments = r->command + n + strspn(r->command + n, " \t");

	return r->without_password && !r->negated && strcmp(r->users, "root") != 0 &&
	       program_meant(j, judge_fmt(j, "%.*s", (int)n, r->command)) != NULL &&
	       (r->command[0] == '^' || !is_harmless(arguments));
}

static void
sudo_rules(struct judge *j, const struct facts *f, const void *arg)
{
	const struct sudo_facts *s = &f->host.sudo;
	size_t warned = 0;

	(void)arg;
	if (s->origin.state == DOC_GONE) {
		judge_skip(j, "there is no /etc/sudoers");
		return;
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct sudo_rule *r = &s->v[i];

		if (!grants_engine(j, r))
			continue;
		warned++;
		judge_about_file(j, r->file);
		judge_saw_line(j,
		    judge_warn(j, judge_fmt(j, "%s %s", r->users, r->command),
			"%s may run %s as root without a password", r->users, r->command),
		    "rule", r->file, r->line, r->command, "a password is asked for");
	}
	judge_about_host(j);
	if (!judge_can_read(j, &s->origin))
		return;
	if (s->files_only.seen != SEEN || !s->files_only.v)
		judge_error(
		    j, "sudo's rules come from a directory service too, which was not asked");
	else if (warned == 0)
		judge_saw(j, judge_pass(j, "no rule of sudo gives the engine away"), "content",
		    "/etc/sudoers", judge_fmt(j, "%zu commands in rules", s->n),
		    "none that gives the engine without a password");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "H-27", .title = "docker.service starts the daemon without options that open it",
	  .scope = SCOPE_FILE, .severity = SEVERITY_LOW, .needs = NEEDS_FILES | NEEDS_CONFIG,
	  .rationale = "What a drop-in adds to the command takes effect with the next start, whatever the running daemon says today.",
	  .remedy = "systemctl cat docker.service shows all parts; take the option out with systemctl edit docker.service.",
	  .refs = REFS("NIST 800-53 CM-3", "NIST 800-53 CM-6", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_SETTING,
	  .once = unit_command_line },
	{ .id = "H-29", .title = "Sockets of rootless engines are their users' own",
	  .scope = SCOPE_FILE, .severity = SEVERITY_HIGH, .needs = NEEDS_HOMES,
	  .rationale = "Who can connect to a user's engine can do what that user can, in all of their files.",
	  .remedy = "chmod 700 the user's directory in /run/user, and chmod 600 the socket.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .once = rootless_sockets },
	{ .id = "H-31", .title = "No rule of sudo gives the engine away without a password",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = NEEDS_ACCOUNTS,
	  .rationale = "The docker command as root is root: one container with the host's files in it is enough.",
	  .remedy = "Take the rule out with visudo; where a job needs one command, allow that one with all of its arguments.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.5"),
	  .once = sudo_rules },
};
/* clang-format on */

const struct check_table checks_host_access = CHECK_TABLE(checks);
