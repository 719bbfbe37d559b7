/*
 * collect_host.c: which files, trees and /proc documents of the host are read for the needs. The
 * paths come from what the running engine says, then from its defaults.
 */
#include "config.h"

#include "collect_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "host/audit_kernel.h"
#include "host/host_kernel.h"
#include "host/host_proc.h"
#include "syntax/json.h"

static const char *const programs[] = { "dockerd", "containerd", "containerd-shim",
	"containerd-shim-runc-v1", "containerd-shim-runc-v2", "runc", "docker", "docker-proxy",
	"docker-init", "ctr", "rootlesskit", NULL };
static const char *const fixed_files[] = { "/etc/docker", "/run/docker.sock",
	"/var/run/docker.sock", "/run/containerd", "/run/containerd/containerd.sock",
	"/run/docker/containerd/containerd.sock", "/var/run", "/lib", "/bin", "/sbin", NULL };

int
collector_file(struct collector *c, const char *path, bool content, struct err *err)
{
	/* The user database holds no secrets (those are in /etc/shadow), but has "passwd:" in it.
	 */
	static const char *const plain[] = { "/etc/passwd", "/etc/group", "/etc/nsswitch.conf",
		"/etc/subuid", "/etc/subgid" };
	const struct masker *m = &c->masker;
	struct arena *a;
	struct document doc;
	int result;

	if (text_set_has(&c->read.known, path))
		return 0;
	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
		if (strcmp(path, plain[i]) == 0)
			m = NULL;
	}
	if (content)
		path_list_add(c, &c->read, path);
	a = arena_new();
	doc = host_file(c->host, a, path, content, m);
	result = collector_emit(c, &doc, err);
	arena_free(a);
	return result;
}

/* The socket's path is this system's: below --root the host has it without the root's. */
static const char *
below_root(const struct collector *c, const char *path)
{
	const char *root = c->options->root;
	size_t n = strlen(root);

	while (n > 0 && root[n - 1] == '/')
		n--;
	return n > 0 && strncmp(path, root, n) == 0 && path[n] == '/' ? path + n : path;
}

int
collector_tree(struct collector *c, const char *path, struct err *err)
{
	struct arena *a = arena_new();
	struct document doc = host_tree(c->host, a, path);
	int result = collector_emit(c, &doc, err);

	arena_free(a);
	return result;
}

int
collector_cleaned(struct collector *c, const char *path, host_cleaner *clean, struct err *err)
{
	struct arena *a = arena_new();
	struct document doc = host_file_cleaned(c->host, a, path, clean, &c->masker);
	int result = collector_emit(c, &doc, err);

	arena_free(a);
	return result;
}

int
collector_document(
    struct collector *c, const char *name, const char *from, cJSON *json, struct err *err)
{
	struct document doc = { .name = name, .from = from, .problem = "" };
	char *text = cJSON_PrintUnformatted(json);
	struct buf b = BUF_INIT(16 * HOST_FILE_MAX);
	int result;

	cJSON_Delete(json);
	if (text != NULL)
		mask_repair(text, strlen(text), &b);
	cJSON_free(text);
	doc.body = buf_str(&b);
	doc.len = b.len;
	if (b.failed)
		doc = (struct document){ .name = name,
			.from = from,
			.state = DOC_FAILED,
			.problem = "is too large",
			.body = "" };
	result = collector_emit(c, &doc, err);
	buf_free(&b);
	return result;
}

static int
emit_files(struct collector *c, const struct path_list *paths, bool content, struct err *err)
{
	for (size_t i = 0; i < paths->n; i++) {
		if (collector_file(c, paths->v[i], content, err) < 0)
			return -1;
	}
	return 0;
}

const char *
collector_flag(const char *const *words, const char *name)
{
	size_t n = strlen(name);
	const char *found = NULL;

	for (size_t i = 0; words != NULL && words[i] != NULL; i++) {
		const char *w = words[i];

		if (strncmp(w, "--", 2) != 0 || strncmp(w + 2, name, n) != 0)
			continue;
		if (w[2 + n] == '=')
			found = w + 3 + n;
		else if (w[2 + n] == '\0' && words[i + 1] != NULL)
			found = words[i + 1];
	}
	return found;
}

