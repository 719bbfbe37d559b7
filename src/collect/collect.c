/*
 * collect.c: finds the engine, asks it for what the needs say, in a fixed order. It may not judge
 * answers, only look into them for what has to be asked next.
 */
#include "config.h"

#include "collect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "collect_internal.h"
#include "engine/shape.h"
#include "facts/guarded.h"
#include "host/container.h"
#include "host/host_proc.h"
#include "syntax/json.h"

#define BODY_MAX ((size_t)64 << 20)
#define BIND_SOURCES_MAX 2000
#define ANCESTRY_MAX 32

int
collector_emit(struct collector *c, const struct document *doc, struct err *err)
{
	for (size_t i = 0; i < c->n_sinks; i++) {
		if (c->sinks[i].take(c->sinks[i].ctx, doc, err) < 0)
			return -1;
	}
	return 0;
}

void
path_list_add(struct collector *c, struct path_list *l, const char *path)
{
	const char *copy = text_set_add(c->arena, &l->known, path);

	if (copy != NULL)
		collector_append(c, l, copy);
}

void
collector_append(struct collector *c, struct path_list *l, const char *path)
{
	l->v = arena_grow(c->arena, l->v, l->n, &l->cap, sizeof *l->v);
	l->v[l->n++] = path;
}

/* ---- looking into answers ------------------------------------------------------------------- */

/* Only ids and names that cannot change the request's path are asked for. */
bool
collector_safe_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:-");

	return n > 0 && n <= 128 && s[n] == '\0' && strcmp(s, ".") != 0 && strcmp(s, "..") != 0;
}

/* Where a list of programs or directories has no more room, that is told: see collector_emit_cut().
 */
static void
add_limited(struct collector *c, struct path_list *l, size_t n, const char *path)
{
	bool fits = n < PROGRAMS_MAX || text_set_has(&l->known, path);

	path_list_add(c, fits ? l : &c->cut, path);
}

/* Programs by path, or by name where the search path leads to them; not the engine's own runc. */
static void
note_runtimes(struct collector *c, const cJSON *info)
{
	const cJSON *runtimes = json_at(info, "Runtimes", NULL), *r;

	cJSON_ArrayForEach (r, runtimes) {
		const char *path = runtime_program(c->arena, json_text(c->arena, r, "path"),
		    json_text(c->arena, r, "runtimeType"));
		size_t n = c->runtimes.n + c->runtime_names.n;

		if (path[0] == '/')
			add_limited(c, &c->runtimes, n, path);
		else if (collector_safe_name(path) && strcmp(path, "runc") != 0)
			add_limited(c, &c->runtime_names, n, path);
	}
}

void
collector_add_cdi_dir(struct collector *c, const char *path)
{
	if (path[0] == '/')
		add_limited(c, &c->cdi_dirs, c->cdi_dirs.n, path);
}

static void
note_cdi_dirs(struct collector *c, const cJSON *info)
{
	struct fact_list dirs = json_list(c->arena, info, "CDISpecDirs");

	for (size_t i = 0; i < dirs.n; i++)
		collector_add_cdi_dir(c, dirs.v[i]);
}

static void
note_info(struct collector *c, const cJSON *info)
{
	struct fact_list options = json_list(c->arena, info, "SecurityOptions");
	static const char seccomp[] = "name=seccomp,profile=";

	c->root_dir = json_text(c->arena, info, "DockerRootDir");
	c->containerd_address = json_text(c->arena, info, "Containerd.Address");
	c->swarm_state = json_text(c->arena, info, "Swarm.LocalNodeState");
	c->system_time = json_text(c->arena, info, "SystemTime");
	for (size_t i = 0; i < options.n; i++) {
		if (strncmp(options.v[i], seccomp, sizeof seccomp - 1) == 0)
			c->seccomp_profile = options.v[i] + sizeof seccomp - 1;
	}
	note_runtimes(c, info);
	note_cdi_dirs(c, info);
}

