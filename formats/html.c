/*
 * html.c: the HTML report, from a natural template: an ordinary page whose data-* attributes say
 * what goes where. libxml2 reads it; this file walks it and writes the filled page to the sink, so
 * that no tree of the whole report is built. Every value is escaped here, in one place.
 */
#include "config.h"

#include "format.h"

#include <ctype.h>
#include <libxml/parser.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "html_bindings.h"
#include "html_logo.h"
#include "base/arena.h"
#include "base/embedded.h"
#include "base/output.h"
#include "base/text.h"
#include "fleet/fleet.h"

#define TEMPLATE_MAX ((size_t)4 << 20)
#define VALUE_MAX ((size_t)1 << 20)
#define GIVEN_MAX 200 /* bytes of a title or an organization */

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

static void
value_of(
    struct page *p, const struct html_scope *s, xmlNodePtr node, const char *name, struct buf *out)
{
	if (!html_value(s, name, out))
		unknown(p, node, name);
}

/* Appends "#{id}" with what is in braces replaced. */
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
		value_of(p, s, node, name, out);
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

/* The attribute of a node that `data-attr-NAME` sets is an example: it is not written. */
static bool
is_example(xmlNodePtr node, const char *name)
{
	for (xmlAttrPtr a = node->properties; a != NULL; a = a->next) {
		if (strncmp((const char *)a->name, "data-attr-", 10) == 0 &&
		    strcmp((const char *)a->name + 10, name) == 0)
			return true;
	}
	return false;
}

/* What came from a host may say where a link leads, but not what a link does. */
static bool
is_safe(const char *name, const char *value)
{
	static const char *const links[] = { "href", "src", "action", "formaction", "xlink:href" };
	static const char *const starts[] = { "#", "https://", "http://", "data:image/" };
	bool link = false;

	if (strncmp(name, "on", 2) == 0 || strcmp(name, "style") == 0 ||
	    strcmp(name, "srcdoc") == 0)
		return false;
	for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
		link = link || strcmp(name, links[i]) == 0;
	for (size_t i = 0; link && i < sizeof starts / sizeof starts[0]; i++) {
		if (strncmp(value, starts[i], strlen(starts[i])) == 0)
			return true;
	}
	return !link;
}

/* An empty value leaves the attribute out. */
static void
filled_attribute(struct page *p, const struct html_scope *s, xmlNodePtr node, const char *name,
    const char *pattern)
{
	struct buf value = BUF_INIT(VALUE_MAX);

	if (strchr(pattern, '{') != NULL)
		fill(p, s, node, pattern, &value);
	else
		value_of(p, s, node, pattern, &value);
	if (value.len > 0 && is_safe(name, buf_str(&value)))
		write_attribute(p, name, buf_str(&value));
	buf_free(&value);
}

