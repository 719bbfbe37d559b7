/*
 * host_audit.c: section 1, the audit: whether changes of the engine's files are recorded, and
 * whether the records get anywhere. Reads facts only.
 */
#include "config.h"

#include "host_checks.h"
#include "paths.h"
#include "runtime.h"
#include "tables.h"

#include <string.h>

#define AUDIT_NEEDS (NEEDS_INFO | NEEDS_AUDIT | NEEDS_FILES | NEEDS_CONFIG | NEEDS_MOUNTS)
#define WANTED (AUDIT_PERM_W | AUDIT_PERM_A)

struct audited {
	enum place place;
	bool directory;
};

/* ---- what the rules do for a path ----------------------------------------------------------- */

enum match { MATCHES_NOT, MATCHES_INODE, MATCHES_PARTLY, MATCHES };

/* Where the rule's file or directory is; NULL: the rule is about all. */
static const char *
place_of(const struct facts *f, const struct audit_rule *r)
{
	const char *where = r->dir != NULL ? r->dir : r->path;

	return where != NULL ? facts_resolve_path(f, where) : NULL;
}

/*
 * A rule for a directory reaches what is below it, but only into those file systems that were
 * mounted there already when it was loaded. One that is mounted between the rule's directory and
 * the path; "": whether there is one could not be seen; NULL: there is none.
 */
static const char *
mount_between(const struct facts *f, const char *where, const char *path)
{
	const struct host_facts *h = &f->host;

	if (strcmp(where, path) == 0 || h->mounts_origin.state == DOC_NOT_HERE)
		return NULL;
	if (h->mounts_origin.state != DOC_OK)
		return "";
	for (size_t i = 0; i < h->n_mounts; i++) {
		const char *point = h->mounts[i].mount_point;

		if (strcmp(point, where) != 0 && path_within(point, where) &&
		    path_within(path, point))
			return point;
	}
	return NULL;
}

/* Is the rule about this path? A directory has to be watched with all that is in it. */
static enum match
match(const struct facts *f, const struct audit_rule *r, const char *path, bool directory)
{
	const char *where = place_of(f, r);

	if (where == NULL)
		return r->narrowed ? MATCHES_PARTLY : MATCHES;
	if (r->dir != NULL || r->watch ? !path_within(path, where) : strcmp(path, where) != 0)
		return MATCHES_NOT;
	if (directory && r->dir == NULL && !r->watch)
		return MATCHES_INODE;
	return r->narrowed || mount_between(f, where, path) != NULL ? MATCHES_PARTLY : MATCHES;
}

/* Of each kind the permissions, and the rule that was last to add to them. */
struct coverage {
	unsigned covered, partly, excluded, doubtful;
	const struct audit_rule *by, *partly_by, *excluded_by, *doubtful_by, *inode_by;
};

/* For each permission the first rule decides, as in the kernel; several may share the work. */
static struct coverage
coverage_of(const struct facts *f, const struct audit_rule *rules, size_t n, const char *path,
    bool directory)
{
	struct coverage c = { .covered = 0 };

	for (size_t i = 0; i < n && (c.covered | c.excluded) != WANTED; i++) {
		const struct audit_rule *r = &rules[i];
		enum match m = match(f, r, path, directory);
		unsigned open = r->perms & WANTED & ~c.covered & ~c.excluded;

		if (m == MATCHES_NOT || open == 0)
			continue;
		if (m == MATCHES_INODE && r->always) {
			c.inode_by = r;
		} else if (m == MATCHES && r->always) {
			c.covered |= open;
			c.by = r;
		} else if (m == MATCHES_PARTLY && r->always) {
			c.partly |= open;
			c.partly_by = r;
		} else if (m == MATCHES) {
			c.excluded |= open;
			c.excluded_by = r;
		} else if (m == MATCHES_PARTLY && (r->path != NULL || r->dir != NULL)) {
			c.doubtful |= open;
			c.doubtful_by = r;
		}
	}
	return c;
}

struct rule_set {
	const struct audit_rule *v;
	size_t n;
	const char *source, *remark;
};

