/*
 * baseline.c: compares a report with an earlier one by fingerprints. It may not change a verdict,
 * and decides nothing: gate.c does.
 */
#include "config.h"

#include "baseline.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/output.h"
#include "base/sha256.h"
#include "base/text.h"

#define NAMED_CHECKS 5 /* named in a notification, the others are counted */

/* A finding of the earlier report, under what it is looked up by. */
struct known {
	const char *key; /* fingerprint, or a name that dbs gave, or a check's id */
	const char *check;
	const struct check_result *result;
	const struct finding *finding;
	char digest[65];
	bool *met; /* shared by the names of one finding */
};

struct comparison {
	struct report *report;
	const struct imported *earlier;
	size_t n_known, n_checks;
	struct known *known; /* sorted by key, then check */
	const char **checks; /* ids that the earlier report has, sorted */
	bool tells_errors;   /* what could not be assessed is in it */
	size_t n_unknown_checks, n_named;
	const char *named[NAMED_CHECKS];
};

int
baseline_read(struct imported *b, const char *file, struct err *err)
{
	size_t len;
	char *text = input_read(file, BASELINE_MAX, &len, err);
	int result;

	if (text == NULL)
		return -1;
	result = report_import(b, file, text, len, err);
	sha256_hex(text, len, b->sha256);
	free(text);
	return result;
}

/* ---- what was seen, without what a re-creation changes -------------------------------------- */

static void
add_without(struct buf *b, const char *text, const char *const *gone)
{
	while (*text != '\0') {
		size_t n = 0;

		for (size_t i = 0; gone[i] != NULL && n == 0; i++) {
			if (gone[i][0] != '\0' && strncmp(text, gone[i], strlen(gone[i])) == 0)
				n = strlen(gone[i]);
		}
		if (n == 0)
			buf_putc(b, *text++);
		else
			buf_putc(b, '\1');
		text += n;
	}
	buf_putc(b, '\0');
}

static void
digest(const struct finding *f, char hex[65])
{
	struct buf b = BUF_INIT((size_t)16 << 20);
	char short_id[13];
	const char *const gone[] = { f->subject->id, short_id, f->subject->name, NULL };

	memset(short_id, 0, sizeof short_id);
	if (strlen(f->subject->id) >= 12)
		memcpy(short_id, f->subject->id, 12);
	add_without(&b, f->message, gone);
	for (size_t i = 0; i < f->n_evidence; i++) {
		add_without(&b, f->evidence[i].what, gone);
		add_without(&b, f->evidence[i].actual, gone);
		add_without(&b, f->evidence[i].expected, gone);
	}
	sha256_hex(b.data, b.len, hex);
	buf_free(&b);
}

/* ---- looking up ----------------------------------------------------------------------------- */

static int
compare_known(const void *a, const void *b)
{
	const struct known *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order != 0 ? order : strcmp(x->check, y->check);
}

static bool
has_check(const struct comparison *c, const char *id)
{
	return c->n_checks > 0 &&
	       bsearch(&id, c->checks, c->n_checks, sizeof *c->checks, text_compare) != NULL;
}

