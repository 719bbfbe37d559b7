/*
 * guarded.h: directories whose files act with the engine's rights. One list for who reads them and
 * for who judges them.
 */
#ifndef DOCKASSAY_GUARDED_H
#define DOCKASSAY_GUARDED_H

/* Where Compose says of a container which files it was made from. */
#define COMPOSE_FILES_LABEL "com.docker.compose.project.config_files"

#define COMPOSE_FILES_MAX 256 /* that are looked at */

/* Plugins, device specifications, NRI and command line plugins; NULL-terminated. */
extern const char *const guarded_dirs[];

#endif
