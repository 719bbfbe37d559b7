/*
 * process_list.h: what proc:processes says, and which of those processes are a container's: those of
 * its control group, which are the ones that the engine lists, too.
 */
#ifndef DOCKASSAY_PROCESS_LIST_H
#define DOCKASSAY_PROCESS_LIST_H

#include <cjson/cJSON.h>

#include "facts.h"

struct process_list {
	size_t n;
	const struct process_facts *v;
	bool cut;   /* there are more */
	bool whole; /* none was left out, hidden, or without its control group */
	/* look-ups, made after the document */
	size_t n_grouped;
	const struct process_facts **by_group, **by_pid;
};

/* Whose processes are wanted: what the engine says of a container. */
struct container_place { const char *id, *runtime, *pid_mode; int64_t first_pid; };

/* Everything in it is in the arena. */
struct process_list process_list_decode(struct arena *a, const cJSON *json);

/*
 * The processes of a container, NULL-terminated; NULL where the list does not prove that these are all:
 * where it is not whole, where the container's first process is not in it or not in a control group of
 * the container's name, where a command line was not read, or where processes are hidden in a virtual
 * machine.
 */
const struct process_facts *const *process_list_of(
    const struct process_list *l, struct arena *a, const struct container_place *c);

/* As ps(1) writes it: the words, or else the name in brackets. */
const char *process_command(struct arena *a, const struct process_facts *p);

#endif
