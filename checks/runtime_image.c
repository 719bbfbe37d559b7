/*
 * runtime_image.c: the image of a container: how it was named, whether it is still there, and what
 * the container changed in it. Reads facts only.
 */
#include "config.h"

#include "container_rules.h"
#include "tables.h"

#include <string.h>

/* ---- names ---------------------------------------------------------------------------------- */

/* What a name says: nothing that could move (a digest), a bare id, or a tag. */
enum naming { BY_DIGEST, BY_ID, BY_TAG };

static enum naming
naming_of(const char *image)
{
	size_t hex = strspn(image, "0123456789abcdef");

	if (strchr(image, '@') != NULL)
		return BY_DIGEST;
	if (strncmp(image, "sha256:", 7) == 0 || (image[hex] == '\0' && (hex == 12 || hex == 64)))
		return BY_ID;
	return BY_TAG;
}

/* "nginx" means "nginx:latest"; the colon of "host:5000/nginx" is none of a tag. */
static const char *
tag_of(const char *image)
{
	const char *slash = strrchr(image, '/');
	const char *colon = strchr(slash != NULL ? slash : image, ':');

	return colon != NULL ? colon + 1 : "latest";
}

void
check_chosen_version(struct judge *j, const struct facts *f, const struct container *c)
{
	struct finding *found;
	const char *name;

	(void)f;
	if (!judge_knows(j, c->image_name.seen, false, "Config.Image", &c->origin))
		return;
	name = c->image_name.v;
	if (naming_of(name) == BY_ID)
		found = judge_note(j, "", "names its image by id only: where it came from is lost");
	else if (naming_of(name) == BY_TAG && strcmp(tag_of(name), "latest") == 0)
		found = judge_warn(j, "", "was started from \"latest\", whatever that was then");
	else
		found = judge_pass(j, "was started from a version that was chosen");
	judge_saw(j, found, "Config.Image", c->origin.source, name, "a tag other than latest");
}

void
check_current_image(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct image *now;
	struct finding *found;

	if (!judge_knows(j, c->image_id.seen, false, "Image", &c->origin) ||
	    !judge_knows(j, c->image_name.seen, false, "Config.Image", &c->origin))
		return;
	if (naming_of(c->image_name.v) != BY_TAG) {
		judge_saw(j, judge_pass(j, "names its image by what cannot move"), "Config.Image",
		    c->origin.source, c->image_name.v, "");
		return;
	}
	if (!judge_can_read(j, &f->images_origin))
		return;
	now = facts_image_named(f, c->image_name.v);
	if (now == NULL)
		found = judge_note(
		    j, "", "runs an image whose name %s is gone from this host", c->image_name.v);
	else if (strcmp(now->id, c->image_id.v) != 0)
		found = judge_warn(
		    j, "", "runs an older image than %s names here by now", c->image_name.v);
	else
		found = judge_pass(j,
		    "runs what %s names here; whether the registry has a newer one was not asked",
		    c->image_name.v);
	judge_saw(j, found, "Image", c->origin.source, c->image_id.v, now != NULL ? now->id : "");
}

void
check_image_kept(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct image *image = c->made_from;

	if (!judge_knows(j, c->image_id.seen, false, "Image", &c->origin) ||
	    !judge_can_read(j, &f->images_origin))
		return;
	if (image == NULL) {
		judge_error(j, "whether its image %s is still there was not asked", c->image_id.v);
		return;
	}
	if (!c->made_from_listed && image->origin.state == DOC_GONE)
		judge_saw(j,
		    judge_warn(j, "", "runs an image that is gone: nobody can look into it"),
		    "Image", c->origin.source, c->image_id.v, "an image of this host");
	else if (c->made_from_listed || judge_can_read(j, &image->origin))
		judge_saw(j, judge_pass(j, "runs an image that is still here"), "Image",
		    c->origin.source, c->image_id.v, "an image of this host");
}

/* ---- drift ---------------------------------------------------------------------------------- */

/* Where programs, and what decides about users and rights, are kept. */
static const char *const guarded[] = { "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/usr/bin",
	"/usr/sbin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/local/bin",
	"/usr/local/sbin", "/usr/local/lib", "/etc/passwd", "/etc/shadow", "/etc/group",
	"/etc/sudoers", "/etc/sudoers.d", "/etc/pam.d", "/etc/ld.so.preload", "/etc/crontab",
	"/etc/cron.d", "/var/spool/cron", "/etc/ssh", "/root/.ssh" };
