/*
 * unit_file.h: reads the text of systemd units and of the environment files that they name.
 *
 * Nothing is joined or judged here: these are the lines as systemd reads them, in their order,
 * empty assignments (resets) included. What systemd ignores (lines without '=', assignments
 * before the first section) is ignored here, too.
 */
#ifndef DOCKASSAY_UNIT_FILE_H
#define DOCKASSAY_UNIT_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "fact.h"
#include "base/arena.h"

struct unit_line {
	const char *section; /* "Service"; "" in environment files */
	const char *key, *value;
	int64_t line;        /* on which the assignment begins */
};

struct unit_lines {
	size_t n;
	const struct unit_line *v;
	bool cut; /* longer than any such file should be: its end was left out */
};

/* Where systemd looks for units of the system, first match first; NULL-terminated. */
extern const char *const unit_dirs[];

/* Environment files of the daemon by distributions' custom; NULL-terminated. */
extern const char *const daemon_environment_files[];

struct unit_lines unit_parse(struct arena *a, const char *text);

/* KEY=VALUE lines of a file that EnvironmentFile= names: quotes are taken off. */
struct unit_lines unit_parse_environment(struct arena *a, const char *text);

/* The words of a value: quotes and backslashes are understood and taken off. UNSEEN: too many. */
struct fact_list unit_words(struct arena *a, const char *value);

/*
 * A command line as it will be run: $NAME (a word of its own is split) and ${NAME} are replaced
 * from `env`, the later assignment counts; an unset one is empty. Prefixes such as "-" and "@"
 * are taken off.
 */
struct fact_list unit_command(struct arena *a, const char *value, const struct unit_lines *env);

#endif
