/*
 * facts_engine.c: decodes what the engine says of itself. It may not judge it.
 */
#include "config.h"

#include "facts_internal.h"

#include <string.h>

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
	{ "KernelVersion", FIELD_STR, AT(running_kernel) },
	{ "Name", FIELD_STR, AT(hostname) },
	{ "OperatingSystem", FIELD_STR, AT(operating_system) },
	{ "Debug", FIELD_BOOL, AT(debug) },
	{ "LiveRestoreEnabled", FIELD_BOOL, AT(live_restore) },
	{ "ExperimentalBuild", FIELD_BOOL, AT(experimental) },
	{ "MemoryLimit", FIELD_BOOL, AT(memory_limit) },
	{ "PidsLimit", FIELD_BOOL, AT(pids_limit_supported) },
	{ "SwapLimit", FIELD_BOOL, AT(swap_limit) },
	{ "Containers", FIELD_INT, AT(containers) },
	{ "ContainersStopped", FIELD_INT, AT(containers_stopped) },
	{ "SecurityOptions", FIELD_LIST, AT(security_options) },
	{ "Plugins.Authorization", FIELD_LIST, AT(authorization_plugins) },
	{ "RegistryConfig.InsecureRegistryCIDRs", FIELD_LIST, AT(insecure_cidrs) },
	{ "Warnings", FIELD_LIST, AT(warnings) },
	{ "Containerd.Address", FIELD_STR, AT(containerd_address) },
	{ "FirewallBackend.Driver", FIELD_STR, AT(firewall_backend) },
	{ "DefaultRuntime", FIELD_STR, AT(default_runtime) },
	{ "Swarm.LocalNodeState", FIELD_STR, AT(swarm_state) },
	{ "Swarm.ControlAvailable", FIELD_BOOL, AT(swarm_control) },
	{ "Swarm.Managers", FIELD_INT, AT(swarm_managers) },
	{ "Swarm.Nodes", FIELD_INT, AT(swarm_nodes) },
	{ "Swarm.NodeAddr", FIELD_STR, AT(swarm_node_addr) },
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
		pairs[fact.n++] =
		    (struct pair){ name.v, version.seen == SEEN ? version.v : "" };
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

	decode_fields(f->arena, json, version_fields, N(version_fields), e);
	e->components = decode_components(f->arena, json);
	e->is_podman = strcmp(first, "Podman Engine") == 0;
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

static void
decode_runtimes(struct facts *f, const cJSON *json)
{
	const cJSON *runtimes = json_at(json, "Runtimes", NULL), *r;
	const char **paths;
	size_t n = 0;

	if (!cJSON_IsObject(runtimes))
		return;
	paths = arena_alloc(f->arena, sizeof *paths * (size_t)(cJSON_GetArraySize(runtimes) + 1));
	cJSON_ArrayForEach (r, runtimes)
		paths[n++] =
		    arena_printf(f->arena, "%s=%s", r->string, json_text(f->arena, r, "path"));
	f->engine.runtime_paths = (struct fact_list){ SEEN, n, paths };
}

void
decode_info(struct facts *f, const cJSON *json)
{
	decode_fields(f->arena, json, info_fields, N(info_fields), &f->engine);
	decode_indexes(f, json);
	decode_runtimes(f, json);
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
