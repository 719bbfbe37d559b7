/*
 * facts.h: what is true on the scanned host, typed, and three-valued (fact.h).
 *
 * Everything lives in the arena of the facts. Strings are as the host gave them (hostile!): they
 * are made safe when they enter the report. Facts do no I/O and judge nothing.
 */
#ifndef DOCKASSAY_FACTS_H
#define DOCKASSAY_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "facts_build.h"
#include "facts_container.h"
#include "facts_daemon.h"
#include "facts_engine.h"
#include "facts_host.h"
#include "facts_image.h"
#include "facts_network.h"
#include "facts_swarm.h"
#include "base/arena.h"
#include "snapshot/document.h"

struct facts {
	struct arena *arena;
	const char *started, *finished;   /* RFC 3339, UTC; "" when not said */
	const char *endpoint, *api_version;
	const char *connection_weakness;  /* why the answers may not be the engine's; "" */
	bool about_build_files;           /* the scan was of Dockerfiles and Compose files only */
	bool deep;                        /* --deep: what costs much was fetched, too */
	struct engine_facts engine;
	struct daemon_facts daemon;
	struct host_facts host;
	struct origin containers_origin, images_origin, networks_origin, volumes_origin;
	struct origin plugins_origin, contexts_origin;
	size_t n_containers, n_images, n_networks, n_volumes;
	struct container *containers;     /* ordered by name; images by first tag, networks by name */
	struct image *images;
	struct network *networks;
	struct volume *volumes;
	struct origin usage_origin;       /* GET /system/df; --deep */
	struct fact_int build_cache;      /* bytes; ABSENT: the engine has none */
	/* Of the containers' images, mounts and networks: whether n_users of those tell all. */
	struct origin users_origin;
	struct origin events_origin;      /* GET /events: the day before the scan */
	size_t n_exec_events;
	const struct exec_event *exec_events; /* oldest first */
	size_t n_plugins;
	const struct plugin *plugins;     /* in the engine's order */
	size_t n_contexts;
	const struct client_context *contexts; /* ordered by path */
	struct fact_list unreadable_contexts;  /* directories that could not be looked into, and why */
	struct swarm_facts swarm;
	/* Build files in the order in which they were named. */
	size_t n_dockerfiles;
	struct dockerfile_facts *dockerfiles;
	const char *directory, *home;     /* of whoever named the build files; "" when not said */
	size_t n_compose_files;
	struct compose_file *compose_files;
};

struct facts *facts_new(void);
void facts_free(struct facts *f); /* NULL is fine */

/*
 * Decodes one document. Malformed documents are no error here: their origin becomes DOC_FAILED
 * with a message that says where the text is wrong. Returns -1 only when the document cannot
 * belong to a scan at all (a second `meta`, for one).
 */
int facts_take(struct facts *f, const struct document *doc, struct err *err);

/* To be called once, after the last document: joins what needs several documents, and sorts. */
void facts_finish(struct facts *f);

/*
 * The file at a host path, as collected: the exact path asked for. Never NULL: a file that was
 * not asked for has an origin of DOC_FAILED with the problem "was not collected".
 */
const struct file_facts *facts_file(const struct facts *f, const char *path);

/* What lies below a directory (`tree:` documents), the directory itself not included. */
struct file_list facts_tree(const struct facts *f, const char *dir);

/* Finds by full id, id prefix of 12 or more, or name. NULL: none. After facts_finish() only. */
const struct container *facts_container(const struct facts *f, const char *id_or_name);
const struct volume *facts_volume(const struct facts *f, const char *name);
const struct network *facts_network(const struct facts *f, const char *name);
const struct image *facts_image(const struct facts *f, const char *id);
/* The image that a reference ("nginx", "docker.io/library/nginx:1") names here; NULL: none. */
const struct image *facts_image_named(const struct facts *f, const char *reference);
/* Were all containers listed, those that do not run included? */
bool facts_has_all_containers(const struct facts *f);
const char *map_get(const struct fact_map *m, const char *name); /* NULL: not in it */

/* Where it is: what --config of the running containerd says, or its default. */
const char *daemon_containerd_config(const struct facts *f);

/* The same of containerd's configuration: "grpc.tcp_address". */
const char *containerd_value(const struct facts *f, const char *key,
    const struct unit_setting **found);

/* The last value in force; NULL: not set. `found` may be NULL. */
const char *unit_value(const struct unit_facts *u, const char *section, const char *key,
    const struct unit_setting **found);

/*
 * Lexically normalised path: one slash between components, no ".", ".." resolved; then, where the
 * scan saw that a leading part is a link (/var/run -> /run), that link followed. In the arena.
 */
const char *facts_resolve_path(const struct facts *f, const char *path);

/* A mount point of the host somewhere below a directory (the directory itself does not count). */
const char *facts_mount_below(const struct facts *f, const char *dir); /* NULL: none */

/* Fills in host_source and host_path of a mount; for what is no container of the engine's. */
void facts_locate_mount(const struct facts *f, struct mount_point *m);

/* The path of the API's socket as the scanned host has it, without --root; NULL: it is none. */
const char *facts_engine_socket(const struct facts *f);

#endif
