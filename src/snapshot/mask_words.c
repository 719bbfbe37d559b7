/*
 * mask_words.c: where secrets are in texts of words. It may not know what a Dockerfile is.
 */
#include "config.h"

#include "mask_words.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "mask.h"

struct span {
	size_t from, to;
};

struct scan {
	struct arena *a;
	const struct mask_text *text;
	const char *s;
	size_t n, i;
	char quote; /* that s[i] is in */
	struct mask_ranges *out;
	/* of a shell */
	struct span command; /* name of the command that s[i] belongs to; empty: none yet */
	struct span before;  /* the word before this one */
	size_t position;     /* of this word: 0 is the command's name */
	bool option_b;	     /* htpasswd -b */
	enum { PIPES_NOTHING, PIPES_PASSWORD, PIPES_ACCOUNT } pipes; /* what echo's words are for */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

static bool
is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.';
}

/* Are quotes seen as such? */
static bool
has_quotes(const struct scan *c)
{
	return c->text->kind == MASK_SHELL || c->text->kind == MASK_PAIRS;
}

static bool
is_quote(char c)
{
	return c == '"' || c == '\'';
}

static bool
ends_command(const struct scan *c, char ch)
{
	return c->text->kind == MASK_SHELL && ch != '\0' && strchr(";|&<>()\n", ch) != NULL;
}

static bool
is_word(const struct scan *c, struct span span, const char *word)
{
	return strlen(word) == span.to - span.from &&
	       memcmp(c->s + span.from, word, span.to - span.from) == 0;
}

static bool
is_one_of(const struct scan *c, struct span span, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (is_word(c, span, *words))
			return true;
	}
	return false;
}

#define ONE_OF(c, span, ...) is_one_of((c), (span), (const char *const[]){ __VA_ARGS__, NULL })

/* ---- values --------------------------------------------------------------------------------- */

/* $NAME and ${NAME}, with nothing but marks between them. */
static bool
is_made_of_variables(const char *s, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (isalnum((unsigned char)s[i]))
			return false;
		if (s[i] != '$')
			continue;
		any = true;
		i += i + 1 < n && s[i + 1] == '{';
		while (i + 1 < n && (isalnum((unsigned char)s[i + 1]) || s[i + 1] == '_'))
			i++;
	}
	return any;
}

/* Of ${NAME:-word} only the word is a value. */
static void
narrow_to_default(const char *s, struct mask_range *r)
{
	size_t i = r->from + 2;

	if (r->to - r->from < 4 || memcmp(s + r->from, "${", 2) != 0 || s[r->to - 1] != '}')
		return;
	while (i < r->to && (isalnum((unsigned char)s[i]) || s[i] == '_'))
		i++;
	i += s[i] == ':';
	if (i < r->to && strchr("-+=", s[i]) != NULL) {
		r->from = i + 1;
		r->to--;
	}
}

static void
add(struct scan *c, struct mask_range r)
{
	struct mask_ranges *out = c->out;
	size_t end = r.to;
	bool literal = r.from > 0 && c->s[r.from - 1] == '\'';

	narrow_to_default(c->s, &r);
	if (r.from >= r.to || mask_is_placeholder(c->s + r.from, r.to - r.from) ||
	    (!literal && is_made_of_variables(c->s + r.from, r.to - r.from)))
		return;
	/* what a command gives is no value */
	if (c->s[r.from] == '`' || (r.to - r.from > 1 && memcmp(c->s + r.from, "$(", 2) == 0))
		return;
	if (r.to - r.from > 8 && memcmp(c->s + r.from, "<masked ", 8) == 0)
		return;
	if (out->n > 0 && r.from < out->v[out->n - 1].to)
		return;
	out->v = arena_grow(c->a, out->v, out->n, &out->cap, sizeof *out->v);
	out->v[out->n++] = r;
	/* the quotes around a value are behind us together with it */
	if (!r.bare && c->quote == '\0' && has_quotes(c))
		c->i = end;
	else if (c->i < end - 1)
		c->i = end - 1;
}

