/*
 * config_file.h: the configuration file: options by name, and what only a file can say. Here it is
 * text only; settings.h finds the file and lays it under environment and command line.
 */
#ifndef DOCKASSAY_CONFIG_FILE_H
#define DOCKASSAY_CONFIG_FILE_H

#include "select.h"
#include "options/options.h"
#include "syntax/yaml.h"

#define CONFIG_FILE_MAX ((size_t)1 << 20) /* bytes */
#define CONFIG_ENTRIES_MAX 1000           /* profiles, severities, values of one option */

/* A profile of the user's own: checks of a base and those named, without those taken out. */
struct user_profile {
	const char *name, *summary;
	const struct check_group *base;    /* NULL: none; then nothing named means every check */
	struct fact_list include, exclude;
};

/* Another severity for checks: an id, prefix, pattern, section or group. */
struct severity_override { const char *name; enum severity severity; };

/* One option as the file says it. */
struct config_value {
	const struct option_row *row;
	const char *label;                 /* "dockassay.yaml:3:1: fail_on" */
	size_t n;
	const char **values;               /* one, but for options that may be given several times */
};

struct config_file {
	const char *path;
	char sha256[65];                   /* of the text; set by whoever has read it */
	size_t n_values, n_profiles, n_severities;
	struct config_value *values;
	struct user_profile *profiles;
	struct severity_override *severities;
	struct fact_list protect;          /* checks that may not be waived */
};

/* "fail_on" for fail-on: how file and environment spell it (the latter in capitals). */
const char *option_key(struct arena *a, const struct option_row *row);

/*
 * -1 (EXIT_USAGE) with "NAME:LINE:COLUMN: why": unknown keys with the nearest, other types, unknown
 * checks. Relative paths are meant from the file's directory.
 */
int config_parse(struct arena *a, const char *name, const char *text, size_t len,
    struct config_file *c, struct err *err);

/* NULL for what is not overridden. An id goes before prefixes, groups and sections; else the last. */
const struct severity_override *config_severity(const struct config_file *c,
    const struct section *section, const struct check *check);

/* Names that only the file knows, for its schema; NULL-terminated. */
extern const char *const config_own_keys[];
extern const char *const config_profile_keys[];

#endif
