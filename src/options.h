/*
 * options.h: the command line. One table drives parsing and --help; the man page is tested
 * against it.
 */
#ifndef DOCKASSAY_OPTIONS_H
#define DOCKASSAY_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

#define MAX_OUTPUTS 32
#define MAX_BUILD_FILES 256

/* Strings are borrowed from argv. */
struct options {
	const char *command;         /* "scan" when none is given */
	size_t n_args;
	char **args;                 /* what follows the command */

	/* where the facts are */
	const char *host, *root, *from, *snapshot;
	bool all, deep;
	long timeout, request_timeout; /* seconds; 0: default */

	/* build files: with any of these no engine is asked */
	size_t n_dockerfiles, n_compose_files;
	const char *dockerfiles[MAX_BUILD_FILES], *compose_files[MAX_BUILD_FILES];

	/* selection */
	const char *profile;                      /* NULL: standard */
	const char *include, *exclude;            /* checks: ids, groups, prefixes */
	const char *subjects_in, *subjects_out;   /* containers and images: patterns */
	const char *labels, *users;

	/* outputs */
	const char *format;                       /* of stdout; NULL: text */
	size_t n_outputs;
	const char *outputs[MAX_OUTPUTS];         /* "FORMAT:FILE" */
	const char *log_file, *color, *templates, *title, *organization, *logo;
	bool no_color, no_remedies, quiet;
	long limit;

	const char *severity, *level, *section, *scope; /* selection; lists, NULL: all */
	bool automated;

	/* view */
	const char *show;
	bool only_failed, sarif_all;

	/* gate; see gate.h */
	const char *baseline, *update_baseline, *new_checks;
	const char *fail_on, *hard_fail, *soft_fail;
	long max_warn, min_score, exit_code;
	bool exit_zero;
	const char *incomplete;                   /* "fail" or "ignore" */

	bool as_dbs; /* lines on stdout and in the log as docker-bench-security's */
	bool ping, help, version;
};

/* Fills *o. -1: EXIT_USAGE, with the nearest names for what is not known. */
int options_parse(struct options *o, int argc, char **argv, struct err *err);

/* The text of --help, on stdout. */
void options_help(void);

/*
 * The name among `names` (NULL-terminated) that is nearest to what was typed, or NULL when none
 * is near enough to be meant.
 */
const char *nearest_name(const char *typed, const char *const *names);

#endif
