/*
 * rendered.c: renders reports in every format, and holds each text against what its format claims
 * to be. A format that claims nothing is wrong, too: a new one gets its row in the table here.
 */
#include "config.h"

#include "fuzz.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fleet/fleet.h"
#include "report/report_read.h"
#include "syntax/json.h"
#include "syntax/yaml.h"

#define RENDERED_MAX ((size_t)64 << 20)

/* ---- what a format claims to be ------------------------------------------------------------- */

typedef void claim(const char *format, const char *text, size_t len);

/* One document; no object has a key twice, of which readers take this one or that. */
static void
is_json(const char *format, const char *text, size_t len)
{
	struct err err = { 0 };
	cJSON *json = json_parse(text, len, &err);

	if (json == NULL || json_refuse_duplicates(text, len, &err) < 0)
		fuzz_wrong(format, err.msg);
	cJSON_Delete(json);
}

/* Calls `hold` for each line, as a text of its own. */
static void
each_line(const char *format, const char *text, size_t len, claim *hold)
{
	while (len > 0) {
		const char *end = memchr(text, '\n', len);
		struct arena *a = arena_new();
		size_t n;

		if (end == NULL)
			fuzz_wrong(format, "ends within a line");
		n = (size_t)(end - text);
		hold(format, arena_strndup(a, text, n), n);
		arena_free(a);
		len -= n + 1;
		text = end + 1;
	}
}

static void
is_json_lines(const char *format, const char *text, size_t len)
{
	each_line(format, text, len, is_json);
}

static void
is_xml(const char *format, const char *text, size_t len)
{
	xmlDocPtr doc = xmlReadMemory(text, (int)len, "report", NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);

	if (doc == NULL)
		fuzz_wrong(format, "is no XML");
	xmlFreeDoc(doc);
}

static void
is_yaml(const char *format, const char *text, size_t len)
{
	struct arena *a = arena_new();
	struct yaml_file file;
	struct err err = { 0 };

	if (yaml_parse(a, format, text, len, &file, &err) < 0)
		fuzz_wrong(format, err.msg);
	arena_free(a);
}

/* What a person reads, on a terminal or in a build's log: cleaning it again changes nothing. */
static void
is_clean(const char *format, const char *text, size_t len)
{
	struct buf clean = BUF_INIT(RENDERED_MAX * 2);

	text_clean(&clean, text, len);
	if (clean.len != len || memcmp(buf_str(&clean), text, len) != 0)
		fuzz_wrong(
		    format, "holds what a terminal or a build's log would take for more than text");
	buf_free(&clean);
}

/* RFC 4180: as many cells in each row as in the first; in quotes all but the heads. */
static void
is_csv(const char *format, const char *text, size_t len)
{
	const char *at = text, *end = text + len;
	size_t columns = 0, row = 0;

	while (at < end) {
		size_t cells = 0;

		do {
			at += cells > 0;
			cells++;
			if (*at == '"') {
				for (at++; at < end && (*at != '"' || at[1] == '"'); at++)
					at += *at == '"';
				at++;
			} else if (row == 0) {
				at += strcspn(at, ",\r");
			} else {
				fuzz_wrong(format, "a cell is not in quotes");
			}
		} while (at < end && *at == ',');
		columns = row++ == 0 ? cells : columns;
		if (cells != columns || end - at < 2 || strncmp(at, "\r\n", 2) != 0)
			fuzz_wrong(format, "a row does not end where the first does");
		at += 2;
	}
}

static void
is_a_row_of_tabs(const char *format, const char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += text[i] == '\t';
	if (n != 6 && n != 7) /* of many hosts, theirs is one more */
		fuzz_wrong(format, "a line has too many columns, or too few");
}

static void
is_tsv(const char *format, const char *text, size_t len)
{
	each_line(format, text, len, is_a_row_of_tabs);
	is_clean(format, text, len);
}

/* GitHub's workflow commands: nothing else, and none that a text has smuggled in. */
static void
is_annotation(const char *format, const char *text, size_t len)
{
	static const char *const commands[] = { "::error ", "::warning ", "::notice " };
	bool known = false;

	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		known = known || (len > strlen(commands[i]) &&
				     strncmp(text, commands[i], strlen(commands[i])) == 0);
	if (!known || memmem(text + 2, len - 2, "::", 2) == NULL)
		fuzz_wrong(format, "a line is no annotation");
}

static void
is_annotations(const char *format, const char *text, size_t len)
{
	each_line(format, text, len, is_annotation);
}

/* `name{label="value",...} number`, or a comment; -1: it is none. */
static void
is_sample(const char *format, const char *text, size_t len)
{
	static const char word[] = "abcdefghijklmnopqrstuvwxyz_";
	const char *at = text + strspn(text, word);
	char *end;

	if (strncmp(text, "# HELP ", 7) == 0 || strncmp(text, "# TYPE ", 7) == 0)
		return;
	if (at == text)
		fuzz_wrong(format, "a sample has no name");
	if (*at == '{') {
		do {
			at++;
			at += strspn(at, word);
			if (strncmp(at, "=\"", 2) != 0)
				fuzz_wrong(format, "a label has no value");
			for (at += 2; *at != '"' && *at != '\0'; at++)
				at += *at == '\\' && at[1] != '\0';
			at += *at == '"';
		} while (*at == ',');
		if (*at++ != '}')
			fuzz_wrong(format, "labels do not end");
	}
	strtod(at, &end);
	if (*at != ' ' || end != text + len)
		fuzz_wrong(format, "a sample is no number");
}

static void
is_prometheus(const char *format, const char *text, size_t len)
{
	each_line(format, text, len, is_sample);
}

