/*
 * json_keys.c: finds keys that an object has twice. cJSON takes the last one silently, which is
 * right for the engine's answers and wrong for a file that people write and trust.
 */
#include "config.h"

#include "json.h"

#include <stdlib.h>
#include <string.h>

struct key {
	const char *at;
	size_t len;
};

struct keys {
	size_t n, cap;
	struct key *v;
};

static int
compare_keys(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	size_t n = x->len < y->len ? x->len : y->len;
	int order = memcmp(x->at, y->at, n);

	if (order == 0 && x->len != y->len)
		order = x->len < y->len ? -1 : 1;
	return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

static void
add_key(struct keys *keys, const char *at, size_t len)
{
	if (keys->n == keys->cap) {
		keys->cap = keys->cap > 0 ? 2 * keys->cap : 64;
		keys->v = xrealloc(keys->v, keys->cap * sizeof *keys->v);
	}
	keys->v[keys->n++] = (struct key){ at, len };
}

/* The second of two equal keys of one object; NULL: there is none. Throws the object's keys away.
 */
static const struct key *
end_object(struct keys *keys, size_t from)
{
	if (keys->n - from > 1)
		qsort(keys->v + from, keys->n - from, sizeof *keys->v, compare_keys);
	for (size_t i = from + 1; i < keys->n; i++) {
		if (keys->v[i].len == keys->v[i - 1].len &&
		    memcmp(keys->v[i].at, keys->v[i - 1].at, keys->v[i].len) == 0)
			return &keys->v[i];
	}
	keys->n = from;
	return NULL;
}

static size_t
skip_string(const char *text, size_t len, size_t i)
{
	for (i++; i < len && text[i] != '"'; i++)
		i += text[i] == '\\';
	return i;
}

static const struct key *
find_twice(const char *text, size_t len, struct keys *keys)
{
	size_t starts[JSON_MAX_DEPTH + 1], depth = 0;

	for (size_t i = 0; i < len; i++) {
		const struct key *twice;
		size_t end, colon;

		if (text[i] == '"') {
			end = skip_string(text, len, i);
			colon = end + 1;
			while (colon < len && strchr(" \t\r\n", text[colon]) != NULL)
				colon++;
			if (colon < len && text[colon] == ':')
				add_key(keys, text + i + 1, end - i - 1);
			i = end;
		} else if (text[i] == '{' && depth < JSON_MAX_DEPTH) {
			starts[depth++] = keys->n;
		} else if (text[i] == '}' && depth > 0) {
			twice = end_object(keys, starts[--depth]);
			if (twice != NULL)
				return twice;
		}
	}
	return NULL;
}

int
json_refuse_duplicates(const char *text, size_t len, struct err *err)
{
	struct keys keys = { 0 };
	const struct key *twice = find_twice(text, len, &keys);
	int line, column;

	if (twice != NULL) {
		json_position(text, (size_t)(twice->at - 1 - text), &line, &column);
		err_set(err, EXIT_USAGE,
		    "the key \"%.*s\" stands twice in one object, at line %d, column %d",
		    twice->len < 60 ? (int)twice->len : 60, twice->at, line, column);
	}
	free(keys.v);
	return twice != NULL ? -1 : 0;
}
