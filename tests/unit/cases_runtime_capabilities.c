/*
 * cases_runtime_capabilities.c: cases of 5.4, C.5.3.* and; see cases.h. The clean
 * container drops ALL and adds nothing.
 */
#include "config.h"

#include "cases.h"

#define PROCESSES "proc:processes"

#define ADD(value) { WEB, "HostConfig.CapAdd", value }
#define DROP(value) { WEB, "HostConfig.CapDrop", value }
#define PRIVILEGED { WEB, "HostConfig.Privileged", "true" }
#define PODMAN { ENGINE_VERSION, "Components.0.Name", "\"Podman Engine\"" }
/* The container's first process as /proc tells it; bit 21 is SYS_ADMIN, bit 13 NET_RAW. */
#define KERNEL(bounding) { PROCESSES, NULL, "[{\"pid\":1019,\"ppid\":1,\"comm\":\"sleep\",\"exe\":null,\"uid\":0," \
	"\"cmdline\":null,\"cgroup_container\":\"c1\",\"host_pidns\":false,\"seccomp\":2,\"cap_bounding\":\"" bounding "\"}]" }

/* Neither the clean container nor the default set has it. */
#define SIDES(id_, name) \
	{ id_, STATUS_PASS }, \
	{ id_, STATUS_PASS, .changes = { DROP("null") } }, \
	{ id_, STATUS_WARN, .key = name, .changes = { ADD("[\"" name "\"]") } }, \
	{ id_, STATUS_WARN, .key = name, .changes = { ADD("[\"CAP_" name "\"]"), DROP("null") } }, \
	{ id_, STATUS_WARN, .key = name, .changes = { ADD("[\"all\"]") } }, \
	{ id_, STATUS_PASS, .changes = { ADD("[\"ALL\"]"), DROP("[\"" name "\"]") } }, \
	{ id_, STATUS_WARN, .key = "privileged", .changes = { PRIVILEGED } }, \
	{ id_, STATUS_ERROR, .changes = { ADD("\"" name "\"") } }, \
	{ id_, STATUS_ERROR, .changes = { DROP("[7]") } }, \
	{ id_, STATUS_ERROR, .changes = { { WEB, "HostConfig.Privileged", NULL } } }

/* The default set has it: it has to be dropped. */
#define DEFAULT(id_, name) \
	{ id_, STATUS_PASS }, \
	{ id_, STATUS_WARN, .key = name, .changes = { DROP("null") } }, \
	{ id_, STATUS_WARN, .key = name, .changes = { DROP("[\"KILL\"]") } }, \
	{ id_, STATUS_WARN, .key = name, .changes = { ADD("[\"" name "\"]") } }, \
	{ id_, STATUS_PASS, .changes = { DROP("[\"cap_" name "\"]") } }, \
	{ id_, STATUS_WARN, .key = "privileged", .changes = { PRIVILEGED, DROP("[\"" name "\"]") } }, \
	{ id_, STATUS_ERROR, .changes = { DROP("{}") } }, \
	/* Podman tells neither, where the kernel cannot be asked */ \
	{ id_, STATUS_ERROR, .changes = { PODMAN, DROP("[]"), ADD("[]") } }, \
	{ id_, STATUS_PASS, .changes = { PODMAN, DROP("[\"" name "\"]"), ADD("[]") } }, \
	{ id_, STATUS_PASS, .changes = { PODMAN, DROP("[]"), ADD("[]"), KERNEL("0000000000000000") } }, \
	{ id_, STATUS_WARN, .key = name, .changes = { PODMAN, DROP("[]"), ADD("[]"), KERNEL("00000000a80425fb") } }

