/*
 * host.c: files of the scanned host below its root. It may not judge them, nor leave the root.
 */
#include "config.h"

#include "host_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/open_in_root.h"
#include "base/regular_file.h"

/* The kernel's format of an access list: linux/posix_acl_xattr.h, and acl(5). */
#define ACL_TAG_USER 0x02
#define ACL_TAG_GROUP 0x08
#define ACL_TAG_MASK 0x10

int
host_open(struct host *h, const char *path, int flags)
{
	return open_in_root(h->root, path, flags);
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
	h->proc = -1;
	h->path = real;
	if (strcmp(real, "/") == 0)
		real[0] = '\0';
	h->root = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (h->root < 0) {
		err_set(err, EXIT_USAGE, "cannot read the root %s: %s", root, strerror(errno));
		host_free(h);
		return NULL;
	}
	h->proc = open_procfs(h->root);
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
	if (h->proc >= 0)
		close(h->proc);
	free(h->path);
	free(h->passwd);
	free(h->group);
	arena_free(h->processes_arena);
	free(h);
}

void
host_set_links(struct host *h, struct proc_links *links)
{
	h->links = links;
}

bool
host_is_this_machine(const struct host *h)
{
	return h->path[0] == '\0';
}

char *
host_read(struct host *h, const char *path, size_t max, size_t *len)
{
	/* FIFOs and devices are refused before they could block. */
	return regular_file_read_fd(host_open(h, path, O_RDONLY | O_NONBLOCK), max, len);
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

/* A path as it may stand in a document. */
static const char *
clean_path(struct arena *a, const char *path)
{
	struct buf b = BUF_INIT(HOST_FILE_MAX);
	char *copy;

	mask_repair(path, strlen(path), &b);
	copy = arena_strndup(a, buf_str(&b), b.len);
	buf_free(&b);
	return copy;
}

static void
repair_content(const struct masker *m, const char *text, size_t n, struct buf *out)
{
	(void)m;
	mask_repair(text, n, out);
}

/* daemon.json and its like keep their shape: only strings in it are masked. */
static void
mask_content(const struct masker *m, const char *text, size_t n, struct buf *out)
{
	cJSON *json = cJSON_ParseWithLengthOpts(text, n + 1, NULL, 1);

	if (json == NULL)
		mask_lines(m, text, n, out);
	else
		mask_json(m, text, n, out);
	cJSON_Delete(json);
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

/*
 * Whom an access list names beside owner, group and others: ["user:1000:rw-"], with the rights
 * that its mask leaves. null: it could not be read. Where there is a list, the group's bits of
 * the mode are its mask, so that a mode of 660 may stand for anybody's rights.
 */
static cJSON *
access_list(int fd)
{
	static const char name[] = "system.posix_acl_access";
	struct {
		uint16_t tag, perm;
		uint32_t id;
	} entry;
	unsigned char bytes[8192];
	char link[64], text[64];
	unsigned mask = 7;
	cJSON *list;
	ssize_t n;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = getxattr(link, name, bytes, sizeof bytes);
	if (n < 0 && errno != ENODATA && errno != EOPNOTSUPP)
		return cJSON_CreateNull();
	list = cJSON_CreateArray();
	for (int pass = 0; pass < 2; pass++) {
		for (ssize_t at = 4; at + (ssize_t)sizeof entry <= n; at += (ssize_t)sizeof entry) {
			memcpy(&entry, bytes + at, sizeof entry);
			if (pass == 0 && entry.tag == ACL_TAG_MASK)
				mask = entry.perm;
			if (pass == 0 || (entry.tag != ACL_TAG_USER && entry.tag != ACL_TAG_GROUP))
				continue;
			snprintf(text, sizeof text, "%s:%u:%c%c%c",
			    entry.tag == ACL_TAG_USER ? "user" : "group", (unsigned)entry.id,
			    entry.perm & mask & 4 ? 'r' : '-', entry.perm & mask & 2 ? 'w' : '-',
			    entry.perm & mask & 1 ? 'x' : '-');
			cJSON_AddItemToArray(list, cJSON_CreateString(text));
		}
	}
	return list;
}

static cJSON *
describe(struct host *h, struct arena *a, const char *path, const char *real, const struct stat *st)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "path", clean_path(a, path));
	cJSON_AddStringToObject(o, "real", clean_path(a, real));
	cJSON_AddStringToObject(o, "type", type_name(st->st_mode));
	cJSON_AddNumberToObject(o, "mode", st->st_mode & 07777);
	cJSON_AddNumberToObject(o, "uid", st->st_uid);
	cJSON_AddNumberToObject(o, "gid", st->st_gid);
	add_string_or_null(o, "owner", name_of(a, h->passwd, st->st_uid));
	add_string_or_null(o, "group", name_of(a, h->group, st->st_gid));
	cJSON_AddNumberToObject(o, "size", S_ISREG(st->st_mode) ? (double)st->st_size : 0);
	return o;
}

