/*
 * collect_operation.c: asks the engine for what is beside containers and images: exec sessions,
 * changed files, images that the list leaves out, past events. It may not judge answers.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "collect_internal.h"
#include "base/dates.h"
#include "base/text.h"
#include "syntax/json.h"

#define EXECS_MAX 4096 /* sessions asked for; a container has one or none */
#define MOUNTPOINTS_MAX 4096

void
note_operation(struct collector *c, const cJSON *container)
{
	struct fact_list execs = json_list(c->arena, container, "ExecIDs");
	const char *image = json_text(c->arena, container, "Image");

	for (size_t i = 0; i < execs.n && c->execs.n < EXECS_MAX; i++) {
		if (collector_safe_name(execs.v[i]))
			collector_append(
			    c, &c->execs, arena_printf(c->arena, "/exec/%s/json", execs.v[i]));
	}
	if (collector_safe_name(image))
		collector_append(
		    c, &c->used_images, arena_printf(c->arena, "/images/%s/json", image));
}

/* Where the engine keeps its own volumes on the host's disk. */
void
note_mountpoints(struct collector *c, const cJSON *volumes)
{
	const cJSON *list = json_at(volumes, "Volumes", NULL), *v;

	cJSON_ArrayForEach (v, list) {
		const char *path = json_text(c->arena, v, "Mountpoint");

		if (strcmp(json_text(c->arena, v, "Driver"), "local") == 0 && path[0] == '/' &&
		    c->mountpoints.n < MOUNTPOINTS_MAX)
			collector_append(c, &c->mountpoints, path);
	}
}

static void
sort(struct path_list *l)
{
	if (l->n > 1)
		qsort(l->v, l->n, sizeof *l->v, text_compare);
}

int
collect_used_images(struct collector *c, struct err *err)
{
	struct path_list listed = { 0 }, missing = { 0 };

	for (size_t i = 0; i < c->images.n; i++)
		collector_append(c, &listed, c->images.v[i]);
	sort(&listed);
	sort(&c->used_images);
	for (size_t i = 0; i < c->used_images.n; i++) {
		const char *path = c->used_images.v[i];

		if ((i > 0 && strcmp(path, c->used_images.v[i - 1]) == 0) ||
		    (listed.n > 0 &&
			bsearch(&path, listed.v, listed.n, sizeof path, text_compare) != NULL))
			continue;
		collector_append(c, &missing, path);
	}
	return collector_get_all(c, &missing, err);
}

static int
collect_changes(struct collector *c, struct err *err)
{
	struct path_list changes = { 0 };

	for (size_t i = 0; i < c->containers.n; i++)
		collector_append(c, &changes,
		    arena_printf(c->arena, "%.*s/changes",
			(int)(strlen(c->containers.v[i]) - strlen("/json")), c->containers.v[i]));
	return collector_get_all(c, &changes, err);
}

/*
 * The day that ends now, by the engine's own clock: with an end in the past the engine answers and
 * closes; it would otherwise go on telling what happens.
 */
static int
collect_events(struct collector *c, struct err *err)
{
	int64_t now;

	if (c->system_time == NULL || !date_parse(c->system_time, &now))
		now = (int64_t)time(NULL);
	return collector_get(c,
	    arena_printf(c->arena, "/events?since=%lld&until=%lld", (long long)(now - DAY_SECONDS),
		(long long)now),
	    err);
}

int
collect_operation(struct collector *c, struct err *err)
{
	unsigned needs = c->options->needs;

	if (needs & NEEDS_EXECS && collector_get_all(c, &c->execs, err) < 0)
		return -1;
	if (needs & NEEDS_CHANGES && collect_changes(c, err) < 0)
		return -1;
	return needs & NEEDS_EVENTS ? collect_events(c, err) : 0;
}

/* The routes of the engine's own network, which need not be this process's; the machine's maker. */
int
collect_surroundings(struct collector *c, struct err *err)
{
	struct document doc = { .name = "proc:routes",
		.from = arena_printf(
		    c->arena, "/proc/%ld/net/route", c->dockerd_pid > 0 ? c->dockerd_pid : 1L),
		.problem = "",
		.body = "" };
	char *text;
	int result;

	if ((c->options->needs & NEEDS_KERNEL) == 0)
		return 0;
	text = host_read(c->host, doc.from, HOST_FILE_MAX, &doc.len);
	if (text != NULL) {
		doc.body = text;
	} else {
		doc.state = errno == ENOENT			? DOC_NOT_HERE
			    : errno == EACCES || errno == EPERM ? DOC_DENIED
								: DOC_FAILED;
		doc.problem = doc.state == DOC_NOT_HERE ? "there is no /proc below this root"
							: strerror(errno);
		doc.len = 0;
	}
	result = collector_emit(c, &doc, err);
	free(text);
	if (result == 0) {
		doc =
		    host_file(c->host, c->arena, "/sys/class/dmi/id/sys_vendor", true, &c->masker);
		result = collector_emit(c, &doc, err);
	}
	return result;
}
