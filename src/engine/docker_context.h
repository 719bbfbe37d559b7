/*
 * docker_context.h: contexts as the docker command keeps them:
 *   DIR/config.json                        {"currentContext":"prod"}
 *   DIR/contexts/meta/ID/meta.json         {"Name":"prod","Endpoints":{"docker":
 *                                          {"Host":"tcp://...","SkipTLSVerify":false}}};
 *                                          ID is the name's SHA-256
 *   DIR/contexts/tls/ID/docker/{ca,cert,key}.pem
 */
#ifndef DOCKASSAY_DOCKER_CONTEXT_H
#define DOCKASSAY_DOCKER_CONTEXT_H

#include "endpoint.h"

/* $DOCKER_CONFIG, else ~/.docker; "" where there is neither. */
const char *docker_config_dir(struct arena *a);

/* *name becomes NULL where none is current. -1 (EXIT_USAGE): config.json cannot be understood. */
int docker_context_current(struct arena *a, const char *dir, const char **name, struct err *err);

/* Fills *e. -1 (EXIT_USAGE): there is no such context (with the near names), or it is broken. */
int docker_context_read(struct arena *a, const char *dir, const char *name, struct endpoint *e,
    struct err *err);

#endif
