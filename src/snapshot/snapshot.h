/*
 * snapshot.h: documents in a file: NDJSON, one document a line, with where it came from, its size
 * and its SHA-256. What an auditor keeps, what a test replays, what the demonstration shows.
 */
#ifndef DOCKASSAY_SNAPSHOT_H
#define DOCKASSAY_SNAPSHOT_H

#include <stdio.h>

#include "document.h"

struct snapshot_writer;

/* Writes to f, which is not owned and whose errors are its owner's to look at. */
struct snapshot_writer *snapshot_writer_new(FILE *f);
struct document_sink snapshot_sink(struct snapshot_writer *w);
/* Frees; NULL is fine. `sha256` becomes that of all bytes that were written. */
void snapshot_writer_end(struct snapshot_writer *w, char sha256[65]);

/*
 * Hands the documents of a snapshot to the sinks. `name` is for messages. -1 (EXIT_USAGE, with
 * the line) for what is no snapshot, is cut, or was changed. `sha256` is of the whole file.
 */
int snapshot_replay(const char *name, const char *bytes, size_t len,
    const struct document_sink *sinks, size_t n_sinks, char sha256[65], struct err *err);

#endif
