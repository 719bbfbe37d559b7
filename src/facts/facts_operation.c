/*
 * facts_operation.c: decodes how containers were told to run and what became of them: limits,
 * environment, restarts, exec sessions, changed files, events. It may not judge.
 */
#include "config.h"

#include "facts_internal.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
#define AT(field) offsetof(struct container, field)
static const struct field fields[] = {
	{ "Created", FIELD_TIME, AT(created) },
	{ "Path", FIELD_STR, AT(path) },
	{ "Args", FIELD_LIST, AT(args) },
	{ "RestartCount", FIELD_INT, AT(restart_count) },
	{ "State.Restarting", FIELD_BOOL, AT(restarting) },
	{ "State.OOMKilled", FIELD_BOOL, AT(oom_killed) },
	{ "State.StartedAt", FIELD_TIME, AT(started) },
	{ "State.FinishedAt", FIELD_TIME, AT(finished) },
	{ "Config.Image", FIELD_STR, AT(image_name) },
	{ "Config.Env", FIELD_LIST, AT(env) },
	{ "Config.Tty", FIELD_BOOL, AT(tty) },
	{ "Config.OpenStdin", FIELD_BOOL, AT(open_stdin) },
	{ "Config.ExposedPorts", FIELD_NAMES, AT(exposed_ports) },
	{ "HostConfig.AutoRemove", FIELD_BOOL, AT(auto_remove) },
	{ "HostConfig.OomKillDisable", FIELD_BOOL, AT(oom_kill_disable) },
	{ "HostConfig.OomScoreAdj", FIELD_INT, AT(oom_score_adj) },
	{ "HostConfig.MemorySwap", FIELD_INT, AT(memory_swap) },
	{ "HostConfig.ShmSize", FIELD_INT, AT(shm_size) },
	{ "HostConfig.BlkioWeight", FIELD_INT, AT(blkio_weight) },
	{ "HostConfig.LogConfig.Config", FIELD_MAP, AT(log_options) },
	{ "HostConfig.Annotations", FIELD_MAP, AT(annotations) },
	{ "HostConfig.ExtraHosts", FIELD_LIST, AT(extra_hosts) },
	{ "HostConfig.GroupAdd", FIELD_LIST, AT(group_add) },
	{ "HostConfig.Links", FIELD_LIST, AT(links) },
	{ "HostConfig.VolumesFrom", FIELD_LIST, AT(volumes_from) },
};
#undef AT
/* clang-format on */

/* ---- inspect -------------------------------------------------------------------------------- */

/* [["noexec"], ["size", "1m"]] as "noexec,size=1m"; NULL: malformed. */
static const char *
tmpfs_options(struct arena *a, const cJSON *options)
{
	const char *text = "";
	const cJSON *option, *word;

	if (options != NULL && !cJSON_IsArray(options))
		return NULL;
	cJSON_ArrayForEach (option, options) {
		const char *separator = *text != '\0' ? "," : "";

		if (!cJSON_IsArray(option))
			return NULL;
		cJSON_ArrayForEach (word, option) {
			if (!cJSON_IsString(word))
				return NULL;
			text = arena_printf(a, "%s%s%s", text, separator, word->valuestring);
			separator = "=";
		}
	}
	return text;
}

/* A tmpfs is asked for by HostConfig.Tmpfs, or as one of HostConfig.Mounts. */
static struct fact_map
tmpfs(struct arena *a, const cJSON *json)
{
	struct fact_map old = json_map(a, json, "HostConfig.Tmpfs"), none = { UNSEEN, 0, NULL };
	bool wrong;
	const cJSON *mounts = json_at(json, "HostConfig.Mounts", &wrong), *m;
	struct pair *pairs;
	size_t n = old.n;

	if (wrong || old.seen == UNSEEN || (mounts != NULL && !cJSON_IsArray(mounts)))
		return none;
	pairs = arena_alloc(a, sizeof *pairs * (n + (size_t)cJSON_GetArraySize(mounts) + 1));
	if (n > 0)
		memcpy(pairs, old.v, n * sizeof *pairs);
	cJSON_ArrayForEach (m, mounts) {
		const char *options;

		if (strcmp(json_text(a, m, "Type"), "tmpfs") != 0)
			continue;
		options = tmpfs_options(a, json_at(m, "TmpfsOptions.Options", &wrong));
		if (options == NULL || wrong)
			return none;
		pairs[n++] = (struct pair){ json_text(a, m, "Target"), options };
	}
	return (struct fact_map){ n > 0 ? SEEN : old.seen, n, pairs };
}

/* BlkioWeightDevice: [{"Path": "/dev/sda", "Weight": 200}] */
static struct fact_int
highest_weight(const cJSON *json)
{
	bool wrong;
	const cJSON *list = json_at(json, "HostConfig.BlkioWeightDevice", &wrong), *item;
	struct fact_int highest = { ABSENT, 0 }, none = { UNSEEN, 0 };

	if (wrong || (list != NULL && !cJSON_IsArray(list)))
		return none;
	cJSON_ArrayForEach (item, list) {
		struct fact_int weight = json_int(item, "Weight");

		if (weight.seen != SEEN)
			return none;
		if (highest.seen == ABSENT || weight.v > highest.v)
			highest = weight;
	}
	return highest;
}

