/*
 * shell_packages.c: which program a command runs, and what a package manager is told to do. It may
 * not judge.
 */
#include "config.h"

#include "shell_internal.h"

#include <string.h>

#include "base/words.h"

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static bool
listed(const char *word, const char *const *list)
{
	return list != NULL && is_one_of(word, list);
}

/* ---- the command proper --------------------------------------------------------------------- */

/* Programs that run another one, which their arguments name. */
static const struct wrapper {
	const char *name;
	const char *valued; /* letters of options that take a value */
	size_t positional;  /* words of their own before the command */
} wrappers[] = {
	{ "sudo", "ughpCrtTUDR", 0 },
	{ "doas", "uC", 0 },
	{ "env", "uCS", 0 },
	{ "exec", "a", 0 },
	{ "command", "", 0 },
	{ "builtin", "", 0 },
	{ "nohup", "", 0 },
	{ "time", "fo", 0 },
	{ "nice", "n", 0 },
	{ "ionice", "cn", 0 },
	{ "timeout", "sk", 1 },
	{ "xargs", "InPLdEsa", 0 },
	{ "stdbuf", "ioe", 0 },
	{ "chroot", "", 1 },
	{ "gosu", "", 1 },
	{ "su-exec", "", 1 },
	{ "busybox", "", 0 },
	{ "eatmydata", "", 0 },
	{ "fakeroot", "", 0 },
	{ "tini", "", 0 },
	{ "dumb-init", "", 0 },
	{ "linux32", "", 0 },
	{ "linux64", "", 0 },
};

static const struct wrapper *
wrapper_called(const char *word)
{
	for (size_t i = 0; i < sizeof wrappers / sizeof wrappers[0]; i++) {
		if (strcmp(base_name(word), wrappers[i].name) == 0)
			return &wrappers[i];
	}
	return NULL;
}

/* The word behind a wrapper's own; c->n where it runs nothing. */
static size_t
behind(const struct shell_command *c, size_t at, const struct wrapper *w)
{
	size_t positional = w->positional;

	for (at++; at < c->n; at++) {
		const char *word = c->words[at];
		size_t n = strlen(word);

		if (strcmp(word, "--") == 0)
			return at + 1 + positional < c->n ? at + 1 + positional : c->n;
		if (word[0] == '-' && n > 1)
			at += n == 2 && strchr(w->valued, word[1]) != NULL;
		else if (strcmp(w->name, "env") == 0 && strchr(word, '=') != NULL)
			continue;
		else if (strcmp(w->name, "sudo") == 0 && strchr(word, '=') != NULL)
			continue;
		else if (positional == 0)
			return at;
		else
			positional--;
	}
	return c->n;
}

size_t
shell_proper(const struct shell_command *c)
{
	size_t at = 0;

	while (at < c->n) {
		const struct wrapper *w = wrapper_called(c->words[at]);
		size_t next;

		/* "command -v curl" only asks where it is */
		if (w == NULL || (strcmp(w->name, "command") == 0 && at + 1 < c->n &&
				     (strcmp(c->words[at + 1], "-v") == 0 ||
					 strcmp(c->words[at + 1], "-V") == 0)))
			return at;
		next = behind(c, at, w);
		if (next >= c->n)
			return at; /* "sudo -v", "env" */
		at = next;
	}
	return at;
}

const char *
shell_name(const struct shell_command *c)
{
	size_t at = shell_proper(c);

	return at < c->n ? base_name(c->words[at]) : "";
}

/* ---- package managers ----------------------------------------------------------------------- */

