/*
 * build_images.c: checks of the images that a build takes from others, and of its frontend.
 */
#include "config.h"

#include "build_look.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "eol.h"
#include "base/dates.h"

/* ---- the images ----------------------------------------------------------------------------- */

struct use {
	struct df_value image;
	int64_t line;
	const char *what; /* "FROM", "COPY --from", "RUN --mount" */
};

struct uses {
	size_t n, cap;
	struct use *v;
};

/* An image of the registry, and neither a stage of the file nor nothing. */
static void
add_use(struct look *l, struct uses *uses, const struct use *use)
{
	if (use->image.unknown == NULL &&
	    (strcasecmp(use->image.text, "scratch") == 0 ||
		df_stage_called(l->d, l->stage, use->image.text) != DF_NONE))
		return;
	uses->v = arena_grow(l->a, uses->v, uses->n, &uses->cap, sizeof *uses->v);
	uses->v[uses->n++] = *use;
}

static void
add_from_flags(struct look *l, struct uses *uses, const struct df_instruction *i)
{
	for (size_t k = 0; k < i->n_flags; k++) {
		const struct df_flag *flag = &i->flags[k];
		struct use use = { flag->value, flag->line, "COPY --from" };

		if (strcmp(flag->name, "from") == 0) {
			add_use(l, uses, &use);
		} else if (strcmp(flag->name, "mount") == 0 && i->kind == DF_RUN) {
			use.what = "RUN --mount";
			use.image.text = look_setting(l->a, flag->value.text, "from");
			if (use.image.text != NULL)
				add_use(l, uses, &use);
		}
	}
}

/* Those of FROM, and with `all` those that files are copied or mounted from. */
static struct uses
find_images(struct look *l, bool all)
{
	struct uses uses = { 0, 0, NULL };
	const struct df_instruction *i;

	while ((i = look_next(l, KIND(DF_FROM) | KIND(DF_COPY) | KIND(DF_RUN))) != NULL) {
		struct use use = { l->d->stages[l->stage].image, i->line, "FROM" };

		if (i->kind == DF_FROM && l->d->stages[l->stage].parent == DF_NONE)
			add_use(l, &uses, &use);
		else if (i->kind != DF_FROM && all)
			add_from_flags(l, &uses, i);
	}
	return uses;
}

/* Each image by one function; SKIP where there are none. */
static void
over_images(struct look *l, void (*judge_image)(struct look *l, const struct use *u),
    const char *expected, const char *good)
{
	struct uses uses = find_images(l, true);

	for (size_t i = 0; i < uses.n; i++) {
		if (!look_is_unknown(l, uses.v[i].line, uses.v[i].what, &uses.v[i].image))
			judge_image(l, &uses.v[i]);
	}
	if (uses.n == 0)
		look_end_skip(l, "no image of others is used");
	else
		look_end(l,
		    &(struct look_item){
			"", uses.v[0].line, uses.v[0].what, uses.v[0].image.text, expected },
		    "%s", good);
}

/* ---- K-06, K-07, K-08 ----------------------------------------------------------------------- */

static void
judge_tag(struct look *l, const struct use *u)
{
	struct image_name name = image_name_read(l->a, u->image.text);
	struct look_item item = { u->image.text, u->line, u->what, u->image.text,
		"a tag other than latest, or a digest" };

	if (name.digest[0] != '\0')
		return;
	if (name.tag[0] == '\0')
		look_warn(l, &item, "%s %s has no tag: it is whatever is the latest", u->what,
		    u->image.text);
	else if (strcmp(name.tag, "latest") == 0)
		look_warn(l, &item, "%s %s changes without notice", u->what, u->image.text);
}

void
check_tag_pinned(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	struct look l;

	if (look_begin(&l, j, f, d))
		over_images(&l, judge_tag, "a tag other than latest, or a digest",
		    "all images are named with a tag or a digest");
}

static bool
is_digest(const char *digest)
{
	return strncmp(digest, "sha256:", 7) == 0 && strlen(digest) == 71 &&
	       strspn(digest + 7, "0123456789abcdef") == 64;
}

