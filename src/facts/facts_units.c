/*
 * facts_units.c: joins the files of docker.service and docker.socket as systemd does, and works out
 * the command that starts the daemon. It may not judge any of it.
 */
#include "config.h"

#include "facts_internal.h"

#include <stdlib.h>
#include <string.h>

#include "syntax/unit_file.h"

struct pile {
	size_t n, cap;
	const struct file_facts **v;
};

static void
pile_add(struct facts *f, struct pile *p, const struct file_facts *file)
{
	p->v = arena_grow(f->arena, p->v, p->n, &p->cap, sizeof *p->v);
	p->v[p->n++] = file;
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* The worst of what was looked at: a unit is known only where all of its files are. */
static void
note_origin(struct unit_facts *u, const struct origin *o)
{
	if (o->state != DOC_OK && o->state != DOC_GONE && u->origin.state == DOC_OK)
		u->origin = *o;
}

static void
find_fragments(struct facts *f, struct unit_facts *u)
{
	struct pile p = { 0, 0, NULL };

	for (size_t i = 0; unit_dirs[i] != NULL; i++) {
		const struct file_facts *file =
		    facts_file(f, arena_printf(f->arena, "%s/%s", unit_dirs[i], u->name));
		bool seen = false;

		note_origin(u, &file->origin);
		for (size_t k = 0; k < p.n; k++)
			seen = seen || strcmp(p.v[k]->real, file->real) == 0;
		if (file->origin.state == DOC_OK && !seen)
			pile_add(f, &p, file);
	}
	u->n_fragments = p.n;
	u->fragments = p.v;
	u->masked = p.n > 0 && (p.v[0]->type != FILE_REGULAR ||
				   (p.v[0]->content.seen == SEEN && p.v[0]->content.v[0] == '\0'));
	if (u->origin.state == DOC_OK && p.n == 0)
		u->origin = (struct origin){ DOC_GONE, u->name, "there is no such unit" };
}

/* Of drop-ins with one name the one in the earlier directory counts. */
static void
add_drop_ins(struct facts *f, struct unit_facts *u, struct pile *p, const char *dir)
{
	struct file_list tree = facts_tree(f, dir);

	note_origin(u, &tree.origin);
	for (size_t i = 0; i < tree.n; i++) {
		const char *path = tree.v[i].path, *name = base_name(path);
		size_t n = strlen(name), below = strlen(dir);
		bool seen = false;

		if (n <= 5 || strcmp(name + n - 5, ".conf") != 0 || tree.v[i].type == FILE_DIR ||
		    name != path + below + 1)
			continue;
		for (size_t k = 0; k < p->n; k++)
			seen = seen || strcmp(base_name(p->v[k]->path), name) == 0;
		if (!seen)
			pile_add(f, p, facts_file(f, path));
	}
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(base_name((*(const struct file_facts *const *)a)->path),
	    base_name((*(const struct file_facts *const *)b)->path));
}

/* Those of the unit, then those of all units of its type; then by name. */
static void
find_drop_ins(struct facts *f, struct unit_facts *u)
{
	struct pile p = { 0, 0, NULL };
	const char *type = strrchr(u->name, '.') + 1;

	for (size_t i = 0; unit_dirs[i] != NULL; i++)
		add_drop_ins(f, u, &p, arena_printf(f->arena, "%s/%s.d", unit_dirs[i], u->name));
	for (size_t i = 0; unit_dirs[i] != NULL; i++)
		add_drop_ins(f, u, &p, arena_printf(f->arena, "%s/%s.d", unit_dirs[i], type));
	if (p.n > 1)
		qsort(p.v, p.n, sizeof *p.v, compare_names);
	u->n_drop_ins = p.n;
	u->drop_ins = p.v;
}

struct settings {
	size_t n, cap;
	struct unit_setting *v;
};

/* An empty value takes back what was said before, in lists as in single values. */
static void
apply(struct facts *f, struct settings *s, const struct unit_line *l, const char *file)
{
	size_t kept = 0;

	if (l->value[0] == '\0') {
		for (size_t i = 0; i < s->n; i++) {
			if (strcmp(s->v[i].section, l->section) != 0 ||
			    strcmp(s->v[i].key, l->key) != 0)
				s->v[kept++] = s->v[i];
		}
		s->n = kept;
		return;
	}
	s->v = arena_grow(f->arena, s->v, s->n, &s->cap, sizeof *s->v);
	s->v[s->n++] = (struct unit_setting){ l->section, l->key, l->value, file, l->line };
}

static void
read_unit_file(
    struct facts *f, struct unit_facts *u, struct settings *s, const struct file_facts *file)
{
	struct unit_lines lines;

	if (file->type != FILE_REGULAR && file->origin.state == DOC_OK)
		return; /* /dev/null takes a drop-in away */
	note_origin(u, &file->content_origin);
	if (file->content.seen != SEEN)
		return;
	lines = unit_parse(f->arena, file->content.v);
	if (lines.cut && u->origin.state == DOC_OK)
		u->origin = (struct origin){ DOC_FAILED, file->path, "is too long to be a unit" };
	for (size_t i = 0; i < lines.n; i++)
		apply(f, s, &lines.v[i], file->path);
}

static void
join_unit(struct facts *f, struct unit_facts *u, const char *name)
{
	struct settings s = { 0, 0, NULL };

	*u = (struct unit_facts){ .name = name, .origin = { DOC_OK, name, "" } };
	find_fragments(f, u);
	find_drop_ins(f, u);
	if (u->n_fragments > 0 && !u->masked)
		read_unit_file(f, u, &s, u->fragments[0]);
	for (size_t i = 0; i < u->n_drop_ins; i++)
		read_unit_file(f, u, &s, u->drop_ins[i]);
	u->n = s.n;
	u->v = s.v;
}

const char *
unit_value(const struct unit_facts *u, const char *section, const char *key,
    const struct unit_setting **found)
{
	for (size_t i = u->n; i-- > 0;) {
		if (strcmp(u->v[i].section, section) != 0 || strcmp(u->v[i].key, key) != 0)
			continue;
		if (found != NULL)
			*found = &u->v[i];
		return u->v[i].value;
	}
	return NULL;
}

/* ---- environment ---------------------------------------------------------------------------- */

struct environments {
	size_t n, cap;
	struct environment_file *v;
};

static void
add_environment(struct facts *f, struct environments *all, const char *path, bool named)
{
	struct environment_file *e;
	struct unit_lines lines;
	struct unit_setting *v;
	bool optional = named && path[0] == '-';

	path += optional;
	for (size_t i = 0; i < all->n; i++) {
		if (strcmp(all->v[i].path, path) == 0)
			return;
	}
	all->v = arena_grow(f->arena, all->v, all->n, &all->cap, sizeof *all->v);
	e = &all->v[all->n++];
	*e = (struct environment_file){ path, named, optional, facts_file(f, path), 0, NULL };
	if (e->file->content.seen != SEEN)
		return;
	lines = unit_parse_environment(f->arena, e->file->content.v);
	v = arena_alloc(f->arena, sizeof *v * (lines.n + 1));
	for (size_t i = 0; i < lines.n; i++)
		v[i] = (struct unit_setting){ "", lines.v[i].key, lines.v[i].value, e->path,
			lines.v[i].line };
	e->n = lines.n;
	e->v = v;
}

static void
find_environments(struct facts *f)
{
	const struct unit_facts *u = &f->host.service;
	struct environments all = { 0, 0, NULL };

	for (size_t i = 0; i < u->n; i++) {
		if (strcmp(u->v[i].section, "Service") == 0 &&
		    strcmp(u->v[i].key, "EnvironmentFile") == 0)
			add_environment(f, &all, u->v[i].value, true);
	}
	for (size_t i = 0; daemon_environment_files[i] != NULL; i++)
		add_environment(f, &all, daemon_environment_files[i], false);
	f->host.n_environment_files = all.n;
	f->host.environment_files = all.v;
}

/* Environment=, then the files that override it. False: one of them is not known. */
static bool
gather_environment(struct facts *f, struct unit_lines *env)
{
	const struct host_facts *h = &f->host;
	struct unit_line *v = NULL;
	size_t cap = 0;

	for (size_t i = 0; i < h->service.n; i++) {
		const struct unit_setting *s = &h->service.v[i];
		struct fact_list words;

		if (strcmp(s->section, "Service") != 0 || strcmp(s->key, "Environment") != 0)
			continue;
		words = unit_words(f->arena, s->value);
		for (size_t k = 0; k < words.n; k++) {
			size_t name = strcspn(words.v[k], "=");

			v = arena_grow(f->arena, v, env->n, &cap, sizeof *v);
			v[env->n++] =
			    (struct unit_line){ "", arena_strndup(f->arena, words.v[k], name),
				    words.v[k] + name + (words.v[k][name] == '='), s->line };
		}
	}
	for (size_t i = 0; i < h->n_environment_files; i++) {
		const struct environment_file *e = &h->environment_files[i];

		if (!e->named || (e->file->origin.state == DOC_GONE && e->optional))
			continue;
		if (e->file->content.seen != SEEN) {
			f->host.command_origin = e->file->content_origin;
			return false;
		}
		for (size_t k = 0; k < e->n; k++) {
			v = arena_grow(f->arena, v, env->n, &cap, sizeof *v);
			v[env->n++] =
			    (struct unit_line){ "", e->v[k].key, e->v[k].value, e->v[k].line };
		}
	}
	env->v = v;
	return true;
}

static void
find_command(struct facts *f)
{
	struct unit_lines env = { 0, NULL, false };
	const char *command = unit_value(&f->host.service, "Service", "ExecStart", NULL);

	f->host.command_origin = f->host.service.origin;
	if (f->host.service.origin.state != DOC_OK || !gather_environment(f, &env))
		return;
	f->host.start_command.seen = ABSENT;
	if (command == NULL || f->host.service.masked)
		return;
	f->host.start_command = unit_command(f->arena, command, &env);
	for (size_t i = 0; i < f->host.start_command.n; i++) {
		if (strstr(f->host.start_command.v[i], "<masked") != NULL)
			f->host.start_command.seen = UNSEEN;
	}
	if (f->host.start_command.seen == SEEN)
		parse_daemon_command(f, &f->host.unit_daemon, &f->host.start_command);
	else
		f->host.command_origin = (struct origin){ DOC_FAILED, f->host.service.name,
			"a part of its command is hidden because it looks like a secret" };
}

void
join_units(struct facts *f)
{
	join_unit(f, &f->host.service, "docker.service");
	join_unit(f, &f->host.socket_unit, "docker.socket");
	find_environments(f);
	find_command(f);
}
