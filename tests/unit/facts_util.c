/*
 * facts_util.c: hands documents to facts, for tests. It may not know any document's meaning.
 */
#include "config.h"

#include "facts_util.h"

#include <check.h>
#include <string.h>

static void
take(struct facts *f, const struct document *doc)
{
	struct err err = { EXIT_GATE_OPEN, "" };
	int rc = facts_take(f, doc, &err);

	ck_assert_msg(rc == 0, "%s: %s", doc->name, err.msg);
}

void
give(struct facts *f, const char *name, const char *body)
{
	take(f, &(struct document){ .name = name,
		    .from = name,
		    .state = DOC_OK,
		    .problem = "",
		    .body = body,
		    .len = strlen(body) });
}

void
give_problem(struct facts *f, const char *name, enum doc_state state, const char *problem)
{
	take(f, &(struct document){
		    .name = name, .from = name, .state = state, .problem = problem, .body = "" });
}