static const struct family {
	const char *name;
	const char *const *managers;
	const char *const *refresh, *const *install, *const *upgrade, *const *dist, *const *clean;
	const char *const *valued; /* options whose value is the next word */
	const char *const *fresh;  /* options with which an installation gets a new index */
	bool always_fresh;
} families[] = {
	{ "apt", WORDS("apt-get", "apt", "aptitude", "apt-fast"), WORDS("update"),
	    WORDS("install", "reinstall", "build-dep", "satisfy"), WORDS("upgrade", "safe-upgrade"),
	    WORDS("dist-upgrade", "full-upgrade"), WORDS("clean", "autoclean", "distclean"),
	    WORDS("-o", "--option", "-t", "--target-release", "-c", "--config-file", "-a",
		"--host-architecture"),
	    WORDS("--update", "-U"), false },
	{ "apk", WORDS("apk"), WORDS("update"), WORDS("add"), WORDS("upgrade"), NULL,
	    WORDS("cache"),
	    WORDS("-t", "--virtual", "-X", "--repository", "-p", "--root", "--keys-dir",
		"--repositories-file", "--arch", "--cache-dir", "--wait"),
	    WORDS("--no-cache", "-U", "--update-cache", "--update"), false },
	{ "yum", WORDS("yum", "dnf", "dnf5", "microdnf", "tdnf"),
	    WORDS("makecache", "check-update"),
	    WORDS("install", "reinstall", "localinstall", "groupinstall", "builddep"),
	    WORDS("update", "upgrade", "update-minimal"), WORDS("distro-sync", "system-upgrade"),
	    WORDS("clean"),
	    WORDS("-c", "--config", "-x", "--exclude", "--repo", "--repoid", "--enablerepo",
		"--disablerepo", "--releasever", "--installroot", "--setopt", "-d", "-e"),
	    NULL, true },
	{ "zypper", WORDS("zypper"), WORDS("refresh", "ref"),
	    WORDS("install", "in", "source-install", "si"), WORDS("update", "up", "patch"),
	    WORDS("dist-upgrade", "dup"), WORDS("clean", "cc"),
	    WORDS("-R", "--root", "-r", "--repo", "--from", "-t", "--type", "-D", "--reposd-dir",
		"-C", "--cache-dir", "-p", "--plus-repo"),
	    NULL, true },
	{ "opkg", WORDS("opkg"), WORDS("update"), WORDS("install"), WORDS("upgrade"), NULL, NULL,
	    WORDS("-f", "--conf", "-o", "--offline-root", "-d", "--dest"), NULL, false },
	{ "pip", WORDS("pip", "pip2", "pip3", "pipx", "uv"), NULL, WORDS("install"), NULL, NULL,
	    WORDS("cache"),
	    WORDS("-r", "--requirement", "-c", "--constraint", "-i", "--index-url",
		"--extra-index-url", "-f", "--find-links", "-t", "--target", "--trusted-host",
		"--prefix", "--root", "--cache-dir", "--proxy", "--timeout", "--retries",
		"--python", "--src"),
	    NULL, true },
	{ "npm", WORDS("npm", "pnpm", "yarn"), NULL, WORDS("install", "i", "ci", "add"),
	    WORDS("update"), NULL, WORDS("cache"),
	    WORDS("--prefix", "--registry", "--cache", "--loglevel", "-C", "--dir", "--cwd",
		"--cache-folder", "--network-timeout"),
	    NULL, true },
	{ "gem", WORDS("gem"), NULL, WORDS("install", "i"), WORDS("update"), NULL, WORDS("cleanup"),
	    WORDS("-v", "--version", "-s", "--source", "-i", "--install-dir", "-n", "--bindir",
		"-P", "--trust-policy"),
	    NULL, true },
	{ "go", WORDS("go"), NULL, WORDS("install", "get"), NULL, NULL, WORDS("clean"),
	    WORDS("-C", "-ldflags", "-tags", "-mod", "-modfile"), NULL, true },
	{ "cargo", WORDS("cargo"), NULL, WORDS("install"), NULL, NULL, NULL,
	    WORDS("--version", "--vers", "--git", "--branch", "--tag", "--rev", "--path", "--root",
		"--index", "--registry", "--target", "--target-dir", "-F", "--features"),
	    NULL, true },
	{ "conda", WORDS("conda", "mamba", "micromamba"), NULL, WORDS("install", "create"),
	    WORDS("update", "upgrade"), NULL, WORDS("clean"),
	    WORDS("-n", "--name", "-p", "--prefix", "-c", "--channel", "-f", "--file"), NULL,
	    true },
};

/* Also "python3 -m pip". */
static const struct family *
family_of(const struct shell_command *c, size_t *at)
{
	*at = shell_proper(c);
	if (*at < c->n && strncmp(base_name(c->words[*at]), "python", 6) == 0 && *at + 2 < c->n &&
	    strcmp(c->words[*at + 1], "-m") == 0)
		*at += 2;
	for (size_t i = 0; *at < c->n && i < sizeof families / sizeof families[0]; i++) {
		if (listed(base_name(c->words[*at]), families[i].managers) ||
		    (strcmp(families[i].name, "pip") == 0 &&
			strncmp(base_name(c->words[*at]), "pip3.", 5) == 0))
			return &families[i];
	}
	return NULL;
}

