/*
 * runtime_host.c: what a container shares with its host: directories, ports, namespaces. Reads
 * facts only.
 */
#include "config.h"

#include "runtime.h"

#include <string.h>

#define CHAIN_MAX 16

bool
path_within(const char *path, const char *other)
{
	size_t n = strlen(other);

	if (strcmp(other, "/") == 0)
		return true;
	return strncmp(path, other, n) == 0 && (path[n] == '\0' || path[n] == '/');
}

/* ---- mounts ---------------------------------------------------------------------------------- */

/* The host directory behind a mount: a bind's source, or what a local volume binds. NULL: none. */
static const char *
host_directory(const struct facts *f, const struct mount_point *m)
{
	const struct volume *v;
	const char *options, *device;

	if (strcmp(m->type, "bind") == 0)
		return m->source;
	v = strcmp(m->type, "volume") == 0 ? facts_volume(f, m->name) : NULL;
	if (v == NULL)
		return NULL;
	options = map_get(&v->options, "o");
	device = map_get(&v->options, "device");
	return options != NULL && strstr(options, "bind") != NULL && device != NULL &&
		       device[0] == '/'
		   ? device
		   : NULL;
}

static const char *const sensitive[] = { "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64",
	"/proc", "/root", "/run", "/sys", "/usr", "/bin", "/sbin", "/var/lib/containerd",
	"/var/lib/docker", "/var/run", NULL };

/* Time zone files say nothing and are mounted everywhere: read-only, they are for a person. */
static bool
is_harmless(const char *path, const struct mount_point *m)
{
	return m->rw.seen == SEEN && !m->rw.v &&
	       (strcmp(path, "/etc/localtime") == 0 || strcmp(path, "/etc/timezone") == 0 ||
		   path_within(path, "/usr/share/zoneinfo"));
}

static const char *
which_sensitive(const struct facts *f, const char *path)
{
	const struct fact_str *data = &f->engine.root_dir;

	if (strcmp(path, "/") == 0)
		return "/";
	for (size_t i = 0; sensitive[i] != NULL; i++) {
		if (path_within(path, sensitive[i]) || path_within(sensitive[i], path))
			return sensitive[i];
	}
	if (data->seen == SEEN && (path_within(path, data->v) || path_within(data->v, path)))
		return data->v;
	return NULL;
}

void
check_sensitive_mounts(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0, looked = 0;

	if (!judge_knows(j, c->mounts_seen, true, "Mounts", &c->origin))
		return;
	for (size_t i = 0; i < c->n_mounts; i++) {
		const struct mount_point *m = &c->mounts[i];
		const char *source = host_directory(f, m), *path, *which;
		bool writable = m->rw.seen != SEEN || m->rw.v;

		if (source == NULL)
			continue;
		looked++;
		path = facts_resolve_path(f, source);
		which = which_sensitive(f, path);
		if (which == NULL)
			continue;
		found++;
		judge_saw(j,
		    is_harmless(path, m)
			? judge_note(j, source, "has %s mounted read-only", source)
			: judge_warn(j, source, "has %s of the host mounted %s at %s%s", source,
			      writable ? "read-write" : "read-only", m->destination,
			      strcmp(path, source) != 0 ? " (a link to a sensitive place)" : ""),
		    "Mounts", c->origin.source,
		    judge_fmt(j, "%s -> %s (%s)", path, m->destination, writable ? "rw" : "ro"),
		    judge_fmt(j, "nothing in, above or below %s", which));
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "mounts no sensitive directory of the host"), "Mounts",
		    c->origin.source,
		    judge_fmt(j, "%zu mounts, %zu of the host", c->n_mounts, looked),
		    "none that is sensitive");
}

