/*
 * text.h: makes foreign text safe to show, once, where it enters the report; and the order of texts.
 */
#ifndef DOCKASSAY_TEXT_H
#define DOCKASSAY_TEXT_H

#include <stdio.h>

#include "buf.h"

/*
 * Decodes one UTF-8 character of s[0..n); returns its length (1-4) and sets *cp. For what is not
 * valid UTF-8 the length is 1 and *cp is U+FFFD.
 */
size_t utf8_decode(const char *s, size_t n, unsigned *cp);

/*
 * Appends s as valid UTF-8: broken sequences become U+FFFD; control characters (but line feed and
 * tab), bidirectional overrides, invisible and non-characters become visible as \u{1b}, and so does
 * the first character of what a build server would take for a command in its log. What comes
 * after max_bytes of the input is cut with "…".
 */
void text_clean(struct buf *out, const char *s, size_t max_bytes);
/* Is it sure that text_clean() would change nothing? False for some texts that it does not change. */
bool text_is_clean(const char *s, size_t n);

/* Orders two `const char *` by their bytes, for qsort() and bsearch(). */
int text_compare(const void *a, const void *b);

/* Prints s cleaned, on one line: for messages, which quote what others wrote. */
void text_print(FILE *f, const char *s);

/* The same on a line of stderr, behind the program's name. */
void text_tell(const char *message);

#endif
