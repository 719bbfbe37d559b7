/*
 * scan.h: from facts to a finished report.
 */
#ifndef DOCKASSAY_SCAN_H
#define DOCKASSAY_SCAN_H

#include "policy/policy.h"
#include "policy/select.h"

/*
 * Runs the selected checks over facts that are all there; counts and fingerprints. The report owns
 * copies of all it holds; the facts may be freed afterwards. `source` is "live", "snapshot" or
 * "demo"; `snapshot_sha256` is that of the snapshot that was read or written, "" without one.
 */
struct report *scan_judge(struct facts *f, struct selection *s, const struct options *o,
    const char *source, const char *snapshot_sha256);

/* Marks the findings, decides the gate, and notes what both rest on. */
void scan_decide(struct report *r, const struct options *o, const struct policy *p);

#endif
