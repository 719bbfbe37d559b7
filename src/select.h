/*
 * select.h: which checks and which subjects a scan looks at. Selection leaves out; it never
 * changes a verdict, and what it left out is counted.
 */
#ifndef DOCKASSAY_SELECT_H
#define DOCKASSAY_SELECT_H

#include "check.h"
#include "judge.h"
#include "options.h"

struct selection {
	struct arena *arena;
	unsigned needs;              /* of the selected checks */
	const char *summary;         /* one line for a person */
	size_t n_selected, n_left_out;
	size_t n_subjects_left_out;  /* counted by selection_count_subjects() */
	bool all_containers;
	/* the rest is select.c's own */
	const struct check **checks;
	struct fact_list subjects_in, subjects_out, labels, users;
};

/* -1: EXIT_USAGE for a check name that is not known, with the nearest. */
int selection_parse(struct selection *s, const struct options *o, struct err *err);
void selection_free(struct selection *s);

bool selection_has(const struct selection *s, const struct check *check);
struct subject_filter selection_filter(struct selection *s);
void selection_count_subjects(struct selection *s, const struct facts *f);

/* Group names that -c and -e take beside section names: "cis", "cis_level1", ...; NULL-terminated. */
struct check_group { const char *name, *summary; bool (*has)(const struct check *c); };
extern const struct check_group check_groups[]; /* ended by a NULL name */

#endif
