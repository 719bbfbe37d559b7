/*
 * main.c: parses, runs, ends. The only place that prints errors and exits.
 */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "commands.h"
#include "dbs_name.h"
#include "settings.h"
#include "base/memory.h"
#include "base/output.h"
#include "base/text.h"
#include "options/options.h"

/* Half a report is left to nobody; the exit status says which signal it was. */
static void
end_by_signal(int number)
{
	output_remove_unfinished(); /* NOLINT(bugprone-signal-handler,cert-sig30-c,cert-msc54-cpp):
				       only unlink() */
	signal(number, SIG_DFL);
	raise(number);
}

/*
 * Started with stdin, stdout or stderr closed, the next file to be opened would become that: a
 * report in which somebody's messages stand. In their place comes what can neither be read nor
 * written.
 */
static void
hold_standard_files(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			_exit(EXIT_OUTPUT);
	}
}

int
main(int argc, char **argv)
{
	static const int ending[] = { SIGINT, SIGTERM, SIGHUP };
	struct options options = { 0 };
	struct err err = { .code = EXIT_GATE_OPEN };
	bool as_dbs = dbs_is_name(argc > 0 ? argv[0] : NULL);
	int code;

	hold_standard_files();
	memory_rule();
	/* A reader that goes away is an output error (4), not a death by signal. */
	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++) {
		/* nohup(1) and shells in the background have their reasons to ignore some. */
		if (signal(ending[i], end_by_signal) == SIG_IGN)
			signal(ending[i], SIG_IGN);
	}
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
