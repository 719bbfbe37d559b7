/*
 * files_state.c: F-05 to F-08, F-16: keys and state of the engine on disk. Reads facts only.
 */
#include "config.h"

#include "guard.h"
#include "tables.h"

#include <string.h>

#define FILE_NEEDS (NEEDS_INFO | NEEDS_FILES | NEEDS_CONFIG)
#define STATE_NEEDS (NEEDS_INFO | NEEDS_STATE | NEEDS_CONFIG)

/* ---- single files --------------------------------------------------------------------------- */

struct single {
	const char *const *paths; /* NULL-terminated */
	struct guard guard;
};

static void
single_files(struct judge *j, const struct facts *f, const void *arg)
{
	const struct single *s = arg;
	size_t some = 0;

	for (size_t i = 0; s->paths[i] != NULL; i++) {
		const struct file_facts *file = facts_file(f, s->paths[i]);

		some += file->origin.state != DOC_GONE;
		judge_guard(j, f, file, &s->guard);
	}
	if (some == 0)
		judge_skip(j, "there is no %s", s->paths[0]);
}

/* ---- F-06, F-07, F-08 ----------------------------------------------------------------------- */

/* A directory below the data root; NULL: the verdict was given. */
static const char *
below_root(struct judge *j, const struct facts *f, const char *name)
{
	if (!judge_knows(
		j, f->engine.root_dir.seen, false, "DockerRootDir", &f->engine.info_origin))
		return NULL;
	if (facts_file(f, f->engine.root_dir.v)->origin.state == DOC_GONE) {
		judge_error(j, "the engine's data root %s is not there", f->engine.root_dir.v);
		return NULL;
	}
	return judge_fmt(j, "%s/%s", f->engine.root_dir.v, name);
}

static bool
ends_in(const char *path, const char *suffix)
{
	size_t n = strlen(path), k = strlen(suffix);

	return n > k && strcmp(path + n - k, suffix) == 0;
}

static void
swarm_state(struct judge *j, const struct facts *f, const void *arg)
{
	static const struct guard closed = { .forbidden = 0077 };
	const char *dir = below_root(j, f, "swarm"), *keys;
	struct file_list tree;

	(void)arg;
	if (dir == NULL)
		return;
	if (facts_file(f, dir)->origin.state == DOC_GONE) {
		judge_skip(j, "this node has never been in a swarm");
		return;
	}
	judge_guard(j, f, facts_file(f, dir), &closed);
	keys = judge_fmt(j, "%s/certificates", dir);
	tree = facts_tree(f, keys);
	judge_about_file(j, keys);
	if (tree.origin.state != DOC_GONE && !judge_can_read(j, &tree.origin))
		return;
	for (size_t i = 0; i < tree.n; i++) {
		if (ends_in(tree.v[i].path, ".key"))
			judge_guard(j, f, &tree.v[i], &closed);
	}
}

static void
volumes_dir(struct judge *j, const struct facts *f, const void *arg)
{
	/* Docker gives it mode 701: remapped users have to pass through it. */
	static const struct guard guard = { .forbidden = 0026 };
	const char *dir = below_root(j, f, "volumes");

	(void)arg;
	if (dir == NULL)
		return;
	judge_guard(j, f, facts_file(f, dir), &guard);
	if (facts_file(f, dir)->origin.state == DOC_GONE)
		judge_skip(j, "there is no %s", dir);
}

/* What each kind may be at most: as Docker itself makes it. */
static unsigned
forbidden_of(const char *kind)
{
	if (strcmp(kind, "config.v2.json") == 0)
		return 0077;
	return strcmp(kind, "log") == 0 ? 0137 : 0027;
}

static const char *
name_of_kind(const char *kind)
{
	return strcmp(kind, "log") == 0		? "log files"
	       : strcmp(kind, "directory") == 0 ? "directories"
						: kind;
}

static size_t
judge_kind(struct judge *j, const struct container_files *c)
{
	const struct file_facts *file = &c->example;
	unsigned forbidden = forbidden_of(c->kind);

	if (file->origin.state != DOC_OK) {
		judge_error(j, "%lld %s could not be looked at: %s", (long long)c->count,
		    name_of_kind(c->kind), file->origin.problem);
		return 1;
	}
	if ((file->mode & forbidden) == 0)
		return 0;
	judge_saw(j,
	    judge_warn(j, judge_fmt(j, "%s %04o", c->kind, file->mode), "%lld %s have mode %04o",
		(long long)c->count, name_of_kind(c->kind), file->mode),
	    "mode", "state:containers", judge_fmt(j, "%04o, such as %s", file->mode, file->path),
	    judge_fmt(j, "none of the bits %04o", forbidden));
	return 1;
}

