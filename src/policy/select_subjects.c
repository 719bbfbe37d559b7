/*
 * select_subjects.c: which containers and images a selection looks at, and what it leaves out. It
 * may not judge.
 */
#include "config.h"

#include "select.h"

#include <fnmatch.h>
#include <string.h>

/* Patterns with * ? [ match the whole name; plain words match anywhere in it, as dbs does. */
static bool
matches(const struct fact_list *patterns, const char *name)
{
	for (size_t i = 0; i < patterns->n; i++) {
		const char *p = patterns->v[i];

		if (strpbrk(p, "*?[") != NULL ? fnmatch(p, name, 0) == 0 : strstr(name, p) != NULL)
			return true;
	}
	return false;
}

static bool
has_label(const struct fact_list *wanted, const struct fact_map *labels)
{
	for (size_t i = 0; i < wanted->n; i++) {
		const char *eq = strchr(wanted->v[i], '=');
		size_t n = eq != NULL ? (size_t)(eq - wanted->v[i]) : strlen(wanted->v[i]);

		for (size_t k = 0; labels->seen == SEEN && k < labels->n; k++) {
			const struct pair *l = &labels->v[k];

			if (strlen(l->name) == n && memcmp(l->name, wanted->v[i], n) == 0 &&
			    (eq == NULL || strcmp(l->value, eq + 1) == 0))
				return true;
		}
	}
	return wanted->n == 0;
}

static bool
wants_container(const struct selection *s, const struct container *c)
{
	if (c->is_own)
		return false;
	if (!s->all_containers && c->state.seen == SEEN && strcmp(c->state.v, "running") != 0 &&
	    strcmp(c->state.v, "paused") != 0 && strcmp(c->state.v, "restarting") != 0)
		return false;
	if (s->subjects_in.n > 0 && !matches(&s->subjects_in, c->name) &&
	    !matches(&s->subjects_in, c->image))
		return false;
	return !matches(&s->subjects_out, c->name) && has_label(&s->labels, &c->labels) &&
	       !since_knows(&s->since, c->id);
}

static bool
wants_image(const struct selection *s, const struct image *image)
{
	bool in = s->subjects_in.n == 0, out = false;

	for (size_t i = 0; image->tags.seen == SEEN && i < image->tags.n; i++) {
		in = in || matches(&s->subjects_in, image->tags.v[i]);
		out = out || matches(&s->subjects_out, image->tags.v[i]);
	}
	return in && !out && has_label(&s->labels, &image->labels) &&
	       !since_knows(&s->since, image->id);
}

static bool
filter_container(void *ctx, const struct container *c)
{
	return wants_container(ctx, c);
}

static bool
filter_image(void *ctx, const struct image *image)
{
	return wants_image(ctx, image);
}

struct subject_filter
selection_filter(struct selection *s)
{
	return (struct subject_filter){ filter_container, filter_image, s };
}

/* What a person calls it. */
static const char *
image_name(const struct image *image)
{
	return image->tags.seen == SEEN && image->tags.n > 0 ? image->tags.v[0] : image->id;
}

/* Is there anything that the check could look at? An engine, or build files of its kind. */
static bool
fits(const struct check *check, const struct facts *f)
{
	if (check->scope == SCOPE_DOCKERFILE)
		return f->n_dockerfiles > 0;
	if (check->scope == SCOPE_COMPOSE)
		return f->n_compose_files > 0;
	return !f->about_build_files;
}

static void
keep_what_fits(struct selection *s, const struct facts *f)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_selected; i++) {
		if (fits(s->selected[i].check, f))
			s->selected[n++] = s->selected[i];
	}
	s->n_selected = n;
	s->n_left_out = 0;
	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);)
		s->n_left_out += fits(w.check, f);
	s->n_left_out -= n;
}

void
selection_meet_facts(struct selection *s, const struct facts *f)
{
	keep_what_fits(s, f);
}

/* ---- telling what was left out -------------------------------------------------------------- */

static void
leave_out_subject(struct report *r, const char *name)
{
	r->left_out_subjects++;
	if (r->n_left_out_names < LEFT_OUT_NAMED)
		r->left_out_names[r->n_left_out_names++] = report_text(r, name);
}

static void
tell_subjects(const struct selection *s, const struct facts *f, struct report *r)
{
	for (size_t i = 0; i < f->n_containers; i++) {
		if (!wants_container(s, &f->containers[i]))
			leave_out_subject(r, f->containers[i].name);
	}
	for (size_t i = 0; i < f->n_images; i++) {
		if (!wants_image(s, &f->images[i]))
			leave_out_subject(r, image_name(&f->images[i]));
	}
	for (size_t i = 0; i < f->n_compose_files; i++) {
		const struct compose_file *file = &f->compose_files[i];

		for (size_t k = 0; k < file->n_services; k++) {
			if (!wants_container(s, &file->services[k].container))
				leave_out_subject(r, file->services[k].container.name);
		}
	}
}

static void
note(struct report *r, const char *text)
{
	if (r->n_selection_notes < SELECTION_NOTES_MAX)
		r->selection_notes[r->n_selection_notes++] = report_text(r, text);
}

/* What a reader could otherwise take for clean. */
static void
tell_since(const struct selection *s, struct report *r)
{
	size_t unknown = 0;
	const char *first = "";

	if (s->since.file == NULL)
		return;
	note(r,
	    arena_printf(r->arena,
		"containers and images with an id that %s knows were not looked at: what docker "
		"update, docker rename and docker network connect changed of them is not noticed",
		s->since.file));
	if (strcmp(s->since.host, r->host) != 0)
		note(r, arena_printf(
			    r->arena, "%s is of another host: %s", s->since.file, s->since.host));
	for (size_t i = 0; i < s->n_selected; i++) {
		const struct check *c = s->selected[i].check;

		if ((c->scope != SCOPE_CONTAINER && c->scope != SCOPE_IMAGE) ||
		    since_ran(&s->since, c->id))
			continue;
		if (unknown++ == 0)
			first = c->id;
	}
	if (unknown > 0)
		note(r, arena_printf(r->arena,
			    "%zu of the selected checks (%s%s) had no result in %s: they never saw "
			    "what it knows",
			    unknown, first, unknown > 1 ? ", ..." : "", s->since.file));
}

void
selection_tell(const struct selection *s, const struct facts *f, struct report *r)
{
	r->left_out_checks = s->n_left_out;
	r->left_out_ids = arena_alloc(r->arena, sizeof *r->left_out_ids * LEFT_OUT_NAMED);
	r->left_out_names = arena_alloc(r->arena, sizeof *r->left_out_names * LEFT_OUT_NAMED);
	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);) {
		if (fits(w.check, f) && !selection_has(s, w.check) &&
		    r->n_left_out_ids < LEFT_OUT_NAMED)
			r->left_out_ids[r->n_left_out_ids++] = w.check->id;
	}
	tell_subjects(s, f, r);
	tell_since(s, r);
}
