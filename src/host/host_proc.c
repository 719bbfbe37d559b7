/*
 * host_proc.c: reads /proc of the scanned host. It may not judge what it finds.
 */
#include "config.h"

#include "host_proc.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "host_internal.h"

#define PROCESSES_MAX 65536 /* that are looked at */
#define SMALL ((size_t)1 << 20)

static void
not_readable(struct document *doc, struct arena *a, int error)
{
	doc->state = error == EACCES || error == EPERM ? DOC_DENIED
		     : error == ENOENT		       ? DOC_NOT_HERE
						       : DOC_FAILED;
	doc->problem = doc->state == DOC_NOT_HERE ? "there is no /proc below this root"
						  : arena_strdup(a, strerror(error));
}

/* ---- single processes ----------------------------------------------------------------------- */

ssize_t
proc_readlink(struct host *h, long pid, const char *name, char *out, size_t size)
{
	/* Nobody is kept from looking at himself. */
	if (h->links == NULL || (host_is_this_machine(h) && pid == (long)getpid()))
		return proc_links_read(h->root, pid, name, out, size);
	return proc_links_ask(h->links, pid, name, out, size);
}

struct readlinks {
	struct host *host;
	const struct proc_link *links;
	proc_link_fn *each;
	void *ctx;
};

/* What the helper may not look at may be this process's own. */
static void
take_link(void *ctx, size_t i, const char *text)
{
	const struct readlinks *r = ctx;
	const struct proc_link *link = &r->links[i];
	char target[4096];

	if (text == NULL && link->pid == (long)getpid() &&
	    proc_readlink(r->host, link->pid, link->name, target, sizeof target) >= 0)
		text = target;
	r->each(r->ctx, i, text);
}

void
proc_readlinks(
    struct host *h, const struct proc_link *links, size_t n, proc_link_fn *each, void *ctx)
{
	struct readlinks r = { h, links, each, ctx };
	char target[4096];

	if (h->links != NULL)
		proc_links_ask_all(h->links, links, n, take_link, &r);
	for (size_t i = 0; h->links == NULL && i < n; i++) {
		bool is_read = proc_links_read(h->root, links[i].pid, links[i].name, target,
				   sizeof target) >= 0;

		each(ctx, i, is_read ? target : NULL);
	}
}

/*
 * What the kernel says of a process, such as its status, comes whole in one read(2) that has room
 * for it. That is most of what a scan asks the kernel for: so it is done with as few calls as there
 * can be.
 */
static char *
read_at_once(int fd, char *chunk, size_t size, size_t *len)
{
	ssize_t n = fd < 0 ? -1 : read(fd, chunk, size);
	int error = errno;
	char *text = NULL;

	if (n >= 0 && (size_t)n < size) {
		text = xmalloc((size_t)n + 1);
		memcpy(text, chunk, (size_t)n);
		*len = (size_t)n;
	}
	if (fd >= 0)
		close(fd);
	errno = n < 0 ? error : EFBIG;
	return text;
}

static char *
read_of(struct host *h, long pid, const char *what, size_t *len)
{
	char path[64], chunk[8192], *text;

	snprintf(path, sizeof path, "/proc/%ld/%s", pid, what);
	if (h->proc < 0)
		return host_read(h, path, SMALL, len);
	text =
	    read_at_once(openat(h->proc, path + 6, O_RDONLY | O_CLOEXEC), chunk, sizeof chunk, len);
	return text != NULL || errno != EFBIG ? text : host_read(h, path, SMALL, len);
}

static const char *
link_of(struct host *h, struct arena *a, long pid, const char *what)
{
	char target[4096];

	return proc_readlink(h, pid, what, target, sizeof target) > 0 ? arena_strdup(a, target)
								      : NULL;
}

/* Of a program that was replaced meanwhile, the path at which it was. */
static const char *
program_at(struct arena *a, const char *link)
{
	const char *deleted = link != NULL ? strstr(link, " (deleted)") : NULL;

	if (deleted != NULL && deleted[10] == '\0')
		return arena_strndup(a, link, (size_t)(deleted - link));
	return arena_strdup(a, link);
}

const char *
proc_exe(struct host *h, struct arena *a, long pid)
{
	return program_at(a, link_of(h, a, pid, "exe"));
}

const char *const *
proc_cmdline(struct host *h, struct arena *a, long pid)
{
	size_t len, n = 0;
	char *text = read_of(h, pid, "cmdline", &len);
	const char **words;

	if (text == NULL)
		return NULL;
	words = arena_alloc(a, sizeof *words * (len + 2));
	for (size_t i = 0; i < len; i += strlen(text + i) + 1)
		words[n++] = arena_strdup(a, text + i);
	free(text);
	return words;
}

