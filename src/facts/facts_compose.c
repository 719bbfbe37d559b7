/*
 * facts_compose.c: Compose files: documents, projects, and where in them a container's fields are
 * said. What a service becomes is in facts_compose_service.c.
 */
#include "config.h"

#include "facts_compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
/* Which keys fill a field of a container; of several that are there, the first one counts. */
static const struct { const char *what, *keys[4]; } table[] = {
	{ "AppArmorProfile", { "security_opt" } },
	{ "Config.Cmd", { "command" } },
	{ "Config.Env", { "environment" } },
	{ "Config.Healthcheck.Test", { "healthcheck" } },
	{ "Config.Hostname", { "hostname" } },
	{ "Config.Image", { "image", "build" } },
	{ "Config.Labels", { "labels" } },
	{ "Config.OpenStdin", { "stdin_open" } },
	{ "Config.Tty", { "tty" } },
	{ "Config.User", { "user" } },
	{ "HostConfig.CapAdd", { "cap_add" } },
	{ "HostConfig.CapDrop", { "cap_drop" } },
	{ "HostConfig.CgroupParent", { "cgroup_parent" } },
	{ "HostConfig.CgroupnsMode", { "cgroup" } },
	{ "HostConfig.CpuQuota", { "cpu_quota" } },
	{ "HostConfig.CpuRealtimeRuntime", { "cpu_rt_runtime" } },
	{ "HostConfig.CpuShares", { "cpu_shares" } },
	{ "HostConfig.CpusetCpus", { "cpuset" } },
	{ "HostConfig.DeviceCgroupRules", { "device_cgroup_rules" } },
	{ "HostConfig.DeviceRequests", { "gpus", "deploy.resources.reservations.devices" } },
	{ "HostConfig.Devices", { "devices" } },
	{ "HostConfig.Dns", { "dns" } },
	{ "HostConfig.ExtraHosts", { "extra_hosts" } },
	{ "HostConfig.GroupAdd", { "group_add" } },
	{ "HostConfig.IpcMode", { "ipc" } },
	{ "HostConfig.LogConfig", { "logging" } },
	{ "HostConfig.LogConfig.Config", { "logging.options", "logging" } },
	{ "HostConfig.LogConfig.Type", { "logging.driver", "logging" } },
	{ "HostConfig.Memory", { "deploy.resources.limits.memory", "mem_limit" } },
	{ "HostConfig.MemorySwap", { "memswap_limit" } },
	{ "HostConfig.NanoCpus", { "deploy.resources.limits.cpus", "cpus" } },
	{ "HostConfig.NetworkMode", { "network_mode", "networks" } },
	{ "HostConfig.OomKillDisable", { "oom_kill_disable" } },
	{ "HostConfig.OomScoreAdj", { "oom_score_adj" } },
	{ "HostConfig.PidMode", { "pid" } },
	{ "HostConfig.PidsLimit", { "deploy.resources.limits.pids", "pids_limit" } },
	{ "HostConfig.PortBindings", { "ports" } },
	{ "HostConfig.Privileged", { "privileged" } },
	{ "HostConfig.ReadonlyRootfs", { "read_only" } },
	{ "HostConfig.RestartPolicy", { "deploy.restart_policy", "restart" } },
	{ "HostConfig.Runtime", { "runtime" } },
	{ "HostConfig.SecurityOpt", { "security_opt" } },
	{ "HostConfig.Sysctls", { "sysctls" } },
	{ "HostConfig.UTSMode", { "uts" } },
	{ "HostConfig.Ulimits", { "ulimits" } },
	{ "HostConfig.UsernsMode", { "userns_mode" } },
	{ "Mounts", { "volumes", "volumes_from", "use_api_socket" } },
	{ "NetworkSettings.Networks", { "networks", "network_mode" } },
	{ "NetworkSettings.Ports", { "ports" } },
};
/* clang-format on */

#define N_ROWS (sizeof table / sizeof table[0])

/* "Mounts[].Propagation" and "HostConfig.RestartPolicy.Name" are said where their wholes are. */
static const char *const *
keys_of(const char *what)
{
	size_t n = strcspn(what, "[");
	size_t best = 0;
	const char *const *keys = NULL;

	for (size_t i = 0; i < N_ROWS; i++) {
		size_t length = strlen(table[i].what);

		if (length > best && length <= n && strncmp(what, table[i].what, length) == 0 &&
		    (length == n || what[length] == '.')) {
			best = length;
			keys = table[i].keys;
		}
	}
	return keys;
}

