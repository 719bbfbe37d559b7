/*
 * html_views.h: a report seen the other way round, for people: findings of a check that say the
 * same, subjects with what was found of them, reasons with what they concern. Pure functions of the
 * report; what they return lives in the arena.
 */
#ifndef DOCKASSAY_HTML_VIEWS_H
#define DOCKASSAY_HTML_VIEWS_H

#include "report/report.h"

struct html_member {
	const struct finding *finding;
	const char *anchor; /* "5.4-3f9a0c1b2d4e": no other on the page */
};

/*
 * Findings of one check with the same status, message and evidence, of subjects of one kind: three
 * hundred containers that pass are one row and not three hundred. Where the members differ by their
 * ids only, "…" stands for the id.
 */
struct html_group {
	enum status status;
	enum subject_kind kind;
	const char *message;
	size_t n_members, n_evidence;
	struct html_member *members;
	struct evidence *evidence;
};

/* The worst status first, then in the report's order. */
struct html_group *html_groups(struct arena *a, const struct check_result *c, size_t *n);

struct html_subject {
	const struct subject *subject;
	size_t findings_by_status[N_STATUS];
};

/* Every subject once; by kind, name and id. */
struct html_subject *html_subjects(struct arena *a, const struct report *r, size_t *n);

struct html_cause {
	const char *message;
	size_t n_items, n_findings;
	const char **items;
	const struct finding *example; /* one of the findings; NULL where there are none */
};

/* What could not be read, by the reason; the most frequent first. */
struct html_cause *html_unread(struct arena *a, const struct report *r, size_t *n);

/* What does not apply, by the reason: the items are ids of checks. */
struct html_cause *html_not_applicable(struct arena *a, const struct report *r, size_t *n);

/* Waivers and attestations, each with the checks and findings that it is of. */
struct html_cause *html_waivers(struct arena *a, const struct report *r, size_t *n);
struct html_cause *html_attestations(struct arena *a, const struct report *r, size_t *n);

/* Where a finding stands on the page; of replicas, the first. */
const char *html_anchor(struct arena *a, const struct check_result *c, const struct finding *f);

/* Long identifiers (64 hexadecimal digits) cut to twelve and "…". */
const char *html_shorten(struct arena *a, const char *text);

#endif
