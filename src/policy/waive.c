/*
 * waive.c: marks what people answer for, and tells what is wrong with how they do. It may not
 * change a status, read files or ask the clock.
 */
#include "config.h"

#include "waive.h"

#include <string.h>

#include "select.h"
#include "waive_labels.h"
#include "base/dates.h"
#include "base/glob.h"

#define NOTICES_PER_KIND 20 /* about labels, which containers choose themselves */
#define LABEL_WAIVERS_MAX 64

/* What is known of one entry of the file while findings are walked. */
struct entry {
	const struct waiver_scope *scope;
	const char *source;
	bool attests;
	const struct waiver *waiver; /* of the report; NULL: may not be used */
	const struct attestation *attestation;
	bool scanned; /* one of its checks is in the report */
	bool matched, broad, met_protected;
	size_t n_subjects; /* of that check that it matched */
	bool subject_met;  /* it matched the subject that is walked */
};

struct work {
	struct report *r;
	const struct waive_policy *p;
	struct arena *arena; /* of the work alone */
	struct label_table labels;
	size_t n;
	struct entry *entries;
	size_t n_here;
	struct entry **here; /* those that are about the check that is walked */
	int64_t now;
	bool protected_check; /* the check that is walked may not be waived */
	const struct section *section;
	const struct check *check; /* NULL: not in this program's catalogue */
};

static bool
about_check(const struct work *w, const struct fact_list *names)
{
	for (size_t i = 0; names != NULL && w->check != NULL && i < names->n; i++) {
		if (selection_means(names->v[i], w->section, w->check))
			return true;
	}
	return false;
}

static bool
is_path(const struct subject *s)
{
	return s->kind == SUBJECT_FILE || s->kind == SUBJECT_DOCKERFILE ||
	       s->kind == SUBJECT_COMPOSE;
}

static bool
matches(const struct work *w, const struct subject_pattern *p, const struct finding *f)
{
	const struct subject *s = f->subject;

	return (p->kind == NULL || strcmp(p->kind, subject_kind_name(s->kind)) == 0) &&
	       (p->name == NULL || glob_match(p->name, s->name)) &&
	       (p->image == NULL ||
		   glob_match(p->image, s->kind == SUBJECT_IMAGE ? s->name : s->image)) &&
	       (p->path == NULL || (is_path(s) && glob_match(p->path, s->name))) &&
	       (p->host == NULL || glob_match(p->host, w->r->host)) &&
	       (p->item == NULL || glob_match(p->item, f->key)) &&
	       (p->label == NULL || labels_match(labels_of(&w->labels, s), p->label));
}

/* ---- entries of the file -------------------------------------------------------------------- */

static void
notice(struct work *w, const char *kind, const struct entry *e, const char *message)
{
	report_waiver_notice(w->r, kind, e->source, message);
}

/* "2026-12-31: the last day is that one", to the last second of it. */
static bool
is_over(const struct work *w, int64_t day)
{
	return w->now >= day + DAY_SECONDS;
}

static const char *
checks_text(const struct work *w, const struct fact_list *checks)
{
	return checks->n == 1
		   ? checks->v[0]
		   : arena_printf(w->arena, "%s and %zu more", checks->v[0], checks->n - 1);
}

/* An end that has come, or is near. Returns whether the entry still counts. */
static bool
is_in_time(struct work *w, const struct entry *e, const char *what, const char *day, int64_t end)
{
	const char *checks = checks_text(w, &e->scope->checks);
	int64_t left = days_between(w->now - w->now % DAY_SECONDS, end);

	if (is_over(w, end)) {
		notice(w, "expired", e,
		    arena_printf(w->arena, "the %s for %s has expired: its last day was %s", what,
			checks, day));
		return false;
	}
	if (left <= WAIVER_SOON_DAYS)
		notice(w, "expiring", e,
		    arena_printf(w->arena, "the %s for %s expires soon: its last day is %s", what,
			checks, day));
	return true;
}

static bool
is_short_enough(struct work *w, const struct entry *e, const struct waiver_entry *from)
{
	int64_t begin = from->created >= 0 ? from->created : w->now - w->now % DAY_SECONDS;
	int64_t days = days_between(begin, from->expires);

	if (w->p->max_days <= 0 || days <= w->p->max_days)
		return true;
	notice(w, "too-long", e,
	    arena_printf(w->arena,
		"the waiver for %s lasts %lld days from %s, and %ld are allowed: it does not count",
		checks_text(w, &e->scope->checks), (long long)days,
		from->created >= 0 ? "its creation" : "this scan", w->p->max_days));
	return false;
}