/* The tests that the plan promises, in their order; what belongs to one is indented. */
static void
is_tap(const char *format, const char *text, size_t len)
{
	static const char head[] = "TAP version 14\n1..";
	const char *end = text + len, *next;
	unsigned long planned, n = 0;

	if (strncmp(text, head, strlen(head)) != 0)
		fuzz_wrong(format, "begins otherwise");
	planned = strtoul(text + strlen(head), NULL, 10);
	for (text = strchr(text + strlen(head), '\n') + 1; text < end; text = next) {
		const char *number = text + (strncmp(text, "not ", 4) == 0 ? 4 : 0);

		next = memchr(text, '\n', (size_t)(end - text));
		if (next == NULL)
			fuzz_wrong(format, "ends within a line");
		next++;
		if (*text == ' ' || *text == '#' || *text == '\n')
			continue;
		if (strncmp(number, "ok ", 3) != 0 || strtoul(number + 3, NULL, 10) != ++n)
			fuzz_wrong(format, "a line is no test, or not the next");
	}
	if (n != planned)
		fuzz_wrong(format, "the plan promises another number of tests");
}

static const struct {
	const char *format;
	claim *hold;
} claims[] = {
	{ "csv", is_csv },
	{ "dbs-json", is_json },
	{ "dbs-text", is_clean },
	{ "github", is_annotations },
	{ "gitlab", is_json },
	{ "html", is_xml },
	{ "json", is_json },
	{ "junit", is_xml },
	{ "lines", is_tsv },
	{ "markdown", is_clean },
	{ "ndjson", is_json_lines },
	{ "ocsf", is_json_lines },
	{ "opensearch", is_json_lines },
	{ "oscal", is_json },
	{ "prometheus", is_prometheus },
	{ "sarif", is_json },
	{ "sonarqube", is_json },
	{ "tap", is_tap },
	{ "text", is_clean },
	{ "waivers", is_yaml },
	{ "xccdf", is_xml },
};

/* Whatever the format: UTF-8, and nothing in it that moves a cursor. */
static void
hold_characters(const char *format, const char *text, size_t len)
{
	for (size_t i = 0; i < len;) {
		unsigned cp;
		size_t n = utf8_decode(text + i, len - i, &cp);

		if (cp == 0xfffd && n != 3)
			fuzz_wrong(format, "holds what is no UTF-8");
		if ((cp < 0x20 && strchr("\n\t\r", (int)cp) == NULL) || cp == 0 ||
		    (cp >= 0x7f && cp <= 0x9f))
			fuzz_wrong(format, "holds a control character");
		i += n;
	}
}

static void
hold(const struct format *format, const struct buf *b)
{
	if (b->failed)
		return;
	hold_characters(format->name, buf_str(b), b->len);
	for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++) {
		if (strcmp(claims[i].format, format->name) != 0)
			continue;
		claims[i].hold(format->name, buf_str(b), b->len);
		return;
	}
	fuzz_wrong(format->name, "claims nothing: rendered.c has no row for it");
}

/* ---- rendering ------------------------------------------------------------------------------ */

static const struct format_options options = { .remedies = true, .width = 80, .sarif_all = true };

static void
render(const struct report *r, const struct format *format, struct buf *b)
{
	struct err err = { 0 };
	struct sink s;

	sink_to_buf(&s, b);
	if (format->write(r, &options, &s, &err) < 0)
		fuzz_wrong(format->name, err.msg);
	hold(format, b);
}

/* A report that was written can be read, and is the same when it is written again: merge, render
 * and baselines rest on that. */
void
fuzz_render_json(const struct report *r)
{
	const struct format *format = format_find("json");
	struct buf first = BUF_INIT(RENDERED_MAX), second = BUF_INIT(RENDERED_MAX);
	struct err err = { 0 };
	struct report *again;

	render(r, format, &first);
	again = report_read("again", buf_str(&first), first.len, &err);
	if (again == NULL)
		fuzz_wrong("json", err.msg);
	again->gate = r->gate; /* which whoever reads decides anew */
	render(again, format, &second);
	if (first.len != second.len || memcmp(first.data, second.data, first.len) != 0)
		fuzz_wrong("json", "the report is another one when it was read again");
	report_free(again);
	buf_free(&first);
	buf_free(&second);
}

/* Of a whole host all formats take most of a second: who hurries gets another one for each report. */
void
fuzz_render_all(const struct report *r)
{
	size_t n = 0, one = r->arena != NULL ? arena_bytes(r->arena) / 16 : 0;

	while (formats[n] != NULL)
		n++;
	for (size_t i = 0; i < n; i++) {
		struct buf b = BUF_INIT(RENDERED_MAX);

		if (!fuzz_hurries() || i == one % n)
			render(r, formats[i], &b);
		buf_free(&b);
	}
	if (!fuzz_hurries() || one % n == 0)
		fuzz_render_json(r);
}

void
fuzz_render_fleet(
    const struct fleet *f, const struct format *format, fleet_report_fn next, void *ctx)
{
	struct buf b = BUF_INIT(RENDERED_MAX);
	const struct fleet_writer *w = format->fleet;
	struct sink s;
	struct fleet_page page = { .fleet = f, .options = &options, .sink = &s };
	struct err err = { 0 };
	int result = 0;

	sink_to_buf(&s, &b);
	if (w->begin != NULL)
		result = w->begin(&page, &err);
	for (size_t i = 0; i < f->n_hosts && w->host != NULL && result == 0; i++)
		result = w->host(&page, next(ctx, &f->hosts[i], &err), &f->hosts[i], &err);
	if (w->end != NULL)
		w->end(&page);
	if (result < 0)
		fuzz_wrong(format->name, err.msg);
	hold(format, &b);
	buf_free(&b);
}
