/*
 * cases_runtime.c: cases of 5.1 to 5.22, but for capabilities and mounts; see cases.h.
 */
#include "config.h"

#include "cases.h"

#define TOP "GET /containers/c1/top"
#define PROCESSES "proc:processes"
#define NETWORK "GET /networks/n1"
#define SERVICES "GET /services"

#define OPT(value) { WEB, "HostConfig.SecurityOpt", value }
#define PRIVILEGED { WEB, "HostConfig.Privileged", "true" }
#define STATE(value) { WEB, "State.Status", "\"" value "\"" }
#define ENGINE_OPTIONS(value) { INFO, "SecurityOptions", value }
#define SELINUX ENGINE_OPTIONS("[\"name=selinux\",\"name=seccomp,profile=default\"]")
#define LABEL(value) { WEB, "ProcessLabel", "\"" value "\"" }
#define PROCESS(comm, seccomp) { PROCESSES, NULL, "[{\"pid\":1019,\"ppid\":1,\"comm\":\"" comm "\",\"exe\":null,\"uid\":0," \
	"\"cmdline\":null,\"cgroup_container\":\"c1\",\"host_pidns\":false,\"seccomp\":" seccomp ",\"cap_bounding\":\"0000000000000000\"}]" }
#define COMMAND(text) { TOP, "Processes", "[[\"root\",\"1\",\"" text "\"]]" }
#define PUBLISHED(ip, port) { WEB, "NetworkSettings.Ports", "{\"80/tcp\":[{\"HostIp\":\"" ip "\",\"HostPort\":\"" port "\"}]}" }
#define BOUND(ip, port) { WEB, "HostConfig.PortBindings", "{\"80/tcp\":[{\"HostIp\":\"" ip "\",\"HostPort\":\"" port "\"}]}" }
#define HOST(field, value) { WEB, "HostConfig." field, value }
#define DEFAULT_ADDRESS(ip) { NETWORK, "Options", "{\"com.docker.network.bridge.host_binding_ipv4\":\"" ip "\"}" }
#define LOOP(field) HOST(field, "\"container:web\"")

