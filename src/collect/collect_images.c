/*
 * collect_images.c: what is beside an image's own description: files in its layers, the release of
 * the system in it, and the space that builds take. It may not judge.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "collect_internal.h"
#include "host/layers.h"
#include "syntax/json.h"
#include "syntax/tar.h"

#define RELEASE_MAX ((size_t)64 << 10)

/* ---- looking into answers ------------------------------------------------------------------- */

void
note_image(struct collector *c, const cJSON *image)
{
	struct image_place place = { .id = json_text(c->arena, image, "Id"),
		.driver = json_text(c->arena, image, "GraphDriver.Name"),
		.upper = json_text(c->arena, image, "GraphDriver.Data.UpperDir"),
		.lower = json_text(c->arena, image, "GraphDriver.Data.LowerDir") };

	if (!collector_safe_name(place.id))
		return;
	c->image_places = arena_grow(
	    c->arena, c->image_places, c->n_image_places, &c->cap_image_places, sizeof place);
	c->image_places[c->n_image_places++] = place;
}

void
note_image_use(struct collector *c, const cJSON *container)
{
	struct image_use use = { json_text(c->arena, container, "Image"),
		json_text(c->arena, container, "Id") };

	if (!collector_safe_name(use.image) || !collector_safe_name(use.container))
		return;
	c->image_uses =
	    arena_grow(c->arena, c->image_uses, c->n_image_uses, &c->cap_image_uses, sizeof use);
	c->image_uses[c->n_image_uses++] = use;
}

static int
compare_uses(const void *a, const void *b)
{
	const struct image_use *x = a, *y = b;
	int order = strcmp(x->image, y->image);

	return order != 0 ? order : strcmp(x->container, y->container);
}

static int
compare_image(const void *id, const void *use)
{
	return strcmp(id, ((const struct image_use *)use)->image);
}

/* ---- where the layers are ------------------------------------------------------------------- */

/* Below the engine's own directory, and nowhere else, whatever the answer says. */
static bool
is_layer_dir(const struct collector *c, const char *dir, size_t n)
{
	size_t root = c->root_dir != NULL ? strlen(c->root_dir) : 0;

	if (root < 2 || n <= root || strncmp(dir, c->root_dir, root) != 0 || dir[root] != '/')
		return false;
	for (size_t i = 0; i + 3 <= n; i++) {
		if (strncmp(dir + i, "/..", 3) == 0 && (i + 3 == n || dir[i + 3] == '/'))
			return false;
	}
	return true;
}

/* Uppermost first; NULL, or why there are none. */
static const char *
find_layers(struct collector *c, const struct image_place *place, struct layer_dirs *dirs)
{
	const char **v = arena_alloc(c->arena, sizeof *v * (strlen(place->lower) / 2 + 2));
	const char *list = place->lower;
	size_t n = 0;

	*dirs = (struct layer_dirs){ 0, v };
	if (*place->upper == '\0')
		return arena_printf(c->arena, "%s does not say where it keeps its layers",
		    *place->driver != '\0' ? place->driver : "the storage driver");
	v[n++] = place->upper;
	while (*list != '\0') {
		size_t length = strcspn(list, ":");

		if (length > 0)
			v[n++] = arena_strndup(c->arena, list, length);
		list += length;
		list += *list == ':';
	}
	for (size_t i = 0; i < n; i++) {
		if (!is_layer_dir(c, v[i], strlen(v[i])))
			return "a layer is not below the engine's root directory";
	}
	dirs->n = n;
	return NULL;
}

/* ---- files in layers ------------------------------------------------------------------------ */

static int
collect_layers(
    struct collector *c, struct layers *l, const struct image_place *place, struct err *err)
{
	struct arena *a = arena_new();
	struct document doc = { .name = arena_printf(a, "layers:%s", place->id),
		.from = place->upper,
		.state = collector_state_elsewhere(c),
		.problem = c->elsewhere,
		.body = "" };
	struct layer_dirs dirs;
	const char *why;
	int result;

