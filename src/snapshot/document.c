/*
 * document.c: makes documents, and names their states as snapshots do. It may not look into one.
 */
#include "config.h"

#include "document.h"

#include <string.h>

#include "syntax/json.h"

static const char *const names[] = {
	[DOC_OK] = "ok",
	[DOC_GONE] = "gone",
	[DOC_DENIED] = "denied",
	[DOC_REFUSED] = "refused",
	[DOC_FAILED] = "failed",
	[DOC_NOT_HERE] = "not-here",
};

struct document
document_named(const char *name, const char *from)
{
	return (struct document){ .name = name, .from = from, .problem = "", .body = "" };
}

void
document_set_json(struct document *doc, struct arena *a, cJSON *json)
{
	char *text = cJSON_PrintUnformatted(json);

	cJSON_Delete(json);
	doc->body = arena_strdup(a, text != NULL ? text : "");
	doc->len = strlen(doc->body);
	cJSON_free(text);
}

const char *
doc_state_name(enum doc_state state)
{
	return names[state];
}

int
doc_state_parse(const char *name, enum doc_state *state)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(name, names[i]) == 0) {
			*state = (enum doc_state)i;
			return 0;
		}
	}
	return -1;
}

struct document
document_copy(struct arena *a, const struct document *doc)
{
	struct document copy = *doc;
	struct err ignored;

	copy.name = arena_strdup(a, doc->name);
	copy.from = arena_strdup(a, doc->from);
	copy.problem = arena_strdup(a, doc->problem);
	copy.body = arena_strndup(a, doc->body, doc->len);
	if (doc->json != NULL)
		copy.json = json_read(a, copy.body, copy.len, &ignored);
	return copy;
}
