/*
 * layers.h: what is in the layers of an image, where a storage driver (overlay2) keeps each layer in
 * a directory on this host's disk.
 *
 * Images are hostile: no link is followed, inside of a layer or out of it; nothing but regular files
 * is opened; entries, depth and time are limited. Where a limit cuts the walk, the answer is that it
 * is not known.
 */
#ifndef DOCKASSAY_LAYERS_H
#define DOCKASSAY_LAYERS_H

#include "host.h"
#include "base/arena.h"
#include "snapshot/document.h"

#define LAYERS_ENTRIES_MAX ((size_t)5000000) /* of all layers together */
#define LAYERS_DEPTH_MAX 64
#define LAYERS_SECONDS_MAX 120

/* Directories of one image, the uppermost first. */
struct layer_dirs { size_t n; const char *const *v; };

/* Remembers each layer that it walked: images share them. */
struct layers;

struct layers *layers_new(struct host *h, size_t entries_max, long seconds_max);
void layers_free(struct layers *l); /* NULL is fine */

/*
 * State and body of the document "layers:ID", in the arena: the regular files that are setuid or
 * setgid, or have capabilities, and that no upper layer hides.
 */
void layers_setid(struct layers *l, struct arena *a, const struct layer_dirs *dirs,
    struct document *doc);

enum layer_file {
	LAYER_FILE_READ,   /* *text, in the arena */
	LAYER_FILE_LINK,   /* *text: where it leads */
	LAYER_FILE_GONE,   /* no layer has it, or an upper one took it away */
	LAYER_FILE_UNREAD, /* *text: why */
};

/* The file at a path ("etc/os-release") in the union of the layers, at most `max` bytes long. */
enum layer_file layers_read(struct host *h, struct arena *a, const struct layer_dirs *dirs,
    const char *path, size_t max, const char **text);

#endif