	if (c->locality == HOST_IS_HERE) {
		why = find_layers(c, place, &dirs);
		doc.state = DOC_FAILED;
		doc.problem = why != NULL ? why : "";
		if (why == NULL)
			layers_setid(l, a, &dirs, &doc);
	}
	result = collector_emit(c, &doc, err);
	arena_free(a);
	return result;
}

/* ---- os-release ----------------------------------------------------------------------------- */

/* Only lines that tell the release, so that nothing else of a hostile file gets into a report. */
static const char *
release_lines(struct collector *c, struct arena *a, const char *text)
{
	static const char *const names[] = {
		"ID=", "ID_LIKE=", "VERSION_ID=", "VERSION_CODENAME=", "PRETTY_NAME=", "NAME="
	};
	struct buf kept = BUF_INIT(RELEASE_MAX), clean = BUF_INIT(4 * RELEASE_MAX);
	const char *lines;

	while (*text != '\0') {
		size_t n = strcspn(text, "\n");

		for (size_t i = 0; i < sizeof names / sizeof names[0] && n < 200; i++) {
			if (strncmp(text, names[i], strlen(names[i])) == 0) {
				buf_add(&kept, text, n);
				buf_putc(&kept, '\n');
			}
		}
		text += n;
		text += *text == '\n';
	}
	mask_lines(&c->masker, buf_str(&kept), kept.len, &clean);
	lines = arena_strdup(a, buf_str(&clean));
	buf_free(&kept);
	buf_free(&clean);
	return lines;
}

/* Does a link at /etc/os-release lead to where os-release(5) says that it does? */
static bool
leads_to_usr_lib(const char *target)
{
	return strcmp(target, "../usr/lib/os-release") == 0 ||
	       strcmp(target, "/usr/lib/os-release") == 0;
}

static void
set_release(struct collector *c, struct arena *a, struct document *doc, enum layer_file found,
    const char *text)
{
	doc->state = found == LAYER_FILE_READ	? DOC_OK
		     : found == LAYER_FILE_GONE ? DOC_GONE
						: DOC_FAILED;
	doc->problem = found == LAYER_FILE_READ	  ? ""
		       : found == LAYER_FILE_GONE ? "the image has no os-release"
		       : found == LAYER_FILE_LINK
			   ? arena_printf(a, "/etc/os-release is a link to %.200s", text)
			   : text;
	doc->body = found == LAYER_FILE_READ ? release_lines(c, a, text) : "";
	doc->len = strlen(doc->body);
}

/* From the layers on disk. False, with *why: they cannot be read here. */
static bool
release_from_layers(struct collector *c, struct arena *a, const struct image_place *place,
    struct document *doc, const char **why)
{
	struct layer_dirs dirs;
	const char *text;
	enum layer_file found;

	*why = c->locality == HOST_IS_HERE ? find_layers(c, place, &dirs) : c->elsewhere;
	if (*why != NULL)
		return false;
	found = layers_read(c->host, a, &dirs, "etc/os-release", RELEASE_MAX, &text);
	if (found == LAYER_FILE_GONE || (found == LAYER_FILE_LINK && leads_to_usr_lib(text)))
		found = layers_read(c->host, a, &dirs, "usr/lib/os-release", RELEASE_MAX, &text);
	*why = text;
	if (found == LAYER_FILE_UNREAD)
		return false;
	set_release(c, a, doc, found, text);
	doc->from = place->upper;
	return true;
}

struct archive {
	struct arena *arena;
	enum layer_file found;
	const char *text;
	enum doc_state state;
	const char *problem;
};

static int
take_archive(void *ctx, const struct document *doc, struct err *err)
{
	struct archive *ar = ctx;

	(void)err;
	ar->state = doc->state;
	ar->problem = arena_strdup(ar->arena, doc->problem);
	if (doc->state == DOC_OK) {
		enum tar_first first = tar_first(ar->arena, doc->body, doc->len, &ar->text);

		ar->found = first == TAR_FILE	? LAYER_FILE_READ
			    : first == TAR_LINK ? LAYER_FILE_LINK
						: LAYER_FILE_UNREAD;
	} else if (doc->state == DOC_GONE)
		ar->found = LAYER_FILE_GONE;
	return 0;
}

