/*
 * fleet_internal.h: what the parts of the fleet share while reports are counted.
 */
#ifndef DOCKASSAY_FLEET_INTERNAL_H
#define DOCKASSAY_FLEET_INTERNAL_H

#include "fleet.h"
#include "fleet_tally.h"

struct fleet_count {
	size_t cap_checks;
	size_t added;  /* hosts counted so far */
	size_t *place; /* in the catalogue, of each check; SIZE_MAX: it is not in it */
	struct fleet_tally tally;
};

#endif
