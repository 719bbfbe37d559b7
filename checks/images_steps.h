/*
 * images_steps.h: going through the steps of an image's history on behalf of a check.
 */
#ifndef DOCKASSAY_IMAGES_STEPS_H
#define DOCKASSAY_IMAGES_STEPS_H

#include "judge.h"
#include "shell_text.h"
#include "buildfiles/image_step.h"

#define KEYS_MAX 64 /* findings of one check about one image */

/* What a check remembers while it goes through the steps of an image. */
struct reading {
	struct judge *judge;
	const struct image *image;
	struct arena *arena;   /* for the reading alone */
	const char *expected;
	const char *unknown;   /* why no hit is no evidence; NULL */
	size_t n_keys;
	const char *keys[KEYS_MAX];
};

/* False: the verdict was given, and there is nothing to end. */
bool reading_begin(struct reading *r, struct judge *j, const struct image *i, const char *expected);

/* What step `k` was made by; NULL where that is not known, which is then noted. */
const char *reading_step(struct reading *r, size_t k);
/* The commands of a RUN; that they could not be read to their end is noted. */
struct shell_text reading_shell(struct reading *r, const struct step *s, size_t k);

bool reading_is_new_key(struct reading *r, const char *key);
/* Warns, once for each key. */
void reading_warn(struct reading *r, const char *key, const char *says, const char *what);
const char *reading_own_steps(const struct reading *r); /* "7 steps; 3 before them are ..." */

/*
 * Gives the verdict where nothing was found: PASS; ERROR where something stayed unread; SKIP for
 * what was imported, and not built.
 */
void reading_end(struct reading *r, const char *clean);

#endif
