/*
 * cases_runtime_isolation.c: cases of; see cases.h.
 */
#include "config.h"

#include "cases.h"

#define PROFILES "file:/sys/kernel/security/apparmor/profiles"

#define MASKED(value) { WEB, "HostConfig.MaskedPaths", value }
#define READONLY(value) { WEB, "HostConfig.ReadonlyPaths", value }
#define OPT(value) { WEB, "HostConfig.SecurityOpt", value }
#define PROFILE(json) OPT("[\"seccomp={" json "}\"]")
#define PRIVILEGED { WEB, "HostConfig.Privileged", "true" }
#define PODMAN { ENGINE_VERSION, "Components.0.Name", "\"Podman Engine\"" }
#define RULES(value) { WEB, "HostConfig.DeviceCgroupRules", value }
#define DEVICE(path) { WEB, "HostConfig.Devices", "[{\"PathOnHost\":\"" path "\",\"PathInContainer\":\"/dev/x\"," \
	"\"CgroupPermissions\":\"rwm\"}]" }
#define REQUESTS(value) { WEB, "HostConfig.DeviceRequests", value }
#define SYSCTL(name, value) { WEB, "HostConfig.Sysctls", "{\"" name "\":\"" value "\"}" }
#define RUNTIME(name) { WEB, "HostConfig.Runtime", "\"" name "\"" }
#define DENY "\\\"defaultAction\\\":\\\"SCMP_ACT_ERRNO\\\""
#define ALLOW(names, rest) "\\\"syscalls\\\":[{\\\"names\\\":[" names "],\\\"action\\\":\\\"SCMP_ACT_ALLOW\\\"" rest "}]"

