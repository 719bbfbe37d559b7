/*
 * facts_engine.c: decodes what the engine says of itself. It may not judge it.
 */
#include "config.h"

#include "facts_internal.h"

#include <stdio.h>
#include <string.h>

#include "base/glob.h"

void
decode_fields(struct arena *a, const cJSON *json, const struct field *fields, size_t n, void *out)
{
	for (size_t i = 0; i < n; i++) {
		void *at = (char *)out + fields[i].offset;

		switch (fields[i].type) {
		case FIELD_BOOL:
			*(struct fact_bool *)at = json_bool(json, fields[i].path);
			break;
		case FIELD_INT:
			*(struct fact_int *)at = json_int(json, fields[i].path);
			break;
		case FIELD_STR:
			*(struct fact_str *)at = json_str(a, json, fields[i].path);
			break;
		case FIELD_LIST:
			*(struct fact_list *)at = json_list(a, json, fields[i].path);
			break;
		case FIELD_MAP:
			*(struct fact_map *)at = json_map(a, json, fields[i].path);
			break;
		case FIELD_NAMES:
			*(struct fact_list *)at = json_names(a, json, fields[i].path);
			break;
		case FIELD_TIME:
			*(struct fact_int *)at = json_time(json, fields[i].path);
			break;
		}
	}
}

static int
podman_version(const struct engine_facts *e)
{
	int major;

	if (!e->is_podman)
		return 0;
	return e->version.seen == SEEN && sscanf(e->version.v, "%5d.", &major) == 1 && major > 0
		   ? major
		   : -1;
}

struct api
facts_api(const struct facts *f, const char *document)
{
	const struct fact_str *newest = &f->engine.api_version;
	/* /version is asked for without a version: it is answered in the newest. */
	bool hello = strcmp(document, "GET /version") == 0;

	return (struct api){ .podman = podman_version(&f->engine),
		.version = hello ? (newest->seen == SEEN ? newest->v : "") : f->api_version };
}

/* All facts begin with what was seen of them. A value is an answer, where the table says no other.
 */
static void
take_back(const struct api_field *field, const struct api *api, enum seen *seen)
{
	bool placeholder = field->placeholder && api_minor(api->version) >= 0;

	if (*seen == ABSENT || placeholder || api->podman != 0)
		*seen = UNSEEN;
}

void
settle_fact(const struct facts *f, const char *document, const char *path, void *fact)
{
	struct api api = facts_api(f, document);

	for (const struct api_field *a = api_fields; a->document != NULL; a++) {
		if (strcmp(a->path, path) == 0 && glob_match(a->document, document) &&
		    api_field_untold(a, &api))
			take_back(a, &api, fact);
	}
}

void
decode_answer(struct facts *f, const char *document, const cJSON *json, const struct field *fields,
    size_t n, void *out)
{
	struct api api = facts_api(f, document);

	decode_fields(f->arena, json, fields, n, out);
	for (const struct api_field *a = api_fields; a->document != NULL; a++) {
		if (!api_field_untold(a, &api) || !glob_match(a->document, document))
			continue;
		for (size_t i = 0; i < n; i++) {
			if (strcmp(fields[i].path, a->path) == 0)
				take_back(
				    a, &api, (enum seen *)(void *)((char *)out + fields[i].offset));
		}
	}
}

/* clang-format off */
#define AT(field) offsetof(struct engine_facts, field)
static const struct field version_fields[] = {
	{ "Version", FIELD_STR, AT(version) },
	{ "ApiVersion", FIELD_STR, AT(api_version) },
	{ "MinAPIVersion", FIELD_STR, AT(min_api_version) },
	{ "Os", FIELD_STR, AT(os) },
	{ "Arch", FIELD_STR, AT(arch) },
	{ "KernelVersion", FIELD_STR, AT(kernel) },
	{ "Platform.Name", FIELD_STR, AT(platform) },
};

