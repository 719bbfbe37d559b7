/*
 * fake_engine.c: answers on a UNIX socket from memory and without any thought, so that a benchmark
 * measures who asks. One thread, epoll. It may not serve anybody but benchmarks and tests: requests
 * are taken to come one at a time on a connection.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "fake_engine.h"
#include "base/arena.h"

#define REQUEST_MAX 8192
#define HEAD_MAX 256

struct connection {
	int fd;
	size_t in, sent;	     /* bytes of the request that came, of the answer that went */
	const struct answer *answer; /* that is being sent; NULL: none */
	char head[HEAD_MAX];
	size_t head_len;
	char request[REQUEST_MAX];
};

struct server {
	int epoll, listener;
	unsigned wait_ms;
	size_t size; /* of the table, a power of two */
	const struct answer **table;
};

/* ---- answers by path ------------------------------------------------------------------------ */

static size_t
hash(const char *s, size_t n)
{
	uint64_t h = 1469598103934665603u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 1099511628211u;
	return (size_t)(h ^ h >> 29);
}

static void
index_answers(struct server *s, const struct world *w)
{
	for (s->size = 64; s->size < w->n * 2;)
		s->size *= 2;
	s->table = xmalloc(s->size * sizeof(const struct answer *));
	for (size_t i = 0; i < w->n; i++) {
		const char *path = w->answers[i].path;
		size_t at = hash(path, strlen(path)) & (s->size - 1);

		while (s->table[at] != NULL)
			at = (at + 1) & (s->size - 1);
		s->table[at] = &w->answers[i];
	}
}

/* The path of "GET /v1.41/containers/json?all=1 HTTP/1.1": without version and query. */
static const struct answer *
answer_to(const struct server *s, const char *request)
{
	static const char body[] = "{\"message\":\"page not found\"}\n";
	static const struct answer none = { "", body, sizeof body - 1, 404 };
	const char *path = request + strcspn(request, " ");
	size_t n, at;

	path += *path == ' ';
	if (strncmp(path, "/v1.", 4) == 0)
		path += 1 + strcspn(path + 1, "/ ");
	n = strcspn(path, " ?\r\n");
	at = hash(path, n) & (s->size - 1);
	for (; s->table[at] != NULL; at = (at + 1) & (s->size - 1)) {
		if (strncmp(s->table[at]->path, path, n) == 0 && s->table[at]->path[n] == '\0')
			return s->table[at];
	}
	return &none;
}

/* ---- a connection --------------------------------------------------------------------------- */

static void
watch(const struct server *s, struct connection *c, int how, uint32_t events)
{
	struct epoll_event event = { .events = events, .data = { .ptr = c } };

	if (epoll_ctl(s->epoll, how, c->fd, &event) < 0) {
		perror("fake-engine: epoll_ctl");
		exit(EXIT_FAILURE);
	}
}

static void
hang_up(struct connection *c)
{
	close(c->fd);
	free(c);
}

/* False: the other side has gone. */
static bool
send_answer(const struct server *s, struct connection *c)
{
	while (c->sent < c->head_len + c->answer->len) {
		size_t in_head = c->sent < c->head_len ? c->sent : c->head_len;
		size_t in_body = c->sent - in_head;
		struct iovec parts[2] = { { c->head + in_head, c->head_len - in_head },
			{ (void *)(uintptr_t)(c->answer->body + in_body),
			    c->answer->len - in_body } };
		struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
		ssize_t n = sendmsg(c->fd, &message, MSG_NOSIGNAL);

		if (n < 0 && errno == EAGAIN) {
			watch(s, c, EPOLL_CTL_MOD, EPOLLOUT);
			return true;
		}
		if (n < 0)
			return false;
		c->sent += (size_t)n;
	}
	c->answer = NULL;
	return true;
}

static bool
begin_answer(const struct server *s, struct connection *c)
{
	c->answer = answer_to(s, c->request);
	c->head_len = (size_t)snprintf(c->head, sizeof c->head,
	    "HTTP/1.1 %d X\r\nApi-Version: 1.47\r\nContent-Type: application/json\r\n"
	    "Server: Docker/28.0.0 (linux)\r\nContent-Length: %zu\r\n\r\n",
	    c->answer->status, c->answer->len);
	c->in = c->sent = 0;
	if (s->wait_ms > 0)
		usleep(s->wait_ms * 1000);
	return send_answer(s, c);
}

static bool
receive(const struct server *s, struct connection *c)
{
	ssize_t n = read(c->fd, c->request + c->in, sizeof c->request - 1 - c->in);

	if (n < 0 && errno == EAGAIN)
		return true;
	if (n <= 0)
		return false;
	c->in += (size_t)n;
	c->request[c->in] = '\0';
	return strstr(c->request, "\r\n\r\n") == NULL ? c->in < sizeof c->request - 1
						      : begin_answer(s, c);
}

static void
serve(const struct server *s, struct connection *c)
{
	if (c->answer != NULL) {
		if (!send_answer(s, c))
			hang_up(c);
		else if (c->answer == NULL)
			watch(s, c, EPOLL_CTL_MOD, EPOLLIN);
	} else if (!receive(s, c)) {
		hang_up(c);
	}
}

static void
welcome(const struct server *s)
{
	int fd = accept4(s->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	struct connection *c;

	if (fd < 0)
		return;
	c = xmalloc(sizeof *c);
	c->fd = fd;
	watch(s, c, EPOLL_CTL_ADD, EPOLLIN);
}

/* ---- the server ----------------------------------------------------------------------------- */

int
fake_engine_listen(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (strlen(path) >= sizeof address.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
	    listen(fd, SOMAXCONN) < 0)
		return -1;
	return fd;
}

void
fake_engine_serve(int listener, const struct world *w, unsigned wait_ms)
{
	struct epoll_event events[64];
	struct server s = {
		.epoll = epoll_create1(EPOLL_CLOEXEC), .listener = listener, .wait_ms = wait_ms
	};
	struct connection door = { .fd = listener };

	index_answers(&s, w);
	watch(&s, &door, EPOLL_CTL_ADD, EPOLLIN);
	for (;;) {
		int n = epoll_wait(s.epoll, events, 64, -1);

		for (int i = 0; i < n; i++) {
			struct connection *c = events[i].data.ptr;

			if (c == &door)
				welcome(&s);
			else
				serve(&s, c);
		}
	}
}

pid_t
fake_engine_start(const char *path, const char *snapshot, size_t containers, unsigned wait_ms)
{
	struct err err = { 0 };
	int listener = fake_engine_listen(path);
	pid_t pid = listener < 0 ? -1 : fork();

	if (pid == 0) {
		struct world *world = world_new(snapshot, containers, &err);

		if (world != NULL)
			fake_engine_serve(listener, world, wait_ms);
		fprintf(stderr, "fake-engine: %s\n", err.msg);
		_exit(EXIT_FAILURE);
	}
	if (listener >= 0)
		close(listener);
	return pid;
}