/* From a container of the image, through the engine. */
static int
release_from_container(struct collector *c, struct arena *a, const char *container,
    struct document *doc, struct err *err)
{
	static const char *const paths[] = { "/etc/os-release", "/usr/lib/os-release" };
	struct archive ar = { .arena = a };

	for (size_t i = 0; i < 2; i++) {
		const char *path =
		    arena_printf(a, "/containers/%s/archive?path=%s", container, paths[i]);

		if (engine_get_bytes(c->engine, path, 4 * RELEASE_MAX, take_archive, &ar, err) < 0)
			return -1;
		doc->from = arena_printf(a, "GET %s", path);
		if (ar.state != DOC_OK && ar.state != DOC_GONE) {
			doc->state = ar.state;
			doc->problem = ar.problem;
			return 0;
		}
		if (ar.found != LAYER_FILE_GONE &&
		    !(ar.found == LAYER_FILE_LINK && leads_to_usr_lib(ar.text)))
			break;
	}
	set_release(c, a, doc, ar.found, ar.text);
	return 0;
}

static int
collect_release(struct collector *c, const struct image_place *place, struct err *err)
{
	struct arena *a = arena_new();
	struct document doc = { .name = arena_printf(a, "release:%s", place->id),
		.from = "",
		.state = c->locality != HOST_IS_HERE ? collector_state_elsewhere(c)
			 : geteuid() != 0	     ? DOC_DENIED
						     : DOC_FAILED,
		.body = "" };
	const struct image_use *use =
	    c->n_image_uses == 0
		? NULL
		: bsearch(place->id, c->image_uses, c->n_image_uses, sizeof *use, compare_image);
	const char *why;
	bool known = release_from_layers(c, a, place, &doc, &why);
	int result = 0;

	if (!known)
		doc.problem = arena_printf(a,
		    "no container was made from it that could be asked, and its layers cannot be "
		    "read "
		    "(%s)",
		    why);
	/* CVE-2019-14271: this one engine runs code of the container when it archives its files. */
	if (!known && use != NULL && strcmp(c->engine_version, "19.03.0") != 0)
		result = release_from_container(c, a, use->container, &doc, err);
	if (result == 0)
		result = collector_emit(c, &doc, err);
	arena_free(a);
	return result;
}

/* ---- all of them ---------------------------------------------------------------------------- */

static int
collect_usage(struct collector *c, struct err *err)
{
	int minor = 0;

	/* Since 1.42 the engine can be asked for one kind, and need not measure all the others. */
	if (strncmp(engine_api_version(c->engine), "1.", 2) == 0)
		minor = atoi(engine_api_version(c->engine) + 2);
	return collector_get(c, minor >= 42 ? "/system/df?type=build-cache" : "/system/df", err);
}

int
collect_images(struct collector *c, struct err *err)
{
	unsigned needs = c->options->needs;
	struct layers *l;
	int result = 0;

	if (needs & NEEDS_USAGE && collect_usage(c, err) < 0)
		return -1;
	if (c->n_image_uses > 1)
		qsort(c->image_uses, c->n_image_uses, sizeof *c->image_uses, compare_uses);
	l = layers_new(c->host, LAYERS_ENTRIES_MAX, LAYERS_SECONDS_MAX);
	for (size_t i = 0; result == 0 && i < c->n_image_places; i++) {
		if (needs & NEEDS_IMAGE_RELEASE)
			result = collect_release(c, &c->image_places[i], err);
		if (result == 0 && needs & NEEDS_LAYERS)
			result = collect_layers(c, l, &c->image_places[i], err);
	}
	layers_free(l);
	return result;
}
