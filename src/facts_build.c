/*
 * facts_build.c: decodes build files: which ones the scan was told to read, and Dockerfiles. It may
 * not judge them.
 */
#include "config.h"

#include "facts_internal.h"

#include <string.h>

#define NAME_OFFSET (sizeof "dockerfile:" - 1)

/* The facts of the Dockerfile of this name; they are made where there are none yet. */
static struct dockerfile_facts *
dockerfile_called(struct facts *f, const char *path)
{
	struct workings *w = workings_of(f);
	struct dockerfile_facts *d;

	for (size_t i = 0; i < f->n_dockerfiles; i++) {
		if (strcmp(f->dockerfiles[i].path, path) == 0)
			return &f->dockerfiles[i];
	}
	f->dockerfiles = arena_grow(f->arena, f->dockerfiles, f->n_dockerfiles,
	    &w->cap_dockerfiles, sizeof *f->dockerfiles);
	d = &f->dockerfiles[f->n_dockerfiles++];
	d->path = arena_strdup(f->arena, path);
	d->origin = (struct origin){ DOC_FAILED, d->path, "was not collected" };
	return d;
}

void
decode_build_names(struct facts *f, const cJSON *meta)
{
	struct fact_list names = json_list(f->arena, meta, "dockerfiles");

	for (size_t i = 0; names.seen == SEEN && i < names.n; i++)
		dockerfile_called(f, names.v[i]);
	compose_name_files(f, meta);
}

void
take_dockerfile(struct facts *f, const struct document *doc)
{
	struct dockerfile_facts *d = dockerfile_called(f, doc->name + NAME_OFFSET);

	d->origin.state = doc->state;
	d->origin.problem = arena_strdup(f->arena, doc->problem);
}
