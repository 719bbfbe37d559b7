/*
 * compose_internal.h: what the files that make up a Compose project share.
 */
#ifndef DOCKASSAY_COMPOSE_INTERNAL_H
#define DOCKASSAY_COMPOSE_INTERNAL_H

#include "compose.h"

/* The directory that a file lies in: "." for a name alone. */
const char *compose_directory(struct arena *a, const char *path);

/* `over` laid over `base` by the rules of Compose. *budget is what may be spent on it. */
struct yaml *compose_merge_service(
    struct arena *a, struct yaml *base, struct yaml *over, size_t *budget);
struct yaml *compose_merge_file(
    struct arena *a, struct yaml *base, struct yaml *over, size_t *budget);

#endif
