/*
 * networks.c: section N, the engine's networks: what they let through, and to whom. Reads facts
 * only.
 */
#include "config.h"

#include "container_rules.h"
#include "paths.h"
#include "tables.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"

#define MANY_CONTAINERS 10
#define BRIDGE "com.docker.network.bridge."

/* The driver as the network itself tells it; NULL: not known, and the verdict is given. */
static const char *
driver_of(struct judge *j, const struct network *n)
{
	return judge_knows(j, n->own_driver.seen, false, "Driver", &n->origin) ? n->own_driver.v
									       : NULL;
}

/* The rules about bridges; false: the verdict is given. */
static bool
is_bridge(struct judge *j, const struct network *n)
{
	const char *driver = driver_of(j, n);

	if (driver == NULL)
		return false;
	if (strcmp(driver, "bridge") != 0) {
		judge_skip(j, "is no bridge: its driver is %s", driver);
		return false;
	}
	return judge_knows(j, n->options.seen, true, "Options", &n->origin);
}

static bool
is_default_bridge(const struct network *n)
{
	const char *v = map_get(&n->options, BRIDGE "default_bridge");

	return v != NULL && strcmp(v, "true") == 0;
}

/* Networks that the engine makes itself and cannot be without. */
static bool
is_built_in(const struct network *n)
{
	static const char *const names[] = { "bridge", "host", "none", "podman", "ingress",
		"docker_gwbridge", NULL };

	return is_one_of(n->name, names) || is_default_bridge(n) ||
	       (n->ingress.seen == SEEN && n->ingress.v);
}

static void
judge_option(struct judge *j, const struct network *n, bool good, const char *when_good,
    const char *when_bad, const char *option, const char *expected)
{
	const char *value = map_get(&n->options, option);

	judge_saw(j, good ? judge_pass(j, "%s", when_good) : judge_warn(j, "", "%s", when_bad),
	    "Options", n->origin.source,
	    value != NULL ? judge_fmt(j, "%s=%s", option, value) : judge_fmt(j, "no %s", option),
	    expected);
}

/* ---- who reaches whom ----------------------------------------------------------------------- */

static void
segmented(struct judge *j, const struct facts *f, const struct network *n)
{
	const char *icc;
	struct finding *found;

	(void)f;
	if (!is_bridge(j, n) ||
	    !judge_knows(j, n->container_ids.seen, true, "Containers", &n->origin))
		return;
	if (is_default_bridge(n)) {
		judge_skip(j, "is the default bridge (see 2.2)");
		return;
	}
	icc = map_get(&n->options, BRIDGE "enable_icc");
	if (icc != NULL && strcmp(icc, "false") == 0)
		found = judge_pass(j, "keeps its containers apart");
	else if (n->container_ids.n <= MANY_CONTAINERS)
		found = judge_pass(j, "is shared by %zu containers", n->container_ids.n);
	else
		found = judge_warn(j, "", "lets %zu containers reach every port of each other",
		    n->container_ids.n);
	judge_saw(j, found, "Containers", n->origin.source, judge_fmt(j, "%zu", n->container_ids.n),
	    judge_fmt(j, "%d at most, or enable_icc=false", MANY_CONTAINERS));
	judge_saw(
	    j, found, "Options", n->origin.source, icc != NULL ? icc : "enable_icc not set", "");
}

static bool
publishes(const struct container *c)
{
	return c->ports_seen == UNSEEN || c->n_ports > 0;
}

/* Which networks need a way out, nobody but their owner knows: this only shows likely ones. */
static void
internal(struct judge *j, const struct facts *f, const struct network *n)
{
	const char *driver = driver_of(j, n);
	size_t open = 0;
	bool is_internal;

	if (driver == NULL || !judge_knows(j, n->internal.seen, false, "Internal", &n->origin))
		return;
	if (strcmp(driver, "host") == 0 || strcmp(driver, "null") == 0) {
		judge_skip(j, "is no network of its own");
		return;
	}
	if (!judge_can_read(j, &f->users_origin))
		return;
	is_internal = n->internal.v;
	for (size_t i = 0; i < n->n_users; i++)
		open += publishes(n->users[i]);
	if (is_internal)
		judge_saw(j, judge_info(j, "", "is internal: nothing leads out of it"), "Internal",
		    n->origin.source, "true", "");
	else if (is_built_in(n) || open > 0 || n->n_users == 0)
		judge_saw(j,
		    judge_info(j, "",
			"leads out of the host; %zu of its %zu containers publish "
			"ports",
			open, n->n_users),
		    "Internal", n->origin.source, "false", "");
	else
		judge_saw(j,
		    judge_note(j, "",
			"leads out of the host, although none of its %zu containers "
			"publishes a port: could it be internal?",
			n->n_users),
		    "Internal", n->origin.source, "false", "true where nothing has to go out");
}

