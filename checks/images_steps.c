/*
 * images_steps.c: reads the steps of an image's history as builders write them. It judges only that
 * something could not be read.
 *
 * Where the image of this host that another one was built on can be told, the steps of it are
 * judged there, and not a second time in each image above it.
 */
#include "config.h"

#include "images_steps.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- steps ----------------------------------------------------------------------------------- */

/* "/bin/sh -c ", "/bin/bash -o pipefail -c ": how long it is; 0: no shell begins here. */
static size_t
shell_prefix(const char *text)
{
	size_t word = strcspn(text, " "), at = word;

	if (text[0] != '/' || word < 3 || strncmp(text + word - 2, "sh", 2) != 0)
		return 0;
	while (text[at] == ' ') {
		const char *option = text + at + 1;
		size_t n = strcspn(option, " ");

		if (n > 1 && option[0] == '-' && option[n - 1] == 'c')
			return at + 1 + n + (option[n] == ' ');
		if (option[0] != '-' && strncmp(text + at - 2, "-o", 2) != 0)
			return 0;
		at += 1 + n;
	}
	return 0;
}

/* "|2 VERSION=1 NAME=a b /bin/sh -c ": what build arguments put before a command. */
static size_t
arguments_prefix(const char *text)
{
	size_t n = 0, left;

	if (text[0] != '|' || !isdigit((unsigned char)text[1]))
		return 0;
	for (const char *p = strstr(text, " /"); p != NULL; p = strstr(p + 1, " /")) {
		if (shell_prefix(p + 1) > 0)
			return (size_t)(p + 1 - text);
	}
	/* no shell: as many words as it says */
	left = strtoul(text + 1, NULL, 10) + 1;
	for (; left > 0 && text[n] != '\0'; left--) {
		n += strcspn(text + n, " ");
		n += text[n] == ' ';
	}
	return n;
}

static struct step
run_step(const char *text, size_t n)
{
	size_t skip = arguments_prefix(text);

	skip = skip < n ? skip : n;
	skip += shell_prefix(text + skip);
	skip = skip < n ? skip : n;
	return (struct step){ STEP_RUN, text + skip, n - skip };
}

struct step
step_read(const char *text)
{
	static const char *const others[] = { "CMD ", "ENTRYPOINT ", "ENV ", "ARG ", "LABEL ",
		"COPY ", "EXPOSE ", "USER ", "VOLUME ", "WORKDIR ", "STOPSIGNAL ", "HEALTHCHECK ",
		"SHELL ", "ONBUILD ", "MAINTAINER ", "FROM " };
	const char *nop = strstr(text, "#(nop)"), *mark;
	size_t n;

	if (nop != NULL && nop - text < 64)
		text = nop + 6;
	text += strspn(text, " \t");
	n = strlen(text);
	mark = n > 10 ? text + n - 10 : text;
	if (strcmp(mark, "# buildkit") == 0)
		n -= 10;
	while (n > 0 && isspace((unsigned char)text[n - 1]))
		n--;
	if (n == 0)
		return (struct step){ STEP_BLANK, text, 0 };
	if (strncmp(text, "ADD ", 4) == 0)
		return (struct step){ STEP_ADD, text + 4, n - 4 };
	if (strncmp(text, "RUN ", 4) == 0)
		return run_step(text + 4, n - 4);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		if (strncmp(text, others[i], strlen(others[i])) == 0)
			return (struct step){ STEP_OTHER, text, n };
	}
	if (nop != NULL)
		return (struct step){ STEP_OTHER, text, n };
	return run_step(text, n);
}

/* ---- the reading of a history ---------------------------------------------------------------- */

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

	if (s->created_by.seen == SEEN &&
	    (s->created_by.v[strspn(s->created_by.v, " \t\n")] != '\0' ||
		(s->size.seen == SEEN && s->size.v == 0)))
		return s->created_by.v;
	if (r->unknown == NULL)
		r->unknown =
		    s->created_by.seen == UNSEEN
			? "the field CreatedBy is not as expected"
			: judge_fmt(r->judge,
			      "step %zu of %zu is blank, as an import or a squash leaves it: what "
			      "was done cannot be seen",
			      k + 1, r->image->n_steps);
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
	if (r->n_keys == 0 && r->unknown != NULL)
		judge_error(r->judge, "its history does not tell all: %s", r->unknown);
	else if (r->n_keys == 0)
		judge_saw(r->judge, judge_pass(r->judge, "%s", clean), "CreatedBy",
		    r->image->history_origin.source, reading_own_steps(r), r->expected);
	arena_free(r->arena);
}

/* A secret was masked up to the end of the step: what follows it is not seen. */
static void
note_mask(struct reading *r, const struct step *s, size_t k)
{
	size_t n = 17; /* "<masked 1a2b3c4d>" */

	if (r->unknown == NULL && s->n >= n && strncmp(s->text + s->n - n, "<masked ", 8) == 0)
		r->unknown = judge_fmt(r->judge,
		    "step %zu of %zu holds a secret, and what follows it was masked with it", k + 1,
		    r->image->n_steps);
}

struct shell_text
reading_shell(struct reading *r, const struct step *s, size_t k)
{
	struct shell_text t = shell_read(r->arena, s->text, s->n);

	if (!t.complete && r->unknown == NULL)
		r->unknown = judge_fmt(r->judge, "step %zu of %zu cannot be read as shell: %s",
		    k + 1, r->image->n_steps, t.problem);
	note_mask(r, s, k);
	return t;
}
