/*
 * shell_text.c: splits a text of shell into simple commands. It may not expand or run anything, nor
 * judge what it reads; what it cannot read it says.
 */
#include "config.h"

#include "shell_internal.h"

#include <ctype.h>
#include <string.h>

#include "base/words.h"

/* The state of one list of commands, up to its end or to a closing bracket. */
struct list {
	struct place place;
	size_t current;	 /* command that is being read; SHELL_NONE */
	size_t previous; /* the one before */
	enum shell_join join;
	size_t cases; /* case ... esac that are open */
	char stop;    /* ')' or NUL */
};

void
shell_fail(struct reader *r, const char *problem)
{
	if (r->problem == NULL)
		r->problem = problem;
}

/* ---- commands ------------------------------------------------------------------------------- */

size_t
shell_line(struct input *in)
{
	for (; in->counted < in->i && in->counted < in->n; in->counted++)
		in->line += in->s[in->counted] == '\n';
	return in->line;
}

static size_t
new_command(
    struct reader *r, struct place place, enum shell_join join, size_t previous, size_t line)
{
	if (r->n == SHELL_COMMANDS_MAX) {
		shell_fail(r, "it has too many commands");
		return SHELL_NONE;
	}
	r->commands =
	    arena_grow(r->arena, r->commands, r->n, &r->cap_commands, sizeof *r->commands);
	r->drafts = arena_grow(r->arena, r->drafts, r->n, &r->cap_drafts, sizeof *r->drafts);
	memset(&r->drafts[r->n], 0, sizeof *r->drafts);
	r->commands[r->n] =
	    (struct shell_command){ .join = previous == SHELL_NONE ? SHELL_FIRST : join,
		    .previous = previous,
		    .inside = place.inside,
		    .parent = place.parent,
		    .line = line };
	r->piped = r->piped || (previous != SHELL_NONE && join == SHELL_PIPE);
	return r->n++;
}

/* Room for one more, and for the NULL behind it. */
static const char **
append(struct reader *r, const char **list, size_t *n, size_t *cap, const char *word)
{
	list = arena_grow(r->arena, list, *n, cap, sizeof *list);
	list[(*n)++] = word;
	list = arena_grow(r->arena, list, *n, cap, sizeof *list);
	list[*n] = NULL;
	return list;
}

static void
add_word(struct reader *r, size_t command, const char *word)
{
	struct shell_command *c = &r->commands[command];
	struct draft *d = &r->drafts[command];

	c->words = d->words = append(r, d->words, &c->n, &d->cap_words, word);
}

static void
add_assignment(struct reader *r, size_t command, const char *word)
{
	struct shell_command *c = &r->commands[command];
	struct draft *d = &r->drafts[command];

	c->assignments = d->assignments =
	    append(r, d->assignments, &c->n_assignments, &d->cap_assignments, word);
}

/* A text inside of a command: a script in its arguments, what stands in backticks. */
void
shell_inner(struct reader *r, const char *text, size_t n, struct place place, size_t line)
{
	struct input in = { .s = text, .n = n, .line = line };
	size_t previous = SHELL_NONE;

	shell_list(r, &in, '\0', place, SHELL_FIRST, &previous);
}

bool
shell_is_shell(const char *name)
{
	static const char *const shells[] = { "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh",
		"su", "runuser", NULL };

	return is_one_of(name, shells);
}

/* find ... -exec COMMAND ... ; */
static void
read_exec(struct reader *r, size_t command)
{
	struct place place = { SHELL_SCRIPT, command };
	const char *const *words = r->commands[command].words;
	size_t n = r->commands[command].n, inner = SHELL_NONE;

	for (size_t i = 1; i < n; i++) {
		if (strcmp(words[i], ";") == 0 || strcmp(words[i], "+") == 0) {
			inner = SHELL_NONE;
		} else if (strncmp(words[i], "-exec", 5) == 0 || strncmp(words[i], "-ok", 3) == 0) {
			inner = new_command(
			    r, place, SHELL_FIRST, SHELL_NONE, r->commands[command].line);
		} else if (inner != SHELL_NONE) {
			add_word(r, inner, words[i]);
		}
	}
}

