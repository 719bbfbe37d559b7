/*
 * facts_sudo.c: reads sudo's rules: who may run which command, and whether without a password. It
 * understands sudoers(5) as far as that takes it, and says so where it does not. It may not judge
 * a rule.
 */
#include "config.h"

#include "facts_internal.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"

#define LINE_BYTES ((size_t)1 << 16)
#define RULES_MAX 20000
#define ALIASES_MAX 1000
#define ALIAS_DEPTH 8

struct alias {
	const char *name, *members;
};

struct reader {
	struct facts *f;
	struct sudo_facts *sudo;
	const char *file;
	int64_t line;
	struct sudo_rule *v;
	size_t cap;
	struct alias *aliases;
	size_t n_aliases, cap_aliases;
	bool never_asks; /* Defaults !authenticate */
};

static void
fail(struct reader *r, const char *problem)
{
	if (r->sudo->origin.state == DOC_OK)
		r->sudo->origin = (struct origin){ DOC_FAILED, r->file,
			arena_printf(r->f->arena, "line %lld %s", (long long)r->line, problem) };
}

static char *
trimmed(struct arena *a, const char *s, size_t n)
{
	while (n > 0 && isspace((unsigned char)*s))
		s++, n--;
	while (n > 0 && isspace((unsigned char)s[n - 1]))
		n--;
	return arena_strndup(a, s, n);
}

/* Up to the first of these marks that is neither escaped nor quoted nor in parentheses. */
static size_t
span(const char *s, const char *marks)
{
	bool quoted = false;
	size_t i;
	int depth = 0;

	for (i = 0; s[i] != '\0'; i++) {
		if (s[i] == '\\' && s[i + 1] != '\0')
			i++;
		else if (s[i] == '"')
			quoted = !quoted;
		else if (!quoted && depth == 0 && strchr(marks, s[i]) != NULL)
			break;
		else if (!quoted && s[i] == '(')
			depth++;
		else if (!quoted && s[i] == ')' && depth > 0)
			depth--;
	}
	return i;
}

static const char *
alias_members(const struct reader *r, const char *name)
{
	for (size_t i = 0; i < r->n_aliases; i++) {
		if (strcmp(r->aliases[i].name, name) == 0)
			return r->aliases[i].members;
	}
	return NULL;
}

static bool
is_alias_name(const char *s)
{
	return isupper((unsigned char)s[0]) &&
	       s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] == '\0' &&
	       strcmp(s, "ALL") != 0;
}

static void
add_rule(struct reader *r, const char *users, const char *command, bool without, bool negated)
{
	if (r->sudo->n == RULES_MAX) {
		fail(r, "is one too many to be looked at");
		return;
	}
	r->v = arena_grow(r->f->arena, r->v, r->sudo->n, &r->cap, sizeof *r->v);
	r->v[r->sudo->n++] =
	    (struct sudo_rule){ users, command, without, negated, r->file, r->line };
}

/* A command, or the members of an alias of commands. */
static void
add_command(
    struct reader *r, const char *users, const char *command, bool without, bool negated, int depth)
{
	const char *members;

	if (strstr(command, "<masked ") != NULL) {
		fail(r, "is hidden in part, because it looks like a secret");
		return;
	}
	while (command[0] == '!') {
		negated = !negated;
		command += 1 + strspn(command + 1, " \t");
	}
	members = is_alias_name(command) ? alias_members(r, command) : NULL;
	if (members == NULL || depth == ALIAS_DEPTH) {
		if (is_alias_name(command))
			fail(r, "names an alias that is not known");
		else
			add_rule(r, users, command, without, negated);
		return;
	}
	while (*members != '\0' && r->sudo->n < RULES_MAX) {
		size_t n = span(members, ",");

		add_command(
		    r, users, trimmed(r->f->arena, members, n), without, negated, depth + 1);
		members += n + (members[n] == ',');
	}
}

static const char *const tags[] = { "NOPASSWD", "PASSWD", "NOEXEC", "EXEC", "SETENV", "NOSETENV",
	"LOG_INPUT", "NOLOG_INPUT", "LOG_OUTPUT", "NOLOG_OUTPUT", "FOLLOW", "NOFOLLOW", "MAIL",
	"NOMAIL", "INTERCEPT", "NOINTERCEPT", NULL };

