/*
 * host_kernel.c: reads what the running kernel says of itself. It may not judge it, nor ask in a
 * way that makes the kernel load anything: only files that are there are read.
 */
#include "config.h"

#include "host_kernel.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <sys/vfs.h>
#include <unistd.h>

#define TEXT_MAX ((size_t)8192)
#define LIST_MAX ((size_t)1 << 20)
#define STACK_DEPTH 8 /* block devices upon block devices */
#define OWN_NETWORK "/proc/self/net/tcp"

/* What checks look at, by the names that sysctl(8) gives them. A new setting is one line. */
static const char *const settings[] = {
	"fs.protected_fifos",
	"fs.protected_hardlinks",
	"fs.protected_regular",
	"fs.protected_symlinks",
	"fs.suid_dumpable",
	"kernel.apparmor_restrict_unprivileged_userns",
	"kernel.core_pattern",
	"kernel.dmesg_restrict",
	"kernel.kexec_load_disabled",
	"kernel.kptr_restrict",
	"kernel.modules_disabled",
	"kernel.perf_event_paranoid",
	"kernel.randomize_va_space",
	"kernel.sysrq",
	"kernel.unprivileged_bpf_disabled",
	"kernel.unprivileged_userns_clone",
	"kernel.yama.ptrace_scope",
	"net.bridge.bridge-nf-call-ip6tables",
	"net.bridge.bridge-nf-call-iptables",
	"net.ipv4.ip_forward",
	"net.ipv4.ip_unprivileged_port_start",
	"net.ipv6.conf.all.forwarding",
	"user.max_user_namespaces",
};

static void
fails(struct document *doc, struct arena *a, enum doc_state state, const char *problem)
{
	doc->state = state;
	doc->problem = arena_strdup(a, problem);
}

static const char *
reason(struct arena *a, int error)
{
	bool denied = error == EACCES || error == EPERM;

	return arena_printf(
	    a, "%s%s", strerror(error), denied && geteuid() != 0 ? " (needs root)" : "");
}

static enum doc_state
state_of(int error)
{
	return error == EACCES || error == EPERM ? DOC_DENIED : DOC_FAILED;
}

