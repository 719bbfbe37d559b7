/*
 * facts_finish.c: what is done once, when all documents are there: sorts, and joins what needs
 * several documents. It may not judge.
 */
#include "config.h"

#include "facts_internal.h"

#include <stdlib.h>
#include <string.h>

static int
compare_containers(const void *a, const void *b)
{
	const struct container *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : strcmp(x->id, y->id);
}

static const char *
first_tag(const struct image *i)
{
	return i->tags.seen == SEEN && i->tags.n > 0 ? i->tags.v[0] : "";
}

static int
compare_images(const void *a, const void *b)
{
	int order = strcmp(first_tag(a), first_tag(b));

	return order != 0 ? order
			  : strcmp(((const struct image *)a)->id, ((const struct image *)b)->id);
}

static int
compare_networks(const void *a, const void *b)
{
	const struct network *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : strcmp(x->id, y->id);
}

static int
compare_volumes(const void *a, const void *b)
{
	return strcmp(((const struct volume *)a)->name, ((const struct volume *)b)->name);
}

static void
sort(void *v, size_t n, size_t size, int (*compare)(const void *, const void *))
{
	if (n > 1)
		qsort(v, n, size, compare);
}

void
facts_finish(struct facts *f)
{
	sort_files(workings_of(f));
	sort(f->containers, f->n_containers, sizeof *f->containers, compare_containers);
	sort(f->images, f->n_images, sizeof *f->images, compare_images);
	sort(f->networks, f->n_networks, sizeof *f->networks, compare_networks);
	sort(f->volumes, f->n_volumes, sizeof *f->volumes, compare_volumes);
	join_daemon(f);
	join_accounts(f);
	join_audit_files(f);
	join_own(f);
	join_operation(f);
	join_images(f);
	join_release(f);
	join_containers(f);
	join_mount_points(f);
	join_compose(f);
	join_units(f);
	join_containerd(f);
	join_sudo(f);
	join_subids(f);
	join_swarm(f);
}
