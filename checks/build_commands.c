/*
 * build_commands.c: checks of what RUN does. What a sin is, shell_sins.c knows.
 */
#include "config.h"

#include "build_look.h"

#include <string.h>
#include <strings.h>

/* ---- the sins of a shell text --------------------------------------------------------------- */

static void
judge_commands(struct look *l, const struct df_instruction *run, const struct run_rule *rule)
{
	struct shell_text t;
	struct shell_hit hit;

	if (!look_commands(l, run, &t))
		return;
	for (size_t from = 0; shell_find(l->a, &t, rule->sin, from, &hit); from = hit.command + 1)
		look_warn(l,
		    &(struct look_item){ hit.item, look_line(run, &t.commands[hit.command]), "RUN",
			hit.what, rule->good },
		    "%s: %s", rule->fault, hit.what);
}

/* COPY --chmod=777: what "chmod 777" would be. */
static void
judge_mode(struct look *l, const struct df_instruction *i, const struct run_rule *rule)
{
	const struct df_flag *mode = df_flag(i, "chmod");
	const char *kind = df_kind_name(i->kind), *text, *target;
	struct shell_text t;
	struct shell_hit hit;

	if (mode == NULL || look_is_unknown(l, mode->line, kind, &mode->value))
		return;
	target = i->words[i->n_words - 1].value.text;
	text = arena_printf(l->a, "chmod '%s' x", mode->value.text);
	t = shell_read(l->a, text, strlen(text));
	if (shell_find(l->a, &t, rule->sin, 0, &hit))
		look_warn(l,
		    &(struct look_item){ arena_printf(l->a, "%s %s", mode->value.text, target),
			mode->line, kind, arena_printf(l->a, "--chmod=%s", mode->value.text),
			rule->good },
		    "%s: %s --chmod=%s %s", rule->fault, kind, mode->value.text, target);
}

static void
judge_environment(struct look *l, const struct df_instruction *i, const struct run_rule *rule)
{
	for (size_t k = 0; k < i->n_pairs; k++) {
		const struct df_pair *p = &i->pairs[k];
		const char *text = arena_printf(l->a, "%s=%s", p->name, p->value.text);

		if (p->has_value && shell_turns_tls_off(text))
			look_warn(l,
			    &(struct look_item){
				p->name, p->line, df_kind_name(i->kind), text, rule->good },
			    "%s: %s %s", rule->fault, df_kind_name(i->kind), text);
	}
}

static void
judge_downloads(struct look *l, const struct df_instruction *i, const struct run_rule *rule)
{
	for (size_t k = 0; k + 1 < i->n_words; k++) {
		const char *source = i->words[k].value.text;

		if (strncasecmp(source, "http://", 7) == 0)
			look_warn(l,
			    &(struct look_item){
				source, i->words[k].line, "ADD", source, rule->good },
			    "%s: ADD %s", rule->fault, source);
		else if (source[0] == '$')
			look_is_unknown(l, i->words[k].line, "ADD", &i->words[k].value);
	}
}

void
check_sin(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct run_rule *rule = judge_arg(j);
	const struct df_instruction *i;
	size_t runs = 0;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	while ((i = look_next(&l, ~0u)) != NULL) {
		if (i->kind == DF_RUN) {
			runs++;
			judge_commands(&l, i, rule);
		}
		if (rule->modes && (i->kind == DF_COPY || i->kind == DF_ADD))
			judge_mode(&l, i, rule);
		if (rule->environment && (i->kind == DF_ENV || i->kind == DF_ARG))
			judge_environment(&l, i, rule);
		if (rule->downloads && i->kind == DF_ADD)
			judge_downloads(&l, i, rule);
	}
	look_end(&l,
	    &(struct look_item){ "", 0, "RUN", arena_printf(l.a, "%zu RUN", runs), rule->good },
	    "%s", rule->good);
}

/* ---- K-22: pipefail
 * ------------------------------------------------------------------------------ */

/* "set -o pipefail", "set -euo pipefail", "bash -o pipefail -c ..." */
static bool
sets_pipefail(const struct shell_command *c)
{
	const char *name = shell_name(c);

	if (strcmp(name, "set") != 0 && strcmp(name, "bash") != 0 && strcmp(name, "ash") != 0 &&
	    strcmp(name, "sh") != 0 && strcmp(name, "zsh") != 0)
		return false;
	for (size_t i = 1; i < c->n; i++) {
		if (strcmp(c->words[i], "pipefail") == 0 && c->words[i - 1][0] == '-' &&
		    strchr(c->words[i - 1], 'o') != NULL)
			return true;
	}
	return false;
}

/* echo gives what it was given, and yes only ends when nobody reads on. */
static bool
can_fail(const struct shell_command *c)
{
	const char *name = shell_name(c);

	return strcmp(name, "echo") != 0 && strcmp(name, "printf") != 0 &&
	       strcmp(name, "yes") != 0 && strcmp(name, "true") != 0;
}

