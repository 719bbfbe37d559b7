/*
 * build_look.c: see build_look.h. It may not know what any check is about.
 */
#include "config.h"

#include "build_look.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

#define MESSAGE_MAX 1000

/* A frontend whose name ends like Docker's own reads the same language, wherever it is kept. */
static bool
is_known_language(const char *frontend)
{
	size_t n = strcspn(frontend, "@"), path = n;
	static const char *const ends[] = { "docker/dockerfile", "docker/dockerfile-upstream" };

	while (path > 0 && frontend[path - 1] != ':' && frontend[path - 1] != '/')
		path--;
	if (path > 0 && frontend[path - 1] == ':')
		n = path - 1;
	for (size_t i = 0; i < 2; i++) {
		size_t k = strlen(ends[i]);

		if (n >= k && memcmp(frontend + n - k, ends[i], k) == 0 &&
		    (n == k || frontend[n - k - 1] == '/'))
			return true;
	}
	return false;
}

bool
look_begin(struct look *l, struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	struct finding *found;

	memset(l, 0, sizeof *l);
	l->j = j;
	l->f = f;
	l->facts = d;
	l->d = d->file;
	if (l->d->syntax.value != NULL && !is_known_language(l->d->syntax.value)) {
		found = judge_error(j,
		    "is read by a frontend of its own, %s: what it means is not known",
		    l->d->syntax.value);
		judge_saw_line(j, found, "# syntax", d->path, l->d->syntax.line, l->d->syntax.value,
		    "docker/dockerfile");
		return false;
	}
	if (l->d->error != NULL) {
		found = judge_error(j, "is no valid Dockerfile: line %lld: %s",
		    (long long)l->d->error_line, l->d->error);
		judge_saw_line(
		    j, found, "syntax", d->path, l->d->error_line, l->d->error, "a Dockerfile");
		return false;
	}
	l->a = arena_new();
	return true;
}

/* ---- what is found -------------------------------------------------------------------------- */

/* "USER root", then "USER root #2"; NULL: there are too many. */
static const char *
unique_key(struct look *l, const char *key)
{
	size_t same = 0;

	if (l->n_keys == LOOK_KEYS_MAX) {
		l->n_more++;
		return NULL;
	}
	for (size_t i = 0; i < l->n_keys; i++)
		same += strcmp(l->keys[i], key) == 0;
	l->keys[l->n_keys++] = arena_strdup(l->a, key);
	return same == 0 ? l->keys[l->n_keys - 1] : arena_printf(l->a, "%s #%zu", key, same + 1);
}

static void
saw(struct look *l, struct finding *found, const struct look_item *item)
{
	judge_saw_line(
	    l->j, found, item->what, l->facts->path, item->line, item->actual, item->expected);
}

#define MESSAGE(text, fmt)                                                                         \
	char text[MESSAGE_MAX];                                                                    \
	do {                                                                                       \
		va_list ap;                                                                        \
		va_start(ap, fmt);                                                                 \
		vsnprintf(text, sizeof text, fmt, ap);                                             \
		va_end(ap);                                                                        \
	} while (0)

void
look_warn(struct look *l, const struct look_item *item, const char *fmt, ...)
{
	const char *key = unique_key(l, item->key);
	MESSAGE(text, fmt);

	if (key != NULL)
		saw(l, judge_warn(l->j, key, "line %lld: %s", (long long)item->line, text), item);
}

void
look_note(struct look *l, const struct look_item *item, const char *fmt, ...)
{
	const char *key = unique_key(l, item->key);
	MESSAGE(text, fmt);

	if (key != NULL)
		saw(l, judge_note(l->j, key, "line %lld: %s", (long long)item->line, text), item);
}

void
look_unknown(struct look *l, int64_t line, const char *fmt, ...)
{
	MESSAGE(text, fmt);

	if (l->n_unknown++ > 0)
		return;
	l->unknown = arena_strdup(l->a, text);
	l->unknown_line = line;
}

bool
look_is_unknown(struct look *l, int64_t line, const char *what, const struct df_value *v)
{
	if (v->unknown == NULL)
		return false;
	look_unknown(l, line, "%s %s: the file gives no value to %s", what, v->text, v->unknown);
	return true;
}

