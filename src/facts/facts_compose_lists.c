/*
 * facts_compose_lists.c: volumes, devices and ulimits of a service, in their short and long forms,
 * as mounts and devices of a container.
 */
#include "config.h"

#include "facts_compose.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- volumes -------------------------------------------------------------------------------- */

static const char mounts_field[] = "Mounts";

static bool
is_below(const char *path, const char *directory)
{
	size_t n = strlen(directory);

	return n > 1 && strncmp(path, directory, n) == 0 && (path[n] == '\0' || path[n] == '/');
}

/*
 * What the engine would be given. Files of the project stay as they are written: where the project
 * lies now says nothing of where it will run. What leaves the project and the working directory is
 * made absolute, since then it is the host's. NULL, and a gap: the home is not known.
 */
static const char *
bind_source(struct compose_decoder *d, const char *text, const struct yaml *v)
{
	struct arena *a = d->facts->arena;
	struct yaml path = *v;
	const char *directory = d->facts->directory, *joined, *project;

	if (text[0] == '/')
		return compose_join(a, "/", text);
	if (text[0] == '~' && (text[1] == '/' || text[1] == '\0')) {
		if (d->facts->home[0] == '\0')
			compose_add_gap(d, mounts_field, v, "the home that ~ means is not known");
		return d->facts->home[0] != '\0'
			   ? compose_join(a, d->facts->home, text + 1 + (text[1] == '/'))
			   : NULL;
	}
	if (text[0] == '\\' || (isalpha((unsigned char)text[0]) && text[1] == ':'))
		return text; /* Windows */
	path.text = text;
	joined = compose_path(a, d->file->project, &path);
	if (joined[0] != '/' && directory[0] != '\0')
		joined = compose_join(a, directory, joined);
	project = directory[0] != '\0' ? compose_join(a, directory, d->file->project->directory)
				       : d->file->project->directory;
	if (joined[0] != '/' || is_below(joined, project) || is_below(joined, directory))
		return text[0] == '.' ? text : arena_printf(a, "./%s", text);
	return joined;
}

/* The host's directory that a named volume is made of: driver_opts {o: bind, device: /x}. */
static const char *
bound_device(struct compose_decoder *d, const char *name)
{
	const struct yaml *volume = yaml_get(yaml_get(d->file->project->model, "volumes"), name);
	const struct yaml *device = yaml_at(volume, "driver_opts.device"),
			  *o = yaml_at(volume, "driver_opts.o");

	if (yaml_str(o).seen == UNSEEN || yaml_str(device).seen == UNSEEN) {
		compose_add_gap(d, mounts_field, volume,
		    o != NULL && o->problem != NULL ? o->problem
		    : device != NULL && device->problem != NULL
			? device->problem
			: "the volume's options are malformed");
		return NULL;
	}
	if (yaml_str(o).seen != SEEN || yaml_str(device).seen != SEEN ||
	    strstr(o->text, "bind") == NULL)
		return NULL;
	return bind_source(d, device->text, device);
}

/* A bind, or a named volume, which may be a bind in disguise. */
static void
set_source(struct compose_decoder *d, struct mount_point *m, const char *text, const struct yaml *v)
{
	const char *bound;

	if (strcmp(m->type, "bind") == 0) {
		m->source = bind_source(d, text, v);
		return;
	}
	m->name = m->source = text;
	bound = strcmp(m->type, "volume") == 0 ? bound_device(d, text) : NULL;
	if (bound != NULL) {
		m->type = "bind";
		m->source = bound;
	}
}

static bool
is_path(const char *s)
{
	return *s != '\0' &&
	       (strchr("./~\\", *s) != NULL || (isalpha((unsigned char)s[0]) && s[1] == ':'));
}

/* The next part up to a colon, but not that of C:\x. */
static const char *
next_part(struct arena *a, const char **s)
{
	size_t n = strcspn(*s, ":");
	const char *part;

	if (n == 1 && isalpha((unsigned char)**s) && (*s)[1] == ':' &&
	    ((*s)[2] == '\\' || (*s)[2] == '/'))
		n = 2 + strcspn(*s + 2, ":");
	part = arena_strndup(a, *s, n);
	*s += n + ((*s)[n] == ':');
	return part;
}

static void
short_mount(struct compose_decoder *d, const struct yaml *v, struct mount_point *m)
{
	struct arena *a = d->facts->arena;
	const char *rest = v->text, *first = next_part(a, &rest), *options;

	m->type = "volume";
	if (*rest == '\0') {
		m->destination = first;
		return;
	}
	m->destination = next_part(a, &rest);
	m->type = is_path(first) ? "bind" : "volume";
	set_source(d, m, first, v);
	for (options = rest; *options != '\0';) {
		size_t n = strcspn(options, ",");
		const char *option = arena_strndup(a, options, n);

		if (strcmp(option, "ro") == 0)
			m->rw.v = false;
		else if (strstr(option, "shared") != NULL || strstr(option, "slave") != NULL ||
			 strstr(option, "private") != NULL)
			m->propagation = option;
		options += n + (options[n] == ',');
	}
}

