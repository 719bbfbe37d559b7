/*
 * audit_kernel.h: the audit rules that the kernel has loaded, as it says over netlink.
 */
#ifndef DOCKASSAY_AUDIT_KERNEL_H
#define DOCKASSAY_AUDIT_KERNEL_H

#include "base/arena.h"
#include "snapshot/document.h"

/* The document "audit:kernel" (see document.h). Asks and never changes anything; 2 s at most. */
struct document audit_kernel(struct arena *a);

#endif
