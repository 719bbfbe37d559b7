/*
 * facts_container.c: decodes containers: the list, each one's inspect document, its processes.
 */
#include "config.h"

#include "facts_internal.h"

#include <stdlib.h>
#include <string.h>

/* clang-format off */
#define AT(field) offsetof(struct container, field)
static const struct field fields[] = {
	{ "State.Status", FIELD_STR, AT(state) },
	{ "State.Pid", FIELD_INT, AT(pid) },
	{ "State.Health.Status", FIELD_STR, AT(health) },
	{ "Image", FIELD_STR, AT(image_id) },
	{ "AppArmorProfile", FIELD_STR, AT(apparmor_profile) },
	{ "ProcessLabel", FIELD_STR, AT(process_label) },
	{ "MountLabel", FIELD_STR, AT(mount_label) },
	{ "ExecIDs", FIELD_LIST, AT(exec_ids) },
	{ "Config.User", FIELD_STR, AT(user) },
	{ "Config.Hostname", FIELD_STR, AT(hostname) },
	{ "Config.Labels", FIELD_MAP, AT(labels) },
	{ "Config.Healthcheck.Test", FIELD_LIST, AT(healthcheck) },
	{ "HostConfig.Privileged", FIELD_BOOL, AT(privileged) },
	{ "HostConfig.ReadonlyRootfs", FIELD_BOOL, AT(readonly_rootfs) },
	{ "HostConfig.PublishAllPorts", FIELD_BOOL, AT(publish_all_ports) },
	{ "HostConfig.CapAdd", FIELD_LIST, AT(cap_add) },
	{ "HostConfig.CapDrop", FIELD_LIST, AT(cap_drop) },
	{ "HostConfig.SecurityOpt", FIELD_LIST, AT(security_opt) },
	{ "HostConfig.MaskedPaths", FIELD_LIST, AT(masked_paths) },
	{ "HostConfig.ReadonlyPaths", FIELD_LIST, AT(readonly_paths) },
	{ "HostConfig.NetworkMode", FIELD_STR, AT(network_mode) },
	{ "HostConfig.PidMode", FIELD_STR, AT(pid_mode) },
	{ "HostConfig.IpcMode", FIELD_STR, AT(ipc_mode) },
	{ "HostConfig.UTSMode", FIELD_STR, AT(uts_mode) },
	{ "HostConfig.UsernsMode", FIELD_STR, AT(userns_mode) },
	{ "HostConfig.CgroupnsMode", FIELD_STR, AT(cgroupns_mode) },
	{ "HostConfig.CgroupParent", FIELD_STR, AT(cgroup_parent) },
	{ "HostConfig.Runtime", FIELD_STR, AT(runtime) },
	{ "HostConfig.LogConfig.Type", FIELD_STR, AT(log_driver) },
	{ "HostConfig.RestartPolicy.Name", FIELD_STR, AT(restart_name) },
	{ "HostConfig.RestartPolicy.MaximumRetryCount", FIELD_INT, AT(restart_retries) },
	{ "HostConfig.Memory", FIELD_INT, AT(memory) },
	{ "HostConfig.CpuShares", FIELD_INT, AT(cpu_shares) },
	{ "HostConfig.NanoCpus", FIELD_INT, AT(nano_cpus) },
	{ "HostConfig.CpuQuota", FIELD_INT, AT(cpu_quota) },
	{ "HostConfig.CpuRealtimeRuntime", FIELD_INT, AT(cpu_rt_runtime) },
	{ "HostConfig.CpusetCpus", FIELD_STR, AT(cpuset_cpus) },
	{ "HostConfig.PidsLimit", FIELD_INT, AT(pids_limit) },
	{ "HostConfig.DeviceCgroupRules", FIELD_LIST, AT(device_cgroup_rules) },
	{ "NetworkSettings.Networks", FIELD_NAMES, AT(networks) },
	{ "HostConfig.Sysctls", FIELD_MAP, AT(sysctls) },
};
#undef AT
/* clang-format on */

static struct container *
add(struct facts *f, const char *id)
{
	struct workings *w = workings_of(f);
	struct container *c;

	f->containers = arena_grow(
	    f->arena, f->containers, f->n_containers, &w->cap_containers, sizeof *f->containers);
	c = &f->containers[f->n_containers++];
	*c = (struct container){ .id = id, .name = id, .image = "" };
	c->origin = (struct origin){ DOC_FAILED,
		arena_printf(f->arena, "GET /containers/%s/json", id), "was not collected" };
	c->top_origin = (struct origin){ DOC_FAILED,
		arena_printf(f->arena, "GET /containers/%s/top", id), "was not collected" };
	c->changes_origin = (struct origin){ DOC_FAILED,
		arena_printf(f->arena, "GET /containers/%s/changes", id), "was not collected" };
	return c;
}

