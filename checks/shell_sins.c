/*
 * shell_sins.c: finds what a build should not do among the commands of a shell text. It may not
 * know where the text comes from.
 */
#include "config.h"

#include "shell_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"

#define WHAT_MAX 160

bool
shell_begins(const char *word, const char *with)
{
	return strncmp(word, with, strlen(with)) == 0;
}

/* The words from `at` on, cut for a person. */
const char *
shell_shown(struct arena *a, const struct shell_command *c, size_t at)
{
	struct buf b = BUF_INIT(WHAT_MAX);
	const char *text;

	for (size_t i = at; i < c->n; i++)
		buf_printf(&b, "%s%s", i > at ? " " : "", c->words[i]);
	text = arena_printf(a, "%s%s", buf_str(&b), b.failed ? " ..." : "");
	buf_free(&b);
	return text;
}

bool
shell_hit_at(struct shell_hit *hit, const char *what, const char *item)
{
	hit->what = what;
	hit->item = item;
	return true;
}

bool
shell_cluster_has(const char *word, char letter, const char *valued)
{
	if (word[0] != '-' || word[1] == '-')
		return false;
	for (word++; *word != '\0'; word++) {
		if (*word == letter)
			return true;
		if (strchr(valued, *word) != NULL)
			return false;
	}
	return false;
}

/* ---- packages ------------------------------------------------------------------------------- */

/* A program of the build's own may install what the eye cannot see here. */
static bool
runs_own_script(const struct shell_command *c)
{
	size_t at = shell_proper(c);
	const char *name = shell_name(c);
	const char *word = at < c->n ? c->words[at] : "";

	if (strchr(word, '/') != NULL && !shell_begins(word, "/bin/") &&
	    !shell_begins(word, "/usr/bin/") && !shell_begins(word, "/sbin/") &&
	    !shell_begins(word, "/usr/sbin/"))
		return true;
	if (is_one_of(name, WORDS("sh", "bash", "dash", "ash", ".", "source", "python", "python3")))
		return at + 1 < c->n && c->words[at + 1][0] != '-';
	return is_one_of(
	    name, WORDS("make", "mk-build-deps", "rosdep", "playwright", "npx", "tasksel",
		      "ansible-playbook", "install_packages", "gdebi", "debootstrap"));
}

static bool
refresh_alone(struct arena *a, const struct shell_text *t, size_t i, struct shell_hit *hit)
{
	struct shell_package p, other;

	if (!shell_package(NULL, &t->commands[i], &p) || p.action != SHELL_PACKAGE_REFRESH)
		return false;
	for (size_t k = 0; k < t->n; k++) {
		if (runs_own_script(&t->commands[k]))
			return false;
		if (shell_package(NULL, &t->commands[k], &other) &&
		    strcmp(p.family, other.family) == 0 &&
		    (other.action == SHELL_PACKAGE_INSTALL ||
			other.action == SHELL_PACKAGE_UPGRADE ||
			other.action == SHELL_PACKAGE_DIST_UPGRADE))
			return false;
	}
	return shell_hit_at(hit, shell_shown(a, &t->commands[i], 0), p.manager);
}

static bool
dist_upgrade(struct arena *a, const struct shell_text *t, size_t i, struct shell_hit *hit)
{
	const struct shell_command *c = &t->commands[i];
	struct shell_package p;

	if (strcmp(shell_name(c), "do-release-upgrade") == 0)
		return shell_hit_at(hit, shell_shown(a, c, 0), "do-release-upgrade");
	return shell_package(NULL, c, &p) && p.action == SHELL_PACKAGE_DIST_UPGRADE &&
	       shell_hit_at(hit, shell_shown(a, c, 0), p.manager);
}

