/*
 * basis.c: notes in a report what it rests on, and reads that back. It may not read files or judge.
 */
#include "config.h"

#include "basis.h"

#include <string.h>

#include "config_file.h"
#include "base/dates.h"

/* ---- options -------------------------------------------------------------------------------- */

/* The value as the command line would give it; NULL: what is so by default. */
static const char *
value_of(struct arena *a, const struct options *o, const struct option_row *row)
{
	struct options by_default;
	const void *now = (const char *)o + row->offset, *then;
	const char *text;

	options_default(&by_default);
	then = (const char *)&by_default + row->offset;
	switch (row->type) {
	case OPTION_FLAG:
		return *(const bool *)now != *(const bool *)then ? "true" : NULL;
	case OPTION_NUMBER:
		return *(const long *)now != *(const long *)then
			   ? arena_printf(a, "%ld", *(const long *)now)
			   : NULL;
	case OPTION_TEXT:
		text = *(const char *const *)now;
		then = *(const char *const *)then;
		return text == NULL || (then != NULL && strcmp(text, then) == 0) ? NULL : text;
	case OPTION_LIST:
		break;
	}
	return NULL;
}

static void
add_options(struct report *r, const struct options *o, enum option_use use)
{
	for (size_t i = 0; option_row(i) != NULL; i++) {
		const struct option_row *row = option_row(i);
		const char *value = option_use(row) == use ? value_of(r->arena, o, row) : NULL;

		if (value != NULL)
			report_add_option(r, row->name, value);
	}
}

static const struct option_row *
row_called(const char *name)
{
	for (size_t i = 0; option_row(i) != NULL; i++) {
		if (strcmp(option_row(i)->name, name) == 0)
			return option_row(i);
	}
	return NULL;
}

/* The list may be shared with the report that a view was made of: it is made anew. */
static void
drop_options(struct report *r, enum option_use use)
{
	const struct report_option *old = r->options;
	size_t n_old = r->n_options;

	r->options = NULL;
	r->n_options = r->cap_options = 0;
	for (size_t i = 0; i < n_old; i++) {
		const struct option_row *row = row_called(old[i].name);

		if (row == NULL || option_use(row) != use)
			report_add_option(r, old[i].name, old[i].value);
	}
}

/* ---- files ---------------------------------------------------------------------------------- */

const struct report_input *
basis_input(const struct report *r, const char *option)
{
	for (size_t i = 0; i < r->n_inputs; i++) {
		if (strcmp(r->inputs[i].option, option) == 0)
			return &r->inputs[i];
	}
	return NULL;
}

static void
note_input(struct report *r, const char *option, const char *file, const char *sha256)
{
	struct report_input *in = (struct report_input *)(size_t)basis_input(r, option);

	if (in == NULL)
		in = report_add_input(r);
	*in = (struct report_input){ option, report_text(r, file), report_text(r, sha256) };
}

/* A file that only sets options says nothing that is not noted already. */
static bool
has_its_own(const struct config_file *c)
{
	return c != NULL && c->n_profiles + c->n_severities + c->protect.n > 0;
}

/* ---- both ----------------------------------------------------------------------------------- */

void
basis_select(struct report *r, const struct options *o, const struct since *since)
{
	add_options(r, o, OPTION_SELECTS);
	if (has_its_own(o->file))
		note_input(r, "config", o->file->path, o->file->sha256);
	if (since->file != NULL)
		note_input(r, "changed-since", since->file, since->sha256);
}

void
basis_sandbox(struct report *r, const struct sandbox *s)
{
	struct report_sandbox *to;

	if (s == NULL)
		return;
	to = arena_alloc(r->arena, sizeof *to);
	*to = (struct report_sandbox){
		.landlock = s->landlock, .seccomp = s->seccomp, .no_new_privs = s->no_new_privs
	};
	for (size_t i = 0; i < s->n_capabilities; i++)
		to->capabilities[to->n_capabilities++] = s->capabilities[i];
	for (size_t i = 0; i < s->n_notes; i++)
		to->notes[to->n_notes++] = s->notes[i];
	r->sandbox = to;
}

void
basis_decide(struct report *r, const struct options *o, const struct policy *p)
{
	char text[DATE_TEXT];

	drop_options(r, OPTION_DECIDES);
	add_options(r, o, OPTION_DECIDES);
	if (has_its_own(o->file))
		note_input(r, "config", o->file->path, o->file->sha256);
	if (p->waivers != NULL)
		note_input(r, "waivers", o->waivers, p->waivers->sha256);
	if (p->baseline.report != NULL)
		note_input(r, "baseline", p->baseline_file, p->baseline.sha256);
	if (p->now_given && date_print(text, p->now))
		r->judged = report_time(r, text, r->started);
	else if (r->judged[0] == '\0' || p->waivers != NULL)
		r->judged = r->started;
}

void
basis_show(struct report *shown, const struct options *o)
{
	if (o->show == NULL && !o->only_failed)
		return;
	drop_options(shown, OPTION_SHOWS);
	add_options(shown, o, OPTION_SHOWS);
}

int
basis_options(struct options *o, const struct report *r, struct err *err)
{
	options_default(o);
	if (r->judged[0] == '\0')
		return err_set(err, EXIT_USAGE,
		    "it does not tell with which options it was made (scan.basis): it cannot be "
		    "judged anew");
	for (size_t i = 0; i < r->n_options; i++) {
		const struct option_row *row = row_called(r->options[i].name);

		if (row == NULL || option_use(row) == OPTION_ACTS)
			return err_set(err, EXIT_USAGE,
			    "its option %.64s is none that this program judges by",
			    r->options[i].name);
		if (option_give(o, row, r->options[i].value,
			(struct setting_from){ BY_COMMAND_LINE, NULL }, err) < 0)
			return -1;
	}
	return options_check(o, err);
}
