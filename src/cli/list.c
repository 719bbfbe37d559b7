/*
 * list.c: the commands that tell what there is: list and explain. They may not scan.
 */
#include "config.h"

#include "commands.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "base/output.h"
#include "engine/engine.h"
#include "policy/select.h"

static void
list_checks(void)
{
	const struct section *section = NULL;

	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);) {
		if (w.section != section)
			printf("%s%s (%s)\n", section == NULL ? "" : "\n", w.section->title,
			    w.section->name);
		section = w.section;
		printf("  %-8s %-9s %-10s %-10s %s\n", w.check->id,
		    severity_name(w.check->severity), scope_name(w.check->scope),
		    w.check->manual ? "manual" : "automated", w.check->title);
	}
}

static void
list_formats(void)
{
	for (size_t i = 0; formats[i] != NULL; i++)
		printf("  %-10s %s\n", formats[i]->name, formats[i]->summary);
}

static void
list_groups(void)
{
	for (const struct check_group *g = check_groups; g->name != NULL; g++)
		printf("  %-34s %s\n", g->name, g->summary);
	for (const struct section *s = catalogue; s->id != NULL; s++)
		printf("  %-34s %s\n", s->name, s->title);
}

static void
list_profiles(void)
{
	for (const struct check_group *p = profiles; p->name != NULL; p++) {
		size_t n = 0;

		for (struct catalogue_walk w = { 0 }; catalogue_next(&w);)
			n += p->has(w.check);
		printf("  %-12s %4zu  %s\n", p->name, n, p->summary);
	}
}

static void
list_exit_codes(void)
{
	for (const struct exit_meaning *e = exit_meanings; e->meaning != NULL; e++)
		printf("  %-4d %s\n", e->code, e->meaning);
}

/* A comma-separated list as an array of strings. */
static void
add_words(cJSON *o, const char *name, const char *words)
{
	cJSON *list = cJSON_AddArrayToObject(o, name);
	char word[64];

	for (; words != NULL && *words != '\0'; words += *words == ',') {
		size_t n = strcspn(words, ",");

		snprintf(word, sizeof word, "%.*s", (int)n, words);
		cJSON_AddItemToArray(list, cJSON_CreateString(word));
		words += n;
	}
}

/* Everything here is our own constant text, so that cJSON's printer may be trusted with it. */
static cJSON *
check_json(const struct section *s, const struct check *c)
{
	cJSON *o = cJSON_CreateObject(), *list;

	cJSON_AddStringToObject(o, "id", c->id);
	cJSON_AddStringToObject(o, "title", c->title);
	cJSON_AddStringToObject(o, "section", s->title);
	cJSON_AddStringToObject(o, "group", s->name);
	cJSON_AddStringToObject(o, "scope", scope_name(c->scope));
	cJSON_AddBoolToObject(o, "automated", !c->manual);
	cJSON_AddStringToObject(o, "severity", severity_name(c->severity));
	cJSON_AddNumberToObject(o, "level", c->level);
	cJSON_AddStringToObject(o, "rationale", c->rationale);
	cJSON_AddStringToObject(o, "remediation", c->remedy);
	list = cJSON_AddArrayToObject(o, "references");
	for (size_t i = 0; c->refs[i] != NULL; i++)
		cJSON_AddItemToArray(list, cJSON_CreateString(c->refs[i]));
	add_words(o, "related", c->related);
	list = cJSON_AddArrayToObject(o, "profiles");
	for (const struct check_group *p = profiles; p->name != NULL; p++) {
		if (p->has(c))
			cJSON_AddItemToArray(list, cJSON_CreateString(p->name));
	}
	return o;
}

static int
print_json(cJSON *json, struct err *err)
{
	char *text = cJSON_Print(json);

	cJSON_Delete(json);
	if (text == NULL)
		return err_set(err, EXIT_INCOMPLETE, "out of memory");
	puts(text);
	cJSON_free(text);
	return 0;
}

static int
list_checks_json(struct err *err)
{
	cJSON *list = cJSON_CreateArray();

	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);)
		cJSON_AddItemToArray(list, check_json(w.section, w.check));
	return print_json(list, err);
}

/* docs/checks.md: "make docs" writes it from here. */
static void
list_checks_markdown(void)
{
	const struct section *section = NULL;

	printf("# Checks\n\nWritten by `make docs` from the catalogue: %zu checks. `dockassay "
	       "explain ID` tells the same of one.\n",
	    catalogue_size());
	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);) {
		const struct check *c = w.check;

		if (w.section != section)
			printf("\n## %s: %s\n", w.section->id, w.section->title);
		section = w.section;
		printf("\n### %s %s\n\n%s, %s, %s", c->id, c->title, severity_name(c->severity),
		    scope_name(c->scope), c->manual ? "manual" : "automated");
		if (c->level > 0)
			printf(", CIS level %d", c->level);
		printf("\n\n%s\n\nRemedy: %s\n\nReferences:", c->rationale, c->remedy);
		for (size_t i = 0; c->refs[i] != NULL; i++)
			printf("%s %s", i > 0 ? ";" : "", c->refs[i]);
		printf("%s%s\n", c->related != NULL ? "\n\nRelated: " : "",
		    c->related != NULL ? c->related : "");
	}
}

