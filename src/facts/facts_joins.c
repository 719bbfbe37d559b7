/*
 * facts_joins.c: joins containers with what is beside them: their images, exec sessions and
 * processes, and the networks and volumes that they use. Each join costs what its lists are long.
 * It may not judge.
 */
#include "config.h"

#include "facts_internal.h"

#include <stdlib.h>
#include <string.h>

static void
sort(void *v, size_t n, size_t size, int (*compare)(const void *, const void *))
{
	if (n > 1)
		qsort(v, n, size, compare);
}

/* ---- images --------------------------------------------------------------------------------- */

static int
compare_image_ids(const void *a, const void *b)
{
	return strcmp((*(const struct image *const *)a)->id, (*(const struct image *const *)b)->id);
}

static int
compare_tags(const void *a, const void *b)
{
	return strcmp(((const struct image_tag *)a)->tag, ((const struct image_tag *)b)->tag);
}

static int
compare_other_images(const void *a, const void *b)
{
	return strcmp(((const struct image *)a)->id, ((const struct image *)b)->id);
}

/* "docker.io/library/nginx:1", as Podman writes it, is "nginx:1" for Docker. */
static const char *
familiar(const char *reference)
{
	static const char *const prefixes[] = { "index.docker.io/", "docker.io/", "library/" };

	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(prefixes[i]);

		if (strncmp(reference, prefixes[i], n) == 0)
			reference += n;
	}
	return reference;
}

static void
index_images(struct facts *f)
{
	struct workings *w = workings_of(f);
	size_t n = 0;

	for (size_t i = 0; i < f->n_images; i++)
		n += f->images[i].tags.n;
	w->images_by_id = arena_alloc(f->arena, sizeof *w->images_by_id * (f->n_images + 1));
	w->image_tags = arena_alloc(f->arena, sizeof *w->image_tags * (n + 1));
	for (size_t i = 0; i < f->n_images; i++) {
		const struct image *image = &f->images[i];

		w->images_by_id[i] = image;
		for (size_t k = 0; k < image->tags.n; k++)
			w->image_tags[w->n_image_tags++] =
			    (struct image_tag){ familiar(image->tags.v[k]), image };
	}
	sort(w->images_by_id, f->n_images, sizeof *w->images_by_id, compare_image_ids);
	sort(w->image_tags, w->n_image_tags, sizeof *w->image_tags, compare_tags);
	sort(w->other_images, w->n_other_images, sizeof *w->other_images, compare_other_images);
}

const struct image *
facts_image(const struct facts *f, const char *id)
{
	const struct workings *w = workings_of(f);
	const struct image key = { .id = id }, *wanted = &key, **found;

	if (w->images_by_id == NULL || f->n_images == 0)
		return NULL;
	found = bsearch(
	    &wanted, w->images_by_id, f->n_images, sizeof *w->images_by_id, compare_image_ids);
	return found != NULL ? *found : NULL;
}

const struct image *
facts_image_named(const struct facts *f, const char *reference)
{
	const struct workings *w = workings_of(f);
	const char *slash = strrchr(reference, '/');
	struct image_tag key = { familiar(reference), NULL }, *found;

	if (strchr(slash != NULL ? slash : reference, ':') == NULL)
		key.tag = arena_printf(f->arena, "%s:latest", key.tag);
	if (w->n_image_tags == 0)
		return NULL;
	found = bsearch(&key, w->image_tags, w->n_image_tags, sizeof *w->image_tags, compare_tags);
	return found != NULL ? found->image : NULL;
}

static void
join_image(struct facts *f, struct container *c)
{
	const struct workings *w = workings_of(f);
	const struct image key = { .id = c->image_id.seen == SEEN ? c->image_id.v : "" };

	c->made_from = facts_image(f, key.id);
	c->made_from_listed = c->made_from != NULL;
	if (c->made_from == NULL && w->n_other_images > 0)
		c->made_from = bsearch(
		    &key, w->other_images, w->n_other_images, sizeof key, compare_other_images);
}

/* ---- exec sessions and processes ------------------------------------------------------------ */

static int
compare_execs(const void *a, const void *b)
{
	return strcmp(((const struct exec_session *)a)->id, ((const struct exec_session *)b)->id);
}

static void
join_execs(struct facts *f, struct container *c)
{
	const struct workings *w = workings_of(f);
	struct exec_session *v = arena_alloc(f->arena, sizeof *v * (c->exec_ids.n + 1));

	for (size_t i = 0; i < c->exec_ids.n; i++) {
		struct exec_session key = { .id = c->exec_ids.v[i] }, *found = NULL;

		if (w->n_execs > 0)
			found = bsearch(&key, w->execs, w->n_execs, sizeof key, compare_execs);
		key.origin = (struct origin){ DOC_FAILED,
			arena_printf(f->arena, "GET /exec/%s/json", key.id), "was not collected" };
		v[i] = found != NULL ? *found : key;
	}
	c->n_execs = c->exec_ids.n;
	c->execs = v;
}

static int
compare_containers_of(const void *a, const void *b)
{
	const struct process_facts *const *x = a, *const *y = b;

	return strcmp((*x)->container_id, (*y)->container_id);
}

struct processes {
	size_t n;
	const struct process_facts **v;
};

/* Those that are in some container, ordered by it. */
static struct processes
contained_processes(struct facts *f)
{
	struct processes p = { 0, arena_alloc(f->arena, sizeof *p.v * (f->host.n_processes + 1)) };

	for (size_t i = 0; i < f->host.n_processes; i++) {
		if (f->host.processes[i].container_id != NULL)
			p.v[p.n++] = &f->host.processes[i];
	}
	sort(p.v, p.n, sizeof *p.v, compare_containers_of);
	return p;
}

