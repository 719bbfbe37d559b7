/*
 * runtime_exec.c: sessions that docker exec opened. Only those that are there now can be seen:
 * where there is none, nothing is known of past ones. Reads facts only.
 */
#include "config.h"

#include "container_rules.h"

#include <string.h>

/* The sessions that could be looked at; false: the verdict is given. */
static bool
can_judge_sessions(struct judge *j, const struct container *c)
{
	size_t seen = 0;

	if (!judge_knows(j, c->exec_ids.seen, true, "ExecIDs", &c->origin))
		return false;
	for (size_t i = 0; i < c->n_execs; i++) {
		const struct exec_session *e = &c->execs[i];

		if (e->origin.state == DOC_GONE)
			continue; /* ended meanwhile */
		if (!judge_can_read(j, &e->origin) ||
		    !judge_knows(
			j, e->privileged.seen, false, "ProcessConfig.privileged", &e->origin) ||
		    /* left out where it is empty, which is root */
		    !judge_knows(j, e->user.seen, true, "ProcessConfig.user", &e->origin))
			return false;
		seen++;
	}
	if (seen == 0)
		judge_saw(j, judge_info(j, "", "has no exec session now; past ones cannot be seen"),
		    "ExecIDs", c->origin.source, judge_join(j, &c->exec_ids), "");
	return seen > 0;
}

static void
tell_sessions(struct judge *j, struct finding *found, const struct container *c,
    bool (*is_wrong)(const struct container *c, const struct exec_session *e), const char *expected)
{
	for (size_t i = 0; i < c->n_execs; i++) {
		const struct exec_session *e = &c->execs[i];

		if (e->origin.state != DOC_OK || (is_wrong != NULL && !is_wrong(c, e)))
			continue;
		judge_saw(j, found, "ProcessConfig", e->origin.source,
		    judge_fmt(j, "%s%s as %s", e->privileged.v ? "privileged " : "",
			e->program.seen == SEEN ? e->program.v : "?",
			e->user.seen == SEEN && *e->user.v != '\0' ? e->user.v : "root"),
		    expected);
	}
}

static size_t
count(const struct container *c,
    bool (*is_wrong)(const struct container *c, const struct exec_session *e))
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_execs; i++)
		n += c->execs[i].origin.state == DOC_OK && is_wrong(c, &c->execs[i]);
	return n;
}

static bool
is_privileged(const struct container *c, const struct exec_session *e)
{
	(void)c;
	return e->privileged.v;
}

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

void
check_exec_privileged(struct judge *j, const struct facts *f, const struct container *c)
{
	size_t n;

	(void)f;
	if (!can_judge_sessions(j, c))
		return;
	n = count(c, is_privileged);
	tell_sessions(j,
	    n > 0 ? judge_warn(j, "", "has %zu privileged exec session%s now", n, plural(n))
		  : judge_pass(j, "has exec sessions now, and none is privileged"),
	    c, n > 0 ? is_privileged : NULL, "not privileged");
}

static bool
is_root_session(const struct container *c, const struct exec_session *e)
{
	(void)c;
	return user_is_root(e->user.seen == SEEN ? e->user.v : "");
}

void
check_exec_root(struct judge *j, const struct facts *f, const struct container *c)
{
	struct finding *found;
	size_t n;

	(void)f;
	if (!can_judge_sessions(j, c) ||
	    !judge_knows(j, c->user.seen, true, "Config.User", &c->origin))
		return;
	n = count(c, is_root_session);
	if (n == 0)
		found = judge_pass(j, "has exec sessions now, and none runs as root");
	else if (user_is_root(c->user.seen == SEEN ? c->user.v : ""))
		found = judge_note(j, "",
		    "has %zu exec session%s of root now, as it runs as root "
		    "itself (see 4.1)",
		    n, plural(n));
	else
		found = judge_warn(j, "", "has %zu exec session%s of root now", n, plural(n));
	tell_sessions(j, found, c, n > 0 ? is_root_session : NULL, "another user than root");
}
