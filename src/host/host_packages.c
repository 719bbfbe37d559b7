/*
 * host_packages.c: which packages the engine's program comes from, as the databases of dpkg and apk
 * say. It may not judge; of rpm's database it only says that there is one.
 */
#include "config.h"

#include "host_survey.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DATABASE_MAX ((size_t)64 << 20)
#define LIST_MAX ((size_t)4 << 20)

static const char *const candidates[] = { "docker-ce", "docker.io", "docker-ee", "docker-engine",
	"moby-engine", "docker", "podman", NULL };
static const char *const programs[] = { "dockerd", "podman", NULL };

/* The line "FIELD value" of a record that ends at `end`; NULL: it has none. */
static const char *
field_of(struct arena *a, const char *record, const char *end, const char *field)
{
	size_t n = strlen(field);

	for (const char *line = record; line != NULL && line < end; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, field, n) == 0)
			return arena_strndup(a, line + n, strcspn(line + n, "\n"));
	}
	return NULL;
}

/* The record of a package in a database of records with empty lines between; NULL: not in it. */
static const char *
record_of(struct arena *a, const char *text, const char *heading, const char **end)
{
	size_t n = strlen(heading);
	const char *at =
	    strncmp(text, heading, n) == 0 ? text : strstr(text, arena_printf(a, "\n%s", heading));

	if (at == NULL)
		return NULL;
	*end = strstr(at + 1, "\n\n");
	if (*end == NULL)
		*end = at + strlen(at);
	return at;
}

static void
add_package(cJSON *list, const char *manager, const char *name, const char *version,
    const char *maintainer, const char *program)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "manager", manager);
	cJSON_AddStringToObject(o, "name", name);
	survey_add_string(o, "version", NULL, version != NULL ? version : "");
	survey_add_string(o, "maintainer", NULL, maintainer != NULL ? maintainer : "");
	survey_add_string(o, "program", NULL, program);
	cJSON_AddItemToArray(list, o);
}

/* The path in a list of paths, one a line, that names one of the engine's programs. */
static const char *
program_in(struct arena *a, char *list)
{
	char *save = NULL;

	for (char *line = strtok_r(list, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		const char *last = strrchr(line, '/');

		for (size_t i = 0; last != NULL && programs[i] != NULL; i++) {
			if (strcmp(last + 1, programs[i]) == 0 && strstr(line, "bin/") != NULL)
				return arena_strdup(a, line);
		}
	}
	return NULL;
}

static int
add_dpkg(struct host *h, struct arena *a, cJSON *list)
{
	size_t len;
	char *status = host_read(h, "/var/lib/dpkg/status", DATABASE_MAX, &len);

	if (status == NULL)
		return errno;
	for (size_t i = 0; candidates[i] != NULL; i++) {
		char *files = host_read(h,
		    arena_printf(a, "/var/lib/dpkg/info/%s.list", candidates[i]), LIST_MAX, &len);
		const char *program = files != NULL ? program_in(a, files) : NULL, *end;
		const char *record =
		    record_of(a, status, arena_printf(a, "Package: %s\n", candidates[i]), &end);

		if (program != NULL && record != NULL)
			add_package(list, "dpkg", candidates[i],
			    field_of(a, record, end, "Version: "),
			    field_of(a, record, end, "Maintainer: "), program);
		free(files);
	}
	free(status);
	return 0;
}

/* In apk's database F: names a directory, and R: a file in it. */
static const char *
apk_program(struct arena *a, const char *record, const char *end)
{
	const char *dir = "";

	for (const char *line = record; line != NULL && line < end; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, "F:", 2) == 0)
			dir = arena_strndup(a, line + 2, strcspn(line + 2, "\n"));
		for (size_t i = 0; strncmp(line, "R:", 2) == 0 && programs[i] != NULL; i++) {
			size_t n = strlen(programs[i]);

			if (strncmp(line + 2, programs[i], n) == 0 && line[2 + n] == '\n')
				return arena_printf(a, "/%s/%s", dir, programs[i]);
		}
	}
	return NULL;
}

static int
add_apk(struct host *h, struct arena *a, cJSON *list)
{
	size_t len;
	char *text = host_read(h, "/lib/apk/db/installed", DATABASE_MAX, &len);

	if (text == NULL)
		return errno;
	for (size_t i = 0; candidates[i] != NULL; i++) {
		const char *end, *program, *record = NULL,
					   *heading = arena_printf(a, "P:%s\n", candidates[i]);

		/* A record begins with its checksum, above the name. */
		record = record_of(a, text, heading, &end);
		program = record != NULL ? apk_program(a, record, end) : NULL;
		if (program != NULL)
			add_package(list, "apk", candidates[i], field_of(a, record, end, "V:"),
			    field_of(a, record, end, "m:"), program);
	}
	free(text);
	return 0;
}

static bool
is_there(struct host *h, const char *path)
{
	int fd = host_open(h, path, O_PATH);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

struct document
survey_packages(struct host *h, struct arena *a)
{
	struct document doc = document_named("packages:engine", "package databases");
	cJSON *o = cJSON_CreateObject(), *managers = cJSON_AddArrayToObject(o, "managers");
	cJSON *list = cJSON_AddArrayToObject(o, "packages");
	cJSON *unreadable = cJSON_AddArrayToObject(o, "unreadable");
	int error = add_dpkg(h, a, list);

	if (error == 0)
		survey_add_string(managers, "", NULL, "dpkg");
	else if (error != ENOENT && error != ENOTDIR)
		survey_add_unreadable(unreadable, "/var/lib/dpkg/status", error);
	error = add_apk(h, a, list);
	if (error == 0)
		survey_add_string(managers, "", NULL, "apk");
	else if (error != ENOENT && error != ENOTDIR)
		survey_add_unreadable(unreadable, "/lib/apk/db/installed", error);
	if (is_there(h, "/var/lib/rpm/rpmdb.sqlite") || is_there(h, "/var/lib/rpm/Packages") ||
	    is_there(h, "/usr/lib/sysimage/rpm/rpmdb.sqlite"))
		survey_add_string(managers, "", NULL, "rpm");
	document_set_json(&doc, a, o);
	return doc;
}
