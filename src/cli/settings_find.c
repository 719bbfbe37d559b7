/*
 * settings_find.c: looks for a configuration file upward, and at who may have written it. It may
 * not know what is in it.
 */
#include "config.h"

#include "settings_find.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

/* What somebody else than root and the user can change; NULL: nothing. */
static const char *
distrust(const struct stat *st)
{
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return "belongs to another user";
	if (st->st_mode & S_IWOTH)
		return "can be written by everybody";
	if (st->st_mode & S_IWGRP && st->st_gid != 0 && st->st_gid != getegid())
		return "can be written by another group";
	return NULL;
}

static int
refuse(const char *path, const char *what, const char *why, struct err *err)
{
	return err_set(err, EXIT_USAGE,
	    "%.300s is not read: %s %s; name it with --config to use it, or give --no-config", path,
	    what, why);
}

static int
read_all(int fd, const char *path, size_t max, char **text, size_t *len, struct err *err)
{
	struct buf b = BUF_INIT(max);
	char chunk[16384];
	ssize_t n;

	while (!b.failed && (n = read(fd, chunk, sizeof chunk)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			err_set(err, EXIT_USAGE, "cannot read %.300s: %s", path, strerror(errno));
			buf_free(&b);
			return -1;
		}
		buf_add(&b, chunk, (size_t)n);
	}
	if (b.failed) {
		buf_free(&b);
		return err_set(err, EXIT_USAGE, "cannot read %.300s: it is too large", path);
	}
	*len = b.len;
	*text = b.data != NULL ? b.data : xstrdup("");
	return 0;
}

/* What was opened is what is looked at and read. */
static int
take(const char *folder, const char *path, size_t max, char **text, size_t *len, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), result;
	struct stat file, above;

	if (fd < 0)
		return err_set(err, EXIT_USAGE, "cannot read %.300s: %s", path, strerror(errno));
	if (fstat(fd, &file) != 0 || stat(folder, &above) != 0)
		result = err_set(err, EXIT_USAGE, "cannot read %.300s: %s", path, strerror(errno));
	else if (!S_ISREG(file.st_mode))
		result = refuse(path, "it", "is no regular file", err);
	else if (distrust(&file) != NULL)
		result = refuse(path, "it", distrust(&file), err);
	else if (distrust(&above) != NULL)
		result = refuse(path, "its folder", distrust(&above), err);
	else
		result = read_all(fd, path, max, text, len, err);
	close(fd);
	return result;
}

int
settings_find(struct arena *a, const char *folder, size_t max, const char **path, char **text,
    size_t *len, struct err *err)
{
	static const char *const names[] = { "dockassay.yaml", ".dockassay.yaml" };
	char *here = arena_strdup(a, folder), *slash;
	struct stat st;

	*path = NULL;
	for (;;) {
		for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
			const char *file = arena_printf(a, "%s/%s", here, names[i]);

			if (lstat(file, &st) != 0)
				continue;
			*path = file;
			return take(*here != '\0' ? here : "/", file, max, text, len, err);
		}
		slash = strrchr(here, '/');
		if (slash == NULL)
			return 0;
		*slash = '\0';
	}
}
