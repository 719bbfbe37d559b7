/*
 * narrow.h: what narrows a selection beside names and profiles.
 */
#ifndef DOCKASSAY_NARROW_H
#define DOCKASSAY_NARROW_H

#include "check.h"
#include "options/options.h"

struct narrowing {
	int severity, level; /* that and above; CIS level, 0: any */
	struct fact_list sections, scopes; /* none: all */
	bool automated;
};

/* -1: EXIT_USAGE for what is not known, with the nearest. */
int narrowing_parse(
    struct narrowing *n, const struct options *o, struct arena *a, struct err *err);

bool narrowing_has(
    const struct narrowing *n, const struct section *section, const struct check *c);

#endif
