/*
 * confine.c: from options to a sandbox. What a run reads and writes is found by run_files.c, so
 * that a new option needs nothing here.
 */
#include "config.h"

#include "confine.h"

#include <string.h>

#include "base/arena.h"
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

static void
add_paths(const struct options *o, const struct run_files *files, struct paths *reads,
    struct paths *writes)
{
	for (size_t i = 0; i < files->n; i++) {
		const struct run_file *f = &files->v[i];

		if (!f->is_beside)
			add(f->is_written ? writes : reads, f->path);
	}
	/* What standard input names to merge may lie anywhere. */
	for (size_t i = 0; i < o->n_args; i++) {
		if (strcmp(o->command, "merge") == 0 && strcmp(o->args[i], "-") == 0)
			add(reads, "/");
	}
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
confine(struct sandbox *s, const struct options *o, const struct run_files *files,
    enum command_kind kind)
{
	struct arena *a = files->arena;
	struct paths reads = { .arena = a }, writes = { .arena = a };
	struct sandbox_plan plan = { .off = o->no_sandbox };
	bool builds = o->n_dockerfiles + o->n_compose_files > 0;

	if (kind == COMMAND_SCANS && o->from == NULL) {
		/* Build files lead to others, which may lie anywhere. */
		plan.asks_engine = true;
		plan.starts_programs = !builds && is_ssh(o, a);
		plan.root = builds ? NULL : o->root != NULL ? o->root : "/";
	}
	add_paths(o, files, &reads, &writes);
	plan.reads = reads.v;
	plan.n_reads = reads.n;
	plan.writes = writes.v;
	plan.n_writes = writes.n;
	sandbox_enter(s, &plan);
}
