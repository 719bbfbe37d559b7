/*
 * formats.c: the list of writers. A new format is its file and one line here.
 */
#include "config.h"

#include "format.h"

#include <string.h>

const struct format *const formats[] = { &format_text, &format_json, &format_junit, &format_sarif,
	&format_html, &format_markdown, &format_csv, &format_lines, &format_ndjson,
	&format_dbs_json, &format_dbs_text, &format_github, &format_gitlab, &format_sonarqube,
	&format_prometheus, &format_tap, &format_ocsf, &format_oscal, &format_xccdf,
	&format_opensearch, &format_waivers, NULL };

const struct format *
format_find(const char *name)
{
	for (size_t i = 0; formats[i] != NULL; i++) {
		if (strcmp(name, formats[i]->name) == 0 || strcmp(name, formats[i]->extension) == 0)
			return formats[i];
	}
	return NULL;
}
