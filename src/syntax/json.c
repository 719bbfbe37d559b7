/*
 * json.c: strict reading of JSON through cJSON. It may not know any document's meaning.
 */
#include "config.h"

#include "json.h"

#include <math.h>
#include <string.h>

#include "base/dates.h"

#define EXACT_INTEGERS 9007199254740992.0 /* 2^53: a double holds every integer up to here */

static size_t
count_digits(const char *s)
{
	return strspn(s, "0123456789");
}

size_t
json_number_length(const char *text, bool *integer)
{
	const char *at = text + (*text == '-');
	size_t digits = count_digits(at);

	*integer = true;
	if (digits == 0 || (digits > 1 && *at == '0'))
		return 0;
	at += digits;
	if (*at == '.') {
		*integer = false;
		digits = count_digits(at + 1);
		if (digits == 0)
			return 0;
		at += 1 + digits;
	}
	if (*at == 'e' || *at == 'E') {
		*integer = false;
		at += 1 + (at[1] == '+' || at[1] == '-');
		digits = count_digits(at);
		if (digits == 0)
			return 0;
		at += digits;
	}
	return (size_t)(at - text);
}

/* What is wrong with the escape at a backslash, of which cJSON makes something; NULL: nothing. */
static const char *
wrong_escape(const char *s)
{
	if (s[1] != 'u')
		return NULL;
	if (strspn(s + 2, "0123456789abcdefABCDEF") < 4)
		return "not JSON";
	return strncmp(s + 2, "0000", 4) == 0 ? "NUL character in a string" : NULL;
}

/*
 * Looks over the text once before cJSON does, for what that takes and is no JSON, or not
 * acceptable: deep nesting, NUL, escapes without their digits, numbers such as 01 and 1. Returns
 * the offset of what is refused, or len.
 */
static size_t
find_refused(const char *text, size_t len, const char **why)
{
	size_t depth = 0, n;
	bool in_string = false, integer;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '\0') {
			*why = "NUL byte";
			return i;
		}
		if (in_string && c == '\\') {
			*why = wrong_escape(text + i);
			if (*why != NULL)
				return i;
			i++;
		} else if (c == '"') {
			in_string = !in_string;
		} else if (in_string) {
			continue;
		} else if (c == '{' || c == '[') {
			if (++depth > JSON_MAX_DEPTH) {
				*why = "nested too deeply";
				return i;
			}
		} else if ((c == '}' || c == ']') && depth > 0) {
			depth--;
		} else if (c == '-' || (c >= '0' && c <= '9')) {
			*why = "not JSON";
			n = json_number_length(text + i, &integer);
			if (n == 0)
				return i;
			i += n - 1;
		}
	}
	return len;
}

void
json_position(const char *text, size_t offset, int *line, int *column)
{
	*line = *column = 1;
	for (size_t i = 0; i < offset; i++) {
		if (text[i] == '\n') {
			++*line;
			*column = 1;
		} else {
			++*column;
		}
	}
}

/* Parses, or gives the offset and the reason of the refusal. */
static cJSON *
parse(const char *text, size_t len, size_t *offset, const char **why)
{
	const char *end = text;
	cJSON *json;

	*offset = find_refused(text, len, why);
	if (*offset < len)
		return NULL;
	/* The NUL behind the text belongs to what cJSON may look at: it must follow the document.
	 */
	json = cJSON_ParseWithLengthOpts(text, len + 1, &end, 1);
	if (json == NULL) {
		*why = len == 0 ? "empty" : "not JSON";
		*offset = (size_t)(end - text) < len ? (size_t)(end - text) : len;
	}
	return json;
}

cJSON *
json_parse(const char *text, size_t len, struct err *err)
{
	const char *why = "";
	size_t offset;
	int line, column;
	cJSON *json = parse(text, len, &offset, &why);

	if (json == NULL) {
		json_position(text, offset, &line, &column);
		err_set(err, EXIT_USAGE, "%s at line %d, column %d", why, line, column);
	}
	return json;
}

int
json_error_line(const char *text, size_t len)
{
	const char *why = "";
	size_t offset;
	int line, column;
	cJSON *json = parse(text, len, &offset, &why);

	if (json != NULL) {
		cJSON_Delete(json);
		return 0;
	}
	json_position(text, offset, &line, &column);
	return line;
}

/* The last member called name[0..n), since that is the one that the engine would use. */
static const cJSON *
member(const cJSON *obj, const char *name, size_t n)
{
	const cJSON *item, *found = NULL;

	cJSON_ArrayForEach (item, obj) {
		/* mostly another one: the first letter tells */
		if (item->string != NULL && item->string[0] == name[0] &&
		    strncmp(item->string, name, n) == 0 && item->string[n] == '\0')
			found = item;
	}
	return found;
}

const cJSON *
json_at(const cJSON *obj, const char *path, bool *wrong)
{
	if (wrong != NULL)
		*wrong = false;
	while (obj != NULL && !cJSON_IsNull(obj)) {
		size_t n = strcspn(path, ".");

		if (!cJSON_IsObject(obj)) {
			if (wrong != NULL)
				*wrong = true;
			return NULL;
		}
		obj = member(obj, path, n);
		if (path[n] == '\0')
			break;
		path += n + 1;
	}
	return cJSON_IsNull(obj) ? NULL : obj;
}