char *
proc_comm(struct host *h, struct arena *a, long pid)
{
	size_t len;
	char *text = read_of(h, pid, "comm", &len), *copy;

	if (text == NULL)
		return NULL;
	copy = arena_strndup(a, text, strcspn(text, "\n"));
	free(text);
	return copy;
}

/* Each scan looks through /proc for several things: it is read once. */
static int
find_processes(struct host *h)
{
	int fd = host_open(h, "/proc", O_RDONLY | O_DIRECTORY);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	size_t n = 0;

	if (d == NULL)
		return -1;
	h->processes_arena = arena_new();
	while ((entry = readdir(d)) != NULL && n < PROCESSES_MAX) {
		long pid = strtol(entry->d_name, NULL, 10);
		const char *comm;

		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		n++;
		comm = proc_comm(h, h->processes_arena, pid);
		if (comm == NULL)
			continue; /* it has ended, or is hidden */
		h->processes = arena_grow(h->processes_arena, h->processes, h->n_processes,
		    &h->cap_processes, sizeof *h->processes);
		h->processes[h->n_processes++] = (struct process_name){ pid, comm };
	}
	closedir(d);
	h->processes_cut = n == PROCESSES_MAX;
	errno = ENOENT;
	return n > 0 ? 0 : -1;
}

static void
forget_processes(struct host *h)
{
	arena_free(h->processes_arena);
	h->processes_arena = NULL;
	h->processes = NULL;
	h->n_processes = h->cap_processes = 0;
}

int
proc_each(struct host *h, void (*each)(void *ctx, long pid, const char *comm), void *ctx)
{
	if (h->processes_arena == NULL && find_processes(h) < 0) {
		int error = errno;

		forget_processes(h);
		errno = error;
		return -1;
	}
	for (size_t i = 0; i < h->n_processes; i++)
		each(ctx, h->processes[i].pid, h->processes[i].comm);
	return 0;
}

struct search {
	struct host *host;
	const char *comm;
	long parent; /* 0: whosever child it is */
	long found;
	size_t n;
};

/* "12 (name) S 1 ...": the name may hold anything, so the last ')' counts. 0: not known. */
static long
parent_of(struct host *h, long pid)
{
	size_t len;
	char *text = read_of(h, pid, "stat", &len);
	const char *end = text != NULL ? strrchr(text, ')') : NULL;
	long parent = end != NULL && strlen(end) > 4 ? strtol(end + 4, NULL, 10) : 0;

	free(text);
	return parent;
}

static void
match(void *ctx, long pid, const char *comm)
{
	struct search *s = ctx;

	if (strcmp(comm, s->comm) != 0 || (s->parent > 0 && parent_of(s->host, pid) != s->parent))
		return;
	if (s->n++ == 0)
		s->found = pid;
}

long
proc_named(struct host *h, const char *comm, size_t *how_many)
{
	struct search s = { .host = h, .comm = comm };

	proc_each(h, match, &s);
	*how_many = s.n;
	return s.found;
}

long
proc_containerd(struct host *h, long dockerd)
{
	struct search s = { .host = h, .comm = "containerd", .parent = dockerd };
	size_t n;
	long any = proc_named(h, "containerd", &n);

	if (n <= 1 || dockerd <= 0)
		return any;
	proc_each(h, match, &s);
	return s.n > 0 ? s.found : any;
}

long
proc_socket_peer(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct ucred peer = { 0 };
	socklen_t len = sizeof peer;
	int fd;

	if (strlen(path) >= sizeof address.sun_path)
		return 0;
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return 0;
	if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 ||
	    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0)
		peer.pid = 0;
	close(fd);
	return peer.pid;
}

/* This process, as the root's /proc numbers it: 0 where that is of a system that it is not in. */
static long
own_pid(struct host *h)
{
	char link[32] = "";
	int fd = host_open(h, "/proc", O_PATH | O_DIRECTORY);
	ssize_t n = fd < 0 ? -1 : readlinkat(fd, "self", link, sizeof link - 1);

	if (fd >= 0)
		close(fd);
	return n > 0 ? strtol(link, NULL, 10) : 0;
}

size_t
proc_ancestry(struct host *h, long *pids, size_t max)
{
	size_t n = 0;

	for (long pid = own_pid(h); pid > 1 && n < max; pid = parent_of(h, pid))
		pids[n++] = pid;
	return n;
}

long
proc_find_dockerd(struct host *h, struct arena *a, const char *socket, const char **problem)
{
	long pid = socket != NULL && own_pid(h) == getpid() ? proc_socket_peer(socket) : 0;
	const char *comm = pid > 0 ? proc_comm(h, a, pid) : NULL;
	size_t n;

	*problem = "";
	if (comm != NULL && strcmp(comm, "dockerd") == 0)
		return pid;
	/* systemd holds the socket that it activates: then the name has to tell. */
	pid = proc_named(h, "dockerd", &n);
	if (n == 1)
		return pid;
	*problem =
	    n == 0
		? "no dockerd process is visible"
		: arena_printf(a,
		      "%zu dockerd processes are visible, and the socket does not tell which", n);
	return 0;
}

