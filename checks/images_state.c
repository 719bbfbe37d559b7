/*
 * images_state.c: checks of section 4 about how old images are, who uses them, and what lies in
 * them. Reads facts only.
 */
#include "config.h"

#include "images.h"

#include <string.h>

#include "versions.h"
#include "base/dates.h"

#define SIZE_MAX_BYTES (INT64_C(2) << 30)
#define LAYERS_MAX 100
#define CACHE_MAX_BYTES (INT64_C(10) << 30)

void
check_dangling(struct judge *j, const struct facts *f, const void *arg)
{
	size_t n = 0, unread = 0;
	int64_t bytes = 0;
	const char *text;

	(void)arg;
	if (!has_images(j, f))
		return;
	for (size_t k = 0; k < f->n_images; k++) {
		const struct image *i = &f->images[k];

		if (i->tags.seen == UNSEEN || (i->tags.n == 0 && i->digests.seen == UNSEEN))
			unread++;
		if (i->tags.seen == UNSEEN || i->tags.n > 0 || i->digests.seen == UNSEEN ||
		    i->digests.n > 0 || i->n_users > 0)
			continue;
		n++;
		bytes +=
		    i->size.seen == SEEN && i->size.v > 0 && bytes < INT64_MAX / 4 ? i->size.v : 0;
	}
	text = judge_fmt(j, "%zu of %zu", n, f->n_images);
	/* Containers that could not be looked at may use them. */
	if (n > 0 && !judge_can_read(j, &f->users_origin))
		return;
	if (n > 0)
		judge_saw(j,
		    judge_warn(j, "",
			"%zu image%s no name, and no container that was looked at uses "
			"%s: %s",
			n, n == 1 ? " has" : "s have", n == 1 ? "it" : "them",
			image_megabytes(j, bytes)),
		    "images without a name", f->images_origin.source, text, "0");
	else if (unread > 0)
		judge_error(j, "the names of %zu image%s could not be read", unread,
		    unread == 1 ? "" : "s");
	else
		judge_saw(j, judge_pass(j, "every image has a name, or is in use"),
		    "images without a name", f->images_origin.source, text, "0");
}

/* ---- age and use ---------------------------------------------------------------------------- */

/* Days since it was made; -1: not known, as of an image that is the same whenever it is built. */
static int64_t
age_of(const struct image *i, int64_t now)
{
	/* 1980-01-02: some builders take the first day that a ZIP archive can hold, not 1970 */
	if (i->created.seen != SEEN || i->created.v < 315619200)
		return -1;
	return days_between(i->created.v, now);
}

void
check_image_age(struct judge *j, const struct facts *f, const struct image *i)
{
	int64_t now, days;
	struct finding *found;
	const char *expected = judge_fmt(j, "at most %d days", AGE_MAX_DAYS);

	(void)f;
	if (!judge_knows(j, i->created.seen, true, "Created", &i->origin) ||
	    !judge_knows_time(j, &now))
		return;
	days = age_of(i, now);
	if (days == -1 && (i->created.seen != SEEN || i->created.v < 315619200))
		found = judge_note(j, "",
		    "does not tell when it was built, as images do not that are built "
		    "reproducibly");
	else if (days < 0)
		found = judge_note(
		    j, "", "claims to be built %s after this scan", judge_days(j, -days));
	else if (days > AGE_MAX_DAYS)
		found = judge_warn(
		    j, "", "was built %s ago: it lacks all fixes since then", judge_days(j, days));
	else
		found = judge_pass(j, "was built %s ago", judge_days(j, days));
	judge_saw(j, found, "Created", i->origin.source,
	    i->created.seen == SEEN ? judge_days(j, days) : "not told", expected);
}

