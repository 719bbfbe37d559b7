/*
 * dbs_json.c: the layout of docker-bench-security's JSON log, so that importers written for it go
 * on working. What they need: string ids, `desc`, `details` as a string, integer `start` and
 * `end`, one result a check with its subjects in `items`, and no status that they do not know.
 */
#include "config.h"

#include "format.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* dbs knows four results: what was not assessed or does not apply is INFO there. */
static const char *const results[N_STATUS] = {
	[STATUS_SKIP] = "INFO",
	[STATUS_INFO] = "INFO",
	[STATUS_PASS] = "PASS",
	[STATUS_NOTE] = "NOTE",
	[STATUS_ERROR] = "INFO",
	[STATUS_WARN] = "WARN",
};

static double
unix_time(const char *rfc3339)
{
	struct tm tm = { 0 };

	return strptime(rfc3339, "%Y-%m-%dT%H:%M:%SZ", &tm) != NULL ? (double)timegm(&tm) : 0;
}

static void
add_items(cJSON *result, const struct check_result *c, const struct format_options *o)
{
	cJSON *items = cJSON_CreateArray();
	const char *first = NULL,
		   *last = NULL; /* message of the first, name of the last one listed */
	unsigned n = 0;

	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];

		if (f->status != c->status || (o->item_limit > 0 && n >= o->item_limit))
			continue;
		if (first == NULL)
			first = f->message;
		if (last != NULL && strcmp(f->subject.name, last) == 0)
			continue;
		last = f->subject.name;
		cJSON_AddItemToArray(items, cJSON_CreateString(last));
		n++;
	}
	cJSON_AddStringToObject(result, "details", first != NULL ? first : "");
	cJSON_AddItemToObject(result, "items", items);
}

static cJSON *
result_of(const struct check_result *c, const struct format_options *o)
{
	cJSON *result = cJSON_CreateObject();

	cJSON_AddStringToObject(result, "id", c->id);
	cJSON_AddStringToObject(result, "desc", c->title);
	cJSON_AddStringToObject(result, "result", results[c->status]);
	if (c->status != STATUS_PASS)
		add_items(result, c, o);
	if (c->status == STATUS_WARN && o->remedies)
		cJSON_AddStringToObject(result, "remediation", c->remedy);
	return result;
}

/* One section at a time goes to the sink, so that no tree of the whole report is built. */
static int
write_section(const struct report *r, size_t *i, const struct format_options *o, struct sink *s,
    struct err *err)
{
	const char *id = r->checks[*i].section_id;
	cJSON *section = cJSON_CreateObject(), *list;
	char *text;

	cJSON_AddStringToObject(section, "id", id);
	cJSON_AddStringToObject(section, "desc", r->checks[*i].section);
	list = cJSON_AddArrayToObject(section, "results");
	for (; *i < r->n_checks && strcmp(r->checks[*i].section_id, id) == 0; ++*i)
		cJSON_AddItemToArray(list, result_of(&r->checks[*i], o));
	text = cJSON_Print(section);
	cJSON_Delete(section);
	if (text == NULL)
		return err_set(err, EXIT_OUTPUT, "out of memory");
	sink_write(s, text, strlen(text));
	cJSON_free(text);
	return 0;
}

static int
write_dbs_json(
    const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	long score =
	    (long)r->checks_by_status[STATUS_PASS] - (long)r->checks_by_status[STATUS_WARN];
	size_t counted = 0, i = 0;

	sink_printf(s, "{\n\"dockerbenchsecurity\": \"1.6.0\",\n\"start\": %.0f,\n\"tests\": [\n",
	    unix_time(r->started));
	while (i < r->n_checks) {
		if (i > 0)
			sink_puts(s, ",\n");
		if (write_section(r, &i, o, s, err) < 0)
			return -1;
	}
	for (int status = 0; status < N_STATUS; status++)
		counted += r->checks_by_status[status];
	sink_printf(s, "\n],\n\"checks\": %zu,\n\"score\": %ld,\n\"end\": %.0f\n}\n", counted,
	    score, unix_time(r->finished));
	return 0;
}

const struct format format_dbs_json = {
	.name = "dbs-json",
	.extension = "dbs.json",
	.media_type = "application/json",
	.summary = "docker-bench-security's JSON log layout, for importers written for it",
	.write = write_dbs_json,
};
