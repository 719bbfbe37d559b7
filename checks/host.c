/*
 * host.c: section 1, the host: its disks and its users. Reads facts only.
 */
#include "config.h"

#include "host_checks.h"
#include "paths.h"
#include "runtime.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

bool
is_engines_kernel(struct judge *j, const struct facts *f)
{
	const struct fact_str *engines = &f->engine.running_kernel;

	if (engines->seen != SEEN || f->host.kernel.release[0] == '\0' ||
	    strcmp(engines->v, f->host.kernel.release) == 0)
		return true;
	judge_skip(j,
	    "the engine runs below another kernel (%s) than this machine (%s): scan there",
	    engines->v, f->host.kernel.release);
	return false;
}

const char *
number_text(struct judge *j, const struct fact_int *n)
{
	return n->seen == SEEN ? judge_fmt(j, "%lld", (long long)n->v) : "not seen";
}

/* ---- 1.1.1 ---------------------------------------------------------------------------------- */

static const struct mount_facts *
mount_of(const struct facts *f, const char *path)
{
	const struct mount_facts *best = NULL;

	/* Of two mounts on one place the later one is seen. */
	for (size_t i = 0; i < f->host.n_mounts; i++) {
		const struct mount_facts *m = &f->host.mounts[i];

		if (path_within(path, m->mount_point) &&
		    (best == NULL || strlen(m->mount_point) >= strlen(best->mount_point)))
			best = m;
	}
	return best;
}

/* With user namespaces the engine keeps its data in ROOT/UID.GID: the mount is that of ROOT. */
static const char *
without_remap(struct judge *j, const struct facts *f, const char *path)
{
	const char *last = strrchr(path, '/');

	if (engine_security_option(&f->engine, "userns") == NULL || last == NULL || last == path ||
	    strspn(last + 1, "0123456789.") != strlen(last + 1) || strchr(last, '.') == NULL)
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
	if (!judge_can_read(j, &facts_file(f, f->engine.root_dir.v)->origin))
		return; /* the mounts may be those of another system */
	path = without_remap(j, f, facts_resolve_path(f, f->engine.root_dir.v));
	data = mount_of(f, path);
	root = mount_of(f, "/");
	if (data == NULL || root == NULL) {
		judge_error(j, "no mount holds %s: the mounts are those of another system", path);
		return;
	}
	separate = strcmp(data->mount_point, path) == 0 && strcmp(data->device, root->device) != 0;
	judge_saw(j,
	    separate ? judge_pass(j, "%s has a filesystem of its own", path)
	    : strcmp(data->mount_point, path) == 0
		? judge_warn(j, "", "%s is mounted, but from the host's own filesystem", path)
		: judge_warn(j, "", "%s shares its filesystem with %s", path, data->mount_point),
	    "mount", f->host.mounts_origin.source,
	    judge_fmt(j, "%s on %s (device %s)", data->source, data->mount_point, data->device),
	    judge_fmt(j, "a device of its own, mounted on %s", path));
}

/* ---- 1.1.2 ---------------------------------------------------------------------------------- */

struct user {
	const char *name, *how, *socket;
};

struct users {
	struct arena *arena;
	struct user *v;
	size_t n, cap;
};

static void
add_user(struct users *u, const char *name, const char *how, const char *socket)
{
	u->v = arena_grow(u->arena, u->v, u->n, &u->cap, sizeof *u->v);
	u->v[u->n++] = (struct user){ name, how, socket };
}

/* A group may be written in several lines, and be somebody's first group without naming them. */
static void
add_group(struct users *u, const struct facts *f, int64_t gid, const char *socket)
{
	for (size_t i = 0; i < f->host.n_groups; i++) {
		const struct group *g = &f->host.groups[i];

		for (size_t k = 0; g->gid == gid && k < g->n; k++)
			add_user(u, g->members[k], "member of the socket's group", socket);
	}
	for (size_t i = 0; i < f->host.n_accounts; i++) {
		const struct account *a = &f->host.accounts[i];

		if (a->gid == gid && a->uid != 0)
			add_user(u, a->name, "the socket's group is their first", socket);
	}
}

static const char *
name_of_uid(struct judge *j, const struct facts *f, int64_t uid)
{
	for (size_t i = 0; i < f->host.n_accounts; i++) {
		if (f->host.accounts[i].uid == uid)
			return f->host.accounts[i].name;
	}
	return judge_fmt(j, "user %lld", (long long)uid);
}

static int
compare_users(const void *a, const void *b)
{
	return strcmp(((const struct user *)a)->name, ((const struct user *)b)->name);
}

