/*
 * report_import.h: what an earlier scan found, whatever it was written as: to compare with it.
 */
#ifndef DOCKASSAY_REPORT_IMPORT_H
#define DOCKASSAY_REPORT_IMPORT_H

#include <stddef.h>

#include "report.h"

struct imported {
	struct report *report;
	const char *format;    /* "json", "ndjson", "sarif", "dbs-json" */
	bool by_name;          /* findings have no fingerprints: compare check and name (dbs-json) */
	bool has_evidence;     /* what was seen then is in it, and may be compared */
	char sha256[65];       /* of the text */
};

/*
 * Tells the formats apart by content: our JSON report, our NDJSON, our SARIF, and the JSON log of
 * docker-bench-security. -1: EXIT_USAGE; err says where the text is wrong. On success
 * `in->report` is to be freed by report_free().
 */
int report_import(struct imported *in, const char *name, const char *text, size_t len,
    struct err *err);

#endif
