/*
 * runtime_secrets.c: secrets that anyone can read who may ask the engine. The collector masked
 * them: what it masked is what is found here. Reads facts only.
 */
#include "config.h"

#include "container_rules.h"
#include "tables.h"

#include <string.h>

#define TOLD_MAX 64 /* findings of one container */

static bool
is_secret(const char *text)
{
	return strstr(text, "<masked ") != NULL;
}

static bool
in_list(const struct fact_list *list, const char *text)
{
	for (size_t i = 0; i < list->n; i++) {
		if (strcmp(list->v[i], text) == 0)
			return true;
	}
	return false;
}

static const char *
from_image(bool is)
{
	return is ? " (from its image)" : "";
}

/* ---- environment ---------------------------------------------------------------------------- */

void
check_secret_environment(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct image *image = c->made_from;
	size_t found = 0;

	(void)f;
	if (!judge_knows(j, c->env.seen, true, "Config.Env", &c->origin))
		return;
	for (size_t i = 0; i < c->env.n && found < TOLD_MAX; i++) {
		const char *entry = c->env.v[i];
		const char *name = judge_fmt(j, "%.*s", (int)strcspn(entry, "=<"), entry);

		if (!is_secret(entry))
			continue;
		found++;
		judge_saw(j,
		    judge_warn(j, name, "has a secret in the variable %s%s", name,
			from_image(image != NULL && in_list(&image->env, entry))),
		    "Config.Env", c->origin.source, entry, "no secret; or NAME_FILE with a path");
	}
	if (found == 0)
		judge_saw(j,
		    judge_pass(j, "has nothing in its environment that looks like a secret"),
		    "Config.Env", c->origin.source, judge_fmt(j, "%zu variables", c->env.n), "");
}

/* ---- command line and labels ---------------------------------------------------------------- */

/* What an argument is called: itself up to its value, or the option before it. */
static const char *
argument_name(struct judge *j, const struct fact_list *args, size_t i)
{
	const char *arg = args->v[i];
	size_t n = (size_t)(strstr(arg, "<masked ") - arg);

	if (n == 0 && i > 0 && args->v[i - 1][0] == '-')
		return args->v[i - 1];
	if (n > 0 && n < 64 && strcspn(arg, " \n") >= n)
		return judge_fmt(j, "%.*s", (int)(n - (arg[n - 1] == '=')), arg);
	return judge_fmt(j, "argument %zu", i + 1);
}

static size_t
secret_arguments(struct judge *j, const struct container *c)
{
	size_t found = 0;

	if (is_secret(c->path.seen == SEEN ? c->path.v : "")) {
		found++;
		judge_saw(j, judge_warn(j, "program", "has a secret in its command"), "Path",
		    c->origin.source, c->path.v, "no secret");
	}
	for (size_t i = 0; i < c->args.n && found < TOLD_MAX; i++) {
		const char *name;

		if (!is_secret(c->args.v[i]))
			continue;
		found++;
		name = argument_name(j, &c->args, i);
		judge_saw(j, judge_warn(j, name, "has a secret on its command line: %s", name),
		    "Args", c->origin.source, c->args.v[i], "no secret");
	}
	for (size_t i = 0; i < c->healthcheck.n; i++) {
		if (!is_secret(c->healthcheck.v[i]))
			continue;
		judge_saw(j, judge_warn(j, "health check", "has a secret in its health check"),
		    "Config.Healthcheck.Test", c->origin.source, c->healthcheck.v[i], "no secret");
		return found + 1;
	}
	return found;
}

static size_t
secret_labels(struct judge *j, const struct container *c)
{
	size_t found = 0;

	for (size_t i = 0; i < c->labels.n && found < TOLD_MAX; i++) {
		const struct pair *label = &c->labels.v[i];
		const char *own;

		if (!is_secret(label->value))
			continue;
		found++;
		own = c->made_from != NULL ? map_get(&c->made_from->labels, label->name) : NULL;
		judge_saw(j,
		    judge_warn(j, label->name, "has a secret in the label %s%s", label->name,
			from_image(own != NULL && strcmp(own, label->value) == 0)),
		    "Config.Labels", c->origin.source, label->value, "no secret");
	}
	return found;
}

void
check_secret_words(struct judge *j, const struct facts *f, const struct container *c)
{
	struct finding *pass;

	(void)f;
	if (!judge_knows(j, c->path.seen, true, "Path", &c->origin) ||
	    !judge_knows(j, c->args.seen, true, "Args", &c->origin) ||
	    !judge_knows(j, c->healthcheck.seen, true, "Config.Healthcheck.Test", &c->origin) ||
	    !judge_knows(j, c->labels.seen, true, "Config.Labels", &c->origin))
		return;
	if (secret_arguments(j, c) + secret_labels(j, c) > 0)
		return;
	pass = judge_pass(j, "has nothing on its command line or in its labels that looks like a "
			     "secret");
	judge_saw(j, pass, "Args", c->origin.source, judge_fmt(j, "%zu arguments", c->args.n), "");
	judge_saw(j, pass, "Config.Labels", c->origin.source,
	    judge_fmt(j, "%zu labels", c->labels.n), "");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "R-61", .title = "The environment holds no secrets",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH,
	  .needs = NEEDS_CONTAINERS | NEEDS_IMAGES,
	  .rationale = "Variables are shown by docker inspect, are inherited by every process, and end up in crash reports and logs.",
	  .remedy = "Give the secret as a file (docker secret, Compose secrets, a mounted file) and the program its path, such as POSTGRES_PASSWORD_FILE; then change the secret.",
	  .refs = REFS("NIST 800-53 IA-5(7)", "NIST 800-53 SC-28", "NIST 800-190 4.4", "OWASP Docker rule 12"),
	  .related = "4.10,7.4,M-22",
	  .container = check_secret_environment },
	{ .id = "R-62", .title = "Command lines and labels hold no secrets",
	  .scope = SCOPE_CONTAINER, .severity = SEVERITY_HIGH,
	  .needs = NEEDS_CONTAINERS | NEEDS_IMAGES,
	  .rationale = "Every user of the host can read command lines, and everyone who may list containers reads their labels.",
	  .remedy = "Give the program a file to read the secret from; then change the secret.",
	  .refs = REFS("NIST 800-53 IA-5(7)", "NIST 800-190 4.4"),
	  .related = "4.10,M-22",
	  .container = check_secret_words },
};
/* clang-format on */

const struct check_table checks_runtime_secrets = CHECK_TABLE(checks);
