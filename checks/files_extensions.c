/*
 * files_extensions.c: F-09 to F-14: certificates for registries, profiles, plugins, device
 * specifications and Compose files. Reads facts only.
 */
#include "config.h"

#include "guard.h"
#include "paths.h"
#include "tables.h"
#include "facts/guarded.h"

#include <string.h>

#define FILE_NEEDS (NEEDS_INFO | NEEDS_FILES | NEEDS_CONFIG)

static bool
ends_in(const char *path, const char *suffix)
{
	size_t n = strlen(path), k = strlen(suffix);

	return n > k && strcmp(path + n - k, suffix) == 0;
}

/* ---- F-09, F-10 ----------------------------------------------------------------------------- */

static const char certs[] = "/etc/docker/certs.d";

static bool
has_sibling(struct judge *j, const struct file_list *tree, const char *path, const char *suffix)
{
	size_t n = strlen(path) - strlen(strrchr(path, '.'));
	const char *wanted = judge_fmt(j, "%.*s%s", (int)n, path, suffix);
	size_t low = 0, high = tree->n;

	/* Trees are sorted by path. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(tree->v[middle].path, wanted);

		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static void
registry_pairs(struct judge *j, const struct facts *f, const void *arg)
{
	struct file_list tree = facts_tree(f, certs);
	size_t some = 0;

	(void)arg;
	if (tree.origin.state != DOC_GONE && !judge_can_read(j, &tree.origin))
		return;
	for (size_t i = 0; i < tree.n; i++) {
		const char *path = tree.v[i].path;
		bool key = ends_in(path, ".key"), good;

		if (!key && !ends_in(path, ".cert"))
			continue;
		some++;
		good = has_sibling(j, &tree, path, key ? ".cert" : ".key");
		judge_about_file(j, path);
		judge_saw(j,
		    good ? judge_pass(j, "has its %s", key ? "certificate" : "key")
			 : judge_warn(j, "", "has no %s beside it: the engine refuses the registry",
			       key ? "certificate (.cert)" : "key (.key)"),
		    "names", judge_fmt(j, "tree:%s", certs), good ? "both" : path,
		    "NAME.cert and NAME.key");
	}
	judge_about_host(j);
	if (some == 0)
		judge_skip(j, "no registry has a client certificate in %s", certs);
}

static void
registry_keys(struct judge *j, const struct facts *f, const void *arg)
{
	static const struct guard guard = { .forbidden = 0077 };
	struct file_list tree = facts_tree(f, certs);
	size_t some = 0;

	(void)arg;
	if (tree.origin.state != DOC_GONE && !judge_can_read(j, &tree.origin))
		return;
	for (size_t i = 0; i < tree.n; i++) {
		const struct file_facts *file = &tree.v[i];

		if (!ends_in(file->path, ".key"))
			continue;
		if (file->target != NULL)
			file = file->target;
		some += file->origin.state != DOC_GONE;
		judge_guard(j, f, file, &guard);
	}
	judge_about_host(j);
	if (some == 0)
		judge_skip(j, "no registry has a client key in %s", certs);
}

/* ---- F-11, F-12, F-13 ----------------------------------------------------------------------- */

static const struct guard changed_by_root_only = { .forbidden = 0022 };

static void
profiles(struct judge *j, const struct facts *f, const void *arg)
{
	bool known, some;
	const char *seccomp = setting_in_force(f, "seccomp-profile", &known);

	(void)arg;
	some = judge_guarded_tree(j, f, "/etc/apparmor.d", &changed_by_root_only);
	judge_about_host(j);
	if (!known) {
		judge_error(
		    j, "which seccomp profile the daemon was told to use could not be seen");
		return;
	}
	if (seccomp != NULL && seccomp[0] == '/') {
		some = true;
		if (facts_file(f, seccomp)->origin.state == DOC_GONE)
			judge_error(
			    j, "%s, which the daemon was told to use, is not there", seccomp);
		judge_guard(j, f, facts_file(f, seccomp), &changed_by_root_only);
	}
	if (!some)
		judge_skip(j, "the engine's own profiles are in use, which are no files");
}

static bool
judge_dir(struct judge *j, const struct facts *f, const char *path)
{
	const struct file_facts *dir = facts_file(f, path);

	if (dir->origin.state == DOC_GONE)
		return false;
	judge_guard(j, f, dir, &changed_by_root_only);
	judge_guarded_tree(j, f, path, &changed_by_root_only);
	return true;
}

/* Those of the guarded directories whose names have one of these parts. */
static bool
judge_dirs(struct judge *j, const struct facts *f, const char *const *parts)
{
	bool some = false;

	for (size_t i = 0; guarded_dirs[i] != NULL; i++) {
		for (size_t k = 0; parts[k] != NULL; k++) {
			if (strstr(guarded_dirs[i], parts[k]) != NULL)
				some = judge_dir(j, f, guarded_dirs[i]) || some;
		}
	}
	return some;
}

static void
plugin_files(struct judge *j, const struct facts *f, const void *arg)
{
	static const char *const parts[] = { "docker/plugins", NULL };
	bool some = judge_dirs(j, f, parts);

	(void)arg;
	judge_about_host(j);
	if (!some)
		judge_skip(j, "there are no directories of plugins");
}

static void
device_files(struct judge *j, const struct facts *f, const void *arg)
{
	static const char *const parts[] = { "/cdi", "/nri", NULL };
	struct setting s = daemon_setting(&f->daemon, "cdi-spec-dirs");
	struct setting t = daemon_setting(&f->daemon, "cdi-spec-dir");
	const struct fact_list *lists[] = { &s.file, &s.flag, &t.flag };
	bool some = judge_dirs(j, f, parts);

	(void)arg;
	for (size_t k = 0; k < 3; k++) {
		for (size_t i = 0; i < lists[k]->n; i++) {
			const char *dir = lists[k]->v[i];

			if (strcmp(dir, "/etc/cdi") != 0 && strcmp(dir, "/run/cdi") != 0 &&
			    strcmp(dir, "/var/run/cdi") != 0)
				some = judge_dir(j, f, dir) || some;
		}
	}
	judge_about_host(j);
	if (!some)
		judge_skip(j, "there are no directories of CDI or NRI");
}

/* ---- F-14 ----------------------------------------------------------------------------------- */

static void
judge_compose_file(struct judge *j, const struct facts *f, const char *path)
{
	const struct file_facts *file = facts_file(f, path), *dir;
	const char *slash = strrchr(path, '/');
	bool bad_file, bad_dir;

	judge_about_file(j, path);
	if (file->origin.state == DOC_GONE) {
		judge_skip(j, "is not on this host");
		return;
	}
	dir = facts_file(f, slash == path ? "/" : judge_fmt(j, "%.*s", (int)(slash - path), path));
	if (!judge_can_read(j, &file->origin) || !judge_can_read(j, &dir->origin))
		return;
	bad_file = (file->mode & 0002) != 0;
	/* In a directory with the sticky bit others cannot replace it. */
	bad_dir = (dir->mode & 0002) != 0 && (dir->mode & 01000) == 0;
	if (bad_file)
		judge_saw(j,
		    judge_warn(j, "file", "can be changed by everybody (mode %04o)", file->mode),
		    "mode", file->origin.source, judge_fmt(j, "%04o", file->mode),
		    "not the bit 0002");
	if (bad_dir)
		judge_saw(j,
		    judge_warn(j, "directory", "can be replaced by everybody (%s has mode %04o)",
			dir->real, dir->mode),
		    "mode", dir->origin.source, judge_fmt(j, "%04o", dir->mode),
		    "not the bit 0002");
	if (!bad_file && !bad_dir)
		judge_saw(j, judge_pass(j, "has mode %04o", file->mode), "mode",
		    file->origin.source, judge_fmt(j, "%04o", file->mode), "not the bit 0002");
}

static bool
knows_labels(struct judge *j, const struct container *c)
{
	judge_about_container(j, c);
	return judge_can_read(j, &c->origin) &&
	       judge_knows(j, c->labels.seen, true, "Config.Labels", &c->origin);
}

static void
compose_files(struct judge *j, const struct facts *f, const void *arg)
{
	struct judged seen = { 0, 0, NULL };
	size_t unknown = 0;

	(void)arg;
	if (!judge_can_read(j, &f->containers_origin))
		return;
	for (size_t i = 0; i < f->n_containers; i++) {
		const struct container *c = &f->containers[i];
		const char *at = map_get(&c->labels, COMPOSE_FILES_LABEL);

		if (c->origin.state != DOC_GONE && !knows_labels(j, c)) {
			unknown++;
			continue;
		}
		while (at != NULL && *at != '\0') {
			size_t n = strcspn(at, ",");
			const char *path = judge_fmt(j, "%.*s", (int)n, at);

			if (path[0] == '/' && seen.n < COMPOSE_FILES_MAX && is_new(f, &seen, path))
				judge_compose_file(j, f, path);
			at += n + (at[n] == ',');
		}
	}
	judge_about_host(j);
	if (seen.n + unknown == 0)
		judge_skip(j, "no container says which Compose file it was made from");
	else if (seen.n == COMPOSE_FILES_MAX)
		judge_error(j, "more Compose files than the first %d were not looked at",
		    COMPOSE_FILES_MAX);
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "F-09", .title = "Client certificates for registries have their keys",
	  .scope = SCOPE_FILE, .severity = SEVERITY_INFO, .needs = FILE_NEEDS,
	  .rationale = "With half of a pair the engine refuses the registry; what was left over is often a key that nobody watches.",
	  .remedy = "Put NAME.cert and NAME.key side by side, or remove the one that was left over.",
	  .refs = REFS("NIST 800-53 CM-6", "NIST 800-190 4.5"),
	  .once = registry_pairs },
	{ .id = "F-10", .title = "Client keys for registries are private",
	  .scope = SCOPE_FILE, .severity = SEVERITY_HIGH, .needs = FILE_NEEDS,
	  .rationale = "Who has the key can pull and push in this host's name.",
	  .remedy = "chmod 400 FILE, and renew the key where others could read it.",
	  .refs = REFS("NIST 800-53 SC-12", "NIST 800-190 4.5"), .related = "3.8",
	  .once = registry_keys },
	{ .id = "F-11", .title = "Profiles of seccomp and AppArmor are root's alone to change",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = FILE_NEEDS,
	  .rationale = "Who can change a profile takes its protection off all containers that are started with it.",
	  .remedy = "chown root FILE; chmod go-w FILE",
	  .refs = REFS("NIST 800-53 CM-5", "NIST 800-190 4.5"),
	  .podman = "Podman takes its profile from containers.conf, which is not read",
	  .once = profiles },
	{ .id = "F-12", .title = "Plugins' sockets and specifications are root's alone to change",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = FILE_NEEDS,
	  .rationale = "The engine connects to whatever these files name, and lets it authorise, mount and connect.",
	  .remedy = "chown root FILE; chmod go-w FILE",
	  .refs = REFS("NIST 800-53 CM-5", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .once = plugin_files },
	{ .id = "F-13", .title = "CDI and NRI files are root's alone to change",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = FILE_NEEDS,
	  .rationale = "CDI specifications mount and run what they name in containers, NRI plugins change every container that starts.",
	  .remedy = "chown root FILE; chmod go-w FILE",
	  .refs = REFS("NIST 800-53 CM-5", "NIST 800-190 4.5"), .related = "D-30",
	  .once = device_files },
	{ .id = "F-14", .title = "Compose files of running projects are not everybody's to change",
	  .scope = SCOPE_FILE, .severity = SEVERITY_LOW, .needs = NEEDS_CONTAINERS | NEEDS_FILES,
	  .rationale = "Who can change the file decides what comes up with the next docker compose up.",
	  .remedy = "chmod o-w FILE, and take it out of directories that everybody can write to.",
	  .refs = REFS("NIST 800-53 CM-5", "NIST 800-190 4.5"),
	  .once = compose_files },
};
/* clang-format on */

const struct check_table checks_files_extensions = CHECK_TABLE(checks);