static void
attributes(struct page *p, const struct html_scope *s, xmlNodePtr node)
{
	for (xmlAttrPtr a = node->properties; a != NULL; a = a->next) {
		const char *name = (const char *)a->name;

		if (strncmp(name, "data-attr-", 10) == 0)
			filled_attribute(p, s, node, name + 10, attribute_text(a));
		else if (strcmp(name, "data-each") != 0 && strcmp(name, "data-text") != 0 &&
			 strcmp(name, "data-if") != 0 && !is_example(node, name))
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
	static const char *const names[] = { "area", "base", "br", "col", "embed", "hr", "img",
		"input", "link", "meta", "source", "track", "wbr" };

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
		value_of(p, s, node, text, &value);
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

/* `data-if="name"`: where the value is not empty; "!name": where it is. */
static void
guarded(struct page *p, const struct html_scope *s, xmlNodePtr node)
{
	const char *condition = directive(node, "data-if");
	struct buf value = BUF_INIT(VALUE_MAX);
	bool shown = true;

	if (condition != NULL) {
		bool wanted = condition[0] != '!';

		value_of(p, s, node, wanted ? condition : condition + 1, &value);
		shown = (value.len > 0) == wanted;
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

/* The template's own line breaks and indents are not repeated for every finding. */
static void
text_node(struct page *p, const char *text)
{
	size_t blank = strspn(text, " \t\r\n");

	if (text[blank] != '\0')
		escape(p->sink, text);
	else if (blank > 0)
		sink_puts(p->sink, strchr(text, '\n') != NULL ? "\n" : " ");
}

static void
render(struct page *p, const struct html_scope *s, xmlNodePtr node)
{
	const char *list;
	struct repetition r = { p, node };

	if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
		text_node(p, (const char *)node->content);
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

/* ---- files ---------------------------------------------------------------------------------- */

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

/* In a string of a stylesheet: what is not plain becomes "\3c ". */
static void
css_escape(struct buf *out, const char *text)
{
	while (*text != '\0') {
		unsigned c;

		text += utf8_decode(text, strlen(text), &c);
		if (c < 0x80 && (isalnum((int)c) || strchr(" .,:-_()", (int)c) != NULL))
			buf_putc(out, (char)c);
		else
			buf_printf(out, "\\%x ", c);
	}
}

/* Fills "{name}" in double-quoted strings of the stylesheet: what stands on top of each sheet. */
static char *
fill_css(struct page *p, const struct html_scope *s, const char *css)
{
	struct buf out = BUF_INIT(TEMPLATE_MAX);
	bool quoted = false;

	for (; *css != '\0'; css++) {
		size_t n = strcspn(css, "}\"\n");
		char name[64];

		if (*css == '"' || *css == '\n')
			quoted = *css == '"' && !quoted;
		if (quoted && *css == '{' && css[n] == '}') {
			struct buf value = BUF_INIT(VALUE_MAX);

			snprintf(name, sizeof name, "%.*s", (int)(n - 1), css + 1);
			if (!html_value(s, name, &value) && !p->failed) {
				err_set(p->err, EXIT_USAGE,
				    "report.css names \"%s\", which there is not", name);
				p->failed = true;
			}
			css_escape(&out, buf_str(&value));
			buf_free(&value);
			css += n;
		} else {
			buf_putc(&out, *css);
		}
	}
	return out.data != NULL ? out.data : xstrdup("");
}

static void
policy_hash(const char *text, char out[64])
{
	unsigned char digest[SHA256_DIGEST_LENGTH];

	SHA256((const unsigned char *)text, strlen(text), digest);
	EVP_EncodeBlock((unsigned char *)out, digest, sizeof digest);
}

static int
write_page(struct page *p, struct html_document *d, const char *html, size_t len)
{
	struct html_scope scope = { .kind = HTML_REPORT, .document = d };
	xmlDocPtr doc = xmlReadMemory(html, (int)len, "report.html", "UTF-8",
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	const xmlError *wrong = xmlGetLastError();
	char *css;

	if (doc == NULL)
		return err_set(p->err, EXIT_USAGE,
		    "the template report.html is not well-formed (line %d)",
		    wrong != NULL ? wrong->line : 0);
	css = fill_css(p, &scope, p->css);
	p->css = css;
	policy_hash(p->css, d->css_hash);
	policy_hash(p->js, d->js_hash);
	sink_puts(p->sink, "<!DOCTYPE html>\n");
	render(p, &scope, xmlDocGetRootElement(doc));
	sink_puts(p->sink, "\n");
	xmlFreeDoc(doc);
	free(css);
	return p->failed ? -1 : 0;
}

/* A text from the command line, made safe as the host's are. */
static const char *
given(struct arena *a, const char *text, const char *otherwise)
{
	struct buf b = BUF_INIT(VALUE_MAX);
	const char *copy;

	if (text == NULL || *text == '\0')
		return otherwise;
	text_clean(&b, text, GIVEN_MAX);
	copy = arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return copy;
}

static int
prepare(struct html_document *d, const struct format_options *o, struct err *err)
{
	const char *title = d->fleet != NULL	   ? "Docker fleet assay"
			    : *d->report->endpoint ? "Docker host assay"
						   : "Build file assay";

	d->title = given(d->arena, o->title, title);
	d->organization = given(d->arena, o->organization, "");
	d->logo = o->logo != NULL ? html_logo(d->arena, o->logo, err) : "";
	html_document_prepare(d);
	return d->logo != NULL ? 0 : -1;
}

static int
write_document(struct html_document *d, const char *template, const char *script,
    const struct format_options *o, struct sink *s, struct err *err)
{
	size_t html_len, css_len, js_len;
	char *html = template_file(o->template_dir, template, &html_len, err);
	char *css = html ? template_file(o->template_dir, "report.css", &css_len, err) : NULL;
	char *js = css ? template_file(o->template_dir, script, &js_len, err) : NULL;
	struct page page = { .sink = s, .err = err, .css = css, .js = js };
	int result = -1;

	d->arena = arena_new();
	if (js != NULL && prepare(d, o, err) == 0)
		result = write_page(&page, d, html, html_len);
	arena_free(d->arena);
	free(html);
	free(css);
	free(js);
	return result;
}

static int
write_html(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	struct html_document d = { .report = r };

	return write_document(&d, "report.html", "report.js", o, s, err);
}

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	struct html_document d = { .report = p->fleet->total, .fleet = p->fleet };

	return write_document(&d, "fleet.html", "fleet.js", p->options, p->sink, err);
}

static const struct fleet_writer fleet = { begin_fleet, NULL, NULL };

const struct format format_html = {
	.name = "html",
	.extension = "html",
	.media_type = "text/html",
	.summary = "one self-contained page, to read, search and print",
	.write = write_html,
	.fleet = &fleet,
};
