/*
 * verdicts.c: collects the verdicts of a report, and finds what a fault must not have done to them.
 */
#include "config.h"

#include "verdicts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
verdicts_add(struct verdicts *all, const char *check, const struct finding *f)
{
	char subject[512];

	snprintf(subject, sizeof subject, "%s %s", subject_kind_name(f->subject->kind),
	    f->subject->name);
	for (size_t i = all->n; i-- > 0 && strcmp(all->v[i].check, check) == 0;) {
		if (strcmp(all->v[i].subject, subject) != 0)
			continue;
		if (f->status > all->v[i].status)
			all->v[i].status = f->status;
		return;
	}
	if (all->n == all->cap) {
		all->cap = all->cap * 2 + 512;
		all->v = xrealloc(all->v, all->cap * sizeof *all->v);
	}
	all->v[all->n++] = (struct verdict){ xstrdup(check), xstrdup(subject), f->status };
}

struct verdicts
verdicts_of(const struct report *r)
{
	struct verdicts all = { 0 };

	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++)
			verdicts_add(&all, r->checks[i].id, &r->checks[i].findings[k]);
	}
	return all;
}

void
verdicts_free(struct verdicts *all)
{
	for (size_t i = 0; i < all->n; i++) {
		free(all->v[i].check);
		free(all->v[i].subject);
	}
	free(all->v);
	*all = (struct verdicts){ 0 };
}

const struct verdict *
verdicts_find(const struct verdicts *all, const struct verdict *like)
{
	for (size_t i = 0; i < all->n; i++) {
		if (strcmp(all->v[i].check, like->check) == 0 &&
		    strcmp(all->v[i].subject, like->subject) == 0)
			return &all->v[i];
	}
	return NULL;
}

/* How many verdicts of a check are bad, whether one is an ERROR, and the one about a subject. */
static size_t
count_bad(const struct verdicts *all, const struct verdict *like, const struct verdict **found,
    bool *error)
{
	size_t n = 0;

	*found = NULL;
	*error = false;
	for (size_t i = 0; i < all->n; i++) {
		const struct verdict *v = &all->v[i];

		if (strcmp(v->check, like->check) != 0)
			continue;
		n += v->status >= STATUS_NOTE;
		*error = *error || v->status == STATUS_ERROR;
		if (strcmp(v->subject, like->subject) == 0)
			*found = v;
	}
	return n;
}

size_t
verdicts_compare(
    const struct verdicts *before, const struct verdicts *after, verdicts_wrong wrong, void *ctx)
{
	const struct verdict *same, *now;
	size_t changed = 0;
	bool error;

	for (size_t i = 0; i < before->n; i++) {
		const struct verdict *old = &before->v[i];
		size_t was = count_bad(before, old, &same, &error);
		size_t is = count_bad(after, old, &now, &error);

		changed += now == NULL || now->status != old->status;
		if (old->status >= STATUS_NOTE &&
		    (now != NULL ? now->status < STATUS_NOTE : !error && is < was))
			wrong(ctx, old, now);
	}
	return changed;
}
