/*
 * html_views.c: groups, subjects and reasons of a report. It may not escape, print or judge.
 * Everything is sorted, so that time grows by n log n with the findings.
 */
#include "config.h"

#include "html_views.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define ID_DIGITS 64	/* of a container's or image's id */
#define SHOWN_DIGITS 12 /* what Docker itself shows of it */
#define KEY_MAX ((size_t)16 << 20)

/* ---- identifiers ---------------------------------------------------------------------------- */

/* Appends text with its long identifiers cut; the one at `hide` (may be NULL) is left out. */
static void
add_shortened(struct buf *out, const char *text, const char *hide)
{
	while (*text != '\0') {
		size_t plain = strcspn(text, "0123456789abcdef");
		size_t digits = strspn(text + plain, "0123456789abcdef");

		buf_add(out, text, plain);
		text += plain;
		if (digits != ID_DIGITS) {
			buf_add(out, text, digits);
		} else {
			if (hide == NULL || strncmp(text, hide, ID_DIGITS) != 0)
				buf_add(out, text, SHOWN_DIGITS);
			buf_puts(out, "…");
		}
		text += digits;
	}
}

/* The digits of "sha256:1234..." or "1234..."; NULL where a subject has no such id. */
static const char *
id_digits(const struct subject *s)
{
	const char *colon = strchr(s->id, ':');
	const char *digits = colon != NULL ? colon + 1 : s->id;

	return strlen(digits) == ID_DIGITS ? digits : NULL;
}

static const char *
shortened(struct arena *a, const char *text, const char *hide)
{
	struct buf b = BUF_INIT(KEY_MAX);
	const char *copy;

	if (strlen(text) < ID_DIGITS)
		return text;
	add_shortened(&b, text, hide);
	copy = arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return copy;
}

const char *
html_shorten(struct arena *a, const char *text)
{
	return shortened(a, text, NULL);
}

/* ---- groups --------------------------------------------------------------------------------- */

struct entry {
	const struct finding *finding;
	char *key; /* what members of a group have in common */
	size_t key_len, index, ordinal;
	char digits[SHOWN_DIGITS]; /* of its fingerprint */
};

static void
add_part(struct buf *b, const char *part)
{
	buf_add(b, part, strlen(part) + 1);
}

static void
add_waiver(struct buf *b, const struct waiver *w)
{
	if (w == NULL)
		return;
	add_part(b, w->source);
	add_part(b, w->justification);
	add_part(b, w->owner);
	add_part(b, w->expires);
	add_part(b, w->approver);
	add_part(b, w->ticket);
	add_part(b, w->risk);
}

static void
add_attestation(struct buf *b, const struct attestation *a)
{
	if (a == NULL)
		return;
	add_part(b, a->source);
	add_part(b, a->evidence);
	add_part(b, a->by);
	add_part(b, a->on);
	add_part(b, a->until);
}

static void
entry_key(struct arena *a, struct entry *e)
{
	const struct finding *f = e->finding;
	const char *hide = id_digits(f->subject);
	struct buf b = BUF_INIT(KEY_MAX);

	buf_printf(&b, "%d %d %d ", (int)f->status, (int)f->subject->kind, (int)f->baseline);
	add_waiver(&b, f->waiver);
	add_attestation(&b, f->attestation);
	add_part(&b, shortened(a, f->message, hide));
	for (size_t i = 0; i < f->n_evidence; i++) {
		const struct evidence *v = &f->evidence[i];

		buf_printf(&b, "%" PRId64 " ", v->line);
		add_part(&b, v->what);
		add_part(&b, shortened(a, evidence_source(f, v), hide));
		add_part(&b, v->actual);
		add_part(&b, v->expected);
	}
	e->key_len = b.len;
	e->key = arena_alloc(a, b.len + 1);
	memcpy(e->key, buf_str(&b), b.len);
	buf_free(&b);
}

static int
by_index(const struct entry *x, const struct entry *y)
{
	return x->index < y->index ? -1 : x->index > y->index;
}

static int
by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = memcmp(x->key, y->key, x->key_len < y->key_len ? x->key_len : y->key_len);

	if (order == 0 && x->key_len != y->key_len)
		order = x->key_len < y->key_len ? -1 : 1;
	return order != 0 ? order : by_index(x, y);
}

static int
by_fingerprint(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = memcmp(x->digits, y->digits, SHOWN_DIGITS);

	return order != 0 ? order : by_index(x, y);
}

