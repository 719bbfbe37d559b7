/*
 * facts_engine.h: what the engine says of itself, and its plugins.
 */
#ifndef DOCKASSAY_FACTS_ENGINE_H
#define DOCKASSAY_FACTS_ENGINE_H

#include <stdbool.h>

#include "api_fields.h"
#include "origin.h"
#include "base/arena.h"
#include "syntax/fact.h"

struct facts;

struct engine_facts {
	struct origin version_origin;  /* GET /version */
	struct origin info_origin;     /* GET /info */
	struct fact_str name;          /* "Docker Engine", "Podman Engine" (from Components) */
	struct fact_str id; /* from GET /info: the engine's own, made when it first ran */
	struct fact_str version, api_version, min_api_version, os, arch, kernel, platform;
	struct fact_map components;    /* name -> version: "Engine", "containerd", "runc" ... */
	bool is_podman;
	/* from GET /info */
	struct fact_str cgroup_version; /* "1", "2"; since API 1.41 */
	struct fact_str running_kernel; /* KernelVersion: of the kernel below the engine */
	struct fact_str root_dir, driver, logging_driver, cgroup_driver, hostname, operating_system;
	struct fact_bool debug, live_restore, experimental, memory_limit, pids_limit_supported;
	struct fact_bool swap_limit;
	struct fact_list security_options;  /* "name=seccomp,profile=default", ... */
	struct fact_list authorization_plugins;
	struct fact_list insecure_cidrs;
	struct fact_list insecure_indexes;  /* names of IndexConfigs entries with Secure=false */
	struct fact_list warnings;
	struct fact_str containerd_address;
	struct fact_str firewall_backend;
	struct fact_str swarm_state;   /* inactive pending active error locked */
	struct fact_bool swarm_control;
	struct fact_int swarm_managers, swarm_nodes;
	struct fact_str swarm_node_addr;
	struct fact_list swarm_remote_managers; /* addresses, as "10.0.0.1:2377" */
	struct fact_str architecture, default_runtime;
	struct fact_str http_proxy, https_proxy; /* the engine or we have masked passwords */
	struct fact_bool oom_kill_disable, ipv4_forwarding;
	struct fact_int n_containers, n_running, n_paused; /* as the engine counts, whatever was listed */
	struct fact_map driver_status;         /* "Supports d_type": "true" */
	struct fact_list registry_mirrors;     /* of Docker Hub */
	struct fact_list default_address_pools; /* "172.30.0.0/16"; absent: the built-in ones */
	struct fact_list cdi_spec_dirs;
	struct fact_list discovered_devices;   /* "cdi: vendor.com/gpu=0" */
	enum seen runtimes_seen;
	size_t n_runtimes;
	const struct runtime *runtimes;
};

/* An OCI runtime that containers may ask for. */
struct runtime {
	const char *name;
	const char *path;        /* as configured, often without a slash; "" for a shim by its type */
	const char *type;        /* "io.containerd.runsc.v1"; "" */
	const char *program;     /* what is run for it: a path, or a name to be searched for */
	struct fact_list args;
};

/* The program behind a runtime's path or type: "containerd-shim-runsc-v1" for the type above. */
const char *runtime_program(struct arena *a, const char *path, const char *type);

/* A managed plugin: a privileged container of the engine's own. */
struct plugin {
	const char *id, *name;         /* name with its tag */
	struct fact_bool enabled;
	struct fact_list capabilities; /* beyond the default ones */
	struct fact_bool all_devices, host_pid, host_ipc;
	struct fact_str network;       /* "host", "bridge", "none", "" */
	struct fact_list mounts;       /* sources of the mounts in force */
	struct fact_list devices;      /* paths; what is unset is left out */
};

/* Who answered to the request for a document, and in which version of the API. */
struct api facts_api(const struct facts *f, const char *document);

/* Value of "name=NAME" (the rest after a comma, or "") in SecurityOptions; NULL: not there. */
const char *engine_security_option(const struct engine_facts *e, const char *name);

#endif