void
decode_operation(struct facts *f, struct container *c, const cJSON *json)
{
	decode_answer(
	    f, "GET /containers/ID/json", json, fields, sizeof fields / sizeof fields[0], c);
	c->tmpfs = tmpfs(f->arena, json);
	c->blkio_device_weight = highest_weight(json);
}

/* ---- beside it: exec sessions, changed files, events ---------------------------------------- */

void
decode_exec(struct exec_session *e, struct arena *a, const cJSON *json)
{
	e->running = json_bool(json, "Running");
	e->privileged = json_bool(json, "ProcessConfig.privileged");
	e->user = json_str(a, json, "ProcessConfig.user");
	e->program = json_str(a, json, "ProcessConfig.entrypoint");
}

/* By component: what is in a directory follows it at once ("/lib", "/lib/x", "/lib-y"). */
static int
compare_changes(const void *a, const void *b)
{
	const char *x = ((const struct file_change *)a)->path;
	const char *y = ((const struct file_change *)b)->path;
	size_t i = 0;

	while (x[i] == y[i] && x[i] != '\0')
		i++;
	if (x[i] == y[i])
		return 0;
	if (x[i] == '\0' || y[i] == '\0')
		return x[i] == '\0' ? -1 : 1;
	if (x[i] == '/' || y[i] == '/')
		return x[i] == '/' ? -1 : 1;
	return (unsigned char)x[i] < (unsigned char)y[i] ? -1 : 1;
}

/* [{"Path": "/etc", "Kind": 0}], or null where nothing changed */
void
decode_changes(struct facts *f, struct container *c, const cJSON *json)
{
	const cJSON *item;
	struct file_change *v;

	if (cJSON_IsNull(json))
		return;
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(json) + 1));
	cJSON_ArrayForEach (item, json) {
		struct fact_str path = json_str(f->arena, item, "Path");
		struct fact_int kind = json_int(item, "Kind");

		if (path.seen != SEEN || kind.seen != SEEN || kind.v < 0 || kind.v > 2)
			break;
		v[c->n_changes++] = (struct file_change){ path.v, (enum change_kind)kind.v };
	}
	if (!cJSON_IsArray(json) || c->n_changes < (size_t)cJSON_GetArraySize(json)) {
		c->changes_origin.state = DOC_FAILED;
		c->changes_origin.problem = "the list of changes is malformed";
		c->n_changes = 0;
		return;
	}
	if (c->n_changes > 1)
		qsort(v, c->n_changes, sizeof *v, compare_changes);
	c->changes = v;
}

/* Adds what one line tells of; false: it is no event. */
static bool
decode_event(struct facts *f, const char *line, size_t n, size_t *cap)
{
	static const char prefix[] = "exec_create: ";
	struct err ignored;
	char *copy = arena_strndup(f->arena, line, n);
	cJSON *json = json_parse(copy, n, &ignored);
	const char *action = json_text(f->arena, json, "Action");
	bool good = cJSON_IsObject(json) && *action != '\0';
	struct exec_event *v;

	if (strcmp(json_text(f->arena, json, "Type"), "container") == 0 &&
	    strncmp(action, prefix, sizeof prefix - 1) == 0) {
		v = arena_grow(
		    f->arena, (void *)(uintptr_t)f->exec_events, f->n_exec_events, cap, sizeof *v);
		v[f->n_exec_events++] = (struct exec_event){
			.container_id = json_text(f->arena, json, "Actor.ID"),
			.container_name = json_text(f->arena, json, "Actor.Attributes.name"),
			.command = action + sizeof prefix - 1,
			.time = json_int(json, "time").v,
		};
		f->exec_events = v;
	}
	cJSON_Delete(json);
	return good;
}

/* One JSON object a line. */
void
decode_events(struct facts *f, const char *text)
{
	size_t cap = 0;

	while (*text != '\0') {
		size_t n = strcspn(text, "\r\n");

		if (n > 0 && !decode_event(f, text, n, &cap)) {
			f->events_origin.state = DOC_FAILED;
			f->events_origin.problem = "the list of events is malformed";
			return;
		}
		text += n;
		text += strspn(text, "\r\n");
	}
}

/* Iface Destination Gateway Flags RefCnt Use Metric Mask ...: numbers in hex, as they lie in memory
 */
void
decode_routes(struct facts *f, const char *text)
{
	char interface[17];
	uint32_t destination, mask;
	struct route_facts *v = NULL;
	size_t cap = 0;

	text += strcspn(text, "\n"); /* the headings */
	for (text += *text == '\n'; *text != '\0'; text += *text == '\n') {
		if (sscanf(text, "%16s %8" SCNx32 " %*8x %*x %*d %*d %*d %8" SCNx32, interface,
			&destination, &mask) != 3) {
			f->host.routes_origin.state = DOC_FAILED;
			f->host.routes_origin.problem = "the list of routes is malformed";
			return;
		}
		v = arena_grow(f->arena, v, f->host.n_routes, &cap, sizeof *v);
		v[f->host.n_routes++] = (struct route_facts){ arena_strdup(f->arena, interface),
			ntohl(destination), ntohl(mask) };
		f->host.routes = v;
		text += strcspn(text, "\n");
	}
}
