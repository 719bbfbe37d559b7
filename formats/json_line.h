/*
 * json_line.h: one finding as a document of its own, for stores: what NDJSON has a line of.
 */
#ifndef DOCKASSAY_JSON_LINE_H
#define DOCKASSAY_JSON_LINE_H

#include "json_writer.h"
#include "report/report.h"

/* The members of an object that is begun; "schema" is the first. */
void json_line(struct json_writer *w, const struct report *r, const struct check_result *c,
    const struct finding *f);

#endif