static const struct field info_fields[] = {
	{ "DockerRootDir", FIELD_STR, AT(root_dir) },
	{ "Driver", FIELD_STR, AT(driver) },
	{ "LoggingDriver", FIELD_STR, AT(logging_driver) },
	{ "CgroupDriver", FIELD_STR, AT(cgroup_driver) },
	{ "CgroupVersion", FIELD_STR, AT(cgroup_version) },
	{ "ID", FIELD_STR, AT(id) },
	{ "KernelVersion", FIELD_STR, AT(running_kernel) },
	{ "Name", FIELD_STR, AT(hostname) },
	{ "OperatingSystem", FIELD_STR, AT(operating_system) },
	{ "Debug", FIELD_BOOL, AT(debug) },
	{ "LiveRestoreEnabled", FIELD_BOOL, AT(live_restore) },
	{ "ExperimentalBuild", FIELD_BOOL, AT(experimental) },
	{ "MemoryLimit", FIELD_BOOL, AT(memory_limit) },
	{ "PidsLimit", FIELD_BOOL, AT(pids_limit_supported) },
	{ "SwapLimit", FIELD_BOOL, AT(swap_limit) },
	{ "SecurityOptions", FIELD_LIST, AT(security_options) },
	{ "Plugins.Authorization", FIELD_LIST, AT(authorization_plugins) },
	{ "RegistryConfig.InsecureRegistryCIDRs", FIELD_LIST, AT(insecure_cidrs) },
	{ "Warnings", FIELD_LIST, AT(warnings) },
	{ "Containerd.Address", FIELD_STR, AT(containerd_address) },
	{ "FirewallBackend.Driver", FIELD_STR, AT(firewall_backend) },
	{ "Swarm.LocalNodeState", FIELD_STR, AT(swarm_state) },
	{ "Swarm.ControlAvailable", FIELD_BOOL, AT(swarm_control) },
	{ "Swarm.Managers", FIELD_INT, AT(swarm_managers) },
	{ "Swarm.Nodes", FIELD_INT, AT(swarm_nodes) },
	{ "Swarm.NodeAddr", FIELD_STR, AT(swarm_node_addr) },
	{ "Architecture", FIELD_STR, AT(architecture) },
	{ "DefaultRuntime", FIELD_STR, AT(default_runtime) },
	{ "HttpProxy", FIELD_STR, AT(http_proxy) },
	{ "HttpsProxy", FIELD_STR, AT(https_proxy) },
	{ "OomKillDisable", FIELD_BOOL, AT(oom_kill_disable) },
	{ "IPv4Forwarding", FIELD_BOOL, AT(ipv4_forwarding) },
	{ "Containers", FIELD_INT, AT(n_containers) },
	{ "ContainersRunning", FIELD_INT, AT(n_running) },
	{ "ContainersPaused", FIELD_INT, AT(n_paused) },
	{ "RegistryConfig.Mirrors", FIELD_LIST, AT(registry_mirrors) },
	{ "CDISpecDirs", FIELD_LIST, AT(cdi_spec_dirs) },
};
#undef AT
/* clang-format on */

#define N(table) (sizeof(table) / sizeof(table)[0])

/* Absent before API 1.35. One part that cannot be told spoils the list. */
static struct fact_map
decode_components(struct arena *a, const cJSON *json)
{
	bool wrong;
	const cJSON *list = json_at(json, "Components", &wrong), *c;
	struct fact_map fact = { list == NULL && !wrong ? ABSENT : UNSEEN, 0, NULL };
	struct pair *pairs;

	if (!cJSON_IsArray(list))
		return fact;
	pairs = arena_alloc(a, sizeof *pairs * (size_t)(cJSON_GetArraySize(list) + 1));
	cJSON_ArrayForEach (c, list) {
		struct fact_str name = json_str(a, c, "Name"), version = json_str(a, c, "Version");

		if (name.seen != SEEN || version.seen == UNSEEN)
			return fact;
		pairs[fact.n++] = (struct pair){ name.v, version.seen == SEEN ? version.v : "" };
	}
	fact.seen = SEEN;
	fact.v = pairs;
	return fact;
}

void
decode_version(struct facts *f, const cJSON *json)
{
	struct engine_facts *e = &f->engine;
	const cJSON *components = json_at(json, "Components", NULL);
	const char *first = json_text(f->arena, cJSON_GetArrayItem(components, 0), "Name");

	e->is_podman = strcmp(first, "Podman Engine") == 0;
	e->api_version = json_str(f->arena, json, "ApiVersion");
	decode_answer(f, "GET /version", json, version_fields, N(version_fields), e);
	e->components = decode_components(f->arena, json);
	settle_fact(f, "GET /version", "Components", &e->components);
	e->name = (struct fact_str){ SEEN, e->is_podman ? "Podman Engine" : "Docker Engine" };
}

