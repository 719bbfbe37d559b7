/*
 * ssh.h: a way to an engine through the user's own ssh: "docker system dial-stdio" runs on the far
 * side and its stdin and stdout are the connection. The only process that this program starts.
 *
 * ssh never asks: who needs a password or has to accept a host key does so before. It is started
 * with a list of words, never by a shell; what becomes of its words on the far side, where one is,
 * is held to harmless characters.
 */
#ifndef DOCKASSAY_SSH_H
#define DOCKASSAY_SSH_H

#include <curl/curl.h>

#include "base/arena.h"

struct ssh_target {
	const char *user, *host, *port; /* user and port NULL: as ssh's configuration says */
	const char *path;		/* of the engine's socket over there; NULL: docker's own idea */
	long timeout_s;			/* for connecting */
};

struct ssh;

/* -1 (EXIT_USAGE) where a part could be taken for an option or a command. */
int ssh_check(const struct ssh_target *target, struct err *err);

/* The command, NULL-terminated, in the arena. */
char **ssh_command(struct arena *a, const struct ssh_target *target);

struct ssh *ssh_new(const struct ssh_target *target); /* copies */
/* Ends what still runs; NULL is fine. Not before libcurl's handles. */
void ssh_free(struct ssh *s);

/* Each connection that this handle opens is an ssh of its own. */
void ssh_prepare(struct ssh *s, CURL *easy);

/* Starts ssh for the connections that libcurl opened meanwhile: to be called while it works. */
void ssh_serve(struct ssh *s);

/* What the ssh that failed last had to say, on one line; NULL: nothing. */
const char *ssh_problem(struct ssh *s, struct arena *a);

#endif
