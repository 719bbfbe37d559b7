/*
 * case_tables.c: the list of tables of cases: one file a file of checks.
 */
#include "config.h"

#include "cases.h"

extern const struct case_table cases_compose;
extern const struct case_table cases_daemon;
extern const struct case_table cases_daemon_own;
extern const struct case_table cases_dockerfiles;
extern const struct case_table cases_example;
extern const struct case_table cases_networks;
extern const struct case_table cases_operation;
extern const struct case_table cases_runtime, cases_runtime_capabilities, cases_runtime_isolation,
    cases_runtime_mounts;
extern const struct case_table cases_images_config;
extern const struct case_table cases_images_history;
extern const struct case_table cases_images_state;
extern const struct case_table cases_host;
extern const struct case_table cases_host_kernel;
extern const struct case_table cases_host_network;
extern const struct case_table cases_files, cases_files_state, cases_host_files;
extern const struct case_table cases_swarm;
extern const struct case_table cases_versions;

const struct case_table *const case_tables[] = {
	&cases_compose,
	&cases_daemon,
	&cases_daemon_own,
	&cases_dockerfiles,
	&cases_example,
	&cases_files,
	&cases_files_state,
	&cases_host_files,
	&cases_networks,
	&cases_operation,
	&cases_runtime,
	&cases_runtime_capabilities,
	&cases_runtime_isolation,
	&cases_runtime_mounts,
	&cases_images_config,
	&cases_images_history,
	&cases_images_state,
	&cases_host,
	&cases_host_kernel,
	&cases_host_network,
	&cases_swarm,
	&cases_versions,
	NULL,
};
