/*
 * cases.h: one verdict that a check has to give, told as a change of a clean host.
 *
 * The clean host is tests/fixtures/clean/: JSON objects that map a document's name to its body.
 * The files are read in the order of their names, and merged: of two bodies for one document the
 * later one is laid over the earlier (objects member by member; anything else replaces). Checks of
 * build files are asked about tests/fixtures/clean-build/ instead: Dockerfiles and Compose files
 * without a fault, a document each; what the scan was told to read is in `meta`. Texts may be lists
 * of their lines.
 *
 *	{ "5.5", STATUS_PASS, .changes = { { 0 } } },              nothing is changed
 *	{ "5.5", STATUS_WARN, .key = "privileged",
 *	  .changes = { { WEB, "HostConfig.Privileged", "true" } } },
 *	{ "5.5", STATUS_ERROR, .changes = { { WEB, "HostConfig.Privileged", NULL } } },
 *
 * Every automated check needs a case that passes, one that warns and one that cannot be assessed;
 * test_cases.c fails for a check without them.
 */
#ifndef DOCKASSAY_CASES_H
#define DOCKASSAY_CASES_H

#include "judge.h"

#define WEB "GET /containers/c1/json"   /* the container "web" */
#define IMAGE "GET /images/sha256:a1/json"
#define HISTORY "GET /images/sha256:a1/history"
#define INFO "GET /info"
#define ENGINE_VERSION "GET /version"

struct change {
	const char *document;
	/* Dotted path into it, array elements by number: "0.Spec.Name"; NULL: all of it. The rest of a
	 * path may also be the name of a member that has dots in it: "kernel.sysrq". */
	const char *path;
	/*
	 * JSON. NULL with a path: the member is taken out. Without a path it is the body: JSON, or any
	 * text for documents that hold text; "!denied why", "!gone why", "!failed why", "!refused why",
	 * "!not-here why": it could not be had; NULL: it was never collected.
	 */
	const char *value;
};

#define CHANGES_MAX 6

struct check_case {
	const char *id;
	enum status status;                  /* of the check, or of the subject if one is named */
	const char *subject;                 /* name; NULL: the check as a whole */
	const char *key;                     /* some finding of that status has it; NULL: any */
	struct change changes[CHANGES_MAX];  /* ended by a NULL document */
};

struct case_table { const struct check_case *cases; size_t n; };
#define CASE_TABLE(array) { (array), sizeof(array) / sizeof((array)[0]) }

extern const struct case_table *const case_tables[]; /* NULL-terminated; case_tables.c */

#endif
