/*
 * words.h: fixed lists of words.
 */
#ifndef DOCKASSAY_WORDS_H
#define DOCKASSAY_WORDS_H

#include <stdbool.h>

/* Is it in a list that ends with NULL? Letters in upper and lower case differ. */
bool is_one_of(const char *word, const char *const *words);

#endif
