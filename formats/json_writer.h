/*
 * json_writer.h: prints JSON into a sink as it goes: no tree, fixed order, escaping in one place.
 * In an object every call names its member; in an array `name` is NULL. Names are our own constants.
 */
#ifndef DOCKASSAY_JSON_WRITER_H
#define DOCKASSAY_JSON_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "sink.h"

struct json_writer {
	struct sink *sink;
	bool on_one_line;  /* for formats of one document a line */
	unsigned depth;
	bool has_members[32];
};

void jw_start(struct json_writer *w, struct sink *s);
struct json_writer *jw_new(struct sink *s); /* the same, for a document in parts; to be free()d */
void jw_object(struct json_writer *w, const char *name);
void jw_array(struct json_writer *w, const char *name);
void jw_end_object(struct json_writer *w);
void jw_end_array(struct json_writer *w);
void jw_string(struct json_writer *w, const char *name, const char *value); /* valid UTF-8 */
void jw_foreign_string(struct json_writer *w, const char *name, const char *value); /* a member */
void jw_int(struct json_writer *w, const char *name, int64_t value);
void jw_bool(struct json_writer *w, const char *name, bool value);
void jw_null(struct json_writer *w, const char *name);

#endif
