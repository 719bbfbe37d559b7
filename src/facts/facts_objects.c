/*
 * facts_objects.c: decodes networks and volumes.
 */
#include "config.h"

#include "facts_internal.h"

#include <string.h>

#define N(table) (sizeof(table) / sizeof(table)[0])

bool
is_list(struct origin *origin, const cJSON *json)
{
	if (cJSON_IsArray(json))
		return true;
	origin->state = DOC_FAILED;
	origin->problem = "the answer is no list";
	return false;
}

bool
is_list_of(struct origin *origin, const cJSON *json, const char *path)
{
	const cJSON *item;

	if (!is_list(origin, json))
		return false;
	cJSON_ArrayForEach (item, json) {
		const cJSON *text = json_at(item, path, NULL);

		if (cJSON_IsString(text) && text->valuestring[0] != '\0')
			continue;
		origin->state = DOC_FAILED;
		origin->problem = "an entry of the list has no name or id";
		return false;
	}
	return true;
}

/* ---- networks and volumes ------------------------------------------------------------------- */

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

	if (!is_list_of(&f->networks_origin, json, "Id") ||
	    !is_list_of(&f->networks_origin, json, "Name"))
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

/* {"Config": [{"Subnet": "172.18.0.0/16"}]}; without any, as the network "host" has it, null or [].
 */
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
