/*
 * images.c: section 4, images: what they start as, and what tells of their state. Reads facts only.
 */
#include "config.h"

#include "judge.h"
#include "tables.h"

#include <ctype.h>
#include <string.h>

/* ---- 4.1 ------------------------------------------------------------------------------------- */

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

static void
non_root(struct judge *j, const struct facts *f, const struct container *c)
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
			"runs as \"%.*s\": what number that is, its image's "
			"/etc/passwd says",
			(int)n, user),
		    "Config.User", c->origin.source, user, "a user whose number is not 0");
}

/* ---- 4.5 ------------------------------------------------------------------------------------- */

static void
content_trust(struct judge *j, const struct facts *f, const void *arg)
{
	const struct file_facts *env = facts_file(f, "/etc/environment");
	const char *at =
	    env->content.seen == SEEN ? strstr(env->content.v, "DOCKER_CONTENT_TRUST=") : NULL;
	bool on = at != NULL && (at[21] == '1' || (at[21] == '"' && at[22] == '1'));

	(void)arg;
	if (env->origin.state != DOC_OK && env->origin.state != DOC_GONE &&
	    !judge_can_read(j, &env->origin))
		return;
	judge_saw(j,
	    judge_note(j, "", "image signatures are demanded by each client, not by the engine: %s",
		on ? "/etc/environment asks for them"
		   : "nothing in /etc/environment asks for them"),
	    "DOCKER_CONTENT_TRUST", "/etc/environment",
	    on				    ? "1"
	    : env->origin.state == DOC_GONE ? "no such file"
					    : "not set",
	    "1, or another policy");
}

/* ---- 4.6 ------------------------------------------------------------------------------------- */

static void
health_check(struct judge *j, const struct facts *f, const struct image *i)
{
	bool has = i->healthcheck.n > 0 && strcmp(i->healthcheck.v[0], "NONE") != 0;

	(void)f;
	if (!judge_knows(j, i->has_config.seen, false, "Config", &i->origin) ||
	    !judge_knows(j, i->healthcheck.seen, true, "Config.Healthcheck.Test", &i->origin))
		return;
	judge_saw(j,
	    has ? judge_pass(j, "has a health check") : judge_warn(j, "", "has no health check"),
	    "Config.Healthcheck.Test", i->origin.source, judge_join(j, &i->healthcheck),
	    "CMD or CMD-SHELL");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "4.1", .title = "Containers do not run as root",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH, .level = 1,
	  .needs = NEEDS_INFO | NEEDS_CONTAINERS,
	  .rationale = "Root in a container is root of the host as soon as one wall gives way.",
	  .remedy = "Add a USER with a number to the Dockerfile, or start the container with --user 1000:1000.",
	  .refs = REFS("CIS Docker 1.6.0 4.1", "NIST 800-53 AC-6", "NIST 800-190 4.1"),
	  .container = non_root },
	{ .id = "4.5", .title = "Image signatures are demanded",
	  .scope = SCOPE_HOST, .severity = SEVERITY_LOW, .level = 2,
	  .needs = NEEDS_ACCOUNTS,
	  .rationale = "Without a demand for signatures, whoever controls the registry or the way to it chooses what runs.",
	  .remedy = "Set DOCKER_CONTENT_TRUST=1 for all users (engines before 29), or verify signatures with cosign or notation before running.",
	  .refs = REFS("CIS Docker 1.6.0 4.5", "NIST 800-53 SI-7(15)", "NIST 800-190 4.1"),
	  .once = content_trust },
	{ .id = "4.6", .title = "Images have a health check",
	  .scope = SCOPE_IMAGE, .severity = SEVERITY_LOW, .level = 1,
	  .needs = NEEDS_IMAGES,
	  .rationale = "Who builds an image knows best how to tell whether its service works.",
	  .remedy = "Add a HEALTHCHECK instruction to the Dockerfile.",
	  .refs = REFS("CIS Docker 1.6.0 4.6", "NIST 800-53 SI-13", "NIST 800-190 4.1"),
	  .image = health_check },
};
/* clang-format on */

const struct check_table checks_images = CHECK_TABLE(checks);