/* Replicas of a service have one fingerprint: each still gets an anchor of its own. */
static void
number_equal_fingerprints(struct entry *entries, size_t n)
{
	qsort(entries, n, sizeof *entries, by_fingerprint);
	for (size_t i = 1; i < n; i++) {
		if (memcmp(entries[i].digits, entries[i - 1].digits, SHOWN_DIGITS) == 0)
			entries[i].ordinal = entries[i - 1].ordinal + 1;
	}
}

const char *
html_anchor(struct arena *a, const struct check_result *c, const struct finding *f)
{
	char room[65];

	return arena_printf(a, "%s-%.*s", c->id, SHOWN_DIGITS, finding_fingerprint(c, f, room));
}

static const char *
anchor(struct arena *a, const struct check_result *c, const struct entry *e)
{
	if (e->ordinal == 0)
		return arena_printf(a, "%s-%.*s", c->id, SHOWN_DIGITS, e->digits);
	return arena_printf(a, "%s-%.*s-%zu", c->id, SHOWN_DIGITS, e->digits, e->ordinal + 1);
}

static struct html_group
make_group(struct arena *a, const struct check_result *c, const struct entry *entries, size_t n)
{
	const struct finding *f = entries[0].finding;
	const char *hide = n > 1 ? id_digits(f->subject) : NULL;
	struct html_group g = {
		.status = f->status,
		.kind = f->subject->kind,
		.message = shortened(a, f->message, hide),
		.n_members = n,
		.members = arena_alloc(a, n * sizeof *g.members),
		.n_evidence = f->n_evidence,
		.evidence = arena_alloc(a, (f->n_evidence + 1) * sizeof *g.evidence),
	};

	for (size_t i = 0; i < n; i++)
		g.members[i] =
		    (struct html_member){ entries[i].finding, anchor(a, c, &entries[i]) };
	for (size_t i = 0; i < f->n_evidence; i++) {
		g.evidence[i] = f->evidence[i];
		g.evidence[i].source = shortened(a, evidence_source(f, &f->evidence[i]), hide);
	}
	return g;
}

static int
by_status(const void *a, const void *b)
{
	const struct html_group *x = a, *y = b;

	if (x->status != y->status)
		return x->status > y->status ? -1 : 1;
	/* findings of one check lie in one array, in the report's order */
	return x->members[0].finding < y->members[0].finding ? -1 : 1;
}

struct html_group *
html_groups(struct arena *a, const struct check_result *c, size_t *n)
{
	struct entry *entries = arena_alloc(a, (c->n_findings + 1) * sizeof *entries);
	struct html_group *groups = arena_alloc(a, (c->n_findings + 1) * sizeof *groups);

	*n = 0;
	for (size_t i = 0; i < c->n_findings; i++) {
		char room[65];

		entries[i] = (struct entry){ .finding = &c->findings[i], .index = i };
		memcpy(
		    entries[i].digits, finding_fingerprint(c, &c->findings[i], room), SHOWN_DIGITS);
		entry_key(a, &entries[i]);
	}
	number_equal_fingerprints(entries, c->n_findings);
	qsort(entries, c->n_findings, sizeof *entries, by_key);
	for (size_t from = 0, to; from < c->n_findings; from = to) {
		for (to = from + 1;
		     to < c->n_findings && entries[to].key_len == entries[from].key_len &&
		     memcmp(entries[to].key, entries[from].key, entries[from].key_len) == 0;
		     to++)
			;
		groups[(*n)++] = make_group(a, c, &entries[from], to - from);
	}
	qsort(groups, *n, sizeof *groups, by_status);
	return groups;
}

/* ---- subjects ------------------------------------------------------------------------------- */

static int
compare_subjects(const struct subject *x, const struct subject *y)
{
	int order = (int)x->kind - (int)y->kind;

	if (order == 0)
		order = strcmp(x->name, y->name);
	return order != 0 ? order : strcmp(x->id, y->id);
}

static int
by_subject(const void *a, const void *b)
{
	const struct finding *const *x = a, *const *y = b;

	return compare_subjects((*x)->subject, (*y)->subject);
}

struct html_subject *
html_subjects(struct arena *a, const struct report *r, size_t *n)
{
	size_t all = 0;
	const struct finding **findings;
	struct html_subject *subjects;

	for (size_t i = 0; i < r->n_checks; i++)
		all += r->checks[i].n_findings;
	findings = arena_alloc(a, (all + 1) * sizeof *findings);
	all = 0;
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++)
			findings[all++] = &r->checks[i].findings[k];
	}
	qsort(findings, all, sizeof *findings, by_subject);
	*n = 0;
	for (size_t i = 0; i < all; i++)
		*n +=
		    i == 0 || compare_subjects(findings[i]->subject, findings[i - 1]->subject) != 0;
	subjects = arena_alloc(a, (*n + 1) * sizeof *subjects);
	*n = 0;
	for (size_t i = 0; i < all; i++) {
		if (i == 0 || compare_subjects(findings[i]->subject, findings[i - 1]->subject))
			subjects[(*n)++].subject = findings[i]->subject;
		subjects[*n - 1].findings_by_status[findings[i]->status]++;
	}
	return subjects;
}

