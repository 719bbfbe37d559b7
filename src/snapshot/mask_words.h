/*
 * mask_words.h: finds the secrets in a text of words: a command for a shell, NAME=value pairs, or
 * lines of a file.
 */
#ifndef DOCKASSAY_MASK_WORDS_H
#define DOCKASSAY_MASK_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* What is to be masked of a text. */
struct mask_range {
	size_t from, to;
	bool bare;      /* a word of its own, or a part of one, that no quotes surround */
};

struct mask_ranges { size_t n, cap; struct mask_range *v; }; /* in order, apart from each other */

enum mask_kind {
	MASK_SHELL,  /* commands: quotes, ; & |, options with secrets */
	MASK_PAIRS,  /* words and quotes, as ENV has them */
	MASK_WORDS,  /* words by blanks: quotes are letters like others */
	MASK_FILE,   /* lines: the value of a secret's name reaches to the line's end */
};

struct mask_text {
	const char *s;
	size_t n;
	enum mask_kind kind;
	char escape;
};

void mask_find(struct arena *a, const struct mask_text *text, struct mask_ranges *out);

#endif
