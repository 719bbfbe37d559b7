/*
 * judge.h: how a check gives its verdicts.
 *
 * Every verdict is about the judge's subject. Each verdict function returns the finding, to which
 * judge_saw() adds what it rests on:
 *
 *	struct finding *f = judge_warn(j, "SYS_ADMIN", "has the capability SYS_ADMIN");
 *	judge_saw(j, f, "HostConfig.CapAdd", c->origin.source, "SYS_ADMIN", "none beyond the default");
 *
 * The finding is valid until the next verdict of the same judge.
 *
 * A PASS or WARN to which no evidence was added is turned into an ERROR by the judge: a verdict
 * without evidence is a mistake in the check, and must never look like one.
 *
 * `key` names the violated item stably (a mount's source, a capability, a port): "" when the whole
 * subject is meant. Two findings of one check about one subject need different keys.
 */
#ifndef DOCKASSAY_JUDGE_H
#define DOCKASSAY_JUDGE_H

#include "check.h"

/* Whom the following verdicts are about. Containers, images, networks and volumes are set by the
 * driver before it calls the check. */
void judge_about_host(struct judge *j);
void judge_about_daemon(struct judge *j);
void judge_about_swarm(struct judge *j);
void judge_about_file(struct judge *j, const char *path);
void judge_about_container(struct judge *j, const struct container *c);
void judge_about_image(struct judge *j, const struct image *i);
void judge_about_network(struct judge *j, const struct network *n);
void judge_about_volume(struct judge *j, const struct volume *v);
void judge_about_service(struct judge *j, const struct service *s);
void judge_about_compose(struct judge *j, const struct compose_service *s);
void judge_about_compose_file(struct judge *j, const struct compose_file *f);
/* As judge_can_read(); where the file was read, but is no Compose file, its place is told, too. */
bool judge_can_read_compose(struct judge *j, const struct compose_file *f);
void judge_about_secret(struct judge *j, const struct swarm_object *o);
void judge_about_dockerfile(struct judge *j, const struct dockerfile_facts *d);

struct finding *judge_pass(struct judge *j, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct finding *judge_warn(struct judge *j, const char *key, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
struct finding *judge_note(struct judge *j, const char *key, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
struct finding *judge_info(struct judge *j, const char *key, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
struct finding *judge_skip(struct judge *j, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct finding *judge_error(struct judge *j, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The constant data of the running check's row: for functions that serve several rows. */
const void *judge_arg(const struct judge *j);

/* Adds evidence. Strings are copied; NULL counts as "". */
void judge_saw(struct judge *j, struct finding *f, const char *what, const char *source,
    const char *actual, const char *expected);
void judge_saw_line(struct judge *j, struct finding *f, const char *what, const char *source,
    int64_t line, const char *actual, const char *expected);

/* printf into the scan's arena, for keys and evidence. */
const char *judge_fmt(struct judge *j, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* "less than a day", "1 day", "12 days". */
const char *judge_days(struct judge *j, int64_t days);
const char *judge_join(struct judge *j, const struct fact_list *list); /* "a, b", or "none" */

/*
 * Guards. Each returns true when the check may go on; otherwise it has given the verdict
 * (ERROR with the reason; SKIP for DOC_NOT_HERE and, for a container or image, DOC_GONE).
 */
bool judge_can_read(struct judge *j, const struct origin *o);
/* The fact was SEEN, or ABSENT where absence is an answer (absent_ok). `what` is its field. */
bool judge_knows(struct judge *j, enum seen seen, bool absent_ok, const char *what,
    const struct origin *o);
/* Why the engine's API does not tell a field of a document (api_fields.h); NULL: it is told. */
const char *judge_gap(const struct judge *j, const char *what, const struct origin *o);
/*
 * About a service of a Compose file judge_knows() does more: where an element of a list depends on
 * a variable without a value, the check goes on with the others, and can warn of them; but what it
 * then passes becomes an ERROR that says so. Evidence that names a field of a container is told as
 * the key of the Compose file that fills it, with its line.
 */

/* When the scan was made, in seconds since 1970; false: ERROR, since that is not told. */
bool judge_knows_time(struct judge *j, int64_t *now);
/* This node is an active manager of a Swarm: Swarm's own documents can be had from it. */
bool judge_can_ask_swarm(struct judge *j, const struct facts *f);

/* ---- the driver, for src/cli/scan.c and tests ----------------------------------------------- */

/* Which containers and images are judged: selection by -i -x -t, and running ones unless -a. */
struct subject_filter {
	bool (*container)(void *ctx, const struct container *c); /* NULL: all */
	bool (*image)(void *ctx, const struct image *i);
	void *ctx;
};

/* Runs one check over the facts and adds its result to the report. */
void judge_run(struct report *r, const struct facts *f, const struct section *s,
    const struct check *check, const struct subject_filter *filter);

#endif
