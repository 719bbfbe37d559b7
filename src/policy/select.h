/*
 * select.h: which checks and which subjects a scan looks at. Selection leaves out; it never
 * changes a verdict, and what it left out is counted.
 */
#ifndef DOCKASSAY_SELECT_H
#define DOCKASSAY_SELECT_H

#include "check.h"
#include "judge.h"
#include "since.h"
#include "options/options.h"

struct selected { const struct section *section; const struct check *check; };

struct selection {
	struct arena *arena;
	unsigned needs;              /* of the selected checks */
	const char *summary;         /* one line for a person */
	size_t n_selected, n_left_out;
	struct selected *selected;   /* in the order of the catalogue */
	bool all_containers;
	/*
	 * No check but those of containers reads containers' documents, so that those of containers
	 * which are left out need not be asked for.
	 */
	bool containers_apart;
	struct since since;
	/* the rest is select.c's and select_subjects.c's own */
	struct fact_list subjects_in, subjects_out, labels, users;
};

/* -1: EXIT_USAGE for a check name that is not known, with the nearest. */
int selection_parse(struct selection *s, const struct options *o, struct err *err);
/* Reads the file that --changed-since names. -1: EXIT_USAGE. */
int selection_read(struct selection *s, const struct options *o, struct err *err);
/* -1: EXIT_USAGE for a name in a list that means no check. NULL is fine. */
int selection_known(struct arena *a, const char *list, struct err *err);
/* A comma-separated list; no list gives no names. */
struct fact_list selection_split(struct arena *a, const char *list);
void selection_free(struct selection *s);

/* Does a name of -c or -e mean this check? Ids, sections, groups, prefixes, patterns. */
bool selection_means(const char *name, const struct section *section, const struct check *check);

bool selection_has(const struct selection *s, const struct check *check);
struct subject_filter selection_filter(struct selection *s);

/*
 * To be called when all facts are there. Build files and engines are scanned apart: where the
 * facts are about build files, other checks go, and the reverse; of Dockerfiles and Compose files
 * the checks of what was named stay. Counts the checks that were
 * left out.
 */
void selection_meet_facts(struct selection *s, const struct facts *f);

/* Counts and names in a report what was left out; after selection_meet_facts(). */
void selection_tell(const struct selection *s, const struct facts *f, struct report *r);

/* Group names that -c and -e take beside section names: "cis", "cis_level1", ...; NULL-terminated. */
struct check_group { const char *name, *summary; bool (*has)(const struct check *c); };
extern const struct check_group check_groups[]; /* ended by a NULL name */

/*
 * What --profile takes. The first is the default. Checks that -c names by id, prefix, pattern or
 * group are selected whatever the profile; sections are narrowed by it.
 */
extern const struct check_group profiles[]; /* ended by a NULL name */
const struct check_group *profile_called(const char *name); /* NULL: none */

#endif
