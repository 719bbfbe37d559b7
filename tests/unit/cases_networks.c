/*
 * cases_networks.c: cases of networks, volumes and security operations: N-*, P-*, 6.* and O-*; see
 * cases.h.
 */
#include "config.h"

#include "cases.h"

#define LIST "GET /containers/json"
#define BACKEND "GET /networks/n1"
#define VOLUMES "GET /volumes"
#define TOP "GET /containers/c1/top"
#define EVENTS "GET /events"
#define ROUTES "proc:routes"
#define MOUNTPOINT "file:/var/lib/docker/volumes/data/_data"

#define NETWORK(field, value) { BACKEND, field, value }
#define OPTION(name, value) { BACKEND, "Options", "{\"com.docker.network.bridge." name "\":\"" value "\"}" }
#define DRIVER(name) { BACKEND, "Driver", "\"" name "\"" }
#define IPV6 { BACKEND, "EnableIPv6", "true" }
#define OLD_ENGINE { ENGINE_VERSION, "Version", "\"26.1.5\"" }
#define PODMAN { ENGINE_VERSION, "Components.0.Name", "\"Podman Engine\"" }
#define VOLUME(field, value) { VOLUMES, "Volumes.0." field, value }
#define HEADINGS "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n"
#define ROUTE(interface, destination, mask) { ROUTES, NULL, HEADINGS interface "\t" destination "\t00000000\t0001\t0\t0\t0\t" mask "\t0\t0\t0\n" }
#define IMAGE_NAME(name) { WEB, "Config.Image", "\"" name "\"" }
#define ENV(list) { WEB, "Config.Env", "[" list "]" }
#define SOCKET_MOUNT { WEB, "Mounts", "[{\"Type\":\"bind\",\"Source\":\"/run/docker.sock\",\"Destination\":\"/s\",\"RW\":true}]" }
#define NO_MOUNTS { WEB, "Mounts", "[]" }
#define PORTS(port, bindings) { WEB, "NetworkSettings.Ports", "{\"" port "\":[" bindings "]}" }
#define AT(ip, port) "{\"HostIp\":\"" ip "\",\"HostPort\":\"" port "\"}"
#define COMMAND(text) { TOP, "Processes", "[[\"root\",\"1\",\"" text "\"]]" }
#define EXEC_EVENT(id, name, command) { EVENTS, NULL, "{\"Type\":\"container\",\"Action\":\"exec_create: " command "\"," \
	"\"Actor\":{\"ID\":\"" id "\",\"Attributes\":{\"name\":\"" name "\"}},\"time\":1}\n" }
#define TWO_CONTAINERS { LIST, NULL, "[{\"Id\":\"c1\",\"Names\":[\"/web\"],\"State\":\"running\"},{\"Id\":\"c2\",\"Names\":[\"/db\"],\"State\":\"running\"}]" }
#define USER(id, writes) { "GET /containers/" id "/json", NULL, "{\"Image\":\"x\",\"NetworkSettings\":{\"Networks\":{}}," \
	"\"Mounts\":[{\"Type\":\"volume\",\"Name\":\"data\",\"RW\":" writes "}]}" }
#define SOME_ONLY { "meta", "all_containers", "false" }, { INFO, "Containers", "2" }
/* eleven containers, and ten images of which nobody uses any */
#define MANY "{\"a\":{},\"b\":{},\"c\":{},\"d\":{},\"e\":{},\"f\":{},\"g\":{},\"h\":{},\"i\":{},\"j\":{},\"k\":{}}"
#define IMAGES "[{\"Id\":\"1\"},{\"Id\":\"2\"},{\"Id\":\"3\"},{\"Id\":\"4\"},{\"Id\":\"5\"},{\"Id\":\"6\"},{\"Id\":\"7\"},{\"Id\":\"8\"},{\"Id\":\"9\"},{\"Id\":\"10\"}]"

