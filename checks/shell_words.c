/*
 * shell_words.c: words of a text of shell: quotes, expansions, redirections, here documents. It may
 * not know what commands mean.
 */
#include "config.h"

#include "shell_internal.h"

#include <ctype.h>
#include <string.h>

/* ---- words ---------------------------------------------------------------------------------- */

char
shell_peek(const struct input *in, size_t ahead)
{
	return in->i + ahead < in->n ? in->s[in->i + ahead] : '\0';
}

void
shell_substitution(
    struct reader *r, struct input *in, size_t owner, enum shell_inside inside, struct buf *out)
{
	size_t from = in->i, previous = SHELL_NONE;

	in->i += 2; /* "$(", "<(" */
	shell_list(r, in, ')', (struct place){ inside, owner }, SHELL_FIRST, &previous);
	buf_add(out, in->s + from, in->i - from);
}

static void
read_backticks(struct reader *r, struct input *in, size_t owner, struct buf *out)
{
	struct buf inner = BUF_INIT(SHELL_TEXT_MAX);
	size_t from = in->i++, line = shell_line(in);

	for (; in->i < in->n && in->s[in->i] != '`'; in->i++) {
		if (in->s[in->i] == '\\' && strchr("`\\$", shell_peek(in, 1)) != NULL &&
		    shell_peek(in, 1) != '\0')
			in->i++;
		buf_putc(&inner, in->s[in->i]);
	}
	if (in->i >= in->n)
		shell_fail(r, "a backtick is not closed");
	else
		in->i++;
	shell_inner(r, arena_strdup(r->arena, buf_str(&inner)), inner.len,
	    (struct place){ SHELL_SUBSTITUTION, owner }, line);
	buf_add(out, in->s + from, in->i - from);
	buf_free(&inner);
}

/* Through the bracket that closes the one at s[i]; for $((...)) and patterns such as !(a|b). */
static void
read_brackets(struct reader *r, struct input *in, struct buf *out)
{
	size_t open = 0;

	do {
		char c = in->s[in->i++];

		open += c == '(';
		open -= c == ')';
		buf_putc(out, c);
	} while (open > 0 && in->i < in->n);
	if (open > 0)
		shell_fail(r, "a bracket is not closed");
}

/* ${...}: what is substituted in it is read. */
static void
read_braces(struct reader *r, struct input *in, size_t owner, struct buf *out)
{
	size_t open = 0;

	while (in->i < in->n) {
		char c = in->s[in->i];

		if (c == '$' && shell_peek(in, 1) == '(' && shell_peek(in, 2) != '(') {
			shell_substitution(r, in, owner, SHELL_SUBSTITUTION, out);
			continue;
		}
		buf_putc(out, c);
		in->i++;
		if (c == '\\' && in->i < in->n)
			buf_putc(out, in->s[in->i++]);
		open += c == '{';
		open -= c == '}';
		if (c == '}' && open == 0)
			return;
	}
	shell_fail(r, "a brace is not closed");
}

/* "$..." of any kind, outside and inside of double quotes. */
static void
read_dollar(struct reader *r, struct input *in, size_t owner, struct buf *out)
{
	if (shell_peek(in, 1) == '(' && shell_peek(in, 2) == '(') {
		buf_putc(out, '$');
		in->i++;
		read_brackets(r, in, out);
	} else if (shell_peek(in, 1) == '(') {
		shell_substitution(r, in, owner, SHELL_SUBSTITUTION, out);
	} else if (shell_peek(in, 1) == '{') {
		buf_putc(out, '$');
		in->i++;
		read_braces(r, in, owner, out);
	} else {
		buf_putc(out, in->s[in->i++]);
	}
}

static void
read_single_quotes(struct reader *r, struct input *in, bool escapes, struct buf *out)
{
	for (in->i++; in->i < in->n && in->s[in->i] != '\''; in->i++) {
		if (escapes && in->s[in->i] == '\\' && in->i + 1 < in->n) {
			in->i++;
			buf_putc(out, in->s[in->i] == 'n' ? '\n' : in->s[in->i]);
		} else {
			buf_putc(out, in->s[in->i]);
		}
	}
	if (in->i >= in->n)
		shell_fail(r, "a quote is not closed");
	else
		in->i++;
}

static void
read_double_quotes(struct reader *r, struct input *in, size_t owner, struct buf *out)
{
	in->i++;
	while (in->i < in->n && in->s[in->i] != '"') {
		char c = in->s[in->i], next = shell_peek(in, 1);

		if (c == '\\' && next == '\n') {
			in->i += 2;
		} else if (c == '\\' && next != '\0' && strchr("$`\"\\", next) != NULL) {
			buf_putc(out, next);
			in->i += 2;
		} else if (c == '$') {
			read_dollar(r, in, owner, out);
		} else if (c == '`') {
			read_backticks(r, in, owner, out);
		} else {
			buf_putc(out, c);
			in->i++;
		}
	}
	if (in->i >= in->n)
		shell_fail(r, "a quote is not closed");
	else
		in->i++;
}

