/*
 * main.c: parses, runs, ends. The only place that prints errors and exits.
 */
#include "config.h"

#include <signal.h>
#include <stdlib.h>

#include "commands.h"
#include "dbs_name.h"
#include "options.h"
#include "settings.h"
#include "text.h"

int
main(int argc, char **argv)
{
	struct options options = { 0 };
	struct err err = { .code = EXIT_GATE_OPEN };
	bool as_dbs = dbs_is_name(argc > 0 ? argv[0] : NULL);
	int code;

	/* A reader that goes away is an output error (4), not a death by signal. */
	signal(SIGPIPE, SIG_IGN);
	if (options_parse(&options, argc, argv, &err) < 0)
		code = as_dbs ? EXIT_FINDINGS : (int)err.code; /* dbs ends with 1 then */
	else if (as_dbs)
		code = dbs_run(&options, &err); /* which knows no configuration file */
	else if (settings_apply(&options, &err) < 0)
		code = err.code;
	else
		code = command_run(&options, &err);
	if (options.note != NULL)
		text_tell(options.note);
	if (err.msg[0] != '\0')
		text_tell(err.msg);
	options_free(&options);
	return code;
}
