/*
 * facts_compose.h: what the decoders of Compose files share.
 */
#ifndef DOCKASSAY_FACTS_COMPOSE_H
#define DOCKASSAY_FACTS_COMPOSE_H

#include "facts_internal.h"
#include "buildfiles/compose.h"

struct compose_decoder {
	struct facts *facts;
	const struct compose_file *file;
	struct compose_service *service;
	struct container *container;
};

/* Notes that a field cannot be told, or where an element of a list stands. */
void compose_add_gap(struct compose_decoder *d, const char *what, const struct yaml *at,
    const char *problem);
void compose_add_item(
    struct compose_decoder *d, const char *what, const char *name, const struct yaml *at);

/* facts_compose_service.c */
void compose_decode_service(struct facts *f, const struct compose_file *file,
    struct compose_service *s, const struct compose_entry *entry);
/* After all of a file: what services take from each other (network_mode: service:x ...). */
void compose_join_services(struct facts *f, struct compose_file *file);

/* facts_compose_values.c: texts as Compose reads them. UNSEEN, and a gap, for what is none. */
struct fact_bool compose_bool(
    struct compose_decoder *d, const char *what, const struct yaml *v, bool otherwise);
struct fact_int compose_int(
    struct compose_decoder *d, const char *what, const struct yaml *v, int64_t otherwise);
struct fact_int compose_bytes(struct compose_decoder *d, const char *what, const struct yaml *v);
struct fact_int compose_cpus(struct compose_decoder *d, const char *what, const struct yaml *v);
struct fact_str compose_str(struct compose_decoder *d, const char *what, const struct yaml *v);
/* A list, or one text; its known elements, and a gap for each other. */
struct fact_list compose_list(struct compose_decoder *d, const char *what, const struct yaml *v);
/* A map, or a list of NAME=value. With `written`, values keep their variables. */
struct fact_map compose_map(
    struct compose_decoder *d, const char *what, const struct yaml *v, bool written);

/* facts_compose_lists.c, facts_compose_ports.c */
void compose_decode_mounts(struct compose_decoder *d);
void compose_decode_ports(struct compose_decoder *d);
void compose_decode_devices(struct compose_decoder *d);
void compose_decode_ulimits(struct compose_decoder *d);

#endif
