/*
 * images_origin.c: checks of section 4 about where images are from and by what they are called.
 * Reads facts only.
 */
#include "config.h"

#include "images.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define REGISTRIES_MAX 32 /* of one image */

/* ---- registries ----------------------------------------------------------------------------- */

/* The registry in a reference, as the engine reads it: "docker.io" where it names none. */
static const char *
registry_of(struct judge *j, const char *reference)
{
	size_t n = strcspn(reference, "/");

	if (reference[n] == '/' &&
	    (strncmp(reference, "localhost/", 10) == 0 || memchr(reference, '.', n) != NULL ||
		memchr(reference, ':', n) != NULL))
		return judge_fmt(j, "%.*s", (int)(n < 255 ? n : 255), reference);
	return "docker.io";
}

/* Does a network ("10.0.0.0/8") hold an address ("10.1.2.3", without a port)? */
static bool
network_holds(const char *network, const char *address)
{
	unsigned char net[16], host[16];
	char text[INET6_ADDRSTRLEN];
	size_t n = strcspn(network, "/"), bits;
	int family = strchr(network, ':') != NULL ? AF_INET6 : AF_INET;

	if (network[n] != '/' || n >= sizeof text)
		return false;
	memcpy(text, network, n);
	text[n] = '\0';
	bits = strtoul(network + n + 1, NULL, 10);
	if (inet_pton(family, text, net) != 1 || inet_pton(family, address, host) != 1 ||
	    bits > (family == AF_INET6 ? 128u : 32u))
		return false;
	for (size_t i = 0; i < bits; i++) {
		if (((net[i / 8] ^ host[i / 8]) >> (7 - i % 8) & 1) != 0)
			return false;
	}
	return true;
}

/* "[::1]:5000" and "10.1.2.3:5000" without brackets and port. */
static const char *
host_part(struct judge *j, const char *registry)
{
	size_t n = registry[0] == '[' ? strcspn(registry, "]") : strcspn(registry, ":");

	return registry[0] == '[' ? judge_fmt(j, "%.*s", (int)(n - 1), registry + 1)
				  : judge_fmt(j, "%.*s", (int)n, registry);
}

/* Which setting takes the verification of this registry away; NULL: none. */
static const char *
unverified_by(struct judge *j, const struct engine_facts *e, const char *registry)
{
	const char *host = host_part(j, registry);

	for (size_t i = 0; i < e->insecure_indexes.n; i++) {
		if (strcmp(e->insecure_indexes.v[i], registry) == 0)
			return e->insecure_indexes.v[i];
	}
	for (size_t i = 0; i < e->insecure_cidrs.n; i++) {
		if (network_holds(e->insecure_cidrs.v[i], host))
			return e->insecure_cidrs.v[i];
	}
	return NULL;
}

static bool
is_this_host(const char *host)
{
	return strcmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 ||
	       strcmp(host, "::1") == 0;
}

