/*
 * report_import.c: reads findings out of the formats that a baseline may have. It may not compare
 * or judge; what it does not understand refuses the file.
 */
#include "config.h"

#include "report_import.h"

#include <stdlib.h>
#include <string.h>

#include "report_read.h"
#include "syntax/json.h"

struct importer {
	struct report *report;
	const char *name;
	struct err *err;
};

static int
wrong(struct importer *in, const char *format, const char *what)
{
	return err_set(in->err, EXIT_USAGE, "%s: %s is missing or not as it should be in %s",
	    in->name, what, format);
}

static const char *
text_at(struct importer *in, const cJSON *o, const char *path)
{
	return report_text(in->report, json_text(in->report->arena, o, path));
}

static struct check_result *
add_check(struct importer *in, const char *id, const char *title, enum severity severity)
{
	static const char *const none[] = { NULL };
	struct check_result *c = report_add_check(in->report);

	*c = (struct check_result){ .id = id,
		.legacy_id = "",
		.title = title,
		.section = "",
		.section_id = "",
		.scope = "",
		.rationale = "",
		.remedy = "",
		.refs = none,
		.related = "",
		.severity = severity };
	return c;
}

/* ---- NDJSON: a finding a line, those of a check together ------------------------------------ */

static int
add_line(struct importer *in, const cJSON *o, const char *where)
{
	struct report *r = in->report;
	struct check_result *c = r->n_checks > 0 ? &r->checks[r->n_checks - 1] : NULL;
	const char *id = text_at(in, o, "check"), *severity = text_at(in, o, "severity");
	struct importer line = { r, where, in->err };
	enum severity s;

	if (strcmp(json_text(r->arena, o, "schema"), "dockassay.finding/1") != 0)
		return wrong(&line, "NDJSON", "\"schema\": \"dockassay.finding/1\"");
	if (*id == '\0')
		return wrong(&line, "NDJSON", "check");
	if (!report_read_severity(severity, &s))
		return wrong(&line, "NDJSON", "severity");
	if (c == NULL || strcmp(c->id, id) != 0)
		c = add_check(in, id, text_at(in, o, "title"), s);
	if (r->host[0] == '\0')
		r->host = text_at(in, o, "host");
	if (r->started[0] == '\0')
		r->started = text_at(in, o, "scanned");
	return report_read_finding(r, c, where, o, in->err);
}

static int
read_lines(struct importer *in, const char *text, size_t len)
{
	size_t number = 1;

	for (size_t from = 0, to; from < len; from = to + 1, number++) {
		const char *end = memchr(text + from, '\n', len - from);
		char *line;
		cJSON *json;
		int result = -1;

		to = end != NULL ? (size_t)(end - text) : len;
		if (to == from)
			continue;
		line = xmalloc(to - from + 1); /* json_parse() wants a NUL behind the text */
		memcpy(line, text + from, to - from);
		line[to - from] = '\0';
		json = json_parse(line, to - from, in->err);
		if (json == NULL || json_refuse_duplicates(line, to - from, in->err) < 0)
			err_wrap(in->err, "%s:%zu", in->name, number);
		else
			result = add_line(
			    in, json, arena_printf(in->report->arena, "%s:%zu", in->name, number));
		cJSON_Delete(json);
		free(line);
		if (result < 0)
			return -1;
	}
	return 0;
}

/* ---- SARIF: our own, by partialFingerprints "dockassay/v1" ---------------------------------- */

/* "docker/container/web": the kind; what is no made path is a file. */
static enum subject_kind
kind_of(const char *uri)
{
	for (int k = 0; k < N_SUBJECT_KIND; k++) {
		const char *kind = subject_kind_name((enum subject_kind)k);
		size_t n = strlen(kind);

		if (strncmp(uri, "docker/", 7) == 0 && strncmp(uri + 7, kind, n) == 0 &&
		    (uri[7 + n] == '/' || uri[7 + n] == '\0'))
			return (enum subject_kind)k;
	}
	return SUBJECT_FILE;
}

static const cJSON *
first(const cJSON *o, const char *path)
{
	const cJSON *list = json_at(o, path, NULL);

	return cJSON_IsArray(list) ? list->child : NULL;
}

static bool
is_hex64(const char *s)
{
	return strlen(s) == 64 && strspn(s, "0123456789abcdef") == 64;
}

