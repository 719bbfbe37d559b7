/*
 * facts_swarm.c: decodes what a Swarm's manager tells: the cluster, its nodes, services, secrets
 * and configurations. It may not judge it.
 */
#include "config.h"

#include "facts_internal.h"

#include <string.h>

#define N(table) (sizeof(table) / sizeof((table)[0]))
#define HOUR_NS 3600e9

/* Room for one element an item of a list; never of size 0. */
static void *
room(struct facts *f, const cJSON *list, size_t size)
{
	return arena_alloc(f->arena, size * (size_t)(cJSON_GetArraySize(list) + 1));
}

/* ---- the cluster ---------------------------------------------------------------------------- */

/* clang-format off */
#define AT(field) offsetof(struct swarm_facts, field)
static const struct field cluster_fields[] = {
	{ "Spec.EncryptionConfig.AutoLockManagers", FIELD_BOOL, AT(autolock) },
	{ "RootRotationInProgress", FIELD_BOOL, AT(root_rotation) },
	{ "DataPathPort", FIELD_INT, AT(data_path_port) },
	{ "Spec.Orchestration.TaskHistoryRetentionLimit", FIELD_INT, AT(task_history) },
	{ "Spec.Raft.SnapshotInterval", FIELD_INT, AT(snapshot_interval) },
	{ "Spec.Raft.KeepOldSnapshots", FIELD_INT, AT(keep_old_snapshots) },
	{ "TLSInfo.TrustRoot", FIELD_STR, AT(trust_root) },
	{ "DefaultAddrPool", FIELD_LIST, AT(address_pools) },
};
#undef AT

#define AT(field) offsetof(struct service, field)
#define TASK "Spec.TaskTemplate."
#define CONTAINER "Spec.TaskTemplate.ContainerSpec."
static const struct field service_fields[] = {
	{ CONTAINER "Env", FIELD_LIST, AT(env) },
	{ CONTAINER "Args", FIELD_LIST, AT(args) },
	{ CONTAINER "User", FIELD_STR, AT(user) },
	{ CONTAINER "ReadOnly", FIELD_BOOL, AT(read_only) },
	{ CONTAINER "CapabilityAdd", FIELD_LIST, AT(cap_add) },
	{ CONTAINER "CapabilityDrop", FIELD_LIST, AT(cap_drop) },
	{ CONTAINER "Privileges.NoNewPrivileges", FIELD_BOOL, AT(no_new_privileges) },
	{ CONTAINER "Privileges.Seccomp.Mode", FIELD_STR, AT(seccomp_mode) },
	{ CONTAINER "Privileges.AppArmor.Mode", FIELD_STR, AT(apparmor_mode) },
	{ CONTAINER "Privileges.SELinuxContext.Disable", FIELD_BOOL, AT(selinux_disabled) },
	{ CONTAINER "Healthcheck.Test", FIELD_LIST, AT(healthcheck) },
	{ TASK "Resources.Limits.MemoryBytes", FIELD_INT, AT(memory_limit) },
	{ TASK "Resources.Limits.NanoCPUs", FIELD_INT, AT(cpu_limit) },
	{ TASK "Resources.Limits.Pids", FIELD_INT, AT(pids_limit) },
	{ TASK "RestartPolicy.Condition", FIELD_STR, AT(restart_condition) },
	{ TASK "RestartPolicy.MaxAttempts", FIELD_INT, AT(restart_attempts) },
	{ TASK "RestartPolicy.Delay", FIELD_INT, AT(restart_delay) },
	{ TASK "Placement.Constraints", FIELD_LIST, AT(constraints) },
	{ TASK "LogDriver.Name", FIELD_STR, AT(log_driver) },
	{ "Spec.UpdateConfig.FailureAction", FIELD_STR, AT(update_failure) },
};
#undef AT
/* clang-format on */

/* In hours, since nanoseconds of more than 104 days are beyond what JSON numbers hold exactly. */
static struct fact_int
hours(const cJSON *json, const char *path)
{
	bool wrong;
	const cJSON *ns = json_at(json, path, &wrong);
	int64_t whole;

	if (ns == NULL)
		return (struct fact_int){ wrong ? UNSEEN : ABSENT, 0 };
	if (!cJSON_IsNumber(ns) || !(ns->valuedouble >= 0) || ns->valuedouble > 1e19)
		return (struct fact_int){ UNSEEN, 0 };
	whole = (int64_t)(ns->valuedouble / HOUR_NS);
	return (struct fact_int){ SEEN, whole + ((double)whole * HOUR_NS < ns->valuedouble) };
}

