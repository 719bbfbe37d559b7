/*
 * host_files.c: H-19 to H-41: who can read or change the engine's directories, sockets and
 * programs. Reads facts only.
 */
#include "config.h"

#include "guard.h"
#include "paths.h"
#include "tables.h"
#include "facts/guarded.h"
#include "syntax/unit_file.h"

#include <stdlib.h>
#include <string.h>

#define FILE_NEEDS (NEEDS_INFO | NEEDS_FILES | NEEDS_CONFIG)

static const struct guard changed_by_root_only = { .forbidden = 0022 };

/* ---- H-19, H-20 ----------------------------------------------------------------------------- */

static void
data_root(struct judge *j, const struct facts *f, const void *arg)
{
	static const struct guard guard = { .forbidden = 0007 };
	struct places places = find_places(j, f, PLACE_DATA_ROOT);

	(void)arg;
	for (size_t i = 0; i < places.n; i++)
		judge_guard(j, f, places.v[i], &guard);
}

/* A directory of containerd, as its command line, its configuration or its default says. */
static const char *
containerd_dir(struct judge *j, const struct facts *f, const char *key, const char *otherwise)
{
	const struct fact_list *words = &f->daemon.containerd_cmdline;
	const char *flag = judge_fmt(j, "--%s", key), *value = containerd_value(f, key, NULL);
	size_t n = strlen(flag);

	for (size_t i = 1; i < words->n; i++) {
		if (strcmp(words->v[i], flag) == 0 && i + 1 < words->n)
			return words->v[i + 1];
		if (strncmp(words->v[i], flag, n) == 0 && words->v[i][n] == '=')
			return words->v[i] + n + 1;
	}
	return value != NULL && value[0] != '\0' ? value : otherwise;
}

/* Its state directory itself holds the socket, and may be passed through. */
static void
containerd_state(struct judge *j, const struct facts *f, const void *arg)
{
	static const struct guard guard = { .forbidden = 0077 };
	static const char *const inner[] = { "io.containerd.grpc.v1.cri",
		"io.containerd.sandbox.controller.v1.shim" };
	const char *root = containerd_dir(j, f, "root", "/var/lib/containerd");
	const char *state = containerd_dir(j, f, "state", "/run/containerd");
	const struct file_facts *files[3] = { facts_file(f, root) };
	bool some = false;

	(void)arg;
	if (f->host.containerd.origin.state != DOC_GONE &&
	    !judge_can_read(j, &f->host.containerd.origin))
		return;
	for (size_t i = 0; i < 2; i++)
		files[i + 1] = facts_file(f, judge_fmt(j, "%s/%s", state, inner[i]));
	for (size_t i = 0; i < 3; i++) {
		some = some || files[i]->origin.state != DOC_GONE;
		judge_guard(j, f, files[i], &guard);
	}
	if (!some)
		judge_skip(j, "containerd keeps nothing in %s", root);
}

/* ---- H-25 ----------------------------------------------------------------------------------- */

/* "user:1000:rw-" with the account's name; NULL: it gives no right to connect. */
static const char *
granted(struct judge *j, const struct facts *f, const char *entry)
{
	const char *number = strchr(entry, ':');
	const char *rights = number != NULL ? strchr(number + 1, ':') : NULL;
	int64_t id = number != NULL ? strtoll(number + 1, NULL, 10) : 0;

	if (rights == NULL || strchr(rights, 'w') == NULL)
		return NULL;
	for (size_t i = 0; entry[0] == 'u' && i < f->host.n_accounts; i++) {
		if (f->host.accounts[i].uid == id)
			return judge_fmt(j, "user %s", f->host.accounts[i].name);
	}
	for (size_t i = 0; entry[0] == 'g' && i < f->host.n_groups; i++) {
		if (f->host.groups[i].gid == id)
			return judge_fmt(j, "group %s", f->host.groups[i].name);
	}
	return judge_fmt(j, "%.*s", (int)(rights - entry), entry);
}

static void
judge_acl(struct judge *j, const struct facts *f, const struct file_facts *file)
{
	size_t warned = 0;

	judge_about_file(j, file->real);
	if (!judge_can_read(j, &file->origin))
		return;
	if (file->type != FILE_SOCKET || file->acl.seen != SEEN) {
		judge_error(j, file->type != FILE_SOCKET ? "is no socket"
							 : "its access list could not be read");
		return;
	}
	for (size_t i = 0; i < file->acl.n; i++) {
		const char *who = granted(j, f, file->acl.v[i]);

		if (who == NULL)
			continue;
		warned++;
		judge_saw(j, judge_warn(j, who, "its access list lets %s use it", who), "acl",
		    file->origin.source, file->acl.v[i], "no rights beside owner and group");
	}
	if (warned == 0)
		judge_saw(j, judge_pass(j, "has no access list that lets more users in"), "acl",
		    file->origin.source, judge_join(j, &file->acl),
		    "no rights beside owner and group");
}

