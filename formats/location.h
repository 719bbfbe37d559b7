/*
 * location.h: where a finding lies, for consumers that know files and lines only.
 */
#ifndef DOCKASSAY_LOCATION_H
#define DOCKASSAY_LOCATION_H

#include "base/buf.h"
#include "report/report.h"

/*
 * Appends a relative path that stays the same when a container is re-created: the real file of a
 * build file or a file of the host ("compose.yaml", "etc/docker/daemon.json"), else a made one
 * ("docker/container/web"). No ids, digests or times are in it.
 */
void location_path(struct buf *b, const struct finding *f);

/* Where many hosts meet, below a part named after the host; build files are no host's. */
void location_on_host(struct buf *b, const char *host, const struct finding *f);

/* A path as a URI: everything but plain characters is percent-encoded. */
void location_uri(struct buf *b, const char *path);

/* The line that the first evidence with a line names; 1 where none does. */
int64_t location_line(const struct finding *f);

/* "container web", or "host" where the name says no more than the kind. */
void location_subject(struct buf *b, const struct finding *f);

#endif
