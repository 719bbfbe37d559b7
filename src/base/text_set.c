/*
 * text_set.c: which texts were there already. Others choose them: looking one up must not cost what
 * the set holds, whatever they choose.
 */
#include "config.h"

#include "text_set.h"

#include <string.h>

#include "hash.h"

/* Where the text is, or the free place where it belongs. */
static size_t
place_of(const struct text_set *s, const char *text)
{
	size_t at = hash_bytes(s->seed, text, strlen(text)) & (s->cap - 1);

	while (s->texts[at] != NULL && strcmp(s->texts[at], text) != 0)
		at = (at + 1) & (s->cap - 1);
	return at;
}

static void
make_room(struct arena *a, struct text_set *s)
{
	struct text_set bigger = {
		.n = s->n, .cap = s->cap > 0 ? s->cap * 4 : 64, .seed = s->seed
	};

	if (bigger.seed == 0)
		bigger.seed = hash_seed();
	bigger.texts = arena_alloc(a, bigger.cap * sizeof *bigger.texts);
	for (size_t i = 0; i < s->cap; i++) {
		if (s->texts[i] != NULL)
			bigger.texts[place_of(&bigger, s->texts[i])] = s->texts[i];
	}
	*s = bigger;
}

bool
text_set_has(const struct text_set *s, const char *text)
{
	return s->n > 0 && s->texts[place_of(s, text)] != NULL;
}

const char *
text_set_add(struct arena *a, struct text_set *s, const char *text)
{
	size_t at;

	if (s->n * 2 >= s->cap)
		make_room(a, s);
	at = place_of(s, text);
	if (s->texts[at] != NULL)
		return NULL;
	s->n++;
	return s->texts[at] = arena_strdup(a, text);
}
