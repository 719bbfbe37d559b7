/*
 * html_bindings.h: what a template may name: the values and lists of a report, by kind of object.
 */
#ifndef DOCKASSAY_HTML_BINDINGS_H
#define DOCKASSAY_HTML_BINDINGS_H

#include "report.h"
#include "buf.h"

enum html_kind { HTML_REPORT, HTML_SECTION, HTML_CHECK, HTML_FINDING, HTML_EVIDENCE, HTML_TEXT,
	HTML_COUNT, HTML_NOTIFICATION };

/* One object, inside of another; the outermost is the report. */
struct html_scope {
	enum html_kind kind;
	const struct report *report;
	const struct html_scope *up;
	const void *object;        /* check_result, finding, evidence, notification, or text */
	size_t from, to;           /* HTML_SECTION: checks of it */
	enum status status;        /* HTML_COUNT */
	double x, width;           /* HTML_COUNT: of its bar, in thousandths */
	const char *css_hash, *js_hash;
};

/* Appends a value by name, looked for from the innermost object outwards. false: no such name. */
bool html_value(const struct html_scope *s, const char *name, struct buf *out);

/* Calls `each` for every item of a list by name. false: no such list. */
bool html_list(const struct html_scope *s, const char *name,
    void (*each)(void *ctx, const struct html_scope *item), void *ctx);

#endif