/* What is a secret by its looks ends with the quotes that it is in. */
static void
add_by_look(struct scan *c, size_t from, size_t length)
{
	struct mask_range r = { from, from + length, c->text->kind != MASK_FILE };
	const char *close = c->quote != '\0' ? memchr(c->s + from, c->quote, length) : NULL;

	r.bare = r.bare && c->quote == '\0';
	if (close != NULL)
		r.to = (size_t)(close - c->s);
	add(c, r);
}

/* The end of the word that begins at `at`, outside of quotes. */
static size_t
word_end(const struct scan *c, size_t at)
{
	char quote = '\0';

	for (; at < c->n; at++) {
		char ch = c->s[at];

		if (c->text->kind == MASK_WORDS && is_blank(ch))
			break;
		if (ch == c->text->escape && quote != '\'' && at + 1 < c->n)
			at++;
		else if (quote != '\0' && ch == quote)
			quote = '\0';
		else if (quote == '\0' && is_quote(ch))
			quote = ch;
		else if (quote == '\0' && (is_blank(ch) || ends_command(c, ch)))
			break;
	}
	return at;
}

/* A whole word, or what is in it where one pair of quotes surrounds it. */
static struct mask_range
word_value(const struct scan *c, size_t from)
{
	struct mask_range r = { from, word_end(c, from), true };

	if (r.to - r.from >= 2 && is_quote(c->s[from]) &&
	    memchr(c->s + from + 1, c->s[from], r.to - from - 1) == c->s + r.to - 1) {
		r.from++;
		r.to--;
		r.bare = false;
	}
	return r;
}

/* Inside of quotes: up to what ends a word there. Escaped or other quotes may surround it. */
static struct mask_range
quoted_value(const struct scan *c, size_t from)
{
	struct mask_range r = { from, from, false };
	char inner = '\0';

	if (from + 1 < c->n && c->s[from] == '\\' && is_quote(c->s[from + 1])) {
		inner = c->s[from + 1];
		r.from += 2;
	} else if (from < c->n && is_quote(c->s[from]) && c->s[from] != c->quote) {
		inner = c->s[from];
		r.from++;
	}
	for (r.to = r.from; r.to < c->n; r.to++) {
		char ch = c->s[r.to];

		if (ch == c->quote || ch == inner || (inner != '\0' && ch == '\n'))
			break;
		if (ch == '\\' && r.to + 1 < c->n && is_quote(c->s[r.to + 1]))
			break;
		if (inner == '\0' && (is_blank(ch) || strchr(";&|<>()`\"',", ch) != NULL))
			break;
	}
	return r;
}

/* In a file: what one pair of quotes surrounds, or all up to the line's end. */
static struct mask_range
line_value(const struct scan *c, size_t from)
{
	struct mask_range r = { from, from, false };
	const char *end = memchr(c->s + from, '\n', c->n - from), *close;

	r.to = end != NULL ? (size_t)(end - c->s) : c->n;
	if (r.from < r.to && is_quote(c->s[r.from])) {
		close = memchr(c->s + r.from + 1, c->s[r.from], r.to - r.from - 1);
		r.from++;
		if (close != NULL)
			r.to = (size_t)(close - c->s);
	}
	while (r.to > r.from && (is_blank(c->s[r.to - 1]) || c->s[r.to - 1] == ','))
		r.to--;
	return r;
}

static void
add_value(struct scan *c, size_t from)
{
	if (c->text->kind == MASK_FILE)
		add(c, line_value(c, from));
	else if (c->quote != '\0')
		add(c, quoted_value(c, from));
	else
		add(c, word_value(c, from));
}

/* ---- NAME=value, "name": value, --name value ------------------------------------------------ */

/* The name that ends before `end`. */
static struct span
name_before(const struct scan *c, size_t end)
{
	struct span name = { end, end };

	while (name.from > 0 && is_name_char(c->s[name.from - 1]))
		name.from--;
	return name;
}

static bool
is_secret(const struct scan *c, struct span name)
{
	return name.from < name.to && mask_name_is_secret(c->s + name.from, name.to - name.from);
}

/* "libsecret=1.2", "token==1.0" are versions of packages. */
static bool
is_version(const struct scan *c, struct span name)
{
	if (c->i + 1 < c->n && c->s[c->i + 1] == '=')
		return true;
	return c->s[name.from] != '-' &&
	       ONE_OF(c, c->command, "apt-get", "apt", "apk", "yum", "dnf", "microdnf", "zypper",
		   "pip", "pip3", "gem", "conda", "mamba", "tdnf", "brew", "pacman", "npm");
}

