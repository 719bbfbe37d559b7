/*
 * runtime.h: the functions behind section 5's tables, by file, and what they share.
 *
 * They judge a container by the facts of it; the engine's own are asked for only where the rule
 * depends on them. So the same functions judge a service of a Compose file, once it is decoded into
 * a struct container: with everything that the file may leave out set to what it then means, and
 * with facts_locate_mount() called for each mount. Where a rule differs for it, it looks at
 * facts.about_build_files. Functions whose data come from their row (judge_arg) have a twin that is
 * given the data.
 */
#ifndef DOCKASSAY_RUNTIME_H
#define DOCKASSAY_RUNTIME_H

#include "judge.h"

#define CONTAINER_CHECK(name) \
	void name(struct judge *j, const struct facts *f, const struct container *c)

/* ---- runtime_capabilities.c ----------------------------------------------------------------- */

CONTAINER_CHECK(check_capabilities);
CONTAINER_CHECK(check_capability); /* by the row's name of it: "SYS_ADMIN" */
void judge_capability(struct judge *j, const struct facts *f, const struct container *c,
    const char *name);
CONTAINER_CHECK(check_every_capability);
CONTAINER_CHECK(check_dropped_first);

/* The checks of single capabilities, for `related`. */
#define CAPABILITY_IDS \
	"C.5.3.1,C.5.3.2,C.5.3.3,C.5.3.4,R-24,R-25,R-26,R-27,R-28,R-29,R-30,R-31,R-32,R-33,R-34," \
	"R-35,R-36,R-37,R-38,R-39,R-40,R-41,R-42,R-43,R-44,R-45,R-46"

/* Sets of capabilities, a bit each, by the kernel's numbers. */
#define CAPABILITIES 41
#define EVERY_CAPABILITY ((UINT64_C(1) << CAPABILITIES) - 1)
struct capabilities {
	uint64_t held;    /* surely in the container's bounding set */
	uint64_t unknown; /* perhaps; what is in neither is surely not */
};

/*
 * What the engine grants, by --privileged, --cap-add and --cap-drop. Podman tells in CapAdd and
 * CapDrop how the container differs from a default set that its configuration settles.
 */
struct capabilities container_capabilities(const struct container *c, bool podman);

int capability_number(const char *name); /* any case, "CAP_" or not; -1: no such (ALL is none) */
const char *capability_name(int number); /* "SYS_ADMIN" */

/* ---- runtime_confinement.c ------------------------------------------------------------------ */

CONTAINER_CHECK(check_masked_paths);
CONTAINER_CHECK(check_read_only_paths);
CONTAINER_CHECK(check_own_seccomp);
CONTAINER_CHECK(check_apparmor_mode);

/* ---- runtime_devices.c ---------------------------------------------------------------------- */

CONTAINER_CHECK(check_devices);
CONTAINER_CHECK(check_device_rules);
CONTAINER_CHECK(check_raw_devices);
CONTAINER_CHECK(check_kernel_devices);
CONTAINER_CHECK(check_device_requests);

/* ---- runtime_host.c: sockets, ports, users, the default bridge ------------------------------ */

CONTAINER_CHECK(check_docker_socket);
CONTAINER_CHECK(check_privileged_ports);
CONTAINER_CHECK(check_needed_ports);
CONTAINER_CHECK(check_bound_interface);
CONTAINER_CHECK(check_host_userns);
CONTAINER_CHECK(check_default_bridge);

/* ---- runtime_limits.c ----------------------------------------------------------------------- */

CONTAINER_CHECK(check_memory);
CONTAINER_CHECK(check_cpu);
CONTAINER_CHECK(check_readonly_rootfs);
CONTAINER_CHECK(check_restart);
CONTAINER_CHECK(check_ulimits);
CONTAINER_CHECK(check_cgroup_parent);
CONTAINER_CHECK(check_health);
CONTAINER_CHECK(check_current_image);
CONTAINER_CHECK(check_pids);

/* ---- runtime_mounts.c ----------------------------------------------------------------------- */

struct mount_rule {
	const char *what;                 /* "the host's /proc": what should not be mounted */
	const char *const *paths;         /* patterns, see path_relation(); what is below them and
					   * what holds them count, too */
	const char *const *names;         /* last components that count in any directory; NULL */
	const char *const *harmless;      /* below the paths, but nothing; NULL */
	const char *const *told_only;     /* read-only, these are for a person to see; NULL */
	bool read_only_is_fine;
	bool that_alone;                  /* the paths themselves only */
	bool data_root;                   /* and the engine's data root */
};

extern const struct mount_rule mounts_sensitive, mounts_root, mounts_credentials, mounts_proc,
    mounts_sys, mounts_dev, mounts_data_roots, mounts_runtime_sockets, mounts_buses, mounts_kernel,
    mounts_cloud_credentials, mounts_logs, mounts_identity;

CONTAINER_CHECK(check_mounts); /* by the row's struct mount_rule */
void judge_mounts(struct judge *j, const struct facts *f, const struct container *c,
    const struct mount_rule *rule);
/* Which of the rule's places a path of the host is in, or holds; NULL: none. */
const char *mounted_place(const struct facts *f, const struct mount_rule *rule, const char *path);
CONTAINER_CHECK(check_propagation);
CONTAINER_CHECK(check_links);
CONTAINER_CHECK(check_writable_binds);
CONTAINER_CHECK(check_read_only_depth);

/* The verdict where the volume behind a mount could not be looked at: it may be any directory. */
void judge_unknown_mount(struct judge *j, const struct facts *f, const struct mount_point *m);

/* Is `path` the same as `other`, or below it? By component. */
bool path_within(const char *path, const char *other);

/* How a path lies to a pattern: "*" stands for anything within one component. */
enum path_relation { PATH_APART, PATH_SAME, PATH_BELOW, PATH_ABOVE };
enum path_relation path_relation(const char *path, const char *pattern);
/* The pattern of a list that the path is, or is below; NULL: none, or no list. */
const char *path_in(const char *const *list, const char *path);

/* ---- runtime_namespaces.c ------------------------------------------------------------------- */

CONTAINER_CHECK(check_host_network);
CONTAINER_CHECK(check_host_pid);
CONTAINER_CHECK(check_host_ipc);
CONTAINER_CHECK(check_host_uts);
CONTAINER_CHECK(check_cgroup_namespace);
CONTAINER_CHECK(check_shared_namespaces);
CONTAINER_CHECK(check_runtime_handler);
CONTAINER_CHECK(check_sysctls);

/* ---- runtime_security.c --------------------------------------------------------------------- */

CONTAINER_CHECK(check_apparmor);
CONTAINER_CHECK(check_selinux);
CONTAINER_CHECK(check_privileged);
CONTAINER_CHECK(check_seccomp);
CONTAINER_CHECK(check_no_new_privileges);
CONTAINER_CHECK(check_sshd);
CONTAINER_CHECK(check_exec_privileged);
CONTAINER_CHECK(check_exec_root);

/* True, with the finding made, where --privileged defeats the rule. `what`: what it takes away. */
bool warned_privileged(struct judge *j, const struct container *c, const char *what);

/* The container runs (or is paused). */
bool is_running(const struct container *c);

/* Value of the last SecurityOpt called name ("seccomp=x", "seccomp:x"); NULL: none. */
const char *security_opt(const struct container *c, const char *name);
/* Does any of them have that value? */
bool has_security_opt(const struct container *c, const char *name, const char *value);

#endif
