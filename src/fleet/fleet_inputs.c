/*
 * fleet_inputs.c: lists files. It may not open one.
 */
#include "config.h"

#include "fleet_inputs.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/output.h"

#define LIST_MAX ((size_t)256 << 20) /* bytes of names on standard input */

static int
add(struct fleet_inputs *in, struct arena *a, const char *name, struct err *err)
{
	if (in->n == FLEET_FILES_MAX)
		return err_set(err, EXIT_USAGE, "more than %d reports", FLEET_FILES_MAX);
	in->v = arena_grow(a, in->v, in->n, &in->cap, sizeof *in->v);
	in->v[in->n++] = name;
	return 0;
}

static int
is_report(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 5 && e->d_name[0] != '.' && strcmp(e->d_name + n - 5, ".json") == 0;
}

/* By bytes, whatever the locale. */
static int
compare(const struct dirent **x, const struct dirent **y)
{
	return strcmp((*x)->d_name, (*y)->d_name);
}

static int
add_directory(struct fleet_inputs *in, struct arena *a, const char *name, struct err *err)
{
	struct dirent **entries;
	int n = scandir(name, &entries, is_report, compare), result = 0;

	if (n < 0)
		return err_set(err, EXIT_USAGE, "cannot list %s: %s", name, strerror(errno));
	for (int i = 0; i < n; i++) {
		size_t len = strlen(name);

		if (result == 0)
			result = add(in, a,
			    arena_printf(a, "%s%s%s", name,
				len > 0 && name[len - 1] == '/' ? "" : "/", entries[i]->d_name),
			    err);
		free(entries[i]);
	}
	free(entries);
	return result;
}

static int
add_list(struct fleet_inputs *in, struct arena *a, struct err *err)
{
	size_t len;
	char *text = input_read("-", LIST_MAX, &len, err), *rest = text, *line;
	int result = text == NULL ? -1 : 0;

	/* What is behind the first NUL would be left out without a word. */
	if (text != NULL && memchr(text, '\0', len) != NULL)
		result = err_set(err, EXIT_USAGE,
		    "standard input has NUL bytes: files are to be named a line each");
	while (result == 0 && (line = strsep(&rest, "\n")) != NULL) {
		if (*line != '\0')
			result = add(in, a, arena_strdup(a, line), err);
	}
	free(text);
	return result;
}

int
fleet_inputs_add(struct fleet_inputs *in, struct arena *a, const char *name, struct err *err)
{
	struct stat st;

	if (strcmp(name, "-") == 0)
		return add_list(in, a, err);
	if (stat(name, &st) == 0 && S_ISDIR(st.st_mode))
		return add_directory(in, a, name, err);
	return add(in, a, name, err);
}
