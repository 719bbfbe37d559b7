/*
 * cases_host.c: the host's disks, users, audit rules and state; see cases.h.
 */
#include "config.h"

#include "cases.h"

#define KERNEL_RULES "audit:kernel"
#define SOCKET "file:/run/docker.sock"
#define GROUP "file:/etc/group"
#define PASSWD "file:/etc/passwd"
#define NSS "file:/etc/nsswitch.conf"
#define MOUNTS "proc:mountinfo"
#define ROOT_MOUNT "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
#define RULES_TREE "tree:/etc/audit/rules.d"
#define MERGED "file:/etc/audit/audit.rules"
#define SPACE "space:data-root"

/* A regular file of root's; `mode` is decimal. */
#define FILE_OF(path, mode, uid, content)                                                          \
	"{\"path\":\"" path "\",\"real\":\"" path "\",\"type\":\"file\",\"mode\":" mode             \
	",\"uid\":" uid ",\"gid\":0,\"owner\":null,\"group\":null,\"size\":1,\"content\":\"" content \
	"\"}"
#define ENTRY(path, type)                                                                          \
	"{\"path\":\"" path "\",\"real\":\"" path "\",\"type\":\"" type                             \
	"\",\"mode\":420,\"uid\":0,\"gid\":0,\"owner\":null,\"group\":null,\"size\":1}"
#define A_RULES "/etc/audit/rules.d/a.rules"
#define OFFLINE                                                                                    \
	{                                                                                          \
		KERNEL_RULES, NULL, "!not-here another system"                                      \
	}

/* What holds for every place whose changes are audited. */
#define AUDITED(id)                                                                                \
	{ id, STATUS_PASS },                                                                       \
	    { id, STATUS_WARN, .changes = { { KERNEL_RULES, "rules", "[]" } } },                    \
	    { id, STATUS_WARN, .changes = { { KERNEL_RULES, "enabled", "0" } } },                   \
	    { id, STATUS_ERROR, .changes = { { KERNEL_RULES, "enabled", NULL } } },                 \
	    { id, STATUS_ERROR, .changes = { { KERNEL_RULES, "rules", "{}" } } },                   \
	    { id, STATUS_ERROR, .changes = { { KERNEL_RULES, NULL, "!denied needs root" } } },      \
	    { id, STATUS_ERROR, .changes = { { KERNEL_RULES, NULL, NULL } } },                      \
	    { id, STATUS_WARN, .changes = { OFFLINE } },                                            \
	    { id, STATUS_SKIP, .changes = { { INFO, "KernelVersion", "\"6.6.87-linuxkit\"" } } }

/* What one list of rules makes of /etc/docker. */
#define RULES(status, rules)                                                                       \
	{                                                                                          \
		"1.1.6", status, .changes = { { KERNEL_RULES, "rules", rules } }                    \
	}
#define FILES(status, rules)                                                                       \
	{                                                                                          \
		"1.1.6", status,                                                                   \
		    .changes = { OFFLINE, { MERGED, NULL, FILE_OF("/etc/audit/audit.rules", "416",  \
							      "0", rules) } }                       \
	}

