/*
 * daemon_network.c: section 2, what the daemon lets through: firewall rules, the default bridge,
 * ports of its own. Reads facts only.
 */
#include "config.h"

#include "address.h"
#include "daemon.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

/* One option of the default bridge, as it is in force; NULL: the verdict is given. */
static const char *
bridge_option(struct judge *j, const struct network *bridge, const char *name, const char *what)
{
	const char *value = map_get(&bridge->options, name);

	if (value == NULL)
		judge_error(j, "the default bridge does not say %s", what);
	return value;
}

/* ---- 2.2, D-11, D-12: the default bridge ---------------------------------------------------- */

void
check_icc(struct judge *j, const struct facts *f, const void *arg)
{
	const struct network *bridge;
	const char *value;

	(void)arg;
	if ((bridge = default_bridge(j, f)) == NULL)
		return;
	value = bridge_option(j, bridge, "com.docker.network.bridge.enable_icc",
	    "whether containers may talk to each other");
	if (value == NULL)
		return;
	judge_saw(j,
	    strcmp(value, "false") == 0
		? judge_pass(j, "containers on the default bridge cannot talk to each other%s",
		      drift(j, f, "icc", value))
		: judge_warn(j, "", "containers on the default bridge may talk to each other%s",
		      drift(j, f, "icc", value)),
	    "Options", bridge->origin.source,
	    judge_fmt(j, "com.docker.network.bridge.enable_icc=%s", value),
	    "com.docker.network.bridge.enable_icc=false");
}

static void
masquerade(struct judge *j, const struct facts *f, const void *arg)
{
	const struct network *bridge;
	const char *value;

	(void)arg;
	if ((bridge = default_bridge(j, f)) == NULL)
		return;
	value = bridge_option(j, bridge, "com.docker.network.bridge.enable_ip_masquerade",
	    "whether it hides addresses");
	if (value == NULL)
		return;
	judge_saw(j,
	    is_true(value)
		? judge_pass(j, "addresses of the default bridge are hidden behind the host's")
		: judge_warn(j, "",
		      "containers on the default bridge show their own addresses outside%s",
		      drift(j, f, "ip-masq", value)),
	    "Options", bridge->origin.source,
	    judge_fmt(j, "com.docker.network.bridge.enable_ip_masquerade=%s", value),
	    "com.docker.network.bridge.enable_ip_masquerade=true");
}

static void
published_address(struct judge *j, const struct facts *f, const void *arg)
{
	const struct network *bridge;
	const char *value;

	(void)arg;
	if ((bridge = default_bridge(j, f)) == NULL)
		return;
	value = bridge_option(j, bridge, "com.docker.network.bridge.host_binding_ipv4",
	    "on which address ports are published");
	if (value == NULL)
		return;
	judge_saw(j,
	    address_is_any(value)
		? judge_warn(j, "", "ports are published on every address where -p names none%s",
		      drift(j, f, "ip", value))
		: judge_pass(j, "ports are published on %s where -p names no address", value),
	    "Options", bridge->origin.source,
	    judge_fmt(j, "com.docker.network.bridge.host_binding_ipv4=%s", value),
	    "127.0.0.1, or one address of the host");
}

/* ---- 2.4, D-09, D-10: firewall rules -------------------------------------------------------- */

void
check_iptables(struct judge *j, const struct facts *f, const void *arg)
{
	struct in_force s;

	(void)arg;
	/* What runs counts more than what a file says, where the engine is new enough to tell. */
	if (f->engine.info_origin.state == DOC_OK && f->engine.firewall_backend.seen == ABSENT) {
		judge_saw(j,
		    judge_warn(j, "", "the daemon writes no firewall rules%s",
			drift(j, f, "iptables", "false")),
		    "FirewallBackend", f->engine.info_origin.source, "null",
		    "iptables or nftables");
		return;
	}
	if (!reads_setting(j, f, "iptables", &s))
		return;
	judge_saw(j,
	    s.value != NULL && !is_true(s.value)
		? judge_warn(j, "", "the daemon may not write firewall rules")
		: judge_pass(j, "the daemon writes its firewall rules"),
	    "iptables", s.source, s.value ? s.value : "not set (true)", "true");
}

/* The first network with IPv6 addresses; *known: every network could be read. */
static const struct network *
ipv6_network(const struct facts *f, bool *known)
{
	*known = f->networks_origin.state == DOC_OK;
	for (size_t i = 0; *known && i < f->n_networks; i++) {
		const struct network *n = &f->networks[i];

		if (n->enable_ipv6.seen == SEEN && n->enable_ipv6.v)
			return n;
		if (n->origin.state != DOC_GONE && n->enable_ipv6.seen != SEEN)
			*known = false;
	}
	return NULL;
}

