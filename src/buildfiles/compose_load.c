/*
 * compose_load.c: puts a Compose project together from its files. It reads nothing itself and
 * judges nothing: what cannot be had becomes a remark.
 */
#include "config.h"

#include "compose_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/text_set.h"
#include "variables.h"

#define BUDGET ((size_t)50 << 20)

/* A file, or several laid over each other, with the services that it defines. */
struct layer {
	const char *path, *directory;
	struct variables *variables;
	struct yaml *model;
	struct state {
		bool busy, done;
		struct yaml *tree;
		struct compose_remark problem;
	} * states;
	size_t n_services;
	const struct yaml_member **services; /* sorted by name */
	struct layer *next;
};

struct loader {
	struct arena *arena;
	const struct compose_reader *reader;
	struct compose_project *project;
	struct layer *layers;
	size_t n_files, budget;
	struct text_set services; /* of the project */
	const char *including[COMPOSE_MAX_INCLUDES];
	size_t depth;
};

/* ---- remarks -------------------------------------------------------------------------------- */

static struct compose_remark
remark(const struct yaml *at, const char *text)
{
	return (struct compose_remark){ at->source, at->line, text };
}

static void
add_problem(struct loader *l, struct compose_remark problem)
{
	struct compose_project *p = l->project;

	p->problems =
	    arena_grow(l->arena, p->problems, p->n_problems, &p->cap_problems, sizeof problem);
	p->problems[p->n_problems++] = problem;
}

static void
add_remote(struct loader *l, const struct yaml *address)
{
	struct compose_project *p = l->project;

	p->remote = arena_grow(l->arena, p->remote, p->n_remote, &p->cap_remote, sizeof *p->remote);
	p->remote[p->n_remote++] = remark(address, address->text);
}

/* ---- one file ------------------------------------------------------------------------------- */

static void
remember_place(struct loader *l, const char *source, const char *directory)
{
	struct compose_project *p = l->project;

	p->places = arena_grow(l->arena, p->places, p->n_places, &p->cap_places, sizeof *p->places);
	p->places[p->n_places++] = (struct compose_place){ source, directory };
}

/* All documents of a text, the later ones laid over the earlier. NULL: *problem says why. */
static struct yaml *
read_model(struct loader *l, const char *path, const char *directory, struct variables *variables,
    const char **problem)
{
	struct yaml *model = NULL;
	struct yaml_file file;
	struct err err;
	const char *text;
	size_t len;

	*problem = NULL;
	if (++l->n_files > COMPOSE_MAX_FILES) {
		*problem = "the project has too many files";
		return NULL;
	}
	text = l->reader->read(l->reader->ctx, "compose", path, &len, problem);
	if (text == NULL)
		return NULL;
	if (yaml_parse(l->arena, path, text, len, &file, &err) < 0) {
		*problem = arena_strdup(l->arena, err.msg);
		return NULL;
	}
	for (size_t i = 0; i < file.n; i++) {
		struct yaml *document = file.documents[i];

		if (i == 0)
			remember_place(l, document->source, directory);
		if (yaml_is_null(document))
			continue;
		if (document->kind != YAML_MAP) {
			*problem = arena_printf(l->arena, "%s: a Compose file is a map",
			    yaml_where(l->arena, document));
			return NULL;
		}
		variables_replace_all(variables, document);
		model = model == NULL ? document
				      : compose_merge_file(l->arena, model, document, &l->budget);
	}
	if (model == NULL)
		*problem = "is empty";
	return model;
}

static int
compare_members(const void *a, const void *b)
{
	return strcmp((*(const struct yaml_member *const *)a)->key,
	    (*(const struct yaml_member *const *)b)->key);
}

static void
sort_services(struct loader *l, struct layer *layer, const struct yaml *services)
{
	layer->n_services = services->n;
	layer->services = arena_alloc(l->arena, (services->n + 1) * sizeof *layer->services);
	for (size_t i = 0; i < services->n; i++)
		layer->services[i] = &services->members[i];
	if (services->n > 1)
		qsort(layer->services, services->n, sizeof *layer->services, compare_members);
}