static void
long_mount(struct compose_decoder *d, const struct yaml *v, struct mount_point *m)
{
	const struct yaml *source = yaml_get(v, "source");
	struct fact_str s = compose_str(d, mounts_field, source),
			type = compose_str(d, mounts_field, yaml_get(v, "type")),
			target = compose_str(d, mounts_field, yaml_get(v, "target")),
			propagation = compose_str(d, mounts_field, yaml_at(v, "bind.propagation"));
	struct fact_bool ro = compose_bool(d, mounts_field, yaml_get(v, "read_only"), false);

	m->type = type.seen == SEEN ? type.v : "";
	m->destination = target.seen == SEEN ? target.v : "";
	m->propagation = propagation.seen == SEEN ? propagation.v : "";
	m->rw = (struct fact_bool){ ro.seen, !ro.v };
	if (type.seen == ABSENT)
		compose_add_gap(d, mounts_field, v, "the mount has no type");
	if (s.seen == SEEN)
		set_source(d, m, s.v, source);
	else if (s.seen == UNSEEN)
		m->source = NULL;
}

static struct mount_point
new_mount(void)
{
	return (struct mount_point){ .type = "",
		.source = "",
		.destination = "",
		.name = "",
		.driver = "",
		.propagation = "",
		.rw = { SEEN, true },
		.non_recursive.seen = ABSENT,
		.top_only_read_only.seen = ABSENT };
}

/* False, and a gap, where it is not known what is mounted. */
static bool
decode_mount(struct compose_decoder *d, const struct yaml *v, struct mount_point *m)
{
	*m = new_mount();
	if (v->problem != NULL || v->kind == YAML_LIST || (v->kind == YAML_SCALAR && !*v->text)) {
		compose_add_gap(
		    d, mounts_field, v, v->problem != NULL ? v->problem : "this is no mount");
		return false;
	}
	if (v->kind == YAML_SCALAR)
		short_mount(d, v, m);
	else
		long_mount(d, v, m);
	if (m->source == NULL || *m->type == '\0')
		return false;
	compose_add_item(d, mounts_field, m->source, v);
	return true;
}

/* Later mounts replace earlier ones at the same place: so the last ones are looked at first. */
static void
drop_covered(struct arena *a, struct container *c, struct mount_point *mounts)
{
	struct text_set covered = { 0 };
	size_t kept = c->n_mounts;

	for (size_t i = c->n_mounts; i > 0; i--) {
		if (text_set_add(a, &covered, mounts[i - 1].destination) != NULL)
			mounts[--kept] = mounts[i - 1];
	}
	memmove(mounts, mounts + kept, (c->n_mounts - kept) * sizeof *mounts);
	c->n_mounts -= kept;
}

#define MOUNTS_MAX 2000 /* of one service */

void
compose_decode_mounts(struct compose_decoder *d)
{
	struct container *c = d->container;
	const struct yaml *v = yaml_get(d->service->tree, "volumes"),
			  *socket = yaml_get(d->service->tree, "use_api_socket");
	size_t n = yaml_is_null(v) ? 0 : v->n;
	struct mount_point *mounts = arena_alloc(d->facts->arena, (n + 1) * sizeof *mounts);

	c->mounts = mounts;
	c->mounts_seen = SEEN;
	if (n > MOUNTS_MAX || (!yaml_is_null(v) && v->kind != YAML_LIST)) {
		compose_add_gap(d, mounts_field, v,
		    n > MOUNTS_MAX ? "these are too many volumes" : "this is no list of volumes");
		c->mounts_seen = UNSEEN;
		return;
	}
	for (size_t i = 0; i < n; i++)
		c->n_mounts += decode_mount(d, v->items[i], &mounts[c->n_mounts]);
	drop_covered(d->facts->arena, c, mounts);
	if (compose_bool(d, mounts_field, socket, false).v) {
		struct mount_point *m = &mounts[c->n_mounts++];

		*m = new_mount();
		m->type = "bind";
		m->source = m->destination = "/var/run/docker.sock";
		compose_add_item(d, mounts_field, "/var/run/docker.sock", socket);
	}
}

/* ---- devices -------------------------------------------------------------------------------- */

static const char requests_field[] = "HostConfig.DeviceRequests",
		  devices_field[] = "HostConfig.Devices";

struct texts {
	size_t n, cap;
	const char **v;
};

static void
add_text(struct compose_decoder *d, struct texts *texts, const char *what, const char *text,
    const struct yaml *at)
{
	texts->v = arena_grow(d->facts->arena, texts->v, texts->n, &texts->cap, sizeof *texts->v);
	texts->v[texts->n++] = text;
	compose_add_item(d, what, text, at);
}

