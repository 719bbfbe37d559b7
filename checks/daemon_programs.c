/*
 * daemon_programs.c: section 2, programs and directories that have a say in every container: OCI
 * runtimes, device specifications, plugins of the runtime. Reads facts only.
 */
#include "config.h"

#include "daemon.h"
#include "tables.h"

#include <string.h>

/* ---- who can change a file ------------------------------------------------------------------ */

enum trust { TRUSTED, WRITABLE, NOT_THERE, NOT_KNOWN };

static bool
only_root_writes(const struct file_facts *file)
{
	return file->uid == 0 && (file->mode & 0002) == 0 &&
	       ((file->mode & 0020) == 0 || file->gid == 0);
}

/* Looks at what is above a path; *where is the one that others can change, or that is not known. */
static enum trust
trust_parents(
    struct judge *j, const struct facts *f, const char *path, const struct file_facts **where)
{
	for (size_t n = strlen(path); n > 0; n--) {
		if (path[n - 1] != '/')
			continue;
		*where = facts_file(f, n == 1 ? "/" : judge_fmt(j, "%.*s", (int)(n - 1), path));
		if ((*where)->origin.state != DOC_OK)
			return NOT_KNOWN;
		if (!only_root_writes(*where))
			return WRITABLE;
	}
	return TRUSTED;
}

/* The file, what is above it, and what is above the place that a link leads to. */
static enum trust
trust(struct judge *j, const struct facts *f, const char *path, const struct file_facts **where)
{
	const struct file_facts *file = *where = facts_file(f, path);
	enum trust above;

	if (file->origin.state == DOC_GONE)
		return NOT_THERE;
	if (file->origin.state != DOC_OK)
		return NOT_KNOWN;
	if (!only_root_writes(file))
		return WRITABLE;
	above = trust_parents(j, f, path, where);
	if (above == TRUSTED && strcmp(file->real, path) != 0)
		above = trust_parents(j, f, file->real, where);
	return above;
}

static const char *
mode_text(struct judge *j, const struct file_facts *file)
{
	return judge_fmt(j, "%s: mode %04o, uid %lld, gid %lld", file->path, file->mode,
	    (long long)file->uid, (long long)file->gid);
}

/* True: TRUSTED or NOT_THERE, and nothing was said; otherwise the finding is made. */
static bool
is_trusted(struct judge *j, const struct facts *f, const char *path, const char *what)
{
	const struct file_facts *where;
	enum trust t = trust(j, f, path, &where);

	if (t == NOT_KNOWN)
		judge_can_read(j, &where->origin);
	if (t == WRITABLE)
		judge_saw(j,
		    judge_warn(j, path, "%s %s can be changed by others than root%s%s", what, path,
			strcmp(where->path, path) != 0 ? ", by way of " : "",
			strcmp(where->path, path) != 0 ? where->path : ""),
		    "mode", where->path, mode_text(j, where), "writable for root only");
	return t == TRUSTED || t == NOT_THERE;
}

/* ---- D-13, D-14: runtimes ------------------------------------------------------------------- */

static void
default_runtime(struct judge *j, const struct facts *f, const void *arg)
{
	static const char *const known[] = { "runc", "io.containerd.runc.v2",
		"io.containerd.runtime.v1.linux", "crun", "youki", "runsc",
		"io.containerd.runsc.v1", "kata", "kata-runtime", "kata-qemu", "kata-clh",
		"kata-fc", "io.containerd.kata.v2" };
	const struct fact_str *runtime = &f->engine.default_runtime;
	const char *name, *slash;
	bool good = false;

	(void)arg;
	if (!knows_info(j, f, runtime->seen, false, "DefaultRuntime"))
		return;
	slash = strrchr(runtime->v, '/'); /* Podman names the program */
	name = slash != NULL ? slash + 1 : runtime->v;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		good = good || strcmp(name, known[i]) == 0;
	judge_saw(j,
	    good ? judge_pass(j, "containers are started by %s", name)
		 : judge_warn(j, name,
		       "containers are started by %s, which is not a runtime that "
		       "this program knows",
		       name),
	    "DefaultRuntime", f->engine.info_origin.source, runtime->v,
	    "runc, crun, runsc or kata");
}

/* runc under the names that the engine gives it itself. */
static bool
is_stock(const struct runtime *r)
{
	return strcmp(r->program, "runc") == 0 || strcmp(r->type, "io.containerd.runc.v2") == 0 ||
	       (r->path[0] == '\0' && r->type[0] == '\0' &&
		   strncmp(r->name, "io.containerd.", 14) == 0);
}

/* A program without a path is searched for; where several are there, one of them is run. */
static size_t
judge_by_name(struct judge *j, const struct facts *f, const struct runtime *r, size_t *bad)
{
	static const char *const dirs[] = { "/usr/bin", "/usr/sbin", "/usr/local/bin",
		"/usr/local/sbin" };
	size_t found = 0;

	for (size_t i = 0; i < sizeof dirs / sizeof dirs[0]; i++) {
		const char *path = judge_fmt(j, "%s/%s", dirs[i], r->program);

		if (facts_file(f, path)->origin.state == DOC_GONE)
			continue;
		found++;
		if (!is_trusted(j, f, path, "the runtime"))
			++*bad;
	}
	return found;
}

