/*
 * fleet_tally.h: the gates of many hosts as one, and what many reports notice.
 *
 * A finding closes the gate as it would alone; --max-warn counts over all hosts, --min-score looks
 * at each. A report that cannot be read is a host that could not be assessed. What several hosts
 * notice in the same words is told once.
 */
#ifndef DOCKASSAY_FLEET_TALLY_H
#define DOCKASSAY_FLEET_TALLY_H

#include "policy/gate.h"
#include "report/report.h"

#define FLEET_NOTICES_MAX 200 /* of each sort; what is beyond is counted */

struct tally_rule {
	size_t n, n_hosts;
	int lowest;
	const char *words, *host;
};

struct fleet_tally {
	struct tally_rule rules[GATE_RULES_MAX];	/* beside total->gate.rules */
	size_t n_warnings;				/* that --max-warn counts */
	bool compared;					/* with a baseline, any of them */
	size_t read_by[FLEET_NOTICES_MAX], more_unread; /* beside total->notifications */
	size_t more_notices;				/* beside total->waiver_notices */
	size_t n_used, cap_used;
	const char **used; /* sources of waivers that any host uses */
};

/*
 * `file` is how the host is called in what closes the gate, until all are counted and have their
 * names: whoever finishes puts those in its place.
 */
void fleet_tally_add(struct fleet_tally *y, struct report *total, const struct report *r,
    const char *file, size_t warnings);
void fleet_tally_finish(struct fleet_tally *y, struct report *total, size_t n_hosts,
    size_t n_unread, const struct gate_policy *policy);

#endif
