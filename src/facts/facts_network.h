/*
 * facts_network.h: networks and volumes, and who uses them.
 */
#ifndef DOCKASSAY_FACTS_NETWORK_H
#define DOCKASSAY_FACTS_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

#include "origin.h"
#include "syntax/fact.h"

struct container;

struct network {
	const char *id, *name, *driver, *scope;
	struct origin origin;
	struct fact_map options;
	struct fact_bool ingress, internal, enable_ipv6;
	struct fact_list container_ids;
	struct fact_bool attachable;
	struct fact_str own_driver;    /* what the network itself says; driver is the list's word */
	struct fact_list subnets;      /* of IPAM.Config */
	size_t n_users;                /* containers that are attached, or will be when they run */
	const struct container *const *users;
};

struct volume_user { const struct container *container; bool writes; };

struct volume {
	const char *name, *driver, *mountpoint;
	struct fact_map options, labels;
	size_t n_users;
	const struct volume_user *users;
};

#endif
