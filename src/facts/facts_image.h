/*
 * facts_image.h: images, their history, and what is in their layers.
 */
#ifndef DOCKASSAY_FACTS_IMAGE_H
#define DOCKASSAY_FACTS_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "origin.h"
#include "syntax/fact.h"
#include "syntax/os_release.h"

/* What made one layer of an image, or changed its configuration. */
struct image_step {
	struct fact_str created_by;    /* masked; "": an import or a squash, nothing is known */
	struct fact_int created, size;
	bool imported;                 /* a whole file system came in; Podman says "ADD" of that */
};

/* A file in an image that gives its caller other rights. */
struct setid_file {
	const char *path;
	unsigned mode;                 /* & 07777 */
	int64_t uid, gid;
	bool capable;                  /* has file capabilities */
};

struct image {
	const char *id;
	struct fact_list tags, digests;
	struct fact_map labels;
	struct origin origin;          /* GET /images/ID/json */
	struct fact_str user;          /* Config.User; absent means root */
	struct fact_bool has_config;
	struct fact_list healthcheck;
	struct fact_int created;       /* unix time; ABSENT: the engine does not know */
	struct fact_list env, exposed_ports; /* masked; "80/tcp" */
	struct fact_list volumes, on_build, entrypoint, cmd;
	struct fact_str stop_signal, architecture, os;
	struct fact_list layers;       /* digests of RootFS, lowest first */
	struct fact_int size;
	struct origin history_origin;  /* GET /images/ID/history */
	size_t n_steps;
	const struct image_step *steps; /* oldest first */
	/* The image of this host on which it was built, as their histories tell; NULL: none is here. */
	const struct image *base;
	size_t base_steps;             /* how many of the steps are the base's */
	size_t n_users;                /* containers of it among those that were listed */
	struct fact_int used_by;       /* by how many of all; UNSEEN: only running ones were listed */
	struct origin layers_origin;   /* layers:ID; --deep */
	size_t n_setid_files;
	const struct setid_file *setid_files;
	struct origin release_origin;  /* release:ID; DOC_GONE: the image has no os-release */
	struct os_release release;
};

#endif