void
check_rebuilt(struct judge *j, const struct facts *f, const void *arg)
{
	const struct image *oldest = NULL;
	size_t old = 0, unknown = 0;
	int64_t now, most = 0;
	const char *text;

	(void)arg;
	if (!has_images(j, f) || !judge_knows_time(j, &now))
		return;
	for (size_t k = 0; k < f->n_images; k++) {
		int64_t days = age_of(&f->images[k], now);

		unknown += days < 0;
		old += days > AGE_MAX_DAYS;
		if (days > most || (oldest == NULL && days >= 0)) {
			oldest = &f->images[k];
			most = days;
		}
	}
	text = judge_fmt(j, "%zu of %zu older than %d days, %zu of unknown age", old, f->n_images,
	    AGE_MAX_DAYS, unknown);
	judge_saw(j,
	    judge_note(j, "",
		"what a scanner of packages says, the engine does not tell; %s%s: see whether "
		"images are "
		"scanned and rebuilt",
		text,
		oldest != NULL ? judge_fmt(j, "; the oldest, %s, was built %s ago",
				     image_name(oldest), judge_days(j, most))
			       : ""),
	    "Created", "GET /images/ID/json", text, "");
}

/* Of the listed containers. One that is gone uses no image. */
static bool
all_could_be_read(const struct facts *f)
{
	for (size_t i = 0; i < f->n_containers; i++) {
		enum doc_state state = f->containers[i].origin.state;

		if (state != DOC_OK && state != DOC_GONE)
			return false;
	}
	return true;
}

void
check_unused(struct judge *j, const struct facts *f, const void *arg)
{
	struct names names = NAMES_INIT;
	const char *expected = judge_fmt(j, "none older than %d days", AGE_MAX_DAYS), *text;
	size_t unknown = 0;
	int64_t now, bytes = 0;

	(void)arg;
	if (!has_images(j, f) || !judge_can_read(j, &f->containers_origin) ||
	    !judge_knows_time(j, &now)) {
		buf_free(&names.text);
		return;
	}
	for (size_t k = 0; k < f->n_images; k++) {
		const struct image *i = &f->images[k];

		if (i->used_by.seen != SEEN)
			unknown++;
		if (i->used_by.seen != SEEN || i->used_by.v > 0)
			continue;
		if (i->created.seen == UNSEEN)
			unknown++;
		else if (age_of(i, now) > AGE_MAX_DAYS) {
			names_add(&names, image_name(i));
			bytes += i->size.seen == SEEN && i->size.v > 0 && bytes < INT64_MAX / 4
				     ? i->size.v
				     : 0;
		}
	}
	text = names_text(j, &names);
	if (names.n > 0)
		judge_saw(j,
		    judge_warn(j, "",
			"%zu image%s of more than %d days %s in no container: %s (%s)", names.n,
			names.n == 1 ? "" : "s", AGE_MAX_DAYS, names.n == 1 ? "is" : "are", text,
			image_megabytes(j, bytes)),
		    "Created", "GET /images/ID/json", text, expected);
	else if (unknown > 0 && !facts_has_all_containers(f) && all_could_be_read(f))
		judge_skip(j, "which images stopped containers use, -a tells");
	else if (unknown > 0)
		judge_error(j, "of %zu image%s age or use could not be read", unknown,
		    unknown == 1 ? "" : "s");
	else
		judge_saw(j, judge_pass(j, "no old image lies about unused"), "Created",
		    "GET /images/ID/json", judge_fmt(j, "%zu images", f->n_images), expected);
}

/* ---- what it says of itself ----------------------------------------------------------------- */

void
check_provenance(struct judge *j, const struct facts *f, const struct image *i)
{
	static const char *const labels[] = { "org.opencontainers.image.source",
		"org.opencontainers.image.revision" };
	struct names missing = NAMES_INIT;
	const char *text;

	(void)f;
	if (!judge_knows(j, i->has_config.seen, false, "Config", &i->origin) ||
	    !judge_knows(j, i->labels.seen, true, "Config.Labels", &i->origin)) {
		buf_free(&missing.text);
		return;
	}
	for (size_t k = 0; k < sizeof labels / sizeof labels[0]; k++) {
		const char *value = map_get(&i->labels, labels[k]);

		if (value == NULL || *value == '\0')
			names_add(&missing, labels[k]);
	}
	text = names_text(j, &missing);
	judge_saw(j,
	    missing.n > 0 ? judge_warn(j, "",
				"does not tell which source it was built from: no label %s", text)
			  : judge_pass(j, "tells which source it was built from"),
	    "Config.Labels", i->origin.source,
	    missing.n > 0 ? judge_fmt(j, "without %s", text)
			  : judge_fmt(j, "%s@%s", map_get(&i->labels, labels[0]),
				map_get(&i->labels, labels[1])),
	    "labels org.opencontainers.image.source and .revision");
}