/* UNIX sockets, TLS files and programs that daemon.json or the command line name. */
static void
add_named(struct collector *c, struct path_list *paths, const char *value)
{
	if (strncmp(value, "unix://", 7) == 0)
		value += 7;
	if (value[0] == '/')
		path_list_add(c, paths, value);
}

/* A daemon that starts containerd itself has its socket there. */
static void
add_containerd_of(struct collector *c, struct path_list *paths, const char *exec_root)
{
	if (exec_root != NULL && exec_root[0] == '/')
		path_list_add(
		    c, paths, arena_printf(c->arena, "%s/containerd/containerd.sock", exec_root));
}

static void
add_from_cmdline(struct collector *c, struct path_list *paths, const char *const *words)
{
	static const char *const flags[] = { "tlscacert", "tlscert", "tlskey", "containerd",
		"seccomp-profile", NULL };

	for (size_t i = 0; flags[i] != NULL; i++) {
		const char *value = collector_flag(words, flags[i]);

		if (value != NULL)
			add_named(c, paths, value);
	}
	add_containerd_of(c, paths, collector_flag(words, "exec-root"));
	for (size_t i = 0; words != NULL && words[i] != NULL; i++) {
		const char *at = strstr(words[i], "unix://");

		if (at != NULL)
			add_named(c, paths, at);
		if (strncmp(words[i], "--cdi-spec-dir=", 15) == 0)
			collector_add_cdi_dir(c, words[i] + 15);
		else if (strcmp(words[i], "--cdi-spec-dir") == 0 && words[i + 1] != NULL)
			collector_add_cdi_dir(c, words[i + 1]);
	}
}

static void
add_from_config(struct collector *c, struct path_list *paths, const char *config)
{
	static const char *const keys[] = { "tlscacert", "tlscert", "tlskey", "containerd",
		"seccomp-profile", NULL };
	struct err ignored;
	size_t len = 0;
	char *text = host_read(c->host, config, HOST_FILE_MAX, &len);
	cJSON *json = text != NULL ? json_parse(text, len, &ignored) : NULL;
	struct fact_list hosts = json_list(c->arena, json, "hosts");
	struct fact_list cdi = json_list(c->arena, json, "cdi-spec-dirs");

	for (size_t i = 0; keys[i] != NULL; i++)
		add_named(c, paths, json_text(c->arena, json, keys[i]));
	add_containerd_of(c, paths, json_text(c->arena, json, "exec-root"));
	for (size_t i = 0; i < hosts.n; i++)
		add_named(c, paths, hosts.v[i]);
	for (size_t i = 0; i < cdi.n; i++)
		collector_add_cdi_dir(c, cdi.v[i]);
	cJSON_Delete(json);
	free(text);
}

static void
add_beside(struct collector *c, struct path_list *paths, const char *exe)
{
	const char *last = strrchr(exe, '/');

	path_list_add(c, paths, exe);
	for (size_t i = 0; last != NULL && programs[i] != NULL; i++)
		path_list_add(c, paths,
		    arena_printf(c->arena, "%.*s/%s", (int)(last - exe), exe, programs[i]));
}

/* It takes a look at every process: one is enough. */
static long
containerd_of(struct collector *c)
{
	if (!c->sought_containerd)
		c->containerd_pid = proc_containerd(c->host, c->dockerd_pid);
	c->sought_containerd = true;
	return c->containerd_pid;
}

