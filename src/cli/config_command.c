/*
 * config_command.c: `dockassay config`: whether the settings are well, what they are and who said
 * so, and a schema for editors. It may not scan.
 */
#include "config.h"

#include "commands.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "run_files.h"
#include "settings.h"
#include "targets.h"
#include "base/output.h"
#include "engine/connection.h"
#include "policy/policy.h"

/* ---- check and show ------------------------------------------------------------------------- */

/* Settings were read, and each judged alone, before: here is what they mean together, and files. */
static int
check(const struct options *o, struct err *err)
{
	struct selection s = { 0 };
	struct options scan = *o;
	struct run_files files;
	struct targets t;
	struct policy p = { .view = { .summary = "" } };
	int code = EXIT_GATE_OPEN;

	scan.command = "scan";
	scan.n_args = 0;
	if (selection_parse(&s, o, err) == 0)
		run_files_find(&files, s.arena, &scan);
	if (err->msg[0] != '\0' || run_files_check(&files, err) < 0 ||
	    selection_read(&s, o, err) < 0 || targets_find(&t, o, s.arena, err) < 0 ||
	    policy_read(&p, o, false, s.arena, err) < 0)
		code = err->code;
	else if (o->file != NULL)
		printf("%s is well: %zu settings, %zu profiles, %zu severities\n", o->file->path,
		    o->file->n_values, o->file->n_profiles, o->file->n_severities);
	else
		puts("there is no configuration file; the environment is well");
	policy_free(&p);
	selection_free(&s);
	return code != EXIT_GATE_OPEN ? code : output_stdout(err);
}

/* A text as YAML has it in double quotes. */
static void
print_quoted(const char *text)
{
	putchar('"');
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			printf("\\x%02x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void
print_list(const struct options *o, const struct option_row *row)
{
	const char *const *values = o->outputs;
	size_t n = o->n_outputs;

	if (strcmp(row->name, "dockerfile") == 0) {
		values = o->dockerfiles;
		n = o->n_dockerfiles;
	} else if (strcmp(row->name, "compose") == 0) {
		values = o->compose_files;
		n = o->n_compose_files;
	}
	putchar('[');
	for (size_t i = 0; i < n; i++) {
		printf(i > 0 ? ", " : "");
		print_quoted(values[i]);
	}
	putchar(']');
}

static void
print_value(struct arena *a, const struct options *o, const struct option_row *row)
{
	const char *field = (const char *)o + row->offset;
	const char *text;

	switch (row->type) {
	case OPTION_FLAG:
		printf("%s", *(const bool *)(const void *)field ? "true" : "false");
		return;
	case OPTION_NUMBER:
		printf("%ld", *(const long *)(const void *)field);
		return;
	case OPTION_LIST:
		print_list(o, row);
		return;
	case OPTION_TEXT:
		break;
	}
	text = *(const char *const *)(const void *)field;
	if (strcmp(row->name, "host") == 0 && text != NULL)
		text = connection_without_password(a, text);
	print_quoted(text != NULL ? text : "");
}

/* What was said, with who said it, as YAML: comments are what is so by default. */
static int
show(const struct options *o, struct err *err)
{
	struct arena *a = arena_new();

	printf("# configuration file: %s\n", o->file != NULL ? o->file->path : "none");
	for (size_t i = 0; option_row(i) != NULL; i++) {
		const struct option_row *row = option_row(i);
		const struct setting_from *from = &o->from_whom[i];

		if (!option_is_in_file(row))
			continue;
		printf("%s%s: ", from->origin == BY_DEFAULT ? "# " : "", option_key(a, row));
		print_value(a, o, row);
		printf("  # %s%s\n", from->origin == BY_COMMAND_LINE ? "--" : "",
		    from->label != NULL		      ? from->label
		    : from->origin == BY_COMMAND_LINE ? row->name
						      : "default");
	}
	if (o->file != NULL) {
		for (size_t i = 0; i < o->file->n_severities; i++)
			printf("# severity of %s: %s\n", o->file->severities[i].name,
			    severity_name(o->file->severities[i].severity));
		for (size_t i = 0; i < o->file->n_profiles; i++)
			printf("# profile %s: %s\n", o->file->profiles[i].name,
			    o->file->profiles[i].summary);
		for (size_t i = 0; i < o->file->protect.n; i++)
			printf("# may not be waived: %s\n", o->file->protect.v[i]);
	}
	arena_free(a);
	return output_stdout(err);
}

/* ---- schema --------------------------------------------------------------------------------- */

/* Everything here is our own constant text, so that cJSON's printer may be trusted with it. */
static cJSON *
typed(const char *type)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "type", type);
	return o;
}

static cJSON *
texts(void)
{
	cJSON *o = typed("array");
	/* YAML reads 5.4 as a number: an editor should not object to it. */
	cJSON *item = cJSON_AddObjectToObject(o, "items"),
	      *types = cJSON_AddArrayToObject(item, "type");

	cJSON_AddItemToArray(types, cJSON_CreateString("string"));
	cJSON_AddItemToArray(types, cJSON_CreateString("number"));
	return o;
}

