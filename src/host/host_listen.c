/*
 * host_listen.c: what listens in the engine's network, and which of its programs does. It may not
 * judge what it finds.
 */
#include "config.h"

#include "host_proc.h"

#include <arpa/inet.h>
#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SOCKETS_MAX 262144
#define TABLE_MAX ((size_t)32 << 20)

/* Sockets are looked up for the engine's own programs only: others do not matter here. */
static const char *const programs[] = { "dockerd", "containerd", "docker-proxy", "rootlesskit",
	"podman" };
#define N_PROGRAMS (sizeof programs / sizeof programs[0])

struct owner {
	unsigned long inode;
	long pid;
	size_t program;
};

struct owners {
	struct host *host;
	struct arena *arena;
	struct owner *v;
	size_t n, cap;
	bool read[N_PROGRAMS], unreadable[N_PROGRAMS];
};

/* Of one process. */
struct descriptors {
	struct owners *owners;
	long pid;
	size_t program;
};

static void
add_descriptor(void *ctx, size_t i, const char *target)
{
	struct descriptors *d = ctx;
	struct owners *o = d->owners;
	unsigned long inode;

	(void)i;
	/* Root without CAP_SYS_PTRACE may list what it may not look at. */
	if (target == NULL && (errno == EACCES || errno == EPERM))
		o->unreadable[d->program] = true;
	if (target == NULL || sscanf(target, "socket:[%lu]", &inode) != 1 || o->n == SOCKETS_MAX)
		return;
	o->v = arena_grow(o->arena, o->v, o->n, &o->cap, sizeof *o->v);
	o->v[o->n++] = (struct owner){ inode, d->pid, d->program };
}

static void
add_fds(struct owners *o, DIR *dir, long pid, size_t program)
{
	struct descriptors d = { o, pid, program };
	struct proc_link *links = NULL;
	struct dirent *entry;
	size_t n = 0, cap = 0;

	while ((entry = readdir(dir)) != NULL && n < SOCKETS_MAX) {
		if (entry->d_name[0] == '.')
			continue;
		links = arena_grow(o->arena, links, n, &cap, sizeof *links);
		links[n].pid = pid;
		snprintf(links[n++].name, sizeof links->name, "fd/%.16s", entry->d_name);
	}
	proc_readlinks(o->host, links, n, add_descriptor, &d);
}

static void
add_sockets(void *ctx, long pid, const char *comm)
{
	struct owners *o = ctx;
	size_t program = 0;
	char path[64];
	DIR *d;
	int fd;

	while (program < N_PROGRAMS && strcmp(comm, programs[program]) != 0)
		program++;
	if (program == N_PROGRAMS)
		return;
	snprintf(path, sizeof path, "/proc/%ld/fd", pid);
	fd = host_open(o->host, path, O_RDONLY | O_DIRECTORY);
	d = fd < 0 ? NULL : fdopendir(fd);
	if (d == NULL) {
		o->unreadable[program] = o->unreadable[program] || errno != ENOENT;
		return;
	}
	o->read[program] = true;
	add_fds(o, d, pid, program);
	closedir(d);
}

/* By inode; of several processes that share a socket the first one is named. */
static int
compare_owners(const void *a, const void *b)
{
	const struct owner *x = a, *y = b;

	if (x->inode != y->inode)
		return x->inode < y->inode ? -1 : 1;
	return x->pid < y->pid ? -1 : x->pid > y->pid;
}

static const struct owner *
owner_of(const struct owners *o, unsigned long inode)
{
	size_t low = 0, high = o->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (o->v[middle].inode < inode)
			low = middle + 1;
		else
			high = middle;
	}
	return low < o->n && o->v[low].inode == inode ? &o->v[low] : NULL;
}

/* The kernel prints each 32-bit word of an address in the machine's byte order. */
static bool
decode_address(const char *hex, char *out, size_t size)
{
	unsigned words[4];
	bool v6 = strlen(hex) == 32;

	if (!v6 && strlen(hex) != 8)
		return false;
	for (size_t i = 0; i < (v6 ? 4 : 1); i++) {
		if (sscanf(hex + 8 * i, "%8x", &words[i]) != 1)
			return false;
	}
	return inet_ntop(v6 ? AF_INET6 : AF_INET, words, out, (socklen_t)size) != NULL;
}

