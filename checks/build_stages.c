/*
 * build_stages.c: checks of what stages say of the image: user, health, ports, directories, form.
 */
#include "config.h"

#include "build_look.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- K-01: user ----------------------------------------------------------------------------- */

/* "0", "00:0", "root:adm", "" and what Windows calls its administrator. */
static bool
is_root(const char *user)
{
	size_t n = strcspn(user, ":");

	return n == strspn(user, "0") || (n == 4 && strncmp(user, "root", 4) == 0) ||
	       (n == 22 && strncasecmp(user, "ContainerAdministrator", 22) == 0);
}

static void
no_user(struct look *l)
{
	size_t s = look_final(l);
	const struct df_value *image;
	struct look_item item = { "USER", l->d->stages[s].line, "USER", "none",
		"a user that is not root" };

	while (l->d->stages[s].parent != DF_NONE)
		s = l->d->stages[s].parent;
	image = &l->d->stages[s].image;
	if (strstr(image->text, "nonroot") != NULL)
		look_note(l, &item,
		    "there is no USER: the base image's name promises another user than root (%s)",
		    image->text);
	else if (strcasecmp(image->text, "scratch") == 0)
		look_warn(l, &item, "there is no USER: on scratch the image runs as root");
	else
		look_warn(l, &item,
		    "there is no USER in the final stage: it runs as %s says, as root for most "
		    "images",
		    image->text);
}

void
check_final_user(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *user;
	struct look_item item = { "USER", 0, "USER", "", "a user that is not root" };
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	user = look_in_force(&l, DF_USER);
	if (user == NULL) {
		if (!look_open_base(&l))
			no_user(&l);
	} else {
		item.line = user->line;
		item.actual = user->words[0].value.text;
		if (!look_is_unknown(&l, user->line, "USER", &user->words[0].value) &&
		    is_root(item.actual))
			look_warn(&l, &item, "the final stage runs as %s", item.actual);
	}
	look_end(&l, &item, "the final stage runs as %s", item.actual);
}

/* ---- K-02, K-03, K-34: HEALTHCHECK, CMD, ENTRYPOINT
 * ---------------------------------------------- */

void
check_final_health(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *health;
	struct look_item item = { "HEALTHCHECK", 0, "HEALTHCHECK", "none", "a command" };
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	health = look_in_force(&l, DF_HEALTHCHECK);
	item.line = health != NULL ? health->line : l.d->stages[look_final(&l)].line;
	if (health == NULL) {
		if (!look_open_base(&l))
			look_warn(&l, &item, "the final stage has no HEALTHCHECK");
	} else if (strcasecmp(health->words[0].value.text, "NONE") == 0) {
		item.actual = "NONE";
		look_warn(&l, &item, "HEALTHCHECK NONE switches the base image's check off");
	} else {
		item.actual = health->json ? "CMD [...]" : health->text;
	}
	look_end(&l, &item, "the final stage has a HEALTHCHECK");
}

void
check_one_in_force(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	static const enum df_kind kinds[] = { DF_HEALTHCHECK, DF_CMD, DF_ENTRYPOINT };
	const struct df_instruction *i;
	size_t counts[3] = { 0 }, stage = 0;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	while ((i = look_next(&l, KIND(DF_HEALTHCHECK) | KIND(DF_CMD) | KIND(DF_ENTRYPOINT))) !=
	       NULL) {
		if (l.stage != stage)
			memset(counts, 0, sizeof counts);
		stage = l.stage;
		for (size_t k = 0; k < 3 && !i->onbuild; k++) {
			const char *name = df_kind_name(kinds[k]);

			if (i->kind == kinds[k] && ++counts[k] == 2)
				look_warn(&l,
				    &(struct look_item){ arena_printf(l.a, "%s of %s", name,
							     look_stage_name(&l, stage)),
					i->line, name, "a second one", "one of a stage" },
				    "a second %s in %s: only the last one counts", name,
				    look_stage_name(&l, stage));
		}
	}
	look_end(&l,
	    &(struct look_item){ "", 0, "HEALTHCHECK, CMD, ENTRYPOINT", "at most one of a stage",
		"at most one of a stage" },
	    "no stage has two of HEALTHCHECK, CMD or ENTRYPOINT");
}

/* "exec x" in shell form replaces the shell, and gets its signals. */
static bool
is_exec(const char *text)
{
	text += strspn(text, " \t\\\n");
	return strncmp(text, "exec", 4) == 0 && isspace((unsigned char)text[4]);
}