/* "driver=nvidia,count=-1", as facts of a container have it; all that are there is -1. */
static void
add_requests(struct compose_decoder *d, struct texts *texts, const struct yaml *v)
{
	struct arena *a = d->facts->arena;

	if (yaml_is_null(v))
		return;
	if (v->kind == YAML_SCALAR) {
		struct fact_str s = compose_str(d, requests_field, v);

		if (s.seen == SEEN)
			add_text(d, texts, requests_field,
			    arena_printf(
				a, "driver=,count=%s", strcmp(s.v, "all") == 0 ? "-1" : s.v),
			    v);
	}
	for (size_t i = 0; v->kind == YAML_LIST && i < v->n; i++) {
		const struct yaml *item = v->items[i];
		struct fact_str driver = compose_str(d, requests_field, yaml_get(item, "driver")),
				count = compose_str(d, requests_field, yaml_get(item, "count"));

		add_text(d, texts, requests_field,
		    arena_printf(a, "driver=%s,count=%s", driver.seen == SEEN ? driver.v : "",
			count.seen == SEEN && strcmp(count.v, "all") != 0 ? count.v : "-1"),
		    item);
	}
}

/* "/dev/x:/dev/y:r" or a map; vendor/class=name is a device of the CDI. */
static void
add_device(
    struct compose_decoder *d, struct texts *devices, struct texts *requests, const struct yaml *v)
{
	struct arena *a = d->facts->arena;
	const char *rest, *source, *target, *permissions;

	if (v->problem != NULL || v->kind == YAML_LIST) {
		compose_add_gap(
		    d, devices_field, v, v->problem != NULL ? v->problem : "this is no device");
		return;
	}
	if (v->kind == YAML_MAP) {
		struct fact_str s = compose_str(d, devices_field, yaml_get(v, "source")),
				t = compose_str(d, devices_field, yaml_get(v, "target")),
				p = compose_str(d, devices_field, yaml_get(v, "permissions"));

		if (s.seen != SEEN)
			compose_add_gap(d, devices_field, v, "this device has no source");
		else
			add_text(d, devices, devices_field,
			    arena_printf(a, "%s:%s:%s", s.v, t.seen == SEEN ? t.v : s.v,
				p.seen == SEEN ? p.v : "rwm"),
			    v);
		return;
	}
	if (v->text[0] != '/' && strchr(v->text, '=') != NULL) {
		add_text(d, requests, requests_field,
		    arena_printf(a, "driver=cdi,count=0,%s", v->text), v);
		return;
	}
	rest = v->text;
	source = next_part(a, &rest);
	target = next_part(a, &rest);
	permissions = next_part(a, &rest);
	add_text(d, devices, devices_field,
	    arena_printf(a, "%s:%s:%s", source, *target != '\0' ? target : source,
		*permissions != '\0' ? permissions : "rwm"),
	    v);
}

void
compose_decode_devices(struct compose_decoder *d)
{
	struct container *c = d->container;
	const struct yaml *tree = d->service->tree, *v = yaml_get(tree, "devices");
	struct texts devices = { 0, 0, NULL }, requests = { 0, 0, NULL };

	for (size_t i = 0; !yaml_is_null(v) && v->kind == YAML_LIST && i < v->n; i++)
		add_device(d, &devices, &requests, v->items[i]);
	if (!yaml_is_null(v) && v->kind != YAML_LIST)
		compose_add_gap(d, devices_field, v, "this is no list of devices");
	add_requests(d, &requests, yaml_get(tree, "gpus"));
	add_requests(d, &requests, yaml_at(tree, "deploy.resources.reservations.devices"));
	c->devices = (struct fact_list){ SEEN, devices.n, devices.v };
	c->device_requests = (struct fact_list){ SEEN, requests.n, requests.v };
	c->device_cgroup_rules =
	    compose_list(d, "HostConfig.DeviceCgroupRules", yaml_get(tree, "device_cgroup_rules"));
}

/* ---- ulimits -------------------------------------------------------------------------------- */

/* {nofile: 1024} or {nofile: {soft: 1024, hard: 2048}} */
void
compose_decode_ulimits(struct compose_decoder *d)
{
	static const char what[] = "HostConfig.Ulimits";
	const struct yaml *v = yaml_get(d->service->tree, "ulimits");
	struct texts texts = { 0, 0, NULL };

	if (!yaml_is_null(v) && v->kind != YAML_MAP)
		compose_add_gap(d, what, v, "this is no map of limits");
	for (size_t i = 0; v != NULL && v->kind == YAML_MAP && i < v->n; i++) {
		const struct yaml *limit = v->members[i].value;
		bool pair = limit->kind == YAML_MAP;
		struct fact_int soft =
		    compose_int(d, what, pair ? yaml_get(limit, "soft") : limit, -1);
		struct fact_int hard =
		    compose_int(d, what, pair ? yaml_get(limit, "hard") : limit, -1);

		if (soft.seen == SEEN && hard.seen == SEEN)
			add_text(d, &texts, what,
			    arena_printf(d->facts->arena, "%s=%lld:%lld", v->members[i].key,
				(long long)soft.v, (long long)hard.v),
			    limit);
	}
	d->container->ulimits = (struct fact_list){ SEEN, texts.n, texts.v };
}
