/*
 * judge_compose.c: runs a check over the services of Compose files, and tells its evidence in the
 * words of the file. It may not know what any check is about.
 */
#include "config.h"

#include "judge_internal.h"

#include <string.h>

#include "buildfiles/compose.h"

void
judge_about_compose_file(struct judge *j, const struct compose_file *f)
{
	judge_about(j, SUBJECT_COMPOSE, f->path, "", "", f->path);
}

void
judge_about_compose(struct judge *j, const struct compose_service *s)
{
	judge_about(j, SUBJECT_COMPOSE, s->name, "", s->container.image, s->identity);
	j->compose = s;
	j->first = j->result->n_findings;
	j->item = 0;
	j->n_gaps = 0;
}

/* ---- evidence ------------------------------------------------------------------------------- */

/* The element of a list that the finding or its evidence names; NULL: none does. */
static const struct compose_item *
item_of(struct judge *j, const struct finding *f, const char *what, const char *actual)
{
	/* Checks go through a list in its order: of equal elements the next one is meant. */
	const struct compose_item *item = compose_item(j->compose, what, f->key, j->item);

	if (item == NULL)
		item = compose_item(j->compose, what, actual, j->item);
	if (item != NULL)
		j->item = (size_t)(item - j->compose->items);
	return item;
}

void
judge_saw_compose(
    struct judge *j, struct finding *f, const char *what, const char *actual, const char *expected)
{
	struct compose_key key = compose_key(j->compose, what);
	const struct compose_item *item = item_of(j, f, what, actual);

	if (f->status == STATUS_PASS)
		judge_note_gap(j, what);
	/* What is missing from a list that is not all known may well be in it. */
	if (f->status == STATUS_WARN && item == NULL && judge_note_gap(j, what))
		f->status = STATUS_PASS;
	if (item != NULL)
		judge_saw_line(j, f, key.key, item->source, item->line, actual, expected);
	else
		judge_saw_line(
		    j, f, key.key, key.source, key.line, key.absent ? "not set" : actual, expected);
}

/* ---- what is not known ---------------------------------------------------------------------- */

bool
judge_note_gap(struct judge *j, const char *what)
{
	const struct compose_gap *gap = compose_gap(j->compose, what);

	if (gap == NULL)
		return false;
	for (size_t i = 0; i < j->n_gaps; i++) {
		if (j->gaps[i] == gap)
			return true;
	}
	if (j->n_gaps < JUDGE_GAPS_MAX)
		j->gaps[j->n_gaps++] = gap;
	return true;
}

/* Nothing passes by what is not known; and that it is not is told in any case. */
static void
settle_gaps(struct judge *j)
{
	size_t settled = 0;

	for (size_t i = 0; i < j->n_gaps; i++) {
		const struct compose_gap *gap = j->gaps[i];
		struct compose_key key = compose_key(j->compose, gap->what);
		const char *message = judge_fmt(j, "cannot be told by %s on line %d of %s: %s",
		    key.key, gap->line, gap->source, gap->problem);
		struct finding *f = NULL;

		/* The first gap takes all that passed; a further one has to be told beside it. */
		for (size_t k = j->first; i == 0 && k < j->result->n_findings; k++) {
			if (j->result->findings[k].status != STATUS_PASS)
				continue;
			f = &j->result->findings[k];
			f->status = STATUS_ERROR;
			f->message = report_text(j->report, message);
			settled++;
		}
		if (settled == 0 || i > 0)
			f = report_add_finding(j->report, j->result, STATUS_ERROR, j->subject,
			    judge_fmt(j, "unknown %s", key.key), message);
		judge_saw_line(
		    j, f, key.key, gap->source, gap->line, gap->problem, "a known value");
	}
	j->n_gaps = 0;
}

bool
judge_can_read_compose(struct judge *j, const struct compose_file *f)
{
	struct finding *found;

	if (f->error == NULL)
		return judge_can_read(j, &f->origin);
	found = judge_error(j, "is no valid Compose file: %s", f->error);
	judge_saw_line(j, found, "syntax", f->path, f->error_line, f->error, "a Compose file");
	return false;
}

/* ---- the driver ----------------------------------------------------------------------------- */

/* Services of files that could not be read are not known, and might be anything. */
static void
tell_missing(struct judge *j, const struct compose_file *file)
{
	const struct compose_project *p = file->project;

	judge_about_compose_file(j, file);
	for (size_t i = 0; i < p->n_problems; i++) {
		const struct compose_remark *r = &p->problems[i];
		struct finding *f = report_add_finding(j->report, j->result, STATUS_ERROR,
		    j->subject, judge_fmt(j, "%s:%d", r->source, r->line),
		    judge_fmt(j, "%s, line %d: %s", r->source, r->line, r->text));

		judge_saw_line(j, f, "include", r->source, r->line, r->text, "");
		report_notify(j->report, r->source, r->text);
	}
}

static size_t
over_services(struct judge *j, const struct compose_file *file, const struct subject_filter *filter)
{
	size_t judged = 0;

	for (size_t i = 0; i < file->n_services; i++) {
		const struct compose_service *s = &file->services[i];

		if (filter->container != NULL && !filter->container(filter->ctx, &s->container))
			continue;
		judged++;
		judge_about_compose(j, s);
		if (judge_can_read(j, &s->container.origin))
			j->check->compose(j, j->facts, &s->container);
		settle_gaps(j);
	}
	return judged;
}

void
judge_over_compose(struct judge *j, const struct subject_filter *filter)
{
	const struct facts *f = j->facts;

	for (size_t i = 0; i < f->n_compose_files; i++) {
		const struct compose_file *file = &f->compose_files[i];

		judge_about_compose_file(j, file);
		if (!judge_can_read_compose(j, file))
			continue;
		tell_missing(j, file);
		if (over_services(j, file, filter) == 0 && file->project->n_problems == 0)
			judge_skip(j, "no services");
	}
	judge_about_host(j);
	if (f->n_compose_files == 0)
		judge_skip(j, "no Compose file was named");
}