static int
add_result(struct importer *in, const cJSON *o, size_t number)
{
	struct report *r = in->report;
	struct fact_int rule = json_int(o, "ruleIndex");
	const char *kind = json_text(r->arena, o, "kind");
	const char *what = arena_printf(r->arena, "runs[0].results[%zu]", number);
	const cJSON *prints = json_at(o, "partialFingerprints", NULL), *print;
	const cJSON *place = first(o, "locations");
	struct subject subject;
	struct finding *f;
	enum status status = STATUS_WARN;

	/* A dot and a slash are in the name: json_at() would take it apart. */
	print = cJSON_IsObject(prints) ? cJSON_GetObjectItemCaseSensitive(prints, "dockassay/v1")
				       : NULL;
	if (!cJSON_IsString(print) || !is_hex64(print->valuestring))
		return wrong(in, "SARIF",
		    arena_printf(r->arena, "%s.partialFingerprints[\"dockassay/v1\"]", what));
	if (rule.seen != SEEN || rule.v < 0 || (size_t)rule.v >= r->n_checks)
		return wrong(in, "SARIF", arena_printf(r->arena, "%s.ruleIndex", what));
	if (strcmp(kind, "open") == 0)
		status = STATUS_ERROR;
	else if (strcmp(kind, "fail") != 0 && *kind != '\0')
		return 0; /* PASS, NOTE, INFO, SKIP */
	subject = (struct subject){ .kind = kind_of(json_text(
					r->arena, place, "physicalLocation.artifactLocation.uri")),
		.name = json_text(r->arena, first(place, "logicalLocations"), "name"),
		.id = "",
		.image = "",
		.identity = "",
		.document = "" };
	f = report_add_finding(r, &r->checks[rule.v], status, report_subject(r, &subject, NULL), "",
	    json_text(r->arena, o, "message.text"));
	f->fingerprint = arena_strdup(r->arena, print->valuestring);
	if (first(o, "suppressions") != NULL) {
		static const struct waiver unknown = { "", "", "", "", "", "", "SARIF" };

		f->waiver = &unknown;
	}
	return 0;
}

static enum severity
severity_of(const char *score)
{
	double v = strtod(score, NULL);

	return v >= 9	? SEVERITY_CRITICAL
	       : v >= 7 ? SEVERITY_HIGH
	       : v >= 4 ? SEVERITY_MEDIUM
	       : v > 0	? SEVERITY_LOW
			: SEVERITY_INFO;
}

static int
read_sarif(struct importer *in, const cJSON *o)
{
	const cJSON *run = first(o, "runs"), *list, *item;
	const char *driver = json_text(in->report->arena, run, "tool.driver.name");
	const char *id = text_at(in, run, "automationDetails.id"), *slash;
	size_t number = 0;

	if (strcmp(driver, PACKAGE_NAME) != 0)
		return wrong(in, "SARIF", "runs[0].tool.driver.name, \"" PACKAGE_NAME "\",");
	list = json_at(run, "tool.driver.rules", NULL);
	if (!cJSON_IsArray(list))
		return wrong(in, "SARIF", "runs[0].tool.driver.rules");
	cJSON_ArrayForEach (item, list) {
		const char *rule = text_at(in, item, "id");

		if (*rule == '\0')
			return wrong(in, "SARIF", "the id of a rule");
		add_check(in, rule, text_at(in, item, "shortDescription.text"),
		    severity_of(text_at(in, item, "properties.security-severity")));
	}
	in->report->started = text_at(in, first(run, "invocations"), "startTimeUtc");
	slash = strncmp(id, "dockassay/", 10) == 0 ? strchr(id + 10, '/') : NULL;
	if (slash != NULL)
		in->report->host =
		    arena_strndup(in->report->arena, id + 10, (size_t)(slash - id - 10));
	list = json_at(run, "results", NULL);
	if (!cJSON_IsArray(list))
		return wrong(in, "SARIF", "runs[0].results");
	cJSON_ArrayForEach (item, list) {
		if (add_result(in, item, number++) < 0)
			return -1;
	}
	return 0;
}

/* ---- the JSON log of docker-bench-security -------------------------------------------------- */

static void
add_item(struct importer *in, struct check_result *c, const char *name)
{
	struct subject subject = { .kind = SUBJECT_HOST,
		.name = name,
		.id = "",
		.image = "",
		.identity = "",
		.document = "" };

	report_add_finding(
	    in->report, c, STATUS_WARN, report_subject(in->report, &subject, NULL), "", "");
}

