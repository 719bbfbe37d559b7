/*
 * facts_compose_service.c: a service of a Compose file as the container that the engine would be
 * asked for. A key that is not there gives what the engine does by default.
 */
#include "config.h"

#include "facts_compose.h"

#include <stdlib.h>
#include <string.h>

#define CHAIN_MAX 16
#define INHERITED_MAX 20000 /* mounts of all services of a file */

/* ---- single fields -------------------------------------------------------------------------- */

static const struct yaml *
at(const struct compose_decoder *d, const char *path)
{
	return yaml_at(d->service->tree, path);
}

static struct fact_str
text_or_empty(struct compose_decoder *d, const char *what, const char *key)
{
	struct fact_str s = compose_str(d, what, at(d, key));

	return s.seen == ABSENT ? (struct fact_str){ SEEN, "" } : s;
}

/* The first of two keys, where it is there. */
static const struct yaml *
either(const struct compose_decoder *d, const char *first, const char *second)
{
	return yaml_is_null(at(d, first)) ? at(d, second) : at(d, first);
}

/* deploy.restart_policy goes before restart, and is spelt otherwise. */
static void
decode_restart(struct compose_decoder *d)
{
	static const char what[] = "HostConfig.RestartPolicy";
	static const struct {
		const char *condition, *name;
	} names[] = { { "none", "no" }, { "any", "always" }, { NULL, NULL } };
	struct container *c = d->container;
	const struct yaml *policy = at(d, "deploy.restart_policy");
	struct fact_str s;
	const char *colon;

	c->restart_retries = (struct fact_int){ SEEN, 0 };
	if (!yaml_is_null(policy)) {
		s = compose_str(d, what, yaml_get(policy, "condition"));
		c->restart_name = s.seen == ABSENT ? (struct fact_str){ SEEN, "always" } : s;
		for (size_t i = 0; s.seen == SEEN && names[i].condition != NULL; i++) {
			if (strcmp(s.v, names[i].condition) == 0)
				c->restart_name.v = names[i].name;
		}
		c->restart_retries = compose_int(d, what, yaml_get(policy, "max_attempts"), 0);
		return;
	}
	c->restart_name = text_or_empty(d, what, "restart");
	colon = c->restart_name.seen == SEEN ? strchr(c->restart_name.v, ':') : NULL;
	if (colon == NULL)
		return;
	c->restart_retries = (struct fact_int){ SEEN, strtol(colon + 1, NULL, 10) };
	c->restart_name.v =
	    arena_strndup(d->facts->arena, c->restart_name.v, (size_t)(colon - c->restart_name.v));
}

/* Of the words of a command only the first decides, whatever is in the variables behind it. */
static struct fact_list
test_words(struct compose_decoder *d, const char *what, const struct yaml *test)
{
	const char **words;

	if (yaml_is_null(test) || test->kind != YAML_LIST || test->n == 0 ||
	    test->items[0]->problem != NULL)
		return compose_list(d, what, test);
	words = arena_alloc(d->facts->arena, test->n * sizeof *words);
	for (size_t i = 0; i < test->n; i++)
		words[i] = test->items[i]->text;
	return (struct fact_list){ SEEN, test->n, words };
}

static void
decode_health(struct compose_decoder *d)
{
	static const char what[] = "Config.Healthcheck.Test";
	static const char *const none[] = { "NONE" };
	const struct yaml *health = at(d, "healthcheck"), *test = yaml_get(health, "test");
	struct fact_bool disable = compose_bool(d, what, yaml_get(health, "disable"), false);
	const char **shell;

	if (disable.seen == SEEN && disable.v) {
		d->container->healthcheck = (struct fact_list){ SEEN, 1, none };
		return;
	}
	if (test == NULL || test->kind != YAML_SCALAR) {
		d->container->healthcheck = test_words(d, what, test);
		return;
	}
	shell = arena_alloc(d->facts->arena, 2 * sizeof *shell);
	shell[0] = "CMD-SHELL";
	shell[1] = test->text;
	d->container->healthcheck = (struct fact_list){ SEEN, 2, shell };
}