static void
attachable(struct judge *j, const struct facts *f, const struct network *n)
{
	const char *driver = driver_of(j, n);

	(void)f;
	if (driver == NULL)
		return;
	if (strcmp(driver, "overlay") != 0) {
		judge_skip(j, "is no overlay network");
		return;
	}
	if (!judge_knows(j, n->attachable.seen, false, "Attachable", &n->origin))
		return;
	judge_saw(j,
	    n->attachable.v ? judge_warn(j, "", "lets any container of any node join it")
			    : judge_pass(j, "lets services join it only"),
	    "Attachable", n->origin.source, n->attachable.v ? "true" : "false", "false");
}

/* ---- what comes in and goes out ------------------------------------------------------------- */

/* dockerd filters IPv6 by default since 27.0. */
static bool
filters_ipv6(struct judge *j, const struct facts *f, bool *known, const char **why)
{
	const char *set = setting_in_force(f, "ip6tables", known);
	const struct fact_str *version = &f->engine.version;

	if (set != NULL) {
		*why = judge_fmt(j, "ip6tables=%s", set);
		return strcmp(set, "true") == 0;
	}
	if (version->seen != SEEN)
		*known = false;
	*why = version->seen == SEEN ? judge_fmt(j, "not set, Engine %s", version->v) : "";
	return version->seen == SEEN && atoi(version->v) >= 27;
}

static void
ipv6_filtered(struct judge *j, const struct facts *f, const struct network *n)
{
	const struct origin *config = &f->daemon.config_origin;
	struct finding *found;
	const char *why = "";
	bool known = true, filtered = true;

	if (!judge_knows(j, n->enable_ipv6.seen, false, "EnableIPv6", &n->origin))
		return;
	if (n->enable_ipv6.v && f->engine.is_podman) {
		judge_skip(j, "Podman filters IPv6 as it does IPv4");
		return;
	}
	if (n->enable_ipv6.v) {
		filtered = filters_ipv6(j, f, &known, &why);
		if (!known && judge_can_read(j, &f->daemon.process_origin) &&
		    judge_can_read(j, config))
			judge_error(j, "whether the daemon filters IPv6 could not be told");
		if (!known)
			return;
	}
	found = !n->enable_ipv6.v ? judge_pass(j, "has no IPv6")
		: filtered	  ? judge_pass(j, "has IPv6, which the engine filters")
				  : judge_warn(j, "",
					"has IPv6, which the engine does not filter: every "
					       "port of its containers is open");
	judge_saw(
	    j, found, "EnableIPv6", n->origin.source, n->enable_ipv6.v ? "true" : "false", "");
	if (n->enable_ipv6.v)
		judge_saw(j, found, "ip6tables", "dockerd", why, "true");
}

static void
gateway_mode(struct judge *j, const struct facts *f, const struct network *n)
{
	static const char *const options[] = { BRIDGE "gateway_mode_ipv4",
		BRIDGE "gateway_mode_ipv6" };
	size_t found = 0;

	(void)f;
	if (!is_bridge(j, n))
		return;
	for (size_t i = 0; i < 2; i++) {
		const char *mode = map_get(&n->options, options[i]);

		if (mode == NULL || strcmp(mode, "nat") == 0 || strcmp(mode, "isolated") == 0)
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j, i == 0 ? "ipv4" : "ipv6",
			"lets other hosts reach ports that are not published: its gateway mode is "
			"%s",
			mode),
		    "Options", n->origin.source, judge_fmt(j, "%s=%s", options[i], mode),
		    "nat (the default) or isolated");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "is reached by published ports only"), "Options",
		    n->origin.source,
		    judge_fmt(j, "%zu options, no other gateway mode", n->options.n),
		    "nat (the default) or isolated");
}

