/*
 * facts_files.c: finds files of the host and what lies in directories, and follows links of paths
 * as far as the scan has seen them. It may not judge.
 */
#include "config.h"

#include "facts_internal.h"

#include <stdlib.h>
#include <string.h>

#define PATH_DEPTH 40

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(((const struct file_facts *)a)->path, ((const struct file_facts *)b)->path);
}

static int
how_much_is_known(const struct file_facts *f)
{
	return (f->content.seen == SEEN) * 2 + (f->origin.state == DOC_OK);
}

/* A file may have been asked for twice: the document that says more comes first. */
static int
compare_files(const void *a, const void *b)
{
	int order = compare_paths(a, b);

	return order != 0 ? order : how_much_is_known(b) - how_much_is_known(a);
}

void
sort_files(struct workings *w)
{
	size_t kept = 0;

	if (w->n_files > 1)
		qsort(w->files, w->n_files, sizeof *w->files, compare_files);
	for (size_t i = 0; i < w->n_files; i++) {
		if (i == 0 || strcmp(w->files[i].path, w->files[kept - 1].path) != 0)
			w->files[kept++] = w->files[i];
	}
	w->n_files = kept;
	w->files_sorted = true;
}

struct file_facts *
find_file(const struct facts *f, const char *path)
{
	struct workings *w = workings_of(f);
	struct file_facts key = { .path = path };

	if (w->files_sorted)
		return w->n_files == 0
			   ? NULL
			   : bsearch(&key, w->files, w->n_files, sizeof *w->files, compare_paths);
	for (size_t i = 0; i < w->n_files; i++) {
		if (strcmp(w->files[i].path, path) == 0)
			return &w->files[i];
	}
	return NULL;
}

const struct file_facts *
facts_file(const struct facts *f, const char *path)
{
	const struct file_facts *file = find_file(f, path);
	struct file_facts *none;

	if (file != NULL)
		return file;
	none = arena_alloc(f->arena, sizeof *none);
	none->path = none->real = arena_strdup(f->arena, path);
	none->origin = workings_of(f)->no_host;
	none->origin.source = none->path;
	none->content_origin = none->origin;
	return none;
}

struct file_list
facts_tree(const struct facts *f, const char *dir)
{
	const struct workings *w = workings_of(f);

	for (size_t i = 0; i < w->n_trees; i++) {
		if (strcmp(w->trees[i].dir, dir) == 0)
			return w->trees[i].list;
	}
	return (struct file_list){ .origin = { w->no_host.state, dir, w->no_host.problem } };
}

const char *
map_get(const struct fact_map *m, const char *name)
{
	for (size_t i = 0; m->seen == SEEN && i < m->n; i++) {
		if (strcmp(m->v[i].name, name) == 0)
			return m->v[i].value;
	}
	return NULL;
}

/* How much of path[0..n) is left without its last component. */
static size_t
parent_length(const char *path, size_t n)
{
	while (n > 0) {
		n--;
		if (path[n] == '/')
			break;
	}
	return n;
}

/* Puts the components of `path` behind out[0..*n), resolving "." and "..". */
static void
normalise(char *out, size_t *n, const char *path)
{
	while (*path != '\0') {
		size_t length = strcspn(path, "/");

		if (length == 2 && strncmp(path, "..", 2) == 0) {
			*n = parent_length(out, *n);
		} else if (length > 0 && !(length == 1 && *path == '.')) {
			out[(*n)++] = '/';
			memcpy(out + *n, path, length);
			*n += length;
		}
		path += length;
		path += strspn(path, "/");
	}
	out[*n] = '\0';
}

const char *
facts_resolve_path(const struct facts *f, const char *path)
{
	char *out = arena_alloc(f->arena, strlen(path) + 2);
	size_t n = 0;

	/* Relative ones are in a Compose project, wherever that is: they mean nothing on a host. */
	if (path[0] != '/')
		return arena_strdup(f->arena, path);
	normalise(out, &n, path);
	for (size_t end = n, depth = 0; end > 0 && depth < PATH_DEPTH; depth++) {
		const struct file_facts *file;
		char saved = out[end];

		out[end] = '\0';
		file = find_file(f, out);
		out[end] = saved;
		if (file != NULL && file->origin.state == DOC_OK &&
		    strcmp(file->real, file->path) != 0)
			return arena_printf(f->arena, "%s%s",
			    strcmp(file->real, "/") == 0 ? "" : file->real, out + end);
		end = parent_length(out, end);
	}
	return n > 0 ? out : "/";
}
