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
extern const struct check_table checks_daemon;  /* daemon.c: 2.* */
extern const struct check_table checks_files;   /* files.c: 3.* */
extern const struct check_table checks_host;    /* host.c: 1.1.* */
extern const struct check_table checks_images;  /* images.c: 4.* */
extern const struct check_table checks_runtime; /* runtime.c: 5.* */
extern const struct check_table checks_swarm;   /* swarm.c: 7.* */

#endif
