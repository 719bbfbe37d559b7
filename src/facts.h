/*
 * facts.h: what is true on the scanned host, typed, and three-valued.
 *
 * A fact was SEEN, or seen to be ABSENT (no such key, or null), or it is UNSEEN: the document could
 * not be had, or the value has a type that the field does not allow. Only the first two are
 * evidence. Absent, null, "", 0, [] and {} are different things; null counts as absent.
 *
 * Everything lives in the arena of the facts. Strings are as the host gave them (hostile!): they
 * are made safe when they enter the report. Facts do no I/O and judge nothing.
 */
#ifndef DOCKASSAY_FACTS_H
#define DOCKASSAY_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "api_fields.h"
#include "arena.h"
#include "dockerfile.h"
#include "document.h"
#include "os_release.h"
#include "x509.h"

enum seen { UNSEEN = 0, ABSENT, SEEN };

struct facts;

/* Each kind of fact begins with how much of it was seen. */
struct fact_bool { enum seen seen; bool v; };
struct fact_int { enum seen seen; int64_t v; };
struct fact_bits { enum seen seen; uint64_t v; };
struct fact_str { enum seen seen; const char *v; };                    /* v != NULL when SEEN */
struct fact_list { enum seen seen; size_t n; const char *const *v; }; /* of strings */

/* Where a group of facts comes from, and why it could not be read, if so. */
struct origin {
	enum doc_state state;  /* DOC_FAILED with a reason until a document came */
	const char *source;    /* "GET /info", "file:/etc/docker/daemon.json" */
	const char *problem;   /* for a person; "" when DOC_OK */
};

struct pair { const char *name, *value; };
struct fact_map { enum seen seen; size_t n; const struct pair *v; };

/* ---- engine ---------------------------------------------------------------------------- */

struct engine_facts {
	struct origin version_origin;  /* GET /version */
	struct origin info_origin;     /* GET /info */
	struct fact_str name;          /* "Docker Engine", "Podman Engine" (from Components) */
	struct fact_str id; /* from GET /info: the engine's own, made when it first ran */
	struct fact_str version, api_version, min_api_version, os, arch, kernel, platform;
	struct fact_map components;    /* name -> version: "Engine", "containerd", "runc" ... */
	bool is_podman;
	/* from GET /info */
	struct fact_str cgroup_version; /* "1", "2"; since API 1.41 */
	struct fact_str running_kernel; /* KernelVersion: of the kernel below the engine */
	struct fact_str root_dir, driver, logging_driver, cgroup_driver, hostname, operating_system;
	struct fact_bool debug, live_restore, experimental, memory_limit, pids_limit_supported;
	struct fact_bool swap_limit;
	struct fact_list security_options;  /* "name=seccomp,profile=default", ... */
	struct fact_list authorization_plugins;
	struct fact_list insecure_cidrs;
	struct fact_list insecure_indexes;  /* names of IndexConfigs entries with Secure=false */
	struct fact_list warnings;
	struct fact_str containerd_address;
	struct fact_str firewall_backend;
	struct fact_str swarm_state;   /* inactive pending active error locked */
	struct fact_bool swarm_control;
	struct fact_int swarm_managers, swarm_nodes;
	struct fact_str swarm_node_addr;
	struct fact_list swarm_remote_managers; /* addresses, as "10.0.0.1:2377" */
	struct fact_str architecture, default_runtime;
	struct fact_str http_proxy, https_proxy; /* the engine or we have masked passwords */
	struct fact_bool oom_kill_disable, ipv4_forwarding;
	struct fact_int n_containers, n_running, n_paused; /* as the engine counts, whatever was listed */
	struct fact_map driver_status;         /* "Supports d_type": "true" */
	struct fact_list registry_mirrors;     /* of Docker Hub */
	struct fact_list default_address_pools; /* "172.30.0.0/16"; absent: the built-in ones */
	struct fact_list cdi_spec_dirs;
	struct fact_list discovered_devices;   /* "cdi: vendor.com/gpu=0" */
	enum seen runtimes_seen;
	size_t n_runtimes;
	const struct runtime *runtimes;
};

/* An OCI runtime that containers may ask for. */
struct runtime {
	const char *name;
	const char *path;        /* as configured, often without a slash; "" for a shim by its type */
	const char *type;        /* "io.containerd.runsc.v1"; "" */
	const char *program;     /* what is run for it: a path, or a name to be searched for */
	struct fact_list args;
};

