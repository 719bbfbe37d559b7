/*
 * guard.c: owner and mode of one file against what they may be. It may not know whose file it is.
 */
#include "config.h"

#include "guard.h"

#include <stdlib.h>
#include <string.h>

#include "paths.h"

/* With user namespaces the data root is called UID.GID after the user who is root in containers. */
static bool
is_remapped_root(const struct facts *f, int64_t uid)
{
	const char *root = f->engine.root_dir.seen == SEEN ? f->engine.root_dir.v : "";
	const char *name = strrchr(root, '/');
	char *end;
	long long remapped;

	if (name == NULL || strspn(name + 1, "0123456789") == 0)
		return false;
	remapped = strtoll(name + 1, &end, 10);
	return *end == '.' && remapped == uid;
}

static bool
may_own(const struct facts *f, const struct guard *g, int64_t uid)
{
	if (g->any_owner || is_daemon_user(f, uid) || is_remapped_root(f, uid))
		return true;
	for (size_t i = 0; i < g->n_users; i++) {
		if (g->users[i].uid == uid)
			return true;
	}
	return false;
}

static const char *
owner_of(struct judge *j, const struct file_facts *file)
{
	return judge_fmt(j, "%lld:%lld (%s:%s)", (long long)file->uid, (long long)file->gid,
	    file->owner ? file->owner : "no name", file->group ? file->group : "no name");
}

static void
saw_owner(
    struct judge *j, struct finding *found, const struct file_facts *file, const struct guard *g)
{
	if (!g->any_owner)
		judge_saw(j, found, "owner", file->origin.source, owner_of(j, file),
		    g->n_users > 0  ? judge_fmt(j, "%s, or root", g->users[0].name)
		    : g->root_group ? "root:root"
				    : "root");
}

static void
saw_mode(
    struct judge *j, struct finding *found, const struct file_facts *file, const struct guard *g)
{
	judge_saw(j, found, "mode", file->origin.source, judge_fmt(j, "%04o", file->mode),
	    judge_fmt(j, "none of the bits %04o", g->forbidden));
}

void
judge_guard(
    struct judge *j, const struct facts *f, const struct file_facts *file, const struct guard *g)
{
	bool owner, mode;
	struct finding *found;

	if (file->origin.state == DOC_GONE)
		return;
	judge_about_file(j, file->real);
	if (!judge_can_read(j, &file->origin))
		return;
	owner = may_own(f, g, file->uid) && (!g->root_group || file->uid != 0 || file->gid == 0);
	mode = (file->mode & g->forbidden) == 0;
	if (owner && mode) {
		found = g->any_owner
			    ? judge_pass(j, "has mode %04o", file->mode)
			    : judge_pass(j, "belongs to %s, and has mode %04o",
				  file->owner ? file->owner : owner_of(j, file), file->mode);
		saw_owner(j, found, file, g);
		saw_mode(j, found, file, g);
	}
	if (!owner)
		saw_owner(j, judge_warn(j, "owner", "belongs to %s", owner_of(j, file)), file, g);
	if (!mode)
		saw_mode(j, judge_warn(j, "mode", "has mode %04o", file->mode), file, g);
}

bool
judge_guarded_tree(struct judge *j, const struct facts *f, const char *dir, const struct guard *g)
{
	struct file_list tree = facts_tree(f, dir);
	bool some = false;

	if (tree.origin.state == DOC_GONE)
		return false;
	judge_about_file(j, dir);
	if (!judge_can_read(j, &tree.origin))
		return true;
	for (size_t i = 0; i < tree.n; i++) {
		const struct file_facts *file = &tree.v[i];

		if (file->target != NULL)
			file = file->target;
		some = some || file->origin.state != DOC_GONE;
		judge_guard(j, f, file, g);
	}
	return some;
}

bool
judge_can_see_homes(struct judge *j, const struct facts *f)
{
	if (!judge_can_read(j, &f->host.homes_origin))
		return false;
	if (f->host.homes_left_out > 0)
		judge_error(j, "%lld more home directories were not looked at",
		    (long long)f->host.homes_left_out);
	return true;
}

bool
judge_can_see_home(struct judge *j, const struct home_facts *home)
{
	judge_about_file(j, home->dir);
	if (!judge_can_read(j, &home->origin))
		return false;
	if (home->cut)
		judge_error(j, "has more files of docker clients than are looked at");
	return true;
}

size_t
judge_unreadable(struct judge *j, const struct home_facts *home, const char *part)
{
	const char *path = home_path(j, home, part);
	size_t n = strlen(path), found = 0;

	for (size_t i = 0; i < home->n_files; i++) {
		const struct file_facts *file = &home->files[i];

		if (file->origin.state == DOC_OK || strncmp(file->path, path, n) != 0)
			continue;
		found++;
		judge_about_file(j, file->path);
		judge_can_read(j, &file->origin);
	}
	return found;
}

const char *
home_path(struct judge *j, const struct home_facts *home, const char *below)
{
	return judge_fmt(j, "%s/%s", strcmp(home->dir, "/") == 0 ? "" : home->dir, below);
}

bool
is_new(const struct facts *f, struct judged *seen, const char *path)
{
	for (size_t i = 0; i < seen->n; i++) {
		if (strcmp(seen->v[i], path) == 0)
			return false;
	}
	seen->v = arena_grow(f->arena, seen->v, seen->n, &seen->cap, sizeof *seen->v);
	seen->v[seen->n++] = path;
	return true;
}
