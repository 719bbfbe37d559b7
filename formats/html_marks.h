/*
 * html_marks.h: values and lists for templates about what people and earlier reports say of
 * findings: waivers, attestations, the baseline, and the rules of the gate.
 */
#ifndef DOCKASSAY_HTML_MARKS_H
#define DOCKASSAY_HTML_MARKS_H

#include "html_bindings.h"

/* Of the scope itself, not of what it lies in. false: no such name. */
bool html_mark_value(const struct html_scope *s, const char *name, struct buf *out);

/* Lists of the report, and of a rule. false: no such list. */
bool html_mark_list(const struct html_scope *s, const char *name,
    void (*each)(void *ctx, const struct html_scope *item), void *ctx);

#endif