/* The rule covers the path for some only, or perhaps not at all. NULL: ERROR was given. */
static struct finding *
note_part(struct judge *j, const struct facts *f, const struct audit_rule *r, const char *path,
    const char *remark)
{
	const char *where = place_of(f, r);
	const char *mount = where != NULL ? mount_between(f, where, path) : NULL;

	if (mount == NULL || r->narrowed)
		return judge_note(
		    j, "", "the audit rule covers it for some users or calls only%s", remark);
	if (!judge_can_read(j, &f->host.mounts_origin))
		return NULL;
	return judge_note(j, "",
	    "the audit rule is for a directory above it: was %s mounted before the rule was "
	    "loaded?%s",
	    mount, remark);
}

static void
judge_rules(struct judge *j, const struct facts *f, const struct rule_set *rules, const char *path,
    bool directory)
{
	struct coverage c = coverage_of(f, rules->v, rules->n, path, directory);
	unsigned missing = WANTED & ~c.covered;
	const struct audit_rule *r = c.by;
	struct finding *found;

	if (missing == 0 && c.doubtful == 0) {
		found = judge_pass(j, "an audit rule covers it%s", rules->remark);
	} else if (missing == 0) {
		found = judge_note(j, "",
		    "an audit rule covers it, but another may exclude some of it%s", rules->remark);
		r = c.doubtful_by;
	} else if (missing & c.excluded) {
		found = judge_warn(j, "", "an audit rule excludes it%s", rules->remark);
		r = c.excluded_by;
	} else if ((missing & ~c.partly) == 0) {
		found = note_part(j, f, c.partly_by, path, rules->remark);
		if (found == NULL)
			return;
		r = c.partly_by;
	} else if (c.covered != 0) {
		found = judge_warn(j, "", "the audit rule does not cover %s%s",
		    missing & AUDIT_PERM_W ? "writes" : "changes of owner and mode", rules->remark);
	} else if (c.inode_by != NULL) {
		found = judge_warn(j, "",
		    "the audit rule covers the directory itself and nothing in it%s",
		    rules->remark);
		r = c.inode_by;
	} else {
		found = judge_warn(j, "", "no audit rule covers it%s", rules->remark);
		r = NULL;
	}
	judge_saw_line(j, found, "rules", r != NULL && r->line > 0 ? r->source : rules->source,
	    r != NULL ? r->line : 0,
	    r != NULL ? r->text : judge_fmt(j, "%zu rules, none for it", rules->n),
	    judge_fmt(j, "a rule that watches %s for writes and attribute changes", path));
}

/* ---- which rules count ---------------------------------------------------------------------- */

static void
judge_loaded(struct judge *j, const struct facts *f, const char *path, bool directory)
{
	const struct audit_facts *a = &f->host.audit;
	const struct rule_set rules = { a->kernel, a->n_kernel, a->kernel_origin.source, "" };

	if (!judge_knows(j, a->enabled.seen, false, "enabled", &a->kernel_origin))
		return;
	if (a->enabled.v == 0)
		judge_saw(j, judge_warn(j, "", "auditing is switched off in the kernel"), "enabled",
		    a->kernel_origin.source, "0", "1 or 2");
	else
		judge_rules(j, f, &rules, path, directory);
}

/* Offline, the files are all there is; on a live host they prove nothing about the kernel. */
static void
judge_configured(struct judge *j, const struct facts *f, const char *path, bool directory)
{
	const struct audit_facts *a = &f->host.audit;
	struct rule_set rules = { a->files, a->n_files, "/etc/audit",
		" (in the rule files; whether it is loaded was not seen)" };

	if (a->files_origin.state == DOC_GONE) {
		judge_saw(j,
		    judge_warn(j, "", "there are no audit rules (in the files of this root)"),
		    "rules", "/etc/audit", "no rule files", "a rule for it");
		return;
	}
	if (!judge_can_read(j, &a->files_origin))
		return;
	if (a->files_distrusted != NULL)
		rules.remark =
		    judge_fmt(j, " (%s is not counted: it is no file that only root may write to)",
			a->files_distrusted);
	if (a->files_switch_off)
		judge_saw(j, judge_warn(j, "", "the rule files switch auditing off"), "rules",
		    "/etc/audit", "-e 0", "-e 1 or -e 2");
	else
		judge_rules(j, f, &rules, path, directory);
}

