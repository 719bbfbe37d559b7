/*
 * runtime.h: the functions behind section 5's table, by file, and what they share.
 */
#ifndef DOCKASSAY_RUNTIME_H
#define DOCKASSAY_RUNTIME_H

#include "judge.h"

#define CONTAINER_CHECK(name) \
	void name(struct judge *j, const struct facts *f, const struct container *c)

/* runtime_security.c */
CONTAINER_CHECK(check_apparmor);
CONTAINER_CHECK(check_selinux);
CONTAINER_CHECK(check_capabilities);
CONTAINER_CHECK(check_privileged);
CONTAINER_CHECK(check_seccomp);
CONTAINER_CHECK(check_no_new_privileges);
CONTAINER_CHECK(check_devices);
CONTAINER_CHECK(check_sshd);
CONTAINER_CHECK(check_exec_privileged);
CONTAINER_CHECK(check_exec_root);

/* runtime_host.c: mounts, ports, namespaces */
CONTAINER_CHECK(check_sensitive_mounts);
CONTAINER_CHECK(check_privileged_ports);
CONTAINER_CHECK(check_needed_ports);
CONTAINER_CHECK(check_bound_interface);
CONTAINER_CHECK(check_host_network);
CONTAINER_CHECK(check_host_pid);
CONTAINER_CHECK(check_host_ipc);
CONTAINER_CHECK(check_host_uts);
CONTAINER_CHECK(check_host_userns);
CONTAINER_CHECK(check_propagation);
CONTAINER_CHECK(check_default_bridge);
CONTAINER_CHECK(check_docker_socket);

/* runtime_limits.c */
CONTAINER_CHECK(check_memory);
CONTAINER_CHECK(check_cpu);
CONTAINER_CHECK(check_readonly_rootfs);
CONTAINER_CHECK(check_restart);
CONTAINER_CHECK(check_ulimits);
CONTAINER_CHECK(check_cgroup_parent);
CONTAINER_CHECK(check_health);
CONTAINER_CHECK(check_current_image);
CONTAINER_CHECK(check_pids);

/* True, with the finding made, where --privileged defeats the rule. `what`: what it takes away. */
bool warned_privileged(struct judge *j, const struct container *c, const char *what);

/* The container runs (or is paused). */
bool is_running(const struct container *c);

/* Value of the last SecurityOpt called name ("seccomp=x", "seccomp:x"); NULL: none. */
const char *security_opt(const struct container *c, const char *name);

/* Is `path` the same as `other`, or below it? By component. */
bool path_within(const char *path, const char *other);

#endif
