/*
 * host_checks.h: what the files of section 1 share.
 */
#ifndef DOCKASSAY_HOST_CHECKS_H
#define DOCKASSAY_HOST_CHECKS_H

#include "judge.h"

/*
 * A socket may be that of an engine in a virtual machine: then what this machine's kernel says is
 * not about the engine's. True where the check may go on; otherwise it has been skipped.
 */
bool is_engines_kernel(struct judge *j, const struct facts *f);

/* A number as a text, for evidence. */
const char *number_text(struct judge *j, const struct fact_int *n);

#endif
