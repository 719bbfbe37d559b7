/*
 * daemon.h: what the files of section 2 share: ways to read a setting with its guards.
 *
 * What the running engine says of itself decides; then its command line; then its configuration
 * file, which may have been changed since the daemon started.
 */
#ifndef DOCKASSAY_DAEMON_H
#define DOCKASSAY_DAEMON_H

#include "judge.h"

#define CONFIG_NEEDS (NEEDS_INFO | NEEDS_CONFIG | NEEDS_PROCESSES)

#define DAEMON_CHECK(name) void name(struct judge *j, const struct facts *f, const void *arg)

/* /info was read, and it has the field; otherwise the verdict is given. */
bool knows_info(
    struct judge *j, const struct facts *f, enum seen seen, bool absent_ok, const char *what);
/* SecurityOptions were read, and in the spelling that tells their values. */
bool knows_security_options(struct judge *j, const struct facts *f);

struct in_force {
	const char *value, *source;
}; /* value NULL: not set */

/* A setting that the engine does not tell: from its command line, then its file. */
bool reads_setting(struct judge *j, const struct facts *f, const char *name, struct in_force *s);
/* All values in force of a setting that was read. */
struct fact_list setting_values(const struct facts *f, const char *name);
/* Of values like "max-size=10m" the last one's value; NULL: none. */
const char *option_value(const struct fact_list *values, const char *name);
bool is_true(const char *value); /* NULL is not */

/* Where the file says other than the engine does: " (FILE says X: restart the daemon)", or "". */
const char *drift(struct judge *j, const struct facts *f, const char *name, const char *running);

/* 100 * major + minor; 0: not known. */
int engine_version(const struct facts *f);
/* The engine knows API 1.MINOR, whichever it was asked in; UNSEEN where that is not known. */
struct fact_bool engine_reaches(const struct facts *f, int minor);

/* The network called bridge, read; NULL: the verdict is given. */
const struct network *default_bridge(struct judge *j, const struct facts *f);

/* daemon_network.c */
DAEMON_CHECK(check_icc);
DAEMON_CHECK(check_iptables);
DAEMON_CHECK(check_userland_proxy);
/* daemon_api.c */
DAEMON_CHECK(check_remote_api);
DAEMON_CHECK(check_authorization);
DAEMON_CHECK(check_experimental);
/* daemon_logging.c */
DAEMON_CHECK(check_log_level);
DAEMON_CHECK(check_central_logging);
/* daemon_storage.c */
DAEMON_CHECK(check_aufs);
DAEMON_CHECK(check_base_device_size);
/* daemon_registry.c */
DAEMON_CHECK(check_insecure_registries);
/* daemon_runtime.c */
DAEMON_CHECK(check_rootless);
DAEMON_CHECK(check_user_namespace);
DAEMON_CHECK(check_default_ulimits);
DAEMON_CHECK(check_default_cgroup_parent);
DAEMON_CHECK(check_no_new_privileges_default);
DAEMON_CHECK(check_live_restore);
DAEMON_CHECK(check_seccomp_profile);

#endif