static void
custom_runtimes(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;
	size_t added = 0, bad = 0;

	(void)arg;
	if (!knows_info(j, f, e->runtimes_seen, false, "Runtimes"))
		return;
	for (size_t i = 0; i < e->n_runtimes; i++) {
		const struct runtime *r = &e->runtimes[i];

		if (is_stock(r))
			continue;
		added++;
		if (r->program[0] == '/') {
			if (facts_file(f, r->program)->origin.state == DOC_GONE)
				judge_error(
				    j, "the runtime %s is not there: %s", r->name, r->program);
			else if (is_trusted(j, f, r->program, "the runtime"))
				continue;
			bad++;
		} else if (judge_by_name(j, f, r, &bad) == 0) {
			judge_error(
			    j, "the runtime %s is not where programs are: %s", r->name, r->program);
			bad++;
		}
	}
	if (bad == 0)
		judge_saw(j,
		    added == 0 ? judge_pass(j, "there are no runtimes but the engine's own")
			       : judge_pass(j, "only root can change the runtimes that were added"),
		    "Runtimes", e->info_origin.source, judge_fmt(j, "%zu added", added),
		    "none, or writable for root only");
}

/* ---- D-30: what changes containers on their way --------------------------------------------- */

/* "enable=true" from the file, or all in one from the command line. */
static const char *
nri_option(struct judge *j, const struct fact_list *values, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < values->n; i++) {
		for (const char *p = values->v[i]; *p != '\0';
		     p += strcspn(p, ","), p += *p == ',') {
			if (strncmp(p, name, n) == 0 && p[n] == '=')
				return judge_fmt(
				    j, "%.*s", (int)strcspn(p + n + 1, ","), p + n + 1);
		}
	}
	return NULL;
}

static size_t
judge_nri(struct judge *j, const struct facts *f, const struct fact_list *values)
{
	static const char *const options[] = { "plugin-path", "plugin-config-path" };
	static const char *const standard[] = { "/opt/nri/plugins", "/etc/nri/conf.d" };
	size_t bad = 0;

	if (!is_true(nri_option(j, values, "enable")))
		return 0;
	for (size_t i = 0; i < 2; i++) {
		const char *dir = nri_option(j, values, options[i]);

		bad += !is_trusted(
		    j, f, dir != NULL ? dir : standard[i], "the directory of runtime plugins");
	}
	return bad;
}

static void
injection(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;
	struct fact_bool has_cdi = engine_reaches(f, 44);
	struct fact_list nri;
	struct in_force s;
	size_t bad = 0;

	(void)arg;
	if (!judge_can_read(j, &e->info_origin))
		return;
	if (has_cdi.seen == SEEN && !has_cdi.v) {
		judge_skip(j, "this engine takes no specifications of devices");
		return;
	}
	/* null or absent is how the engine says that it reads no directory */
	if (!knows_info(j, f, e->cdi_spec_dirs.seen, has_cdi.seen == SEEN, "CDISpecDirs") ||
	    !reads_setting(j, f, "nri-opts", &s))
		return;
	for (size_t i = 0; i < e->cdi_spec_dirs.n; i++)
		bad += !is_trusted(
		    j, f, e->cdi_spec_dirs.v[i], "the directory of device specifications");
	nri = setting_values(f, "nri-opts");
	bad += judge_nri(j, f, &nri);
	if (bad > 0)
		return;
	judge_saw(j,
	    e->cdi_spec_dirs.n == 0
		? judge_pass(j, "containers get no devices by specification")
		: judge_pass(j, "only root decides what devices containers get (%zu known)",
		      e->discovered_devices.n),
	    "CDISpecDirs", e->info_origin.source, judge_join(j, &e->cdi_spec_dirs),
	    "none, or writable for root only");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "D-13", .title = "Containers are started by a known runtime",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO,
	  .rationale = "The runtime sets up every container's walls; a wrapper can leave some of them out.",
	  .remedy = "Set \"default-runtime\": \"runc\", and name another runtime for the containers that need it.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.4"),
	  .once = default_runtime },
	{ .id = "D-14", .title = "Only root can change the runtimes that were added",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = CONFIG_NEEDS, .related = "H-40",
	  .rationale = "The engine runs them as root: who can write to one, or to a directory above it, is root.",
	  .remedy = "Install runtimes below /usr, owned by root and mode 755; take those out of \"runtimes\" that nobody uses.",
	  .refs = REFS("NIST 800-53 CM-5", "NIST 800-190 4.4"),
	  .podman = "Podman lists runtimes that are not installed",
	  .once = custom_runtimes },
	{ .id = "D-30", .title = "Only root decides what is added to containers by specification",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = CONFIG_NEEDS, .related = "F-13",
	  .rationale = "Device specifications and runtime plugins add devices, mounts and hooks that run as root.",
	  .remedy = "chown root:root and chmod 755 the directories in docker info's CDI spec directories and of \"nri-opts\".",
	  .refs = REFS("NIST 800-53 CM-5", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = injection },
};
/* clang-format on */

const struct check_table checks_daemon_programs = CHECK_TABLE(checks);
