/*
 * output.c: opens, syncs and renames output files; reads input files. It may not know what is in
 * them.
 */
#include "config.h"

#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"

#define UNFINISHED_MAX 16
#define RANDOM_LETTERS 6 /* of a temporary name */

/*
 * The one state of the process beside its files: names of temporary files, for whoever ends it
 * where their owners are not asked. One that finds no room here is left behind then.
 */
static char *volatile unfinished[UNFINISHED_MAX];

static void
replace_unfinished(const char *old, char *name)
{
	for (size_t i = 0; i < UNFINISHED_MAX; i++) {
		if (unfinished[i] == old) {
			unfinished[i] = name;
			return;
		}
	}
}

void
output_remove_unfinished(void)
{
	for (size_t i = 0; i < UNFINISHED_MAX; i++) {
		if (unfinished[i] != NULL)
			unlink(unfinished[i]);
	}
}

static int
cannot_write(struct err *err, const char *path)
{
	return err_set(err, EXIT_OUTPUT, "cannot write %s: %s", path, strerror(errno));
}

/* Writes where a device or pipe is, or to stdout; a regular file is never opened here. */
static int
open_directly(struct output_file *f, const char *path, struct err *err)
{
	int fd = strcmp(path, "-") == 0 ? dup(STDOUT_FILENO)
					: open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);

	f->file = fd < 0 ? NULL : fdopen(fd, "w");
	if (f->file == NULL) {
		cannot_write(err, path);
		if (fd >= 0)
			close(fd);
		output_abandon(f);
		return -1;
	}
	return 0;
}

/*
 * As mkostemp(3), which knows no mode: a file has its own from the beginning, so that fchmod(2) can
 * be refused to whoever gets in.
 */
static int
create(char *name, mode_t mode)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	char *end = name + strlen(name) - RANDOM_LETTERS;
	unsigned char random[RANDOM_LETTERS];

	for (int i = 0; i < 100; i++) {
		mode_t mask;
		int fd, error;

		if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
			return -1;
		for (size_t k = 0; k < sizeof random; k++)
			end[k] = letters[random[k] % (sizeof letters - 1)];
		mask = umask(0);
		fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
		error = errno;
		umask(mask);
		errno = error;
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* A signal that ends the program comes before the file is there, or once it is known. */
static int
create_noted(char *name, mode_t mode)
{
	sigset_t all, before;
	int fd, error;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	fd = create(name, mode);
	error = errno;
	if (fd >= 0)
		replace_unfinished(NULL, name);
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return fd;
}

static int
open_temporary(struct output_file *f, mode_t mode, struct err *err)
{
	size_t n = strlen(f->path);
	int fd;

	f->temporary = xmalloc(n + 8);
	memcpy(f->temporary, f->path, n);
	memcpy(f->temporary + n, ".XXXXXX", 8);
	fd = create_noted(f->temporary, mode);
	if (fd < 0) {
		cannot_write(err, f->path);
		free(f->temporary);
		f->temporary = NULL;
		output_abandon(f);
		return -1;
	}
	f->file = fdopen(fd, "w");
	if (f->file == NULL) {
		cannot_write(err, f->path);
		close(fd);
		output_abandon(f);
		return -1;
	}
	return 0;
}

int
output_open(struct output_file *f, const char *path, mode_t mode, struct err *err)
{
	struct stat st;
	char *real = realpath(path, NULL);
	bool there;

	*f = (struct output_file){ .path = real != NULL ? real : xstrdup(path) };
	if (strcmp(path, "-") == 0)
		return open_directly(f, path, err);
	there = stat(f->path, &st) == 0;
	if (there && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		cannot_write(err, path);
		output_abandon(f);
		return -1;
	}
	/* /dev/stdout leads to a pipe that has no path: nothing may take its place there. */
	if (there && (real == NULL || !S_ISREG(st.st_mode)))
		return open_directly(f, path, err);
	return open_temporary(f, mode, err);
}

/* -1: the first thing that failed is in errno, whatever was cleaned up behind it. */
static int
finish(struct output_file *f)
{
	int error = fflush(f->file) != 0 ? errno : ferror(f->file) ? EIO : 0;

	if (error == 0 && f->temporary != NULL && fsync(fileno(f->file)) != 0)
		error = errno;
	if (fclose(f->file) != 0 && error == 0)
		error = errno;
	f->file = NULL;
	if (error == 0 && f->temporary != NULL && rename(f->temporary, f->path) != 0)
		error = errno;
	errno = error;
	return error != 0 ? -1 : 0;
}

int
output_commit(struct output_file *f, struct err *err)
{
	if (finish(f) < 0) {
		cannot_write(err, f->path);
		output_abandon(f);
		return -1;
	}
	replace_unfinished(f->temporary, NULL);
	free(f->temporary);
	f->temporary = NULL;
	output_abandon(f);
	return 0;
}

void
output_abandon(struct output_file *f)
{
	if (f->file != NULL)
		fclose(f->file);
	if (f->temporary != NULL) {
		unlink(f->temporary);
		replace_unfinished(f->temporary, NULL);
	}
	free(f->temporary);
	free(f->path);
	*f = (struct output_file){ 0 };
}

int
output_stdout(struct err *err)
{
	/* What did not fit the buffer was written before: that may have failed as well. */
	if (fflush(stdout) == 0 && !ferror(stdout))
		return EXIT_GATE_OPEN;
	err_set(err, EXIT_OUTPUT, "cannot write stdout: %s", strerror(errno));
	return EXIT_OUTPUT;
}

char *
input_read(const char *path, size_t max, size_t *len, struct err *err)
{
	struct buf b = BUF_INIT(max);
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	char chunk[65536];
	size_t n;
	int error = 0;

	if (file == NULL) {
		err_set(err, EXIT_USAGE, "cannot read %s: %s", path, strerror(errno));
		return NULL;
	}
	while (!b.failed && (n = fread(chunk, 1, sizeof chunk, file)) > 0)
		buf_add(&b, chunk, n);
	if (ferror(file))
		error = errno;
	if (file != stdin)
		fclose(file);
	if (error != 0 || b.failed) {
		err_set(err, EXIT_USAGE, "cannot read %s: %s", path,
		    error != 0 ? strerror(error) : "it is too large");
		buf_free(&b);
		return NULL;
	}
	*len = b.len;
	return b.data != NULL ? b.data : xstrdup("");
}
