/*
 * build_packages.c: checks of how RUN installs packages.
 */
#include "config.h"

#include "build_look.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"

static bool
is_family(const struct shell_package *p, const char *family)
{
	return strcmp(p->family, family) == 0;
}

static bool
has_word(const struct shell_command *c, const char *word)
{
	for (size_t i = 0; i < c->n; i++) {
		if (strcmp(c->words[i], word) == 0)
			return true;
	}
	return false;
}

static bool
has_part(const struct shell_command *c, const char *part)
{
	for (size_t i = 0; i < c->n; i++) {
		if (strstr(c->words[i], part) != NULL)
			return true;
	}
	return false;
}

/* ---- K-15: versions ------------------------------------------------------------------------- */

/* "nginx-1.2": how yum takes a version. */
static bool
has_dashed_version(const char *package)
{
	for (const char *c = package; *c != '\0'; c++) {
		if (*c == '-' && isdigit((unsigned char)c[1]))
			return true;
	}
	return false;
}

/* Files, directories and URLs are what they are. */
static bool
is_file(const char *package)
{
	return strchr(package, '/') != NULL
		   ? package[0] != '@'
		   : strcmp(package, ".") == 0 || strncmp(package, ".[", 2) == 0;
}

enum pin { PINNED, UNPINNED, PIN_UNKNOWN };

static enum pin
pin_of(const struct shell_package *p, const struct shell_command *c, const char *package)
{
	bool pinned;

	if (is_family(p, "npm"))
		pinned = strchr(package + 1, '@') != NULL && strstr(package, "@latest") == NULL;
	else if (is_family(p, "go"))
		pinned = strchr(package, '@') != NULL && strstr(package, "@latest") == NULL;
	else if (is_family(p, "gem") || is_family(p, "cargo"))
		pinned = strchr(package + 1, ':') != NULL || strchr(package, '@') != NULL ||
			 has_word(c, "-v") || has_word(c, "--version") || has_part(c, "--version=");
	else if (is_family(p, "yum"))
		pinned = has_dashed_version(package) || package[0] == '@';
	else if (is_family(p, "pip"))
		pinned = strstr(package, "==") != NULL || strstr(package, "~=") != NULL ||
			 strchr(package, '@') != NULL;
	else
		pinned = strpbrk(package, "=<>~") != NULL || package[0] == '.';
	if (pinned || (is_file(package) && !is_family(p, "go")))
		return PINNED;
	return strchr(package, '$') != NULL ? PIN_UNKNOWN : UNPINNED;
}

static void
judge_versions(
    struct look *l, const struct df_instruction *run, const struct shell_command *c, size_t *n)
{
	struct shell_package p;
	struct buf list = BUF_INIT(200);
	const char *first = NULL;

	if (!shell_package(l->a, c, &p) || p.action != SHELL_PACKAGE_INSTALL ||
	    is_family(&p, "pacman"))
		return;
	for (size_t k = 0; k < p.n_packages; k++) {
		enum pin pin = pin_of(&p, c, p.packages[k]);

		++*n;
		if (pin == PIN_UNKNOWN)
			look_unknown(l, look_line(run, c),
			    "%s: which packages %s stands for is not known", p.manager,
			    p.packages[k]);
		if (pin != UNPINNED)
			continue;
		first = first != NULL ? first : p.packages[k];
		buf_printf(&list, "%s%s", list.len > 0 ? ", " : "", p.packages[k]);
	}
	if (first != NULL) {
		const char *packages =
		    arena_printf(l->a, "%s%s", buf_str(&list), list.failed ? ", ..." : "");

		look_warn(l,
		    &(struct look_item){ arena_printf(l->a, "%s %s", p.manager, first),
			look_line(run, c), "RUN", packages, "a version for each package" },
		    "%s installs whatever version there is of %s", p.manager, packages);
	}
	buf_free(&list);
}

void
check_versions_pinned(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *run;
	struct shell_text t;
	size_t n = 0;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	while ((run = look_next(&l, KIND(DF_RUN))) != NULL) {
		if (!look_commands(&l, run, &t))
			continue;
		for (size_t i = 0; i < t.n; i++)
			judge_versions(&l, run, &t.commands[i], &n);
	}
	if (n == 0)
		look_end_skip(&l, "no packages are installed by name");
	else
		look_end(&l,
		    &(struct look_item){ "", 0, "RUN", arena_printf(l.a, "%zu packages", n),
			"a version for each package" },
		    "all packages are installed with a version");
}