static void
add_programs(struct collector *c, struct path_list *paths)
{
	const char *exe = c->dockerd_pid > 0 ? proc_exe(c->host, c->arena, c->dockerd_pid) : NULL;
	long containerd = containerd_of(c);

	if (exe != NULL)
		add_beside(c, paths, exe);
	exe = containerd > 0 ? proc_exe(c->host, c->arena, containerd) : NULL;
	if (exe != NULL)
		add_beside(c, paths, exe);
	for (size_t i = 0; programs[i] != NULL; i++) {
		path_list_add(c, paths, arena_printf(c->arena, "/usr/bin/%s", programs[i]));
		path_list_add(c, paths, arena_printf(c->arena, "/usr/sbin/%s", programs[i]));
	}
	for (size_t i = 0; i < c->runtimes.n; i++)
		path_list_add(c, paths, c->runtimes.v[i]);
}

static int
collect_config(struct collector *c, struct path_list *paths, struct err *err)
{
	const char *const *words =
	    c->dockerd_pid > 0 ? proc_cmdline(c->host, c->arena, c->dockerd_pid) : NULL;
	const char *config = collector_flag(words, "config-file");
	long containerd = containerd_of(c);
	const char *const *its_words =
	    containerd > 0 ? proc_cmdline(c->host, c->arena, containerd) : NULL;

	if (config == NULL || config[0] != '/')
		config = "/etc/docker/daemon.json";
	add_from_cmdline(c, paths, words);
	add_from_config(c, paths, config);
	for (size_t i = 0; i < 3; i++) {
		static const char *const names[] = { "ca.pem", "cert.pem", "key.pem" };

		path_list_add(c, paths, arena_printf(c->arena, "/root/.docker/%s", names[i]));
	}
	if (collect_certificates(c, words, config, err) < 0 ||
	    collector_file(c, config, true, err) < 0)
		return -1;
	return collect_containerd(c, its_words, err);
}

static int
collect_audit(struct collector *c, struct err *err)
{
	struct arena *a = arena_new();
	const char *const *rules = host_names(c->host, a, "/etc/audit/rules.d", ".rules");
	struct document kernel = { .name = "audit:kernel",
		.from = "kernel",
		.state = DOC_NOT_HERE,
		.problem = "the rules loaded in another system's kernel cannot be seen",
		.body = "" };
	int result = collector_tree(c, "/etc/audit/rules.d", err);

	for (size_t i = 0; result == 0 && rules[i] != NULL; i++)
		result = collector_file(c, rules[i], true, err);
	if (result == 0)
		result = collector_file(c, "/etc/audit/audit.rules", true, err);
	if (kernel_serves(c->host))
		kernel = audit_kernel(a);
	if (result == 0)
		result = collector_emit(c, &kernel, err);
	arena_free(a);
	return result;
}

static int
collect_proc(struct collector *c, struct err *err)
{
	unsigned needs = c->options->needs;
	struct arena *a = arena_new();
	struct document doc, sockets;
	int result = 0;

	if (needs & (NEEDS_PROCESSES | NEEDS_CONFIG | NEEDS_AUDIT | NEEDS_FILES | NEEDS_STATE))
		result = collect_processes(c, NULL, err);
	if (result == 0 && needs & NEEDS_PROCESSES) {
		doc = proc_listen(c->host, a, c->dockerd_pid, &sockets);
		result = collector_emit(c, &doc, err);
		result = result == 0 ? collector_emit(c, &sockets, err) : result;
	}
	if (result == 0 && needs & NEEDS_MOUNTS) {
		doc = proc_mountinfo(c->host, a);
		result = collector_emit(c, &doc, err);
	}
	arena_free(a);
	return result;
}

static int
collect_accounts(struct collector *c, struct err *err)
{
	static const char *const files[] = { "/etc/passwd", "/etc/group", "/etc/nsswitch.conf",
		"/etc/environment" };

	for (size_t i = 0; i < 4; i++) {
		if (collector_file(c, files[i], true, err) < 0)
			return -1;
	}
	return 0;
}

/* What only the node's own files tell: the data path's address, and the node's certificate. */
static int
collect_swarm_files(struct collector *c, struct err *err)
{
	static const char *const names[] = { "docker-state.json", "certificates/swarm-node.crt" };

	for (size_t i = 0; i < 2; i++) {
		if (c->root_dir != NULL && c->root_dir[0] == '/' &&
		    collector_file(c, arena_printf(c->arena, "%s/swarm/%s", c->root_dir, names[i]),
			true, err) < 0)
			return -1;
	}
	return 0;
}

