/*
 * facts_state.c: decodes what lies below the data root and the home directories, containerd's
 * configuration and subordinate ids. It may not judge them.
 */
#include "config.h"

#include "facts_internal.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "syntax/toml.h"

static void
fail(struct origin *o, const char *problem)
{
	o->state = DOC_FAILED;
	o->problem = problem;
}

/* A file document inside of another document. */
static void
decode_inner_file(struct facts *f, struct file_facts *file, const cJSON *json)
{
	file->path = file->real = json_text(f->arena, json, "path");
	file->origin = file->content_origin = (struct origin){ DOC_OK, file->path, "" };
	decode_file(f, file, json);
}

/* ---- containers ----------------------------------------------------------------------------- */

void
decode_container_state(struct facts *f, const cJSON *json)
{
	struct container_state *s = &f->host.container_state;
	const cJSON *files = json_at(json, "files", NULL), *item;
	struct fact_int total = json_int(json, "total"), looked = json_int(json, "looked_into");
	struct container_files *v;

	if (!cJSON_IsArray(files) || total.seen != SEEN || looked.seen != SEEN) {
		fail(&s->origin, "the document is malformed");
		return;
	}
	s->total = total.v;
	s->looked_into = looked.v;
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(files) + 1));
	cJSON_ArrayForEach (item, files) {
		struct container_files *c = &v[s->n++];

		c->kind = json_text(f->arena, item, "kind");
		c->count = json_int(item, "count").v;
		decode_inner_file(f, &c->example, item);
	}
	s->v = v;
}

/* ---- homes ---------------------------------------------------------------------------------- */

static void
decode_users(struct facts *f, struct home_facts *home, const cJSON *json)
{
	const cJSON *users = json_at(json, "users", NULL), *item;
	struct account *v =
	    arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(users) + 1));

	cJSON_ArrayForEach (item, users) {
		struct fact_int uid = json_int(item, "uid");

		if (uid.seen == SEEN)
			v[home->n_users++] =
			    (struct account){ .name = json_text(f->arena, item, "name"),
				    .uid = uid.v };
	}
	home->users = v;
}

static void
decode_client_config(struct facts *f, struct client_config *c, const struct file_facts *file)
{
	struct err err;
	cJSON *json;

	c->origin = file->content_origin;
	c->path = file->path;
	if (file->content.seen != SEEN)
		return;
	json = json_parse(file->content.v, strlen(file->content.v), &err);
	c->stored = json_list(f->arena, json, "stored");
	c->elsewhere = json_list(f->arena, json, "elsewhere");
	c->helper = json_str(f->arena, json, "helper");
	c->proxies_with_password = json_list(f->arena, json, "proxies_with_password");
	if (c->stored.seen != SEEN || c->elsewhere.seen != SEEN || c->helper.seen == UNSEEN ||
	    c->proxies_with_password.seen != SEEN) {
		const char *malformed = json_text(f->arena, json, "malformed");

		fail(&c->origin, malformed[0] != '\0' ? malformed : "the document is malformed");
	}
	cJSON_Delete(json);
}

static void
decode_home(struct facts *f, struct home_facts *home, const cJSON *json)
{
	const cJSON *files = json_at(json, "files", NULL), *item;
	const char *state = json_text(f->arena, json, "state");
	struct file_facts *v;
	const char *config;

	home->dir = json_text(f->arena, json, "dir");
	home->origin = (struct origin){ DOC_OK, home->dir, "" };
	home->config.path = config = arena_printf(
	    f->arena, "%s/.docker/config.json", strcmp(home->dir, "/") == 0 ? "" : home->dir);
	home->config.origin = (struct origin){ DOC_GONE, config, "not there" };
	home->cut = json_bool(json, "cut").v;
	decode_users(f, home, json);
	if (state[0] != '\0') {
		doc_state_parse(state, &home->origin.state);
		home->origin.problem = json_text(f->arena, json, "problem");
	} else if (is_list_of(&home->origin, files, "path") && home->n_users == 0) {
		fail(&home->origin, "the document about it is malformed");
	}
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(files) + 1));
	cJSON_ArrayForEach (item, files) {
		struct file_facts *file = &v[home->n_files++];

		decode_inner_file(f, file, item);
		if (strcmp(file->path, config) == 0)
			decode_client_config(f, &home->config, file);
	}
	home->files = v;
}

void
decode_homes(struct facts *f, const cJSON *json)
{
	const cJSON *list = json_at(json, "homes", NULL), *item;
	struct home_facts *v;

	if (!is_list_of(&f->host.homes_origin, list, "dir"))
		return;
	if (json_int(json, "left_out").seen != SEEN) {
		fail(&f->host.homes_origin, "the document is malformed");
		return;
	}
	f->host.homes_left_out = json_int(json, "left_out").v;
	v = arena_alloc(f->arena, sizeof *v * (size_t)(cJSON_GetArraySize(list) + 1));
	cJSON_ArrayForEach (item, list)
		decode_home(f, &v[f->host.n_homes++], item);
	f->host.homes = v;
}

/* ---- containerd ----------------------------------------------------------------------------- */

struct settings {
	size_t n, cap;
	struct unit_setting *v;
};

