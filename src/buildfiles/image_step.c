/*
 * image_step.c: reads a step of an image's history as builders write it. It may not judge.
 */
#include "config.h"

#include "image_step.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* "/bin/sh -c ", "/bin/bash -o pipefail -c ": how long it is; 0: no shell begins here. */
static size_t
shell_prefix(const char *text)
{
	size_t word = strcspn(text, " "), at = word;

	if (text[0] != '/' || word < 3 || strncmp(text + word - 2, "sh", 2) != 0)
		return 0;
	while (text[at] == ' ') {
		const char *option = text + at + 1;
		size_t n = strcspn(option, " ");

		if (n > 1 && option[0] == '-' && option[n - 1] == 'c')
			return at + 1 + n + (option[n] == ' ');
		if (option[0] != '-' && strncmp(text + at - 2, "-o", 2) != 0)
			return 0;
		at += 1 + n;
	}
	return 0;
}

/* "|2 VERSION=1 NAME=a b /bin/sh -c ": what build arguments put before a command. */
static size_t
arguments_prefix(const char *text)
{
	size_t n = 0, left;

	if (text[0] != '|' || !isdigit((unsigned char)text[1]))
		return 0;
	for (const char *p = strstr(text, " /"); p != NULL; p = strstr(p + 1, " /")) {
		if (shell_prefix(p + 1) > 0)
			return (size_t)(p + 1 - text);
	}
	/* no shell: as many words as it says */
	left = strtoul(text + 1, NULL, 10) + 1;
	for (; left > 0 && text[n] != '\0'; left--) {
		n += strcspn(text + n, " ");
		n += text[n] == ' ';
	}
	return n;
}

static struct step
run_step(const char *text, size_t n)
{
	struct step s = { .kind = STEP_RUN };
	size_t skip;

	/* "RUN --mount=type=cache,target=/x make" */
	while (n > 2 && text[0] == '-' && text[1] == '-') {
		skip = strcspn(text, " ");
		skip += strspn(text + skip, " ");
		skip = skip < n ? skip : n;
		text += skip;
		n -= skip;
	}
	s.arguments = text;
	s.n_arguments = arguments_prefix(text);
	s.n_arguments = s.n_arguments < n ? s.n_arguments : n;
	skip = s.n_arguments + shell_prefix(text + s.n_arguments);
	skip = skip < n ? skip : n;
	s.text = text + skip;
	s.n = n - skip;
	return s;
}

struct step
step_read(const char *text)
{
	static const char *const others[] = { "CMD ", "ENTRYPOINT ", "ENV ", "ARG ", "LABEL ",
		"COPY ", "EXPOSE ", "USER ", "VOLUME ", "WORKDIR ", "STOPSIGNAL ", "HEALTHCHECK ",
		"SHELL ", "ONBUILD ", "MAINTAINER ", "FROM " };
	bool nop = strncmp(text + shell_prefix(text), "#(nop)", 6) == 0;
	const char *mark;
	size_t n;

	if (nop)
		text += shell_prefix(text) + 6;
	text += strspn(text, " \t");
	n = strlen(text);
	mark = n > 10 ? text + n - 10 : text;
	if (strcmp(mark, "# buildkit") == 0)
		n -= 10;
	while (n > 0 && isspace((unsigned char)text[n - 1]))
		n--;
	if (n == 0)
		return (struct step){ .kind = STEP_BLANK, .text = text };
	if (strncmp(text, "ADD ", 4) == 0)
		return (struct step){ .kind = STEP_ADD, .text = text + 4, .n = n - 4 };
	if (strncmp(text, "RUN ", 4) == 0 && !nop)
		return run_step(text + 4, n - 4);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		if (strncmp(text, others[i], strlen(others[i])) == 0)
			return (struct step){ .kind = STEP_OTHER, .text = text, .n = n };
	}
	if (nop)
		return (struct step){ .kind = STEP_OTHER, .text = text, .n = n };
	return run_step(text, n);
}
