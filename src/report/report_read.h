/*
 * report_read.h: a JSON report of an earlier scan, back into the result model: to render it in other
 * formats, to compare with it, to join it with others.
 */
#ifndef DOCKASSAY_REPORT_READ_H
#define DOCKASSAY_REPORT_READ_H

#include <cjson/cJSON.h>
#include <stddef.h>

#include "report.h"

/*
 * Totals are counted anew, and the gate is left to be decided anew; fingerprints are as they were.
 * NULL: EXIT_USAGE, and err says what is wrong and where: not JSON, another schema, a member of the
 * wrong type. To be freed by report_free(). `name` is the file's, for messages.
 */
struct report *report_read(const char *name, const char *text, size_t len, struct err *err);

/* The same from JSON that was parsed. */
struct report *report_from_json(const char *name, const cJSON *json, struct err *err);

/* One finding, as it stands in a report and in NDJSON, into a check of a report. */
int report_read_finding(struct report *r, struct check_result *c, const char *name,
    const cJSON *json, struct err *err);

bool report_read_severity(const char *name, enum severity *severity);

/* Does a text look like a report, and not like a snapshot? */
bool report_is_one(const char *text, size_t len);

#endif
