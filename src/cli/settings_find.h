/*
 * settings_find.h: finds the configuration file that nobody named.
 */
#ifndef DOCKASSAY_SETTINGS_FIND_H
#define DOCKASSAY_SETTINGS_FIND_H

#include <stddef.h>

#include "base/arena.h"

/*
 * The nearest dockassay.yaml or .dockassay.yaml from the folder upward, and its text. 0: *path is
 * NULL where there is none. -1: EXIT_USAGE for one that cannot be read or trusted.
 */
int settings_find(struct arena *a, const char *folder, size_t max, const char **path, char **text,
    size_t *len, struct err *err);

#endif
