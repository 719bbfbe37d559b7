/*
 * ssh.c: starts ssh and gives libcurl the socket to it. It may not use a shell, and leaves no
 * process behind: each is ended and waited for when its connection is closed.
 */
#include "config.h"

#include "ssh.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"

#define SAID_MAX 400	  /* bytes of what one ssh says */
#define LAST_WORDS_MS 500 /* for its last words and its end, once it closed the connection */
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* The kernel's name for a socket that was bound to none: NUL and five hexadecimal digits. */
struct socket_name {
	char text[8];
};

/* A connection of libcurl's. */
struct process {
	bool used;
	pid_t pid; /* 0: not started yet */
	int socket, messages;
	struct socket_name name;
};

/*
 * libcurl connects to `listener`, which has no name in the file system, and what is accepted there
 * becomes ssh's stdin and stdout. (A socket pair would be simpler; but Debian 12's libcurl connects
 * such sockets again, whatever CURL_SOCKOPT_ALREADY_CONNECTED says.) Each of libcurl's sockets has
 * a name that the kernel made up, by which it is known again: nobody else is served.
 */
struct ssh {
	struct arena *arena;
	char **command;
	int listener;
	struct socket_name name;
	size_t n, cap;
	struct process *processes;
	char said[SAID_MAX + 1]; /* by the last one that ended by itself */
	int status;
	int error; /* errno of a start that failed */
};

/* ---- the command ---------------------------------------------------------------------------- */

static bool
consists_of(const char *text, const char *characters)
{
	return text[0] != '\0' && text[0] != '-' && text[strspn(text, characters)] == '\0';
}

int
ssh_check(const struct ssh_target *t, struct err *err)
{
	/* A percent sign is for the zone of an IPv6 address only: in ssh's configuration it is
	 * more. */
	const char *characters =
	    t->host != NULL && strchr(t->host, ':') != NULL ? LETTERS "._:%-" : LETTERS "._-";

	if (t->host == NULL || !consists_of(t->host, characters))
		return err_set(err, EXIT_USAGE, "ssh://: this is no name of a host");
	if (t->user != NULL && !consists_of(t->user, LETTERS "._@+-"))
		return err_set(err, EXIT_USAGE, "ssh://: this is no name of a user");
	if (t->port != NULL && !consists_of(t->port, "0123456789"))
		return err_set(err, EXIT_USAGE, "ssh://: this is no port");
	if (t->path != NULL && (t->path[0] != '/' || !consists_of(t->path, LETTERS "/._:@+-")))
		return err_set(err, EXIT_USAGE,
		    "ssh://: the path of the engine's socket may have letters, digits and /._:@+- "
		    "only");
	return 0;
}

char **
ssh_command(struct arena *a, const struct ssh_target *t)
{
	const char *const fixed[] = { "ssh", "-T", "-x", "-a", "-o", "BatchMode=yes", "-o",
		"ClearAllForwardings=yes", "-o", "RemoteCommand=none", "-o",
		arena_printf(a, "ConnectTimeout=%ld", t->timeout_s > 0 ? t->timeout_s : 10) };
	const size_t n_fixed = sizeof fixed / sizeof fixed[0];
	char **command = arena_alloc(a, (n_fixed + 16) * sizeof *command);
	size_t n = 0;

	for (; n < n_fixed; n++)
		command[n] = arena_strdup(a, fixed[n]);
	if (t->user != NULL) {
		command[n++] = arena_strdup(a, "-l");
		command[n++] = arena_strdup(a, t->user);
	}
	if (t->port != NULL) {
		command[n++] = arena_strdup(a, "-p");
		command[n++] = arena_strdup(a, t->port);
	}
	command[n++] = arena_strdup(a, "--");
	command[n++] = arena_strdup(a, t->host);
	command[n++] = arena_strdup(a, "docker");
	if (t->path != NULL) {
		command[n++] = arena_strdup(a, "--host");
		command[n++] = arena_printf(a, "unix://%s", t->path);
	}
	command[n++] = arena_strdup(a, "system");
	command[n++] = arena_strdup(a, "dial-stdio");
	return command;
}

/* A socket with a name; -1 with errno. */
static int
named_socket(struct socket_name *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	socklen_t len = sizeof address;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), error;

	if (fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address.sun_family) == 0 &&
	    getsockname(fd, (struct sockaddr *)&address, &len) == 0 &&
	    address.sun_path[0] == '\0') {
		memcpy(name->text, address.sun_path + 1, sizeof name->text - 1);
		return fd;
	}
	error = errno;
	if (fd >= 0)
		close(fd);
	errno = error;
	return -1;
}

struct ssh *
ssh_new(const struct ssh_target *target)
{
	struct arena *a = arena_new();
	struct ssh *s = arena_alloc(a, sizeof *s);

	s->arena = a;
	s->command = ssh_command(a, target);
	s->listener = named_socket(&s->name);
	if (s->listener < 0 || listen(s->listener, 16) != 0)
		s->error = errno;
	return s;
}

/* ---- one process ---------------------------------------------------------------------------- */

