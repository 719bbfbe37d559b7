/*
 * collect_wanted.c: leaves containers that the selection does not want uninspected, and asks for
 * those of them after all whose namespaces a wanted one shares: what is true of it depends on them.
 * It may not select.
 */
#include "config.h"

#include <stdlib.h>
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

static int
compare_ids(const void *a, const void *b)
{
	return strcmp((*(struct unwanted *const *)a)->id, (*(struct unwanted *const *)b)->id);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp((*(struct unwanted *const *)a)->name, (*(struct unwanted *const *)b)->name);
}

/* The same containers twice, in two orders. */
struct unwanted_index {
	size_t n;
	struct unwanted **by_id, **by_name;
};

static struct unwanted_index
index_unwanted(struct collector *c)
{
	size_t n = c->shared.n > 0 ? c->n_unwanted : 0;
	struct unwanted_index x = { n, arena_alloc(c->arena, (n + 1) * sizeof *x.by_id),
		arena_alloc(c->arena, (n + 1) * sizeof *x.by_name) };

	for (size_t i = 0; i < n; i++)
		x.by_id[i] = x.by_name[i] = &c->unwanted[i];
	if (n > 1) {
		qsort(x.by_id, n, sizeof *x.by_id, compare_ids);
		qsort(x.by_name, n, sizeof *x.by_name, compare_names);
	}
	return x;
}

/* The first one, by id, that is not before this beginning of one; n: none. */
static size_t
first_with(const struct unwanted_index *x, const char *beginning)
{
	size_t from = 0, to = x->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(x->by_id[middle]->id, beginning) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* By name, id, or the beginning of one, as the engine takes it; NULL: it is none of them. */
static struct unwanted *
find_unwanted(const struct unwanted_index *x, const char *wanted)
{
	struct unwanted key = { .name = wanted }, *k = &key, **named;
	size_t n = strlen(wanted), at;

	if (x->n == 0)
		return NULL;
	named = bsearch(&k, x->by_name, x->n, sizeof *x->by_name, compare_names);
	if (named != NULL)
		return *named;
	at = first_with(x, wanted);
	if (at == x->n || strncmp(x->by_id[at]->id, wanted, n) != 0 ||
	    (n < 12 && x->by_id[at]->id[n] != '\0'))
		return NULL;
	return x->by_id[at];
}

int
collect_shared(struct collector *c, struct err *err)
{
	struct unwanted_index index = index_unwanted(c);

	for (size_t next = 0; next < c->shared.n;) {
		struct path_list paths = { 0 };

		for (; next < c->shared.n; next++) {
			struct unwanted *u = find_unwanted(&index, c->shared.v[next]);

			if (u == NULL || u->asked)
				continue;
			u->asked = true;
			collector_append(
			    c, &paths, arena_printf(c->arena, "/containers/%s/json", u->id));
		}
		if (collector_get_all(c, &paths, err) < 0)
			return -1;
	}
	return 0;
}
