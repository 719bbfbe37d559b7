/*
 * images_config.c: checks of section 4 about what an image's configuration makes of a container:
 * user, health check, ports, volumes, command, environment. Reads facts only.
 */
#include "config.h"

#include "images.h"

#include <ctype.h>
#include <string.h>

/*
 * Engines with API 1.52 and newer leave out members of Config that are empty; older ones say "",
 * null or []. So where Config itself is there, an absent member is an answer.
 */
static bool
knows(struct judge *j, const struct image *i, enum seen seen, const char *what)
{
	return judge_knows(j, i->has_config.seen, false, "Config", &i->origin) &&
	       judge_knows(j, seen, true, what, &i->origin);
}

/* ---- users ---------------------------------------------------------------------------------- */

/* "0", "00" and "root" are root, with any group behind the colon; "" is what no USER means. */
static bool
is_root(const char *user, size_t n)
{
	size_t zeros = 0;

	while (zeros < n && user[zeros] == '0')
		zeros++;
	return zeros == n || (n == 4 && strncmp(user, "root", 4) == 0);
}

static bool
is_number(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!isdigit((unsigned char)s[i]))
			return false;
	}
	return n > 0;
}

void
check_non_root(struct judge *j, const struct facts *f, const struct container *c)
{
	const char *user = c->user.seen == SEEN ? c->user.v : "";
	size_t n = strcspn(user, ":");
	bool mapped = engine_security_option(&f->engine, "userns") != NULL ||
		      engine_security_option(&f->engine, "rootless") != NULL;

	if (!judge_knows(j, c->user.seen, true, "Config.User", &c->origin))
		return;
	if (is_root(user, n))
		judge_saw(j,
		    judge_warn(j, "", "runs as root%s",
			mapped ? " (mapped to an unprivileged user of the host)" : ""),
		    "Config.User", c->origin.source, user, "a user other than root");
	else if (is_number(user, n))
		judge_saw(j, judge_pass(j, "runs as user %.*s", (int)n, user), "Config.User",
		    c->origin.source, user, "a user other than root");
	else
		judge_saw(j,
		    judge_note(j, "",
			"runs as \"%.*s\": what number that is, its image's /etc/passwd says",
			(int)n, user),
		    "Config.User", c->origin.source, user, "a user whose number is not 0");
}

void
check_image_user(struct judge *j, const struct facts *f, const struct image *i)
{
	const char *user = i->user.seen == SEEN ? i->user.v : "";
	size_t n = strcspn(user, ":");
	struct finding *found;

	(void)f;
	if (!knows(j, i, i->user.seen, "Config.User"))
		return;
	if (is_root(user, n))
		found = judge_warn(
		    j, "", "starts as root%s", *user == '\0' ? ": it names no user" : "");
	else if (is_number(user, n))
		found = judge_pass(j, "starts as user %.*s", (int)n, user);
	else
		found = judge_note(j, "",
		    "starts as \"%.*s\": what number that is, its /etc/passwd says", (int)n, user);
	judge_saw(j, found, "Config.User", i->origin.source, user, "a number other than 0");
}

/* ---- health --------------------------------------------------------------------------------- */

void
check_image_health(struct judge *j, const struct facts *f, const struct image *i)
{
	bool off = i->healthcheck.n > 0 && strcmp(i->healthcheck.v[0], "NONE") == 0;
	struct finding *found;

	if (!knows(j, i, i->healthcheck.seen, "Config.Healthcheck.Test"))
		return;
	if (i->healthcheck.n == 0 && f->engine.is_podman) {
		judge_skip(
		    j, "Podman's images are in OCI format, which cannot hold a health check");
		return;
	}
	if (off)
		found = judge_warn(j, "NONE", "switches the health check of its base off");
	else if (i->healthcheck.n == 0)
		found = judge_warn(j, "", "has no health check");
	else
		found = judge_pass(j, "has a health check");
	judge_saw(j, found, "Config.Healthcheck.Test", i->origin.source,
	    judge_join(j, &i->healthcheck), "CMD or CMD-SHELL");
}