static bool
unverified(struct arena *a, const struct shell_text *t, size_t i, struct shell_hit *hit)
{
	static const char *const options[] = { "--allow-unauthenticated", "--force-yes",
		"--nogpgcheck", "--no-gpg-checks", "--allow-untrusted", "--nosignature",
		"--allow-unsigned-rpm", NULL };
	static const char *const parts[] = { "[trusted=yes", "trusted=yes]", " trusted=yes",
		"AllowUnauthenticated=true", "AllowUnauthenticated=1",
		"AllowUnauthenticated \"true\"", "AllowInsecureRepositories=true",
		"AllowInsecureRepositories=1", "gpgcheck=0", "gpgcheck=False", "gpgcheck=no",
		NULL };
	const struct shell_command *c = &t->commands[i];

	for (size_t w = 0; w < c->n; w++) {
		if (is_one_of(c->words[w], options))
			return shell_hit_at(hit, shell_shown(a, c, 0), c->words[w]);
		for (size_t k = 0; parts[k] != NULL; k++) {
			const char *at = strstr(c->words[w], parts[k]);

			/* repo_gpgcheck is about the list of packages, and not about them */
			if (at != NULL && !(at > c->words[w] && at[-1] == '_'))
				return shell_hit_at(
				    hit, shell_shown(a, c, 0), parts[k] + (parts[k][0] == ' '));
		}
	}
	return false;
}

static bool
sudo(struct arena *a, const struct shell_text *t, size_t i, struct shell_hit *hit)
{
	const struct shell_command *c = &t->commands[i];
	struct shell_package p;
	size_t proper = shell_proper(c);

	for (size_t w = 0; w <= proper && w < c->n; w++) {
		const char *slash = strrchr(c->words[w], '/');
		const char *name = slash != NULL ? slash + 1 : c->words[w];

		if (strcmp(name, "sudo") == 0 || strcmp(name, "doas") == 0)
			return shell_hit_at(hit, shell_shown(a, c, 0), name);
	}
	for (size_t w = 0; w < c->n; w++) {
		if (strstr(c->words[w], "NOPASSWD") != NULL)
			return shell_hit_at(hit, shell_shown(a, c, 0), "NOPASSWD");
	}
	if (!shell_package(a, c, &p) || p.action != SHELL_PACKAGE_INSTALL)
		return false;
	for (size_t k = 0; k < p.n_packages; k++) {
		size_t n = strcspn(p.packages[k], "=<>~");

		if ((n == 4 && strncmp(p.packages[k], "sudo", n) == 0) ||
		    (n == 4 && strncmp(p.packages[k], "doas", n) == 0) ||
		    (n == 8 && strncmp(p.packages[k], "opendoas", n) == 0))
			return shell_hit_at(
			    hit, shell_shown(a, c, 0), arena_strndup(a, p.packages[k], n));
	}
	return false;
}

/* ---- modes and accounts --------------------------------------------------------------------- */

struct mode {
	bool known, world_writable, setuid;
};

/* One clause of a symbolic mode: "a+rwx", "o=w", "u+s". */
static void
add_clause(struct mode *m, const char *clause, size_t n)
{
	bool others = false, user = false, all = true, sticky = false, on;
	size_t i = 0;

	for (; i < n && strchr("ugoa", clause[i]) != NULL; i++) {
		all = false;
		others = others || clause[i] == 'o' || clause[i] == 'a';
		user = user || clause[i] == 'u' || clause[i] == 'a';
	}
	/* without letters the umask takes w from others */
	on = i < n && (clause[i] == '+' || clause[i] == '=');
	for (size_t k = i; k < n; k++)
		sticky = sticky || clause[k] == 't';
	for (; on && i < n; i++) {
		m->world_writable = m->world_writable || (clause[i] == 'w' && others && !sticky);
		m->setuid = m->setuid || (clause[i] == 's' && (user || all));
	}
}

static struct mode
read_mode(const char *word)
{
	struct mode m = { false, false, false };
	char *end;
	unsigned long v = strtoul(word, &end, 8);

	if (isdigit((unsigned char)word[0]) && *end == '\0') {
		m.known = true;
		m.world_writable = (v & 02) != 0 && (v & 01000) == 0;
		m.setuid = (v & 04000) != 0;
		return m;
	}
	if (word[0] == '\0' || strspn(word, "ugoa+-=rwxXst,") != strlen(word))
		return m;
	m.known = true;
	while (*word != '\0') {
		size_t n = strcspn(word, ",");

		add_clause(&m, word, n);
		word += n;
		word += *word == ',';
	}
	return m;
}

/* The mode that a command gives to files; NULL: none. */
static const char *
mode_word(const struct shell_command *c)
{
	const char *name = shell_name(c);
	size_t at = shell_proper(c);
	bool makes = is_one_of(name, WORDS("mkdir", "install", "mkfifo", "mknod"));

	if (strcmp(name, "chmod") != 0 && !makes)
		return NULL;
	for (size_t i = at + 1; i < c->n; i++) {
		const char *w = c->words[i];

		if (makes && shell_begins(w, "--mode="))
			return w + 7;
		if (makes && (strcmp(w, "-m") == 0 || strcmp(w, "--mode") == 0))
			return c->words[i + 1];
		if (makes && shell_begins(w, "-m"))
			return w + 2;
		if (!makes && w[0] != '-')
			return w;
	}
	return NULL;
}

