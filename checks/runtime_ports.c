/*
 * runtime_ports.c: what the published ports lead to. Reads facts only.
 */
#include "config.h"

#include "container_rules.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

static const char *
port_key(struct judge *j, const struct port_binding *p)
{
	return judge_fmt(j, "%lld->%s", (long long)p->host_port, p->container_port);
}

static bool
is_any(const char *ip)
{
	return *ip == '\0' || strcmp(ip, "0.0.0.0") == 0 || strcmp(ip, "::") == 0;
}

static bool
is_loopback(const char *ip)
{
	return strncmp(ip, "127.", 4) == 0 || strcmp(ip, "::1") == 0;
}

/* Can all addresses be told? False: the verdict is given. */
static bool
can_judge_addresses(struct judge *j, const struct facts *f, const struct container *c)
{
	if (!can_judge_ports(j, c))
		return false;
	for (size_t i = 0; i < c->n_ports; i++) {
		if (*c->ports[i].host_ip == '\0')
			return effective_address(j, f, c, "") != NULL;
	}
	return true;
}

static void
nothing_found(struct judge *j, const struct container *c, const char *what)
{
	judge_saw(j, judge_pass(j, "%s", c->n_ports == 0 ? "publishes no port" : what),
	    ports_field(c), c->origin.source, judge_fmt(j, "%zu bindings", c->n_ports), "");
}

/* ---- what the image says -------------------------------------------------------------------- */

static bool
exposes(const struct image *image, const char *port)
{
	for (size_t i = 0; i < image->exposed_ports.n; i++) {
		if (strcmp(image->exposed_ports.v[i], port) == 0)
			return true;
	}
	return false;
}

void
check_published_ports(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct image *image = c->made_from;
	size_t found = 0;

	if (!can_judge_ports(j, c))
		return;
	if (c->n_ports == 0) {
		nothing_found(j, c, "");
		return;
	}
	if (!judge_can_read(j, &f->images_origin))
		return;
	if (image == NULL) {
		judge_error(j, "its image was not seen, so its ports cannot be compared");
		return;
	}
	if (!judge_can_read(j, &image->origin) ||
	    !judge_knows(j, image->exposed_ports.seen, true, "Config.ExposedPorts", &image->origin))
		return;
	for (size_t i = 0; i < c->n_ports; i++) {
		const struct port_binding *p = &c->ports[i];

		if (exposes(image, p->container_port) || told_before(c, i))
			continue;
		found++;
		judge_saw(j,
		    image->exposed_ports.n > 0
			? judge_warn(j, port_key(j, p),
			      "publishes %s, which its image does not expose", p->container_port)
			: judge_note(j, port_key(j, p),
			      "publishes %s; its image says nothing of ports", p->container_port),
		    ports_field(c), c->origin.source, port_text(j, p),
		    judge_fmt(j, "among %s", judge_join(j, &image->exposed_ports)));
	}
	if (found == 0)
		nothing_found(j, c, "publishes only what its image exposes");
}

/* ---- what is behind a port
 * ----------------------------------------------------------------------- */

struct known_port {
	int64_t port;
	const char *what;
};

static const char *
service_at(const struct known_port *services, int64_t port)
{
	for (; services->what != NULL; services++) {
		if (services->port == port)
			return services->what;
	}
	return NULL;
}

static const struct known_port engines[] = { { 2375, "the Docker API without TLS" },
	{ 2376, "the Docker API" }, { 2377, "Swarm's management" },
	{ 4243, "the Docker API of old without TLS" }, { 6443, "the Kubernetes API" },
	{ 10250, "the Kubernetes kubelet" }, { 0, NULL } };

void
check_management_ports(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0;

	if (!can_judge_addresses(j, f, c))
		return;
	for (size_t i = 0; i < c->n_ports; i++) {
		const struct port_binding *p = &c->ports[i];
		int64_t inside = strtoll(p->container_port, NULL, 10);
		const char *what = inside == 22 ? "a secure shell" : service_at(engines, inside);

		if (what == NULL)
			what = service_at(engines, p->host_port);
		if (what == NULL || is_loopback(effective_address(j, f, c, p->host_ip)) ||
		    (told_before(c, i) && !is_loopback(c->ports[i - 1].host_ip)))
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j, port_key(j, p), "publishes %s: %s", p->container_port, what),
		    ports_field(c), c->origin.source, port_text(j, p),
		    "not published, or 127.0.0.1");
	}
	if (found == 0)
		nothing_found(j, c, "publishes no port by which machines are managed");
}

/* A port of some kind that is published on every address of the host, each told once. */
static size_t
warn_everywhere(struct judge *j, const struct facts *f, const struct container *c,
    const struct known_port *services)
{
	size_t found = 0;
	bool told = false;

	for (size_t i = 0; i < c->n_ports; i++) {
		const struct port_binding *p = &c->ports[i];
		const char *what = service_at(services, strtoll(p->container_port, NULL, 10));

		told = told && told_before(c, i);
		if (what == NULL || told || !is_any(effective_address(j, f, c, p->host_ip)))
			continue;
		told = true;
		found++;
		judge_saw(j,
		    judge_warn(
			j, port_key(j, p), "publishes %s on every address of the host", what),
		    ports_field(c), c->origin.source, port_text(j, p),
		    "not published, or one address, such as 127.0.0.1");
	}
	return found;
}

