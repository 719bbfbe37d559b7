/*
 * xml.c: libxml2's writer into a sink.
 */
#include "config.h"

#include "xml.h"

static int
into_sink(void *ctx, const char *bytes, int n)
{
	sink_write(ctx, bytes, (size_t)n);
	return n;
}

xmlTextWriterPtr
xml_writer_new(struct sink *s, struct err *err)
{
	xmlOutputBufferPtr out = xmlOutputBufferCreateIO(into_sink, NULL, s, NULL);
	xmlTextWriterPtr w = out != NULL ? xmlNewTextWriter(out) : NULL;

	if (w == NULL) {
		err_set(err, EXIT_OUTPUT, "libxml2 could not be started");
		return NULL;
	}
	xmlTextWriterSetIndent(w, 1);
	xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL);
	return w;
}

void
xml_attribute(xmlTextWriterPtr w, const char *name, const char *value)
{
	xmlTextWriterWriteAttribute(w, X(name), X(value));
}

void
xml_element(xmlTextWriterPtr w, const char *name, const char *text)
{
	xmlTextWriterWriteElement(w, X(name), X(text));
}

void
xml_writer_end(xmlTextWriterPtr w)
{
	if (w == NULL)
		return;
	xmlTextWriterEndDocument(w);
	xmlFreeTextWriter(w);
}
