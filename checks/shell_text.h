/*
 * shell_text.h: what a text of shell would run, read and never run: for RUN lines of Dockerfiles
 * and for the history of images.
 *
 * shell_read() splits a text into simple commands as a POSIX shell (or bash) would: quotes,
 * escapes, comments, && || ; | & and line feeds, subshells, groups, if/for/while/case, here
 * documents. What is inside of $(...), `...`, <(...), sh -c '...' and eval '...' is read, too: such
 * commands have a `parent`. Nothing is expanded: "$NAME" stays in a word as it is.
 *
 * shell_find() finds one kind of sin among them. What could not be read to its end (`complete` is
 * false) may hide more: no hit is then no evidence.
 */
#ifndef DOCKASSAY_SHELL_TEXT_H
#define DOCKASSAY_SHELL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define SHELL_NONE ((size_t)-1)
#define SHELL_COMMANDS_MAX 1024 /* of one text */
#define SHELL_DEPTH_MAX 16      /* of substitutions, subshells and scripts in arguments */

/* What stands between a command and the one before it (`previous`). */
enum shell_join { SHELL_FIRST, SHELL_THEN /* ; & line feed */, SHELL_AND, SHELL_OR, SHELL_PIPE };

/* How a command is inside of its parent. */
enum shell_inside {
	SHELL_OUTSIDE,
	SHELL_SUBSTITUTION, /* $(...) or `...` */
	SHELL_PROCESS,      /* <(...) or >(...) */
	SHELL_SCRIPT,       /* sh -c '...', eval '...' */
};

struct shell_command {
	size_t n;                        /* words: without assignments and redirections */
	const char *const *words;        /* unquoted; NULL-terminated */
	size_t n_assignments;
	const char *const *assignments;  /* "NAME=value" before the first word */
	enum shell_join join;
	size_t previous;                 /* index of the command that it is joined to; SHELL_NONE */
	enum shell_inside inside;
	size_t parent;                   /* index; SHELL_NONE */
	size_t line;                     /* line feeds of the text before it: 0 is the first line */
};

struct shell_text {
	size_t n;
	const struct shell_command *commands; /* in the order in which they begin */
	bool complete;
	const char *problem;                  /* why it is not: "a quote is not closed"; else "" */
	bool piped;                           /* some command gets another's output */
};

/* All of it is in the arena; `text` may go. */
struct shell_text shell_read(struct arena *a, const char *text, size_t n);

/*
 * The word at which the command proper begins, behind sudo, env, exec, command, nohup, time, nice,
 * timeout, xargs and the like with their options; c->n where there is none. "FOO=1 sudo -E
 * /usr/bin/apt-get update" gives the index of "/usr/bin/apt-get".
 */
size_t shell_proper(const struct shell_command *c);
const char *shell_name(const struct shell_command *c); /* "apt-get": its last path component; "" */

/* ---- package managers ----------------------------------------------------------------------- */

enum shell_package_action {
	SHELL_PACKAGE_OTHER, SHELL_PACKAGE_REFRESH /* of the index */, SHELL_PACKAGE_INSTALL,
	SHELL_PACKAGE_UPGRADE, SHELL_PACKAGE_DIST_UPGRADE, SHELL_PACKAGE_CLEAN,
};

struct shell_package {
	const char *manager;             /* "apt-get", "apk", "pip" ... as it is called */
	const char *family;              /* "apt", "apk", "yum" (dnf, microdnf), "zypper", "pacman", "pip", ... */
	enum shell_package_action action;
	bool refreshes;                  /* installs with a fresh index: apk --no-cache, dnf, pacman -Sy */
	size_t n_packages;
	const char *const *packages;     /* what is asked for, with versions; NULL-terminated */
};

/* False: the command is no package manager's. Without an arena packages are counted only. */
bool shell_package(struct arena *a, const struct shell_command *c, struct shell_package *p);

/* ---- sins ----------------------------------------------------------------------------------- */

enum shell_sin {
	SHELL_REFRESH_ALONE,     /* an index is refreshed, and nothing of that family is installed */
	SHELL_DIST_UPGRADE,      /* apt-get dist-upgrade, full-upgrade, do-release-upgrade */
	SHELL_PIPE_TO_SHELL,     /* curl | sh, sh -c "$(curl ...)", bash <(curl ...) */
	SHELL_SUDO,              /* sudo or doas run, installed or configured */
	SHELL_WORLD_WRITABLE,    /* chmod 777, a+w, o+w; not with the sticky bit */
	SHELL_SETUID,            /* chmod u+s, 4755, install -m 4755; setcap beyond cap_net_bind_service */
	SHELL_UNVERIFIED,        /* packages without signature checks */
	SHELL_TLS_OFF,           /* downloads that accept any certificate */
	SHELL_PLAIN_HTTP,        /* a download from http:// */
	SHELL_PASSWORD,          /* an account's password set: chpasswd, passwd, useradd -p; htpasswd -b */
};

struct shell_hit {
	size_t command;          /* index */
	const char *what;        /* what shows it: "chmod 777 /srv", "curl | sh", "--nogpgcheck" */
	const char *item;        /* the same, short and stable enough for a finding's key */
};

/* Does "NAME=value" (of ENV, export, an assignment) turn checks of certificates off? */
bool shell_turns_tls_off(const char *assignment);

/* The next hit at command `from` or behind it: for (i = 0; shell_find(...); i = hit.command + 1) */
bool shell_find(struct arena *a, const struct shell_text *t, enum shell_sin sin, size_t from,
    struct shell_hit *hit);

#endif
