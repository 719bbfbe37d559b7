/*
 * waivers.h: the file in which people answer for findings: waivers for WARN and ERROR, attestations
 * for NOTE. Here it is text only; waive.h lays it over a report.
 */
#ifndef DOCKASSAY_WAIVERS_H
#define DOCKASSAY_WAIVERS_H

#include "facts/facts.h"
#include "report/report.h"

struct yaml;

#define WAIVER_FILE_MAX ((size_t)4 << 20) /* bytes */
#define WAIVER_ENTRIES_MAX 5000           /* waivers and attestations, each */

/* Patterns of glob.h; NULL: anything. All that are there have to match. */
struct subject_pattern {
	const char *name;   /* container, image, network ...; of a file its path */
	const char *image;  /* that a container was made from */
	const char *label;  /* NAME or NAME=VALUE of a container, image or Compose service */
	const char *path;   /* of a file, Dockerfile or Compose file */
	const char *host;   /* that was scanned */
	const char *kind;   /* "container" */
	const char *item;   /* the finding's key: a mount, a port, a capability */
};

/* Which findings an entry is about. */
struct waiver_scope {
	struct fact_list checks; /* ids, prefixes, patterns, groups: known ones */
	struct subject_pattern subject;
};

struct waiver_entry {
	struct waiver_scope scope;
	struct waiver waiver;
	int64_t created, expires; /* first second of the day; created -1: not given */
};

struct attestation_entry {
	struct waiver_scope scope;
	struct attestation attestation;
	int64_t on, until;
};

struct waiver_file {
	size_t n_waivers, n_attestations;
	struct waiver_entry *waivers;
	struct attestation_entry *attestations;
	char sha256[65];   /* of the text; set by whoever has read it */
};

/* A day that is in the calendar, "2026-02-28", as its first second, UTC. */
bool day_parse(const char *text, int64_t *seconds);

/*
 * -1 (EXIT_USAGE): no YAML, unknown keys, missing or malformed values, unknown checks, with
 * "NAME:LINE:COLUMN: why". An empty text has no entries.
 */
int waivers_parse(struct arena *a, const char *name, const char *text, size_t len,
    struct waiver_file *file, struct err *err);

/* For other files of ours: -1 for a key of the map that is not among the names, with the nearest. */
int yaml_keys_known(const struct yaml *map, const char *const *names, struct err *err);

#endif
