/*
 * err.h: an error with a message for a person.
 *
 * A function that can fail takes `struct err *` last, returns 0 or -1 (or a pointer or NULL) and
 * on failure sets the message: what failed, where, and what to do about it. The object lives on
 * the caller's stack and owns nothing. Only main() prints it.
 */
#ifndef DOCKASSAY_ERR_H
#define DOCKASSAY_ERR_H

#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/* The exit code is part of the error, so that no caller has to guess it from the text. */
enum exit_code {
	EXIT_GATE_OPEN = 0,  /* scan complete, nothing closes the gate */
	EXIT_FINDINGS = 1,   /* findings closed the gate */
	EXIT_USAGE = 2,      /* command line, configuration or input file invalid */
	EXIT_INCOMPLETE = 3, /* something selected could not be assessed, or no engine answered */
	EXIT_OUTPUT = 4,     /* an output could not be written */
};

struct err {
	enum exit_code code;
	char msg[512];
};

/* What each exit code means, in the words of --help, the man page and the README. */
struct exit_meaning {
	int code;
	const char *meaning; /* NULL ends the table */
};
extern const struct exit_meaning exit_meanings[];
extern const char exit_precedence[]; /* a sentence */

/* Sets code and message; always returns -1, so that `return err_set(...)` is one statement. */
int err_set(struct err *err, enum exit_code code, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Puts "CONTEXT: " before the message that is there; always returns -1. */
int err_wrap(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