/* The engine gives a container of unconfined system paths an empty list of masked ones. */
static void
decode_confinement(struct compose_decoder *d)
{
	struct container *c = d->container;

	c->privileged = compose_bool(d, "HostConfig.Privileged", at(d, "privileged"), false);
	c->readonly_rootfs =
	    compose_bool(d, "HostConfig.ReadonlyRootfs", at(d, "read_only"), false);
	c->publish_all_ports = (struct fact_bool){ SEEN, false };
	c->cap_add = compose_list(d, "HostConfig.CapAdd", at(d, "cap_add"));
	c->cap_drop = compose_list(d, "HostConfig.CapDrop", at(d, "cap_drop"));
	c->security_opt = compose_list(d, "HostConfig.SecurityOpt", at(d, "security_opt"));
	c->masked_paths.seen = c->readonly_paths.seen = ABSENT;
	for (size_t i = 0; i < c->security_opt.n; i++) {
		const char *s = c->security_opt.v[i];

		if (strcmp(s, "systempaths=unconfined") == 0 ||
		    strcmp(s, "systempaths:unconfined") == 0)
			c->masked_paths.seen = c->readonly_paths.seen = SEEN;
	}
	c->user = compose_str(d, "Config.User", at(d, "user"));
	c->apparmor_profile.seen = c->process_label.seen = c->mount_label.seen = ABSENT;
}

static void
decode_limits(struct compose_decoder *d)
{
	struct container *c = d->container;

	c->memory = compose_bytes(
	    d, "HostConfig.Memory", either(d, "deploy.resources.limits.memory", "mem_limit"));
	c->nano_cpus = compose_cpus(
	    d, "HostConfig.NanoCpus", either(d, "deploy.resources.limits.cpus", "cpus"));
	c->pids_limit = compose_int(
	    d, "HostConfig.PidsLimit", either(d, "deploy.resources.limits.pids", "pids_limit"), 0);
	c->cpu_shares = compose_int(d, "HostConfig.CpuShares", at(d, "cpu_shares"), 0);
	c->cpu_quota = compose_int(d, "HostConfig.CpuQuota", at(d, "cpu_quota"), 0);
	c->cpu_rt_runtime =
	    compose_int(d, "HostConfig.CpuRealtimeRuntime", at(d, "cpu_rt_runtime"), 0);
	c->cpuset_cpus = text_or_empty(d, "HostConfig.CpusetCpus", "cpuset");
	c->cgroup_parent = text_or_empty(d, "HostConfig.CgroupParent", "cgroup_parent");
}

/* Values as they are written: a reference to a variable says nothing of what is in it. */
static struct fact_list
environment(struct compose_decoder *d)
{
	struct arena *a = d->facts->arena;
	struct fact_map map = compose_map(d, "Config.Env", at(d, "environment"), true);
	const char **texts = arena_alloc(a, (map.n + 1) * sizeof *texts);

	for (size_t i = 0; i < map.n; i++)
		texts[i] = arena_printf(a, "%s=%s", map.v[i].name, map.v[i].value);
	return (struct fact_list){ map.seen, map.n, texts };
}

/* {db: 10.0.0.1} or ["db:10.0.0.1"], as the engine has it: NAME:ADDRESS. */
static struct fact_list
extra_hosts(struct compose_decoder *d)
{
	static const char what[] = "HostConfig.ExtraHosts";
	struct arena *a = d->facts->arena;
	const struct yaml *v = at(d, "extra_hosts");
	struct fact_map map;
	const char **texts;

	if (v == NULL || v->kind != YAML_MAP)
		return compose_list(d, what, v);
	map = compose_map(d, what, v, false);
	texts = arena_alloc(a, (map.n + 1) * sizeof *texts);
	for (size_t i = 0; i < map.n; i++)
		texts[i] = arena_printf(a, "%s:%s", map.v[i].name, map.v[i].value);
	return (struct fact_list){ map.seen, map.n, texts };
}

