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
#include "select.h"

static void
list_checks(void)
{
	for (const struct section *const *s = catalogue; *s != NULL; s++) {
		printf("%s%s (%s)\n", s == catalogue ? "" : "\n", (*s)->title, (*s)->name);
		for (size_t i = 0; i < (*s)->n; i++) {
			const struct check *c = &(*s)->checks[i];

			printf("  %-7s %-9s %-10s %s\n", c->id, severity_name(c->severity),
			    scope_name(c->scope), c->title);
		}
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
	for (const struct section *const *s = catalogue; *s != NULL; s++)
		printf("  %-34s %s\n", (*s)->name, (*s)->title);
}

static void
list_exit_codes(void)
{
	for (const struct exit_meaning *e = exit_meanings; e->meaning != NULL; e++)
		printf("  %-4d %s\n", e->code, e->meaning);
}

/* Everything here is our own constant text, so that cJSON's printer may be trusted with it. */
static cJSON *
check_json(const struct section *s, const struct check *c)
{
	cJSON *o = cJSON_CreateObject(), *refs;

	cJSON_AddStringToObject(o, "id", c->id);
	cJSON_AddStringToObject(o, "title", c->title);
	cJSON_AddStringToObject(o, "section", s->title);
	cJSON_AddStringToObject(o, "group", s->name);
	cJSON_AddStringToObject(o, "scope", scope_name(c->scope));
	cJSON_AddStringToObject(o, "severity", severity_name(c->severity));
	cJSON_AddNumberToObject(o, "level", c->level);
	cJSON_AddStringToObject(o, "rationale", c->rationale);
	cJSON_AddStringToObject(o, "remediation", c->remedy);
	refs = cJSON_AddArrayToObject(o, "references");
	for (size_t i = 0; c->refs[i] != NULL; i++)
		cJSON_AddItemToArray(refs, cJSON_CreateString(c->refs[i]));
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

	for (const struct section *const *s = catalogue; *s != NULL; s++) {
		for (size_t i = 0; i < (*s)->n; i++)
			cJSON_AddItemToArray(list, check_json(*s, &(*s)->checks[i]));
	}
	return print_json(list, err);
}

static int
flush(struct err *err)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return EXIT_GATE_OPEN;
	err_set(err, EXIT_OUTPUT, "cannot write stdout");
	return EXIT_OUTPUT;
}

int
command_list(const struct options *o, struct err *err)
{
	const char *what = o->n_args > 0 ? o->args[0] : "checks";
	bool json = o->format != NULL && strcmp(o->format, "json") == 0;

	if (o->n_args > 1 || (o->format != NULL && !json && strcmp(o->format, "text") != 0)) {
		err_set(err, EXIT_USAGE,
		    "usage: dockassay list checks|formats|groups|exit-codes [-f text|json]");
		return err->code;
	}
	if (strcmp(what, "checks") == 0 && json) {
		if (list_checks_json(err) < 0)
			return err->code;
	} else if (strcmp(what, "checks") == 0) {
		list_checks();
	} else if (strcmp(what, "formats") == 0 && !json) {
		list_formats();
	} else if ((strcmp(what, "groups") == 0 || strcmp(what, "sections") == 0) && !json) {
		list_groups();
	} else if (strcmp(what, "exit-codes") == 0 && !json) {
		list_exit_codes();
	} else {
		err_set(err, EXIT_USAGE,
		    "cannot list \"%s\"%s: checks (also as json), formats, groups or exit-codes",
		    what, json ? " as json" : "");
		return err->code;
	}
	return flush(err);
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
	if (c->level > 0)
		printf("CIS level: %d\n", c->level);
	printf("\nWhy\n  %s\n\nWhat to do\n  %s\n\nReferences\n", c->rationale, c->remedy);
	for (size_t i = 0; c->refs[i] != NULL; i++)
		printf("  %s\n", c->refs[i]);
	return flush(err);
}