static void
list_podman(bool markdown)
{
	const char *left = markdown ? "| " : "  ", *between = markdown ? " | " : "  ";
	const char *right = markdown ? " |" : "";

	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);) {
		const char *why = check_skip_on_podman(w.check);

		if (why != NULL)
			printf("%s%s%s%s%s%s%s\n", left, w.check->id, between, w.check->title,
			    between, why, right);
	}
}

static void
list_engines(void)
{
	printf("Not for Podman\n");
	list_podman(false);
}

/* "from 1.41", "before 1.53", "always". */
static const char *
range_of(const struct api_field *f, char *text, size_t size)
{
	if (f->since == 0 && f->until == 0)
		snprintf(text, size, "always");
	else
		snprintf(text, size, "%s 1.%d", f->since != 0 ? "from" : "before",
		    f->since != 0 ? f->since : f->until);
	return text;
}

/* docs/engines.md: "make docs" writes it from here. */
static void
list_engines_markdown(void)
{
	char range[32], before[32];

	printf(
	    "# Engines\n\nWritten by `make docs`. Docker from API 1.24 to " ENGINE_API_NEWEST
	    ", and Podman by its compatible API: tests/engine scans Docker 20.10, 26.1 and 28.5, "
	    "Podman 4.3, 5.4 and 5.8, live, and holds them against one truth table "
	    "(tests/engine/truth); where engines differ it says so, and why. Recorded answers "
	    "of them, in old versions of the API as well, are in tests/fixtures/engines.\n\n"
	    "## What the API does not tell\n\nA field that is not there is an answer only where "
	    "the engine's API tells it; else the check that needs it says so, and is an ERROR. "
	    "Podman fills some fields always alike, which is none either.\n\n"
	    "| Asked for | Field | Docker tells it | Podman |\n|---|---|---|---|\n");
	for (const struct api_field *f = api_fields; f->document != NULL; f++) {
		snprintf(before, sizeof before, "before %d: ", f->podman_since);
		printf("| `%s` | `%s` | %s%s | %s%s |\n", f->document, f->path,
		    range_of(f, range, sizeof range), f->placeholder ? "; a placeholder else" : "",
		    f->podman_since != 0 ? before : "", f->podman == NULL ? "tells it" : f->podman);
	}
	printf("\n## Checks that have no meaning for Podman\n\nThey are SKIP, with this reason. "
	       "Whether the engine is Podman is told by /version.\n\n"
	       "| Check | Title | Why |\n|---|---|---|\n");
	list_podman(true);
}

/* What can be listed, and how. */
static const struct listing {
	const char *what, *format;
	int (*print)(struct err *err);
	void (*print_plain)(void);
} listings[] = {
	{ "checks", "text", NULL, list_checks },
	{ "checks", "json", list_checks_json, NULL },
	{ "checks", "markdown", NULL, list_checks_markdown },
	{ "profiles", "text", NULL, list_profiles },
	{ "formats", "text", NULL, list_formats },
	{ "groups", "text", NULL, list_groups },
	{ "sections", "text", NULL, list_groups },
	{ "exit-codes", "text", NULL, list_exit_codes },
	{ "engines", "text", NULL, list_engines },
	{ "engines", "markdown", NULL, list_engines_markdown },
};

int
command_list(const struct options *o, struct err *err)
{
	const char *what = o->n_args > 0 ? o->args[0] : "checks";
	const char *format = o->format != NULL ? o->format : "text";

	for (size_t i = 0; o->n_args <= 1 && i < sizeof listings / sizeof listings[0]; i++) {
		const struct listing *l = &listings[i];

		if (strcmp(what, l->what) != 0 || strcmp(format, l->format) != 0)
			continue;
		if (l->print_plain != NULL)
			l->print_plain();
		else if (l->print(err) < 0)
			return err->code;
		return output_stdout(err);
	}
	err_set(err, EXIT_USAGE,
	    "cannot list that: usage: dockassay list "
	    "checks|profiles|formats|groups|exit-codes|engines, "
	    "checks also with -f json or -f markdown, engines with -f markdown");
	return err->code;
}

static void
print_profiles(const struct check *c)
{
	printf("Profiles: ");
	for (const struct check_group *p = profiles; p->name != NULL; p++) {
		if (p->has(c))
			printf(" %s", p->name);
	}
	putchar('\n');
}

int
command_explain(const struct options *o, struct err *err)
{
	const struct check *c = o->n_args == 1 ? catalogue_find(o->args[0]) : NULL;

	if (o->n_args != 1) {
		err_set(err, EXIT_USAGE, "usage: dockassay explain ID");
		return err->code;
	}
	if (c == NULL) {
		err_set(err, EXIT_USAGE, "no check is called \"%s\": see dockassay list checks",
		    o->args[0]);
		return err->code;
	}
	printf("%s  %s\n\n", c->id, c->title);
	printf("Section:   %s\n", catalogue_section_of(c)->title);
	printf("Looks at:  %s\n", scope_name(c->scope));
	printf("Severity:  %s\n", severity_name(c->severity));
	printf(
	    "Decided:   %s\n", c->manual ? "by a person; the facts are shown" : "by the program");
	if (c->level > 0)
		printf("CIS level: %d\n", c->level);
	print_profiles(c);
	if (c->related != NULL)
		printf("Related:   %s\n", c->related);
	printf("\nWhy\n  %s\n\nWhat to do\n  %s\n\nReferences\n", c->rationale, c->remedy);
	for (size_t i = 0; c->refs[i] != NULL; i++)
		printf("  %s\n", c->refs[i]);
	return output_stdout(err);
}
