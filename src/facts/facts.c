/*
 * facts.c: hands each document to its decoder. It may not judge.
 */
#include "config.h"

#include "facts_internal.h"

#include <stdlib.h>
#include <string.h>

struct workings *
workings_of(const struct facts *f)
{
	return (struct workings *)(uintptr_t)f;
}

struct facts *
facts_new(void)
{
	static const struct origin none = { DOC_FAILED, "", "was not collected" };
	struct arena *a = arena_new();
	struct workings *w = arena_alloc(a, sizeof *w);
	struct facts *f = &w->facts;

#define NOT_YET(field, name) (field) = (struct origin){ DOC_FAILED, (name), none.problem }
	f->arena = a;
	f->started = f->finished = f->endpoint = f->api_version = "";
	f->host.machine = f->host.kernel.release = f->host.elsewhere = f->connection_weakness = "";
	f->host.hostname = f->directory = f->home = "";
	f->host.root = "/";
	f->daemon.config_path = "/etc/docker/daemon.json";
	w->dockerd_problem = "";
	w->no_host = none;
	f->host.trusted_users.seen = ABSENT;
	NOT_YET(f->engine.version_origin, "GET /version");
	NOT_YET(f->engine.info_origin, "GET /info");
	NOT_YET(f->containers_origin, "GET /containers/json");
	NOT_YET(f->images_origin, "GET /images/json");
	NOT_YET(f->networks_origin, "GET /networks");
	NOT_YET(f->volumes_origin, "GET /volumes");
	NOT_YET(f->usage_origin, "GET /system/df");
	NOT_YET(f->events_origin, "GET /events");
	NOT_YET(f->users_origin, "GET /containers/json");
	NOT_YET(f->plugins_origin, "GET /plugins");
	NOT_YET(f->contexts_origin, "client:contexts");
	NOT_YET(f->swarm.swarm_origin, "GET /swarm");
	NOT_YET(f->swarm.nodes_origin, "GET /nodes");
	NOT_YET(f->swarm.services_origin, "GET /services");
	NOT_YET(f->swarm.secrets_origin, "GET /secrets");
	NOT_YET(f->swarm.configs_origin, "GET /configs");
	NOT_YET(f->swarm.state_origin, "swarm/docker-state.json");
	NOT_YET(f->swarm.node_cert_origin, "swarm/certificates/swarm-node.crt");
	NOT_YET(f->host.mounts_origin, "proc:mountinfo");
	NOT_YET(f->host.processes_origin, "proc:processes");
	NOT_YET(f->host.listen_origin, "proc:listen");
	NOT_YET(f->host.sockets_origin, "proc:sockets");
	NOT_YET(f->host.kernel.settings.origin, "proc:sys");
	NOT_YET(f->host.kernel.security.origin, "kernel:security");
	NOT_YET(f->host.kernel.modules_origin, "kernel:modules");
	NOT_YET(f->host.kernel.swaps_origin, "kernel:swaps");
	NOT_YET(f->host.kernel.clock_origin, "kernel:clock");
	NOT_YET(f->host.space.origin, "space:data-root");
	NOT_YET(f->host.startup.origin, "startup:engine");
	NOT_YET(f->host.firewall.origin, "firewall:frontends");
	NOT_YET(f->host.packages.origin, "packages:engine");
	NOT_YET(f->host.routes_origin, "proc:routes");
	NOT_YET(f->host.release.origin, "/etc/os-release");
	NOT_YET(f->host.homes_origin, "homes");
	NOT_YET(f->host.container_state.origin, "state:containers");
	NOT_YET(f->host.audit.kernel_origin, "audit:kernel");
	NOT_YET(f->host.audit.files_origin, "/etc/audit");
	NOT_YET(f->daemon.process_origin, "proc:processes");
	NOT_YET(f->daemon.config_origin, "file:/etc/docker/daemon.json");
	NOT_YET(f->daemon.limits_origin, "proc:dockerd");
#undef NOT_YET
	return f;
}

