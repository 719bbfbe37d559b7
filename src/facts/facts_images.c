/*
 * facts_images.c: decodes images: the list, what they start as, their history, what is in their
 * layers; and joins them with each other and with containers. It may not judge.
 */
#include "config.h"

#include "facts_internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define N(table) (sizeof(table) / sizeof(table)[0])

/* clang-format off */
#define AT(field) offsetof(struct image, field)
static const struct field fields[] = {
	{ "RepoDigests", FIELD_LIST, AT(digests) },
	{ "Architecture", FIELD_STR, AT(architecture) },
	{ "Os", FIELD_STR, AT(os) },
	{ "Size", FIELD_INT, AT(size) },
	{ "Created", FIELD_TIME, AT(created) },
	{ "RootFS.Layers", FIELD_LIST, AT(layers) },
	{ "Config.User", FIELD_STR, AT(user) },
	{ "Config.Labels", FIELD_MAP, AT(labels) },
	{ "Config.Healthcheck.Test", FIELD_LIST, AT(healthcheck) },
	{ "Config.Env", FIELD_LIST, AT(env) },
	{ "Config.ExposedPorts", FIELD_NAMES, AT(exposed_ports) },
	{ "Config.Volumes", FIELD_NAMES, AT(volumes) },
	{ "Config.OnBuild", FIELD_LIST, AT(on_build) },
	{ "Config.StopSignal", FIELD_STR, AT(stop_signal) },
	{ "Config.Entrypoint", FIELD_LIST, AT(entrypoint) },
	{ "Config.Cmd", FIELD_LIST, AT(cmd) },
};
#undef AT
/* clang-format on */

/* Engines before API 1.43 call an image without a name "<none>:<none>", and "<none>@<none>". */
static struct fact_list
real_names(struct arena *a, struct fact_list all, const char *none)
{
	struct fact_list names = { all.seen, 0, NULL };
	const char **v;

	if (all.seen != SEEN)
		return names;
	v = arena_alloc(a, sizeof *v * (all.n + 1));
	for (size_t i = 0; i < all.n; i++) {
		if (strcmp(all.v[i], none) != 0)
			v[names.n++] = all.v[i];
	}
	names.v = v;
	return names;
}

static struct origin
not_yet(struct arena *a, const char *format_before, const char *id, const char *format_after)
{
	return (struct origin){ DOC_FAILED,
		arena_printf(a, "%s%s%s", format_before, id, format_after), "was not collected" };
}

void
decode_image_list(struct facts *f, const cJSON *json)
{
	struct workings *w = workings_of(f);
	struct arena *a = f->arena;
	const cJSON *item;

	if (!is_list_of(&f->images_origin, json, "Id"))
		return;
	cJSON_ArrayForEach (item, json) {
		const char *id = json_text(a, item, "Id");

		f->images =
		    arena_grow(a, f->images, f->n_images, &w->cap_images, sizeof *f->images);
		f->images[f->n_images++] = (struct image){ .id = id,
			.tags = real_names(a, json_list(a, item, "RepoTags"), "<none>:<none>"),
			.labels = json_map(a, item, "Labels"),
			.used_by = json_int(item, "Containers"),
			.origin = not_yet(a, "GET /images/", id, "/json"),
			.history_origin = not_yet(a, "GET /images/", id, "/history"),
			.layers_origin = not_yet(a, "layers:", id, ""),
			.release_origin = not_yet(a, "release:", id, "") };
		settle_fact(
		    f, "GET /images/json", "Containers", &f->images[f->n_images - 1].used_by);
	}
}

void
decode_image(struct facts *f, struct image *i, const cJSON *json)
{
	struct arena *a = f->arena;
	struct fact_list tags = real_names(a, json_list(a, json, "RepoTags"), "<none>:<none>");

	decode_fields(a, json, fields, N(fields), i);
	i->digests = real_names(a, i->digests, "<none>@<none>");
	if (tags.seen != ABSENT)
		i->tags = tags;
	i->has_config.seen = cJSON_IsObject(json_at(json, "Config", NULL)) ? SEEN : ABSENT;
	i->has_config.v = i->has_config.seen == SEEN;
}

/* The engine tells the newest step first; here they stand in the order in which they were made. */
void
decode_history(struct facts *f, struct image *i, const cJSON *json)
{
	const cJSON *item;
	struct image_step *v;
	size_t n;

	if (!is_list(&i->history_origin, json))
		return;
	n = (size_t)cJSON_GetArraySize(json);
	v = arena_alloc(f->arena, sizeof *v * (n + 1));
	i->n_steps = n;
	i->steps = v;
	cJSON_ArrayForEach (item, json)
		v[--n] = (struct image_step){ .created_by = json_str(f->arena, item, "CreatedBy"),
			.created = json_int(item, "Created"),
			.size = json_int(item, "Size"),
			.imported = strncasecmp(json_text(f->arena, item, "Comment"),
					"imported from", 13) == 0 };
}

