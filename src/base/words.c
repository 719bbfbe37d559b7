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