/* ---- K-16: recommended packages and caches
 * -------------------------------------------------------- */

/* What one RUN does to keep an installation lean. */
struct lean {
	bool apt_lists, apk_cache, yum_cache, zypper_cache, pip_cache;
};

static struct lean
what_is_removed(struct look *l, const struct df_instruction *run, const struct shell_text *t)
{
	struct lean lean = { false, false, false, false, false };

	for (size_t k = 0; k < run->n_flags; k++) {
		const char *target = NULL;

		if (strcmp(run->flags[k].name, "mount") == 0)
			target = look_setting(l->a, run->flags[k].value.text, "target");
		if (target == NULL)
			continue;
		lean.apt_lists = lean.apt_lists || strncmp(target, "/var/lib/apt", 12) == 0;
		lean.apk_cache = lean.apk_cache || strstr(target, "/apk") != NULL;
		lean.yum_cache = lean.yum_cache || strncmp(target, "/var/cache/", 11) == 0;
		lean.zypper_cache =
		    lean.zypper_cache || strncmp(target, "/var/cache/zypp", 15) == 0;
		lean.pip_cache = lean.pip_cache || strstr(target, ".cache") != NULL;
	}
	for (size_t i = 0; i < t->n; i++) {
		const struct shell_command *c = &t->commands[i];
		struct shell_package p;
		bool removes =
		    strcmp(shell_name(c), "rm") == 0 || strcmp(shell_name(c), "find") == 0;
		bool cleans = shell_package(l->a, c, &p) && p.action == SHELL_PACKAGE_CLEAN;

		lean.apt_lists = lean.apt_lists || (removes && has_part(c, "/var/lib/apt"));
		lean.apk_cache = lean.apk_cache || (removes && has_part(c, "/var/cache"));
		lean.yum_cache = lean.yum_cache || (cleans && is_family(&p, "yum")) ||
				 (removes && has_part(c, "/var/cache"));
		lean.zypper_cache = lean.zypper_cache || (cleans && is_family(&p, "zypper"));
		lean.pip_cache = lean.pip_cache || (cleans && is_family(&p, "pip")) ||
				 (removes && has_part(c, ".cache"));
	}
	return lean;
}

/* What an installation leaves behind that nobody needs; NULL: nothing. */
static const char *
what_is_left(const struct shell_command *c, const struct shell_package *p, const struct lean *lean,
    bool pip_off)
{
	if (is_family(p, "apt") && !has_word(c, "--no-install-recommends") &&
	    !has_part(c, "Install-Recommends="))
		return "recommended packages (--no-install-recommends)";
	if (is_family(p, "apt") && !lean->apt_lists)
		return "the lists of packages (rm -rf /var/lib/apt/lists/*)";
	if (is_family(p, "apk") && !p->refreshes && !lean->apk_cache)
		return "the index (--no-cache)";
	if (is_family(p, "yum") && !lean->yum_cache)
		return "the cache (clean all)";
	if (is_family(p, "zypper") && !lean->zypper_cache)
		return "the cache (zypper clean)";
	if (is_family(p, "pip") && strncmp(p->manager, "pip", 3) == 0 && !pip_off &&
	    !lean->pip_cache && !has_word(c, "--no-cache-dir"))
		return "the cache (--no-cache-dir)";
	return NULL;
}

static bool
switches_pip_cache_off(const struct df_instruction *env)
{
	for (size_t k = 0; k < env->n_pairs; k++) {
		if (strcmp(env->pairs[k].name, "PIP_NO_CACHE_DIR") == 0)
			return true;
	}
	return false;
}

