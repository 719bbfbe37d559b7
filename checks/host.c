/*
 * host.c: section 1, the host: its disks, its users, its audit rules. Reads facts only.
 */
#include "config.h"

#include "paths.h"
#include "tables.h"

#include <string.h>

#define AUDIT_NEEDS (NEEDS_INFO | NEEDS_AUDIT | NEEDS_FILES | NEEDS_CONFIG)

/* Is `path` the same as `dir`, or below it? By component. */
static bool
within(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	return strcmp(dir, "/") == 0 ||
	       (strncmp(path, dir, n) == 0 && (path[n] == '\0' || path[n] == '/'));
}

/* ---- 1.1.1 ----------------------------------------------------------------------------------- */

static const struct mount_facts *
mount_of(const struct facts *f, const char *path)
{
	const struct mount_facts *best = NULL;

	/* Of two mounts on one place the later one is seen. */
	for (size_t i = 0; i < f->host.n_mounts; i++) {
		const struct mount_facts *m = &f->host.mounts[i];

		if (within(path, m->mount_point) &&
		    (best == NULL || strlen(m->mount_point) >= strlen(best->mount_point)))
			best = m;
	}
	return best;
}

/* With user namespaces the engine keeps its data in ROOT/UID.GID: the mount is that of ROOT. */
static const char *
without_remap(struct judge *j, const char *path)
{
	const char *last = strrchr(path, '/');

	if (last == NULL || last == path || strspn(last + 1, "0123456789.") != strlen(last + 1) ||
	    strchr(last, '.') == NULL)
		return path;
	return judge_fmt(j, "%.*s", (int)(last - path), path);
}

static void
own_partition(struct judge *j, const struct facts *f, const void *arg)
{
	const struct mount_facts *data, *root;
	const char *path;
	bool separate;

	(void)arg;
	if (!judge_can_read(j, &f->engine.info_origin) ||
	    !judge_knows(
		j, f->engine.root_dir.seen, false, "DockerRootDir", &f->engine.info_origin) ||
	    !judge_can_read(j, &f->host.mounts_origin))
		return;
	path = without_remap(j, facts_resolve_path(f, f->engine.root_dir.v));
	data = mount_of(f, path);
	root = mount_of(f, "/");
	if (data == NULL || root == NULL) {
		judge_error(j, "no mount holds %s: the mounts are those of another system", path);
		return;
	}
	separate = strcmp(data->mount_point, path) == 0 && strcmp(data->device, root->device) != 0;
	judge_saw(j,
	    separate
		? judge_pass(j, "%s has a filesystem of its own", path)
		: judge_warn(j, "", "%s shares its filesystem with %s", path, data->mount_point),
	    "mount", f->host.mounts_origin.source,
	    judge_fmt(j, "%s on %s (device %s)", data->source, data->mount_point, data->device),
	    judge_fmt(j, "a device of its own, mounted on %s", path));
}

/* ---- 1.1.2 ----------------------------------------------------------------------------------- */

static const struct group *
group_numbered(const struct facts *f, int64_t gid)
{
	for (size_t i = 0; i < f->host.n_groups; i++) {
		if (f->host.groups[i].gid == gid)
			return &f->host.groups[i];
	}
	return NULL;
}

static void
judge_member(struct judge *j, const struct facts *f, const char *user, const char *how)
{
	const struct fact_list *trusted = &f->host.trusted_users;
	struct finding *found;

	if (trusted->seen != SEEN) {
		found = judge_note(
		    j, user, "%s may use the engine, which makes them root: is that wanted?", user);
	} else {
		bool ok = false;

		for (size_t i = 0; i < trusted->n; i++)
			ok = ok || strcmp(trusted->v[i], user) == 0;
		found = ok ? judge_info(j, user, "%s may use the engine, and is trusted", user)
			   : judge_warn(j, user,
				 "%s may use the engine, and is not among the trusted users", user);
	}
	judge_saw(j, found, how, "/etc/group, /etc/passwd", user,
	    trusted->seen == SEEN ? "a trusted user" : "");
}

