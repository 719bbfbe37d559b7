/*
 * locality.c: decides by evidence whether the host's files are here. It may not gather any.
 */
#include "config.h"

#include "locality.h"

#include <string.h>

static bool
differ(const char *engine, const char *here)
{
	return engine[0] != '\0' && here[0] != '\0' && strcmp(engine, here) != 0;
}

/* The data root is found by its path: another engine's may be at the same one. */
static const char *
other_data(struct arena *a, const struct locality_evidence *e)
{
	return differ(e->id, e->id_here)
		   ? arena_printf(a,
			 "the files below %s are those of another engine's host: its id is not the "
			 "one that this engine has",
			 e->root)
		   : NULL;
}

static const char *
other_machine(struct arena *a, const struct locality_evidence *e)
{
	if (differ(e->kernel, e->our_kernel))
		return arena_printf(a,
		    "the engine is on another machine: its kernel is %s, and this one's is %s",
		    e->kernel, e->our_kernel);
	/* One that is seen may have been given another host name than ours. */
	if (!e->engine_is_seen && differ(e->name, e->our_name))
		return arena_printf(a,
		    "the engine is on another machine: its name is %s, and this one's is %s",
		    e->name, e->our_name);
	return other_data(a, e);
}

/* Many machines run the same kernel: it parts two, and shows nothing. */
static bool
is_shown(const struct locality_evidence *e)
{
	return e->root_is_said || e->engine_is_seen || e->engine_has_our_mounts ||
	       (e->name[0] != '\0' && strcmp(e->name, e->our_name) == 0) ||
	       (e->id[0] != '\0' && strcmp(e->id, e->id_here) == 0);
}

enum locality
locality_of(struct arena *a, const struct locality_evidence *e, const char **why)
{
	if (strcmp(e->root, "/") != 0 && e->in_container && e->root_is_no_mount) {
		/* What was mounted below it would be read, and all else seem not to be there. */
		*why = arena_printf(a,
		    "%s is a directory of this container, and not the host's root: start it with "
		    "-v /:%s:ro",
		    e->root, e->root);
		return HOST_IS_HIDDEN;
	} else if (strcmp(e->root, "/") != 0) {
		*why = other_data(a, e);
	} else if (e->in_container && !e->engine_has_our_mounts) {
		*why = "this runs in a container, whose files are not the host's: start it with -v "
		       "/:/host:ro --pid host, and --root /host";
		return HOST_IS_HIDDEN;
	} else if (!e->address_is_here && !e->root_is_said) {
		*why = "the engine is on another machine: run there, or use --root";
	} else {
		*why = other_machine(a, e);
	}
	if (*why != NULL)
		return HOST_IS_ELSEWHERE;
	if (strcmp(e->root, "/") == 0 && !is_shown(e)) {
		*why = "nothing shows that the engine is on this machine: it does not tell its "
		       "host's name, and no engine is seen behind its socket; where it is here, "
		       "--root / says so";
		return HOST_IS_HIDDEN;
	}
	*why = "";
	return HOST_IS_HERE;
}
