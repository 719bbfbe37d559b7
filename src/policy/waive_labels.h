/*
 * waive_labels.h: labels of the subjects of a report, found by subject.
 */
#ifndef DOCKASSAY_WAIVE_LABELS_H
#define DOCKASSAY_WAIVE_LABELS_H

#include "facts/facts.h"
#include "report/report.h"

struct labelled {
	enum subject_kind kind;
	const char *id;    /* the engine's; of a Compose service its name */
	const char *name;  /* for messages */
	const struct fact_map *labels;
};

struct label_table { size_t n; struct labelled *v; };

/* Of all containers, images and Compose services; in the arena. Facts may be NULL. */
void labels_collect(struct label_table *t, struct arena *a, const struct facts *f);

/* NULL: the subject has no labels, or they are not known. */
const struct fact_map *labels_of(const struct label_table *t, const struct subject *s);

/* The label's value; NULL: there is none. */
const char *label_value(const struct fact_map *labels, const char *name);

/* Does one label, as NAME=VALUE or as NAME, match? */
bool labels_match(const struct fact_map *labels, const char *pattern);

#endif
