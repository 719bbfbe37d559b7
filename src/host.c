/*
 * host.c: files of the scanned host below its root. It may not judge them, nor leave the root.
 */
#include "config.h"

#include "host.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TREE_DEPTH 4

struct host {
	int root;   /* O_PATH descriptor */
	char *path; /* of the root, without a slash at its end; "" for "/" */
	char *passwd, *group;
};

int
host_open(struct host *h, const char *path, int flags)
{
	/* openat2() refuses flags that mean nothing, as O_NOCTTY does with O_PATH. */
	struct open_how how = { .flags =
				    (unsigned)flags | O_CLOEXEC | (flags & O_PATH ? 0 : O_NOCTTY),
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
	long fd = syscall(SYS_openat2, h->root, path, &how, sizeof how);

	/* Without openat2 (before Linux 5.6) only "/" can be read without leaving it by a link. */
	if (fd < 0 && errno == ENOSYS && h->path[0] == '\0')
		fd = open(path, flags | O_CLOEXEC | O_NOCTTY);
	return (int)fd;
}

struct host *
host_new(const char *root, struct err *err)
{
	char *real = realpath(root, NULL);
	struct host *h;
	size_t len;

	if (real == NULL) {
		err_set(err, EXIT_USAGE, "cannot read the root %s: %s", root, strerror(errno));
		return NULL;
	}
	h = xmalloc(sizeof *h);
	h->path = real;
	if (strcmp(real, "/") == 0)
		real[0] = '\0';
	h->root = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (h->root < 0) {
		err_set(err, EXIT_USAGE, "cannot read the root %s: %s", root, strerror(errno));
		host_free(h);
		return NULL;
	}
	h->passwd = host_read(h, "/etc/passwd", HOST_FILE_MAX, &len);
	h->group = host_read(h, "/etc/group", HOST_FILE_MAX, &len);
	return h;
}

void
host_free(struct host *h)
{
	if (h == NULL)
		return;
	if (h->root >= 0)
		close(h->root);
	free(h->path);
	free(h->passwd);
	free(h->group);
	free(h);
}

bool
host_is_this_machine(const struct host *h)
{
	return h->path[0] == '\0';
}

/* A regular file (or one of /proc); FIFOs and devices are refused before they could block. */
static char *
read_fd(int fd, size_t max, size_t *len)
{
	struct buf b = BUF_INIT(max);
	char chunk[16384];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof chunk)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n > 0)
			buf_add(&b, chunk, (size_t)n);
		if (n < 0 || b.failed) {
			int error = n < 0 ? errno : EFBIG;

			buf_free(&b);
			errno = error;
			return NULL;
		}
	}
	*len = b.len;
	return b.data != NULL ? b.data : xstrdup("");
}

char *
host_read(struct host *h, const char *path, size_t max, size_t *len)
{
	int fd = host_open(h, path, O_RDONLY | O_NONBLOCK), error;
	struct stat st;
	char *text = NULL;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		errno = EINVAL;
	else
		text = read_fd(fd, max, len);
	error = errno;
	close(fd);
	errno = error;
	return text;
}

static const char *
type_name(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return "file";
	case S_IFDIR:
		return "dir";
	case S_IFSOCK:
		return "socket";
	case S_IFLNK:
		return "symlink";
	case S_IFIFO:
		return "fifo";
	case S_IFBLK:
		return "block";
	default:
		return "char";
	}
}

/* The host's own name for a number: third field of its passwd or group. NULL: it has none. */
static char *
name_of(struct arena *a, const char *table, unsigned long id)
{
	const char *line = table;

	while (line != NULL && *line != '\0') {
		size_t name = strcspn(line, ":\n"), password;
		char *end;

		if (line[name] == ':') {
			password = strcspn(line + name + 1, ":\n");
			if (line[name + 1 + password] == ':') {
				const char *number = line + name + password + 2;

				if (strtoul(number, &end, 10) == id && end != number && *end == ':')
					return arena_strndup(a, line, name);
			}
		}
		line = strchr(line, '\n');
		if (line != NULL)
			line++;
	}
	return NULL;
}

static void
add_string_or_null(cJSON *o, const char *name, const char *value)
{
	if (value != NULL)
		cJSON_AddStringToObject(o, name, value);
	else
		cJSON_AddNullToObject(o, name);
}

static char *
clean(struct arena *a, const struct masker *m, const char *text, size_t len)
{
	struct buf b = BUF_INIT(8 * HOST_FILE_MAX);
	char *copy;

	if (m != NULL)
		mask_lines(m, text, len, &b);
	else
		mask_repair(text, len, &b);
	copy = arena_strndup(a, buf_str(&b), b.len);
	buf_free(&b);
	return copy;
}

/* daemon.json and its like keep their shape: only strings in it are masked. */
static char *
clean_content(struct arena *a, const struct masker *m, const char *text, size_t len)
{
	cJSON *json = m == NULL ? NULL : cJSON_ParseWithLengthOpts(text, len + 1, NULL, 1);
	struct buf b = BUF_INIT(8 * HOST_FILE_MAX);
	char *copy;

	if (json == NULL)
		return clean(a, m, text, len);
	cJSON_Delete(json);
	mask_json(m, text, len, &b);
	copy = arena_strndup(a, buf_str(&b), b.len);
	buf_free(&b);
	return copy;
}

static const char *
real_path(struct host *h, struct arena *a, int fd, const char *path)
{
	char link[64], target[4096];
	ssize_t n;
	size_t root = strlen(h->path);

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, target, sizeof target - 1);
	if (n <= 0)
		return path;
	target[n] = '\0';
	if (strncmp(target, h->path, root) != 0)
		return path;
	return target[root] == '\0' ? "/" : arena_strdup(a, target + root);
}

