/*
 * catalogue.c: the list of sections, and look-up by the names that people use. A new section is
 * one line here; a new check is one row in its section's file.
 */
#include "config.h"

#include "check.h"

#include <string.h>
#include <strings.h>

const struct section *const catalogue[] = {
	&section_host,
	&section_daemon,
	&section_files,
	&section_images,
	&section_runtime,
	&section_swarm,
	NULL,
};

/* "check_5_4", "check_5.4" and "5.4" are one name: dbs wrote the first two. */
static bool
same_id(const char *name, const char *id)
{
	if (strncasecmp(name, "check_", 6) == 0)
		name += 6;
	for (; *name != '\0' && *id != '\0'; name++, id++) {
		if (*name != *id && !(*name == '_' && *id == '.'))
			return false;
	}
	return *name == *id;
}

const struct check *
catalogue_find(const char *name)
{
	for (const struct section *const *s = catalogue; *s != NULL; s++) {
		for (size_t i = 0; i < (*s)->n; i++) {
			if (same_id(name, (*s)->checks[i].id))
				return &(*s)->checks[i];
		}
	}
	return NULL;
}

const struct section *
catalogue_section_of(const struct check *check)
{
	for (const struct section *const *s = catalogue; *s != NULL; s++) {
		for (size_t i = 0; i < (*s)->n; i++) {
			if (&(*s)->checks[i] == check)
				return *s;
		}
	}
	return NULL;
}

const char *
scope_name(enum scope scope)
{
	static const char *const names[] = {
		[SCOPE_HOST] = "host",
		[SCOPE_DAEMON] = "daemon",
		[SCOPE_FILE] = "file",
		[SCOPE_CONTAINER] = "container",
		[SCOPE_IMAGE] = "image",
		[SCOPE_NETWORK] = "network",
		[SCOPE_VOLUME] = "volume",
		[SCOPE_SWARM] = "swarm",
	};

	return names[scope];
}