void
facts_free(struct facts *f)
{
	if (f != NULL)
		arena_free(f->arena);
}

/* ---- one document --------------------------------------------------------------------------- */

/* Documents that come once: where their origin is kept, and who decodes them. */
static const struct single {
	const char *name;
	size_t origin;
	void (*decode)(struct facts *f, const cJSON *json);
} singles[] = {
	{ "GET /version", offsetof(struct facts, engine.version_origin), decode_version },
	{ "GET /info", offsetof(struct facts, engine.info_origin), decode_info },
	{ "GET /containers/json", offsetof(struct facts, containers_origin),
	    decode_container_list },
	{ "GET /images/json", offsetof(struct facts, images_origin), decode_image_list },
	{ "GET /networks", offsetof(struct facts, networks_origin), decode_network_list },
	{ "GET /volumes", offsetof(struct facts, volumes_origin), decode_volumes },
	{ "GET /system/df", offsetof(struct facts, usage_origin), decode_usage },
	{ "GET /plugins", offsetof(struct facts, plugins_origin), decode_plugins },
	{ "GET /swarm", offsetof(struct facts, swarm.swarm_origin), decode_swarm },
	{ "GET /nodes", offsetof(struct facts, swarm.nodes_origin), decode_nodes },
	{ "GET /services", offsetof(struct facts, swarm.services_origin), decode_services },
	{ "GET /secrets", offsetof(struct facts, swarm.secrets_origin), decode_secrets },
	{ "GET /configs", offsetof(struct facts, swarm.configs_origin), decode_configs },
	{ "proc:processes", offsetof(struct facts, host.processes_origin), decode_processes },
	{ "client:contexts", offsetof(struct facts, contexts_origin), decode_contexts },
	{ "proc:dockerd", offsetof(struct facts, daemon.limits_origin), decode_dockerd },
	{ "proc:listen", offsetof(struct facts, host.listen_origin), decode_listen },
	{ "homes", offsetof(struct facts, host.homes_origin), decode_homes },
	{ "state:containers", offsetof(struct facts, host.container_state.origin),
	    decode_container_state },
	{ "audit:kernel", offsetof(struct facts, host.audit.kernel_origin), decode_audit_kernel },
	{ "proc:sockets", offsetof(struct facts, host.sockets_origin), decode_sockets },
	{ "proc:sys", offsetof(struct facts, host.kernel.settings.origin), decode_sys },
	{ "kernel:security", offsetof(struct facts, host.kernel.security.origin), decode_security },
	{ "kernel:modules", offsetof(struct facts, host.kernel.modules_origin), decode_modules },
	{ "kernel:swaps", offsetof(struct facts, host.kernel.swaps_origin), decode_swaps },
	{ "kernel:clock", offsetof(struct facts, host.kernel.clock_origin), decode_clock },
	{ "space:data-root", offsetof(struct facts, host.space.origin), decode_space },
	{ "startup:engine", offsetof(struct facts, host.startup.origin), decode_startup },
	{ "firewall:frontends", offsetof(struct facts, host.firewall.origin), decode_firewall },
	{ "packages:engine", offsetof(struct facts, host.packages.origin), decode_packages },
};

static const char *
intern(struct facts *f, const char *s)
{
	return arena_intern(f->arena, s, strlen(s));
}

static struct origin
origin_of(struct facts *f, const struct document *doc)
{
	return (struct origin){ doc->state, intern(f, doc->name), intern(f, doc->problem) };
}

/*
 * NULL, and the origin says why, where there is nothing to decode. The tree is there until the
 * document is taken.
 */
