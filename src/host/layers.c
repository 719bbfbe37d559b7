/*
 * layers.c: walks and reads layers of images on disk. It may not judge, follow a link, or leave a
 * layer.
 */
#include "config.h"

#include "layers.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

struct setid {
	const char *path; /* below the layer's directory, without a slash at its begin */
	unsigned mode;
	unsigned long uid, gid;
	bool capable;
};

/* One layer, walked. */
struct layer {
	const char *dir;
	struct layer *next;  /* in its bucket */
	int error;	     /* why it could not be opened */
	const char *problem; /* why it was not walked to its end; NULL */
	size_t n, cap, entries;
	struct setid *files;
};

#define BUCKETS 4096
#define SETID_MAX 2000 /* files of one layer */

struct layers {
	struct host *host;
	struct arena *arena;
	size_t entries_left;
	time_t deadline;
	struct layer *buckets[BUCKETS];
};

static time_t
seconds_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

struct layers *
layers_new(struct host *h, size_t entries_max, long seconds_max)
{
	struct layers *l = xmalloc(sizeof *l);

	memset(l, 0, sizeof *l);
	l->host = h;
	l->arena = arena_new();
	l->entries_left = entries_max;
	l->deadline = seconds_now() + seconds_max;
	return l;
}

void
layers_free(struct layers *l)
{
	if (l == NULL)
		return;
	arena_free(l->arena);
	free(l);
}

/* ---- one layer ------------------------------------------------------------------------------ */

/* An attribute of an entry of a directory; the entry itself, should it be a link. */
static ssize_t
attribute(int dir, const char *entry, const char *name, char *value, size_t size)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof path, "/proc/self/fd/%d/%s", dir, entry) >= (int)sizeof path)
		return -1;
	return lgetxattr(path, name, value, size);
}

/* Gives this file its caller rights that he lacks? setgid counts where the group may run it. */
static bool
is_setid(mode_t mode)
{
	return (mode & S_ISUID) != 0 || (mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP);
}

static void
look_at_file(struct layers *l, struct layer *layer, int dir, const char *prefix, const char *name)
{
	struct stat st;
	bool capable;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
		return;
	capable =
	    (st.st_mode & 0111) != 0 && attribute(dir, name, "security.capability", NULL, 0) > 0;
	if (!is_setid(st.st_mode) && !capable)
		return;
	if (layer->n == SETID_MAX) {
		layer->problem = "it has too many setuid files";
		return;
	}
	layer->files =
	    arena_grow(l->arena, layer->files, layer->n, &layer->cap, sizeof *layer->files);
	layer->files[layer->n++] =
	    (struct setid){ .path = arena_printf(l->arena, "%s%s", prefix, name),
		    .mode = st.st_mode & 07777,
		    .uid = st.st_uid,
		    .gid = st.st_gid,
		    .capable = capable };
}

static void walk(struct layers *l, struct layer *layer, int dir, const char *prefix, dev_t device,
    unsigned depth);

/* A directory in a layer: entered without following a link, and only on the layer's own disk. */
static void
enter(struct layers *l, struct layer *layer, int dir, const char *prefix, const char *name,
    dev_t device, unsigned depth)
{
	int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	char *inner;
	size_t n;

	if (fd < 0) {
		if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
			layer->problem = "a directory in it cannot be read";
		return;
	}
	if (fstat(fd, &st) != 0 || st.st_dev != device) {
		layer->problem = "something is mounted in it";
		close(fd);
		return;
	}
	n = strlen(prefix) + strlen(name) + 2;
	inner = xmalloc(n);
	snprintf(inner, n, "%s%s/", prefix, name);
	walk(l, layer, fd, inner, device, depth + 1);
	free(inner);
}

