/*
 * facts_internal.h: what the decoders share. Each decoder takes one kind of document.
 */
#ifndef DOCKASSAY_FACTS_INTERNAL_H
#define DOCKASSAY_FACTS_INTERNAL_H

#include <cjson/cJSON.h>

#include "facts.h"
#include "process_list.h"
#include "base/text_set.h"
#include "syntax/json.h"

/* facts.c's own working memory; `facts` is its first member, so that one pointer serves both. */
struct image_tag { const char *tag; const struct image *image; };

/* Objects of a list by their id, an open hash table: facts_listed.c */
struct listed {
	size_t last; /* that was found */
	size_t n, cap; /* indexed; cap: a power of two, or 0 */
	uint64_t seed;
	size_t *places; /* from 1; 0: none */
};

struct workings {
	struct facts facts;
	struct text_set taken; /* names of documents: each counts once, whatever lists and snapshots say */
	bool has_meta;
	struct arena *scratch; /* of the document that is being taken; NULL: nothing in it */
	struct process_list processes;
	struct fact_int dockerd_pid;
	const char *dockerd_problem;
	size_t n_ancestry;            /* processes that this scan comes from, itself included */
	int64_t *ancestry;
	size_t cap_containers, cap_images, cap_networks, cap_files, cap_trees, n_files, n_trees;
	size_t cap_dockerfiles;
	struct file_facts *files;
	struct { const char *dir; struct file_list list; } *trees;
	size_t n_compose_texts, cap_compose_texts, n_compose_ports;
	struct compose_text {
		const char *name;
		enum doc_state state;
		const char *problem, *body;
		size_t len;
	} *compose_texts;             /* Compose and .env files, until all are there */
	struct origin no_host;        /* DOC_NOT_HERE when host documents have no meaning */
	struct listed listed_containers, listed_images, listed_networks; /* that documents are about */
	/* facts_operation.c: documents that belong to a container, until they meet it */
	size_t n_execs, cap_execs, n_other_images, cap_other_images;
	struct exec_session *execs;
	struct image *other_images;   /* that containers were made from, and that the list leaves out */
	/* look-ups, made after the last document */
	const struct image **images_by_id;
	struct image_tag *image_tags;
	size_t n_image_tags;
	bool files_sorted;
	/* look-ups, made after the last document */
	const struct container **by_id;
	const char **mount_points;
};

struct workings *workings_of(const struct facts *f);

/* One row says which field of a struct a JSON path fills: a new fact is a new row. */
enum field_type {
	FIELD_BOOL, FIELD_INT, FIELD_STR, FIELD_LIST, FIELD_MAP,
	FIELD_NAMES, /* the names of an object's members, as a list */
	FIELD_TIME,  /* a date, as seconds; Go's zero time is ABSENT */
};
struct field { const char *path; enum field_type type; size_t offset; };
void decode_fields(struct arena *a, const cJSON *json, const struct field *fields, size_t n, void *out);
/* The same for an answer of the engine: what its API does not tell (api_fields.h) becomes UNSEEN. */
void decode_answer(struct facts *f, const char *document, const cJSON *json,
    const struct field *fields, size_t n, void *out);
/* That for one fact of any kind, decoded by other means. */
void settle_fact(const struct facts *f, const char *document, const char *path, void *fact);

void decode_version(struct facts *f, const cJSON *json);
void decode_info(struct facts *f, const cJSON *json);
void decode_plugins(struct facts *f, const cJSON *json);
void decode_dockerd(struct facts *f, const cJSON *json);
void decode_contexts(struct facts *f, const cJSON *json);
void decode_container_list(struct facts *f, const cJSON *json);
/* What an element of that list tells: id, name, image, state and labels. */
void decode_listed_container(struct arena *a, const cJSON *item, struct container *c);
void decode_container(struct facts *f, struct container *c, const cJSON *json);
void decode_top(struct facts *f, struct container *c, const cJSON *json);
void decode_operation(struct facts *f, struct container *c, const cJSON *json);
void decode_changes(struct facts *f, struct container *c, const cJSON *json);
void decode_exec(struct exec_session *e, struct arena *a, const cJSON *json);
void decode_routes(struct facts *f, const char *text);
void decode_events(struct facts *f, const char *text);
/* The place of an object whose first member is this id; n: there is none. */
size_t listed_find(struct arena *a, struct listed *l, const void *objects, size_t n, size_t size,
    const char *id);
