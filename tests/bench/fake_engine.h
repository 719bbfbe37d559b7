/*
 * fake_engine.h: an engine that serves a world of documents on a UNIX socket.
 */
#ifndef DOCKASSAY_FAKE_ENGINE_H
#define DOCKASSAY_FAKE_ENGINE_H

#include <sys/types.h>

#include "world.h"

int fake_engine_listen(const char *path); /* -1: errno says why */

/*
 * Never returns: to be run in a process of its own, which is killed in the end. Before each answer it waits, for
 * whoever wants to see a slow one; 0: not at all.
 */
_Noreturn void fake_engine_serve(int listener, const struct world *w, unsigned wait_ms);

/* That, of so many containers of the demonstration in `snapshot`. The process, or -1 with errno. */
pid_t fake_engine_start(const char *path, const char *snapshot, size_t containers, unsigned wait_ms);

#endif