/* How long the mark is that s begins with, its ':' and blanks included; 0: none. */
static size_t
tag_length(const char *s, const char *tag)
{
	size_t n = strlen(tag);

	if (strncmp(s, tag, n) != 0)
		return 0;
	n += strspn(s + n, " \t");
	return s[n] == ':' ? n + 1 + strspn(s + n + 1, " \t") : 0;
}

/* Takes "NOPASSWD:" and other marks off; true: what follows may be a mark, too. */
static bool
take_tag(const char **command, bool *without)
{
	static const char *const options[] = { "ROLE=", "TYPE=", "CWD=", "CHROOT=", "TIMEOUT=",
		"NOTBEFORE=", "NOTAFTER=", "APPARMOR_PROFILE=", "PRIVS=", "LIMITPRIVS=", "sha224:",
		"sha256:", "sha384:", "sha512:" };
	const char *s = *command;

	for (size_t i = 0; tags[i] != NULL; i++) {
		size_t n = tag_length(s, tags[i]);

		if (n == 0)
			continue;
		if (i < 2)
			*without = i == 0;
		*command = s + n;
		return true;
	}
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
		if (strncmp(s, options[i], strlen(options[i])) != 0)
			continue;
		s += strlen(options[i]) + strspn(s + strlen(options[i]), " \t");
		s += strcspn(s, " \t");
		*command = s + strspn(s, " \t");
		return true;
	}
	return false;
}

/* Does the ':' at `end` belong to a mark or a digest in [from, end)? */
static bool
is_tag_colon(const char *from, const char *end)
{
	static const char *const digests[] = { "sha224", "sha256", "sha384", "sha512", NULL };
	const char *const *lists[] = { tags, digests };

	while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; lists[k][i] != NULL; i++) {
			size_t n = strlen(lists[k][i]);

			if ((size_t)(end - from) >= n && strncmp(end - n, lists[k][i], n) == 0)
				return true;
		}
	}
	return false;
}

/* (runas) TAG: command, command: each mark holds for the commands behind it, too. */
static void
read_commands(struct reader *r, const char *users, const char *list)
{
	bool without = r->never_asks;

	while (*list != '\0') {
		size_t n = span(list, ",");
		const char *command = trimmed(r->f->arena, list, n);

		if (command[0] == '(') {
			command += span(command + 1, ")") + 1;
			if (*command == ')')
				command++;
			command += strspn(command, " \t");
		}
		while (take_tag(&command, &without))
			;
		if (*command != '\0')
			add_command(r, users, command, without, false, 0);
		list += n + (list[n] == ',');
	}
}

/* The end of a list of users: blanks beside its commas belong to it. */
static size_t
users_length(const char *s)
{
	size_t n = 0;

	for (;;) {
		size_t next;

		n += span(s + n, ", \t=");
		next = n + strspn(s + n, " \t");
		if (s[next] != ',')
			return n;
		n = next + 1;
		n += strspn(s + n, " \t");
	}
}

/* users hosts = commands : hosts = commands */
static void
read_rule(struct reader *r, const char *line)
{
	size_t n = users_length(line);
	const char *users = arena_strndup(r->f->arena, line, n), *rest = line + n;

	while (*rest != '\0') {
		size_t hosts = span(rest, "=");
		const char *at, *end;

		if (rest[hosts] != '=') {
			fail(r, "cannot be understood");
			return;
		}
		at = rest + hosts + 1;
		for (end = at + span(at, ":"); *end == ':' && is_tag_colon(at, end);)
			end += 1 + span(end + 1, ":");
		read_commands(r, users, arena_strndup(r->f->arena, at, (size_t)(end - at)));
		rest = *end == ':' ? end + 1 : end;
	}
}

static bool
begins(const char *line, const char *word)
{
	size_t n = strlen(word);

	return strncmp(line, word, n) == 0 && (line[n] == '\0' || isspace((unsigned char)line[n]));
}

/* NAME = a, b : OTHER = c */
static void
read_alias(struct reader *r, const char *line)
{
	line += strcspn(line, " \t");
	while (*line != '\0') {
		size_t name = strcspn(line, "="), n;

		if (line[name] != '=') {
			fail(r, "is no alias");
			return;
		}
		n = span(line + name + 1, ":");
		if (r->n_aliases == ALIASES_MAX) {
			fail(r, "is one alias too many");
			return;
		}
		r->aliases = arena_grow(
		    r->f->arena, r->aliases, r->n_aliases, &r->cap_aliases, sizeof *r->aliases);
		r->aliases[r->n_aliases++] = (struct alias){ trimmed(r->f->arena, line, name),
			trimmed(r->f->arena, line + name + 1, n) };
		line += name + 1 + n;
		line += *line == ':';
	}
}