/* The first pipe before which nothing set it; NULL: none. */
static const struct shell_command *
bare_pipe(const struct shell_text *t)
{
	for (size_t i = 0; i < t->n; i++) {
		if (sets_pipefail(&t->commands[i]))
			return NULL;
		if (t->commands[i].join == SHELL_PIPE &&
		    can_fail(&t->commands[t->commands[i].previous]))
			return &t->commands[i];
	}
	return NULL;
}

void
check_pipefail(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *run;
	size_t pipes = 0;
	struct shell_text t;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	while ((run = look_next(&l, KIND(DF_RUN))) != NULL) {
		const struct shell_command *c;
		const char *names;

		if (!look_commands(&l, run, &t) || !t.piped)
			continue;
		pipes++;
		c = run->pipefail && !run->json ? NULL : bare_pipe(&t);
		if (c == NULL)
			continue;
		names = arena_printf(
		    l.a, "%s | %s", shell_name(&t.commands[c->previous]), shell_name(c));
		look_warn(&l,
		    &(struct look_item){ names, look_line(run, c), "RUN", names, "-o pipefail" },
		    "%s: where the first fails, the build goes on", names);
	}
	if (pipes == 0)
		look_end_skip(&l, "no RUN has a pipe");
	else
		look_end(&l,
		    &(struct look_item){
			"", 0, "RUN", arena_printf(l.a, "%zu with pipes", pipes), "-o pipefail" },
		    "pipes fail where any part of them fails");
}

/* ---- K-29: Docker in the image
 * ---------------------------------------------------------------------- */

static void
judge_installed(struct look *l, const struct df_instruction *run)
{
	static const char *const names[] = { "docker-ce", "docker.io", "docker-engine",
		"moby-engine", "docker", "dockerd", "docker-ee", "docker-engine-common", NULL };
	struct shell_package p;
	struct shell_text t;

	if (!look_commands(l, run, &t))
		return;
	for (size_t i = 0; i < t.n; i++) {
		const struct shell_command *c = &t.commands[i];

		for (size_t k = 0; k < c->n; k++) {
			if (strstr(c->words[k], "://get.docker.com") != NULL)
				look_warn(l,
				    &(struct look_item){ "get.docker.com", look_line(run, c), "RUN",
					"get.docker.com", "no engine" },
				    "an engine is installed: get.docker.com");
		}
		if (!shell_package(l->a, c, &p) || p.action != SHELL_PACKAGE_INSTALL ||
		    strcmp(p.family, "pip") == 0 || strcmp(p.family, "npm") == 0 ||
		    strcmp(p.family, "gem") == 0 || strcmp(p.family, "go") == 0)
			continue;
		for (size_t k = 0; k < p.n_packages; k++) {
			size_t n = strcspn(p.packages[k], "=<>~");

			for (size_t b = 0; names[b] != NULL; b++) {
				if (strlen(names[b]) == n &&
				    memcmp(p.packages[k], names[b], n) == 0)
					look_warn(l,
					    &(struct look_item){ names[b], look_line(run, c), "RUN",
						p.packages[k], "no engine" },
					    "an engine is installed: %s", names[b]);
			}
		}
	}
}

static void
judge_base(struct look *l)
{
	const struct df_value *image = &l->d->stages[l->stage].image;
	struct image_name name = image_name_read(l->a, image->text);

	if (look_ships(l, l->stage) && strcmp(name.path, "library/docker") == 0 &&
	    strcmp(name.host, "docker.io") == 0 && strstr(name.tag, "cli") == NULL)
		look_warn(l,
		    &(struct look_item){ image->text, l->d->stages[l->stage].line, "FROM",
			image->text, "no engine" },
		    "FROM %s has an engine in it", image->text);
}

static void
judge_volume(struct look *l, const struct df_instruction *i)
{
	for (size_t k = 0; k < i->n_words; k++) {
		const char *path = i->words[k].value.text;

		if (!look_is_unknown(l, i->words[k].line, "VOLUME", &i->words[k].value) &&
		    strstr(path, "docker.sock") != NULL)
			look_warn(l,
			    &(struct look_item){
				path, i->words[k].line, "VOLUME", path, "no socket" },
			    "VOLUME %s asks for the engine's socket", path);
	}
}

void
check_docker_inside(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *i;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	while ((i = look_next(&l, KIND(DF_RUN) | KIND(DF_VOLUME) | KIND(DF_FROM))) != NULL) {
		if (i->kind == DF_RUN)
			judge_installed(&l, i);
		else if (i->kind == DF_VOLUME)
			judge_volume(&l, i);
		else
			judge_base(&l);
	}
	look_open_base(&l);
	look_end(&l,
	    &(struct look_item){ "", 0, "FROM, RUN, VOLUME", "neither", "no engine, no socket" },
	    "neither an engine nor its socket is in the image");
}
