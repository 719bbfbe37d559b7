/*
 * embedded_find.c: finds a file that is built in.
 */
#include "config.h"

#include "embedded.h"

#include <string.h>

const struct embedded *
embedded_find(const char *name)
{
	for (const struct embedded *e = embedded; e->name != NULL; e++) {
		if (strcmp(e->name, name) == 0)
			return e;
	}
	return NULL;
}
