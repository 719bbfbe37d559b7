/*
 * host_tree.c: what lies in directories of the scanned host. It may not judge it, nor leave the
 * root.
 */
#include "config.h"

#include "host_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define TREE_DEPTH 4

struct tree {
	struct host *host;
	struct arena *arena;
	const char
	    *prefix; /* of names in the directory itself; then nothing below it is looked at */
	const char **paths;
	size_t n, cap;
	int error; /* errno of the first directory that could not be read */
};

static DIR *
open_dir(struct host *h, const char *dir)
{
	int fd = host_open(h, dir, O_RDONLY | O_DIRECTORY | O_NONBLOCK), error;
	DIR *d = fd < 0 ? NULL : fdopendir(fd);

	if (d == NULL && fd >= 0) {
		error = errno;
		close(fd);
		errno = error;
	}
	return d;
}

static bool
is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Not every file system says the type in its directories. */
static bool
is_dir(DIR *d, const struct dirent *entry)
{
	struct stat st;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_DIR;
	return fstatat(dirfd(d), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISDIR(st.st_mode);
}

static void
walk(struct tree *t, const char *dir, int depth)
{
	DIR *d = open_dir(t->host, dir);
	struct dirent *entry;

	if (d == NULL) {
		/* A directory below that went away meanwhile is no problem. */
		if (t->error == 0 && (depth == 0 || errno != ENOENT))
			t->error = errno;
		return;
	}
	while ((entry = readdir(d)) != NULL) {
		if (is_dots(entry->d_name) ||
		    (t->prefix != NULL &&
			strncmp(entry->d_name, t->prefix, strlen(t->prefix)) != 0))
			continue;
		if (t->n == HOST_TREE_MAX || (depth == TREE_DEPTH && is_dir(d, entry))) {
			t->error = EFBIG;
			break;
		}
		t->paths = arena_grow(t->arena, t->paths, t->n, &t->cap, sizeof *t->paths);
		t->paths[t->n++] = arena_printf(t->arena, "%s/%s", dir, entry->d_name);
		if (t->prefix == NULL && is_dir(d, entry))
			walk(t, t->paths[t->n - 1], depth + 1);
	}
	closedir(d);
}

static struct tree
walk_sorted(struct host *h, struct arena *a, const char *dir, const char *prefix)
{
	struct tree t = { .host = h, .arena = a, .prefix = prefix };

	walk(&t, dir, 0);
	if (t.n > 0)
		qsort(t.paths, t.n, sizeof *t.paths, text_compare);
	return t;
}

/* One entry as it is; of a link, also what it leads to. 0, or errno. */
static int
add_entry(struct host *h, struct arena *a, cJSON *list, const char *path)
{
	int fd = host_open(h, path, O_PATH | O_NOFOLLOW), error;
	struct stat st;
	cJSON *o;

	if (fd < 0 || fstat(fd, &st) != 0) {
		error = errno;
		if (fd >= 0)
			close(fd);
		return error == ENOENT ? 0 : error; /* gone since the directory was read */
	}
	o = host_describe(h, a, fd, path, &st);
	close(fd);
	if (S_ISLNK(st.st_mode))
		cJSON_AddItemToObject(o, "target", host_entry(h, a, path, NULL, NULL));
	cJSON_AddItemToArray(list, o);
	return 0;
}

static struct document
tree(struct host *h, struct arena *a, const char *path, const char *prefix)
{
	struct document doc = host_document(h, a, "tree", path);
	struct tree t = walk_sorted(h, a, path, prefix);
	cJSON *list = cJSON_CreateArray();

	for (size_t i = 0; i < t.n && t.error == 0; i++)
		t.error = add_entry(h, a, list, t.paths[i]);
	if (t.error != 0) {
		host_set_problem(&doc, a, t.error);
		cJSON_Delete(list);
		return doc;
	}
	document_set_json(&doc, a, list);
	return doc;
}

struct document
host_tree(struct host *h, struct arena *a, const char *path)
{
	return tree(h, a, path, NULL);
}

struct document
host_tree_of(struct host *h, struct arena *a, const char *path, const char *prefix)
{
	return tree(h, a, path, prefix);
}

const char *const *
host_list(struct host *h, struct arena *a, const char *dir, size_t max, size_t *left_out)
{
	DIR *d = open_dir(h, dir);
	struct dirent *entry;
	const char **names = NULL;
	size_t n = 0, cap = 0;

	*left_out = 0;
	if (d == NULL)
		return NULL;
	while ((entry = readdir(d)) != NULL) {
		if (is_dots(entry->d_name))
			continue;
		if (n == max) {
			++*left_out;
			continue;
		}
		names = arena_grow(a, names, n, &cap, sizeof *names);
		names[n++] = arena_strdup(a, entry->d_name);
	}
	closedir(d);
	if (n > 0)
		qsort(names, n, sizeof *names, text_compare);
	names = arena_grow(a, names, n, &cap, sizeof *names);
	names[n] = NULL;
	return names;
}

const char *const *
host_names(struct host *h, struct arena *a, const char *dir, const char *suffix)
{
	struct tree t = walk_sorted(h, a, dir, NULL);
	const char **names = arena_alloc(a, sizeof *names * (t.n + 1));
	size_t n = 0, k = strlen(suffix);

	for (size_t i = 0; i < t.n; i++) {
		size_t length = strlen(t.paths[i]);

		if (length >= k && strcmp(t.paths[i] + length - k, suffix) == 0)
			names[n++] = t.paths[i];
	}
	return names;
}
