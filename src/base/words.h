/*
 * words.h: lists of words.
 */
#ifndef DOCKASSAY_WORDS_H
#define DOCKASSAY_WORDS_H

#include <stdbool.h>

/* Is it in a list that ends with NULL? Letters in upper and lower case differ. */
bool is_one_of(const char *word, const char *const *words);

/*
 * The name among `names` (NULL-terminated) that is nearest to what was typed, or NULL when none
 * is near enough to be meant.
 */
const char *nearest_name(const char *typed, const char *const *names);

#endif
