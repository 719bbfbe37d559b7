/*
 * json_marks.h: what policy has put on a finding, the same in every JSON of ours.
 */
#ifndef DOCKASSAY_JSON_MARKS_H
#define DOCKASSAY_JSON_MARKS_H

#include "json_writer.h"
#include "report/report.h"

/* Members "baseline", "waiver" and "attestation"; null where there is none. */
void json_marks(struct json_writer *w, const struct finding *f);

/* The object "subject". */
void json_subject(struct json_writer *w, const struct subject *s);

#endif
