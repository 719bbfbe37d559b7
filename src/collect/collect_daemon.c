/*
 * collect_daemon.c: what else is read of the daemon: its process, its certificates, the programs
 * and profiles that it hands containers to. It may not judge them.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "collect_internal.h"
#include "host/host_proc.h"
#include "syntax/json.h"
#include "syntax/x509.h"

static const char *const program_dirs[] = { "/usr/bin", "/usr/sbin", "/usr/local/bin",
	"/usr/local/sbin" };
#define N_PROGRAM_DIRS (sizeof program_dirs / sizeof program_dirs[0])

/* ---- certificates --------------------------------------------------------------------------- */

static void
keep_certificates(const struct masker *m, const char *text, size_t n, struct buf *out)
{
	(void)m; /* what is kept is public */
	x509_keep_certificates(text, n, out);
}

static int
emit_certificates(struct collector *c, const char *path, struct err *err)
{
	size_t before = c->read.n;

	if (path[0] != '/')
		return 0;
	path_list_add(c, &c->read, path);
	return c->read.n > before ? collector_cleaned(c, path, keep_certificates, err) : 0;
}

int
collect_certificates(
    struct collector *c, const char *const *words, const char *config, struct err *err)
{
	static const char *const settings[] = { "tlscacert", "tlscert" };
	static const char *const standard[] = { "/root/.docker/ca.pem", "/root/.docker/cert.pem" };
	struct err ignored;
	size_t len = 0;
	char *text = host_read(c->host, config, HOST_FILE_MAX, &len);
	cJSON *json = text != NULL ? json_parse(text, len, &ignored) : NULL;
	int result = 0;

	for (size_t i = 0; result == 0 && i < 2; i++) {
		const char *value = collector_flag(words, settings[i]);

		if (value == NULL)
			value = json_text(c->arena, json, settings[i]);
		result = emit_certificates(c, value, err);
		if (result == 0)
			result = emit_certificates(c, standard[i], err);
	}
	cJSON_Delete(json);
	free(text);
	return result;
}

/* ---- programs and directories --------------------------------------------------------------- */

/* The directories above a path, each looked at once in a scan. */
static int
emit_parents(struct collector *c, const char *path, struct err *err)
{
	for (size_t n = strlen(path); n > 0; n--) {
		const char *dir = n == 1 ? "/" : arena_strndup(c->arena, path, n - 1);
		size_t before = c->parents.n;

		if (path[n - 1] != '/')
			continue;
		path_list_add(c, &c->parents, dir);
		if (c->parents.n > before && collector_file(c, dir, false, err) < 0)
			return -1;
	}
	return 0;
}

/* A file and all directories above it, also above what links lead to. */
static int
emit_with_parents(struct collector *c, const char *path, struct err *err)
{
	const char *real = host_real(c->host, c->arena, path);

	if (collector_file(c, path, false, err) < 0)
		return -1;
	if (real == NULL)
		return 0;
	if (emit_parents(c, path, err) < 0)
		return -1;
	return strcmp(real, path) == 0 ? 0 : emit_parents(c, real, err);
}

static int
emit_unread(struct collector *c, const char *path, struct err *err)
{
	struct arena *a = arena_new();
	const char *why = arena_printf(
	    a, "only %d runtimes, and as many directories of devices, are looked at", PROGRAMS_MAX);
	struct document doc = host_file_unread(c->host, a, path, why);
	int result = collector_emit(c, &doc, err);

	arena_free(a);
	return result;
}

int
collector_emit_cut(struct collector *c, struct err *err)
{
	int result = 0;

	for (size_t i = 0; i < c->cut.n && result == 0; i++) {
		const char *path = c->cut.v[i];

		if (path[0] == '/') {
			result = emit_unread(c, path, err);
			continue;
		}
		for (size_t d = 0; d < N_PROGRAM_DIRS && result == 0; d++)
			result = emit_unread(
			    c, arena_printf(c->arena, "%s/%s", program_dirs[d], path), err);
	}
	c->cut.n = 0;
	return result;
}

static int
emit_runtimes(struct collector *c, struct err *err)
{
	for (size_t i = 0; i < c->runtimes.n; i++) {
		if (emit_with_parents(c, c->runtimes.v[i], err) < 0)
			return -1;
	}
	for (size_t i = 0; i < c->runtime_names.n; i++) {
		for (size_t d = 0; d < N_PROGRAM_DIRS; d++) {
			const char *path =
			    arena_printf(c->arena, "%s/%s", program_dirs[d], c->runtime_names.v[i]);

			if (emit_with_parents(c, path, err) < 0)
				return -1;
		}
	}
	return 0;
}

/* Where specifications of devices and plugins lie that change what a container is given. */
static int
emit_injectors(struct collector *c, struct err *err)
{
	static const char *const nri[] = { "/opt/nri/plugins", "/etc/nri/conf.d" };

	for (size_t i = 0; i < c->cdi_dirs.n; i++) {
		if (emit_with_parents(c, c->cdi_dirs.v[i], err) < 0)
			return -1;
	}
	for (size_t i = 0; i < sizeof nri / sizeof nri[0]; i++) {
		if (emit_with_parents(c, nri[i], err) < 0)
			return -1;
	}
	return 0;
}

static int
emit_process(struct collector *c, struct err *err)
{
	struct arena *a = arena_new();
	struct document doc = proc_dockerd(c->host, a, c->dockerd_pid, c->dockerd_problem);
	int result = collector_emit(c, &doc, err);

	arena_free(a);
	return result;
}

int
collect_daemon(struct collector *c, struct err *err)
{
	static const char *const marks[] = { "/.dockerenv", "/run/.containerenv" };
	unsigned needs = c->options->needs;

	if (needs & NEEDS_PROCESSES) {
		if (emit_process(c, err) < 0)
			return -1;
		for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
			if (collector_file(c, marks[i], false, err) < 0)
				return -1;
		}
	}
	if (needs & NEEDS_CONFIG) {
		if (c->seccomp_profile != NULL && c->seccomp_profile[0] == '/' &&
		    collector_file(c, c->seccomp_profile, true, err) < 0)
			return -1;
		if (emit_runtimes(c, err) < 0 || emit_injectors(c, err) < 0 ||
		    collector_emit_cut(c, err) < 0)
			return -1;
	}
	return needs & NEEDS_HOMES ? collect_contexts(c, err) : 0;
}
