/*
 * json.h: reading JSON that an attacker may have written, through cJSON.
 *
 * Why not cJSON alone: its look-ups ignore case, it accepts text behind the document, numbers such as
 * 01, and it cuts strings at \u0000 and at \u without digits. Here names are compared exactly, the whole text must be one document nested
 * at most JSON_MAX_DEPTH deep, and a NUL inside a string refuses the document. Of keys that occur
 * twice the last one counts, as for the engine (Go). A text of `len` bytes has a NUL behind it.
 */
#ifndef DOCKASSAY_JSON_H
#define DOCKASSAY_JSON_H

#include <cjson/cJSON.h>
#include <stddef.h>

#include "fact.h"
#include "base/arena.h"
#include "base/err.h"

#define JSON_MAX_DEPTH 64

/* NULL, and err says where (line and column), for what is no acceptable JSON document. */
cJSON *json_parse(const char *text, size_t len, struct err *err);

/* The same in an arena, and much faster: the tree is not to be changed, nor freed by itself. */
const cJSON *json_read(struct arena *a, const char *text, size_t len, struct err *err);

/*
 * For files that people write: -1, and err says where, when an object has a key twice. The text must
 * have passed json_parse().
 */
int json_refuse_duplicates(const char *text, size_t len, struct err *err);

/* Bytes of the number, as RFC 8259 has it, at the beginning of the text; 0: there is none. */
size_t json_number_length(const char *text, bool *integer);

/* 1-based line and column of an offset. */
void json_position(const char *text, size_t offset, int *line, int *column);

/* 1-based line on which parsing failed, of the latest json_parse() error's text; 0: none. */
int json_error_line(const char *text, size_t len);

/*
 * The value at a dotted path ("HostConfig.RestartPolicy.Name"); NULL: not there, or null.
 * `*wrong` (may be NULL) is set when a part on the way is there but is no object.
 */
const cJSON *json_at(const cJSON *obj, const char *path, bool *wrong);

/* Typed facts. UNSEEN when the value has another type; integers beyond 2^53 are UNSEEN too. */
struct fact_bool json_bool(const cJSON *obj, const char *path);
struct fact_int json_int(const cJSON *obj, const char *path);
struct fact_str json_str(struct arena *a, const cJSON *obj, const char *path);
/* A list of strings; any element of another type makes it UNSEEN. */
struct fact_list json_list(struct arena *a, const cJSON *obj, const char *path);
/* An object whose values are strings. */
struct fact_map json_map(struct arena *a, const cJSON *obj, const char *path);

/* The names of an object's members. */
struct fact_list json_names(struct arena *a, const cJSON *obj, const char *path);
/* A date, as seconds since 1970; Go's zero time ("0001-01-01T00:00:00Z") counts as ABSENT. */
struct fact_int json_time(const cJSON *obj, const char *path);

/* String at path, "" where there is none; for what is shown and never judged. */
const char *json_text(struct arena *a, const cJSON *obj, const char *path);

/* The same for what is judged: false, and "", where the value has another type. */
bool json_read_text(struct arena *a, const cJSON *obj, const char *path, const char **text);

#endif
