/*
 * host_proc.h: what /proc says: processes, listeners, mounts, a few settings.
 */
#ifndef DOCKASSAY_HOST_PROC_H
#define DOCKASSAY_HOST_PROC_H

#include "host.h"

struct document proc_mountinfo(struct host *h, struct arena *a);
struct document proc_processes(struct host *h, struct arena *a, const struct masker *m);
struct document proc_listen(struct host *h, struct arena *a);
struct document proc_sys(struct host *h, struct arena *a);

/*
 * The dockerd behind a socket: the peer of a connection to it, or else the only process of that
 * name. 0 with *problem where neither tells.
 */
long proc_find_dockerd(struct host *h, struct arena *a, const char *socket, const char **problem);

/* The command line of a process, as a NULL-terminated list in the arena; NULL: not readable. */
const char *const *proc_cmdline(struct host *h, struct arena *a, long pid);

/* What /proc/PID/exe leads to; NULL: not readable. */
const char *proc_exe(struct host *h, struct arena *a, long pid);

/* The first process with this name; 0: none. */
long proc_named(struct host *h, const char *comm, size_t *how_many);

#endif