/* The first of those known under a key and a check; NULL: none. */
static struct known *
find(const struct comparison *c, const char *key, const char *check)
{
	struct known wanted = { .key = key, .check = check };
	size_t low = 0, high = c->n_known;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_known(&c->known[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->n_known && compare_known(&c->known[low], &wanted) == 0 ? &c->known[low]
									       : NULL;
}

static void
add_known(struct comparison *c, const struct check_result *result, const struct finding *f,
    const char *key, bool *met)
{
	struct known *k = &c->known[c->n_known++];

	*k = (struct known){
		.key = key, .check = result->id, .result = result, .finding = f, .met = met
	};
	if (c->earlier->has_evidence)
		digest(f, k->digest);
}

/* dbs writes "web:80" where a port is meant: "web" is known, then, too. */
static void
know_finding(struct comparison *c, const struct check_result *result, const struct finding *f)
{
	struct arena *a = c->report->arena;
	bool *met = arena_alloc(a, sizeof *met);
	const char *name = f->subject->name, *colon = strchr(name, ':');

	*met = false;
	if (!c->earlier->by_name) {
		add_known(c, result, f, f->fingerprint, met);
		return;
	}
	add_known(c, result, f, name, met);
	if (colon != NULL)
		add_known(c, result, f, arena_strndup(a, name, (size_t)(colon - name)), met);
}

static void
know_all(struct comparison *c, bool keep_waived)
{
	const struct report *e = c->earlier->report;
	size_t n = 0;

	for (size_t i = 0; i < e->n_checks; i++)
		n += e->checks[i].n_findings;
	c->known = xmalloc((2 * n + 1) * sizeof *c->known);
	c->checks = xmalloc((e->n_checks + 1) * sizeof *c->checks);
	for (size_t i = 0; i < e->n_checks; i++) {
		const struct check_result *result = &e->checks[i];

		c->checks[c->n_checks++] = result->id;
		for (size_t k = 0; k < result->n_findings; k++) {
			const struct finding *f = &result->findings[k];

			c->tells_errors = c->tells_errors || f->status == STATUS_ERROR;
			if ((f->status == STATUS_WARN || f->status == STATUS_ERROR) &&
			    (f->waiver == NULL || keep_waived))
				know_finding(c, result, f);
		}
	}
	qsort(c->checks, c->n_checks, sizeof *c->checks, text_compare);
	qsort(c->known, c->n_known, sizeof *c->known, compare_known);
}

/* ---- marking -------------------------------------------------------------------------------- */

/* All that are known under one key: is there one of this status, and one that was seen the same? */
static enum baseline_mark
compare_with(const struct comparison *c, struct known *k, const struct finding *f)
{
	const struct known *first = k, *end = c->known + c->n_known;
	enum baseline_mark mark = BASELINE_NEW;
	char hex[65];

	if (c->earlier->has_evidence)
		digest(f, hex);
	for (; k < end && compare_known(k, first) == 0; k++) {
		if (k->finding->status != f->status)
			continue;
		*k->met = true;
		if (!c->earlier->has_evidence || strcmp(k->digest, hex) == 0)
			mark = BASELINE_UNCHANGED;
		else if (mark == BASELINE_NEW)
			mark = BASELINE_CHANGED;
	}
	return mark;
}

/* A WARN of dbs without items is about everything that the check looks at. */
static struct known *
find_finding(const struct comparison *c, const char *check, const struct finding *f)
{
	struct known *k;

	if (!c->earlier->by_name)
		return find(c, f->fingerprint, check);
	k = find(c, f->subject->name, check);
	return k != NULL ? k : find(c, "", check);
}

static void
name_unknown(struct comparison *c, const char *id)
{
	c->n_unknown_checks++;
	if (c->n_named < NAMED_CHECKS)
		c->named[c->n_named++] = id;
}

static void
mark_check(struct comparison *c, struct check_result *result)
{
	bool known = has_check(c, result->id), unknown_warn = false;

	for (size_t i = 0; i < result->n_findings; i++) {
		struct finding *f = &result->findings[i];
		struct known *k;

		f->baseline = BASELINE_NONE;
		if (f->status != STATUS_WARN && (f->status != STATUS_ERROR || !c->tells_errors))
			continue;
		k = find_finding(c, result->id, f);
		if (k != NULL)
			f->baseline = compare_with(c, k, f);
		else
			f->baseline = known ? BASELINE_NEW : BASELINE_NEW_CHECK;
		unknown_warn =
		    unknown_warn || (f->baseline == BASELINE_NEW_CHECK && f->status == STATUS_WARN);
	}
	if (unknown_warn)
		name_unknown(c, result->id);
}

/* ---- what is resolved ----------------------------------------------------------------------- */

/* Comparing names is quadratic: beyond this many findings an ERROR hides all of its check. */
#define NAMES_COMPARED 1000

/* A check of this scan, and whether it has findings that could not be assessed. */
struct now {
	const struct check_result *check;
	bool errors;
};

static int
compare_now(const void *a, const void *b)
{
	const struct now *x = a, *y = b;

	return strcmp(x->check->id, y->check->id);
}

static struct now *
list_now(const struct report *r)
{
	struct now *now = xmalloc((r->n_checks + 1) * sizeof *now);

	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check_result *c = &r->checks[i];

		now[i] = (struct now){ c, false };
		for (size_t k = 0; k < c->n_findings; k++)
			now[i].errors = now[i].errors || c->findings[k].status == STATUS_ERROR;
	}
	qsort(now, r->n_checks, sizeof *now, compare_now);
	return now;
}

/* What cannot be assessed any more is not resolved. */
static bool
may_hide(const struct now *now, const struct finding *gone, bool by_name)
{
	const struct check_result *c = now->check;

	if (!now->errors || by_name || c->n_findings > NAMES_COMPARED)
		return now->errors;
	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];

		if (f->status == STATUS_ERROR &&
		    (f->subject->kind != gone->subject->kind ||
			strcmp(f->subject->name, gone->subject->name) == 0))
			return true;
	}
	return false;
}