/* One text of each object of a list. */
static struct fact_list
texts_of(struct facts *f, const cJSON *json, const char *path, const char *member)
{
	bool wrong;
	const cJSON *list = json_at(json, path, &wrong), *item;
	struct fact_list fact = { list == NULL && !wrong ? ABSENT : UNSEEN, 0, NULL };
	const char **v;

	if (!cJSON_IsArray(list))
		return fact;
	v = room(f, list, sizeof *v);
	cJSON_ArrayForEach (item, list) {
		struct fact_str text = json_str(f->arena, item, member);

		if (text.seen != SEEN)
			return (struct fact_list){ UNSEEN, 0, NULL };
		v[fact.n++] = text.v;
	}
	fact.seen = SEEN;
	fact.v = v;
	return fact;
}

void
decode_swarm(struct facts *f, const cJSON *json)
{
	decode_answer(f, "GET /swarm", json, cluster_fields, N(cluster_fields), &f->swarm);
	f->swarm.node_cert_hours = hours(json, "Spec.CAConfig.NodeCertExpiry");
	f->swarm.external_cas = texts_of(f, json, "Spec.CAConfig.ExternalCAs", "URL");
}

void
decode_nodes(struct facts *f, const cJSON *json)
{
	const cJSON *item;
	struct node *v;

	if (!is_list_of(&f->swarm.nodes_origin, json, "ID"))
		return;
	v = room(f, json, sizeof *v);
	cJSON_ArrayForEach (item, json)
		v[f->swarm.n_nodes++] = (struct node){ .id = json_text(f->arena, item, "ID"),
			.hostname = json_text(f->arena, item, "Description.Hostname"),
			.role = json_text(f->arena, item, "Spec.Role"),
			.addr = json_text(f->arena, item, "ManagerStatus.Addr"),
			.reachability = json_str(f->arena, item, "ManagerStatus.Reachability"),
			.availability = json_str(f->arena, item, "Spec.Availability"),
			.state = json_str(f->arena, item, "Status.State"),
			.engine_version =
			    json_str(f->arena, item, "Description.Engine.EngineVersion") };
	f->swarm.nodes = v;
}

/* ---- services ------------------------------------------------------------------------------- */

/* A list of objects at a path: *seen says whether it could be read; NULL where there is none. */
static const cJSON *
objects(const cJSON *json, const char *path, enum seen *seen)
{
	bool wrong;
	const cJSON *list = json_at(json, path, &wrong), *item;

	*seen = list == NULL && !wrong ? ABSENT : UNSEEN;
	if (!cJSON_IsArray(list))
		return NULL;
	cJSON_ArrayForEach (item, list) {
		if (!cJSON_IsObject(item))
			return NULL;
	}
	*seen = SEEN;
	return list;
}

static void
decode_service_mounts(struct facts *f, struct service *s, const cJSON *json)
{
	const cJSON *list = objects(json, CONTAINER "Mounts", &s->mounts_seen), *m;
	struct service_mount *v = room(f, list, sizeof *v);

	cJSON_ArrayForEach (m, list) {
		struct service_mount *to = &v[s->n_mounts++];

		to->target = json_text(f->arena, m, "Target");
		to->read_only = json_bool(m, "ReadOnly");
		if (!json_read_text(f->arena, m, "Type", &to->type) || *to->type == '\0' ||
		    !json_read_text(f->arena, m, "Source", &to->source)) {
			to->source = "";
			s->mounts_seen = UNSEEN;
		}
	}
	s->mounts = v;
}

static void
decode_service_ports(struct facts *f, struct service *s, const cJSON *json)
{
	const cJSON *list = objects(json, "Endpoint.Ports", &s->ports_seen), *p;
	struct service_port *v = room(f, list, sizeof *v);

	cJSON_ArrayForEach (p, list) {
		struct fact_int published = json_int(p, "PublishedPort");
		struct fact_int target = json_int(p, "TargetPort");
		const char *mode;

		if (!json_read_text(f->arena, p, "PublishMode", &mode) ||
		    published.seen == UNSEEN || target.seen != SEEN)
			s->ports_seen = UNSEEN;
		v[s->n_ports++] = (struct service_port){ .mode = mode,
			.protocol = json_text(f->arena, p, "Protocol"),
			.published = published.v,
			.target = target.v };
	}
	s->ports = v;
}

static const struct service_file *
decode_files(struct facts *f, const cJSON *json, const char *path, const char *kind,
    enum seen *seen, size_t *n)
{
	const cJSON *list = objects(json, path, seen), *item;
	struct service_file *v = room(f, list, sizeof *v);

	cJSON_ArrayForEach (item, list)
		v[(*n)++] = (struct service_file){ .id = json_text(f->arena, item,
						       arena_printf(f->arena, "%sID", kind)),
			.name = json_text(f->arena, item, arena_printf(f->arena, "%sName", kind)),
			.target = json_text(f->arena, item, "File.Name"),
			.mode = json_int(item, "File.Mode") };
	return v;
}

