/*
 * dbs_name.h: what is different when the program is called as docker-bench-security.
 */
#ifndef DOCKASSAY_DBS_NAME_H
#define DOCKASSAY_DBS_NAME_H

#include "options/options.h"

/* Is that the name in argv[0], with or without ".sh"? */
bool dbs_is_name(const char *argv0);

/*
 * Runs as dbs does: its checks, its lines, its log files, 0 whatever is found, 1 where it could not
 * run. Says in one line on stderr how to turn the gate on. Options were parsed.
 */
int dbs_run(struct options *o, struct err *err);

#endif
