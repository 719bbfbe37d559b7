/*
 * world.c: multiplies the containers of a snapshot. It may not know what their documents mean
 * beyond where ids and names stand in them.
 */
#include "config.h"

#include "world.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/output.h"
#include "snapshot/snapshot.h"
#include "syntax/json.h"

#define SNAPSHOT_MAX ((size_t)256 << 20)
#define ID 64		      /* hex digits of an id */
#define COPIES_FOR_AN_IMAGE 5 /* so there are twenty containers an image */

/* Of what each container has its own; all other ids belong to images and networks. */
enum kind { KIND_CONTAINER, KIND_CONTAINER_NAME, KIND_TAG, KIND_NETWORK_NAME };

struct word {
	const char *text;
	enum kind kind;
};

struct maker {
	struct world *world;
	struct world demo; /* the snapshot's own answers */
	size_t n_words, cap_words;
	struct word *words;
};

static void
add_answer(struct world *w, const char *path, const char *body, size_t len, int status)
{
	w->answers = arena_grow(w->arena, w->answers, w->n, &w->cap, sizeof *w->answers);
	w->answers[w->n++] = (struct answer){ arena_strdup(w->arena, path),
		arena_strndup(w->arena, body, len), len, status };
}

static int
take(void *ctx, const struct document *doc, struct err *err)
{
	static const char error[] = "{\"message\":\"not here\"}\n";
	struct world *demo = ctx;

	(void)err;
	if (strncmp(doc->name, "GET ", 4) != 0)
		return 0;
	if (doc->state == DOC_OK)
		add_answer(demo, doc->name + 4, doc->body, doc->len, 200);
	else if (doc->http_status != 0)
		add_answer(demo, doc->name + 4, error, sizeof error - 1, doc->http_status);
	return 0;
}

/* ---- what is to be told apart in the copies ------------------------------------------------- */

static const struct answer *
find(const struct world *w, const char *path)
{
	for (size_t i = 0; i < w->n; i++) {
		if (strcmp(w->answers[i].path, path) == 0)
			return &w->answers[i];
	}
	return NULL;
}

static void
add_word(struct maker *m, const char *text, enum kind kind)
{
	struct arena *a = m->world->arena;

	m->words = arena_grow(a, m->words, m->n_words, &m->cap_words, sizeof *m->words);
	m->words[m->n_words++] = (struct word){ text, kind };
}

static cJSON *
list_of(const struct maker *m, const char *path)
{
	const struct answer *answer = find(&m->demo, path);
	struct err ignored;

	return answer != NULL ? json_parse(answer->body, answer->len, &ignored) : NULL;
}

static void
learn_words(struct maker *m)
{
	struct arena *a = m->world->arena;
	cJSON *containers = list_of(m, "/containers/json"), *images = list_of(m, "/images/json"),
	      *networks = list_of(m, "/networks"), *item;

	cJSON_ArrayForEach (item, containers) {
		struct fact_list names = json_list(a, item, "Names");

		add_word(m, json_text(a, item, "Id"), KIND_CONTAINER);
		for (size_t i = 0; i < names.n; i++) {
			add_word(m, names.v[i], KIND_CONTAINER_NAME);
			add_word(m, names.v[i] + (names.v[i][0] == '/'), KIND_CONTAINER_NAME);
		}
	}
	cJSON_ArrayForEach (item, images) {
		struct fact_list tags = json_list(a, item, "RepoTags");

		for (size_t i = 0; i < tags.n; i++)
			add_word(m, tags.v[i], KIND_TAG);
	}
	cJSON_ArrayForEach (item, networks) {
		const char *name = json_text(a, item, "Name");

		if (strcmp(name, "bridge") != 0 && strcmp(name, "host") != 0 &&
		    strcmp(name, "none") != 0)
			add_word(m, name, KIND_NETWORK_NAME);
	}
	cJSON_Delete(containers);
	cJSON_Delete(images);
	cJSON_Delete(networks);
}

/* ---- a copy --------------------------------------------------------------------------------- */

static const struct word *
word_at(const struct maker *m, const char *s, size_t n)
{
	for (size_t i = 0; i < m->n_words; i++) {
		if (strncmp(m->words[i].text, s, n) == 0 && m->words[i].text[n] == '\0')
			return &m->words[i];
	}
	return NULL;
}

/* An id keeps its beginning, and ends with the number of its copy. */
static void
copy_id(const struct maker *m, const char *id, size_t copy, struct buf *out)
{
	const struct word *word = word_at(m, id, ID);

	buf_add(out, id, ID - 8);
	buf_printf(out, "%08x",
	    (unsigned)(word != NULL && word->kind == KIND_CONTAINER ? copy
								    : copy / COPIES_FOR_AN_IMAGE));
}

/* Text without quotes: ids are told apart wherever they stand, names where they are all of it. */
static void
copy_text(const struct maker *m, const char *s, size_t n, size_t copy, struct buf *out)
{
	const struct word *word = word_at(m, s, n);

	if (word != NULL && word->kind == KIND_TAG)
		buf_printf(out, "c%zu/%.*s", copy / COPIES_FOR_AN_IMAGE, (int)n, s);
	else if (word != NULL && word->kind == KIND_CONTAINER_NAME)
		buf_printf(out, "%.*s-%zu", (int)n, s, copy);
	else if (word != NULL && word->kind == KIND_NETWORK_NAME)
		buf_printf(out, "%.*s-%zu", (int)n, s, copy / COPIES_FOR_AN_IMAGE);
	else
		while (n > 0) {
			size_t hex = strspn(s, "0123456789abcdef");

			hex = hex < n ? hex : n;
			if (hex == ID)
				copy_id(m, s, copy, out);
			else
				buf_add(out, s, hex > 0 ? hex : 1);
			n -= hex > 0 ? hex : 1;
			s += hex > 0 ? hex : 1;
		}
}

