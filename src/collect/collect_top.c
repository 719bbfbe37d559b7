/*
 * collect_top.c: what runs in containers. On the engine's own host /proc tells it for all of them
 * at once; the engine, which starts a ps(1) for each (Podman in the container), is asked for those
 * of whom /proc does not prove it. It may not judge a process.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "collect_internal.h"
#include "base/text.h"
#include "host/host_proc.h"
#include "syntax/json.h"

void
note_place(struct collector *c, const cJSON *container)
{
	struct fact_int pid = json_int(container, "State.Pid");

	if ((c->options->needs & NEEDS_TOP) == 0)
		return;
	c->places = arena_grow(c->arena, c->places, c->n_places, &c->cap_places, sizeof *c->places);
	c->places[c->n_places++] =
	    (struct container_place){ .id = json_text(c->arena, container, "Id"),
		    .runtime = json_text(c->arena, container, "HostConfig.Runtime"),
		    .pid_mode = json_text(c->arena, container, "HostConfig.PidMode"),
		    .first_pid = pid.seen == SEEN ? pid.v : 0 };
}

int
collect_processes(struct collector *c, struct process_list *list, struct err *err)
{
	struct arena *a;
	struct document doc;
	struct err ignored;
	cJSON *json;
	int result;

	if (c->told_processes)
		return 0;
	c->told_processes = true;
	a = arena_new();
	doc = proc_processes(c->host, a, &c->masker);
	if (list != NULL && doc.state == DOC_OK) {
		json = json_parse(doc.body, doc.len, &ignored);
		*list = process_list_decode(c->arena, json);
		cJSON_Delete(json);
	}
	result = collector_emit(c, &doc, err);
	arena_free(a);
	return result;
}

static bool
is_proven(struct collector *c, const struct process_list *list, const char *id)
{
	const struct container_place key = { .id = id };
	const struct container_place *place =
	    c->n_places == 0
		? NULL
		: bsearch(&key, c->places, c->n_places, sizeof *c->places, text_compare);

	return place != NULL && process_list_of(list, c->arena, place) != NULL;
}

int
collect_top(struct collector *c, struct err *err)
{
	struct process_list list = { .whole = false };
	struct path_list asked = { 0 };

	if (c->running.n > 0 && c->locality == HOST_IS_HERE && collect_processes(c, &list, err) < 0)
		return -1;
	if (c->n_places > 1)
		qsort(c->places, c->n_places, sizeof *c->places, text_compare);
	for (size_t i = 0; i < c->running.n; i++) {
		if (!is_proven(c, &list, c->running.v[i]))
			collector_append(c, &asked,
			    arena_printf(c->arena, "/containers/%s/top", c->running.v[i]));
	}
	return collector_get_all(c, &asked, err);
}
