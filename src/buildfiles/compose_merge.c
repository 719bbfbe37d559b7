/*
 * compose_merge.c: lays one part of a Compose file over another, as Compose does: maps member by
 * member, lists one behind the other, and what is not to be mixed replaced. It changes no node.
 */
#include "config.h"

#include "compose_internal.h"

#include <string.h>

#include "base/words.h"

#define WHERE_MAX 128

struct merging {
	struct arena *arena;
	size_t *budget; /* steps that may still be taken */
};

/* Keys of a service that are maps or lists of NAME=value, whichever the author likes. */
static bool
is_mapping_or_list(const char *where)
{
	static const char *const keys[] = { "environment", "labels", "annotations", "sysctls",
		"extra_hosts", "build.args", "build.labels", "build.extra_hosts",
		"build.additional_contexts", "deploy.labels", "dns", "dns_opt", "dns_search",
		"env_file", "tmpfs", "label_file", NULL };

	return is_one_of(where, keys);
}

static bool
is_replaced(const char *where)
{
	static const char *const keys[] = { "command", "entrypoint", "healthcheck.test", NULL };

	return is_one_of(where, keys) || strncmp(where, "ulimits.", 8) == 0;
}

static bool
has_tag(const struct yaml *v, const char *tag)
{
	return v != NULL && v->tag != NULL && strcmp(v->tag, tag) == 0;
}

/* Members are looked for one by one, so that two large maps cost more than they are long. */
static void
spend(struct merging *m, size_t steps)
{
	*m->budget -= steps < *m->budget ? steps : *m->budget;
}

static struct yaml *
like(struct merging *m, const struct yaml *from, enum yaml_kind kind, size_t n)
{
	struct yaml *node = arena_alloc(m->arena, sizeof *node);

	*node = (struct yaml){ .kind = kind,
		.source = from->source,
		.line = from->line,
		.column = from->column,
		.text = "",
		.visited = true };
	if (kind == YAML_LIST)
		node->items = arena_alloc(m->arena, (n + 1) * sizeof *node->items);
	else if (kind == YAML_MAP)
		node->members = arena_alloc(m->arena, (n + 1) * sizeof *node->members);
	spend(m, n);
	return node;
}

/* The member NAME: value as the item NAME=value, which stands where the name stands. */
static struct yaml *
as_item(struct merging *m, const struct yaml *map, const struct yaml_member *member)
{
	const struct yaml *v = member->value;
	struct yaml *item = arena_alloc(m->arena, sizeof *item);
	bool nothing = yaml_is_null(v);

	*item = *v;
	item->source = v->source != NULL ? v->source : map->source;
	item->line = member->line;
	item->column = member->column;
	item->plain = false;
	item->tag = NULL;
	if (v->kind == YAML_SCALAR) {
		item->text =
		    nothing ? member->key : arena_printf(m->arena, "%s=%s", member->key, v->text);
		if (v->written != NULL)
			item->written = arena_printf(m->arena, "%s=%s", member->key, v->written);
	}
	return item;
}

static struct yaml *
as_list(struct merging *m, struct yaml *v)
{
	struct yaml *list;

	if (v->kind == YAML_LIST)
		return v;
	list = like(m, v, YAML_LIST, v->kind == YAML_MAP ? v->n : 1);
	if (v->kind == YAML_SCALAR) {
		if (!yaml_is_null(v))
			list->items[list->n++] = v;
		return list;
	}
	for (size_t i = 0; i < v->n; i++)
		list->items[list->n++] = as_item(m, v, &v->members[i]);
	return list;
}

/* networks: [a, b] says no more than networks: {a: , b: }. */
static struct yaml *
as_map(struct merging *m, struct yaml *v)
{
	struct yaml *map;

	if (v->kind != YAML_LIST)
		return v;
	map = like(m, v, YAML_MAP, v->n);
	for (size_t i = 0; i < v->n; i++) {
		struct yaml *item = v->items[i], *nothing = like(m, item, YAML_SCALAR, 0);

		nothing->plain = true;
		if (item->kind == YAML_SCALAR)
			map->members[map->n++] =
			    (struct yaml_member){ item->text, item->line, item->column, nothing };
	}
	return map;
}