/* Every UNIX socket by which an engine or its containerd can be ordered about. */
static const char *
socket_below(struct judge *j, const struct facts *f, const char *path)
{
	static const char *const known[] = { "/run/docker.sock", "/run/containerd/containerd.sock",
		"/run/podman/podman.sock", "/run/crio/crio.sock", NULL };
	struct setting hosts = daemon_setting(&f->daemon, "hosts");
	const struct fact_list *lists[] = { &hosts.flag, &hosts.file };
	const char *own = strncmp(f->endpoint, "unix://", 7) == 0 ? f->endpoint + 7 : NULL;

	for (size_t i = 0; known[i] != NULL; i++) {
		if (path_within(known[i], path))
			return known[i];
	}
	if (own != NULL && path_within(facts_resolve_path(f, own), path))
		return judge_fmt(j, "%s", own);
	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < lists[k]->n; i++) {
			const char *host = lists[k]->v[i];

			if (strncmp(host, "unix://", 7) == 0 &&
			    path_within(facts_resolve_path(f, host + 7), path))
				return host + 7;
		}
	}
	if (f->engine.containerd_address.seen == SEEN && f->engine.containerd_address.v[0] == '/' &&
	    path_within(facts_resolve_path(f, f->engine.containerd_address.v), path))
		return f->engine.containerd_address.v;
	return NULL;
}

void
check_docker_socket(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0;

	if (!judge_knows(j, c->mounts_seen, true, "Mounts", &c->origin))
		return;
	for (size_t i = 0; i < c->n_mounts; i++) {
		const char *source = host_directory(f, &c->mounts[i]), *path, *socket;

		if (source == NULL)
			continue;
		path = facts_resolve_path(f, source);
		socket = socket_below(j, f, path);
		if (socket == NULL)
			continue;
		found++;
		judge_saw(j,
		    judge_warn(
			j, source, "has the engine's socket %s by its mount of %s", socket, source),
		    "Mounts", c->origin.source,
		    judge_fmt(j, "%s -> %s", path, c->mounts[i].destination),
		    "no engine socket, nor a directory that holds one");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "has no engine socket"), "Mounts", c->origin.source,
		    judge_fmt(j, "%zu mounts", c->n_mounts), "no engine socket");
}

void
check_propagation(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0;

	(void)f;
	if (!judge_knows(j, c->mounts_seen, true, "Mounts", &c->origin))
		return;
	for (size_t i = 0; i < c->n_mounts; i++) {
		const struct mount_point *m = &c->mounts[i];

		if (strcmp(m->propagation, "shared") != 0 && strcmp(m->propagation, "rshared") != 0)
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j, m->source, "shares mounts below %s with the host", m->source),
		    "Mounts[].Propagation", c->origin.source, m->propagation, "private or slave");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "shares no mounts with the host"),
		    "Mounts[].Propagation", c->origin.source,
		    judge_fmt(j, "%zu mounts, none shared", c->n_mounts), "private or slave");
}

/* ---- ports ----------------------------------------------------------------------------------- */

static bool
can_judge_ports(struct judge *j, const struct container *c)
{
	if (!judge_knows(j, c->ports_seen, true,
		is_running(c) ? "NetworkSettings.Ports" : "HostConfig.PortBindings", &c->origin))
		return false;
	if (c->network_mode.seen == SEEN && strcmp(c->network_mode.v, "host") == 0) {
		judge_skip(j,
		    "uses the host's network: it publishes no ports, it has them all (see 5.10)");
		return false;
	}
	return true;
}

static const char *
port_text(struct judge *j, const struct port_binding *p)
{
	bool v6 = strchr(p->host_ip, ':') != NULL;

	return judge_fmt(j, "%s%s%s:%lld->%s", v6 ? "[" : "", p->host_ip[0] ? p->host_ip : "*",
	    v6 ? "]" : "", (long long)p->host_port, p->container_port);
}

static const char *
ports_field(const struct container *c)
{
	return is_running(c) ? "NetworkSettings.Ports" : "HostConfig.PortBindings";
}

/* 0.0.0.0:80 and [::]:80 are what one -p 80:80 makes: one sin, told once. */
static bool
told_before(const struct container *c, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (c->ports[k].host_port == c->ports[i].host_port &&
		    strcmp(c->ports[k].container_port, c->ports[i].container_port) == 0)
			return true;
	}
	return false;
}