bool is_list(struct origin *origin, const cJSON *json); /* else the origin says so */
/*
 * A list of objects that all have a text at `path`, such as "Id"; else the origin says so: what cannot
 * be told apart would be missing in the report without a word.
 */
bool is_list_of(struct origin *origin, const cJSON *json, const char *path);
void decode_image_list(struct facts *f, const cJSON *json);
void decode_image(struct facts *f, struct image *i, const cJSON *json);
void decode_history(struct facts *f, struct image *i, const cJSON *json);
void decode_layers(struct facts *f, struct image *i, const cJSON *json);
void decode_usage(struct facts *f, const cJSON *json);
void decode_network_list(struct facts *f, const cJSON *json);
void decode_network(struct facts *f, struct network *n, const cJSON *json);
void decode_volumes(struct facts *f, const cJSON *json);
void decode_swarm(struct facts *f, const cJSON *json);
void decode_nodes(struct facts *f, const cJSON *json);
void decode_services(struct facts *f, const cJSON *json);
void decode_secrets(struct facts *f, const cJSON *json);
void decode_configs(struct facts *f, const cJSON *json);
void decode_processes(struct facts *f, const cJSON *json);
void decode_listen(struct facts *f, const cJSON *json);
void decode_sys(struct facts *f, const cJSON *json);
void decode_security(struct facts *f, const cJSON *json);
void decode_modules(struct facts *f, const cJSON *json);
void decode_swaps(struct facts *f, const cJSON *json);
void decode_clock(struct facts *f, const cJSON *json);
void decode_space(struct facts *f, const cJSON *json);
void decode_sockets(struct facts *f, const cJSON *json);
void decode_startup(struct facts *f, const cJSON *json);
void decode_firewall(struct facts *f, const cJSON *json);
void decode_packages(struct facts *f, const cJSON *json);
void decode_mountinfo(struct facts *f, const char *text);
void decode_file(struct facts *f, struct file_facts *file, const cJSON *json);
void decode_container_state(struct facts *f, const cJSON *json);
void decode_homes(struct facts *f, const cJSON *json);
void decode_tree(struct facts *f, struct file_list *list, const cJSON *json);
void decode_audit_kernel(struct facts *f, const cJSON *json);

/* Build files: what the scan was told to read (meta), and what it read. */
void decode_build_names(struct facts *f, const cJSON *meta);
int take_build_file(struct facts *f, const struct document *doc, struct err *err);

/* By what of the host is behind them, writable first: as checks expect them. */
void order_mounts(struct mount_point *mounts, size_t n);

/* Compose files: facts_compose.c. */
void compose_name_files(struct facts *f, const cJSON *meta);
void compose_take(struct facts *f, const struct document *doc);

/* After the last document. */
void join_compose(struct facts *f);
void join_daemon(struct facts *f);
void join_accounts(struct facts *f);
void join_audit_files(struct facts *f);
void join_operation(struct facts *f); /* needs sorted networks and volumes */
void join_images(struct facts *f);    /* needs containers joined with images */
void join_release(struct facts *f);
void join_own(struct facts *f); /* which container is this scan's own */
void join_containers(struct facts *f); /* after join_operation() */
void join_mount_points(struct facts *f);
/* The settings that a command line of dockerd makes, and nothing else. */
void parse_daemon_command(struct facts *f, struct daemon_facts *d, const struct fact_list *words);
void join_units(struct facts *f);
void join_containerd(struct facts *f);
void join_sudo(struct facts *f);
void join_subids(struct facts *f);
void join_swarm(struct facts *f);

/* Sorts the files, and drops what came twice: find_file() is quick from then on. */
void sort_files(struct workings *w);
/* A file as collected; NULL: not asked for. */
struct file_facts *find_file(const struct facts *f, const char *path);

#endif
