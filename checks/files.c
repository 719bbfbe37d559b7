/*
 * files.c: section 3, owners and modes of the engine's files. Modes are compared bit by bit, owners
 * by number. Reads facts only.
 */
#include "config.h"

#include "paths.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#define FILE_NEEDS (NEEDS_INFO | NEEDS_FILES | NEEDS_CONFIG | NEEDS_ACCOUNTS)

enum rule_kind { OWNER_ROOT, OWNER_DOCKER, MODE };
struct rule {
	enum place place;
	enum rule_kind kind;
	unsigned allowed;
};

static const char *
owner_text(struct judge *j, const struct file_facts *file)
{
	return judge_fmt(j, "%lld:%lld (%s:%s)", (long long)file->uid, (long long)file->gid,
	    file->owner ? file->owner : "no name", file->group ? file->group : "no name");
}

/* Does docker.socket hand the daemon its sockets, so that systemd gives them their group? */
static const char *
unit_socket_group(const struct facts *f)
{
	struct setting hosts = daemon_setting(&f->daemon, "hosts");
	const struct fact_list *lists[] = { &hosts.flag, &hosts.file };

	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < lists[k]->n; i++) {
			if (strncmp(lists[k]->v[i], "fd://", 5) == 0)
				return unit_value(
				    &f->host.socket_unit, "Socket", "SocketGroup", NULL);
		}
	}
	return NULL;
}

/*
 * May this group have the socket? The daemon, or systemd for it, gives it to the group that it was
 * told, by name or number; else to "docker". False: the verdict was given, because that cannot be
 * known.
 */
static bool
knows_socket_group(
    struct judge *j, const struct facts *f, const struct file_facts *file, bool *good)
{
	bool known;
	const char *name = setting_in_force(f, "group", &known);

	*good = true;
	if (file->gid == 0)
		return true; /* stricter than a group */
	if (!known) {
		judge_error(j,
		    "which group the daemon gives its socket to is not known: neither its "
		    "command line nor its configuration could be read");
		return false;
	}
	if (unit_socket_group(f) != NULL)
		name = unit_socket_group(f);
	if (name == NULL || *name == '\0')
		name = "docker";
	*good = (file->group != NULL && strcmp(file->group, name) == 0) ||
		(name[strspn(name, "0123456789")] == '\0' && strtoll(name, NULL, 10) == file->gid);
	if (*good || file->group != NULL)
		return true;
	/* Without a name beside the number, the group file has to tell. */
	if (!judge_can_read(j, &f->host.accounts_origin))
		return false;
	for (size_t i = 0; i < f->host.n_groups; i++) {
		if (strcmp(f->host.groups[i].name, name) == 0)
			*good = f->host.groups[i].gid == file->gid;
	}
	return true;
}

static const char *
link_text(struct judge *j, const struct file_facts *file)
{
	return strcmp(file->real, file->path) == 0 ? ""
						   : judge_fmt(j, " (a link to %s)", file->real);
}

static void
judge_owner(struct judge *j, const struct facts *f, const struct file_facts *file, bool docker)
{
	bool good = file->gid == 0;

	if (docker && file->uid == 0 && !knows_socket_group(j, f, file, &good))
		return;
	good = good && file->uid == 0;
	/* A rootless daemon's files are its user's own. */
	if (!good && file->uid != 0)
		good = is_daemon_user(f, file->uid);
	judge_saw(j,
	    good ? judge_pass(j, "belongs to whom it should%s", link_text(j, file))
		 : judge_warn(j, "", "belongs to %s%s", owner_text(j, file), link_text(j, file)),
	    "owner", file->real, owner_text(j, file),
	    docker ? "root and the daemon's group" : "0:0 (root:root)");
}

static void
judge_mode(struct judge *j, const struct file_facts *file, unsigned allowed)
{
	bool good = (file->mode & ~allowed) == 0;

	judge_saw(j,
	    good ? judge_pass(j, "has mode %04o%s", file->mode, link_text(j, file))
		 : judge_warn(j, "", "has mode %04o%s", file->mode, link_text(j, file)),
	    "mode", file->real, judge_fmt(j, "%04o", file->mode),
	    judge_fmt(j, "no bit beyond %04o", allowed));
}

static bool
is_key(const char *path)
{
	size_t n = strlen(path);

	return n > 4 && strcmp(path + n - 4, ".key") == 0;
}

static bool
is_socket_place(enum place place)
{
	return place == PLACE_API_SOCKETS || place == PLACE_CONTAINERD_SOCKET;
}

