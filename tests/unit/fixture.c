/*
 * fixture.c: reads the clean host or build files, changes them, and makes facts of them. It may not know any check.
 */
#include "config.h"

#include "fixture.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_util.h"
#include "base/buf.h"
#include "base/output.h"

/* In the place of the old one: a list comes before what it lists. */
static void
put(cJSON *target, const char *name, cJSON *value)
{
	if (cJSON_GetObjectItemCaseSensitive(target, name) != NULL)
		cJSON_ReplaceItemInObjectCaseSensitive(target, name, value);
	else
		cJSON_AddItemToObject(target, name, value);
}

/* Lays `patch` over `target`: objects member by member, anything else replaces. */
static void
merge(cJSON *target, const char *name, const cJSON *patch)
{
	cJSON *old = cJSON_GetObjectItemCaseSensitive(target, name);
	const cJSON *member;

	if (cJSON_IsObject(old) && cJSON_IsObject(patch) &&
	    cJSON_GetObjectItemCaseSensitive(old, "!state") == NULL &&
	    cJSON_GetObjectItemCaseSensitive(patch, "!state") == NULL) {
		cJSON_ArrayForEach (member, patch)
			merge(old, member->string, member);
		return;
	}
	put(target, name, cJSON_Duplicate(patch, true));
}

static void
read_file(cJSON *documents, const char *path)
{
	struct err err = { EXIT_GATE_OPEN, "" };
	size_t len;
	char *text = input_read(path, (size_t)1 << 24, &len, &err);
	cJSON *json, *document;

	ck_assert_msg(text != NULL, "%s", err.msg);
	json = cJSON_Parse(text);
	ck_assert_msg(cJSON_IsObject(json), "%s is no JSON object", path);
	cJSON_ArrayForEach (document, json)
		merge(documents, document->string, document);
	cJSON_Delete(json);
	free(text);
}

cJSON *
fixture_read(bool build_files)
{
	const char *top = getenv("top_srcdir");
	char dir[4096], path[5000];
	struct dirent **names;
	cJSON *documents = cJSON_CreateObject();
	int n;

	snprintf(dir, sizeof dir, "%s/tests/fixtures/%s", top != NULL ? top : ".",
	    build_files ? "clean-build" : "clean");
	n = scandir(dir, &names, NULL, alphasort);
	ck_assert_msg(n > 0, "cannot read %s", dir);
	for (int i = 0; i < n; i++) {
		const char *suffix = strrchr(names[i]->d_name, '.');

		if (suffix != NULL && strcmp(suffix, ".json") == 0) {
			snprintf(path, sizeof path, "%s/%s", dir, names[i]->d_name);
			read_file(documents, path);
		}
		free(names[i]);
	}
	free(names);
	return documents;
}

void
json_set(cJSON *root, const char *path, cJSON *value)
{
	cJSON *at = root;
	char part[256];

	for (;;) {
		/* A member's own name may have dots in it: "kernel.sysrq". */
		size_t n = cJSON_GetObjectItemCaseSensitive(at, path) != NULL ? strlen(path)
									      : strcspn(path, ".");
		bool index;

		ck_assert_msg(at != NULL && n > 0 && n < sizeof part, "no such place: %s", path);
		snprintf(part, sizeof part, "%.*s", (int)n, path);
		index = cJSON_IsArray(at);
		path += n;
		if (*path == '.') {
			at = index ? cJSON_GetArrayItem(at, atoi(part))
				   : cJSON_GetObjectItemCaseSensitive(at, part);
			path++;
			continue;
		}
		if (index && value != NULL) {
			ck_assert(cJSON_ReplaceItemInArray(at, atoi(part), value));
		} else if (index) {
			cJSON_DeleteItemFromArray(at, atoi(part));
		} else {
			cJSON_DeleteItemFromObjectCaseSensitive(at, part);
			if (value != NULL)
				cJSON_AddItemToObject(at, part, value);
		}
		return;
	}
}

static cJSON *
body_of(const char *value)
{
	cJSON *json;
	char state[32];

	if (value[0] == '!') {
		size_t n = strcspn(value + 1, " ");

		json = cJSON_CreateObject();
		snprintf(state, sizeof state, "%.*s", (int)n, value + 1);
		cJSON_AddStringToObject(json, "!state", state);
		cJSON_AddStringToObject(json, "problem", value + 1 + n);
		return json;
	}
	/* A text may begin like JSON: a mount table does so with a number. */
	json = cJSON_ParseWithOpts(value, NULL, 1);
	return json != NULL ? json : cJSON_CreateString(value);
}

void
fixture_change(cJSON *documents, const struct change *change)
{
	cJSON *value = change->value != NULL && change->path != NULL ? cJSON_Parse(change->value)
								     : NULL;
	cJSON *document = cJSON_GetObjectItemCaseSensitive(documents, change->document);

	if (change->path != NULL) {
		ck_assert_msg(change->value == NULL || value != NULL, "%s is not JSON", change->value);
		ck_assert_msg(document != NULL, "there is no %s", change->document);
		json_set(document, change->path, value);
		return;
	}
	if (change->value != NULL)
		put(documents, change->document, body_of(change->value));
	else
		cJSON_DeleteItemFromObjectCaseSensitive(documents, change->document);
}

/* Texts of many lines are easier to read as a list of them. */
static void
give_lines(struct facts *f, const cJSON *lines)
{
	struct buf text = BUF_INIT((size_t)1 << 20);
	const cJSON *line;

	cJSON_ArrayForEach (line, lines) {
		ck_assert_msg(cJSON_IsString(line), "%s is not all lines", lines->string);
		buf_printf(&text, "%s\n", line->valuestring);
	}
	give(f, lines->string, buf_str(&text));
	buf_free(&text);
}

static bool
is_text(const char *name)
{
	return strncmp(name, "compose:", 8) == 0 || strncmp(name, "env:", 4) == 0 ||
	       strncmp(name, "dockerfile:", 11) == 0;
}

static void
give_document(struct facts *f, const cJSON *document)
{
	const cJSON *state = cJSON_GetObjectItemCaseSensitive(document, "!state");
	const cJSON *problem = cJSON_GetObjectItemCaseSensitive(document, "problem");
	enum doc_state parsed;
	char *text;

	if (state != NULL) {
		ck_assert_msg(doc_state_parse(state->valuestring, &parsed) == 0, "%s",
		    state->valuestring);
		give_problem(f, document->string, parsed,
		    problem != NULL ? problem->valuestring : "");
		return;
	}
	if (cJSON_IsArray(document) && is_text(document->string)) {
		give_lines(f, document);
		return;
	}
	if (cJSON_IsString(document)) {
		give(f, document->string, document->valuestring);
		return;
	}
	text = cJSON_PrintUnformatted(document);
	give(f, document->string, text);
	cJSON_free(text);
}

struct facts *
fixture_facts(const cJSON *documents)
{
	struct facts *f = facts_new();
	const cJSON *document;

	cJSON_ArrayForEach (document, documents)
		give_document(f, document);
	facts_finish(f);
	return f;
}