static void
access_lists(struct judge *j, const struct facts *f, const void *arg)
{
	struct places sockets = find_places(j, f, PLACE_API_SOCKETS);
	struct places containerd = find_places(j, f, PLACE_CONTAINERD_SOCKET);

	(void)arg;
	for (size_t i = 0; i < sockets.n; i++)
		judge_acl(j, f, sockets.v[i]);
	for (size_t i = 0; i < containerd.n; i++)
		judge_acl(j, f, containerd.v[i]);
	judge_about_host(j);
	if (sockets.n + containerd.n == 0 && sockets.why_none != NULL)
		judge_skip(j, "%s", sockets.why_none);
}

/* ---- H-26 ----------------------------------------------------------------------------------- */

static void
judge_parents(struct judge *j, const struct facts *f, struct judged *seen, const char *path)
{
	char *dir = arena_strdup(f->arena, path), *slash;

	while ((slash = strrchr(dir, '/')) != NULL) {
		const struct file_facts *file;

		*slash = '\0';
		file = facts_file(f, dir[0] != '\0' ? dir : "/");
		if (file->origin.state == DOC_GONE || !is_new(f, seen, file->real))
			continue;
		judge_guard(j, f, file, &changed_by_root_only);
	}
}

/* Who can add a drop-in to an empty directory need not change one. */
static void
judge_drop_in_dirs(struct judge *j, const struct facts *f, struct judged *seen)
{
	static const char *const names[] = { "docker.service.d", "docker.socket.d", "service.d",
		"socket.d" };

	for (size_t i = 0; unit_dirs[i] != NULL; i++) {
		for (size_t k = 0; k < 4; k++) {
			const char *dir = judge_fmt(j, "%s/%s", unit_dirs[i], names[k]);
			const struct file_facts *file;

			if (facts_tree(f, dir).origin.state != DOC_OK)
				continue;
			file = facts_file(f, dir);
			if (is_new(f, seen, file->real))
				judge_guard(j, f, file, &changed_by_root_only);
		}
	}
}

static void
directories_above(struct judge *j, const struct facts *f, const void *arg)
{
	static const enum place places[] = { PLACE_API_SOCKETS, PLACE_CONTAINERD_SOCKET,
		PLACE_SERVICE, PLACE_SOCKET_UNIT, PLACE_DAEMON_JSON, PLACE_DATA_ROOT };
	struct judged seen = { 0, 0, NULL };

	(void)arg;
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		struct places found;

		judge_about_host(j);
		found = find_places(j, f, places[i]);
		for (size_t k = 0; k < found.n; k++) {
			if (found.v[k]->origin.state != DOC_OK) {
				judge_about_file(j, found.v[k]->real);
				judge_can_read(j, &found.v[k]->origin);
				continue;
			}
			judge_parents(j, f, &seen, found.v[k]->path);
			judge_parents(j, f, &seen, found.v[k]->real);
		}
	}
	judge_drop_in_dirs(j, f, &seen);
}

/* ---- H-40 ----------------------------------------------------------------------------------- */

static void
judge_program(struct judge *j, const struct facts *f, struct judged *seen, const char *path)
{
	const struct file_facts *file = facts_file(f, path), *dir;
	const char *slash = strrchr(file->real, '/');

	if (file->origin.state == DOC_GONE || !is_new(f, seen, file->real))
		return;
	judge_guard(j, f, file, &changed_by_root_only);
	if (file->origin.state != DOC_OK || slash == NULL || slash == file->real)
		return;
	dir = facts_file(f, judge_fmt(j, "%.*s", (int)(slash - file->real), file->real));
	if (is_new(f, seen, dir->real))
		judge_guard(j, f, dir, &changed_by_root_only);
}

/* The running ones, those that the engine starts, and those in the usual directories. */
static void
programs(struct judge *j, const struct facts *f, const void *arg)
{
	static const char *const names[] = { "dockerd", "containerd", "containerd-shim",
		"containerd-shim-runc-v1", "containerd-shim-runc-v2", "runc", "docker",
		"docker-proxy", "docker-init", "ctr", "rootlesskit" };
	static const char *const dirs[] = { "/usr/bin", "/usr/sbin" };
	const struct engine_facts *e = &f->engine;
	struct judged seen = { 0, 0, NULL };

	(void)arg;
	if (f->daemon.exe.seen == SEEN)
		judge_program(j, f, &seen, f->daemon.exe.v);
	if (f->daemon.containerd_exe.seen == SEEN)
		judge_program(j, f, &seen, f->daemon.containerd_exe.v);
	judge_about_host(j);
	if (judge_can_read(j, &e->info_origin))
		judge_knows(j, e->runtimes_seen, false, "Runtimes", &e->info_origin);
	for (size_t i = 0; i < e->n_runtimes; i++) {
		if (e->runtimes[i].program[0] == '/')
			judge_program(j, f, &seen, e->runtimes[i].program);
	}
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		for (size_t k = 0; k < 2; k++)
			judge_program(j, f, &seen, judge_fmt(j, "%s/%s", dirs[k], names[i]));
	}
	judge_about_host(j);
	if (seen.n == 0 && f->daemon.exe.seen != SEEN)
		judge_error(j, "no program of the engine was found");
}

