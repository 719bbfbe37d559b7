/*
 * masked.c: the target that masks what it gets as every kind of text that can hold secrets. What is
 * named as one must not come through, whatever stands around it; and JSON stays JSON, YAML stays
 * YAML, with the same members, and what is read by lines keeps them.
 */
#include "config.h"

#include "fuzz.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "snapshot/mask.h"
#include "syntax/json.h"
#include "syntax/yaml.h"

#define MASKED_MAX ((size_t)1 << 24)

static const struct masker masker = { "00112233445566778899aabbccddeeff" };

static void
hold_utf8(const char *what, const struct buf *out)
{
	for (size_t i = 0; i < out->len;) {
		unsigned cp;
		size_t n = utf8_decode(out->data + i, out->len - i, &cp);

		if (cp == 0xfffd && n != 3)
			fuzz_wrong(what, "is no UTF-8 after all");
		i += n;
	}
}

static size_t
count_lines(const char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += text[i] == '\n';
	return n;
}

/* ---- by lines ------------------------------------------------------------------------------- */

static void
hold_lines(const char *text, size_t len)
{
	static const char line[] = "\nDB_PASSWORD=hunter2\n";
	struct buf in = BUF_INIT(MASKED_MAX), out = BUF_INIT(MASKED_MAX);
	const char *last;

	buf_add(&in, text, len);
	buf_puts(&in, line);
	mask_lines(&masker, buf_str(&in), in.len, &out);
	for (last = out.data + out.len - 1; last > out.data && last[-1] != '\n'; last--)
		;
	if (strstr(last, "hunter2") != NULL)
		fuzz_wrong("lines", "a secret came through");
	hold_utf8("lines", &out);
	buf_free(&out);
	mask_dockerfile(&masker, text, len, &out);
	if (count_lines(buf_str(&out), out.len) != count_lines(text, len))
		fuzz_wrong("Dockerfile", "has other lines");
	hold_utf8("Dockerfile", &out);
	buf_free(&out);
	buf_free(&in);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void
same_members(const char *what, const cJSON *a, const cJSON *b)
{
	const cJSON *x = a->child, *y = b->child;

	if ((a->type & 0xff) != (b->type & 0xff))
		fuzz_wrong(what, "a value is of another type");
	for (; x != NULL && y != NULL; x = x->next, y = y->next)
		same_members(what, x, y);
	if (x != NULL || y != NULL)
		fuzz_wrong(what, "there are more members, or fewer");
}

/* Masks a JSON text; the caller frees what is left of it. */
static cJSON *
mask_text(const char *what, const char *text, size_t len, const cJSON *was)
{
	struct buf out = BUF_INIT(MASKED_MAX);
	struct err err;
	cJSON *is;

	mask_json(&masker, text, len, &out);
	hold_utf8(what, &out);
	is = json_parse(buf_str(&out), out.len, &err);
	if (is == NULL)
		fuzz_wrong(what, err.msg);
	same_members(what, was, is);
	buf_free(&out);
	return is;
}

static void
hold_json(const char *text, size_t len)
{
	struct buf out = BUF_INIT(MASKED_MAX);
	struct err err;
	cJSON *json = json_parse(text, len, &err), *history;

	if (json == NULL)
		return;
	cJSON_Delete(mask_text("JSON", text, len, json));
	mask_history(&masker, text, len, &out);
	history = json_parse(buf_str(&out), out.len, &err);
	if (history == NULL)
		fuzz_wrong("history", err.msg);
	cJSON_Delete(history);
	cJSON_Delete(json);
	buf_free(&out);
}

/* Whatever the value of a variable that is called like a secret. */
static void
hold_value(const char *value, size_t len)
{
	struct arena *a = arena_new();
	const char *pair = arena_printf(a, "DB_PASSWORD=%s", value);
	cJSON *json = cJSON_CreateObject(), *list = cJSON_AddArrayToObject(json, "Env"), *masked;
	char *text;

	cJSON_AddItemToArray(list, cJSON_CreateString(pair));
	text = cJSON_PrintUnformatted(json);
	masked = mask_text("value", text, strlen(text), json);
	if (strlen(value) == len && !mask_is_placeholder(value, len) &&
	    strcmp(masked->child->child->valuestring, pair) == 0)
		fuzz_wrong("value", "a secret came through");
	cJSON_Delete(masked);
	cJSON_Delete(json);
	cJSON_free(text);
	arena_free(a);
}

/* ---- YAML ----------------------------------------------------------------------------------- */

static void
same_nodes(const struct yaml *a, const struct yaml *b)
{
	if (a->kind != b->kind || a->n != b->n)
		fuzz_wrong("YAML", "a value is of another kind, or has other members");
	for (size_t i = 0; i < a->n && a->kind == YAML_LIST; i++)
		same_nodes(a->items[i], b->items[i]);
	for (size_t i = 0; i < a->n && a->kind == YAML_MAP; i++)
		same_nodes(a->members[i].value, b->members[i].value);
}

static void
hold_yaml(const char *text, size_t len)
{
	struct arena *a = arena_new();
	struct buf out = BUF_INIT(MASKED_MAX);
	struct yaml_file was, is;
	struct err err;

	if (yaml_parse(a, "was", text, len, &was, &err) == 0) {
		mask_yaml(&masker, text, len, &out);
		hold_utf8("YAML", &out);
		if (yaml_parse(a, "is", buf_str(&out), out.len, &is, &err) < 0)
			fuzz_wrong("YAML", err.msg);
		if (was.n != is.n || count_lines(text, len) != count_lines(buf_str(&out), out.len))
			fuzz_wrong("YAML", "has other documents or lines");
		for (size_t i = 0; i < was.n; i++)
			same_nodes(was.documents[i], is.documents[i]);
	}
	buf_free(&out);
	arena_free(a);
}

void
fuzz_mask(const char *text, size_t len)
{
	hold_lines(text, len);
	hold_json(text, len);
	hold_value(text, len);
	hold_yaml(text, len);
}
