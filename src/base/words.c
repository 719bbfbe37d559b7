/*
 * words.c: looks words up. It may not know what they mean.
 */
#include "config.h"

#include "words.h"

#include <stddef.h>
#include <string.h>

bool
is_one_of(const char *word, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (strcmp(word, *words) == 0)
			return true;
	}
	return false;
}

/* Levenshtein's distance for short names; two rows of the table are enough. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[65], n = strlen(a), m = strlen(b);

	if (n > 64 || m > 64)
		return 99;
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			if (best > row[j] + 1)
				best = row[j] + 1;
			if (best > row[j - 1] + 1)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[m];
}

const char *
nearest_name(const char *typed, const char *const *names)
{
	const char *best = NULL;
	size_t least = strlen(typed) / 3 + 2;

	for (; *names != NULL; names++) {
		size_t d = distance(typed, *names);

		if (d < least) {
			least = d;
			best = *names;
		}
	}
	return best;
}