/* Were containers and images chosen by name or label? */
static bool
is_narrowed(const struct report *r)
{
	return r->left_out_subjects > 0 &&
	       (strstr(r->selection, "-i ") != NULL || strstr(r->selection, "-x ") != NULL ||
		   strstr(r->selection, "-t ") != NULL ||
		   strstr(r->selection, "--changed-since ") != NULL);
}

/* Who looks at fewer containers and images than before has resolved nothing of the others. */
static bool
is_left_out(const struct comparison *c, const struct now *now, const struct finding *gone)
{
	const struct check_result *check = now->check;

	if (!is_narrowed(c->report) ||
	    strcmp(c->earlier->report->selection, c->report->selection) == 0 ||
	    (!c->earlier->by_name && gone->subject->kind != SUBJECT_CONTAINER &&
		gone->subject->kind != SUBJECT_IMAGE && gone->subject->kind != SUBJECT_COMPOSE))
		return false;
	for (size_t i = 0; i < check->n_findings && check->n_findings <= NAMES_COMPARED; i++) {
		if (strcmp(check->findings[i].subject->name, gone->subject->name) == 0)
			return false;
	}
	return true;
}

static void
add_resolved(struct report *r, const struct check_result *c, const struct finding *f)
{
	struct resolved *x = report_add_resolved(r);

	*x = (struct resolved){ .check = report_text(r, c->id),
		.title = report_text(r, c->title),
		.severity = c->severity,
		.status = f->status,
		.message = report_text(r, f->message),
		.key = report_text(r, f->key),
		.subject = { .kind = f->subject->kind,
		    .name = report_text(r, f->subject->name),
		    .id = report_text(r, f->subject->id),
		    .image = report_text(r, f->subject->image),
		    .identity = "" } };
	snprintf(x->fingerprint, sizeof x->fingerprint, "%s", f->fingerprint);
	if (f->fingerprint[0] == '\0') /* dbs has none: the name stands for it */
		sha256_hex(f->subject->name, strlen(f->subject->name), x->fingerprint);
}

static int
compare_resolved(const void *a, const void *b)
{
	const struct resolved *x = a, *y = b;
	int order = strcmp(x->check, y->check);

	if (order == 0)
		order = strcmp(x->subject.name, y->subject.name);
	return order != 0 ? order : strcmp(x->fingerprint, y->fingerprint);
}

/* A baseline's WARN is resolved when its check has looked again and does not find it. */
static void
find_resolved(struct comparison *c)
{
	struct report *r = c->report;
	struct now *all = list_now(r);
	const char *last = "";

	r->n_resolved = 0;
	for (size_t i = 0; i < c->n_known; i++) {
		const struct known *k = &c->known[i];
		struct now wanted = { k->result, false };
		const struct now *now;

		if (*k->met || k->finding->status != STATUS_WARN ||
		    (!c->earlier->by_name && strcmp(last, k->key) == 0))
			continue;
		last = k->key;
		*k->met = true;
		now = bsearch(&wanted, all, r->n_checks, sizeof *all, compare_now);
		if (now != NULL && !may_hide(now, k->finding, c->earlier->by_name) &&
		    !is_left_out(c, now, k->finding))
			add_resolved(r, k->result, k->finding);
	}
	free(all);
	if (r->n_resolved > 1)
		qsort(r->resolved, r->n_resolved, sizeof *r->resolved, compare_resolved);
}