static void
masquerade(struct judge *j, const struct facts *f, const struct network *n)
{
	const char *option = BRIDGE "enable_ip_masquerade", *value;

	(void)f;
	if (!is_bridge(j, n))
		return;
	value = map_get(&n->options, option);
	judge_option(j, n, value == NULL || strcmp(value, "true") == 0,
	    "hides its containers behind the host's address",
	    "shows its containers' own addresses to other hosts", option, "true (the default)");
}

static void
on_the_lan(struct judge *j, const struct facts *f, const struct network *n)
{
	const char *driver = driver_of(j, n);
	bool lan;

	(void)f;
	if (driver == NULL || !judge_knows(j, n->internal.seen, false, "Internal", &n->origin))
		return;
	lan = (strcmp(driver, "macvlan") == 0 || strcmp(driver, "ipvlan") == 0) && !n->internal.v;
	judge_saw(j,
	    lan ? judge_warn(
		      j, "", "puts containers on the LAN (%s), past the host's firewall", driver)
		: judge_pass(j, "puts no container on the LAN"),
	    "Driver", n->origin.source, driver, "bridge, overlay or none");
}

static void
default_address(struct judge *j, const struct facts *f, const struct network *n)
{
	const char *option = BRIDGE "host_binding_ipv4", *value;

	(void)f;
	if (!is_bridge(j, n) || !judge_knows(j, n->internal.seen, false, "Internal", &n->origin))
		return;
	if (n->internal.v || strcmp(n->name, "docker_gwbridge") == 0) {
		judge_skip(j, "publishes nothing: it is %s",
		    n->internal.v ? "internal" : "the Swarm's way out");
		return;
	}
	value = map_get(&n->options, option);
	judge_option(j, n, value != NULL && *value != '\0' && strcmp(value, "0.0.0.0") != 0,
	    "publishes on a chosen address unless told otherwise",
	    "publishes on every address of the host unless told otherwise", option,
	    "one address, such as 127.0.0.1");
}

static void
trusted_interfaces(struct judge *j, const struct facts *f, const struct network *n)
{
	const char *option = BRIDGE "trusted_host_interfaces", *value;

	(void)f;
	if (!is_bridge(j, n))
		return;
	value = map_get(&n->options, option);
	judge_option(j, n, value == NULL || *value == '\0',
	    "lets no interface of the host past its rules",
	    "lets what comes in by some interfaces reach every container directly", option,
	    "not set");
}

/* ---- drivers, order ------------------------------------------------------------------------- */

static void
own_drivers(struct judge *j, const struct facts *f, const struct network *n)
{
	static const char *const built_in[] = { "bridge", "host", "null", "none", "overlay",
		"macvlan", "ipvlan", NULL };
	const char *driver = driver_of(j, n);

	(void)f;
	if (driver == NULL)
		return;
	judge_saw(j,
	    is_one_of(driver, built_in)
		? judge_pass(j, "has a driver of the engine")
		: judge_warn(j, driver, "is run by the plugin %s, with root's rights", driver),
	    "Driver", n->origin.source, driver, "a built-in driver");
}

static void
in_use(struct judge *j, const struct facts *f, const struct network *n)
{
	struct finding *found;

	if (!judge_knows(j, n->container_ids.seen, true, "Containers", &n->origin))
		return;
	if (is_built_in(n) || strcmp(n->scope, "swarm") == 0) {
		judge_skip(j, "%s",
		    is_built_in(n) ? "belongs to the engine"
				   : "belongs to the Swarm: other nodes may use it");
		return;
	}
	if (n->container_ids.n == 0 && n->n_users == 0 && !judge_can_read(j, &f->users_origin))
		return;
	if (n->container_ids.n > 0 || n->n_users > 0)
		found = judge_pass(j, "is in use");
	else if (facts_has_all_containers(f))
		found = judge_warn(j, "", "is used by no container");
	else
		found = judge_note(j, "",
		    "is used by no container that runs; stopped ones were not "
		    "looked at");
	judge_saw(j, found, "Containers", n->origin.source,
	    judge_fmt(j, "%zu attached, %zu configured", n->container_ids.n, n->n_users),
	    "at least one");
}

/* ---- subnets -------------------------------------------------------------------------------- */

struct subnet {
	uint32_t address, mask;
};