static void
note_ids(struct collector *c, const cJSON *list, struct path_list *ids, const char *format)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, list) {
		const char *id = json_text(c->arena, item, "Id"), *state;

		if (!collector_safe_name(id) ||
		    (ids == &c->containers && collector_leaves_out(c, item)))
			continue;
		collector_append(c, ids,
		    arena_printf(
			c->arena, "%s%s%s", format, id, ids == &c->networks ? "" : "/json"));
		state = json_text(c->arena, item, "State");
		if (ids == &c->containers &&
		    (strcmp(state, "running") == 0 || strcmp(state, "paused") == 0))
			collector_append(c, &c->running, id);
	}
}

/* A list of the files that Compose made the container from, absolute on its own machine. */
static void
note_compose(struct collector *c, const cJSON *container)
{
	const cJSON *label = cJSON_GetObjectItemCaseSensitive(
	    json_at(container, "Config.Labels", NULL), COMPOSE_FILES_LABEL);
	const char *at = cJSON_IsString(label) ? label->valuestring : "";

	while (*at != '\0' && c->compose_files.n < COMPOSE_FILES_MAX) {
		size_t n = strcspn(at, ",");

		if (at[0] == '/' && n < 4096)
			path_list_add(c, &c->compose_files, arena_strndup(c->arena, at, n));
		at += n + (at[n] == ',');
	}
}

static void
note_source(struct collector *c, const char *source)
{
	if (source[0] == '/' && c->bind_sources.n < BIND_SOURCES_MAX)
		path_list_add(c, &c->bind_sources, source);
}

static void
note_container(struct collector *c, const cJSON *container)
{
	const cJSON *mounts = json_at(container, "Mounts", NULL), *m;

	note_compose(c, container);
	note_place(c, container);
	note_operation(c, container);
	note_image_use(c, container);
	note_shared(c, container);
	cJSON_ArrayForEach (m, mounts) {
		if (strcmp(json_text(c->arena, m, "Type"), "bind") == 0)
			note_source(c, json_text(c->arena, m, "Source"));
	}
}

/* A local volume may be another name for a directory of the host. */
static void
note_volumes(struct collector *c, const cJSON *volumes)
{
	const cJSON *list = json_at(volumes, "Volumes", NULL), *v;

	note_mountpoints(c, volumes);
	cJSON_ArrayForEach (v, list) {
		if (strstr(json_text(c->arena, v, "Options.o"), "bind") != NULL)
			note_source(c, json_text(c->arena, v, "Options.device"));
	}
}

/* NULL, or why the answer is none. */
static const char *
note(struct collector *c, const struct document *doc)
{
	static const char inspect[] = "GET /containers/";
	const cJSON *json = doc->json;
	const char *problem;
	size_t n = strlen(doc->name);

	if (doc->state != DOC_OK || json == NULL)
		return NULL;
	problem = shape_problem(doc->name, json);
	if (problem != NULL)
		;
	else if (strcmp(doc->name, "GET /version") == 0)
		c->engine_version = json_text(c->arena, json, "Version");
	else if (strcmp(doc->name, "GET /info") == 0)
		note_info(c, json);
	else if (strcmp(doc->name, "GET /containers/json") == 0)
		note_ids(c, json, &c->containers, "/containers/");
	else if (strcmp(doc->name, "GET /images/json") == 0)
		note_ids(c, json, &c->images, "/images/");
	else if (strcmp(doc->name, "GET /networks") == 0)
		note_ids(c, json, &c->networks, "/networks/");
	else if (strcmp(doc->name, "GET /volumes") == 0)
		note_volumes(c, json);
	else if (strncmp(doc->name, inspect, sizeof inspect - 1) == 0 && n > 5 &&
		 strcmp(doc->name + n - 5, "/json") == 0)
		note_container(c, json);
	else if (strncmp(doc->name, "GET /images/", 12) == 0 && n > 5 &&
		 strcmp(doc->name + n - 5, "/json") == 0)
		note_image(c, json);
	return problem;
}

static bool
is_history(const char *name)
{
	size_t n = strlen(name);

	return strncmp(name, "GET /images/", 12) == 0 && n > 20 &&
	       strcmp(name + n - 8, "/history") == 0;
}

