/*
 * yaml.c: builds trees from libyaml's events. It may not know what any document means, nor do I/O.
 */
#include "config.h"

#include "yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/memory.h"

#define CORE_TAG "tag:yaml.org,2002:"

/* A member under construction: `order` keeps explicit keys before merged ones. */
struct entry {
	struct yaml *key, *value;
	size_t order;
	bool merged;
};

struct level {
	struct yaml *node;
	struct yaml *key; /* of a map: the key that waits for its value */
	size_t n, cap;
	struct yaml **items;
	struct entry *entries;
	const char *anchor;
};

struct anchor {
	const char *name;
	struct yaml *node;
};

struct reader {
	struct arena *arena;
	const char *source;
	yaml_parser_t parser;
	struct yaml_file *file;
	size_t cap_documents;
	struct level levels[YAML_MAX_DEPTH];
	size_t depth;
	size_t n_anchors, cap_anchors;
	struct anchor *anchors;
	size_t n_nodes;
	struct err *err;
};

static int complain(struct reader *r, int line, int column, const char *fmt, ...) PRINTF_LIKE(4, 5);

static int
complain(struct reader *r, int line, int column, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return err_set(r->err, EXIT_USAGE, "%s:%d:%d: %s", r->source, line, column, text);
}

static int
complain_at(struct reader *r, const struct yaml *node, const char *why)
{
	return complain(r, node->line, node->column, "%s", why);
}

/* ---- what libyaml refuses ------------------------------------------------------------------- */

/* The reader of bytes knows an offset only. */
static void
position(const char *text, size_t offset, int *line, int *column)
{
	*line = *column = 1;
	for (size_t i = 0; i < offset; i++) {
		if (text[i] == '\n') {
			++*line;
			*column = 1;
		} else if (((unsigned char)text[i] & 0xc0) != 0x80) {
			++*column;
		}
	}
}

static const char *
character_at(const char *text, size_t len, int line, int column)
{
	const char *end = text + len;

	while (line > 1 && text < end) {
		if (*text++ == '\n')
			line--;
	}
	return text + column - 1 < end ? text + column - 1 : end;
}

static int
refused(struct reader *r, const char *text, size_t len)
{
	const yaml_parser_t *p = &r->parser;
	const char *problem = p->problem != NULL ? p->problem : "is no YAML", *context = p->context;
	int line = (int)p->problem_mark.line + 1, column = (int)p->problem_mark.column + 1;

	if (p->error == YAML_MEMORY_ERROR)
		out_of_memory();
	if (p->error == YAML_READER_ERROR)
		position(text, p->problem_offset < len ? p->problem_offset : len, &line, &column);
	else if (*character_at(text, len, line, column) == '\t')
		problem = "a tab cannot indent: YAML wants blanks", context = NULL;
	return complain(r, line, column, "%s%s%s", context != NULL ? context : "",
	    context != NULL ? ", " : "", problem);
}

/* ---- nodes ---------------------------------------------------------------------------------- */

static struct yaml *
new_node(struct reader *r, enum yaml_kind kind, const yaml_event_t *e, const yaml_char_t *tag)
{
	struct yaml *node = arena_alloc(r->arena, sizeof *node);

	*node = (struct yaml){ .kind = kind,
		.source = r->source,
		.line = (int)e->start_mark.line + 1,
		.column = (int)e->start_mark.column + 1,
		.tag = arena_strdup(r->arena, (const char *)tag),
		.text = "",
		.expanded = 1 };
	r->n_nodes++;
	return node;
}

static int
remember_anchor(struct reader *r, struct yaml *node, const yaml_char_t *name)
{
	if (name == NULL)
		return 0;
	if (r->n_anchors == YAML_MAX_ANCHORS)
		return complain_at(r, node, "too many anchors");
	r->anchors =
	    arena_grow(r->arena, r->anchors, r->n_anchors, &r->cap_anchors, sizeof *r->anchors);
	r->anchors[r->n_anchors++] =
	    (struct anchor){ arena_strdup(r->arena, (const char *)name), node };
	return 0;
}

static int
add_document(struct reader *r, struct yaml *node)
{
	struct yaml_file *f = r->file;

	if (f->n == YAML_MAX_DOCUMENTS)
		return complain_at(r, node, "too many documents in one text");
	f->documents =
	    arena_grow(r->arena, f->documents, f->n, &r->cap_documents, sizeof *f->documents);
	f->documents[f->n++] = node;
	return 0;
}

