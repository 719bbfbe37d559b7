/*
 * xml.h: what the XML writers share: libxml2's writer into a sink. Names are constants; values are
 * escaped by libxml2, and the report holds no character that XML forbids.
 */
#ifndef DOCKASSAY_XML_H
#define DOCKASSAY_XML_H

#include <libxml/xmlwriter.h>

#include "sink.h"

#define X(text) ((const xmlChar *)(text))

/* Begins a document, indented. NULL: EXIT_OUTPUT. To be freed by xmlFreeTextWriter(). */
xmlTextWriterPtr xml_writer_new(struct sink *s, struct err *err);

void xml_writer_end(xmlTextWriterPtr w); /* closes all elements; NULL is fine */

void xml_attribute(xmlTextWriterPtr w, const char *name, const char *value);
void xml_element(xmlTextWriterPtr w, const char *name, const char *text);

#endif