/* ---- reasons -------------------------------------------------------------------------------- */

struct pair {
	const char *message, *item;
	const struct finding *finding;
	size_t index;
};

static int
by_message(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int order = strcmp(x->message, y->message);

	if (order != 0)
		return order;
	return x->index < y->index ? -1 : x->index > y->index;
}

static int
by_frequency(const void *a, const void *b)
{
	const struct html_cause *x = a, *y = b;

	if (x->n_items != y->n_items)
		return x->n_items > y->n_items ? -1 : 1;
	return strcmp(x->message, y->message);
}

static struct html_cause *
causes(struct arena *a, struct pair *pairs, size_t n_pairs, size_t *n)
{
	struct html_cause *list = arena_alloc(a, (n_pairs + 1) * sizeof *list);
	const char **items = arena_alloc(a, (n_pairs + 1) * sizeof *items);

	*n = 0;
	qsort(pairs, n_pairs, sizeof *pairs, by_message);
	for (size_t i = 0; i < n_pairs; i++) {
		bool same = i > 0 && strcmp(pairs[i].message, pairs[i - 1].message) == 0;

		if (!same)
			list[(*n)++] = (struct html_cause){ .message = pairs[i].message,
				.items = &items[i],
				.example = pairs[i].finding };
		list[*n - 1].n_findings++;
		if (same && strcmp(pairs[i].item, pairs[i - 1].item) == 0)
			continue;
		list[*n - 1].items[list[*n - 1].n_items++] = pairs[i].item;
	}
	qsort(list, *n, sizeof *list, by_frequency);
	return list;
}

struct html_cause *
html_unread(struct arena *a, const struct report *r, size_t *n)
{
	struct pair *pairs = arena_alloc(a, (r->n_notifications + 1) * sizeof *pairs);

	for (size_t i = 0; i < r->n_notifications; i++)
		pairs[i] = (struct pair){ r->notifications[i].message,
			html_shorten(a, r->notifications[i].source), NULL, i };
	return causes(a, pairs, r->n_notifications, n);
}

struct html_cause *
html_not_applicable(struct arena *a, const struct report *r, size_t *n)
{
	struct pair *pairs =
	    arena_alloc(a, (r->findings_by_status[STATUS_SKIP] + 1) * sizeof *pairs);
	size_t n_pairs = 0;

	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check_result *c = &r->checks[i];
		const char *last = NULL;

		for (size_t k = 0; k < c->n_findings; k++) {
			const struct finding *f = &c->findings[k];

			if (f->status != STATUS_SKIP ||
			    (last != NULL && strcmp(last, f->message) == 0))
				continue;
			last = f->message;
			pairs[n_pairs] = (struct pair){ html_shorten(a, last), c->id, f, n_pairs };
			n_pairs++;
		}
	}
	return causes(a, pairs, n_pairs, n);
}

/* By all that a waiver or an attestation says, so that one that was read back is one again. */
static struct html_cause *
marked(struct arena *a, const struct report *r, bool waivers, size_t *n)
{
	struct pair *pairs =
	    arena_alloc(a, ((waivers ? r->n_waived : r->n_attested) + 1) * sizeof *pairs);
	size_t n_pairs = 0;

	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check_result *c = &r->checks[i];

		for (size_t k = 0; k < c->n_findings; k++) {
			const struct finding *f = &c->findings[k];
			struct buf b = BUF_INIT(KEY_MAX);

			if (waivers ? f->waiver == NULL : f->attestation == NULL)
				continue;
			if (waivers)
				add_waiver(&b, f->waiver);
			else
				add_attestation(&b, f->attestation);
			for (size_t at = 0; at < b.len; at++)
				b.data[at] = b.data[at] == '\0' ? '\1' : b.data[at];
			pairs[n_pairs] =
			    (struct pair){ arena_strdup(a, buf_str(&b)), c->id, f, n_pairs };
			n_pairs++;
			buf_free(&b);
		}
	}
	return causes(a, pairs, n_pairs, n);
}

struct html_cause *
html_waivers(struct arena *a, const struct report *r, size_t *n)
{
	return marked(a, r, true, n);
}

struct html_cause *
html_attestations(struct arena *a, const struct report *r, size_t *n)
{
	return marked(a, r, false, n);
}
