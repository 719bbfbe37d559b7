/*
 * mask_variables.c: secrets and variables: ${PASSWORD} is no secret, but what it falls back to is.
 */
#include "config.h"

#include "mask_variables.h"

#include <string.h>

#define NESTED_MAX 8
#define MALFORMED_MAX 16

static bool
is_word(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (!first && c >= '0' && c <= '9');
}

/* Length of the reference $NAME or ${NAME...} that s begins with; 0: none. $$ is a plain dollar. */
static size_t
reference(const char *s, size_t n)
{
	size_t depth = 0;

	if (n < 2 || s[0] != '$')
		return 0;
	if (s[1] != '{') {
		size_t i = 1;

		while (i < n && is_word(s[i], i == 1))
			i++;
		return i > 1 ? i : 0;
	}
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '{' && i > 0 && s[i - 1] == '$')
			depth++;
		else if (s[i] == '}' && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* Where the default of ${NAME:-default} begins (also of :+); n: it has none. */
static size_t
default_of(const char *s, size_t n, size_t *name_end)
{
	size_t i = 2;

	while (i < n && is_word(s[i], i == 2))
		i++;
	*name_end = i;
	if (i < n && s[i] == ':')
		i++;
	return i + 1 < n && (s[i] == '-' || s[i] == '+') ? i + 1 : n;
}

bool
mask_only_references(const char *s, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < n;) {
		size_t length = reference(s + i, n - i);

		/* One that does not end is none, and is not looked for again and again. */
		if (length == 0 && (is_word(s[i], false) || (s[i] & 0x80) != 0 ||
				       (s[i] == '$' && i + 1 < n && s[i + 1] == '{')))
			return false;
		found += length > 0;
		i += length > 0 ? length : 1;
	}
	return found > 0;
}

static void
mask_nested(const struct masker *m, const char *s, size_t n, int depth, struct buf *out)
{
	if (depth == NESTED_MAX || !mask_only_references(s, n)) {
		if (n > 0)
			mask_value(m, s, n, out);
		return;
	}
	for (size_t i = 0; i < n;) {
		size_t length = reference(s + i, n - i), name, value;

		if (length < 3 || s[i + 1] != '{') {
			length = length > 0 ? length : 1;
			buf_add(out, s + i, length);
			i += length;
			continue;
		}
		value = default_of(s + i, length - 1, &name);
		buf_add(out, s + i, value);
		mask_nested(m, s + i + value, length - 1 - value, depth + 1, out);
		buf_putc(out, '}');
		i += length;
	}
}

void
mask_template(const struct masker *m, const char *s, size_t n, struct buf *out)
{
	mask_nested(m, s, n, 0, out);
}

void
mask_defaults(const struct masker *m, const char *s, size_t n, struct buf *out)
{
	size_t malformed = 0;

	for (size_t i = 0; i < n;) {
		size_t length = reference(s + i, n - i), name;

		if (length > 2 && s[i + 1] == '{' &&
		    default_of(s + i, length - 1, &name) < length - 1 &&
		    mask_name_is_secret(s + i + 2, name - 2)) {
			mask_template(m, s + i, length, out);
		} else if (length == 0 && s[i] == '$' && i + 1 < n && s[i + 1] == '{' &&
			   ++malformed > MALFORMED_MAX) {
			/* Each costs a look at all that follows: this is no text of anybody's. */
			mask_value(m, s + i, n - i, out);
			return;
		} else {
			buf_add(out, s + i, length = length > 0 ? length : 1);
		}
		i += length;
	}
}
