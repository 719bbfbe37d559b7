/*
 * view.c: leaves out of a report what is not to be printed. It may not change counts or the gate.
 */
#include "config.h"

#include "view.h"

#include <stdio.h>
#include <string.h>

#include "base/words.h"
#include "options/options.h"

/* True when a word is a name of one kind; adds it. */
static bool
add_word(struct view *v, const char *word)
{
	for (int s = 0; s < N_STATUS; s++) {
		if (strcmp(word, status_name((enum status)s)) == 0)
			return v->statuses |= 1U << s;
	}
	for (int m = BASELINE_NEW; m < N_BASELINE_MARK; m++) {
		if (strcmp(word, baseline_mark_name((enum baseline_mark)m)) == 0)
			return v->marks |= 1U << m;
	}
	/* "info" is a status here: as a severity it would mean all. */
	for (int s = SEVERITY_LOW; s < N_SEVERITY; s++) {
		if (strcmp(word, severity_name((enum severity)s)) == 0) {
			if (v->least < 0 || s < v->least)
				v->least = s;
			return true;
		}
	}
	return strcmp(word, "waived") == 0 && (v->waived = true);
}

int
view_parse(struct view *v, struct arena *a, const char *show, bool only_failed, struct err *err)
{
	static const char *const words[] = { "skip", "info", "pass", "note", "error", "warn", "new",
		"unchanged", "changed", "new-check", "low", "medium", "high", "critical", "waived",
		NULL };
	const char *near;

	*v = (struct view){ .least = -1, .summary = "" };
	if (show != NULL)
		v->summary = arena_printf(a, "--show %s", show);
	if (only_failed) {
		v->statuses = 1U << STATUS_WARN | 1U << STATUS_ERROR;
		v->summary =
		    arena_printf(a, "--only-failed%s%s", show != NULL ? " " : "", v->summary);
	}
	while (show != NULL && *show != '\0') {
		char word[64];
		size_t n = strcspn(show, ", ");

		snprintf(word, sizeof word, "%.*s", (int)n, show);
		show += n;
		show += strspn(show, ", ");
		if (n == 0 || add_word(v, word))
			continue;
		near = nearest_name(word, words);
		return err_set(err, EXIT_USAGE, "--show does not know \"%s\": %s%s", word,
		    near != NULL ? "did you mean "
				 : "it takes statuses, severities, new, unchanged, "
				   "changed, new-check and waived",
		    near != NULL ? near : "");
	}
	return 0;
}

static bool
is_shown(const struct view *v, const struct check_result *c, const struct finding *f)
{
	return (v->statuses == 0 || (v->statuses & 1U << f->status) != 0) &&
	       (v->marks == 0 || (v->marks & 1U << f->baseline) != 0) &&
	       (v->least < 0 || (int)c->severity >= v->least) && (!v->waived || f->waiver != NULL);
}

void
view_of(struct report *shown, struct report *full, const struct view *v)
{
	*shown = *full;
	if (v->summary[0] == '\0')
		return;
	shown->view = report_text(full, v->summary);
	shown->checks = arena_alloc(full->arena, (full->n_checks + 1) * sizeof *shown->checks);
	shown->n_checks = 0;
	for (size_t i = 0; i < full->n_checks; i++) {
		const struct check_result *c = &full->checks[i];
		struct check_result *to = &shown->checks[shown->n_checks];

		*to = *c;
		to->findings = arena_alloc(full->arena, (c->n_findings + 1) * sizeof *c->findings);
		to->n_findings = 0;
		for (size_t k = 0; k < c->n_findings; k++) {
			if (is_shown(v, c, &c->findings[k]))
				to->findings[to->n_findings++] = c->findings[k];
		}
		shown->hidden_findings += c->n_findings - to->n_findings;
		shown->n_checks += to->n_findings > 0;
	}
}
