/*
 * fixture.h: the clean host of tests/fixtures/clean, the clean build files of
 * tests/fixtures/clean-build, and changes of them.
 */
#ifndef DOCKASSAY_FIXTURE_H
#define DOCKASSAY_FIXTURE_H

#include <cjson/cJSON.h>

#include "cases.h"

/* All documents, merged, as one object; the test fails where the files are malformed. Free it. */
cJSON *fixture_read(bool build_files);

void fixture_change(cJSON *documents, const struct change *change);

/* Facts of all the documents, finished. */
struct facts *fixture_facts(const cJSON *documents);

/* Sets the member at a dotted path; NULL takes it out. Takes `value` over. */
void json_set(cJSON *root, const char *path, cJSON *value);

#endif
