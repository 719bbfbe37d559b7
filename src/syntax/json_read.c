/*
 * json_read.c: reads JSON into an arena. It may not know any document's meaning.
 *
 * cJSON allocates each value and each string by itself, which was the largest part of what it costs
 * to read ten thousand containers. Here the text is copied once, strings are unescaped where they
 * stand, and the values are cJSON's own structure, so that all that reads them is the same. Only
 * what is plainly good is read here: anything else is given to json_parse(), which decides.
 */
#include "config.h"

#include "json.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define EXACT_DIGITS 15 /* a number of so many digits is exactly a double */

struct reader {
	struct arena *arena;
	char *at, *end;
	size_t depth, n_free;
	cJSON *free; /* values that were allocated, and not used yet */
};

#define VALUES 64 /* allocated at once */

static cJSON *read_value(struct reader *r);

static cJSON *
new_value(struct reader *r, int type)
{
	cJSON *v;

	if (r->n_free == 0) {
		r->free = arena_alloc(r->arena, VALUES * sizeof *r->free);
		r->n_free = VALUES;
	}
	v = &r->free[VALUES - r->n_free--];
	v->type = type;
	return v;
}

static void
skip_blanks(struct reader *r)
{
	while (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t')
		r->at++;
}

/* ---- strings -------------------------------------------------------------------------------- */

/* Four hexadecimal digits; -1: they are none. */
static long
hex4(const char *s)
{
	long value = 0;

	for (int i = 0; i < 4; i++) {
		char c = s[i];
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : -1;

		if (digit < 0)
			return -1;
		value = value << 4 | digit;
	}
	return value;
}

/* A character of the basic plane, which is never longer than its escape; NUL and halves are
 * refused. */
static char *
unescape_unicode(const char *from, char *to)
{
	long cp = hex4(from);

	if (cp <= 0 || (cp >= 0xd800 && cp <= 0xdfff))
		return NULL;
	if (cp < 0x80) {
		*to++ = (char)cp;
	} else if (cp < 0x800) {
		*to++ = (char)(0xc0 | cp >> 6);
		*to++ = (char)(0x80 | (cp & 0x3f));
	} else {
		*to++ = (char)(0xe0 | cp >> 12);
		*to++ = (char)(0x80 | (cp >> 6 & 0x3f));
		*to++ = (char)(0x80 | (cp & 0x3f));
	}
	return to;
}

/* The string behind the quote at r->at, unescaped where it stands; NULL: not plainly good. */
static char *
read_string(struct reader *r)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	char *start = ++r->at, *to;

	while (*r->at != '"' && *r->at != '\\' && *r->at != '\0')
		r->at++;
	for (to = r->at; *r->at == '\\';) {
		const char *name = r->at[1] != '\0' ? strchr(names, r->at[1]) : NULL;

		if (name != NULL) {
			*to++ = values[name - names];
			r->at += 2;
		} else if (r->at[1] == 'u' && r->end - r->at > 6) {
			to = unescape_unicode(r->at + 2, to);
			r->at += 6;
		} else {
			return NULL;
		}
		if (to == NULL)
			return NULL;
		while (*r->at != '"' && *r->at != '\\' && *r->at != '\0')
			*to++ = *r->at++;
	}
	if (*r->at != '"')
		return NULL;
	r->at++;
	*to = '\0';
	return start;
}

/* ---- values --------------------------------------------------------------------------------- */

static cJSON *
read_number(struct reader *r)
{
	bool integer;
	size_t n = json_number_length(r->at, &integer);
	char *start = r->at, *end = start + n, *first = start + (*start == '-');
	double value = 0;
	cJSON *v;

	if (n == 0)
		return NULL;
	if (integer && end - first <= EXACT_DIGITS) {
		for (const char *p = first; p < end; p++)
			value = value * 10 + (*p - '0');
		value = *start == '-' ? -value : value;
	} else {
		value = strtod(start, NULL);
	}
	v = new_value(r, cJSON_Number);
	v->valuedouble = value;
	v->valueint = value >= INT_MAX ? INT_MAX : value <= INT_MIN ? INT_MIN : (int)value;
	r->at = end;
	return v;
}

/* Members of an array or an object, up to the mark that ends it. */
static cJSON *
read_members(struct reader *r, bool named)
{
	cJSON *all = new_value(r, named ? cJSON_Object : cJSON_Array), *last = NULL;
	char end = named ? '}' : ']';

	if (++r->depth > JSON_MAX_DEPTH)
		return NULL;
	r->at++;
	skip_blanks(r);
	while (*r->at != end) {
		char *name = NULL;
		cJSON *v;

		if (last != NULL) {
			if (*r->at++ != ',')
				return NULL;
			skip_blanks(r);
		}
		if (named) {
			name = *r->at == '"' ? read_string(r) : NULL;
			skip_blanks(r);
			if (name == NULL || *r->at++ != ':')
				return NULL;
			skip_blanks(r);
		}
		v = read_value(r);
		if (v == NULL)
			return NULL;
		v->string = name;
		if (last == NULL)
			all->child = v;
		else
			last->next = v;
		v->prev = last;
		last = v;
		skip_blanks(r);
	}
	if (all->child != NULL)
		all->child->prev = last; /* as cJSON does */
	r->at++;
	r->depth--;
	return all;
}

static cJSON *
read_word(struct reader *r, const char *word, int type)
{
	size_t n = strlen(word);

	if (strncmp(r->at, word, n) != 0)
		return NULL;
	r->at += n;
	return new_value(r, type);
}

static cJSON *
read_value(struct reader *r)
{
	cJSON *v;
	char *text;

	switch (*r->at) {
	case '{':
		return read_members(r, true);
	case '[':
		return read_members(r, false);
	case '"':
		text = read_string(r);
		if (text == NULL)
			return NULL;
		v = new_value(r, cJSON_String);
		v->valuestring = text;
		return v;
	case 't':
		v = read_word(r, "true", cJSON_True);
		if (v != NULL)
			v->valueint = 1;
		return v;
	case 'f':
		return read_word(r, "false", cJSON_False);
	case 'n':
		return read_word(r, "null", cJSON_NULL);
	default:
		return read_number(r);
	}
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* A tree of cJSON's in the arena. */
static cJSON *
copy_tree(struct arena *a, const cJSON *from)
{
	cJSON *to = arena_alloc(a, sizeof *to), *last = NULL;
	const cJSON *item;

	*to = *from;
	to->next = to->prev = to->child = NULL;
	to->string = arena_strdup(a, from->string);
	to->valuestring = arena_strdup(a, from->valuestring);
	cJSON_ArrayForEach (item, from) {
		cJSON *copy = copy_tree(a, item);

		if (last == NULL)
			to->child = copy;
		else
			last->next = copy;
		copy->prev = last;
		last = copy;
	}
	if (to->child != NULL)
		to->child->prev = last;
	return to;
}

const cJSON *
json_read(struct arena *a, const char *text, size_t len, struct err *err)
{
	struct reader r = { .arena = a };
	cJSON *json = NULL, *parsed;

	if (memchr(text, '\0', len) == NULL) {
		r.at = arena_strndup(a, text, len);
		r.end = r.at + len;
		skip_blanks(&r);
		json = read_value(&r);
	}
	/* What is refused may have been left behind its end. */
	if (json != NULL)
		skip_blanks(&r);
	if (json != NULL && r.at == r.end)
		return json;
	parsed = json_parse(text, len, err);
	json = parsed != NULL ? copy_tree(a, parsed) : NULL;
	cJSON_Delete(parsed);
	return json;
}
