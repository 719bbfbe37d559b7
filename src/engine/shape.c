/*
 * shape.c: tells answers from what is none, by their outermost members. It may not judge values.
 */
#include "config.h"

#include "shape.h"

#include <stdbool.h>
#include <string.h>

#include "syntax/json.h"

/* Objects that say what they are about. Lists are looked at where they are decoded. */
static const struct {
	const char *before, *after, *member;
} objects[] = {
	{ "GET /info", "", "ID" },
	{ "GET /containers/", "/json", "Id" },
	{ "GET /images/", "/json", "Id" },
	{ "GET /exec/", "/json", "ID" },
	{ "GET /networks/", "", "Id" },
	{ "GET /swarm", "", "ID" },
	{ "GET /volumes", "", NULL },
	{ "GET /system/df", "", NULL },
};

static bool
is_called(const char *name, const char *before, const char *after)
{
	size_t n = strlen(name), b = strlen(before), a = strlen(after);

	if (strncmp(name, before, b) != 0 || n < a || strcmp(name + n - a, after) != 0)
		return false;
	return before[b - 1] == '/' ? n > b + a : n == b;
}

const char *
shape_problem(const char *name, const cJSON *json)
{
	for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
		const char *member = objects[i].member;

		if (!is_called(name, objects[i].before, objects[i].after))
			continue;
		if (!cJSON_IsObject(json))
			return "the answer is no object";
		if (member != NULL && !cJSON_IsString(json_at(json, member, NULL)))
			return "the answer does not say what it is about";
	}
	return NULL;
}
