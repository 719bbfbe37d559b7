/*
 * collect_wanted.c: leaves containers that the selection does not want uninspected, and asks for
 * those of them after all whose namespaces a wanted one shares: what is true of it depends on them.
 * It may not select.
 */
#include "config.h"

#include <string.h>

#include "collect_internal.h"
#include "facts/facts_internal.h"
#include "syntax/json.h"

static bool
is_inspected(const struct collector *c, const struct container *listed)
{
	return c->options->wants == NULL || c->options->wants(c->options->wants_ctx, listed);
}

bool
collector_leaves_out(struct collector *c, const cJSON *item)
{
	struct container listed = { 0 };

	decode_listed_container(c->arena, item, &listed);
	if (is_inspected(c, &listed))
		return false;
	c->unwanted =
	    arena_grow(c->arena, c->unwanted, c->n_unwanted, &c->cap_unwanted, sizeof *c->unwanted);
	c->unwanted[c->n_unwanted++] = (struct unwanted){ listed.id, listed.name, false };
	return true;
}

void
note_shared(struct collector *c, const cJSON *container)
{
	static const char *const modes[] = { "HostConfig.NetworkMode", "HostConfig.PidMode",
		"HostConfig.IpcMode" };
	static const char prefix[] = "container:";

	for (size_t i = 0; c->n_unwanted > 0 && i < sizeof modes / sizeof modes[0]; i++) {
		const char *mode = json_text(c->arena, container, modes[i]);

		if (strncmp(mode, prefix, sizeof prefix - 1) == 0)
			collector_append(c, &c->shared, mode + sizeof prefix - 1);
	}
}

/* By id, the beginning of one, or name: as the engine takes it. */
static bool
is_called(const struct unwanted *u, const char *wanted)
{
	size_t n = strlen(wanted);

	return strcmp(u->id, wanted) == 0 || strcmp(u->name, wanted) == 0 ||
	       (n >= 12 && strncmp(u->id, wanted, n) == 0);
}

int
collect_shared(struct collector *c, struct err *err)
{
	for (size_t next = 0; next < c->shared.n;) {
		struct path_list paths = { 0, 0, NULL };

		for (; next < c->shared.n; next++) {
			for (size_t i = 0; i < c->n_unwanted; i++) {
				struct unwanted *u = &c->unwanted[i];

				if (u->asked || !is_called(u, c->shared.v[next]))
					continue;
				u->asked = true;
				collector_append(c, &paths,
				    arena_printf(c->arena, "/containers/%s/json", u->id));
			}
		}
		if (collector_get_all(c, &paths, err) < 0)
			return -1;
	}
	return 0;
}