/* clang-format off */
static const struct check_case cases[] = {
	{ "R-16", STATUS_PASS },
	{ "R-16", STATUS_WARN, .key = "", .changes = { MASKED("[]") } },
	{ "R-16", STATUS_WARN, .key = "/proc/kcore",
	  .changes = { MASKED("[\"/proc/acpi\",\"/proc/keys\",\"/proc/sched_debug\",\"/proc/scsi\",\"/proc/timer_list\",\"/sys/firmware\"]") } },
	/* what newer engines mask as well */
	{ "R-16", STATUS_PASS,
	  .changes = { MASKED("[\"/proc/asound\",\"/proc/acpi\",\"/proc/interrupts\",\"/proc/kcore\",\"/proc/keys\","
	      "\"/proc/latency_stats\",\"/proc/timer_list\",\"/proc/timer_stats\",\"/proc/sched_debug\",\"/proc/scsi\","
	      "\"/sys/firmware\",\"/sys/devices/virtual/powercap\"]") } },
	{ "R-16", STATUS_ERROR, .changes = { MASKED("null") } },
	{ "R-16", STATUS_ERROR, .changes = { MASKED("{}") } },
	{ "R-16", STATUS_SKIP, .subject = "web", .changes = { MASKED("null"), PRIVILEGED } },
	{ "R-16", STATUS_ERROR, .changes = { MASKED("null"), PODMAN } },
	{ "R-16", STATUS_WARN, .changes = { MASKED("null"), PODMAN, OPT("[\"unmask=all\"]") } },
	{ "R-16", STATUS_WARN, .changes = { OPT("[\"systempaths=unconfined\"]") } },
	{ "R-16", STATUS_ERROR, .changes = { OPT("7") } },

	{ "R-17", STATUS_PASS },
	{ "R-17", STATUS_WARN, .key = "", .changes = { READONLY("[]") } },
	{ "R-17", STATUS_WARN, .key = "/proc/sys",
	  .changes = { READONLY("[\"/proc/bus\",\"/proc/fs\",\"/proc/irq\",\"/proc/sysrq-trigger\"]") } },
	{ "R-17", STATUS_ERROR, .changes = { READONLY("null") } },
	{ "R-17", STATUS_ERROR, .changes = { READONLY("[7]") } },
	{ "R-17", STATUS_SKIP, .subject = "web", .changes = { READONLY("null"), PRIVILEGED } },
	{ "R-17", STATUS_WARN, .changes = { READONLY("null"), PODMAN, OPT("[\"unmask=/proc/sys\"]") } },

	{ "R-18", STATUS_SKIP, .subject = "web" },
	{ "R-18", STATUS_SKIP, .subject = "web", .changes = { OPT("[\"seccomp=unconfined\"]") } },
	{ "R-18", STATUS_SKIP, .subject = "web", .changes = { OPT("[\"seccomp=builtin\"]") } },
	{ "R-18", STATUS_SKIP, .subject = "web", .changes = { PROFILE("\\\"defaultAction\\\":\\\"SCMP_ACT_ALLOW\\\"") } },
	{ "R-18", STATUS_PASS, .changes = { PROFILE(DENY) } },
	{ "R-18", STATUS_PASS, .changes = { PROFILE(DENY "," ALLOW("\\\"read\\\",\\\"write\\\"", "")) } },
	{ "R-18", STATUS_WARN, .key = "", .changes = { PROFILE(DENY "," ALLOW("\\\"read\\\",\\\"unshare\\\"", "")) } },
	{ "R-18", STATUS_WARN, .changes = { OPT("[\"seccomp:{" DENY ",\\\"syscalls\\\":[{\\\"name\\\":\\\"bpf\\\","
	      "\\\"action\\\":\\\"SCMP_ACT_ALLOW\\\",\\\"args\\\":null}]}\"]") } },
	/* for holders of a capability, or for some arguments only: as the engine's own profile does */
	{ "R-18", STATUS_PASS,
	  .changes = { PROFILE(DENY "," ALLOW("\\\"mount\\\"", ",\\\"includes\\\":{\\\"caps\\\":[\\\"CAP_SYS_ADMIN\\\"]}")) } },
	{ "R-18", STATUS_PASS, .changes = { PROFILE(DENY "," ALLOW("\\\"unshare\\\"", ",\\\"args\\\":[{\\\"index\\\":0}]")) } },
	{ "R-18", STATUS_ERROR, .changes = { PROFILE("\\\"syscalls\\\":[]") } },
	{ "R-18", STATUS_ERROR, .changes = { OPT("[\"seccomp=/etc/profile.json\"]") } },
	{ "R-18", STATUS_ERROR, .changes = { OPT("{}") } },

	{ "R-19", STATUS_PASS },
	{ "R-19", STATUS_WARN, .key = "docker-default",
	  .changes = { { PROFILES, "content", "\"docker-default (complain)\\n\"" } } },
	{ "R-19", STATUS_WARN, .key = "/usr/sbin/ntpd", .changes = { { WEB, "AppArmorProfile", "\"/usr/sbin/ntpd\"" } } },
	{ "R-19", STATUS_ERROR, .changes = { { WEB, "AppArmorProfile", "\"docker\"" } } },
	{ "R-19", STATUS_ERROR, .changes = { { PROFILES, NULL, "!denied EACCES" } } },
	{ "R-19", STATUS_ERROR, .changes = { { PROFILES, NULL, "!gone ENOENT" } } },
	{ "R-19", STATUS_ERROR, .changes = { { PROFILES, "content", NULL } } },
	{ "R-19", STATUS_SKIP, .subject = "web", .changes = { { WEB, "AppArmorProfile", "\"unconfined\"" } } },
	{ "R-19", STATUS_SKIP, .subject = "web", .changes = { { INFO, "SecurityOptions", "[\"name=selinux\"]" } } },

	{ "R-20", STATUS_PASS },
	{ "R-20", STATUS_PASS, .changes = { RULES("[\"c 189:* rwm\",\"c 1:3 rwm\",\"b 8:* m\"]") } },
	{ "R-20", STATUS_WARN, .key = "a *:* rwm", .changes = { RULES("[\"a *:* rwm\"]") } },
	{ "R-20", STATUS_WARN, .key = "b 8:0 r", .changes = { RULES("[\"b 8:0 r\"]") } },
	{ "R-20", STATUS_WARN, .key = "c *:* rw", .changes = { RULES("[\"c *:* rw\"]") } },
	{ "R-20", STATUS_WARN, .key = "c 1:* rwm", .changes = { RULES("[\"c 1:* rwm\"]") } },
	{ "R-20", STATUS_WARN, .key = "c 1:1 w", .changes = { RULES("[\"c 189:* rwm\",\"c 1:1 w\"]") } },
	{ "R-20", STATUS_WARN, .key = "privileged", .changes = { PRIVILEGED } },
	{ "R-20", STATUS_ERROR, .changes = { RULES("\"a *:* rwm\"") } },
	{ "R-20", STATUS_ERROR, .changes = { RULES("[\"everything\"]") } },
	{ "R-20", STATUS_ERROR, .changes = { RULES("[\"c 1:3\"]") } },
	{ "R-20", STATUS_ERROR, .changes = { RULES("[\"c 99999999999999999999:3 r\"]") } },
	{ "R-20", STATUS_ERROR, .changes = { RULES("[\"\"]") } },

	{ "R-21", STATUS_PASS },
	{ "R-21", STATUS_PASS, .changes = { DEVICE("/dev/ttyUSB0") } },
	{ "R-21", STATUS_PASS, .changes = { DEVICE("/dev/memory_bandwidth") } },
	{ "R-21", STATUS_WARN, .key = "/dev/sda1:/dev/x:rwm", .changes = { DEVICE("/dev/sda1") } },
	{ "R-21", STATUS_WARN, .changes = { DEVICE("/dev/disk/by-path/pci-0000:00:1f.2-ata-1") } },
	{ "R-21", STATUS_WARN, .changes = { DEVICE("/dev/mem") } },
	{ "R-21", STATUS_WARN, .changes = { DEVICE("/dev/../dev/nvme0n1") } },
	{ "R-21", STATUS_WARN, .changes = { DEVICE("/dev") } },
	{ "R-21", STATUS_WARN, .key = "privileged", .changes = { PRIVILEGED } },
	{ "R-21", STATUS_ERROR, .changes = { { WEB, "HostConfig.Devices", "\"all\"" } } },
	{ "R-21", STATUS_ERROR, .changes = { { WEB, "HostConfig.Devices", "[\"/dev/sda\"]" } } },

	{ "R-22", STATUS_PASS },
	{ "R-22", STATUS_PASS, .changes = { DEVICE("/dev/null") } },
	{ "R-22", STATUS_WARN, .key = "/dev/net/tun:/dev/x:rwm", .changes = { DEVICE("/dev/net/tun") } },
	{ "R-22", STATUS_WARN, .changes = { DEVICE("/dev/vfio/12") } },
	{ "R-22", STATUS_WARN, .changes = { DEVICE("/dev/bus/usb") } },
	{ "R-22", STATUS_SKIP, .subject = "web", .changes = { PRIVILEGED } },
	{ "R-22", STATUS_ERROR, .changes = { { WEB, "HostConfig.Devices", "7" } } },

	{ "R-23", STATUS_PASS },
	{ "R-23", STATUS_PASS, .changes = { REQUESTS(NULL) } }, /* before API 1.40 */
	{ "R-23", STATUS_WARN, .changes = { REQUESTS("[{\"Driver\":\"nvidia\",\"Count\":-1}]") } },
	{ "R-23", STATUS_NOTE, .subject = "web", .changes = { REQUESTS("[{\"Driver\":\"\",\"Count\":1}]") } },
	{ "R-23", STATUS_ERROR, .changes = { REQUESTS("{}") } },

	{ "R-49", STATUS_PASS },
	{ "R-49", STATUS_WARN, .key = "", .changes = { { WEB, "HostConfig.CgroupnsMode", "\"host\"" } } },
	{ "R-49", STATUS_ERROR, .changes = { { WEB, "HostConfig.CgroupnsMode", "\"\"" } } },
	{ "R-49", STATUS_ERROR, .changes = { { WEB, "HostConfig.CgroupnsMode", NULL } } },

	{ "R-50", STATUS_PASS },
	{ "R-50", STATUS_WARN, .key = "network", .changes = { { WEB, "HostConfig.NetworkMode", "\"container:0123456789abcdef\"" } } },
	{ "R-50", STATUS_WARN, .key = "processes", .changes = { { WEB, "HostConfig.PidMode", "\"container:web\"" } } },
	{ "R-50", STATUS_WARN, .key = "ipc", .changes = { { WEB, "HostConfig.IpcMode", "\"service:db\"" } } },
	{ "R-50", STATUS_PASS, .changes = { { WEB, "HostConfig.IpcMode", "\"shareable\"" } } },
	{ "R-50", STATUS_PASS, .changes = { { WEB, "HostConfig.NetworkMode", "\"host\"" } } }, /* 5.10 tells that */
	{ "R-50", STATUS_ERROR, .changes = { { WEB, "HostConfig.PidMode", NULL } } },
	{ "R-50", STATUS_ERROR, .changes = { { WEB, "HostConfig.IpcMode", "7" } } },

	{ "R-51", STATUS_PASS },
	{ "R-51", STATUS_PASS, .changes = { RUNTIME("") } },
	{ "R-51", STATUS_PASS, .changes = { RUNTIME("io.containerd.runc.v2") } },
	{ "R-51", STATUS_PASS, .changes = { RUNTIME("runsc") } },
	{ "R-51", STATUS_PASS,
	  .changes = { RUNTIME("strict"), { INFO, "Runtimes", "{\"strict\":{\"path\":\"/usr/local/bin/runsc\"}}" } } },
	{ "R-51", STATUS_WARN, .key = "runsc",
	  .changes = { RUNTIME("runsc"), { INFO, "Runtimes", "{\"runsc\":{\"path\":\"/tmp/own\"}}" } } },
	{ "R-51", STATUS_PASS, .changes = { RUNTIME("nvidia"), { INFO, "DefaultRuntime", "\"nvidia\"" } } },
	{ "R-51", STATUS_WARN, .key = "nvidia", .changes = { RUNTIME("nvidia") } },
	{ "R-52", STATUS_ERROR, .changes = { PODMAN } },
	{ "R-20", STATUS_ERROR, .changes = { PODMAN } },
	{ "5.18", STATUS_PASS, .changes = { PODMAN } }, /* R-20 says what is not told */
	{ "5.17", STATUS_ERROR, .changes = { PODMAN, { ENGINE_VERSION, "Version", "\"4.3.1\"" } } },
	{ "5.17", STATUS_PASS, .changes = { PODMAN, { ENGINE_VERSION, "Version", "\"5.4.2\"" } } },
	{ "R-51", STATUS_SKIP, .changes = { RUNTIME("oci"), PODMAN } },
	{ "R-51", STATUS_ERROR, .changes = { { WEB, "HostConfig.Runtime", NULL } } },
	{ "R-51", STATUS_ERROR, .changes = { { INFO, "DefaultRuntime", NULL } } },
	{ "R-51", STATUS_ERROR, .changes = { { INFO, NULL, "!failed time-out" } } },

	{ "R-52", STATUS_PASS },
	{ "R-52", STATUS_PASS, .changes = { SYSCTL("net.core.somaxconn", "1024") } },
	{ "R-52", STATUS_PASS, .changes = { SYSCTL("net.ipv4.ip_unprivileged_port_start", "0") } },
	{ "R-52", STATUS_PASS, .changes = { SYSCTL("net.ipv4.ip_forward", "0") } },
	{ "R-52", STATUS_PASS, .changes = { SYSCTL("kernel.shmmax", "1") } },
	{ "R-52", STATUS_WARN, .key = "net.ipv4.ip_forward", .changes = { SYSCTL("net.ipv4.ip_forward", "1") } },
	{ "R-52", STATUS_WARN, .key = "net.ipv4.ip_forward", .changes = { SYSCTL("net/ipv4/ip_forward", "1") } },
	{ "R-52", STATUS_WARN, .changes = { SYSCTL("net.ipv4.conf.all.rp_filter", "0") } },
	{ "R-52", STATUS_PASS, .changes = { SYSCTL("net.ipv4.conf.all.rp_filter", "2") } },
	{ "R-52", STATUS_WARN, .changes = { SYSCTL("net.ipv4.conf.eth0.accept_source_route", "1") } },
	{ "R-52", STATUS_WARN, .key = "kernel.core_pattern", .changes = { SYSCTL("kernel.core_pattern", "|/x") } },
	{ "R-52", STATUS_WARN, .key = "vm.max_map_count", .changes = { SYSCTL("vm.max_map_count", "262144") } },
	{ "R-52", STATUS_ERROR, .changes = { { WEB, "HostConfig.Sysctls", "[]" } } },
	{ "R-52", STATUS_ERROR, .changes = { { WEB, "HostConfig.Sysctls", "{\"net.ipv4.ip_forward\":1}" } } },
};
/* clang-format on */

const struct case_table cases_runtime_isolation = CASE_TABLE(cases);