static void
audited(struct judge *j, const struct facts *f, const void *arg)
{
	const struct audited *what = arg;
	struct places places = find_places(j, f, what->place), sockets = { .n = 0 };

	if (what->place == PLACE_SOCKET_UNIT)
		sockets = find_places(j, f, PLACE_API_SOCKETS);
	for (size_t i = 0; i < places.n + sockets.n; i++) {
		const struct file_facts *file =
		    i < places.n ? places.v[i] : sockets.v[i - places.n];

		judge_about_file(j, file->real);
		if (!judge_can_read(j, &file->origin) || !is_engines_kernel(j, f))
			continue;
		if (f->host.audit.kernel_origin.state == DOC_OK)
			judge_loaded(j, f, file->real, what->directory);
		else if (f->host.audit.kernel_origin.state == DOC_NOT_HERE)
			judge_configured(j, f, file->real, what->directory);
		else
			judge_can_read(j, &f->host.audit.kernel_origin);
	}
	if (places.n + sockets.n == 0 && places.why_none != NULL)
		judge_skip(j, "%s", places.why_none);
}

/* ---- the audit itself ----------------------------------------------------------------------- */

/* Gives the verdict itself where the audit's state is not known. */
static bool
knows_audit(struct judge *j, const struct facts *f)
{
	const struct audit_facts *a = &f->host.audit;

	return judge_can_read(j, &a->kernel_origin) && is_engines_kernel(j, f) &&
	       judge_knows(j, a->enabled.seen, false, "enabled", &a->kernel_origin);
}

static bool
is_off(struct judge *j, const struct facts *f)
{
	if (f->host.audit.enabled.v == 0)
		judge_skip(j, "auditing is switched off: see H-14");
	return f->host.audit.enabled.v == 0;
}

static void
audit_daemon(struct judge *j, const struct facts *f, const void *arg)
{
	const struct audit_facts *a = &f->host.audit;

	(void)arg;
	if (!knows_audit(j, f))
		return;
	if (a->enabled.v == 0) {
		judge_saw(j, judge_warn(j, "enabled", "auditing is switched off in the kernel"),
		    "enabled", a->kernel_origin.source, "0", "1 or 2");
		return;
	}
	if (!judge_knows(j, a->daemon_pid.seen, false, "pid", &a->kernel_origin))
		return;
	judge_saw(j,
	    a->daemon_pid.v > 0
		? judge_pass(j, "an audit daemon receives the kernel's records")
		: judge_warn(
		      j, "", "no audit daemon receives the records: they end in the kernel log"),
	    "pid", a->kernel_origin.source, number_text(j, &a->daemon_pid),
	    "the process id of auditd");
}

static void
audit_locked(struct judge *j, const struct facts *f, const void *arg)
{
	const struct audit_facts *a = &f->host.audit;

	(void)arg;
	if (!knows_audit(j, f) || is_off(j, f))
		return;
	judge_saw(j,
	    a->enabled.v == 2 ? judge_pass(j, "the audit rules are locked until the next start")
			      : judge_warn(j, "", "who becomes root may change the audit rules"),
	    "enabled", a->kernel_origin.source, number_text(j, &a->enabled), "2 (locked)");
}