void
check_exec_form(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	static const enum df_kind kinds[] = { DF_ENTRYPOINT, DF_CMD };
	const struct df_instruction *i[2];
	struct look_item item = { "", 0, "", "exec form", "exec form" };
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	for (size_t k = 0; k < 2; k++) {
		i[k] = look_in_force(&l, kinds[k]);
		if (i[k] == NULL)
			continue;
		item =
		    (struct look_item){ df_kind_name(kinds[k]), i[k]->line, df_kind_name(kinds[k]),
			    i[k]->json ? "exec form" : i[k]->text, "exec form" };
		if (!i[k]->json && !is_exec(i[k]->text))
			look_warn(&l, &item, "%s is in shell form: the shell gets the signals",
			    df_kind_name(kinds[k]));
	}
	if (i[0] == NULL || i[1] == NULL)
		look_open_base(&l);
	if (i[0] == NULL && i[1] == NULL)
		look_end_skip(&l, "there is neither CMD nor ENTRYPOINT in the final stage");
	else
		look_end(&l, &item, "CMD and ENTRYPOINT are in exec form");
}

/* ---- K-23, K-24: EXPOSE
 * ---------------------------------------------------------------------------- */

/* "80", "80/tcp", "8000-8010/udp". False: none of these. */
static bool
read_ports(const char *text, long *from, long *to)
{
	char *end;

	if (!isdigit((unsigned char)text[0]))
		return false;
	*from = *to = strtol(text, &end, 10);
	if (*end == '-' && isdigit((unsigned char)end[1]))
		*to = strtol(end + 1, &end, 10);
	return *end == '\0' || strcasecmp(end, "/tcp") == 0 || strcasecmp(end, "/udp") == 0 ||
	       strcasecmp(end, "/sctp") == 0;
}

/* Each port of each EXPOSE to one function. Returns how many there were. */
static size_t
over_ports(struct look *l, void (*judge_port)(struct look *l, const struct df_word *w))
{
	const struct df_instruction *i;
	size_t n = 0;

	while ((i = look_next(l, KIND(DF_EXPOSE))) != NULL) {
		for (size_t k = 0; k < i->n_words; k++, n++) {
			if (!look_is_unknown(l, i->words[k].line, "EXPOSE", &i->words[k].value))
				judge_port(l, &i->words[k]);
		}
	}
	return n;
}

static void
judge_ssh_port(struct look *l, const struct df_word *w)
{
	long from, to;

	if (read_ports(w->value.text, &from, &to) && from <= 22 && to >= 22 &&
	    strstr(w->value.text, "/udp") == NULL)
		look_warn(l,
		    &(struct look_item){
			"22/tcp", w->line, "EXPOSE", w->value.text, "not port 22" },
		    "EXPOSE %s: a shell server belongs on no container", w->value.text);
}

void
check_expose_ssh(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	struct look l;
	size_t n;

	if (!look_begin(&l, j, f, d))
		return;
	n = over_ports(&l, judge_ssh_port);
	look_end(&l,
	    &(struct look_item){
		"", 0, "EXPOSE", arena_printf(l.a, "%zu ports", n), "not port 22" },
	    "port 22 is not exposed");
}

static void
judge_port_number(struct look *l, const struct df_word *w)
{
	long from = 0, to = 0;

	if (!read_ports(w->value.text, &from, &to) || from < 1 || to > 65535 || to < from)
		look_warn(l,
		    &(struct look_item){ w->value.text, w->line, "EXPOSE", w->value.text,
			"1 to 65535, perhaps /tcp, /udp or /sctp" },
		    "EXPOSE %s is no port", w->value.text);
}

void
check_expose_valid(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	struct look l;
	size_t n;

	if (!look_begin(&l, j, f, d))
		return;
	n = over_ports(&l, judge_port_number);
	if (n == 0)
		look_end_skip(&l, "nothing is exposed");
	else
		look_end(&l,
		    &(struct look_item){
			"", 0, "EXPOSE", arena_printf(l.a, "%zu ports", n), "1 to 65535" },
		    "all exposed ports are valid");
}

/* ---- K-28: WORKDIR
 * ----------------------------------------------------------------------------------- */

/* The system's directory that a path is, or lies in; NULL: none. Of some only itself counts. */
static const char *
system_directory(const char *path)
{
	static const struct {
		const char *path;
		bool below;
	} dirs[] = { { "/proc", true }, { "/sys", true }, { "/dev", true }, { "/boot", true },
		{ "/etc", false }, { "/bin", false }, { "/sbin", false }, { "/lib", false },
		{ "/lib64", false }, { "/usr/bin", false }, { "/usr/sbin", false },
		{ "/usr/lib", false } };
	size_t end = strlen(path);

	while (end > 1 && path[end - 1] == '/')
		end--;
	for (size_t i = 0; i < sizeof dirs / sizeof dirs[0]; i++) {
		size_t n = strlen(dirs[i].path);

		if (end >= n && memcmp(path, dirs[i].path, n) == 0 &&
		    (end == n || (dirs[i].below && path[n] == '/')))
			return dirs[i].path;
	}
	return NULL;
}

static bool
is_absolute(const char *path)
{
	return path[0] == '/' || path[0] == '\\' ||
	       (isalpha((unsigned char)path[0]) && path[1] == ':');
}

