/*
 * dockerfile_internal.h: the layers below dockerfile.c: lines, words, variables. mask_dockerfile.c
 * uses the first to find what to mask where.
 */
#ifndef DOCKASSAY_DOCKERFILE_INTERNAL_H
#define DOCKASSAY_DOCKERFILE_INTERNAL_H

#include "dockerfile.h"

/* ---- lines: dockerfile_lines.c -------------------------------------------------------------- */

/* What one line of the file gives to a joined text: from `at` there, from `from` in the file. */
struct df_piece { size_t at, from, n; };

/* An instruction as one text: continuations joined, comments in it left out. */
struct df_line {
	int64_t line, end_line;   /* with its here documents */
	const char *text;
	size_t n;
	size_t n_pieces;          /* one for each line of the file that it was joined from */
	const struct df_piece *pieces;
	size_t n_heredocs, cap_heredocs;
	struct df_heredoc *heredocs;
	struct df_span { size_t from, to; } *bodies; /* of the heredocs, in the file */
};

struct df_lines {
	const char *source;       /* the file's text, without a byte order mark */
	size_t source_n;
	size_t read;              /* how much of it was looked at */
	char escape;
	struct df_directive syntax, check;
	size_t n, cap;
	struct df_line *v;
	size_t n_comments, cap_comments;
	struct df_comment *comments;
	struct df_span *comment_spans; /* in the file */
	const char *error;
	int64_t error_line;
};

/* `text` is borrowed as long as the result is used. Where there is an error, lines go on. */
void df_read_lines(struct arena *a, const char *text, size_t n, struct df_lines *out);

/* The line of the file that has text[at]. */
int64_t df_line_at(const struct df_line *line, size_t at);

/* ---- words: dockerfile_words.c -------------------------------------------------------------- */

bool df_is_space(char c);

/* The next word by blanks alone, at or behind *pos. */
bool df_next_plain(const char *s, size_t n, size_t *pos, struct df_span *word);

/*
 * The next word, where quotes and escapes keep blanks. *open: it ends within a quote.
 */
bool df_next_quoted(const char *s, size_t n, size_t *pos, char escape, struct df_span *word,
    bool *open);

/* The keyword's span, and where the arguments behind it begin. */
struct df_span df_keyword(const char *s, size_t n, size_t from, size_t *args);

/* "RUN"; -1: none such */
int df_find_kind(const char *s, size_t n);

/* The next flag ("--from=x") at *pos; *pos then is behind it. False: arguments begin at *pos. */
bool df_next_flag(const char *s, size_t n, size_t *pos, char escape, struct df_span *word);

/* 1: an array of strings; 0: no JSON array; -1: an array of something else. */
int df_json_array(struct arena *a, const char *s, size_t n, size_t *n_strings,
    const char ***strings);

/* ---- variables: dockerfile_expand.c --------------------------------------------------------- */

/*
 * The variables of a stage, or those before the first. Names that are not found in it are looked
 * up among ENV of `base`, the stage that it builds on.
 */
struct df_scope {
	const struct df_scope *base;
	bool open;                /* an image may set others: what is not found is not known */
	size_t n, cap;            /* cap: a power of two */
	struct df_variable *slots;
	size_t *spent;            /* bytes of all expanded words of the file; NULL: not counted */
};

struct df_variable {
	const char *name;         /* NULL: free slot */
	struct df_value value;    /* text "" where it is not set */
	bool set;                 /* false: an ARG without a default */
	bool env;
};

void df_set(struct arena *a, struct df_scope *s, const char *name, const struct df_variable *v);
const struct df_variable *df_get(const struct df_scope *s, const char *name); /* NULL: not found */

/* Takes quotes off and puts variables in. *open: a quote or a brace is not closed. */
struct df_value df_expand(struct arena *a, const struct df_scope *s, const char *word, size_t n,
    char escape, bool *open);

/* ---- arguments: dockerfile_args.c ----------------------------------------------------------- */

struct df_parser {
	struct arena *a;
	struct dockerfile *out;
	struct df_lines lines;
	const struct df_line *line;
	size_t cap_instructions, cap_stages, spent;
	struct df_instruction *instructions;
	struct df_stage *stages;
	struct df_scope globals;   /* ARG before the first stage */
	struct df_scope **scopes;  /* of the stages */
	size_t cap_scopes;
	struct df_shell { struct df_value shell; bool pipefail; } *shells; /* of the stages */
	size_t cap_shells;
};

struct df_words { size_t n, cap; struct df_word *v; };

/* The first error is told. Always -1. */
int df_fail(struct df_parser *p, int64_t line, const char *fmt, ...) PRINTF_LIKE(3, 4);

const char *df_cut(struct df_parser *p, struct df_span span); /* of the line's text */
struct df_scope *df_scope_of(struct df_parser *p);            /* of the stage that is open */

/* Quotes off, variables in. -1: a quote or brace is not closed. */
int df_put_in(struct df_parser *p, const struct df_scope *s, struct df_span span,
    struct df_value *value);
void df_add_word(struct df_parser *p, struct df_words *w, struct df_value value, int64_t line);

/* What is behind `at`: words by blanks; all as one word; NAME=value; the text of a command. */
int df_take_words(struct df_parser *p, struct df_instruction *i, size_t at);
int df_take_rest(struct df_parser *p, struct df_instruction *i, size_t at);
int df_take_pairs(struct df_parser *p, struct df_instruction *i, size_t at);
void df_take_text(struct df_parser *p, struct df_instruction *i, size_t at);
/* 1: a JSON array of strings, which is taken; 0: something else; -1: an error. */
int df_take_json(struct df_parser *p, struct df_instruction *i, size_t at);

#endif
