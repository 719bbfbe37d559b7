/*
 * report_store.c: keeps what findings share once: texts, subjects, pieces of evidence. A million
 * findings are mostly the same few hundred sentences about other subjects. It may not know what a
 * text says.
 *
 * Texts are kept once, and so equal texts are one pointer: subjects and evidence are compared by
 * their pointers. The tables are open hash tables; what they are keyed by is never what others can
 * choose, but for texts, whose hash is seeded (arena.h).
 */
#include "config.h"

#include "report_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

#define TEXT_MAX 4096
#define RECENT_TEXTS 4096 /* a power of two */

/* An open hash table of pointers; the empty slot is NULL. */
struct table {
	size_t n, size; /* size: a power of two, or 0 */
	struct slot {
		uint64_t hash;
		const void *value;
	} * slots;
};

struct evidence_list {
	size_t n;
	const struct evidence *v;
};
struct known_object {
	const void *object;
	const struct subject *subject;
};

struct report_store {
	struct recent {
		const char *from, *text;
	} recent[RECENT_TEXTS];
	struct table subjects, objects, evidence, notifications;
	struct finding *open; /* to which evidence is added; NULL: none */
	size_t cap_pieces;
	struct evidence *pieces; /* its evidence */
};

struct report_store *
report_store_new(void)
{
	return xmalloc(sizeof(struct report_store));
}

void
report_store_free(struct report_store *s)
{
	if (s == NULL)
		return;
	free(s->subjects.slots);
	free(s->objects.slots);
	free(s->evidence.slots);
	free(s->notifications.slots);
	free(s->pieces);
	free(s);
}

/* ---- tables --------------------------------------------------------------------------------- */

static uint64_t
mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 32;
}

static uint64_t
mix_pointer(uint64_t h, const void *p)
{
	return mix(h, (uint64_t)(uintptr_t)p);
}

static void
put(struct table *t, uint64_t hash, const void *value)
{
	size_t at = hash & (t->size - 1);

	while (t->slots[at].value != NULL)
		at = (at + 1) & (t->size - 1);
	t->slots[at] = (struct slot){ hash, value };
}

static void
table_add(struct table *t, uint64_t hash, const void *value)
{
	if (t->n * 2 >= t->size) {
		struct table old = *t;

		t->size = old.size == 0 ? 256 : old.size * 2;
		t->slots = xmalloc(t->size * sizeof *t->slots);
		for (size_t i = 0; i < old.size; i++) {
			if (old.slots[i].value != NULL)
				put(t, old.slots[i].hash, old.slots[i].value);
		}
		free(old.slots);
	}
	put(t, hash, value);
	t->n++;
}

static const void *
table_find(const struct table *t, uint64_t hash, bool (*is_it)(const void *value, const void *key),
    const void *key)
{
	size_t at = t->size > 0 ? hash & (t->size - 1) : 0;

	for (; t->size > 0 && t->slots[at].value != NULL; at = (at + 1) & (t->size - 1)) {
		if (t->slots[at].hash == hash && is_it(t->slots[at].value, key))
			return t->slots[at].value;
	}
	return NULL;
}

/* ---- texts ---------------------------------------------------------------------------------- */

static const char *
clean_copy(struct report *r, const char *s, size_t n)
{
	struct buf clean = BUF_INIT(8 * TEXT_MAX);
	const char *copy;

	if (n <= TEXT_MAX && text_is_clean(s, n))
		return arena_intern(r->arena, s, n);
	text_clean(&clean, s, TEXT_MAX);
	copy = arena_intern(r->arena, buf_str(&clean), clean.len);
	buf_free(&clean);
	return copy;
}

/* Most texts are constants or facts, which come from where they came from the last time. */
const char *
report_text(struct report *r, const char *s)
{
	struct recent *recent;

	if (s == NULL || *s == '\0')
		return "";
	recent = &r->store->recent[mix_pointer(0, s) & (RECENT_TEXTS - 1)];
	if (recent->from != s || strcmp(recent->text, s) != 0) {
		recent->text = clean_copy(r, s, strlen(s));
		recent->from = s;
	}
	return recent->text;
}

/* ---- subjects ------------------------------------------------------------------------------- */

static bool
is_subject(const void *value, const void *key)
{
	const struct subject *x = value, *y = key;

	return x->kind == y->kind && x->name == y->name && x->id == y->id && x->image == y->image &&
	       x->identity == y->identity && x->document == y->document;
}

static uint64_t
hash_subject(const struct subject *s)
{
	uint64_t h = mix_pointer(mix(0, s->kind), s->name);

	h = mix_pointer(mix_pointer(h, s->id), s->image);
	return mix_pointer(mix_pointer(h, s->identity), s->document);
}

static bool
is_object(const void *value, const void *key)
{
	const struct known_object *x = value, *y = key;

	return x->object == y->object && x->subject->kind == y->subject->kind;
}

const struct subject *
report_subject_of(const struct report *r, enum subject_kind kind, const void *object)
{
	struct subject like = { .kind = kind };
	struct known_object key = { object, &like };
	const struct known_object *known =
	    table_find(&r->store->objects, mix_pointer(mix(0, kind), object), is_object, &key);

	return known != NULL ? known->subject : NULL;
}

