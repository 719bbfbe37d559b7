/*
 * daemon_logging.c: section 2, the daemon's log and the containers' logs. Reads facts only.
 */
#include "config.h"

#include "address.h"
#include "daemon.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/words.h"

/* ---- 2.3, D-15 ------------------------------------------------------------------------------ */

void
check_log_level(struct judge *j, const struct facts *f, const void *arg)
{
	struct in_force level;
	const char *value;

	(void)arg;
	if (!knows_info(j, f, f->engine.debug.seen, false, "Debug"))
		return;
	if (f->engine.debug.v) {
		judge_saw(j,
		    judge_warn(j, "debug", "the daemon runs in debug mode, and logs accordingly"),
		    "Debug", f->engine.info_origin.source, "true", "false");
		return;
	}
	if (!reads_setting(j, f, "log-level", &level))
		return;
	value = level.value != NULL && *level.value != '\0' ? level.value : "info";
	judge_saw(j,
	    strcasecmp(value, "info") == 0 ? judge_pass(j, "the log level is info")
					   : judge_warn(j, "", "the log level is %s", value),
	    "log-level", level.source, value, "info");
}

static void
debug_mode(struct judge *j, const struct facts *f, const void *arg)
{
	const struct fact_bool *debug = &f->engine.debug;

	(void)arg;
	if (!knows_info(j, f, debug->seen, false, "Debug"))
		return;
	judge_saw(j,
	    debug->v
		? judge_warn(j, "", "the daemon runs in debug mode%s", drift(j, f, "debug", "true"))
		: judge_pass(j, "the daemon does not run in debug mode"),
	    "Debug", f->engine.info_origin.source, debug->v ? "true" : "false", "false");
}

/* ---- 2.13, D-18, D-19 ----------------------------------------------------------------------- */

static const char *const stays_here[] = { "json-file", "local", "journald", "none", "db", NULL };

static bool
knows_driver(struct judge *j, const struct facts *f)
{
	return knows_info(j, f, f->engine.logging_driver.seen, false, "LoggingDriver");
}

/* These send logs where an option says, and to an agent on this host by default. */
static bool
sends_to_agent(struct judge *j, const struct facts *f, const char *driver, bool *local)
{
	const char *option = strcmp(driver, "syslog") == 0    ? "syslog-address"
			     : strcmp(driver, "fluentd") == 0 ? "fluentd-address"
			     : strcmp(driver, "gelf") == 0    ? "gelf-address"
							      : NULL;
	struct in_force s;
	struct fact_list options;
	const char *address;

	*local = false;
	if (option == NULL)
		return true;
	if (!reads_setting(j, f, "log-opts", &s))
		return false;
	options = setting_values(f, "log-opts");
	address = option_value(&options, option);
	*local = address == NULL || strncmp(address, "unix", 4) == 0 ||
		 address_is_loopback(address_split(address).host);
	return true;
}

void
check_central_logging(struct judge *j, const struct facts *f, const void *arg)
{
	const char *driver, *source = f->engine.info_origin.source;
	bool local;

	(void)arg;
	if (!knows_driver(j, f))
		return;
	driver = f->engine.logging_driver.v;
	if (*driver == '\0' || is_one_of(driver, stays_here)) {
		judge_saw(j, judge_warn(j, "", "logs stay on this host (%s)", driver),
		    "LoggingDriver", source, driver, "a driver that sends them away");
		return;
	}
	if (!sends_to_agent(j, f, driver, &local))
		return;
	judge_saw(j,
	    local ? judge_note(
			j, "", "logs go to the %s of this host: see that it sends them on", driver)
		  : judge_pass(j, "logs are sent away by %s", driver),
	    "LoggingDriver", source, driver, "a driver that sends them away");
}

static bool
is_positive(const char *text)
{
	return text != NULL && strtod(text, NULL) > 0;
}

static void
log_size(struct judge *j, const struct facts *f, const void *arg)
{
	struct in_force s;
	struct fact_list options;
	const char *driver, *size;

	(void)arg;
	if (!knows_driver(j, f))
		return;
	driver = f->engine.logging_driver.v;
	if (strcmp(driver, "none") == 0) {
		judge_skip(j, "containers have no logs");
		return;
	}
	if (strcmp(driver, "json-file") != 0) {
		judge_saw(j,
		    judge_pass(j, "%s has bounds of its own on what it keeps here", driver),
		    "LoggingDriver", f->engine.info_origin.source, driver, "not json-file");
		return;
	}
	if (!reads_setting(j, f, "log-opts", &s))
		return;
	options = setting_values(f, "log-opts");
	size = option_value(&options, "max-size");
	judge_saw(j,
	    is_positive(size) ? judge_pass(j, "logs of containers are cut at %s", size)
			      : judge_warn(j, "", "logs of containers may fill the disk"),
	    "log-opts max-size", s.source, size != NULL ? size : "not set (no bound)",
	    "a size, such as 10m");
}

static void
no_logs(struct judge *j, const struct facts *f, const void *arg)
{
	const char *driver;

	(void)arg;
	if (!knows_driver(j, f))
		return;
	driver = f->engine.logging_driver.v;
	judge_saw(j,
	    strcmp(driver, "none") == 0
		? judge_warn(j, "", "what containers say is thrown away by default")
		: judge_pass(j, "what containers say is kept by %s", driver),
	    "LoggingDriver", f->engine.info_origin.source, driver, "any but none");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "D-15", .title = "The daemon does not run in debug mode",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_LOW, .needs = NEEDS_INFO | NEEDS_CONFIG, .related = "2.3",
	  .rationale = "Debug mode serves profiles of the daemon's memory and work on the API, and logs requests with what is in them.",
	  .remedy = "Take \"debug\": true out of daemon.json and -D off the command line, and reload the daemon.",
	  .refs = REFS("NIST 800-53 SI-11", "NIST 800-190 4.4"),
	  .once = debug_mode },
	{ .id = "D-18", .title = "Logs of containers are bounded by default",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_MEDIUM, .needs = CONFIG_NEEDS,
	  .rationale = "json-file keeps everything for ever: one talkative container fills the disk for all.",
	  .remedy = "Set \"log-opts\": { \"max-size\": \"10m\", \"max-file\": \"3\" }, or \"log-driver\": \"local\"; it holds for new containers.",
	  .refs = REFS("NIST 800-53 AU-4", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = log_size },
	{ .id = "D-19", .title = "Logs of containers are not thrown away by default",
	  .scope = SCOPE_DAEMON, .severity = SEVERITY_HIGH, .needs = NEEDS_INFO, .related = "2.13",
	  .rationale = "Without logs nobody can tell later what happened in a container.",
	  .remedy = "Set \"log-driver\" in daemon.json to local, journald or one that sends logs away.",
	  .refs = REFS("NIST 800-53 AU-12", "NIST 800-190 4.4"),
	  .podman = PODMAN_NO_SETTING,
	  .once = no_logs },
};
/* clang-format on */

const struct check_table checks_daemon_logging = CHECK_TABLE(checks);