static void
decode_extras(struct compose_decoder *d)
{
	struct container *c = d->container;

	c->env = environment(d);
	c->image_name = (struct fact_str){ c->image[0] != '\0' ? SEEN : ABSENT, c->image };
	c->tty = compose_bool(d, "Config.Tty", at(d, "tty"), false);
	c->open_stdin = compose_bool(d, "Config.OpenStdin", at(d, "stdin_open"), false);
	c->auto_remove = (struct fact_bool){ SEEN, false };
	c->oom_kill_disable =
	    compose_bool(d, "HostConfig.OomKillDisable", at(d, "oom_kill_disable"), false);
	c->oom_score_adj = compose_int(d, "HostConfig.OomScoreAdj", at(d, "oom_score_adj"), 0);
	c->memory_swap = compose_bytes(d, "HostConfig.MemorySwap", at(d, "memswap_limit"));
	c->sysctls = compose_map(d, "HostConfig.Sysctls", at(d, "sysctls"), false);
	c->log_options =
	    compose_map(d, "HostConfig.LogConfig.Config", at(d, "logging.options"), false);
	c->extra_hosts = extra_hosts(d);
	c->group_add = compose_list(d, "HostConfig.GroupAdd", at(d, "group_add"));
}

static void
decode_modes(struct compose_decoder *d)
{
	struct container *c = d->container;

	c->network_mode = compose_str(d, "HostConfig.NetworkMode", at(d, "network_mode"));
	c->pid_mode = text_or_empty(d, "HostConfig.PidMode", "pid");
	c->ipc_mode = text_or_empty(d, "HostConfig.IpcMode", "ipc");
	c->uts_mode = text_or_empty(d, "HostConfig.UTSMode", "uts");
	c->userns_mode = text_or_empty(d, "HostConfig.UsernsMode", "userns_mode");
	c->cgroupns_mode = compose_str(d, "HostConfig.CgroupnsMode", at(d, "cgroup"));
	c->runtime = compose_str(d, "HostConfig.Runtime", at(d, "runtime"));
	c->log_driver = compose_str(d, "HostConfig.LogConfig.Type", at(d, "logging.driver"));
	c->hostname = compose_str(d, "Config.Hostname", at(d, "hostname"));
}

/* ---- networks ------------------------------------------------------------------------------- */

/* The engine's name of a network of the project. */
static const char *
network_name(struct compose_decoder *d, const char *key)
{
	const struct compose_project *p = d->file->project;
	const struct yaml *network = yaml_get(yaml_get(p->model, "networks"), key);
	struct fact_str name = yaml_str(yaml_get(network, "name"));
	struct fact_str external = yaml_str(yaml_at(network, "external.name"));

	if (name.seen == SEEN)
		return name.v;
	if (external.seen == SEEN)
		return external.v;
	if (yaml_bool(yaml_get(network, "external")).v)
		return key;
	return arena_printf(
	    d->facts->arena, "%s_%s", p->name[0] != '\0' ? p->name : "project", key);
}

static void
decode_networks(struct compose_decoder *d)
{
	static const char what[] = "NetworkSettings.Networks";
	struct container *c = d->container;
	const struct yaml *v = at(d, "networks");
	size_t n = yaml_is_null(v) ? 0 : v->n;
	const char **names = arena_alloc(d->facts->arena, (n + 2) * sizeof *names);

	c->networks = (struct fact_list){ SEEN, 0, names };
	if (c->network_mode.seen == UNSEEN) {
		c->networks.seen = UNSEEN;
		return;
	}
	if (c->network_mode.seen == SEEN) {
		names[c->networks.n++] = c->network_mode.v;
		return;
	}
	if (!yaml_is_null(v) && v->kind == YAML_SCALAR) {
		compose_add_gap(
		    d, what, v, v->problem != NULL ? v->problem : "this is no list of networks");
		c->networks.seen = UNSEEN;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const struct yaml *item = v->kind == YAML_LIST ? v->items[i] : v;

		if (v->kind == YAML_MAP)
			names[c->networks.n++] = network_name(d, v->members[i].key);
		else if (yaml_str(item).seen == SEEN)
			names[c->networks.n++] = network_name(d, item->text);
		else
			compose_add_gap(d, what, item,
			    item->problem != NULL ? item->problem : "this is no network's name");
	}
	if (c->networks.n == 0 && n == 0)
		names[c->networks.n++] = network_name(d, "default");
	c->network_mode = (struct fact_str){ c->networks.n > 0 ? SEEN : UNSEEN,
		c->networks.n > 0 ? names[0] : NULL };
}

