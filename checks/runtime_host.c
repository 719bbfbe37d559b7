/*
 * runtime_host.c: what a container shares with its host: sockets, ports, users, the default bridge.
 * Reads facts only.
 */
#include "config.h"

#include "container_rules.h"

#include <string.h>

/* ---- sockets -------------------------------------------------------------------------------- */

/* Every UNIX socket by which an engine or its containerd can be ordered about. */
static const char *
socket_below(struct judge *j, const struct facts *f, const char *path)
{
	static const char *const known[] = { "/run/docker.sock", "/run/containerd/containerd.sock",
		"/run/podman/podman.sock", "/run/crio/crio.sock", NULL };
	struct setting hosts = daemon_setting(&f->daemon, "hosts");
	const struct fact_list *lists[] = { &hosts.flag, &hosts.file };
	const char *own = facts_engine_socket(f);

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

const char *
engine_socket_below(struct judge *j, const struct facts *f, const struct mount_point *m)
{
	return m->host_source.seen == SEEN ? socket_below(j, f, m->host_path) : NULL;
}

void
check_docker_socket(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0;
	const struct mount_point *unknown = NULL;
	const char *last = NULL;

	if (!judge_knows(j, c->mounts_seen, false, "Mounts", &c->origin))
		return;
	for (size_t i = 0; i < c->n_mounts; i++) {
		const char *source = c->mounts[i].host_source.v, *path = c->mounts[i].host_path,
			   *socket;

		if (c->mounts[i].host_source.seen == UNSEEN)
			unknown = &c->mounts[i];
		if (c->mounts[i].host_source.seen != SEEN ||
		    (last != NULL && strcmp(last, source) == 0))
			continue;
		socket = socket_below(j, f, path);
		if (socket == NULL)
			continue;
		found++;
		last = source;
		judge_saw(j,
		    judge_warn(
			j, source, "has the engine's socket %s by its mount of %s", socket, source),
		    "Mounts", c->origin.source,
		    judge_fmt(j, "%s -> %s", path, c->mounts[i].destination),
		    "no engine socket, nor a directory that holds one");
	}
	if (unknown != NULL)
		judge_unknown_mount(j, f, unknown);
	else if (found == 0)
		judge_saw(j, judge_pass(j, "has no engine socket"), "Mounts", c->origin.source,
		    judge_fmt(j, "%zu mounts", c->n_mounts), "no engine socket");
}

/* ---- ports ---------------------------------------------------------------------------------- */

bool
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

const char *
port_text(struct judge *j, const struct port_binding *p)
{
	bool v6 = strchr(p->host_ip, ':') != NULL;

	return judge_fmt(j, "%s%s%s:%lld->%s", v6 ? "[" : "", p->host_ip[0] ? p->host_ip : "*",
	    v6 ? "]" : "", (long long)p->host_port, p->container_port);
}

const char *
ports_field(const struct container *c)
{
	return is_running(c) ? "NetworkSettings.Ports" : "HostConfig.PortBindings";
}

/* Bindings that differ by their address only stand together. */
bool
told_before(const struct container *c, size_t i)
{
	return i > 0 && c->ports[i - 1].host_port == c->ports[i].host_port &&
	       strcmp(c->ports[i - 1].container_port, c->ports[i].container_port) == 0;
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

const char *
effective_address(
    struct judge *j, const struct facts *f, const struct container *c, const char *host_ip)
{
	if (host_ip[0] != '\0')
		return host_ip;
	if (f->about_build_files)
		return "";
	if (!judge_can_read(j, &f->networks_origin))
		return NULL;
	for (size_t i = 0; c->networks.seen == SEEN && i < c->networks.n; i++) {
		const struct network *n = facts_network(f, c->networks.v[i]);
		const char *ip = NULL;

		if (n != NULL && !judge_knows(j, n->options.seen, true, "Options", &n->origin))
			return NULL;
		if (n != NULL)
			ip = map_get(&n->options, "com.docker.network.bridge.host_binding_ipv4");
		if (ip != NULL)
			return ip;
	}
	return "";
}

void
check_bound_interface(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0, last = 0;

	if (!can_judge_ports(j, c))
		return;
	for (size_t i = 0; i < c->n_ports; i++) {
		const struct port_binding *p = &c->ports[i];
		const char *ip = effective_address(j, f, c, p->host_ip);

		if (ip == NULL)
			return;
		if (*ip != '\0' && strcmp(ip, "0.0.0.0") != 0 && strcmp(ip, "::") != 0)
			continue;
		if (found++ > 0 && c->ports[last].host_port == p->host_port &&
		    strcmp(c->ports[last].container_port, p->container_port) == 0)
			continue;
		last = i;
		judge_saw(j,
		    judge_warn(j,
			judge_fmt(j, "%lld->%s", (long long)p->host_port, p->container_port),
			"publishes %s on every address of the host", p->container_port),
		    ports_field(c), c->origin.source, port_text(j, p),
		    "one address, such as 127.0.0.1");
	}
	if (found == 0)
		judge_saw(j,
		    judge_pass(j, c->n_ports == 0 ? "publishes no port"
						  : "publishes on chosen addresses only"),
		    ports_field(c), c->origin.source, judge_fmt(j, "%zu bindings", c->n_ports),
		    "chosen addresses");
}

/* ---- user namespace and default bridge ------------------------------------------------------ */

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

/* The network's name is fixed: --bridge and --bip change its interface only. */
static bool
is_default_bridge(const struct facts *f, const char *name)
{
	return strcmp(name, "bridge") == 0 || (f->engine.is_podman && strcmp(name, "podman") == 0);
}

void
check_default_bridge(struct judge *j, const struct facts *f, const struct container *c)
{
	if (!judge_knows(j, c->networks.seen, false, "NetworkSettings.Networks", &c->origin))
		return;
	for (size_t i = 0; i < c->networks.n; i++) {
		if (!is_default_bridge(f, c->networks.v[i]))
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