/* dbs splits lists of tags at blanks: "[web:1" and "web:2]" are two items. */
static const char *
without_brackets(struct arena *a, const char *item)
{
	size_t n;

	item += strspn(item, "[ ");
	n = strlen(item);
	while (n > 0 && strchr("] ,", item[n - 1]) != NULL)
		n--;
	return arena_strndup(a, item, n);
}

static int
add_dbs_result(struct importer *in, const cJSON *o, const char *what)
{
	struct report *r = in->report;
	const char *id = text_at(in, o, "id"), *result = text_at(in, o, "result");
	const cJSON *items = json_at(o, "items", NULL), *item;
	struct check_result *c;

	if (*id == '\0')
		return wrong(
		    in, "docker-bench-security's log", arena_printf(r->arena, "%s.id", what));
	if (*result == '\0')
		return wrong(
		    in, "docker-bench-security's log", arena_printf(r->arena, "%s.result", what));
	c = add_check(in, id, text_at(in, o, "desc"), SEVERITY_MEDIUM);
	if (strcmp(result, "WARN") != 0)
		return 0;
	if (items != NULL && !cJSON_IsArray(items))
		return wrong(
		    in, "docker-bench-security's log", arena_printf(r->arena, "%s.items", what));
	cJSON_ArrayForEach (item, items) {
		if (!cJSON_IsString(item))
			return wrong(in, "docker-bench-security's log",
			    arena_printf(r->arena, "%s.items", what));
		add_item(in, c, without_brackets(r->arena, item->valuestring));
	}
	if (c->n_findings == 0)
		add_item(in, c, "");
	return 0;
}

static int
read_dbs(struct importer *in, const cJSON *o)
{
	const cJSON *tests = json_at(o, "tests", NULL), *section, *result;
	size_t i = 0;

	if (!cJSON_IsArray(tests))
		return wrong(in, "docker-bench-security's log", "tests");
	cJSON_ArrayForEach (section, tests) {
		const cJSON *results = json_at(section, "results", NULL);
		size_t k = 0;

		if (!cJSON_IsArray(results))
			return wrong(in, "docker-bench-security's log",
			    arena_printf(in->report->arena, "tests[%zu].results", i));
		cJSON_ArrayForEach (result, results) {
			if (add_dbs_result(in, result,
				arena_printf(
				    in->report->arena, "tests[%zu].results[%zu]", i, k++)) < 0)
				return -1;
		}
		i++;
	}
	return 0;
}

/* ---- which is it? --------------------------------------------------------------------------- */

/* A line of NDJSON names its schema at once, and so a first line is enough. */
static bool
is_lines(const char *text, size_t len)
{
	static const char mark[] = "\"dockassay.finding/1\"";
	size_t n = len < 256 ? len : 256;

	for (size_t i = 0; i + sizeof mark - 1 <= n; i++) {
		if (memcmp(text + i, mark, sizeof mark - 1) == 0)
			return true;
	}
	return false;
}

static int
import_document(struct importer *in, struct imported *out, const cJSON *json)
{
	if (json_at(json, "schema", NULL) != NULL) {
		struct report *r = report_from_json(in->name, json, in->err);

		if (r == NULL)
			return -1;
		report_free(in->report);
		in->report = r;
		out->format = "json";
		out->has_evidence = true;
		return 0;
	}
	if (json_at(json, "runs", NULL) != NULL) {
		out->format = "sarif";
		return read_sarif(in, json);
	}
	if (json_at(json, "dockerbenchsecurity", NULL) != NULL ||
	    json_at(json, "tests", NULL) != NULL) {
		out->format = "dbs-json";
		out->by_name = true;
		return read_dbs(in, json);
	}
	return err_set(in->err, EXIT_USAGE,
	    "%s is none of these: a JSON report, NDJSON or SARIF of dockassay, a JSON log of "
	    "docker-bench-security",
	    in->name);
}

int
report_import(struct imported *out, const char *name, const char *text, size_t len, struct err *err)
{
	struct importer in = { report_new(), name, err };
	int result = -1;

	*out = (struct imported){ .format = "ndjson", .has_evidence = true };
	if (is_lines(text, len)) {
		result = read_lines(&in, text, len);
	} else {
		cJSON *json = json_parse(text, len, err);

		out->has_evidence = false;
		if (json == NULL || json_refuse_duplicates(text, len, err) < 0)
			err_wrap(err, "%s", name);
		else
			result = import_document(&in, out, json);
		cJSON_Delete(json);
	}
	if (result < 0) {
		report_free(in.report);
		err->code = EXIT_USAGE;
		return -1;
	}
	out->report = in.report;
	return 0;
}
