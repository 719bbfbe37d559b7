/*
 * facts_host.h: what the host's files, /proc and kernel say.
 */
#ifndef DOCKASSAY_FACTS_HOST_H
#define DOCKASSAY_FACTS_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "facts_daemon.h"
#include "origin.h"
#include "syntax/fact.h"
#include "syntax/os_release.h"

struct facts;

enum file_type { FILE_REGULAR, FILE_DIR, FILE_SOCKET, FILE_SYMLINK, FILE_OTHER };

struct file_facts {
	struct origin origin;   /* DOC_GONE: not there; DOC_DENIED: not to be seen */
	const char *path;       /* as asked for */
	const char *real;       /* after links; equals path where there was none */
	enum file_type type;
	unsigned mode;          /* & 07777 */
	int64_t uid, gid;
	const char *owner, *group; /* NULL: no name for the number */
	struct fact_str content;
	struct fact_int modified; /* where the content was asked for: seconds since 1970 */
	struct origin content_origin; /* why content was not SEEN; its document may be OK all the same */
	struct fact_list acl;    /* sockets: whom an access list names, "user:1000:rw-"; effective rights */
	const struct file_facts *target; /* FILE_SYMLINK, in trees: what it leads to; never NULL there */
};

struct file_list { struct origin origin; size_t n; const struct file_facts *v; };

struct mount_facts {
	const char *mount_point, *root, *device /* "8:1" */, *fs_type, *source, *options;
};

struct process_facts {
	int64_t pid, ppid;
	const char *comm, *exe;      /* exe NULL where not readable */
	struct fact_int uid;
	struct fact_list cmdline;
	const char *cgroup;          /* path of its control group; NULL: not read */
	const char *container_id;    /* NULL: none, or not known */
	struct fact_bool host_pidns;
	struct fact_int seccomp;     /* 0: no filter. Of processes in containers only */
	struct fact_int no_new_privs; /* 1: setuid programs give nothing; likewise */
	struct fact_bits bounding;   /* capabilities that it can ever have, by number; likewise */
};

struct listen_facts {
	const char *proto, *address;
	int64_t port;
	struct fact_int pid;
	const char *comm;            /* NULL: not known */
};

/* An audit rule, in the parts that decide what it watches. */
struct audit_rule {
	const char *text;
	const char *source;      /* "kernel" or path of the rules file */
	int64_t line;            /* 0 for the kernel's */
	bool always;             /* always,exit; false: never */
	bool task;               /* never,task: nothing at all is recorded */
	const char *path;        /* -F path=; NULL */
	const char *dir;         /* -F dir= or -w DIRECTORY; NULL */
	bool watch;              /* -w: path is a file or directory; both match */
	unsigned perms;          /* AUDIT_PERM_* */
	bool narrowed;           /* has further filters (auid, uid, arch ...) */
};
#define AUDIT_PERM_X 1u
#define AUDIT_PERM_W 2u
#define AUDIT_PERM_R 4u
#define AUDIT_PERM_A 8u

struct audit_facts {
	struct origin kernel_origin;  /* audit:kernel */
	struct fact_int enabled;      /* 0, 1, 2 */
	struct fact_int daemon_pid;   /* 0: nobody receives the records */
	struct fact_int lost, backlog_limit;
	size_t n_kernel;
	const struct audit_rule *kernel;
	struct origin files_origin;   /* audit.rules and rules.d */
	size_t n_files;
	const struct audit_rule *files;
	bool files_switch_off;        /* the files' last -e is 0 */
	const char *files_distrusted; /* one that is not root's own: not counted; NULL: none */
};

/* A short text of the kernel's. UNSEEN: the problem says why it could not be read. */
struct kernel_text {
	const char *name;
	struct fact_str value;
	const char *problem;
	bool malformed;  /* it was read, and is nothing that it may be */
};
struct kernel_texts { struct origin origin; size_t n; const struct kernel_text *v; };

struct swap { const char *path, *type; struct fact_bool in_memory, encrypted; };