/* ---- documents ------------------------------------------------------------------------------ */

struct document
proc_mountinfo(struct host *h, struct arena *a)
{
	static const struct masker none = { "" };
	struct document doc = document_named("proc:mountinfo", "/proc/1/mountinfo");
	struct buf b = BUF_INIT(2 * HOST_FILE_MAX);
	size_t len;
	char *text = host_read(h, "/proc/1/mountinfo", HOST_FILE_MAX, &len);

	if (text == NULL && host_is_this_machine(h)) {
		doc.from = "/proc/self/mountinfo";
		text = host_read(h, "/proc/self/mountinfo", HOST_FILE_MAX, &len);
	}
	if (text == NULL) {
		not_readable(&doc, a, errno);
		return doc;
	}
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\0')
			text[i] = '?';
	}
	mask_lines(&none, text, len, &b);
	doc.body = arena_strndup(a, buf_str(&b), b.len);
	doc.len = b.len;
	buf_free(&b);
	free(text);
	return doc;
}

struct listing {
	struct host *host;
	struct arena *arena;
	const struct masker *masker;
	const char *host_ns; /* of pids; NULL: not readable */
	size_t n, cap;
	struct looked_at {
		long pid;
		const char *comm, *exe, *ns;
	} * v;
	cJSON *list;
};

static void
add_number_of_status(cJSON *o, const char *name, const char *status, const char *field)
{
	const char *at = status != NULL ? strstr(status, field) : NULL;

	if (at != NULL)
		cJSON_AddNumberToObject(o, name, (double)strtol(at + strlen(field), NULL, 10));
	else
		cJSON_AddNullToObject(o, name);
}

/*
 * The last 64 hex digits in a path of /proc/PID/cgroup are a container's id; but for Podman's
 * conmon, which is beside the container that it watches.
 */
static const char *
container_in(struct arena *a, const char *cgroup)
{
	static const char conmon[] = "libpod-conmon-";
	const char *found = NULL;
	size_t run = 0, n = sizeof conmon - 1;

	for (const char *p = cgroup; *p != '\0'; p++) {
		run = isxdigit((unsigned char)*p) ? run + 1 : 0;
		if (run != 64 || isxdigit((unsigned char)p[1]))
			continue;
		if ((size_t)(p - 63 - cgroup) < n || strncmp(p - 63 - n, conmon, n) != 0)
			found = p - 63;
	}
	return found != NULL ? arena_strndup(a, found, 64) : NULL;
}

static bool
has_word(const char *list, size_t n, const char *word)
{
	size_t length = strlen(word);

	for (size_t i = 0; i < n; i += strcspn(list + i, ",:") + 1) {
		if (strncmp(list + i, word, length) == 0 && strcspn(list + i, ",:") == length)
			return true;
	}
	return false;
}

/*
 * The path by which engines tell whose a process is. "0::/docker/ID" is that of cgroup v2; where v1
 * is there as well, "9:devices:/docker/ID" counts, which the runtimes go by. NULL: neither.
 */
static const char *
group_in(struct arena *a, const char *cgroup)
{
	const char *found = NULL;
	bool v1 = false;

	for (const char *line = cgroup; *line != '\0' && !v1;) {
		size_t n = strcspn(line, "\n"), number = strcspn(line, ":\n") + 1;
		size_t controllers = number < n ? strcspn(line + number, ":\n") : 0;
		const char *path = line + number + controllers + 1;

		v1 = number < n && has_word(line + number, controllers, "devices");
		if (path < line + n && (v1 || strncmp(line, "0::", 3) == 0))
			found = arena_strndup(a, path, (size_t)(line + n - path));
		line += n + (line[n] == '\n');
	}
	return found;
}

static void
add_cleaned(cJSON *o, const char *name, const struct listing *l, const char *text)
{
	struct buf b = BUF_INIT(8 * SMALL);

	if (text == NULL) {
		cJSON_AddNullToObject(o, name);
		return;
	}
	mask_lines(l->masker, text, strlen(text), &b);
	cJSON_AddStringToObject(o, name, buf_str(&b));
	buf_free(&b);
}

static cJSON *
masked_words(const struct listing *l, const char *const *words)
{
	cJSON *list = cJSON_CreateArray();
	struct buf raw = BUF_INIT(8 * SMALL), masked = BUF_INIT(8 * SMALL);
	char *text;

	for (size_t i = 0; words[i] != NULL; i++)
		cJSON_AddItemToArray(list, cJSON_CreateString(words[i]));
	text = cJSON_PrintUnformatted(list);
	cJSON_Delete(list);
	buf_puts(&raw, text != NULL ? text : "[]");
	cJSON_free(text);
	mask_json(l->masker, buf_str(&raw), raw.len, &masked);
	list = cJSON_Parse(buf_str(&masked));
	buf_free(&raw);
	buf_free(&masked);
	return list != NULL ? list : cJSON_CreateArray();
}

