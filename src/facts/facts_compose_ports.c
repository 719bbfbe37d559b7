/*
 * facts_compose_ports.c: ports of a service, in their short and long forms, as bindings of a
 * container.
 */
#include "config.h"

#include "facts_compose.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define PORTS_MAX 1000	    /* of one service, ranges written out */
#define ALL_PORTS_MAX 20000 /* of all services */

static const char ports_field[] = "HostConfig.PortBindings";

struct range {
	long first, last;
};

/* "80" or "80-90"; "" is 0-0 where that is allowed. */
static bool
read_range(const char *s, bool may_be_empty, struct range *r)
{
	char *end;

	*r = (struct range){ 0, 0 };
	if (*s == '\0')
		return may_be_empty;
	if (!isdigit((unsigned char)*s))
		return false;
	r->first = r->last = strtol(s, &end, 10);
	if (*end == '-' && isdigit((unsigned char)end[1]))
		r->last = strtol(end + 1, &end, 10);
	return *end == '\0' && r->first <= r->last && r->last <= 65535;
}

static bool
is_address(const char *s)
{
	struct in6_addr address;

	return *s == '\0' || inet_pton(AF_INET, s, &address) == 1 ||
	       inet_pton(AF_INET6, s, &address) == 1;
}

struct ports {
	size_t n, cap;
	struct port_binding *v;
};

static bool
is_there(const struct ports *ports, const struct port_binding *p)
{
	for (size_t i = 0; i < ports->n; i++) {
		const struct port_binding *q = &ports->v[i];

		if (q->host_port == p->host_port && strcmp(q->host_ip, p->host_ip) == 0 &&
		    strcmp(q->container_port, p->container_port) == 0)
			return true;
	}
	return false;
}

/* A host's range of one container's port means that the engine chooses one of it. */
static bool
add_ports(struct compose_decoder *d, struct ports *ports, const struct yaml *at, const char *ip,
    struct range host, struct range container, const char *protocol)
{
	struct workings *w = workings_of(d->facts);
	struct arena *a = d->facts->arena;
	long n = host.last - host.first > container.last - container.first
		     ? host.last - host.first
		     : container.last - container.first;

	for (long i = 0; i <= n; i++) {
		long inside =
		    container.first == container.last ? container.first : container.first + i;
		struct port_binding p = { ip, host.first == 0 ? 0 : host.first + i,
			arena_printf(a, "%ld/%s", inside, protocol) };

		if (is_there(ports, &p))
			continue;
		if (ports->n == PORTS_MAX || ++w->n_compose_ports > ALL_PORTS_MAX) {
			compose_add_gap(d, ports_field, at, "these are too many ports");
			return false;
		}
		ports->v = arena_grow(a, ports->v, ports->n, &ports->cap, sizeof p);
		ports->v[ports->n++] = p;
		compose_add_item(d, ports_field,
		    arena_printf(a, "%lld->%s", (long long)p.host_port, p.container_port), at);
		compose_add_item(d, ports_field, p.container_port, at);
	}
	return true;
}

/* [[IP:]HOST:]CONTAINER[/PROTOCOL]; IP may be [::1], HOST may be empty behind an IP. */
static bool
short_port(struct compose_decoder *d, struct ports *ports, const struct yaml *v)
{
	struct arena *a = d->facts->arena;
	size_t n = strcspn(v->text, "/");
	const char *protocol = v->text[n] == '/' ? v->text + n + 1 : "tcp";
	char *s = arena_strndup(a, v->text, n), *container = strrchr(s, ':'), *host = NULL;
	const char *ip = "";
	struct range outside = { 0, 0 }, inside;

	if (container != NULL) {
		*container++ = '\0';
		host = strrchr(s, ':');
		if (host != NULL) {
			*host++ = '\0';
			ip = s;
			n = strlen(s);
			if (*ip == '[' && n > 1 && ip[n - 1] == ']')
				ip = arena_strndup(a, ip + 1, n - 2);
		}
	}
	if (!is_address(ip) || !read_range(container != NULL ? container : s, false, &inside) ||
	    inside.first == 0 ||
	    (container != NULL && !read_range(host != NULL ? host : s, host != NULL, &outside)))
		return false;
	add_ports(d, ports, v, ip, outside, inside, protocol);
	return true;
}

static bool
long_port(struct compose_decoder *d, struct ports *ports, const struct yaml *v)
{
	struct fact_str target = compose_str(d, ports_field, yaml_get(v, "target")),
			published = compose_str(d, ports_field, yaml_get(v, "published")),
			ip = compose_str(d, ports_field, yaml_get(v, "host_ip")),
			protocol = compose_str(d, ports_field, yaml_get(v, "protocol"));
	struct range outside, inside;

	if (target.seen != SEEN || published.seen == UNSEEN || ip.seen == UNSEEN ||
	    (ip.seen == SEEN && !is_address(ip.v)) || !read_range(target.v, false, &inside) ||
	    !read_range(published.seen == SEEN ? published.v : "", true, &outside))
		return false;
	add_ports(d, ports, v, ip.seen == SEEN ? ip.v : "", outside, inside,
	    protocol.seen == SEEN ? protocol.v : "tcp");
	return true;
}

/* A network may say which address "every address" is; the first of the service's that does. */
static const char *
network_address(struct compose_decoder *d)
{
	const struct yaml *own = yaml_get(d->service->tree, "networks"),
			  *all = yaml_get(d->file->project->model, "networks");
	size_t n = yaml_is_null(own) ? 0 : own->n;

	for (size_t i = 0; i < (n > 0 ? n : 1); i++) {
		const char *key = n == 0		   ? "default"
				  : own->kind == YAML_LIST ? own->items[i]->text
							   : own->members[i].key;
		/* The option's name has dots of its own. */
		struct fact_str ip = yaml_str(yaml_get(yaml_at(yaml_get(all, key), "driver_opts"),
		    "com.docker.network.bridge.host_binding_ipv4"));

		if (ip.seen == SEEN)
			return ip.v;
	}
	return "";
}

void
compose_decode_ports(struct compose_decoder *d)
{
	struct container *c = d->container;
	const struct yaml *v = yaml_get(d->service->tree, "ports");
	struct ports ports = { 0, 0, NULL };
	const char *address;

	c->ports_seen = SEEN;
	if (!yaml_is_null(v) && v->kind != YAML_LIST) {
		compose_add_gap(d, ports_field, v, "this is no list of ports");
		c->ports_seen = UNSEEN;
		return;
	}
	for (size_t i = 0; v != NULL && i < v->n; i++) {
		const struct yaml *p = v->items[i];
		bool good =
		    p->problem == NULL && p->kind != YAML_LIST &&
		    (p->kind == YAML_SCALAR ? short_port(d, &ports, p) : long_port(d, &ports, p));

		if (!good)
			compose_add_gap(
			    d, ports_field, p, p->problem != NULL ? p->problem : "this is no port");
	}
	address = ports.n > 0 ? network_address(d) : "";
	for (size_t i = 0; i < ports.n; i++) {
		if (ports.v[i].host_ip[0] == '\0')
			ports.v[i].host_ip = address;
	}
	c->n_ports = ports.n;
	c->ports = ports.v;
}
