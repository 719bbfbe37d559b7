/*
 * facts_util.h: hands documents to facts, for tests.
 */
#ifndef DOCKASSAY_FACTS_UTIL_H
#define DOCKASSAY_FACTS_UTIL_H

#include "facts/facts.h"

/* A document that was read well; the test fails where facts refuse it. */
void give(struct facts *f, const char *name, const char *body);

/* A document that could not be had. */
void give_problem(struct facts *f, const char *name, enum doc_state state, const char *problem);

#endif