static void
judge_digest(struct look *l, const struct use *u)
{
	if (!is_digest(image_name_read(l->a, u->image.text).digest))
		look_warn(l,
		    &(struct look_item){
			u->image.text, u->line, u->what, u->image.text, "name@sha256:..." },
		    "%s %s is not pinned by a digest", u->what, u->image.text);
}

void
check_digest_pinned(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	struct look l;

	if (look_begin(&l, j, f, d))
		over_images(
		    &l, judge_digest, "name@sha256:...", "all images are pinned by digests");
}

/* Only a person knows which registries are to be trusted: they are shown. */
void
check_registries(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	struct uses uses;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	uses = find_images(&l, true);
	for (size_t i = 0; i < uses.n; i++) {
		struct image_name name = image_name_read(l.a, uses.v[i].image.text);
		struct look_item item = { uses.v[i].image.text, uses.v[i].line, uses.v[i].what,
			name.host, "" };

		/* a variable behind the host does not hide it */
		if (uses.v[i].image.unknown != NULL && strchr(name.host, '$') == NULL &&
		    strcmp(name.host, "docker.io") != 0)
			look_note(&l, &item, "%s comes from %s", uses.v[i].image.text, name.host);
		else if (!look_is_unknown(&l, uses.v[i].line, uses.v[i].what, &uses.v[i].image))
			look_note(&l, &item, "%s comes from %s", uses.v[i].image.text, name.host);
	}
	look_end_skip(&l, "no image of others is used");
}

/* ---- K-09: end of life
 * --------------------------------------------------------------------------- */

/* Official images and their mirrors: what a name in the table of ends stands for. */
static const char *
product_of(const struct image_name *name)
{
	static const struct {
		const char *path, *product;
	} products[] = {
		{ "library/debian", "debian" },
		{ "library/ubuntu", "ubuntu" },
		{ "library/alpine", "alpine" },
		{ "library/centos", "centos" },
		{ "centos/centos", "centos" },
		{ "library/fedora", "fedora" },
		{ "fedora/fedora", "fedora" },
		{ "library/amazonlinux", "amzn" },
		{ "amazonlinux/amazonlinux", "amzn" },
		{ "library/rockylinux", "rocky" },
		{ "rockylinux/rockylinux", "rocky" },
		{ "library/almalinux", "almalinux" },
		{ "almalinux/almalinux", "almalinux" },
		{ "library/oraclelinux", "ol" },
		{ "opensuse/leap", "opensuse-leap" },
		{ "library/node", "node" },
		{ "library/python", "python" },
		{ "library/php", "php" },
		{ "library/ruby", "ruby" },
	};
	size_t n = strlen(name->path);

	for (size_t i = 0; i < sizeof products / sizeof products[0]; i++) {
		size_t k = strlen(products[i].path);

		if (n >= k && strcmp(name->path + n - k, products[i].path) == 0 &&
		    (n == k || name->path[n - k - 1] == '/'))
			return products[i].product;
	}
	return NULL;
}

/* "ubi8/ubi-minimal", "rhel7": the version is in the name. */
static const struct eol *
red_hat(struct look *l, const struct image_name *name)
{
	const char *at = strncmp(name->path, "ubi", 3) == 0    ? name->path + 3
			 : strncmp(name->path, "rhel", 4) == 0 ? name->path + 4
							       : NULL;

	if (at == NULL || !isdigit((unsigned char)*at) ||
	    (strstr(name->host, "redhat.") == NULL && strcmp(name->host, "docker.io") != 0))
		return NULL;
	return eol_find("rhel", arena_strndup(l->a, at, strspn(at, "0123456789")));
}

/* A part of a tag: "buster", "alpine3.15", "bookworm". */
static const struct eol *
system_in_tag(const char *part)
{
	const struct eol *e = NULL;

	if (strncmp(part, "alpine", 6) == 0 && isdigit((unsigned char)part[6]))
		return eol_find("alpine", part + 6);
	if (isalpha((unsigned char)part[0]))
		e = eol_find("debian", part);
	return e == NULL && isalpha((unsigned char)part[0]) ? eol_find("ubuntu", part) : e;
}