void
check_registry(struct judge *j, const struct facts *f, const struct image *i)
{
	static const char expected[] = "a registry whose certificate the engine checks";
	const struct engine_facts *e = &f->engine;
	const char *registries[REGISTRIES_MAX];
	size_t n = 0;
	bool any = false;

	if (!judge_knows(j, i->digests.seen, true, "RepoDigests", &i->origin) ||
	    !judge_knows(j, e->insecure_cidrs.seen, true, "RegistryConfig.InsecureRegistryCIDRs",
		&e->info_origin) ||
	    !judge_knows(
		j, e->insecure_indexes.seen, false, "RegistryConfig.IndexConfigs", &e->info_origin))
		return;
	if (i->digests.n == 0) {
		judge_skip(j, "was built or imported here: it is from no registry");
		return;
	}
	for (size_t k = 0; k < i->digests.n && n < REGISTRIES_MAX; k++) {
		const char *registry = registry_of(j, i->digests.v[k]), *why;
		struct finding *found;
		bool known = false;

		for (size_t m = 0; m < n; m++)
			known = known || strcmp(registries[m], registry) == 0;
		why = known || is_this_host(host_part(j, registry)) ? NULL
								    : unverified_by(j, e, registry);
		if (why == NULL)
			continue;
		registries[n++] = registry;
		any = true;
		found = judge_warn(j, registry,
		    "belongs to %s, and the engine does not verify that registry", registry);
		judge_saw(j, found, "RepoDigests", i->origin.source, i->digests.v[k], expected);
		judge_saw(j, found, "RegistryConfig", e->info_origin.source, why, "not insecure");
	}
	if (!any) {
		struct finding *found = judge_pass(
		    j, "came from %s, which the engine verifies", registry_of(j, i->digests.v[0]));

		judge_saw(j, found, "RepoDigests", i->origin.source, judge_join(j, &i->digests),
		    expected);
		judge_saw(j, found, "RegistryConfig.IndexConfigs", e->info_origin.source,
		    judge_join(j, &e->insecure_indexes), "not among the insecure ones");
	}
}

/* Registry and first part of the path: "docker.io/library", "ghcr.io/owner". */
static const char *
place_of(struct judge *j, const struct image *i)
{
	const char *reference = i->digests.n > 0 ? i->digests.v[0] : "";
	const char *registry = registry_of(j, reference), *path = reference;
	size_t n = strlen(registry), owner;

	if (*reference == '\0')
		return "built or imported here";
	if (strncmp(reference, registry, n) == 0 && reference[n] == '/')
		path = reference + n + 1;
	owner = strcspn(path, "/");
	return path[owner] == '/'
		   ? judge_fmt(j, "%s/%.*s", registry, (int)(owner < 255 ? owner : 255), path)
		   : judge_fmt(j, "%s/library", registry);
}

void
check_base_images(struct judge *j, const struct facts *f, const void *arg)
{
	struct names names = NAMES_INIT;
	struct arena *a;
	const char **places, *text;
	size_t unread = 0, n = 0;

	(void)arg;
	if (!has_images(j, f))
		return;
	a = arena_new();
	places = arena_alloc(a, sizeof *places * f->n_images);
	for (size_t i = 0; i < f->n_images; i++) {
		if (f->images[i].digests.seen == UNSEEN)
			unread++;
		else
			places[n++] = place_of(j, &f->images[i]);
	}
	if (n > 1)
		qsort(places, n, sizeof *places, text_compare);
	for (size_t i = 0, same; i < n; i += same) {
		for (same = 1; i + same < n && strcmp(places[i], places[i + same]) == 0;)
			same++;
		names_add(&names, judge_fmt(j, "%s (%zu)", places[i], same));
	}
	if (unread > 0)
		names_add(&names, judge_fmt(j, "not readable (%zu)", unread));
	text = names_text(j, &names);
	judge_saw(j, judge_note(j, "", "images belong to: %s: see whether each is trusted", text),
	    "RepoDigests", "GET /images/ID/json", text, "");
	arena_free(a);
}

/* ---- trust ---------------------------------------------------------------------------------- */

void
check_content_trust(struct judge *j, const struct facts *f, const void *arg)
{
	const struct file_facts *env = facts_file(f, "/etc/environment");
	const char *at =
	    env->content.seen == SEEN ? strstr(env->content.v, "DOCKER_CONTENT_TRUST=") : NULL;
	bool on = at != NULL && (at[21] == '1' || (at[21] == '"' && at[22] == '1'));

	(void)arg;
	if (env->origin.state != DOC_GONE && !judge_can_read(j, &env->origin))
		return;
	judge_saw(j,
	    judge_note(j, "", "image signatures are demanded by each client, not by the engine: %s",
		on ? "/etc/environment asks for them, which clients before 29 heed"
		   : "nothing in /etc/environment asks for them"),
	    "DOCKER_CONTENT_TRUST", "/etc/environment",
	    on				    ? "1"
	    : env->origin.state == DOC_GONE ? "no such file"
					    : "not set",
	    "");
}