/* What is left to say when all was looked at. True: something was said. */
static bool
say_the_rest(struct look *l)
{
	struct finding *found;

	if (l->n_more > 0) {
		found = judge_warn(l->j, "more", "%zu more of the same kind", l->n_more);
		judge_saw(l->j, found, "findings", l->facts->path,
		    judge_fmt(l->j, "%zu", l->n_keys + l->n_more), "");
	}
	if (l->n_unknown > 0) {
		found = judge_error(l->j, "line %lld: %s%s", (long long)l->unknown_line, l->unknown,
		    l->n_unknown > 1 ? judge_fmt(l->j, " (and %zu more)", l->n_unknown - 1) : "");
		judge_saw_line(l->j, found, "not known", l->facts->path, l->unknown_line,
		    l->unknown, "a value in the file");
	}
	return l->n_keys > 0 || l->n_unknown > 0;
}

void
look_end(struct look *l, const struct look_item *item, const char *fmt, ...)
{
	MESSAGE(text, fmt);

	if (!say_the_rest(l))
		saw(l, judge_pass(l->j, "%s", text), item);
	arena_free(l->a);
}

void
look_end_skip(struct look *l, const char *fmt, ...)
{
	MESSAGE(text, fmt);

	if (!say_the_rest(l))
		judge_skip(l->j, "%s", text);
	arena_free(l->a);
}

/* ---- instructions and stages ---------------------------------------------------------------- */

const struct df_instruction *
look_next(struct look *l, unsigned kinds)
{
	while (l->at < l->d->n_instructions) {
		const struct df_instruction *i = &l->d->instructions[l->at++];

		while (l->stage + 1 < l->d->n_stages && l->d->stages[l->stage + 1].first < l->at)
			l->stage++;
		if (kinds & KIND(i->kind))
			return i;
	}
	l->at = l->stage = 0;
	return NULL;
}

size_t
look_final(const struct look *l)
{
	return l->d->n_stages - 1;
}

bool
look_ships(const struct look *l, size_t stage)
{
	for (size_t s = look_final(l); s != DF_NONE; s = l->d->stages[s].parent) {
		if (s == stage)
			return true;
	}
	return false;
}

const char *
look_stage_name(struct look *l, size_t stage)
{
	if (l->d->stages[stage].alias != NULL)
		return l->d->stages[stage].alias;
	return l->d->n_stages == 1 ? "the only stage" : arena_printf(l->a, "stage %zu", stage + 1);
}

bool
look_open_base(struct look *l)
{
	size_t s = look_final(l);
	const struct df_stage *stage;

	while (l->d->stages[s].parent != DF_NONE)
		s = l->d->stages[s].parent;
	stage = &l->d->stages[s];
	/* no stage has a tag or a path in its name */
	if (s == 0 || stage->image.unknown == NULL ||
	    image_name_read(l->a, stage->image.text).tag[0] != '\0' ||
	    strchr(stage->image.text, '/') != NULL)
		return false;
	return look_is_unknown(l, stage->line, "FROM", &stage->image);
}

const struct df_instruction *
look_in_force(const struct look *l, enum df_kind kind)
{
	for (size_t s = look_final(l); s != DF_NONE; s = l->d->stages[s].parent) {
		const struct df_stage *stage = &l->d->stages[s];

		for (size_t i = stage->n; i > 0; i--) {
			const struct df_instruction *in = &l->d->instructions[stage->first + i - 1];

			if (in->kind == kind && !in->onbuild)
				return in;
		}
	}
	return NULL;
}

/* ---- commands ------------------------------------------------------------------------------- */

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static bool
is_posix_shell(const char *path)
{
	static const char *const names[] = { "sh", "bash", "dash", "ash", "ksh", "mksh", "zsh",
		"busybox", "env" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(base_name(path), names[i]) == 0)
			return true;
	}
	return false;
}

/* Windows images run cmd unless SHELL says something else. */
static bool
is_windows(const struct look *l, size_t stage)
{
	static const char *const names[] = { "windows", "nanoserver", "servercore" };

	while (l->d->stages[stage].parent != DF_NONE)
		stage = l->d->stages[stage].parent;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcasestr(l->d->stages[stage].image.text, names[i]) != NULL)
			return true;
	}
	return l->d->escape == '`';
}

/* ["sh", "-c", "x"]: as a shell would have to write it. */
static void
quote_words(const struct df_instruction *run, struct buf *out)
{
	for (size_t i = 0; i < run->n_words; i++) {
		buf_puts(out, i > 0 ? " '" : "'");
		for (const char *c = run->words[i].value.text; *c != '\0'; c++) {
			if (*c == '\'')
				buf_puts(out, "'\\''");
			else
				buf_putc(out, *c);
		}
		buf_putc(out, '\'');
	}
}