/* clang-format off */
static const struct check_case cases[] = {
	{ "5.1", STATUS_WARN, .subject = "daemon", .key = "" },
	{ "5.1", STATUS_PASS, .changes = { { INFO, "Swarm.LocalNodeState", "\"inactive\"" } } },
	{ "5.1", STATUS_WARN, .changes = { { INFO, "Swarm.LocalNodeState", "\"locked\"" } } },
	{ "5.1", STATUS_ERROR, .changes = { { INFO, "Swarm.LocalNodeState", NULL } } },
	{ "5.1", STATUS_ERROR, .changes = { { INFO, "Swarm", "[]" } } },
	{ "5.1", STATUS_ERROR, .changes = { { INFO, NULL, "!failed time-out" } } },

	{ "5.2", STATUS_PASS },
	{ "5.2", STATUS_PASS, .changes = { { WEB, "AppArmorProfile", "\"my-profile\"" } } },
	{ "5.2", STATUS_WARN, .key = "", .changes = { { WEB, "AppArmorProfile", "\"unconfined\"" } } },
	{ "5.2", STATUS_WARN, .changes = { { WEB, "AppArmorProfile", "\"\"" } } },
	{ "5.2", STATUS_WARN, .changes = { STATE("created"), { WEB, "AppArmorProfile", "\"\"" }, OPT("[\"apparmor=unconfined\"]") } },
	{ "5.2", STATUS_ERROR, .changes = { STATE("created"), { WEB, "AppArmorProfile", "\"\"" } } },
	{ "5.2", STATUS_WARN, .key = "privileged", .changes = { PRIVILEGED, { WEB, "AppArmorProfile", "\"unconfined\"" } } },
	{ "5.2", STATUS_PASS, .changes = { PRIVILEGED, OPT("[\"apparmor=my-profile\"]"), { WEB, "AppArmorProfile", "\"my-profile\"" } } },
	{ "5.2", STATUS_SKIP, .subject = "web", .changes = { ENGINE_OPTIONS("[\"name=selinux\"]") } },
	{ "5.2", STATUS_ERROR, .changes = { { WEB, "AppArmorProfile", NULL } } },
	{ "5.2", STATUS_ERROR, .changes = { ENGINE_OPTIONS("7") } },
	{ "5.2", STATUS_ERROR, .changes = { OPT("7") } },

	{ "5.3", STATUS_SKIP, .subject = "web" },
	{ "5.3", STATUS_PASS, .changes = { SELINUX, LABEL("system_u:system_r:container_t:s0:c1,c2") } },
	{ "5.3", STATUS_WARN, .key = "", .changes = { SELINUX, LABEL("system_u:system_r:spc_t:s0") } },
	{ "5.3", STATUS_WARN, .changes = { SELINUX, LABEL("unconfined_u:unconfined_r:unconfined_t:s0") } },
	{ "5.3", STATUS_WARN, .changes = { SELINUX, LABEL("") } },
	{ "5.3", STATUS_WARN, .changes = { SELINUX, LABEL(""), STATE("created"), OPT("[\"label=disable\",\"label=level:s0\"]") } },
	{ "5.3", STATUS_WARN, .changes = { SELINUX, LABEL(""), STATE("created"), OPT("[\"label:disable\"]") } },
	{ "5.3", STATUS_ERROR, .changes = { SELINUX, LABEL(""), STATE("created") } },
	{ "5.3", STATUS_ERROR, .changes = { SELINUX, { WEB, "ProcessLabel", NULL } } },

	{ "5.7", STATUS_PASS },
	{ "5.7", STATUS_WARN, .key = "", .changes = { COMMAND("/usr/sbin/sshd -D") } },
	{ "5.7", STATUS_WARN, .changes = { COMMAND("sshd: /usr/sbin/sshd -D [listener]") } },
	{ "5.7", STATUS_WARN, .changes = { COMMAND("dropbear -F") } },
	{ "5.7", STATUS_PASS, .changes = { COMMAND("ssh sshd@host") } },
	{ "5.7", STATUS_PASS, .changes = { COMMAND("/usr/bin/sshd_exporter") } },
	{ "5.7", STATUS_PASS, .changes = { STATE("paused") } },
	{ "5.7", STATUS_SKIP, .subject = "web", .changes = { STATE("exited"), { TOP, NULL, "!refused 409" } } },
	/* no ps on the engine's host: /proc tells as well */
	{ "5.7", STATUS_WARN, .changes = { { TOP, NULL, "!failed no ps" }, PROCESS("sshd", "2") } },
	{ "5.7", STATUS_PASS, .changes = { { TOP, NULL, "!failed no ps" }, PROCESS("sleep", "2") } },
	{ "5.7", STATUS_ERROR, .changes = { { TOP, NULL, "!failed no ps" } } },
	{ "5.7", STATUS_ERROR, .changes = { { TOP, "Processes", "{}" } } },
	{ "5.7", STATUS_ERROR, .changes = { { TOP, "Processes", "[[7]]" } } },

	{ "5.8", STATUS_PASS },
	{ "5.8", STATUS_WARN, .key = "1023->80/tcp", .changes = { PUBLISHED("", "1023") } },
	{ "5.8", STATUS_WARN, .key = "81->80/tcp", .changes = { PUBLISHED("::1", "81") } },
	{ "5.8", STATUS_PASS, .changes = { PUBLISHED("", "1024") } },
	{ "5.8", STATUS_PASS, .changes = { STATE("created"), BOUND("", "") } }, /* the engine will choose */
	{ "5.8", STATUS_WARN, .key = "80->80/tcp", .changes = { STATE("created"), BOUND("", "80") } },
	{ "5.8", STATUS_SKIP, .subject = "web", .changes = { HOST("NetworkMode", "\"host\"") } },
	{ "5.8", STATUS_ERROR, .changes = { { WEB, "NetworkSettings.Ports", "[]" } } },
	{ "5.8", STATUS_ERROR, .changes = { PUBLISHED("", "http") } },
	{ "5.8", STATUS_ERROR, .changes = { PUBLISHED("", "65536") } },
	{ "5.8", STATUS_ERROR, .changes = { { WEB, "NetworkSettings", NULL } } },

	{ "5.9", STATUS_NOTE, .subject = "web", .key = "1024/tcp" },
	{ "5.9", STATUS_PASS, .changes = { { WEB, "NetworkSettings.Ports", "{\"80/tcp\":null}" } } },
	{ "5.9", STATUS_WARN, .key = "all", .changes = { HOST("PublishAllPorts", "true") } },
	{ "5.9", STATUS_ERROR, .changes = { HOST("PublishAllPorts", NULL) } },
	{ "5.9", STATUS_ERROR, .changes = { { WEB, "NetworkSettings.Ports", "7" } } },

	{ "5.10", STATUS_PASS },
	{ "5.10", STATUS_WARN, .key = "", .changes = { HOST("NetworkMode", "\"host\"") } },
	{ "5.10", STATUS_ERROR, .changes = { HOST("NetworkMode", NULL) } },
	{ "5.10", STATUS_ERROR, .changes = { HOST("NetworkMode", "\"container:gone\"") } },
	{ "5.10", STATUS_ERROR, .changes = { LOOP("NetworkMode") } },

	{ "5.11", STATUS_PASS },
	{ "5.11", STATUS_PASS, .changes = { HOST("Memory", "6291456") } },
	{ "5.11", STATUS_WARN, .key = "", .changes = { HOST("Memory", "0") } },
	{ "5.11", STATUS_WARN, .key = "ineffective", .changes = { { INFO, "MemoryLimit", "false" } } },
	{ "5.11", STATUS_ERROR, .changes = { HOST("Memory", NULL) } },
	{ "5.11", STATUS_ERROR, .changes = { HOST("Memory", "\"64m\"") } },
	{ "5.11", STATUS_ERROR, .changes = { { INFO, "MemoryLimit", NULL } } },

	{ "5.12", STATUS_PASS },
	{ "5.12", STATUS_WARN, .key = "", .changes = { HOST("NanoCpus", "0") } },
	{ "5.12", STATUS_WARN, .changes = { HOST("NanoCpus", "0"), HOST("CpuShares", "1024") } },
	{ "5.12", STATUS_PASS, .changes = { HOST("NanoCpus", "0"), HOST("CpuShares", "512") } },
	{ "5.12", STATUS_PASS, .changes = { HOST("NanoCpus", "0"), HOST("CpuQuota", "50000") } },
	{ "5.12", STATUS_WARN, .changes = { HOST("NanoCpus", "0"), HOST("CpuQuota", "-1") } },
	{ "5.12", STATUS_PASS, .changes = { HOST("NanoCpus", "0"), HOST("CpusetCpus", "\"0-1\"") } },
	{ "5.12", STATUS_ERROR, .changes = { HOST("CpuShares", NULL) } },
	{ "5.12", STATUS_ERROR, .changes = { HOST("NanoCpus", "\"half\"") } },
	{ "5.12", STATUS_ERROR, .changes = { HOST("NanoCpus", "0"), HOST("CpusetCpus", "7") } },

	{ "5.13", STATUS_PASS },
	{ "5.13", STATUS_WARN, .key = "", .changes = { HOST("ReadonlyRootfs", "false") } },
	{ "5.13", STATUS_ERROR, .changes = { HOST("ReadonlyRootfs", NULL) } },
	{ "5.13", STATUS_ERROR, .changes = { HOST("ReadonlyRootfs", "1") } },

	{ "5.14", STATUS_PASS },
	{ "5.14", STATUS_WARN, .key = "80->80/tcp", .changes = { PUBLISHED("0.0.0.0", "80") } },
	{ "5.14", STATUS_WARN, .key = "80->80/tcp", .changes = { PUBLISHED("::", "80") } },
	{ "5.14", STATUS_WARN, .key = "80->80/tcp", .changes = { PUBLISHED("", "80") } },
	{ "5.14", STATUS_PASS, .changes = { PUBLISHED("10.0.0.1", "80") } },
	{ "5.14", STATUS_PASS, .changes = { PUBLISHED("", "80"), DEFAULT_ADDRESS("127.0.0.1") } },
	{ "5.14", STATUS_WARN, .changes = { PUBLISHED("", "80"), DEFAULT_ADDRESS("0.0.0.0") } },
	{ "5.14", STATUS_ERROR, .changes = { PUBLISHED("", "80"), { "GET /networks", NULL, "!failed time-out" } } },
	{ "5.14", STATUS_ERROR, .changes = { PUBLISHED("", "80"), { NETWORK, NULL, "!failed time-out" } } },
	{ "5.14", STATUS_SKIP, .subject = "web", .changes = { HOST("NetworkMode", "\"host\"") } },
	{ "5.14", STATUS_ERROR, .changes = { { WEB, "NetworkSettings.Ports", "7" } } },

	{ "5.15", STATUS_PASS },
	{ "5.15", STATUS_PASS, .changes = { HOST("RestartPolicy.Name", "\"\""), HOST("RestartPolicy.MaximumRetryCount", "0") } },
	{ "5.15", STATUS_PASS, .changes = { HOST("RestartPolicy.Name", "\"no\"") } },
	{ "5.15", STATUS_WARN, .key = "", .changes = { HOST("RestartPolicy.Name", "\"always\"") } },
	{ "5.15", STATUS_WARN, .changes = { HOST("RestartPolicy.Name", "\"unless-stopped\"") } },
	{ "5.15", STATUS_WARN, .changes = { HOST("RestartPolicy.MaximumRetryCount", "0") } },
	{ "5.15", STATUS_WARN, .changes = { HOST("RestartPolicy.MaximumRetryCount", "6") } },
	{ "5.15", STATUS_ERROR, .changes = { HOST("RestartPolicy.Name", NULL) } },
	{ "5.15", STATUS_ERROR, .changes = { HOST("RestartPolicy.MaximumRetryCount", "\"5\"") } },
	{ "5.15", STATUS_ERROR, .changes = { HOST("RestartPolicy", "[]") } },
	/* a Swarm task: the service restarts it */
	{ "5.15", STATUS_WARN, .changes = { { WEB, "Config.Labels", "{\"com.docker.swarm.service.name\":\"shop\"}" } } },
	{ "5.15", STATUS_PASS,
	  .changes = { { WEB, "Config.Labels", "{\"com.docker.swarm.service.name\":\"shop\"}" },
	      { SERVICES, "0.Spec.TaskTemplate.RestartPolicy", "{\"Condition\":\"any\",\"MaxAttempts\":3}" } } },
	{ "5.15", STATUS_PASS,
	  .changes = { { WEB, "Config.Labels", "{\"com.docker.swarm.service.name\":\"shop\"}" },
	      { SERVICES, "0.Spec.TaskTemplate.RestartPolicy", "{\"Condition\":\"none\"}" } } },
	{ "5.15", STATUS_ERROR,
	  .changes = { { WEB, "Config.Labels", "{\"com.docker.swarm.service.name\":\"shop\"}" },
	      { SERVICES, "0.Spec.TaskTemplate.RestartPolicy", "{\"Condition\":\"any\",\"MaxAttempts\":\"3\"}" } } },
	{ "5.15", STATUS_ERROR,
	  .changes = { { WEB, "Config.Labels", "{\"com.docker.swarm.service.name\":\"shop\"}" },
	      { SERVICES, NULL, "!failed time-out" } } },

	{ "5.16", STATUS_PASS },
	{ "5.16", STATUS_PASS, .changes = { HOST("PidMode", "\"private\"") } },
	{ "5.16", STATUS_WARN, .key = "", .changes = { HOST("PidMode", "\"host\"") } },
	{ "5.16", STATUS_ERROR, .changes = { HOST("PidMode", NULL) } },
	{ "5.16", STATUS_ERROR, .changes = { LOOP("PidMode") } },

	{ "5.17", STATUS_PASS },
	{ "5.17", STATUS_PASS, .changes = { HOST("IpcMode", "\"shareable\"") } },
	{ "5.17", STATUS_WARN, .key = "", .changes = { HOST("IpcMode", "\"host\"") } },
	{ "5.17", STATUS_ERROR, .changes = { HOST("IpcMode", "[]") } },
	{ "5.17", STATUS_ERROR, .changes = { HOST("IpcMode", NULL) } },

	{ "5.18", STATUS_PASS },
	{ "5.18", STATUS_WARN, .key = "/dev/kvm:/dev/kvm:rwm",
	  .changes = { HOST("Devices", "[{\"PathOnHost\":\"/dev/kvm\",\"PathInContainer\":\"/dev/kvm\",\"CgroupPermissions\":\"rwm\"}]") } },
	{ "5.18", STATUS_WARN, .key = "c *:* rwm", .changes = { HOST("DeviceCgroupRules", "[\"c *:* rwm\"]") } },
	{ "5.18", STATUS_WARN, .key = "driver=nvidia,count=-1",
	  .changes = { HOST("DeviceRequests", "[{\"Driver\":\"nvidia\",\"Count\":-1}]") } },
	{ "5.18", STATUS_WARN, .key = "/dev/sda",
	  .changes = { { WEB, "Mounts", "[{\"Type\":\"bind\",\"Source\":\"/dev/sda\",\"Destination\":\"/x\",\"RW\":false}]" } } },
	{ "5.18", STATUS_PASS,
	  .changes = { { WEB, "Mounts", "[{\"Type\":\"bind\",\"Source\":\"/dev/log\",\"Destination\":\"/x\",\"RW\":true}]" } } },
	{ "5.18", STATUS_PASS, .changes = { HOST("Devices", "null"), HOST("DeviceRequests", NULL) } },
	{ "5.18", STATUS_WARN, .key = "privileged", .changes = { PRIVILEGED } },
	{ "5.18", STATUS_ERROR, .changes = { HOST("Devices", "\"all\"") } },
	{ "5.18", STATUS_ERROR, .changes = { HOST("DeviceCgroupRules", "{}") } },
	{ "5.18", STATUS_ERROR, .changes = { HOST("DeviceRequests", "[7]") } },
	{ "5.18", STATUS_ERROR, .changes = { { WEB, "Mounts", NULL } } },
	{ "5.18", STATUS_ERROR, .changes = { HOST("Privileged", NULL) } },

	{ "5.19", STATUS_INFO, .subject = "web" },
	{ "5.19", STATUS_NOTE, .subject = "web", .key = "nofile=1024:2048",
	  .changes = { HOST("Ulimits", "[{\"Name\":\"nofile\",\"Soft\":1024,\"Hard\":2048}]") } },
	{ "5.19", STATUS_ERROR, .changes = { HOST("Ulimits", "{}") } },

	{ "5.21", STATUS_PASS },
	{ "5.21", STATUS_WARN, .key = "", .changes = { HOST("UTSMode", "\"host\"") } },
	{ "5.21", STATUS_ERROR, .changes = { HOST("UTSMode", NULL) } },
	{ "5.21", STATUS_ERROR, .changes = { HOST("UTSMode", "true") } },

	{ "5.22", STATUS_PASS },
	{ "5.22", STATUS_PASS, .changes = { OPT("null") } },
	{ "5.22", STATUS_PASS, .changes = { OPT("[\"seccomp=builtin\"]") } },
	{ "5.22", STATUS_WARN, .key = "", .changes = { OPT("[\"seccomp=unconfined\"]") } },
	{ "5.22", STATUS_WARN, .changes = { OPT("[\"seccomp:unconfined\"]") } },
	{ "5.22", STATUS_WARN, .changes = { OPT("[\"seccomp={\\\"defaultAction\\\":\\\"SCMP_ACT_ALLOW\\\"}\"]") } },
	{ "5.22", STATUS_WARN, .changes = { OPT("[\"seccomp={\\\"defaultAction\\\":\\\"SCMP_ACT_LOG\\\"}\"]") } },
	{ "5.22", STATUS_PASS, .changes = { OPT("[\"seccomp={\\\"defaultAction\\\":\\\"SCMP_ACT_ERRNO\\\"}\"]") } },
	{ "5.22", STATUS_PASS, .changes = { PRIVILEGED, OPT("[\"seccomp={\\\"defaultAction\\\":\\\"SCMP_ACT_ERRNO\\\"}\"]") } },
	{ "5.22", STATUS_WARN, .key = "privileged", .changes = { PRIVILEGED } },
	{ "5.22", STATUS_WARN, .changes = { ENGINE_OPTIONS("[\"name=seccomp,profile=unconfined\"]") } },
	{ "5.22", STATUS_WARN, .changes = { ENGINE_OPTIONS("[\"name=apparmor\"]") } },
	{ "5.22", STATUS_PASS, .changes = { ENGINE_OPTIONS("[\"name=seccomp,profile=builtin\"]") } },
	{ "5.22", STATUS_WARN, .changes = { PROCESS("sleep", "0") } },
	{ "5.22", STATUS_PASS, .changes = { PROCESS("sleep", "2") } },
	{ "5.22", STATUS_ERROR, .changes = { OPT("[\"seccomp=/etc/profile.json\"]") } },
	{ "5.22", STATUS_ERROR, .changes = { OPT("[7]") } },
	{ "5.22", STATUS_ERROR, .changes = { ENGINE_OPTIONS(NULL) } },
	{ "5.22", STATUS_ERROR, .changes = { HOST("Privileged", "0") } },
};
/* clang-format on */

const struct case_table cases_runtime = CASE_TABLE(cases);