/* The program behind a runtime's path or type: "containerd-shim-runsc-v1" for the type above. */
const char *runtime_program(struct arena *a, const char *path, const char *type);

/* A managed plugin: a privileged container of the engine's own. */
struct plugin {
	const char *id, *name;         /* name with its tag */
	struct fact_bool enabled;
	struct fact_list capabilities; /* beyond the default ones */
	struct fact_bool all_devices, host_pid, host_ipc;
	struct fact_str network;       /* "host", "bridge", "none", "" */
	struct fact_list mounts;       /* sources of the mounts in force */
	struct fact_list devices;      /* paths; what is unset is left out */
};

/* Who answered to the request for a document, and in which version of the API. */
struct api facts_api(const struct facts *f, const char *document);

/* Value of "name=NAME" (the rest after a comma, or "") in SecurityOptions; NULL: not there. */
const char *engine_security_option(const struct engine_facts *e, const char *name);

/* ---- daemon: command line and daemon.json ------------------------------------------------ */

/*
 * One setting of dockerd, joined from its command line and from its configuration file.
 * Flags are spelt without dashes ("icc", "log-level", "hosts", "tlsverify").
 */
struct setting {
	const char *name;
	enum seen flag_seen;   /* the command line: UNSEEN when no process was visible */
	struct fact_list flag; /* values in order; "true"/"false" for booleans */
	enum seen file_seen;
	struct fact_list file;
};

/* What is wrong with daemon.json beside its syntax. */
enum config_fault {
	CONFIG_DUPLICATE, /* a name twice in one object: the last one counts */
	CONFIG_UNKNOWN,   /* no directive of any dockerd: it refuses to start, or passes it over */
	CONFIG_MISPLACED, /* a command-line name, or out of its object: accepted, and without effect */
	CONFIG_REMOVED,   /* of another version of dockerd than the one that runs */
	CONFIG_CONFLICT,  /* on the command line as well: dockerd refuses to start */
};
struct config_problem {
	enum config_fault fault;
	const char *name;   /* "log-opts.max-size" */
	const char *detail; /* for a person */
	int64_t line;
};

/* A file that holds certificates, by the setting that names it. */
struct certificate_file {
	const char *path;      /* NULL: TLS is not set up, or that cannot be known: see the settings */
	struct origin origin;
	struct certificates certificates;
};

struct daemon_facts {
	struct origin process_origin;  /* proc:processes, and whether the dockerd was found in it */
	struct fact_int pid, uid;
	struct fact_str exe;           /* /proc/PID/exe */
	struct fact_list cmdline;
	struct fact_str containerd_exe;
	struct fact_list containerd_cmdline;
	struct origin config_origin;   /* the configuration file in force */
	const char *config_path;       /* "/etc/docker/daemon.json", or what --config-file says */
	bool config_path_known;        /* false: no process seen, so the path is the default's guess */
	struct fact_int config_error_line; /* SEEN when the file is not JSON (origin says so) */
	size_t n_settings;
	const struct setting *settings;
	struct fact_bool docker_proxy_running; /* as a child of this dockerd */
	size_t n_config_problems;
	const struct config_problem *config_problems;
	struct origin limits_origin;   /* proc:dockerd: the process that owns the API */
	struct fact_int files_soft, files_hard, processes_soft; /* -1: unlimited */
	struct fact_list cgroups;      /* lines of its /proc/PID/cgroup */
	struct fact_str root;          /* what /proc/PID/root leads to */
	struct certificate_file tls_ca, tls_cert;
	/* Of the seccomp profile for all containers, where it is a file. */
	struct origin seccomp_origin;
	struct fact_str seccomp_default_action;
};

/* The setting in force by these two; both parts UNSEEN for what was nowhere readable. */
struct setting daemon_setting(const struct daemon_facts *d, const char *name);

/* ---- host -------------------------------------------------------------------------------- */

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

/* ---- clients ----------------------------------------------------------------------------------- */

/* A Docker context: where some user's client connects to when told its name. */
struct client_context {
	const char *path;              /* of its meta.json */
	struct fact_str name, host;
	struct fact_bool skip_verify;  /* takes any server's certificate */
	struct fact_bool has_tls;      /* has certificates of its own */
	const char *problem;           /* "" or why its meta.json could not be read */
};

