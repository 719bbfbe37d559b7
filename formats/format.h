/*
 * format.h: how a writer is declared: one file a format, exporting one constant, named once in
 * formats.c. A writer is a pure function of the report and its options: no clock, no environment,
 * no terminal, no locale.
 */
#ifndef DOCKASSAY_FORMAT_H
#define DOCKASSAY_FORMAT_H

#include "sink.h"
#include "report/report.h"

struct format_options {
	bool color;            /* text: use ANSI colours */
	bool remedies;         /* text: say what to do (off with -p) */
	bool utf8;             /* text: may use characters beyond ASCII */
	unsigned width;        /* text: columns to wrap at; 0: do not wrap */
	unsigned item_limit;   /* -n: items listed for one check; 0: no limit */
	bool sarif_all;        /* sarif: PASS, SKIP and others, and what is waived */
	bool junit_by_subject; /* junit: a case for each subject of a check, not for each check */
	const char *template_dir; /* html: read templates from here; NULL: the built-in ones */
	const char *title;        /* html: of the report; NULL: what it is */
	const char *organization; /* html: whose report it is; NULL: not said */
	const char *logo;         /* html: a picture's path; NULL: none */
};

struct fleet;
struct fleet_host;

/* What becomes one document of many hosts, while it is written. */
struct fleet_page {
	const struct fleet *fleet;
	const struct format_options *options;
	struct sink *sink;
	void *state; /* the writer's own, from begin to end */
};

/*
 * Writes the reports of many hosts (fleet.h) as one document: `begin`, then `host` for each in the
 * order of their names, then `end`, which is called whatever has happened since `begin`. A report
 * calls its host by the name that it has in the fleet, and is gone when `host` returns. Any of the
 * three may be NULL; without `host` no report is read again.
 */
struct fleet_writer {
	int (*begin)(struct fleet_page *p, struct err *err);
	int (*host)(struct fleet_page *p, const struct report *r, const struct fleet_host *h,
	    struct err *err);
	void (*end)(struct fleet_page *p);
};

struct format {
	const char *name;       /* "sarif" */
	const char *extension;  /* "sarif": a file's suffix */
	const char *media_type;
	const char *summary;    /* one line for --help and `list formats` */
	/* Writes the whole report. 0, or -1 with err set; the sink's own errors need no check. */
	int (*write)(const struct report *r, const struct format_options *o, struct sink *s,
	    struct err *err);
	const struct fleet_writer *fleet; /* NULL: a document of this format is about one host */
};

extern const struct format format_text, format_json, format_junit, format_sarif, format_html,
    format_dbs_json, format_dbs_text, format_ndjson, format_csv, format_markdown, format_github, format_gitlab,
    format_prometheus, format_tap, format_sonarqube, format_lines, format_ocsf, format_oscal,
    format_xccdf, format_waivers, format_opensearch;
extern const struct format *const formats[]; /* NULL-terminated; formats.c */

const struct format *format_find(const char *name); /* by name or file suffix; NULL: none */

#endif