void
check_image_release(struct judge *j, const struct facts *f, const struct image *i)
{
	if (i->release_origin.state == DOC_GONE)
		judge_skip(
		    j, "holds no os-release: it is of no distribution, or made from scratch");
	else
		judge_release(j, f, &i->release_origin, &i->release);
}

/* Programs of the first run on a processor of the second without emulation. */
static bool
runs_on(const char *program, const char *processor)
{
	static const char *const pairs[][2] = { { "386", "amd64" }, { "arm", "arm64" },
		{ "ppc", "ppc64le" } };

	if (strcmp(program, processor) == 0)
		return true;
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		if (strcmp(program, pairs[i][0]) == 0 && strcmp(processor, pairs[i][1]) == 0)
			return true;
	}
	return false;
}

void
check_platform(struct judge *j, const struct facts *f, const struct image *i)
{
	const struct engine_facts *e = &f->engine;
	struct finding *found;
	const char *here;

	if (!judge_knows(j, i->architecture.seen, false, "Architecture", &i->origin) ||
	    !judge_knows(j, i->os.seen, false, "Os", &i->origin) ||
	    !judge_knows(j, e->arch.seen, false, "Arch", &e->version_origin) ||
	    !judge_knows(j, e->os.seen, false, "Os", &e->version_origin))
		return;
	here = judge_fmt(j, "%s/%s", e->os.v, e->arch.v);
	if (runs_on(i->architecture.v, e->arch.v) && strcmp(i->os.v, e->os.v) == 0)
		found = judge_pass(j, "is made for this host's processor");
	else
		found = judge_warn(j, "", "is made for %s/%s: here it runs emulated, or not at all",
		    i->os.v, i->architecture.v);
	judge_saw(j, found, "Architecture", i->origin.source, i->architecture.v, e->arch.v);
	judge_saw(j, found, "Os", i->origin.source, i->os.v, here);
}

void
check_image_size(struct judge *j, const struct facts *f, const struct image *i)
{
	const char *size, *limit = image_megabytes(j, SIZE_MAX_BYTES);
	struct finding *found;

	(void)f;
	if (!judge_knows(j, i->size.seen, false, "Size", &i->origin) ||
	    !judge_knows(j, i->layers.seen, false, "RootFS.Layers", &i->origin))
		return;
	size = image_megabytes(j, i->size.v);
	if (i->size.v > SIZE_MAX_BYTES)
		judge_saw(j,
		    judge_warn(j, "size",
			"holds %s: more to patch, and more for an intruder to use", size),
		    "Size", i->origin.source, size, judge_fmt(j, "at most %s", limit));
	if (i->layers.n > LAYERS_MAX)
		judge_saw(j,
		    judge_warn(j, "layers", "has %zu layers: storage drivers end at about 125",
			i->layers.n),
		    "RootFS.Layers", i->origin.source, judge_fmt(j, "%zu", i->layers.n),
		    judge_fmt(j, "at most %d", LAYERS_MAX));
	if (i->size.v > SIZE_MAX_BYTES || i->layers.n > LAYERS_MAX)
		return;
	found = judge_pass(
	    j, "holds %s in %zu layer%s", size, i->layers.n, i->layers.n == 1 ? "" : "s");
	judge_saw(j, found, "Size", i->origin.source, size, judge_fmt(j, "at most %s", limit));
	judge_saw(j, found, "RootFS.Layers", i->origin.source, judge_fmt(j, "%zu", i->layers.n),
	    judge_fmt(j, "at most %d", LAYERS_MAX));
}

