/*
 * glob.h: patterns over names that an attacker may have chosen: no recursion, at most pattern times
 * name steps, where fnmatch() takes exponential time for some.
 */
#ifndef DOCKASSAY_GLOB_H
#define DOCKASSAY_GLOB_H

#include <stdbool.h>

/*
 * Does the whole name match? `*` is any text (slashes, too), `?` any one character, `[a-z]` and
 * `[!a-z]` one of a set, `\` takes the next character as it is. A `[` that is not closed is a `[`.
 */
bool glob_match(const char *pattern, const char *name);

/* Does the pattern name one thing only? */
bool glob_is_literal(const char *pattern);

#endif
