/*
 * facts_swarm.h: what a Swarm's manager tells: the cluster, nodes, services, secrets.
 */
#ifndef DOCKASSAY_FACTS_SWARM_H
#define DOCKASSAY_FACTS_SWARM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "origin.h"
#include "syntax/fact.h"

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

#endif