/* ---- the whole ------------------------------------------------------------------------------ */

static const char *
image_of(struct compose_decoder *d)
{
	struct fact_str image = compose_str(d, "Config.Image", at(d, "image"));

	return image.seen == SEEN ? image.v : "";
}

static void
decode(struct compose_decoder *d)
{
	struct container *c = d->container;

	c->image = image_of(d);
	c->labels = compose_map(d, "Config.Labels", at(d, "labels"), false);
	decode_confinement(d);
	decode_limits(d);
	decode_extras(d);
	decode_modes(d);
	decode_networks(d);
	decode_restart(d);
	decode_health(d);
	compose_decode_ulimits(d);
	compose_decode_devices(d);
	compose_decode_mounts(d);
	compose_decode_ports(d);
}

void
compose_decode_service(struct facts *f, const struct compose_file *file, struct compose_service *s,
    const struct compose_entry *entry)
{
	struct compose_decoder d = { f, file, s, &s->container };
	struct container *c = &s->container;
	const struct yaml *provider;

	*s = (struct compose_service){ .name = entry->name,
		.identity = arena_printf(f->arena, "%s#%s", file->path, entry->name),
		.file = file,
		.source = entry->source,
		.line = entry->line,
		.tree = entry->tree };
	*c = (struct container){ .id = "", .name = entry->name, .image = "", .compose = s };
	c->origin = (struct origin){ DOC_OK, entry->source, "" };
	c->top_origin = (struct origin){ DOC_NOT_HERE, entry->source, "it does not run" };
	c->state.seen = c->exec_ids.seen = c->health.seen = ABSENT;
	c->pid.seen = c->image_id.seen = c->seccomp.seen = c->bounding.seen = ABSENT;
	if (entry->tree == NULL) {
		c->origin.state = DOC_FAILED;
		c->origin.problem = arena_printf(f->arena, "line %d: %s", entry->problem.line,
		    entry->problem.text != NULL ? entry->problem.text : "it is not known");
		return;
	}
	provider = yaml_get(entry->tree, "provider");
	if (!yaml_is_null(provider)) {
		c->origin.state = DOC_NOT_HERE;
		c->origin.problem = "it is no container: a provider makes it";
		return;
	}
	decode(&d);
}

/* ---- what services take from each other ----------------------------------------------------- */

