/*
 * collect_build.c: reads Dockerfiles and Compose files that were named on the command line. It asks
 * no engine, and judges nothing.
 */
#include "config.h"

#include "collect_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/output.h"

#define DOCKERFILE_MAX ((size_t)1 << 20)

/* A file that is named twice is read once. */
bool
collector_named_before(const char *const *names, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (strcmp(names[k], names[i]) == 0)
			return true;
	}
	return false;
}

const char *
collector_home(void)
{
	const char *home = getenv("HOME");

	return home != NULL && home[0] == '/' ? home : "";
}

const char *
collector_directory(struct collector *c)
{
	char *cwd = getcwd(NULL, 0);
	const char *directory = arena_strdup(c->arena, cwd != NULL ? cwd : "");

	free(cwd);
	return directory;
}

static void
add_names(cJSON *o, const char *name, const char *const *names, size_t n)
{
	cJSON *list = cJSON_AddArrayToObject(o, name);

	for (size_t i = 0; i < n; i++) {
		if (!collector_named_before(names, i))
			cJSON_AddItemToArray(list, cJSON_CreateString(names[i]));
	}
}

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
	add_names(o, "dockerfiles", c->options->dockerfiles, c->options->n_dockerfiles);
	cJSON_AddStringToObject(o, "directory", collector_directory(c));
	cJSON_AddStringToObject(o, "home", collector_home());
	add_names(o, "compose_files", c->options->compose_files, c->options->n_compose_files);
	return collector_emit_json(c, "meta", o, err);
}

/* The text of a file, which the caller frees; NULL: `doc` says why not. -1: it is not there. */
static int
read_text(const char *path, char **text, size_t *len, struct document *doc, struct err *err)
{
	struct stat st;
	bool is_file = strcmp(path, "-") != 0;

	if (is_file && stat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return err_set(err, EXIT_USAGE, "cannot read %s: %s", path, strerror(errno));
	*text = input_read(path, DOCKERFILE_MAX, len, err);
	if (*text == NULL) {
		doc->state = is_file && access(path, R_OK) != 0 ? DOC_DENIED : DOC_FAILED;
		doc->problem = err->msg;
		doc->body = "";
	}
	return 0;
}

static int
emit_dockerfile(struct collector *c, const char *path, struct err *err)
{
	struct document doc = { .from = path, .problem = "" };
	struct buf masked = BUF_INIT(8 * DOCKERFILE_MAX);
	struct err why = { .code = EXIT_GATE_OPEN };
	size_t len = 0;
	char *text = NULL;
	int result;

	if (read_text(path, &text, &len, &doc, &why) < 0) {
		*err = why;
		return -1;
	}
	doc.name = arena_printf(c->arena, "dockerfile:%s", path);
	if (text != NULL) {
		mask_dockerfile(&c->masker, text, len, &masked);
		free(text);
		doc.body = buf_str(&masked);
		doc.len = masked.len;
	}
	if (masked.failed) {
		doc.state = DOC_FAILED;
		doc.problem = "it is too large with its secrets masked";
		doc.body = "";
		doc.len = 0;
	}
	result = collector_emit(c, &doc, err);
	buf_free(&masked);
	return result;
}

/* ---- .dockerignore -------------------------------------------------------------------------- */

static double
count_patterns(const char *text, size_t n)
{
	double patterns = 0;

	for (size_t at = 0; at < n;) {
		const char *end = memchr(text + at, '\n', n - at);
		size_t to = end != NULL ? (size_t)(end - text) : n;

		while (at < to && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r'))
			at++;
		patterns += at < to && text[at] != '#';
		at = to + 1;
	}
	return patterns;
}

/* 1: it is there, and handed on; 0: it is not. */
static int
emit_ignore_at(struct collector *c, struct document *doc, const char *path, struct err *err)
{
	struct err why = { .code = EXIT_GATE_OPEN };
	struct stat st;
	size_t len;
	cJSON *json;
	char *text;

	if (stat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	doc->from = path;
	text = input_read(path, DOCKERFILE_MAX, &len, &why);
	if (text == NULL) {
		doc->state = DOC_FAILED;
		doc->problem = why.msg;
		doc->body = "";
		return collector_emit(c, doc, err) < 0 ? -1 : 1;
	}
	json = cJSON_CreateObject();
	cJSON_AddStringToObject(json, "path", path);
	cJSON_AddNumberToObject(json, "patterns", count_patterns(text, len));
	free(text);
	return collector_emit_json(c, doc->name, json, err) < 0 ? -1 : 1;
}

/*
 * Where the builder looks: beside the Dockerfile under its own name, then at the root of the
 * context. That is the Dockerfile's directory or, as "docker build -f docker/Dockerfile ." has it,
 * the current one.
 */
static int
emit_ignore(struct collector *c, const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	const char *places[] = { arena_printf(c->arena, "%s.dockerignore", path),
		arena_printf(c->arena, "%.*s.dockerignore",
		    slash != NULL ? (int)(slash + 1 - path) : 0, path),
		path[0] != '/' ? ".dockerignore" : NULL };
	struct document doc = { .name = arena_printf(c->arena, "dockerignore:%s", path),
		.from = places[1],
		.state = DOC_GONE,
		.problem = "there is no .dockerignore",
		.body = "" };

	if (strcmp(path, "-") == 0)
		places[0] = places[1] = NULL;
	for (size_t i = 0; i < 3; i++) {
		int found = places[i] != NULL ? emit_ignore_at(c, &doc, places[i], err) : 0;

		if (found != 0)
			return found < 0 ? -1 : 0;
	}
	return collector_emit(c, &doc, err);
}

static int
emit_dockerfiles(struct collector *c, struct err *err)
{
	const struct collect_options *o = c->options;

	for (size_t i = 0; i < o->n_dockerfiles; i++) {
		if (collector_named_before(o->dockerfiles, i))
			continue;
		if (emit_dockerfile(c, o->dockerfiles[i], err) < 0 ||
		    emit_ignore(c, o->dockerfiles[i], err) < 0)
			return -1;
	}
	return 0;
}

static int
run(struct collector *c, struct err *err)
{
	const struct collect_options *o = c->options;
	cJSON *end;

	if (emit_meta(c, err) < 0 || emit_dockerfiles(c, err) < 0)
		return -1;
	if (o->n_compose_files > 0 && collect_compose(c, err) < 0)
		return -1;
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
	host_free(c.host);
	arena_free(c.arena);
	return result;
}
