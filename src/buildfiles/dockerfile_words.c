/*
 * dockerfile_words.c: splits the text of an instruction: keyword, flags, words, JSON arrays. It may
 * not put any variable in.
 */
#include "config.h"

#include "dockerfile_internal.h"

#include <cjson/cJSON.h>
#include <string.h>
#include <strings.h>

#include "syntax/json.h"

static const char *const kind_names[DF_N_KINDS] = {
	[DF_FROM] = "FROM",
	[DF_RUN] = "RUN",
	[DF_CMD] = "CMD",
	[DF_LABEL] = "LABEL",
	[DF_MAINTAINER] = "MAINTAINER",
	[DF_EXPOSE] = "EXPOSE",
	[DF_ENV] = "ENV",
	[DF_ADD] = "ADD",
	[DF_COPY] = "COPY",
	[DF_ENTRYPOINT] = "ENTRYPOINT",
	[DF_VOLUME] = "VOLUME",
	[DF_USER] = "USER",
	[DF_WORKDIR] = "WORKDIR",
	[DF_ARG] = "ARG",
	[DF_ONBUILD] = "ONBUILD",
	[DF_STOPSIGNAL] = "STOPSIGNAL",
	[DF_HEALTHCHECK] = "HEALTHCHECK",
	[DF_SHELL] = "SHELL",
};

const char *
df_kind_name(enum df_kind kind)
{
	return kind_names[kind];
}

int
df_find_kind(const char *s, size_t n)
{
	for (int i = 0; i < DF_N_KINDS; i++) {
		if (strlen(kind_names[i]) == n && strncasecmp(kind_names[i], s, n) == 0)
			return i;
	}
	return -1;
}

static size_t
skip_spaces(const char *s, size_t n, size_t at)
{
	while (at < n && df_is_space(s[at]))
		at++;
	return at;
}

bool
df_next_plain(const char *s, size_t n, size_t *pos, struct df_span *word)
{
	word->from = word->to = skip_spaces(s, n, *pos);
	while (word->to < n && !df_is_space(s[word->to]))
		word->to++;
	*pos = word->to;
	return word->from < word->to;
}

bool
df_next_quoted(const char *s, size_t n, size_t *pos, char escape, struct df_span *word, bool *open)
{
	size_t at = skip_spaces(s, n, *pos);
	char quote = '\0';

	word->from = at;
	for (; at < n && (quote != '\0' || !df_is_space(s[at])); at++) {
		if (s[at] == escape && quote != '\'' && at + 1 < n)
			at++;
		else if (quote != '\0' && s[at] == quote)
			quote = '\0';
		else if (quote == '\0' && (s[at] == '"' || s[at] == '\''))
			quote = s[at];
	}
	word->to = at;
	*pos = at;
	*open = *open || quote != '\0';
	return word->from < word->to;
}

struct df_span
df_keyword(const char *s, size_t n, size_t from, size_t *args)
{
	struct df_span word;

	*args = from;
	df_next_plain(s, n, args, &word);
	*args = skip_spaces(s, n, *args);
	return word;
}

bool
df_next_flag(const char *s, size_t n, size_t *pos, char escape, struct df_span *word)
{
	size_t at = skip_spaces(s, n, *pos);
	bool open = false;

	*pos = at;
	if (n - at < 2 || s[at] != '-' || s[at + 1] != '-' ||
	    !df_next_quoted(s, n, &at, escape, word, &open))
		return false;
	*pos = skip_spaces(s, n, at);
	return word->to - word->from > 2; /* "--" ends the flags */
}

int
df_json_array(struct arena *a, const char *s, size_t n, size_t *n_strings, const char ***strings)
{
	size_t at = skip_spaces(s, n, 0), cap = 0;
	const cJSON *item;
	struct err ignored;
	cJSON *json;
	int result = 1;

	*n_strings = 0;
	*strings = NULL;
	if (at == n || s[at] != '[')
		return 0;
	/* what json_parse() takes has to end with a NUL */
	json = json_parse(arena_strndup(a, s, n), n, &ignored);
	if (json == NULL)
		return 0;
	cJSON_ArrayForEach (item, json) {
		if (!cJSON_IsString(item))
			result = -1;
		*strings = arena_grow(a, *strings, *n_strings, &cap, sizeof **strings);
		(*strings)[(*n_strings)++] =
		    arena_strdup(a, cJSON_IsString(item) ? item->valuestring : "");
	}
	cJSON_Delete(json);
	return result;
}
