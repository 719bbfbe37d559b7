/*
 * waive_labels.c: finds the labels of a report's subjects among the facts. It may not judge.
 */
#include "config.h"

#include "waive_labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/glob.h"

static int
compare(const void *a, const void *b)
{
	const struct labelled *x = a, *y = b;

	return x->kind != y->kind ? (int)x->kind - (int)y->kind : strcmp(x->id, y->id);
}

static void
add(struct label_table *t, enum subject_kind kind, const char *id, const char *name,
    const struct fact_map *labels)
{
	if (id != NULL && labels->seen == SEEN && labels->n > 0)
		t->v[t->n++] = (struct labelled){ kind, id, name != NULL ? name : id, labels };
}

void
labels_collect(struct label_table *t, struct arena *a, const struct facts *f)
{
	size_t n;

	*t = (struct label_table){ 0 };
	if (f == NULL)
		return;
	n = f->n_containers + f->n_images;
	for (size_t i = 0; i < f->n_compose_files; i++)
		n += f->compose_files[i].n_services;
	t->v = arena_alloc(a, (n + 1) * sizeof *t->v);
	for (size_t i = 0; i < f->n_containers; i++)
		add(t, SUBJECT_CONTAINER, f->containers[i].id, f->containers[i].name,
		    &f->containers[i].labels);
	for (size_t i = 0; i < f->n_images; i++)
		add(t, SUBJECT_IMAGE, f->images[i].id,
		    f->images[i].tags.seen == SEEN && f->images[i].tags.n > 0
			? f->images[i].tags.v[0]
			: NULL,
		    &f->images[i].labels);
	for (size_t i = 0; i < f->n_compose_files; i++) {
		for (size_t k = 0; k < f->compose_files[i].n_services; k++) {
			const struct compose_service *s = &f->compose_files[i].services[k];

			add(t, SUBJECT_COMPOSE, s->identity, s->name, &s->container.labels);
		}
	}
	qsort(t->v, t->n, sizeof *t->v, compare);
}

const struct fact_map *
labels_of(const struct label_table *t, const struct subject *s)
{
	struct labelled key = { .kind = s->kind,
		.id = s->kind == SUBJECT_COMPOSE ? s->identity : s->id };
	const struct labelled *found =
	    t->n > 0 ? bsearch(&key, t->v, t->n, sizeof *t->v, compare) : NULL;

	return found != NULL ? found->labels : NULL;
}

const char *
label_value(const struct fact_map *labels, const char *name)
{
	for (size_t i = 0; labels != NULL && i < labels->n; i++) {
		if (strcmp(labels->v[i].name, name) == 0)
			return labels->v[i].value;
	}
	return NULL;
}

/* A pattern without "=" is for the name alone. */
bool
labels_match(const struct fact_map *labels, const char *pattern)
{
	bool with_value = strchr(pattern, '=') != NULL;

	for (size_t i = 0; labels != NULL && i < labels->n; i++) {
		const struct pair *l = &labels->v[i];
		struct buf text = BUF_INIT(65536);
		bool matches;

		buf_puts(&text, l->name);
		if (with_value)
			buf_printf(&text, "=%s", l->value);
		matches = glob_match(pattern, buf_str(&text));
		buf_free(&text);
		if (matches)
			return true;
	}
	return false;
}