/* "172.17.0.0/16"; false: not IPv4. */
static bool
parse_subnet(const char *text, struct subnet *s)
{
	const char *slash = strchr(text, '/');
	char address[INET_ADDRSTRLEN], *end;
	struct in_addr in;
	long bits;

	if (slash == NULL || (size_t)(slash - text) >= sizeof address)
		return false;
	memcpy(address, text, (size_t)(slash - text));
	address[slash - text] = '\0';
	bits = strtol(slash + 1, &end, 10);
	if (*end != '\0' || bits < 0 || bits > 32 || inet_pton(AF_INET, address, &in) != 1)
		return false;
	s->mask = bits == 0 ? 0 : UINT32_MAX << (32 - bits);
	s->address = ntohl(in.s_addr) & s->mask;
	return true;
}

static bool
overlap(const struct subnet *a, const struct route_facts *b)
{
	uint32_t mask = a->mask & b->mask; /* the wider of the two */

	return (a->address & mask) == (b->destination & mask);
}

/* A route of the host, other than the network's own and the default, into the subnet. */
static const struct route_facts *
other_route(const struct facts *f, const struct subnet *s, const char *own_interface)
{
	for (size_t i = 0; i < f->host.n_routes; i++) {
		const struct route_facts *r = &f->host.routes[i];

		if (r->mask != 0 && strcmp(r->interface, own_interface) != 0 && overlap(s, r))
			return r;
	}
	return NULL;
}

static const char *
dotted(struct judge *j, uint32_t address)
{
	return judge_fmt(j, "%u.%u.%u.%u", address >> 24, address >> 16 & 255, address >> 8 & 255,
	    address & 255);
}