/* ---- containers, images, networks, volumes ------------------------------------------------ */

struct mount_point {
	const char *type, *source, *destination, *name, *driver, *propagation; /* "" where absent */
	struct fact_bool rw;
	struct fact_bool non_recursive;      /* BindOptions: mounts below the source stay out */
	struct fact_bool top_only_read_only; /* BindOptions.ReadOnlyNonRecursive */
	/*
	 * What of the host's files is behind it: a bind's source, or the directory that a local
	 * volume binds. ABSENT: nothing of the host's; UNSEEN: the volume could not be looked at.
	 */
	struct fact_str host_source;
	const char *host_path;               /* the same after facts_resolve_path(); NULL unless SEEN */
};

/* A command that was started in a running container beside its own. */
struct exec_session {
	const char *id;
	struct origin origin;         /* GET /exec/ID/json; DOC_GONE: it has ended */
	struct fact_bool running, privileged;
	struct fact_str user;         /* the container's own where none was asked for; "": root */
	struct fact_str program;
};

/* What differs in a container's file system from its image. */
enum change_kind { CHANGE_MODIFIED, CHANGE_ADDED, CHANGE_DELETED };
struct file_change { const char *path; enum change_kind kind; };

struct port_binding {
	const char *host_ip;      /* "" is what the engine says for "every address" */
	int64_t host_port;        /* 0: the engine chooses */
	const char *container_port; /* "80/tcp" */
};

struct container {
	const char *id, *name;    /* name without its slash */
	/* A Compose service, told as the container that it would become; NULL: a real one. */
	const struct compose_service *compose;
	const char *image;        /* name it was made from */
	struct fact_str state;    /* running paused exited created ... */
	struct fact_map labels;
	struct origin origin;     /* GET /containers/ID/json */
	struct origin top_origin; /* GET /containers/ID/top */
	struct fact_list top_commands; /* the COMMAND column */
	struct fact_int seccomp;        /* of its first process, as the kernel says; see process_facts */
	struct fact_int no_new_privs;
	struct fact_bits bounding;
	struct fact_int pid;
	bool is_own;                    /* this scan runs in it */
	struct fact_str image_id, user, hostname;
	struct fact_str apparmor_profile, process_label, mount_label;
	struct fact_list exec_ids;
	struct fact_list healthcheck; /* Test */
	struct fact_str health;       /* State.Health.Status */
	struct fact_bool privileged, readonly_rootfs, publish_all_ports;
	struct fact_list cap_add, cap_drop, security_opt, masked_paths, readonly_paths;
	struct fact_str network_mode, pid_mode, ipc_mode, uts_mode, userns_mode, cgroupns_mode;
	struct fact_str cgroup_parent, runtime, log_driver, restart_name;
	struct fact_int restart_retries, memory, cpu_shares, nano_cpus, cpu_quota, pids_limit;
	struct fact_int cpu_rt_runtime;
	struct fact_str cpuset_cpus;
	struct fact_list devices;        /* "HOST:CONTAINER:PERMS" */
	struct fact_list device_cgroup_rules, device_requests; /* requests: "driver=...,count=..." */
	struct fact_list ulimits;        /* "nofile=1024:2048" */
	struct fact_list networks;       /* names in NetworkSettings.Networks */
	enum seen mounts_seen;
	size_t n_mounts;
	const struct mount_point *mounts; /* ordered by what of the host is behind them, writable first */
	struct fact_map sysctls;
	enum seen ports_seen;            /* running: NetworkSettings.Ports; else PortBindings */
	size_t n_ports;
	const struct port_binding *ports; /* ordered: what differs by its address only is together */

