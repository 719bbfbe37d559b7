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

/* What is asked in one message, and its answers in another: each is half a turn of two processes.
 */
#define AT_ONCE 16
struct question {
	int64_t pid;
	char name[24];
};

/* The answers stand behind each other, each of its own length; their texts have no NUL. */
struct answer {
	int32_t error; /* errno; 0: the text follows */
	int32_t length;
};
#define ANSWERS_MAX (AT_ONCE * (sizeof(struct answer) + LINK_MAX_BYTES))

struct proc_links {
	pid_t pid;
	int socket;
	char answers[ANSWERS_MAX];
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

/* ---- the helper ----------------------------------------------------------------------------- */

struct helper {
	int root, proc; /* proc: where it is the kernel's own; -1 */
};

static ssize_t
look(const struct helper *h, struct question *q, char *out)
{
	char path[64];

	q->name[sizeof q->name - 1] = '\0';
	errno = EPERM;
	if (q->pid <= 0 || q->pid >= INT32_MAX || !is_allowed(q->name))
		return -1;
	if (h->proc < 0)
		return proc_links_read(h->root, (long)q->pid, q->name, out, LINK_MAX_BYTES);
	snprintf(path, sizeof path, "%ld/%s", (long)q->pid, q->name);
	return readlinkat(h->proc, path, out, LINK_MAX_BYTES - 1);
}

static void
serve(int root, int socket)
{
	static char answers[ANSWERS_MAX];
	struct question q[AT_ONCE];
	const struct helper h = { root, open_procfs(root) };
	ssize_t n;

	while ((n = recv(socket, q, sizeof q, 0)) > 0) {
		size_t length = 0;

		for (size_t i = 0; i < (size_t)n / sizeof q[0]; i++) {
			char *text = answers + length + sizeof(struct answer);
			ssize_t size = look(&h, &q[i], text);
			struct answer a = { size < 0 ? errno : 0, size < 0 ? 0 : (int32_t)size };

			memcpy(answers + length, &a, sizeof a);
			length += sizeof a + (size_t)a.length;
		}
		if (send(socket, answers, length, MSG_NOSIGNAL) < 0)
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
	l->pid = pid;
	l->socket = pair[0];
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

/* ---- who asks ------------------------------------------------------------------------------- */

/* At most AT_ONCE of them. */
static int
ask(struct proc_links *l, const struct proc_link *links, size_t n)
{
	struct question q[AT_ONCE] = { { 0 } };

	for (size_t i = 0; i < n; i++) {
		q[i].pid = links[i].pid;
		snprintf(q[i].name, sizeof q[i].name, "%s", links[i].name);
	}
	return send(l->socket, q, n * sizeof q[0], MSG_NOSIGNAL) < 0 ? -1 : 0;
}

/* The next answer as a text that ends with a NUL, or NULL with errno. */
static const char *
next_answer(const char **at, const char *end, char text[LINK_MAX_BYTES])
{
	struct answer a;

	errno = EIO;
	if ((size_t)(end - *at) < sizeof a)
		return NULL;
	memcpy(&a, *at, sizeof a);
	*at += sizeof a;
	if (a.error != 0 || a.length < 0 || a.length >= LINK_MAX_BYTES || a.length > end - *at) {
		errno = a.error != 0 ? a.error : EIO;
		return NULL;
	}
	memcpy(text, *at, (size_t)a.length);
	text[a.length] = '\0';
	*at += a.length;
	return text;
}

void
proc_links_ask_all(
    struct proc_links *l, const struct proc_link *links, size_t n, proc_link_fn *each, void *ctx)
{
	char text[LINK_MAX_BYTES];

	for (size_t from = 0, to; from < n; from = to) {
		const char *at = l->answers;
		ssize_t size = -1;

		to = n - from > AT_ONCE ? from + AT_ONCE : n;
		if (ask(l, links + from, to - from) == 0)
			size = recv(l->socket, l->answers, sizeof l->answers, 0);
		for (size_t i = from; i < to; i++)
			each(ctx, i, next_answer(&at, l->answers + (size > 0 ? size : 0), text));
	}
}

struct one {
	char *out;
	size_t size;
	ssize_t n;
	int error;
};

static void
take_one(void *ctx, size_t i, const char *text)
{
	struct one *o = ctx;

	(void)i;
	o->error = errno;
	if (text == NULL)
		return;
	o->n = (ssize_t)strnlen(text, o->size - 1);
	memcpy(o->out, text, (size_t)o->n);
	o->out[o->n] = '\0';
}

ssize_t
proc_links_ask(struct proc_links *l, long pid, const char *name, char *out, size_t size)
{
	struct proc_link link = { .pid = pid };
	struct one o = { out, size, -1, 0 };

	snprintf(link.name, sizeof link.name, "%s", name);
	proc_links_ask_all(l, &link, 1, take_one, &o);
	errno = o.error;
	return o.n;
}