/* Puts a finished value where it belongs: into the open list or map, or at the top. */
static int
place(struct reader *r, struct yaml *node)
{
	struct level *l = r->depth > 0 ? &r->levels[r->depth - 1] : NULL;

	if (r->n_nodes > YAML_MAX_NODES)
		return complain_at(r, node, "too many values");
	if (node->expanded > YAML_MAX_EXPANDED)
		return complain_at(r, node, "aliases make too many values");
	if (l == NULL)
		return add_document(r, node);
	l->node->expanded += node->expanded;
	if (l->node->kind == YAML_LIST) {
		l->items = arena_grow(r->arena, l->items, l->n, &l->cap, sizeof *l->items);
		l->items[l->n++] = node;
		return 0;
	}
	if (l->key == NULL) {
		if (node->kind != YAML_SCALAR)
			return complain_at(r, node, "a key is a plain text, no list and no map");
		l->key = node;
		return 0;
	}
	l->entries = arena_grow(r->arena, l->entries, l->n, &l->cap, sizeof *l->entries);
	l->entries[l->n] = (struct entry){ l->key, node, l->n, false };
	l->n++;
	l->key = NULL;
	return 0;
}

static int
take_scalar(struct reader *r, const yaml_event_t *e)
{
	struct yaml *node = new_node(r, YAML_SCALAR, e, e->data.scalar.tag);

	if (memchr(e->data.scalar.value, '\0', e->data.scalar.length) != NULL)
		return complain_at(r, node, "a text holds a NUL character");
	node->text =
	    arena_strndup(r->arena, (const char *)e->data.scalar.value, e->data.scalar.length);
	node->plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && node->tag == NULL;
	return remember_anchor(r, node, e->data.scalar.anchor) < 0 ? -1 : place(r, node);
}

static int
take_alias(struct reader *r, const yaml_event_t *e)
{
	const char *name = (const char *)e->data.alias.anchor;
	int line = (int)e->start_mark.line + 1, column = (int)e->start_mark.column + 1;

	for (size_t i = r->n_anchors; i > 0; i--) {
		const struct anchor *anchor = &r->anchors[i - 1];

		if (strcmp(anchor->name, name) != 0)
			continue;
		for (size_t d = 0; d < r->depth; d++) {
			if (r->levels[d].node == anchor->node)
				return complain(r, line, column, "*%s is inside itself", name);
		}
		return place(r, anchor->node);
	}
	return complain(r, line, column, "no anchor &%s comes before *%s", name, name);
}

static int
open_level(struct reader *r, struct yaml *node, const yaml_char_t *anchor)
{
	if (r->depth == YAML_MAX_DEPTH)
		return complain_at(r, node, "nested too deeply");
	r->levels[r->depth++] = (struct level){ .node = node };
	return remember_anchor(r, node, anchor);
}

/* ---- maps: merge keys, equal keys ----------------------------------------------------------- */

static bool
is_merge(const struct yaml *key)
{
	return strcmp(key->text, "<<") == 0 &&
	       (key->plain || (key->tag != NULL && strcmp(key->tag, CORE_TAG "merge") == 0));
}

static int
add_merged(struct reader *r, struct level *l, const struct yaml *from)
{
	if (from->kind != YAML_MAP)
		return complain_at(r, from, "<< wants a map, or a list of maps");
	for (size_t i = 0; i < from->n; i++) {
		const struct yaml_member *m = &from->members[i];
		struct yaml *key = arena_alloc(r->arena, sizeof *key);

		if (++r->n_nodes > YAML_MAX_NODES)
			return complain_at(r, from, "<< makes too many values");
		*key = (struct yaml){
			.source = r->source, .line = m->line, .column = m->column, .text = m->key
		};
		l->entries = arena_grow(r->arena, l->entries, l->n, &l->cap, sizeof *l->entries);
		l->entries[l->n] = (struct entry){ key, m->value, l->n, true };
		l->n++;
	}
	return 0;
}

/* Explicit keys come first, then what << brings, the first of a list before the others. */
static int
merge(struct reader *r, struct level *l)
{
	size_t explicit = l->n, kept = 0;

	for (size_t i = 0; i < explicit; i++) {
		struct entry e = l->entries[i];

		if (!is_merge(e.key))
			continue;
		if (e.value->kind != YAML_LIST && add_merged(r, l, e.value) < 0)
			return -1;
		for (size_t k = 0; e.value->kind == YAML_LIST && k < e.value->n; k++) {
			if (add_merged(r, l, e.value->items[k]) < 0)
				return -1;
		}
	}
	for (size_t i = 0; i < l->n; i++) {
		if (l->entries[i].merged || !is_merge(l->entries[i].key))
			l->entries[kept++] = l->entries[i];
	}
	l->n = kept;
	return 0;
}

