/*
 * compose.c: paths in a Compose project, and the files that it names. It reads nothing itself.
 */
#include "config.h"

#include "compose_internal.h"

#include <string.h>

/* ---- paths ---------------------------------------------------------------------------------- */

const char *
compose_join(struct arena *a, const char *directory, const char *path)
{
	const char *joined = path[0] == '/' ? path : arena_printf(a, "%s/%s", directory, path);
	bool absolute = joined[0] == '/';
	char *out = arena_alloc(a, strlen(joined) + 2);
	size_t n = 0;

	while (*joined != '\0') {
		size_t length = strcspn(joined, "/"), last = n;

		while (last > 0 && out[last - 1] != '/')
			last--;
		if (length == 2 && strncmp(joined, "..", 2) == 0 &&
		    (absolute || (n > 0 && strncmp(out + last, "..", n - last) != 0))) {
			n = last > 0 ? last - 1 : 0;
		} else if (length > 0 && !(length == 1 && *joined == '.')) {
			if (n > 0 || absolute)
				out[n++] = '/';
			memcpy(out + n, joined, length);
			n += length;
		}
		out[n] = '\0';
		joined += length;
		joined += strspn(joined, "/");
	}
	return n > 0 ? out : absolute ? "/" : ".";
}

const char *
compose_directory(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return ".";
	return slash == path ? "/" : arena_strndup(a, path, (size_t)(slash - path));
}

bool
compose_is_remote(const char *path)
{
	return strstr(path, "://") != NULL || strncmp(path, "oci:", 4) == 0 ||
	       strncmp(path, "git@", 4) == 0 || strncmp(path, "github.com/", 11) == 0;
}

const char *
compose_path(struct arena *a, const struct compose_project *p, const struct yaml *v)
{
	for (size_t i = 0; i < p->n_places; i++) {
		if (p->places[i].source == v->source)
			return compose_join(a, p->places[i].directory, v->text);
	}
	return compose_join(a, p->directory, v->text);
}

/* ---- files that are only looked at ---------------------------------------------------------- */

const struct yaml *const *
compose_env_files(struct arena *a, const struct yaml *service)
{
	const struct yaml *v = yaml_get(service, "env_file");
	const struct yaml **files = arena_alloc(a, ((v != NULL ? v->n : 0) + 2) * sizeof *files);
	size_t n = 0;

	if (yaml_str(v).seen == SEEN)
		files[n++] = v;
	for (size_t i = 0; v != NULL && v->kind == YAML_LIST && i < v->n; i++) {
		const struct yaml *item = v->items[i];
		const struct yaml *path = item->kind == YAML_MAP ? yaml_get(item, "path") : item;

		if (path != NULL && path->kind == YAML_SCALAR)
			files[n++] = path;
	}
	return files;
}

struct names {
	size_t n, cap;
	const char **v;
};

static void
add_name(struct arena *a, struct names *names, const char *path)
{
	if (names->n >= COMPOSE_MAX_FILES)
		return;
	for (size_t i = 0; i < names->n; i++) {
		if (strcmp(names->v[i], path) == 0)
			return;
	}
	names->v = arena_grow(a, names->v, names->n, &names->cap, sizeof *names->v);
	names->v[names->n++] = path;
}

const char *const *
compose_files_named(struct arena *a, const struct compose_project *p)
{
	static const char *const tops[] = { "secrets", "configs", NULL };
	struct names names = { 0, 0, NULL };

	for (size_t i = 0; i < p->n_services; i++) {
		const struct yaml *const *files = compose_env_files(a, p->services[i].tree);

		for (; *files != NULL; files++) {
			if (yaml_str(*files).seen == SEEN)
				add_name(a, &names, compose_path(a, p, *files));
		}
	}
	for (size_t t = 0; tops[t] != NULL; t++) {
		const struct yaml *top = yaml_get(p->model, tops[t]);

		for (size_t i = 0; top != NULL && top->kind == YAML_MAP && i < top->n; i++) {
			const struct yaml *file = yaml_get(top->members[i].value, "file");

			if (yaml_str(file).seen == SEEN)
				add_name(a, &names, compose_path(a, p, file));
		}
	}
	names.v = arena_grow(a, names.v, names.n, &names.cap, sizeof *names.v);
	names.v[names.n] = NULL;
	return names.v;
}
