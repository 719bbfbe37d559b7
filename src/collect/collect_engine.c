/*
 * collect_engine.c: which engine is asked, and over which connection. It may not ask it anything
 * but whether it is there.
 */
#include "config.h"

#include "collect_internal.h"

#include <stdlib.h>

#include "engine/engine_find.h"

#define BODY_MAX ((size_t)64 << 20) /* of one answer */

void
collector_tell(const struct collector *c, const char *note)
{
	if (c->options->tell != NULL && note != NULL && note[0] != '\0')
		c->options->tell(note);
}

static int
find(struct collector *c, struct endpoint *e, struct err *err)
{
	const char *passed_over;

	e->address = engine_find(c->arena, c->options->root, c->in_container, &passed_over, err);
	e->said_by = "found";
	if (e->address == NULL)
		return -1;
	if (passed_over[0] != '\0')
		collector_tell(c, arena_printf(c->arena, "%s is scanned; passed over: %s",
				      e->address, passed_over));
	return 0;
}

int
collector_connect(struct collector *c, struct err *err)
{
	const struct collect_options *o = c->options;
	const char *version = getenv("DOCKER_API_VERSION");
	struct engine_options eo = {
		.api_version = version != NULL && version[0] != '\0' ? version : NULL,
		.request_timeout_ms = o->request_timeout_ms ? o->request_timeout_ms : 10000,
		.total_timeout_ms = o->total_timeout_ms ? o->total_timeout_ms : 300000,
		.body_max = BODY_MAX,
		.connections = o->connections,
	};
	struct endpoint e;

	if (endpoint_resolve(c->arena, &o->endpoint, &e, err) < 0 ||
	    (e.address == NULL && find(c, &e, err) < 0))
		return -1;
	c->connection = connection_new(&e, (eo.request_timeout_ms + 999) / 1000, err);
	if (c->connection == NULL)
		return -1;
	collector_tell(c, connection_weakness(c->connection));
	eo.connection = c->connection;
	c->engine = engine_new(&eo, err);
	return c->engine != NULL ? 0 : -1;
}

void
collector_disconnect(struct collector *c)
{
	engine_free(c->engine);
	connection_free(c->connection);
}
