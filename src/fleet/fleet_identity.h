/*
 * fleet_identity.h: whose a report is. The host's name is not enough: clones share it. Docker has an
 * id of each engine; Podman has none, and there the machine's id and the address tell. What tells
 * neither, such as a scan of a Podman that is elsewhere, is nobody else's.
 */
#ifndef DOCKASSAY_FLEET_IDENTITY_H
#define DOCKASSAY_FLEET_IDENTITY_H

#include <stdbool.h>

/* Strings are never NULL; "" where the report does not tell. */
struct identity {
	const char *host, *engine_id, *machine_id, *endpoint;
	const char *sha256; /* of the report: what tells nothing is at least not the same file twice */
};

/* An order of them, in which the same one is 0. */
int identity_compare(const struct identity *x, const struct identity *y);

/* Are they surely of the same engine? What only one of them tells does not part them. */
bool identity_is_same(const struct identity *x, const struct identity *y);

/* Could they be? The host's name is the same, and nothing that both tell differs. */
bool identity_may_be_same(const struct identity *x, const struct identity *y);

/* Does it tell whose it is? Reports of build files are of no engine, and each stands for itself. */
bool identity_is_known(const struct identity *x);

#endif