void
check_lean_install(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *i;
	bool pip_off = false;
	size_t n = 0;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	while ((i = look_next(&l, KIND(DF_RUN) | KIND(DF_ENV) | KIND(DF_ARG))) != NULL) {
		struct shell_text t;
		struct lean lean;

		pip_off = pip_off || switches_pip_cache_off(i);
		if (i->kind != DF_RUN || !look_ships(&l, l.stage) || !look_commands(&l, i, &t))
			continue;
		lean = what_is_removed(&l, i, &t);
		for (size_t k = 0; k < t.n; k++) {
			const struct shell_command *c = &t.commands[k];
			struct shell_package p;
			const char *left;

			if (!shell_package(l.a, c, &p) || p.action != SHELL_PACKAGE_INSTALL)
				continue;
			n++;
			left = what_is_left(c, &p, &lean, pip_off);
			if (left != NULL)
				look_warn(&l,
				    &(struct look_item){
					p.manager, look_line(i, c), "RUN", p.manager, left },
				    "%s leaves in the image: %s", p.manager, left);
		}
	}
	look_open_base(&l);
	if (n == 0)
		look_end_skip(&l, "the final image installs no packages");
	else
		look_end(&l,
		    &(struct look_item){ "", 0, "RUN", arena_printf(l.a, "%zu installations", n),
			"nothing left behind" },
		    "installations leave neither recommended packages nor caches");
}

/* ---- K-33: build tools
 * ------------------------------------------------------------------------------ */

static bool
is_build_tool(const char *package)
{
	static const char *const names[] = { "gcc", "g++", "gcc-c++", "clang", "make", "cmake",
		"build-essential", "build-base", "autoconf", "automake", "libtool", "binutils",
		"git", "golang", "golang-go", "go", "cargo", "rustc", "rust", "maven", "gradle",
		"ninja-build", "linux-headers", "musl-dev", "gfortran", "base-devel", NULL };
	size_t n = strcspn(package, "=<>~@");

	for (size_t i = 0; names[i] != NULL; i++) {
		if (strlen(names[i]) == n && memcmp(package, names[i], n) == 0)
			return true;
	}
	return (n > 4 && memcmp(package + n - 4, "-dev", 4) == 0) ||
	       (n > 6 && memcmp(package + n - 6, "-devel", 6) == 0);
}

/* apk del, apt-get purge: what was needed for the build goes again in the same layer. */
static bool
removes_packages(const struct shell_text *t)
{
	static const char *const words[] = { "del", "purge", "remove", "autoremove", "erase" };

	for (size_t i = 0; i < t->n; i++) {
		const char *name = shell_name(&t->commands[i]);
		size_t at = shell_proper(&t->commands[i]);

		if (strncmp(name, "ap", 2) != 0 && strcmp(name, "yum") != 0 &&
		    strcmp(name, "dnf") != 0 && strcmp(name, "microdnf") != 0 &&
		    strcmp(name, "zypper") != 0)
			continue;
		for (size_t k = at + 1; k < t->commands[i].n; k++) {
			for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
				if (strcmp(t->commands[i].words[k], words[w]) == 0)
					return true;
			}
		}
	}
	return false;
}

static void
judge_tools(struct look *l, const struct df_instruction *run, const struct shell_text *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct shell_command *c = &t->commands[i];
		struct shell_package p;

		if (!shell_package(l->a, c, &p) || p.action != SHELL_PACKAGE_INSTALL ||
		    !(is_family(&p, "apt") || is_family(&p, "apk") || is_family(&p, "yum") ||
			is_family(&p, "zypper") || is_family(&p, "pacman")))
			continue;
		for (size_t k = 0; k < p.n_packages; k++) {
			if (is_build_tool(p.packages[k]))
				look_warn(l,
				    &(struct look_item){ arena_strndup(l->a, p.packages[k],
							     strcspn(p.packages[k], "=<>~@")),
					look_line(run, c), "RUN", p.packages[k],
					"a stage of its own" },
				    "%s stays in the final image", p.packages[k]);
		}
	}
}

void
check_build_tools(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *run;
	struct shell_text t;
	size_t n = 0;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	while ((run = look_next(&l, KIND(DF_RUN))) != NULL) {
		if (!look_ships(&l, l.stage) || run->onbuild || !look_commands(&l, run, &t))
			continue;
		n++;
		if (!removes_packages(&t))
			judge_tools(&l, run, &t);
	}
	look_open_base(&l);
	look_end(&l,
	    &(struct look_item){ "", 0, "RUN", arena_printf(l.a, "%zu RUN in the final image", n),
		"no compilers, no headers" },
	    "the final image installs no compilers and no headers");
}
