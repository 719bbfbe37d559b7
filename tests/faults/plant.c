/*
 * plant.c: puts secrets into what an engine says, where engines have them. Each has "planted" in
 * it.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "base/arena.h"
#include "base/buf.h"

#define URL "https://user:planted-url@host.example/"

/* A dotted path; a number is an element. What is in the way of the last name is there already. */
static const struct {
	const char *document, *path, *value;
} plants[] = {
	{ "GET /containers/*/json", "Config.Env", "[\"DB_PASSWORD=planted-env\",\"DSN=" URL "\"]" },
	{ "GET /containers/*/json", "Config.Labels",
	    "{\"api.token\":\"planted-label\",\"x\":\"" URL "\"}" },
	{ "GET /containers/*/json", "Config.Cmd",
	    "[\"run\",\"--password=planted-flag\",\"--token\",\"planted-word\",\"" URL "\"]" },
	{ "GET /containers/*/json", "Args", "[\"--password\",\"planted-arg\"]" },
	{ "GET /containers/*/json", "Config.Healthcheck",
	    "{\"Test\":[\"CMD-SHELL\",\"curl -u admin:planted-user " URL "\"]}" },
	{ "GET /containers/*/json", "HostConfig.LogConfig",
	    "{\"Type\":\"splunk\",\"Config\":{\"splunk-token\":\"planted-log\"}}" },
	{ "GET /containers/*/top", "Processes",
	    "[[\"1\",\"mysql --password=planted-top " URL "\"]]" },
	{ "GET /exec/*/json", "ProcessConfig.arguments", "[\"--password=planted-exec\"]" },
	{ "GET /images/*/json", "Config.Env", "[\"API_TOKEN=planted-image\"]" },
	{ "GET /images/*/json", "Config.Labels", "{\"secret\":\"planted-image-label\"}" },
	{ "GET /images/*/history", "0.CreatedBy",
	    "\"RUN |1 TOKEN=planted-build /bin/sh -c curl -u a:planted-run " URL "\"" },
	{ "GET /info", "HttpProxy", "\"http://user:planted-proxy@proxy:3128\"" },
	{ "GET /info", "RegistryConfig.Mirrors", "[\"" URL "\"]" },
	{ "GET /volumes", "Volumes.0.Options",
	    "{\"type\":\"cifs\",\"o\":\"username=u,password=planted-volume\",\"device\":\"//h/"
	    "s\"}" },
	{ "GET /swarm", "JoinTokens",
	    "{\"Worker\":\"SWMTKN-1-planted-a-b\",\"Manager\":\"SWMTKN-1-planted\"}" },
	{ "GET /services", "0.Spec.TaskTemplate.ContainerSpec.Env",
	    "[\"DB_PASSWORD=planted-service\"]" },
	{ "GET /services", "0.Spec.Labels", "{\"password\":\"planted-service-label\"}" },
	/* "password=planted-config" */
	{ "GET /configs", "0.Spec.Data", "\"cGFzc3dvcmQ9cGxhbnRlZC1jb25maWc=\"" },
	{ "GET /plugins", "0.Settings.Env", "[\"PASSWORD=planted-plugin\"]" },
	{ "GET /system/df", NULL,
	    "{\"message\":\"dial " URL ": login with password=planted-error failed\"}" },
};

/* Replaces or adds the member or element; where the path leads nowhere, nothing is done. */
static void
set(cJSON *at, const char *path, const char *value)
{
	char name[128];

	for (;;) {
		size_t n = strcspn(path, ".");

		snprintf(name, sizeof name, "%.*s", (int)n, path);
		if (path[n] == '\0')
			break;
		at = cJSON_IsArray(at) ? cJSON_GetArrayItem(at, atoi(name))
				       : cJSON_GetObjectItemCaseSensitive(at, name);
		path += n + 1;
	}
	if (!cJSON_IsObject(at))
		return;
	cJSON_DeleteItemFromObjectCaseSensitive(at, name);
	cJSON_AddItemToObject(at, name, cJSON_Parse(value));
}

/* Every letter in every string as \uXXXX, and each slash with a backslash: the same JSON. */
static char *
escaped(const char *json)
{
	struct buf b = BUF_INIT((size_t)64 << 20);
	bool inside = false;
	char *copy;

	for (size_t i = 0; json[i] != '\0'; i++) {
		unsigned char c = (unsigned char)json[i];

		inside = inside != (c == '"');
		if (inside && c == '\\') {
			size_t n = json[i + 1] == 'u' ? 6 : 2;

			buf_add(&b, json + i, n);
			i += n - 1;
		} else if (inside && c == '/') {
			buf_puts(&b, "\\/");
		} else if (inside && c != '"' && c < 0x80) {
			buf_printf(&b, "\\u%04x", c);
		} else {
			buf_putc(&b, json[i]);
		}
	}
	copy = xstrdup(buf_str(&b));
	buf_free(&b);
	return copy;
}

/* In all documents of this name; without a path the value is the answer, and a refusal. */
static void
put(struct engine_data *d, const char *document, const char *path, const char *value)
{
	for (size_t k = 0; k < d->n; k++) {
		struct engine_body *b = &d->v[k];
		cJSON *json;
		char *text;

		if (!engine_is(b->name, document))
			continue;
		json = cJSON_Parse(path != NULL ? b->body : value);
		if (json == NULL)
			continue;
		if (path != NULL)
			set(json, path, value);
		else
			b->status = 500;
		text = cJSON_PrintUnformatted(json);
		free(b->body);
		b->body = xstrdup(text);
		cJSON_free(text);
		cJSON_Delete(json);
	}
}

void
engine_name_many(struct engine_data *d)
{
	struct buf runtimes = BUF_INIT(65536), dirs = BUF_INIT(65536);

	for (int i = 0; i < 60; i++) {
		buf_printf(
		    &runtimes, "%s\"%d\":{\"path\":\"/opt/runtimes/%d\"}", i > 0 ? "," : "{", i, i);
		buf_printf(&dirs, "%s\"/opt/devices/%d\"", i > 0 ? "," : "[", i);
	}
	buf_puts(&runtimes, "}");
	buf_puts(&dirs, "]");
	put(d, "GET /version", "ApiVersion", "\"1.47\"");
	put(d, "GET /info", "Runtimes", buf_str(&runtimes));
	put(d, "GET /info", "CDISpecDirs", buf_str(&dirs));
	buf_free(&runtimes);
	buf_free(&dirs);
}

void
engine_plant(struct engine_data *d, bool escape)
{
	for (size_t i = 0; i < sizeof plants / sizeof plants[0]; i++)
		put(d, plants[i].document, plants[i].path, plants[i].value);
	for (size_t k = 0; escape && k < d->n; k++) {
		char *body = escaped(d->v[k].body);

		free(d->v[k].body);
		d->v[k].body = body;
	}
}