/* The member at a dotted path of a service. */
static const struct yaml_member *
member_at(const struct yaml *tree, const char *path)
{
	const char *dot = strrchr(path, '.');
	char parent[64];

	if (dot == NULL)
		return yaml_member(tree, path);
	snprintf(parent, sizeof parent, "%.*s", (int)(dot - path), path);
	return yaml_member(yaml_at(tree, parent), dot + 1);
}

struct compose_key
compose_key(const struct compose_service *s, const char *what)
{
	const char *const *keys = keys_of(what);
	struct compose_key key = { keys != NULL ? keys[0] : what, s->source, s->line, true };

	for (size_t i = 0; keys != NULL && i < 4 && keys[i] != NULL; i++) {
		const struct yaml_member *m = member_at(s->tree, keys[i]);

		/* Of keys that are not there, the short one is what most people would write. */
		if (strchr(key.key, '.') != NULL && strchr(keys[i], '.') == NULL)
			key.key = keys[i];
		if (m == NULL || yaml_is_null(m->value))
			continue;
		return (struct compose_key){ keys[i], m->value->source, m->line, false };
	}
	return key;
}

const struct compose_gap *
compose_gap(const struct compose_service *s, const char *what)
{
	const char *const *keys = keys_of(what);

	for (size_t i = 0; i < s->n_gaps; i++) {
		if (strcmp(s->gaps[i].what, what) == 0 ||
		    (keys != NULL && keys == keys_of(s->gaps[i].what)))
			return &s->gaps[i];
	}
	return NULL;
}

void
compose_add_gap(
    struct compose_decoder *d, const char *what, const struct yaml *at, const char *problem)
{
	struct compose_service *s = d->service;

	/* One is enough to know that the field is not known, and to say why. */
	for (size_t i = 0; i < s->n_gaps; i++) {
		if (strcmp(s->gaps[i].what, what) == 0)
			return;
	}
	s->gaps = arena_grow(d->facts->arena, s->gaps, s->n_gaps, &s->cap_gaps, sizeof *s->gaps);
	s->gaps[s->n_gaps++] = (struct compose_gap){ what, at->source, at->line, problem };
}

void
compose_add_item(
    struct compose_decoder *d, const char *what, const char *name, const struct yaml *at)
{
	struct compose_service *s = d->service;

	s->items =
	    arena_grow(d->facts->arena, s->items, s->n_items, &s->cap_items, sizeof *s->items);
	s->items[s->n_items++] = (struct compose_item){ what, name, at->source, at->line };
}

/* By list, name and place. */
static int
compare_items(const void *a, const void *b)
{
	const struct compose_item *x = *(const struct compose_item *const *)a,
				  *y = *(const struct compose_item *const *)b;
	int order = strcmp(x->what, y->what);

	if (order == 0)
		order = strcmp(x->name, y->name);
	return order != 0 ? order : (x > y) - (x < y);
}

static void
sort_items(struct facts *f, struct compose_service *s)
{
	s->sorted_items = arena_alloc(f->arena, (s->n_items + 1) * sizeof *s->sorted_items);
	for (size_t i = 0; i < s->n_items; i++)
		s->sorted_items[i] = &s->items[i];
	if (s->n_items > 1)
		qsort(s->sorted_items, s->n_items, sizeof *s->sorted_items, compare_items);
}

/* NULL: no such item is at this place or behind it. */
static const struct compose_item *
item_from(const struct compose_service *s, const char *what, const char *name, size_t place)
{
	size_t from = 0, to = s->n_items, n = strcspn(what, "[");

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const struct compose_item *item = s->sorted_items[middle];
		int order = strncmp(item->what, what, n);

		if (order == 0)
			order = item->what[n] != '\0' ? 1 : strcmp(item->name, name);
		if (order < 0 || (order == 0 && item < &s->items[place]))
			from = middle + 1;
		else
			to = middle;
	}
	if (from == s->n_items || strncmp(s->sorted_items[from]->what, what, n) != 0 ||
	    s->sorted_items[from]->what[n] != '\0' ||
	    strcmp(s->sorted_items[from]->name, name) != 0)
		return NULL;
	return s->sorted_items[from];
}