int
collector_take(void *ctx, const struct document *doc, struct err *err)
{
	struct collector *c = ctx;
	struct document masked = *doc;
	struct buf body = BUF_INIT(4 * BODY_MAX);
	const char *problem = note(c, doc);
	int result;

	if (is_history(doc->name))
		mask_history(&c->masker, doc->body, doc->len, &body);
	else
		mask_json(&c->masker, doc->body, doc->len, &body);
	masked.body = buf_str(&body);
	masked.len = body.len;
	if (body.len != doc->len || memcmp(masked.body, doc->body, doc->len) != 0)
		masked.json = NULL; /* something was masked: the facts shall not see it */
	if (body.failed || problem != NULL) {
		masked = (struct document){ .name = doc->name,
			.from = doc->from,
			.state = DOC_FAILED,
			.problem = problem != NULL ? problem : "the answer is too large",
			.body = "" };
	}
	result = collector_emit(c, &masked, err);
	buf_free(&body);
	return result;
}

/* ---- the requests --------------------------------------------------------------------------- */

int
collector_get(struct collector *c, const char *path, struct err *err)
{
	return engine_get(c->engine, path, collector_take, c, err);
}

int
collector_get_all(struct collector *c, const struct path_list *paths, struct err *err)
{
	return paths->n == 0
		   ? 0
		   : engine_get_all(c->engine, paths->v, paths->n, collector_take, c, err);
}

static int
ask_containers(struct collector *c, struct err *err)
{
	unsigned needs = c->options->needs;

	if ((needs & (NEEDS_CONTAINERS | NEEDS_TOP)) == 0)
		return 0;
	if (collector_get(c,
		c->options->all_containers ? "/containers/json?all=1" : "/containers/json",
		err) < 0 ||
	    collector_get_all(c, &c->containers, err) < 0 || collect_shared(c, err) < 0)
		return -1;
	return needs & NEEDS_TOP ? collect_top(c, err) : 0;
}

static int
ask_images(struct collector *c, struct err *err)
{
	unsigned needs = c->options->needs;
	struct path_list history = { 0 };

	if ((needs & (NEEDS_IMAGES | NEEDS_HISTORY)) == 0)
		return 0;
	if (collector_get(c, "/images/json", err) < 0 ||
	    collector_get_all(c, &c->images, err) < 0 || collect_used_images(c, err) < 0)
		return -1;
	for (size_t i = 0; needs & NEEDS_HISTORY && i < c->images.n; i++)
		collector_append(c, &history,
		    arena_printf(c->arena, "%.*s/history", (int)(strlen(c->images.v[i]) - 5),
			c->images.v[i]));
	return collector_get_all(c, &history, err);
}

static int
ask_engine(struct collector *c, struct err *err)
{
	unsigned needs = c->options->needs;

	if (ask_containers(c, err) < 0 || ask_images(c, err) < 0)
		return -1;
	if (needs & NEEDS_NETWORKS &&
	    (collector_get(c, "/networks", err) < 0 || collector_get_all(c, &c->networks, err) < 0))
		return -1;
	if (needs & NEEDS_VOLUMES && collector_get(c, "/volumes", err) < 0)
		return -1;
	if (needs & NEEDS_PLUGINS && collector_get(c, "/plugins", err) < 0)
		return -1;
	if (collect_swarm(c, err) < 0 || collect_operation(c, err) < 0)
		return -1;
	return collect_images(c, err);
}

/* ---- the first and the last document -------------------------------------------------------- */

const char *
collector_now(struct collector *c)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[32] = "";

	if (c->options->now != NULL)
		return c->options->now;
	if (gmtime_r(&now, &tm) != NULL)
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return arena_strdup(c->arena, text);
}

int
collector_emit_json(struct collector *c, const char *name, cJSON *json, struct err *err)
{
	struct document doc = { .name = name, .from = PACKAGE_NAME, .problem = "" };
	char *text = cJSON_PrintUnformatted(json);
	int result;

	cJSON_Delete(json);
	doc.body = text != NULL ? text : "";
	doc.len = strlen(doc.body);
	result = collector_emit(c, &doc, err);
	cJSON_free(text);
	return result;
}