void
check_validated(struct judge *j, const struct facts *f, const void *arg)
{
	size_t by_digest = 0, here = 0, unread = 0;
	const char *text;

	(void)arg;
	if (!has_images(j, f))
		return;
	for (size_t i = 0; i < f->n_images; i++) {
		if (f->images[i].digests.seen == UNSEEN)
			unread++;
		else if (f->images[i].digests.n > 0)
			by_digest++;
		else
			here++;
	}
	text = judge_fmt(j, "%zu with a digest, %zu built or imported here, %zu not readable",
	    by_digest, here, unread);
	judge_saw(j,
	    judge_note(j, "",
		"who signed an image, engines with this API do not tell (%s): see whether "
		"signatures are "
		"verified before images are run",
		text),
	    "RepoDigests", "GET /images/ID/json", text, "");
}

/* ---- names ---------------------------------------------------------------------------------- */

static bool
is_latest(const char *tag)
{
	const char *slash = strrchr(tag, '/'), *colon = strrchr(slash != NULL ? slash : tag, ':');

	return colon == NULL || strcmp(colon, ":latest") == 0;
}

void
check_image_tag(struct judge *j, const struct facts *f, const struct image *i)
{
	static const char expected[] = "a tag that names a version";
	const char *actual = judge_join(j, &i->tags);
	size_t latest = 0;

	(void)f;
	if (!judge_knows(j, i->tags.seen, true, "RepoTags", &i->origin))
		return;
	for (size_t k = 0; k < i->tags.n; k++)
		latest += is_latest(i->tags.v[k]);
	if (i->tags.n == 0)
		judge_skip(j, "has no tag");
	else if (latest == i->tags.n)
		judge_saw(j,
		    judge_warn(j, "", "is called \"latest\" only, and what that is changes"),
		    "RepoTags", i->origin.source, actual, expected);
	else
		judge_saw(j, judge_pass(j, "has a tag of its own"), "RepoTags", i->origin.source,
		    actual, expected);
}

/* Was the container asked for by something that can mean one image only? */
static bool
is_pinned(const char *reference, const struct container *c)
{
	size_t n = strlen(reference);
	const char *hex = c->image_id.seen == SEEN ? strchr(c->image_id.v, ':') : NULL;

	return strstr(reference, "@sha256:") != NULL || strncmp(reference, "sha256:", 7) == 0 ||
	       (hex != NULL && n >= 12 && strncmp(reference, hex + 1, n) == 0);
}

void
check_pinned(struct judge *j, const struct facts *f, const struct container *c)
{
	static const char expected[] = "NAME@sha256:DIGEST";
	const struct image *i = c->made_from;

	(void)f;
	if (!judge_knows(j, c->image_name.seen, false, "Config.Image", &c->origin) ||
	    !judge_knows(j, c->image_id.seen, false, "Image", &c->origin))
		return;
	if (is_pinned(c->image_name.v, c)) {
		judge_saw(j, judge_pass(j, "was started from one certain image"), "Config.Image",
		    c->origin.source, c->image_name.v, expected);
		return;
	}
	if (!judge_can_read(j, &f->images_origin))
		return;
	if (i == NULL) {
		judge_error(j,
		    "its image is not in %s, so whether a registry knows a digest of it "
		    "cannot be told",
		    f->images_origin.source);
		return;
	}
	if (!judge_can_read(j, &i->origin) ||
	    !judge_knows(j, i->digests.seen, true, "RepoDigests", &i->origin))
		return;
	if (i->digests.n == 0)
		judge_skip(
		    j, "its image was built or imported here: no registry knows a digest of it");
	else
		judge_saw(j,
		    judge_warn(j, "",
			"was started by a tag, \"%s\", which may be moved to another image",
			c->image_name.v),
		    "Config.Image", c->origin.source, c->image_name.v, expected);
}