void
decode_listed_container(struct arena *a, const cJSON *item, struct container *c)
{
	const cJSON *first = cJSON_GetArrayItem(json_at(item, "Names", NULL), 0);
	const char *name = cJSON_IsString(first) ? arena_strdup(a, first->valuestring) : "";

	name += name[0] == '/';
	c->id = json_text(a, item, "Id");
	c->name = name[0] != '\0' ? name : c->id;
	c->image = json_text(a, item, "Image");
	c->state = json_str(a, item, "State");
	c->labels = json_map(a, item, "Labels");
}

void
decode_container_list(struct facts *f, const cJSON *json)
{
	const cJSON *item;

	if (!cJSON_IsArray(json)) {
		f->containers_origin.state = DOC_FAILED;
		f->containers_origin.problem = "the answer is no list";
		return;
	}
	cJSON_ArrayForEach (item, json) {
		const char *id = json_text(f->arena, item, "Id");

		if (*id == '\0') {
			f->containers_origin.state = DOC_FAILED;
			f->containers_origin.problem = "a container of the list has no Id";
			continue;
		}
		decode_listed_container(f->arena, item, add(f, id));
	}
}

static int
compare_destinations(const void *a, const void *b)
{
	const struct mount_point *const *x = a, *const *y = b;

	return strcmp((*x)->destination, (*y)->destination);
}

/*
 * HostConfig.Mounts says of some mounts how they were asked for; Mounts, how they are. A hostile
 * engine may list very many of both: they meet by a sorted list.
 */
static void
decode_bind_options(struct facts *f, struct mount_point *mounts, size_t n, const cJSON *json)
{
	const cJSON *list = json_at(json, "HostConfig.Mounts", NULL), *asked;
	struct mount_point **sorted = arena_alloc(f->arena, sizeof *sorted * (n + 1));

	for (size_t i = 0; i < n; i++) {
		sorted[i] = &mounts[i];
		mounts[i].non_recursive.seen = mounts[i].top_only_read_only.seen = ABSENT;
	}
	if (n > 1)
		qsort(sorted, n, sizeof *sorted, compare_destinations);
	cJSON_ArrayForEach (asked, list) {
		struct mount_point key = { .destination = json_text(f->arena, asked, "Target") };
		struct mount_point *wanted = &key, **found;

		found = n == 0 ? NULL
			       : bsearch(&wanted, sorted, n, sizeof *sorted, compare_destinations);
		if (found == NULL)
			continue;
		(*found)->non_recursive = json_bool(asked, "BindOptions.NonRecursive");
		(*found)->top_only_read_only = json_bool(asked, "BindOptions.ReadOnlyNonRecursive");
	}
}

/* false: what would be judged cannot be told. */
static bool
decode_mount(struct arena *a, const cJSON *json, struct mount_point *m)
{
	m->name = json_text(a, json, "Name");
	m->driver = json_text(a, json, "Driver");
	m->rw = json_bool(json, "RW");
	return cJSON_IsObject(json) && json_read_text(a, json, "Type", &m->type) &&
	       *m->type != '\0' && json_read_text(a, json, "Source", &m->source) &&
	       json_read_text(a, json, "Destination", &m->destination) &&
	       json_read_text(a, json, "Propagation", &m->propagation);
}

static void
decode_mounts(struct facts *f, struct container *c, const cJSON *json)
{
	bool wrong;
	const cJSON *list = json_at(json, "Mounts", &wrong), *m;
	struct mount_point *mounts;
	size_t n = 0;

	c->mounts_seen = list == NULL && !wrong ? ABSENT : UNSEEN;
	if (!cJSON_IsArray(list))
		return;
	mounts = arena_alloc(f->arena, sizeof *mounts * (size_t)(cJSON_GetArraySize(list) + 1));
	cJSON_ArrayForEach (m, list) {
		if (!decode_mount(f->arena, m, &mounts[n++]))
			return; /* stays UNSEEN */
	}
	decode_bind_options(f, mounts, n, json);
	c->n_mounts = n;
	c->mounts = mounts;
	c->mounts_seen = SEEN;
}

static int
compare_ports(const void *a, const void *b)
{
	const struct port_binding *x = a, *y = b;
	int order = strcmp(x->container_port, y->container_port);

	if (order == 0)
		order = x->host_port < y->host_port ? -1 : x->host_port > y->host_port;
	return order != 0 ? order : strcmp(x->host_ip, y->host_ip);
}

/* {"HostIp": "", "HostPort": "80"}; false: it is none. */
static bool
decode_binding(struct arena *a, const cJSON *json, const char *port, struct port_binding *out)
{
	const char *number, *ip;
	char *end;
	long value;

	if (!cJSON_IsObject(json) || !json_read_text(a, json, "HostPort", &number) ||
	    !json_read_text(a, json, "HostIp", &ip))
		return false;
	value = strtol(number, &end, 10);
	*out = (struct port_binding){
		.host_ip = ip, .host_port = value, .container_port = arena_strdup(a, port)
	};
	return (*end == '\0' || *end == '-') && value >= 0 && value <= 65535;
}

