/*
 * sarif_result.h: one result in a run of SARIF.
 */
#ifndef DOCKASSAY_SARIF_RESULT_H
#define DOCKASSAY_SARIF_RESULT_H

#include "json_writer.h"
#include "report/report.h"

/* A run, or the part of it that is about one host. */
struct sarif_part {
	struct json_writer *w;
	const struct report *report;
	bool all;	  /* what is no alert, too */
	const char *host; /* of many; NULL: there is one */
	int64_t number;	  /* of the host's invocation */
};

/* `rule` is the number of the check in the driver's list. */
void sarif_result(const struct sarif_part *p, const struct check_result *c, size_t rule,
    const struct finding *f, const char *message);

#endif