static void
judge_files(struct judge *j, const struct facts *f, const void *arg)
{
	const struct rule *rule = arg;
	struct places places = find_places(j, f, rule->place);

	for (size_t i = 0; i < places.n; i++) {
		const struct file_facts *file = places.v[i];

		judge_about_file(j, file->real);
		if (!judge_can_read(j, &file->origin))
			continue;
		/* Engines have left directories where they looked for a socket that was not there.
		 */
		if (is_socket_place(rule->place) && file->type != FILE_SOCKET)
			judge_error(j, "is no socket");
		else if (rule->kind == MODE)
			judge_mode(j, file,
			    rule->place == PLACE_CERTS && is_key(file->path) ? 0400
									     : rule->allowed);
		else
			judge_owner(j, f, file, rule->kind == OWNER_DOCKER);
	}
	if (places.n == 0 && places.why_none != NULL)
		judge_skip(j, "%s", places.why_none);
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "3.1", .title = "docker.service belongs to root:root",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "The unit says with which rights and options the daemon starts.",
	  .remedy = "chown root:root FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.1", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct rule){ PLACE_SERVICE, OWNER_ROOT, 0 }, .once = judge_files },
	{ .id = "3.2", .title = "docker.service has mode 644 or stricter",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "The unit says with which rights and options the daemon starts.",
	  .remedy = "chmod 644 FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.2", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct rule){ PLACE_SERVICE, MODE, 0644 }, .once = judge_files },
	{ .id = "3.3", .title = "docker.socket belongs to root:root",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "The unit says who may talk to the daemon.",
	  .remedy = "chown root:root FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.3", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct rule){ PLACE_SOCKET_UNIT, OWNER_ROOT, 0 }, .once = judge_files },
	{ .id = "3.4", .title = "docker.socket has mode 644 or stricter",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "The unit says who may talk to the daemon.",
	  .remedy = "chmod 644 FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.4", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct rule){ PLACE_SOCKET_UNIT, MODE, 0644 }, .once = judge_files },
	{ .id = "3.5", .title = "/etc/docker belongs to root:root",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "What is in this directory steers the daemon.",
	  .remedy = "chown root:root FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.5", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct rule){ PLACE_ETC_DOCKER, OWNER_ROOT, 0 }, .once = judge_files },
	{ .id = "3.6", .title = "/etc/docker has mode 755 or stricter",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "What is in this directory steers the daemon.",
	  .remedy = "chmod 755 FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.6", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct rule){ PLACE_ETC_DOCKER, MODE, 0755 }, .once = judge_files },
	{ .id = "3.7", .title = "Registry certificates belong to root:root",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "Who replaces a registry's certificate can stand in for the registry.",
	  .remedy = "chown root:root FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.7", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .arg = &(const struct rule){ PLACE_CERTS, OWNER_ROOT, 0 }, .once = judge_files },
	{ .id = "3.8", .title = "Registry certificates have mode 444 or stricter",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "Who replaces a registry's certificate can stand in for the registry.",
	  .remedy = "chmod 444 FILE (keys: 400)",
	  .refs = REFS("CIS Docker 1.6.0 3.8", "NIST 800-53 AC-3", "NIST 800-190 4.5"), .related = "F-10",
	  .arg = &(const struct rule){ PLACE_CERTS, MODE, 0444 }, .once = judge_files },
	{ .id = "3.9", .title = "The TLS CA certificate belongs to root:root",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "Who replaces the CA certificate chooses which clients the daemon trusts.",
	  .remedy = "chown root:root FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.9", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_DOCKERD,
	  .arg = &(const struct rule){ PLACE_TLS_CA, OWNER_ROOT, 0 }, .once = judge_files },
	{ .id = "3.10", .title = "The TLS CA certificate has mode 444 or stricter",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "Who replaces the CA certificate chooses which clients the daemon trusts.",
	  .remedy = "chmod 444 FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.10", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_DOCKERD,
	  .arg = &(const struct rule){ PLACE_TLS_CA, MODE, 0444 }, .once = judge_files },
	{ .id = "3.11", .title = "The TLS server certificate belongs to root:root",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "The certificate tells clients that they talk to the right daemon.",
	  .remedy = "chown root:root FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.11", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_DOCKERD,
	  .arg = &(const struct rule){ PLACE_TLS_CERT, OWNER_ROOT, 0 }, .once = judge_files },
	{ .id = "3.12", .title = "The TLS server certificate has mode 444 or stricter",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "The certificate tells clients that they talk to the right daemon.",
	  .remedy = "chmod 444 FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.12", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_DOCKERD,
	  .arg = &(const struct rule){ PLACE_TLS_CERT, MODE, 0444 }, .once = judge_files },
	{ .id = "3.13", .title = "The TLS server key belongs to root:root",
	  .scope = SCOPE_FILE, .severity = SEVERITY_HIGH, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "Who has the key can stand in for the daemon.",
	  .remedy = "chown root:root FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.13", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_DOCKERD,
	  .arg = &(const struct rule){ PLACE_TLS_KEY, OWNER_ROOT, 0 }, .once = judge_files },
	{ .id = "3.14", .title = "The TLS server key has mode 400 or stricter",
	  .scope = SCOPE_FILE, .severity = SEVERITY_HIGH, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "Who has the key can stand in for the daemon.",
	  .remedy = "chmod 400 FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.14", "NIST 800-53 AC-3", "NIST 800-190 4.5"), .related = "H-33",
	  .podman = PODMAN_NO_DOCKERD,
	  .arg = &(const struct rule){ PLACE_TLS_KEY, MODE, 0400 }, .once = judge_files },
	{ .id = "3.15", .title = "The API socket belongs to root:docker",
	  .scope = SCOPE_FILE, .severity = SEVERITY_HIGH, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "Who can write to the socket is root of the host.",
	  .remedy = "chown root:docker FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.15", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .arg = &(const struct rule){ PLACE_API_SOCKETS, OWNER_DOCKER, 0 }, .once = judge_files },
	{ .id = "3.16", .title = "The API socket has mode 660 or stricter",
	  .scope = SCOPE_FILE, .severity = SEVERITY_CRITICAL, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "Who can write to the socket is root of the host.",
	  .remedy = "chmod 660 FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.16", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .arg = &(const struct rule){ PLACE_API_SOCKETS, MODE, 0660 }, .once = judge_files },
	{ .id = "3.17", .title = "daemon.json belongs to root:root",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 2, .needs = FILE_NEEDS,
	  .rationale = "Who can write this file decides what the daemon allows.",
	  .remedy = "chown root:root FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.17", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct rule){ PLACE_DAEMON_JSON, OWNER_ROOT, 0 }, .once = judge_files },
	{ .id = "3.18", .title = "daemon.json has mode 644 or stricter",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 2, .needs = FILE_NEEDS,
	  .rationale = "Who can write this file decides what the daemon allows.",
	  .remedy = "chmod 644 FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.18", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct rule){ PLACE_DAEMON_JSON, MODE, 0644 }, .once = judge_files },
	{ .id = "3.19", .title = "/etc/default/docker belongs to root:root",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 2, .needs = FILE_NEEDS,
	  .rationale = "What is in this file becomes options of the daemon.",
	  .remedy = "chown root:root FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.19", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct rule){ PLACE_DEFAULT, OWNER_ROOT, 0 }, .once = judge_files },
	{ .id = "3.20", .title = "/etc/default/docker has mode 644 or stricter",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 2, .needs = FILE_NEEDS,
	  .rationale = "What is in this file becomes options of the daemon.",
	  .remedy = "chmod 644 FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.20", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct rule){ PLACE_DEFAULT, MODE, 0644 }, .once = judge_files },
	{ .id = "3.21", .title = "/etc/sysconfig/docker has mode 644 or stricter",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 2, .needs = FILE_NEEDS,
	  .rationale = "What is in this file becomes options of the daemon.",
	  .remedy = "chmod 644 FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.21", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct rule){ PLACE_SYSCONFIG, MODE, 0644 }, .once = judge_files },
	{ .id = "3.22", .title = "/etc/sysconfig/docker belongs to root:root",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .level = 2, .needs = FILE_NEEDS,
	  .rationale = "What is in this file becomes options of the daemon.",
	  .remedy = "chown root:root FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.22", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct rule){ PLACE_SYSCONFIG, OWNER_ROOT, 0 }, .once = judge_files },
	{ .id = "3.23", .title = "The containerd socket belongs to root:root",
	  .scope = SCOPE_FILE, .severity = SEVERITY_HIGH, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "Who can write to containerd's socket is root of the host, past the daemon.",
	  .remedy = "chown root:root FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.23", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_CONTAINERD,
	  .arg = &(const struct rule){ PLACE_CONTAINERD_SOCKET, OWNER_ROOT, 0 }, .once = judge_files },
	{ .id = "3.24", .title = "The containerd socket has mode 660 or stricter",
	  .scope = SCOPE_FILE, .severity = SEVERITY_HIGH, .level = 1, .needs = FILE_NEEDS,
	  .rationale = "Who can write to containerd's socket is root of the host, past the daemon.",
	  .remedy = "chmod 660 FILE",
	  .refs = REFS("CIS Docker 1.6.0 3.24", "NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_CONTAINERD,
	  .arg = &(const struct rule){ PLACE_CONTAINERD_SOCKET, MODE, 0660 }, .once = judge_files },
};
/* clang-format on */

const struct check_table checks_files = CHECK_TABLE(checks);