/* clang-format off */
static const struct check_case cases[] = {
	/* 1.1.1 */
	{ "1.1.1", STATUS_PASS },
	{ "1.1.1", STATUS_WARN, .changes = { { MOUNTS, NULL, ROOT_MOUNT } } },
	/* bound onto itself: a mount point, and no device of its own */
	{ "1.1.1", STATUS_WARN, .changes = { { MOUNTS, NULL, ROOT_MOUNT
	    "30 22 8:1 /var/lib/docker /var/lib/docker rw - ext4 /dev/sda1 rw\n" } } },
	{ "1.1.1", STATUS_WARN, .changes = { { MOUNTS, NULL, ROOT_MOUNT
	    "30 22 8:2 / /var/lib rw - ext4 /dev/sda2 rw\n" } } },
	{ "1.1.1", STATUS_WARN, .changes = { { MOUNTS, NULL, ROOT_MOUNT
	    "30 22 8:2 / /var/lib/docker2 rw - ext4 /dev/sda2 rw\n" } } },
	/* with user namespaces the mount is that of the directory above */
	{ "1.1.1", STATUS_PASS, .changes = { { INFO, "DockerRootDir", "\"/var/lib/docker/100000.100000\"" },
	    { "file:/var/lib/docker/100000.100000", NULL, ENTRY("/var/lib/docker/100000.100000", "dir") } } },
	{ "1.1.1", STATUS_WARN, .changes = { { INFO, "DockerRootDir", "\"/var/lib/docker/1.5\"" },
	    { INFO, "SecurityOptions", "[]" },
	    { "file:/var/lib/docker/1.5", NULL, ENTRY("/var/lib/docker/1.5", "dir") } } },
	{ "1.1.1", STATUS_ERROR, .changes = { { MOUNTS, NULL, "!denied Permission denied" } } },
	{ "1.1.1", STATUS_ERROR, .changes = { { MOUNTS, NULL, "not a mount table\n" } } },
	{ "1.1.1", STATUS_ERROR, .changes = { { MOUNTS, NULL, NULL } } },
	{ "1.1.1", STATUS_ERROR, .changes = { { INFO, "DockerRootDir", NULL } } },
	{ "1.1.1", STATUS_ERROR, .changes = { { INFO, "DockerRootDir", "7" } } },
	{ "1.1.1", STATUS_ERROR, .changes = { { "file:/var/lib/docker", NULL, "!gone not there" } } },
	{ "1.1.1", STATUS_SKIP, .changes = { { MOUNTS, NULL, "!not-here no /proc" } } },

	/* 1.1.2 */
	{ "1.1.2", STATUS_PASS },
	{ "1.1.2", STATUS_NOTE, .key = "alice", .changes = { { GROUP, "content", "\"docker:x:999:alice,bob\\n\"" } } },
	{ "1.1.2", STATUS_NOTE, .key = "bob", .changes = { { GROUP, "content", "\"docker:x:999:alice, bob\\n\"" } } },
	/* the same number in two lines */
	{ "1.1.2", STATUS_NOTE, .key = "bob", .changes = { { GROUP, "content", "\"docker:x:999:\\nold:x:999:bob\\n\"" } } },
	/* a first group names nobody */
	{ "1.1.2", STATUS_NOTE, .key = "eve", .changes = { { PASSWD, "content", "\"root:x:0:0::/:\\neve:x:1001:999::/:\\n\"" } } },
	{ "1.1.2", STATUS_NOTE, .key = "eve", .changes = { { PASSWD, "content", "\"root:x:0:0::/:\\neve:x:1001:0::/:\\n\"" },
	    { SOCKET, "gid", "0" } } },
	{ "1.1.2", STATUS_NOTE, .key = "user 1002", .changes = { { SOCKET, "uid", "1002" } } },
	{ "1.1.2", STATUS_PASS, .changes = { { SOCKET, "mode", "384" }, { GROUP, "content", "\"docker:x:999:alice\\n\"" } } },
	{ "1.1.2", STATUS_PASS, .changes = { { PASSWD, "content", "\"root:x:0:0::/:\\nbroken:x:a:999::/:\\n\"" } } },
	{ "1.1.2", STATUS_WARN, .key = "/run/docker.sock", .changes = { { SOCKET, "mode", "438" } } },
	{ "1.1.2", STATUS_WARN, .key = "/etc/group", .changes = { { GROUP, "mode", "438" } } },
	{ "1.1.2", STATUS_WARN, .key = "/etc/passwd", .changes = { { PASSWD, "uid", "1000" } } },
	{ "1.1.2", STATUS_ERROR, .changes = { { SOCKET, NULL, "!denied Permission denied" } } },
	{ "1.1.2", STATUS_ERROR, .changes = { { SOCKET, NULL, NULL } } },
	{ "1.1.2", STATUS_ERROR, .changes = { { GROUP, NULL, "!gone not there" } } },
	{ "1.1.2", STATUS_ERROR, .changes = { { GROUP, NULL, ENTRY("/etc/group", "dir") } } },
	{ "1.1.2", STATUS_ERROR, .changes = { { PASSWD, "content", NULL } } },
	{ "1.1.2", STATUS_ERROR, .changes = { { NSS, "content", "\"group: files sss\\n\"" } } },
	{ "1.1.2", STATUS_ERROR, .changes = { { NSS, "content", "\"passwd: compat\\n\"" },
	    { PASSWD, "content", "\"root:x:0:0::/:\\n+::::::\\n\"" } } },
	{ "1.1.2", STATUS_ERROR, .changes = { { NSS, NULL, NULL } } },
	{ "1.1.2", STATUS_PASS, .changes = { { NSS, NULL, "!gone not there" } } },
	/* a host that does not run */
	{ "1.1.2", STATUS_SKIP, .changes = { { SOCKET, NULL, "!gone not there" } } },
	{ "1.1.2", STATUS_NOTE, .key = "bob", .changes = { { SOCKET, NULL, "!gone not there" }, { GROUP, "content", "\"docker:x:999:bob\\n\"" } } },

	/* 1.1.3 to 1.1.18 */
	AUDITED("1.1.3"), AUDITED("1.1.4"), AUDITED("1.1.5"), AUDITED("1.1.6"), AUDITED("1.1.7"),
	AUDITED("1.1.8"), AUDITED("1.1.9"), AUDITED("1.1.10"), AUDITED("1.1.11"), AUDITED("1.1.12"),
	AUDITED("1.1.14"), AUDITED("1.1.15"), AUDITED("1.1.16"), AUDITED("1.1.17"), AUDITED("1.1.18"),
	/* the clean host has no such file */
	{ "1.1.13", STATUS_SKIP },
#define SYSCONFIG { "file:/etc/sysconfig/docker", NULL, ENTRY("/etc/sysconfig/docker", "file") }
	{ "1.1.13", STATUS_PASS, .changes = { SYSCONFIG } },
	{ "1.1.13", STATUS_WARN, .changes = { SYSCONFIG, { KERNEL_RULES, "rules", "[]" } } },
	{ "1.1.13", STATUS_ERROR, .changes = { SYSCONFIG, { KERNEL_RULES, NULL, NULL } } },
	{ "1.1.13", STATUS_ERROR, .changes = { { "file:/etc/sysconfig/docker", NULL, "!denied Permission denied" } } },
	/* an engine in a directory of its own */
	{ "1.1.17", STATUS_WARN, .subject = "/opt/docker/containerd-shim-runc-v2",
	    .changes = { { "file:/usr/bin/containerd-shim-runc-v2", NULL, "!gone not there" },
		{ "file:/opt/docker/containerd-shim-runc-v2", NULL, ENTRY("/opt/docker/containerd-shim-runc-v2", "file") },
		{ "proc:processes", "0.exe", "\"/opt/docker/dockerd\"" } } },

	RULES(STATUS_PASS, "[\"-w /etc/docker -p wa -k docker\"]"),
	RULES(STATUS_PASS, "[\"-w/etc/docker -pwa\"]"),
	/* a directory's rule reaches no file system that was mounted below it since */
	{ "1.1.5", STATUS_PASS, .changes = { { KERNEL_RULES, "rules", "[\"-w /var/lib/docker -p wa\"]" } } },
	{ "1.1.5", STATUS_NOTE, .changes = { { KERNEL_RULES, "rules", "[\"-w /var/lib -p wa\"]" } } },
	{ "1.1.5", STATUS_PASS, .changes = { { KERNEL_RULES, "rules", "[\"-w /var/lib -p wa\"]" },
	    { MOUNTS, NULL, ROOT_MOUNT } } },
	{ "1.1.5", STATUS_ERROR, .changes = { { KERNEL_RULES, "rules", "[\"-w /var/lib -p wa\"]" },
	    { MOUNTS, NULL, "!denied Permission denied" } } },
	RULES(STATUS_PASS, "[\"-a always,exit -S all -F dir=/etc -F perm=rwxa\"]"),
	RULES(STATUS_PASS, "[\"-w /etc/docker -p w\",\"-w /etc/docker -p a\"]"),
	RULES(STATUS_WARN, "[\"-w /etc/docker -p w\",\"-w /etc/docker -p w\"]"),
	RULES(STATUS_WARN, "[\"-a always,exit -F path=/etc/docker -F perm=wa\"]"),
	RULES(STATUS_WARN, "[\"-w /etc/docker2 -p wa\"]"),
	RULES(STATUS_WARN, "[\"-w /etc/docker/daemon.json -p wa\"]"),
	RULES(STATUS_WARN, "[\"-a never,exit -F dir=/etc\",\"-w /etc/docker -p wa\"]"),
	RULES(STATUS_PASS, "[\"-w /etc/docker -p wa\",\"-a never,exit -F dir=/etc\"]"),
	/* what is not recorded on reading is recorded on writing */
	RULES(STATUS_PASS, "[\"-a never,exit -F dir=/etc -F perm=r\",\"-w /etc/docker -p wa\"]"),
	RULES(STATUS_WARN, "[\"-a never,exit -F dir=/etc -F perm=w\",\"-w /etc/docker -p wa\"]"),
	/* some users' work is not recorded */
	RULES(STATUS_NOTE, "[\"-a never,exit -F dir=/etc -F auid=1000\",\"-w /etc/docker -p wa\"]"),
	RULES(STATUS_NOTE, "[\"-a always,exit -F dir=/etc/docker -F perm=wa -F auid>=1000\"]"),
	RULES(STATUS_NOTE, "[\"-a always,exit -S some -F dir=/etc/docker -F perm=wa\"]"),
	RULES(STATUS_PASS, "[\"-a never,exit -F exe=/bin/true\",\"-w /etc/docker -p wa\"]"),
	/* no system call is recorded at all, wherever the rule stands */
	RULES(STATUS_WARN, "[\"-w /etc/docker -p wa\",\"-a never,task\"]"),
	RULES(STATUS_WARN, "[\"-a task,never\"]"),

	FILES(STATUS_PASS, "-D\\n-w /etc/docker -p wa\\n"),
	FILES(STATUS_WARN, "-w /etc/docker -p wa\\n-D\\n"),
	FILES(STATUS_WARN, "-w /etc/docker -p wa\\n-e 0\\n"),
	FILES(STATUS_PASS, "-e 0\\n-w /etc/docker -p wa\\n-e 2\\n"),
	FILES(STATUS_WARN, "  # -w /etc/docker -p wa\\n"),
	FILES(STATUS_WARN, "-a task,never\\n-w /etc/docker -p wa\\n"),
	/* auditctl refuses a file that others may write to */
	{ "1.1.6", STATUS_WARN, .changes = { OFFLINE, { MERGED, NULL, FILE_OF("/etc/audit/audit.rules", "438", "0", "-w /etc/docker -p wa\\n") } } },
	{ "1.1.6", STATUS_WARN, .changes = { OFFLINE, { MERGED, NULL, FILE_OF("/etc/audit/audit.rules", "416", "1000", "-w /etc/docker -p wa\\n") } } },
	{ "1.1.6", STATUS_ERROR, .changes = { OFFLINE, { MERGED, NULL, "!denied Permission denied" } } },
	{ "1.1.6", STATUS_ERROR, .changes = { OFFLINE, { RULES_TREE, NULL, "!denied Permission denied" } } },
	/* rules.d is what counts at the next start, not what was merged from it before */
	{ "1.1.6", STATUS_WARN, .changes = { OFFLINE, { MERGED, NULL, FILE_OF("/etc/audit/audit.rules", "416", "0", "-w /etc/docker -p wa\\n") },
	    { RULES_TREE, NULL, "[" ENTRY(A_RULES, "file") "]" }, { "file:" A_RULES, NULL, FILE_OF(A_RULES, "416", "0", "-b 8192\\n") } } },
	{ "1.1.6", STATUS_PASS, .changes = { OFFLINE, { RULES_TREE, NULL, "[" ENTRY(A_RULES, "symlink") "]" },
	    { "file:" A_RULES, NULL, FILE_OF(A_RULES, "416", "0", "-w /etc/docker -p wa\\n") } } },
	/* augenrules puts every -D at the top */
	{ "1.1.6", STATUS_PASS, .changes = { OFFLINE, { RULES_TREE, NULL, "[" ENTRY(A_RULES, "file") "]" },
	    { "file:" A_RULES, NULL, FILE_OF(A_RULES, "416", "0", "-w /etc/docker -p wa\\n-D\\n") } } },
	{ "1.1.6", STATUS_WARN, .changes = { OFFLINE, { RULES_TREE, NULL, "[" ENTRY(A_RULES, "file") "]" },
	    { "file:" A_RULES, NULL, FILE_OF(A_RULES, "438", "0", "-w /etc/docker -p wa\\n") } } },
	{ "1.1.6", STATUS_ERROR, .changes = { OFFLINE, { RULES_TREE, NULL, "[" ENTRY(A_RULES, "file") "]" },
	    { "file:" A_RULES, NULL, "!denied Permission denied" } } },
	/* a directory, and a file in a deeper one, are no rules */
	{ "1.1.6", STATUS_WARN, .changes = { OFFLINE, { RULES_TREE, NULL, "[" ENTRY("/etc/audit/rules.d/old.rules", "dir") ","
	    ENTRY("/etc/audit/rules.d/old.rules/a.rules", "file") "]" },
	    { "file:/etc/audit/rules.d/old.rules/a.rules", NULL, FILE_OF("/etc/audit/rules.d/old.rules/a.rules", "416", "0", "-w /etc/docker -p wa\\n") } } },
	/* 9 comes before 10 */
	{ "1.1.6", STATUS_WARN, .changes = { OFFLINE, { RULES_TREE, NULL, "[" ENTRY("/etc/audit/rules.d/10-y.rules", "file") ","
	    ENTRY("/etc/audit/rules.d/9-x.rules", "file") "]" },
	    { "file:/etc/audit/rules.d/10-y.rules", NULL, FILE_OF("/etc/audit/rules.d/10-y.rules", "416", "0", "-w /etc/docker -p wa\\n") },
	    { "file:/etc/audit/rules.d/9-x.rules", NULL, FILE_OF("/etc/audit/rules.d/9-x.rules", "416", "0", "-a never,exit -F dir=/etc\\n") } } },

	/* 1.2.1 */
	{ "1.2.1", STATUS_NOTE },
	{ "1.2.1", STATUS_ERROR, .changes = { { "kernel:security", NULL, NULL } } },
	{ "1.2.1", STATUS_SKIP, .changes = { { "proc:sys", NULL, "!not-here another system" } } },

	/* H-14 */
	{ "H-14", STATUS_PASS },
	{ "H-14", STATUS_WARN, .changes = { { KERNEL_RULES, "pid", "0" } } },
	{ "H-14", STATUS_WARN, .key = "enabled", .changes = { { KERNEL_RULES, "enabled", "0" } } },
	{ "H-14", STATUS_ERROR, .changes = { { KERNEL_RULES, "pid", NULL } } },
	{ "H-14", STATUS_ERROR, .changes = { { KERNEL_RULES, NULL, "!denied needs root" } } },
	{ "H-14", STATUS_SKIP, .changes = { OFFLINE } },
	/* H-15 */
	{ "H-15", STATUS_PASS },
	{ "H-15", STATUS_WARN, .changes = { { KERNEL_RULES, "enabled", "1" } } },
	{ "H-15", STATUS_SKIP, .changes = { { KERNEL_RULES, "enabled", "0" } } },
	{ "H-15", STATUS_ERROR, .changes = { { KERNEL_RULES, "enabled", "\"2\"" } } },
	/* H-16 */
	{ "H-16", STATUS_PASS },
	{ "H-16", STATUS_WARN, .changes = { { KERNEL_RULES, "lost", "3" } } },
	{ "H-16", STATUS_SKIP, .changes = { { KERNEL_RULES, "enabled", "0" } } },
	{ "H-16", STATUS_ERROR, .changes = { { KERNEL_RULES, "lost", NULL } } },

	/* H-18 */
	{ "H-18", STATUS_PASS },
	{ "H-18", STATUS_WARN, .key = "blocks", .changes = { { SPACE, "blocks_available", "1499999" } } },
	{ "H-18", STATUS_PASS, .changes = { { SPACE, "blocks_available", "1500000" } } },
	{ "H-18", STATUS_PASS, .changes = { { SPACE, "blocks", "4000000000" }, { SPACE, "blocks_available", "26214400" } } },
	{ "H-18", STATUS_WARN, .changes = { { SPACE, "blocks", "4000000000" }, { SPACE, "blocks_available", "26214399" } } },
	{ "H-18", STATUS_WARN, .key = "inodes", .changes = { { SPACE, "inodes_free", "1000" } } },
	{ "H-18", STATUS_PASS, .changes = { { SPACE, "inodes_free", "0" }, { SPACE, "inodes", "0" } } },
	{ "H-18", STATUS_ERROR, .changes = { { SPACE, "blocks", "0" } } },
	{ "H-18", STATUS_ERROR, .changes = { { SPACE, "inodes_free", NULL } } },
	{ "H-18", STATUS_ERROR, .changes = { { SPACE, NULL, "!denied Permission denied" } } },
	{ "H-18", STATUS_SKIP, .changes = { { SPACE, NULL, "!not-here another system" } } },

	/* H-30 */
	{ "H-30", STATUS_PASS },
	{ "H-30", STATUS_WARN, .changes = { { INFO, "CgroupVersion", "\"1\"" } } },
	{ "H-30", STATUS_ERROR, .changes = { { INFO, "CgroupVersion", "2" } } },
	{ "H-30", STATUS_ERROR, .changes = { { INFO, "CgroupVersion", "\"\"" } } },
	/* an API before 1.41 does not say */
	{ "H-30", STATUS_PASS, .changes = { { INFO, "CgroupVersion", NULL },
	    { MOUNTS, NULL, "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n24 22 0:23 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n" } } },
	{ "H-30", STATUS_WARN, .changes = { { INFO, "CgroupVersion", NULL },
	    { MOUNTS, NULL, "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n24 22 0:23 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n25 24 0:24 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n" } } },
	{ "H-30", STATUS_ERROR, .changes = { { INFO, "CgroupVersion", NULL } } },
	{ "H-30", STATUS_ERROR, .changes = { { INFO, NULL, "!failed time-out" } } },

	/* H-38 */
	{ "H-38", STATUS_INFO },
	{ "H-38", STATUS_NOTE, .key = "/etc/crontab#1", .changes = { { "startup:engine", "lines",
	    "[{\"path\":\"/etc/crontab\",\"line\":9,\"text\":\"@daily root docker run --privileged x\"}]" } } },
	{ "H-38", STATUS_ERROR, .changes = { { "startup:engine", "unreadable", "[\"/var/spool/cron (Permission denied)\"]" } } },
	{ "H-38", STATUS_ERROR, .changes = { { "startup:engine", NULL, NULL } } },
	{ "H-38", STATUS_ERROR, .changes = { { "startup:engine", "lines", "{}" } } },
	/* H-39 */
	{ "H-39", STATUS_INFO, .key = "docker.io" },
	{ "H-39", STATUS_NOTE, .changes = { { "packages:engine", "packages", "[]" } } },
	{ "H-39", STATUS_NOTE, .changes = { { "packages:engine", "managers", "[\"rpm\"]" }, { "packages:engine", "packages", "[]" } } },
	{ "H-39", STATUS_NOTE, .changes = { { "proc:processes", "0.exe", "\"/usr/local/bin/dockerd\"" } } },
	{ "H-39", STATUS_INFO, .changes = { { "proc:processes", "0.exe", "\"/snap/docker/2/bin/dockerd\"" } } },
	{ "H-39", STATUS_ERROR, .changes = { { "packages:engine", "unreadable", "[\"/var/lib/dpkg/status (Input/output error)\"]" } } },
};
/* clang-format on */

const struct case_table cases_host = CASE_TABLE(cases);