/* ---- ports and volumes ---------------------------------------------------------------------- */

/* "22" is "22/tcp", and a range is more than one. */
static bool
exposes(const char *exposed, const char *port)
{
	long first = 0, last = 0, wanted = 0;
	const char *p = exposed, *slash = strchr(exposed, '/');

	if (slash != NULL && strcmp(slash, "/tcp") != 0)
		return false;
	for (; isdigit((unsigned char)*p) && first < 100000; p++)
		first = first * 10 + (*p - '0');
	last = first;
	if (*p == '-') {
		for (last = 0, p++; isdigit((unsigned char)*p) && last < 100000; p++)
			last = last * 10 + (*p - '0');
	}
	for (p = port; isdigit((unsigned char)*p); p++)
		wanted = wanted * 10 + (*p - '0');
	return first <= wanted && wanted <= last;
}

void
check_exposed_ports(struct judge *j, const struct facts *f, const struct image *i)
{
	const struct port_rule *rule = judge_arg(j);
	const char *expected = judge_fmt(j, "no port of %s", rule->what);
	bool any = false;

	(void)f;
	if (!knows(j, i, i->exposed_ports.seen, "Config.ExposedPorts"))
		return;
	for (size_t p = 0; rule->ports[p] != NULL; p++) {
		for (size_t k = 0; k < i->exposed_ports.n; k++) {
			if (!exposes(i->exposed_ports.v[k], rule->ports[p]))
				continue;
			any = true;
			judge_saw(j,
			    judge_warn(j, rule->ports[p], "exposes %s, a port of %s",
				rule->ports[p], rule->what),
			    "Config.ExposedPorts", i->origin.source, i->exposed_ports.v[k],
			    expected);
			break;
		}
	}
	if (!any)
		judge_saw(j, judge_pass(j, "exposes no port of %s", rule->what),
		    "Config.ExposedPorts", i->origin.source, judge_join(j, &i->exposed_ports),
		    expected);
}

void
check_image_volumes(struct judge *j, const struct facts *f, const struct image *i)
{
	struct finding *found;

	(void)f;
	if (!knows(j, i, i->volumes.seen, "Config.Volumes"))
		return;
	found =
	    i->volumes.n > 0
		? judge_note(j, "",
		      "makes an unnamed volume for %s in each container: see whether that is meant",
		      judge_join(j, &i->volumes))
		: judge_info(j, "", "makes no volumes");
	judge_saw(j, found, "Config.Volumes", i->origin.source, judge_join(j, &i->volumes), "");
}

/* ---- the command ---------------------------------------------------------------------------- */

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* What a debugging image leaves behind; NULL: nothing of the kind. */
static const char *
leftover(const char *const *words, size_t n)
{
	static const char *const shells[] = { "sh", "bash", "ash", "dash" };
	const char *name = n > 0 ? base_name(words[0]) : "";
	const char *last = n > 1 ? words[n - 1] : "";

	if (n > 1 && strcmp(name, "sleep") == 0)
		return "it only sleeps";
	if (n > 1 && strcmp(name, "tail") == 0 && strcmp(last, "/dev/null") == 0)
		return "it only waits";
	for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++) {
		if (strcmp(name, shells[i]) != 0)
			continue;
		if (n == 1)
			return "it is a shell";
		if (words[1][0] == '-' && words[1][1] != '-' && strchr(words[1], 'x') != NULL)
			return "it writes each command into the log, with what is in it";
		if (n > 2 && (strncmp(last, "sleep ", 6) == 0 ||
				 strncmp(last, "tail -f /dev/null", 17) == 0))
			return "it only waits";
	}
	return NULL;
}