static struct compose_service *
service_called(struct compose_file *file, const char *name, size_t n)
{
	size_t low = 0, high = file->n_services;

	/* They are sorted by name. */
	while (low < high) {
		size_t middle = (low + high) / 2;
		struct compose_service *s = &file->services[middle];
		int order = strncmp(s->name, name, n);

		if (order == 0 && s->name[n] == '\0')
			return s;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* "service:x" is what x has, and so on. */
static void
follow_mode(struct facts *f, struct compose_file *file, struct compose_service *s, size_t offset,
    const char *what, const char *key)
{
	struct compose_decoder d = { f, file, s, &s->container };
	struct fact_str *own = (void *)((char *)&s->container + offset);
	const struct compose_service *other = s;
	const struct fact_str *mode = own;

	for (size_t i = 0; mode->seen == SEEN && strncmp(mode->v, "service:", 8) == 0; i++) {
		const char *name = mode->v + 8;

		other = i < CHAIN_MAX ? service_called(file, name, strlen(name)) : NULL;
		if (other == NULL || other->container.origin.state != DOC_OK) {
			compose_add_gap(&d, what, yaml_get(s->tree, key),
			    arena_printf(f->arena, "the service %.60s is not known", name));
			*own = (struct fact_str){ UNSEEN, NULL };
			return;
		}
		mode = (const void *)((const char *)&other->container + offset);
	}
	if (mode != own && mode->seen == UNSEEN)
		compose_add_gap(&d, what, yaml_get(s->tree, key),
		    arena_printf(f->arena, "that of the service %.60s is not known", other->name));
	*own = *mode;
}

struct inheritance {
	struct facts *facts;
	struct compose_file *file;
	bool *done;    /* by service */
	size_t budget; /* mounts that may still be inherited */
};

static void inherit_mounts(struct inheritance *x, struct compose_service *s);

/* What another service has, with what it inherits itself; NULL: not all of it is known. */
static const struct compose_service *
bequeathed_by(struct inheritance *x, const char *name)
{
	struct compose_service *other = service_called(x->file, name, strcspn(name, ":"));

	if (other == NULL || strncmp(name, "container:", 10) == 0)
		return NULL;
	inherit_mounts(x, other);
	if (other->container.mounts_seen != SEEN || compose_gap(other, "Mounts") != NULL ||
	    other->container.n_mounts > x->budget)
		return NULL;
	x->budget -= other->container.n_mounts;
	return other;
}

/*
 * volumes_from: [x, "y:ro", "container:z"]. Services that inherit from each other could double what
 * they have with each step: beyond what there is reason for, it is not known.
 */
static void
inherit_mounts(struct inheritance *x, struct compose_service *s)
{
	struct compose_decoder d = { x->facts, x->file, s, &s->container };
	struct arena *a = x->facts->arena;
	struct container *c = &s->container;
	const struct yaml *from = yaml_get(s->tree, "volumes_from");
	struct fact_list names;
	struct mount_point *mounts = NULL;
	size_t n = 0, cap = 0;

	if (x->done[s - x->file->services] || yaml_is_null(from))
		return;
	x->done[s - x->file->services] = true; /* a circle ends here */
	names = compose_list(&d, "Mounts", from);
	for (; n < c->n_mounts; n++) {
		mounts = arena_grow(a, mounts, n, &cap, sizeof *mounts);
		mounts[n] = c->mounts[n];
	}
	for (size_t i = 0; i < names.n; i++) {
		const struct compose_service *other = bequeathed_by(x, names.v[i]);

		if (other == NULL)
			compose_add_gap(&d, "Mounts", from,
			    arena_printf(a, "the volumes of %.60s are not known", names.v[i]));
		for (size_t k = 0; other != NULL && k < other->container.n_mounts; k++) {
			mounts = arena_grow(a, mounts, n, &cap, sizeof *mounts);
			mounts[n++] = other->container.mounts[k];
		}
	}
	c->n_mounts = n;
	c->mounts = mounts;
}

/* A volume of the project is nothing of the host's, unless it was seen to be a bind. */
static void
locate_mounts(struct facts *f, struct container *c)
{
	struct mount_point *mounts = (struct mount_point *)(uintptr_t)c->mounts;

	for (size_t i = 0; i < c->n_mounts; i++) {
		if (strcmp(mounts[i].type, "bind") == 0)
			facts_locate_mount(f, &mounts[i]);
		else
			mounts[i].host_source.seen = ABSENT;
	}
	order_mounts(mounts, c->n_mounts);
}

void
compose_join_services(struct facts *f, struct compose_file *file)
{
	struct inheritance x = { f, file,
		arena_alloc(f->arena, (file->n_services + 1) * sizeof *x.done), INHERITED_MAX };

	for (size_t i = 0; i < file->n_services; i++) {
		struct compose_service *s = &file->services[i];

		if (s->container.origin.state != DOC_OK)
			continue;
		follow_mode(f, file, s, offsetof(struct container, network_mode),
		    "HostConfig.NetworkMode", "network_mode");
		follow_mode(
		    f, file, s, offsetof(struct container, pid_mode), "HostConfig.PidMode", "pid");
		follow_mode(
		    f, file, s, offsetof(struct container, ipc_mode), "HostConfig.IpcMode", "ipc");
		inherit_mounts(&x, s);
	}
	for (size_t i = 0; i < file->n_services; i++)
		locate_mounts(f, &file->services[i].container);
}