	/* how it was told to run */
	struct fact_str image_name;      /* Config.Image: what it was asked for by */
	struct fact_str path;            /* the program; args are what follows it */
	struct fact_list args, env;      /* masked, see mask.h */
	struct fact_list exposed_ports;  /* "80/tcp": the image's, the user's, and published ones */
	struct fact_bool tty, open_stdin, auto_remove, oom_kill_disable;
	struct fact_int oom_score_adj, memory_swap, shm_size;
	struct fact_int blkio_weight;    /* 0: the kernel's default, 500 */
	struct fact_int blkio_device_weight; /* the highest of any device; ABSENT: none is set */
	struct fact_map tmpfs;           /* destination -> options, of both ways to ask for one */
	struct fact_map log_options, annotations;
	struct fact_list extra_hosts, group_add, links, volumes_from;
	/* what became of it */
	struct fact_bool restarting, oom_killed;
	struct fact_int restart_count;
	struct fact_int created, started, finished; /* seconds since 1970; ABSENT: never yet */
	/* beside it */
	/* Its image: of the list, or else as GET /images/ID/json tells of it; NULL: was not asked. */
	const struct image *made_from;
	bool made_from_listed;
	size_t n_execs;
	const struct exec_session *execs; /* of exec_ids, in their order */
	struct origin changes_origin;    /* GET /containers/ID/changes */
	size_t n_changes;
	const struct file_change *changes; /* by path */
	size_t n_processes;              /* as seen in /proc */
	const struct process_facts *const *processes;
};

/* What made one layer of an image, or changed its configuration. */
struct image_step {
	struct fact_str created_by;    /* masked; "": an import or a squash, nothing is known */
	struct fact_int created, size;
	bool imported;                 /* a whole file system came in; Podman says "ADD" of that */
};

/* A file in an image that gives its caller other rights. */
struct setid_file {
	const char *path;
	unsigned mode;                 /* & 07777 */
	int64_t uid, gid;
	bool capable;                  /* has file capabilities */
};

struct image {
	const char *id;
	struct fact_list tags, digests;
	struct fact_map labels;
	struct origin origin;          /* GET /images/ID/json */
	struct fact_str user;          /* Config.User; absent means root */
	struct fact_bool has_config;
	struct fact_list healthcheck;
	struct fact_int created;       /* unix time; ABSENT: the engine does not know */
	struct fact_list env, exposed_ports; /* masked; "80/tcp" */
	struct fact_list volumes, on_build, entrypoint, cmd;
	struct fact_str stop_signal, architecture, os;
	struct fact_list layers;       /* digests of RootFS, lowest first */
	struct fact_int size;
	struct origin history_origin;  /* GET /images/ID/history */
	size_t n_steps;
	const struct image_step *steps; /* oldest first */
	/* The image of this host on which it was built, as their histories tell; NULL: none is here. */
	const struct image *base;
	size_t base_steps;             /* how many of the steps are the base's */
	size_t n_users;                /* containers of it among those that were listed */
	struct fact_int used_by;       /* by how many of all; UNSEEN: only running ones were listed */
	struct origin layers_origin;   /* layers:ID; --deep */
	size_t n_setid_files;
	const struct setid_file *setid_files;
	struct origin release_origin;  /* release:ID; DOC_GONE: the image has no os-release */
	struct os_release release;
};

struct network {
	const char *id, *name, *driver, *scope;
	struct origin origin;
	struct fact_map options;
	struct fact_bool ingress, internal, enable_ipv6;
	struct fact_list container_ids;
	struct fact_bool attachable;
	struct fact_str own_driver;    /* what the network itself says; driver is the list's word */
	struct fact_list subnets;      /* of IPAM.Config */
	size_t n_users;                /* containers that are attached, or will be when they run */
	const struct container *const *users;
};

struct volume_user { const struct container *container; bool writes; };

struct volume {
	const char *name, *driver, *mountpoint;
	struct fact_map options, labels;
	size_t n_users;
	const struct volume_user *users;
};

/* A secret or configuration that a service gets as a file. */
struct service_file { const char *id, *name, *target; struct fact_int mode; };

struct service_port { const char *mode /* "ingress", "host" */, *protocol; int64_t published, target; };

struct service_mount { const char *type, *source, *target; struct fact_bool read_only; };

/* From GET /services; names of members as in Spec.TaskTemplate, where they are. */
struct service {
	const char *id, *name, *image;
	bool is_job;                   /* runs to its end, and then stays away */
	struct fact_list env, args;    /* masked: NAME=<masked ...> for what looks secret */
	struct fact_map labels;        /* of service and containers; masked */
	struct fact_str user;          /* absent: the image's own */
	struct fact_bool read_only;
	struct fact_list cap_add, cap_drop;
	struct fact_bool no_new_privileges;
	struct fact_str seccomp_mode, apparmor_mode; /* absent before API 1.44, or not set */
	struct fact_bool selinux_disabled;
	struct fact_int memory_limit, cpu_limit, pids_limit;
	struct fact_str restart_condition; /* absent: any */
	struct fact_int restart_attempts, restart_delay; /* delay in ns; absent: 5 s */
	struct fact_str update_failure;    /* absent: pause */
	struct fact_list healthcheck;
	struct fact_list constraints;
	struct fact_str log_driver;        /* absent: the daemon's */
	enum seen mounts_seen, ports_seen, secrets_seen, configs_seen;
	size_t n_mounts, n_ports, n_secrets, n_configs;
	const struct service_mount *mounts;
	const struct service_port *ports;
	const struct service_file *secrets, *configs;
};

