/*
 * cases_host_kernel.c: settings, security modules and state of the kernel; see cases.h.
 */
#include "config.h"

#include "cases.h"

#define SYS "proc:sys"
#define SECURITY "kernel:security"
#define CLOCK "kernel:clock"
#define DENIED "{\"problem\":\"Permission denied (needs root)\"}"

/* What holds for every check of one setting: it is judged as a number, and only when it was read. */
#define SETTING(id, name, good, bad)                                                               \
	{ id, STATUS_PASS },                                                                       \
	    { id, STATUS_PASS, .changes = { { SYS, name, "\"" good "\"" } } },                      \
	    { id, STATUS_WARN, .key = name, .changes = { { SYS, name, "\"" bad "\"" } } },          \
	    { id, STATUS_ERROR, .changes = { { SYS, name, DENIED } } },                             \
	    { id, STATUS_ERROR, .changes = { { SYS, name, "\"\"" } } },                             \
	    { id, STATUS_ERROR, .changes = { { SYS, name, "\"2 x\"" } } },                          \
	    { id, STATUS_ERROR, .changes = { { SYS, name, NULL } } },                               \
	    { id, STATUS_ERROR, .changes = { { SYS, NULL, NULL } } },                               \
	    { id, STATUS_ERROR, .changes = { { SYS, NULL, "[]" } } },                               \
	    { id, STATUS_SKIP, .changes = { { SYS, NULL, "!not-here another system" } } },          \
	    { id, STATUS_SKIP, .changes = { { INFO, "KernelVersion", "\"6.6.87-linuxkit\"" } } }