static void
remember_object(struct report *r, const struct subject *subject, const void *object)
{
	struct known_object *known = arena_alloc(r->arena, sizeof *known);

	*known = (struct known_object){ object, subject };
	table_add(&r->store->objects, mix_pointer(mix(0, subject->kind), object), known);
}

const struct subject *
report_subject(struct report *r, const struct subject *subject, const void *object)
{
	struct subject own = {
		.kind = subject->kind,
		.name = report_text(r, subject->name),
		.id = report_text(r, subject->id),
		.image = report_text(r, subject->image),
		.identity = report_text(r, subject->identity),
		.document = report_text(r, subject->document),
	};
	uint64_t hash = hash_subject(&own);
	const struct subject *known = table_find(&r->store->subjects, hash, is_subject, &own);
	struct subject *fresh;

	if (known == NULL) {
		fresh = arena_alloc(r->arena, sizeof *fresh);
		*fresh = own;
		table_add(&r->store->subjects, hash, fresh);
		known = fresh;
	}
	if (object != NULL && report_subject_of(r, known->kind, object) == NULL)
		remember_object(r, known, object);
	return known;
}

/* ---- notifications -------------------------------------------------------------------------- */

static bool
is_notification(const void *value, const void *key)
{
	const struct notification *x = value, *y = key;

	return x->source == y->source && x->message == y->message;
}

void
report_notify(struct report *r, const char *source, const char *message)
{
	struct notification n = { report_text(r, source), report_text(r, message) }, *known;
	uint64_t hash = mix_pointer(mix_pointer(0, n.source), n.message);

	if (table_find(&r->store->notifications, hash, is_notification, &n) != NULL)
		return;
	known = arena_alloc(r->arena, sizeof *known);
	*known = n;
	table_add(&r->store->notifications, hash, known);
	r->notifications = arena_grow(r->arena, r->notifications, r->n_notifications,
	    &r->cap_notifications, sizeof *r->notifications);
	r->notifications[r->n_notifications++] = n;
}

/* ---- evidence ------------------------------------------------------------------------------- */

static bool
is_evidence(const void *value, const void *key)
{
	const struct evidence_list *x = value, *y = key;

	for (size_t i = 0; i < x->n && x->n == y->n; i++) {
		const struct evidence *a = &x->v[i], *b = &y->v[i];

		if (a->what != b->what || a->source != b->source || a->line != b->line ||
		    a->actual != b->actual || a->expected != b->expected)
			return false;
	}
	return x->n == y->n;
}

static uint64_t
hash_evidence(const struct evidence_list *list)
{
	uint64_t h = mix(0, list->n);

	for (size_t i = 0; i < list->n; i++) {
		const struct evidence *e = &list->v[i];

		h = mix_pointer(mix_pointer(mix(h, (uint64_t)e->line), e->what), e->source);
		h = mix_pointer(mix_pointer(h, e->actual), e->expected);
	}
	return h;
}

void
report_seal(struct report *r)
{
	struct report_store *s = r->store;
	struct finding *f = s->open;
	struct evidence_list list = { f != NULL ? f->n_evidence : 0, s->pieces }, *fresh;
	const struct evidence_list *known;
	struct evidence *copy;
	uint64_t hash;

	s->open = NULL;
	if (list.n == 0)
		return;
	hash = hash_evidence(&list);
	known = table_find(&s->evidence, hash, is_evidence, &list);
	if (known == NULL) {
		copy = arena_alloc(r->arena, list.n * sizeof *copy);
		memcpy(copy, s->pieces, list.n * sizeof *copy);
		fresh = arena_alloc(r->arena, sizeof *fresh);
		*fresh = (struct evidence_list){ list.n, copy };
		table_add(&s->evidence, hash, fresh);
		known = fresh;
	}
	f->evidence = known->v;
}

static void
make_room(struct report_store *s, size_t n)
{
	if (n <= s->cap_pieces)
		return;
	s->cap_pieces = n * 2;
	s->pieces = xrealloc(s->pieces, s->cap_pieces * sizeof *s->pieces);
}

void
report_store_open(struct report *r, struct finding *f)
{
	struct report_store *s = r->store;

	report_seal(r);
	make_room(s, f->n_evidence + 1U);
	if (f->n_evidence > 0)
		memcpy(s->pieces, f->evidence, f->n_evidence * sizeof *s->pieces);
	s->open = f;
}

void
report_add_evidence(struct report *r, struct finding *f, const char *what, const char *source,
    int64_t line, const char *actual, const char *expected)
{
	struct report_store *s = r->store;
	const char *document = f->subject->document;
	bool same = source != NULL && strcmp(source, document) == 0;

	if (s->open != f)
		report_store_open(r, f);
	make_room(s, f->n_evidence + 1U);
	s->pieces[f->n_evidence++] = (struct evidence){
		.what = report_text(r, what),
		.source = same ? NULL : report_text(r, source),
		.line = line,
		.actual = report_text(r, actual),
		.expected = report_text(r, expected),
	};
}

const char *
evidence_source(const struct finding *f, const struct evidence *e)
{
	return e->source != NULL ? e->source : f->subject->document;
}
