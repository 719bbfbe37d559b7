/*
 * collect_state.c: owners and modes of what lies below the data root and containerd's directories,
 * and containerd's configuration, which says where those are. It may not judge them.
 */
#include "config.h"

#include "collect_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syntax/toml.h"

#define IMPORTS_MAX 64
/* Directories of containers that are looked into. All files of a kind are told as one. */
#define CONTAINERS_MAX 2000
#define KINDS_MAX 64

/* ---- containerd ----------------------------------------------------------------------------- */

static int
import(struct collector *c, const char *pattern, struct err *err)
{
	const char *slash = strrchr(pattern, '/');
	const char *dir = arena_strndup(c->arena, pattern, (size_t)(slash - pattern));
	const char *const *names;
	size_t left_out;

	if (strpbrk(pattern, "*?[") == NULL)
		return collector_file(c, pattern, true, err);
	if (collector_tree(c, dir, err) < 0)
		return -1;
	names = host_list(c->host, c->arena, dir, IMPORTS_MAX, &left_out);
	for (size_t i = 0; names != NULL && names[i] != NULL; i++) {
		if (fnmatch(slash + 1, names[i], 0) == 0 &&
		    collector_file(c, arena_printf(c->arena, "%s/%s", dir, names[i]), true, err) <
			0)
			return -1;
	}
	return 0;
}

static const char *
text_of(const struct toml *t, const char *key, const char *otherwise)
{
	const struct toml_entry *e = toml_find(t, key);

	return e != NULL ? e->value : otherwise;
}

int
collect_containerd(struct collector *c, const char *const *words, struct err *err)
{
	const char *path = collector_flag(words, "config"), *root, *state;
	struct toml t = { 0, NULL, 0 };
	size_t len, imports = 0;
	char *text;

	for (size_t i = 0; path == NULL && words != NULL && words[i] != NULL; i++) {
		if (strcmp(words[i], "-c") == 0)
			path = words[i + 1];
	}
	if (path == NULL || path[0] != '/')
		path = "/etc/containerd/config.toml";
	if (collector_file(c, path, true, err) < 0)
		return -1;
	text = host_read(c->host, path, HOST_FILE_MAX, &len);
	if (text != NULL)
		t = toml_parse(c->arena, text);
	free(text);
	for (size_t i = 0; i < t.n; i++) {
		const char *pattern = t.v[i].value;

		if (strcmp(t.v[i].key, "imports") != 0 || imports++ == IMPORTS_MAX)
			continue;
		if (pattern[0] != '/')
			pattern = arena_printf(
			    c->arena, "%.*s/%s", (int)(strrchr(path, '/') - path), path, pattern);
		if (import(c, pattern, err) < 0)
			return -1;
	}
	root = collector_flag(words, "root");
	state = collector_flag(words, "state");
	c->containerd_root = root != NULL ? root : text_of(&t, "root", "/var/lib/containerd");
	c->containerd_state = state != NULL ? state : text_of(&t, "state", "/run/containerd");
	return 0;
}

/* ---- directories of containers -------------------------------------------------------------- */

/* Files of one kind with one owner and mode: thousands of them are one line. */
struct kind {
	const char *name;
	struct stat st;
	int error;
	long count;
	const char *example;
};

struct census {
	struct arena *arena;
	struct kind v[KINDS_MAX];
	size_t n;
	bool full;
};

static void
count(struct census *all, const char *name, const struct stat *st, int error, const char *path)
{
	for (size_t i = 0; i < all->n; i++) {
		struct kind *k = &all->v[i];

		if (strcmp(k->name, name) != 0 || k->error != error ||
		    (error == 0 && (k->st.st_mode != st->st_mode || k->st.st_uid != st->st_uid ||
				       k->st.st_gid != st->st_gid)))
			continue;
		k->count++;
		if (strcmp(path, k->example) < 0) /* the same one in any order of a directory */
			k->example = arena_strdup(all->arena, path);
		return;
	}
	if (all->n == KINDS_MAX) {
		all->full = true;
		return;
	}
	all->v[all->n++] = (struct kind){ name, error == 0 ? *st : (struct stat){ 0 }, error, 1,
		arena_strdup(all->arena, path) };
}