static void
trusted_users(struct judge *j, const struct facts *f, const void *arg)
{
	const char *own =
	    strncmp(f->endpoint, "unix://", 7) == 0 ? f->endpoint + 7 : "/run/docker.sock";
	const struct file_facts *socket = facts_file(f, own);
	const struct group *group;
	size_t n = 0;

	(void)arg;
	if (!judge_can_read(j, &socket->origin) || !judge_can_read(j, &f->host.accounts_origin))
		return;
	group = group_numbered(f, socket->gid);
	for (size_t i = 0; group != NULL && i < group->n; i++, n++)
		judge_member(j, f, group->members[i], "member");
	for (size_t i = 0; socket->gid != 0 && i < f->host.n_accounts; i++) {
		if (f->host.accounts[i].gid != socket->gid)
			continue;
		n++;
		judge_member(j, f, f->host.accounts[i].name, "primary group");
	}
	if (f->host.nss_is_files.seen != SEEN || !f->host.nss_is_files.v)
		judge_error(j, "users come from a directory service too, which was not asked");
	else if (n == 0)
		judge_saw(j, judge_pass(j, "nobody but root may use %s", own), "group members",
		    "/etc/group",
		    judge_fmt(j, "group %lld (%s) has no members", (long long)socket->gid,
			group != NULL ? group->name : "no name"),
		    "none, or trusted ones");
}

/* ---- audit rules ------------------------------------------------------------------------------
 */

struct audited {
	enum place place;
	bool directory;
};

enum cover { COVERS_NOT, COVERS_INODE, COVERS_PARTLY, COVERS };

/* What one rule does for a path. A directory has to be covered with all that is in it. */
static enum cover
covers(const struct facts *f, const struct audit_rule *r, const char *path, bool directory)
{
	const char *where = r->dir != NULL ? r->dir : r->path;
	unsigned wanted = AUDIT_PERM_W | AUDIT_PERM_A;

	if (where == NULL)
		return r->narrowed ? COVERS_NOT : COVERS; /* a rule without a path is about all */
	where = facts_resolve_path(f, where);
	if (r->dir != NULL || r->watch ? !within(path, where) : strcmp(path, where) != 0)
		return COVERS_NOT;
	if (r->always && (r->perms & wanted) != wanted)
		return COVERS_NOT;
	if (directory && r->dir == NULL && !r->watch)
		return COVERS_INODE;
	return r->narrowed ? COVERS_PARTLY : COVERS;
}

/* The first rule that matches decides, as in the kernel. */
static const struct audit_rule *
deciding_rule(const struct facts *f, const struct audit_rule *rules, size_t n, const char *path,
    bool directory, enum cover *cover)
{
	const struct audit_rule *weaker = NULL;

	*cover = COVERS_NOT;
	for (size_t i = 0; i < n; i++) {
		enum cover c = covers(f, &rules[i], path, directory);

		if (c == COVERS || (c == COVERS_PARTLY && rules[i].always)) {
			*cover = c;
			return &rules[i];
		}
		if (c != COVERS_NOT && weaker == NULL && rules[i].always) {
			weaker = &rules[i];
			*cover = c;
		}
	}
	return weaker;
}

static void
judge_rules(struct judge *j, const struct facts *f, const struct audit_rule *rules, size_t n,
    const char *source, const char *path, bool directory, const char *remark)
{
	enum cover cover;
	const struct audit_rule *r = deciding_rule(f, rules, n, path, directory, &cover);
	const char *expected =
	    judge_fmt(j, "a rule that watches %s for writes and attribute changes", path);
	struct finding *found;

	if (r == NULL) {
		judge_saw(j, judge_warn(j, "", "no audit rule covers it%s", remark), "audit rules",
		    source, judge_fmt(j, "%zu rules, none for it", n), expected);
		return;
	}
	if (!r->always)
		found = judge_warn(j, "", "an audit rule excludes it%s", remark);
	else if (cover == COVERS_INODE)
		found = judge_warn(j, "",
		    "the audit rule covers the directory itself and nothing in it%s", remark);
	else if (cover == COVERS_PARTLY)
		found = judge_note(
		    j, "", "the audit rule covers it for some users or calls only%s", remark);
	else
		found = judge_pass(j, "an audit rule covers it%s", remark);
	judge_saw_line(j, found, "audit rule", r->source, r->line, r->text, expected);
}

static void
judge_audit(struct judge *j, const struct facts *f, const char *path, bool directory)
{
	const struct audit_facts *a = &f->host.audit;

	if (a->kernel_origin.state == DOC_OK) {
		if (a->enabled.seen == SEEN && a->enabled.v == 0)
			judge_saw(j, judge_warn(j, "", "auditing is switched off in the kernel"),
			    "enabled", a->kernel_origin.source, "0", "1 or 2");
		else
			judge_rules(j, f, a->kernel, a->n_kernel, "kernel", path, directory, "");
		return;
	}
	/* Offline, the files are all there is; on a live host they prove nothing about the kernel.
	 */
	if (a->kernel_origin.state == DOC_NOT_HERE && a->files_origin.state == DOC_OK)
		judge_rules(j, f, a->files, a->n_files, "/etc/audit", path, directory,
		    " (in the rule files; whether it is loaded was not seen)");
	else if (a->kernel_origin.state == DOC_NOT_HERE && a->files_origin.state == DOC_GONE)
		judge_saw(j,
		    judge_warn(j, "", "there are no audit rules (in the files of this root)"),
		    "audit rules", "/etc/audit", "no rule files", "a rule for it");
	else
		judge_can_read(j,
		    a->kernel_origin.state == DOC_NOT_HERE ? &a->files_origin : &a->kernel_origin);
}