/* Labels of the service and of its containers, one after the other. */
static struct fact_map
both_labels(struct facts *f, const cJSON *json)
{
	struct fact_map one = json_map(f->arena, json, "Spec.Labels");
	struct fact_map two = json_map(f->arena, json, CONTAINER "Labels");
	struct pair *v = arena_alloc(f->arena, sizeof *v * (one.n + two.n + 1));

	if (one.seen == UNSEEN || two.seen == UNSEEN)
		return (struct fact_map){ UNSEEN, 0, NULL };
	for (size_t i = 0; i < one.n; i++)
		v[i] = one.v[i];
	for (size_t i = 0; i < two.n; i++)
		v[one.n + i] = two.v[i];
	return (struct fact_map){ SEEN, one.n + two.n, v };
}

static void
decode_service(struct facts *f, struct service *s, const cJSON *json)
{
	decode_fields(f->arena, json, service_fields, N(service_fields), s);
	s->id = json_text(f->arena, json, "ID");
	s->name = json_text(f->arena, json, "Spec.Name");
	s->image = json_text(f->arena, json, CONTAINER "Image");
	s->is_job = json_at(json, "Spec.Mode.ReplicatedJob", NULL) != NULL ||
		    json_at(json, "Spec.Mode.GlobalJob", NULL) != NULL;
	s->labels = both_labels(f, json);
	decode_service_mounts(f, s, json);
	decode_service_ports(f, s, json);
	s->secrets =
	    decode_files(f, json, CONTAINER "Secrets", "Secret", &s->secrets_seen, &s->n_secrets);
	s->configs =
	    decode_files(f, json, CONTAINER "Configs", "Config", &s->configs_seen, &s->n_configs);
}

void
decode_services(struct facts *f, const cJSON *json)
{
	const cJSON *item;
	struct service *v;

	if (!is_list_of(&f->swarm.services_origin, json, "Spec.Name"))
		return;
	v = room(f, json, sizeof *v);
	f->swarm.services = v;
	cJSON_ArrayForEach (item, json) {
		if (!cJSON_IsObject(json_at(item, "Spec.TaskTemplate", NULL))) {
			f->swarm.services_origin.state = DOC_FAILED;
			f->swarm.services_origin.problem = "a service of the list has no task";
			return;
		}
		decode_service(f, &v[f->swarm.n_services++], item);
	}
}

/* ---- secrets, configurations, files --------------------------------------------------------- */

static const struct swarm_object *
decode_swarm_objects(struct facts *f, const cJSON *json, size_t *n)
{
	struct swarm_object *v = room(f, json, sizeof *v);
	const cJSON *item;

	cJSON_ArrayForEach (item, json)
		v[(*n)++] = (struct swarm_object){ .id = json_text(f->arena, item, "ID"),
			.name = json_text(f->arena, item, "Spec.Name"),
			.created = json_str(f->arena, item, "CreatedAt"),
			.updated = json_str(f->arena, item, "UpdatedAt"),
			.masked_lines = json_str(f->arena, item, "Spec.Data") };
	return v;
}

void
decode_secrets(struct facts *f, const cJSON *json)
{
	if (is_list_of(&f->swarm.secrets_origin, json, "Spec.Name"))
		f->swarm.secrets = decode_swarm_objects(f, json, &f->swarm.n_secrets);
}

void
decode_configs(struct facts *f, const cJSON *json)
{
	if (is_list_of(&f->swarm.configs_origin, json, "Spec.Name"))
		f->swarm.configs = decode_swarm_objects(f, json, &f->swarm.n_configs);
}

/* The content of a file below the data root, when its document came. */
static struct fact_str
content_below_root(struct facts *f, const char *name, struct origin *origin)
{
	const struct file_facts *file;

	if (f->engine.root_dir.seen != SEEN)
		return (struct fact_str){ UNSEEN, NULL };
	file = facts_file(f, arena_printf(f->arena, "%s/%s", f->engine.root_dir.v, name));
	*origin = file->origin;
	if (origin->state == DOC_OK && file->content.seen != SEEN)
		*origin =
		    (struct origin){ DOC_FAILED, file->path, "its content was not collected" };
	return file->content;
}

void
join_swarm(struct facts *f)
{
	struct swarm_facts *s = &f->swarm;
	struct fact_str state = content_below_root(f, "swarm/docker-state.json", &s->state_origin);
	struct err err;
	cJSON *json;

	s->node_cert =
	    content_below_root(f, "swarm/certificates/swarm-node.crt", &s->node_cert_origin);
	if (state.seen != SEEN)
		return;
	json = json_parse(state.v, strlen(state.v), &err);
	if (json == NULL)
		s->state_origin = (struct origin){ DOC_FAILED, s->state_origin.source,
			arena_strdup(f->arena, err.msg) };
	s->data_path_addr = json_str(f->arena, json, "DataPathAddr");
	cJSON_Delete(json);
}
