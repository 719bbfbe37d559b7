/*
 * facts_container.h: containers, their mounts, exec sessions and processes.
 */
#ifndef DOCKASSAY_FACTS_CONTAINER_H
#define DOCKASSAY_FACTS_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "origin.h"
#include "syntax/fact.h"

struct image;
struct process_facts;

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

/* A process's command line as ps(1) writes it, and where it was read: "/proc/12/cmdline". */
struct running_command { const char *text, *source; };

struct container {
	const char *id, *name;    /* name without its slash */
	/* A Compose service, told as the container that it would become; NULL: a real one. */
	const struct compose_service *compose;
	const char *image;        /* name it was made from */
	struct fact_str state;    /* running paused exited created ... */
	struct fact_map labels;
	struct origin origin;     /* GET /containers/ID/json */
	struct origin top_origin; /* GET /containers/ID/top, or proc:processes where that tells it all */
	size_t n_commands;
	const struct running_command *commands; /* of its processes */
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

/* What the engine remembers of: a command started in a container. */
struct exec_event {
	const char *container_id, *container_name;
	const char *command;           /* masked */
	int64_t time;
};

#endif
