/*
 * host_internal.h: what host.c and host_tree.c share.
 */
#ifndef DOCKASSAY_HOST_INTERNAL_H
#define DOCKASSAY_HOST_INTERNAL_H

#include <sys/stat.h>

#include "host.h"

struct host {
	int root;   /* O_PATH descriptor */
	char *path; /* of the root, without a slash at its end; "" for "/" */
	char *passwd, *group;
	struct proc_links *links; /* see proc_links.h; NULL: none is needed */
	int proc;                 /* open_procfs() */
	struct arena *processes_arena; /* NULL: host_proc.c has not looked for them yet */
	bool processes_cut;
	size_t n_processes, cap_processes;
	struct process_name { long pid; const char *comm; } *processes;
};

/* What is known of an open file, as a file document. */
cJSON *host_describe(struct host *h, struct arena *a, int fd, const char *path,
    const struct stat *st);

struct document host_document(struct host *h, struct arena *a, const char *kind, const char *path);

#endif
