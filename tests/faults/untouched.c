/*
 * untouched.c: tells which verdicts a fault has to leave alone: by what their checks need, and by
 * whom they are about.
 */
#include "config.h"

#include "untouched.h"

#include <string.h>

#include "check.h"

/* What checks need that read an endpoint's answers, or those of what is asked for because of them.
 */
static const struct {
	const char *endpoint;
	unsigned needs;
	const char *kind; /* of the subject that an answer with an id is about */
} parts[] = {
	{ "GET /info", NEEDS_INFO | NEEDS_SWARM, NULL },
	{ "GET /containers/json", NEEDS_CONTAINERS | NEEDS_TOP | NEEDS_CHANGES | NEEDS_EXECS,
	    NULL },
	{ "GET /containers/*/json", NEEDS_CONTAINERS, "container " },
	{ "GET /containers/*/top", NEEDS_TOP, "container " },
	{ "GET /containers/*/changes", NEEDS_CHANGES, "container " },
	{ "GET /exec/*/json", NEEDS_EXECS, "container " },
	{ "GET /images/json", NEEDS_IMAGES | NEEDS_HISTORY | NEEDS_LAYERS | NEEDS_IMAGE_RELEASE,
	    NULL },
	{ "GET /images/*/json", NEEDS_IMAGES, "image " },
	{ "GET /images/*/history", NEEDS_HISTORY, "image " },
	{ "GET /networks", NEEDS_NETWORKS, NULL },
	{ "GET /networks/*", NEEDS_NETWORKS, "network " },
	{ "GET /volumes", NEEDS_VOLUMES, NULL },
	{ "GET /plugins", NEEDS_PLUGINS, NULL },
	{ "GET /swarm", NEEDS_SWARM, NULL },
	{ "GET /nodes", NEEDS_SWARM, NULL },
	{ "GET /services", NEEDS_SWARM, NULL },
	{ "GET /secrets", NEEDS_SWARM, NULL },
	{ "GET /configs", NEEDS_SWARM, NULL },
	{ "GET /system/df", NEEDS_USAGE, NULL },
	{ "GET /events", NEEDS_EVENTS, NULL },
};

static bool
has_part(const struct verdict *v, unsigned needs)
{
	const struct check *check = catalogue_find(v->check);

	/* "The scan saw the whole engine": that is about every answer. */
	return check == NULL || strcmp(check->id, "O-10") == 0 || (check->needs & needs) != 0;
}

void
untouched_hold(const struct verdicts *before, const struct verdicts *after, const char *endpoint,
    bool one, verdicts_wrong wrong, void *ctx)
{
	const char *victim = NULL, *kind;
	size_t e = 0;

	while (e < sizeof parts / sizeof parts[0] && strcmp(parts[e].endpoint, endpoint) != 0)
		e++;
	if (e == sizeof parts / sizeof parts[0])
		return;
	kind = one ? parts[e].kind : NULL;
	for (size_t i = 0; i < before->n; i++) {
		const struct verdict *was = &before->v[i], *is = verdicts_find(after, was);
		bool of_kind = kind != NULL && strncmp(was->subject, kind, strlen(kind)) == 0;

		if (is != NULL && is->status == was->status)
			continue;
		if (of_kind && victim == NULL)
			victim = was->subject;
		if (!has_part(was, parts[e].needs) ||
		    (of_kind && strcmp(was->subject, victim) != 0))
			wrong(ctx, was, is);
	}
}
