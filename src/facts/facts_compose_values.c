/*
 * facts_compose_values.c: values of a Compose file, read as leniently as Compose does: "yes" and
 * "true" in quotes are true, "512m" is a number of bytes. It knows no key.
 */
#include "config.h"

#include "facts_compose.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A scalar that is known. False, and a gap, for anything else. */
static bool
is_known(struct compose_decoder *d, const char *what, const struct yaml *v)
{
	if (v->problem != NULL)
		compose_add_gap(d, what, v, v->problem);
	else if (v->kind != YAML_SCALAR)
		compose_add_gap(d, what, v, "this is no single value");
	return v->problem == NULL && v->kind == YAML_SCALAR;
}

static bool
is_one_of(const char *text, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (strcasecmp(text, *words) == 0)
			return true;
	}
	return false;
}

struct fact_bool
compose_bool(struct compose_decoder *d, const char *what, const struct yaml *v, bool otherwise)
{
	static const char *const yes[] = { "true", "yes", "on", "y", "t", "1", NULL };
	static const char *const no[] = { "false", "no", "off", "n", "f", "0", NULL };

	if (yaml_is_null(v))
		return (struct fact_bool){ SEEN, otherwise };
	if (!is_known(d, what, v))
		return (struct fact_bool){ UNSEEN, false };
	if (is_one_of(v->text, yes))
		return (struct fact_bool){ SEEN, true };
	if (is_one_of(v->text, no))
		return (struct fact_bool){ SEEN, false };
	compose_add_gap(d, what, v, "this is neither true nor false");
	return (struct fact_bool){ UNSEEN, false };
}

/* A decimal number, and what is behind it; NULL: there is none, or it is out of range. */
static const char *
number(const char *text, double *value)
{
	const char *digits = text + (*text == '-' || *text == '+');
	char *end;

	if (!isdigit((unsigned char)*digits) || strlen(text) > 40 ||
	    (digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')))
		return NULL;
	*value = strtod(text, &end);
	return isfinite(*value) && fabs(*value) < 9e15 ? end : NULL;
}

static struct fact_int
wrong(struct compose_decoder *d, const char *what, const struct yaml *v, const char *why)
{
	compose_add_gap(d, what, v, why);
	return (struct fact_int){ UNSEEN, 0 };
}

struct fact_int
compose_int(struct compose_decoder *d, const char *what, const struct yaml *v, int64_t otherwise)
{
	const char *end;
	double value = 0;

	if (yaml_is_null(v))
		return (struct fact_int){ SEEN, otherwise };
	if (!is_known(d, what, v))
		return (struct fact_int){ UNSEEN, 0 };
	end = number(v->text, &value);
	if (end == NULL || *end != '\0' || value != floor(value))
		return wrong(d, what, v, "this is no whole number");
	return (struct fact_int){ SEEN, (int64_t)value };
}

struct fact_int
compose_bytes(struct compose_decoder *d, const char *what, const struct yaml *v)
{
	static const char units[] = "kmgtp";
	const char *end, *unit;
	double value = 0;

	if (yaml_is_null(v))
		return (struct fact_int){ SEEN, 0 };
	if (!is_known(d, what, v))
		return (struct fact_int){ UNSEEN, 0 };
	end = number(v->text, &value);
	if (end == NULL)
		return wrong(d, what, v, "this is no number of bytes");
	end += *end == ' ';
	unit = *end != '\0' ? strchr(units, tolower((unsigned char)*end)) : NULL;
	if (unit != NULL) {
		for (long i = 0; i <= unit - units; i++)
			value *= 1024;
		end++;
		end += *end == 'i' || *end == 'I';
	}
	end += *end == 'b' || *end == 'B';
	if (*end != '\0' || value > 9e18)
		return wrong(d, what, v, "this is no number of bytes");
	return (struct fact_int){ SEEN, (int64_t)value };
}

struct fact_int
compose_cpus(struct compose_decoder *d, const char *what, const struct yaml *v)
{
	const char *end;
	double value = 0;

	if (yaml_is_null(v))
		return (struct fact_int){ SEEN, 0 };
	if (!is_known(d, what, v))
		return (struct fact_int){ UNSEEN, 0 };
	end = number(v->text, &value);
	if (end == NULL || *end != '\0' || value > 1e6)
		return wrong(d, what, v, "this is no number of CPUs");
	return (struct fact_int){ SEEN, (int64_t)(value * 1e9) };
}

struct fact_str
compose_str(struct compose_decoder *d, const char *what, const struct yaml *v)
{
	if (yaml_is_null(v))
		return (struct fact_str){ ABSENT, NULL };
	if (!is_known(d, what, v))
		return (struct fact_str){ UNSEEN, NULL };
	return (struct fact_str){ SEEN, v->text };
}

struct fact_list
compose_list(struct compose_decoder *d, const char *what, const struct yaml *v)
{
	struct fact_list list = { SEEN, 0, NULL };
	const char **texts;

	if (yaml_is_null(v))
		return (struct fact_list){ ABSENT, 0, NULL };
	if (v->kind == YAML_MAP) {
		compose_add_gap(d, what, v, "this is no list");
		return (struct fact_list){ UNSEEN, 0, NULL };
	}
	texts = arena_alloc(d->facts->arena, (v->n + 2) * sizeof *texts);
	if (v->kind == YAML_SCALAR && is_known(d, what, v))
		texts[list.n++] = v->text;
	for (size_t i = 0; i < v->n; i++) {
		if (!is_known(d, what, v->items[i]))
			continue;
		texts[list.n++] = v->items[i]->text;
		compose_add_item(d, what, v->items[i]->text, v->items[i]);
	}
	list.v = texts;
	return list;
}

/* The pair that NAME=value or a member NAME: value says; NAME alone has no value. */
static struct pair
pair_of(struct arena *a, const char *text)
{
	const char *equals = strchr(text, '=');

	if (equals == NULL)
		return (struct pair){ text, "" };
	return (struct pair){ arena_strndup(a, text, (size_t)(equals - text)), equals + 1 };
}

struct fact_map
compose_map(struct compose_decoder *d, const char *what, const struct yaml *v, bool written)
{
	struct arena *a = d->facts->arena;
	struct fact_map map = { SEEN, 0, NULL };
	struct pair *pairs;

	if (yaml_is_null(v))
		return (struct fact_map){ ABSENT, 0, NULL };
	if (v->kind == YAML_SCALAR) {
		compose_add_gap(d, what, v, v->problem != NULL ? v->problem : "this is no map");
		return (struct fact_map){ UNSEEN, 0, NULL };
	}
	pairs = arena_alloc(a, (v->n + 1) * sizeof *pairs);
	for (size_t i = 0; i < v->n; i++) {
		const struct yaml *at = v->kind == YAML_MAP ? v->members[i].value : v->items[i];
		const char *text = written && at->written != NULL ? at->written : at->text;

		if (!(written && at->kind == YAML_SCALAR) && !is_known(d, what, at))
			continue;
		pairs[map.n] = v->kind == YAML_MAP ? (struct pair){ v->members[i].key, text }
						   : pair_of(a, text);
		compose_add_item(d, what, pairs[map.n++].name, at);
	}
	map.v = pairs;
	return map;
}
