/*
 * os_release.c: reads os-release(5). It may not judge it.
 */
#include "config.h"

#include "os_release.h"

#include <string.h>

/* The value up to the end of its line, without its quotes. */
static const char *
value_of(struct arena *a, const char *text)
{
	size_t n = strcspn(text, "\n"), out = 0;
	char *value = arena_alloc(a, n + 1);
	char quote = '\0';

	for (size_t i = 0; i < n; i++) {
		char c = text[i];

		if (quote != '\0' && c == quote)
			break;
		if (quote == '\0' && out == 0 && (c == '"' || c == '\'')) {
			quote = c;
			continue;
		}
		if (c == '\\' && quote != '\'' && i + 1 < n)
			c = text[++i];
		value[out++] = c;
	}
	while (quote == '\0' && out > 0 &&
	       (value[out - 1] == ' ' || value[out - 1] == '\t' || value[out - 1] == '\r'))
		out--;
	value[out] = '\0';
	return value;
}

struct os_release
os_release_parse(struct arena *a, const char *text)
{
	struct os_release r = { "", "", "" };
	const struct {
		const char *name;
		const char **value;
	} fields[] = { { "ID=", &r.id }, { "VERSION_ID=", &r.version_id },
		{ "PRETTY_NAME=", &r.pretty_name } };

	while (*text != '\0') {
		for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
			size_t n = strlen(fields[i].name);

			if (strncmp(text, fields[i].name, n) == 0)
				*fields[i].value = value_of(a, text + n);
		}
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return r;
}
