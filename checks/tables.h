/*
 * tables.h: the tables of checks, one a file. catalogue.c puts them into sections.
 */
#ifndef DOCKASSAY_TABLES_H
#define DOCKASSAY_TABLES_H

#include "check.h"

extern const struct check_table checks_cves;    /* cves.c */
extern const struct check_table checks_engine_version; /* versions.c: 1.2.2 */
extern const struct check_table checks_versions; /* versions.c */
/* runtime_*.c: R-* by theme, and C.5.3.* */
extern const struct check_table checks_runtime_mounts, checks_runtime_confinement,
    checks_runtime_devices, checks_runtime_capabilities, checks_runtime_namespaces,
    checks_community_capabilities;
extern const struct check_table checks_compose; /* compose.c: M-* */
extern const struct check_table checks_dockerfiles; /* dockerfiles.c: K-* */
extern const struct check_table checks_community;       /* community.c: C.1, C.2 */
extern const struct check_table checks_daemon;          /* daemon.c: 2.* */
extern const struct check_table checks_daemon_api;      /* daemon_api.c */
extern const struct check_table checks_daemon_logging;  /* daemon_logging.c */
extern const struct check_table checks_daemon_network;  /* daemon_network.c */
extern const struct check_table checks_daemon_process;  /* daemon_process.c */
extern const struct check_table checks_daemon_programs; /* daemon_programs.c */
extern const struct check_table checks_daemon_registry; /* daemon_registry.c */
extern const struct check_table checks_daemon_runtime;  /* daemon_runtime.c */
extern const struct check_table checks_daemon_storage;  /* daemon_storage.c */
extern const struct check_table checks_daemon_tls;      /* daemon_tls.c */
extern const struct check_table checks_plugins;         /* plugins.c: H-42 */
extern const struct check_table checks_files;   /* files.c: 3.* */
extern const struct check_table checks_host;    /* host.c: 1.1.1, 1.1.2 */
extern const struct check_table checks_host_audit;    /* host_audit.c: 1.1.3 to 1.1.18 */
extern const struct check_table checks_host_audit_state; /* host_audit.c: H-14 to H-16 */
extern const struct check_table checks_host_baseline; /* host_state.c: 1.2.1 */
extern const struct check_table checks_host_kernel;   /* host_kernel.c: H-12, H-13, H-17, H-3x */
extern const struct check_table checks_host_network;  /* host_network.c: H-05, H-06, H-2x, H-43 */
extern const struct check_table checks_host_settings; /* host_settings.c: H-01 to H-11, H-36 */
extern const struct check_table checks_host_state;    /* host_state.c: H-18, H-30, H-38 ... */
extern const struct check_table checks_files_extensions; /* files_extensions.c: F-09 to F-14 */
extern const struct check_table checks_files_state;  /* files_state.c: F-05 to F-08, F-16 */
extern const struct check_table checks_files_units;  /* files_units.c: F-01 to F-04, F-15 */
extern const struct check_table checks_host_access;  /* host_access.c: H-27, H-29, H-31 */
extern const struct check_table checks_host_users;   /* host_users.c: H-28, H-32, H-33 */
extern const struct check_table checks_host_files;   /* host_files.c: H-19 to H-26, H-40, H-41 */
extern const struct check_table checks_images;  /* images.c: 4.* */
extern const struct check_table checks_runtime; /* runtime.c: 5.* */
extern const struct check_table checks_enterprise; /* enterprise.c: 8.* */
extern const struct check_table checks_services; /* services.c: S-12 to S-28 */
extern const struct check_table checks_swarm_cluster; /* swarm_cluster.c: 7.5 to 7.9, S-* */
extern const struct check_table checks_swarm_objects; /* swarm_objects.c: S-10, S-11, S-29 */
extern const struct check_table checks_swarm;   /* swarm.c: 7.* */

extern const struct check_table checks_runtime_resources; /* runtime_resources.c */
extern const struct check_table checks_runtime_secrets;   /* runtime_secrets.c */
extern const struct check_table checks_runtime_image;     /* runtime_image.c */
extern const struct check_table checks_runtime_state;     /* runtime_state.c */
extern const struct check_table checks_runtime_ports;     /* runtime_ports.c */
extern const struct check_table checks_runtime_extras;    /* runtime_extras.c */
extern const struct check_table checks_networks;          /* networks.c: N-* */
extern const struct check_table checks_volumes;           /* volumes.c: P-* */
extern const struct check_table checks_operations;        /* operations.c: 6.*, O-* */

#endif
