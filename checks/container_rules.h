/*
 * container_rules.h: rules about how containers are operated, by file, and what they share.
 *
 * A rule judges one struct container. Documents of the engine are looked at only where the rule
 * needs them, and not at all for a service of a Compose file (facts.about_build_files): that is the
 * same struct, with less known about it.
 */
#ifndef DOCKASSAY_CONTAINER_RULES_H
#define DOCKASSAY_CONTAINER_RULES_H

#include "runtime.h"

/* runtime_resources.c */
CONTAINER_CHECK(check_oom_killer);
CONTAINER_CHECK(check_oom_score);
CONTAINER_CHECK(check_swap);
CONTAINER_CHECK(check_shared_memory);
CONTAINER_CHECK(check_hard_ulimits);
CONTAINER_CHECK(check_realtime);
CONTAINER_CHECK(check_block_io);
CONTAINER_CHECK(check_tmpfs);
CONTAINER_CHECK(check_log_size);
CONTAINER_CHECK(check_log_driver);

/* runtime_secrets.c */
CONTAINER_CHECK(check_secret_environment);
CONTAINER_CHECK(check_secret_words);

/* runtime_image.c */
CONTAINER_CHECK(check_chosen_version);
CONTAINER_CHECK(check_image_kept);
CONTAINER_CHECK(check_drift);

/* runtime_state.c */
CONTAINER_CHECK(check_restart_loop);
CONTAINER_CHECK(check_oom_killed);
CONTAINER_CHECK(check_left_over);
CONTAINER_CHECK(check_uptime);
CONTAINER_CHECK(check_process_users);
CONTAINER_CHECK(check_terminal);
CONTAINER_CHECK(check_auto_remove);
CONTAINER_CHECK(check_healthy);

/* runtime_extras.c */
CONTAINER_CHECK(check_extra_hosts);
CONTAINER_CHECK(check_metadata);
CONTAINER_CHECK(check_added_groups);
CONTAINER_CHECK(check_links_to_containers);
CONTAINER_CHECK(check_volumes_from);
CONTAINER_CHECK(check_annotations);

/* runtime_ports.c */
CONTAINER_CHECK(check_published_ports);
CONTAINER_CHECK(check_management_ports);
CONTAINER_CHECK(check_database_ports);
CONTAINER_CHECK(check_ipv6_ports);
CONTAINER_CHECK(check_management_pages);

/* runtime_agents.c: containers that manage others */
CONTAINER_CHECK(check_socket_proxy);
CONTAINER_CHECK(check_update_agent);
CONTAINER_CHECK(check_miners);

/* runtime_exec.c has 5.23 and 5.24, runtime_image.c 5.28 */

/* ---- ports: runtime_host.c ------------------------------------------------------------------ */

/* False, with the verdict given: not known, or the host's own. */
bool can_judge_ports(struct judge *j, const struct container *c);
const char *port_text(struct judge *j, const struct port_binding *p); /* "127.0.0.1:80->80/tcp" */
const char *ports_field(const struct container *c);
/* 0.0.0.0:80 and [::]:80 are what one -p 80:80 makes: one sin, told once. */
bool told_before(const struct container *c, size_t i);
/*
 * "" means every address, unless the bridge says which one it means. NULL: the bridges could not be
 * looked at, and the verdict is given.
 */
const char *effective_address(struct judge *j, const struct facts *f, const struct container *c,
    const char *host_ip);

/* The engine's socket that a mount is, or holds; NULL: none. */
const char *engine_socket_below(struct judge *j, const struct facts *f, const struct mount_point *m);

/* ---- what they share: container_rules.c ----------------------------------------------------- */

/* The usual end of a rule: one field, and one verdict on the container as a whole. */
void judge_field(struct judge *j, const struct container *c, bool good, const char *when_good,
    const char *when_bad, const char *field, const char *actual, const char *expected);

const char *integer_text(struct judge *j, const struct fact_int *v); /* "not set" */

/*
 * Whole days from `then` to the scan, 0 where it is just now. False, with the verdict given: either
 * time is not known, or it lies in the scan's future.
 */
bool judge_age(struct judge *j, const struct fact_int *then, const char *field,
    const struct origin *o, int64_t *days);

bool user_is_root(const char *user); /* "", "0:0", "root" */

/* Does a part of the image's name, of "registry/vendor/name:tag", hold the word? */
bool image_is_called(const struct container *c, const char *word);

/* The last value of a variable of the environment; NULL: none. */
const char *env_value(const struct fact_list *env, const char *name);

#endif
