/*
 * facts_daemon.h: dockerd: its process, its command line and daemon.json.
 */
#ifndef DOCKASSAY_FACTS_DAEMON_H
#define DOCKASSAY_FACTS_DAEMON_H

#include <stdbool.h>
#include <stdint.h>

#include "origin.h"
#include "syntax/fact.h"
#include "syntax/x509.h"

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
	bool config_is_newer;          /* it was changed after dockerd had been started, and read it */
	struct fact_int config_error_line; /* SEEN when the file is not JSON (origin says so) */
	size_t n_settings;
	const struct setting *settings;
	struct fact_bool docker_proxy_running; /* as a child of this dockerd */
	size_t n_config_problems;
	const struct config_problem *config_problems;
	struct origin limits_origin;   /* proc:dockerd: the process that owns the API */
	struct fact_int started;       /* seconds since 1970 */
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

#endif
