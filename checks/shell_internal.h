/*
 * shell_internal.h: what the parts of the reader share: words (shell_words.c), lists of commands
 * (shell_text.c), and the finders of sins.
 */
#ifndef DOCKASSAY_SHELL_INTERNAL_H
#define DOCKASSAY_SHELL_INTERNAL_H

#include "shell_text.h"
#include "base/buf.h"

#define SHELL_TEXT_MAX ((size_t)1 << 20)
#define SHELL_HEREDOCS_MAX 8

struct draft {
	const char **words, **assignments;
	size_t cap_words, cap_assignments;
};

struct reader {
	struct arena *arena;
	struct shell_command *commands;
	struct draft *drafts; /* of the same index */
	size_t n, cap_commands, cap_drafts;
	size_t depth;
	const char *problem;
	bool piped;
};

struct heredoc {
	const char *end;
	bool tabs; /* <<-: tabs before each line do not count */
	size_t command;
};

/* One text; what is inside of quotes or backticks becomes a text of its own. */
struct input {
	const char *s;
	size_t n, i;
	size_t line, counted; /* line feeds before s, and before s[counted] */
	struct heredoc heredocs[SHELL_HEREDOCS_MAX];
	size_t n_heredocs;
};

/* What is inside of what, for the commands of a list. */
struct place { enum shell_inside inside; size_t parent; };

void shell_fail(struct reader *r, const char *problem); /* the first one is kept */
size_t shell_line(struct input *in);
char shell_peek(const struct input *in, size_t ahead); /* NUL behind the end */
bool shell_is_shell(const char *name);

/* Reads up to `stop` (")" or NUL: the end); *previous: the command before, and then the last. */
void shell_list(struct reader *r, struct input *in, char stop, struct place place,
    enum shell_join join, size_t *previous);
/* A text inside of a command: a script in its arguments, what stands in backticks. */
void shell_inner(struct reader *r, const char *text, size_t n, struct place place, size_t line);

char *shell_word(struct reader *r, struct input *in, size_t owner, bool *quoted);
void shell_substitution(struct reader *r, struct input *in, size_t owner, enum shell_inside inside,
    struct buf *out);
void shell_blanks(struct input *in);
void shell_redirection(struct reader *r, struct input *in, size_t owner);
void shell_heredocs(struct reader *r, struct input *in);

/* ---- what the finders of sins share --------------------------------------------------------- */

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

bool shell_begins(const char *word, const char *with);
/* Has a cluster of letters ("-fsSLk") this one, before one that takes the rest as its value? */
bool shell_cluster_has(const char *word, char letter, const char *valued);
const char *shell_shown(struct arena *a, const struct shell_command *c, size_t at); /* cut */
bool shell_hit_at(struct shell_hit *hit, const char *what, const char *item); /* true */

typedef bool shell_finder(
    struct arena *a, const struct shell_text *t, size_t i, struct shell_hit *hit);
shell_finder shell_pipe_to_shell, shell_tls_off, shell_plain_http;

#endif