static const struct waiver *
waiver_for(struct report *r, const struct waiver *from)
{
	struct waiver *copy = arena_alloc(r->arena, sizeof *copy);

	*copy = (struct waiver){ report_text(r, from->justification), report_text(r, from->owner),
		report_text(r, from->expires), report_text(r, from->approver),
		report_text(r, from->ticket), report_text(r, from->risk),
		report_text(r, from->source) };
	return copy;
}

static const struct attestation *
attestation_for(struct report *r, const struct attestation *from)
{
	struct attestation *copy = arena_alloc(r->arena, sizeof *copy);

	*copy = (struct attestation){ report_text(r, from->by), report_text(r, from->on),
		report_text(r, from->until), report_text(r, from->evidence),
		report_text(r, from->source) };
	return copy;
}

static void
prepare(struct work *w)
{
	const struct waiver_file *f = w->p->file;

	size_t n = f->n_waivers + f->n_attestations + 1;

	w->entries = arena_alloc(w->arena, n * sizeof *w->entries);
	w->here = arena_alloc(w->arena, n * sizeof(struct entry *));
	for (size_t i = 0; i < f->n_waivers; i++) {
		const struct waiver_entry *from = &f->waivers[i];
		struct entry *e = &w->entries[w->n++];

		*e = (struct entry){ .scope = &from->scope, .source = from->waiver.source };
		if (is_in_time(w, e, "waiver", from->waiver.expires, from->expires) &&
		    is_short_enough(w, e, from))
			e->waiver = waiver_for(w->r, &from->waiver);
	}
	for (size_t i = 0; i < f->n_attestations; i++) {
		const struct attestation_entry *from = &f->attestations[i];
		struct entry *e = &w->entries[w->n++];

		*e = (struct entry){
			.scope = &from->scope, .source = from->attestation.source, .attests = true
		};
		if (from->on > w->now)
			notice(w, "early", e, "the attestation is of a day later than this scan");
		else if (is_in_time(w, e, "attestation", from->attestation.until, from->until))
			e->attestation = attestation_for(w->r, &from->attestation);
	}
}

/* ---- labels --------------------------------------------------------------------------------- */

/* "5.12:why;5.4:why" of a subject: the waiver for the check that is walked; NULL: none. */
static const struct waiver *
waiver_of_label(const struct work *w, const struct finding *f)
{
	const char *value = label_value(labels_of(&w->labels, f->subject), WAIVER_LABEL);

	for (int n = 0; value != NULL && *value != '\0' && n < LABEL_WAIVERS_MAX; n++) {
		size_t length = strcspn(value, ";");
		const char *part = arena_strndup(w->arena, value, length);
		const char *colon = strchr(part, ':');
		struct fact_list names;

		value += length + (value[length] == ';');
		if (colon == NULL || colon[1 + strspn(colon + 1, " ")] == '\0')
			continue;
		names = selection_split(
		    w->arena, arena_strndup(w->arena, part, (size_t)(colon - part)));
		if (about_check(w, &names))
			return waiver_for(
			    w->r, &(struct waiver){ colon + 1 + strspn(colon + 1, " "), "", "", "",
				      "", "", "label " WAIVER_LABEL });
	}
	return NULL;
}

/* What is wrong with the first part of a label that is; NULL: all is well. */
static const char *
label_fault(const struct work *w, const char *value)
{
	int n = 0;

	while (*value != '\0') {
		size_t length = strcspn(value, ";");
		const char *part = arena_strndup(w->arena, value, length);
		const char *colon = strchr(part, ':');
		struct err err;

		value += length + (value[length] == ';');
		if (part[strspn(part, " ")] == '\0')
			continue;
		if (++n > LABEL_WAIVERS_MAX)
			return "it has too many waivers";
		if (colon == NULL || colon == part || colon[1 + strspn(colon + 1, " ")] == '\0')
			return "it wants ID:REASON, several separated by semicolons";
		if (selection_known(
			w->arena, arena_strndup(w->arena, part, (size_t)(colon - part)), &err) < 0)
			return arena_strdup(w->arena, err.msg);
	}
	return NULL;
}

static void
tell_labels(struct work *w)
{
	size_t told = 0, more = 0;

	for (size_t i = 0; i < w->labels.n; i++) {
		const struct labelled *l = &w->labels.v[i];
		const char *value = label_value(l->labels, WAIVER_LABEL), *fault = NULL;

		if (value == NULL ||
		    (w->p->trust_labels && (fault = label_fault(w, value)) == NULL))
			continue;
		if (told++ >= NOTICES_PER_KIND) {
			more++;
			continue;
		}
		report_waiver_notice(w->r, fault != NULL ? "malformed" : "untrusted",
		    arena_printf(w->arena, "%s %s", subject_kind_name(l->kind), l->name),
		    fault != NULL ? arena_printf(w->arena, "label " WAIVER_LABEL ": %s", fault)
				  : "its label " WAIVER_LABEL
				    " is ignored: labels waive with --trust-labels only");
	}
	if (more > 0)
		report_waiver_notice(w->r, w->p->trust_labels ? "malformed" : "untrusted", "labels",
		    arena_printf(w->arena, "%zu more labels " WAIVER_LABEL " as above", more));
}

