/*
 * collect_guarded.c: owners and modes of what acts with the engine's rights: programs, plugins,
 * device and profile files, Compose files; and of the directories above all that. It may not judge
 * them.
 */
#include "config.h"

#include "collect_internal.h"

#include <string.h>

#include "facts/guarded.h"

#define PARENTS_MAX 512
#define DEPTH_MAX 40

const char *const guarded_dirs[] = { "/etc/docker/plugins", "/usr/lib/docker/plugins",
	"/run/docker/plugins", "/etc/cdi", "/run/cdi", "/etc/nri", "/opt/nri/plugins",
	"/usr/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins",
	"/usr/local/libexec/docker/cli-plugins", "/usr/local/lib/docker/cli-plugins", NULL };

static int
emit_dir(struct collector *c, const char *path, struct err *err)
{
	if (collector_file(c, path, false, err) < 0)
		return -1;
	return collector_tree(c, path, err);
}

/* Compose's label names them; who can write them decides what comes up next. */
static int
emit_compose_files(struct collector *c, struct err *err)
{
	struct path_list dirs = { 0 };

	for (size_t i = 0; i < c->compose_files.n; i++) {
		const char *path = c->compose_files.v[i], *slash = strrchr(path, '/');

		if (collector_file(c, path, false, err) < 0)
			return -1;
		path_list_add(c, &dirs,
		    slash == path ? "/" : arena_strndup(c->arena, path, (size_t)(slash - path)));
	}
	for (size_t i = 0; i < dirs.n; i++) {
		if (collector_file(c, dirs.v[i], false, err) < 0)
			return -1;
	}
	return 0;
}

int
collect_guarded(struct collector *c, struct err *err)
{
	struct arena *a = arena_new();
	struct document profiles = host_tree_of(c->host, a, "/etc/apparmor.d", "docker");
	int result = collector_emit(c, &profiles, err);

	for (size_t i = 0; result == 0 && guarded_dirs[i] != NULL; i++)
		result = emit_dir(c, guarded_dirs[i], err);
	for (size_t i = 0; result == 0 && i < c->cdi_dirs.n; i++)
		result = emit_dir(c, c->cdi_dirs.v[i], err);
	if (result == 0)
		result = collector_emit_cut(c, err);
	if (result == 0)
		result = collector_file(c, "/etc/docker/key.json", false, err);
	if (result == 0)
		result = emit_compose_files(c, err);
	arena_free(a);
	return result;
}

static void
add_parents_of(struct collector *c, struct path_list *paths, const char *path)
{
	char *dir = arena_strdup(c->arena, path), *slash;

	for (int depth = 0; depth < DEPTH_MAX && (slash = strrchr(dir, '/')) != NULL; depth++) {
		*slash = '\0';
		if (paths->n < PARENTS_MAX)
			path_list_add(c, paths, dir[0] != '\0' ? dir : "/");
	}
}

/* Of files that are there, as they are called and as they are after links. */
void
add_parents(struct collector *c, struct path_list *paths)
{
	const struct path_list *lists[] = { paths, &c->read };
	size_t n[] = { paths->n, c->read.n }; /* not those that are added meanwhile */

	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < n[k]; i++) {
			const char *real = host_real(c->host, c->arena, lists[k]->v[i]);

			if (real == NULL)
				continue;
			add_parents_of(c, paths, lists[k]->v[i]);
			if (strcmp(real, lists[k]->v[i]) != 0)
				add_parents_of(c, paths, real);
		}
	}
}
