/*
 * html_bindings.h: what a template may name: the values and lists of a report, by kind of object.
 * docs/html.md lists them for who writes a template.
 */
#ifndef DOCKASSAY_HTML_BINDINGS_H
#define DOCKASSAY_HTML_BINDINGS_H

#include "base/buf.h"
#include "report/report.h"

enum html_kind { HTML_REPORT, HTML_SECTION, HTML_CHECK, HTML_FINDING, HTML_GROUP, HTML_MEMBER,
	HTML_EVIDENCE, HTML_TEXT, HTML_LINK, HTML_COUNT, HTML_SEVERITY, HTML_SUBJECT, HTML_CAUSE,
	HTML_NOTIFICATION, HTML_RULE, HTML_NAMED, HTML_RESOLVED, HTML_NOTICE,
	HTML_HOST, HTML_CELL, HTML_MESSAGE, HTML_UNREAD, HTML_REPLACED, HTML_VERSION };

/* What the whole page has in common. */
struct html_document {
	const struct report *report;      /* of many hosts: their fleet's total */
	const struct fleet *fleet;        /* NULL: one host */
	struct arena *arena;
	const char *title, *organization; /* of the report; "" for none */
	const char *logo;                 /* a data: URI; "" for none */
	char css_hash[64], js_hash[64];
	const struct check_result **by_id; /* sorted, to look checks up */
};

/* One object, inside of another; the outermost is the report. */
struct html_scope {
	enum html_kind kind;
	const struct html_document *document;
	const struct html_scope *up;
	const void *object;        /* check_result, finding, evidence, ..., or text */
	size_t from, to;           /* HTML_SECTION: checks of it */
	int number;                /* HTML_COUNT, HTML_CELL: status; HTML_SEVERITY; HTML_EVIDENCE: which row */
	size_t count, checks;      /* HTML_COUNT: findings and checks; HTML_SEVERITY: findings */
	double x, width;           /* HTML_COUNT, HTML_SEVERITY: of its bar, in percent */
};

/* Makes what values and lists need; d->report and d->arena are set. */
void html_document_prepare(struct html_document *d);

/* Appends a value by name, looked for from the innermost object outwards. false: no such name. */
bool html_value(const struct html_scope *s, const char *name, struct buf *out);

/* Calls `each` for every item of a list by name, looked for likewise. false: no such list. */
bool html_list(const struct html_scope *s, const char *name,
    void (*each)(void *ctx, const struct html_scope *item), void *ctx);

#endif
