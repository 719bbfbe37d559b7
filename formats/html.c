/*
 * html.c: the HTML report, from a natural template: an ordinary page whose data-* attributes say
 * what goes where. libxml2 reads it; this file walks it and writes the filled page to the sink, so
 * that no tree of the whole report is built. Every value is escaped here, in one place.
 */
#include "config.h"

#include "format.h"

#include <libxml/parser.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "embedded.h"
#include "html_bindings.h"
#include "output.h"

#define TEMPLATE_MAX ((size_t)4 << 20)
#define VALUE_MAX ((size_t)1 << 20)

struct page {
	struct sink *sink;
	struct err *err;
	const char *css, *js;
	bool failed;
};

struct repetition {
	struct page *page;
	xmlNodePtr node;
};

static void render(struct page *p, const struct html_scope *s, xmlNodePtr node);

static void
escape(struct sink *s, const char *text)
{
	for (; *text != '\0'; text++) {
		size_t plain = strcspn(text, "&<>\"'");

		sink_write(s, text, plain);
		text += plain;
		if (*text == '\0')
			return;
		sink_printf(s, "&#%d;", *text);
	}
}

static void
unknown(struct page *p, xmlNodePtr node, const char *name)
{
	if (!p->failed)
		err_set(p->err, EXIT_USAGE,
		    "the template's line %ld names \"%s\", which there is not", xmlGetLineNo(node),
		    name);
	p->failed = true;
}

/* Appends "check-{id}" with what is in braces replaced. */
static void
fill(struct page *p, const struct html_scope *s, xmlNodePtr node, const char *pattern,
    struct buf *out)
{
	while (*pattern != '\0') {
		size_t plain = strcspn(pattern, "{"), n;
		char name[64];

		buf_add(out, pattern, plain);
		pattern += plain;
		if (*pattern == '\0')
			return;
		n = strcspn(pattern, "}");
		snprintf(name, sizeof name, "%.*s", (int)(n - 1), pattern + 1);
		if (!html_value(s, name, out))
			unknown(p, node, name);
		pattern += pattern[n] == '}' ? n + 1 : n;
	}
}

static const char *
attribute_text(xmlAttrPtr a)
{
	return a->children != NULL && a->children->content != NULL
		   ? (const char *)a->children->content
		   : "";
}

static const char *
directive(xmlNodePtr node, const char *name)
{
	xmlAttrPtr a = xmlHasProp(node, (const xmlChar *)name);

	return a != NULL ? attribute_text(a) : NULL;
}

static void
write_attribute(struct page *p, const char *name, const char *value)
{
	sink_puts(p->sink, " ");
	sink_puts(p->sink, name);
	sink_puts(p->sink, "=\"");
	escape(p->sink, value);
	sink_puts(p->sink, "\"");
}

static void
attributes(struct page *p, const struct html_scope *s, xmlNodePtr node)
{
	for (xmlAttrPtr a = node->properties; a != NULL; a = a->next) {
		const char *name = (const char *)a->name;
		char filled[80];

		if (strncmp(name, "data-attr-", 10) == 0) {
			struct buf value = BUF_INIT(VALUE_MAX);

			if (strchr(attribute_text(a), '{') != NULL)
				fill(p, s, node, attribute_text(a), &value);
			else if (!html_value(s, attribute_text(a), &value))
				unknown(p, node, attribute_text(a));
			write_attribute(p, name + 10, buf_str(&value));
			buf_free(&value);
			continue;
		}
		snprintf(filled, sizeof filled, "data-attr-%s", name);
		if (strcmp(name, "data-each") == 0 || strcmp(name, "data-text") == 0 ||
		    strcmp(name, "data-if") == 0 ||
		    xmlHasProp(node, (const xmlChar *)filled) != NULL)
			continue;
		write_attribute(p, name, attribute_text(a));
	}
}

/* The stylesheet and the script stand in the page itself, as their hashes in its policy say. */
static void
inlined(struct page *p, const char *file)
{
	bool css = strcmp(file, "report.css") == 0;

	sink_puts(p->sink, css ? "<style>" : "<script>");
	sink_puts(p->sink, css ? p->css : p->js);
	sink_puts(p->sink, css ? "</style>" : "</script>");
}

