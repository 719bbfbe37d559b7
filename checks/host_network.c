/*
 * host_network.c: section 1, the host's network: what listens, what is forwarded, and what gets
 * past the firewall. Reads facts only.
 */
#include "config.h"

#include "host_checks.h"
#include "paths.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

#define LISTEN_NEEDS (NEEDS_INFO | NEEDS_PROCESSES | NEEDS_CONFIG)
#define PORT_API 2375
#define PORT_API_TLS 2376

/* ---- listeners ------------------------------------------------------------------------------ */

static bool
is_loopback(const char *address)
{
	return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0 ||
	       strncmp(address, "::ffff:127.", 11) == 0;
}

static bool
is_every_address(const char *address)
{
	return address[0] == '\0' || strcmp(address, "0.0.0.0") == 0 || strcmp(address, "::") == 0;
}

static const char *
listener_text(struct judge *j, const struct listen_facts *l)
{
	bool v6 = strchr(l->address, ':') != NULL;

	return judge_fmt(j, "%s %s%s%s:%lld by %s", l->proto, v6 ? "[" : "", l->address,
	    v6 ? "]" : "", (long long)l->port,
	    l->comm != NULL ? l->comm : "a program that is not told");
}

/* Another engine on the machine may have another network: it must be known whose was looked at. */
static bool
knows_listeners(struct judge *j, const struct facts *f)
{
	return judge_can_read(j, &f->host.listen_origin) &&
	       (f->engine.is_podman || judge_can_read(j, &f->daemon.process_origin));
}

/* Were the sockets of the engine's programs looked at, so that a listener without owner is none? */
static bool
knows_owners(struct judge *j, const struct facts *f)
{
	const struct host_facts *h = &f->host;

	if (!judge_can_read(j, &h->sockets_origin) ||
	    !judge_knows(j, h->sockets_unreadable.seen, false, "unreadable", &h->sockets_origin))
		return false;
	if (h->sockets_unreadable.n == 0)
		return true;
	judge_error(j,
	    "which sockets belong to %s could not be read (needs root with CAP_SYS_PTRACE)",
	    judge_join(j, &h->sockets_unreadable));
	return false;
}

static bool
is_engine(const struct listen_facts *l)
{
	return l->comm != NULL &&
	       (strcmp(l->comm, "dockerd") == 0 || strcmp(l->comm, "rootlesskit") == 0 ||
		   strcmp(l->comm, "podman") == 0);
}

/* ---- H-21, H-22 ----------------------------------------------------------------------------- */

static void
plain_api_port(struct judge *j, const struct facts *f, const void *arg)
{
	size_t found = 0;

	(void)arg;
	if (!knows_listeners(j, f))
		return;
	for (size_t i = 0; i < f->host.n_listen; i++) {
		const struct listen_facts *l = &f->host.listen[i];

		if (strcmp(l->proto, "tcp") != 0 || l->port != PORT_API)
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j, l->address, "port 2375, the API without TLS, is open %s%s",
			is_loopback(l->address) ? "to all users and programs of the host"
						: "to the network, on ",
			is_loopback(l->address)	       ? ""
			: is_every_address(l->address) ? "every address"
						       : l->address),
		    "", f->host.listen_origin.source, listener_text(j, l), "no listener on 2375");
	}
	if (found == 0)
		judge_saw(j, judge_pass(j, "nothing listens on port 2375"), "",
		    f->host.listen_origin.source,
		    judge_fmt(j, "%zu listeners, none on 2375", f->host.n_listen),
		    "no listener on 2375");
}

static const struct listen_facts *
tls_listener(const struct facts *f)
{
	for (size_t i = 0; i < f->host.n_listen; i++) {
		const struct listen_facts *l = &f->host.listen[i];

		if (strcmp(l->proto, "tcp") == 0 && l->port == PORT_API_TLS &&
		    (l->comm == NULL || is_engine(l)))
			return l;
	}
	return NULL;
}

static void
tls_api_port(struct judge *j, const struct facts *f, const void *arg)
{
	const struct listen_facts *l;
	const char *verify;
	struct finding *found;
	bool known;

	(void)arg;
	if (!knows_listeners(j, f))
		return;
	l = tls_listener(f);
	if (l == NULL) {
		judge_skip(j, "no engine listens on port 2376");
		return;
	}
	if (l->comm == NULL) {
		if (knows_owners(j, f))
			judge_skip(j, "what listens on port 2376 is no engine");
		return;
	}
	verify = setting_in_force(f, "tlsverify", &known);
	if (!known) {
		judge_error(j, "whether the engine verifies clients could not be seen");
		return;
	}
	known = verify != NULL && strcmp(verify, "true") == 0;
	found = known ? judge_pass(j, "who connects to port 2376 needs a certificate")
		      : judge_warn(j, "", "port 2376 is open to clients without a certificate");
	judge_saw(j, found, "tlsverify", "dockerd's command line and configuration",
	    verify != NULL ? verify : "not set", "true");
	judge_saw(j, found, "", f->host.listen_origin.source, listener_text(j, l), "");
}

