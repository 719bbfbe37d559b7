/*
 * facts_build.c: decodes build files: which ones the scan was told to read, Dockerfiles, and what
 * is beside them. It may not judge them.
 */
#include "config.h"

#include "facts_internal.h"

#include <string.h>

#define DOCKERFILES_MAX 1000

/* The facts of the Dockerfile of this name, made where there are none yet; NULL: too many. */
static struct dockerfile_facts *
dockerfile_called(struct facts *f, const char *path)
{
	struct workings *w = workings_of(f);
	struct dockerfile_facts *d;

	for (size_t i = 0; i < f->n_dockerfiles; i++) {
		if (strcmp(f->dockerfiles[i].path, path) == 0)
			return &f->dockerfiles[i];
	}
	if (f->n_dockerfiles == DOCKERFILES_MAX)
		return NULL;
	f->dockerfiles = arena_grow(f->arena, f->dockerfiles, f->n_dockerfiles, &w->cap_dockerfiles,
	    sizeof *f->dockerfiles);
	d = &f->dockerfiles[f->n_dockerfiles++];
	d->path = arena_strdup(f->arena, path);
	d->origin = (struct origin){ DOC_FAILED, d->path, "was not collected" };
	d->ignore_origin = (struct origin){ DOC_FAILED, ".dockerignore", "was not collected" };
	d->ignore_path = "";
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

static void
take_text(struct facts *f, struct dockerfile_facts *d, const struct document *doc)
{
	d->origin.state = doc->state;
	d->origin.problem = arena_strdup(f->arena, doc->problem);
	if (doc->state == DOC_OK)
		d->file = dockerfile_read(f->arena, doc->body, doc->len);
}

static void
take_ignore(struct facts *f, struct dockerfile_facts *d, const struct document *doc)
{
	struct err why;
	cJSON *json;

	d->ignore_origin.state = doc->state;
	d->ignore_origin.problem = arena_strdup(f->arena, doc->problem);
	if (doc->state != DOC_OK)
		return;
	json = json_parse(doc->body, doc->len, &why);
	if (json == NULL) {
		d->ignore_origin.state = DOC_FAILED;
		d->ignore_origin.problem = arena_strdup(f->arena, why.msg);
		return;
	}
	d->ignore_path = json_text(f->arena, json, "path");
	d->ignore_patterns = json_int(json, "patterns");
	cJSON_Delete(json);
}

int
take_build_file(struct facts *f, const struct document *doc, struct err *err)
{
	bool ignore = strncmp(doc->name, "dockerignore:", 13) == 0;
	struct dockerfile_facts *d = dockerfile_called(f, strchr(doc->name, ':') + 1);

	if (d == NULL)
		return err_set(err, EXIT_USAGE, "more than %d Dockerfiles", DOCKERFILES_MAX);
	if (ignore)
		take_ignore(f, d, doc);
	else
		take_text(f, d, doc);
	return 0;
}
