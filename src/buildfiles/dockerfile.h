/*
 * dockerfile.h: reads the text of a Dockerfile as BuildKit's frontend (docker/dockerfile:1) does:
 * directives, continued lines with comments in them, here documents, flags, exec and shell form,
 * stages, and what ARG and ENV put into FROM, USER and the like.
 *
 * It does no I/O, runs nothing and judges nothing. Any text has a result: what is no Dockerfile has
 * an error with its line, and nothing else of the result may then be looked at but the directives.
 * Time and memory grow with the text's length; nothing recurses with its depth.
 */
#ifndef DOCKASSAY_DOCKERFILE_H
#define DOCKASSAY_DOCKERFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define DF_NONE ((size_t)-1)
#define DF_LINES_MAX 50000 /* of a file; more is an error */
#define DF_STAGES_MAX 1000

enum df_kind {
	DF_FROM, DF_RUN, DF_CMD, DF_LABEL, DF_MAINTAINER, DF_EXPOSE, DF_ENV, DF_ADD, DF_COPY,
	DF_ENTRYPOINT, DF_VOLUME, DF_USER, DF_WORKDIR, DF_ARG, DF_ONBUILD, DF_STOPSIGNAL,
	DF_HEALTHCHECK, DF_SHELL,
};
#define DF_N_KINDS 18

const char *df_kind_name(enum df_kind kind); /* "FROM" */

/* A word without its quotes, with the values of its variables. */
struct df_value {
	const char *text;     /* as it is written where a variable is not known */
	const char *unknown;  /* the first variable that the file gives no value; NULL: all known */
};

struct df_word { struct df_value value; int64_t line; };

/* NAME=value of ENV, LABEL and ARG. */
struct df_pair {
	const char *name;
	bool has_value;       /* ARG may have none */
	const char *raw;      /* with quotes and variables */
	struct df_value value;
	int64_t line;
};

struct df_flag {
	const char *name;     /* "from", lower case */
	struct df_value value; /* "" for a flag without one */
	int64_t line;
};

struct df_heredoc {
	const char *name;     /* "EOF" */
	bool expand;          /* no part of the name is quoted */
	bool chomp;           /* <<-: leading tabs are taken off */
	const char *body;     /* with its line feeds */
	int64_t line;         /* first line of the body */
};

struct df_instruction {
	enum df_kind kind;    /* ONBUILD RUN ... is a RUN with `onbuild` */
	bool onbuild;
	bool json;            /* exec form */
	int64_t line, end_line;
	size_t n_flags;
	const struct df_flag *flags;
	/*
	 * Exec form: its strings. Otherwise the words of FROM, COPY, ADD, VOLUME, EXPOSE; of
	 * HEALTHCHECK the first ("NONE", "CMD"); of USER, WORKDIR, STOPSIGNAL, MAINTAINER all as one.
	 */
	size_t n_words;
	const struct df_word *words;
	size_t n_pairs;
	const struct df_pair *pairs;
	size_t n_heredocs;
	const struct df_heredoc *heredocs;
	/*
	 * RUN, CMD, ENTRYPOINT, HEALTHCHECK CMD in shell form: what the shell gets. Continued lines
	 * are joined by a backslash and a line feed whatever the file's escape is, and comments are
	 * empty lines: line n of it is line text_line + n of the file. "" for anything else.
	 */
	const char *text;
	int64_t text_line;
	struct df_value shell; /* RUN, CMD, ENTRYPOINT: SHELL's first word in force; "": the default */
	bool pipefail;         /* SHELL in force has -o pipefail */
};

struct df_stage {
	int64_t line;
	const char *alias;        /* lower case; NULL: none */
	struct df_value image;    /* what FROM names */
	const char *platform;     /* --platform as it is written; NULL */
	size_t parent;            /* the stage that FROM names; DF_NONE: an image */
	size_t first, n;          /* its instructions, FROM itself included */
};

struct df_directive { const char *value; int64_t line; }; /* NULL: not there */
struct df_comment { const char *text; int64_t line; };    /* without "#", trimmed */

struct dockerfile {
	const char *error;        /* NULL: it was read to its end */
	int64_t error_line;
	char escape;
	struct df_directive syntax, check;
	size_t n_comments;
	const struct df_comment *comments;
	size_t n_instructions;
	const struct df_instruction *instructions; /* in order; those before the first stage are ARG */
	size_t n_stages;
	const struct df_stage *stages;
};

/* All of it is in the arena; `text` may go. */
struct dockerfile *dockerfile_read(struct arena *a, const char *text, size_t n);

/* The last flag of that name; NULL: none. */
const struct df_flag *df_flag(const struct df_instruction *i, const char *name);

/* An earlier stage by alias or number, as COPY --from means it; DF_NONE: none such. */
size_t df_stage_called(const struct dockerfile *d, size_t before, const char *name);

#endif
