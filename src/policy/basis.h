/*
 * basis.h: what a report rests on beside the documents: the options that choose what is looked at
 * and decide what passes, the files that those name, by digest, and the time by which waivers end.
 * With it and the snapshot anybody can judge anew; see verify.c.
 */
#ifndef DOCKASSAY_BASIS_H
#define DOCKASSAY_BASIS_H

#include "policy.h"
#include "since.h"
#include "sandbox/sandbox.h"

/* Notes the options by which checks and subjects were chosen. */
void basis_select(struct report *r, const struct options *o, const struct since *since);

/* Notes in which sandbox the report is made; none where nobody entered one. */
void basis_sandbox(struct report *r, const struct sandbox *s);

/*
 * Notes those by which findings were marked and decided upon, in place of what an earlier run has
 * left. To be called after policy_apply().
 */
void basis_decide(struct report *r, const struct options *o, const struct policy *p);

/* Notes those of a view, in what view_of() gave. */
void basis_show(struct report *shown, const struct options *o);

/*
 * The options that a report names, over defaults. The strings are the report's; the configuration
 * file is not among them. -1 (EXIT_USAGE): it names none, or what this program does not know.
 */
int basis_options(struct options *o, const struct report *r, struct err *err);

/* The file that the option named; NULL: it named none. */
const struct report_input *basis_input(const struct report *r, const char *option);

#endif