static void
decode_indexes(struct facts *f, const cJSON *json)
{
	const cJSON *configs = json_at(json, "RegistryConfig.IndexConfigs", NULL), *c;
	const char **names;
	size_t n = 0;

	if (!cJSON_IsObject(configs)) {
		f->engine.insecure_indexes.seen = configs == NULL ? ABSENT : UNSEEN;
		return;
	}
	names = arena_alloc(f->arena, sizeof *names * (size_t)(cJSON_GetArraySize(configs) + 1));
	cJSON_ArrayForEach (c, configs) {
		struct fact_bool secure = json_bool(c, "Secure");

		if (secure.seen != SEEN)
			return; /* stays UNSEEN: one that cannot be told spoils the list */
		if (!secure.v)
			names[n++] = arena_strdup(f->arena, c->string);
	}
	f->engine.insecure_indexes = (struct fact_list){ SEEN, n, names };
}

/* A list of objects, as the text of one member or of two: "FIRST: SECOND". */
static struct fact_list
members_of(
    struct arena *a, const cJSON *json, const char *path, const char *first, const char *second)
{
	bool wrong;
	const cJSON *list = json_at(json, path, &wrong), *item;
	struct fact_list fact = { list == NULL && !wrong ? ABSENT : UNSEEN, 0, NULL };
	const char **v;
	size_t n = 0;

	if (!cJSON_IsArray(list))
		return fact;
	v = arena_alloc(a, sizeof *v * (size_t)(cJSON_GetArraySize(list) + 1));
	cJSON_ArrayForEach (item, list) {
		struct fact_str one = json_str(a, item, first);

		if (one.seen != SEEN)
			return fact;
		v[n++] = second == NULL
			     ? one.v
			     : arena_printf(a, "%s: %s", one.v, json_text(a, item, second));
	}
	return (struct fact_list){ SEEN, n, v };
}

/* Pairs, as the engine writes what has an order: [["Supports d_type","true"], ...]. */
static struct fact_map
pairs_of(struct arena *a, const cJSON *json, const char *path)
{
	bool wrong;
	const cJSON *list = json_at(json, path, &wrong), *item;
	struct fact_map fact = { list == NULL && !wrong ? ABSENT : UNSEEN, 0, NULL };
	struct pair *v;
	size_t n = 0;

	if (!cJSON_IsArray(list))
		return fact;
	v = arena_alloc(a, sizeof *v * (size_t)(cJSON_GetArraySize(list) + 1));
	cJSON_ArrayForEach (item, list) {
		const cJSON *name = cJSON_GetArrayItem(item, 0),
			    *value = cJSON_GetArrayItem(item, 1);

		if (!cJSON_IsString(name) || !cJSON_IsString(value))
			return fact;
		v[n].name = arena_strdup(a, name->valuestring);
		v[n++].value = arena_strdup(a, value->valuestring);
	}
	return (struct fact_map){ SEEN, n, v };
}

const char *
runtime_program(struct arena *a, const char *path, const char *type)
{
	const char *version = strrchr(type, '.'), *name = version;

	if (*path != '\0' || *type == '/' || version == NULL)
		return *path != '\0' ? path : type;
	while (name > type && name[-1] != '.')
		name--;
	return arena_printf(a, "containerd-shim-%.*s-%s", (int)(version - name), name, version + 1);
}

/* One that cannot be told spoils the list: a check must not take it for one without a program. */
static void
decode_runtimes(struct facts *f, const cJSON *json)
{
	bool wrong;
	const cJSON *runtimes = json_at(json, "Runtimes", &wrong), *r;
	struct runtime *v, *to;
	size_t n = 0;

	f->engine.runtimes_seen = runtimes == NULL && !wrong ? ABSENT : UNSEEN;
	if (!cJSON_IsObject(runtimes))
		return;
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(runtimes) + 1));
	cJSON_ArrayForEach (r, runtimes) {
		to = &v[n++];
		to->name = arena_strdup(f->arena, r->string);
		to->args = json_list(f->arena, r, "runtimeArgs");
		if (!cJSON_IsObject(r) || !json_read_text(f->arena, r, "path", &to->path) ||
		    !json_read_text(f->arena, r, "runtimeType", &to->type))
			return;
		to->program = runtime_program(f->arena, to->path, to->type);
	}
	f->engine.runtimes = v;
	f->engine.n_runtimes = n;
	f->engine.runtimes_seen = SEEN;
}

