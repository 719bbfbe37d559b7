/*
 * cases_operation.c: cases of how containers are run: 5.23 to 5.32 and; see cases.h.
 */
#include "config.h"

#include "cases.h"

#define PROCESSES "proc:processes"
#define EXEC "GET /exec/e1/json"
#define CHANGES "GET /containers/c1/changes"
#define LIST "GET /containers/json"
#define SOCKET "file:/run/docker.sock"

#define HOST(field, value) { WEB, "HostConfig." field, value }
#define CONFIG(field, value) { WEB, "Config." field, value }
#define STATE(field, value) { WEB, "State." field, value }
#define STOPPED STATE("Status", "\"exited\"")
#define ENGINE_OPTIONS(value) { INFO, "SecurityOptions", value }
#define PLAIN_ENGINE ENGINE_OPTIONS("[\"name=seccomp,profile=builtin\"]")
#define EXEC_ID { WEB, "ExecIDs", "[\"e1\"]" }
#define SESSION(privileged, user) EXEC_ID, { EXEC, NULL, "{\"ID\":\"e1\",\"Running\":true,\"ProcessConfig\":" \
	"{\"privileged\":" privileged ",\"user\":" user ",\"entrypoint\":\"sh\"}}" }
#define PORTS(port, bindings) { WEB, "NetworkSettings.Ports", "{\"" port "\":[" bindings "]}" }
#define AT(ip, port) "{\"HostIp\":\"" ip "\",\"HostPort\":\"" port "\"}"
#define PROCESS(uid) { PROCESSES, NULL, "[{\"pid\":1019,\"ppid\":1,\"comm\":\"app\",\"exe\":null,\"uid\":" uid "," \
	"\"cmdline\":null,\"cgroup_container\":\"c1\",\"host_pidns\":false,\"no_new_privs\":0}]" }
#define MAPPED { INFO, "DockerRootDir", "\"/var/lib/docker/100000.100000\"" }
#define OLD_ENGINE { ENGINE_VERSION, "Version", "\"20.10.24\"" }
#define CHANGED(path, kind) { CHANGES, NULL, "[{\"Path\":\"" path "\",\"Kind\":" kind "}]" }
#define CGROUPS(version) { INFO, "CgroupVersion", "\"" version "\"" }
#define DMI "file:/sys/class/dmi/id/sys_vendor"
#define CLOUD { DMI, "content", "\"Amazon EC2\\n\"" }
#define API(version) { "meta", "api_version", "\"" version "\"" }
#define MOUNT(source) { WEB, "Mounts", "[{\"Type\":\"bind\",\"Source\":\"" source "\",\"Destination\":\"/x\",\"RW\":false}]" }