cJSON *
host_describe(struct host *h, struct arena *a, int fd, const char *path, const struct stat *st)
{
	cJSON *o = describe(h, a, path, real_path(h, a, fd, path), st);

	if (S_ISSOCK(st->st_mode))
		cJSON_AddItemToObject(o, "acl", access_list(fd));
	return o;
}

cJSON *
host_entry_of(struct host *h, struct arena *a, const char *path, const struct stat *st)
{
	return describe(h, a, path, path, st);
}

void
host_set_problem(struct document *doc, struct arena *a, int error)
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

struct document
host_document(struct host *h, struct arena *a, const char *kind, const char *path)
{
	return (struct document){ .name = arena_printf(a, "%s:%s", kind, path),
		.from = arena_printf(a, "%s%s", h->path, path),
		.problem = "",
		.body = "" };
}

static void
add_state(cJSON *json, const struct document *doc)
{
	cJSON_AddStringToObject(json, "state", doc_state_name(doc->state));
	cJSON_AddStringToObject(json, "problem", doc->problem);
}

/* What is in it, or why that could not be read: its owner and mode are known either way. */
static void
add_content(struct host *h, struct arena *a, cJSON *json, const char *path, host_cleaner *clean,
    const struct masker *m)
{
	struct buf b = BUF_INIT(8 * HOST_FILE_MAX);
	struct document doc = { .problem = "is no regular file" };
	size_t len;
	char *text;

	if (strcmp(cJSON_GetObjectItemCaseSensitive(json, "type")->valuestring, "file") != 0) {
		doc.state = DOC_FAILED;
	} else if ((text = host_read(h, path, HOST_FILE_MAX, &len)) == NULL) {
		host_set_problem(&doc, a, errno);
	} else {
		clean(m, text, len, &b);
		free(text);
		if (b.failed)
			host_set_problem(&doc, a, EFBIG);
	}
	if (doc.state == DOC_OK)
		cJSON_AddStringToObject(json, "content", buf_str(&b));
	else
		add_state(cJSON_AddObjectToObject(json, "no_content"), &doc);
	buf_free(&b);
}

cJSON *
host_entry(
    struct host *h, struct arena *a, const char *path, host_cleaner *clean, const struct masker *m)
{
	int fd = host_open(h, path, O_PATH), error = errno;
	struct stat st;
	cJSON *json;

	if (fd < 0 || fstat(fd, &st) != 0) {
		struct document doc;

		host_set_problem(&doc, a, fd < 0 ? error : errno);
		if (fd >= 0)
			close(fd);
		json = cJSON_CreateObject();
		cJSON_AddStringToObject(json, "path", clean_path(a, path));
		add_state(json, &doc);
		return json;
	}
	json = host_describe(h, a, fd, path, &st);
	close(fd);
	if (clean != NULL) {
		cJSON_AddNumberToObject(json, "modified", (double)st.st_mtime);
		add_content(h, a, json, path, clean, m);
	}
	return json;
}

struct document
host_file_cleaned(
    struct host *h, struct arena *a, const char *path, host_cleaner *clean, const struct masker *m)
{
	struct document doc = host_document(h, a, "file", path);
	cJSON *json = host_entry(h, a, path, clean, m);
	const cJSON *state = cJSON_GetObjectItemCaseSensitive(json, "state");

	if (state != NULL) {
		doc_state_parse(state->valuestring, &doc.state);
		doc.problem =
		    arena_strdup(a, cJSON_GetObjectItemCaseSensitive(json, "problem")->valuestring);
		cJSON_Delete(json);
		return doc;
	}
	document_set_json(&doc, a, json);
	return doc;
}

struct document
host_file(struct host *h, struct arena *a, const char *path, bool content, const struct masker *m)
{
	return host_file_cleaned(h, a, path,
	    !content	? NULL
	    : m == NULL ? repair_content
			: mask_content,
	    m);
}

struct document
host_file_unread(struct host *h, struct arena *a, const char *path, const char *problem)
{
	struct document doc = host_document(h, a, "file", path);

	doc.state = DOC_FAILED;
	doc.problem = arena_strdup(a, problem);
	return doc;
}

const char *
host_real(struct host *h, struct arena *a, const char *path)
{
	int fd = host_open(h, path, O_PATH);
	const char *real;

	if (fd < 0)
		return NULL;
	real = real_path(h, a, fd, path);
	close(fd);
	return real;
}
