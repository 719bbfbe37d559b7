/*
 * oscal_subjects.c: what findings are about, as components of OSCAL, and stable names for all
 * things.
 */
#include "config.h"

#include "oscal_subjects.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "uuid.h"
#include "base/arena.h"

struct subjects {
	size_t n;
	const struct subject **v;
};

static int
compare_subjects(const void *a, const void *b)
{
	const struct subject *x = *(const struct subject *const *)a;
	const struct subject *y = *(const struct subject *const *)b;

	return x->kind != y->kind ? (int)x->kind - (int)y->kind : strcmp(x->name, y->name);
}

static struct subjects
distinct_subjects(const struct report *r)
{
	struct subjects all = { 0, NULL };
	size_t kept = 0, n = 1;

	for (size_t i = 0; i < r->n_checks; i++)
		n += r->checks[i].n_findings;
	all.v = xmalloc(n * sizeof *all.v);
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++)
			all.v[all.n++] = r->checks[i].findings[k].subject;
	}
	if (all.n > 1)
		qsort(all.v, all.n, sizeof *all.v, compare_subjects);
	for (size_t i = 0; i < all.n; i++) {
		if (kept == 0 || compare_subjects(&all.v[kept - 1], &all.v[i]) != 0)
			all.v[kept++] = all.v[i];
	}
	all.n = kept;
	return all;
}

/* Where results of many hosts meet, the same thing on two hosts is two. */
void
oscal_uuid(char uuid[37], const struct report *r, const char *kind, const char *name)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	buf_printf(&b, "%s/%s", r->host, name);
	uuid_of(uuid, kind, buf_str(&b));
	buf_free(&b);
}

void
oscal_subject_uuid(char uuid[37], const struct report *r, const struct subject *s)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	buf_printf(&b, "%s/%s", subject_kind_name(s->kind), s->name);
	oscal_uuid(uuid, r, "subject", buf_str(&b));
	buf_free(&b);
}

/* Texts of one line without blanks around them are demanded of titles. */
void
oscal_title(struct json_writer *w, const char *name, const char *text)
{
	struct buf b = BUF_INIT(TEXT_ROOM);
	size_t n = strlen(text);

	while (n > 0 && isspace((unsigned char)text[n - 1]))
		n--;
	while (n > 0 && isspace((unsigned char)*text)) {
		text++;
		n--;
	}
	for (size_t i = 0; i < n; i++)
		buf_putc(&b, text[i] == '\n' || text[i] == '\t' ? ' ' : text[i]);
	jw_string(w, name, n > 0 ? buf_str(&b) : "-");
	buf_free(&b);
}

void
oscal_components(struct json_writer *w, const struct report *r)
{
	struct subjects all = distinct_subjects(r);
	char uuid[37];

	if (all.n == 0) { /* no list may be empty */
		free(all.v);
		return;
	}
	jw_object(w, "local-definitions");
	jw_array(w, "components");
	for (size_t i = 0; i < all.n; i++) {
		const struct subject *s = all.v[i];

		oscal_subject_uuid(uuid, r, s);
		jw_object(w, NULL);
		jw_string(w, "uuid", uuid);
		jw_string(w, "type", subject_kind_name(s->kind));
		oscal_title(w, "title", s->name);
		oscal_title(w, "description", s->image[0] != '\0' ? s->image : s->name);
		jw_object(w, "status");
		jw_string(w, "state", "operational");
		jw_end_object(w);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
	free(all.v);
}
