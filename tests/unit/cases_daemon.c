/*
 * cases_daemon.c: cases of section 2 as the benchmark has it, of managed plugins, and of section C.
 */
#include "config.h"

#include "cases.h"

#define CMDLINE "proc:processes", "0.cmdline"
#define CONFIG "file:/etc/docker/daemon.json", "content"
#define BRIDGE "GET /networks/n0"
#define NO_PROCESS { "proc:processes", NULL, "!denied needs root" }
#define NO_CONFIG { "file:/etc/docker/daemon.json", NULL, "!gone not there" }
#define CHANGED(when) { "proc:dockerd", "started", "1000" }, { "file:/etc/docker/daemon.json", "modified", when }
#define BAD_CONFIG { CONFIG, "\"{\"" }
#define ICC(v) "{\"com.docker.network.bridge.enable_icc\":" v "}"

/* clang-format off */
static const struct check_case cases[] = {
	{ "2.1", STATUS_PASS, .changes = { { INFO, "SecurityOptions", "[\"name=rootless\"]" } } },
	{ "2.1", STATUS_PASS, .changes = { { "proc:processes", "0.uid", "1000" } } },
	{ "2.1", STATUS_WARN },
	{ "2.1", STATUS_WARN, .changes = { NO_PROCESS } },
	{ "2.1", STATUS_ERROR, .changes = { { INFO, "SecurityOptions", NULL } } },
	{ "2.1", STATUS_ERROR, .changes = { { INFO, "SecurityOptions", "[\"seccomp\"]" } } }, /* API 1.24 */
	{ "2.1", STATUS_ERROR, .changes = { { INFO, NULL, "!failed time-out" } } },

	{ "2.2", STATUS_PASS },
	{ "2.2", STATUS_WARN, .changes = { { BRIDGE, "Options", ICC("\"true\"") } } },
	{ "2.2", STATUS_ERROR, .changes = { { BRIDGE, "Options", "{}" } } },
	{ "2.2", STATUS_ERROR, .changes = { { BRIDGE, "Options", NULL } } },
	{ "2.2", STATUS_ERROR, .changes = { { BRIDGE, "Options", ICC("false") } } }, /* no string */
	{ "2.2", STATUS_ERROR, .changes = { { BRIDGE, NULL, "!failed time-out" } } },
	{ "2.2", STATUS_ERROR, .changes = { { "GET /networks", NULL, "!refused 500" } } },
	{ "2.2", STATUS_PASS, .changes = { { "GET /networks/n1", NULL, "!gone 404" } } }, /* another one */
	{ "2.2", STATUS_SKIP, .changes = { { "GET /networks", NULL, "[]" } } }, /* "bridge": "none" */

	{ "2.3", STATUS_PASS },
	{ "2.3", STATUS_PASS, .changes = { { CONFIG, "\"{\\\"log-level\\\":\\\"INFO\\\"}\"" } } },
	{ "2.3", STATUS_WARN, .key = "debug", .changes = { { INFO, "Debug", "true" } } },
	{ "2.3", STATUS_WARN, .changes = { { CMDLINE, "[\"dockerd\",\"-l\",\"error\"]" } } },
	{ "2.3", STATUS_WARN, .changes = { { CMDLINE, "[\"dockerd\",\"--log-level\",\"warn\"]" } } },
	{ "2.3", STATUS_WARN, .changes = { { CONFIG, "\"{\\\"log-level\\\":\\\"fatal\\\"}\"" } } },
	{ "2.3", STATUS_ERROR, .changes = { { INFO, "Debug", NULL } } },
	{ "2.3", STATUS_ERROR, .changes = { NO_PROCESS } },
	{ "2.3", STATUS_ERROR, .changes = { BAD_CONFIG } },
	/* changed since it was read: only what does not rest on it can be told */
	{ "2.3", STATUS_ERROR, .changes = { CHANGED("1002") } },
	{ "2.3", STATUS_PASS, .changes = { CHANGED("1001") } },
	{ "2.3", STATUS_WARN, .changes = { CHANGED("1002"), { CMDLINE, "[\"dockerd\",\"-l\",\"error\"]" } } },

	{ "2.4", STATUS_PASS },
	{ "2.4", STATUS_PASS, .changes = { NO_CONFIG } },
	{ "2.4", STATUS_WARN, .changes = { { CMDLINE, "[\"dockerd\",\"--iptables=F\"]" } } },
	{ "2.4", STATUS_WARN, .changes = { { CONFIG, "\"{\\\"iptables\\\":false}\"" } } },
	/* of a name that comes twice the last one counts */
	{ "2.4", STATUS_WARN, .changes = { { CONFIG, "\"{\\\"iptables\\\":true,\\\"iptables\\\":false}\"" } } },
	{ "2.4", STATUS_PASS, .changes = { { CONFIG, "\"\\n\"" } } }, /* an empty file is none */
	/* a value that looks like a flag; a flag without a value before one */
	{ "2.4", STATUS_PASS, .changes = { { CMDLINE, "[\"dockerd\",\"--label\",\"--iptables=false\"]" } } },
	{ "2.4", STATUS_WARN, .changes = { { CMDLINE, "[\"dockerd\",\"--allow-direct-routing\",\"--iptables=false\"]" } } },
	{ "2.4", STATUS_PASS, .changes = { { CMDLINE, "[\"dockerd\",\"--\",\"--iptables=false\"]" } } },
	/* an engine that has none says null, whatever the file has got since it started */
	{ "2.4", STATUS_WARN, .changes = { { "meta", "api_version", "\"1.51\"" } } },
	{ "2.4", STATUS_PASS, .changes = { { "meta", "api_version", "\"1.51\"" },
	    { INFO, "FirewallBackend", "{\"Driver\":\"iptables\"}" } } },
	{ "2.4", STATUS_ERROR, .changes = { BAD_CONFIG } },
	{ "2.4", STATUS_ERROR, .changes = { NO_PROCESS } },
	{ "2.4", STATUS_ERROR, .changes = { { "proc:processes", "0.cmdline", "null" } } },
	{ "2.4", STATUS_SKIP, .changes = { { "proc:processes", NULL, "!not-here remote" } } },

	{ "2.5", STATUS_PASS },
	{ "2.5", STATUS_WARN, .key = "10.0.0.0/8",
	  .changes = { { INFO, "RegistryConfig.InsecureRegistryCIDRs", "[\"127.0.0.0/8\",\"10.0.0.0/8\"]" } } },
	{ "2.5", STATUS_WARN, .key = "0.0.0.0/0",
	  .changes = { { INFO, "RegistryConfig.InsecureRegistryCIDRs", "[\"0.0.0.0/0\"]" } } },
	{ "2.5", STATUS_WARN, .key = "126.0.0.0/7", /* holds more than loopback */
	  .changes = { { INFO, "RegistryConfig.InsecureRegistryCIDRs", "[\"126.0.0.0/7\"]" } } },
	{ "2.5", STATUS_WARN, .key = "r.example:5000",
	  .changes = { { INFO, "RegistryConfig.IndexConfigs", "{\"r.example:5000\":{\"Secure\":false}}" } } },
	{ "2.5", STATUS_PASS,
	  .changes = { { INFO, "RegistryConfig.IndexConfigs", "{\"localhost:5000\":{\"Secure\":false}}" } } },
	{ "2.5", STATUS_ERROR, .changes = { { INFO, "RegistryConfig.IndexConfigs", "{\"r\":{}}" } } },
	{ "2.5", STATUS_ERROR, .changes = { { INFO, "RegistryConfig", NULL } } },

	{ "2.6", STATUS_PASS },
	{ "2.6", STATUS_WARN, .changes = { { INFO, "Driver", "\"aufs\"" } } },
	{ "2.6", STATUS_ERROR, .changes = { { INFO, "Driver", "null" } } },

	{ "2.7", STATUS_PASS },
	{ "2.7", STATUS_WARN, .key = "tcp://0.0.0.0:2375", .changes = { NO_CONFIG,
	    { CMDLINE, "[\"dockerd\",\"-H\",\"unix:///run/docker.sock\",\"-H\",\"tcp://0.0.0.0:2375\"]" } } },
	/* without a scheme it is TCP; a flag's letter behind another's */
	{ "2.7", STATUS_WARN, .key = "0.0.0.0:2375",
	  .changes = { NO_CONFIG, { CMDLINE, "[\"dockerd\",\"-H=0.0.0.0:2375\"]" } } },
	{ "2.7", STATUS_WARN, .key = "tcp://:2375",
	  .changes = { NO_CONFIG, { CMDLINE, "[\"dockerd\",\"-DH\",\"tcp://:2375\"]" } } },
	{ "2.7", STATUS_WARN, .key = "tcp://[::]:2376",
	  .changes = { NO_CONFIG, { CMDLINE, "[\"dockerd\",\"-H\",\"tcp://[::]:2376\",\"--tlsverify=false\"]" } } },
	{ "2.7", STATUS_WARN, .key = "tcp://127.0.0.1:2375", .changes = { { CMDLINE, "[\"dockerd\"]" },
	    { CONFIG, "\"{\\\"hosts\\\":[\\\"unix:///run/docker.sock\\\",\\n\\\"tcp://127.0.0.1:2375\\\"]}\"" } } },
	{ "2.7", STATUS_PASS, .changes = { { CMDLINE, "[\"dockerd\",\"-Htcp://0.0.0.0:2376\"]" },
	    { CONFIG, "\"{\\\"tlsverify\\\":true}\"" } } },
	{ "2.7", STATUS_PASS, .changes = { NO_CONFIG,
	    { CMDLINE, "[\"dockerd\",\"-H\",\"tcp://0.0.0.0:2376\",\"--tlsverify\"]" } } },
	/* TLS alone: the engine itself says whether it verifies */
	{ "2.7", STATUS_PASS, .changes = { NO_CONFIG,
	    { CMDLINE, "[\"dockerd\",\"-H\",\"tcp://0.0.0.0:2376\",\"--tls\"]" } } },
	{ "2.7", STATUS_WARN, .key = "tcp://0.0.0.0:2376", .changes = { NO_CONFIG,
	    { CMDLINE, "[\"dockerd\",\"-H\",\"tcp://0.0.0.0:2376\",\"--tls\"]" },
	    { INFO, "Warnings", "[\"WARNING: API is accessible on https://0.0.0.0:2376 without TLS client verification.\\n Access\"]" } } },
	{ "2.7", STATUS_WARN, .changes = { NO_CONFIG, { "meta", "api_version", "\"1.38\"" },
	    { CMDLINE, "[\"dockerd\",\"-H\",\"tcp://0.0.0.0:2376\",\"--tls\"]" } } },
	/* what the engine says needs no sight of the host */
	{ "2.7", STATUS_WARN, .key = "tcp://0.0.0.0:2375", .changes = {
	    { "proc:processes", NULL, "!not-here remote" }, { "proc:listen", NULL, "!not-here remote" },
	    { INFO, "Warnings", "[\"[DEPRECATION NOTICE]: API is accessible on http://0.0.0.0:2375 without encryption.\\n\"]" } } },
	/* what the kernel shows: a socket of systemd's; Swarm's, metrics' and others' are not the API */
	{ "2.7", STATUS_WARN, .key = "tcp://0.0.0.0:2375", .changes = { NO_CONFIG,
	    { "proc:listen", NULL, "[{\"proto\":\"tcp\",\"address\":\"0.0.0.0\",\"port\":2375,\"pid\":100,\"comm\":\"dockerd\"}]" } } },
	{ "2.7", STATUS_WARN, .key = "tcp://[::]:4243", .changes = { NO_CONFIG,
	    { "proc:listen", NULL, "[{\"proto\":\"tcp\",\"address\":\"::\",\"port\":4243,\"pid\":100,\"comm\":\"dockerd\"}]" } } },
	{ "2.7", STATUS_WARN, .key = "tcp://127.0.0.1:2377", .changes = { NO_CONFIG,
	    { INFO, "Swarm", "{\"LocalNodeState\":\"inactive\"}" } } },
	{ "2.7", STATUS_PASS, .changes = { { CONFIG, "\"{\\\"metrics-addr\\\":\\\"0.0.0.0:9323\\\"}\"" },
	    { "proc:listen", NULL, "[{\"proto\":\"tcp\",\"address\":\"0.0.0.0\",\"port\":9323,\"pid\":100,\"comm\":\"dockerd\"},"
	      "{\"proto\":\"tcp\",\"address\":\"0.0.0.0\",\"port\":2375,\"pid\":77,\"comm\":\"dockerd\"},"
	      "{\"proto\":\"udp\",\"address\":\"0.0.0.0\",\"port\":2375,\"pid\":100,\"comm\":\"dockerd\"}]" } } },
	{ "2.7", STATUS_ERROR, .changes = {
	    { "proc:listen", NULL, "[{\"proto\":\"tcp\",\"address\":\"0.0.0.0\",\"port\":2375,\"pid\":null,\"comm\":null}]" } } },
	/* -H fd://, and no sight of the sockets: the unit tells */
	{ "2.7", STATUS_PASS, .changes = { { "proc:sockets", "unreadable", "[\"dockerd\"]" } } },
	{ "2.7", STATUS_WARN, .key = "tcp://[::]:2375", .changes = { { "proc:sockets", "unreadable", "[\"dockerd\"]" },
	    { "file:/usr/lib/systemd/system/docker.socket", "content", "\"[Socket]\\nListenStream=/run/docker.sock\\nListenStream=2375\\n\"" } } },
	{ "2.7", STATUS_ERROR, .changes = { { "proc:sockets", "unreadable", "[\"dockerd\"]" },
	    { "file:/usr/lib/systemd/system/docker.socket", NULL, "!denied needs root" } } },
	{ "2.7", STATUS_ERROR, .changes = { { "proc:sockets", NULL, "!failed time-out" },
	    { "file:/usr/lib/systemd/system/docker.socket", NULL, "!failed time-out" } } },
	{ "2.7", STATUS_PASS, .changes = { { "proc:sockets", "unreadable", "[\"dockerd\"]" }, { CMDLINE, "[\"dockerd\"]" } } },
	{ "2.7", STATUS_ERROR, .changes = { NO_PROCESS } },
	{ "2.7", STATUS_ERROR, .changes = { BAD_CONFIG } },
	{ "2.7", STATUS_ERROR, .changes = { { "proc:listen", NULL, "!denied needs root" } } },

	{ "2.8", STATUS_NOTE },
	{ "2.8", STATUS_NOTE, .changes = { { CMDLINE, "[\"dockerd\",\"--default-ulimit\",\"nofile=100:200\"]" } } },
	{ "2.8", STATUS_ERROR, .changes = { NO_PROCESS } },

	{ "2.9", STATUS_PASS },
	{ "2.9", STATUS_PASS, .changes = { { INFO, "SecurityOptions", "[\"name=rootless\"]" } } },
	{ "2.9", STATUS_WARN, .changes = { { INFO, "SecurityOptions", "[\"name=usernsx\"]" } } }, /* whatever the file says */
	{ "2.9", STATUS_ERROR, .changes = { { INFO, "SecurityOptions", "{}" } } },

	{ "2.10", STATUS_PASS },
	{ "2.10", STATUS_WARN, .key = "/special", .changes = { { CMDLINE, "[\"dockerd\",\"--cgroup-parent\",\"/special\"]" } } },
	{ "2.10", STATUS_WARN, .key = "x.slice", .changes = { { CONFIG, "\"{\\\"cgroup-parent\\\":\\\"x.slice\\\"}\"" } } },
	{ "2.10", STATUS_PASS, .changes = { { CMDLINE, "[\"dockerd\",\"--cgroup-parent=\"]" } } },
	{ "2.10", STATUS_ERROR, .changes = { NO_PROCESS } },

	{ "2.11", STATUS_SKIP },
	{ "2.11", STATUS_PASS, .changes = { { INFO, "Driver", "\"devicemapper\"" } } },
	{ "2.11", STATUS_WARN, .changes = { { INFO, "Driver", "\"devicemapper\"" },
	    { CMDLINE, "[\"dockerd\",\"--storage-opt\",\"dm.fs=xfs\",\"--storage-opt\",\"dm.basesize=20G\"]" } } },
	{ "2.11", STATUS_WARN, .changes = { { INFO, "Driver", "\"devicemapper\"" },
	    { CONFIG, "\"{\\\"storage-opts\\\":[\\\"dm.basesize=20G\\\"]}\"" } } },
	{ "2.11", STATUS_ERROR, .changes = { { INFO, "Driver", "\"devicemapper\"" }, NO_PROCESS } },

	{ "2.12", STATUS_PASS },
	{ "2.12", STATUS_WARN, .changes = { { INFO, "Plugins.Authorization", "null" } } }, /* whatever the file says */
	{ "2.12", STATUS_WARN, .changes = { { INFO, "Plugins.Authorization", "[]" } } },
	{ "2.12", STATUS_ERROR, .changes = { { INFO, "Plugins.Authorization", "\"guard\"" } } },

	{ "2.13", STATUS_PASS },
	{ "2.13", STATUS_PASS, .changes = { { INFO, "LoggingDriver", "\"awslogs\"" }, NO_PROCESS } },
	{ "2.13", STATUS_WARN, .changes = { { INFO, "LoggingDriver", "\"json-file\"" } } },
	{ "2.13", STATUS_WARN, .changes = { { INFO, "LoggingDriver", "\"journald\"" } } },
	{ "2.13", STATUS_WARN, .changes = { { INFO, "LoggingDriver", "\"none\"" } } },
	{ "2.13", STATUS_NOTE, .changes = { { CONFIG, "\"{}\"" } } }, /* syslog on this host */
	{ "2.13", STATUS_NOTE, .changes = { { INFO, "LoggingDriver", "\"fluentd\"" } } },
	{ "2.13", STATUS_NOTE, .changes = { { INFO, "LoggingDriver", "\"gelf\"" },
	    { CMDLINE, "[\"dockerd\",\"--log-opt\",\"gelf-address=udp://127.0.0.1:12201\"]" } } },
	{ "2.13", STATUS_ERROR, .changes = { NO_PROCESS } },
	{ "2.13", STATUS_ERROR, .changes = { { INFO, "LoggingDriver", NULL } } },

	{ "2.14", STATUS_PASS },
	{ "2.14", STATUS_WARN, .changes = { { INFO, "SecurityOptions", "[]" } } }, /* 24 and newer tell */
	{ "2.14", STATUS_PASS, .changes = { { INFO, "SecurityOptions", "[]" }, { ENGINE_VERSION, "Version", "\"20.10.24\"" } } },
	{ "2.14", STATUS_WARN, .changes = { { INFO, "SecurityOptions", "[]" }, { ENGINE_VERSION, "Version", "\"20.10.24\"" },
	    { CMDLINE, "[\"dockerd\",\"--no-new-privileges=false\"]" } } },
	{ "2.14", STATUS_ERROR, .changes = { { INFO, "SecurityOptions", "[]" }, { ENGINE_VERSION, "Version", "\"20.10.24\"" },
	    NO_PROCESS } },
	{ "2.14", STATUS_ERROR, .changes = { { INFO, "SecurityOptions", "[]" }, { ENGINE_VERSION, "Version", "\"dev\"" } } },
	{ "2.14", STATUS_ERROR, .changes = { { INFO, "SecurityOptions", "[]" }, { ENGINE_VERSION, NULL, "!failed time-out" } } },
	{ "2.14", STATUS_ERROR, .changes = { { INFO, "SecurityOptions", "7" } } },

	{ "2.15", STATUS_SKIP }, /* the clean host is in a Swarm */
	{ "2.15", STATUS_PASS, .changes = { { INFO, "Swarm.LocalNodeState", "\"inactive\"" } } },
	{ "2.15", STATUS_WARN, .changes = { { INFO, "Swarm.LocalNodeState", "\"inactive\"" },
	    { INFO, "LiveRestoreEnabled", "false" } } },
	{ "2.15", STATUS_ERROR, .changes = { { INFO, "LiveRestoreEnabled", NULL } } },

	{ "2.16", STATUS_PASS },
	{ "2.16", STATUS_WARN, .changes = { NO_CONFIG } },
	{ "2.16", STATUS_WARN, .changes = { { CMDLINE, "[\"dockerd\",\"--userland-proxy\"]" } } },
	/* changed, and not started again; another engine's proxies are no matter */
	{ "2.16", STATUS_WARN, .changes = { { "proc:processes", "1", "{\"pid\":7,\"ppid\":100,\"comm\":\"docker-proxy\","
	    "\"exe\":null,\"uid\":0,\"cmdline\":[],\"cgroup_container\":null,\"host_pidns\":true}" } } },
	{ "2.16", STATUS_PASS, .changes = { { "proc:processes", "1", "{\"pid\":7,\"ppid\":101,\"comm\":\"docker-proxy\","
	    "\"exe\":null,\"uid\":0,\"cmdline\":[],\"cgroup_container\":null,\"host_pidns\":true}" } } },
	{ "2.16", STATUS_ERROR, .changes = { NO_PROCESS } },
	{ "2.16", STATUS_ERROR, .changes = { CHANGED("2000") } },
	{ "2.16", STATUS_WARN, .changes = { CHANGED("2000"), { "proc:processes", "1", "{\"pid\":7,\"ppid\":100,\"comm\":\"docker-proxy\","
	    "\"exe\":null,\"uid\":0,\"cmdline\":[],\"cgroup_container\":null,\"host_pidns\":true}" } } },

	{ "2.17", STATUS_PASS },
	{ "2.17", STATUS_PASS, .changes = { { INFO, "SecurityOptions", "[\"name=seccomp,profile=default\"]" } } },
	{ "2.17", STATUS_WARN, .changes = { { INFO, "SecurityOptions", "[\"name=seccomp,profile=unconfined\"]" } } },
	{ "2.17", STATUS_WARN, .changes = { { INFO, "SecurityOptions", "[\"name=apparmor\"]" } } },
	{ "2.17", STATUS_WARN, .changes = { { INFO, "SecurityOptions", "[\"name=seccomp,profile=/etc/docker/s.json\"]" },
	    { "file:/etc/docker/s.json", NULL, "{\"type\":\"file\",\"mode\":420,\"uid\":0,\"gid\":0,"
	      "\"content\":\"{\\\"defaultAction\\\":\\\"SCMP_ACT_ALLOW\\\"}\"}" } } },
	{ "2.17", STATUS_NOTE, .changes = { { INFO, "SecurityOptions", "[\"name=seccomp,profile=/etc/docker/s.json\"]" },
	    { "file:/etc/docker/s.json", NULL, "{\"type\":\"file\",\"mode\":420,\"uid\":0,\"gid\":0,"
	      "\"content\":\"{\\\"defaultAction\\\":\\\"SCMP_ACT_ERRNO\\\"}\"}" } } },
	{ "2.17", STATUS_ERROR, .changes = { { INFO, "SecurityOptions", "[\"name=seccomp,profile=/etc/docker/s.json\"]" } } },
	{ "2.17", STATUS_ERROR, .changes = { { INFO, "SecurityOptions", "[\"name=seccomp\"]" } } },
	{ "2.17", STATUS_ERROR, .changes = { { INFO, "SecurityOptions", "[\"seccomp\"]" } } },

	{ "2.18", STATUS_PASS },
	{ "2.18", STATUS_WARN, .changes = { { INFO, "ExperimentalBuild", "true" } } },
	{ "2.18", STATUS_ERROR, .changes = { { INFO, "ExperimentalBuild", NULL } } },
	{ "2.18", STATUS_SKIP, .changes = { { ENGINE_VERSION, "Components", "[{\"Name\":\"Podman Engine\",\"Version\":\"5.8.6\"}]" } } },

	{ "H-42", STATUS_PASS },
	{ "H-42", STATUS_PASS, .changes = { { "GET /plugins", NULL, "[]" } } },
	{ "H-42", STATUS_WARN, .key = "guard:latest:CAP_SYS_ADMIN",
	  .changes = { { "GET /plugins", "0.Config.Linux.Capabilities", "[\"CAP_NET_ADMIN\",\"CAP_SYS_ADMIN\"]" } } },
	{ "H-42", STATUS_WARN, .key = "guard:latest:the host's network",
	  .changes = { { "GET /plugins", "0.Config.Network.Type", "\"host\"" } } },
	{ "H-42", STATUS_WARN, .key = "guard:latest:all devices",
	  .changes = { { "GET /plugins", "0.Config.Linux.AllowAllDevices", "true" } } },
	{ "H-42", STATUS_WARN, .key = "guard:latest:/var/run/docker.sock",
	  .changes = { { "GET /plugins", "0.Settings.Mounts", "[{\"Source\":\"/var/run/docker.sock\"}]" } } },
	{ "H-42", STATUS_PASS, .changes = { { "GET /plugins", "0.Settings.Mounts", "[{\"Source\":\"/mnt/data\"},{\"Source\":null}]" } } },
	{ "H-42", STATUS_PASS, .changes = { { "GET /plugins", "0.Enabled", "false" },
	    { "GET /plugins", "0.Config.Network.Type", "\"host\"" } } },
	{ "H-42", STATUS_ERROR, .changes = { { "GET /plugins", "0.Config.Linux.Capabilities", "\"ALL\"" } } },
	{ "H-42", STATUS_ERROR, .changes = { { "GET /plugins", "0.Enabled", NULL } } },
	{ "H-42", STATUS_ERROR, .changes = { { "GET /plugins", NULL, "{}" } } },
	{ "H-42", STATUS_ERROR, .changes = { { "GET /plugins", NULL, "!refused 500" } } },

	{ "C.1", STATUS_PASS },
	{ "C.1", STATUS_PASS, .changes = { { INFO, "Architecture", "\"amd64\"" } } }, /* Podman */
	{ "C.1", STATUS_WARN, .changes = { { INFO, "Architecture", "\"riscv64\"" } } },
	{ "C.1", STATUS_ERROR, .changes = { { INFO, "Architecture", NULL } } },
	{ "C.1.1", STATUS_INFO },
	{ "C.1.1", STATUS_ERROR, .changes = { { INFO, NULL, "!failed time-out" } } },

	{ "C.2", STATUS_PASS },
	{ "C.2", STATUS_WARN, .changes = { { ENGINE_VERSION, "Version", "\"17.06.2-ce\"" } } },
	{ "C.2", STATUS_PASS, .changes = { { ENGINE_VERSION, "Version", "\"1.13.1\"" },
	    { CMDLINE, "[\"dockerd\",\"--disable-legacy-registry\"]" } } },
	{ "C.2", STATUS_ERROR, .changes = { { ENGINE_VERSION, "Version", "\"dev\"" } } },
	{ "C.2", STATUS_ERROR, .changes = { { ENGINE_VERSION, "Version", "\"17.06.2\"" }, NO_PROCESS } },
};
/* clang-format on */

const struct case_table cases_daemon = CASE_TABLE(cases);