static void
add_listener(cJSON *list, const struct owners *owners, const char *proto, const char *line)
{
	char hex[40], address[INET6_ADDRSTRLEN];
	unsigned port, state;
	unsigned long inode;
	const struct owner *owner;
	cJSON *o;

	if (sscanf(line, " %*[0-9]: %39[0-9A-Fa-f]:%x %*[0-9A-Fa-f:] %x %*s %*s %*s %*s %*s %lu",
		hex, &port, &state, &inode) != 4)
		return;
	/* 0A: LISTEN; a UDP socket without a peer is in state 07 */
	if (state != (strncmp(proto, "tcp", 3) == 0 ? 0x0au : 0x07u) ||
	    !decode_address(hex, address, sizeof address))
		return;
	/* A socket of the kernel's own, such as VXLAN's, has no inode. */
	owner = inode != 0 ? owner_of(owners, inode) : NULL;
	o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "proto", strncmp(proto, "tcp", 3) == 0 ? "tcp" : "udp");
	cJSON_AddStringToObject(o, "address", address);
	cJSON_AddNumberToObject(o, "port", port);
	if (owner != NULL) {
		cJSON_AddNumberToObject(o, "pid", (double)owner->pid);
		cJSON_AddStringToObject(o, "comm", programs[owner->program]);
	} else {
		cJSON_AddNullToObject(o, "pid");
		cJSON_AddNullToObject(o, "comm");
	}
	cJSON_AddItemToArray(list, o);
}

static int
add_table(struct host *h, cJSON *list, const struct owners *owners, const char *proto, long pid)
{
	char path[64];
	size_t len;
	char *text, *save = NULL;

	snprintf(path, sizeof path, "/proc/%ld/net/%s", pid, proto);
	text = host_read(h, path, TABLE_MAX, &len);
	if (text == NULL)
		return errno == ENOENT && strchr(proto, '6') != NULL ? 0 : -1;
	strtok_r(text, "\n", &save);
	for (char *line; (line = strtok_r(NULL, "\n", &save)) != NULL;)
		add_listener(list, owners, proto, line);
	free(text);
	return 0;
}

static struct document
document_of(struct arena *a, const char *name, const char *from, cJSON *json, int error)
{
	struct document doc = document_named(name, from);

	if (error != 0) {
		cJSON_Delete(json);
		doc.state = error == EACCES || error == EPERM ? DOC_DENIED
			    : error == ENOENT		      ? DOC_NOT_HERE
							      : DOC_FAILED;
		doc.problem = doc.state == DOC_NOT_HERE ? "there is no /proc below this root"
							: arena_strdup(a, strerror(error));
	} else {
		document_set_json(&doc, a, json);
	}
	return doc;
}

struct document
proc_listen(struct host *h, struct arena *a, long engine_pid, struct document *sockets)
{
	static const char *const protos[] = { "tcp", "tcp6", "udp", "udp6" };
	struct owners owners = { .host = h, .arena = a };
	cJSON *list = cJSON_CreateArray(), *who = cJSON_CreateObject();
	cJSON *read = cJSON_AddArrayToObject(who, "read");
	cJSON *unreadable = cJSON_AddArrayToObject(who, "unreadable");
	int error = proc_each(h, add_sockets, &owners) < 0 ? errno : 0, who_error = error;

	if (owners.n > 0)
		qsort(owners.v, owners.n, sizeof *owners.v, compare_owners);
	for (size_t i = 0; i < N_PROGRAMS; i++) {
		if (owners.read[i])
			cJSON_AddItemToArray(read, cJSON_CreateString(programs[i]));
		if (owners.unreadable[i])
			cJSON_AddItemToArray(unreadable, cJSON_CreateString(programs[i]));
	}
	for (size_t i = 0; error == 0 && i < 4; i++)
		error = add_table(h, list, &owners, protos[i], engine_pid > 0 ? engine_pid : 1) < 0
			    ? errno
			    : 0;
	*sockets = document_of(a, "proc:sockets", "/proc", who, who_error);
	return document_of(a, "proc:listen", "/proc/net", list, error);
}