static int
spawn(char **command, int socket, int messages, pid_t *pid)
{
	extern char **environ;
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t set;
	int error;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, messages, STDERR_FILENO);
	posix_spawnattr_init(&attr);
	/* Without a terminal it cannot ask; SIGPIPE, which we ignore, has to end it. */
	sigemptyset(&set);
	posix_spawnattr_setsigmask(&attr, &set);
	sigaddset(&set, SIGPIPE);
	posix_spawnattr_setsigdefault(&attr, &set);
	posix_spawnattr_setflags(
	    &attr, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	error = posix_spawnp(pid, command[0], &actions, &attr, command, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static struct process *
free_place(struct ssh *s)
{
	for (size_t i = 0; i < s->n; i++) {
		if (!s->processes[i].used)
			return &s->processes[i];
	}
	s->processes = arena_grow(s->arena, s->processes, s->n, &s->cap, sizeof *s->processes);
	return &s->processes[s->n++];
}

static curl_socket_t
open_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct ssh *s = ctx;
	struct process p = { .used = true };

	(void)purpose, (void)address;
	p.socket = named_socket(&p.name);
	if (p.socket < 0)
		return CURL_SOCKET_BAD;
	*free_place(s) = p;
	return p.socket;
}

static void
start(struct ssh *s, struct process *p, int connection)
{
	int pipe[2];

	/* Its end of the pipe does not block: who says too much loses words, and not time. */
	if (pipe2(pipe, O_CLOEXEC | O_NONBLOCK) != 0) {
		s->error = errno;
		return;
	}
	fcntl(connection, F_SETFL, fcntl(connection, F_GETFL) & ~O_NONBLOCK);
	s->error = spawn(s->command, connection, pipe[1], &p->pid);
	close(pipe[1]);
	p->messages = pipe[0];
	if (s->error != 0) {
		p->pid = 0;
		close(pipe[0]);
	}
}

void
ssh_serve(struct ssh *s)
{
	struct sockaddr_un peer;
	int fd;

	for (;;) {
		socklen_t len = sizeof peer;

		memset(&peer, 0, sizeof peer);
		fd = accept4(s->listener, (struct sockaddr *)&peer, &len, SOCK_CLOEXEC);
		if (fd < 0)
			return;
		for (size_t i = 0; i < s->n; i++) {
			struct process *p = &s->processes[i];

			if (p->used && p->pid == 0 && peer.sun_path[0] == '\0' &&
			    strcmp(p->name.text, peer.sun_path + 1) == 0)
				start(s, p, fd);
		}
		close(fd);
	}
}

/* Waits until the process has ended, for so long. */
static bool
has_ended(struct ssh *s, struct process *p, int64_t wait_ms)
{
	const struct timespec pause = { 0, 2000000 };
	int64_t until = clock_ms() + wait_ms;
	pid_t got;

	while ((got = waitpid(p->pid, &s->status, WNOHANG)) == 0 && clock_ms() < until)
		nanosleep(&pause, NULL);
	return got != 0;
}

/* What it said until now, up to its end of the pipe or for so long. */
static void
listen_to(struct ssh *s, struct process *p, int64_t wait_ms)
{
	int64_t until = clock_ms() + wait_ms, left;
	struct pollfd ready = { p->messages, POLLIN, 0 };
	size_t n = 0;
	ssize_t got;

	do {
		while ((got = read(p->messages, s->said + n, SAID_MAX - n)) > 0)
			n += (size_t)got;
		left = until - clock_ms();
	} while (n < SAID_MAX && got < 0 && errno == EAGAIN && left > 0 &&
		 poll(&ready, 1, (int)left) >= 0);
	s->said[n] = '\0';
}

static void
end(struct ssh *s, struct process *p)
{
	char byte;
	ssize_t got = recv(p->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
	bool closed = got == 0 || (got < 0 && errno != EAGAIN);

	p->used = false;
	if (p->pid == 0) {
		close(p->socket);
		return;
	}
	if (closed)
		listen_to(s, p, LAST_WORDS_MS);
	close(p->socket);
	if (!closed || !has_ended(s, p, LAST_WORDS_MS)) {
		kill(-p->pid, SIGTERM); /* and what it started, such as a ProxyCommand */
		if (!has_ended(s, p, LAST_WORDS_MS)) {
			kill(-p->pid, SIGKILL);
			waitpid(p->pid, NULL, 0);
		}
		s->status = 0; /* it was us */
		if (!closed)
			listen_to(s, p, 0);
	}
	close(p->messages);
	p->pid = 0;
}

static int
close_socket(void *ctx, curl_socket_t fd)
{
	struct ssh *s = ctx;

	for (size_t i = 0; i < s->n; i++) {
		if (s->processes[i].used && s->processes[i].socket == fd)
			end(s, &s->processes[i]);
	}
	return 0;
}

/* ---- what others see ------------------------------------------------------------------------ */

void
ssh_prepare(struct ssh *s, CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, s);
	curl_easy_setopt(easy, CURLOPT_ABSTRACT_UNIX_SOCKET, s->name.text);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, s);
}

const char *
ssh_problem(struct ssh *s, struct arena *a)
{
	struct buf line = BUF_INIT(2 * SAID_MAX);
	const char *text = NULL;

	if (s->error != 0)
		return arena_printf(a, "ssh cannot be started: %s", strerror(s->error));
	for (const char *at = s->said; *at != '\0'; at++) {
		if (*at == '\n' && at[1] != '\0')
			buf_puts(&line, "; ");
		else if (*at != '\r' && *at != '\n')
			buf_putc(&line, *at);
	}
	if (line.len > 0)
		text = arena_printf(a, "ssh says: %s", buf_str(&line));
	else if (WIFEXITED(s->status) && WEXITSTATUS(s->status) != 0)
		text = arena_printf(a, "ssh ended with %d", WEXITSTATUS(s->status));
	buf_free(&line);
	return text;
}

void
ssh_free(struct ssh *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++) {
		if (s->processes[i].used)
			end(s, &s->processes[i]);
	}
	if (s->listener >= 0)
		close(s->listener);
	arena_free(s->arena);
}