static enum shell_package_action
action_called(const struct family *f, const char *word)
{
	return listed(word, f->refresh)	  ? SHELL_PACKAGE_REFRESH
	       : listed(word, f->install) ? SHELL_PACKAGE_INSTALL
	       : listed(word, f->upgrade) ? SHELL_PACKAGE_UPGRADE
	       : listed(word, f->dist)	  ? SHELL_PACKAGE_DIST_UPGRADE
	       : listed(word, f->clean)	  ? SHELL_PACKAGE_CLEAN
					  : SHELL_PACKAGE_OTHER;
}

static void
add_package(struct shell_package *p, const char **packages, const char *word)
{
	if (packages != NULL)
		packages[p->n_packages] = word;
	p->n_packages++;
}

/* pacman tells what to do in its options: -S, -Sy, -Syu, -Scc. */
static bool
pacman(struct arena *a, const struct shell_command *c, size_t at, struct shell_package *p)
{
	const char **packages = a != NULL ? arena_alloc(a, sizeof *packages * (c->n + 1)) : NULL;
	bool sync = false, refresh = false, upgrade = false, clean = false;

	for (size_t i = at + 1; i < c->n; i++) {
		const char *w = c->words[i];

		if (strncmp(w, "--", 2) == 0) {
			sync = sync || strcmp(w, "--sync") == 0;
			refresh = refresh || strcmp(w, "--refresh") == 0;
			upgrade = upgrade || strcmp(w, "--sysupgrade") == 0;
		} else if (w[0] == '-') {
			sync = sync || strchr(w, 'S') != NULL;
			refresh = refresh || strchr(w, 'y') != NULL;
			upgrade = upgrade || strchr(w, 'u') != NULL;
			clean = clean || strchr(w, 'c') != NULL;
		} else {
			add_package(p, packages, w);
		}
	}
	p->manager = p->family = "pacman";
	p->packages = packages;
	p->refreshes = refresh;
	p->action = !sync		? SHELL_PACKAGE_OTHER
		    : p->n_packages > 0 ? SHELL_PACKAGE_INSTALL
		    : upgrade		? SHELL_PACKAGE_UPGRADE
		    : clean		? SHELL_PACKAGE_CLEAN
		    : refresh		? SHELL_PACKAGE_REFRESH
					: SHELL_PACKAGE_OTHER;
	return true;
}

bool
shell_package(struct arena *a, const struct shell_command *c, struct shell_package *p)
{
	size_t at;
	const struct family *f = family_of(c, &at);
	const char **packages;
	bool told = false;

	memset(p, 0, sizeof *p);
	if (f == NULL && at < c->n && strcmp(base_name(c->words[at]), "pacman") == 0)
		return pacman(a, c, at, p);
	if (f == NULL)
		return false;
	packages = a != NULL ? arena_alloc(a, sizeof *packages * (c->n + 1)) : NULL;
	p->manager = base_name(c->words[at]);
	p->family = f->name;
	p->packages = packages;
	p->refreshes = f->always_fresh;
	for (size_t i = at + 1; i < c->n; i++) {
		const char *w = c->words[i];

		if (w[0] == '-') {
			p->refreshes = p->refreshes || listed(w, f->fresh);
			i += listed(w, f->valued);
		} else if (!told && w[0] == '$') {
			continue; /* options in a variable */
		} else if (!told) {
			told = true;
			p->action = action_called(f, w);
			/* "dnf group install", "uv pip install", "npm global add" */
			if (p->action == SHELL_PACKAGE_OTHER && i + 1 < c->n &&
			    (strcmp(w, "group") == 0 || strcmp(w, "pip") == 0 ||
				strcmp(w, "global") == 0 || strcmp(w, "module") == 0))
				told = false;
		} else {
			add_package(p, packages, w);
		}
	}
	/* "yarn" and "npm install" without names take them from a file; "yarn" alone installs. */
	if (!told && strcmp(p->manager, "yarn") == 0)
		p->action = SHELL_PACKAGE_INSTALL;
	return true;
}
