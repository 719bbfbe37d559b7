/*
 * mask_history.c: takes secrets out of histories of images. What a step ran keeps its words, so
 * that what stands behind a secret can still be read. It may not judge.
 */
#include "config.h"

#include "mask.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <string.h>

#include "mask_words.h"
#include "buildfiles/image_step.h"
#include "syntax/json.h"

#define TEXT_MAX ((size_t)64 << 20)

/* Where " NAME=" begins behind s[from]; n: nowhere. */
static size_t
next_argument(const char *s, size_t n, size_t from)
{
	for (size_t i = from; i < n; i++) {
		size_t k = i + 1;

		if (s[i] != ' ')
			continue;
		while (k < n && (isalnum((unsigned char)s[k]) || s[k] == '_'))
			k++;
		if (k > i + 1 && k < n && s[k] == '=')
			return i;
	}
	return n;
}

/* "|2 VERSION=1 API_TOKEN=a b ": values may have blanks in them, and no quotes tell. */
static void
mask_build_arguments(const struct masker *m, const char *s, size_t n, struct buf *out)
{
	size_t at = next_argument(s, n, 0);

	mask_repair(s, at, out);
	while (at < n) {
		size_t next = next_argument(s, n, at + 1);
		const char *equals = memchr(s + at, '=', next - at);
		size_t value = (size_t)(equals + 1 - s), end = next;

		while (end > value && s[end - 1] == ' ')
			end--;
		mask_repair(s + at, value - at, out);
		if (end > value && mask_name_is_secret(s + at + 1, value - at - 2) &&
		    !mask_is_placeholder(s + value, end - value))
			mask_value(m, s + value, end - value, out);
		else
			mask_lines(m, s + value, end - value, out);
		mask_repair(s + end, next - end, out);
		at = next;
	}
}

static void
mask_shell(struct arena *a, const struct masker *m, const char *s, size_t n, struct buf *out)
{
	const struct mask_text text = { s, n, MASK_SHELL, '\\' };
	struct mask_ranges found = { 0, 0, NULL };
	size_t done = 0;

	mask_find(a, &text, &found);
	for (size_t i = 0; i < found.n; i++) {
		const struct mask_range *r = &found.v[i];

		mask_repair(s + done, r->from - done, out);
		buf_puts(out, r->bare ? "\"" : "");
		mask_value(m, s + r->from, r->to - r->from, out);
		buf_puts(out, r->bare ? "\"" : "");
		done = r->to;
	}
	mask_repair(s + done, n - done, out);
}

/* What was run, masked; NULL: the step ran nothing, and is masked like any other string. */
static const char *
masked_command(struct arena *a, const struct masker *m, const char *created_by)
{
	struct step s = step_read(created_by);
	struct buf out = BUF_INIT(TEXT_MAX);
	const char *masked;

	if (s.kind != STEP_RUN)
		return NULL;
	mask_repair(created_by, (size_t)(s.arguments - created_by), &out);
	mask_build_arguments(m, s.arguments, s.n_arguments, &out);
	mask_repair(
	    s.arguments + s.n_arguments, (size_t)(s.text - s.arguments) - s.n_arguments, &out);
	mask_shell(a, m, s.text, s.n, &out);
	mask_repair(s.text + s.n, strlen(s.text + s.n), &out);
	masked = out.failed ? "<masked>" : arena_strdup(a, buf_str(&out));
	buf_free(&out);
	return masked;
}

/* Takes the commands out of the list; the rest of it is masked as any JSON is. */
static const char **
take_commands(struct arena *a, const struct masker *m, cJSON *list)
{
	const char **commands =
	    arena_alloc(a, sizeof *commands * (size_t)(cJSON_GetArraySize(list) + 1));
	size_t n = 0;
	cJSON *item;

	cJSON_ArrayForEach (item, list) {
		const cJSON *text = json_at(item, "CreatedBy", NULL);

		commands[n] = cJSON_IsString(text) ? masked_command(a, m, text->valuestring) : NULL;
		if (commands[n++] != NULL)
			cJSON_ReplaceItemInObjectCaseSensitive(
			    item, "CreatedBy", cJSON_CreateString(""));
	}
	return commands;
}

static cJSON *
masked_rest(const struct masker *m, const cJSON *list)
{
	struct buf masked = BUF_INIT(4 * TEXT_MAX);
	char *text = cJSON_PrintUnformatted(list);
	cJSON *rest;

	mask_json(m, text != NULL ? text : "null", text != NULL ? strlen(text) : 4, &masked);
	rest = cJSON_Parse(buf_str(&masked));
	cJSON_free(text);
	buf_free(&masked);
	return rest;
}

void
mask_history(const struct masker *m, const char *json, size_t n, struct buf *out)
{
	struct err ignored;
	cJSON *list = json_parse(json, n, &ignored), *rest, *item;
	struct arena *a;
	const char **commands;
	char *text;
	size_t k = 0;

	if (!cJSON_IsArray(list)) {
		cJSON_Delete(list);
		mask_json(m, json, n, out);
		return;
	}
	a = arena_new();
	commands = take_commands(a, m, list);
	rest = masked_rest(m, list);
	cJSON_ArrayForEach (item, rest) {
		if (commands[k] != NULL)
			cJSON_ReplaceItemInObjectCaseSensitive(
			    item, "CreatedBy", cJSON_CreateString(commands[k]));
		k++;
	}
	text = cJSON_PrintUnformatted(rest);
	buf_puts(out, text != NULL ? text : "null");
	cJSON_free(text);
	cJSON_Delete(rest);
	cJSON_Delete(list);
	arena_free(a);
}
