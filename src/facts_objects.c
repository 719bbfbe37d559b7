/*
 * facts_objects.c: decodes images, networks, volumes and Swarm's objects.
 */
#include "config.h"

#include "facts_internal.h"

#include <string.h>
#include <time.h>

#define N(table) (sizeof(table) / sizeof(table)[0])

static bool
is_list(struct origin *origin, const cJSON *json)
{
	if (cJSON_IsArray(json))
		return true;
	origin->state = DOC_FAILED;
	origin->problem = "the answer is no list";
	return false;
}

/* ---- images ---------------------------------------------------------------------------------- */

static const struct field image_fields[] = {
	{ "Config.User", FIELD_STR, offsetof(struct image, user) },
	{ "Config.Labels", FIELD_MAP, offsetof(struct image, labels) },
	{ "Config.Healthcheck.Test", FIELD_LIST, offsetof(struct image, healthcheck) },
	{ "RepoDigests", FIELD_LIST, offsetof(struct image, digests) },
	{ "Config.Env", FIELD_LIST, offsetof(struct image, env) },
	{ "Config.ExposedPorts", FIELD_NAMES, offsetof(struct image, exposed_ports) },
};

/* Engines before API 1.43 call an image without a name "<none>:<none>". */
static struct fact_list
real_tags(struct arena *a, const cJSON *json)
{
	struct fact_list all = json_list(a, json, "RepoTags"), tags = { all.seen, 0, NULL };
	const char **v;

	if (all.seen != SEEN)
		return tags;
	v = arena_alloc(a, sizeof *v * (all.n + 1));
	for (size_t i = 0; i < all.n; i++) {
		if (strcmp(all.v[i], "<none>:<none>") != 0)
			v[tags.n++] = all.v[i];
	}
	tags.v = v;
	return tags;
}

void
decode_image_list(struct facts *f, const cJSON *json)
{
	struct workings *w = workings_of(f);
	const cJSON *item;

	if (!is_list(&f->images_origin, json))
		return;
	cJSON_ArrayForEach (item, json) {
		const char *id = json_text(f->arena, item, "Id");
		struct image *i;

		if (*id == '\0')
			continue;
		f->images =
		    arena_grow(f->arena, f->images, f->n_images, &w->cap_images, sizeof *f->images);
		i = &f->images[f->n_images++];
		*i = (struct image){ .id = id,
			.tags = real_tags(f->arena, item),
			.labels = json_map(f->arena, item, "Labels") };
		i->origin = (struct origin){ DOC_FAILED,
			arena_printf(f->arena, "GET /images/%s/json", id), "was not collected" };
		i->history_origin = (struct origin){ DOC_FAILED,
			arena_printf(f->arena, "GET /images/%s/history", id), "was not collected" };
	}
}

void
decode_image(struct facts *f, struct image *i, const cJSON *json)
{
	struct fact_str created = json_str(f->arena, json, "Created");
	struct fact_list tags = real_tags(f->arena, json);
	struct tm tm = { 0 };

	decode_fields(f->arena, json, image_fields, N(image_fields), i);
	if (tags.seen == SEEN)
		i->tags = tags;
	i->has_config.seen = cJSON_IsObject(json_at(json, "Config", NULL)) ? SEEN : ABSENT;
	i->has_config.v = i->has_config.seen == SEEN;
	i->created.seen = created.seen;
	if (created.seen != SEEN)
		return;
	if (strncmp(created.v, "0001-", 5) == 0 || created.v[0] == '\0')
		i->created.seen = ABSENT;
	else if (strptime(created.v, "%Y-%m-%dT%H:%M:%S", &tm) == NULL)
		i->created.seen = UNSEEN;
	else
		i->created.v = timegm(&tm);
}

void
decode_history(struct facts *f, struct image *i, const cJSON *json)
{
	const cJSON *item;
	const char **v;

	if (!is_list(&i->history_origin, json))
		return;
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(json) + 1));
	cJSON_ArrayForEach (item, json)
		v[i->history.n++] = json_text(f->arena, item, "CreatedBy");
	i->history.seen = SEEN;
	i->history.v = v;
}

/* ---- networks and volumes -------------------------------------------------------------------- */

static const struct field network_fields[] = {
	{ "Options", FIELD_MAP, offsetof(struct network, options) },
	{ "Ingress", FIELD_BOOL, offsetof(struct network, ingress) },
	{ "Internal", FIELD_BOOL, offsetof(struct network, internal) },
	{ "EnableIPv6", FIELD_BOOL, offsetof(struct network, enable_ipv6) },
	{ "Attachable", FIELD_BOOL, offsetof(struct network, attachable) },
	{ "Driver", FIELD_STR, offsetof(struct network, own_driver) },
	{ "Containers", FIELD_NAMES, offsetof(struct network, container_ids) },
};

void
decode_network_list(struct facts *f, const cJSON *json)
{
	struct workings *w = workings_of(f);
	const cJSON *item;

	if (!is_list(&f->networks_origin, json))
		return;
	cJSON_ArrayForEach (item, json) {
		struct network *n;

		f->networks = arena_grow(
		    f->arena, f->networks, f->n_networks, &w->cap_networks, sizeof *f->networks);
		n = &f->networks[f->n_networks++];
		*n = (struct network){ .id = json_text(f->arena, item, "Id"),
			.name = json_text(f->arena, item, "Name"),
			.driver = json_text(f->arena, item, "Driver"),
			.scope = json_text(f->arena, item, "Scope") };
		n->origin = (struct origin){ DOC_FAILED,
			arena_printf(f->arena, "GET /networks/%s", n->id), "was not collected" };
	}
}