enum doc_state
collector_state_elsewhere(const struct collector *c)
{
	return c->locality == HOST_IS_HIDDEN ? DOC_DENIED : DOC_NOT_HERE;
}

/* Nothing of this machine is the other one's: each document says so once. */
static int
not_here(struct collector *c, struct err *err)
{
	static const char *const names[] = { "proc:processes", "proc:listen", "proc:sockets",
		"proc:routes", "proc:mountinfo", "proc:sys", "audit:kernel", "kernel:security",
		"kernel:modules", "kernel:swaps", "kernel:clock", "space:data-root",
		"startup:engine", "firewall:frontends", "packages:engine", "state:containers",
		"homes", "proc:dockerd", "client:contexts", "file:*" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct document doc = { .name = names[i],
			.from = "host",
			.state = collector_state_elsewhere(c),
			.problem = c->elsewhere,
			.body = "" };

		if (collector_emit(c, &doc, err) < 0)
			return -1;
	}
	return 0;
}

int
collect_host(struct collector *c, struct err *err)
{
	unsigned needs = c->options->needs;
	struct path_list paths = { 0 };

	if (needs == 0)
		return 0;
	if (c->locality != HOST_IS_HERE)
		return not_here(c, err);
	if (collect_proc(c, err) < 0 || collect_surroundings(c, err) < 0 ||
	    collect_kernel(c, err) < 0 || collect_daemon(c, err) < 0)
		return -1;
	for (size_t i = 0; fixed_files[i] != NULL; i++)
		path_list_add(c, &paths, fixed_files[i]);
	if (engine_socket(c->engine) != NULL)
		path_list_add(c, &paths, below_root(c, engine_socket(c->engine)));
	if (c->root_dir != NULL && c->root_dir[0] == '/')
		path_list_add(c, &paths, c->root_dir);
	if (c->containerd_address != NULL)
		add_named(c, &paths, c->containerd_address);
	if (needs & (NEEDS_CONFIG | NEEDS_FILES | NEEDS_AUDIT | NEEDS_STATE) &&
	    collect_config(c, &paths, err) < 0)
		return -1;
	if (needs & (NEEDS_AUDIT | NEEDS_FILES))
		add_programs(c, &paths);
	if (needs & NEEDS_AUDIT && collect_audit(c, err) < 0)
		return -1;
	if (needs & (NEEDS_FILES | NEEDS_AUDIT | NEEDS_CONFIG) &&
	    (collect_units(c, &paths, err) < 0 ||
		collector_tree(c, "/etc/docker/certs.d", err) < 0))
		return -1;
	if (needs & NEEDS_FILES && collect_guarded(c, err) < 0)
		return -1;
	if (needs & NEEDS_STATE && collect_state(c, err) < 0)
		return -1;
	if (collect_access(c, err) < 0)
		return -1;
	if (needs & NEEDS_FILES)
		add_parents(c, &paths);
	if (emit_files(c, &paths, false, err) < 0 ||
	    emit_files(c, &c->bind_sources, false, err) < 0 ||
	    (needs & NEEDS_STATE && emit_files(c, &c->mountpoints, false, err) < 0))
		return -1;
	if (needs & NEEDS_SWARM && c->swarm_state != NULL &&
	    strcmp(c->swarm_state, "active") == 0 && collect_swarm_files(c, err) < 0)
		return -1;
	if (needs & NEEDS_RELEASE && (collector_file(c, "/etc/os-release", true, err) < 0 ||
					 collector_file(c, "/usr/lib/os-release", true, err) < 0))
		return -1;
	if (needs & NEEDS_KERNEL && collector_file(c, APPARMOR_PROFILES, true, err) < 0)
		return -1;
	return needs & NEEDS_ACCOUNTS ? collect_accounts(c, err) : 0;
}