/* What is in /etc/sudoers.d was read; what is elsewhere was not. */
static void
read_include(struct reader *r, const char *line)
{
	bool whole_dir = strncmp(line + 1, "includedir", 10) == 0;
	const char *path = line + strcspn(line, " \t");
	static const char dir[] = "/etc/sudoers.d";
	size_t n = sizeof dir - 1;

	path += strspn(path, " \t\"");
	if (strncmp(path, dir, n) == 0 && (whole_dir || path[n] == '/'))
		return;
	fail(r, "includes what was not read");
}

static void
read_line(struct reader *r, const char *line, bool aliases_only)
{
	static const char *const kinds[] = { "User_Alias", "Runas_Alias", "Host_Alias",
		"Cmnd_Alias", "Cmd_Alias" };
	bool include = strncmp(line + 1, "include", 7) == 0 && (line[0] == '#' || line[0] == '@');

	if (line[0] == '\0' || (line[0] == '#' && !include && !isdigit((unsigned char)line[1])))
		return;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (!begins(line, kinds[i]))
			continue;
		if (aliases_only && i >= 3)
			read_alias(r, line);
		return;
	}
	if (strncmp(line, "Defaults", 8) == 0) {
		if (strstr(line, "!authenticate") == NULL)
			return;
		r->never_asks = true;
		if (!begins(line, "Defaults"))
			fail(r, "takes passwords off for some users, which is not followed");
	} else if (include) {
		if (aliases_only)
			read_include(r, line);
	} else if (!aliases_only) {
		read_rule(r, line);
	}
}

/* A line with what its backslashes continue; comments behind it are taken off. */
static const char *
logical_line(struct reader *r, const char **at, int64_t *next)
{
	struct buf b = BUF_INIT(LINE_BYTES);
	const char *text;
	bool more = true;
	size_t end;

	r->line = *next;
	while (more && **at != '\0') {
		size_t n = strcspn(*at, "\n");

		more = n > 0 && (*at)[n - 1] == '\\';
		buf_add(&b, *at, more ? n - 1 : n);
		*at += n;
		if (**at == '\n')
			++*at, ++*next;
	}
	if (b.failed)
		fail(r, "is too long");
	text = buf_str(&b);
	text += strspn(text, " \t");
	/* "#1000" is a user; a '#' in front is for read_line(). */
	end = text[0] == '#' ? strlen(text) : span(text, "#");
	while (text[end] == '#' && isdigit((unsigned char)text[end + 1]))
		end += 1 + span(text + end + 1, "#");
	text = trimmed(r->f->arena, text, end);
	buf_free(&b);
	return text;
}

static void
read_file(struct reader *r, const struct file_facts *file, bool aliases_only)
{
	const char *at = file->content.seen == SEEN ? file->content.v : "";
	int64_t next = 1;

	r->file = file->path;
	r->line = 0;
	if (file->content.seen != SEEN && r->sudo->origin.state == DOC_OK)
		r->sudo->origin = file->content_origin;
	while (*at != '\0')
		read_line(r, logical_line(r, &at, &next), aliases_only);
}

/* sudo passes over names with a dot in them, and over those that end in '~'. */
static bool
is_read(const struct file_facts *file)
{
	const char *slash = strrchr(file->path, '/'), *name = slash != NULL ? slash + 1 : "";

	return file->type != FILE_DIR && strchr(name, '.') == NULL && *name != '\0' &&
	       name[strlen(name) - 1] != '~';
}

void
join_sudo(struct facts *f)
{
	const struct file_facts *main = facts_file(f, "/etc/sudoers");
	struct file_list tree = facts_tree(f, "/etc/sudoers.d");
	struct reader r = { .f = f, .sudo = &f->host.sudo };

	r.sudo->origin = main->origin;
	if (main->origin.state != DOC_OK)
		return;
	if (tree.origin.state != DOC_OK && tree.origin.state != DOC_GONE)
		r.sudo->origin = tree.origin;
	/* Aliases may stand behind the rules that use them. */
	for (int pass = 0; pass < 2; pass++) {
		read_file(&r, main, pass == 0);
		for (size_t i = 0; i < tree.n; i++) {
			if (is_read(&tree.v[i]))
				read_file(&r, facts_file(f, tree.v[i].path), pass == 0);
		}
	}
	r.sudo->v = r.v;
}
