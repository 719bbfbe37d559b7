/*
 * facts_settings.h: dockerd's settings as they are gathered: from its command line first, then
 * from its configuration file.
 */
#ifndef DOCKASSAY_FACTS_SETTINGS_H
#define DOCKASSAY_FACTS_SETTINGS_H

#include <cjson/cJSON.h>

#include "facts.h"

/* dockerd knows about a hundred; what has many more was not written for it. */
#define SETTINGS_MAX 1000

struct settings {
	struct arena *arena;
	size_t n, cap;
	struct setting *v;
	struct {
		size_t flag, file;
	} * caps; /* of each setting's two lists */
	size_t caps_cap;
	bool too_many;
};

void settings_from_cmdline(struct settings *s, const struct fact_list *words);
void settings_from_config(struct settings *s, const cJSON *json); /* an object */
/* The last value on the command line; NULL: not there. */
const char *settings_flag(const struct settings *s, const char *name);

/* Command-line names that a configuration file accepts without any effect ("label"). */
const char *settings_file_name(const char *flag); /* "labels"; NULL: the names are the same */

/* facts_config.c: what is wrong with the file beside its syntax. */
void find_config_problems(
    struct facts *f, const struct settings *s, const cJSON *json, const char *text);

#endif
