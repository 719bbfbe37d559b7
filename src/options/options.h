/*
 * options.h: what a user can say. One table drives the command line, the environment, the
 * configuration file, its schema, --help and completions; the man page is tested against it.
 */
#ifndef DOCKASSAY_OPTIONS_H
#define DOCKASSAY_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define MAX_OUTPUTS 32
#define MAX_BUILD_FILES 256
#define MAX_OPTIONS 96

struct options;
struct sandbox;

enum option_type { OPTION_FLAG, OPTION_TEXT, OPTION_NUMBER, OPTION_LIST };

/* Commands, for the column of the table that says who uses an option. */
enum option_user {
	USED_BY_SCAN = 1 << 0,
	USED_BY_DEMO = 1 << 1,
	USED_BY_RENDER = 1 << 2,
	USED_OF_REPORT = 1 << 3, /* by render and waive, where the file is a report, too */
	USED_BY_MERGE = 1 << 4,
	USED_BY_DIFF = 1 << 5,
	USED_BY_WAIVE = 1 << 6,
	USED_BY_VERIFY = 1 << 7,
	USED_BY_PING = 1 << 8, /* the option, which is a command */
	USED_BY_LIST = 1 << 9,
};

struct option_row {
	const char *name;
	char letter;      /* 0: long form only */
	enum option_type type;
	size_t offset;    /* in struct options; OPTION_LIST: of the number of values */
	unsigned users;   /* enum option_user */
	const char *arg;  /* "FILE": what --help calls the value; NULL: a flag */
	const char *help;
};

/* The table; NULL past its end. */
const struct option_row *option_row(size_t i);
/* --help, --version and --ping are for the command line alone; --config is for no file. */
bool option_is_in_environment(const struct option_row *row);
bool option_is_in_file(const struct option_row *row);
/* Its values, where it has text; their number. */
size_t option_values(const struct options *o, const struct option_row *row,
    const char *const **values);
bool option_is_output(const struct option_row *row); /* it names a file that is written */
/* What an option is for: choosing what is judged, what passes, what is shown, or something else. */
enum option_use { OPTION_ACTS, OPTION_SELECTS, OPTION_DECIDES, OPTION_SHOWS };
enum option_use option_use(const struct option_row *row);
/* What the option can be, NULL-terminated; NULL: anything. */
const char *const *option_choices(const struct option_row *row);

/* Who gave a value; what comes later in this list goes before what comes earlier. */
enum setting_origin {
	BY_DEFAULT,
	BY_FILE,
	BY_ENVIRONMENT,
	BY_COMMAND_LINE,
	BY_COMMAND /* it is for the command line alone there, and was not given */
};
struct setting_from {
	enum setting_origin origin;
	const char *label; /* "dockassay.yaml:3:1: color", "DOCKASSAY_COLOR"; NULL: the option's name */
};

/* Strings are borrowed from argv, or in the arena. */
struct options {
	struct arena *arena;         /* of what file and environment said; NULL: nothing */
	const struct config_file *file; /* NULL: none was read */
	const char *note;            /* for stderr; NULL: none */
	struct setting_from from_whom[MAX_OPTIONS]; /* by row */

	const char *command;         /* "scan" when none is given */
	size_t n_args;
	char **args;                 /* what follows the command */

	/* where the facts are */
	const char *host, *context, *root, *from, *snapshot;
	bool tls, tls_verify;
	const char *tls_ca, *tls_cert, *tls_key, *tls_name;
	bool all, deep;
	long timeout, request_timeout; /* seconds; 0: default */
	long jobs;                     /* connections at once; 0: as many as it takes */
	bool timings;

	/* build files: with any of these no engine is asked */
	size_t n_dockerfiles, n_compose_files;
	const char *dockerfiles[MAX_BUILD_FILES], *compose_files[MAX_BUILD_FILES];

	/* selection */
	const char *profile;                      /* NULL: standard */
	const char *include, *exclude;            /* checks: ids, groups, prefixes */
	const char *subjects_in, *subjects_out;   /* containers and images: patterns */
	const char *labels, *users;
	const char *changed_since;                /* an earlier report's file */

	/* outputs */
	const char *format;                       /* of stdout; NULL: text */
	size_t n_outputs;
	const char *outputs[MAX_OUTPUTS];         /* "FORMAT:FILE" */
	const char *log_file, *color, *templates, *title, *organization, *logo;
	const char *junit_by;                     /* "check" or "subject" */
	bool no_color, no_remedies, quiet;
	long limit;
	const char *output_mode;                  /* octal; NULL: 600 */
	const char *digest, *sign, *sign_passphrase; /* see outputs.h */

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

	/* waivers; see waive.h */
	const char *waivers;
	long max_waiver_days;                     /* 0: no limit */
	bool strict_waivers, trust_labels;

	/* configuration; see settings.h */
	const char *config;
	bool no_config;

	bool no_sandbox;
	struct sandbox *sandbox;                  /* that holds; NULL: none was asked for */

	bool ping, help, version;
};

/* What is so where nothing is said. */
void options_default(struct options *o);

/* Fills *o. -1: EXIT_USAGE, with the nearest names for what is not known. */
int options_parse(struct options *o, int argc, char **argv, struct err *err);
void options_free(struct options *o);

/*
 * Sets one option, unless it, or another that it would contradict, was set by somebody who goes
 * before. Flags are "true" or "false". -1: EXIT_USAGE, the message begins with the label.
 */
int option_give(struct options *o, const struct option_row *row, const char *value,
    struct setting_from from, struct err *err);

/* Are all values possible, and together? -1: EXIT_USAGE. */
int options_check(const struct options *o, struct err *err);

/*
 * Does the command use what its line says? Who gives an option expects something of it. Settings of a
 * file or the environment are for many commands, and are passed over where they mean nothing.
 * -1: EXIT_USAGE.
 */
int options_fit(const struct options *o, struct err *err);
/* The same for what is left to say once it turns out that the command's file is a report. */
int options_fit_report(const struct options *o, struct err *err);
/* Does the command that was named use it? Of no known command it is true. */
bool option_is_used(const struct options *o, const struct option_row *row);

/* "--name", or where the file or the environment says it. */
const char *option_said(struct arena *a, const struct options *o, const struct option_row *row);

/* The text of --help, on stdout. */
void options_help(void);

#endif