/* "12.5" of "12.5", "centos7", "stream9", "v3.18". */
static const char *
version_in(const char *part)
{
	static const char *const heads[] = { "centos", "stream", "ubi", "v" };

	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
		size_t n = strlen(heads[i]);

		if (strncmp(part, heads[i], n) == 0 && isdigit((unsigned char)part[n]))
			return part + n;
	}
	return part;
}

struct ends {
	size_t judged;
	int64_t now;
	struct look_item good;
};

static void
judge_row(struct look *l, const struct use *u, const struct eol *e, struct ends *ends)
{
	const char *name = arena_printf(l->a, "%s %s", e->product, e->branch);
	struct look_item item = { arena_printf(l->a, "%s: %s", u->image.text, name), u->line,
		u->what,
		arena_printf(l->a, "%s (%s, until %s: %s)", u->image.text, name,
		    e->ends[0] != '\0' ? e->ends : "no announced end", e->source),
		"a branch that gets fixes" };
	int64_t end;

	ends->judged++;
	if (date_parse(e->ends, &end) && days_between(end, ends->now) > 0)
		look_warn(l, &item, "%s %s: %s gets no fixes since %s", u->what, u->image.text,
		    name, e->ends);
	else
		ends->good = item;
}

static void
judge_ends(struct look *l, const struct use *u, struct ends *ends)
{
	struct image_name name = image_name_read(l->a, u->image.text);
	const char *product = product_of(&name), *tag = name.tag;
	const struct eol *e = red_hat(l, &name);

	if (e != NULL)
		judge_row(l, u, e, ends);
	for (bool first = true; *tag != '\0'; first = false) {
		size_t n = strcspn(tag, "-");
		const char *part = arena_strndup(l->a, tag, n);

		e = first && product != NULL ? eol_find(product, version_in(part)) : NULL;
		if (e == NULL)
			e = system_in_tag(part);
		if (e != NULL)
			judge_row(l, u, e, ends);
		tag += n;
		tag += *tag == '-';
	}
}

void
check_end_of_life(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	struct ends ends = { .judged = 0 };
	struct uses uses;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	uses = find_images(&l, false);
	if (!date_parse(f->started, &ends.now))
		look_unknown(&l, l.d->stages[0].line, "the time of the scan is not known");
	for (size_t i = 0; i < uses.n && l.n_unknown == 0; i++) {
		if (!look_is_unknown(&l, uses.v[i].line, uses.v[i].what, &uses.v[i].image))
			judge_ends(&l, &uses.v[i], &ends);
	}
	if (ends.judged == 0)
		look_end_skip(&l, "no base image names a branch of a distribution or language "
				  "whose end is known");
	else
		look_end(&l, &ends.good, "the branches of the base images get fixes");
}

/* ---- K-35: frontend
 * -------------------------------------------------------------------------------- */

void
check_frontend(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	static const char expected[] = "docker/dockerfile with a version";
	const struct df_directive *syntax = &d->file->syntax;
	struct arena *a = arena_new();
	struct image_name name;
	struct finding *found;
	bool docker;

	(void)f;
	if (syntax->value == NULL) {
		found = judge_pass(j, "is read by the builder's own frontend");
		judge_saw(j, found, "# syntax", d->path, "none", expected);
		arena_free(a);
		return;
	}
	name = image_name_read(a, syntax->value);
	docker = strcmp(name.host, "docker.io") == 0 &&
		 (strcmp(name.path, "docker/dockerfile") == 0 ||
		     strcmp(name.path, "docker/dockerfile-upstream") == 0);
	if (!docker)
		found =
		    judge_warn(j, "syntax", "line %lld: its frontend is %s, which is not Docker's",
			(long long)syntax->line, syntax->value);
	else if (name.digest[0] == '\0' &&
		 (name.tag[0] == '\0' || !isdigit((unsigned char)name.tag[0])))
		found = judge_warn(j, "syntax",
		    "line %lld: its frontend %s has no version, and changes without notice",
		    (long long)syntax->line, syntax->value);
	else
		found = judge_pass(j, "its frontend is %s", syntax->value);
	judge_saw_line(j, found, "# syntax", d->path, syntax->line, syntax->value, expected);
	arena_free(a);
}
