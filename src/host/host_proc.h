/*
 * host_proc.h: what /proc says: processes, listeners, mounts, a few settings.
 */
#ifndef DOCKASSAY_HOST_PROC_H
#define DOCKASSAY_HOST_PROC_H

#include <sys/types.h>

#include "host.h"
#include "sandbox/proc_links.h"

struct document proc_mountinfo(struct host *h, struct arena *a);
struct document proc_processes(struct host *h, struct arena *a, const struct masker *m);

/*
 * host_listen.c: what listens in the engine's network; `engine_pid` 0: that of process 1. `sockets`
 * becomes the document that says whose sockets could be looked at.
 */
struct document proc_listen(struct host *h, struct arena *a, long engine_pid,
    struct document *sockets);

/* What /proc says of one process, the engine's; pid 0: `problem` says why it is not known. */
struct document proc_dockerd(struct host *h, struct arena *a, long pid, const char *problem);

/*
 * The dockerd behind a socket: the peer of a connection to it, where the root's /proc has the
 * numbers that the kernel tells us, or else the only process of that name. 0 with *problem where neither tells.
 */
long proc_find_dockerd(struct host *h, struct arena *a, const char *socket, const char **problem);

/*
 * What a link of a process leads to, as proc_links.h says; through the helper where the host has one,
 * which it needs once the sandbox is entered.
 */
ssize_t proc_readlink(struct host *h, long pid, const char *name, char *out, size_t size);
void proc_readlinks(struct host *h, const struct proc_link *links, size_t n, proc_link_fn *each,
    void *ctx); /* many; see proc_links.h */

/* The process that listens on a UNIX socket; 0: not visible from here. */
long proc_socket_peer(const char *path);

/* The command line of a process, as a NULL-terminated list in the arena; NULL: not readable. */
const char *const *proc_cmdline(struct host *h, struct arena *a, long pid);

/* What /proc/PID/exe leads to; NULL: not readable. */
const char *proc_exe(struct host *h, struct arena *a, long pid);

char *proc_comm(struct host *h, struct arena *a, long pid); /* its name; NULL: not readable */

/*
 * Calls `each` for every process that has a name for us: those of the first call, or of the last
 * proc_processes() since. -1 with errno where /proc cannot be read.
 */
int proc_each(struct host *h, void (*each)(void *ctx, long pid, const char *comm), void *ctx);

/* The containerd that this dockerd started, or else the first one; 0: none runs. */
long proc_containerd(struct host *h, long dockerd);

/*
 * This process and those that it comes from, but for process 1, as the root's /proc numbers them, at
 * most `max`. From within a container they tell which one that is.
 */
size_t proc_ancestry(struct host *h, long *pids, size_t max);

/* The first process with this name; 0: none. */
long proc_named(struct host *h, const char *comm, size_t *how_many);

#endif