/* NULL: there is none of that name. */
static const struct yaml_member *
service_of(const struct layer *layer, const char *name)
{
	const struct yaml_member key = { .key = name }, *wanted = &key, **found;

	found = layer->n_services == 0 ? NULL
				       : bsearch(&wanted, layer->services, layer->n_services,
					     sizeof *layer->services, compare_members);
	return found != NULL ? *found : NULL;
}

static struct layer *
new_layer(struct loader *l, const char *path, const char *directory, struct variables *variables,
    struct yaml *model)
{
	struct layer *layer = arena_alloc(l->arena, sizeof *layer);
	const struct yaml *services = yaml_get(model, "services");

	*layer = (struct layer){ .path = path,
		.directory = directory,
		.variables = variables,
		.model = model,
		.next = l->layers };
	if (services != NULL && services->kind == YAML_MAP) {
		layer->states = arena_alloc(l->arena, (services->n + 1) * sizeof *layer->states);
		sort_services(l, layer, services);
	}
	l->layers = layer;
	return layer;
}

/* The file that a service extends; each is read once for the same variables. */
static struct layer *
layer_of(struct loader *l, const char *path, struct variables *variables, const char **problem)
{
	const char *directory = compose_directory(l->arena, path);
	struct yaml *model;

	for (struct layer *layer = l->layers; layer != NULL; layer = layer->next) {
		if (strcmp(layer->path, path) == 0 && layer->variables == variables)
			return layer;
	}
	model = read_model(l, path, directory, variables, problem);
	return model != NULL ? new_layer(l, path, directory, variables, model) : NULL;
}

/* ---- extends -------------------------------------------------------------------------------- */

static struct yaml *resolve(struct loader *l, struct layer *layer, const char *name, size_t depth,
    struct compose_remark *problem);

/* The service that this one extends. NULL: *problem says why it is not known. */
static struct yaml *
base_of(struct loader *l, struct layer *layer, const struct yaml *extends, size_t depth,
    struct compose_remark *problem)
{
	const struct yaml *service =
	    extends->kind == YAML_MAP ? yaml_get(extends, "service") : extends;
	const struct yaml *file = yaml_get(extends, "file");
	const char *why = NULL;
	struct yaml *base;

	if (yaml_str(service).seen != SEEN || yaml_str(file).seen == UNSEEN) {
		*problem = remark(extends, "it cannot be told which service it extends");
		return NULL;
	}
	if (yaml_str(file).seen == SEEN) {
		const char *path = compose_join(l->arena, layer->directory, file->text);

		if (compose_is_remote(file->text)) {
			add_remote(l, file);
			*problem = remark(file, "it extends a service of a file that is not here");
			return NULL;
		}
		layer = layer_of(l, path, layer->variables, &why);
		if (layer == NULL) {
			*problem = remark(
			    file, arena_printf(l->arena,
				      "it extends a service of %s, which could not be read: %s",
				      path, why));
			return NULL;
		}
	}
	base = resolve(l, layer, service->text, depth + 1, problem);
	if (base == NULL && problem->text == NULL)
		*problem = remark(service,
		    arena_printf(l->arena, "it extends the service %.60s, which is not in %s",
			service->text, layer->path));
	return base;
}

/*
 * A service with all that it extends. NULL: *problem says why, or has no text where there is no
 * service of that name.
 */
static struct yaml *
resolve(struct loader *l, struct layer *layer, const char *name, size_t depth,
    struct compose_remark *problem)
{
	const struct yaml *services = yaml_get(layer->model, "services");
	const struct yaml_member *m = service_of(layer, name);
	struct state *s;
	struct yaml *extends, *base;

	if (m == NULL)
		return NULL;
	s = &layer->states[m - services->members];
	if (s->busy || depth > COMPOSE_MAX_EXTENDS) {
		*problem = remark(
		    m->value, s->busy ? "it extends itself" : "it extends too many services");
		return NULL;
	}
	if (!s->done) {
		s->busy = true;
		s->tree = m->value;
		extends = yaml_get(m->value, "extends");
		if (m->value->kind != YAML_MAP && !yaml_is_null(m->value)) {
			s->problem = remark(m->value, "a service is a map");
		} else if (!yaml_is_null(extends)) {
			base = base_of(l, layer, extends, depth, &s->problem);
			if (base != NULL)
				s->tree =
				    compose_merge_service(l->arena, base, m->value, &l->budget);
		}
		s->busy = false;
		s->done = true;
	}
	*problem = s->problem;
	return s->problem.text == NULL ? s->tree : NULL;
}

