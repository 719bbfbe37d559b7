/*
 * progress.h: tells on a terminal how far a scan is, where it takes longer than half a second. Nothing
 * that the host says is printed, only numbers.
 */
#ifndef DOCKASSAY_PROGRESS_H
#define DOCKASSAY_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "facts/facts.h"
#include "snapshot/document.h"

struct progress {
	const struct facts *facts; /* to which the documents go, too */
	int64_t next;		   /* when to tell again; INT64_MAX: never */
	size_t documents, inspected;
	bool told;
};

/* Nothing is told where stderr is no terminal, or `quiet`. */
void progress_start(struct progress *p, const struct facts *f, bool quiet);
struct document_sink progress_sink(struct progress *p);
void progress_end(struct progress *p); /* clears the line */

#endif
