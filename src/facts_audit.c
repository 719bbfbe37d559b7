/*
 * facts_audit.c: parses audit rules, as files have them and as the kernel's are written. It may
 * not judge what they cover.
 */
#include "config.h"

#include "facts_internal.h"

#include <stdlib.h>
#include <string.h>

struct rules {
	struct arena *arena;
	struct audit_rule *v;
	size_t n, cap;
};

static unsigned
permissions(const char *text)
{
	unsigned perms = 0;

	for (; *text != '\0'; text++) {
		switch (*text) {
		case 'r':
			perms |= AUDIT_PERM_R;
			break;
		case 'w':
			perms |= AUDIT_PERM_W;
			break;
		case 'x':
			perms |= AUDIT_PERM_X;
			break;
		case 'a':
			perms |= AUDIT_PERM_A;
			break;
		default:
			break;
		}
	}
	return perms;
}

/* "path=/etc/docker": a filter. False for what makes the rule none about files. */
static void
parse_filter(struct audit_rule *r, const char *filter)
{
	if (strncmp(filter, "path=", 5) == 0)
		r->path = filter + 5;
	else if (strncmp(filter, "dir=", 4) == 0)
		r->dir = filter + 4;
	else if (strncmp(filter, "perm=", 5) == 0)
		r->perms = permissions(filter + 5);
	else if (strncmp(filter, "key=", 4) != 0 && strncmp(filter, "arch=", 5) != 0)
		r->narrowed = true;
}

/* "always,exit" and "exit,always" are the same; other lists do not see files. */
static bool
parse_action(struct audit_rule *r, const char *action)
{
	if (strcmp(action, "always,exit") == 0 || strcmp(action, "exit,always") == 0)
		r->always = true;
	else if (strcmp(action, "never,exit") != 0 && strcmp(action, "exit,never") != 0)
		return false;
	return true;
}

/* One line's words into a rule. False: it is no rule that watches or excludes a file. */
static bool
parse_rule(struct audit_rule *r, char **word, size_t n)
{
	bool rule = false, syscalls = false;

	r->perms = AUDIT_PERM_R | AUDIT_PERM_W | AUDIT_PERM_X | AUDIT_PERM_A;
	for (size_t i = 0; i + 1 < n; i += 2) {
		const char *option = word[i], *value = word[i + 1];

		if (strcmp(option, "-w") == 0) {
			r->path = value;
			r->watch = r->always = rule = true;
		} else if (strcmp(option, "-p") == 0) {
			r->perms = permissions(value);
		} else if (strcmp(option, "-a") == 0 || strcmp(option, "-A") == 0) {
			rule = parse_action(r, value);
			if (!rule)
				return false;
		} else if (strcmp(option, "-F") == 0) {
			parse_filter(r, value);
		} else if (strcmp(option, "-S") == 0) {
			syscalls = syscalls || strcmp(value, "all") != 0;
		} else if (strcmp(option, "-C") == 0) {
			r->narrowed = true;
		}
	}
	/* A list of system calls sees only those: the rule does not watch all that -p names. */
	if (syscalls)
		r->narrowed = true;
	return rule && (r->path != NULL || r->dir != NULL || !r->always);
}

static void
delete_watch(struct rules *rules, const char *path)
{
	size_t kept = 0;

	for (size_t i = 0; i < rules->n; i++) {
		if (rules->v[i].watch && strcmp(rules->v[i].path, path) == 0)
			continue;
		rules->v[kept++] = rules->v[i];
	}
	rules->n = kept;
}

/* "/etc/docker/" is "/etc/docker". */
static const char *
without_slash(struct arena *a, const char *path)
{
	size_t n = path != NULL ? strlen(path) : 0;

	if (n < 2 || path[n - 1] != '/')
		return path;
	return arena_strndup(a, path, n - 1);
}

static void
add_line(struct rules *rules, const char *text, const char *source, int64_t line)
{
	struct audit_rule r = { .text = text, .source = source, .line = line };
	char *copy = arena_strdup(rules->arena, text), *save = NULL, *word[64];
	bool first = false;
	size_t n = 0;

	for (char *w = strtok_r(copy, " \t\r", &save); w != NULL && n < 64;
	     w = strtok_r(NULL, " \t\r", &save))
		word[n++] = w;
	if (n == 0 || word[0][0] == '#')
		return;
	if (strcmp(word[0], "-D") == 0) {
		rules->n = 0;
		return;
	}
	if (strcmp(word[0], "-W") == 0 && n > 1) {
		delete_watch(rules, word[1]);
		return;
	}
	first = strcmp(word[0], "-A") == 0;
	if (!parse_rule(&r, word, n))
		return;
	r.path = without_slash(rules->arena, r.path);
	r.dir = without_slash(rules->arena, r.dir);
	rules->v = arena_grow(rules->arena, rules->v, rules->n, &rules->cap, sizeof *rules->v);
	if (first)
		memmove(rules->v + 1, rules->v, rules->n * sizeof *rules->v);
	rules->v[first ? 0 : rules->n] = r;
	rules->n++;
}

void
decode_audit_kernel(struct facts *f, const cJSON *json)
{
	struct rules rules = { .arena = f->arena };
	const cJSON *list = json_at(json, "rules", NULL), *item;

	f->host.audit.enabled = json_int(json, "enabled");
	if (!cJSON_IsArray(list)) {
		f->host.audit.kernel_origin.state = DOC_FAILED;
		f->host.audit.kernel_origin.problem = "the document is malformed";
		return;
	}
	cJSON_ArrayForEach (item, list) {
		if (cJSON_IsString(item))
			add_line(&rules, arena_strdup(f->arena, item->valuestring), "kernel", 0);
	}
	f->host.audit.kernel = rules.v;
	f->host.audit.n_kernel = rules.n;
}

static void
add_file(struct facts *f, struct rules *rules, const struct file_facts *file)
{
	int64_t number = 0;
	char *copy, *line, *end;

	if (file->origin.state == DOC_GONE)
		return;
	if (file->origin.state != DOC_OK || file->content.seen != SEEN) {
		f->host.audit.files_origin = file->origin;
		return;
	}
	copy = arena_strdup(f->arena, file->content.v);
	for (line = copy; line != NULL; line = end) {
		end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		add_line(rules, line, file->path, ++number);
	}
}

static bool
is_rules_file(const char *path)
{
	size_t n = strlen(path);

	return n > 6 && strcmp(path + n - 6, ".rules") == 0;
}

void
join_audit_files(struct facts *f)
{
	struct rules rules = { .arena = f->arena };
	struct file_list tree = facts_tree(f, "/etc/audit/rules.d");
	const struct file_facts *merged = facts_file(f, "/etc/audit/audit.rules");

	f->host.audit.files_origin = (struct origin){ DOC_OK, "/etc/audit", "" };
	if (tree.origin.state != DOC_OK && tree.origin.state != DOC_GONE)
		f->host.audit.files_origin = tree.origin;
	if (tree.origin.state == DOC_GONE && merged->origin.state == DOC_GONE)
		f->host.audit.files_origin = merged->origin;
	for (size_t i = 0; i < tree.n; i++) {
		if (is_rules_file(tree.v[i].path))
			add_file(f, &rules, facts_file(f, tree.v[i].path));
	}
	add_file(f, &rules, merged);
	f->host.audit.files = rules.v;
	f->host.audit.n_files = rules.n;
}