void
check_image_command(struct judge *j, const struct facts *f, const struct image *i)
{
	size_t n = i->entrypoint.n + i->cmd.n;
	const char *what = NULL, *command;
	const char **words;
	struct arena *a;
	struct finding *found;

	(void)f;
	if (!knows(j, i, i->entrypoint.seen, "Config.Entrypoint") ||
	    !judge_knows(j, i->cmd.seen, true, "Config.Cmd", &i->origin))
		return;
	a = arena_new();
	words = arena_alloc(a, sizeof *words * (n + 1));
	for (size_t k = 0; k < n; k++)
		words[k] = k < i->entrypoint.n ? i->entrypoint.v[k] : i->cmd.v[k - i->entrypoint.n];
	what = leftover(words, n);
	command = judge_fmt(j, "%s%s%s", i->entrypoint.n > 0 ? judge_join(j, &i->entrypoint) : "",
	    i->entrypoint.n > 0 && i->cmd.n > 0 ? ", " : "",
	    i->cmd.n > 0 ? judge_join(j, &i->cmd) : "");
	if (what != NULL)
		found = judge_note(j, "", "starts \"%s\": %s", command, what);
	else if (n == 0)
		found = judge_info(j, "", "names no command");
	else
		found = judge_info(j, "", "starts \"%s\"", command);
	judge_saw(j, found, "Config.Cmd", i->origin.source, command, "");
	arena_free(a);
}

void
check_on_build(struct judge *j, const struct facts *f, const struct image *i)
{
	(void)f;
	if (!knows(j, i, i->on_build.seen, "Config.OnBuild"))
		return;
	judge_saw(j,
	    i->on_build.n > 0
		? judge_warn(j, "", "runs %zu command%s in each build that starts from it: %s",
		      i->on_build.n, i->on_build.n == 1 ? "" : "s", judge_join(j, &i->on_build))
		: judge_pass(j, "leaves nothing for other builds to run"),
	    "Config.OnBuild", i->origin.source, judge_join(j, &i->on_build), "none");
}

void
check_stop_signal(struct judge *j, const struct facts *f, const struct image *i)
{
	const char *signal = i->stop_signal.seen == SEEN ? i->stop_signal.v : "";
	bool kills = strcmp(signal, "9") == 0 || strcmp(signal, "SIGKILL") == 0 ||
		     strcmp(signal, "KILL") == 0;

	(void)f;
	if (!knows(j, i, i->stop_signal.seen, "Config.StopSignal"))
		return;
	judge_saw(j,
	    kills ? judge_warn(j, "", "is killed where it should be asked to stop")
		  : judge_pass(j, "can end in good order when it is stopped"),
	    "Config.StopSignal", i->origin.source,
	    *signal != '\0' ? signal : "the default, SIGTERM", "not SIGKILL");
}

/* ---- the environment ------------------------------------------------------------------------ */

void
check_tls_environment(struct judge *j, const struct facts *f, const struct image *i)
{
	bool any = false;

	(void)f;
	if (!knows(j, i, i->env.seen, "Config.Env"))
		return;
	for (size_t k = 0; k < i->env.n; k++) {
		const char *name;

		if (!shell_turns_tls_off(i->env.v[k]))
			continue;
		any = true;
		name = judge_fmt(j, "%.*s", (int)strcspn(i->env.v[k], "="), i->env.v[k]);
		judge_saw(j, judge_warn(j, name, "sets %s: certificates are not checked", name),
		    "Config.Env", i->origin.source, i->env.v[k], "not set");
	}
	if (!any)
		judge_saw(j, judge_pass(j, "no variable switches certificate checks off"),
		    "Config.Env", i->origin.source, judge_fmt(j, "%zu variables", i->env.n),
		    "none of NODE_TLS_REJECT_UNAUTHORIZED, PYTHONHTTPSVERIFY, GIT_SSL_NO_VERIFY "
		    "...");
}