/* Is there no command but the here documents themselves, which then are scripts? */
static bool
is_bare_heredoc(const char *text)
{
	text += strspn(text, " \t\\\n");
	text += strspn(text, "0123456789");
	return strncmp(text, "<<", 2) == 0 && strpbrk(text, " \t") == NULL;
}

/* A script for another program than a shell tells nothing to a reader of shell. */
static bool
is_shell_script(const char *body)
{
	char line[200];
	size_t n;

	if (strncmp(body, "#!", 2) != 0)
		return true;
	snprintf(line, sizeof line, "%.*s", (int)strcspn(body, "\r\n"), body);
	for (n = strlen(line); n > 0 && line[n - 1] != ' ' && line[n - 1] != '/'; n--)
		;
	return is_posix_shell(line + n) || strstr(line, "sh ") != NULL;
}

/* The text, with here documents behind it as a shell expects them. */
static bool
shell_source(const struct df_instruction *run, struct buf *out)
{
	bool bare = run->n_heredocs > 0 && is_bare_heredoc(run->text);

	if (run->json) {
		quote_words(run, out);
		return true;
	}
	if (bare) /* keeps the count of lines */
		for (const char *c = run->text; *c != '\0'; c++)
			buf_puts(out, *c == '\n' ? "\n" : "");
	else
		buf_puts(out, run->text);
	for (size_t i = 0; i < run->n_heredocs; i++) {
		if (bare && !is_shell_script(run->heredocs[i].body))
			return false;
		buf_puts(out, "\n");
		buf_puts(out, run->heredocs[i].body);
		if (out->len > 0 && out->data[out->len - 1] == '\n' && !bare)
			buf_puts(out, run->heredocs[i].name);
	}
	return true;
}

bool
look_commands(struct look *l, const struct df_instruction *run, struct shell_text *t)
{
	struct buf source = BUF_INIT((size_t)64 << 20);
	const char *shell = run->shell.text;
	bool is_shell;

	if (!run->json && (shell[0] != '\0' ? !is_posix_shell(shell) : is_windows(l, l->stage))) {
		look_unknown(l, run->line, "RUN is for %s, and not for a POSIX shell",
		    shell[0] != '\0' ? shell : "cmd");
		return false;
	}
	is_shell = shell_source(run, &source);
	*t = shell_read(l->a, buf_str(&source), is_shell ? source.len : 0);
	buf_free(&source);
	if (is_shell && !t->complete)
		look_unknown(l, run->line, "RUN cannot be read to its end: %s", t->problem);
	return is_shell;
}

int64_t
look_line(const struct df_instruction *run, const struct shell_command *c)
{
	int64_t line = run->text_line + (int64_t)c->line;

	return run->json ? run->line : line > run->end_line ? run->end_line : line;
}

/* ---- names of images
 * ------------------------------------------------------------------------------ */

struct image_name
image_name_read(struct arena *a, const char *text)
{
	struct image_name name = { "docker.io", "", "", "" };
	const char *at = strchr(text, '@'), *slash, *colon;
	char *rest = arena_strndup(a, text, at != NULL ? (size_t)(at - text) : strlen(text));
	size_t first;

	if (at != NULL)
		name.digest = arena_strdup(a, at + 1);
	slash = strrchr(rest, '/');
	colon = strrchr(rest, ':');
	if (colon != NULL && (slash == NULL || colon > slash)) {
		name.tag = arena_strdup(a, colon + 1);
		rest[colon - rest] = '\0';
	}
	first = strcspn(rest, "/");
	if (rest[first] == '/' &&
	    (memchr(rest, '.', first) != NULL || memchr(rest, ':', first) != NULL ||
		(first == 9 && memcmp(rest, "localhost", 9) == 0))) {
		name.host = arena_strndup(a, rest, first);
		rest += first + 1;
	}
	if (strcmp(name.host, "docker.io") == 0 && strchr(rest, '/') == NULL)
		name.path = arena_printf(a, "library/%s", rest);
	else
		name.path = rest;
	return name;
}

const char *
look_setting(struct arena *a, const char *list, const char *name)
{
	size_t n = strlen(name);

	while (*list != '\0') {
		size_t length = strcspn(list, ",");

		if (length > n && strncmp(list, name, n) == 0 && list[n] == '=')
			return arena_strndup(a, list + n + 1, length - n - 1);
		list += length;
		list += *list == ',';
	}
	return NULL;
}