void
check_privileged_ports(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0;

	(void)f;
	if (!can_judge_ports(j, c))
		return;
	for (size_t i = 0; i < c->n_ports; i++) {
		const struct port_binding *p = &c->ports[i];

		if (p->host_port < 1 || p->host_port > 1023 || told_before(c, i))
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j,
			judge_fmt(j, "%lld->%s", (long long)p->host_port, p->container_port),
			"publishes the privileged port %lld", (long long)p->host_port),
		    ports_field(c), c->origin.source, port_text(j, p), "a port of 1024 or above");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "publishes no port below 1024"), ports_field(c),
		    c->origin.source, judge_fmt(j, "%zu bindings", c->n_ports), "1024 or above");
}

void
check_needed_ports(struct judge *j, const struct facts *f, const struct container *c)
{
	(void)f;
	if (!can_judge_ports(j, c) || !judge_knows(j, c->publish_all_ports.seen, false,
					  "HostConfig.PublishAllPorts", &c->origin))
		return;
	if (c->publish_all_ports.v)
		judge_saw(j, judge_warn(j, "all", "publishes every port that its image exposes"),
		    "HostConfig.PublishAllPorts", c->origin.source, "true", "false");
	for (size_t i = 0; i < c->n_ports; i++) {
		if (!told_before(c, i))
			judge_saw(j,
			    judge_note(j, c->ports[i].container_port, "publishes %s: is it needed?",
				port_text(j, &c->ports[i])),
			    ports_field(c), c->origin.source, port_text(j, &c->ports[i]), "");
	}
	if (c->n_ports == 0 && !c->publish_all_ports.v)
		judge_saw(j, judge_pass(j, "publishes no port"), ports_field(c), c->origin.source,
		    "none", "");
}

/* "" means every address, unless the bridge says which one it means. */
static const char *
effective_address(const struct facts *f, const struct container *c, const char *host_ip)
{
	if (host_ip[0] != '\0' || c->networks.seen != SEEN)
		return host_ip;
	for (size_t i = 0; i < f->n_networks; i++) {
		const char *ip =
		    map_get(&f->networks[i].options, "com.docker.network.bridge.host_binding_ipv4");

		for (size_t k = 0; ip != NULL && k < c->networks.n; k++) {
			if (strcmp(c->networks.v[k], f->networks[i].name) == 0)
				return ip;
		}
	}
	return "";
}

void
check_bound_interface(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0;

	if (!can_judge_ports(j, c))
		return;
	for (size_t i = 0; i < c->n_ports; i++) {
		const char *ip = effective_address(f, c, c->ports[i].host_ip);

		if (*ip != '\0' && strcmp(ip, "0.0.0.0") != 0 && strcmp(ip, "::") != 0)
			continue;
		found++;
		if (told_before(c, i) && found > 1)
			continue;
		judge_saw(j,
		    judge_warn(j,
			judge_fmt(j, "%lld->%s", (long long)c->ports[i].host_port,
			    c->ports[i].container_port),
			"publishes %s on every address of the host", c->ports[i].container_port),
		    ports_field(c), c->origin.source, port_text(j, &c->ports[i]),
		    "one address, such as 127.0.0.1");
	}
	if (found == 0)
		judge_saw(j,
		    judge_pass(j, c->n_ports == 0 ? "publishes no port"
						  : "publishes on chosen addresses only"),
		    ports_field(c), c->origin.source, judge_fmt(j, "%zu bindings", c->n_ports),
		    "chosen addresses");
}

/* ---- namespaces ------------------------------------------------------------------------------ */

/* Follows "container:ID" to the mode that is really in force. NULL: cannot be told. */
static const char *
real_mode(const struct facts *f, const struct container *c, size_t offset)
{
	for (int depth = 0; depth < CHAIN_MAX && c != NULL; depth++) {
		const struct fact_str *mode = (const void *)((const char *)c + offset);

		if (mode->seen == UNSEEN)
			return NULL;
		if (mode->seen == ABSENT)
			return "";
		if (strncmp(mode->v, "container:", 10) != 0)
			return mode->v;
		c = facts_container(f, mode->v + 10);
	}
	return NULL;
}