/* Which container is this scan's own? The engine tells the first process of each. */
static void
add_ancestry(struct collector *c, cJSON *meta)
{
	cJSON *list = cJSON_AddArrayToObject(meta, "ancestry");
	long pids[ANCESTRY_MAX];
	size_t n = c->locality == HOST_IS_HERE ? proc_ancestry(c->host, pids, ANCESTRY_MAX) : 0;

	for (size_t i = 0; i < n; i++)
		cJSON_AddItemToArray(list, cJSON_CreateNumber((double)pids[i]));
}

static int
emit_meta(struct collector *c, struct err *err)
{
	cJSON *o = cJSON_CreateObject();
	const char *weakness;
	struct utsname name;

	uname(&name);
	cJSON_AddNumberToObject(o, "version", 1);
	cJSON_AddStringToObject(o, "tool", c->options->tool);
	cJSON_AddStringToObject(o, "started", collector_now(c));
	cJSON_AddStringToObject(o, "host", name.nodename);
	cJSON_AddStringToObject(o, "machine", c->machine);
	cJSON_AddStringToObject(o, "kernel", name.release);
	cJSON_AddStringToObject(o, "endpoint", engine_address(c->engine));
	cJSON_AddStringToObject(o, "api_version", engine_api_version(c->engine));
	cJSON_AddStringToObject(o, "root", c->options->root);
	cJSON_AddNumberToObject(o, "euid", geteuid());
	cJSON_AddBoolToObject(o, "local", c->locality == HOST_IS_HERE);
	cJSON_AddStringToObject(o, "elsewhere", c->elsewhere);
	weakness = connection_weakness(c->connection);
	cJSON_AddStringToObject(o, "connection_weakness", weakness != NULL ? weakness : "");
	cJSON_AddBoolToObject(o, "all_containers", c->options->all_containers);
	cJSON_AddBoolToObject(o, "deep", c->options->deep);
	if (c->dockerd_pid > 0)
		cJSON_AddNumberToObject(o, "dockerd_pid", (double)c->dockerd_pid);
	else
		cJSON_AddNullToObject(o, "dockerd_pid");
	cJSON_AddStringToObject(o, "dockerd_problem", c->dockerd_problem);
	add_ancestry(c, o);
	return collector_emit_json(c, "meta", o, err);
}

static int
emit_end(struct collector *c, struct err *err)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "finished", collector_now(c));
	return collector_emit_json(c, "meta:end", o, err);
}

/* ---- a scan --------------------------------------------------------------------------------- */

struct kept {
	struct collector *collector;
	struct document doc;
};

static int
keep(void *ctx, const struct document *doc, struct err *err)
{
	struct kept *k = ctx;

	(void)err;
	k->doc = document_copy(k->collector->arena, doc);
	return 0;
}

/* The first document says where and on which terms, which the engine's first answers tell. */
static int
introduce(struct collector *c, struct err *err)
{
	struct kept version = { .collector = c }, info = { .collector = c };

	if (engine_hello(c->engine, keep, &version, err) < 0 ||
	    engine_get(c->engine, "/info", keep, &info, err) < 0)
		return -1;
	collector_tell(c, engine_api_note(c->engine));
	collector_locate(c, &version.doc, &info.doc);
	if (emit_meta(c, err) < 0 || collector_take(c, &version.doc, err) < 0)
		return -1;
	return collector_take(c, &info.doc, err);
}

static int
run(struct collector *c, struct err *err)
{
	c->host = host_new(c->options->root, err);
	if (c->host != NULL)
		host_set_links(c->host, c->options->links);
	if (c->host == NULL || collector_connect(c, err) < 0)
		return -1;
	if (introduce(c, err) < 0 || ask_engine(c, err) < 0 || collect_host(c, err) < 0)
		return -1;
	return emit_end(c, err);
}

int
collect_live(const struct collect_options *o, const struct document_sink *sinks, size_t n_sinks,
    struct err *err)
{
	struct collector c = { .options = o,
		.sinks = sinks,
		.n_sinks = n_sinks,
		.arena = arena_new(),
		.in_container = container_is_around_us(),
		.machine = "",
		.elsewhere = "",
		.dockerd_problem = "",
		.engine_version = "" };
	int result;

	masker_init(&c.masker);
	result = run(&c, err);
	collector_disconnect(&c);
	host_free(c.host);
	arena_free(c.arena);
	return result;
}