static void
look_at_entry(struct layers *l, struct layer *layer, int dir, const char *prefix,
    const struct dirent *e, dev_t device, unsigned depth)
{
	struct stat st;
	unsigned char type = e->d_type;

	if (type == DT_UNKNOWN && fstatat(dir, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		type = S_ISDIR(st.st_mode) ? DT_DIR : S_ISREG(st.st_mode) ? DT_REG : DT_LNK;
	if (type == DT_DIR)
		enter(l, layer, dir, prefix, e->d_name, device, depth);
	else if (type == DT_REG)
		look_at_file(l, layer, dir, prefix, e->d_name);
}

/* Closes `dir`. */
static void
walk(struct layers *l, struct layer *layer, int dir, const char *prefix, dev_t device,
    unsigned depth)
{
	DIR *d = fdopendir(dir);
	const struct dirent *e;

	if (d == NULL || depth > LAYERS_DEPTH_MAX) {
		layer->problem = d == NULL ? "a directory in it cannot be read" : "it is too deep";
		if (d != NULL)
			closedir(d);
		else
			close(dir);
		return;
	}
	while (layer->problem == NULL && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (l->entries_left == 0)
			layer->problem = "it has too many files";
		else if (++layer->entries % 1024 == 0 && seconds_now() >= l->deadline)
			layer->problem = "there was no time left for it";
		else
			look_at_entry(l, layer, dirfd(d), prefix, e, device, depth);
		l->entries_left -= l->entries_left > 0;
	}
	closedir(d);
}

static struct layer *
layer_at(struct layers *l, const char *dir)
{
	size_t hash = 5381;
	struct layer *layer;
	struct stat st;
	int fd;

	for (const char *p = dir; *p != '\0'; p++)
		hash = hash * 33 + (unsigned char)*p;
	for (layer = l->buckets[hash % BUCKETS]; layer != NULL; layer = layer->next) {
		if (strcmp(layer->dir, dir) == 0)
			return layer;
	}
	layer = arena_alloc(l->arena, sizeof *layer);
	layer->dir = arena_strdup(l->arena, dir);
	layer->next = l->buckets[hash % BUCKETS];
	l->buckets[hash % BUCKETS] = layer;
	if (seconds_now() >= l->deadline) {
		layer->problem = "there was no time left for it";
		return layer;
	}
	fd = host_open(l->host, dir, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) != 0) {
		layer->error = errno;
		if (fd >= 0)
			close(fd);
		return layer;
	}
	walk(l, layer, fd, "", st.st_dev, 0);
	return layer;
}

/* ---- the union of layers -------------------------------------------------------------------- */

/* What one layer says of a path. */
enum says { SAYS_NOTHING, SAYS_HERE, SAYS_HIDDEN /* lower layers do not show */ };

static bool
is_whiteout(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && st->st_rdev == makedev(0, 0);
}

/* Does a directory hide what lower layers have below its name? */
static bool
is_opaque(int fd)
{
	static const char *const names[] = { "trusted.overlay.opaque", "user.overlay.opaque" };
	char value[4] = "";

	for (size_t i = 0; i < 2; i++) {
		if (attribute(fd, ".", names[i], value, sizeof value - 1) > 0 && value[0] == 'y')
			return true;
	}
	return false;
}

/*
 * Looks for `path` component by component. *parent is the directory of its last one, where it is
 * here; the caller closes it.
 */
static enum says
look_up(int layer, const char *path, int *parent, const char **last, struct stat *st)
{
	int at = fcntl(layer, F_DUPFD_CLOEXEC, 0);
	bool opaque = false;

	*parent = -1;
	while (at >= 0) {
		char name[NAME_MAX + 1];
		size_t n = strcspn(path, "/");
		int next;

		if (n > NAME_MAX)
			break;
		memcpy(name, path, n);
		name[n] = '\0';
		if (fstatat(at, name, st, AT_SYMLINK_NOFOLLOW) != 0)
			break;
		if (is_whiteout(st) || (path[n] == '/' && !S_ISDIR(st->st_mode))) {
			opaque = true;
			break;
		}
		if (path[n] == '\0') {
			*parent = at;
			*last = path;
			return SAYS_HERE;
		}
		next =
		    openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
		close(at);
		at = next;
		opaque = opaque || (at >= 0 && is_opaque(at));
		path += n + 1;
	}
	if (at >= 0)
		close(at);
	return opaque ? SAYS_HIDDEN : SAYS_NOTHING;
}

static int
open_layer(struct host *h, const char *dir)
{
	return host_open(h, dir, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
}

/* Has one of the layers above number `k` something in the place of the file? */
static bool
is_hidden(struct layers *l, const struct layer_dirs *dirs, size_t k, const char *path)
{
	for (size_t i = 0; i < k; i++) {
		int fd = open_layer(l->host, dirs->v[i]), parent;
		const char *last;
		struct stat st;
		enum says says;

		if (fd < 0)
			continue;
		says = look_up(fd, path, &parent, &last, &st);
		close(fd);
		if (parent >= 0)
			close(parent);
		if (says != SAYS_NOTHING)
			return true;
	}
	return false;
}

/* ---- documents ------------------------------------------------------------------------------ */

static void
refuse(struct document *doc, struct arena *a, const struct layer *layer)
{
	bool denied = layer->error == EACCES || layer->error == EPERM;

	doc->state = denied ? DOC_DENIED : DOC_FAILED;
	doc->problem = denied
			   ? "the layers of images can be read by root only"
			   : arena_printf(a, "the layer %s: %s", layer->dir,
				 layer->problem != NULL ? layer->problem : strerror(layer->error));
	doc->body = "";
	doc->len = 0;
}

static void
add_file(cJSON *files, const struct setid *s)
{
	struct buf path = BUF_INIT(4 * PATH_MAX);
	cJSON *o = cJSON_CreateObject();

	buf_putc(&path, '/');
	mask_repair(s->path, strlen(s->path), &path);
	cJSON_AddStringToObject(o, "path", buf_str(&path));
	cJSON_AddNumberToObject(o, "mode", s->mode);
	cJSON_AddNumberToObject(o, "uid", (double)s->uid);
	cJSON_AddNumberToObject(o, "gid", (double)s->gid);
	cJSON_AddBoolToObject(o, "capable", s->capable);
	cJSON_AddItemToArray(files, o);
	buf_free(&path);
}

static int
compare_files(const void *a, const void *b)
{
	return strcmp(((const struct setid *)a)->path, ((const struct setid *)b)->path);
}

static void
add_files(
    struct layers *l, cJSON *files, const struct layer_dirs *dirs, size_t k, struct layer *layer)
{
	if (layer->n > 1)
		qsort(layer->files, layer->n, sizeof *layer->files, compare_files);
	for (size_t i = 0; i < layer->n; i++) {
		if (seconds_now() >= l->deadline)
			layer->problem = "there was no time left for it";
		else if (!is_hidden(l, dirs, k, layer->files[i].path))
			add_file(files, &layer->files[i]);
	}
}

void
layers_setid(struct layers *l, struct arena *a, const struct layer_dirs *dirs, struct document *doc)
{
	cJSON *o = cJSON_CreateObject(), *files;
	size_t entries = 0;

	cJSON_AddNumberToObject(o, "layers", (double)dirs->n);
	files = cJSON_AddArrayToObject(o, "files");
	for (size_t k = 0; k < dirs->n; k++) {
		struct layer *layer = layer_at(l, dirs->v[k]);

		entries += layer->entries;
		if (layer->error == 0 && layer->problem == NULL)
			add_files(l, files, dirs, k, layer);
		if (layer->error != 0 || layer->problem != NULL) {
			refuse(doc, a, layer);
			cJSON_Delete(o);
			return;
		}
	}
	cJSON_AddNumberToObject(o, "entries", (double)entries);
	doc->state = DOC_OK;
	doc->problem = "";
	document_set_json(doc, a, o);
}

/* ---- one file ------------------------------------------------------------------------------- */

static enum layer_file
read_here(struct arena *a, int parent, const char *name, const struct stat *st, size_t max,
    const char **text)
{
	char *bytes = arena_alloc(a, max + 1);
	ssize_t n, more;
	size_t len = 0;
	int fd;

	*text = bytes;
	if (S_ISLNK(st->st_mode)) {
		n = readlinkat(parent, name, bytes, max);
		*text = n < 0 ? strerror(errno) : bytes;
		return n < 0 ? LAYER_FILE_UNREAD : LAYER_FILE_LINK;
	}
	*text = "it is no regular file, or too large";
	if (!S_ISREG(st->st_mode) || (size_t)st->st_size > max)
		return LAYER_FILE_UNREAD;
	fd = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		*text = strerror(errno);
		return LAYER_FILE_UNREAD;
	}
	while (len < max && (more = read(fd, bytes + len, max - len)) > 0)
		len += (size_t)more;
	close(fd);
	*text = bytes;
	return LAYER_FILE_READ;
}

enum layer_file
layers_read(struct host *h, struct arena *a, const struct layer_dirs *dirs, const char *path,
    size_t max, const char **text)
{
	for (size_t i = 0; i < dirs->n; i++) {
		int fd = open_layer(h, dirs->v[i]), parent;
		const char *last;
		struct stat st;
		enum layer_file result;
		enum says says;

		if (fd < 0) {
			*text = arena_printf(a, "%s: %s", dirs->v[i], strerror(errno));
			return LAYER_FILE_UNREAD;
		}
		says = look_up(fd, path, &parent, &last, &st);
		close(fd);
		if (says == SAYS_NOTHING)
			continue;
		*text = "";
		if (says == SAYS_HIDDEN)
			return LAYER_FILE_GONE;
		result = read_here(a, parent, last, &st, max, text);
		close(parent);
		return result;
	}
	return LAYER_FILE_GONE;
}
