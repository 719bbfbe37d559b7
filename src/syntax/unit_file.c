/*
 * unit_file.c: reads the text of systemd units and environment files. It does no I/O, and may not
 * know what any setting is for.
 */
#include "config.h"

#include "unit_file.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"

#define LINE_MAX_BYTES                                                                             \
	((size_t)1 << 20) /* systemd's own limit for a line with its continuations                 \
			   */
#define LINES_MAX 4096
#define WORDS_MAX 4096

const char *const unit_dirs[] = { "/etc/systemd/system", "/run/systemd/system",
	"/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system", NULL };

const char *const daemon_environment_files[] = { "/etc/default/docker", "/etc/sysconfig/docker",
	"/etc/sysconfig/docker-network", "/etc/sysconfig/docker-storage", "/etc/conf.d/docker",
	NULL };

struct reader {
	struct arena *arena;
	const char *at;
	int64_t line; /* number of the line that `at` is in */
	struct unit_line *v;
	size_t n, cap;
	bool cut;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static char *
trimmed(struct arena *a, const char *s, size_t n)
{
	while (n > 0 && is_blank(*s))
		s++, n--;
	while (n > 0 && is_blank(s[n - 1]))
		n--;
	return arena_strndup(a, s, n);
}

static bool
is_comment(const char *s, size_t n)
{
	while (n > 0 && is_blank(*s))
		s++, n--;
	return n > 0 && (*s == '#' || *s == ';');
}

/*
 * The next logical line without its continuation marks, or NULL at the end. Comments between
 * continued lines are left out, as systemd does.
 */
static const char *
next_line(struct reader *r, int64_t *first)
{
	struct buf b = BUF_INIT(LINE_MAX_BYTES);
	const char *text = NULL;
	bool more = true;

	*first = r->line;
	if (*r->at == '\0')
		return NULL;
	while (more && *r->at != '\0') {
		size_t n = strcspn(r->at, "\n"), used = n;

		more = n > 0 && r->at[n - 1] == '\\';
		if (is_comment(r->at, n)) {
			more = b.len > 0;
		} else {
			buf_add(&b, r->at, more ? n - 1 : n);
			if (more)
				buf_putc(&b, ' ');
		}
		r->at += used;
		if (*r->at == '\n')
			r->at++, r->line++;
	}
	text = arena_strdup(r->arena, buf_str(&b));
	r->cut = r->cut || b.failed;
	buf_free(&b);
	return text;
}

static void
append(struct reader *r, struct unit_line line)
{
	if (r->n == LINES_MAX) {
		r->cut = true;
		return;
	}
	r->v = arena_grow(r->arena, r->v, r->n, &r->cap, sizeof *r->v);
	r->v[r->n++] = line;
}

struct unit_lines
unit_parse(struct arena *a, const char *text)
{
	struct reader r = { .arena = a, .at = text, .line = 1 };
	const char *section = NULL, *line;
	int64_t first;

	while ((line = next_line(&r, &first)) != NULL) {
		char *whole = trimmed(a, line, strlen(line));
		size_t n = strlen(whole), name = strcspn(whole, "=");

		if (n > 2 && whole[0] == '[' && whole[n - 1] == ']')
			section = arena_strndup(a, whole + 1, n - 2);
		else if (section != NULL && name > 0 && whole[name] == '=')
			append(&r, (struct unit_line){ section, trimmed(a, whole, name),
				       trimmed(a, whole + name + 1, n - name - 1), first });
	}
	return (struct unit_lines){ r.n, r.v, r.cut };
}

/* ---- words ---------------------------------------------------------------------------------- */

/* Takes one character of a value, a backslash with what follows; returns what comes behind it. */
static const char *
take_char(const char *s, struct buf *out)
{
	static const char names[] = "abfnrtv", meant[] = "\a\b\f\n\r\t\v";
	const char *name;

	if (s[0] != '\\' || s[1] == '\0') {
		buf_putc(out, *s);
		return s + 1;
	}
	name = strchr(names, s[1]);
	buf_putc(out, name != NULL ? meant[name - names] : s[1]);
	return s + 2;
}

static const char *
take_word(const char *s, struct buf *out)
{
	char quote = '\0';

	for (; *s != '\0' && (quote != '\0' || !isspace((unsigned char)*s));) {
		if (quote == '\0' && (*s == '"' || *s == '\''))
			quote = *s++;
		else if (quote != '\0' && *s == quote)
			quote = '\0', s++;
		else
			s = take_char(s, out);
	}
	return s;
}

struct list {
	struct arena *arena;
	const char **v;
	size_t n, cap;
};

static void
list_add(struct list *l, const char *word)
{
	l->v = arena_grow(l->arena, l->v, l->n, &l->cap, sizeof *l->v);
	l->v[l->n++] = word;
}

struct fact_list
unit_words(struct arena *a, const char *value)
{
	struct list l = { .arena = a };
	struct buf b = BUF_INIT(LINE_MAX_BYTES);

	for (;;) {
		value += strspn(value, " \t\r\n");
		if (*value == '\0')
			break;
		if (l.n == WORDS_MAX)
			return (struct fact_list){ UNSEEN, 0, NULL };
		value = take_word(value, &b);
		list_add(&l, arena_strdup(a, buf_str(&b)));
		buf_free(&b);
	}
	return (struct fact_list){ SEEN, l.n, l.v };
}

/* ---- environment files ---------------------------------------------------------------------- */

struct unit_lines
unit_parse_environment(struct arena *a, const char *text)
{
	struct reader r = { .arena = a, .at = text, .line = 1 };
	const char *line;
	int64_t first;

	while ((line = next_line(&r, &first)) != NULL) {
		char *whole = trimmed(a, line, strlen(line));
		const char *key = whole;
		size_t name;
		struct buf b = BUF_INIT(LINE_MAX_BYTES);

		/* "export" is no part of systemd's grammar, but of the shell's that reads such
		 * files */
		if (strncmp(key, "export ", 7) == 0)
			key += 7 + strspn(key + 7, " \t");
		name = strcspn(key, "=");
		if (name == 0 || key[name] != '=')
			continue;
		/* Unquoted blanks belong to the value here: the line's end ends it. */
		for (const char *s = key + name + 1 + strspn(key + name + 1, " \t"); *s != '\0';) {
			s = take_word(s, &b);
			while (isspace((unsigned char)*s))
				buf_putc(&b, *s++);
		}
		append(&r, (struct unit_line){
			       "", trimmed(a, key, name), arena_strdup(a, buf_str(&b)), first });
		buf_free(&b);
	}
	return (struct unit_lines){ r.n, r.v, r.cut };
}

/* ---- commands ------------------------------------------------------------------------------- */

static const char *
value_of(const struct unit_lines *env, const char *name, size_t n)
{
	for (size_t i = env->n; i-- > 0;) {
		if (strlen(env->v[i].key) == n && strncmp(env->v[i].key, name, n) == 0)
			return env->v[i].value;
	}
	return "";
}

static size_t
name_length(const char *s)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	return n;
}

