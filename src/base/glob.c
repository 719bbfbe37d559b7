/*
 * glob.c: matches names with patterns. It may not know what the names are of.
 */
#include "config.h"

#include "glob.h"

#include <stddef.h>
#include <string.h>

#include "text.h"

/* The end of a set that begins behind `[`; NULL: it is not closed. */
static const char *
set_end(const char *p)
{
	p += *p == '!' || *p == '^';
	p += *p == ']';
	return strchr(p, ']');
}

static unsigned
next_char(const char **s)
{
	unsigned cp = 0;

	*s += utf8_decode(*s, strlen(*s) > 4 ? 4 : strlen(*s), &cp);
	return cp;
}

static bool
in_set(const char *p, const char *end, unsigned c)
{
	bool negated = *p == '!' || *p == '^', found = false;

	p += negated;
	while (p < end) {
		unsigned from = next_char(&p), to = from;

		if (*p == '-' && p + 1 < end) {
			p++;
			to = next_char(&p);
		}
		found = found || (c >= from && c <= to);
	}
	return found != negated;
}

/* Does one element of the pattern (not `*`) match one character? Moves both on where it does. */
static bool
step(const char **pattern, const char **name)
{
	const char *p = *pattern, *n = *name, *end;
	unsigned c = next_char(&n);

	if (*p == '?') {
		p++;
	} else if (*p == '[' && (end = set_end(p + 1)) != NULL) {
		if (!in_set(p + 1, end, c))
			return false;
		p = end + 1;
	} else {
		if (*p == '\\' && p[1] != '\0')
			p++;
		if (next_char(&p) != c)
			return false;
	}
	*pattern = p;
	*name = n;
	return true;
}

/* Where something does not fit, only the last star has to take one character more. */
bool
glob_match(const char *pattern, const char *name)
{
	const char *star = NULL, *behind = NULL;

	while (*name != '\0') {
		if (*pattern == '*') {
			star = ++pattern;
			behind = name;
		} else if (*pattern == '\0' || !step(&pattern, &name)) {
			if (star == NULL)
				return false;
			next_char(&behind);
			name = behind;
			pattern = star;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

bool
glob_is_literal(const char *pattern)
{
	for (; *pattern != '\0'; pattern++) {
		if (strchr("*?[", *pattern) != NULL)
			return false;
		if (*pattern == '\\' && pattern[1] != '\0')
			pattern++;
	}
	return true;
}