/* {"layers": 3, "entries": 1234, "files": [{"path", "mode", "uid", "gid", "capable"}]} */
void
decode_layers(struct facts *f, struct image *i, const cJSON *json)
{
	const cJSON *files = json_at(json, "files", NULL), *item;
	struct setid_file *v;

	if (!is_list(&i->layers_origin, files))
		return;
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(files) + 1));
	i->setid_files = v;
	cJSON_ArrayForEach (item, files) {
		struct fact_int mode = json_int(item, "mode");

		if (mode.seen != SEEN) {
			i->layers_origin.state = DOC_FAILED;
			i->layers_origin.problem = "a file of the list has no mode";
			return;
		}
		v[i->n_setid_files++] =
		    (struct setid_file){ .path = json_text(f->arena, item, "path"),
			    .mode = (unsigned)mode.v,
			    .uid = json_int(item, "uid").v,
			    .gid = json_int(item, "gid").v,
			    .capable = json_bool(item, "capable").v };
	}
}

/* ---- the build cache ------------------------------------------------------------------------ */

/* Since API 1.52 there is a sum; before, a list of records. */
void
decode_usage(struct facts *f, const cJSON *json)
{
	bool wrong;
	const cJSON *list = json_at(json, "BuildCache", &wrong), *item;
	struct fact_int sum = json_int(json, "BuildCacheUsage.TotalSize");

	f->build_cache = (struct fact_int){ UNSEEN, 0 };
	if (sum.seen == SEEN || json_at(json, "BuildCacheUsage", NULL) != NULL) {
		/* a sum of nothing is left out */
		f->build_cache = (struct fact_int){ sum.seen == UNSEEN ? UNSEEN : SEEN, sum.v };
		return;
	}
	/* null is what engines say that have built nothing */
	if (list == NULL && !wrong)
		f->build_cache.seen =
		    cJSON_GetObjectItemCaseSensitive(json, "BuildCache") != NULL ? SEEN : ABSENT;
	settle_fact(f, "GET /system/df", "BuildCache", &f->build_cache);
	if (!cJSON_IsArray(list))
		return;
	cJSON_ArrayForEach (item, list) {
		struct fact_int size = json_int(item, "Size");

		if (size.seen != SEEN || size.v < 0)
			return;
		f->build_cache.v += size.v;
	}
	f->build_cache.seen = SEEN;
}

/* ---- images and their bases ----------------------------------------------------------------- */

/* The history of an image up to its end. */
struct chain {
	uint64_t hash;
	size_t n;
	const struct image *image;
};

static uint64_t
hash_bytes(uint64_t hash, const void *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3u;
	return hash;
}

static uint64_t
hash_step(uint64_t hash, const struct image_step *s)
{
	const char *text = s->created_by.seen == SEEN ? s->created_by.v : "";

	hash = hash_bytes(hash, text, strlen(text) + 1);
	hash = hash_bytes(hash, &s->created.v, sizeof s->created.v);
	return hash_bytes(hash, &s->size.v, sizeof s->size.v);
}

static int
compare_chains(const void *a, const void *b)
{
	const struct chain *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash ? 1 : 0;
}

static bool
same_steps(const struct image *a, const struct image *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct image_step *s = &a->steps[i], *t = &b->steps[i];

		if (s->created_by.seen != SEEN || t->created_by.seen != SEEN ||
		    strcmp(s->created_by.v, t->created_by.v) != 0 || s->created.seen != SEEN ||
		    s->created.v != t->created.v || s->size.v != t->size.v)
			return false;
	}
	return true;
}

/* The image with the longest history that begins this one's, and is not all of it. */
static void
join_base(struct image *image, const struct chain *chains, size_t n)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t k = 0; k < image->n_steps; k++) {
		struct chain key = { .hash = hash_step(hash, &image->steps[k]) };
		const struct chain *found =
		    k + 1 < image->n_steps
			? bsearch(&key, chains, n, sizeof *chains, compare_chains)
			: NULL;

		hash = key.hash;

		if (found != NULL && found->n == k + 1 && same_steps(image, found->image, k + 1)) {
			image->base = found->image;
			image->base_steps = k + 1;
		}
	}
}

static void
join_bases(struct facts *f)
{
	struct chain *chains = arena_alloc(f->arena, sizeof *chains * (f->n_images + 1));
	size_t n = 0;

	for (size_t i = 0; i < f->n_images; i++) {
		struct chain c = { 0xcbf29ce484222325u, f->images[i].n_steps, &f->images[i] };

		for (size_t k = 0; k < c.n; k++)
			c.hash = hash_step(c.hash, &c.image->steps[k]);
		if (c.n > 0)
			chains[n++] = c;
	}
	if (n > 1)
		qsort(chains, n, sizeof *chains, compare_chains);
	for (size_t i = 0; i < f->n_images && n > 0; i++)
		join_base(&f->images[i], chains, n);
}

/* Engines before API 1.51 say -1 of all; then the containers that were listed are counted. */
static void
join_users(struct facts *f)
{
	bool all = facts_has_all_containers(f);

	for (size_t i = 0; i < f->n_containers; i++) {
		const struct container *c = &f->containers[i];
		struct image *image = (struct image *)(uintptr_t)c->made_from;

		if (image != NULL)
			image->n_users += !c->is_own; /* that one is gone with the scan */
		else if (c->image_id.seen != SEEN)
			all = false;
	}
	for (size_t i = 0; i < f->n_images; i++) {
		struct image *image = &f->images[i];

		if (image->used_by.seen == SEEN && image->used_by.v >= 0)
			continue;
		image->used_by.seen = all || image->n_users > 0 ? SEEN : UNSEEN;
		image->used_by.v = (int64_t)image->n_users;
	}
}

void
join_images(struct facts *f)
{
	join_users(f);
	join_bases(f);
}