static void
read_toml(struct facts *f, struct settings *s, const struct file_facts *file)
{
	struct containerd_config *c = &f->host.containerd;
	struct toml t;

	if (file->content.seen != SEEN) {
		c->origin = file->content_origin;
		return;
	}
	t = toml_parse(f->arena, file->content.v);
	if (t.bad_line > 0)
		c->origin = (struct origin){ DOC_FAILED, file->path,
			arena_printf(
			    f->arena, "line %lld cannot be understood", (long long)t.bad_line) };
	for (size_t i = 0; i < t.n; i++) {
		s->v = arena_grow(f->arena, s->v, s->n, &s->cap, sizeof *s->v);
		s->v[s->n++] =
		    (struct unit_setting){ "", t.v[i].key, t.v[i].value, file->path, t.v[i].line };
	}
}

static void
read_import(struct facts *f, struct settings *s, const char *pattern)
{
	const char *slash = strrchr(pattern, '/');
	const char *dir = arena_strndup(f->arena, pattern, (size_t)(slash - pattern));
	struct file_list tree;

	if (strpbrk(pattern, "*?[") == NULL) {
		read_toml(f, s, facts_file(f, pattern));
		return;
	}
	tree = facts_tree(f, dir);
	if (tree.origin.state != DOC_OK && tree.origin.state != DOC_GONE)
		f->host.containerd.origin = tree.origin;
	for (size_t i = 0; i < tree.n; i++) {
		if (fnmatch(pattern, tree.v[i].path, FNM_PATHNAME) == 0)
			read_toml(f, s, facts_file(f, tree.v[i].path));
	}
}

/* What is imported is read after the file itself, and counts more. */
void
join_containerd(struct facts *f)
{
	struct containerd_config *c = &f->host.containerd;
	const struct file_facts *file;
	struct settings s = { 0, 0, NULL };
	size_t n;

	c->path = daemon_containerd_config(f);
	file = facts_file(f, c->path);
	c->origin = file->origin;
	if (file->origin.state == DOC_OK)
		read_toml(f, &s, file);
	n = s.n;
	for (size_t i = 0; i < n; i++) {
		const char *pattern = s.v[i].value;

		if (strcmp(s.v[i].key, "imports") != 0)
			continue;
		if (pattern[0] != '/' && c->path[0] == '/')
			pattern = arena_printf(f->arena, "%.*s/%s",
			    (int)(strrchr(c->path, '/') - c->path), c->path, pattern);
		if (pattern[0] == '/')
			read_import(f, &s, pattern);
	}
	for (size_t i = n; i < s.n; i++) {
		if (strcmp(s.v[i].key, "imports") == 0)
			c->origin = (struct origin){ DOC_FAILED, s.v[i].file,
				"imports further files, which were not read" };
	}
	c->n = s.n;
	c->v = s.v;
}

const char *
containerd_value(const struct facts *f, const char *key, const struct unit_setting **found)
{
	const struct containerd_config *c = &f->host.containerd;

	for (size_t i = c->n; i-- > 0;) {
		if (strcmp(c->v[i].key, key) != 0)
			continue;
		if (found != NULL)
			*found = &c->v[i];
		return c->v[i].value;
	}
	return NULL;
}

/* ---- subordinate ids ------------------------------------------------------------------------ */

/* A field that is an id or a count of ids, and nothing else; -1: it is not. */
static int64_t
number(const char *s, size_t n)
{
	char text[12];

	if (n == 0 || n >= sizeof text || strspn(s, "0123456789") < n)
		return -1;
	memcpy(text, s, n);
	text[n] = '\0';
	return strtoll(text, NULL, 10);
}

/* alice:100000:65536 */
static void
read_subids(struct facts *f, struct subid_facts *s, const char *path)
{
	const struct file_facts *file = facts_file(f, path);
	struct subid_range *v = NULL;
	size_t cap = 0;
	int64_t line = 0;

	*s = (struct subid_facts){ .path = path, .origin = file->content_origin };
	if (file->content.seen != SEEN)
		return;
	for (const char *at = file->content.v; *at != '\0';) {
		size_t n = strcspn(at, "\n"), owner = strcspn(at, ":\n");
		size_t first = at[owner] == ':' ? strcspn(at + owner + 1, ":\n") : 0;
		const char *rest = at + owner + 1 + first;

		line++;
		if (n > 0 && at[0] != '#') {
			int64_t start = first > 0 ? number(at + owner + 1, first) : -1;
			int64_t count = start >= 0 && *rest == ':'
					    ? number(rest + 1, strcspn(rest + 1, "\n"))
					    : -1;

			if (owner == 0 || count < 0) {
				fail(&s->origin,
				    arena_printf(f->arena, "line %lld cannot be understood",
					(long long)line));
				return;
			}
			v = arena_grow(f->arena, v, s->n, &cap, sizeof *v);
			v[s->n++] = (struct subid_range){ arena_strndup(f->arena, at, owner), start,
				count, line };
		}
		at += n + (at[n] == '\n');
	}
	s->v = v;
}

void
join_subids(struct facts *f)
{
	read_subids(f, &f->host.subuid, "/etc/subuid");
	read_subids(f, &f->host.subgid, "/etc/subgid");
}
