/*
 * embedded.h: files that are built into the program: the demonstration snapshot and templates.
 */
#ifndef DOCKASSAY_EMBEDDED_H
#define DOCKASSAY_EMBEDDED_H

#include <stddef.h>

struct embedded { const char *name; const unsigned char *bytes; size_t size; }; /* NUL behind it */

extern const struct embedded embedded[]; /* ended by a NULL name; made by embed.sh */

const struct embedded *embedded_find(const char *name); /* NULL: no such file */

#endif