/* NAME of NAME=value: a later value of one name replaces the earlier one. */
static size_t
name_length(const char *text)
{
	return strcspn(text, "=");
}

static bool
same_name(const struct yaml *a, const struct yaml *b)
{
	return a->kind == YAML_SCALAR && b->kind == YAML_SCALAR &&
	       name_length(a->text) == name_length(b->text) &&
	       strncmp(a->text, b->text, name_length(a->text)) == 0;
}

static struct yaml *
append(struct merging *m, struct yaml *base, struct yaml *over, bool by_name)
{
	struct yaml *list = like(m, over, YAML_LIST, base->n + over->n);

	spend(m, by_name ? base->n * over->n : 0);
	for (size_t i = 0; i < base->n; i++) {
		bool replaced = false;

		for (size_t k = 0; by_name && *m->budget > 0 && k < over->n && !replaced; k++)
			replaced = same_name(base->items[i], over->items[k]);
		if (!replaced)
			list->items[list->n++] = base->items[i];
	}
	for (size_t i = 0; i < over->n; i++)
		list->items[list->n++] = over->items[i];
	return list;
}

static struct yaml *merge(
    struct merging *m, struct yaml *base, struct yaml *over, const char *where);

static const char *
below(struct merging *m, const char *where, const char *key)
{
	/* Outside of services, and far down in them, no rule depends on the place. */
	if (strlen(where) + strlen(key) + 2 > WHERE_MAX)
		return "?";
	if (strcmp(where, "!services") == 0)
		return "";
	if (where[0] == '!')
		return strcmp(key, "services") == 0 ? "!services" : "?";
	return *where == '\0' ? key : arena_printf(m->arena, "%s.%s", where, key);
}

static struct yaml *
merge_maps(struct merging *m, struct yaml *base, struct yaml *over, const char *where)
{
	struct yaml *map = like(m, over, YAML_MAP, base->n + over->n);

	spend(m, 2 * base->n * over->n);
	for (size_t i = 0; i<base->n && * m->budget> 0; i++) {
		struct yaml_member member = base->members[i];
		const struct yaml_member *other = yaml_member(over, member.key);

		if (other != NULL) {
			member = *other;
			if (strncmp(member.key, "x-", 2) != 0)
				member.value = merge(m, base->members[i].value, other->value,
				    below(m, where, member.key));
		}
		if (!has_tag(member.value, "!reset"))
			map->members[map->n++] = member;
	}
	for (size_t i = 0; i<over->n && * m->budget> 0; i++) {
		if (yaml_member(base, over->members[i].key) == NULL &&
		    !has_tag(over->members[i].value, "!reset"))
			map->members[map->n++] = over->members[i];
	}
	return map;
}

/* Options of another driver have no meaning for this one. */
static bool
other_driver(const struct yaml *base, const struct yaml *over)
{
	struct fact_str a = yaml_str(yaml_get(base, "driver")),
			b = yaml_str(yaml_get(over, "driver"));

	return a.seen == SEEN && b.seen == SEEN && strcmp(a.v, b.v) != 0;
}

static struct yaml *
merge(struct merging *m, struct yaml *base, struct yaml *over, const char *where)
{
	if (has_tag(over, "!reset") || has_tag(over, "!override") || *m->budget == 0)
		return over;
	if (yaml_is_null(over) || base == over)
		return base;
	if (yaml_is_null(base) || is_replaced(where))
		return over;
	if (is_mapping_or_list(where))
		return append(m, as_list(m, base), as_list(m, over), true);
	if (strcmp(where, "networks") == 0) {
		base = as_map(m, base);
		over = as_map(m, over);
	}
	if (base->kind != over->kind || base->kind == YAML_SCALAR ||
	    (strcmp(where, "logging") == 0 && other_driver(base, over)))
		return over;
	if (base->kind == YAML_LIST)
		return append(m, base, over, false);
	return merge_maps(m, base, over, where);
}

struct yaml *
compose_merge_service(struct arena *a, struct yaml *base, struct yaml *over, size_t *budget)
{
	struct merging m = { a, budget };

	return merge(&m, base, over, "");
}

struct yaml *
compose_merge_file(struct arena *a, struct yaml *base, struct yaml *over, size_t *budget)
{
	struct merging m = { a, budget };

	return merge(&m, base, over, "!");
}