/* JSON, or a path; the result is the buffer's. */
static void
copy_answer(const struct maker *m, const char *s, size_t n, size_t copy, struct buf *out)
{
	const char *end = s + n;

	while (copy > 0 && s < end) {
		const char *quote = memchr(s, '"', (size_t)(end - s));
		const char *stop = quote != NULL ? quote : end;

		copy_text(m, s, (size_t)(stop - s), copy, out);
		if (quote != NULL)
			buf_putc(out, '"');
		s = stop + (quote != NULL);
	}
	buf_add(out, s, (size_t)(end - s));
}

static void
add_copy(struct maker *m, const struct answer *of, size_t copy)
{
	struct buf path = BUF_INIT(4096), body = BUF_INIT(SNAPSHOT_MAX);

	copy_answer(m, of->path, strlen(of->path), copy, &path);
	copy_answer(m, of->body, of->len, copy, &body);
	add_answer(m->world, buf_str(&path), buf_str(&body), body.len, of->status);
	buf_free(&path);
	buf_free(&body);
}

/* A list of `n` elements, element i being of copy i / (those in the snapshot). */
static void
add_list(struct maker *m, const char *path, size_t n)
{
	cJSON *list = list_of(m, path), *item = list != NULL ? list->child : NULL;
	struct buf out = BUF_INIT(SNAPSHOT_MAX);
	size_t of = (size_t)cJSON_GetArraySize(list);

	buf_putc(&out, '[');
	for (size_t i = 0; item != NULL && i < n; i++) {
		char *text = cJSON_PrintUnformatted(item);
		size_t copy = i / of;

		/* A Swarm's networks have other ids, and are not copied. */
		if (copy > 0 && strlen(json_text(m->world->arena, item, "Id")) < ID) {
			cJSON_free(text);
			item = item->next != NULL ? item->next : list->child;
			continue;
		}

		if (strcmp(path, "/containers/json") != 0)
			copy *= COPIES_FOR_AN_IMAGE;
		buf_puts(&out, i > 0 ? "," : "");
		copy_answer(m, text, strlen(text), copy, &out);
		cJSON_free(text);
		item = item->next != NULL ? item->next : list->child;
	}
	buf_puts(&out, "]\n");
	add_answer(m->world, path, buf_str(&out), out.len, 200);
	buf_free(&out);
	cJSON_Delete(list);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static bool
begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* Which of the snapshot's containers an answer is about; (size_t)-1: none. */
static size_t
container_of(const struct maker *m, const char *path)
{
	for (size_t i = 0, number = 0; i < m->n_words; i++) {
		if (m->words[i].kind != KIND_CONTAINER)
			continue;
		if (strncmp(path + strlen("/containers/"), m->words[i].text, ID) == 0)
			return number;
		number++;
	}
	return (size_t)-1;
}

static bool
has_id(const char *path)
{
	for (; *path != '\0'; path++) {
		if (strspn(path, "0123456789abcdef") == ID)
			return true;
	}
	return false;
}

static void
fill(struct maker *m, size_t n_containers)
{
	cJSON *list = list_of(m, "/containers/json"), *images = list_of(m, "/images/json"),
	      *networks = list_of(m, "/networks");
	size_t per_copy = (size_t)cJSON_GetArraySize(list);
	size_t copies = (n_containers + per_copy - 1) / per_copy;
	size_t image_copies = (copies + COPIES_FOR_AN_IMAGE - 1) / COPIES_FOR_AN_IMAGE;

	for (size_t i = 0; i < m->demo.n; i++) {
		const struct answer *a = &m->demo.answers[i];
		bool container = begins(a->path, "/containers/");
		size_t number = container ? container_of(m, a->path) : 0;

		if (strcmp(a->path, "/containers/json") == 0)
			add_list(m, a->path, n_containers);
		else if (strcmp(a->path, "/images/json") == 0)
			add_list(m, a->path, image_copies * (size_t)cJSON_GetArraySize(images));
		else if (strcmp(a->path, "/networks") == 0)
			add_list(m, a->path, image_copies * (size_t)cJSON_GetArraySize(networks));
		else if (container)
			for (size_t c = 0; c < copies && number != (size_t)-1; c++) {
				if (c * per_copy + number < n_containers)
					add_copy(m, a, c);
			}
		else if (begins(a->path, "/images/") || begins(a->path, "/networks/"))
			for (size_t c = 0; c < (has_id(a->path) ? image_copies : 1); c++)
				add_copy(m, a, c * COPIES_FOR_AN_IMAGE);
		else
			add_answer(m->world, a->path, a->body, a->len, a->status);
	}
	cJSON_Delete(list);
	cJSON_Delete(images);
	cJSON_Delete(networks);
}

struct world *
world_new(const char *snapshot, size_t n_containers, struct err *err)
{
	struct arena *a = arena_new();
	struct world *w = arena_alloc(a, sizeof *w);
	struct maker m = { .world = w, .demo = { .arena = a } };
	struct document_sink sink = { take, &m.demo };
	char sha256[65];
	size_t len = 0;
	char *bytes = input_read(snapshot, SNAPSHOT_MAX, &len, err);

	w->arena = a;
	if (bytes == NULL || snapshot_replay(snapshot, bytes, len, &sink, 1, sha256, err) < 0) {
		free(bytes);
		world_free(w);
		return NULL;
	}
	free(bytes);
	learn_words(&m);
	fill(&m, n_containers);
	return w;
}

void
world_free(struct world *w)
{
	if (w != NULL)
		arena_free(w->arena);
}