/* {"Config": [{"Subnet": "172.18.0.0/16"}]}; without any, as the network "host" has it, null or []. */
static struct fact_list
subnets(struct arena *a, const cJSON *json)
{
	bool wrong;
	const cJSON *list = json_at(json, "IPAM.Config", &wrong), *item;
	struct fact_list fact = { list == NULL && !wrong ? ABSENT : UNSEEN, 0, NULL };
	const char **v;

	if (!cJSON_IsArray(list))
		return fact;
	v = arena_alloc(a, sizeof *v * (size_t)(cJSON_GetArraySize(list) + 1));
	cJSON_ArrayForEach (item, list) {
		struct fact_str subnet = json_str(a, item, "Subnet");

		if (subnet.seen == UNSEEN)
			return fact;
		if (subnet.seen == SEEN)
			v[fact.n++] = subnet.v;
	}
	return (struct fact_list){ SEEN, fact.n, v };
}

void
decode_network(struct facts *f, struct network *n, const cJSON *json)
{
	decode_fields(f->arena, json, network_fields, N(network_fields), n);
	n->subnets = subnets(f->arena, json);
}

void
decode_volumes(struct facts *f, const cJSON *json)
{
	bool wrong;
	const cJSON *list = json_at(json, "Volumes", &wrong), *item;

	if (list == NULL && !wrong)
		return; /* the engine says null when there is none */
	if (!is_list(&f->volumes_origin, list))
		return;
	f->volumes =
	    arena_alloc(f->arena, sizeof *f->volumes * (size_t)(cJSON_GetArraySize(list) + 1));
	cJSON_ArrayForEach (item, list) {
		struct volume v = { .name = json_text(f->arena, item, "Name"),
			.driver = json_text(f->arena, item, "Driver"),
			.mountpoint = json_text(f->arena, item, "Mountpoint"),
			.options = json_map(f->arena, item, "Options"),
			.labels = json_map(f->arena, item, "Labels") };

		if (*v.name == '\0' || *v.driver == '\0') {
			f->volumes_origin.state = DOC_FAILED;
			f->volumes_origin.problem = "a volume of the list has no name or driver";
			continue;
		}
		f->volumes[f->n_volumes++] = v;
	}
}

/* ---- Swarm ----------------------------------------------------------------------------------- */

void
decode_swarm(struct facts *f, const cJSON *json)
{
	f->swarm.autolock = json_bool(json, "Spec.EncryptionConfig.AutoLockManagers");
	f->swarm.data_path_port = json_int(json, "DataPathPort");
}

void
decode_nodes(struct facts *f, const cJSON *json)
{
	const cJSON *item;
	struct node *v;

	if (!is_list(&f->swarm.nodes_origin, json))
		return;
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(json) + 1));
	cJSON_ArrayForEach (item, json)
		v[f->swarm.n_nodes++] = (struct node){ .id = json_text(f->arena, item, "ID"),
			.hostname = json_text(f->arena, item, "Description.Hostname"),
			.role = json_text(f->arena, item, "Spec.Role"),
			.addr = json_text(f->arena, item, "ManagerStatus.Addr"),
			.reachability = json_str(f->arena, item, "ManagerStatus.Reachability"),
			.availability = json_str(f->arena, item, "Spec.Availability") };
	f->swarm.nodes = v;
}

void
decode_services(struct facts *f, const cJSON *json)
{
	static const char spec[] = "Spec.TaskTemplate.ContainerSpec.";
	const cJSON *item;
	struct service *v;

	if (!is_list(&f->swarm.services_origin, json))
		return;
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(json) + 1));
	cJSON_ArrayForEach (item, json) {
		bool wrong;
		const cJSON *secrets =
		    json_at(item, "Spec.TaskTemplate.ContainerSpec.Secrets", &wrong);
		struct service *s = &v[f->swarm.n_services++];

		*s = (struct service){ .id = json_text(f->arena, item, "ID"),
			.name = json_text(f->arena, item, "Spec.Name"),
			.image = json_text(f->arena, item, arena_printf(f->arena, "%sImage", spec)),
			.env = json_list(f->arena, item, arena_printf(f->arena, "%sEnv", spec)),
			.restart_condition =
			    json_str(f->arena, item, "Spec.TaskTemplate.RestartPolicy.Condition"),
			.restart_attempts =
			    json_int(item, "Spec.TaskTemplate.RestartPolicy.MaxAttempts") };
		s->n_secrets.seen = secrets != NULL && !cJSON_IsArray(secrets) ? UNSEEN
				    : wrong				       ? UNSEEN
									       : SEEN;
		s->n_secrets.v = cJSON_GetArraySize(secrets);
	}
	f->swarm.services = v;
}

void
decode_secrets(struct facts *f, const cJSON *json)
{
	if (is_list(&f->swarm.secrets_origin, json))
		f->swarm.n_secrets = (struct fact_int){ SEEN, cJSON_GetArraySize(json) };
}
