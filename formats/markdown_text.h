/*
 * markdown_text.h: foreign text in Markdown.
 */
#ifndef DOCKASSAY_MARKDOWN_TEXT_H
#define DOCKASSAY_MARKDOWN_TEXT_H

#include "base/buf.h"

/* For a table's cell or a list: nothing in it ends the cell, begins markup or calls somebody. */
void markdown_cell(struct buf *b, const char *text);

#endif
