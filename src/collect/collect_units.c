/*
 * collect_units.c: reads docker.service and docker.socket with their drop-ins, and the environment
 * files that they name. It may not judge them, nor join them: facts do that.
 */
#include "config.h"

#include "collect_internal.h"

#include <stdlib.h>
#include <string.h>

#include "syntax/unit_file.h"

#define DROP_INS_MAX 256
#define UNIT_MAX ((size_t)1 << 20)
#define NAMED_MAX 64 /* environment files and sockets that units name */

static const char *const units[] = { "docker.service", "docker.socket", NULL };
static const char *const types[] = { "service", "socket", NULL };

struct named {
	struct path_list environment;
	struct path_list *paths;
};

static void
note_line(struct collector *c, struct named *n, const struct unit_line *l)
{
	const char *value = l->value;

	if (strcmp(l->key, "EnvironmentFile") == 0) {
		value += value[0] == '-';
		if (value[0] == '/' && n->environment.n < NAMED_MAX)
			path_list_add(c, &n->environment, value);
	} else if (strcmp(l->key, "ListenStream") == 0 && n->paths->n < 4 * NAMED_MAX) {
		if (strncmp(value, "%t/", 3) == 0)
			value = arena_printf(c->arena, "/run/%s", value + 3);
		if (value[0] == '/')
			path_list_add(c, n->paths, value);
	}
}

static int
emit_unit_file(struct collector *c, struct named *n, const char *path, struct err *err)
{
	size_t len;
	char *text = host_read(c->host, path, UNIT_MAX, &len);
	struct arena *a = arena_new();
	struct unit_lines lines = { 0, NULL, false };

	if (text != NULL)
		lines = unit_parse(a, text);
	for (size_t i = 0; i < lines.n; i++)
		note_line(c, n, &lines.v[i]);
	arena_free(a);
	free(text);
	return collector_file(c, path, true, err);
}

/* NAME.d with the contents of its *.conf. */
static int
emit_drop_ins(struct collector *c, struct named *n, const char *dir, struct err *err)
{
	size_t left_out;
	struct arena *a = arena_new();
	const char *const *names = host_list(c->host, a, dir, DROP_INS_MAX, &left_out);
	int result = collector_tree(c, dir, err);

	/* Who can write to it need not find anything in it. */
	if (result == 0 && names != NULL)
		result = collector_file(c, dir, false, err);
	for (size_t i = 0; result == 0 && names != NULL && names[i] != NULL; i++) {
		size_t length = strlen(names[i]);

		if (length > 5 && strcmp(names[i] + length - 5, ".conf") == 0)
			result = emit_unit_file(
			    c, n, arena_printf(c->arena, "%s/%s", dir, names[i]), err);
	}
	arena_free(a);
	return result;
}

int
collect_units(struct collector *c, struct path_list *paths, struct err *err)
{
	struct named n = { .paths = paths };

	for (size_t d = 0; unit_dirs[d] != NULL; d++) {
		for (size_t u = 0; units[u] != NULL; u++) {
			const char *path = arena_printf(c->arena, "%s/%s", unit_dirs[d], units[u]);
			const char *type =
			    arena_printf(c->arena, "%s/%s.d", unit_dirs[d], types[u]);

			if (emit_unit_file(c, &n, path, err) < 0 ||
			    emit_drop_ins(c, &n, arena_printf(c->arena, "%s.d", path), err) < 0 ||
			    emit_drop_ins(c, &n, type, err) < 0)
				return -1;
		}
	}
	for (size_t i = 0; daemon_environment_files[i] != NULL; i++)
		path_list_add(c, &n.environment, daemon_environment_files[i]);
	for (size_t i = 0; i < n.environment.n; i++) {
		if (collector_file(c, n.environment.v[i], true, err) < 0)
			return -1;
	}
	return 0;
}