static cJSON *
text_or_texts(void)
{
	cJSON *o = cJSON_CreateObject(), *any = cJSON_AddArrayToObject(o, "anyOf");

	cJSON_AddItemToArray(any, typed("string"));
	cJSON_AddItemToArray(any, typed("number"));
	cJSON_AddItemToArray(any, texts());
	return o;
}

static cJSON *
names(const char *const *list)
{
	cJSON *o = cJSON_CreateObject(), *values = cJSON_AddArrayToObject(o, "enum");

	for (; *list != NULL; list++)
		cJSON_AddItemToArray(values, cJSON_CreateString(*list));
	return o;
}

static cJSON *
option_schema(const struct option_row *row)
{
	cJSON *o;

	if (option_choices(row) != NULL) {
		o = names(option_choices(row));
	} else if (row->type == OPTION_FLAG) {
		o = typed("boolean");
	} else if (row->type == OPTION_NUMBER) {
		o = typed("integer");
		cJSON_AddNumberToObject(o, "minimum", 0);
		cJSON_AddNumberToObject(o, "maximum", 1000000);
	} else if (row->type == OPTION_LIST || strcmp(row->arg, "LIST") == 0) {
		o = text_or_texts();
	} else {
		cJSON *types = cJSON_CreateArray();

		o = cJSON_CreateObject();
		cJSON_AddItemToArray(types, cJSON_CreateString("string"));
		cJSON_AddItemToArray(types, cJSON_CreateString("number"));
		cJSON_AddItemToObject(o, "type", types);
	}
	cJSON_AddStringToObject(o, "description", row->help);
	return o;
}

static cJSON *
profiles_schema(void)
{
	const char *base[16] = { NULL };
	cJSON *o = typed("object"), *each = typed("object"), *properties;

	for (size_t i = 0; profiles[i].name != NULL && i < 15; i++)
		base[i] = profiles[i].name;
	cJSON_AddStringToObject(
	    o, "description", "profiles of your own, by name: checks of a base, and others");
	cJSON_AddItemToObject(o, "additionalProperties", each);
	cJSON_AddBoolToObject(each, "additionalProperties", false);
	cJSON_AddNumberToObject(each, "minProperties", 1);
	properties = cJSON_AddObjectToObject(each, "properties");
	cJSON_AddItemToObject(properties, "summary", typed("string"));
	cJSON_AddItemToObject(properties, "base", names(base));
	cJSON_AddItemToObject(properties, "include_checks", text_or_texts());
	cJSON_AddItemToObject(properties, "exclude_checks", text_or_texts());
	return o;
}

static cJSON *
severities_schema(void)
{
	const char *levels[N_SEVERITY + 1] = { NULL };
	cJSON *o = typed("object");

	for (int i = 0; i < N_SEVERITY; i++)
		levels[i] = severity_name((enum severity)i);
	cJSON_AddStringToObject(
	    o, "description", "another severity for checks, by id, prefix, section or group");
	cJSON_AddItemToObject(o, "additionalProperties", names(levels));
	return o;
}

static int
schema(struct err *err)
{
	struct arena *a = arena_new();
	cJSON *top = cJSON_CreateObject(), *properties, *protect = text_or_texts();
	char *text;

	cJSON_AddStringToObject(top, "$schema", "http://json-schema.org/draft-07/schema#");
	cJSON_AddStringToObject(top, "$id", PACKAGE_URL "/config.schema.json");
	cJSON_AddStringToObject(top, "title", "dockassay.yaml");
	cJSON_AddStringToObject(top, "type", "object");
	cJSON_AddBoolToObject(top, "additionalProperties", false);
	properties = cJSON_AddObjectToObject(top, "properties");
	for (size_t i = 0; option_row(i) != NULL; i++) {
		if (option_is_in_file(option_row(i)))
			cJSON_AddItemToObject(
			    properties, option_key(a, option_row(i)), option_schema(option_row(i)));
	}
	cJSON_AddItemToObject(properties, "profiles", profiles_schema());
	cJSON_AddItemToObject(properties, "severities", severities_schema());
	cJSON_AddStringToObject(protect, "description", "checks that nobody may waive");
	cJSON_AddItemToObject(properties, "protect", protect);
	arena_free(a);
	text = cJSON_Print(top);
	cJSON_Delete(top);
	if (text == NULL) {
		err_set(err, EXIT_INCOMPLETE, "out of memory");
		return err->code;
	}
	puts(text);
	cJSON_free(text);
	return output_stdout(err);
}

int
command_config(const struct options *o, struct err *err)
{
	const char *what = o->n_args == 1 ? o->args[0] : "";

	if (strcmp(what, "check") == 0)
		return check(o, err);
	if (strcmp(what, "show") == 0)
		return show(o, err);
	if (strcmp(what, "schema") == 0)
		return schema(err);
	err_set(err, EXIT_USAGE, "usage: dockassay config check|show|schema [--config FILE]");
	return err->code;
}