static void
audit_lost(struct judge *j, const struct facts *f, const void *arg)
{
	const struct audit_facts *a = &f->host.audit;
	struct finding *found;

	(void)arg;
	if (!knows_audit(j, f) || is_off(j, f) ||
	    !judge_knows(j, a->lost.seen, false, "lost", &a->kernel_origin))
		return;
	found = a->lost.v == 0
		    ? judge_pass(j, "no audit record was lost")
		    : judge_warn(j, "", "%lld audit records were lost", (long long)a->lost.v);
	judge_saw(j, found, "lost", a->kernel_origin.source, number_text(j, &a->lost), "0");
	if (a->lost.v > 0)
		judge_saw(j, found, "backlog_limit", a->kernel_origin.source,
		    number_text(j, &a->backlog_limit), "");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "1.1.3", .title = "Changes to the dockerd program are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .level = 1, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.3", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_DOCKERD,
	  .arg = &(const struct audited){ PLACE_DOCKERD, false }, .once = audited },
	{ .id = "1.1.4", .title = "Changes to /run/containerd are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .level = 1, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F dir=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.4", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_CONTAINERD,
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
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct audited){ PLACE_ETC_DOCKER, true }, .once = audited },
	{ .id = "1.1.7", .title = "Changes to docker.service are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.7", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct audited){ PLACE_SERVICE, false }, .once = audited },
	{ .id = "1.1.8", .title = "Changes to the containerd socket are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.8", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_CONTAINERD,
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
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct audited){ PLACE_DEFAULT, false }, .once = audited },
	{ .id = "1.1.11", .title = "Changes to daemon.json are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.11", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct audited){ PLACE_DAEMON_JSON, false }, .once = audited },
	{ .id = "1.1.12", .title = "Changes to containerd's configuration are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.12", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_CONTAINERD,
	  .arg = &(const struct audited){ PLACE_CONTAINERD_CONFIG, false }, .once = audited },
	{ .id = "1.1.13", .title = "Changes to /etc/sysconfig/docker are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.13", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct audited){ PLACE_SYSCONFIG, false }, .once = audited },
	{ .id = "1.1.14", .title = "Changes to the containerd program are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.14", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_CONTAINERD,
	  .arg = &(const struct audited){ PLACE_CONTAINERD, false }, .once = audited },
	{ .id = "1.1.15", .title = "Changes to containerd-shim are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.15", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_CONTAINERD,
	  .arg = &(const struct audited){ PLACE_SHIM, false }, .once = audited },
	{ .id = "1.1.16", .title = "Changes to containerd-shim-runc-v1 are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.16", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_CONTAINERD,
	  .arg = &(const struct audited){ PLACE_SHIM_V1, false }, .once = audited },
	{ .id = "1.1.17", .title = "Changes to containerd-shim-runc-v2 are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.17", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_CONTAINERD,
	  .arg = &(const struct audited){ PLACE_SHIM_V2, false }, .once = audited },
	{ .id = "1.1.18", .title = "Changes to runc are audited",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2, .needs = AUDIT_NEEDS,
	  .rationale = "Only an audit record tells later who changed what the engine trusts.",
	  .remedy = "Add to /etc/audit/rules.d/docker.rules: -a always,exit -F path=FILE -F perm=wa -F key=docker; then augenrules --load.",
	  .refs = REFS("CIS Docker 1.6.0 1.1.18", "NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .arg = &(const struct audited){ PLACE_RUNC, false }, .once = audited },
};

static const struct check state_checks[] = {
	{ .id = "H-14", .title = "An audit daemon receives the kernel's records",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO | NEEDS_AUDIT,
	  .rationale = "Rules record nothing while auditing is off, and without auditd the records go to the kernel log, which forgets.",
	  .remedy = "Install and start auditd (systemctl enable --now auditd); take audit=0 off the kernel's command line.",
	  .refs = REFS("NIST 800-53 AU-12", "NIST 800-190 4.5"),
	  .once = audit_daemon },
	{ .id = "H-15", .title = "The audit rules cannot be changed while the host runs",
	  .scope = SCOPE_HOST, .severity = SEVERITY_INFO, .needs = NEEDS_INFO | NEEDS_AUDIT,
	  .rationale = "An intruder who becomes root takes the rules away first; locked rules stay until a restart, which is seen.",
	  .remedy = "Put -e 2 at the end of the last file in /etc/audit/rules.d, and restart the host.",
	  .refs = REFS("NIST 800-53 AU-9", "NIST 800-190 4.5"),
	  .once = audit_locked },
	{ .id = "H-16", .title = "No audit records were lost",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .needs = NEEDS_INFO | NEEDS_AUDIT,
	  .rationale = "A full backlog drops records silently: what happened then is on no record.",
	  .remedy = "Raise the backlog (-b 8192 in /etc/audit/rules.d), and narrow rules that record too much.",
	  .refs = REFS("NIST 800-53 AU-5", "NIST 800-190 4.5"),
	  .once = audit_lost },
};
/* clang-format on */

const struct check_table checks_host_audit = CHECK_TABLE(checks);
const struct check_table checks_host_audit_state = CHECK_TABLE(state_checks);