static const cJSON *
parse(struct facts *f, const struct document *doc, struct origin *origin)
{
	struct workings *w = workings_of(f);
	const cJSON *json = doc->json;
	struct err err;

	*origin = origin_of(f, doc);
	if (doc->state != DOC_OK)
		return NULL;
	if (json != NULL)
		return json;
	if (w->scratch == NULL)
		w->scratch = arena_new();
	json = json_read(w->scratch, doc->body, doc->len, &err);
	if (json == NULL) {
		origin->state = DOC_FAILED;
		origin->problem = arena_strdup(f->arena, err.msg);
	}
	return json;
}

static bool
take_single(struct facts *f, const struct document *doc)
{
	for (size_t i = 0; i < sizeof singles / sizeof singles[0]; i++) {
		struct origin *origin;
		const cJSON *json;

		if (strcmp(doc->name, singles[i].name) != 0)
			continue;
		origin = (struct origin *)(void *)((char *)f + singles[i].origin);
		json = parse(f, doc, origin);
		if (json != NULL)
			singles[i].decode(f, json);
		return true;
	}
	return false;
}

/* "GET /containers/ID/top": the part between prefix and suffix; NULL: another name. */
static const char *
middle(struct arena *a, const char *name, const char *prefix, const char *suffix)
{
	size_t n = strlen(name), p = strlen(prefix), s = strlen(suffix);

	if (n <= p + s || strncmp(name, prefix, p) != 0 || strcmp(name + n - s, suffix) != 0)
		return NULL;
	return arena_intern(a, name + p, n - p - s);
}

static struct container *
listed_container(struct facts *f, const char *id)
{
	size_t i = listed_find(f->arena, &workings_of(f)->listed_containers, f->containers,
	    f->n_containers, sizeof *f->containers, id);

	return i < f->n_containers ? &f->containers[i] : NULL;
}

static void
take_container(struct facts *f, const struct document *doc, const char *id, size_t origin,
    void (*decode)(struct facts *f, struct container *c, const cJSON *json))
{
	struct container *c = listed_container(f, id);
	const cJSON *json;

	if (c == NULL)
		return;
	json = parse(f, doc, (struct origin *)(void *)((char *)c + origin));
	if (json != NULL)
		decode(f, c, json);
}

static void
take_exec(struct facts *f, const struct document *doc, const char *id)
{
	struct workings *w = workings_of(f);
	struct exec_session *e;
	const cJSON *json;

	w->execs = arena_grow(f->arena, w->execs, w->n_execs, &w->cap_execs, sizeof *w->execs);
	e = &w->execs[w->n_execs++];
	*e = (struct exec_session){ .id = id };
	json = parse(f, doc, &e->origin);
	if (json != NULL)
		decode_exec(e, f->arena, json);
}

/* An image that a container was made from, and that the list leaves out. */
static struct image *
other_image(struct facts *f, const char *id)
{
	struct workings *w = workings_of(f);
	struct image *image;

	w->other_images = arena_grow(f->arena, w->other_images, w->n_other_images,
	    &w->cap_other_images, sizeof *w->other_images);
	image = &w->other_images[w->n_other_images++];
	*image = (struct image){ .id = id };
	return image;
}

static struct image *
listed_image(struct facts *f, const char *id)
{
	size_t i = listed_find(f->arena, &workings_of(f)->listed_images, f->images, f->n_images,
	    sizeof *f->images, id);

	return i < f->n_images ? &f->images[i] : NULL;
}

static void
take_image(struct facts *f, const struct document *doc, const char *id, size_t origin,
    void (*decode)(struct facts *f, struct image *i, const cJSON *json))
{
	struct image *image = listed_image(f, id);
	const cJSON *json;

	if (image == NULL && decode != decode_image)
		return;
	if (image == NULL)
		image = other_image(f, id);
	json = parse(f, doc, (struct origin *)(void *)((char *)image + origin));
	if (json != NULL)
		decode(f, image, json);
}