static void
container_state(struct judge *j, const struct facts *f, const void *arg)
{
	static const struct guard guard = { .forbidden = 0027 };
	const struct container_state *s = &f->host.container_state;
	const char *dir = below_root(j, f, "containers");
	size_t faults = 0;

	(void)arg;
	if (dir == NULL)
		return;
	if (s->origin.state == DOC_GONE) {
		judge_skip(j, "there is no %s", dir);
		return;
	}
	if (!judge_can_read(j, &s->origin))
		return;
	judge_guard(j, f, facts_file(f, dir), &guard);
	judge_about_file(j, judge_fmt(j, "%s/*", dir));
	for (size_t i = 0; i < s->n; i++)
		faults += judge_kind(j, &s->v[i]);
	if (faults == 0 && s->looked_into < s->total)
		judge_saw(j,
		    judge_note(j, "",
			"%lld directories of containers are private; %lld more were "
			"not looked into",
			(long long)s->looked_into, (long long)(s->total - s->looked_into)),
		    "looked_into", "state:containers",
		    judge_fmt(j, "%lld", (long long)s->looked_into),
		    judge_fmt(j, "%lld", (long long)s->total));
	else if (faults == 0 && s->total > 0)
		judge_saw(j,
		    judge_pass(j, "the files of %lld containers are private", (long long)s->total),
		    "looked_into", "state:containers",
		    judge_fmt(j, "%lld", (long long)s->looked_into),
		    "configuration 600, logs 640, or stricter");
}

#define PATHS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* clang-format off */
static const struct check checks[] = {
	{ .id = "F-05", .title = "The engine's own key is private",
	  .scope = SCOPE_FILE, .severity = SEVERITY_LOW, .needs = FILE_NEEDS,
	  .rationale = "Older engines identify themselves with this key.",
	  .remedy = "chown root:root FILE; chmod 600 FILE",
	  .refs = REFS("NIST 800-53 SC-12", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .arg = &(const struct single){ PATHS("/etc/docker/key.json"), { .forbidden = 0177 } }, .once = single_files },
	{ .id = "F-06", .title = "Swarm's state and keys are private",
	  .scope = SCOPE_FILE, .severity = SEVERITY_HIGH, .needs = STATE_NEEDS,
	  .rationale = "The key of a node joins the cluster in its name; on a manager the state holds all secrets.",
	  .remedy = "chown root:root FILE; chmod 700 the directory, and chmod 600 keys.",
	  .refs = REFS("NIST 800-53 SC-12", "NIST 800-53 SC-28", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .once = swarm_state },
	{ .id = "F-07", .title = "The directory of volumes shows nothing to other users",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = STATE_NEEDS,
	  .rationale = "Volumes hold what applications store; who can list or change the directory gets at it.",
	  .remedy = "chmod 701 FILE",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-190 4.5"),
	  .once = volumes_dir },
	{ .id = "F-08", .title = "Containers' configuration and logs are private",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = STATE_NEEDS,
	  .rationale = "The configuration holds all variables, with the passwords in them; logs hold what applications say.",
	  .remedy = "chmod 710 the directories, chmod 600 config.v2.json, chmod 640 *-json.log",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-53 AU-9", "NIST 800-190 4.5"),
	  .podman = PODMAN_NO_FILE,
	  .once = container_state },
	{ .id = "F-16", .title = "The lists of subordinate ids are root's alone to change",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = FILE_NEEDS,
	  .rationale = "Who can write to them gives themselves root's id, and is root.",
	  .remedy = "chown root:root FILE; chmod 644 FILE",
	  .refs = REFS("NIST 800-53 CM-5", "NIST 800-190 4.5"),
	  .arg = &(const struct single){ PATHS("/etc/subuid", "/etc/subgid"), { .forbidden = 07133, .root_group = true } },
	  .once = single_files },
};
/* clang-format on */

const struct check_table checks_files_state = CHECK_TABLE(checks);
