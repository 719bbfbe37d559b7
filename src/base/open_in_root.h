/*
 * open_in_root.h: opens a path below a directory, and never anything outside of it: an absolute link means
 * a path below the root, and ".." of the root is the root. Links of /proc that lead to open files or to
 * other roots are not followed (ELOOP).
 */
#ifndef DOCKASSAY_OPEN_IN_ROOT_H
#define DOCKASSAY_OPEN_IN_ROOT_H

#include <stdbool.h>

/* Flags as of open(2), for what is there already. The caller closes; -1 with errno. */
int open_in_root(int root, const char *path, int flags);

/*
 * The same, component by component: for kernels without openat2() (before Linux 5.6), and for containers
 * whose seccomp profile does not know it. open_in_root() chooses by itself.
 */
int open_in_root_stepwise(int root, const char *path, int flags);

/*
 * The /proc below a root (O_PATH), where it is the kernel's: nobody else can put a link into what it has of a
 * process, so paths may be opened below it by openat(2) alone. -1: it is none.
 */
int open_procfs(int root);

#endif