/* ---- H-41 ----------------------------------------------------------------------------------- */

static bool
judge_home_plugins(struct judge *j, const struct facts *f, const struct home_facts *home)
{
	const struct guard guard = {
		.forbidden = 0022, .n_users = home->n_users, .users = home->users
	};
	const char *dir = home_path(j, home, ".docker");
	const char *plugins = home_path(j, home, ".docker/cli-plugins");
	size_t n = strlen(plugins);
	bool some = false;

	for (size_t i = 0; i < home->n_files; i++) {
		const struct file_facts *file = &home->files[i];
		bool inside = strncmp(file->path, plugins, n) == 0 &&
			      (file->path[n] == '\0' || file->path[n] == '/');

		/* An unreadable .docker may hold plugins. */
		if (!inside && !(strcmp(file->path, dir) == 0 && file->origin.state != DOC_OK))
			continue;
		some = true;
		judge_guard(j, f, file, &guard);
	}
	return some;
}

static void
cli_plugins(struct judge *j, const struct facts *f, const void *arg)
{
	bool some = false;

	(void)arg;
	for (size_t i = 0; guarded_dirs[i] != NULL; i++) {
		const struct file_facts *dir = facts_file(f, guarded_dirs[i]);

		if (strstr(guarded_dirs[i], "cli-plugins") == NULL || dir->origin.state == DOC_GONE)
			continue;
		some = true;
		judge_guard(j, f, dir, &changed_by_root_only);
		judge_guarded_tree(j, f, guarded_dirs[i], &changed_by_root_only);
	}
	judge_about_host(j);
	if (!judge_can_see_homes(j, f))
		return;
	for (size_t i = 0; i < f->host.n_homes; i++) {
		if (judge_can_see_home(j, &f->host.homes[i]))
			some = judge_home_plugins(j, f, &f->host.homes[i]) || some;
	}
	judge_about_host(j);
	if (!some)
		judge_skip(j, "there are no plugins of the docker command");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "H-19", .title = "The engine's data root is closed to other users",
	  .scope = SCOPE_HOST, .severity = SEVERITY_HIGH, .needs = FILE_NEEDS | NEEDS_STATE,
	  .rationale = "Below it lie the files of all containers, programs with the set-uid bit among them, that a local user could read or run.",
	  .remedy = "chmod 710 FILE",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-190 4.5", "CVE-2021-41091"),
	  .once = data_root },
	{ .id = "H-20", .title = "containerd's directories are closed to other users",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .needs = FILE_NEEDS | NEEDS_STATE,
	  .rationale = "They hold layers and the state of containers, which local users have no business with.",
	  .remedy = "chmod 700 FILE; containerd 1.7.29, 2.0.7, 2.1.5 and 2.2.0 do so themselves.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-190 4.5", "CVE-2024-25621"),
	  .podman = PODMAN_NO_CONTAINERD,
	  .once = containerd_state },
	{ .id = "H-25", .title = "No access list lets more users use the engine's sockets",
	  .scope = SCOPE_FILE, .severity = SEVERITY_HIGH, .needs = FILE_NEEDS | NEEDS_ACCOUNTS,
	  .rationale = "An access list gives users the rights of root past the socket's group, and ls does not show to whom.",
	  .remedy = "setfacl --remove-all FILE, and use the socket's group instead.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-53 AC-6", "NIST 800-190 4.5"),
	  .once = access_lists },
	{ .id = "H-26", .title = "Directories above sockets and settings are root's alone to change",
	  .scope = SCOPE_FILE, .severity = SEVERITY_HIGH, .needs = FILE_NEEDS | NEEDS_ACCOUNTS,
	  .rationale = "Who can write to a directory can put a file of their own in the place of the one that is trusted.",
	  .remedy = "chown root FILE; chmod go-w FILE; move sockets out of directories that everybody shares, such as /tmp.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-53 CM-5", "NIST 800-190 4.5"), .related = "H-40",
	  .once = directories_above },
	{ .id = "H-40", .title = "The engine's programs are root's alone to change",
	  .scope = SCOPE_FILE, .severity = SEVERITY_HIGH, .needs = FILE_NEEDS,
	  .rationale = "These programs run as root: whoever can change one of them, or the directory that it is in, is root.",
	  .remedy = "chown root FILE; chmod 755 FILE",
	  .refs = REFS("NIST 800-53 CM-5", "NIST 800-53 SI-7", "NIST 800-190 4.5"), .related = "H-26,D-14",
	  .once = programs },
	{ .id = "H-41", .title = "Plugins of the docker command are their owner's alone to change",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = FILE_NEEDS | NEEDS_HOMES,
	  .rationale = "The docker command runs what lies in these directories with the rights of whoever calls it.",
	  .remedy = "chown the directory and its files to root, or to the user whose home it is; chmod go-w FILE",
	  .refs = REFS("NIST 800-53 CM-5", "NIST 800-190 4.5"),
	  .once = cli_plugins },
};
/* clang-format on */

const struct check_table checks_host_files = CHECK_TABLE(checks);