/* May everybody in a container write there? "" and relative: what is there depends on the user. */
static bool
is_loose_place(const char *path, size_t n)
{
	static const char *const places[] = { "/tmp", "/var/tmp", "/dev/shm", "/run/lock",
		"/var/lock" };

	if (n == 0 || path[0] != '/')
		return true;
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		size_t length = strlen(places[i]);

		if (n >= length && strncmp(path, places[i], length) == 0 &&
		    (n == length || path[length] == '/'))
			return true;
	}
	return false;
}

/* The first loose one among paths that are separated by one of `separators`; NULL: none. */
static const char *
loose_entry(struct judge *j, const char *list, const char *separators)
{
	for (;;) {
		size_t n = strcspn(list, separators);

		if (is_loose_place(list, n))
			return n > 0 ? judge_fmt(j, "%.*s", (int)(n < 500 ? n : 500), list)
				     : "an empty entry, the working directory";
		if (list[n] == '\0')
			return NULL;
		list += n + 1;
	}
}

static const char *
value_of(const char *entry, const char *name)
{
	size_t n = strlen(name);

	return strncmp(entry, name, n) == 0 && entry[n] == '=' ? entry + n + 1 : NULL;
}

void
check_loader_environment(struct judge *j, const struct facts *f, const struct image *i)
{
	static const struct {
		const char *name, *separators;
		bool names_places;
	} names[] = {
		{ "LD_PRELOAD", ": ", false },
		{ "LD_AUDIT", ":", false },
		{ "LD_LIBRARY_PATH", ":;", true },
	};
	bool any = false;

	(void)f;
	if (!knows(j, i, i->env.seen, "Config.Env"))
		return;
	for (size_t k = 0; k < i->env.n; k++) {
		for (size_t m = 0; m < sizeof names / sizeof names[0]; m++) {
			const char *value = value_of(i->env.v[k], names[m].name), *loose;
			struct finding *found;

			if (value == NULL || *value == '\0')
				continue;
			loose = loose_entry(j, value, names[m].separators);
			/* a library's bare name is looked for in the system's directories */
			if (loose != NULL && !names[m].names_places && strchr(loose, '/') == NULL)
				loose = NULL;
			if (loose == NULL && names[m].names_places)
				continue;
			any = true;
			found =
			    loose != NULL
				? judge_warn(j, names[m].name,
				      "%s loads code from where others may write: %s",
				      names[m].name, loose)
				: judge_note(j, names[m].name,
				      "%s puts %s into every program: see whether that is meant",
				      names[m].name, value);
			judge_saw(j, found, "Config.Env", i->origin.source, i->env.v[k],
			    "absolute paths that only root may write");
		}
	}
	if (!any)
		judge_saw(j, judge_pass(j, "no variable brings foreign code into programs"),
		    "Config.Env", i->origin.source, judge_fmt(j, "%zu variables", i->env.n),
		    "no LD_PRELOAD, LD_AUDIT; LD_LIBRARY_PATH with safe places only");
}

void
check_path_environment(struct judge *j, const struct facts *f, const struct image *i)
{
	static const char expected[] = "absolute directories that only root may write";
	const char *path = NULL, *loose;

	(void)f;
	if (!knows(j, i, i->env.seen, "Config.Env"))
		return;
	for (size_t k = 0; k < i->env.n; k++)
		path = value_of(i->env.v[k], "PATH") != NULL ? value_of(i->env.v[k], "PATH") : path;
	if (path == NULL) {
		judge_saw(j, judge_pass(j, "leaves PATH to the engine"), "Config.Env",
		    i->origin.source, "no PATH", expected);
		return;
	}
	loose = loose_entry(j, path, ":");
	judge_saw(j,
	    loose != NULL ? judge_warn(j, "", "PATH leads to where others may write: %s", loose)
			  : judge_pass(j, "PATH has safe directories only"),
	    "Config.Env", i->origin.source, path, expected);
}