static int
by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = strcmp(x->key->text, y->key->text);

	return order != 0 ? order : x->order < y->order ? -1 : 1;
}

static int
by_order(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->order < y->order ? -1 : 1;
}

static int
close_map(struct reader *r, struct level *l)
{
	const struct entry *first = NULL;
	size_t kept = 0;

	if (l->n > 1)
		qsort(l->entries, l->n, sizeof *l->entries, by_key);
	for (size_t i = 0; i < l->n; i++) {
		struct entry *e = &l->entries[i];

		if (first != NULL && strcmp(first->key->text, e->key->text) == 0) {
			if (!e->merged)
				return complain(r, e->key->line, e->key->column,
				    "the key \"%.60s\" is there twice (first on line %d)",
				    e->key->text, first->key->line);
			continue;
		}
		l->entries[kept++] = *e;
		first = &l->entries[kept - 1];
	}
	if (kept > 1)
		qsort(l->entries, kept, sizeof *l->entries, by_order);
	l->node->n = kept;
	l->node->members = arena_alloc(r->arena, (kept + 1) * sizeof *l->node->members);
	l->node->expanded = 1;
	for (size_t i = 0; i < kept; i++) {
		const struct entry *e = &l->entries[i];

		l->node->members[i] =
		    (struct yaml_member){ e->key->text, e->key->line, e->key->column, e->value };
		l->node->expanded += 1 + e->value->expanded;
	}
	return 0;
}

static int
close_level(struct reader *r)
{
	struct level *l = &r->levels[r->depth - 1];

	if (l->node->kind == YAML_LIST) {
		l->node->n = l->n;
		l->node->items = l->items;
	} else if (merge(r, l) < 0 || close_map(r, l) < 0) {
		return -1;
	}
	r->depth--;
	return place(r, l->node);
}

/* ---- the reader ----------------------------------------------------------------------------- */

/* 1: the text is at its end. */
static int
take(struct reader *r, const yaml_event_t *e)
{
	switch (e->type) {
	case YAML_STREAM_END_EVENT:
		return 1;
	case YAML_DOCUMENT_START_EVENT:
		r->n_anchors = 0;
		return 0;
	case YAML_SCALAR_EVENT:
		return take_scalar(r, e);
	case YAML_ALIAS_EVENT:
		return take_alias(r, e);
	case YAML_SEQUENCE_START_EVENT:
		return open_level(r, new_node(r, YAML_LIST, e, e->data.sequence_start.tag),
		    e->data.sequence_start.anchor);
	case YAML_MAPPING_START_EVENT:
		return open_level(r, new_node(r, YAML_MAP, e, e->data.mapping_start.tag),
		    e->data.mapping_start.anchor);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return close_level(r);
	default:
		return 0;
	}
}

int
yaml_parse(struct arena *a, const char *source, const char *text, size_t len,
    struct yaml_file *file, struct err *err)
{
	struct reader *r = arena_alloc(a, sizeof *r);
	int result = 0;

	r->arena = a;
	r->source = arena_strdup(a, source);
	r->file = file;
	r->err = err;
	*file = (struct yaml_file){ 0, NULL };
	if (!yaml_parser_initialize(&r->parser))
		out_of_memory();
	/* To libyaml a byte order mark is a column, when it is told the encoding. */
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)text, len);
	while (result == 0) {
		yaml_event_t event;

		if (!yaml_parser_parse(&r->parser, &event)) {
			result = refused(r, text, len);
			break;
		}
		result = take(r, &event);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&r->parser);
	return result < 0 ? -1 : 0;
}

struct yaml *
yaml_parse_one(struct arena *a, const char *source, const char *text, size_t len, struct err *err)
{
	struct yaml_file file;

	err->code = EXIT_GATE_OPEN;
	if (yaml_parse(a, source, text, len, &file, err) < 0)
		return NULL;
	if (file.n > 1) {
		err_set(err, EXIT_USAGE, "%s:%d:1: one document is wanted, and a second one begins",
		    source, file.documents[1]->line);
		return NULL;
	}
	return file.n == 1 ? file.documents[0] : NULL;
}
