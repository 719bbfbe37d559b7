/*
 * engine_find.c: tries the sockets that engines have by default, in a fixed order. It may not say
 * anything to them.
 */
#include "config.h"

#include "engine_find.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PLACES_MAX 16

struct places {
	struct arena *arena;
	size_t n;
	const char *v[PLACES_MAX];
};

/* /var/run leads to /run on most systems: one socket is tried once. */
static void
add(struct places *p, const char *path)
{
	const char *name = strrchr(path, '/');
	char *dir = realpath(arena_strndup(p->arena, path, (size_t)(name - path)), NULL);
	const char *real = dir != NULL ? arena_printf(p->arena, "%s%s", dir, name) : path;
	bool known = false;

	free(dir);
	for (size_t i = 0; !known && i < p->n; i++)
		known = strcmp(p->v[i], path) == 0 || strcmp(p->v[i], real) == 0;
	if (!known && p->n < PLACES_MAX)
		p->v[p->n++] = path;
}

static void
add_below(struct places *p, const char *dir, const char *name)
{
	if (dir != NULL && dir[0] == '/')
		add(p, arena_printf(p->arena, "%s%s", dir[1] != '\0' ? dir : "", name));
}

static struct places
default_places(struct arena *a, const char *root, bool here_too)
{
	struct places p = { .arena = a };
	const char *runtime = getenv("XDG_RUNTIME_DIR");

	if (runtime == NULL || runtime[0] == '\0')
		runtime = arena_printf(a, "/run/user/%ld", (long)geteuid());
	add_below(&p, root, "/run/docker.sock");
	add_below(&p, root, "/var/run/docker.sock");
	if (here_too) {
		add(&p, "/run/docker.sock");
		add(&p, "/var/run/docker.sock");
	}
	add_below(&p, runtime, "/docker.sock");
	add_below(&p, getenv("HOME"), "/.docker/run/docker.sock");
	if (geteuid() != 0)
		add_below(&p, runtime, "/podman/podman.sock");
	add_below(&p, root, "/run/podman/podman.sock");
	if (here_too)
		add(&p, "/run/podman/podman.sock");
	add_below(&p, runtime, "/podman/podman.sock");
	return p;
}

/* 0, or why nobody answers there. */
static int
try(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, error = 0;

	if (strlen(path) >= sizeof address.sun_path)
		return ENAMETOOLONG;
	strcpy(address.sun_path, path);
	/* A full queue is an engine that is busy: it is not waited for here. */
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return errno;
	if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 && errno != EAGAIN)
		error = errno;
	close(fd);
	return error;
}

static bool
is_missing(int error)
{
	return error == ENOENT || error == ENOTDIR;
}

static const char *
none(struct places *p, const int *errors, struct err *err)
{
	struct buf missing = BUF_INIT(300), list = BUF_INIT(300);
	bool denied = false;

	for (size_t i = 0; i < p->n; i++) {
		struct buf *to = is_missing(errors[i]) ? &missing : &list;

		buf_printf(to, "%s%s", to->len > 0 ? ", " : "", p->v[i]);
		if (!is_missing(errors[i]))
			buf_printf(to, ": %s", strerror(errors[i]));
		denied = denied || errors[i] == EACCES || errors[i] == EPERM;
	}
	err_set(err, EXIT_INCOMPLETE, "no engine was found: %s%s%s%s; %s", buf_str(&list),
	    list.len > 0 && missing.len > 0 ? "; " : "", missing.len > 0 ? "there is no " : "",
	    buf_str(&missing),
	    denied ? "run as root or join the docker group"
		   : "is dockerd running? --host says where it is");
	buf_free(&missing);
	buf_free(&list);
	return NULL;
}

const char *
engine_find(
    struct arena *a, const char *root, bool here_too, const char **passed_over, struct err *err)
{
	struct places p = default_places(a, root, here_too);
	int errors[PLACES_MAX] = { 0 };
	struct buf there = BUF_INIT(400);
	const char *found = NULL;

	for (size_t i = 0; found == NULL && i < p.n; i++) {
		errors[i] = try(p.v[i]);
		if (errors[i] == 0)
			found = arena_printf(a, "unix://%s", p.v[i]);
		else if (!is_missing(errors[i]))
			buf_printf(&there, "%s%s (%s)", there.len > 0 ? ", " : "", p.v[i],
			    strerror(errors[i]));
	}
	*passed_over = arena_strdup(a, buf_str(&there));
	buf_free(&there);
	return found != NULL ? found : none(&p, errors, err);
}
