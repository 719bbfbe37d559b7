/*
 * verify_compare.c: compares two JSON documents member by member. It knows of reports only how
 * things in a list are called. It may not decide which of the two is right.
 */
#include "config.h"

#include "verify_compare.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define NAME_MAX_BYTES 512

struct comparison {
	const char *const *apart;
	difference_fn tell;
	void *ctx;
	size_t n;
};

/* Where the comparison is: in which check or finding ("": neither), and at which member of it. */
struct where {
	const char *thing, *path;
};

static void compare(struct comparison *c, struct where w, const cJSON *a, const cJSON *b);

static void
differ(struct comparison *c, struct where w, const cJSON *a, const cJSON *b)
{
	char *left = a != NULL ? cJSON_PrintUnformatted(a) : NULL;
	char *right = b != NULL ? cJSON_PrintUnformatted(b) : NULL;
	char name[2 * NAME_MAX_BYTES];

	snprintf(name, sizeof name, "%s%s%s", w.thing,
	    *w.thing != '\0' && *w.path != '\0' ? ": " : "", w.path);
	c->n++;
	c->tell(c->ctx, name, left, right);
	cJSON_free(left);
	cJSON_free(right);
}

static const char *
text_of(const cJSON *o, const char *name)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, name);

	return cJSON_IsString(v) ? v->valuestring : "";
}

/* ---- lists ---------------------------------------------------------------------------------- */

/* What stays the same of something in a list; "": only its place does. */
static const char *
identity(const cJSON *item)
{
	const char *print = text_of(item, "fingerprint");

	return *print != '\0' ? print : text_of(item, "id");
}

struct place {
	const cJSON *item;
	const char *identity;
	size_t at;
};

static int
by_identity(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = strcmp(x->identity, y->identity);

	return order != 0 ? order : x->at < y->at ? -1 : x->at > y->at;
}

static struct place *
places_of(const cJSON *list, size_t *n)
{
	struct place *v = xmalloc(((size_t)cJSON_GetArraySize(list) + 1) * sizeof *v);
	const cJSON *item;

	*n = 0;
	cJSON_ArrayForEach (item, list) {
		v[*n] = (struct place){ item, identity(item), *n };
		++*n;
	}
	qsort(v, *n, sizeof *v, by_identity);
	return v;
}

/* Of what has no identity the place is one. */
static int
order_of(const struct place *a, const struct place *b)
{
	int order = strcmp(a->identity, b->identity);

	if (order != 0 || *a->identity != '\0')
		return order;
	return a->at < b->at ? -1 : a->at > b->at;
}

/* A check is called by its id, a finding by its check and subject, all else by its place. */
static void
compare_item(struct comparison *c, struct where w, const struct place *a, const struct place *b)
{
	const struct place *p = a != NULL ? a : b;
	/* cppcheck-suppress nullPointerRedundantCheck ; one of both is there */
	const cJSON *subject = cJSON_GetObjectItemCaseSensitive(p->item, "subject");
	char thing[NAME_MAX_BYTES], path[NAME_MAX_BYTES];

	snprintf(thing, sizeof thing, "%s", w.thing);
	path[0] = '\0';
	if (*w.thing == '\0' && strcmp(w.path, "checks") == 0)
		snprintf(thing, sizeof thing, "%s", text_of(p->item, "id"));
	else if (*w.thing != '\0' && strcmp(w.path, "findings") == 0)
		snprintf(thing, sizeof thing, "%s %s %s", w.thing, text_of(subject, "kind"),
		    text_of(subject, "name"));
	else
		snprintf(path, sizeof path, "%s[%zu]", w.path, p->at);
	if (a != NULL && b != NULL)
		compare(c, (struct where){ thing, path }, a->item, b->item);
	else
		differ(c, (struct where){ thing, path }, a != NULL ? a->item : NULL,
		    b != NULL ? b->item : NULL);
}

static void
compare_lists(struct comparison *c, struct where w, const cJSON *a, const cJSON *b)
{
	size_t n, m, i = 0, k = 0;
	struct place *left = places_of(a, &n), *right = places_of(b, &m);

	while (i < n || k < m) {
		int order = i == n ? 1 : k == m ? -1 : order_of(&left[i], &right[k]);

		compare_item(c, w, order <= 0 ? &left[i] : NULL, order >= 0 ? &right[k] : NULL);
		i += order <= 0;
		k += order >= 0;
	}
	free(left);
	free(right);
}

/* ---- objects -------------------------------------------------------------------------------- */

static bool
is_apart(const struct comparison *c, struct where w)
{
	for (size_t i = 0; *w.thing == '\0' && c->apart[i] != NULL; i++) {
		if (strcmp(c->apart[i], w.path) == 0)
			return true;
	}
	return false;
}

/*
 * The path of a member. A key with signs of paths in it is quoted: "scan.source" of a report's top
 * is not the source that its scan tells.
 */
static void
member_path(char path[NAME_MAX_BYTES], struct where w, const char *key)
{
	const char *quote = *key == '\0' || strpbrk(key, ".[]\"") != NULL ? "\"" : "";

	snprintf(path, NAME_MAX_BYTES, "%s%s%s%s%s", w.path, *w.path != '\0' ? "." : "", quote, key,
	    quote);
}

/* A key that occurs twice is looked at twice: whichever a reader believes, it has to be true. */
static void
compare_objects(struct comparison *c, struct where w, const cJSON *a, const cJSON *b)
{
	const cJSON *item;
	char path[NAME_MAX_BYTES];
	struct where at = { w.thing, path };

	cJSON_ArrayForEach (item, a) {
		member_path(path, w, item->string);
		if (!is_apart(c, at))
			compare(c, at, item, cJSON_GetObjectItemCaseSensitive(b, item->string));
	}
	cJSON_ArrayForEach (item, b) {
		member_path(path, w, item->string);
		if (!is_apart(c, at) && cJSON_GetObjectItemCaseSensitive(a, item->string) == NULL)
			differ(c, at, NULL, item);
	}
}

static void
compare(struct comparison *c, struct where w, const cJSON *a, const cJSON *b)
{
	if (cJSON_IsObject(a) && cJSON_IsObject(b))
		compare_objects(c, w, a, b);
	else if (cJSON_IsArray(a) && cJSON_IsArray(b))
		compare_lists(c, w, a, b);
	else if (b == NULL || !cJSON_Compare(a, b, 1))
		differ(c, w, a, b);
}

size_t
reports_compare(
    const cJSON *report, const cJSON *anew, const char *const *apart, difference_fn tell, void *ctx)
{
	struct comparison c = { .apart = apart, .tell = tell, .ctx = ctx };

	compare(&c, (struct where){ "", "" }, report, anew);
	return c.n;
}