struct node {
	const char *id, *hostname, *role, *addr;
	struct fact_str reachability, availability, state, engine_version;
};

/* A Swarm secret, or a configuration. */
struct swarm_object {
	const char *id, *name;
	struct fact_str created, updated;
	/* Configurations only: lines of their text in which the collector masked something. */
	struct fact_str masked_lines;
};

/* What the engine remembers of: a command started in a container. */
struct exec_event {
	const char *container_id, *container_name;
	const char *command;           /* masked */
	int64_t time;
};

struct swarm_facts {
	struct origin swarm_origin, nodes_origin, services_origin, secrets_origin, configs_origin;
	struct origin state_origin;           /* swarm/docker-state.json below the data root */
	struct fact_str data_path_addr;       /* from it */
	struct fact_bool autolock, root_rotation;
	struct fact_int data_path_port, node_cert_hours, task_history;
	struct fact_int snapshot_interval, keep_old_snapshots;
	struct fact_str trust_root;           /* the root CA's certificate, PEM */
	struct fact_list external_cas;        /* URLs */
	struct fact_list address_pools;
	struct origin node_cert_origin;       /* swarm/certificates/swarm-node.crt below the data root */
	struct fact_str node_cert;            /* PEM */
	size_t n_nodes, n_services, n_secrets, n_configs;
	const struct node *nodes;
	const struct service *services;
	const struct swarm_object *secrets, *configs;
};

/* ---- build files --------------------------------------------------------------------------- */

struct dockerfile_facts {
	const char *path;         /* as it was named */
	struct origin origin;     /* dockerfile:PATH; its source is the path */
	const struct dockerfile *file; /* NULL unless it was read; it may have an error in its syntax */
	struct origin ignore_origin;  /* dockerignore:PATH; DOC_GONE: there is none */
	const char *ignore_path;  /* of the one that was found; "" */
	struct fact_int ignore_patterns; /* lines in it that are no comments */
};

/* ---- Compose files ------------------------------------------------------------------------- */

struct yaml;            /* yaml.h */
struct compose_project; /* compose.h */

/* What could not be told, because a variable has no value or the text is not what it should be. */
struct compose_gap {
	const char *what;     /* the field of a container that it would have filled */
	const char *source;   /* file and line */
	int line;
	const char *problem;  /* for a person */
};

/* Where an element of a list stands, by what evidence calls it. */
struct compose_item { const char *what, *name, *source; int line; };

struct compose_service {
	const char *name;
	const char *identity;          /* "compose.yaml#web" */
	const struct compose_file *file;
	const char *source;            /* the file in which it stands, which may be an included one */
	int line;
	const struct yaml *tree;       /* all that is said of it, with what it extends; NULL: not known */
	struct container container;    /* what the engine would be asked for; absent keys are defaults */
	size_t n_gaps, cap_gaps;
	struct compose_gap *gaps;
	size_t n_items, cap_items;
	struct compose_item *items;
};

/* A file that was named; each is a project of its own. */
struct compose_file {
	const char *path;
	struct origin origin;          /* source: the path */
	const char *error;             /* NULL; else why what was read is no Compose file, with its place */
	int error_line;                /* 0: no line is to blame */
	const struct compose_project *project; /* NULL where the origin is not DOC_OK */
	size_t n_services;
	struct compose_service *services;
};

/* Where a container's field is said in a service: the key, or the service where none says it. */
struct compose_key { const char *key, *source; int line; bool absent; };
struct compose_key compose_key(const struct compose_service *s, const char *what);
/* NULL: all that would fill the field is known. */
const struct compose_gap *compose_gap(const struct compose_service *s, const char *what);

