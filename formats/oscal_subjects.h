/*
 * oscal_subjects.h: what findings are about, in OSCAL.
 */
#ifndef DOCKASSAY_OSCAL_SUBJECTS_H
#define DOCKASSAY_OSCAL_SUBJECTS_H

#include "json_writer.h"
#include "report/report.h"

/* A stable UUID of a thing on the report's host: where results of many meet, it is another on each.
 */
void oscal_uuid(char uuid[37], const struct report *r, const char *kind, const char *name);
void oscal_subject_uuid(char uuid[37], const struct report *r, const struct subject *s);

/* "local-definitions": each subject once; nothing where there is none. */
void oscal_components(struct json_writer *w, const struct report *r);

/* Texts of one line without blanks around them are demanded of titles. */
void oscal_title(struct json_writer *w, const char *name, const char *text);

#endif