/* {"80/tcp": [{"HostIp": "", "HostPort": "80"}], "443/tcp": null} */
static void
decode_ports(struct facts *f, struct container *c, const cJSON *json)
{
	bool running = c->state.seen == SEEN &&
		       (strcmp(c->state.v, "running") == 0 || strcmp(c->state.v, "paused") == 0);
	bool wrong;
	const cJSON *map = json_at(json,
			running ? "NetworkSettings.Ports" : "HostConfig.PortBindings", &wrong),
		    *port, *binding;
	struct port_binding *ports = NULL;
	size_t n = 0, cap = 0;

	c->ports_seen = map == NULL && !wrong && !running ? ABSENT : UNSEEN;
	if (map == NULL && !wrong && running && json_at(json, "NetworkSettings", NULL) != NULL)
		c->ports_seen = ABSENT;
	if (!cJSON_IsObject(map))
		return;
	cJSON_ArrayForEach (port, map) {
		if (!cJSON_IsArray(port) && !cJSON_IsNull(port))
			return;
		cJSON_ArrayForEach (binding, port) {
			ports = arena_grow(f->arena, ports, n, &cap, sizeof *ports);
			if (!decode_binding(f->arena, binding, port->string, &ports[n]))
				return;
			n++;
		}
	}
	if (n > 1)
		qsort(ports, n, sizeof *ports, compare_ports);
	c->n_ports = n;
	c->ports = ports;
	c->ports_seen = SEEN;
}

/* A list of objects as a list of one-line texts; `format` makes one of them, or NULL. */
static struct fact_list
texts(struct facts *f, const cJSON *json, const char *path,
    const char *(*format)(struct arena *a, const cJSON *item))
{
	bool wrong;
	const cJSON *list = json_at(json, path, &wrong), *item;
	struct fact_list fact = { UNSEEN, 0, NULL };
	const char **v;
	size_t n = 0;

	if (list == NULL)
		fact.seen = wrong ? UNSEEN : ABSENT;
	if (!cJSON_IsArray(list))
		return fact;
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(list) + 1));
	cJSON_ArrayForEach (item, list) {
		v[n] = cJSON_IsObject(item) ? format(f->arena, item) : NULL;
		if (v[n++] == NULL)
			return fact;
	}
	return (struct fact_list){ SEEN, n, v };
}

static const char *
device_text(struct arena *a, const cJSON *d)
{
	return arena_printf(a, "%s:%s:%s", json_text(a, d, "PathOnHost"),
	    json_text(a, d, "PathInContainer"), json_text(a, d, "CgroupPermissions"));
}

static const char *
request_text(struct arena *a, const cJSON *d)
{
	struct fact_int count = json_int(d, "Count");

	return arena_printf(a, "driver=%s,count=%lld", json_text(a, d, "Driver"),
	    count.seen == SEEN ? (long long)count.v : 0LL);
}

static const char *
ulimit_text(struct arena *a, const cJSON *u)
{
	struct fact_int soft = json_int(u, "Soft"), hard = json_int(u, "Hard");

	if (soft.seen != SEEN || hard.seen != SEEN)
		return NULL;
	return arena_printf(
	    a, "%s=%lld:%lld", json_text(a, u, "Name"), (long long)soft.v, (long long)hard.v);
}

void
decode_container(struct facts *f, struct container *c, const cJSON *json)
{
	const char *name = json_text(f->arena, json, "Name");
	const char *image = json_text(f->arena, json, "Config.Image");

	decode_answer(
	    f, "GET /containers/ID/json", json, fields, sizeof fields / sizeof fields[0], c);
	if (*name != '\0')
		c->name = name[0] == '/' ? name + 1 : name;
	if (*image != '\0')
		c->image = image;
	decode_mounts(f, c, json);
	decode_ports(f, c, json);
	c->devices = texts(f, json, "HostConfig.Devices", device_text);
	c->device_requests = texts(f, json, "HostConfig.DeviceRequests", request_text);
	c->ulimits = texts(f, json, "HostConfig.Ulimits", ulimit_text);
	decode_operation(f, c, json);
}

/* {"Titles": ["PID", "CMD"], "Processes": [["1", "nginx"]]}: the last column is the command. */
void
decode_top(struct facts *f, struct container *c, const cJSON *json)
{
	const cJSON *rows = json_at(json, "Processes", NULL), *row;
	struct running_command *v;

	if (!cJSON_IsArray(rows)) {
		c->top_origin.state = DOC_FAILED;
		c->top_origin.problem = "the answer holds no process list";
		return;
	}
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(rows) + 1));
	c->n_commands = 0;
	cJSON_ArrayForEach (row, rows) {
		const cJSON *last = cJSON_GetArrayItem(row, cJSON_GetArraySize(row) - 1);

		if (!cJSON_IsString(last)) {
			c->top_origin.state = DOC_FAILED;
			c->top_origin.problem = "the process list is malformed";
			return;
		}
		v[c->n_commands++] =
		    (struct running_command){ arena_strdup(f->arena, last->valuestring),
			    c->top_origin.source };
	}
	c->commands = v;
}