/* ---- what lies in it ------------------------------------------------------------------------ */

/* Programs that distributions ship with these rights; as a rule a container needs none of them. */
static bool
is_usual(const char *path)
{
	static const char *const names[] = { "su", "sudo", "passwd", "gpasswd", "chsh", "chfn",
		"chage", "expiry", "newgrp", "mount", "umount", "ping", "ping6", "wall", "write",
		"bsd-write", "unix_chkpwd", "pam_timestamp_check", "newuidmap", "newgidmap",
		"fusermount", "fusermount3", "ssh-agent", "ssh-keysign", "crontab", "at", "pkexec",
		"polkit-agent-helper-1", "dbus-daemon-launch-helper", "bbsuid", "utempter",
		"usernetctl", "staprun", "mount.nfs", "locate", "mlocate", "plocate",
		"dotlockfile" };
	static const char *const dirs[] = { "/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/",
		"/usr/lib/", "/usr/libexec/", "/lib/", "/lib64/", "/usr/lib64/" };
	const char *name = strrchr(path, '/');
	bool known = false;

	for (size_t i = 0; name != NULL && i < sizeof names / sizeof names[0]; i++)
		known = known || strcmp(name + 1, names[i]) == 0;
	for (size_t i = 0; known && i < sizeof dirs / sizeof dirs[0]; i++) {
		if (strncmp(path, dirs[i], strlen(dirs[i])) == 0)
			return true;
	}
	return false;
}

static const char *
rights(struct judge *j, const struct setid_file *s)
{
	return judge_fmt(j, "%s%s%smode %04o, uid %lld, gid %lld",
	    s->mode & 04000 ? "setuid, " : "", (s->mode & 02010) == 02010 ? "setgid, " : "",
	    s->capable ? "capabilities, " : "", s->mode, (long long)s->uid, (long long)s->gid);
}

void
check_setid_files(struct judge *j, const struct facts *f, const struct image *i)
{
	static const char expected[] = "no setuid, no setgid, no capabilities";
	struct names usual = NAMES_INIT;
	size_t own = 0;
	const char *text;

	(void)f;
	if (!judge_can_read(j, &i->layers_origin)) {
		buf_free(&usual.text);
		return;
	}
	for (size_t k = 0; k < i->n_setid_files; k++) {
		const struct setid_file *s = &i->setid_files[k];

		if (is_usual(s->path)) {
			names_add(&usual, s->path);
			continue;
		}
		own++;
		judge_saw(j,
		    judge_warn(j, s->path, "%s gives whoever runs it other rights (%s)", s->path,
			rights(j, s)),
		    "files", i->layers_origin.source, rights(j, s), expected);
	}
	text = names_text(j, &usual);
	if (usual.n > 0)
		judge_saw(j,
		    judge_warn(j, "distribution",
			"%zu program%s of its distribution give%s whoever runs "
			"them other rights: %s",
			usual.n, usual.n == 1 ? "" : "s", usual.n == 1 ? "s" : "", text),
		    "files", i->layers_origin.source, text, expected);
	if (usual.n == 0 && own == 0)
		judge_saw(j, judge_pass(j, "no program gives whoever runs it other rights"),
		    "files", i->layers_origin.source, "none", expected);
}

void
check_build_cache(struct judge *j, const struct facts *f, const void *arg)
{
	const char *size, *limit = image_megabytes(j, CACHE_MAX_BYTES);

	(void)arg;
	if (!judge_knows(j, f->build_cache.seen, false, "BuildCache", &f->usage_origin))
		return;
	size = image_megabytes(j, f->build_cache.v);
	judge_saw(j,
	    f->build_cache.v > CACHE_MAX_BYTES ? judge_warn(j, "", "the build cache takes %s", size)
					       : judge_pass(j, "the build cache takes %s", size),
	    "BuildCache", f->usage_origin.source, size, judge_fmt(j, "at most %s", limit));
}