/* Rules for IPv6 were an experiment before 27.0, and off. */
static void
ip6tables(struct judge *j, const struct facts *f, const void *arg)
{
	const struct network *n;
	int version = engine_version(f);
	struct in_force s;
	const char *shown;
	bool known;

	(void)arg;
	if (!reads_setting(j, f, "ip6tables", &s))
		return;
	if (s.value == NULL && version == 0) {
		judge_error(j, "the default of an engine of unknown version is not known");
		return;
	}
	shown = s.value != NULL ? s.value : version >= 2700 ? "not set (true)" : "not set (false)";
	if (is_true(s.value) || (s.value == NULL && version >= 2700)) {
		judge_saw(j, judge_pass(j, "the daemon writes firewall rules for IPv6"),
		    "ip6tables", s.source, shown, "true");
		return;
	}
	n = ipv6_network(f, &known);
	if (s.value == NULL && n == NULL && !known) {
		if (judge_can_read(j, &f->networks_origin))
			judge_error(j, "whether a network has IPv6 addresses could not be read");
		return;
	}
	if (s.value == NULL && n == NULL) {
		judge_skip(j, "no network has IPv6 addresses, and nobody set ip6tables");
		return;
	}
	judge_saw(j,
	    judge_warn(j, "", "the daemon writes no firewall rules for IPv6%s%s",
		n != NULL ? ", which is used by the network " : "", n != NULL ? n->name : ""),
	    "ip6tables", s.source, shown, "true");
}

static void
relaxations(struct judge *j, const struct facts *f, const void *arg)
{
	static const struct {
		const char *name, *meaning;
	} settings[] = {
		{ "ip-forward-no-drop", "packets that no rule is about are forwarded" },
		{ "allow-direct-routing",
		    "containers' own addresses can be reached from other hosts" },
		{ "bridge-accept-fwmark", "marked packets pass by the rules" },
	};
	const struct fact_str *backend = &f->engine.firewall_backend;
	size_t n = 0;
	struct in_force s;

	(void)arg;
	if (!reads_setting(j, f, "iptables", &s))
		return;
	if (s.value != NULL && !is_true(s.value)) {
		judge_skip(j, "the daemon writes no firewall rules");
		return;
	}
	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
		if (!reads_setting(j, f, settings[i].name, &s))
			return;
		if (s.value == NULL || *s.value == '\0' || strcmp(s.value, "false") == 0)
			continue;
		n++;
		judge_saw(j, judge_warn(j, settings[i].name, "%s", settings[i].meaning),
		    settings[i].name, s.source, s.value, "not set");
	}
	if (n == 0)
		judge_saw(j,
		    judge_pass(j, "nothing is let past the firewall rules%s%s",
			backend->seen == SEEN ? " of " : "",
			backend->seen == SEEN ? backend->v : ""),
		    "ip-forward-no-drop, allow-direct-routing, bridge-accept-fwmark",
		    "dockerd's command line and configuration", "not set", "not set");
}

/* ---- 2.16, D-16, D-17: the daemon's own ports ----------------------------------------------- */

void
check_userland_proxy(struct judge *j, const struct facts *f, const void *arg)
{
	const struct fact_bool *running = &f->daemon.docker_proxy_running;
	const struct fact_list said = setting_values(f, "userland-proxy");
	struct in_force s;

	(void)arg;
	if (running->seen == SEEN && running->v) {
		judge_saw(j,
		    judge_warn(j, "",
			said.n > 0 && !is_true(said.v[said.n - 1])
			    ? "the userland proxy is off in the configuration, and runs: "
			      "restart the daemon"
			    : "the userland proxy is on, and running"),
		    "docker-proxy", f->host.processes_origin.source, "running", "none");
		return;
	}
	if (!reads_setting(j, f, "userland-proxy", &s))
		return;
	judge_saw(j,
	    s.value != NULL && !is_true(s.value) ? judge_pass(j, "the userland proxy is off")
						 : judge_warn(j, "", "the userland proxy is on"),
	    "userland-proxy", s.source, s.value ? s.value : "not set (true)", "false");
}

static void
metrics(struct judge *j, const struct facts *f, const void *arg)
{
	struct in_force s;
	struct address a;

	(void)arg;
	if (!reads_setting(j, f, "metrics-addr", &s))
		return;
	if (s.value == NULL || *s.value == '\0') {
		judge_saw(j, judge_pass(j, "the daemon publishes no metrics"), "metrics-addr",
		    s.source, "not set", "not set, or a loopback address");
		return;
	}
	a = address_split(s.value);
	judge_saw(j,
	    address_is_loopback(a.host)
		? judge_pass(j, "metrics can be read on this host only")
		: judge_warn(
		      j, s.value, "whoever reaches %s may read the daemon's metrics", s.value),
	    "metrics-addr", s.source, s.value, "not set, or a loopback address");
}

static void
diagnostic_port(struct judge *j, const struct facts *f, const void *arg)
{
	struct in_force s;

	(void)arg;
	if (!reads_setting(j, f, "network-diagnostic-port", &s))
		return;
	judge_saw(j,
	    s.value == NULL || strtol(s.value, NULL, 10) == 0
		? judge_pass(j, "the network diagnostic server is off")
		: judge_warn(j, "", "the network diagnostic server listens on port %s", s.value),
	    "network-diagnostic-port", s.source, s.value ? s.value : "not set (0)", "0");
}

/* ---- D-23, D-35 ----------------------------------------------------------------------------- */

