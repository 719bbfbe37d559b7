/*
 * html_logo.c: reads a logo. It may not put a picture's own markup into the page: a data: URI in an
 * <img> runs no script and fetches nothing, whatever is in it.
 */
#include "config.h"

#include "html_logo.h"

#include <libxml/parser.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/output.h"

#define LOGO_MAX ((size_t)512 << 10)

static bool
is_svg(const char *bytes, size_t len)
{
	xmlDocPtr doc = xmlReadMemory(bytes, (int)len, "logo", NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlNodePtr root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
	bool svg = root != NULL && root->ns != NULL &&
		   strcmp((const char *)root->name, "svg") == 0 &&
		   strcmp((const char *)root->ns->href, "http://www.w3.org/2000/svg") == 0;

	xmlFreeDoc(doc);
	return svg;
}

static const char *
media_type(const char *bytes, size_t len)
{
	if (len > 8 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
		return "image/png";
	if (len > 3 && memcmp(bytes, "\xff\xd8\xff", 3) == 0)
		return "image/jpeg";
	return is_svg(bytes, len) ? "image/svg+xml" : NULL;
}

const char *
html_logo(struct arena *a, const char *path, struct err *err)
{
	size_t len;
	char *bytes = input_read(path, LOGO_MAX, &len, err), *uri = NULL;
	const char *type;

	if (bytes == NULL)
		return NULL;
	type = media_type(bytes, len);
	if (type == NULL) {
		err_set(err, EXIT_USAGE, "the logo %s is no PNG, JPEG or SVG picture", path);
	} else {
		size_t prefix = strlen("data:;base64,") + strlen(type);

		uri = arena_alloc(a, prefix + (len + 2) / 3 * 4 + 1);
		snprintf(uri, prefix + 1, "data:%s;base64,", type);
		EVP_EncodeBlock(
		    (unsigned char *)uri + prefix, (const unsigned char *)bytes, (int)len);
	}
	free(bytes);
	return uri;
}