/* A variable behind "/opt/" cannot lead into a system's directory. */
static bool
is_decided(const struct df_value *v)
{
	const char *second = v->text[0] == '/' ? strchr(v->text + 1, '/') : NULL;
	const char *variable = strchr(v->text, '$');

	return v->unknown == NULL || (second != NULL && variable != NULL && variable > second &&
					 strncmp(v->text, "/usr/", 5) != 0);
}

void
check_workdir(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *i;
	struct look_item item = { "", 0, "WORKDIR", "", "an absolute path of its own" };
	size_t n = 0;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	while ((i = look_next(&l, KIND(DF_WORKDIR))) != NULL) {
		const struct df_value *v = &i->words[0].value;

		n++;
		item.key = item.actual = v->text;
		item.line = i->line;
		if (!is_decided(v))
			look_is_unknown(&l, i->line, "WORKDIR", v);
		else if (!is_absolute(v->text))
			look_warn(&l, &item,
			    "WORKDIR %s is relative: it depends on what came before", v->text);
		else if (system_directory(v->text) != NULL)
			look_warn(&l, &item, "WORKDIR %s is the system's", v->text);
	}
	if (n == 0)
		look_end_skip(&l, "there is no WORKDIR");
	else
		look_end(&l, &item, "each WORKDIR is absolute and not the system's");
}

/* ---- K-30, K-31, K-32, K-36
 * -------------------------------------------------------------------------- */

void
check_build_rights(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	static const struct {
		const char *flag, *value;
	} bad[] = { { "security", "insecure" }, { "network", "host" } };
	const struct df_instruction *i;
	size_t n = 0;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	for (; (i = look_next(&l, KIND(DF_RUN))) != NULL; n++) {
		for (size_t k = 0; k < i->n_flags; k++) {
			const struct df_flag *flag = &i->flags[k];

			for (size_t b = 0; b < 2; b++) {
				char *name;

				if (strcmp(flag->name, bad[b].flag) != 0 ||
				    look_is_unknown(&l, flag->line, "RUN --", &flag->value) ||
				    strcmp(flag->value.text, bad[b].value) != 0)
					continue;
				name = arena_printf(l.a, "--%s=%s", bad[b].flag, bad[b].value);
				look_warn(&l,
				    &(struct look_item){
					name, flag->line, "RUN", name, "the sandbox" },
				    "RUN %s leaves the build's sandbox", name);
			}
		}
	}
	look_end(&l,
	    &(struct look_item){ "", 0, "RUN", arena_printf(l.a, "%zu RUN", n),
		"no --security=insecure, no --network=host" },
	    "no build step leaves the sandbox");
}

void
check_onbuild(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *i;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	while ((i = look_next(&l, ~0u)) != NULL) {
		if (i->onbuild)
			look_warn(&l,
			    &(struct look_item){
				arena_printf(l.a, "ONBUILD %s", df_kind_name(i->kind)), i->line,
				"ONBUILD", df_kind_name(i->kind), "none" },
			    "ONBUILD %s runs in the builds of others", df_kind_name(i->kind));
	}
	look_end(
	    &l, &(struct look_item){ "", 0, "ONBUILD", "none", "none" }, "there is no ONBUILD");
}

void
check_maintainer(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *i;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	while ((i = look_next(&l, KIND(DF_MAINTAINER))) != NULL)
		look_warn(&l,
		    &(struct look_item){
			"MAINTAINER", i->line, "MAINTAINER", i->words[0].value.text, "a LABEL" },
		    "MAINTAINER is deprecated");
	look_end(&l, &(struct look_item){ "", 0, "MAINTAINER", "none", "none" },
	    "there is no MAINTAINER");
}

/* Does a comment switch off a rule of a linter? */
static bool
is_pragma(const char *comment)
{
	static const char *const marks[] = { "hadolint ignore", "hadolint global ignore",
		"checkov:skip", "trivy:ignore", "tfsec:ignore", "kics-scan ignore",
		"kics-scan disable", "nosemgrep", "nosec", "dockle:ignore", "snyk:ignore" };

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		if (strncasecmp(comment, marks[i], strlen(marks[i])) == 0)
			return true;
	}
	return false;
}

void
check_pragmas(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	if (l.d->check.value != NULL && strstr(l.d->check.value, "skip=") != NULL)
		look_note(&l,
		    &(struct look_item){ arena_printf(l.a, "check=%s", l.d->check.value),
			l.d->check.line, "# check", l.d->check.value, "" },
		    "build checks are switched off: %s", l.d->check.value);
	for (size_t i = 0; i < l.d->n_comments; i++) {
		const struct df_comment *c = &l.d->comments[i];

		if (is_pragma(c->text))
			look_note(&l,
			    &(struct look_item){ c->text, c->line, "comment", c->text, "" },
			    "rules of a linter are switched off: %s", c->text);
	}
	look_end_skip(&l, "no comment switches off rules of a linter");
}