/* ---- what cannot be compared ---------------------------------------------------------------- */

static void
note(struct report *r, const char *text)
{
	struct baseline_source *b = r->baseline;

	if (b->n_notes < BASELINE_NOTES_MAX)
		b->notes[b->n_notes++] = report_text(r, text);
}

static void
tell_unknown_checks(struct comparison *c)
{
	struct buf names = BUF_INIT(4096);
	struct report *r = c->report;

	if (c->n_unknown_checks == 0)
		return;
	for (size_t i = 0; i < c->n_named; i++)
		buf_printf(&names, "%s%s", i > 0 ? ", " : "", c->named[i]);
	if (c->n_unknown_checks > c->n_named)
		buf_printf(&names, " and %zu more", c->n_unknown_checks - c->n_named);
	note(r, arena_printf(r->arena,
		    "%zu check%s with findings had no result in it (%s): new since then, or not "
		    "selected "
		    "then. Their findings are marked new-check and close the gate only with "
		    "--new-checks fail",
		    c->n_unknown_checks, c->n_unknown_checks == 1 ? "" : "s", buf_str(&names)));
	buf_free(&names);
}

static void
tell_selections(struct report *r, const struct report *e)
{
	if (strcmp(e->selection, r->selection) != 0 && is_narrowed(e))
		note(r,
		    arena_printf(r->arena,
			"it had left out %zu containers and images (%s): what is found about them "
			"counts as new",
			e->left_out_subjects, e->selection));
	if (strcmp(e->selection, r->selection) != 0 && is_narrowed(r))
		note(r,
		    arena_printf(r->arena,
			"this scan leaves out %zu containers and images (%s): of those nothing is "
			"told as resolved",
			r->left_out_subjects, r->selection));
	if (r->all_containers && !e->all_containers)
		note(r,
		    "it looked at running containers only: what is found about others counts as "
		    "new");
	if (e->hidden_findings > 0)
		note(r,
		    arena_printf(r->arena,
			"it was written with %s, which hid %zu findings: what was hidden counts as "
			"new",
			e->view, e->hidden_findings));
}

static void
tell_differences(struct comparison *c)
{
	const struct report *e = c->earlier->report;
	struct report *r = c->report;

	if (e->host[0] != '\0' && strcmp(e->host, r->host) != 0)
		note(r, arena_printf(r->arena, "it is of another host: %s, and this is %s", e->host,
			    r->host));
	tell_unknown_checks(c);
	if (!c->tells_errors)
		note(r, "it does not tell what could not be assessed then: all that cannot be now "
			"counts");
	if (c->earlier->by_name)
		note(r,
		    "it tells names only: a WARN of the same check about the same name is taken "
		    "for unchanged");
	if (strcmp(c->earlier->format, "json") == 0)
		tell_selections(r, e);
}

void
baseline_mark(struct report *r, const struct imported *b, const char *file, bool keep_waived)
{
	struct comparison c = { .report = r,
		.earlier = b,
		.tells_errors =
		    strcmp(b->format, "json") == 0 || strcmp(b->format, "ndjson") == 0 };

	r->baseline = arena_alloc(r->arena, sizeof *r->baseline);
	*r->baseline = (struct baseline_source){ .file = report_text(r, file),
		.format = b->format,
		.host = report_text(r, b->report->host),
		.date = report_text(r, b->report->started) };
	know_all(&c, keep_waived);
	for (size_t i = 0; i < r->n_checks; i++)
		mark_check(&c, &r->checks[i]);
	find_resolved(&c);
	tell_differences(&c);
	free(c.known);
	free(c.checks);
}
