/*
 * cases_host_network.c: listeners, forwarding, and ports that get past the firewall; see cases.h.
 */
#include "config.h"

#include "cases.h"

#define LISTEN "proc:listen"
#define SOCKETS "proc:sockets"
#define FIREWALL "firewall:frontends"
#define SYS "proc:sys"
#define ICC "Options.com.docker.network.bridge.enable_icc"
#define DENIED "{\"problem\":\"Permission denied\"}"

#define L(address, port, pid, comm)                                                                \
	"{\"proto\":\"tcp\",\"address\":\"" address "\",\"port\":" port ",\"pid\":" pid             \
	",\"comm\":" comm "}"
#define D(address, port) L(address, port, "100", "\"dockerd\"")
#define CMDLINE "proc:processes", "0.cmdline"

#define TWO_UNKNOWN                                                                                \
	{                                                                                          \
		"meta", "dockerd_pid", "null"                                                      \
	},                                                                                         \
	{                                                                                          \
		"meta", "dockerd_problem", "\"2 dockerd processes are visible\""                    \
	}

/* clang-format off */
#define PUBLISHED(ip) { WEB, "NetworkSettings.Ports", "{\"80/tcp\":[{\"HostIp\":\"" ip "\",\"HostPort\":\"8080\"}]}" }
static const struct check_case cases[] = {
	/* H-05 */
	{ "H-05", STATUS_NOTE },
	{ "H-05", STATUS_INFO, .changes = { { SYS, "net.ipv4.ip_forward", "\"0\"" } } },
	{ "H-05", STATUS_NOTE, .changes = { { SYS, "net.ipv4.ip_forward", "\"0\"" }, { SYS, "net.ipv6.conf.all.forwarding", "\"1\"" } } },
	{ "H-05", STATUS_INFO, .changes = { { SYS, "net.ipv4.ip_forward", "\"0\"" }, { SYS, "net.ipv6.conf.all.forwarding", "null" } } },
	{ "H-05", STATUS_ERROR, .changes = { { SYS, "net.ipv4.ip_forward", DENIED } } },

	/* H-06 */
	{ "H-06", STATUS_PASS },
	{ "H-06", STATUS_WARN, .changes = { { SYS, "net.bridge.bridge-nf-call-iptables", "\"0\"" } } },
	{ "H-06", STATUS_WARN, .changes = { { SYS, "net.bridge.bridge-nf-call-iptables", "null" } } },
	/* IPv6 matters where a bridge has it */
	{ "H-06", STATUS_PASS, .changes = { { SYS, "net.bridge.bridge-nf-call-ip6tables", "\"0\"" } } },
	{ "H-06", STATUS_WARN, .key = "net.bridge.bridge-nf-call-ip6tables",
	    .changes = { { SYS, "net.bridge.bridge-nf-call-ip6tables", "\"0\"" }, { "GET /networks/n0", "EnableIPv6", "true" } } },
	{ "H-06", STATUS_SKIP, .changes = { { "GET /networks/n0", ICC, "\"true\"" } } },
	{ "H-06", STATUS_ERROR, .changes = { { SYS, "net.bridge.bridge-nf-call-iptables", DENIED } } },
	{ "H-06", STATUS_ERROR, .changes = { { "GET /networks", NULL, NULL } } },
	{ "H-06", STATUS_ERROR, .changes = { { "GET /networks/n0", NULL, "!failed time-out" } } },
	{ "H-06", STATUS_ERROR, .changes = { { "GET /networks/n0", "Options", "7" } } },

	/* H-21 */
	{ "H-21", STATUS_PASS },
	{ "H-21", STATUS_WARN, .key = "0.0.0.0", .changes = { { LISTEN, NULL, "[" D("0.0.0.0", "2375") "]" } } },
	{ "H-21", STATUS_WARN, .key = "::1", .changes = { { LISTEN, NULL, "[" L("::1", "2375", "null", "null") "]" } } },
	{ "H-21", STATUS_PASS, .changes = { { LISTEN, NULL, "[" D("0.0.0.0", "23750") "]" } } },
	{ "H-21", STATUS_PASS, .changes = { { LISTEN, NULL, "[]" } } },
	{ "H-21", STATUS_ERROR, .changes = { { LISTEN, NULL, "[{\"proto\":\"tcp\",\"address\":\"0.0.0.0\"}]" } } },
	{ "H-21", STATUS_ERROR, .changes = { { LISTEN, NULL, "!denied Permission denied" } } },
	/* with two engines nobody knows whose network it is */
	{ "H-21", STATUS_ERROR, .changes = { TWO_UNKNOWN } },
	{ "H-21", STATUS_SKIP, .changes = { { LISTEN, NULL, "!not-here no /proc" } } },

	/* H-22 */
	{ "H-22", STATUS_SKIP },
	{ "H-22", STATUS_WARN, .changes = { { LISTEN, NULL, "[" D("0.0.0.0", "2376") "]" } } },
	{ "H-22", STATUS_WARN, .changes = { { LISTEN, NULL, "[" D("0.0.0.0", "2376") "]" },
	    { CMDLINE, "[\"dockerd\",\"-H\",\"tcp://0.0.0.0:2376\",\"--tlsverify=false\"]" } } },
	{ "H-22", STATUS_PASS, .changes = { { LISTEN, NULL, "[" D("0.0.0.0", "2376") "]" },
	    { CMDLINE, "[\"dockerd\",\"-H\",\"tcp://0.0.0.0:2376\",\"--tlsverify\"]" } } },
	{ "H-22", STATUS_ERROR, .changes = { { LISTEN, NULL, "[" D("0.0.0.0", "2376") "]" }, { CMDLINE, "null" } } },
	/* somebody else's port */
	{ "H-22", STATUS_SKIP, .changes = { { LISTEN, NULL, "[" L("0.0.0.0", "2376", "7", "\"docker-proxy\"") "]" } } },
	{ "H-22", STATUS_SKIP, .changes = { { LISTEN, NULL, "[" L("0.0.0.0", "2376", "null", "null") "]" } } },
	{ "H-22", STATUS_ERROR, .changes = { { LISTEN, NULL, "[" L("0.0.0.0", "2376", "null", "null") "]" },
	    { SOCKETS, "unreadable", "[\"dockerd\"]" } } },

	/* H-23 */
	{ "H-23", STATUS_PASS },
	{ "H-23", STATUS_PASS, .changes = { { LISTEN, NULL, "[" D("127.0.0.1", "9323") "," L("0.0.0.0", "22", "null", "null") "]" } } },
	{ "H-23", STATUS_WARN, .key = "tcp/9323 on 0.0.0.0", .changes = { { LISTEN, NULL, "[" D("0.0.0.0", "9323") "]" } } },
	{ "H-23", STATUS_WARN, .changes = { { LISTEN, NULL, "[" L("::", "1338", "90", "\"containerd\"") "]" } } },
	{ "H-23", STATUS_PASS, .changes = { { LISTEN, NULL, "[" L("::", "80", "91", "\"docker-proxy\"") "]" } } },
	/* the API's own ports are other checks' */
	{ "H-23", STATUS_PASS, .changes = { { LISTEN, NULL, "[" D("0.0.0.0", "4243") "]" },
	    { CMDLINE, "[\"dockerd\",\"-H\",\"tcp://0.0.0.0:4243\"]" } } },
	{ "H-23", STATUS_PASS, .changes = { { LISTEN, NULL, "[" D("0.0.0.0", "7946") "]" } } },
	{ "H-23", STATUS_WARN, .changes = { { LISTEN, NULL, "[" D("0.0.0.0", "7946") "]" }, { INFO, "Swarm.LocalNodeState", "\"inactive\"" } } },
	{ "H-23", STATUS_ERROR, .changes = { { SOCKETS, "unreadable", "[\"containerd\"]" } } },
	{ "H-23", STATUS_ERROR, .changes = { { SOCKETS, NULL, NULL } } },
	{ "H-23", STATUS_ERROR, .changes = { { LISTEN, NULL, NULL } } },

	/* H-24 */
	{ "H-24", STATUS_INFO, .key = "tcp/2377 on 127.0.0.1" },
	{ "H-24", STATUS_NOTE, .key = "tcp/7946 on ::", .changes = { { LISTEN, NULL, "[" D("::", "7946") "]" } } },
	{ "H-24", STATUS_INFO, .key = "", .changes = { { LISTEN, NULL, "[]" } } },
	{ "H-24", STATUS_SKIP, .changes = { { INFO, "Swarm.LocalNodeState", "\"inactive\"" } } },
	{ "H-24", STATUS_ERROR, .changes = { { LISTEN, NULL, NULL } } },

	/* H-43 */
	{ "H-43", STATUS_PASS },
	{ "H-43", STATUS_WARN, .subject = "web", .key = "8080->80/tcp", .changes = { PUBLISHED("0.0.0.0") } },
	{ "H-43", STATUS_WARN, .subject = "web", .changes = { PUBLISHED("::") } },
	{ "H-43", STATUS_WARN, .subject = "web", .changes = { PUBLISHED("0.0.0.0"), { FIREWALL, "ufw", "null" },
	    { "proc:processes", "1.comm", "\"firewalld\"" } } },
	{ "H-43", STATUS_PASS, .changes = { PUBLISHED("0.0.0.0"), { FIREWALL, "ufw", "\"no\"" },
	    { "proc:processes", "1.comm", "\"firewalld\"" }, { FIREWALL, "strict_forward_ports", "\"yes\"" } } },
	{ "H-43", STATUS_NOTE, .subject = "web", .changes = { PUBLISHED("0.0.0.0"), { FIREWALL, "docker_user", "[\"/etc/ufw/after.rules\"]" } } },
	{ "H-43", STATUS_SKIP, .changes = { PUBLISHED("0.0.0.0"), { FIREWALL, "ufw", "null" } } },
	{ "H-43", STATUS_SKIP, .changes = { PUBLISHED("0.0.0.0"), { "file:/etc/docker/daemon.json", "content", "\"{\\\"iptables\\\":false}\"" } } },
	{ "H-43", STATUS_SKIP, .changes = { PUBLISHED("0.0.0.0"), { INFO, "SecurityOptions", "[\"name=rootless\"]" } } },
	{ "H-43", STATUS_ERROR, .changes = { { FIREWALL, "ufw", "null" }, { FIREWALL, "unreadable", "[\"/etc/ufw/ufw.conf (Permission denied)\"]" } } },
	{ "H-43", STATUS_ERROR, .changes = { { FIREWALL, NULL, NULL } } },
	{ "H-43", STATUS_ERROR, .changes = { { FIREWALL, "docker_user", "7" } } },
	{ "H-43", STATUS_ERROR, .changes = { { "proc:processes", NULL, "!denied Permission denied" } } },
	{ "H-43", STATUS_ERROR, .subject = "web", .changes = { { WEB, NULL, "!failed time-out" } } },
};
/* clang-format on */

const struct case_table cases_host_network = CASE_TABLE(cases);
