/*
 * err.c: fills error objects. It may not print or exit.
 */
#include "config.h"

#include "err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct exit_meaning exit_meanings[] = {
	{ EXIT_GATE_OPEN, "nothing to object to" },
	{ EXIT_FINDINGS, "findings: at least one WARN" },
	{ EXIT_USAGE, "the command line or an input file is wrong" },
	{ EXIT_INCOMPLETE, "something could not be assessed, or no engine answered" },
	{ EXIT_OUTPUT, "an output could not be written" },
	{ 130, "ended by SIGINT" },
	{ 143, "ended by SIGTERM" },
	{ 0, NULL },
};
const char exit_precedence[] = "When several apply: 2, then 4, then 1, then 3.";

int
err_set(struct err *err, enum exit_code code, const char *fmt, ...)
{
	va_list ap;

	err->code = code;
	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof err->msg, fmt, ap);
	va_end(ap);
	return -1;
}

int
err_wrap(struct err *err, const char *fmt, ...)
{
	char old[sizeof err->msg];
	va_list ap;
	int n;

	memcpy(old, err->msg, sizeof old);
	va_start(ap, fmt);
	n = vsnprintf(err->msg, sizeof err->msg, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n + 3 < sizeof err->msg)
		snprintf(err->msg + n, sizeof err->msg - (size_t)n, ": %.*s",
		    (int)(sizeof err->msg - 3 - (size_t)n), old);
	return -1;
}