static cJSON *
describe(struct host *h, struct arena *a, int fd, const char *path, const struct stat *st)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "path", clean(a, NULL, path, strlen(path)));
	path = real_path(h, a, fd, path);
	cJSON_AddStringToObject(o, "real", clean(a, NULL, path, strlen(path)));
	cJSON_AddStringToObject(o, "type", type_name(st->st_mode));
	cJSON_AddNumberToObject(o, "mode", st->st_mode & 07777);
	cJSON_AddNumberToObject(o, "uid", st->st_uid);
	cJSON_AddNumberToObject(o, "gid", st->st_gid);
	add_string_or_null(o, "owner", name_of(a, h->passwd, st->st_uid));
	add_string_or_null(o, "group", name_of(a, h->group, st->st_gid));
	cJSON_AddNumberToObject(o, "size", S_ISREG(st->st_mode) ? (double)st->st_size : 0);
	return o;
}

static void
set_problem(struct document *doc, struct arena *a, int error)
{
	doc->state = error == ENOENT || error == ENOTDIR ? DOC_GONE
		     : error == EACCES || error == EPERM ? DOC_DENIED
							 : DOC_FAILED;
	doc->problem = doc->state == DOC_GONE
			   ? "not there"
			   : arena_printf(a, "%s%s", strerror(error),
				 doc->state == DOC_DENIED && geteuid() != 0 ? " (needs root)"
				 : error == EFBIG ? " (too large to be read)"
						  : "");
	doc->body = "";
	doc->len = 0;
}

static void
set_body(struct document *doc, struct arena *a, cJSON *json)
{
	char *text = cJSON_PrintUnformatted(json);

	cJSON_Delete(json);
	doc->body = arena_strdup(a, text != NULL ? text : "");
	doc->len = strlen(doc->body);
	cJSON_free(text);
}

static struct document
document_named(struct host *h, struct arena *a, const char *kind, const char *path)
{
	return (struct document){ .name = arena_printf(a, "%s:%s", kind, path),
		.from = arena_printf(a, "%s%s", h->path, path),
		.problem = "",
		.body = "" };
}

struct document
host_file(struct host *h, struct arena *a, const char *path, bool content, const struct masker *m)
{
	struct document doc = document_named(h, a, "file", path);
	int fd = host_open(h, path, O_PATH);
	struct stat st;
	cJSON *json;

	if (fd < 0 || fstat(fd, &st) != 0) {
		set_problem(&doc, a, errno);
		if (fd >= 0)
			close(fd);
		return doc;
	}
	json = describe(h, a, fd, path, &st);
	close(fd);
	if (content && S_ISREG(st.st_mode)) {
		size_t len;
		char *text = host_read(h, path, HOST_FILE_MAX, &len);

		if (text == NULL) {
			set_problem(&doc, a, errno);
			cJSON_Delete(json);
			return doc;
		}
		cJSON_AddStringToObject(json, "content", clean_content(a, m, text, len));
		free(text);
	}
	set_body(&doc, a, json);
	return doc;
}

/* ---- trees ----------------------------------------------------------------------------------- */

struct tree {
	struct host *host;
	struct arena *arena;
	const char **paths;
	size_t n, cap;
	int error; /* errno of the first directory that could not be read */
};

static void
walk(struct tree *t, const char *dir, int depth)
{
	int fd = host_open(t->host, dir, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (d == NULL) {
		if (t->error == 0)
			t->error = errno;
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((entry = readdir(d)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (t->n == HOST_TREE_MAX) {
			t->error = EFBIG;
			break;
		}
		t->paths = arena_grow(t->arena, t->paths, t->n, &t->cap, sizeof *t->paths);
		t->paths[t->n++] = arena_printf(t->arena, "%s/%s", dir, entry->d_name);
		if (entry->d_type == DT_DIR && depth < TREE_DEPTH)
			walk(t, t->paths[t->n - 1], depth + 1);
	}
	closedir(d);
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct tree
walk_sorted(struct host *h, struct arena *a, const char *dir)
{
	struct tree t = { .host = h, .arena = a };

	walk(&t, dir, 0);
	if (t.n > 0)
		qsort(t.paths, t.n, sizeof *t.paths, compare_paths);
	return t;
}

struct document
host_tree(struct host *h, struct arena *a, const char *path)
{
	struct document doc = document_named(h, a, "tree", path);
	struct tree t = walk_sorted(h, a, path);
	cJSON *list;

	if (t.error != 0) {
		set_problem(&doc, a, t.error);
		return doc;
	}
	list = cJSON_CreateArray();
	for (size_t i = 0; i < t.n; i++) {
		int fd = host_open(h, t.paths[i], O_PATH | O_NOFOLLOW);
		struct stat st;

		if (fd < 0)
			continue; /* gone since the directory was read */
		if (fstat(fd, &st) == 0)
			cJSON_AddItemToArray(list, describe(h, a, fd, t.paths[i], &st));
		close(fd);
	}
	set_body(&doc, a, list);
	return doc;
}

const char *const *
host_names(struct host *h, struct arena *a, const char *dir, const char *suffix)
{
	struct tree t = walk_sorted(h, a, dir);
	const char **names = arena_alloc(a, sizeof *names * (t.n + 1));
	size_t n = 0, k = strlen(suffix);

	for (size_t i = 0; i < t.n; i++) {
		size_t length = strlen(t.paths[i]);

		if (length >= k && strcmp(t.paths[i] + length - k, suffix) == 0)
			names[n++] = t.paths[i];
	}
	return names;
}
