/*
 * proc_links.c: a helper process that reads links of /proc. It may not do anything else, whatever
 * it is asked.
 */
#include "config.h"

#include "proc_links.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox.h"
#include "base/arena.h"
#include "base/open_in_root.h"

#define LINK_MAX_BYTES 4096

struct proc_links {
	pid_t pid;
	int socket;
};

struct question {
	int64_t pid;
	char name[24];
};

struct answer {
	int32_t error; /* errno; 0: the text follows */
	char text[LINK_MAX_BYTES];
};

static bool
is_allowed(const char *name)
{
	static const char *const names[] = { "exe", "root", "ns/pid", "ns/mnt" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return strncmp(name, "fd/", 3) == 0 && name[3] != '\0' &&
	       name[3 + strspn(name + 3, "0123456789")] == '\0';
}

ssize_t
proc_links_read(int root, long pid, const char *name, char *out, size_t size)
{
	char path[64];
	ssize_t n;
	int fd, error;

	snprintf(path, sizeof path, "/proc/%ld", pid);
	fd = open_in_root(root, path, O_PATH | O_DIRECTORY);
	if (fd < 0)
		return -1;
	n = readlinkat(fd, name, out, size - 1);
	error = errno;
	close(fd);
	errno = error;
	if (n >= 0)
		out[n] = '\0';
	return n;
}

/* ---- the helper --------------------------------------------------------------------------------
 */

static void
serve(int root, int socket)
{
	struct question q;
	struct answer a;

	while (recv(socket, &q, sizeof q, 0) == (ssize_t)sizeof q) {
		ssize_t n = -1;

		q.name[sizeof q.name - 1] = '\0';
		errno = EPERM;
		if (q.pid > 0 && q.pid < INT32_MAX && is_allowed(q.name))
			n = proc_links_read(root, (long)q.pid, q.name, a.text, sizeof a.text);
		a.error = n < 0 ? errno : 0;
		if (send(socket, &a, offsetof(struct answer, text) + (n > 0 ? (size_t)n : 0),
			MSG_NOSIGNAL) < 0)
			return;
	}
}

static void
help(const char *root, int socket, const struct sandbox_plan *plan)
{
	int fd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);

	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	seccomp_enter(plan);
	if (fd >= 0)
		serve(fd, socket);
	_exit(0);
}

struct proc_links *
proc_links_start(const char *root, const struct sandbox_plan *plan)
{
	struct proc_links *l;
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return NULL;
	pid = fork();
	if (pid == 0) {
		close(pair[0]);
		help(root, pair[1], plan);
	}
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return NULL;
	}
	l = xmalloc(sizeof *l);
	*l = (struct proc_links){ pid, pair[0] };
	return l;
}

void
proc_links_end(struct proc_links *l)
{
	if (l == NULL)
		return;
	close(l->socket);
	waitpid(l->pid, NULL, 0);
	free(l);
}

/* ---- who asks ----------------------------------------------------------------------------------
 */

ssize_t
proc_links_ask(struct proc_links *l, long pid, const char *name, char *out, size_t size)
{
	struct question q = { .pid = pid };
	struct answer a;
	ssize_t n;

	snprintf(q.name, sizeof q.name, "%s", name);
	if (send(l->socket, &q, sizeof q, MSG_NOSIGNAL) < 0)
		return -1;
	n = recv(l->socket, &a, sizeof a, 0) - (ssize_t)offsetof(struct answer, text);
	if (n < 0 || a.error != 0) {
		errno = n < 0 ? EIO : a.error;
		return -1;
	}
	if ((size_t)n > size - 1)
		n = (ssize_t)size - 1;
	memcpy(out, a.text, (size_t)n);
	out[n] = '\0';
	return n;
}
