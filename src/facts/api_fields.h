/*
 * api_fields.h: what the engine's API tells, and from which version to which.
 *
 * Engines leave a field out for two reasons: there is nothing to tell, or this API does not tell
 * it. The first is an answer, the second is none. The table of api_fields.c names the fields for
 * which the difference matters; where it says that a field is not told, the fact is UNSEEN, and
 * judge_knows() says why. What is not in the table is told by every engine that has such a thing.
 *
 * Podman answers to the same requests as Docker, and fills some fields always alike.
 */
#ifndef DOCKASSAY_API_FIELDS_H
#define DOCKASSAY_API_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct api_field {
	const char *document; /* a pattern: glob.h */
	const char *path;     /* of the field, as facts name it */
	int since, until;     /* told from API 1.since to before 1.until; 0: always */
	bool placeholder;     /* what stands there outside of these is no answer */
	/* Of Podman: NULL where it is as with Docker, or what stands there, which is no answer ... */
	const char *podman;
	int podman_since;     /* ... before this version of Podman; 0: in all */
};

extern const struct api_field api_fields[]; /* ended by a NULL document */

/* Who answered, and in which version. */
struct api {
	int podman;          /* major version of Podman; 0: Docker; -1: Podman of an unknown version */
	const char *version; /* of the API: "1.41"; "" */
};

/* N of "1.N"; -1: it is no such version. */
int api_minor(const char *version);

/* Is the field not told? */
bool api_field_untold(const struct api_field *field, const struct api *api);

/* Why a field of this document is not told, for a person; NULL: it is, or nothing is known of it. */
const char *api_field_gap(struct arena *a, const struct api *api, const char *document,
    const char *path);

#endif
