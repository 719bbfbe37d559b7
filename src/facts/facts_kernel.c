/*
 * facts_kernel.c: decodes what the running kernel says of itself, and the surveys of the host's
 * files. It may not judge them.
 */
#include "config.h"

#include "facts_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void
malformed(struct origin *origin)
{
	origin->state = DOC_FAILED;
	origin->problem = "the document is malformed";
}

/* ---- three-valued texts --------------------------------------------------------------------- */

static struct kernel_text
text_of(struct facts *f, const cJSON *item)
{
	struct kernel_text t = { .name = arena_strdup(f->arena, item->string), .problem = "" };
	struct fact_str problem = json_str(f->arena, item, "problem");

	if (cJSON_IsString(item)) {
		t.value = (struct fact_str){ SEEN, arena_strdup(f->arena, item->valuestring) };
	} else if (cJSON_IsNull(item)) {
		t.value.seen = ABSENT;
	} else {
		t.malformed = problem.seen != SEEN;
		t.problem = t.malformed ? "is not as expected" : problem.v;
	}
	return t;
}

static void
decode_texts(struct facts *f, struct kernel_texts *texts, const cJSON *json)
{
	const cJSON *item;
	struct kernel_text *v;

	if (!cJSON_IsObject(json)) {
		malformed(&texts->origin);
		return;
	}
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(json) + 1));
	cJSON_ArrayForEach (item, json)
		v[texts->n++] = text_of(f, item);
	texts->v = v;
}

const struct kernel_text *
kernel_text(const struct kernel_texts *texts, const char *name)
{
	static const struct kernel_text none = { "", { UNSEEN, NULL }, "was not collected", false };

	for (size_t i = 0; i < texts->n; i++) {
		if (strcmp(texts->v[i].name, name) == 0)
			return &texts->v[i];
	}
	return &none;
}

struct fact_int
kernel_number(const struct kernel_text *t)
{
	struct fact_int fact = { t->value.seen, 0 };
	char *end;

	if (fact.seen != SEEN)
		return fact;
	errno = 0;
	fact.v = strtoll(t->value.v, &end, 10);
	if (end == t->value.v || *end != '\0' || errno != 0)
		fact.seen = UNSEEN;
	return fact;
}

void
decode_sys(struct facts *f, const cJSON *json)
{
	struct kernel_texts *settings = &f->host.kernel.settings;

	decode_texts(f, settings, json);
	f->host.unprivileged_port_start =
	    kernel_number(kernel_text(settings, "net.ipv4.ip_unprivileged_port_start"));
}

void
decode_security(struct facts *f, const cJSON *json)
{
	decode_texts(f, &f->host.kernel.security, json);
}

/* ---- modules, swap, clock, space ------------------------------------------------------------ */

void
decode_modules(struct facts *f, const cJSON *json)
{
	struct kernel_facts *k = &f->host.kernel;
	const cJSON *item;
	const char **names;
	size_t n = 0;

	if (!cJSON_IsArray(json)) {
		malformed(&k->modules_origin);
		return;
	}
	names = arena_alloc(f->arena, sizeof *names * (size_t)(cJSON_GetArraySize(json) + 1));
	cJSON_ArrayForEach (item, json) {
		if (!cJSON_IsString(item)) {
			malformed(&k->modules_origin);
			return;
		}
		names[n++] = arena_strdup(f->arena, item->valuestring);
	}
	k->modules = (struct fact_list){ SEEN, n, names };
}

void
decode_swaps(struct facts *f, const cJSON *json)
{
	struct kernel_facts *k = &f->host.kernel;
	const cJSON *item;
	struct swap *v;

	if (!cJSON_IsArray(json)) {
		malformed(&k->swaps_origin);
		return;
	}
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(json) + 1));
	cJSON_ArrayForEach (item, json)
		v[k->n_swaps++] = (struct swap){ .path = json_text(f->arena, item, "path"),
			.type = json_text(f->arena, item, "type"),
			.in_memory = json_bool(item, "memory"),
			.encrypted = json_bool(item, "encrypted") };
	k->swaps = v;
}

void
decode_clock(struct facts *f, const cJSON *json)
{
	f->host.kernel.synchronised = json_bool(json, "synchronised");
	f->host.kernel.max_error_us = json_int(json, "max_error_us");
}

void
decode_space(struct facts *f, const cJSON *json)
{
	struct space_facts *s = &f->host.space;

	s->path = json_str(f->arena, json, "path");
	s->block_size = json_int(json, "block_size");
	s->blocks = json_int(json, "blocks");
	s->blocks_available = json_int(json, "blocks_available");
	s->inodes = json_int(json, "inodes");
	s->inodes_free = json_int(json, "inodes_free");
}

/* ---- surveys -------------------------------------------------------------------------------- */

void
decode_sockets(struct facts *f, const cJSON *json)
{
	f->host.sockets_read = json_list(f->arena, json, "read");
	f->host.sockets_unreadable = json_list(f->arena, json, "unreadable");
}

void
decode_startup(struct facts *f, const cJSON *json)
{
	struct startup_facts *s = &f->host.startup;
	const cJSON *lines = json_at(json, "lines", NULL), *item;
	struct startup_line *v;

	s->files = json_int(json, "files");
	s->unreadable = json_list(f->arena, json, "unreadable");
	if (!cJSON_IsArray(lines) || s->files.seen != SEEN || s->unreadable.seen != SEEN) {
		malformed(&s->origin);
		return;
	}
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(lines) + 1));
	cJSON_ArrayForEach (item, lines)
		v[s->n_lines++] = (struct startup_line){ .path = json_text(f->arena, item, "path"),
			.text = json_text(f->arena, item, "text"),
			.line = json_int(item, "line").v };
	s->lines = v;
}

void
decode_firewall(struct facts *f, const cJSON *json)
{
	struct firewall_facts *w = &f->host.firewall;

	w->ufw = json_str(f->arena, json, "ufw");
	w->strict_forward_ports = json_str(f->arena, json, "strict_forward_ports");
	w->docker_user = json_list(f->arena, json, "docker_user");
	w->unreadable = json_list(f->arena, json, "unreadable");
	if (!cJSON_IsObject(json))
		malformed(&w->origin);
}

void
decode_packages(struct facts *f, const cJSON *json)
{
	struct package_facts *p = &f->host.packages;
	const cJSON *list = json_at(json, "packages", NULL), *item;
	struct package *v;

	p->managers = json_list(f->arena, json, "managers");
	p->unreadable = json_list(f->arena, json, "unreadable");
	if (!cJSON_IsArray(list) || p->managers.seen != SEEN || p->unreadable.seen != SEEN) {
		malformed(&p->origin);
		return;
	}
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(list) + 1));
	cJSON_ArrayForEach (item, list)
		v[p->n++] = (struct package){ .manager = json_text(f->arena, item, "manager"),
			.name = json_text(f->arena, item, "name"),
			.version = json_text(f->arena, item, "version"),
			.maintainer = json_text(f->arena, item, "maintainer"),
			.program = json_text(f->arena, item, "program") };
	p->v = v;
}
