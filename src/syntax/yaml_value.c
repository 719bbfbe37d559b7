/*
 * yaml_value.c: what a YAML value means: look-up, types, traps. It may not know any document.
 */
#include "config.h"

#include "yaml.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/words.h"

bool
yaml_is_null(const struct yaml *v)
{
	static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };

	return v == NULL ||
	       (v->kind == YAML_SCALAR && v->problem == NULL &&
		   ((v->plain && v->written == NULL && is_one_of(v->text, nulls)) ||
		       (v->tag != NULL && strcmp(v->tag, "tag:yaml.org,2002:null") == 0)));
}

const struct yaml_member *
yaml_member(const struct yaml *map, const char *key)
{
	for (size_t i = 0; map != NULL && map->kind == YAML_MAP && i < map->n; i++) {
		if (strcmp(map->members[i].key, key) == 0)
			return &map->members[i];
	}
	return NULL;
}

struct yaml *
yaml_get(const struct yaml *map, const char *key)
{
	const struct yaml_member *m = yaml_member(map, key);

	return m != NULL ? m->value : NULL;
}

struct yaml *
yaml_at(const struct yaml *map, const char *path)
{
	for (;;) {
		size_t n = strcspn(path, ".");
		struct yaml *found = NULL;

		for (size_t i = 0; map != NULL && map->kind == YAML_MAP && i < map->n; i++) {
			const struct yaml_member *m = &map->members[i];

			if (strlen(m->key) == n && memcmp(m->key, path, n) == 0)
				found = m->value;
		}
		if (found == NULL || path[n] == '\0')
			return found;
		map = found;
		path += n + 1;
	}
}

static bool
is_known_scalar(const struct yaml *v)
{
	return v->kind == YAML_SCALAR && v->problem == NULL;
}

struct fact_bool
yaml_bool(const struct yaml *v)
{
	static const char *const yes[] = { "true", "True", "TRUE", NULL };
	static const char *const no[] = { "false", "False", "FALSE", NULL };

	if (yaml_is_null(v))
		return (struct fact_bool){ ABSENT, false };
	if (is_known_scalar(v) && v->plain && (is_one_of(v->text, yes) || is_one_of(v->text, no)))
		return (struct fact_bool){ SEEN, is_one_of(v->text, yes) };
	return (struct fact_bool){ UNSEEN, false };
}

/* [-+]?[0-9]+ | 0o[0-7]+ | 0x[0-9a-fA-F]+ and nothing behind it */
static bool
read_int(const char *text, int64_t *out)
{
	const char *digits = "0123456789", *number = text + (*text == '-' || *text == '+');
	int base = 10;
	char *end;
	long long value;

	if (strncmp(text, "0o", 2) == 0) {
		base = 8;
		digits = "01234567";
	} else if (strncmp(text, "0x", 2) == 0) {
		base = 16;
		digits = "0123456789abcdefABCDEF";
	}
	if (base != 10)
		number = text + 2;
	if (*number == '\0' || strspn(number, digits) != strlen(number) || strlen(number) > 20)
		return false;
	value = strtoll(base == 10 ? text : number, &end, base);
	if (value > (int64_t)1 << 62 || value < -((int64_t)1 << 62))
		return false;
	*out = value;
	return true;
}

struct fact_int
yaml_int(const struct yaml *v)
{
	struct fact_int fact = { UNSEEN, 0 };

	if (yaml_is_null(v))
		fact.seen = ABSENT;
	else if (is_known_scalar(v) && v->plain && read_int(v->text, &fact.v))
		fact.seen = SEEN;
	return fact;
}

struct fact_str
yaml_str(const struct yaml *v)
{
	if (yaml_is_null(v))
		return (struct fact_str){ ABSENT, NULL };
	if (!is_known_scalar(v))
		return (struct fact_str){ UNSEEN, NULL };
	return (struct fact_str){ SEEN, v->text };
}

struct fact_list
yaml_list(struct arena *a, const struct yaml *v)
{
	struct fact_list fact = { UNSEEN, 0, NULL };
	const char **strings;

	if (yaml_is_null(v))
		fact.seen = ABSENT;
	if (v == NULL || v->kind != YAML_LIST)
		return fact;
	strings = arena_alloc(a, (v->n + 1) * sizeof *strings);
	for (size_t i = 0; i < v->n; i++) {
		struct fact_str s = yaml_str(v->items[i]);

		if (s.seen != SEEN)
			return fact;
		strings[i] = s.v;
	}
	return (struct fact_list){ SEEN, v->n, strings };
}

/* ---- YAML 1.1 ------------------------------------------------------------------------------- */

/* 22:22 is 22 * 60 + 22. 0: it is none (a first part of 0 is none, either). */
static long long
base_60(const char *text)
{
	long long value = 0;
	int parts = 0;
	bool negative = *text == '-';

	text += *text == '-' || *text == '+';
	for (;; text++) {
		size_t n = strspn(text, "0123456789");
		long part = strtol(text, NULL, 10);

		if (n == 0 || n > (parts > 0 ? 2u : 9u) || (parts > 0 && part > 59) ||
		    (parts == 0 && *text == '0') || parts > 4)
			return 0;
		value = value * 60 + part;
		parts++;
		text += n;
		if (*text == '\0')
			return parts > 1 ? (negative ? -value : value) : 0;
		if (*text != ':')
			return 0;
	}
}

const char *
yaml_trap(struct arena *a, const struct yaml *v)
{
	static const char *const yes[] = { "y", "yes", "on", NULL };
	static const char *const no[] = { "n", "no", "off", NULL };
	size_t n;

	if (v == NULL || v->kind != YAML_SCALAR || !v->plain || v->written != NULL)
		return NULL;
	for (size_t i = 0; yes[i] != NULL; i++) {
		if (strcasecmp(v->text, yes[i]) == 0)
			return "true";
		if (strcasecmp(v->text, no[i]) == 0)
			return "false";
	}
	if (base_60(v->text) != 0)
		return arena_printf(a, "the number %lld", base_60(v->text));
	n = strlen(v->text);
	if (n > 1 && n < 20 && v->text[0] == '0' && strspn(v->text, "01234567") == n)
		return arena_printf(a, "the number %lld", strtoll(v->text, NULL, 8));
	return NULL;
}

const char *
yaml_where(struct arena *a, const struct yaml *v)
{
	return arena_printf(a, "%s:%d:%d", v->source, v->line, v->column);
}
