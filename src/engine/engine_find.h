/*
 * engine_find.h: finds an engine on this machine where nobody says which is meant.
 */
#ifndef DOCKASSAY_ENGINE_FIND_H
#define DOCKASSAY_ENGINE_FIND_H

#include "base/arena.h"
#include "base/buf.h"

/*
 * The address of the first socket that takes a connection: Docker's, a rootless Docker's, Docker
 * Desktop's, Podman's of the system and of the user. The system's are looked for below `root`, and
 * beside it where `here_too`. *passed_over tells which were there before it and took none; ""
 * where none was. NULL (EXIT_INCOMPLETE): nothing answers, and what was tried.
 */
const char *engine_find(struct arena *a, const char *root, bool here_too, const char **passed_over,
    struct err *err);

#endif