static const char *
expanded(struct arena *a, const char *word, const struct unit_lines *env)
{
	struct buf b = BUF_INIT(LINE_MAX_BYTES);
	const char *text;

	while (*word != '\0') {
		size_t n = word[0] == '$' && word[1] == '{' ? name_length(word + 2) : 0;

		if (n > 0 && word[2 + n] == '}') {
			buf_puts(&b, value_of(env, word + 2, n));
			word += n + 3;
		} else {
			if (word[0] == '$' && word[1] == '$')
				word++;
			buf_putc(&b, *word++);
		}
	}
	text = arena_strdup(a, buf_str(&b));
	buf_free(&b);
	return text;
}

struct fact_list
unit_command(struct arena *a, const char *value, const struct unit_lines *env)
{
	struct list l = { .arena = a };
	struct fact_list words = unit_words(a, value + strspn(value, "@-:+!|"));

	if (words.seen != SEEN)
		return words;
	for (size_t i = 0; i < words.n; i++) {
		const char *w = words.v[i];
		size_t n = w[0] == '$' ? name_length(w + 1) : 0;

		if (n > 0 && w[1 + n] == '\0') {
			struct fact_list more = unit_words(a, value_of(env, w + 1, n));

			if (more.seen != SEEN || l.n + more.n > WORDS_MAX)
				return (struct fact_list){ UNSEEN, 0, NULL };
			for (size_t k = 0; k < more.n; k++)
				list_add(&l, more.v[k]);
		} else {
			list_add(&l, expanded(a, w, env));
		}
	}
	return (struct fact_list){ SEEN, l.n, l.v };
}
