/*
 * cases_example.c: cases of 5.5, the shortest of all; see cases.h.
 */
#include "config.h"

#include "cases.h"

static const struct check_case cases[] = {
	{ "5.5", STATUS_PASS },
	{ "5.5", STATUS_WARN, .subject = "web", .key = "privileged",
	    .changes = { { WEB, "HostConfig.Privileged", "true" } } },
	{ "5.5", STATUS_ERROR, .changes = { { WEB, "HostConfig.Privileged", NULL } } },
	{ "5.5", STATUS_ERROR, .changes = { { WEB, "HostConfig.Privileged", "\"no\"" } } },
	{ "5.5", STATUS_ERROR, .changes = { { WEB, NULL, "!failed time-out" } } },
	{ "5.5", STATUS_ERROR, .changes = { { WEB, NULL, NULL } } },
	{ "5.5", STATUS_SKIP, .subject = "web", .changes = { { WEB, NULL, "!gone 404" } } },
};

const struct case_table cases_example = CASE_TABLE(cases);