static void
address_pools(struct judge *j, const struct facts *f, const void *arg)
{
	const struct fact_list *pools = &f->engine.default_address_pools;
	size_t n = 0;

	(void)arg;
	/* absent means the built-in pools, all private */
	if (!knows_info(j, f, pools->seen, true, "DefaultAddressPools"))
		return;
	for (size_t i = 0; i < pools->n; i++) {
		const char *pool = pools->v[i];

		if (network_is_private(pool))
			continue;
		n++;
		judge_saw(j,
		    network_is_valid(pool)
			? judge_warn(j, pool,
			      "networks take addresses of %s, which others have on the Internet",
			      pool)
			: judge_error(j, "the pool %s is no network", pool),
		    "DefaultAddressPools", f->engine.info_origin.source, pool, "private addresses");
	}
	if (n == 0)
		judge_saw(j, judge_pass(j, "networks take private addresses"),
		    "DefaultAddressPools", f->engine.info_origin.source,
		    pools->seen == SEEN ? judge_join(j, pools) : "not set (the built-in pools)",
		    "private addresses");
}

static void
swarm_managers(struct judge *j, const struct facts *f, const void *arg)
{
	const struct engine_facts *e = &f->engine;

	(void)arg;
	if (!knows_info(j, f, e->swarm_state.seen, false, "Swarm.LocalNodeState"))
		return;
	if (strcmp(e->swarm_state.v, "inactive") == 0) {
		judge_skip(j, "Swarm mode is off");
		return;
	}
	/* a node that is locked or cannot join knows no managers */
	if (!knows_info(j, f, e->swarm_remote_managers.seen, true, "Swarm.RemoteManagers"))
		return;
	judge_saw(j,
	    judge_info(j, "", "the node knows %zu manager%s", e->swarm_remote_managers.n,
		e->swarm_remote_managers.n == 1 ? "" : "s"),
	    "Swarm.RemoteManagers", e->info_origin.source, judge_join(j, &e->swarm_remote_managers),
	    "");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "D-09", .title = "The daemon may write firewall rules for IPv6",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = CONFIG_NEEDS | NEEDS_NETWORKS, .related = "N-03",
	  .rationale = "IPv6 addresses are reached directly: without rules every port of a container is open.",
	  .remedy = "Take \"ip6tables\": false out of daemon.json; before Engine 27 set it to true, with \"experimental\": true.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = ip6tables },
	{ .id = "D-10", .title = "Nothing is let past the engine's firewall rules",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .needs = CONFIG_NEEDS,
	  .rationale = "These settings open what Engine 28 closed: routes from other hosts to ports that nobody published.",
	  .remedy = "Take ip-forward-no-drop, allow-direct-routing and bridge-accept-fwmark out of daemon.json.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = relaxations },
	{ .id = "D-11", .title = "Containers on the default bridge go out with the host's address",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .needs = NEEDS_INFO | NEEDS_NETWORKS | NEEDS_CONFIG, .related = "N-06",
	  .rationale = "Without masquerading the network must route to containers, and so can whoever is on it.",
	  .remedy = "Take \"ip-masq\": false out of daemon.json, or document the routes that replace it.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = masquerade },
	{ .id = "D-12", .title = "Ports are not published on every address by default",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO | NEEDS_NETWORKS | NEEDS_CONFIG, .related = "N-08",
	  .rationale = "Docker's rules come before those of most firewalls: a forgotten address opens the port to the world.",
	  .remedy = "Set \"ip\": \"127.0.0.1\" in daemon.json and name another address where one is meant.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = published_address },
	{ .id = "D-16", .title = "The daemon's metrics are not offered to the network",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = CONFIG_NEEDS, .related = "H-23",
	  .rationale = "The endpoint asks nobody who they are, and tells versions and habits of the host.",
	  .remedy = "Set \"metrics-addr\": \"127.0.0.1:9323\", and let a proxy with authentication serve others.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = metrics },
	{ .id = "D-17", .title = "The network diagnostic server is off",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = CONFIG_NEEDS, .related = "H-23",
	  .rationale = "It changes the Swarm networks' database for whoever connects to it.",
	  .remedy = "Take \"network-diagnostic-port\" out of daemon.json and reload the daemon.",
	  .refs = REFS("NIST 800-53 CM-7", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = diagnostic_port },
	{ .id = "D-23", .title = "New networks get private addresses",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .needs = NEEDS_INFO,
	  .rationale = "A pool of public addresses cuts the host off from their owners, and lets containers pose as them.",
	  .remedy = "Give \"default-address-pools\" ranges of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.4"),
	  .once = address_pools },
	{ .id = "D-35", .title = "The Swarm managers that the engine knows are the expected ones",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_INFO, .needs = NEEDS_INFO, .manual = true,
	  .rationale = "Managers give orders to the engine: one that nobody put there is an intruder.",
	  .remedy = "Compare the list with the hosts that were set up as managers; docker node rm what is not.",
	  .refs = REFS("NIST 800-53 CM-8", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SWARM,
	  .once = swarm_managers },
};
/* clang-format on */

const struct check_table checks_daemon_network = CHECK_TABLE(checks);
