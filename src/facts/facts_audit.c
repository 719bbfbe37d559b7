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
	bool merged;	 /* augenrules puts the files together: it moves any -D to the top */
	bool switch_off; /* the last -e is 0 */
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

/*
 * "always,exit" and "exit,always" are the same. "never,task" switches off system call records, and
 * with them every watch, for processes that start while it is loaded. Other lists do not matter.
 */
static bool
parse_action(struct audit_rule *r, const char *action)
{
	if (strcmp(action, "always,exit") == 0 || strcmp(action, "exit,always") == 0)
		r->always = true;
	else if (strcmp(action, "never,task") == 0 || strcmp(action, "task,never") == 0)
		r->task = true;
	else if (strcmp(action, "never,exit") != 0 && strcmp(action, "exit,never") != 0)
		return false;
	return true;
}

/* Gives the value of the option at word[*i] ("-w /x" or "-w/x") and moves to the next one. */
static const char *
option_value(char **word, size_t n, size_t *i)
{
	const char *w = word[(*i)++];

	if (w[2] != '\0')
		return w + 2;
	return *i < n ? word[(*i)++] : "";
}

/* One line's words into a rule. False: it is no rule that watches or excludes a file. */
static bool
parse_rule(struct audit_rule *r, char **word, size_t n)
{
	bool rule = false, syscalls = false;

	r->perms = AUDIT_PERM_R | AUDIT_PERM_W | AUDIT_PERM_X | AUDIT_PERM_A;
	for (size_t i = 0; i < n;) {
		char option = word[i][0] == '-' ? word[i][1] : '\0';
		const char *value = "";

		if (option == '\0' || strchr("wpaAFSkC", option) == NULL)
			i++;
		else
			value = option_value(word, n, &i);
		if (option == 'w') {
			r->path = value;
			r->watch = r->always = rule = true;
		} else if (option == 'p') {
			r->perms = permissions(value);
		} else if (option == 'a' || option == 'A') {
			rule = parse_action(r, value);
			if (!rule)
				return false;
		} else if (option == 'F') {
			parse_filter(r, value);
		} else if (option == 'S') {
			syscalls = syscalls || strcmp(value, "all") != 0;
		} else if (option == 'C') {
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
	bool first;
	size_t n = 0;

	for (char *w = strtok_r(copy, " \t\r", &save); w != NULL && n < 64;
	     w = strtok_r(NULL, " \t\r", &save))
		word[n++] = w;
	if (n == 0 || word[0][0] == '#')
		return;
	if (strcmp(word[0], "-D") == 0) {
		rules->n = rules->merged ? rules->n : 0;
		return;
	}
	if (strcmp(word[0], "-e") == 0 && n > 1) {
		rules->switch_off = strcmp(word[1], "0") == 0;
		return;
	}
	if (strcmp(word[0], "-W") == 0 && n > 1) {
		delete_watch(rules, word[1]);
		return;
	}
	if (!parse_rule(&r, word, n))
		return;
	first = strncmp(word[0], "-A", 2) == 0 || r.task; /* tasks are looked at before files */
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
	f->host.audit.daemon_pid = json_int(json, "pid");
	f->host.audit.lost = json_int(json, "lost");
	f->host.audit.backlog_limit = json_int(json, "backlog_limit");
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

/* auditctl loads no file that others may write to, or that is not root's: nor is it a proof. */
static bool
is_trusted(const struct file_facts *file)
{
	return file->type == FILE_REGULAR && file->uid == 0 && (file->mode & 002) == 0 &&
	       ((file->mode & 020) == 0 || file->gid == 0);
}

static void
add_file(struct facts *f, struct rules *rules, const struct file_facts *file)
{
	int64_t number = 0;
	char *copy, *line, *end;

	if (file->origin.state == DOC_GONE || file->type == FILE_DIR)
		return;
	if (file->origin.state != DOC_OK) {
		f->host.audit.files_origin = file->origin;
		return;
	}
	if (!is_trusted(file)) {
		f->host.audit.files_distrusted = file->path;
		return;
	}
	if (file->content.seen != SEEN) {
		f->host.audit.files_origin = file->content_origin;
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

/* Those right below the directory: augenrules looks no deeper. */
static bool
is_rules_file(const char *path)
{
	static const char dir[] = "/etc/audit/rules.d/";
	size_t n = strlen(path);

	return n > 6 && strcmp(path + n - 6, ".rules") == 0 &&
	       strncmp(path, dir, sizeof dir - 1) == 0 &&
	       strchr(path + sizeof dir - 1, '/') == NULL;
}

/* augenrules takes them in the order of ls -v: 9-x before 10-x. */
static int
compare_versions(const void *a, const void *b)
{
	return strverscmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t
rules_files(struct facts *f, const struct file_list *tree, const char ***paths)
{
	size_t n = 0;

	*paths = arena_alloc(f->arena, sizeof **paths * (tree->n + 1));
	for (size_t i = 0; i < tree->n; i++) {
		if (is_rules_file(tree->v[i].path) && tree->v[i].type != FILE_DIR)
			(*paths)[n++] = tree->v[i].path;
	}
	if (n > 1)
		qsort(*paths, n, sizeof **paths, compare_versions);
	return n;
}

/*
 * At each start audit.rules is written anew from rules.d, if that has any; then what audit.rules
 * says today does not count.
 */
void
join_audit_files(struct facts *f)
{
	struct rules rules = { .arena = f->arena };
	struct file_list tree = facts_tree(f, "/etc/audit/rules.d");
	const struct file_facts *merged = facts_file(f, "/etc/audit/audit.rules");
	const char **paths;
	size_t n = rules_files(f, &tree, &paths);

	f->host.audit.files_origin = (struct origin){ DOC_OK, "/etc/audit", "" };
	if (tree.origin.state != DOC_OK && tree.origin.state != DOC_GONE)
		f->host.audit.files_origin = tree.origin;
	if (tree.origin.state == DOC_GONE && merged->origin.state == DOC_GONE)
		f->host.audit.files_origin = merged->origin;
	rules.merged = n > 0;
	for (size_t i = 0; i < n; i++)
		add_file(f, &rules, facts_file(f, paths[i]));
	if (n == 0)
		add_file(f, &rules, merged);
	f->host.audit.files = rules.v;
	f->host.audit.n_files = rules.n;
	f->host.audit.files_switch_off = rules.switch_off;
}