static void
take_image_release(struct facts *f, const struct document *doc, const char *id)
{
	struct image *image = listed_image(f, id);

	if (image == NULL)
		return;
	image->release_origin = origin_of(f, doc);
	if (doc->state == DOC_OK)
		image->release = os_release_parse(f->arena, doc->body);
}

static void
take_network(struct facts *f, const struct document *doc, const char *id)
{
	size_t i = listed_find(f->arena, &workings_of(f)->listed_networks, f->networks,
	    f->n_networks, sizeof *f->networks, id);
	const cJSON *json;

	if (i == f->n_networks)
		return;
	json = parse(f, doc, &f->networks[i].origin);
	if (json != NULL)
		decode_network(f, &f->networks[i], json);
}

static bool
take_object(struct facts *f, const struct document *doc)
{
	const char *id;

	if ((id = middle(f->arena, doc->name, "GET /containers/", "/json")) != NULL)
		take_container(f, doc, id, offsetof(struct container, origin), decode_container);
	else if ((id = middle(f->arena, doc->name, "GET /containers/", "/top")) != NULL)
		take_container(f, doc, id, offsetof(struct container, top_origin), decode_top);
	else if ((id = middle(f->arena, doc->name, "GET /containers/", "/changes")) != NULL)
		take_container(
		    f, doc, id, offsetof(struct container, changes_origin), decode_changes);
	else if ((id = middle(f->arena, doc->name, "GET /exec/", "/json")) != NULL)
		take_exec(f, doc, id);
	else if ((id = middle(f->arena, doc->name, "GET /images/", "/json")) != NULL)
		take_image(f, doc, id, offsetof(struct image, origin), decode_image);
	else if ((id = middle(f->arena, doc->name, "GET /images/", "/history")) != NULL)
		take_image(f, doc, id, offsetof(struct image, history_origin), decode_history);
	else if ((id = middle(f->arena, doc->name, "layers:", "")) != NULL)
		take_image(f, doc, id, offsetof(struct image, layers_origin), decode_layers);
	else if ((id = middle(f->arena, doc->name, "release:", "")) != NULL)
		take_image_release(f, doc, id);
	else if ((id = middle(f->arena, doc->name, "GET /networks/", "")) != NULL)
		take_network(f, doc, id);
	return id != NULL;
}

static void
take_file(struct facts *f, const struct document *doc)
{
	struct workings *w = workings_of(f);
	struct file_facts *file;
	const cJSON *json;

	if (strcmp(doc->name, "file:*") == 0) {
		w->no_host = origin_of(f, doc);
		return;
	}
	w->files = arena_grow(f->arena, w->files, w->n_files, &w->cap_files, sizeof *w->files);
	file = &w->files[w->n_files++];
	file->path = file->real = arena_strdup(f->arena, doc->name + 5);
	json = parse(f, doc, &file->origin);
	file->origin.source = file->path;
	file->content_origin = file->origin;
	if (json != NULL)
		decode_file(f, file, json);
	w->files_sorted = false;
}

static void
take_tree(struct facts *f, const struct document *doc)
{
	struct workings *w = workings_of(f);
	const cJSON *json;

	w->trees = arena_grow(f->arena, w->trees, w->n_trees, &w->cap_trees, sizeof *w->trees);
	w->trees[w->n_trees].dir = arena_strdup(f->arena, doc->name + 5);
	json = parse(f, doc, &w->trees[w->n_trees].list.origin);
	if (json != NULL)
		decode_tree(f, &w->trees[w->n_trees].list, json);
	w->n_trees++;
}

static void
take_ancestry(struct facts *f, const cJSON *meta)
{
	struct workings *w = workings_of(f);
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(meta, "ancestry"), *pid;

	w->ancestry =
	    arena_alloc(f->arena, sizeof *w->ancestry * ((size_t)cJSON_GetArraySize(list) + 1));
	cJSON_ArrayForEach (pid, list) {
		if (cJSON_IsNumber(pid))
			w->ancestry[w->n_ancestry++] = (int64_t)pid->valuedouble;
	}
}