/* clang-format off */
static const struct check_case cases[] = {
	{ "N-01", STATUS_PASS },
	{ "N-01", STATUS_SKIP, .subject = "bridge" },
	{ "N-01", STATUS_WARN, .subject = "backend", .changes = { NETWORK("Containers", MANY) } },
	{ "N-01", STATUS_PASS, .subject = "backend", .changes = { NETWORK("Containers", MANY), OPTION("enable_icc", "false") } },
	{ "N-01", STATUS_SKIP, .subject = "backend", .changes = { NETWORK("Containers", MANY), DRIVER("overlay") } },
	{ "N-01", STATUS_ERROR, .subject = "backend", .changes = { NETWORK("Containers", "[]") } },

	{ "N-02", STATUS_INFO, .subject = "backend" },
	{ "N-02", STATUS_NOTE, .subject = "backend", .changes = { { WEB, "NetworkSettings.Ports", "{}" } } },
	{ "N-02", STATUS_INFO, .subject = "backend", .changes = { { WEB, "NetworkSettings.Ports", "{}" }, NETWORK("Internal", "true") } },
	{ "N-02", STATUS_SKIP, .subject = "backend", .changes = { DRIVER("null") } },
	{ "N-02", STATUS_ERROR, .subject = "backend", .changes = { NETWORK("Internal", NULL) } },

	{ "N-03", STATUS_PASS },
	{ "N-03", STATUS_PASS, .changes = { IPV6 } },
	{ "N-03", STATUS_WARN, .subject = "backend", .changes = { IPV6, OLD_ENGINE } },
	{ "N-03", STATUS_WARN, .changes = { IPV6, { "file:/etc/docker/daemon.json", "content", "\"{\\\"ip6tables\\\":false}\"" } } },
	{ "N-03", STATUS_PASS, .changes = { IPV6, OLD_ENGINE, { "file:/etc/docker/daemon.json", "content", "\"{\\\"ip6tables\\\":true}\"" } } },
	{ "N-03", STATUS_SKIP, .subject = "backend", .changes = { IPV6, PODMAN } },
	{ "N-03", STATUS_ERROR, .changes = { IPV6, { "proc:processes", NULL, "!denied no" } } },
	{ "N-03", STATUS_ERROR, .changes = { IPV6, { ENGINE_VERSION, "Version", NULL } } },
	{ "N-03", STATUS_ERROR, .changes = { NETWORK("EnableIPv6", "\"no\"") } },

	{ "N-04", STATUS_SKIP, .subject = "backend" },
	{ "N-04", STATUS_PASS, .changes = { DRIVER("overlay") } },
	{ "N-04", STATUS_WARN, .changes = { DRIVER("overlay"), NETWORK("Attachable", "true") } },
	{ "N-04", STATUS_ERROR, .changes = { DRIVER("overlay"), NETWORK("Attachable", NULL) } },

	{ "N-05", STATUS_PASS },
	{ "N-05", STATUS_PASS, .changes = { OPTION("gateway_mode_ipv4", "isolated") } },
	{ "N-05", STATUS_WARN, .subject = "backend", .key = "ipv4", .changes = { OPTION("gateway_mode_ipv4", "routed") } },
	{ "N-05", STATUS_WARN, .key = "ipv6", .changes = { OPTION("gateway_mode_ipv6", "nat-unprotected") } },
	{ "N-05", STATUS_ERROR, .changes = { NETWORK("Options", "[]") } },

	{ "N-06", STATUS_PASS },
	{ "N-06", STATUS_WARN, .changes = { OPTION("enable_ip_masquerade", "false") } },
	{ "N-06", STATUS_ERROR, .changes = { { BACKEND, NULL, "!failed time-out" } } },

	{ "N-07", STATUS_PASS },
	{ "N-07", STATUS_WARN, .changes = { DRIVER("macvlan") } },
	{ "N-07", STATUS_WARN, .changes = { DRIVER("ipvlan") } },
	{ "N-07", STATUS_PASS, .subject = "backend", .changes = { DRIVER("macvlan"), NETWORK("Internal", "true") } },
	{ "N-07", STATUS_ERROR, .changes = { NETWORK("Driver", NULL) } },

	{ "N-08", STATUS_WARN, .subject = "backend" },
	{ "N-08", STATUS_WARN, .subject = "bridge" },
	{ "N-08", STATUS_PASS, .subject = "backend", .changes = { OPTION("host_binding_ipv4", "127.0.0.1") } },
	{ "N-08", STATUS_SKIP, .subject = "backend", .changes = { NETWORK("Internal", "true") } },
	{ "N-08", STATUS_ERROR, .subject = "backend", .changes = { NETWORK("Options", "\"none\"") } },

	{ "N-09", STATUS_PASS },
	{ "N-09", STATUS_WARN, .key = "weave", .changes = { DRIVER("weave") } },
	{ "N-09", STATUS_ERROR, .changes = { NETWORK("Driver", "7") } },

	{ "N-10", STATUS_PASS, .subject = "backend" },
	{ "N-10", STATUS_PASS, .subject = "backend", .changes = { NETWORK("Containers", "{}") } },
	{ "N-10", STATUS_WARN, .changes = { NETWORK("Containers", "{}"), { WEB, "NetworkSettings.Networks", "{}" } } },
	{ "N-10", STATUS_NOTE, .changes = { NETWORK("Containers", "{}"), { WEB, "NetworkSettings.Networks", "{}" }, SOME_ONLY } },
	{ "N-10", STATUS_ERROR, .changes = { NETWORK("Containers", "{}"), { WEB, NULL, "!failed time-out" } } },
	{ "N-10", STATUS_ERROR, .changes = { NETWORK("Containers", "\"none\"") } },

	{ "N-11", STATUS_PASS },
	/* 172.18.0.0/16: what contains it, what it contains, its own route, and the default */
	{ "N-11", STATUS_WARN, .subject = "backend", .key = "172.18.0.0/16", .changes = { ROUTE("wg0", "000010AC", "0000F0FF") } },
	{ "N-11", STATUS_WARN, .subject = "backend", .changes = { ROUTE("eth0", "000512AC", "00FFFFFF") } },
	{ "N-11", STATUS_PASS, .subject = "backend", .changes = { ROUTE("br-n1", "000012AC", "0000FFFF") } },
	{ "N-11", STATUS_PASS, .subject = "backend", .changes = { ROUTE("eth0", "000013AC", "0000FFFF") } },
	{ "N-11", STATUS_PASS, .subject = "backend", .changes = { ROUTE("eth0", "00000000", "00000000") } },
	{ "N-11", STATUS_SKIP, .subject = "backend", .changes = { NETWORK("IPAM.Config", "[{\"Subnet\":\"fd00::/64\"}]") } },
	{ "N-11", STATUS_ERROR, .changes = { { ROUTES, NULL, HEADINGS "eth0 x\n" } } },
	{ "N-11", STATUS_ERROR, .changes = { { ROUTES, NULL, "!denied no" } } },
	{ "N-11", STATUS_ERROR, .changes = { NETWORK("IPAM.Config", "{}") } },

	{ "N-12", STATUS_PASS },
	{ "N-12", STATUS_WARN, .changes = { OPTION("trusted_host_interfaces", "vxlan.1") } },
	{ "N-12", STATUS_ERROR, .changes = { NETWORK("Options", "[]") } },

	{ "P-01", STATUS_PASS },
	{ "P-01", STATUS_WARN, .subject = "data", .key = "/etc/ssl", .changes = { VOLUME("Options", "{\"type\":\"none\",\"o\":\"bind,ro\",\"device\":\"/etc/ssl\"}") } },
	{ "P-01", STATUS_WARN, .changes = { VOLUME("Options", "{\"o\":\"rbind\",\"device\":\"/srv/../\"}") } },
	{ "P-01", STATUS_PASS, .changes = { VOLUME("Options", "{\"o\":\"bind\",\"device\":\"/srv/data\"}") } },
	{ "P-01", STATUS_WARN, .key = "/dev/sda1", .changes = { VOLUME("Options", "{\"type\":\"ext4\",\"device\":\"/dev/sda1\"}") } },
	{ "P-01", STATUS_PASS, .changes = { VOLUME("Options", "{\"type\":\"tmpfs\",\"device\":\"tmpfs\",\"o\":\"size=1m\"}") } },
	{ "P-01", STATUS_SKIP, .subject = "data", .changes = { VOLUME("Driver", "\"rexray\"") } },
	{ "P-01", STATUS_ERROR, .changes = { VOLUME("Options", "[]") } },
	{ "P-01", STATUS_ERROR, .changes = { { VOLUMES, NULL, "!failed time-out" } } },

	{ "P-02", STATUS_SKIP, .subject = "data" },
	{ "P-02", STATUS_PASS, .changes = { VOLUME("Options", "{\"type\":\"nfs\",\"o\":\"addr=1.2.3.4,nosuid,nodev\",\"device\":\":/x\"}") } },
	{ "P-02", STATUS_WARN, .key = "nosuid", .changes = { VOLUME("Options", "{\"type\":\"nfs4\",\"o\":\"addr=1.2.3.4,nodev\"}") } },
	{ "P-02", STATUS_WARN, .key = "password", .changes = { VOLUME("Options", "{\"type\":\"cifs\",\"o\":\"username=u,password=<masked 1a2b3c4d>,nosuid,nodev\"}") } },
	{ "P-02", STATUS_WARN, .key = "nodev", .changes = { VOLUME("Options", "{\"type\":\"cifs\"}") } },
	{ "P-02", STATUS_ERROR, .changes = { VOLUME("Options", "{\"type\":1}") } },

	{ "P-03", STATUS_PASS },
	{ "P-03", STATUS_WARN, .subject = "data", .changes = { NO_MOUNTS } },
	{ "P-03", STATUS_NOTE, .subject = "data", .changes = { NO_MOUNTS, SOME_ONLY } },
	{ "P-03", STATUS_ERROR, .changes = { { WEB, NULL, "!failed time-out" } } },
	{ "P-03", STATUS_ERROR, .changes = { { WEB, "Mounts", "{}" } } },
	{ "P-03", STATUS_WARN, .changes = { { WEB, NULL, "!gone 404" } } },

	{ "P-04", STATUS_PASS },
	{ "P-04", STATUS_WARN, .subject = "data", .changes = { TWO_CONTAINERS, USER("c1", "true"), USER("c2", "true") } },
	{ "P-04", STATUS_PASS, .subject = "data", .changes = { TWO_CONTAINERS, USER("c1", "true"), USER("c2", "false") } },
	{ "P-04", STATUS_SKIP, .subject = "data", .changes = { NO_MOUNTS } },
	{ "P-04", STATUS_ERROR, .changes = { { LIST, NULL, "!failed time-out" } } },

	{ "P-05", STATUS_PASS },
	{ "P-05", STATUS_WARN, .key = "rexray", .changes = { VOLUME("Driver", "\"rexray\"") } },
	{ "P-05", STATUS_ERROR, .changes = { VOLUME("Driver", NULL) } },

	{ "P-06", STATUS_PASS },
	{ "P-06", STATUS_WARN, .changes = { { MOUNTPOINT, "mode", "511" } } },
	{ "P-06", STATUS_PASS, .changes = { { MOUNTPOINT, "mode", "1023" } } }, /* 1777: sticky */
	{ "P-06", STATUS_SKIP, .subject = "data", .changes = { VOLUME("Driver", "\"rexray\"") } },
	{ "P-06", STATUS_ERROR, .changes = { { MOUNTPOINT, NULL, "!denied needs root" } } },
	{ "P-06", STATUS_ERROR, .changes = { { MOUNTPOINT, NULL, NULL } } },

	{ "6.1", STATUS_PASS },
	{ "6.1", STATUS_WARN, .changes = { { "GET /images/json", NULL, IMAGES } } },
	{ "6.1", STATUS_NOTE, .changes = { { "GET /images/json", NULL, IMAGES }, SOME_ONLY } },
	{ "6.1", STATUS_ERROR, .changes = { { "GET /images/json", NULL, "!failed time-out" } } },
	{ "6.1", STATUS_ERROR, .changes = { { LIST, NULL, "!failed time-out" } } },

	{ "6.2", STATUS_PASS },
	{ "6.2", STATUS_PASS, .changes = { { INFO, "Containers", "27" }, { INFO, "ContainersPaused", "1" } } },
	{ "6.2", STATUS_WARN, .changes = { { INFO, "Containers", "27" } } },
	{ "6.2", STATUS_ERROR, .changes = { { INFO, "ContainersPaused", NULL } } },
	{ "6.2", STATUS_ERROR, .changes = { { INFO, "ContainersRunning", NULL } } },

	{ "O-01", STATUS_PASS },
	{ "O-01", STATUS_WARN, .changes = { { WEB, "State.Health.Status", "\"unhealthy\"" } } },
	{ "O-01", STATUS_INFO, .changes = { { WEB, "State.Health.Status", "\"starting\"" } } },
	{ "O-01", STATUS_SKIP, .changes = { { WEB, "State.Health", NULL } } },
	{ "O-01", STATUS_SKIP, .changes = { { WEB, "State.Status", "\"exited\"" } } },
	{ "O-01", STATUS_ERROR, .changes = { { WEB, "State.Health", "\"good\"" } } },

	/* the health check's own command is not told */
	{ "O-02", STATUS_INFO },
	{ "O-02", STATUS_INFO, .changes = { { EVENTS, NULL, "" } } },
	{ "O-02", STATUS_NOTE, .key = "web", .changes = { EXEC_EVENT("c1", "web", "sh") } },
	{ "O-02", STATUS_NOTE, .key = "gone", .changes = { EXEC_EVENT("c9", "gone", "/bin/sh -c true") } },
	{ "O-02", STATUS_ERROR, .changes = { { EVENTS, NULL, "{\"Type\":" } } },
	{ "O-02", STATUS_ERROR, .changes = { { EVENTS, NULL, "!failed time-out" } } },

	{ "O-04", STATUS_NOTE },
	{ "O-04", STATUS_INFO, .changes = { IMAGE_NAME("falcosecurity/falco:0.40") } },
	{ "O-04", STATUS_NOTE, .changes = { { "proc:processes", NULL, "!not-here remote" } } },
	{ "O-04", STATUS_ERROR, .changes = { { "proc:processes", NULL, "!denied no" } } },

	{ "O-06", STATUS_SKIP, .subject = "web" },
	{ "O-06", STATUS_PASS, .changes = { IMAGE_NAME("tecnativa/docker-socket-proxy:1"), ENV("\"POST=0\",\"CONTAINERS=1\"") } },
	{ "O-06", STATUS_WARN, .key = "CONTAINERS", .changes = { IMAGE_NAME("tecnativa/docker-socket-proxy:1"), ENV("\"POST=0\",\"CONTAINERS=1\",\"POST=1\"") } },
	{ "O-06", STATUS_PASS, .changes = { IMAGE_NAME("tecnativa/docker-socket-proxy:1"), ENV("\"POST=1\",\"EVENTS=1\"") } },
	{ "O-06", STATUS_NOTE, .changes = { IMAGE_NAME("wollomatic/socket-proxy:1"), ENV("\"PATH=/bin\"") } },
	{ "O-06", STATUS_ERROR, .changes = { IMAGE_NAME("tecnativa/docker-socket-proxy:1"), { WEB, "Config.Env", "{}" } } },

	{ "O-07", STATUS_PASS },
	{ "O-07", STATUS_WARN, .changes = { IMAGE_NAME("containrrr/watchtower"), SOCKET_MOUNT } },
	{ "O-07", STATUS_PASS, .changes = { IMAGE_NAME("containrrr/watchtower") } },
	{ "O-07", STATUS_ERROR, .changes = { IMAGE_NAME("containrrr/watchtower"), { WEB, "Mounts", "{}" } } },

	{ "O-08", STATUS_PASS },
	{ "O-08", STATUS_WARN, .key = "9443->9443/tcp", .changes = { IMAGE_NAME("portainer/portainer-ce:2"), PORTS("9443/tcp", AT("0.0.0.0", "9443") "," AT("::", "9443")) } },
	{ "O-08", STATUS_WARN, .changes = { IMAGE_NAME("rabbitmq:3-management"), PORTS("15672/tcp", AT("", "80")) } },
	{ "O-08", STATUS_PASS, .changes = { IMAGE_NAME("portainer/portainer-ce:2"), PORTS("9443/tcp", AT("127.0.0.1", "9443")) } },
	{ "O-08", STATUS_PASS, .changes = { IMAGE_NAME("demo/x:1"), PORTS("9443/tcp", AT("0.0.0.0", "9443")) } },
	{ "O-08", STATUS_ERROR, .changes = { { WEB, "Config.Image", NULL } } },

	{ "O-09", STATUS_PASS },
	{ "O-09", STATUS_WARN, .changes = { COMMAND("/tmp/xmrig -o pool") } },
	{ "O-09", STATUS_WARN, .changes = { COMMAND("./x -o stratum+tcp://pool:3333") } },
	{ "O-09", STATUS_PASS, .changes = { COMMAND("vi /etc/xmrig.conf") } },
	{ "O-09", STATUS_SKIP, .changes = { { WEB, "State.Status", "\"exited\"" } } },
	{ "O-09", STATUS_ERROR, .changes = { { TOP, NULL, "!failed time-out" } } },
	{ "O-09", STATUS_ERROR, .changes = { { TOP, "Processes", "{}" } } },

	{ "O-10", STATUS_PASS },
	{ "O-10", STATUS_PASS, .changes = { { "meta", "all_containers", "false" } } },
	{ "O-10", STATUS_WARN, .key = "stopped", .changes = { SOME_ONLY } },
	{ "O-10", STATUS_WARN, .key = "root", .changes = { { "meta", "euid", "1000" } } },
	{ "O-10", STATUS_WARN, .key = "host", .changes = { { "meta", "local", "false" } } },
	{ "O-10", STATUS_WARN, .key = "connection", .changes = { { "meta", "connection_weakness", "\"TLS without verification\"" } } },
	{ "O-10", STATUS_ERROR, .changes = { { IMAGE, NULL, "!failed time-out" } } },
	{ "O-10", STATUS_ERROR, .changes = { { "audit:kernel", NULL, "!denied no" } } },
	{ "O-10", STATUS_PASS, .changes = { { WEB, NULL, "!gone 404" } } },
	{ "O-10", STATUS_ERROR, .changes = { { INFO, NULL, NULL } } },
};
/* clang-format on */

const struct case_table cases_networks = CASE_TABLE(cases);