struct kernel_facts {
	const char *release;           /* of the kernel below which the scan ran; "" when not said */
	struct kernel_texts settings;  /* proc:sys, by the names of sysctl(8) */
	struct kernel_texts security;  /* kernel:security: "lsm", "lockdown", "apparmor", "selinux" */
	struct origin modules_origin;  /* kernel:modules; DOC_GONE: this kernel has none */
	struct fact_list modules;
	struct origin swaps_origin;    /* kernel:swaps */
	size_t n_swaps;
	const struct swap *swaps;
	struct origin clock_origin;    /* kernel:clock */
	struct fact_bool synchronised;
	struct fact_int max_error_us;
};

/* Never NULL: UNSEEN where the document does not have it. */
const struct kernel_text *kernel_text(const struct kernel_texts *texts, const char *name);
struct fact_int kernel_number(const struct kernel_text *t); /* UNSEEN for what is no number */

/* What is left of the file system that holds the engine's data. */
struct space_facts {
	struct origin origin;          /* space:data-root */
	struct fact_str path;
	struct fact_int block_size, blocks, blocks_available, inodes, inodes_free;
};

/* Container commands in cron tables and rc scripts. */
struct startup_line { const char *path, *text; int64_t line; };
struct startup_facts {
	struct origin origin;          /* startup:engine */
	struct fact_int files;         /* how many were read */
	struct fact_list unreadable;
	size_t n_lines;
	const struct startup_line *lines;
};

struct firewall_facts {
	struct origin origin;          /* firewall:frontends */
	struct fact_str ufw;           /* ENABLED of ufw.conf */
	struct fact_str strict_forward_ports; /* of firewalld.conf */
	struct fact_list docker_user;  /* files with rules for the chain DOCKER-USER */
	struct fact_list unreadable;
};

struct package { const char *manager, *name, *version, *maintainer, *program; };
struct package_facts {
	struct origin origin;          /* packages:engine */
	struct fact_list managers;     /* "dpkg", "apk", "rpm": databases that are there */
	struct fact_list unreadable;
	size_t n;
	const struct package *v;       /* of dpkg and apk */
};

/* An IPv4 route where the engine is. */
struct route_facts { const char *interface; uint32_t destination, mask; };

struct account { const char *name; int64_t uid, gid; };
struct group { const char *name; int64_t gid; size_t n; const char *const *members; };

/* What /etc/os-release, or else /usr/lib/os-release, says. */
struct release_facts {
	struct origin origin;
	struct os_release release;
};

/* One assignment of a unit or of an environment file. */
struct unit_setting { const char *section, *key, *value, *file; int64_t line; };

/* A unit of systemd, joined from its file in force and its drop-ins as systemd does it. */
struct unit_facts {
	const char *name;        /* "docker.service" */
	struct origin origin;    /* DOC_GONE: there is no such unit */
	bool masked;             /* its file is empty or a link to /dev/null: it is never started */
	size_t n_fragments;      /* files of this name in systemd's directories; the first is in force */
	const struct file_facts *const *fragments;
	size_t n_drop_ins;       /* in force, in the order in which they are read */
	const struct file_facts *const *drop_ins;
	size_t n;                /* what is in force: what was reset by an empty assignment is gone */
	const struct unit_setting *v;
};

/* An environment file that docker.service names, or that distributions have the daemon read. */
struct environment_file {
	const char *path;
	bool named, optional;    /* by EnvironmentFile=; with "-" */
	const struct file_facts *file;
	size_t n;
	const struct unit_setting *v;
};

/* containerd's configuration with what it imports: settings by dotted key, in reading order. */
struct containerd_config {
	struct origin origin;    /* DOC_GONE: there is none; DOC_FAILED: a line is not understood */
	const char *path;
	size_t n;
	const struct unit_setting *v; /* section is "" */
};

/* Files of one kind, owner and mode in the directories of containers. */
struct container_files {
	const char *kind;        /* "directory", "config.v2.json", "log" */
	int64_t count;
	struct file_facts example; /* its origin says why they could not be looked at, if so */
};

struct container_state {
	struct origin origin;    /* state:containers */
	int64_t total, looked_into; /* directories of containers */
	size_t n;
	const struct container_files *v;
};

