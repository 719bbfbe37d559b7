/*
 * collect_build.c: reads Dockerfiles and Compose files that were named on the command line. It asks
 * no engine, and judges nothing.
 */
#include "config.h"

#include "collect_internal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "output.h"

#define BUILD_FILE_MAX ((size_t)4 << 20)

static int
emit_meta(struct collector *c, struct err *err)
{
	cJSON *o = cJSON_CreateObject();
	struct utsname name;

	uname(&name);
	cJSON_AddNumberToObject(o, "version", 1);
	cJSON_AddStringToObject(o, "tool", c->options->tool);
	cJSON_AddStringToObject(o, "started", collector_now(c));
	cJSON_AddStringToObject(o, "host", name.nodename);
	cJSON_AddBoolToObject(o, "build_files", true);
	return collector_emit_json(c, "meta", o, err);
}

static int
emit_text(struct collector *c, const char *kind, const char *path, struct err *err)
{
	struct document doc = { .from = path, .problem = "" };
	struct buf masked = BUF_INIT(8 * BUILD_FILE_MAX);
	size_t len;
	char *text = input_read(path, BUILD_FILE_MAX, &len, err);
	int result;

	if (text == NULL)
		return -1;
	mask_lines(&c->masker, text, len, &masked);
	free(text);
	doc.name = arena_printf(c->arena, "%s:%s", kind, path);
	doc.body = buf_str(&masked);
	doc.len = masked.len;
	result = collector_emit(c, &doc, err);
	buf_free(&masked);
	return result;
}

static int
run(struct collector *c, struct err *err)
{
	const struct collect_options *o = c->options;
	cJSON *end;

	if (emit_meta(c, err) < 0)
		return -1;
	for (size_t i = 0; i < o->n_dockerfiles; i++) {
		if (emit_text(c, "dockerfile", o->dockerfiles[i], err) < 0)
			return -1;
	}
	for (size_t i = 0; i < o->n_compose_files; i++) {
		if (emit_text(c, "compose", o->compose_files[i], err) < 0)
			return -1;
	}
	end = cJSON_CreateObject();
	cJSON_AddStringToObject(end, "finished", collector_now(c));
	return collector_emit_json(c, "meta:end", end, err);
}

int
collect_build_files(const struct collect_options *o, const struct document_sink *sinks,
    size_t n_sinks, struct err *err)
{
	struct collector c = {
		.options = o, .sinks = sinks, .n_sinks = n_sinks, .arena = arena_new()
	};
	int result;

	masker_init(&c.masker);
	result = run(&c, err);
	arena_free(c.arena);
	return result;
}