/* What /proc proves to be all; also where an engine did not answer. */
static bool
join_all_processes(struct facts *f, struct container *c)
{
	const struct container_place place = { .id = c->id,
		.runtime = c->runtime.seen == SEEN ? c->runtime.v : "",
		.pid_mode = c->pid_mode.seen == SEEN ? c->pid_mode.v : "",
		.first_pid = c->pid.seen == SEEN ? c->pid.v : 0 };
	const struct process_facts *const *v =
	    process_list_of(&workings_of(f)->processes, f->arena, &place);
	struct running_command *commands;

	if (v == NULL)
		return false;
	c->processes = (const struct process_facts **)(uintptr_t)v;
	for (c->n_processes = 0; v[c->n_processes] != NULL;)
		c->n_processes++;
	if (c->top_origin.state == DOC_OK)
		return true;
	commands = arena_alloc(f->arena, sizeof *commands * (c->n_processes + 1));
	for (size_t i = 0; i < c->n_processes; i++)
		commands[i] = (struct running_command){ process_command(f->arena, v[i]),
			arena_printf(f->arena, "/proc/%lld/cmdline", (long long)v[i]->pid) };
	c->top_origin = f->host.processes_origin;
	c->n_commands = c->n_processes;
	c->commands = commands;
	return true;
}

/* Those that are at least in a group of its name. */
static void
join_processes(struct container *c, const struct processes *p)
{
	const struct process_facts key = { .container_id = c->id }, *wanted = &key;
	const struct process_facts **found =
	    p->n == 0 ? NULL : bsearch(&wanted, p->v, p->n, sizeof *p->v, compare_containers_of);

	if (found == NULL)
		return;
	while (found > p->v && strcmp(found[-1]->container_id, c->id) == 0)
		found--;
	c->processes = found;
	while (found < p->v + p->n && strcmp((*found)->container_id, c->id) == 0) {
		c->n_processes++;
		found++;
	}
}

/* ---- networks and volumes ------------------------------------------------------------------- */

/* Counted in a first round, so that each list is made once and at its length. */
static void
join_networks(struct facts *f)
{
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < f->n_containers; i++) {
			const struct container *c = &f->containers[i];

			for (size_t k = 0; k < c->networks.n; k++) {
				struct network *n =
				    (struct network *)(uintptr_t)facts_network(f, c->networks.v[k]);

				if (n == NULL)
					continue;
				if (round == 1)
					((const struct container **)(uintptr_t)
						n->users)[n->n_users] = c;
				n->n_users++;
			}
		}
		for (size_t i = 0; round == 0 && i < f->n_networks; i++) {
			struct network *n = &f->networks[i];

			n->users = arena_alloc(f->arena, sizeof *n->users * (n->n_users + 1));
			n->n_users = 0;
		}
	}
}

static void
use_volume(struct volume *v, const struct container *c, bool writes, bool note)
{
	struct volume_user *users = (struct volume_user *)(uintptr_t)v->users;

	/* One container may mount a volume at several places. */
	if (note && v->n_users > 0 && users[v->n_users - 1].container == c) {
		users[v->n_users - 1].writes |= writes;
		return;
	}
	if (note)
		users[v->n_users] = (struct volume_user){ c, writes };
	v->n_users++;
}

static void
join_volumes(struct facts *f)
{
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < f->n_containers; i++) {
			const struct container *c = &f->containers[i];

			for (size_t k = 0; c->mounts_seen == SEEN && k < c->n_mounts; k++) {
				const struct mount_point *m = &c->mounts[k];
				const struct volume *v = strcmp(m->type, "volume") == 0
							     ? facts_volume(f, m->name)
							     : NULL;

				if (v != NULL)
					use_volume((struct volume *)(uintptr_t)v, c,
					    m->rw.seen != SEEN || m->rw.v, round == 1);
			}
		}
		for (size_t i = 0; round == 0 && i < f->n_volumes; i++) {
			struct volume *v = &f->volumes[i];

			v->users = arena_alloc(f->arena, sizeof *v->users * (v->n_users + 1));
			v->n_users = 0;
		}
	}
}

/* ---- all of them ---------------------------------------------------------------------------- */

/* The first container of whom it is not known what it uses. */
static struct origin
users_origin(const struct facts *f)
{
	struct origin o = f->containers_origin;

	for (size_t i = 0; o.state == DOC_OK && i < f->n_containers; i++) {
		const struct container *c = &f->containers[i];

		if (c->origin.state == DOC_GONE)
			continue; /* removed meanwhile: it uses nothing any more */
		if (c->origin.state != DOC_OK)
			o = c->origin;
		else if (c->image_id.seen != SEEN || c->mounts_seen == UNSEEN ||
			 c->networks.seen == UNSEEN)
			o = (struct origin){ DOC_FAILED, c->origin.source,
				"it does not tell what the container uses" };
	}
	return o;
}

bool
facts_has_all_containers(const struct facts *f)
{
	return f->containers_origin.state == DOC_OK &&
	       (f->host.all_containers ||
		   (f->engine.n_containers.seen == SEEN && f->engine.n_containers.v >= 0 &&
		       (uint64_t)f->engine.n_containers.v == f->n_containers));
}

void
join_operation(struct facts *f)
{
	struct workings *w = workings_of(f);
	struct processes processes = contained_processes(f);

	index_images(f);
	sort(w->execs, w->n_execs, sizeof *w->execs, compare_execs);
	for (size_t i = 0; i < f->n_containers; i++) {
		struct container *c = &f->containers[i];

		join_image(f, c);
		join_execs(f, c);
		if (!join_all_processes(f, c))
			join_processes(c, &processes);
	}
	join_networks(f);
	join_volumes(f);
	f->users_origin = users_origin(f);
}
