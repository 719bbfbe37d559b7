/*
 * options_internal.h: the table of options, for the files of this folder.
 */
#ifndef DOCKASSAY_OPTIONS_INTERNAL_H
#define DOCKASSAY_OPTIONS_INTERNAL_H

#include "options.h"

#define AT(field) offsetof(struct options, field)

extern const struct option_row option_rows[];
size_t option_count(void);

#endif
