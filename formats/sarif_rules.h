/*
 * sarif_rules.h: the part of a SARIF run that tells of checks, and not of what was found.
 */
#ifndef DOCKASSAY_SARIF_RULES_H
#define DOCKASSAY_SARIF_RULES_H

#include "json_writer.h"
#include "report/report.h"

void sarif_driver(struct json_writer *w, const struct report *r);     /* "tool": rules in order */
void sarif_taxonomies(struct json_writer *w, const struct report *r); /* "taxonomies" */
const char *sarif_level(enum severity severity);

/* { "text": ... } */
void sarif_text(struct json_writer *w, const char *name, const char *text);

#endif
