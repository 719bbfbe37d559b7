/*
 * open_in_root.c: resolves paths below a root. It may not follow anything that leads out of it,
 * also while somebody moves directories and exchanges links.
 */
#include "config.h"

#include "open_in_root.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#define DEPTH_MAX 128
#define LINKS_MAX 40 /* as the kernel's */

/* ---- by the kernel -------------------------------------------------------------------------- */

static int
open_at_once(int root, const char *path, int flags)
{
	/* openat2() refuses flags that mean nothing, as O_NOCTTY does with O_PATH. */
	struct open_how how = { .flags =
				    (unsigned)flags | O_CLOEXEC | (flags & O_PATH ? 0 : O_NOCTTY),
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };

	return (int)syscall(SYS_openat2, root, path, &how, sizeof how);
}

/* A profile that does not know the call answers EPERM, which for the root itself nothing else does.
 */
static bool
kernel_resolves(int root)
{
	int fd = open_at_once(root, ".", O_PATH | O_DIRECTORY);

	if (fd >= 0)
		close(fd);
	return fd >= 0 || (errno != ENOSYS && errno != EPERM);
}

/* ---- step by step --------------------------------------------------------------------------- */

/* The directories from the root to where the walk is: ".." goes back to one that was passed. */
struct walk {
	int fds[DEPTH_MAX];
	size_t depth; /* of fds; 0: at the root, which is not ours to close */
	int root;
	char rest[2 * PATH_MAX]; /* of the path */
	int links;
};

static int
here(const struct walk *w)
{
	return w->depth > 0 ? w->fds[w->depth - 1] : w->root;
}

static void
go_back(struct walk *w, size_t depth)
{
	while (w->depth > depth)
		close(w->fds[--w->depth]);
}

/* Cuts the next component off the rest; false: there is none. */
static bool
next_name(struct walk *w, char name[NAME_MAX + 1], bool *is_last)
{
	const char *at = w->rest + strspn(w->rest, "/");
	size_t n = strcspn(at, "/");
	const char *after = at + n + strspn(at + n, "/");

	if (n == 0 || n > NAME_MAX)
		return false;
	memcpy(name, at, n);
	name[n] = '\0';
	*is_last = *after == '\0';
	memmove(w->rest, after, strlen(after) + 1);
	return true;
}

/* Puts what a link says in front of the rest. Takes the descriptor. */
static int
follow(struct walk *w, int link)
{
	char target[PATH_MAX], *rest;
	ssize_t n = readlinkat(link, "", target, sizeof target - 1);
	struct statfs fs;
	bool in_proc = fstatfs(link, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC;
	size_t left = strlen(w->rest);

	close(link);
	if (n <= 0 || ++w->links > LINKS_MAX || (in_proc && target[0] == '/')) {
		errno = n <= 0 ? ENOENT : ELOOP;
		return -1;
	}
	if ((size_t)n + 1 + left >= sizeof w->rest) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (target[0] == '/')
		go_back(w, 0);
	rest = w->rest + n + 1;
	memmove(rest, w->rest, left + 1);
	memcpy(w->rest, target, (size_t)n);
	rest[-1] = '/';
	return 0;
}

/* Opens the last component, or goes into one before it. 1: go on; 0: *fd is what was asked for. */
static int
step(struct walk *w, const char *name, bool is_last, int flags, int *fd)
{
	struct stat st;
	int at = openat(here(w), name, O_PATH | O_NOFOLLOW | O_CLOEXEC);

	if (at < 0)
		return -1;
	if (fstat(at, &st) == 0 && S_ISLNK(st.st_mode) && !(is_last && flags & O_NOFOLLOW))
		return follow(w, at) < 0 ? -1 : 1;
	if (is_last) {
		close(at);
		/* What has become a link since then is refused, and not followed. */
		*fd = openat(here(w), name, flags | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
		return *fd < 0 ? -1 : 0;
	}
	if (!S_ISDIR(st.st_mode) || w->depth == DEPTH_MAX) {
		errno = S_ISDIR(st.st_mode) ? ENAMETOOLONG : ENOTDIR;
		close(at);
		return -1;
	}
	w->fds[w->depth++] = at;
	return 1;
}

int
open_in_root_stepwise(int root, const char *path, int flags)
{
	struct walk w = { .root = root };
	char name[NAME_MAX + 1];
	bool is_last = false;
	int fd = -1, more = 1, error;

	if (path[0] == '\0' || strlen(path) >= PATH_MAX) {
		errno = path[0] == '\0' ? ENOENT : ENAMETOOLONG;
		return -1;
	}
	strcpy(w.rest, path);
	while (more == 1 && next_name(&w, name, &is_last)) {
		if (strcmp(name, "..") == 0)
			go_back(&w, w.depth > 0 ? w.depth - 1 : 0);
		else if (strcmp(name, ".") != 0)
			more = step(&w, name, is_last, flags, &fd);
	}
	if (more == 1 && w.rest[strspn(w.rest, "/")] != '\0')
		errno = ENAMETOOLONG;
	else if (more == 1)
		fd = openat(here(&w), ".", flags | O_CLOEXEC | O_NOCTTY);
	error = errno;
	go_back(&w, 0);
	errno = error;
	return fd;
}

int
open_in_root(int root, const char *path, int flags)
{
	int fd = open_at_once(root, path, flags);

	if (fd < 0 && (errno == ENOSYS || errno == EPERM)) {
		int error = errno;

		if (!kernel_resolves(root))
			return open_in_root_stepwise(root, path, flags);
		errno = error;
	}
	return fd;
}

int
open_procfs(int root)
{
	int fd = open_in_root(root, "/proc", O_PATH | O_DIRECTORY);
	struct statfs fs;

	if (fd < 0 || (fstatfs(fd, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC))
		return fd;
	close(fd);
	return -1;
}
