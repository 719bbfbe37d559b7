/*
 * fleet_identity.c: compares what reports tell of their engine and its host. It may not guess.
 */
#include "config.h"

#include "fleet_identity.h"

#include <string.h>

/* Without the engine's own id: another socket of the same machine is another engine, such as a
 * user's. */
static bool
is_known_by_machine(const struct identity *x)
{
	return x->machine_id[0] != '\0' && x->endpoint[0] != '\0';
}

int
identity_compare(const struct identity *x, const struct identity *y)
{
	int order = strcmp(x->host, y->host);

	if (order == 0)
		order = strcmp(x->engine_id, y->engine_id);
	if (order == 0)
		order = strcmp(x->machine_id, y->machine_id);
	if (order != 0 || x->engine_id[0] != '\0')
		return order;
	order = strcmp(x->endpoint, y->endpoint);
	return order != 0 || is_known_by_machine(x) ? order : strcmp(x->sha256, y->sha256);
}

static bool
differ(const char *x, const char *y)
{
	return x[0] != '\0' && y[0] != '\0' && strcmp(x, y) != 0;
}

bool
identity_may_be_same(const struct identity *x, const struct identity *y)
{
	return strcmp(x->host, y->host) == 0 && !differ(x->engine_id, y->engine_id) &&
	       !differ(x->machine_id, y->machine_id) &&
	       (x->endpoint[0] == '\0') == (y->endpoint[0] == '\0');
}

bool
identity_is_same(const struct identity *x, const struct identity *y)
{
	if (!identity_may_be_same(x, y))
		return false;
	if (x->engine_id[0] != '\0' || y->engine_id[0] != '\0')
		return strcmp(x->engine_id, y->engine_id) == 0;
	return is_known_by_machine(x) && strcmp(x->machine_id, y->machine_id) == 0 &&
	       strcmp(x->endpoint, y->endpoint) == 0;
}

bool
identity_is_known(const struct identity *x)
{
	return x->endpoint[0] == '\0' || x->engine_id[0] != '\0' || is_known_by_machine(x);
}
