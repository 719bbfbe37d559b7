/*
 * tar.h: the first file in a tar archive that is in memory. The archive may be hostile.
 */
#ifndef DOCKASSAY_TAR_H
#define DOCKASSAY_TAR_H

#include "base/arena.h"

enum tar_first {
	TAR_FILE, /* *text: what is in it, up to a NUL */
	TAR_LINK, /* *text: where it leads */
	TAR_BAD,  /* *text: why there is none */
};

/* Extended headers are skipped; what they say of long names does not matter here. */
enum tar_first tar_first(struct arena *a, const char *tar, size_t len, const char **text);

#endif