/* What a finished command would run of its own arguments. */
static void
read_arguments(struct reader *r, size_t command)
{
	struct shell_command c = r->commands[command];
	size_t at = shell_proper(&c);
	const char *name = shell_name(&c), *script = NULL;
	bool wanted = false;

	if (at >= c.n)
		return;
	if (strcmp(name, "find") == 0)
		read_exec(r, command);
	if (strcmp(name, "eval") == 0) {
		struct buf text = BUF_INIT(SHELL_TEXT_MAX);

		for (size_t i = at + 1; i < c.n; i++)
			buf_printf(&text, "%s ", c.words[i]);
		script = arena_strdup(r->arena, buf_str(&text));
		buf_free(&text);
	}
	for (size_t i = at + 1; shell_is_shell(name) && script == NULL && i < c.n; i++) {
		const char *word = c.words[i];

		if (wanted && word[0] != '-' && word[0] != '+' &&
		    (strcmp(c.words[i - 1], "-o") != 0))
			script = word;
		else if (word[0] == '-' && word[1] != '-' && strchr(word, 'c') != NULL)
			wanted = true;
		else if (strncmp(word, "--command", 9) == 0)
			wanted = true;
		else if (word[0] != '-' && strncmp(name, "su", 2) != 0 &&
			 strcmp(name, "runuser") != 0 && strcmp(c.words[i - 1], "-o") != 0)
			break; /* a script's file */
	}
	/* A script that is all substitution was read where it stands. */
	if (script != NULL && strncmp(script, "$(", 2) != 0 && script[0] != '`')
		shell_inner(
		    r, script, strlen(script), (struct place){ SHELL_SCRIPT, command }, c.line);
}

static void
finish(struct reader *r, struct list *l, enum shell_join join)
{
	if (l->current != SHELL_NONE) {
		l->previous = l->current;
		read_arguments(r, l->current);
	}
	l->current = SHELL_NONE;
	l->join = join;
}

/* ---- lists ---------------------------------------------------------------------------------- */

static size_t
current(struct reader *r, struct input *in, struct list *l)
{
	if (l->current == SHELL_NONE)
		l->current = new_command(r, l->place, l->join, l->previous, shell_line(in));
	return l->current;
}

static bool
at_start(const struct reader *r, const struct list *l)
{
	return l->current == SHELL_NONE ||
	       (r->commands[l->current].n == 0 && r->commands[l->current].n_assignments == 0);
}

static bool
is_assignment(const char *word)
{
	size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");

	return n > 0 && !isdigit((unsigned char)word[0]) &&
	       (word[n] == '=' || (word[n] == '+' && word[n + 1] == '='));
}

/* Words that only order commands; what follows one of them is a command again. */
static bool
skip_reserved(struct input *in, struct list *l)
{
	static const char *const reserved[] = { "if", "then", "else", "elif", "fi", "do", "done",
		"while", "until", "!", "{", "}", "time", "esac", NULL };

	for (const char *const *word = reserved; *word != NULL; word++) {
		size_t n = strlen(*word);
		char end = shell_peek(in, n);

		if (in->n - in->i < n || memcmp(in->s + in->i, *word, n) != 0 ||
		    !(end == '\0' || isspace((unsigned char)end) || strchr(";&|()<>", end) != NULL))
			continue;
		in->i += n;
		l->cases -= n == 4 && memcmp(*word, "esac", 4) == 0 && l->cases > 0;
		return true;
	}
	return false;
}

static void
take_word(struct reader *r, struct input *in, struct list *l)
{
	size_t command, from = in->i;
	bool quoted, start = at_start(r, l);
	const char *word;

	if (start && skip_reserved(in, l))
		return;
	command = current(r, in, l);
	if (command == SHELL_NONE) {
		in->i = in->n;
		return;
	}
	word = shell_word(r, in, command, &quoted);
	if (in->i == from) { /* a "(" where none may be */
		shell_fail(r, "a bracket stands where none may be");
		in->i++;
		return;
	}
	/* "2>log": the number belongs to the redirection */
	if (!quoted && (shell_peek(in, 0) == '<' || shell_peek(in, 0) == '>') &&
	    strspn(word, "0123456789") == strlen(word) && word[0] != '\0')
		return;
	l->cases += start && !quoted && strcmp(word, "case") == 0;
	if (r->commands[command].n == 0 && is_assignment(word) && is_assignment(in->s + from))
		add_assignment(r, command, word);
	else
		add_word(r, command, word);
}

/* A ")" that closes no bracket of ours ends a pattern of case: what stood before it is none. */
static bool
close_bracket(struct reader *r, struct list *l)
{
	if (l->cases > 0) {
		if (l->current != SHELL_NONE &&
		    strcmp(shell_name(&r->commands[l->current]), "case") != 0)
			r->commands[l->current].n = 0;
		finish(r, l, SHELL_THEN);
		return false;
	}
	if (l->stop != ')')
		shell_fail(r, "a bracket is closed that was not open");
	finish(r, l, SHELL_THEN);
	return l->stop == ')';
}