/* ---- H-23, H-24 ----------------------------------------------------------------------------- */

static bool
is_swarm_port(const struct listen_facts *l)
{
	return l->port == 7946 || (l->port == 2377 && strcmp(l->proto, "tcp") == 0) ||
	       (l->port == 4789 && strcmp(l->proto, "udp") == 0);
}

static bool
is_swarm_on(const struct facts *f)
{
	return f->engine.swarm_state.seen == SEEN && strcmp(f->engine.swarm_state.v, "active") == 0;
}

/* Ports of "tcp://..." that the engine was told to serve its API on: other checks judge them. */
static bool
is_api_port(const struct facts *f, int64_t port)
{
	struct setting hosts = daemon_setting(&f->daemon, "hosts");
	const struct fact_list *lists[] = { &hosts.flag, &hosts.file };

	if (port == PORT_API || port == PORT_API_TLS)
		return true;
	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < lists[k]->n; i++) {
			const char *colon = strrchr(lists[k]->v[i], ':');

			if (strncmp(lists[k]->v[i], "tcp://", 6) == 0 && colon != NULL &&
			    strtoll(colon + 1, NULL, 10) == port)
				return true;
		}
	}
	return false;
}

static void
other_listeners(struct judge *j, const struct facts *f, const void *arg)
{
	size_t wide = 0, local = 0;

	(void)arg;
	if (!knows_listeners(j, f) || !knows_owners(j, f))
		return;
	/* Whether the Swarm's ports are expected, /info tells. */
	if (!judge_can_read(j, &f->engine.info_origin))
		return;
	for (size_t i = 0; i < f->host.n_listen; i++) {
		const struct listen_facts *l = &f->host.listen[i];
		bool containerd = l->comm != NULL && strcmp(l->comm, "containerd") == 0;

		if ((!containerd && (!is_engine(l) || strcmp(l->comm, "rootlesskit") == 0)) ||
		    is_api_port(f, l->port) || (is_swarm_on(f) && is_swarm_port(l)))
			continue;
		if (is_loopback(l->address)) {
			local++;
			continue;
		}
		wide++;
		judge_saw(j,
		    judge_warn(j,
			judge_fmt(j, "%s/%lld on %s", l->proto, (long long)l->port, l->address),
			"%s listens on port %lld for the network", l->comm, (long long)l->port),
		    "", f->host.listen_origin.source, listener_text(j, l), "a loopback address");
	}
	if (wide == 0)
		judge_saw(j,
		    judge_pass(j, "beside the API, the engine's programs listen %s",
			local == 0 ? "nowhere" : "on loopback addresses only"),
		    "", f->host.listen_origin.source,
		    judge_fmt(j, "%zu other listeners, all on loopback addresses", local),
		    "loopback addresses");
}

static void
swarm_ports(struct judge *j, const struct facts *f, const void *arg)
{
	size_t n = 0;

	(void)arg;
	if (!judge_can_read(j, &f->engine.info_origin) ||
	    !judge_knows(j, f->engine.swarm_state.seen, false, "Swarm.LocalNodeState",
		&f->engine.info_origin))
		return;
	if (!is_swarm_on(f)) {
		judge_skip(j, "Swarm is not in use");
		return;
	}
	if (!knows_listeners(j, f))
		return;
	for (size_t i = 0; i < f->host.n_listen; i++) {
		const struct listen_facts *l = &f->host.listen[i];
		const char *key =
		    judge_fmt(j, "%s/%lld on %s", l->proto, (long long)l->port, l->address);

		if (!is_swarm_port(l))
			continue;
		n++;
		judge_saw(j,
		    is_every_address(l->address)
			? judge_note(j, key,
			      "%s port %lld of the Swarm is open on every address: who can reach "
			      "it?",
			      l->proto, (long long)l->port)
			: judge_info(j, key, "%s port %lld of the Swarm is open on %s", l->proto,
			      (long long)l->port, l->address),
		    "", f->host.listen_origin.source, listener_text(j, l), "");
	}
	if (n == 0)
		judge_saw(j, judge_info(j, "", "no usual port of the Swarm is open"), "",
		    f->host.listen_origin.source, "none of 2377, 7946, 4789", "");
}