static void
host_namespace(struct judge *j, const struct facts *f, const struct container *c, size_t offset,
    const char *field, const char *what)
{
	const struct fact_str *own = (const void *)((const char *)c + offset);
	const char *mode = real_mode(f, c, offset);

	if (!judge_knows(j, own->seen, true, field, &c->origin))
		return;
	if (mode == NULL) {
		judge_error(j, "shares its %s with %s, which was not seen", what, own->v);
		return;
	}
	judge_saw(j,
	    strcmp(mode, "host") == 0 ? judge_warn(j, "", "shares the host's %s%s", what,
					    strcmp(mode, own->seen == SEEN ? own->v : "") == 0
						? ""
						: " through another container")
				      : judge_pass(j, "does not share the host's %s", what),
	    field, c->origin.source, own->seen == SEEN ? own->v : "", "not host");
}

void
check_host_network(struct judge *j, const struct facts *f, const struct container *c)
{
	host_namespace(
	    j, f, c, offsetof(struct container, network_mode), "HostConfig.NetworkMode", "network");
}

void
check_host_pid(struct judge *j, const struct facts *f, const struct container *c)
{
	host_namespace(
	    j, f, c, offsetof(struct container, pid_mode), "HostConfig.PidMode", "processes");
}

void
check_host_ipc(struct judge *j, const struct facts *f, const struct container *c)
{
	host_namespace(j, f, c, offsetof(struct container, ipc_mode), "HostConfig.IpcMode",
	    "shared memory and IPC");
}

void
check_host_uts(struct judge *j, const struct facts *f, const struct container *c)
{
	host_namespace(
	    j, f, c, offsetof(struct container, uts_mode), "HostConfig.UTSMode", "host name");
}

void
check_host_userns(struct judge *j, const struct facts *f, const struct container *c)
{
	bool remapped;

	if (!judge_knows(j, c->userns_mode.seen, true, "HostConfig.UsernsMode", &c->origin) ||
	    !judge_can_read(j, &f->engine.info_origin) ||
	    !judge_knows(j, f->engine.security_options.seen, false, "SecurityOptions",
		&f->engine.info_origin))
		return;
	remapped = engine_security_option(&f->engine, "userns") != NULL ||
		   engine_security_option(&f->engine, "rootless") != NULL;
	if (c->userns_mode.seen == SEEN && strcmp(c->userns_mode.v, "host") == 0)
		judge_saw(j, judge_warn(j, "", "asks for the host's user namespace"),
		    "HostConfig.UsernsMode", c->origin.source, "host", "not host");
	else if (!remapped)
		judge_saw(j,
		    judge_info(j, "",
			"is in the host's user namespace, as all containers of this "
			"engine are (see 2.9)"),
		    "SecurityOptions", f->engine.info_origin.source,
		    judge_join(j, &f->engine.security_options), "");
	else
		judge_saw(j, judge_pass(j, "has a user namespace of its own"),
		    "HostConfig.UsernsMode", c->origin.source,
		    c->userns_mode.seen == SEEN ? c->userns_mode.v : "", "not host");
}

static const char *
default_bridge(const struct facts *f)
{
	for (size_t i = 0; i < f->n_networks; i++) {
		const char *v =
		    map_get(&f->networks[i].options, "com.docker.network.bridge.default_bridge");

		if (v != NULL && strcmp(v, "true") == 0)
			return f->networks[i].name;
	}
	return "bridge";
}

void
check_default_bridge(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *bridge = default_bridge(f);

	if (!judge_knows(j, c->networks.seen, false, "NetworkSettings.Networks", &c->origin))
		return;
	for (size_t i = 0; i < c->networks.n; i++) {
		if (strcmp(c->networks.v[i], bridge) != 0)
			continue;
		judge_saw(j,
		    judge_warn(j, "",
			"is on the default bridge, with every container that chose "
			"no network"),
		    "NetworkSettings.Networks", c->origin.source, judge_join(j, &c->networks),
		    "a network of its own");
		return;
	}
	judge_saw(j, judge_pass(j, "is not on the default bridge"), "NetworkSettings.Networks",
	    c->origin.source, judge_join(j, &c->networks), "not the default bridge");
}