/* ---- the services of a file, and of what it includes ---------------------------------------- */

static void
add_services(struct loader *l, struct layer *layer)
{
	struct compose_project *p = l->project;
	const struct yaml *services = yaml_get(layer->model, "services");

	if (!yaml_is_null(services) && services->kind != YAML_MAP)
		add_problem(l, remark(services, "services is a map"));
	for (size_t i = 0; services != NULL && services->kind == YAML_MAP && i < services->n; i++) {
		const struct yaml_member *m = &services->members[i];
		struct compose_entry e = {
			.name = m->key, .source = m->value->source, .line = m->line
		};

		if (text_set_has(&l->services, m->key))
			continue;
		if (p->n_services == COMPOSE_MAX_SERVICES) {
			add_problem(l, remark(m->value, "the services from here on are too many"));
			return;
		}
		e.tree = resolve(l, layer, m->key, 0, &e.problem);
		p->services =
		    arena_grow(l->arena, p->services, p->n_services, &p->cap_services, sizeof e);
		p->services[p->n_services++] = e;
		text_set_add(l->arena, &l->services, m->key);
	}
}

/* The union of two models' volumes, networks, secrets and configs; the first one's count. */
static struct yaml *
unite(struct loader *l, struct yaml *model, struct yaml *included)
{
	static const char *const shared[] = { "volumes", "networks", "secrets", "configs", NULL };
	struct yaml *both = arena_alloc(l->arena, sizeof *both);

	*both = *included;
	both->n = 0;
	both->members = arena_alloc(l->arena, 5 * sizeof *both->members);
	for (size_t i = 0; shared[i] != NULL; i++) {
		const struct yaml_member *m = yaml_member(included, shared[i]);

		if (m != NULL)
			both->members[both->n++] = *m;
	}
	return compose_merge_file(l->arena, both, model, &l->budget);
}

static struct variables *
variables_of(struct loader *l, const char *const *env_files, const struct variables *parent)
{
	struct variables *vars = arena_alloc(l->arena, sizeof *vars);
	const char *text, *problem;
	size_t len;

	*vars = (struct variables){ .arena = l->arena };
	for (; *env_files != NULL; env_files++) {
		text = l->reader->read(l->reader->ctx, "env", *env_files, &len, &problem);
		if (text != NULL)
			variables_read(vars, text);
		else if (problem != NULL)
			add_problem(l, (struct compose_remark){ *env_files, 0, problem });
	}
	for (size_t i = 0; parent != NULL && i < parent->n; i++)
		variables_set(vars, parent->v[i].name, parent->v[i].value);
	return vars;
}

/* A text, or a list of texts, as paths below a directory; NULL: one of them is not known. */
static const char **
path_list(struct loader *l, const struct yaml *v, const char *directory)
{
	struct fact_list list = yaml_list(l->arena, v);
	struct fact_str one = yaml_str(v);
	const char **paths = arena_alloc(l->arena, (list.n + 2) * sizeof *paths);

	if (list.seen == UNSEEN && one.seen != SEEN)
		return NULL;
	if (one.seen == SEEN)
		list = (struct fact_list){ SEEN, 1, &one.v };
	for (size_t i = 0; i < list.n; i++)
		paths[i] = compose_is_remote(list.v[i])
			       ? list.v[i]
			       : compose_join(l->arena, directory, list.v[i]);
	return paths;
}

static struct yaml *load_unit(struct loader *l, const char *const *paths, const char *directory,
    struct variables *variables, const char **problem);

static bool
is_being_included(const struct loader *l, const char *path)
{
	for (size_t i = 0; i < l->depth; i++) {
		if (strcmp(l->including[i], path) == 0)
			return true;
	}
	return false;
}