static void
after_equals(struct scan *c)
{
	struct span name = name_before(c, c->i);

	if (is_secret(c, name) && !is_version(c, name))
		add_value(c, c->i + 1);
}

/* A colon separates only where a blank or a quote is behind it, or a quote before it. */
static void
after_colon(struct scan *c)
{
	size_t end = c->i, from = c->i + 1;
	struct span name;
	bool header;

	while (end > 0 && (is_quote(c->s[end - 1]) || c->s[end - 1] == '\\'))
		end--;
	if (from >= c->n || (end == c->i && !is_blank(c->s[from]) && !is_quote(c->s[from])))
		return;
	name = name_before(c, end);
	header =
	    name.to - name.from == 13 && strncasecmp(c->s + name.from, "authorization", 13) == 0;
	if (!header && !is_secret(c, name))
		return;
	while (from < c->n && (c->s[from] == ' ' || c->s[from] == '\t'))
		from++;
	if (header) { /* "Bearer x" */
		size_t scheme = from;

		while (scheme < c->n && isalpha((unsigned char)c->s[scheme]))
			scheme++;
		if (scheme > from && scheme + 1 < c->n && c->s[scheme] == ' ')
			from = scheme + 1;
	}
	if (from < c->n && c->s[from] != '\n')
		add_value(c, from);
}

/* The word before the blanks at s[i] is an option or a setting whose value is the next word. */
static void
after_option(struct scan *c)
{
	struct span name = name_before(c, c->i);
	size_t from = c->i;
	bool setting = name.from > 1 && c->s[name.from - 1] == ':' && c->s[name.from] == '_';

	if (!(name.to - name.from > 2 && c->s[name.from] == '-') && !setting)
		return;
	/* ["--password", "x"] */
	if (c->quote != '\0' && c->s[from] == c->quote) {
		from++;
		while (from < c->n && (c->s[from] == ',' || is_blank(c->s[from])))
			from++;
		if (from == c->i + 1 || from >= c->n || c->s[from] != c->quote)
			return;
		if (is_secret(c, name) && from + 1 < c->n && c->s[from + 1] != '-')
			add(c, quoted_value(c, from + 1));
		return;
	}
	while (from < c->n && (c->s[from] == ' ' || c->s[from] == '\t'))
		from++;
	if (from > c->i && from < c->n && c->s[from] != '-' && is_secret(c, name))
		add_value(c, from);
}

/* ---- commands ------------------------------------------------------------------------------- */

/* What gets the output of the command at `at`: does it set passwords? */
static void
look_ahead(struct scan *c, size_t at)
{
	struct span word;

	c->pipes = PIPES_NOTHING;
	for (at = word_end(c, at); at < c->n && is_blank(c->s[at]) && c->s[at] != '\n';) {
		while (at < c->n && is_blank(c->s[at]) && c->s[at] != '\n')
			at++;
		at = word_end(c, at);
	}
	if (at + 1 >= c->n || c->s[at] != '|' || c->s[at + 1] == '|')
		return;
	for (word.to = at + 1; word.to < c->n;) {
		for (word.from = word.to; word.from < c->n && is_blank(c->s[word.from]);)
			word.from++;
		word.to = word_end(c, word.from);
		if (!is_word(c, word, "sudo"))
			break;
	}
	if (ONE_OF(c, word, "chpasswd", "/usr/sbin/chpasswd"))
		c->pipes = PIPES_ACCOUNT;
	else if (ONE_OF(c, word, "passwd", "/usr/bin/passwd"))
		c->pipes = PIPES_PASSWORD;
}

/* The part of a word behind its first colon: "root:secret", "user:password". */
static void
add_behind_colon(struct scan *c, size_t from)
{
	struct mask_range r = word_value(c, from);
	const char *colon = memchr(c->s + r.from, ':', r.to - r.from);

	if (colon == NULL)
		return;
	r.from = (size_t)(colon + 1 - c->s);
	add(c, r);
}

