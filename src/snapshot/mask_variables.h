/*
 * mask_variables.h: texts in which $NAME and ${NAME:-default} stand, as Compose reads them.
 */
#ifndef DOCKASSAY_MASK_VARIABLES_H
#define DOCKASSAY_MASK_VARIABLES_H

#include "mask.h"

/* Nothing but references and marks between them, like ${USER}:${PASSWORD}. */
bool mask_only_references(const char *s, size_t n);

/* Appends a secret's value, masked: references stay, and what they fall back to goes. */
void mask_template(const struct masker *m, const char *s, size_t n, struct buf *out);

/* Appends a text without the defaults of variables that are called like secrets. */
void mask_defaults(const struct masker *m, const char *s, size_t n, struct buf *out);

#endif