bool
kernel_serves(struct host *h)
{
	char link[64];
	struct statfs fs;
	int fd;
	ssize_t n;

	if (host_is_this_machine(h))
		return true;
	fd = host_open(h, "/proc", O_PATH | O_DIRECTORY);
	if (fd < 0)
		return false;
	/* A directory of that name proves nothing: it has to be the kernel's, and know who we are.
	 */
	n = fstatfs(fd, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC
		? readlinkat(fd, "self", link, sizeof link)
		: -1;
	close(fd);
	return n > 0;
}

/* Gives the reason, and true, where this root has no running kernel. */
static bool
is_elsewhere(struct host *h, struct arena *a, struct document *doc)
{
	if (kernel_serves(h))
		return false;
	fails(doc, a, DOC_NOT_HERE, "no running kernel serves this root");
	return true;
}

/* ---- three-valued texts --------------------------------------------------------------------- */

static void
add_problem(cJSON *o, const char *name, const char *problem)
{
	cJSON *value = cJSON_CreateObject();

	cJSON_AddStringToObject(value, "problem", problem);
	cJSON_AddItemToObject(o, name, value);
}

static void
add_text(struct host *h, struct arena *a, cJSON *o, const char *name, const char *path)
{
	struct buf clean = BUF_INIT(4 * TEXT_MAX);
	size_t len;
	char *text = host_read(h, path, TEXT_MAX, &len);

	if (text == NULL && (errno == ENOENT || errno == ENOTDIR)) {
		cJSON_AddNullToObject(o, name);
		return;
	}
	if (text == NULL) {
		add_problem(o, name, reason(a, errno));
		return;
	}
	while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\0'))
		len--;
	mask_repair(text, len, &clean);
	cJSON_AddStringToObject(o, name, buf_str(&clean));
	buf_free(&clean);
	free(text);
}

static bool
is_there(struct host *h, const char *path)
{
	int fd = host_open(h, path, O_PATH);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* ---- settings ------------------------------------------------------------------------------- */

/*
 * /proc/sys/net shows the network of who reads it. Two processes share a network when the files of
 * /proc/PID/net are the same ones, which everybody may see. NULL: they share it.
 */
static const char *
other_network(struct host *h, long engine_pid)
{
	char path[64];
	struct stat own, engine;
	int fd;
	bool known;

	snprintf(path, sizeof path, "/proc/%ld/net/tcp", engine_pid > 0 ? engine_pid : 1);
	fd = host_open(h, path, O_PATH);
	known = fd >= 0 && fstat(fd, &engine) == 0 && stat(OWN_NETWORK, &own) == 0;
	if (fd >= 0)
		close(fd);
	if (!known)
		return "whose network it is about could not be seen";
	return own.st_ino == engine.st_ino
		   ? NULL
		   : "it is about another network than the engine's: run in the engine's";
}

struct document
kernel_settings(struct host *h, struct arena *a, long engine_pid)
{
	struct document doc = document_named("proc:sys", "/proc/sys");
	const char *net_problem = other_network(h, engine_pid);
	cJSON *o;

	if (is_elsewhere(h, a, &doc))
		return doc;
	if (!is_there(h, "/proc/sys/kernel")) {
		fails(&doc, a, state_of(errno), reason(a, errno));
		return doc;
	}
	o = cJSON_CreateObject();
	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
		char *path = arena_printf(a, "/proc/sys/%s", settings[i]);

		for (char *p = path; *p != '\0'; p++)
			*p = *p == '.' ? '/' : *p;
		if (net_problem != NULL && strncmp(settings[i], "net.", 4) == 0)
			add_problem(o, settings[i], net_problem);
		else
			add_text(h, a, o, settings[i], path);
	}
	document_set_json(&doc, a, o);
	return doc;
}

/* ---- security modules ----------------------------------------------------------------------- */

/*
 * The directories tell what a missing file means: sysfs has a mount point for a file system that
 * the kernel knows, so that a missing one is a missing feature, and an empty one is not mounted.
 */
static void
add_security(
    struct host *h, struct arena *a, cJSON *o, const char *name, const char *dir, const char *file)
{
	const char *path = arena_printf(a, "%s/%s", dir, file);

	if (is_there(h, dir) && !is_there(h, path) && errno == ENOENT)
		add_problem(
		    o, name, arena_printf(a, "%s is not there: is its file system mounted?", path));
	else
		add_text(h, a, o, name, path);
}

struct document
kernel_security(struct host *h, struct arena *a)
{
	struct document doc = document_named("kernel:security", "/sys");
	bool securityfs;
	cJSON *o;

	if (is_elsewhere(h, a, &doc))
		return doc;
	if (!is_there(h, "/sys/kernel") || !is_there(h, "/sys/module")) {
		fails(&doc, a, state_of(errno), arena_printf(a, "/sys: %s", reason(a, errno)));
		return doc;
	}
	o = cJSON_CreateObject();
	add_security(h, a, o, "lsm", "/sys/kernel/security", "lsm");
	securityfs = is_there(h, "/sys/kernel/security/lsm");
	if (securityfs)
		add_text(h, a, o, "lockdown", "/sys/kernel/security/lockdown");
	else
		add_security(h, a, o, "lockdown", "/sys/kernel/security", "lockdown");
	add_text(h, a, o, "apparmor", "/sys/module/apparmor/parameters/enabled");
	add_security(h, a, o, "selinux", "/sys/fs/selinux", "enforce");
	document_set_json(&doc, a, o);
	return doc;
}

struct document
kernel_modules(struct host *h, struct arena *a)
{
	struct document doc = document_named("kernel:modules", "/proc/modules");
	size_t len;
	char *text, *save = NULL;
	cJSON *list;

	if (is_elsewhere(h, a, &doc))
		return doc;
	text = is_there(h, "/proc/sys") ? host_read(h, "/proc/modules", LIST_MAX, &len) : NULL;
	if (text == NULL) {
		if (errno == ENOENT && is_there(h, "/proc/sys"))
			fails(&doc, a, DOC_GONE, "this kernel has no loadable modules");
		else
			fails(&doc, a, state_of(errno), reason(a, errno));
		return doc;
	}
	list = cJSON_CreateArray();
	/* Names only: the lines also hold addresses in the kernel. */
	for (char *line = strtok_r(text, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		line[strcspn(line, " ")] = '\0';
		cJSON_AddItemToArray(list, cJSON_CreateString(line));
	}
	free(text);
	document_set_json(&doc, a, list);
	return doc;
}

/* ---- swap ----------------------------------------------------------------------------------- */

enum answer { NO, YES, UNKNOWN };

/* Is all that this block device lies on encrypted by the kernel? By the devices' own uuids. */
static enum answer
is_encrypted(struct host *h, struct arena *a, const char *device, int depth)
{
	size_t len, n = 0;
	char *uuid = host_read(h, arena_printf(a, "/sys/block/%s/dm/uuid", device), TEXT_MAX, &len);
	bool crypt = uuid != NULL && strncmp(uuid, "CRYPT-", 6) == 0;
	const char *slaves = arena_printf(a, "/sys/block/%s/slaves", device);
	struct dirent *entry;
	enum answer all = YES;
	DIR *d;
	int fd;

	free(uuid);
	if (crypt)
		return YES;
	if (depth == STACK_DEPTH)
		return UNKNOWN;
	fd = host_open(h, slaves, O_RDONLY | O_DIRECTORY);
	d = fd < 0 ? NULL : fdopendir(fd);
	while (d != NULL && (entry = readdir(d)) != NULL && all == YES) {
		if (entry->d_name[0] == '.')
			continue;
		n++;
		all = is_encrypted(h, a, entry->d_name, depth + 1);
	}
	if (d != NULL)
		closedir(d);
	return n > 0 ? all : NO;
}

static void
add_swap(struct host *h, struct arena *a, cJSON *list, const char *path, const char *type)
{
	const char *device = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
	bool partition = strcmp(type, "partition") == 0;
	/* A file's safety is that of the file system it is in: that is not looked up. */
	enum answer encrypted = partition ? is_encrypted(h, a, device, 0) : UNKNOWN;
	struct buf clean = BUF_INIT(4 * TEXT_MAX);
	cJSON *o = cJSON_CreateObject();

	mask_repair(path, strlen(path), &clean);
	cJSON_AddStringToObject(o, "path", buf_str(&clean));
	buf_free(&clean);
	cJSON_AddStringToObject(o, "type", partition ? "partition" : "file");
	cJSON_AddBoolToObject(o, "memory", partition && strncmp(device, "zram", 4) == 0);
	if (encrypted == UNKNOWN)
		cJSON_AddNullToObject(o, "encrypted");
	else
		cJSON_AddBoolToObject(o, "encrypted", encrypted == YES);
	cJSON_AddItemToArray(list, o);
}

/* A heading, then lines of "Filename Type Size Used Priority". */
static cJSON *
swaps_in(struct host *h, struct arena *a, char *text)
{
	cJSON *list = cJSON_CreateArray();
	char *save = NULL;

	strtok_r(text, "\n", &save);
	for (char *line; (line = strtok_r(NULL, "\n", &save)) != NULL;) {
		char *inner = NULL, *path = strtok_r(line, " \t", &inner);
		char *type = strtok_r(NULL, " \t", &inner);

		if (path != NULL && type != NULL)
			add_swap(h, a, list, path, type);
	}
	return list;
}

struct document
kernel_swaps(struct host *h, struct arena *a)
{
	struct document doc = document_named("kernel:swaps", "/proc/swaps");
	size_t len;
	char *text;

	if (is_elsewhere(h, a, &doc))
		return doc;
	text = is_there(h, "/proc/sys") ? host_read(h, "/proc/swaps", LIST_MAX, &len) : NULL;
	if (text == NULL && !(errno == ENOENT && is_there(h, "/proc/sys"))) {
		fails(&doc, a, state_of(errno), reason(a, errno));
		return doc;
	}
	/* A kernel without swap has no such file. */
	document_set_json(&doc, a, text != NULL ? swaps_in(h, a, text) : cJSON_CreateArray());
	free(text);
	return doc;
}

/* ---- clock and space ------------------------------------------------------------------------ */

struct document
kernel_clock(struct host *h, struct arena *a)
{
	struct document doc = document_named("kernel:clock", "adjtimex");
	struct timex state = { .modes = 0 }; /* asks, and sets nothing */
	cJSON *o;

	if (is_elsewhere(h, a, &doc))
		return doc;
	if (adjtimex(&state) < 0) {
		fails(&doc, a, state_of(errno), reason(a, errno));
		return doc;
	}
	o = cJSON_CreateObject();
	cJSON_AddBoolToObject(o, "synchronised", (state.status & STA_UNSYNC) == 0);
	cJSON_AddNumberToObject(o, "max_error_us", (double)state.maxerror);
	document_set_json(&doc, a, o);
	return doc;
}

struct document
host_space(struct host *h, struct arena *a, const char *data_root)
{
	struct document doc = document_named("space:data-root", arena_strdup(a, data_root));
	struct statvfs space;
	cJSON *o;
	int fd;

	/* The data's own disk need not be mounted below a root that nothing runs on. */
	if (is_elsewhere(h, a, &doc))
		return doc;
	fd = host_open(h, data_root, O_PATH | O_DIRECTORY);
	if (fd < 0 || fstatvfs(fd, &space) != 0) {
		fails(&doc, a, state_of(errno),
		    arena_printf(a, "%s: %s", data_root, reason(a, errno)));
		if (fd >= 0)
			close(fd);
		return doc;
	}
	close(fd);
	o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "path", data_root);
	cJSON_AddNumberToObject(o, "block_size", (double)space.f_frsize);
	cJSON_AddNumberToObject(o, "blocks", (double)space.f_blocks);
	cJSON_AddNumberToObject(o, "blocks_available", (double)space.f_bavail);
	cJSON_AddNumberToObject(o, "inodes", (double)space.f_files);
	cJSON_AddNumberToObject(o, "inodes_free", (double)space.f_ffree);
	document_set_json(&doc, a, o);
	return doc;
}