/* ---- H-05, H-06: forwarding ----------------------------------------------------------------- */

/* Shows the numbers: whether the FORWARD chain drops what is not the containers' is not in them. */
static void
forwarding(struct judge *j, const struct facts *f, const void *arg)
{
	static const char *const names[] = { "net.ipv4.ip_forward",
		"net.ipv6.conf.all.forwarding" };
	const struct kernel_texts *settings = &f->host.kernel.settings;
	bool forwards = false;
	struct finding *found;

	(void)arg;
	if (!judge_can_read(j, &settings->origin) || !is_engines_kernel(j, f))
		return;
	for (size_t i = 0; i < 2; i++) {
		const struct kernel_text *t = kernel_text(settings, names[i]);
		struct fact_int number = kernel_number(t);

		if (number.seen == UNSEEN) {
			judge_error(j, "%s could not be read: %s", names[i], t->problem);
			return;
		}
		forwards = forwards || number.v > 0;
	}
	found = forwards ? judge_note(j, "",
			       "the host forwards packets: does its FORWARD chain drop what is not "
			       "for containers?")
			 : judge_info(j, "", "the host forwards no packets");
	for (size_t i = 0; i < 2; i++) {
		const struct fact_str *value = &kernel_text(settings, names[i])->value;

		judge_saw(j, found, names[i], settings->origin.source,
		    value->seen == SEEN ? value->v : "not in this kernel", "");
	}
}

/* Bridges whose containers shall not talk to each other; NULL with the verdict given: not known. */
static const struct network *
separated(struct judge *j, const struct facts *f, bool *known, bool *v6)
{
	const struct network *first = NULL;

	*known = judge_can_read(j, &f->networks_origin);
	*v6 = false;
	for (size_t i = 0; *known && i < f->n_networks; i++) {
		const struct network *n = &f->networks[i];
		const char *icc;

		if (strcmp(n->driver, "bridge") != 0)
			continue;
		*known = judge_can_read(j, &n->origin) &&
			 judge_knows(j, n->options.seen, true, "Options", &n->origin);
		icc = map_get(&n->options, "com.docker.network.bridge.enable_icc");
		if (!*known || icc == NULL || strcmp(icc, "false") != 0)
			continue;
		first = first == NULL ? n : first;
		*v6 = *v6 || (n->enable_ipv6.seen == SEEN && n->enable_ipv6.v);
	}
	return *known ? first : NULL;
}

static void
bridged_packets(struct judge *j, const struct facts *f, const void *arg)
{
	static const char *const names[] = { "net.bridge.bridge-nf-call-iptables",
		"net.bridge.bridge-nf-call-ip6tables" };
	const struct kernel_texts *settings = &f->host.kernel.settings;
	bool known, v6, good = true;
	const struct network *network = separated(j, f, &known, &v6);
	struct finding *found;

	(void)arg;
	if (!known)
		return;
	if (network == NULL) {
		judge_skip(j, "no bridge keeps its containers apart (enable_icc)");
		return;
	}
	if (!judge_can_read(j, &settings->origin) || !is_engines_kernel(j, f))
		return;
	for (size_t i = 0; i < (v6 ? 2 : 1); i++) {
		const struct kernel_text *t = kernel_text(settings, names[i]);
		struct fact_int number = kernel_number(t);

		if (number.seen == UNSEEN) {
			judge_error(j, "%s could not be read: %s", names[i], t->problem);
			return;
		}
		if (number.seen == SEEN && number.v == 1)
			continue;
		good = false;
		judge_saw(j,
		    judge_warn(j, names[i],
			"packets inside a bridge are not filtered: containers of %s can talk to "
			"each other",
			network->name),
		    names[i], settings->origin.source,
		    t->value.seen == SEEN ? t->value.v : "not there: br_netfilter is not loaded",
		    "1");
	}
	if (!good)
		return;
	found =
	    judge_pass(j, "packets inside a bridge are filtered, as %s needs it", network->name);
	for (size_t i = 0; i < (v6 ? 2 : 1); i++)
		judge_saw(j, found, names[i], settings->origin.source, "1", "1");
}

/* ---- H-43: published ports and the firewall
 * ------------------------------------------------------ */

static bool
is_running_firewalld(const struct facts *f)
{
	for (size_t i = 0; i < f->host.n_processes; i++) {
		if (strcmp(f->host.processes[i].comm, "firewalld") == 0)
			return true;
	}
	return false;
}

