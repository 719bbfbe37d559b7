/*
 * os_release.h: what os-release(5) says of a system. A pure reading of its text.
 */
#ifndef DOCKASSAY_OS_RELEASE_H
#define DOCKASSAY_OS_RELEASE_H

#include "base/arena.h"

struct os_release {
	const char *id;          /* "debian"; "" where the text does not say */
	const char *version_id;  /* "12"; "" for rolling releases */
	const char *pretty_name; /* "Debian GNU/Linux 12 (bookworm)" */
};

/* Quotes and backslashes are taken away as a shell would; of repeated names the last one counts. */
struct os_release os_release_parse(struct arena *a, const char *text);

#endif