/* What a client's config.json keeps; never a value of it. */
struct client_config {
	struct origin origin;    /* DOC_GONE: there is none */
	const char *path;
	struct fact_list stored;    /* registries whose password or token is in the file */
	struct fact_list elsewhere; /* registries without one: a helper has it */
	struct fact_str helper;     /* credsStore */
	struct fact_list proxies_with_password;
};

/* A home directory that is there. */
struct home_facts {
	const char *dir;
	struct origin origin;
	size_t n_users;
	const struct account *users;
	bool cut;                /* it has more of these files than are looked at */
	size_t n_files;          /* below .docker and .config; some with an origin that is not OK */
	const struct file_facts *files;
	struct client_config config;
};

/* One command that a rule of sudo allows. */
struct sudo_rule {
	const char *users, *command; /* as written; aliases of commands are replaced */
	bool without_password, negated;
	const char *file;
	int64_t line;
};

struct sudo_facts {
	struct origin origin;    /* DOC_GONE: there is no sudoers file */
	size_t n;
	const struct sudo_rule *v;
	struct fact_bool files_only; /* nsswitch.conf asks no directory service for rules */
};

/* A line of /etc/subuid or /etc/subgid. */
struct subid_range { const char *owner; int64_t first, count, line; };
struct subid_facts {
	const char *path;
	struct origin origin;    /* DOC_FAILED: a line is not understood */
	size_t n;
	const struct subid_range *v;
};

struct host_facts {
	const char *hostname, *machine; /* machine: see report.h */
	const char *root;            /* where the host's files were read: "/" or --root */
	bool local;                  /* the engine is on the machine whose files were read */
	const char *elsewhere;       /* why not; "" */
	bool privileged;             /* scan ran as root */
	bool all_containers;         /* -a */
	struct origin mounts_origin;
	size_t n_mounts;
	const struct mount_facts *mounts;
	struct origin processes_origin;
	size_t n_processes;
	const struct process_facts *processes;
	bool processes_cut;          /* there are more */
	struct origin listen_origin;
	size_t n_listen;
	const struct listen_facts *listen;
	struct origin sockets_origin; /* proc:sockets: whose sockets could be looked at */
	struct fact_list sockets_read, sockets_unreadable; /* names of the engine's programs */
	struct origin routes_origin;   /* proc:routes */
	size_t n_routes;
	const struct route_facts *routes;
	struct fact_int unprivileged_port_start;
	struct kernel_facts kernel;
	struct space_facts space;
	struct startup_facts startup;
	struct firewall_facts firewall;
	struct package_facts packages;
	struct audit_facts audit;
	struct release_facts release;
	struct origin accounts_origin; /* /etc/passwd and /etc/group, both */
	size_t n_accounts;
	const struct account *accounts;
	size_t n_groups;
	const struct group *groups;
	struct unit_facts service, socket_unit; /* docker.service, docker.socket */
	struct origin command_origin;    /* why start_command is not known */
	struct fact_list start_command;  /* ExecStart with its variables replaced; ABSENT: no unit */
	struct daemon_facts unit_daemon; /* what that command tells the daemon: daemon_setting() */
	size_t n_environment_files;
	const struct environment_file *environment_files;
	struct containerd_config containerd;
	struct container_state container_state;
	struct origin homes_origin;      /* homes */
	size_t n_homes;
	const struct home_facts *homes;
	int64_t homes_left_out;          /* more than are looked at */
	struct sudo_facts sudo;
	struct subid_facts subuid, subgid;
	struct fact_bool nss_is_files;   /* no ldap, sss ... in nsswitch.conf's passwd and group */
	/* What the operator says (-u): who may be in the docker group. ABSENT: nothing was said. */
	struct fact_list trusted_users;
};

/* A Docker context: where some user's client connects to when told its name. */
struct client_context {
	const char *path;              /* of its meta.json */
	struct fact_str name, host;
	struct fact_bool skip_verify;  /* takes any server's certificate */
	struct fact_bool has_tls;      /* has certificates of its own */
	const char *problem;           /* "" or why its meta.json could not be read */
};

#endif