/* What the kernel really granted: a runtime may do otherwise than the engine asked it to. */
static void
add_confinement(cJSON *o, struct arena *a, const char *status)
{
	const char *set = status != NULL ? strstr(status, "\nCapBnd:\t") : NULL;

	add_number_of_status(o, "seccomp", status, "\nSeccomp:");
	add_number_of_status(o, "no_new_privs", status, "\nNoNewPrivs:");
	if (set != NULL)
		cJSON_AddStringToObject(o, "cap_bounding",
		    arena_strndup(a, set + 9, strspn(set + 9, "0123456789abcdef")));
	else
		cJSON_AddNullToObject(o, "cap_bounding");
}

static void
add_pid(void *ctx, long pid, const char *comm)
{
	struct listing *l = ctx;

	l->v = arena_grow(l->arena, l->v, l->n, &l->cap, sizeof *l->v);
	l->v[l->n++] = (struct looked_at){ pid, comm, NULL, NULL };
}

static void
note_link(void *ctx, size_t i, const char *text)
{
	struct listing *l = ctx;

	if (i % 2 == 0)
		l->v[i / 2].exe = program_at(l->arena, text);
	else
		l->v[i / 2].ns = text != NULL ? arena_intern(l->arena, text, strlen(text)) : NULL;
}

/* The links of all of them at once: another process looks at them. */
static void
read_links(struct listing *l)
{
	struct proc_link *links = arena_alloc(l->arena, (2 * l->n + 1) * sizeof *links);

	for (size_t i = 0; i < l->n; i++) {
		links[2 * i] = (struct proc_link){ l->v[i].pid, "exe" };
		links[2 * i + 1] = (struct proc_link){ l->v[i].pid, "ns/pid" };
	}
	proc_readlinks(l->host, links, 2 * l->n, note_link, l);
}

static void
add_process(struct listing *l, const struct looked_at *p)
{
	struct arena *a = l->arena;
	long pid = p->pid;
	size_t len;
	char *cgroup = read_of(l->host, pid, "cgroup", &len);
	const char *const *words = proc_cmdline(l->host, a, pid);
	/* The last one: who has it was there all the time. */
	char *status = read_of(l->host, pid, "status", &len);
	bool has_ended = status == NULL && (errno == ENOENT || errno == ESRCH);
	const char *id = cgroup != NULL ? container_in(a, cgroup) : NULL;
	cJSON *o;

	if (!has_ended) {
		o = cJSON_CreateObject();
		cJSON_AddNumberToObject(o, "pid", (double)pid);
		add_number_of_status(o, "ppid", status, "\nPPid:");
		add_cleaned(o, "comm", l, p->comm);
		add_cleaned(o, "exe", l, p->exe);
		add_number_of_status(o, "uid", status, "\nUid:");
		if (words != NULL)
			cJSON_AddItemToObject(o, "cmdline", masked_words(l, words));
		else
			cJSON_AddNullToObject(o, "cmdline");
		add_cleaned(o, "cgroup", l, cgroup != NULL ? group_in(a, cgroup) : NULL);
		if (id != NULL) {
			cJSON_AddStringToObject(o, "cgroup_container", id);
			add_confinement(o, a, status);
		} else {
			cJSON_AddNullToObject(o, "cgroup_container");
		}
		if (p->ns != NULL && l->host_ns != NULL)
			cJSON_AddBoolToObject(o, "host_pidns", strcmp(p->ns, l->host_ns) == 0);
		else
			cJSON_AddNullToObject(o, "host_pidns");
		cJSON_AddItemToArray(l->list, o);
	}
	free(status);
	free(cgroup);
}

struct document
proc_processes(struct host *h, struct arena *a, const struct masker *m)
{
	struct document doc = document_named("proc:processes", "/proc");
	struct listing l = { .host = h, .arena = a, .masker = m };
	cJSON *rest;

	forget_processes(h); /* the engine may have been looked for among them, a while ago */
	if (proc_each(h, add_pid, &l) < 0) {
		not_readable(&doc, a, errno);
		return doc;
	}
	l.host_ns = link_of(h, a, 1, "ns/pid");
	l.list = cJSON_CreateArray();
	read_links(&l);
	for (size_t i = 0; i < l.n; i++)
		add_process(&l, &l.v[i]);
	if (h->processes_cut) {
		rest = cJSON_CreateObject();
		cJSON_AddTrueToObject(rest, "left_out");
		cJSON_AddItemToArray(l.list, rest);
	}
	document_set_json(&doc, a, l.list);
	return doc;
}