static struct yaml *
include_one(struct loader *l, const struct yaml *entry, const char *directory,
    struct variables *variables, const char **problem)
{
	const struct yaml *path = entry->kind == YAML_MAP ? yaml_get(entry, "path") : entry;
	const struct yaml *own = yaml_get(entry, "project_directory");
	const char **paths = path_list(l, path, directory), **env;
	const char *base, *default_env[2] = { NULL, NULL };

	*problem = "it cannot be told what is included";
	if (paths == NULL || paths[0] == NULL || yaml_str(own).seen == UNSEEN)
		return NULL;
	for (size_t i = 0; paths[i] != NULL; i++) {
		const struct yaml *at = path->kind == YAML_LIST ? path->items[i] : path;

		if (!compose_is_remote(paths[i]))
			continue;
		add_remote(l, at);
		*problem = arena_printf(l->arena, "%s is not here", paths[i]);
		return NULL;
	}
	*problem = "files include each other, or too deeply";
	if (l->depth == COMPOSE_MAX_INCLUDES || is_being_included(l, paths[0]))
		return NULL;
	base = yaml_str(own).seen == SEEN ? compose_join(l->arena, directory, own->text)
					  : compose_directory(l->arena, paths[0]);
	default_env[0] = compose_join(l->arena, base, ".env");
	env = path_list(l, yaml_get(entry, "env_file"), directory);
	return load_unit(l, paths, base,
	    variables_of(l, env != NULL && env[0] != NULL ? env : default_env, variables), problem);
}

static struct yaml *
include_all(
    struct loader *l, struct yaml *model, const char *directory, struct variables *variables)
{
	const struct yaml *include = yaml_get(model, "include");
	const char *problem;

	if (!yaml_is_null(include) && include->kind != YAML_LIST)
		add_problem(l, remark(include, "include is a list"));
	for (size_t i = 0; include != NULL && include->kind == YAML_LIST && i < include->n; i++) {
		struct yaml *included =
		    include_one(l, include->items[i], directory, variables, &problem);

		if (included != NULL)
			model = unite(l, model, included);
		else
			add_problem(l, remark(include->items[i],
					   arena_printf(l->arena,
					       "what is included could not be read: %s", problem)));
	}
	return model;
}

/* A project's files, laid over each other, with their services and what they include. */
static struct yaml *
load_unit(struct loader *l, const char *const *paths, const char *directory,
    struct variables *variables, const char **problem)
{
	struct yaml *model = NULL;

	for (size_t i = 0; paths[i] != NULL; i++) {
		struct yaml *one = read_model(l, paths[i], directory, variables, problem);

		if (one == NULL) {
			*problem = arena_printf(l->arena, "%s%s%s",
			    strstr(*problem, paths[i]) == NULL ? paths[i] : "",
			    strstr(*problem, paths[i]) == NULL ? ": " : "", *problem);
			return NULL;
		}
		model = model == NULL ? one : compose_merge_file(l->arena, model, one, &l->budget);
	}
	add_services(l, new_layer(l, paths[0], directory, variables, model));
	l->including[l->depth++] = paths[0];
	model = include_all(l, model, directory, variables);
	l->depth--;
	return model;
}

struct compose_project *
compose_load(struct arena *a, const struct compose_reader *reader, const char *path)
{
	struct compose_project *p = arena_alloc(a, sizeof *p);
	struct loader l = { .arena = a, .reader = reader, .project = p, .budget = BUDGET };
	const char *paths[2] = { path, NULL }, *env[2] = { NULL, NULL };
	struct variables *vars;

	p->path = path;
	p->directory = compose_directory(a, path);
	env[0] = compose_join(a, p->directory, ".env");
	vars = variables_of(&l, env, NULL);
	/* What every shell has: it comes before .env, as everything of the shell does. */
	if (reader->home[0] != '\0')
		variables_set(vars, "HOME", reader->home);
	variables_set(vars, "PWD", ".");
	p->model = load_unit(&l, paths, p->directory, vars, &p->problem);
	if (l.budget == 0) {
		p->model = NULL;
		p->problem = "the project grows too large";
	}
	if (p->model == NULL)
		return p;
	p->problem = NULL;
	p->name = yaml_str(yaml_get(p->model, "name")).v;
	if (p->name == NULL)
		p->name = "";
	return p;
}