/* A word that begins at s[i], of a command whose words hold secrets at certain places. */
static void
word_of_command(struct scan *c)
{
	struct span word = { c->i, word_end(c, c->i) };
	bool dash = c->s[word.from] == '-';

	if (c->pipes == PIPES_ACCOUNT || ONE_OF(c, c->command, "chpasswd"))
		add_behind_colon(c, word.from);
	else if (c->pipes == PIPES_PASSWORD && !dash)
		add(c, word_value(c, word.from));
	else if (ONE_OF(c, c->before, "-p") &&
		 ONE_OF(c, c->command, "useradd", "usermod", "adduser", "sshpass", "docker",
		     "podman", "buildah", "skopeo"))
		add(c, word_value(c, word.from));
	else if (ONE_OF(c, c->before, "-u", "--user", "-U", "--proxy-user") &&
		 ONE_OF(c, c->command, "curl", "wget"))
		add_behind_colon(c, word.from);
	else if (dash && word.to - word.from > 2 && c->s[word.from + 1] == 'p' &&
		 ONE_OF(c, c->command, "mysql", "mysqladmin", "mysqldump", "mariadb", "sshpass"))
		add(c, (struct mask_range){ word.from + 2, word.to, true });
	else if (ONE_OF(c, c->command, "htpasswd") && c->option_b && !dash && c->position == 3)
		add(c, word_value(c, word.from));
}

/* At the beginning of a word outside of quotes. */
static void
begin_word(struct scan *c)
{
	struct span word = { c->i, word_end(c, c->i) };
	const char *slash;

	if (word.from == word.to)
		return;
	if (c->command.from < c->command.to) {
		if (c->s[word.from] != '-')
			c->position++;
		c->option_b =
		    c->option_b || (c->s[word.from] == '-' &&
				       memchr(c->s + word.from, 'b', word.to - word.from) != NULL);
		word_of_command(c);
		c->before = word;
		return;
	}
	/* assignments and sudo come before the command */
	if (memchr(c->s + word.from, '=', word.to - word.from) != NULL || is_word(c, word, "sudo"))
		return;
	slash = memrchr(c->s + word.from, '/', word.to - word.from);
	c->command = word;
	if (slash != NULL)
		c->command.from = (size_t)(slash + 1 - c->s);
	c->before = c->command;
	c->position = 0;
	c->option_b = false;
	if (ONE_OF(c, c->command, "echo", "printf"))
		look_ahead(c, word.from);
	else
		c->pipes = PIPES_NOTHING;
}

/* ---- the walk
 * ------------------------------------------------------------------------------------ */

static void
walk_quotes(struct scan *c)
{
	char ch = c->s[c->i];

	if (!has_quotes(c))
		return;
	if (c->quote != '\0' && ch == c->quote)
		c->quote = '\0';
	else if (c->quote == '\0' && is_quote(ch))
		c->quote = ch;
}

static void
walk_shell(struct scan *c)
{
	char ch = c->s[c->i], before = c->i > 0 ? c->s[c->i - 1] : ' ';

	if (c->text->kind != MASK_SHELL || c->quote != '\0')
		return;
	if (ends_command(c, ch) && ch != '<' && ch != '>')
		c->command = c->before = (struct span){ 0, 0 };
	else if (!is_blank(ch) && !ends_command(c, ch) &&
		 (is_blank(before) || ends_command(c, before)))
		begin_word(c);
}

void
mask_find(struct arena *a, const struct mask_text *text, struct mask_ranges *out)
{
	struct scan c = { .a = a, .text = text, .s = text->s, .n = text->n, .out = out };

	for (c.i = 0; c.i < c.n; c.i++) {
		size_t from, at = c.i, length;
		char ch;

		walk_shell(&c);
		if (c.i != at)
			continue; /* something was found, and is behind us */
		ch = c.s[c.i];
		length = mask_look_at(c.s, c.n, c.i, &from);
		if (length > 0)
			add_by_look(&c, from, length);
		else if (ch == '=')
			after_equals(&c);
		else if (ch == ':')
			after_colon(&c);
		else if (is_blank(ch) || (is_quote(ch) && ch == c.quote))
			after_option(&c);
		if (c.i != at)
			continue;
		if (ch == text->escape && c.quote != '\'' && has_quotes(&c) && c.i + 1 < c.n)
			c.i++;
		else
			walk_quotes(&c);
	}
}