struct facts {
	struct arena *arena;
	const char *started, *finished;   /* RFC 3339, UTC; "" when not said */
	const char *endpoint, *api_version;
	const char *connection_weakness;  /* why the answers may not be the engine's; "" */
	bool about_build_files;           /* the scan was of Dockerfiles and Compose files only */
	bool deep;                        /* --deep: what costs much was fetched, too */
	struct engine_facts engine;
	struct daemon_facts daemon;
	struct host_facts host;
	struct origin containers_origin, images_origin, networks_origin, volumes_origin;
	struct origin plugins_origin, contexts_origin;
	size_t n_containers, n_images, n_networks, n_volumes;
	struct container *containers;     /* ordered by name; images by first tag, networks by name */
	struct image *images;
	struct network *networks;
	struct volume *volumes;
	struct origin usage_origin;       /* GET /system/df; --deep */
	struct fact_int build_cache;      /* bytes; ABSENT: the engine has none */
	/* Of the containers' images, mounts and networks: whether n_users of those tell all. */
	struct origin users_origin;
	struct origin events_origin;      /* GET /events: the day before the scan */
	size_t n_exec_events;
	const struct exec_event *exec_events; /* oldest first */
	size_t n_plugins;
	const struct plugin *plugins;     /* in the engine's order */
	size_t n_contexts;
	const struct client_context *contexts; /* ordered by path */
	struct fact_list unreadable_contexts;  /* directories that could not be looked into, and why */
	struct swarm_facts swarm;
	/* Build files in the order in which they were named. */
	size_t n_dockerfiles;
	struct dockerfile_facts *dockerfiles;
	const char *directory, *home;     /* of whoever named the build files; "" when not said */
	size_t n_compose_files;
	struct compose_file *compose_files;
};

struct facts *facts_new(void);
void facts_free(struct facts *f); /* NULL is fine */

/*
 * Decodes one document. Malformed documents are no error here: their origin becomes DOC_FAILED
 * with a message that says where the text is wrong. Returns -1 only when the document cannot
 * belong to a scan at all (a second `meta`, for one).
 */
int facts_take(struct facts *f, const struct document *doc, struct err *err);

/* To be called once, after the last document: joins what needs several documents, and sorts. */
void facts_finish(struct facts *f);

/*
 * The file at a host path, as collected: the exact path asked for. Never NULL: a file that was
 * not asked for has an origin of DOC_FAILED with the problem "was not collected".
 */
const struct file_facts *facts_file(const struct facts *f, const char *path);

/* What lies below a directory (`tree:` documents), the directory itself not included. */
struct file_list facts_tree(const struct facts *f, const char *dir);

/* Finds by full id, id prefix of 12 or more, or name. NULL: none. After facts_finish() only. */
const struct container *facts_container(const struct facts *f, const char *id_or_name);
const struct volume *facts_volume(const struct facts *f, const char *name);
const struct network *facts_network(const struct facts *f, const char *name);
const struct image *facts_image(const struct facts *f, const char *id);
/* The image that a reference ("nginx", "docker.io/library/nginx:1") names here; NULL: none. */
const struct image *facts_image_named(const struct facts *f, const char *reference);
/* Were all containers listed, those that do not run included? */
bool facts_has_all_containers(const struct facts *f);
const char *map_get(const struct fact_map *m, const char *name); /* NULL: not in it */

/* Where it is: what --config of the running containerd says, or its default. */
const char *daemon_containerd_config(const struct facts *f);

/* The same of containerd's configuration: "grpc.tcp_address". */
const char *containerd_value(const struct facts *f, const char *key,
    const struct unit_setting **found);

/* The last value in force; NULL: not set. `found` may be NULL. */
const char *unit_value(const struct unit_facts *u, const char *section, const char *key,
    const struct unit_setting **found);

/*
 * Lexically normalised path: one slash between components, no ".", ".." resolved; then, where the
 * scan saw that a leading part is a link (/var/run -> /run), that link followed. In the arena.
 */
const char *facts_resolve_path(const struct facts *f, const char *path);

/* A mount point of the host somewhere below a directory (the directory itself does not count). */
const char *facts_mount_below(const struct facts *f, const char *dir); /* NULL: none */

/* Fills in host_source and host_path of a mount; for what is no container of the engine's. */
void facts_locate_mount(const struct facts *f, struct mount_point *m);

/* The path of the API's socket as the scanned host has it, without --root; NULL: it is none. */
const char *facts_engine_socket(const struct facts *f);

#endif