void
decode_info(struct facts *f, const cJSON *json)
{
	struct engine_facts *e = &f->engine;

	decode_answer(f, "GET /info", json, info_fields, N(info_fields), e);
	decode_indexes(f, json);
	decode_runtimes(f, json);
	e->driver_status = pairs_of(f->arena, json, "DriverStatus");
	e->default_address_pools = members_of(f->arena, json, "DefaultAddressPools", "Base", NULL);
	e->discovered_devices = members_of(f->arena, json, "DiscoveredDevices", "Source", "ID");
	settle_fact(f, "GET /info", "DefaultAddressPools", &e->default_address_pools);
	settle_fact(f, "GET /info", "DiscoveredDevices", &e->discovered_devices);
	e->swarm_remote_managers = members_of(f->arena, json, "Swarm.RemoteManagers", "Addr", NULL);
}

/* ---- managed plugins ------------------------------------------------------------------------ */

static const struct field plugin_fields[] = {
	{ "Enabled", FIELD_BOOL, offsetof(struct plugin, enabled) },
	{ "Config.Linux.Capabilities", FIELD_LIST, offsetof(struct plugin, capabilities) },
	{ "Config.Linux.AllowAllDevices", FIELD_BOOL, offsetof(struct plugin, all_devices) },
	{ "Config.PidHost", FIELD_BOOL, offsetof(struct plugin, host_pid) },
	{ "Config.IpcHost", FIELD_BOOL, offsetof(struct plugin, host_ipc) },
	{ "Config.Network.Type", FIELD_STR, offsetof(struct plugin, network) },
};

/* Mounts and devices may have been set after installation: the settings count, not the config. */
static struct fact_list
settings_of(struct arena *a, const cJSON *json, const char *path, const char *member)
{
	bool wrong;
	const cJSON *list = json_at(json, path, &wrong), *item;
	struct fact_list fact = { list == NULL && !wrong ? ABSENT : UNSEEN, 0, NULL };
	const char **v;
	size_t n = 0;

	if (!cJSON_IsArray(list))
		return fact;
	v = arena_alloc(a, sizeof *v * (size_t)(cJSON_GetArraySize(list) + 1));
	cJSON_ArrayForEach (item, list) {
		struct fact_str text = json_str(a, item, member);

		if (text.seen == UNSEEN)
			return fact;
		if (text.seen == SEEN && text.v[0] != '\0')
			v[n++] = text.v;
	}
	return (struct fact_list){ SEEN, n, v };
}

void
decode_plugins(struct facts *f, const cJSON *json)
{
	const cJSON *item;
	struct plugin *v;

	if (!cJSON_IsArray(json)) {
		f->plugins_origin.state = DOC_FAILED;
		f->plugins_origin.problem = "the answer is no list";
		return;
	}
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(json) + 1));
	cJSON_ArrayForEach (item, json) {
		struct plugin *p = &v[f->n_plugins++];

		p->id = json_text(f->arena, item, "Id");
		p->name = json_text(f->arena, item, "Name");
		decode_fields(f->arena, item, plugin_fields, N(plugin_fields), p);
		p->mounts = settings_of(f->arena, item, "Settings.Mounts", "Source");
		p->devices = settings_of(f->arena, item, "Settings.Devices", "Path");
	}
	f->plugins = v;
}

const char *
engine_security_option(const struct engine_facts *e, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; e->security_options.seen == SEEN && i < e->security_options.n; i++) {
		const char *s = e->security_options.v[i];

		if (strncmp(s, "name=", 5) != 0 || strncmp(s + 5, name, n) != 0)
			continue;
		if (s[5 + n] == '\0')
			return "";
		if (s[5 + n] == ',')
			return s + 6 + n;
	}
	return NULL;
}