/* One part of a word: a quoted string, an expansion, or a character. */
static void
read_part(struct reader *r, struct input *in, size_t owner, bool *quoted, struct buf *out)
{
	char c = in->s[in->i];

	if (c == '\\') {
		*quoted = true;
		if (in->i + 1 < in->n && in->s[in->i + 1] != '\n')
			buf_putc(out, in->s[in->i + 1]);
		in->i += in->i + 1 < in->n ? 2 : 1;
	} else if (c == '\'') {
		*quoted = true;
		read_single_quotes(r, in, false, out);
	} else if (c == '$' && shell_peek(in, 1) == '\'') {
		*quoted = true;
		in->i++;
		read_single_quotes(r, in, true, out);
	} else if (c == '"') {
		*quoted = true;
		read_double_quotes(r, in, owner, out);
	} else if (c == '$') {
		read_dollar(r, in, owner, out);
	} else if (c == '`') {
		read_backticks(r, in, owner, out);
	} else {
		buf_putc(out, c);
		in->i++;
	}
}

/* NAME=( a b c ): the elements, up to the bracket. */
static void
read_array(struct reader *r, struct input *in, size_t owner, struct buf *out)
{
	bool ignored;

	for (in->i++; in->i < in->n && in->s[in->i] != ')';) {
		if (isspace((unsigned char)in->s[in->i]) ||
		    strchr("&;|<>(", in->s[in->i]) != NULL) {
			in->i++;
			continue;
		}
		buf_printf(out, "%s ", shell_word(r, in, owner, &ignored));
	}
	if (in->i < in->n)
		in->i++;
	else
		shell_fail(r, "a bracket is not closed");
}

char *
shell_word(struct reader *r, struct input *in, size_t owner, bool *quoted)
{
	struct buf out = BUF_INIT(SHELL_TEXT_MAX);
	char *word;

	*quoted = false;
	while (in->i < in->n) {
		char c = in->s[in->i];

		if (c == '(' && out.len > 0 && out.data[out.len - 1] == '=' && !*quoted)
			read_array(r, in, owner, &out);
		else if (c == '(' && out.len > 0 && strchr("?*+@!", out.data[out.len - 1]) != NULL)
			read_brackets(r, in, &out);
		else if (isspace((unsigned char)c) || strchr("&;|<>()", c) != NULL)
			break;
		else
			read_part(r, in, owner, quoted, &out);
	}
	word = arena_strdup(r->arena, buf_str(&out));
	buf_free(&out);
	return word;
}

/* ---- redirections and here documents -------------------------------------------------------- */

void
shell_blanks(struct input *in)
{
	for (; in->i < in->n; in->i++) {
		char c = in->s[in->i];

		if (c == '\\' && (shell_peek(in, 1) == '\n' ||
				     (shell_peek(in, 1) == '\r' && shell_peek(in, 2) == '\n')))
			in->i += shell_peek(in, 1) == '\n' ? 1 : 2;
		else if (c == '\n' || !isspace((unsigned char)c))
			return;
	}
}

/* At "<" or ">": its target is read and forgotten; what is substituted in it is not. */
void
shell_redirection(struct reader *r, struct input *in, size_t owner)
{
	bool heredoc =
		 shell_peek(in, 0) == '<' && shell_peek(in, 1) == '<' && shell_peek(in, 2) != '<',
	     quoted, tabs;
	const char *target;

	while (in->i < in->n && strchr("<>&|", in->s[in->i]) != NULL && in->s[in->i] != '\0')
		in->i++;
	tabs = heredoc && shell_peek(in, 0) == '-';
	in->i += tabs;
	shell_blanks(in);
	/* "2>&-" and "> >(tee log)" */
	if ((shell_peek(in, 0) == '<' || shell_peek(in, 0) == '>') && shell_peek(in, 1) == '(')
		return;
	target = shell_word(r, in, owner, &quoted);
	if (heredoc && in->n_heredocs < SHELL_HEREDOCS_MAX)
		in->heredocs[in->n_heredocs++] = (struct heredoc){ target, tabs, owner };
	else if (heredoc)
		shell_fail(r, "it has too many here documents");
}

/* Behind a line feed: the bodies of the here documents that the line announced. */
void
shell_heredocs(struct reader *r, struct input *in)
{
	for (size_t k = 0; k < in->n_heredocs; k++) {
		struct heredoc *h = &in->heredocs[k];
		size_t from = in->i, line = shell_line(in), length;
		bool found = false;

		while (in->i < in->n && !found) {
			const char *s = in->s + in->i, *end = memchr(s, '\n', in->n - in->i);

			length = end != NULL ? (size_t)(end - s) : in->n - in->i;
			for (; h->tabs && length > 0 && *s == '\t'; length--)
				s++;
			if (length > 0 && s[length - 1] == '\r')
				length--;
			found = length == strlen(h->end) && memcmp(s, h->end, length) == 0;
			if (found && h->command != SHELL_NONE &&
			    shell_is_shell(shell_name(&r->commands[h->command])))
				shell_inner(r, in->s + from, in->i - from,
				    (struct place){ SHELL_SCRIPT, h->command }, line);
			in->i = end != NULL ? (size_t)(end - in->s) + 1 : in->n;
		}
		if (!found)
			shell_fail(r, "a here document is not closed");
	}
	in->n_heredocs = 0;
}