static bool
is_void(const char *name)
{
	static const char *const names[] = { "br", "hr", "img", "input", "link", "meta", "rect" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

static void
element(struct page *p, const struct html_scope *s, xmlNodePtr node)
{
	const char *text = directive(node, "data-text"), *name = (const char *)node->name;
	struct buf value = BUF_INIT(VALUE_MAX);

	if (directive(node, "data-inline") != NULL) {
		inlined(p, directive(node, "data-inline"));
		return;
	}
	sink_puts(p->sink, "<");
	sink_puts(p->sink, name);
	attributes(p, s, node);
	if (is_void(name)) {
		sink_puts(p->sink, "/>");
		return;
	}
	sink_puts(p->sink, ">");
	if (text != NULL) {
		if (!html_value(s, text, &value))
			unknown(p, node, text);
		escape(p->sink, buf_str(&value));
		buf_free(&value);
	} else {
		for (xmlNodePtr c = node->children; c != NULL; c = c->next)
			render(p, s, c);
	}
	sink_puts(p->sink, "</");
	sink_puts(p->sink, name);
	sink_puts(p->sink, ">");
}

static void
guarded(struct page *p, const struct html_scope *s, xmlNodePtr node)
{
	const char *condition = directive(node, "data-if");
	struct buf value = BUF_INIT(VALUE_MAX);
	bool shown = true;

	if (condition != NULL) {
		if (!html_value(s, condition, &value))
			unknown(p, node, condition);
		shown = value.len > 0;
		buf_free(&value);
	}
	if (shown)
		element(p, s, node);
}

static void
repeat(void *ctx, const struct html_scope *item)
{
	struct repetition *r = ctx;

	guarded(r->page, item, r->node);
	sink_puts(r->page->sink, "\n");
}

static void
render(struct page *p, const struct html_scope *s, xmlNodePtr node)
{
	const char *list;
	struct repetition r = { p, node };

	if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
		escape(p->sink, (const char *)node->content);
		return;
	}
	if (node->type != XML_ELEMENT_NODE || p->failed)
		return;
	list = directive(node, "data-each");
	if (list == NULL)
		guarded(p, s, node);
	else if (!html_list(s, list, repeat, &r))
		unknown(p, node, list);
}

/* ---- files ----------------------------------------------------------------------------------- */

/* From --templates DIR, or as built in; the caller frees. */
static char *
template_file(const char *dir, const char *name, size_t *len, struct err *err)
{
	const struct embedded *e = embedded_find(name);
	char path[4096], *copy;

	if (dir != NULL) {
		snprintf(path, sizeof path, "%s/%s", dir, name);
		copy = input_read(path, TEMPLATE_MAX, len, err);
		return copy;
	}
	copy = xmalloc(e->size + 1);
	memcpy(copy, e->bytes, e->size);
	*len = e->size;
	return copy;
}

static void
policy_hash(const char *text, char out[64])
{
	unsigned char digest[SHA256_DIGEST_LENGTH];

	SHA256((const unsigned char *)text, strlen(text), digest);
	EVP_EncodeBlock((unsigned char *)out, digest, sizeof digest);
}

static int
write_page(struct page *p, const struct report *r, const char *html, size_t len)
{
	char css_hash[64], js_hash[64];
	struct html_scope scope = {
		.kind = HTML_REPORT, .report = r, .css_hash = css_hash, .js_hash = js_hash
	};
	xmlDocPtr doc = xmlReadMemory(html, (int)len, "report.html", "UTF-8",
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	const xmlError *wrong = xmlGetLastError();

	if (doc == NULL)
		return err_set(p->err, EXIT_USAGE,
		    "the template report.html is not well-formed (line %d)",
		    wrong != NULL ? wrong->line : 0);
	policy_hash(p->css, css_hash);
	policy_hash(p->js, js_hash);
	sink_puts(p->sink, "<!DOCTYPE html>\n");
	render(p, &scope, xmlDocGetRootElement(doc));
	sink_puts(p->sink, "\n");
	xmlFreeDoc(doc);
	return p->failed ? -1 : 0;
}

static int
write_html(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	size_t html_len, css_len, js_len;
	char *html = template_file(o->template_dir, "report.html", &html_len, err);
	char *css = html ? template_file(o->template_dir, "report.css", &css_len, err) : NULL;
	char *js = css ? template_file(o->template_dir, "report.js", &js_len, err) : NULL;
	struct page page = { .sink = s, .err = err, .css = css, .js = js };
	int result = js != NULL ? write_page(&page, r, html, html_len) : -1;

	free(html);
	free(css);
	free(js);
	return result;
}

const struct format format_html = {
	.name = "html",
	.extension = "html",
	.media_type = "text/html",
	.summary = "one self-contained page, to read, search and print",
	.write = write_html,
};