const struct compose_item *
compose_item(const struct compose_service *s, const char *what, const char *name, size_t from)
{
	const struct compose_item *item = item_from(s, what, name, from);

	return item != NULL || from == 0 ? item : item_from(s, what, name, 0);
}

/* ---- documents ------------------------------------------------------------------------------ */

void
compose_take(struct facts *f, const struct document *doc)
{
	struct workings *w = workings_of(f);
	struct compose_text *t;

	w->compose_texts = arena_grow(f->arena, w->compose_texts, w->n_compose_texts,
	    &w->cap_compose_texts, sizeof *w->compose_texts);
	t = &w->compose_texts[w->n_compose_texts++];
	*t = (struct compose_text){ arena_strdup(f->arena, doc->name), doc->state,
		arena_strdup(f->arena, doc->problem), arena_strndup(f->arena, doc->body, doc->len),
		doc->len };
}

void
compose_name_files(struct facts *f, const cJSON *meta)
{
	struct fact_list paths = json_list(f->arena, meta, "compose_files");

	f->directory = json_text(f->arena, meta, "directory");
	f->home = json_text(f->arena, meta, "home");
	f->n_compose_files = paths.n;
	f->compose_files = arena_alloc(f->arena, (paths.n + 1) * sizeof *f->compose_files);
	for (size_t i = 0; i < paths.n; i++)
		f->compose_files[i] = (struct compose_file){ .path = paths.v[i],
			.origin = { DOC_FAILED, paths.v[i], "was not collected" } };
}

static const char *
read_text(void *ctx, const char *kind, const char *path, size_t *len, const char **problem)
{
	const struct facts *f = ctx;
	struct workings *w = workings_of(f);
	const char *name = arena_printf(f->arena, "%s:%s", kind, path);

	for (size_t i = 0; i < w->n_compose_texts; i++) {
		const struct compose_text *t = &w->compose_texts[i];

		if (strcmp(t->name, name) != 0)
			continue;
		*problem = t->state == DOC_GONE && strcmp(kind, "env") == 0 ? NULL : t->problem;
		*len = t->len;
		return t->state == DOC_OK ? t->body : NULL;
	}
	*problem = "was not collected";
	return NULL;
}

static void
set_origin(struct facts *f, struct compose_file *file)
{
	struct workings *w = workings_of(f);
	const char *name = arena_printf(f->arena, "compose:%s", file->path);
	size_t n = strlen(file->path);

	file->origin.problem = file->project->problem;
	/* Messages about a text begin with their place in it: PATH:LINE:COLUMN, or PATH alone. */
	if (strncmp(file->origin.problem, file->path, n) == 0 && file->origin.problem[n] == ':') {
		file->error = file->origin.problem;
		file->error_line = atoi(file->error + n + 1);
	}
	for (size_t i = 0; i < w->n_compose_texts; i++) {
		if (strcmp(w->compose_texts[i].name, name) == 0 &&
		    w->compose_texts[i].state != DOC_OK)
			file->origin.state = w->compose_texts[i].state;
	}
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(
	    ((const struct compose_entry *)a)->name, ((const struct compose_entry *)b)->name);
}

static void
join_file(struct facts *f, struct compose_file *file)
{
	struct compose_reader reader = { read_text, f, f->home };
	struct compose_project *p = compose_load(f->arena, &reader, file->path);

	file->project = p;
	if (p->model == NULL) {
		set_origin(f, file);
		return;
	}
	file->origin.state = DOC_OK;
	file->origin.problem = "";
	if (p->n_services > 1)
		qsort(p->services, p->n_services, sizeof *p->services, by_name);
	file->n_services = p->n_services;
	file->services = arena_alloc(f->arena, (p->n_services + 1) * sizeof *file->services);
	for (size_t i = 0; i < p->n_services; i++)
		compose_decode_service(f, file, &file->services[i], &p->services[i]);
	compose_join_services(f, file);
	for (size_t i = 0; i < file->n_services; i++)
		sort_items(f, &file->services[i]);
}

void
join_compose(struct facts *f)
{
	for (size_t i = 0; i < f->n_compose_files; i++)
		join_file(f, &f->compose_files[i]);
}
