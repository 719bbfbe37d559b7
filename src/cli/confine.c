/*
 * confine.c: from options to a sandbox. What an option reads or writes is told by the table of
 * options, so that a new one needs nothing here.
 */
#include "config.h"

#include "confine.h"

#include <string.h>

#include "base/arena.h"
#include "base/output.h"
#include "engine/endpoint.h"

struct paths {
	struct arena *arena;
	size_t n, cap;
	const char **v;
};

static void
add(struct paths *p, const char *path)
{
	p->v = arena_grow(p->arena, p->v, p->n, &p->cap, sizeof *p->v);
	p->v[p->n++] = path;
}

/* "sarif:out.sarif" writes out.sarif. */
static const char *
path_in(const struct option_row *row, const char *value)
{
	const char *colon = strcmp(row->arg, "FORMAT:FILE") == 0 ? strchr(value, ':') : NULL;

	return colon != NULL && colon != value ? colon + 1 : value;
}

static void
add_paths(const struct options *o, struct paths *reads, struct paths *writes)
{
	for (size_t i = 0; option_row(i) != NULL; i++) {
		const struct option_row *row = option_row(i);
		const char *const *values;
		size_t n = option_values(o, row, &values);

		if (row->arg == NULL ||
		    (strcmp(row->arg, "FORMAT:FILE") != 0 && strcmp(row->arg, "FILE") != 0 &&
			strcmp(row->arg, "DIR") != 0))
			continue;
		for (size_t k = 0; k < n; k++)
			add(option_is_output(row) ? writes : reads, path_in(row, values[k]));
	}
	/* What standard input names to merge may lie anywhere. */
	for (size_t i = 0; i < o->n_args; i++)
		add(reads,
		    strcmp(o->command, "merge") == 0 && strcmp(o->args[i], "-") == 0 ? "/"
										     : o->args[i]);
}

/* A context that cannot be read is told later, by whoever needs it. */
static bool
is_ssh(const struct options *o, struct arena *a)
{
	struct endpoint_options eo = { .host = o->host, .context = o->context };
	struct endpoint e;
	struct err ignored;

	return endpoint_resolve(a, &eo, &e, &ignored) == 0 && e.address != NULL &&
	       strncmp(e.address, "ssh://", 6) == 0;
}

void
confine(struct sandbox *s, const struct options *o, enum command_kind kind)
{
	struct arena *a = arena_new();
	struct paths reads = { .arena = a }, writes = { .arena = a };
	struct sandbox_plan plan = { .off = o->no_sandbox };
	bool builds = o->n_dockerfiles + o->n_compose_files > 0;

	if (kind == COMMAND_SCANS && o->from == NULL) {
		/* Build files lead to others, which may lie anywhere. */
		plan.asks_engine = true;
		plan.starts_programs = !builds && is_ssh(o, a);
		plan.root = builds ? NULL : o->root != NULL ? o->root : "/";
	}
	add_paths(o, &reads, &writes);
	plan.reads = reads.v;
	plan.n_reads = reads.n;
	plan.writes = writes.v;
	plan.n_writes = writes.n;
	sandbox_enter(s, &plan);
	arena_free(a);
}