static void
audited(struct judge *j, const struct facts *f, const void *arg)
{
	const struct audited *what = arg;
	struct places places = find_places(j, f, what->place), sockets = { .n = 0 };

	if (what->place == PLACE_SOCKET_UNIT)
		sockets = find_places(j, f, PLACE_API_SOCKETS);
	for (size_t i = 0; i < sockets.n && places.n < PLACES_MAX; i++)
		places.v[places.n++] = sockets.v[i];
	for (size_t i = 0; i < places.n; i++) {
		judge_about_file(j, places.v[i]->real);
		if (judge_can_read(j, &places.v[i]->origin))
			judge_audit(j, f, places.v[i]->real, what->directory);
	}
	if (places.n == 0 && places.why_none != NULL)
		judge_skip(j, "%s", places.why_none);
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "1.1.1", .title = "The engine's data has a filesystem of its own",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 1, .needs = NEEDS_INFO | NEEDS_MOUNTS | NEEDS_FILES,
	  .rationale = "Images and logs that fill the disk should not take the host's own files with them.",
	  .remedy = "Make a logical volume or partition and mount it on the data root (docker info says where that is).",
	  .refs = REFS("CIS Docker 1.6.0 1.1.1", "NIST 800-53 SC-5", "NIST 800-190 4.5"),
	  .once = own_partition },
	{ .id = "1.1.2", .title = "Only trusted users may use the engine",
	  .scope = SCOPE_HOST, .severity = SEVERITY_HIGH, .level = 1, .needs = NEEDS_FILES | NEEDS_ACCOUNTS | NEEDS_CONFIG,
	  .rationale = "Members of the socket's group can start a container that is root on the host.",
	  .remedy = "Take users out of the group (gpasswd -d USER docker); name those who may stay with -u.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.2", "NIST 800-53 AC-6(5)", "NIST 800-190 4.5"),
	  .once = trusted_users },
	{ .id = "1.1.3", .title = "Changes to the dockerd program are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .level = 1, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.3", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_DOCKERD, false }, .once = audited },
	{ .id = "1.1.4", .title = "Changes to /run/containerd are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .level = 1, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F dir=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.4", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_RUN_CONTAINERD, true }, .once = audited },
	{ .id = "1.1.5", .title = "Changes to the data root are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .level = 1, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F dir=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.5", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_DATA_ROOT, true }, .once = audited },
	{ .id = "1.1.6", .title = "Changes to /etc/docker are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .level = 1, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F dir=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.6", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_ETC_DOCKER, true }, .once = audited },
	{ .id = "1.1.7", .title = "Changes to docker.service are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.7", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_SERVICE, false }, .once = audited },
	{ .id = "1.1.8", .title = "Changes to the containerd socket are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.8", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_CONTAINERD_SOCKET, false }, .once = audited },
	{ .id = "1.1.9", .title = "Changes to docker.socket and the API socket are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.9", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_SOCKET_UNIT, false }, .once = audited },
	{ .id = "1.1.10", .title = "Changes to /etc/default/docker are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.10", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_DEFAULT, false }, .once = audited },
	{ .id = "1.1.11", .title = "Changes to daemon.json are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.11", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_DAEMON_JSON, false }, .once = audited },
	{ .id = "1.1.12", .title = "Changes to containerd's configuration are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.12", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_CONTAINERD_CONFIG, false }, .once = audited },
	{ .id = "1.1.13", .title = "Changes to /etc/sysconfig/docker are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.13", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_SYSCONFIG, false }, .once = audited },
	{ .id = "1.1.14", .title = "Changes to the containerd program are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.14", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_CONTAINERD, false }, .once = audited },
	{ .id = "1.1.15", .title = "Changes to containerd-shim are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.15", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_SHIM, false }, .once = audited },
	{ .id = "1.1.16", .title = "Changes to containerd-shim-runc-v1 are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.16", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_SHIM_V1, false }, .once = audited },
	{ .id = "1.1.17", .title = "Changes to containerd-shim-runc-v2 are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.17", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_SHIM_V2, false }, .once = audited },
	{ .id = "1.1.18", .title = "Changes to runc are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.18", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_RUNC, false }, .once = audited },
};
/* clang-format on */

const struct check_table checks_host = CHECK_TABLE(checks);
