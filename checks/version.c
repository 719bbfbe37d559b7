/*
 * version.c: reads and compares version numbers. It may not know which ones are good.
 */
#include "config.h"

#include "version.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NUMBER_MAX 999999999L

static long
number(const char **text)
{
	long value = 0;

	while (isdigit((unsigned char)**text)) {
		if (value < NUMBER_MAX / 10)
			value = 10 * value + (**text - '0');
		(*text)++;
	}
	return value;
}

/* "-rc95", "-rc.2", "~rc1", "rc1", "-beta2": the text behind it, or NULL where none is. */
static const char *
stage(struct version *v, const char *text)
{
	static const struct {
		const char *word;
		int stage;
	} words[] = { { "alpha", 0 }, { "beta", 1 }, { "rc", 2 } };

	text += *text == '-' || *text == '~' || *text == '.';
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t n = strlen(words[i].word);

		if (strncasecmp(text, words[i].word, n) != 0)
			continue;
		text += n;
		text += *text == '.' || *text == '-';
		v->stage = words[i].stage;
		v->stage_number = number(&text);
		return text;
	}
	return NULL;
}

bool
version_parse(struct version *v, const char *text)
{
	const char *behind;

	*v = (struct version){ .stage = 3 };
	if ((*text == 'v' || *text == 'V') && isdigit((unsigned char)text[1]))
		text++;
	while (isdigit((unsigned char)*text)) {
		long part = number(&text);

		if (v->n < VERSION_PARTS)
			v->part[v->n++] = part;
		if (*text != '.' || !isdigit((unsigned char)text[1]))
			break;
		text++;
	}
	behind = stage(v, text);
	v->added = behind != NULL ? behind : text;
	return v->n > 0;
}

int
version_compare(const struct version *a, const struct version *b)
{
	for (int i = 0; i < VERSION_PARTS; i++) {
		if (a->part[i] != b->part[i])
			return a->part[i] < b->part[i] ? -1 : 1;
	}
	if (a->stage != b->stage)
		return a->stage < b->stage ? -1 : 1;
	if (a->stage < 3 && a->stage_number != b->stage_number)
		return a->stage_number < b->stage_number ? -1 : 1;
	return 0;
}

int
version_compare_text(const char *a, const char *b)
{
	struct version x, y;

	version_parse(&x, a);
	version_parse(&y, b);
	return version_compare(&x, &y);
}
