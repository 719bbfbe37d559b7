/*
 * daemon_common.c: how section 2 reads settings. It judges none.
 */
#include "config.h"

#include "daemon.h"

#include <stdlib.h>
#include <string.h>

bool
knows_info(struct judge *j, const struct facts *f, enum seen seen, bool absent_ok, const char *what)
{
	return judge_can_read(j, &f->engine.info_origin) &&
	       judge_knows(j, seen, absent_ok, what, &f->engine.info_origin);
}

bool
knows_security_options(struct judge *j, const struct facts *f)
{
	const struct fact_list *options = &f->engine.security_options;

	if (!knows_info(j, f, options->seen, false, "SecurityOptions"))
		return false;
	for (size_t i = 0; i < options->n; i++) {
		if (strncmp(options->v[i], "name=", 5) == 0)
			continue;
		judge_error(j, "the engine's API is too old to tell its security options");
		return false;
	}
	return true;
}

bool
reads_setting(struct judge *j, const struct facts *f, const char *name, struct in_force *s)
{
	struct setting both = daemon_setting(&f->daemon, name);

	*s = (struct in_force){ NULL, "dockerd's command line and configuration" };
	if (both.flag_seen == UNSEEN) {
		judge_can_read(j, f->daemon.process_origin.state != DOC_OK
				      ? &f->daemon.process_origin
				      : &(const struct origin){
					    DOC_FAILED, "dockerd's command line", "not readable" });
		return false;
	}
	if (both.flag_seen == SEEN) {
		*s = (struct in_force){ both.flag.v[both.flag.n - 1], "dockerd's command line" };
		return true;
	}
	if (both.file_seen == UNSEEN) {
		judge_can_read(j, &f->daemon.config_origin);
		return false;
	}
	if (f->daemon.config_is_newer) {
		judge_error(j,
		    "%s was changed after dockerd was started, and what it read of %s is not "
		    "told: restart the daemon",
		    f->daemon.config_path, name);
		return false;
	}
	if (both.file_seen == SEEN && both.file.n > 0)
		*s = (struct in_force){ both.file.v[both.file.n - 1], f->daemon.config_path };
	return true;
}

struct fact_list
setting_values(const struct facts *f, const char *name)
{
	struct setting both = daemon_setting(&f->daemon, name);
	struct fact_list none = { ABSENT, 0, NULL };

	if (both.flag_seen == SEEN)
		return both.flag;
	return both.file_seen == SEEN ? both.file : none;
}

const char *
option_value(const struct fact_list *values, const char *name)
{
	size_t n = strlen(name);
	const char *found = NULL;

	for (size_t i = 0; i < values->n; i++) {
		if (strncmp(values->v[i], name, n) == 0 && values->v[i][n] == '=')
			found = values->v[i] + n + 1;
	}
	return found;
}

bool
is_true(const char *value)
{
	return value != NULL && strcmp(value, "true") == 0;
}

const char *
drift(struct judge *j, const struct facts *f, const char *name, const char *running)
{
	struct setting s = daemon_setting(&f->daemon, name);

	if (s.file_seen != SEEN || s.file.n == 0 || strcmp(s.file.v[s.file.n - 1], running) == 0)
		return "";
	return judge_fmt(
	    j, " (%s says %s: restart the daemon)", f->daemon.config_path, s.file.v[s.file.n - 1]);
}

int
engine_version(const struct facts *f)
{
	const struct fact_str *version = &f->engine.version;
	char *end;
	long major, minor;

	if (version->seen != SEEN)
		return 0;
	major = strtol(version->v, &end, 10);
	if (end == version->v || *end != '.' || major < 1 || major > 9999)
		return 0;
	minor = strtol(end + 1, NULL, 10);
	return minor >= 0 && minor < 100 ? (int)(major * 100 + minor) : 0;
}

struct fact_bool
engine_reaches(const struct facts *f, int minor)
{
	const struct fact_str *newest = &f->engine.api_version;
	int has = newest->seen == SEEN ? api_minor(newest->v) : -1;

	return (struct fact_bool){ has >= 0 ? SEEN : UNSEEN, has >= minor };
}

const struct network *
default_bridge(struct judge *j, const struct facts *f)
{
	if (!judge_can_read(j, &f->networks_origin))
		return NULL;
	/* The name cannot be given to another network, even where --bridge names a device. */
	for (size_t i = 0; i < f->n_networks; i++) {
		const struct network *n = &f->networks[i];

		if (strcmp(n->name, "bridge") != 0 || strcmp(n->driver, "bridge") != 0)
			continue;
		return judge_can_read(j, &n->origin) &&
			       judge_knows(j, n->options.seen, false, "Options", &n->origin)
			   ? n
			   : NULL;
	}
	judge_skip(j, "there is no default bridge");
	return NULL;
}