static bool
world_writable(struct arena *a, const struct shell_text *t, size_t i, struct shell_hit *hit)
{
	const struct shell_command *c = &t->commands[i];
	const char *mode = mode_word(c);
	const char *last = c->n > 0 ? c->words[c->n - 1] : "";

	return mode != NULL && read_mode(mode).world_writable &&
	       shell_hit_at(hit, shell_shown(a, c, 0), arena_printf(a, "%s %s", mode, last));
}

static bool
makes_setuid(struct arena *a, const struct shell_text *t, size_t i, struct shell_hit *hit)
{
	const struct shell_command *c = &t->commands[i];
	const char *mode = mode_word(c), *last = c->n > 0 ? c->words[c->n - 1] : "";
	const char *caps = NULL;

	if (mode != NULL && read_mode(mode).setuid)
		return shell_hit_at(
		    hit, shell_shown(a, c, 0), arena_printf(a, "%s %s", mode, last));
	if (strcmp(shell_name(c), "setcap") != 0)
		return false;
	for (size_t k = shell_proper(c) + 1; caps == NULL && k < c->n; k++) {
		if (strcmp(c->words[k], "-r") == 0)
			return false;
		if (c->words[k][0] != '-')
			caps = c->words[k];
	}
	/* This one lets a program listen below port 1024, which any program in a container may. */
	if (caps == NULL ||
	    (shell_begins(caps, "cap_net_bind_service") && strchr(caps, ',') == NULL))
		return false;
	return shell_hit_at(hit, shell_shown(a, c, 0), arena_printf(a, "%s %s", caps, last));
}

/* What is shown of it never has the password in it. */
static bool
sets_password(struct arena *a, const struct shell_text *t, size_t i, struct shell_hit *hit)
{
	const struct shell_command *c = &t->commands[i];
	const char *name = shell_name(c);
	bool piped = c->join == SHELL_PIPE;

	if (strcmp(name, "chpasswd") == 0 || (strcmp(name, "passwd") == 0 && piped))
		return shell_hit_at(hit, name, name);
	for (size_t k = shell_proper(c) + 1; k < c->n; k++) {
		const char *w = c->words[k], *next = c->words[k + 1];

		if (strcmp(name, "passwd") == 0 &&
		    (strcmp(w, "--stdin") == 0 || strcmp(w, "-d") == 0 ||
			strcmp(w, "--delete") == 0))
			return shell_hit_at(hit, arena_printf(a, "passwd %s", w), "passwd");
		if (is_one_of(name, WORDS("useradd", "usermod", "groupadd", "groupmod")) &&
		    (strcmp(w, "-p") == 0 || strcmp(w, "--password") == 0) && next != NULL &&
		    !is_one_of(next, WORDS("*", "!", "!!", "x", "")))
			return shell_hit_at(hit, arena_printf(a, "%s %s", name, w), name);
		if (strcmp(name, "htpasswd") == 0 && shell_cluster_has(w, 'b', "C"))
			return shell_hit_at(hit, "htpasswd -b", name);
	}
	return false;
}

bool
shell_find(struct arena *a, const struct shell_text *t, enum shell_sin sin, size_t from,
    struct shell_hit *hit)
{
	static shell_finder *const finders[] = {
		[SHELL_REFRESH_ALONE] = refresh_alone,
		[SHELL_DIST_UPGRADE] = dist_upgrade,
		[SHELL_PIPE_TO_SHELL] = shell_pipe_to_shell,
		[SHELL_SUDO] = sudo,
		[SHELL_WORLD_WRITABLE] = world_writable,
		[SHELL_SETUID] = makes_setuid,
		[SHELL_UNVERIFIED] = unverified,
		[SHELL_TLS_OFF] = shell_tls_off,
		[SHELL_PLAIN_HTTP] = shell_plain_http,
		[SHELL_PASSWORD] = sets_password,
	};

	for (size_t i = from; i < t->n; i++) {
		if (!finders[sin](a, t, i, hit))
			continue;
		hit->command = i;
		return true;
	}
	return false;
}
