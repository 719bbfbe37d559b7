/*
 * compose_text.c: what services of Compose files say of secrets, builds, development and hooks.
 * Reads facts only.
 */
#include "config.h"

#include "compose_rules.h"

#include <string.h>

#define PATH_MAX_HERE 256
#define DEPTH_MAX 32

bool
compose_is_masked(const char *text)
{
	return strstr(text, "<masked ") != NULL;
}

/* ---- M-22 ----------------------------------------------------------------------------------- */

struct search {
	struct judge *judge;
	const struct compose_service *service;
	size_t seen, found;
};

/* What is written, before variables are put in: a reference is no secret, whatever it stands for.
 */
static const char *
written(const struct yaml *v)
{
	return v->written != NULL ? v->written : v->text;
}

/* Lists of NAME=value name their elements themselves. */
static const char *
item_path(struct judge *j, const char *path, const struct yaml *item, size_t i)
{
	const char *text = written(item);
	size_t n = strcspn(text, "=");

	if (item->kind == YAML_SCALAR && text[n] == '=' && n > 0 && n < 80 &&
	    memchr(text, ' ', n) == NULL && memchr(text, '<', n) == NULL)
		return judge_fmt(j, "%s.%.*s", path, (int)n, text);
	return judge_fmt(j, "%s[%zu]", path, i);
}

static void
search(struct search *s, const struct yaml *v, const char *path, size_t depth)
{
	if (depth > DEPTH_MAX || strlen(path) > PATH_MAX_HERE)
		return;
	if (v->kind == YAML_SCALAR) {
		s->seen++;
		if (!compose_is_masked(written(v)))
			return;
		s->found++;
		compose_saw(s->judge,
		    judge_warn(s->judge, path, "has a secret in the file, at %s", path), s->service,
		    path, v, written(v), "a reference, or a secret's file");
		return;
	}
	for (size_t i = 0; i < v->n; i++) {
		if (v->kind == YAML_LIST)
			search(
			    s, v->items[i], item_path(s->judge, path, v->items[i], i), depth + 1);
		else
			search(s, v->members[i].value,
			    *path == '\0' ? v->members[i].key
					  : judge_fmt(s->judge, "%s.%s", path, v->members[i].key),
			    depth + 1);
	}
}

void
compose_secrets(struct judge *j, const struct facts *f, const struct container *c)
{
	struct search s = { j, c->compose, 0, 0 };

	(void)f;
	search(&s, c->compose->tree, "", 0);
	if (s.found == 0)
		compose_saw(j, judge_pass(j, "has no secret written in the file"), c->compose,
		    "environment", yaml_get(c->compose->tree, "environment"),
		    judge_fmt(j, "%zu values looked at", s.seen), "no secret's value");
}

/* ---- M-23 ----------------------------------------------------------------------------------- */

static void
judge_env_file(
    struct judge *j, const struct facts *f, const struct container *c, const struct yaml *path)
{
	const struct file_facts *file =
	    facts_file(f, compose_path(f->arena, c->compose->file->project, path));
	const char *mode = judge_fmt(j, "mode %04o", file->mode);

	if (file->origin.state == DOC_GONE) {
		compose_saw(j, judge_note(j, path->text, "reads %s, which is not here", path->text),
		    c->compose, "env_file", path, path->text, "");
		return;
	}
	if (!judge_can_read(j, &file->origin))
		return;
	if ((file->mode & 07) != 0)
		compose_saw(j,
		    judge_warn(
			j, path->text, "reads %s, as every user of this machine can", path->text),
		    c->compose, "env_file", path, mode, "nothing for others: chmod 640 or 600");
	else
		compose_saw(j, judge_pass(j, "reads %s, which others cannot", path->text),
		    c->compose, "env_file", path, mode, "nothing for others");
}

void
compose_env_file(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct yaml *const *files = compose_env_files(f->arena, c->compose->tree);

	if (*files == NULL)
		judge_skip(j, "reads no env_file");
	for (; *files != NULL; files++) {
		if (compose_knows(j, "env_file", *files))
			judge_env_file(j, f, c, *files);
	}
}

/* ---- M-30 ----------------------------------------------------------------------------------- */

static size_t
judge_entitlements(struct judge *j, const struct container *c, const struct yaml *list)
{
	size_t told = 0;

	for (size_t i = 0; list != NULL && list->kind == YAML_LIST && i < list->n; i++) {
		const struct yaml *item = list->items[i];

		if (!compose_knows(j, "build.entitlements", item)) {
			told++;
			continue;
		}
		told++;
		compose_saw(j,
		    judge_warn(j, item->text, "lets its build have %s of the host", item->text),
		    c->compose, "build.entitlements", item, item->text, "none");
	}
	return told;
}

