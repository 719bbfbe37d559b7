/*
 * facts_lookup.c: finds objects again, in a time that hardly grows with their number, and what of
 * the host is behind a container: directories behind its mounts, its first process. It may not
 * judge.
 */
#include "config.h"

#include "facts_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* ---- look-up -------------------------------------------------------------------------------- */

static int
compare_ids(const void *a, const void *b)
{
	const struct container *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

static const struct container *
by_name(const struct facts *f, const char *name)
{
	size_t low = 0, high = f->n_containers;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(f->containers[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < f->n_containers && strcmp(f->containers[low].name, name) == 0
		   ? &f->containers[low]
		   : NULL;
}

/* The first id that is not before `id`: the id itself, or one that begins with it. */
static const struct container *
by_id(const struct facts *f, const char *id)
{
	const struct container **v = workings_of(f)->by_id;
	size_t low = 0, high = v != NULL ? f->n_containers : 0, n = strlen(id);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(v[middle]->id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (v == NULL || low == f->n_containers)
		return NULL;
	return strcmp(v[low]->id, id) == 0 || (n >= 12 && strncmp(v[low]->id, id, n) == 0) ? v[low]
											   : NULL;
}

const struct container *
facts_container(const struct facts *f, const char *id_or_name)
{
	const struct container *c = by_name(f, id_or_name);

	return c != NULL ? c : by_id(f, id_or_name);
}

static int
compare_volume(const void *name, const void *v)
{
	return strcmp(name, ((const struct volume *)v)->name);
}

const struct volume *
facts_volume(const struct facts *f, const char *name)
{
	return f->n_volumes == 0
		   ? NULL
		   : bsearch(name, f->volumes, f->n_volumes, sizeof *f->volumes, compare_volume);
}

static int
compare_network(const void *name, const void *n)
{
	return strcmp(name, ((const struct network *)n)->name);
}

const struct network *
facts_network(const struct facts *f, const char *name)
{
	return f->n_networks == 0 ? NULL
				  : bsearch(name, f->networks, f->n_networks, sizeof *f->networks,
					compare_network);
}

const char *
facts_mount_below(const struct facts *f, const char *dir)
{
	const char **v = workings_of(f)->mount_points;
	size_t low = 0, high = v != NULL ? f->host.n_mounts : 0, n;
	const char *prefix = strcmp(dir, "/") == 0 ? "/" : arena_printf(f->arena, "%s/", dir);

	n = strlen(prefix);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(v[middle], prefix) <= 0) /* "/" itself is not below "/" */
			low = middle + 1;
		else
			high = middle;
	}
	return v != NULL && low < f->host.n_mounts && strncmp(v[low], prefix, n) == 0 ? v[low]
										      : NULL;
}

void
join_mount_points(struct facts *f)
{
	const char **v = arena_alloc(f->arena, sizeof *v * (f->host.n_mounts + 1));

	for (size_t i = 0; i < f->host.n_mounts; i++)
		v[i] = f->host.mounts[i].mount_point;
	if (f->host.n_mounts > 1)
		qsort(v, f->host.n_mounts, sizeof *v, text_compare);
	workings_of(f)->mount_points = v;
}

/* ---- what of the host is behind a mount ----------------------------------------------------- */

/* Is `word` one of the comma-separated options? */
static bool
has_option(const char *options, const char *word)
{
	size_t n = strlen(word);

	while (*options != '\0') {
		size_t length = strcspn(options, ",");

		if (length == n && strncmp(options, word, n) == 0)
			return true;
		options += length;
		options += *options == ',';
	}
	return false;
}

static struct fact_str
source_of_volume(const struct facts *f, const struct mount_point *m)
{
	static const struct fact_str nothing = { ABSENT, NULL }, unknown = { UNSEEN, NULL };
	const struct volume *v = facts_volume(f, m->name);
	const char *options, *device;

	if (m->driver[0] != '\0' && strcmp(m->driver, "local") != 0)
		return nothing; /* a plugin keeps it where it likes: nothing that the host knows of
				 */
	if (f->volumes_origin.state != DOC_OK || v == NULL || v->options.seen == UNSEEN)
		return unknown;
	options = map_get(&v->options, "o");
	device = map_get(&v->options, "device");
	if (options == NULL || device == NULL || device[0] != '/' ||
	    (!has_option(options, "bind") && !has_option(options, "rbind")))
		return nothing;
	return (struct fact_str){ SEEN, device };
}

void
facts_locate_mount(const struct facts *f, struct mount_point *m)
{
	const struct file_facts *run;

	m->host_path = NULL;
	m->host_source = (struct fact_str){ ABSENT, NULL };
	if (strcmp(m->type, "bind") == 0)
		m->host_source = (struct fact_str){ SEEN, m->source };
	else if (strcmp(m->type, "volume") == 0)
		m->host_source = source_of_volume(f, m);
	if (m->host_source.seen != SEEN)
		return;
	m->host_path = facts_resolve_path(f, m->host_source.v);
	run = find_file(f, "/var/run");
	/* A link to /run on every system of this decade: so it is where nobody could look. */
	if ((run == NULL || run->origin.state != DOC_OK) &&
	    strncmp(m->host_path, "/var/run", 8) == 0 &&
	    (m->host_path[8] == '/' || m->host_path[8] == '\0'))
		m->host_path += 4;
}

static bool
may_write(const struct mount_point *m)
{
	return m->rw.seen != SEEN || m->rw.v;
}

/* The engine lists mounts in no order at all. */
static int
compare_mounts(const void *a, const void *b)
{
	const struct mount_point *x = a, *y = b;
	int order = strcmp(x->host_source.seen == SEEN ? x->host_source.v : "",
	    y->host_source.seen == SEEN ? y->host_source.v : "");

	if (order == 0)
		order = (int)may_write(y) - (int)may_write(x);
	return order != 0 ? order : strcmp(x->destination, y->destination);
}

void
order_mounts(struct mount_point *mounts, size_t n)
{
	if (n > 1)
		qsort(mounts, n, sizeof *mounts, compare_mounts);
}

/* ---- containers ----------------------------------------------------------------------------- */

static void
join_mounts(struct facts *f, struct container *c)
{
	struct mount_point *mounts = (struct mount_point *)(uintptr_t)c->mounts;

	if (c->mounts_seen != SEEN)
		return;
	for (size_t i = 0; i < c->n_mounts; i++)
		facts_locate_mount(f, &mounts[i]);
	order_mounts(mounts, c->n_mounts);
}

/* What the kernel says of the first process: pid and cgroup both have to say that it is that. */
static void
join_confinement(struct facts *f, struct container *c)
{
	c->seccomp.seen = c->no_new_privs.seen = c->bounding.seen =
	    f->host.processes_origin.state == DOC_OK ? ABSENT : UNSEEN;
	for (size_t i = 0; c->pid.seen == SEEN && i < c->n_processes; i++) {
		if (c->processes[i]->pid != c->pid.v)
			continue;
		c->seccomp = c->processes[i]->seccomp;
		c->no_new_privs = c->processes[i]->no_new_privs;
		c->bounding = c->processes[i]->bounding;
	}
}

/* A container's first process that this scan comes from: nobody else's container has that. */
static bool
is_own(const struct facts *f, const struct container *c)
{
	const struct workings *w = workings_of(f);

	for (size_t i = 0; c->pid.seen == SEEN && i < w->n_ancestry; i++) {
		if (w->ancestry[i] == c->pid.v)
			return true;
	}
	return false;
}

void
join_own(struct facts *f)
{
	for (size_t i = 0; i < f->n_containers; i++)
		f->containers[i].is_own = is_own(f, &f->containers[i]);
}

void
join_containers(struct facts *f)
{
	const struct container **v = arena_alloc(f->arena, sizeof *v * (f->n_containers + 1));

	for (size_t i = 0; i < f->n_containers; i++) {
		struct container *c = &f->containers[i];

		v[i] = c;
		join_mounts(f, c);
		join_confinement(f, c);
	}
	if (f->n_containers > 1)
		qsort(v, f->n_containers, sizeof *v, compare_ids);
	workings_of(f)->by_id = v;
}

const char *
facts_engine_socket(const struct facts *f)
{
	static const char unix_socket[] = "unix://";
	const char *root = f->host.root, *path = f->endpoint + sizeof unix_socket - 1;
	size_t n = strlen(root);

	if (strncmp(f->endpoint, unix_socket, sizeof unix_socket - 1) != 0)
		return NULL;
	while (n > 0 && root[n - 1] == '/')
		n--;
	return n > 0 && strncmp(path, root, n) == 0 && path[n] == '/' ? path + n : path;
}
