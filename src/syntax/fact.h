/*
 * fact.h: one fact, typed and three-valued.
 *
 * It was SEEN, or seen to be ABSENT (no such key, or null), or it is UNSEEN: the document could not
 * be had, or the value has a type that the field does not allow. Only the first two are evidence.
 * Absent, null, "", 0, [] and {} are different things; null counts as absent.
 */
#ifndef DOCKASSAY_FACT_H
#define DOCKASSAY_FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum seen { UNSEEN = 0, ABSENT, SEEN };

/* Each kind of fact begins with how much of it was seen. */
struct fact_bool { enum seen seen; bool v; };
struct fact_int { enum seen seen; int64_t v; };
struct fact_bits { enum seen seen; uint64_t v; };
struct fact_str { enum seen seen; const char *v; };                    /* v != NULL when SEEN */
struct fact_list { enum seen seen; size_t n; const char *const *v; }; /* of strings */

struct pair { const char *name, *value; };
struct fact_map { enum seen seen; size_t n; const struct pair *v; };

#endif