static void
no_overlap(struct judge *j, const struct facts *f, const struct network *n)
{
	const char *interface;
	size_t found = 0, looked = 0;

	if (!is_bridge(j, n) || !judge_knows(j, n->subnets.seen, true, "IPAM.Config", &n->origin) ||
	    !judge_can_read(j, &f->host.routes_origin))
		return;
	interface = map_get(&n->options, BRIDGE "name");
	if (interface == NULL)
		interface = judge_fmt(j, "br-%.12s", n->id);
	for (size_t i = 0; i < n->subnets.n; i++) {
		const struct route_facts *r;
		struct subnet s;

		if (!parse_subnet(n->subnets.v[i], &s))
			continue;
		looked++;
		r = other_route(f, &s, interface);
		if (r == NULL)
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j, n->subnets.v[i], "takes addresses that the host reaches by %s",
			r->interface),
		    "IPAM.Config", n->origin.source,
		    judge_fmt(j, "%s and %s/%s by %s", n->subnets.v[i], dotted(j, r->destination),
			dotted(j, r->mask), r->interface),
		    "no overlap");
	}
	if (looked == 0)
		judge_skip(j, "has no IPv4 subnet");
	else if (found == 0)
		judge_saw(j, judge_pass(j, "takes no addresses that the host reaches elsewhere"),
		    "IPAM.Config", n->origin.source, judge_join(j, &n->subnets), "no overlap");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "N-01", .title = "Few containers share a bridge",
	  .scope = SCOPE_NETWORK, .severity = SEVERITY_INFO,
	  .needs = NEEDS_NETWORKS,
	  .rationale = "On one bridge every container reaches every port of all others: one that is broken into reaches them all.",
	  .remedy = "Make a network for each group that belongs together: docker network create NAME; or make it with -o com.docker.network.bridge.enable_icc=false.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4", "OWASP Docker rule 5"),
	  .network = segmented },
	{ .id = "N-02", .title = "Networks that need no way out have none",
	  .scope = SCOPE_NETWORK, .severity = SEVERITY_INFO,
	  .needs = NEEDS_CONTAINERS | NEEDS_NETWORKS, .manual = true,
	  .rationale = "A database that cannot reach the Internet cannot send its data there.",
	  .remedy = "Make networks of databases and the like with docker network create --internal NAME.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-53 AC-4", "NIST 800-190 4.4"),
	  .network = internal },
	{ .id = "N-03", .title = "IPv6 is filtered where it is on",
	  .scope = SCOPE_NETWORK, .severity = SEVERITY_LOW,
	  .needs = NEEDS_NETWORKS | NEEDS_CONFIG,
	  .rationale = "Without ip6tables the engine's rules hold for IPv4 only, and every container is open at its IPv6 address.",
	  .remedy = "Set \"ip6tables\": true in daemon.json (the default since Engine 27), or make the network without --ipv6.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .related = "D-09",
	  .network = ipv6_filtered },
	{ .id = "N-04", .title = "Overlay networks are for services only",
	  .scope = SCOPE_NETWORK, .severity = SEVERITY_LOW,
	  .needs = NEEDS_NETWORKS,
	  .rationale = "Any container that somebody starts on any node can join an attachable overlay network.",
	  .remedy = "Make the network again without --attachable.",
	  .refs = REFS("NIST 800-53 AC-3", "NIST 800-190 4.3"),
	  .network = attachable },
	{ .id = "N-05", .title = "Bridges are reached by published ports only",
	  .scope = SCOPE_NETWORK, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_NETWORKS,
	  .rationale = "In the modes routed and nat-unprotected other hosts reach containers past what was published.",
	  .remedy = "Make the network again without com.docker.network.bridge.gateway_mode_ipv4 and _ipv6.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .network = gateway_mode },
	{ .id = "N-06", .title = "Bridges masquerade what goes out",
	  .scope = SCOPE_NETWORK, .severity = SEVERITY_INFO,
	  .needs = NEEDS_NETWORKS,
	  .rationale = "Without masquerading other hosts see containers' own addresses, and may route to them.",
	  .remedy = "Make the network again without com.docker.network.bridge.enable_ip_masquerade=false, unless its routing is planned.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .related = "D-11",
	  .network = masquerade },
	{ .id = "N-07", .title = "Containers are not put on the LAN",
	  .scope = SCOPE_NETWORK, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_NETWORKS,
	  .rationale = "By macvlan and ipvlan containers are neighbours of the host: its firewall never sees their packets.",
	  .remedy = "Use a bridge and publish ports; or see that the LAN filters what the containers may do.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .network = on_the_lan },
	{ .id = "N-08", .title = "Bridges publish on a chosen address",
	  .scope = SCOPE_NETWORK, .severity = SEVERITY_LOW,
	  .needs = NEEDS_NETWORKS,
	  .rationale = "A port that is published without an address is open on all of them, unless the network says which one is meant.",
	  .remedy = "Make the network with -o com.docker.network.bridge.host_binding_ipv4=127.0.0.1; for the default bridge set \"ip\" in daemon.json.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .related = "5.14,D-12",
	  .network = default_address },
	{ .id = "N-09", .title = "Networks are run by the engine's own drivers",
	  .scope = SCOPE_NETWORK, .severity = SEVERITY_LOW,
	  .needs = NEEDS_NETWORKS,
	  .rationale = "A plugin that runs a network sees all its traffic and acts on the host as root.",
	  .remedy = "See whether the plugin is needed and who maintains it: docker plugin ls.",
	  .refs = REFS("NIST 800-53 CM-11", "NIST 800-190 4.4"),
	  .network = own_drivers },
	{ .id = "N-10", .title = "No network is left over",
	  .scope = SCOPE_NETWORK, .severity = SEVERITY_INFO,
	  .needs = NEEDS_INFO | NEEDS_CONTAINERS | NEEDS_NETWORKS,
	  .rationale = "Unused networks take addresses, and hide those that matter.",
	  .remedy = "Remove them: docker network prune.",
	  .refs = REFS("NIST 800-53 CM-8", "NIST 800-190 4.4"),
	  .network = in_use },
	{ .id = "N-11", .title = "Subnets do not overlap the host's routes",
	  .scope = SCOPE_NETWORK, .severity = SEVERITY_LOW,
	  .needs = NEEDS_NETWORKS | NEEDS_KERNEL,
	  .rationale = "What the host should send to another network goes to containers, which may answer in its place.",
	  .remedy = "Make the network again with a free --subnet; set \"default-address-pools\" in daemon.json.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .network = no_overlap },
	{ .id = "N-12", .title = "No interface of the host is let past the rules",
	  .scope = SCOPE_NETWORK, .severity = SEVERITY_MEDIUM,
	  .needs = NEEDS_NETWORKS,
	  .rationale = "What comes in by a trusted interface reaches every port of every container of the network, published or not.",
	  .remedy = "Make the network again without com.docker.network.bridge.trusted_host_interfaces.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .network = trusted_interfaces },
};
/* clang-format on */

const struct check_table checks_networks = CHECK_TABLE(checks);
