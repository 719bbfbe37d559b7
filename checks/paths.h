/*
 * paths.h: where this engine's files are, as its facts say.
 */
#ifndef DOCKASSAY_PATHS_H
#define DOCKASSAY_PATHS_H

#include "judge.h"

enum place {
	PLACE_DOCKERD, PLACE_CONTAINERD, PLACE_SHIM, PLACE_SHIM_V1, PLACE_SHIM_V2, PLACE_RUNC,
	PLACE_DATA_ROOT, PLACE_RUN_CONTAINERD, PLACE_ETC_DOCKER, PLACE_SERVICE, PLACE_SOCKET_UNIT,
	PLACE_API_SOCKETS, PLACE_CONTAINERD_SOCKET, PLACE_DEFAULT, PLACE_SYSCONFIG, PLACE_DAEMON_JSON,
	PLACE_CONTAINERD_CONFIG, PLACE_CERTS, PLACE_TLS_CA, PLACE_TLS_CERT, PLACE_TLS_KEY,
};

struct places {
	size_t n, cap;
	const struct file_facts **v;
	const char *why_none;
};

/*
 * The files of a place. Of alternatives only those that are there, or could not be looked at.
 * None: why_none says why, unless nothing could be known (why_none NULL; the verdict is given).
 */
struct places find_places(struct judge *j, const struct facts *f, enum place place);

/* Is it the user of the daemon, root included? A rootless daemon's files are its user's own. */
bool is_daemon_user(const struct facts *f, int64_t uid);

/* A rule's kind of path: "%t/docker.sock" of a unit is /run/docker.sock. */
const char *unit_path(struct judge *j, const char *value);

/* The last value of a setting in force; NULL: not set. *known: whether that could be seen. */
const char *setting_in_force(const struct facts *f, const char *name, bool *known);

#endif