static void
open_bracket(struct reader *r, struct input *in, struct list *l)
{
	size_t ahead = 1;

	while (shell_peek(in, ahead) == ' ')
		ahead++;
	if (shell_peek(in, ahead) == ')' && l->current != SHELL_NONE &&
	    r->commands[l->current].n == 1) { /* name() { ... } */
		r->commands[l->current].n = 0;
		l->current = SHELL_NONE;
		in->i += ahead + 1;
		return;
	}
	if (!at_start(r, l)) {
		take_word(r, in, l);
		return;
	}
	in->i++;
	l->current = SHELL_NONE;
	shell_list(r, in, ')', l->place, l->join, &l->previous);
}

/* One operator at s[i]. True: it closes the list. */
static bool
take_operator(struct reader *r, struct input *in, struct list *l)
{
	char c = in->s[in->i], next = shell_peek(in, 1);

	if (c == ')') {
		in->i++;
		return close_bracket(r, l);
	}
	if (c == '&' && next == '>') { /* &>file */
		in->i++;
		shell_redirection(r, in, current(r, in, l));
		return false;
	}
	in->i += c != '\n' && (next == c || (c == '|' && next == '&')) ? 2 : 1;
	finish(r, l,
	    c == '|' && next == '|'   ? SHELL_OR
	    : c == '|'		      ? SHELL_PIPE
	    : c == '&' && next == '&' ? SHELL_AND
				      : SHELL_THEN);
	if (c == '\n')
		shell_heredocs(r, in);
	return false;
}

static void
read_list(struct reader *r, struct input *in, struct list *l)
{
	for (shell_blanks(in); in->i < in->n && r->n < SHELL_COMMANDS_MAX; shell_blanks(in)) {
		char c = in->s[in->i];

		if (c == '#') {
			while (in->i < in->n && in->s[in->i] != '\n')
				in->i++;
		} else if (strchr("\n;&|)", c) != NULL) {
			/* a line may end behind && and |: what joins then stays */
			if (c == '\n' && l->current == SHELL_NONE) {
				in->i++;
				shell_heredocs(r, in);
			} else if (take_operator(r, in, l)) {
				return;
			}
		} else if ((c == '<' || c == '>') && shell_peek(in, 1) == '(') {
			struct buf word = BUF_INIT(SHELL_TEXT_MAX);
			size_t command = current(r, in, l);

			shell_substitution(r, in, command, SHELL_PROCESS, &word);
			if (command != SHELL_NONE)
				add_word(r, command, arena_strdup(r->arena, buf_str(&word)));
			buf_free(&word);
		} else if (c == '<' || c == '>') {
			shell_redirection(r, in, current(r, in, l));
		} else if (c == '(') {
			open_bracket(r, in, l);
		} else {
			take_word(r, in, l);
		}
	}
	if (r->n == SHELL_COMMANDS_MAX)
		shell_fail(r, "it has too many commands");
	if (l->stop != '\0')
		shell_fail(r, "a bracket is not closed");
	finish(r, l, SHELL_THEN);
}

void
shell_list(struct reader *r, struct input *in, char stop, struct place place, enum shell_join join,
    size_t *previous)
{
	struct list l = { .place = place,
		.current = SHELL_NONE,
		.previous = *previous,
		.join = join,
		.stop = stop };

	if (r->depth == SHELL_DEPTH_MAX) {
		shell_fail(r, "it is nested too deeply");
		in->i = in->n;
		return;
	}
	r->depth++;
	read_list(r, in, &l);
	r->depth--;
	*previous = l.previous;
}

struct shell_text
shell_read(struct arena *a, const char *text, size_t n)
{
	struct reader r = { .arena = a };
	struct input in = { .n = n < SHELL_TEXT_MAX ? n : SHELL_TEXT_MAX };
	size_t previous = SHELL_NONE;

	in.s = arena_strndup(a, text, in.n);
	if (n > SHELL_TEXT_MAX)
		shell_fail(&r, "it is too long");
	shell_list(
	    &r, &in, '\0', (struct place){ SHELL_OUTSIDE, SHELL_NONE }, SHELL_FIRST, &previous);
	if (in.n_heredocs > 0)
		shell_fail(&r, "a here document is not closed");
	for (size_t i = 0; i < r.n; i++) {
		static const char *const none[] = { NULL };

		if (r.commands[i].words == NULL)
			r.commands[i].words = none;
		if (r.commands[i].assignments == NULL)
			r.commands[i].assignments = none;
	}
	return (struct shell_text){ r.n, r.commands, r.problem == NULL,
		r.problem != NULL ? r.problem : "", r.piped };
}
