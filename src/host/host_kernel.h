/*
 * host_kernel.h: what the running kernel says of itself: settings, security modules, loaded
 * modules, swap, clock, and the space that is left for the engine's data.
 *
 * Each text that a document holds is three-valued, as in the facts: a string was read, null was
 * seen not to be there, and {"problem": "..."} could not be read.
 */
#ifndef DOCKASSAY_HOST_KERNEL_H
#define DOCKASSAY_HOST_KERNEL_H

#include "host.h"

/*
 * Does the kernel that runs here serve this root? True for "/", and where a /proc of it is mounted
 * below the root; false for a disk that is looked at from elsewhere.
 */
bool kernel_serves(struct host *h);

/* "proc:sys". `engine_pid` tells whose network settings are wanted; 0: those of process 1. */
struct document kernel_settings(struct host *h, struct arena *a, long engine_pid);

struct document kernel_security(struct host *h, struct arena *a); /* "kernel:security" */
struct document kernel_modules(struct host *h, struct arena *a);  /* "kernel:modules" */
struct document kernel_swaps(struct host *h, struct arena *a);    /* "kernel:swaps" */
struct document kernel_clock(struct host *h, struct arena *a);    /* "kernel:clock" */

/* "space:data-root" */
struct document host_space(struct host *h, struct arena *a, const char *data_root);

#endif