static bool
is_yes(const struct fact_str *value)
{
	return value->seen == SEEN && (value->v[0] == 'y' || value->v[0] == 'Y');
}

/* The front end that is on, which published ports would get past; NULL: the verdict is given. */
static const char *
front_end(struct judge *j, const struct facts *f)
{
	const struct firewall_facts *w = &f->host.firewall;
	const char *on = NULL;

	if (!judge_can_read(j, &w->origin) || !judge_can_read(j, &f->host.processes_origin) ||
	    !judge_knows(j, w->unreadable.seen, false, "unreadable", &w->origin) ||
	    !judge_knows(j, w->docker_user.seen, false, "docker_user", &w->origin))
		return NULL;
	if (is_yes(&w->ufw))
		on = "ufw";
	else if (is_running_firewalld(f))
		on = "firewalld";
	if (on == NULL && w->unreadable.n > 0)
		judge_error(j, "what the firewall is set to could not be read: %s",
		    judge_join(j, &w->unreadable));
	else if (on == NULL && !judge_knows(j, w->ufw.seen, true, "ufw", &w->origin))
		return NULL;
	else if (on == NULL)
		judge_skip(j, "neither ufw nor firewalld is on");
	return on;
}

/* Where the engine makes no such rules, its ports pass the front end's like any other. */
static bool
makes_rules(struct judge *j, const struct facts *f)
{
	const struct engine_facts *e = &f->engine;
	const char *iptables;
	bool known;

	if (!judge_can_read(j, &e->info_origin))
		return false;
	if (engine_security_option(e, "rootless") != NULL) {
		judge_skip(
		    j, "this engine publishes ports by a program, whose packets the firewall sees");
		return false;
	}
	if (e->is_podman) {
		judge_error(j,
		    "whether published ports get past the firewall depends on the driver of "
		    "Podman's network stack, which its API does not tell");
		return false;
	}
	iptables = setting_in_force(f, "iptables", &known);
	if (!known)
		judge_error(j, "whether the engine makes firewall rules could not be seen");
	else if (iptables != NULL && strcmp(iptables, "false") == 0)
		judge_skip(j, "the engine makes no firewall rules (iptables=false)");
	return known && (iptables == NULL || strcmp(iptables, "false") != 0);
}

/* One finding for each published port; returns how many there are. */
static size_t
judge_ports(struct judge *j, const struct facts *f, const struct container *c, const char *on)
{
	const struct firewall_facts *w = &f->host.firewall;
	const char *last = "";
	size_t n = 0;

	for (size_t i = 0; i < c->n_ports; i++) {
		const struct port_binding *p = &c->ports[i];
		const char *key =
		    judge_fmt(j, "%lld->%s", (long long)p->host_port, p->container_port);
		struct finding *found;

		/* The bindings of IPv4 and IPv6 stand beside each other. */
		if (!is_every_address(p->host_ip) || strcmp(key, last) == 0)
			continue;
		last = key;
		n++;
		found =
		    w->docker_user.n > 0
			? judge_note(j, key, "port %lld gets past %s: do the rules in %s hold it?",
			      (long long)p->host_port, on, w->docker_user.v[0])
			: judge_warn(j, key, "port %lld gets past %s, whose rules are not asked",
			      (long long)p->host_port, on);
		judge_saw(j, found,
		    c->state.seen == SEEN && strcmp(c->state.v, "running") == 0
			? "NetworkSettings.Ports"
			: "HostConfig.PortBindings",
		    c->origin.source, key, "one address, or rules in the chain DOCKER-USER");
		judge_saw(j, found, strcmp(on, "ufw") == 0 ? "ufw" : "", w->origin.source, on, "");
	}
	return n;
}