/* Docker's own files of one container, by the names that it gives them. */
static void
look_into(struct census *all, int dir, const char *base, const char *id)
{
	const char *const kinds[] = { "directory", "config.v2.json", "log" };
	char path[3][600];

	snprintf(path[0], sizeof path[0], "%s", id);
	snprintf(path[1], sizeof path[1], "%s/config.v2.json", id);
	snprintf(path[2], sizeof path[2], "%s/%s-json.log", id, id);
	for (size_t i = 0; i < 3; i++) {
		char full[5000];
		struct stat st;
		int error = 0;

		if (fstatat(dir, path[i], &st, AT_SYMLINK_NOFOLLOW) != 0)
			error = errno;
		if (error == ENOENT)
			continue; /* gone meanwhile, or another log driver */
		snprintf(full, sizeof full, "%s/%s", base, path[i]);
		count(all, kinds[i], &st, error, full);
	}
}

static cJSON *
kind_json(struct host *h, struct arena *a, const struct kind *k)
{
	cJSON *o;

	if (k->error != 0) {
		struct document doc;

		o = cJSON_CreateObject();
		host_set_problem(&doc, a, k->error);
		cJSON_AddStringToObject(o, "state", doc_state_name(doc.state));
		cJSON_AddStringToObject(o, "problem", doc.problem);
	} else {
		o = host_entry_of(h, a, k->example, &k->st);
	}
	cJSON_AddStringToObject(o, "kind", k->name);
	cJSON_AddNumberToObject(o, "count", (double)k->count);
	return o;
}

/* "state:containers": {"total":9,"looked_into":9,"files":[FILE with kind, count]} */
static int
collect_containers(struct collector *c, const char *dir, struct err *err)
{
	struct arena *a = arena_new();
	struct census *all = arena_alloc(a, sizeof *all);
	int fd = host_open(c->host, dir, O_RDONLY | O_DIRECTORY | O_NONBLOCK), error = errno,
	    result;
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct document doc = document_named("state:containers", dir);
	long total = 0, looked = 0;
	struct dirent *entry;
	cJSON *o, *files;

	all->arena = a;
	if (d == NULL) {
		host_set_problem(&doc, a, error);
		result = collector_emit(c, &doc, err);
		arena_free(a);
		return result;
	}
	while ((entry = readdir(d)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		total++;
		if (looked < CONTAINERS_MAX && strlen(entry->d_name) <= 255) {
			looked++;
			look_into(all, fd, dir, entry->d_name);
		}
	}
	closedir(d);
	o = cJSON_CreateObject();
	cJSON_AddNumberToObject(o, "total", (double)total);
	cJSON_AddNumberToObject(o, "looked_into", all->full ? 0 : (double)looked);
	files = cJSON_AddArrayToObject(o, "files");
	for (size_t i = 0; i < all->n; i++)
		cJSON_AddItemToArray(files, kind_json(c->host, a, &all->v[i]));
	arena_free(a);
	return collector_document(c, "state:containers", dir, o, err);
}

int
collect_state(struct collector *c, struct err *err)
{
	static const char *const below[] = { "swarm", "volumes", "containers" };
	static const char *const inner[] = { "io.containerd.grpc.v1.cri",
		"io.containerd.sandbox.controller.v1.shim" };
	const char *root = c->root_dir;

	if (root != NULL && root[0] == '/') {
		for (size_t i = 0; i < 3; i++) {
			if (collector_file(
				c, arena_printf(c->arena, "%s/%s", root, below[i]), false, err) < 0)
				return -1;
		}
		if (collector_tree(c, arena_printf(c->arena, "%s/swarm/certificates", root), err) <
			0 ||
		    collect_containers(c, arena_printf(c->arena, "%s/containers", root), err) < 0)
			return -1;
	}
	if (collector_file(c, c->containerd_root, false, err) < 0)
		return -1;
	for (size_t i = 0; i < 2; i++) {
		if (collector_file(c,
			arena_printf(c->arena, "%s/%s", c->containerd_state, inner[i]), false,
			err) < 0)
			return -1;
	}
	return 0;
}