#define N_GUARDED (sizeof guarded / sizeof guarded[0])

static bool
ends_in(const char *path, const char *end)
{
	size_t n = strlen(path), k = strlen(end);

	return n >= k && strcmp(path + n - k, end) == 0;
}

/* Python keeps what it compiled beside its programs; a directory changes with what is in it. */
static bool
is_real_change(const struct container *c, size_t i)
{
	const char *path = c->changes[i].path;
	bool holds_next = i + 1 < c->n_changes && path_within(c->changes[i + 1].path, path);

	return !(c->changes[i].kind == CHANGE_MODIFIED && holds_next) && !ends_in(path, ".pyc") &&
	       !ends_in(path, "/__pycache__");
}

/* Podman itself tells a container's accounts of the user that it was told to run as. */
static struct finding *
drifted(struct judge *j, const struct facts *f, const struct container *c, const char *at,
    const char *what)
{
	bool accounts = strcmp(at, "/etc/passwd") == 0 || strcmp(at, "/etc/group") == 0;
	bool has_user = c->user.seen == SEEN && c->user.v[0] != '\0';

	if (f->engine.is_podman && accounts && has_user)
		return judge_note(j, at, "%s: is that the user that Podman adds?", what);
	return judge_warn(j, at, "%s", what);
}

void
check_drift(struct judge *j, const struct facts *f, const struct container *c)
{
	static const char *const kinds[] = { "changed", "added", "deleted" };
	size_t n[N_GUARDED] = { 0 }, total = 0;
	const struct file_change *first[N_GUARDED] = { NULL };

	if (!judge_can_read(j, &c->changes_origin))
		return;
	for (size_t i = 0; i < c->n_changes; i++) {
		bool real = is_real_change(c, i);

		for (size_t k = 0; real && k < N_GUARDED; k++) {
			if (!path_within(c->changes[i].path, guarded[k]))
				continue;
			if (n[k]++ == 0)
				first[k] = &c->changes[i];
			total++;
		}
	}
	for (size_t k = 0; k < N_GUARDED; k++) {
		if (n[k] > 0)
			judge_saw(j,
			    drifted(j, f, c, guarded[k],
				judge_fmt(j,
				    "differs from its image in %zu file%s at %s, such as %s (%s)",
				    n[k], n[k] == 1 ? "" : "s", guarded[k], first[k]->path,
				    kinds[first[k]->kind])),
			    "changes", c->changes_origin.source, first[k]->path, "none");
	}
	if (total == 0)
		judge_saw(j, judge_pass(j, "has the programs and accounts of its image"), "changes",
		    c->changes_origin.source, judge_fmt(j, "%zu changed paths", c->n_changes),
		    "none of a program or an account");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "R-63", .title = "Containers are started from a chosen version",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "\"latest\" is another image on every host and every day: what runs cannot be told from its name, and cannot be started again.",
	  .remedy = "Name a version, or better a digest: docker run NAME:1.27.3@sha256:...",
	  .refs = REFS("NIST 800-53 CM-2", "NIST 800-190 4.4"),
	  .related = "I-01,M-21",
	  .container = check_chosen_version },
	{ .id = "R-64", .title = "The image of each container is still there",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_CONTAINERS | NEEDS_IMAGES,
	  .rationale = "An image that was removed can neither be searched for known faults nor be started again.",
	  .remedy = "Re-create the container from an image that is kept.",
	  .refs = REFS("NIST 800-53 CM-8", "NIST 800-190 4.4"),
	  .container = check_image_kept },
	{ .id = "R-85", .title = "Programs are those of the image",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_CONTAINERS | NEEDS_CHANGES,
	  .rationale = "Programs, libraries or accounts that came into a running container were not in the image that was checked: somebody installed them, or broke in.",
	  .remedy = "See docker diff NAME; build what is wanted into the image, and start the container with --read-only.",
	  .refs = REFS("NIST 800-53 SI-7", "NIST 800-53 CM-3", "NIST 800-190 4.4"),
	  .container = check_drift },
};
/* clang-format on */

const struct check_table checks_runtime_image = CHECK_TABLE(checks);