static void
firewall_holds(struct judge *j, const struct facts *f, const void *arg)
{
	const struct firewall_facts *w = &f->host.firewall;
	size_t n = 0, unknown = 0;
	const char *on;
	struct finding *found;

	(void)arg;
	on = front_end(j, f);
	if (on == NULL || !makes_rules(j, f) || !judge_can_read(j, &f->containers_origin))
		return;
	if (strcmp(on, "firewalld") == 0 && is_yes(&w->strict_forward_ports)) {
		judge_saw(j, judge_pass(j, "firewalld holds forwarded ports, too"),
		    "strict_forward_ports", w->origin.source, w->strict_forward_ports.v, "yes");
		return;
	}
	for (size_t i = 0; i < f->n_containers; i++) {
		const struct container *c = &f->containers[i];

		judge_about_container(j, c);
		if (!judge_can_read(j, &c->origin) ||
		    !judge_knows(j, c->ports_seen, true, "ports", &c->origin))
			unknown++;
		else
			n += judge_ports(j, f, c, on);
	}
	judge_about_host(j);
	if (n > 0 || unknown > 0)
		return;
	found = judge_pass(j, "no container publishes a port on every address past %s", on);
	judge_saw(j, found, "docker_user", w->origin.source,
	    judge_fmt(j, "%s is on; %zu containers", on, f->n_containers),
	    "no port on every address");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "H-05", .title = "The host forwards only what it is meant to",
	  .scope = SCOPE_HOST, .severity = SEVERITY_INFO, .needs = NEEDS_INFO | NEEDS_KERNEL,
	  .rationale = "Bridge networks need forwarding; without a FORWARD chain that drops the rest, the host becomes a router between all its networks.",
	  .remedy = "Look at iptables -S FORWARD (policy DROP), or switch forwarding off where all containers use the host's network.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.5"), .manual = true,
	  .once = forwarding },
	{ .id = "H-06", .title = "Packets between containers of one bridge pass the filter",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .needs = NEEDS_INFO | NEEDS_KERNEL | NEEDS_NETWORKS,
	  .rationale = "A bridge that keeps its containers apart (icc=false) does so by packet filter rules, which bridged packets meet only when the kernel is told so.",
	  .remedy = "Load br_netfilter (/etc/modules-load.d/) and set net.bridge.bridge-nf-call-iptables = 1, with IPv6 also -ip6tables.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.5"), .related = "2.2",
	  .once = bridged_packets },
	{ .id = "H-21", .title = "Nothing listens on port 2375",
	  .scope = SCOPE_HOST, .severity = SEVERITY_CRITICAL, .needs = LISTEN_NEEDS,
	  .rationale = "Whoever reaches the API without TLS is root on the host; worms look for this port.",
	  .remedy = "Take -H tcp:// off dockerd's command line and hosts out of daemon.json; use ssh:// or TLS on 2376.",
	  .refs = REFS("NIST 800-53 AC-17", "NIST 800-190 4.5"), .related = "2.7,D-05",
	  .once = plain_api_port },
	{ .id = "H-22", .title = "Port 2376 is open to verified clients only",
	  .scope = SCOPE_HOST, .severity = SEVERITY_HIGH, .needs = LISTEN_NEEDS,
	  .rationale = "TLS alone hides what is said; only tlsverify asks who says it.",
	  .remedy = "Set tlsverify, tlscacert, tlscert and tlskey in daemon.json and restart the engine.",
	  .refs = REFS("NIST 800-53 IA-3", "NIST 800-190 4.5"), .related = "2.7",
	  .once = tls_api_port },
	{ .id = "H-23", .title = "Other ports of the engine are open to the host only",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .needs = LISTEN_NEEDS,
	  .rationale = "Metrics, diagnosis and containerd's own API know no users: who reaches them reads, or rules, the engine.",
	  .remedy = "Bind metrics-addr to 127.0.0.1 in daemon.json; take tcp_address out of containerd's config.toml.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.5"), .related = "D-16,D-17",
	  .once = other_listeners },
	{ .id = "H-24", .title = "Ports of the Swarm are open to its nodes only",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .needs = LISTEN_NEEDS,
	  .rationale = "Gossip and the overlay's data port trust whoever can send to them.",
	  .remedy = "Start the Swarm with --listen-addr of a private interface, and filter 2377, 7946 and 4789 by the nodes' addresses.",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.5"), .related = "7.2", .manual = true,
	  .podman = PODMAN_NO_SWARM,
	  .once = swarm_ports },
	{ .id = "H-43", .title = "Published ports do not get past the host's firewall",
	  .scope = SCOPE_HOST, .severity = SEVERITY_MEDIUM, .needs = LISTEN_NEEDS | NEEDS_FIREWALL | NEEDS_CONTAINERS,
	  .rationale = "The engine's own rules come before those of ufw and firewalld: a port that these close is open all the same.",
	  .remedy = "Publish on 127.0.0.1, or put rules into the chain DOCKER-USER (for ufw: in /etc/ufw/after.rules; for firewalld: StrictForwardPorts=yes).",
	  .refs = REFS("NIST 800-53 SC-7", "NIST 800-190 4.5"), .related = "5.14",
	  .once = firewall_holds },
};
/* clang-format on */

const struct check_table checks_host_network = CHECK_TABLE(checks);