/* ---- findings ------------------------------------------------------------------------------- */

static void
mark(struct work *w, struct finding *f)
{
	bool open = f->status == STATUS_WARN || f->status == STATUS_ERROR;

	for (size_t i = 0; i < w->n_here && (open || f->status == STATUS_NOTE); i++) {
		struct entry *e = w->here[i];

		if (open == e->attests || !matches(w, &e->scope->subject, f))
			continue;
		e->matched = e->subject_met = true;
		if (open && w->protected_check)
			e->met_protected = true;
		else if (open && f->waiver == NULL)
			f->waiver = e->waiver;
		else if (!open && f->attestation == NULL)
			f->attestation = e->attestation;
	}
	if (open && w->p->trust_labels && !w->protected_check && f->waiver == NULL)
		f->waiver = waiver_of_label(w, f);
}

static bool
same_subject(const struct subject *a, const struct subject *b)
{
	return a->kind == b->kind && strcmp(a->name, b->name) == 0 && strcmp(a->id, b->id) == 0;
}

/* One check's findings, subject by subject. */
static void
walk(struct work *w, struct check_result *c)
{
	size_t subjects = 0;

	for (size_t k = 0; k < c->n_findings; k++) {
		struct finding *f = &c->findings[k];
		bool last = k + 1 == c->n_findings || !same_subject(f->subject, f[1].subject);

		mark(w, f);
		if (!last)
			continue;
		subjects += f->status != STATUS_SKIP;
		for (size_t i = 0; i < w->n_here; i++) {
			w->here[i]->n_subjects += w->here[i]->subject_met;
			w->here[i]->subject_met = false;
		}
	}
	for (size_t i = 0; i < w->n_here; i++) {
		struct entry *e = w->here[i];
		const char *name = e->scope->subject.name;

		if (e->n_subjects > WAIVER_BROAD_SUBJECTS ||
		    (e->n_subjects > 1 && e->n_subjects >= subjects &&
			(name == NULL || !glob_is_literal(name))))
			e->broad = true;
	}
}

static void
walk_all(struct work *w)
{
	for (size_t i = 0; i < w->r->n_checks; i++) {
		struct check_result *c = &w->r->checks[i];

		w->check = catalogue_find(c->id);
		w->section = w->check != NULL ? catalogue_section_of(w->check) : NULL;
		w->protected_check = about_check(w, w->p->protect);
		w->n_here = 0;
		for (size_t k = 0; k < w->n; k++) {
			if (!about_check(w, &w->entries[k].scope->checks))
				continue;
			w->entries[k].scanned = true;
			w->entries[k].n_subjects = 0;
			w->here[w->n_here++] = &w->entries[k];
		}
		walk(w, c);
	}
}

static void
tell_entries(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct entry *e = &w->entries[i];
		const char *what = e->attests ? "attestation" : "waiver";
		const char *checks = checks_text(w, &e->scope->checks);
		bool counts = e->waiver != NULL || e->attestation != NULL;

		if (e->met_protected)
			notice(w, "protected", e,
			    arena_printf(w->arena,
				"the waiver for %s covers checks that may not be waived: they are "
				"not",
				checks));
		if (e->broad && counts)
			notice(w, "broad", e,
			    arena_printf(w->arena,
				"the %s for %s is broad: it matches every subject of a check, or "
				"more "
				"than %d",
				what, checks, WAIVER_BROAD_SUBJECTS));
		if (counts && e->scanned && !e->matched)
			notice(w, "unused", e,
			    arena_printf(w->arena, "the %s for %s matches nothing%s", what, checks,
				e->scope->subject.label != NULL && w->p->facts == NULL
				    ? ": a report does not tell labels"
				    : ""));
	}
}

static void
forget_marks(struct report *r)
{
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			r->checks[i].findings[k].waiver = NULL;
			r->checks[i].findings[k].attestation = NULL;
		}
	}
	r->n_waiver_notices = 0;
}

void
waive(struct report *r, const struct waive_policy *p)
{
	struct work w = { .r = r, .p = p, .arena = arena_new(), .now = p->now };

	if (!p->now_given && !date_parse(r->started, &w.now))
		w.now = p->now;
	labels_collect(&w.labels, w.arena, p->facts);
	if (p->file != NULL) {
		forget_marks(r);
		prepare(&w);
	}
	tell_labels(&w);
	walk_all(&w);
	tell_entries(&w);
	report_finish(r);
	arena_free(w.arena);
}
