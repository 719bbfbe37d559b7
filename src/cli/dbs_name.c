/*
 * dbs_name.c: the manners of docker-bench-security for scripts that were written for it. It may not
 * judge anything otherwise than the program does under its own name.
 */
#include "config.h"

#include "dbs_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "commands.h"
#include "policy/select.h"

#define NAME "docker-bench-security"

bool
dbs_is_name(const char *argv0)
{
	const char *slash = argv0 != NULL ? strrchr(argv0, '/') : NULL;
	const char *name = slash != NULL ? slash + 1 : argv0;

	return name != NULL && (strcmp(name, NAME) == 0 || strcmp(name, NAME ".sh") == 0);
}

/* Names that mean no check are passed over there; here they are told. NULL: none is left. */
static const char *
known_names(struct arena *a, const char *list)
{
	struct fact_list names = selection_split(a, list);
	const char *known = NULL;

	for (size_t i = 0; i < names.n; i++) {
		struct err unknown = { .code = EXIT_GATE_OPEN };

		if (selection_known(a, names.v[i], &unknown) == 0)
			known = arena_printf(a, "%s%s%s", known != NULL ? known : "",
			    known != NULL ? "," : "", names.v[i]);
		else
			fprintf(stderr, NAME ": passed over: %s\n", unknown.msg);
	}
	return known;
}

/* Its log stands in ./log unless -l says otherwise; a place that cannot be written stops nothing.
 */
static const char *
default_log(void)
{
	FILE *f;

	if (mkdir("log", 0755) != 0) {
		struct stat st;

		if (stat("log", &st) != 0 || !S_ISDIR(st.st_mode))
			return NULL;
	}
	f = fopen("log/" NAME ".log", "ae");
	if (f == NULL)
		return NULL;
	fclose(f);
	return "log/" NAME ".log";
}

static int
scan(struct options *o, struct arena *a, struct err *err)
{
	bool named = o->include != NULL;

	if (o->n_args > 0 || strcmp(o->command, "scan") != 0) {
		err_set(err, EXIT_USAGE, "takes no argument \"%s\": see -h", o->command);
		return EXIT_FINDINGS;
	}
	o->profile = o->profile != NULL ? o->profile : "dbs";
	o->include = known_names(a, o->include);
	o->exclude = known_names(a, o->exclude);
	if (named && o->include == NULL)
		return EXIT_GATE_OPEN;
	o->exit_zero = o->as_dbs = true;
	if (o->log_file == NULL)
		o->log_file = default_log();
	fprintf(stderr, NAME ": this is dockassay; it exits with 0 whatever it finds: call it as "
			     "dockassay to let findings close the gate (exit code 1)\n");
	return command_run(o, err) == EXIT_GATE_OPEN ? EXIT_GATE_OPEN : EXIT_FINDINGS;
}

int
dbs_run(struct options *o, struct err *err)
{
	struct arena *a;
	int code;

	if (o->help || o->version)
		return command_run(o, err);
	a = arena_new();
	code = scan(o, a, err);
	arena_free(a);
	return code;
}
