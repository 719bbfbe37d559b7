/*
 * collect_internal.h: what collect.c and collect_host.c share.
 */
#ifndef DOCKASSAY_COLLECT_INTERNAL_H
#define DOCKASSAY_COLLECT_INTERNAL_H

#include <cjson/cJSON.h>

#include "collect.h"
#include "base/text_set.h"
#include "engine/engine.h"
#include "engine/locality.h"
#include "facts/process_list.h"
#include "host/host.h"

/* Runtimes, and directories of devices, that an engine may name: each costs a look at all above it.
 */
#define PROGRAMS_MAX 50

/* `known`: of those that were added without repeats. */
struct path_list { size_t n, cap; const char **v; struct text_set known; };

/* Where an image's layers are, and which container was made from it. */
struct image_place { const char *id, *driver, *upper, *lower; };
struct image_use { const char *image, *container; };

/* A container that is listed and not wanted. */
struct unwanted { const char *id, *name; bool asked; };

struct collector {
	const struct collect_options *options;
	const struct document_sink *sinks;
	size_t n_sinks;
	struct arena *arena;
	struct connection *connection;
	struct engine *engine;
	struct host *host;
	struct masker masker;
	bool in_container;       /* this program is */
	const char *machine;	 /* what stands for the host's machine-id; "" where it is not known */
	enum locality locality;  /* are the files that can be read those of the engine's host? */
	const char *elsewhere;   /* why they are not; "" */
	long dockerd_pid, containerd_pid; /* 0: not known */
	bool sought_containerd;
	const char *dockerd_problem;
	/* what later requests depend on, noted while documents pass by */
	const char *root_dir, *containerd_address, *swarm_state, *system_time;
	const char *seccomp_profile;
	struct path_list runtimes, runtime_names, bind_sources, containers, running, images,
	    networks;
	/* where the processes of inspected containers are; proc:processes was handed on */
	size_t n_places, cap_places;
	struct container_place *places;
	bool told_processes;
	struct path_list execs, used_images, mountpoints;
	struct path_list shared; /* containers, as others name those whose namespaces they share */
	size_t n_unwanted, cap_unwanted;
	struct unwanted *unwanted;
	const char *engine_version;
	size_t n_image_places, cap_image_places, n_image_uses, cap_image_uses;
	struct image_place *image_places; /* of listed images */
	struct image_use *image_uses;
	struct path_list compose_files, cdi_dirs;
	/* runtimes and directories of devices beyond PROGRAMS_MAX: names or paths, not looked at */
	struct path_list cut;
	const char *containerd_root, *containerd_state;
	struct path_list read;   /* files whose documents with content were handed on */
	struct path_list parents; /* directories that were looked at as somebody's parents */
};

/* Masks, repairs and hands on; engine documents only are masked here. */
int collector_emit(struct collector *c, const struct document *doc, struct err *err);
void path_list_add(struct collector *c, struct path_list *l, const char *path); /* a copy; no repeats */

/* The same where members differ anyway: looking for repeats would make the list quadratic. */
void collector_append(struct collector *c, struct path_list *l, const char *path);
/* Can this be part of a request's path without changing its meaning? */
bool collector_safe_name(const char *s);

int collector_connect(struct collector *c, struct err *err); /* collect_engine.c */
void collector_disconnect(struct collector *c);
void collector_tell(const struct collector *c, const char *note); /* NULL, "": nothing */
/* collect_locality.c */
void collector_locate(
    struct collector *c, const struct document *version, const struct document *info);
/* The state of a document about a host whose files are not to be read here. */
enum doc_state collector_state_elsewhere(const struct collector *c);

int collector_get(struct collector *c, const char *path, struct err *err);
int collector_get_all(struct collector *c, const struct path_list *paths, struct err *err);

int collector_emit_json(struct collector *c, const char *name, cJSON *json, struct err *err); /* frees it */
const char *collector_now(struct collector *c); /* RFC 3339 */

/* collect_wanted.c */
bool collector_leaves_out(struct collector *c, const cJSON *listed);
void note_shared(struct collector *c, const cJSON *container);
int collect_shared(struct collector *c, struct err *err);

/* collect_top.c */
void note_place(struct collector *c, const cJSON *container);
int collect_top(struct collector *c, struct err *err);
/* proc:processes, once; *list is NULL, or becomes what it says. */
int collect_processes(struct collector *c, struct process_list *list, struct err *err);

/* collect_operation.c */
void note_operation(struct collector *c, const cJSON *container);
void note_mountpoints(struct collector *c, const cJSON *volumes);
int collect_used_images(struct collector *c, struct err *err); /* those that the list leaves out */
int collect_operation(struct collector *c, struct err *err);
int collect_surroundings(struct collector *c, struct err *err);

/* The document about a host file, once where it has its content; about what is in a directory. */
int collector_file(struct collector *c, const char *path, bool content, struct err *err);
int collector_tree(struct collector *c, const char *path, struct err *err);
int collector_cleaned(struct collector *c, const char *path, host_cleaner *clean, struct err *err);
/* A document that was made of JSON, under any name; frees it. */
int collector_document(struct collector *c, const char *name, const char *from, cJSON *json,
    struct err *err);

/* A directory of device specifications that somebody names. */
void collector_add_cdi_dir(struct collector *c, const char *path);
/* Tells of what was cut until now, so that nobody takes it for looked at. */
int collector_emit_cut(struct collector *c, struct err *err);

/* The value of --NAME VALUE or --NAME=VALUE on a command line; NULL: not there. */
const char *collector_flag(const char *const *words, const char *name);

/* Units and what they name; sockets that they listen on are added to `paths`. */
int collect_units(struct collector *c, struct path_list *paths, struct err *err); /* collect_units.c */
/*
 * collect_state.c: what lies below the data root and containerd's directories; collect_access.c: who
 * may do what: sudo, subordinate ids, home directories, rootless sockets; collect_guarded.c: programs,
 * plugins and profiles that act with the engine's rights, and the directories above its files.
 */
int collect_containerd(struct collector *c, const char *const *cmdline, struct err *err);
int collect_state(struct collector *c, struct err *err);
int collect_access(struct collector *c, struct err *err);
int collect_homes(struct collector *c, struct err *err);
int collect_guarded(struct collector *c, struct err *err);
bool entry_is_gone(const cJSON *entry); /* of host_entry() */
void add_parents(struct collector *c, struct path_list *paths);
int collect_host(struct collector *c, struct err *err); /* collect_host.c */
int collect_kernel(struct collector *c, struct err *err); /* collect_kernel.c */

/* collect_images.c */
void note_image(struct collector *c, const cJSON *image);
void note_image_use(struct collector *c, const cJSON *container);
int collect_images(struct collector *c, struct err *err);
/* Build files. */
int collect_compose(struct collector *c, struct err *err); /* collect_compose.c */
bool collector_named_before(const char *const *names, size_t i);
const char *collector_home(void);                       /* "": not known */
const char *collector_directory(struct collector *c);   /* the working directory; "": not known */
/* collect_daemon.c: what belongs to the daemon. Its TLS files come with their certificates only. */
int collect_daemon(struct collector *c, struct err *err);
int collect_certificates(struct collector *c, const char *const *words, const char *config,
    struct err *err);
int collect_contexts(struct collector *c, struct err *err); /* collect_contexts.c */
/* An answer of the engine: looked into for what is to be asked next, masked, and handed on. */
int collector_take(void *ctx, const struct document *doc, struct err *err);

int collect_swarm(struct collector *c, struct err *err); /* collect_swarm.c */

#endif