static enum seen
nothing(bool wrong)
{
	return wrong ? UNSEEN : ABSENT;
}

static const char *
intern(struct arena *a, const char *s)
{
	return arena_intern(a, s, strlen(s));
}

struct fact_bool
json_bool(const cJSON *obj, const char *path)
{
	bool wrong;
	const cJSON *v = json_at(obj, path, &wrong);
	struct fact_bool fact = { UNSEEN, false };

	if (v == NULL)
		fact.seen = nothing(wrong);
	else if (cJSON_IsBool(v))
		fact = (struct fact_bool){ SEEN, cJSON_IsTrue(v) };
	return fact;
}

struct fact_int
json_int(const cJSON *obj, const char *path)
{
	bool wrong;
	const cJSON *v = json_at(obj, path, &wrong);
	struct fact_int fact = { UNSEEN, 0 };

	if (v == NULL)
		fact.seen = nothing(wrong);
	else if (cJSON_IsNumber(v) && fabs(v->valuedouble) <= EXACT_INTEGERS &&
		 v->valuedouble == floor(v->valuedouble))
		fact = (struct fact_int){ SEEN, (int64_t)v->valuedouble };
	return fact;
}

struct fact_str
json_str(struct arena *a, const cJSON *obj, const char *path)
{
	bool wrong;
	const cJSON *v = json_at(obj, path, &wrong);
	struct fact_str fact = { UNSEEN, NULL };

	if (v == NULL)
		fact.seen = nothing(wrong);
	else if (cJSON_IsString(v))
		fact = (struct fact_str){ SEEN, intern(a, v->valuestring) };
	return fact;
}

struct fact_list
json_list(struct arena *a, const cJSON *obj, const char *path)
{
	bool wrong;
	const cJSON *v = json_at(obj, path, &wrong), *item;
	struct fact_list fact = { UNSEEN, 0, NULL };
	const char **strings;
	size_t n = 0;

	if (v == NULL)
		fact.seen = nothing(wrong);
	if (!cJSON_IsArray(v))
		return fact;
	strings = arena_alloc(a, sizeof *strings * (size_t)(cJSON_GetArraySize(v) + 1));
	cJSON_ArrayForEach (item, v) {
		if (!cJSON_IsString(item))
			return fact;
		strings[n++] = intern(a, item->valuestring);
	}
	return (struct fact_list){ SEEN, n, strings };
}

struct fact_map
json_map(struct arena *a, const cJSON *obj, const char *path)
{
	bool wrong;
	const cJSON *v = json_at(obj, path, &wrong), *item;
	struct fact_map fact = { UNSEEN, 0, NULL };
	struct pair *pairs;
	size_t n = 0;

	if (v == NULL)
		fact.seen = nothing(wrong);
	if (!cJSON_IsObject(v))
		return fact;
	pairs = arena_alloc(a, sizeof *pairs * (size_t)(cJSON_GetArraySize(v) + 1));
	cJSON_ArrayForEach (item, v) {
		if (!cJSON_IsString(item))
			return fact;
		pairs[n].name = intern(a, item->string);
		pairs[n++].value = intern(a, item->valuestring);
	}
	return (struct fact_map){ SEEN, n, pairs };
}

struct fact_list
json_names(struct arena *a, const cJSON *obj, const char *path)
{
	bool wrong;
	const cJSON *v = json_at(obj, path, &wrong), *item;
	struct fact_list fact = { UNSEEN, 0, NULL };
	const char **names;

	if (v == NULL)
		fact.seen = nothing(wrong);
	if (!cJSON_IsObject(v))
		return fact;
	names = arena_alloc(a, sizeof *names * (size_t)(cJSON_GetArraySize(v) + 1));
	cJSON_ArrayForEach (item, v)
		names[fact.n++] = intern(a, item->string);
	fact.seen = SEEN;
	fact.v = names;
	return fact;
}

struct fact_int
json_time(const cJSON *obj, const char *path)
{
	bool wrong;
	const cJSON *v = json_at(obj, path, &wrong);
	struct fact_int fact = { UNSEEN, 0 };

	if (v == NULL)
		fact.seen = nothing(wrong);
	else if (cJSON_IsString(v) && strncmp(v->valuestring, "0001-01-01T00:00:00", 19) == 0)
		fact.seen = ABSENT;
	else if (cJSON_IsString(v) && date_parse(v->valuestring, &fact.v))
		fact.seen = SEEN;
	return fact;
}

bool
json_read_text(struct arena *a, const cJSON *obj, const char *path, const char **text)
{
	struct fact_str s = json_str(a, obj, path);

	*text = s.seen == SEEN ? s.v : "";
	return s.seen != UNSEEN;
}

const char *
json_text(struct arena *a, const cJSON *obj, const char *path)
{
	struct fact_str s = json_str(a, obj, path);

	return s.seen == SEEN ? s.v : "";
}
