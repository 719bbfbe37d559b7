/*
 * collect_compose.c: reads Compose files that were named, what they include and extend, and their
 * .env files. It judges nothing: a file that is only referred to may be missing.
 */
#include "config.h"

#include "collect_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/output.h"
#include "base/regular_file.h"
#include "buildfiles/compose.h"

#define COMPOSE_FILE_MAX ((size_t)1 << 20)

struct text {
	const char *name, *body, *problem;
	size_t len;
};

/* What the loader of a project asks for passes here, once each, and becomes a document. */
struct asked {
	struct collector *collector;
	const char *named; /* the project's own file: without it there is nothing to judge */
	struct err *err;
	bool failed; /* err says why the scan cannot go on */
	size_t n, cap;
	struct text *texts;
};

/* Regular files only: what a Compose file names may be anything. */
static char *
read_regular(const char *path, size_t *len, const char **problem)
{
	char *text = regular_file_read(path, COMPOSE_FILE_MAX, len);

	if (text == NULL)
		*problem = regular_file_problem(errno);
	return text;
}

/* The file that was named: it may be a pipe or stdin, and has to be there. */
static char *
read_named(struct asked *q, const char *path, size_t *len, const char **problem)
{
	bool is_file = strcmp(path, "-") != 0;
	struct err why;
	struct stat st;
	char *text;

	if (is_file && stat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
		err_set(q->err, EXIT_USAGE, "cannot read %s: %s", path, strerror(errno));
		q->failed = true;
		*problem = "is not there";
		return NULL;
	}
	text = input_read(path, COMPOSE_FILE_MAX, len, &why);
	if (text != NULL)
		return text;
	*problem = arena_strdup(q->collector->arena, why.msg);
	errno = is_file && access(path, R_OK) != 0 ? EACCES : EIO;
	return NULL;
}

static struct text *
remember(struct asked *q, const char *name)
{
	q->texts = arena_grow(q->collector->arena, q->texts, q->n, &q->cap, sizeof *q->texts);
	q->texts[q->n] = (struct text){ .name = name };
	return &q->texts[q->n++];
}

static void
emit(struct asked *q, const struct text *t, const char *path, enum doc_state state)
{
	struct document doc = { .name = t->name,
		.from = path,
		.state = state,
		.problem = t->problem != NULL ? t->problem : "",
		.body = t->body != NULL ? t->body : "",
		.len = t->len };

	if (!q->failed && collector_emit(q->collector, &doc, q->err) < 0)
		q->failed = true;
}

/* Lines that set something, masked: whatever else a file holds that was named as one. */
static void
keep_settings(const struct masker *m, const char *text, size_t len, struct buf *out)
{
	while (len > 0) {
		const char *end = memchr(text, '\n', len);
		size_t n = end != NULL ? (size_t)(end - text) : len;
		const char *equals = memchr(text, '=', n), *other = memchr(text, ':', n);

		if (equals != NULL && (other == NULL || equals < other))
			mask_lines(m, text, n, out);
		buf_putc(out, '\n');
		n += end != NULL;
		text += n;
		len -= n;
	}
}

static const char *
take_text(struct asked *q, const char *kind, const char *path, char *raw, struct text *t)
{
	struct collector *c = q->collector;
	struct buf masked = BUF_INIT(8 * COMPOSE_FILE_MAX);
	struct yaml_file ignored;
	struct err err;

	if (strcmp(kind, "env") == 0) {
		keep_settings(&c->masker, raw, t->len, &masked);
	} else if (yaml_parse(c->arena, path, raw, t->len, &ignored, &err) < 0) {
		t->problem = arena_strdup(c->arena, err.msg);
	} else {
		mask_yaml(&c->masker, raw, t->len, &masked);
	}
	t->body = t->problem == NULL ? arena_strndup(c->arena, buf_str(&masked), masked.len) : NULL;
	t->len = t->problem == NULL ? masked.len : 0;
	buf_free(&masked);
	return t->body;
}

static const char *
answer(struct asked *q, const char *kind, const char *path, size_t *len, const char **problem)
{
	struct collector *c = q->collector;
	const char *name = arena_printf(c->arena, "%s:%s", kind, path);
	bool named = strcmp(kind, "compose") == 0 && strcmp(path, q->named) == 0;
	enum doc_state state = DOC_OK;
	struct text *t = NULL;
	char *raw;

	for (size_t i = 0; t == NULL && i < q->n; i++)
		t = strcmp(q->texts[i].name, name) == 0 ? &q->texts[i] : NULL;
	if (t == NULL) {
		t = remember(q, name);
		if (named)
			raw = read_named(q, path, &t->len, &t->problem);
		else
			raw = read_regular(path, &t->len, &t->problem);
		if (raw == NULL)
			state = errno == ENOENT || errno == ENOTDIR ? DOC_GONE
				: errno == EACCES || errno == EPERM ? DOC_DENIED
								    : DOC_FAILED;
		else if (take_text(q, kind, path, raw, t) == NULL)
			state = DOC_FAILED;
		free(raw);
		emit(q, t, path, state);
		if (state == DOC_GONE && strcmp(kind, "env") == 0)
			t->problem = NULL;
	}
	*problem = t->problem;
	*len = t->len;
	return t->body;
}

static const char *
read_text(void *ctx, const char *kind, const char *path, size_t *len, const char **problem)
{
	struct asked *q = ctx;

	*problem = "was not read";
	return q->failed ? NULL : answer(q, kind, path, len, problem);
}

/* Owner and mode of what is handed to containers as a file. */
static int
look_at(struct asked *q, const struct compose_project *p)
{
	struct collector *c = q->collector;
	const char *const *paths = compose_files_named(c->arena, p);

	for (; *paths != NULL; paths++) {
		const char *name = arena_printf(c->arena, "file:%s", *paths);
		struct document doc;
		bool done = false;

		for (size_t i = 0; i < q->n; i++)
			done = done || strcmp(q->texts[i].name, name) == 0;
		if (done)
			continue;
		remember(q, name);
		doc = host_file(c->host, c->arena,
		    compose_join(c->arena, collector_directory(c), *paths), false, NULL);
		doc.name = name;
		if (collector_emit(c, &doc, q->err) < 0)
			return -1;
	}
	return 0;
}

int
collect_compose(struct collector *c, struct err *err)
{
	struct asked q = { .collector = c, .err = err };
	struct compose_reader reader = { read_text, &q, collector_home() };

	c->host = host_new("/", err);
	if (c->host == NULL)
		return -1;
	for (size_t i = 0; i < c->options->n_compose_files; i++) {
		const char *path = c->options->compose_files[i];
		const struct compose_project *p;

		if (collector_named_before(c->options->compose_files, i))
			continue;
		q.named = path;
		p = compose_load(c->arena, &reader, path);
		if (q.failed || look_at(&q, p) < 0)
			return -1;
	}
	return 0;
}
