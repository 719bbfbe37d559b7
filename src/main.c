/*
 * main.c: parses, runs, ends. The only place that prints errors and exits.
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>

#include "commands.h"
#include "options.h"

int
main(int argc, char **argv)
{
	struct options options;
	struct err err = { .code = EXIT_GATE_OPEN };
	int code;

	/* A reader that goes away is an output error (4), not a death by signal. */
	signal(SIGPIPE, SIG_IGN);
	if (options_parse(&options, argc, argv, &err) < 0)
		code = err.code;
	else
		code = command_run(&options, &err);
	if (err.msg[0] != '\0')
		fprintf(stderr, "dockassay: %s\n", err.msg);
	return code;
}