static int
take_meta(struct facts *f, const struct document *doc, struct err *err)
{
	struct workings *w = workings_of(f);
	cJSON *json = json_parse(doc->body, doc->len, err);

	if (w->has_meta || json == NULL) {
		cJSON_Delete(json);
		return err_set(err, EXIT_USAGE,
		    w->has_meta ? "a second scan begins here"
				: "the scan's description is not JSON");
	}
	w->has_meta = true;
	f->started = json_text(f->arena, json, "started");
	f->endpoint = json_text(f->arena, json, "endpoint");
	f->api_version = json_text(f->arena, json, "api_version");
	f->host.hostname = json_text(f->arena, json, "host");
	f->host.machine = json_text(f->arena, json, "machine");
	f->host.root = json_text(f->arena, json, "root");
	f->host.kernel.release = json_text(f->arena, json, "kernel");
	f->host.local = json_bool(json, "local").v;
	f->host.elsewhere = json_text(f->arena, json, "elsewhere");
	f->connection_weakness = json_text(f->arena, json, "connection_weakness");
	f->host.privileged = json_int(json, "euid").seen == SEEN && json_int(json, "euid").v == 0;
	f->host.all_containers = json_bool(json, "all_containers").v;
	f->deep = json_bool(json, "deep").v;
	f->about_build_files = json_bool(json, "build_files").v;
	decode_build_names(f, json);
	w->dockerd_pid = json_int(json, "dockerd_pid");
	w->dockerd_problem = json_text(f->arena, json, "dockerd_problem");
	take_ancestry(f, json);
	cJSON_Delete(json);
	return 0;
}

static void
take_text(struct facts *f, const struct document *doc)
{
	struct origin ignored;
	const cJSON *json;

	if (strcmp(doc->name, "proc:mountinfo") == 0) {
		f->host.mounts_origin = origin_of(f, doc);
		if (doc->state == DOC_OK)
			decode_mountinfo(f, doc->body);
		return;
	}
	if (strcmp(doc->name, "proc:routes") == 0) {
		f->host.routes_origin = origin_of(f, doc);
		if (doc->state == DOC_OK)
			decode_routes(f, doc->body);
		return;
	}
	if (strcmp(doc->name, "GET /events") == 0) {
		f->events_origin = origin_of(f, doc);
		if (doc->state == DOC_OK)
			decode_events(f, doc->body);
		return;
	}
	json = parse(f, doc, &ignored);
	if (json != NULL && strcmp(doc->name, "meta:end") == 0)
		f->finished = json_text(f->arena, json, "finished");
}

static int
take(struct facts *f, const struct document *doc, struct err *err)
{
	struct workings *w = workings_of(f);

	if (strcmp(doc->name, "meta") == 0)
		return take_meta(f, doc, err);
	/* Of a file the document that says most counts: see drop_repeated_files(). */
	if (strncmp(doc->name, "file:", 5) == 0)
		take_file(f, doc);
	else if (text_set_add(f->arena, &w->taken, doc->name) == NULL)
		return 0;
	else if (strncmp(doc->name, "tree:", 5) == 0)
		take_tree(f, doc);
	else if (strncmp(doc->name, "compose:", 8) == 0 || strncmp(doc->name, "env:", 4) == 0)
		compose_take(f, doc);
	else if (strncmp(doc->name, "dockerfile:", 11) == 0 ||
		 strncmp(doc->name, "dockerignore:", 13) == 0)
		return take_build_file(f, doc, err);
	else if (!take_single(f, doc) && !take_object(f, doc))
		take_text(f, doc);
	return 0;
}

int
facts_take(struct facts *f, const struct document *doc, struct err *err)
{
	struct workings *w = workings_of(f);
	int result = take(f, doc, err);

	arena_free(w->scratch);
	w->scratch = NULL;
	return result;
}