/* clang-format off */
static const struct check_case cases[] = {
	/* no session now tells nothing of past ones */
	{ "5.23", STATUS_INFO, .subject = "web" },
	{ "5.23", STATUS_PASS, .changes = { SESSION("false", "\"1000\"") } },
	{ "5.23", STATUS_WARN, .key = "", .changes = { SESSION("true", "\"1000\"") } },
	{ "5.23", STATUS_INFO, .changes = { EXEC_ID, { EXEC, NULL, "!gone 404" } } },
	{ "5.23", STATUS_ERROR, .changes = { EXEC_ID } },
	{ "5.23", STATUS_ERROR, .changes = { EXEC_ID, { EXEC, NULL, "!failed time-out" } } },
	{ "5.23", STATUS_ERROR, .changes = { SESSION("null", "\"\"") } },
	{ "5.23", STATUS_ERROR, .changes = { { WEB, "ExecIDs", "\"e1\"" } } },

	{ "5.24", STATUS_INFO, .subject = "web" },
	{ "5.24", STATUS_PASS, .changes = { SESSION("false", "\"1000\"") } },
	{ "5.24", STATUS_WARN, .changes = { SESSION("false", "\"0:0\"") } },
	{ "5.24", STATUS_WARN, .changes = { SESSION("false", "\"root\"") } },
	{ "5.24", STATUS_WARN, .changes = { SESSION("false", "\"\"") } },
	{ "5.24", STATUS_WARN, .changes = { SESSION("false", "null") } },
	{ "5.24", STATUS_NOTE, .changes = { SESSION("false", "\"\""), CONFIG("User", "\"\"") } },
	{ "5.24", STATUS_ERROR, .changes = { SESSION("false", "0") } },
	{ "5.24", STATUS_ERROR, .changes = { EXEC_ID } },

	{ "5.25", STATUS_PASS },
	{ "5.25", STATUS_PASS, .changes = { HOST("CgroupParent", "\"/docker\"") } },
	{ "5.25", STATUS_PASS, .changes = { HOST("CgroupParent", "\"system.slice\""), { INFO, "CgroupDriver", "\"systemd\"" } } },
	{ "5.25", STATUS_WARN, .changes = { HOST("CgroupParent", "\"system.slice\"") } },
	{ "5.25", STATUS_WARN, .key = "/other", .changes = { HOST("CgroupParent", "\"/other\"") } },
	{ "5.25", STATUS_ERROR, .changes = { HOST("CgroupParent", NULL) } },

	{ "5.26", STATUS_PASS },
	{ "5.26", STATUS_PASS, .changes = { HOST("SecurityOpt", "[\"no-new-privileges:true\"]"), PLAIN_ENGINE } },
	{ "5.26", STATUS_WARN, .changes = { HOST("SecurityOpt", "[\"no-new-privileges=false\"]") } },
	{ "5.26", STATUS_WARN, .changes = { HOST("SecurityOpt", "[\"no-new-privileges\",\"no-new-privileges:false\"]") } },
	{ "5.26", STATUS_PASS, .changes = { HOST("SecurityOpt", "[]") } },
	/* made before the daemon was told */
	{ "5.26", STATUS_WARN, .changes = { HOST("SecurityOpt", "[]"), PROCESS("1000") } },
	{ "5.26", STATUS_WARN, .changes = { HOST("SecurityOpt", "[]"), PLAIN_ENGINE } },
	{ "5.26", STATUS_ERROR, .changes = { HOST("SecurityOpt", "[]"), PLAIN_ENGINE, OLD_ENGINE, { PROCESSES, NULL, NULL } } },
	/* since 24.0 the engine itself says what its default is */
	{ "5.26", STATUS_WARN, .changes = { HOST("SecurityOpt", "[]"), PLAIN_ENGINE, { PROCESSES, NULL, NULL } } },
	{ "5.26", STATUS_ERROR, .changes = { HOST("SecurityOpt", "\"no-new-privileges\"") } },

	{ "5.27", STATUS_PASS },
	{ "5.27", STATUS_PASS, .changes = { STATE("Health.Status", "\"unhealthy\"") } },
	{ "5.27", STATUS_WARN, .changes = { CONFIG("Healthcheck", NULL) } },
	{ "5.27", STATUS_WARN, .changes = { CONFIG("Healthcheck.Test", "[\"NONE\"]") } },
	{ "5.27", STATUS_WARN, .changes = { CONFIG("Healthcheck.Test", "[]") } },
	{ "5.27", STATUS_ERROR, .changes = { CONFIG("Healthcheck.Test", "\"true\"") } },

	{ "5.28", STATUS_PASS },
	{ "5.28", STATUS_PASS, .changes = { CONFIG("Image", "\"demo/good@sha256:00\""), { WEB, "Image", "\"sha256:b2\"" } } },
	{ "5.28", STATUS_WARN, .changes = { { WEB, "Image", "\"sha256:b2\"" } } },
	{ "5.28", STATUS_WARN, .changes = { CONFIG("Image", "\"docker.io/demo/good:1\""), { WEB, "Image", "\"sha256:b2\"" } } },
	{ "5.28", STATUS_NOTE, .changes = { CONFIG("Image", "\"demo/good\"") } },
	{ "5.28", STATUS_ERROR, .changes = { { WEB, "Image", NULL } } },
	{ "5.28", STATUS_ERROR, .changes = { CONFIG("Image", NULL) } },
	{ "5.28", STATUS_ERROR, .changes = { { "GET /images/json", NULL, "!failed time-out" } } },

	{ "5.29", STATUS_PASS },
	{ "5.29", STATUS_WARN, .key = "", .changes = { HOST("PidsLimit", NULL) } },
	{ "5.29", STATUS_WARN, .changes = { HOST("PidsLimit", "0") } },
	{ "5.29", STATUS_WARN, .changes = { HOST("PidsLimit", "-1") } },
	{ "5.29", STATUS_WARN, .key = "ineffective", .changes = { { INFO, "PidsLimit", "false" } } },
	{ "5.29", STATUS_ERROR, .changes = { { INFO, "PidsLimit", NULL }, { "meta", "api_version", "\"1.39\"" } } },
	{ "5.29", STATUS_ERROR, .changes = { { INFO, NULL, "!failed time-out" } } },
	{ "5.29", STATUS_ERROR, .changes = { HOST("PidsLimit", "\"many\"") } },

	{ "5.30", STATUS_PASS },
	{ "5.30", STATUS_WARN, .changes = { { WEB, "NetworkSettings.Networks", "{\"backend\":{},\"bridge\":{}}" } } },
	{ "5.30", STATUS_PASS, .changes = { { WEB, "NetworkSettings.Networks", "{\"podman\":{}}" } } },
	{ "5.30", STATUS_WARN, .changes = { { WEB, "NetworkSettings.Networks", "{\"podman\":{}}" },
	    { ENGINE_VERSION, "Components.0.Name", "\"Podman Engine\"" } } },
	{ "5.30", STATUS_ERROR, .changes = { { WEB, "NetworkSettings.Networks", "[]" } } },
	{ "5.30", STATUS_ERROR, .changes = { { WEB, "NetworkSettings", NULL } } },

	{ "5.31", STATUS_PASS },
	{ "5.31", STATUS_WARN, .changes = { HOST("UsernsMode", "\"host\"") } },
	{ "5.31", STATUS_INFO, .changes = { PLAIN_ENGINE } },
	{ "5.31", STATUS_PASS, .changes = { ENGINE_OPTIONS("[\"name=rootless\"]") } },
	{ "5.31", STATUS_ERROR, .changes = { HOST("UsernsMode", "1") } },
	{ "5.31", STATUS_ERROR, .changes = { { INFO, NULL, NULL } } },

	{ "5.32", STATUS_PASS },
	{ "5.32", STATUS_WARN, .key = "/run/docker.sock", .changes = { MOUNT("/run/docker.sock") } },
	{ "5.32", STATUS_WARN, .key = "/var/run", .changes = { MOUNT("/var/run") } },
	{ "5.32", STATUS_WARN, .key = "/", .changes = { MOUNT("/") } },
	{ "5.32", STATUS_WARN, .key = "/run/containerd", .changes = { MOUNT("/run/containerd") } },
	{ "5.32", STATUS_PASS, .changes = { MOUNT("/run/docker.sock.d") } },
	{ "5.32", STATUS_WARN, .changes = { MOUNT("/srv/sock"), { "meta", "endpoint", "\"unix:///srv/sock/engine\"" } } },
	/* another machine's engine: nobody could see where /var/run leads */
	{ "5.32", STATUS_WARN, .changes = { MOUNT("/var/run/docker.sock"), { "file:/var/run", NULL, NULL } } },
	{ "5.32", STATUS_ERROR, .changes = { { WEB, "Mounts", "{}" } } },
	{ "5.32", STATUS_ERROR, .changes = { { "GET /volumes", NULL, "!failed time-out" } } },

	{ "R-53", STATUS_PASS },
	{ "R-53", STATUS_PASS, .changes = { HOST("OomKillDisable", NULL) } },
	{ "R-53", STATUS_WARN, .changes = { HOST("OomKillDisable", "true"), CGROUPS("1") } },
	{ "R-53", STATUS_WARN, .changes = { HOST("OomKillDisable", "true"), HOST("Memory", "0"), CGROUPS("1") } },
	{ "R-53", STATUS_SKIP, .changes = { HOST("OomKillDisable", "true"), CGROUPS("2") } },
	{ "R-53", STATUS_ERROR, .changes = { HOST("OomKillDisable", "\"no\"") } },

	{ "R-54", STATUS_PASS },
	{ "R-54", STATUS_PASS, .changes = { HOST("OomScoreAdj", "500") } },
	{ "R-54", STATUS_WARN, .changes = { HOST("OomScoreAdj", "-1") } },
	{ "R-54", STATUS_ERROR, .changes = { HOST("OomScoreAdj", NULL) } },

	{ "R-55", STATUS_PASS },
	{ "R-55", STATUS_PASS, .changes = { HOST("MemorySwap", "0") } },
	{ "R-55", STATUS_WARN, .key = "", .changes = { HOST("MemorySwap", "-1") } },
	{ "R-55", STATUS_WARN, .key = "", .changes = { HOST("MemorySwap", "-1"), { INFO, "SwapLimit", "false" } } },
	{ "R-55", STATUS_WARN, .key = "ineffective", .changes = { { INFO, "SwapLimit", "false" } } },
	{ "R-55", STATUS_SKIP, .changes = { HOST("Memory", "0"), HOST("MemorySwap", "-1") } },
	{ "R-55", STATUS_ERROR, .changes = { HOST("MemorySwap", NULL) } },
	{ "R-55", STATUS_ERROR, .changes = { { INFO, "SwapLimit", NULL } } },

	{ "R-56", STATUS_PASS },
	{ "R-56", STATUS_PASS, .changes = { HOST("ShmSize", "1073741824"), HOST("Memory", "0") } },
	{ "R-56", STATUS_WARN, .changes = { HOST("ShmSize", "1073741825"), HOST("Memory", "0") } },
	{ "R-56", STATUS_PASS, .changes = { HOST("ShmSize", "1073741825") } },
	{ "R-56", STATUS_SKIP, .changes = { HOST("IpcMode", "\"host\"") } },
	{ "R-56", STATUS_SKIP, .changes = { HOST("IpcMode", "\"container:c2\"") } },
	{ "R-56", STATUS_ERROR, .changes = { HOST("ShmSize", "\"64m\"") } },

	{ "R-57", STATUS_SKIP, .subject = "web" },
	{ "R-57", STATUS_PASS, .changes = { HOST("Ulimits", "[{\"Name\":\"nofile\",\"Soft\":1024,\"Hard\":1048576}]") } },
	{ "R-57", STATUS_WARN, .key = "nofile", .changes = { HOST("Ulimits", "[{\"Name\":\"nofile\",\"Soft\":1024,\"Hard\":1048577}]") } },
	{ "R-57", STATUS_WARN, .key = "nproc", .changes = { HOST("Ulimits", "[{\"Name\":\"RLIMIT_NPROC\",\"Soft\":-1,\"Hard\":-1}]") } },
	{ "R-57", STATUS_SKIP, .changes = { HOST("Ulimits", "[{\"Name\":\"core\",\"Soft\":-1,\"Hard\":-1}]") } },
	{ "R-57", STATUS_ERROR, .changes = { HOST("Ulimits", "[{\"Name\":\"nofile\",\"Hard\":\"1\"}]") } },

	{ "R-58", STATUS_PASS },
	{ "R-58", STATUS_WARN, .key = "", .changes = { HOST("CpuRealtimeRuntime", "950000") } },
	{ "R-58", STATUS_WARN, .key = "rtprio", .changes = { HOST("Ulimits", "[{\"Name\":\"rtprio\",\"Soft\":0,\"Hard\":99}]") } },
	{ "R-58", STATUS_ERROR, .changes = { HOST("CpuRealtimeRuntime", NULL) } },

	{ "R-59", STATUS_PASS },
	{ "R-59", STATUS_PASS, .changes = { HOST("BlkioWeight", "500") } },
	{ "R-59", STATUS_WARN, .changes = { HOST("BlkioWeight", "501") } },
	{ "R-59", STATUS_WARN, .changes = { HOST("BlkioWeightDevice", "[{\"Path\":\"/dev/sda\",\"Weight\":10},{\"Path\":\"/dev/sdb\",\"Weight\":1000}]") } },
	{ "R-59", STATUS_ERROR, .changes = { HOST("BlkioWeight", "\"high\"") } },
	{ "R-59", STATUS_ERROR, .changes = { HOST("BlkioWeightDevice", "[{\"Path\":\"/dev/sda\"}]") } },

	{ "R-60", STATUS_PASS },
	{ "R-60", STATUS_PASS, .changes = { HOST("Tmpfs", "{\"/tmp\":\"\"}") } },
	{ "R-60", STATUS_PASS, .changes = { HOST("Tmpfs", "{\"/tmp\":\"exec,noexec,size=1m\"}") } },
	{ "R-60", STATUS_WARN, .key = "/tmp", .changes = { HOST("Tmpfs", "{\"/tmp\":\"noexec,exec\"}") } },
	{ "R-60", STATUS_WARN, .key = "/tmp", .changes = { HOST("Tmpfs", "{\"/tmp\":\"rw,suid\"}") } },
	{ "R-60", STATUS_WARN, .key = "/m", .changes = { HOST("Mounts",
	    "[{\"Type\":\"tmpfs\",\"Target\":\"/m\",\"TmpfsOptions\":{\"Options\":[[\"size\",\"1m\"],[\"exec\"]]}}]") } },
	{ "R-60", STATUS_WARN, .changes = { HOST("Tmpfs", "{\"/tmp\":\"rw,nosuid,nodev\"}"),
	    { ENGINE_VERSION, "Components.0.Name", "\"Podman Engine\"" } } },
	{ "R-60", STATUS_SKIP, .changes = { HOST("Tmpfs", NULL) } },
	{ "R-60", STATUS_ERROR, .changes = { HOST("Tmpfs", "{\"/tmp\":1}") } },
	{ "R-60", STATUS_ERROR, .changes = { HOST("Mounts", "[{\"Type\":\"tmpfs\",\"TmpfsOptions\":{\"Options\":[\"exec\"]}}]") } },

	{ "R-61", STATUS_PASS },
	{ "R-61", STATUS_PASS, .changes = { CONFIG("Env", "null") } },
	{ "R-61", STATUS_WARN, .key = "DB_PASSWORD", .changes = { CONFIG("Env", "[\"DB_PASSWORD=<masked 1a2b3c4d>\"]") } },
	{ "R-61", STATUS_WARN, .key = "URL", .changes = { CONFIG("Env", "[\"URL=http://<masked 1a2b3c4d>@db\"]") } },
	{ "R-61", STATUS_WARN, .changes = { CONFIG("Env", "[\"A_TOKEN=<masked 1a2b3c4d>\"]"), { IMAGE, "Config.Env", "[\"A_TOKEN=<masked 1a2b3c4d>\"]" } } },
	{ "R-61", STATUS_ERROR, .changes = { CONFIG("Env", "{}") } },
	{ "R-61", STATUS_ERROR, .changes = { { WEB, NULL, "!failed time-out" } } },

	{ "R-62", STATUS_PASS },
	{ "R-62", STATUS_WARN, .key = "--password", .changes = { { WEB, "Args", "[\"--password\",\"<masked 1a2b3c4d>\"]" } } },
	{ "R-62", STATUS_WARN, .key = "--password", .changes = { { WEB, "Args", "[\"--password=<masked 1a2b3c4d>\"]" } } },
	{ "R-62", STATUS_WARN, .key = "argument 2", .changes = { { WEB, "Args", "[\"-c\",\"export A=1 && mysql --password <masked 1a2b3c4d>\"]" } } },
	{ "R-62", STATUS_WARN, .key = "api.token", .changes = { CONFIG("Labels", "{\"api.token\":\"<masked 1a2b3c4d>\"}") } },
	{ "R-62", STATUS_WARN, .key = "health check", .changes = { CONFIG("Healthcheck.Test", "[\"CMD-SHELL\",\"ping --password <masked 1a2b3c4d>\"]") } },
	{ "R-62", STATUS_WARN, .key = "program", .changes = { { WEB, "Path", "\"run --token=<masked 1a2b3c4d>\"" } } },
	{ "R-62", STATUS_ERROR, .changes = { { WEB, "Args", "\"x\"" } } },
	{ "R-62", STATUS_ERROR, .changes = { CONFIG("Labels", "[]") } },

	{ "R-63", STATUS_PASS },
	{ "R-63", STATUS_WARN, .changes = { CONFIG("Image", "\"registry:5000/demo\"") } },
	{ "R-63", STATUS_WARN, .changes = { CONFIG("Image", "\"demo:latest\"") } },
	{ "R-63", STATUS_PASS, .changes = { CONFIG("Image", "\"registry:5000/demo:1\"") } },
	{ "R-63", STATUS_PASS, .changes = { CONFIG("Image", "\"demo:latest@sha256:00\"") } },
	{ "R-63", STATUS_NOTE, .changes = { CONFIG("Image", "\"sha256:a1\"") } },
	{ "R-63", STATUS_ERROR, .changes = { CONFIG("Image", "7") } },

	{ "R-64", STATUS_PASS },
	{ "R-64", STATUS_WARN, .changes = { { WEB, "Image", "\"sha256:b2\"" }, { "GET /images/sha256:b2/json", NULL, "!gone 404" } } },
	{ "R-64", STATUS_PASS, .changes = { { WEB, "Image", "\"sha256:b2\"" }, { "GET /images/sha256:b2/json", NULL, "{\"Id\":\"sha256:b2\",\"Config\":{}}" } } },
	{ "R-64", STATUS_ERROR, .changes = { { WEB, "Image", "\"sha256:b2\"" } } },
	{ "R-64", STATUS_ERROR, .changes = { { WEB, "Image", "\"sha256:b2\"" }, { "GET /images/sha256:b2/json", NULL, "!failed time-out" } } },
	{ "R-64", STATUS_ERROR, .changes = { { "GET /images/json", NULL, "!failed time-out" } } },

	{ "R-65", STATUS_PASS },
	{ "R-65", STATUS_PASS, .changes = { { WEB, "RestartCount", "5" } } },
	{ "R-65", STATUS_WARN, .changes = { STATE("Restarting", "true") } },
	{ "R-65", STATUS_WARN, .changes = { { WEB, "RestartCount", "6" }, STATE("StartedAt", "\"2025-12-31T23:00:00Z\"") } },
	{ "R-65", STATUS_PASS, .changes = { { WEB, "RestartCount", "6" } } },
	{ "R-65", STATUS_ERROR, .changes = { { WEB, "RestartCount", "6" }, STATE("StartedAt", "\"soon\"") } },
	{ "R-65", STATUS_ERROR, .changes = { { WEB, "RestartCount", "6" }, STATE("StartedAt", "\"2026-01-03T00:00:00Z\"") } },
	{ "R-65", STATUS_ERROR, .changes = { STATE("Restarting", NULL) } },

	{ "R-66", STATUS_PASS },
	{ "R-66", STATUS_WARN, .changes = { STATE("OOMKilled", "true") } },
	{ "R-66", STATUS_ERROR, .changes = { STATE("OOMKilled", "1") } },

	{ "R-67", STATUS_SKIP, .subject = "web" },
	{ "R-67", STATUS_PASS, .changes = { STOPPED, STATE("FinishedAt", "\"2025-12-03T00:00:01Z\"") } },
	{ "R-67", STATUS_WARN, .changes = { STOPPED, STATE("FinishedAt", "\"2025-12-02T00:00:00+00:00\"") } },
	{ "R-67", STATUS_PASS, .changes = { STATE("Status", "\"created\"") } },
	{ "R-67", STATUS_WARN, .changes = { STATE("Status", "\"created\""), { WEB, "Created", "\"2025-10-01T00:00:00Z\"" } } },
	{ "R-67", STATUS_WARN, .changes = { STATE("Status", "\"dead\"") } },
	{ "R-67", STATUS_ERROR, .changes = { STOPPED, STATE("FinishedAt", "\"yesterday\"") } },
	{ "R-67", STATUS_ERROR, .changes = { STOPPED, STATE("FinishedAt", "\"2026-02-01T00:00:00Z\"") } },

	{ "R-68", STATUS_PASS },
	{ "R-68", STATUS_PASS, .changes = { STATE("StartedAt", "\"2025-10-03T00:00:00Z\"") } },
	{ "R-68", STATUS_WARN, .changes = { STATE("StartedAt", "\"2025-10-02T00:00:00Z\"") } },
	{ "R-68", STATUS_SKIP, .changes = { STOPPED } },
	{ "R-68", STATUS_ERROR, .changes = { STATE("StartedAt", "\"0001-01-01T00:00:00Z\"") } },
	{ "R-68", STATUS_ERROR, .changes = { { "meta", "started", "\"now\"" } } },

	{ "R-69", STATUS_PASS },
	{ "R-69", STATUS_WARN, .changes = { HOST("LogConfig.Config", "{}") } },
	{ "R-69", STATUS_WARN, .changes = { HOST("LogConfig.Config", "null") } },
	{ "R-69", STATUS_WARN, .changes = { HOST("LogConfig.Config", "{\"max-size\":\"-1\"}") } },
	{ "R-69", STATUS_SKIP, .changes = { HOST("LogConfig", "{\"Type\":\"local\",\"Config\":{}}") } },
	{ "R-69", STATUS_SKIP, .changes = { HOST("LogConfig.Config", "null"), { ENGINE_VERSION, "Components.0.Name", "\"Podman Engine\"" } } },
	{ "R-69", STATUS_ERROR, .changes = { HOST("LogConfig.Config", "[]") } },

	{ "R-70", STATUS_PASS },
	{ "R-70", STATUS_WARN, .changes = { HOST("LogConfig.Type", "\"none\"") } },
	{ "R-70", STATUS_ERROR, .changes = { HOST("LogConfig", NULL) } },

	{ "R-71", STATUS_PASS },
	{ "R-71", STATUS_WARN, .key = "2222->22/tcp", .changes = { PORTS("22/tcp", AT("0.0.0.0", "2222") "," AT("::", "2222")) } },
	{ "R-71", STATUS_WARN, .key = "2375->80/tcp", .changes = { PORTS("80/tcp", AT("10.0.0.1", "2375")) } },
	{ "R-71", STATUS_WARN, .key = "9->6443/tcp", .changes = { PORTS("6443/tcp", AT("127.0.0.1", "9") "," AT("::", "9")) } },
	{ "R-71", STATUS_PASS, .changes = { PORTS("22/tcp", AT("127.0.0.1", "2222") "," AT("::1", "2222")) } },
	{ "R-71", STATUS_ERROR, .changes = { PORTS("22/tcp", "7") } },

	{ "R-72", STATUS_PASS },
	{ "R-72", STATUS_WARN, .key = "15432->5432/tcp", .changes = { PORTS("5432/tcp", AT("0.0.0.0", "15432")) } },
	{ "R-72", STATUS_WARN, .changes = { PORTS("11211/udp", AT("::", "11211")) } },
	{ "R-72", STATUS_PASS, .changes = { PORTS("5432/tcp", AT("127.0.0.1", "5432")) } },
	{ "R-72", STATUS_WARN, .changes = { PORTS("5432/tcp", AT("", "5432")) } },
	{ "R-72", STATUS_PASS, .changes = { PORTS("5432/tcp", AT("", "5432")),
	    { "GET /networks/n1", "Options", "{\"com.docker.network.bridge.host_binding_ipv4\":\"127.0.0.1\"}" } } },
	{ "R-72", STATUS_ERROR, .changes = { PORTS("5432/tcp", AT("", "5432")), { "GET /networks/n1", NULL, "!failed time-out" } } },
	{ "R-72", STATUS_SKIP, .changes = { HOST("NetworkMode", "\"host\"") } },
	{ "R-72", STATUS_ERROR, .changes = { { WEB, "NetworkSettings.Ports", "[]" } } },

	{ "R-74", STATUS_PASS },
	{ "R-74", STATUS_PASS, .changes = { PORTS("80/tcp", AT("0.0.0.0", "80") "," AT("::", "80")) } },
	{ "R-74", STATUS_WARN, .key = "80->80/tcp", .changes = { PORTS("80/tcp", AT("127.0.0.1", "80") "," AT("::", "80")) } },
	{ "R-74", STATUS_WARN, .changes = { PORTS("80/tcp", AT("::1", "80") "," AT("0.0.0.0", "80")) } },
	{ "R-74", STATUS_PASS, .changes = { PORTS("80/tcp", AT("127.0.0.1", "80") "," AT("::", "81")) } },
	{ "R-74", STATUS_ERROR, .changes = { { WEB, "NetworkSettings.Ports", "7" } } },

	{ "R-75", STATUS_PASS },
	{ "R-75", STATUS_PASS, .changes = { HOST("ExtraHosts", "[\"host.docker.internal:host-gateway\",\"localhost:::1\"]") } },
	{ "R-75", STATUS_WARN, .key = "ghcr.io", .changes = { HOST("ExtraHosts", "[\"ghcr.io:10.0.0.1\"]") } },
	{ "R-75", STATUS_WARN, .key = "meta", .changes = { HOST("ExtraHosts", "[\"meta=169.254.169.254\"]") } },
	{ "R-75", STATUS_WARN, .key = "localhost", .changes = { HOST("ExtraHosts", "[\"localhost:10.0.0.1\"]") } },
	{ "R-75", STATUS_ERROR, .changes = { HOST("ExtraHosts", "{}") } },

	{ "R-76", STATUS_SKIP, .subject = "web" },
	{ "R-76", STATUS_SKIP, .changes = { { DMI, NULL, "!gone no DMI" } } },
	{ "R-76", STATUS_INFO, .changes = { CLOUD } },
	{ "R-76", STATUS_INFO, .changes = { CLOUD, HOST("NetworkMode", "\"none\"") } },
	{ "R-76", STATUS_NOTE, .changes = { CLOUD, HOST("NetworkMode", "\"host\"") } },
	{ "R-76", STATUS_SKIP, .changes = { { DMI, NULL, "!not-here remote" } } },
	{ "R-76", STATUS_ERROR, .changes = { { DMI, NULL, NULL } } },
	{ "R-76", STATUS_ERROR, .changes = { HOST("NetworkMode", "7") } },

	{ "R-77", STATUS_PASS },
	{ "R-77", STATUS_PASS, .changes = { HOST("GroupAdd", "[\"1234\",\"audio\"]"), PLAIN_ENGINE } },
	{ "R-77", STATUS_WARN, .key = "docker", .changes = { HOST("GroupAdd", "[\"docker\"]"), PLAIN_ENGINE } },
	{ "R-77", STATUS_WARN, .key = "0", .changes = { HOST("GroupAdd", "[\"0\"]"), PLAIN_ENGINE } },
	{ "R-77", STATUS_WARN, .key = "1234", .changes = { HOST("GroupAdd", "[\"1234\"]"), PLAIN_ENGINE, { SOCKET, "gid", "1234" } } },
	{ "R-77", STATUS_SKIP, .changes = { HOST("GroupAdd", "[\"0\"]") } },
	{ "R-77", STATUS_WARN, .changes = { HOST("GroupAdd", "[\"0\"]"), HOST("UsernsMode", "\"host\"") } },
	{ "R-77", STATUS_ERROR, .changes = { HOST("GroupAdd", "[\"1234\"]"), PLAIN_ENGINE, { "file:/etc/group", NULL, "!denied no" } } },
	{ "R-77", STATUS_ERROR, .changes = { HOST("GroupAdd", "[0]") } },

	{ "R-78", STATUS_PASS },
	{ "R-78", STATUS_WARN, .changes = { HOST("Links", "[\"/db:/web/db\"]") } },
	{ "R-78", STATUS_ERROR, .changes = { HOST("Links", "\"db\"") } },

	{ "R-79", STATUS_PASS },
	{ "R-79", STATUS_WARN, .key = "db", .changes = { HOST("VolumesFrom", "[\"db\"]") } },
	{ "R-79", STATUS_WARN, .key = "db", .changes = { HOST("VolumesFrom", "[\"db:rw\"]") } },
	{ "R-79", STATUS_NOTE, .key = "db", .changes = { HOST("VolumesFrom", "[\"db:ro\"]") } },
	{ "R-79", STATUS_WARN, .key = "web", .changes = { HOST("VolumesFrom", "[\"c1:z\"]") } },
	{ "R-79", STATUS_ERROR, .changes = { HOST("VolumesFrom", "{}") } },

	/* which number root has where users are remapped, the data root's name tells */
	{ "R-80", STATUS_ERROR, .changes = { PROCESS("101000") } },
	{ "R-80", STATUS_PASS, .changes = { PROCESS("101000"), MAPPED } },
	{ "R-80", STATUS_WARN, .changes = { PROCESS("100000"), MAPPED } },
	{ "R-80", STATUS_WARN, .changes = { PROCESS("0"), MAPPED } },
	{ "R-80", STATUS_PASS, .changes = { PROCESS("1000"), PLAIN_ENGINE } },
	{ "R-80", STATUS_WARN, .changes = { PROCESS("0"), PLAIN_ENGINE } },
	{ "R-80", STATUS_ERROR, .changes = { PROCESS("null"), PLAIN_ENGINE } },
	{ "R-80", STATUS_ERROR, .changes = { { PROCESSES, NULL, "!denied hidepid" }, PLAIN_ENGINE } },
	{ "R-80", STATUS_ERROR, .changes = { { PROCESSES, NULL, "[]" }, PLAIN_ENGINE } },
	{ "R-80", STATUS_SKIP, .changes = { PROCESS("0"), CONFIG("User", "\"\"") } },
	{ "R-80", STATUS_SKIP, .changes = { PROCESS("0"), STOPPED } },
	{ "R-80", STATUS_SKIP, .changes = { { PROCESSES, NULL, "!not-here remote" }, PLAIN_ENGINE } },

	{ "R-81", STATUS_PASS },
	{ "R-81", STATUS_PASS, .changes = { CONFIG("Tty", "true") } },
	{ "R-81", STATUS_WARN, .changes = { CONFIG("Tty", "true"), CONFIG("OpenStdin", "true") } },
	{ "R-81", STATUS_ERROR, .changes = { CONFIG("Tty", NULL) } },

	{ "R-82", STATUS_INFO, .subject = "web" },
	{ "R-82", STATUS_NOTE, .changes = { HOST("AutoRemove", "true") } },
	{ "R-82", STATUS_ERROR, .changes = { HOST("AutoRemove", NULL) } },

	{ "R-84", STATUS_SKIP, .subject = "web" },
	{ "R-84", STATUS_PASS, .changes = { API("1.43") } },
	/* a newer engine, asked in an old version */
	{ "R-84", STATUS_ERROR, .changes = { { ENGINE_VERSION, "ApiVersion", "\"1.51\"" } } },
	{ "R-84", STATUS_PASS, .changes = { HOST("Annotations", "{\"org.example\":\"x\",\"org.systemd.property.KillSignal\":\"15\"}") } },
	{ "R-84", STATUS_WARN, .key = "run.oci.handler", .changes = { HOST("Annotations", "{\"run.oci.handler\":\"krun\"}") } },
	{ "R-84", STATUS_WARN, .changes = { HOST("Annotations", "{\"devices.nri.io/x\":\"y\"}") } },
	{ "R-84", STATUS_ERROR, .changes = { HOST("Annotations", "[]"), API("1.51") } },

	{ "R-85", STATUS_PASS },
	{ "R-85", STATUS_PASS, .changes = { { CHANGES, NULL, "null" } } },
	{ "R-85", STATUS_WARN, .key = "/usr/bin", .changes = { CHANGED("/usr/bin/x", "1") } },
	{ "R-85", STATUS_WARN, .key = "/etc/passwd", .changes = { CHANGED("/etc/passwd", "0") } },
	{ "R-85", STATUS_NOTE, .key = "/etc/passwd", .changes = { CHANGED("/etc/passwd", "0"),
		{ WEB, "Config.User", "\"1000\"" }, { ENGINE_VERSION, "Components.0.Name", "\"Podman Engine\"" } } },
	{ "R-85", STATUS_WARN, .key = "/bin", .changes = { CHANGED("/bin/sh", "2") } },
	{ "R-85", STATUS_PASS, .changes = { CHANGED("/usr/binary", "1") } },
	{ "R-85", STATUS_PASS, .changes = { { CHANGES, NULL, "[{\"Path\":\"/usr/lib/python3/__pycache__/a.pyc\",\"Kind\":1},{\"Path\":\"/usr/lib\",\"Kind\":0},"
	    "{\"Path\":\"/usr/lib/python3\",\"Kind\":0},{\"Path\":\"/usr/lib/python3/__pycache__\",\"Kind\":1},{\"Path\":\"/usr\",\"Kind\":0},{\"Path\":\"/usr/lib-x\",\"Kind\":1}]" } } },
	{ "R-85", STATUS_ERROR, .changes = { { CHANGES, NULL, "[{\"Path\":\"/x\"}]" } } },
	{ "R-85", STATUS_ERROR, .changes = { { CHANGES, NULL, "!failed time-out" } } },
	{ "R-85", STATUS_SKIP, .changes = { { "meta", "deep", "false" }, { CHANGES, NULL, NULL } } },

	{ "R-86", STATUS_PASS },
	{ "R-86", STATUS_WARN, .key = "8081->8081/tcp", .changes = { PORTS("8081/tcp", AT("127.0.0.1", "8081")) } },
	{ "R-86", STATUS_NOTE, .changes = { { IMAGE, "Config.ExposedPorts", NULL } } },
	{ "R-86", STATUS_PASS, .changes = { { WEB, "NetworkSettings.Ports", "{}" } } },
	{ "R-86", STATUS_ERROR, .changes = { { IMAGE, NULL, "!failed time-out" } } },
	{ "R-86", STATUS_ERROR, .changes = { { IMAGE, "Config.ExposedPorts", "[]" } } },
	{ "R-86", STATUS_ERROR, .changes = { { WEB, "Image", "\"sha256:b2\"" } } },
};
/* clang-format on */

const struct case_table cases_operation = CASE_TABLE(cases);
