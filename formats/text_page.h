/*
 * text_page.h: what reports for people at a terminal share. A name from a host can begin no line,
 * and bring no colour.
 */
#ifndef DOCKASSAY_TEXT_PAGE_H
#define DOCKASSAY_TEXT_PAGE_H

#include "format.h"

struct text_page {
	struct sink *sink;
	const struct format_options *options;
};

void text_tag(const struct text_page *p, enum status status); /* "[WARN]" */
size_t text_tag_width(enum status status);		      /* its columns */
void text_word(
    const struct text_page *p, const char *s, size_t n); /* foreign text as it is, on one line */
void text_indent(const struct text_page *p, size_t n);

/* Words from column `at`, wrapped, with a hanging indent; ends the line. */
void text_wrapped(const struct text_page *p, const char *text, size_t at, size_t indent);
void text_labelled(const struct text_page *p, const char *label, const char *text);

void text_counts(const struct text_page *p, const char *name, const size_t counts[N_STATUS]);
void text_gate(const struct text_page *p, const struct report *r); /* and which rules close it */

/* In text_fleet.c. */
extern const struct fleet_writer text_fleet;

#endif