static const struct known_port databases[] = { { 1433, "SQL Server" },
	{ 1521, "Oracle's database" }, { 2379, "etcd" }, { 3306, "MySQL" }, { 5432, "PostgreSQL" },
	{ 5672, "RabbitMQ" }, { 5984, "CouchDB" }, { 6379, "Redis" }, { 7687, "Neo4j" },
	{ 8086, "InfluxDB" }, { 8123, "ClickHouse" }, { 9042, "Cassandra" }, { 9092, "Kafka" },
	{ 9200, "Elasticsearch" }, { 11211, "memcached" }, { 26257, "CockroachDB" },
	{ 27017, "MongoDB" }, { 0, NULL } };

void
check_database_ports(struct judge *j, const struct facts *f, const struct container *c)
{
	if (can_judge_addresses(j, f, c) && warn_everywhere(j, f, c, databases) == 0)
		nothing_found(j, c, "publishes no database on every address");
}

/* Programs by a part of their image's name, and the ports of their pages. */
static const struct page {
	const char *image;
	struct known_port pages[4];
} pages[] = {
	{ "portainer", { { 9000, "Portainer" }, { 9443, "Portainer" }, { 8000, "Portainer" } } },
	{ "dockge", { { 5001, "Dockge" } } },
	{ "traefik", { { 8080, "Traefik's dashboard" } } },
	{ "cadvisor", { { 8080, "cAdvisor" } } },
	{ "yacht", { { 8000, "Yacht" } } },
	{ "komodo", { { 9120, "Komodo" } } },
	{ "dozzle", { { 8080, "Dozzle" } } },
	{ "phpmyadmin", { { 80, "phpMyAdmin" } } },
	{ "pgadmin", { { 80, "pgAdmin" }, { 443, "pgAdmin" } } },
	{ "adminer", { { 8080, "Adminer" } } },
	{ "mongo-express", { { 8081, "mongo-express" } } },
	{ "redis-commander", { { 8081, "redis-commander" } } },
	{ "rabbitmq", { { 15672, "RabbitMQ's management" } } },
	{ "jenkins", { { 8080, "Jenkins" }, { 50000, "Jenkins' agents' port" } } },
	{ "netdata", { { 19999, "Netdata" } } },
};

void
check_management_pages(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0;

	if (!judge_knows(j, c->image_name.seen, false, "Config.Image", &c->origin) ||
	    !can_judge_addresses(j, f, c))
		return;
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		if (image_is_called(c, pages[i].image))
			found += warn_everywhere(j, f, c, pages[i].pages);
	}
	if (found == 0)
		nothing_found(j, c, "publishes no page of management on every address");
}

/* ---- both protocols
 * ------------------------------------------------------------------------------ */

/* Of the bindings of one port, those of IPv4 and those of IPv6 should be equally wide. */
void
check_ipv6_ports(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t found = 0;

	(void)f;
	if (!can_judge_ports(j, c))
		return;
	for (size_t i = 0, next; i < c->n_ports; i = next) {
		bool any[2] = { false, false }, some[2] = { false, false };
		const struct port_binding *p = &c->ports[i];

		for (next = i; next == i || (next < c->n_ports && told_before(c, next)); next++) {
			const char *ip = c->ports[next].host_ip;
			bool v6 = strchr(ip, ':') != NULL;

			some[v6] = true;
			any[v6] = any[v6] || is_any(ip);
		}
		if (!some[0] || !some[1] || any[0] == any[1])
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j, port_key(j, p), "publishes %s on every address of IPv%c only",
			p->container_port, any[1] ? '6' : '4'),
		    ports_field(c), c->origin.source,
		    judge_fmt(j, "%s and %s", port_text(j, p), port_text(j, &c->ports[next - 1])),
		    "the same for both");
	}
	if (found == 0)
		nothing_found(j, c, "publishes alike on IPv4 and IPv6");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "R-71", .title = "Ports of management are not published",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH,
	  .needs = NEEDS_CONTAINERS | NEEDS_NETWORKS,
	  .rationale = "Who reaches an engine's or a cluster's API needs little more to have the machine; a shell in a container is a way in that nobody watches.",
	  .remedy = "Do not publish the port, or on 127.0.0.1 only; use docker exec in place of ssh.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .related = "M-19",
	  .container = check_management_ports },
	{ .id = "R-72", .title = "Databases are not published on every address",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH,
	  .needs = NEEDS_CONTAINERS | NEEDS_NETWORKS,
	  .rationale = "Databases and caches often ask for no password, and the engine's rules open the port before the host's firewall is asked.",
	  .remedy = "Let containers reach it over a network of their own; publish for the host alone: -p 127.0.0.1:5432:5432.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4", "OWASP Docker rule 5a"),
	  .related = "5.14",
	  .container = check_database_ports },
	{ .id = "R-74", .title = "Ports are published alike on IPv4 and IPv6",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_CONTAINERS,
	  .rationale = "A port that is kept to one address of IPv4 and open on all of IPv6 is open.",
	  .remedy = "Name an address of each: -p 127.0.0.1:8080:80 -p [::1]:8080:80.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .related = "5.14",
	  .container = check_ipv6_ports },
	{ .id = "R-86", .title = "Published ports are among those that the image exposes",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_LOW,
	  .needs = NEEDS_CONTAINERS | NEEDS_IMAGES,
	  .rationale = "The image says on which ports its service is meant to be reached: another port is for debugging, or for somebody else.",
	  .remedy = "Publish the service's own port only, or add EXPOSE to the image.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.4"),
	  .related = "5.9",
	  .container = check_published_ports },
};
/* clang-format on */

const struct check_table checks_runtime_ports = CHECK_TABLE(checks);
