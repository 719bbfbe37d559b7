/*
 * locality.h: are the files that can be read here those of the engine's host? An address does not
 * tell: a socket may be forwarded from elsewhere, and "/" may be a container's. What the engine
 * says of itself is held against what is seen here, and a contradiction decides. Without any, one
 * piece of evidence has to show that it is here, or somebody says so.
 */
#ifndef DOCKASSAY_LOCALITY_H
#define DOCKASSAY_LOCALITY_H

#include <stdbool.h>

#include "base/arena.h"

enum locality {
	HOST_IS_HERE,
	HOST_IS_ELSEWHERE, /* its files have no meaning here: SKIP */
	HOST_IS_HIDDEN,	   /* around this container, or nothing shows whose files these are: ERROR */
};

/* "" where something is not known. */
struct locality_evidence {
	const char *root;	 /* "/" or what --root said */
	bool root_is_said;	 /* somebody vouches for it */
	bool address_is_here;	 /* a UNIX socket, or a loopback address */
	bool engine_is_seen;	 /* the process behind the socket, by its name */
	bool in_container;	 /* this program is */
	bool root_is_no_mount;	 /* the root is in the same mount as "/" */
	bool engine_has_our_mounts; /* the engine is in the same mount namespace */
	const char *name, *kernel, *id; /* the engine's: GET /info */
	const char *our_name, *our_kernel; /* uname(2) */
	const char *id_here;	 /* engine-id below the root, where the engine says its data is */
};

/* *why is "" where the host is here. */
enum locality locality_of(struct arena *a, const struct locality_evidence *e, const char **why);

#endif
