/*
 * images_steps.c: goes through the steps of an image's history. It judges only that something could
 * not be read.
 *
 * Where the image of this host that another one was built on can be told, the steps of it are
 * judged there, and not a second time in each image above it.
 */
#include "config.h"

#include "images_steps.h"

#include <string.h>

#include "syntax/json.h"

/* Its own steps are imports and nothing else: then there is no build whose steps could be judged.
 */
static bool
is_import(const struct image *i)
{
	for (size_t k = i->base_steps; k < i->n_steps; k++) {
		if (!i->steps[k].imported)
			return false;
	}
	return i->n_steps > i->base_steps;
}

bool
reading_begin(struct reading *r, struct judge *j, const struct image *i, const char *expected)
{
	*r = (struct reading){ .judge = j, .image = i, .expected = expected };
	if (!judge_can_read(j, &i->history_origin))
		return false;
	if (i->os.seen == SEEN && strcmp(i->os.v, "windows") == 0) {
		judge_skip(j, "is made for Windows, whose commands are not read");
		return false;
	}
	if (i->n_steps == 0) {
		judge_error(j, "its history is empty: nothing is told of how it was made");
		return false;
	}
	r->arena = arena_new();
	return true;
}

const char *
reading_step(struct reading *r, size_t k)
{
	const struct image_step *s = &r->image->steps[k];
	const char *what = "is blank, as a squash or a foreign builder leaves it";

	if (s->imported)
		what = "imported a whole file system";
	else if (s->created_by.seen == SEEN &&
		 (s->created_by.v[strspn(s->created_by.v, " \t\n")] != '\0' ||
		     (s->size.seen == SEEN && s->size.v == 0)))
		return s->created_by.v;
	if (r->unknown == NULL)
		r->unknown = s->created_by.seen == UNSEEN
				 ? "the field CreatedBy is not as expected"
				 : judge_fmt(r->judge,
				       "step %zu of %zu %s: what was done in it cannot be seen",
				       k + 1, r->image->n_steps, what);
	return NULL;
}

/* Is this the first finding with that key? Two of one key would be one. */
bool
reading_is_new_key(struct reading *r, const char *key)
{
	for (size_t i = 0; i < r->n_keys; i++) {
		if (strcmp(r->keys[i], key) == 0)
			return false;
	}
	if (r->n_keys == KEYS_MAX)
		return false;
	r->keys[r->n_keys++] = judge_fmt(r->judge, "%s", key);
	return true;
}

void
reading_warn(struct reading *r, const char *key, const char *says, const char *what)
{
	if (reading_is_new_key(r, key))
		judge_saw(r->judge, judge_warn(r->judge, key, "%s: %s", says, what), "CreatedBy",
		    r->image->history_origin.source, what, r->expected);
}

const char *
reading_own_steps(const struct reading *r)
{
	const struct image *i = r->image;

	if (i->base == NULL)
		return judge_fmt(r->judge, "%zu steps", i->n_steps);
	return judge_fmt(r->judge, "%zu steps; %zu before them are those of %s",
	    i->n_steps - i->base_steps, i->base_steps,
	    i->base->tags.n > 0 ? i->base->tags.v[0] : i->base->id);
}

void
reading_end(struct reading *r, const char *clean)
{
	if (r->n_keys == 0 && is_import(r->image))
		judge_skip(r->judge, "was imported as a whole: there are no build steps to judge");
	else if (r->n_keys == 0 && r->unknown != NULL)
		judge_error(r->judge, "its history does not tell all: %s", r->unknown);
	else if (r->n_keys == 0)
		judge_saw(r->judge, judge_pass(r->judge, "%s", clean), "CreatedBy",
		    r->image->history_origin.source, reading_own_steps(r), r->expected);
	arena_free(r->arena);
}

/* Podman writes RUN ["a", "b"] as a shell's command; Docker writes the words. NULL: no such list.
 */
static const char *
words_of(struct reading *r, const struct step *s)
{
	struct err ignored;
	cJSON *list = s->n > 0 && s->text[0] == '[' ? json_parse(s->text, s->n, &ignored) : NULL,
	      *word;
	const char *text = NULL;

	cJSON_ArrayForEach (word, list)
		text = arena_printf(r->arena, "%s%s%s", text != NULL ? text : "",
		    text != NULL ? " " : "", cJSON_IsString(word) ? word->valuestring : "");
	cJSON_Delete(list);
	return text;
}

struct shell_text
reading_shell(struct reading *r, const struct step *s, size_t k)
{
	const char *words = words_of(r, s);
	struct shell_text t = words != NULL ? shell_read(r->arena, words, strlen(words))
					    : shell_read(r->arena, s->text, s->n);

	if (!t.complete && r->unknown == NULL)
		r->unknown = judge_fmt(r->judge, "step %zu of %zu cannot be read as shell: %s",
		    k + 1, r->image->n_steps, t.problem);
	return t;
}
