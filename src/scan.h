/*
 * scan.h: from facts to a finished report.
 */
#ifndef DOCKASSAY_SCAN_H
#define DOCKASSAY_SCAN_H

#include "select.h"

/*
 * Runs the selected checks over finished facts; counts and fingerprints. The gate is decided by
 * gate.h. The
 * report owns copies of all it holds; the facts may be freed afterwards. `source` is "live",
 * "snapshot" or "demo"; `snapshot_sha256` is "" for a live scan.
 */
struct report *scan_judge(const struct facts *f, struct selection *s, const char *source,
    const char *snapshot_sha256);

#endif
