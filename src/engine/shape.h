/*
 * shape.h: is an answer what was asked for? An engine, or what stands between, that says "null" or {}
 * would otherwise say that nothing at all is set, and nothing of that kind may pass.
 */
#ifndef DOCKASSAY_SHAPE_H
#define DOCKASSAY_SHAPE_H

#include <cjson/cJSON.h>

/* NULL, or what is wrong with an answer's body, by the name of its document. */
const char *shape_problem(const char *name, const cJSON *json);

#endif