static void
judge_user(struct judge *j, const struct facts *f, const struct user *u)
{
	const struct fact_list *trusted = &f->host.trusted_users;
	struct finding *found;

	if (trusted->seen != SEEN) {
		found = judge_note(j, u->name,
		    "%s may use the engine, which makes them root: is that wanted?", u->name);
	} else {
		bool ok = false;

		for (size_t i = 0; i < trusted->n && !ok; i++)
			ok = strcmp(trusted->v[i], u->name) == 0;
		found =
		    ok ? judge_info(j, u->name, "%s may use the engine, and is trusted", u->name)
		       : judge_warn(j, u->name,
			     "%s may use the engine, and is not among the trusted users", u->name);
	}
	judge_saw(
	    j, found, u->how, u->socket, u->name, trusted->seen == SEEN ? "a trusted user" : "");
}

/* Each of them once. */
static void
judge_users(struct judge *j, const struct facts *f, struct users *u)
{
	if (u->n > 1)
		qsort(u->v, u->n, sizeof *u->v, compare_users);
	for (size_t i = 0; i < u->n; i++) {
		if (i == 0 || strcmp(u->v[i].name, u->v[i - 1].name) != 0)
			judge_user(j, f, &u->v[i]);
	}
}

/* A host that does not run has no socket: who is in its group will use it all the same. */
static void
without_socket(struct judge *j, const struct facts *f, struct users *u)
{
	bool known;
	const char *name = setting_in_force(f, "group", &known);

	name = name != NULL ? name : "docker";
	for (size_t i = 0; i < f->host.n_groups; i++) {
		if (strcmp(f->host.groups[i].name, name) == 0)
			add_group(u, f, f->host.groups[i].gid, "/etc/group");
	}
	judge_users(j, f, u);
	if (u->n == 0)
		judge_skip(j, "there is no socket of the engine, and nobody in a group %s", name);
}

/* Whoever may write to these may make themselves a member. */
static size_t
judge_database(struct judge *j, const struct facts *f, const char *path)
{
	const struct file_facts *file = facts_file(f, path);
	bool group = (file->mode & 020) != 0 && file->gid != 0;

	if (file->uid == 0 && (file->mode & 002) == 0 && !group)
		return 0;
	judge_saw(j,
	    judge_warn(j, path, "others than root may write to %s, and so become members", path),
	    "mode", path,
	    judge_fmt(j, "%04o, uid %lld, gid %lld", file->mode, (long long)file->uid,
		(long long)file->gid),
	    "0644, root's");
	return 1;
}

static size_t
judge_socket(struct judge *j, const struct facts *f, const struct file_facts *s, struct users *u)
{
	if (s->uid != 0 && engine_security_option(&f->engine, "rootless") == NULL)
		add_user(u, name_of_uid(j, f, s->uid), "owner of the socket", s->path);
	if (s->mode & 020)
		add_group(u, f, s->gid, s->path);
	if ((s->mode & 002) == 0)
		return 0;
	judge_saw(j, judge_warn(j, s->path, "every user may use the engine through %s", s->path),
	    "mode", judge_fmt(j, "file:%s", s->path), judge_fmt(j, "%04o", s->mode), "0660");
	return 1;
}

static void
trusted_users(struct judge *j, const struct facts *f, const void *arg)
{
	struct places sockets = find_places(j, f, PLACE_API_SOCKETS);
	struct users u = { .arena = f->arena };
	size_t open = 0;
	struct finding *found;

	(void)arg;
	if (!judge_can_read(j, &f->host.accounts_origin))
		return;
	if (sockets.n == 0) {
		without_socket(j, f, &u);
		return;
	}
	for (size_t i = 0; i < sockets.n; i++) {
		if (!judge_can_read(j, &sockets.v[i]->origin))
			return;
		open += judge_socket(j, f, sockets.v[i], &u);
	}
	open += judge_database(j, f, "/etc/group") + judge_database(j, f, "/etc/passwd");
	judge_users(j, f, &u);
	if (f->host.nss_is_files.seen != SEEN || !f->host.nss_is_files.v) {
		judge_error(j, "users come from a directory service too, which was not asked");
	} else if (u.n == 0 && open == 0) {
		found = judge_pass(j, "nobody but root may use %s", sockets.v[0]->path);
		judge_saw(j, found, "content", "file:/etc/group",
		    judge_fmt(j, "group %lld has no members", (long long)sockets.v[0]->gid),
		    "none, or trusted ones");
		judge_saw(j, found, "mode", judge_fmt(j, "file:%s", sockets.v[0]->path),
		    judge_fmt(j, "%04o", sockets.v[0]->mode), "0660");
	}
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
};
/* clang-format on */

const struct check_table checks_host = CHECK_TABLE(checks);