/* clang-format off */
static const struct check_case cases[] = {
	{ "5.4", STATUS_PASS },
	{ "5.4", STATUS_PASS, .changes = { DROP("null") } },
	{ "5.4", STATUS_PASS, .changes = { ADD("[\"NET_RAW\",\"cap_chown\",\"Cap_Mknod\"]"), DROP("null") } },
	{ "5.4", STATUS_PASS, .changes = { ADD("[\"NET_BIND_SERVICE\"]") } },
	{ "5.4", STATUS_WARN, .key = "SYS_ADMIN", .changes = { ADD("[\"sys_admin\"]") } },
	{ "5.4", STATUS_WARN, .key = "SYS_ADMIN", .changes = { ADD("[\"CAP_SYS_ADMIN\"]") } },
	{ "5.4", STATUS_WARN, .key = "LEASE", .changes = { ADD("[\"NET_RAW\",\"LEASE\"]") } },
	{ "5.4", STATUS_WARN, .key = "ALL", .changes = { ADD("[\"all\"]") } },
	{ "5.4", STATUS_WARN, .key = "ALL", .changes = { ADD("[\"NET_RAW\",\"ALL\"]"), DROP("[\"ALL\"]") } },
	{ "5.4", STATUS_WARN, .key = "TIME_TRAVEL", .changes = { ADD("[\"TIME_TRAVEL\"]") } },
	/* added and dropped: the engine adds last */
	{ "5.4", STATUS_WARN, .key = "SYS_ADMIN", .changes = { ADD("[\"SYS_ADMIN\"]"), DROP("[\"SYS_ADMIN\"]") } },
	{ "5.4", STATUS_WARN, .key = "privileged", .changes = { PRIVILEGED } },
	{ "5.4", STATUS_PASS, .changes = { PODMAN, ADD("[\"NET_RAW\"]"), DROP("[\"CHOWN\"]") } },
	{ "5.4", STATUS_WARN, .key = "NET_ADMIN", .changes = { PODMAN, ADD("[\"NET_ADMIN\"]"), DROP("[]") } },
	{ "5.4", STATUS_WARN, .key = "SYS_ADMIN", .changes = { KERNEL("00000000a82425fb") } },
	{ "5.4", STATUS_PASS, .changes = { KERNEL("00000000a80425fb") } },
	{ "5.4", STATUS_ERROR, .changes = { ADD("\"SYS_ADMIN\"") } },
	{ "5.4", STATUS_ERROR, .changes = { ADD("[[]]") } },
	{ "5.4", STATUS_ERROR, .changes = { DROP("7") } },
	{ "5.4", STATUS_ERROR, .changes = { { WEB, "HostConfig.Privileged", "null" } } },

	SIDES("C.5.3.1", "DAC_READ_SEARCH"), SIDES("C.5.3.2", "SYS_MODULE"), SIDES("C.5.3.3", "SYS_ADMIN"),
	SIDES("C.5.3.4", "SYS_PTRACE"), SIDES("R-24", "NET_ADMIN"), SIDES("R-26", "SYS_RAWIO"),
	SIDES("R-27", "SYS_BOOT"), SIDES("R-28", "SYS_TIME"), SIDES("R-30", "SYS_RESOURCE"),
	SIDES("R-31", "SYS_NICE"), SIDES("R-32", "SYSLOG"), SIDES("R-33", "MAC_ADMIN"),
	SIDES("R-34", "MAC_OVERRIDE"), SIDES("R-35", "BPF"), SIDES("R-36", "PERFMON"),
	SIDES("R-37", "CHECKPOINT_RESTORE"), SIDES("R-38", "AUDIT_CONTROL"), SIDES("R-39", "AUDIT_READ"),
	SIDES("R-43", "LINUX_IMMUTABLE"), SIDES("R-44", "IPC_LOCK"), SIDES("R-45", "WAKE_ALARM"),
	SIDES("R-46", "BLOCK_SUSPEND"),
	DEFAULT("R-25", "NET_RAW"), DEFAULT("R-29", "SYS_CHROOT"), DEFAULT("R-40", "DAC_OVERRIDE"),
	DEFAULT("R-41", "SETFCAP"), DEFAULT("R-42", "MKNOD"),
	/* what the kernel granted without being asked, and what it was asked for and did not grant */
	{ "C.5.3.3", STATUS_WARN, .key = "SYS_ADMIN", .changes = { KERNEL("0000000000200000") } },
	{ "C.5.3.3", STATUS_WARN, .key = "SYS_ADMIN", .changes = { ADD("[\"SYS_ADMIN\"]"), KERNEL("0000000000000000") } },
	{ "C.5.3.3", STATUS_PASS, .changes = { KERNEL("0000000000002000") } },
	/* a set that is none tells nothing; another container's process is not this one's */
	{ "R-25", STATUS_ERROR, .changes = { PODMAN, DROP("[]"), KERNEL("many") } },
	/* Podman, privileged: CapDrop lists what the host itself lacks */
	{ "C.5.3.3", STATUS_WARN, .key = "privileged", .changes = { PODMAN, PRIVILEGED, DROP("[\"SYS_RESOURCE\"]") } },
	{ "R-30", STATUS_PASS, .changes = { PODMAN, PRIVILEGED, DROP("[\"SYS_RESOURCE\"]") } },

	{ "R-47", STATUS_PASS },
	{ "R-47", STATUS_PASS, .changes = { ADD("[\"SYS_ADMIN\"]"), DROP("null") } },
	{ "R-47", STATUS_WARN, .key = "ALL", .changes = { ADD("[\"ALL\"]") } },
	{ "R-47", STATUS_WARN, .key = "ALL", .changes = { ADD("[\"cap_all\"]") } },
	{ "R-47", STATUS_SKIP, .subject = "web", .changes = { PRIVILEGED } },
	{ "R-47", STATUS_ERROR, .changes = { ADD("\"ALL\"") } },

	{ "R-48", STATUS_PASS },
	{ "R-48", STATUS_PASS, .changes = { ADD("[\"CHOWN\"]"), DROP("[\"all\"]") } },
	{ "R-48", STATUS_WARN, .key = "", .changes = { DROP("null") } },
	{ "R-48", STATUS_WARN, .key = "", .changes = { DROP("[\"NET_RAW\",\"MKNOD\"]") } },
	{ "R-48", STATUS_WARN, .key = "", .changes = { ADD("[\"ALL\"]") } },
	{ "R-48", STATUS_WARN, .key = "privileged", .changes = { PRIVILEGED } },
	{ "R-48", STATUS_WARN, .key = "", .changes = { PODMAN, DROP("[]") } },
	{ "R-48", STATUS_WARN, .key = "", .changes = { PODMAN, DROP("[\"AUDIT_WRITE\",\"MKNOD\",\"NET_RAW\"]") } },
	{ "R-47", STATUS_WARN, .key = "ALL", .changes = { PODMAN, ADD("[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\",\"l\",\"m\",\"n\",\"o\",\"p\",\"q\",\"r\",\"s\",\"t\"]") } },
	{ "R-48", STATUS_ERROR, .changes = { PODMAN, DROP("[\"CHOWN\",\"KILL\"]") } },
	{ "R-48", STATUS_ERROR, .changes = { DROP("\"ALL\"") } },
};
/* clang-format on */

const struct case_table cases_runtime_capabilities = CASE_TABLE(cases);