/* clang-format off */
static const struct check_case cases[] = {
	SETTING("H-01", "kernel.kptr_restrict", "1", "0"),
	SETTING("H-02", "kernel.unprivileged_bpf_disabled", "1", "0"),
	{ "H-02", STATUS_SKIP, .changes = { { SYS, "kernel.unprivileged_bpf_disabled", "null" } } },
	SETTING("H-04", "kernel.dmesg_restrict", "1", "0"),
	SETTING("H-07", "kernel.randomize_va_space", "2", "1"),
	SETTING("H-08", "kernel.yama.ptrace_scope", "3", "0"),
	/* a kernel without Yama does not limit ptrace */
	{ "H-08", STATUS_WARN, .changes = { { SYS, "kernel.yama.ptrace_scope", "null" } } },
	SETTING("H-09", "kernel.perf_event_paranoid", "2", "1"),
	{ "H-09", STATUS_WARN, .changes = { { SYS, "kernel.perf_event_paranoid", "\"-1\"" } } },
	{ "H-09", STATUS_SKIP, .changes = { { SYS, "kernel.perf_event_paranoid", "null" } } },

	/* H-03 */
	{ "H-03", STATUS_PASS },
	{ "H-03", STATUS_WARN, .changes = { { SYS, "kernel.unprivileged_userns_clone", "\"1\"" } } },
	{ "H-03", STATUS_WARN, .changes = { { SYS, "kernel.unprivileged_userns_clone", "null" } } },
	{ "H-03", STATUS_PASS, .changes = { { SYS, "kernel.unprivileged_userns_clone", "null" },
	    { SYS, "kernel.apparmor_restrict_unprivileged_userns", "\"1\"" } } },
	{ "H-03", STATUS_PASS, .changes = { { SYS, "kernel.unprivileged_userns_clone", "null" },
	    { SYS, "user.max_user_namespaces", "\"0\"" } } },
	{ "H-03", STATUS_PASS, .changes = { { SYS, "user.max_user_namespaces", DENIED } } },
	{ "H-03", STATUS_ERROR, .changes = { { SYS, "kernel.unprivileged_userns_clone", DENIED } } },
	{ "H-03", STATUS_SKIP, .changes = { { INFO, "SecurityOptions", "[\"name=rootless\"]" } } },
	{ "H-03", STATUS_ERROR, .changes = { { INFO, NULL, NULL } } },

	/* H-10 */
	{ "H-10", STATUS_PASS },
	{ "H-10", STATUS_PASS, .changes = { { SYS, "kernel.core_pattern", "\"core\"" } } },
	{ "H-10", STATUS_PASS, .changes = { { SYS, "kernel.core_pattern", "null" } } },
	{ "H-10", STATUS_WARN, .key = "fs.suid_dumpable", .changes = { { SYS, "fs.suid_dumpable", "\"2\"" } } },
	{ "H-10", STATUS_WARN, .key = "kernel.core_pattern", .changes = { { SYS, "kernel.core_pattern", "\"|/tmp/x %P\"" } } },
	{ "H-10", STATUS_WARN, .changes = { { SYS, "kernel.core_pattern", "\"|/var/lib/docker/overlay2/f/diff/x\"" } } },
	{ "H-10", STATUS_WARN, .changes = { { SYS, "kernel.core_pattern", "\"|/usr/../proc/%P/root/x\"" } } },
	{ "H-10", STATUS_WARN, .changes = { { INFO, "DockerRootDir", "\"/srv/data\"" }, { SYS, "kernel.core_pattern", "\"|/srv/data/x\"" } } },
	{ "H-10", STATUS_PASS, .changes = { { SYS, "kernel.core_pattern", "\"|/tmpfiles/x\"" } } },
	{ "H-10", STATUS_ERROR, .changes = { { SYS, "kernel.core_pattern", DENIED } } },
	{ "H-10", STATUS_ERROR, .changes = { { SYS, "fs.suid_dumpable", DENIED } } },

	/* H-11 */
	{ "H-11", STATUS_PASS },
	{ "H-11", STATUS_WARN, .key = "fs.protected_fifos", .changes = { { SYS, "fs.protected_fifos", "\"0\"" } } },
	{ "H-11", STATUS_WARN, .key = "fs.protected_regular", .changes = { { SYS, "fs.protected_regular", "null" } } },
	{ "H-11", STATUS_WARN, .changes = { { SYS, "fs.protected_symlinks", "\"0\"" }, { SYS, "fs.protected_fifos", DENIED } } },
	{ "H-11", STATUS_ERROR, .changes = { { SYS, "fs.protected_hardlinks", DENIED } } },

	/* H-36 */
	{ "H-36", STATUS_PASS },
	{ "H-36", STATUS_PASS, .changes = { { SYS, "kernel.sysrq", "\"0\"" } } },
	{ "H-36", STATUS_PASS, .changes = { { SYS, "kernel.sysrq", "null" } } },
	{ "H-36", STATUS_WARN, .key = "kernel.sysrq", .changes = { { SYS, "kernel.sysrq", "\"1\"" } } },
	{ "H-36", STATUS_WARN, .key = "kernel.kexec_load_disabled", .changes = { { SYS, "kernel.kexec_load_disabled", "\"0\"" } } },
	{ "H-36", STATUS_SKIP, .changes = { { SYS, "kernel.sysrq", "null" }, { SYS, "kernel.kexec_load_disabled", "null" } } },
	{ "H-36", STATUS_ERROR, .changes = { { SYS, "kernel.sysrq", DENIED } } },

	/* H-12 */
	{ "H-12", STATUS_PASS },
	{ "H-12", STATUS_WARN, .changes = { { SECURITY, "lsm", "\"capability,yama,bpf\"" } } },
	{ "H-12", STATUS_WARN, .changes = { { SECURITY, "lsm", "\"capability,apparmor2\"" } } },
	{ "H-12", STATUS_WARN, .key = "engine", .changes = { { INFO, "SecurityOptions", "[\"name=seccomp,profile=builtin\"]" } } },
	{ "H-12", STATUS_PASS, .changes = { { SECURITY, "lsm", "\"capability,selinux\"" }, { SECURITY, "selinux", "\"1\"" } } },
	{ "H-12", STATUS_WARN, .key = "selinux", .changes = { { SECURITY, "lsm", "\"capability,selinux\"" }, { SECURITY, "selinux", "\"0\"" } } },
	{ "H-12", STATUS_ERROR, .changes = { { SECURITY, "lsm", "\"capability,selinux\"" } } },
	{ "H-12", STATUS_ERROR, .changes = { { INFO, "SecurityOptions", NULL } } },
	/* securityfs is not mounted: other places tell */
	{ "H-12", STATUS_PASS, .changes = { { SECURITY, "lsm", DENIED } } },
	{ "H-12", STATUS_PASS, .changes = { { SECURITY, "lsm", DENIED }, { SECURITY, "apparmor", DENIED } } },
	{ "H-12", STATUS_WARN, .changes = { { SECURITY, "lsm", DENIED }, { SECURITY, "apparmor", "null" } } },
	{ "H-12", STATUS_WARN, .changes = { { SECURITY, "lsm", "null" }, { SECURITY, "apparmor", "\"N\"" } } },
	{ "H-12", STATUS_PASS, .changes = { { SECURITY, "lsm", "null" }, { SECURITY, "apparmor", "\"N\"" }, { SECURITY, "selinux", "\"1\"" } } },
	{ "H-12", STATUS_ERROR, .changes = { { SECURITY, "lsm", DENIED }, { SECURITY, "apparmor", DENIED }, { INFO, "SecurityOptions", "[]" } } },
	{ "H-12", STATUS_ERROR, .changes = { { SECURITY, NULL, "!failed no /sys" } } },

	/* H-13 */
	{ "H-13", STATUS_PASS },
	{ "H-13", STATUS_WARN, .changes = { { SECURITY, "lockdown", "\"[none] integrity confidentiality\"" } } },
	{ "H-13", STATUS_SKIP, .changes = { { SECURITY, "lockdown", "null" } } },
	{ "H-13", STATUS_ERROR, .changes = { { SECURITY, "lockdown", DENIED } } },
	{ "H-13", STATUS_ERROR, .changes = { { SECURITY, "lockdown", "\"none\"" } } },

	/* H-17 */
	{ "H-17", STATUS_PASS },
	{ "H-17", STATUS_WARN, .changes = { { CLOCK, "synchronised", "false" }, { CLOCK, "max_error_us", "16000000" } } },
	{ "H-17", STATUS_NOTE, .changes = { { CLOCK, "synchronised", "false" } } },
	{ "H-17", STATUS_ERROR, .changes = { { CLOCK, "synchronised", NULL } } },
	{ "H-17", STATUS_ERROR, .changes = { { CLOCK, NULL, "!denied Operation not permitted" } } },
	{ "H-17", STATUS_SKIP, .changes = { { CLOCK, NULL, "!not-here another system" } } },

	/* H-34, H-35 */
	{ "H-34", STATUS_NOTE },
	{ "H-34", STATUS_INFO, .changes = { { SYS, "kernel.modules_disabled", "\"1\"" } } },
	{ "H-34", STATUS_SKIP, .changes = { { "kernel:modules", NULL, "!gone this kernel has none" } } },
	{ "H-34", STATUS_ERROR, .changes = { { SYS, "kernel.modules_disabled", DENIED } } },
	{ "H-35", STATUS_PASS },
	{ "H-35", STATUS_PASS, .changes = { { "kernel:modules", NULL, "[\"sctp_diag\",\"nf_conntrack_sctp\"]" } } },
	{ "H-35", STATUS_WARN, .key = "tipc", .changes = { { "kernel:modules", NULL, "[\"overlay\",\"tipc\"]" } } },
	{ "H-35", STATUS_SKIP, .changes = { { "kernel:modules", NULL, "!gone this kernel has none" } } },
	{ "H-35", STATUS_ERROR, .changes = { { "kernel:modules", NULL, "[7]" } } },
	{ "H-35", STATUS_ERROR, .changes = { { "kernel:modules", NULL, "!denied Permission denied" } } },

	/* H-37 */
	{ "H-37", STATUS_INFO, .key = "/dev/dm-1" },
	{ "H-37", STATUS_INFO, .key = "", .changes = { { "kernel:swaps", NULL, "[]" } } },
	{ "H-37", STATUS_NOTE, .key = "/dev/sda3", .changes = { { "kernel:swaps", NULL,
	    "[{\"path\":\"/dev/sda3\",\"type\":\"partition\",\"memory\":false,\"encrypted\":false}]" } } },
	{ "H-37", STATUS_NOTE, .changes = { { "kernel:swaps", NULL,
	    "[{\"path\":\"/swapfile\",\"type\":\"file\",\"memory\":false,\"encrypted\":null}]" } } },
	{ "H-37", STATUS_INFO, .changes = { { "kernel:swaps", NULL,
	    "[{\"path\":\"/dev/zram0\",\"type\":\"partition\",\"memory\":true,\"encrypted\":false}]" } } },
	{ "H-37", STATUS_ERROR, .changes = { { "kernel:swaps", NULL, "{}" } } },
};
/* clang-format on */

const struct case_table cases_host_kernel = CASE_TABLE(cases);