void
compose_build(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct yaml *build = yaml_get(c->compose->tree, "build"),
			  *privileged = yaml_get(build, "privileged"),
			  *network = yaml_get(build, "network");
	size_t told;

	(void)f;
	if (yaml_is_null(build)) {
		judge_skip(j, "is not built here");
		return;
	}
	if ((build->kind != YAML_MAP && !compose_knows(j, "build", build)) ||
	    !compose_knows(j, "build.privileged", privileged) ||
	    !compose_knows(j, "build.network", network))
		return;
	told = judge_entitlements(j, c, yaml_get(build, "entitlements"));
	if (compose_says_yes(privileged)) {
		told++;
		compose_saw(j, judge_warn(j, "privileged", "is built with every right on the host"),
		    c->compose, "build.privileged", privileged, privileged->text, "false");
	}
	if (!yaml_is_null(network) && strcmp(network->text, "host") == 0) {
		told++;
		compose_saw(j, judge_warn(j, "network", "is built in the host's network"),
		    c->compose, "build.network", network, network->text, "not host");
	}
	if (told == 0)
		compose_saw(j, judge_pass(j, "is built without rights on the host"), c->compose,
		    "build", build, "no privileged, no network: host, no entitlements", "none");
}

/* ---- M-34 ----------------------------------------------------------------------------------- */

/* The project itself, or what is above it: "." and "./" and "..". */
static bool
is_project(const char *source)
{
	return source[strspn(source, "./")] == '\0' && source[0] == '.';
}

void
compose_development(struct judge *j, const struct facts *f, const struct container *c)
{
	const struct yaml *develop = yaml_get(c->compose->tree, "develop");
	size_t told = 0;

	(void)f;
	if (!judge_knows(j, c->mounts_seen, false, "Mounts", &c->origin))
		return;
	if (!yaml_is_null(develop)) {
		told++;
		compose_saw(j, judge_warn(j, "develop", "is set up for development"), c->compose,
		    "develop", develop, "there", "not there, or in an override file");
	}
	for (size_t i = 0; i < c->n_mounts; i++) {
		const struct mount_point *m = &c->mounts[i];

		if (strcmp(m->type, "bind") != 0 || !is_project(m->source))
			continue;
		told++;
		judge_saw(j,
		    judge_warn(j, judge_fmt(j, "%s:%s", m->source, m->destination),
			"runs what lies in the project's directory in place of what is in its "
			"image"),
		    "Mounts", c->origin.source, m->source, "no bind of the project itself");
	}
	if (told == 0)
		judge_saw(j, judge_pass(j, "is not set up for development"), "Mounts",
		    c->origin.source, judge_fmt(j, "%zu mounts", c->n_mounts),
		    "no bind of the project, no develop");
}

/* ---- M-36 ----------------------------------------------------------------------------------- */

static bool
judge_hook(
    struct judge *j, const struct container *c, const char *key, size_t i, const struct yaml *hook)
{
	const struct yaml *privileged = yaml_get(hook, "privileged"),
			  *user = yaml_get(hook, "user");
	const char *name = judge_fmt(j, "%s[%zu]", key, i);

	if (hook->kind != YAML_MAP) {
		judge_error(j, "cannot be told by %s on line %d of %s: a hook is a map", name,
		    hook->line, hook->source);
		return true;
	}
	if (!compose_knows(j, name, privileged) || !compose_knows(j, name, user))
		return true;
	if (compose_says_yes(privileged)) {
		compose_saw(j, judge_warn(j, name, "runs a command with every right on the host"),
		    c->compose, judge_fmt(j, "%s.privileged", name), privileged, privileged->text,
		    "false");
		return true;
	}
	if (yaml_is_null(user) || (strcmp(user->text, "root") != 0 && strcmp(user->text, "0") != 0))
		return false;
	compose_saw(j, judge_note(j, name, "runs a command as root: does it need to?"), c->compose,
	    judge_fmt(j, "%s.user", name), user, user->text, "");
	return false;
}

void
compose_hooks(struct judge *j, const struct facts *f, const struct container *c)
{
	static const char *const keys[] = { "post_start", "pre_stop", NULL };
	const struct yaml *first = NULL;
	bool told = false;
	size_t n = 0;

	(void)f;
	for (size_t k = 0; keys[k] != NULL; k++) {
		const struct yaml *hooks = yaml_get(c->compose->tree, keys[k]);

		if (yaml_is_null(hooks))
			continue;
		first = first != NULL ? first : hooks;
		if (hooks->kind != YAML_LIST)
			told = judge_hook(j, c, keys[k], n++, hooks) || told;
		for (size_t i = 0; hooks->kind == YAML_LIST && i < hooks->n; i++, n++)
			told = judge_hook(j, c, keys[k], i, hooks->items[i]) || told;
	}
	if (n == 0)
		judge_skip(j, "has no hooks");
	else if (!told)
		compose_saw(j, judge_pass(j, "has no privileged hook"), c->compose, "post_start",
		    first, judge_fmt(j, "%zu hooks", n), "none is privileged");
}
