/*
 * process_list.c: decodes proc:processes, and finds a container's processes in it. What it cannot
 * prove it does not tell: the engine is asked then.
 */
#include "config.h"

#include "process_list.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "syntax/json.h"

#define ID_LENGTH 64

/* ---- decoding ------------------------------------------------------------------------------- */

/* "00000000a80425fb", as /proc/PID/status writes sets of capabilities. */
static struct fact_bits
hex_bits(struct fact_str text)
{
	struct fact_bits bits = { text.seen == ABSENT ? ABSENT : UNSEEN, 0 };
	char *end;

	if (text.seen != SEEN || text.v[0] == '\0' || strspn(text.v, "0123456789abcdef") > 16)
		return bits;
	bits.v = strtoull(text.v, &end, 16);
	if (*end == '\0')
		bits.seen = SEEN;
	return bits;
}

static const char *
text_or_null(struct fact_str text)
{
	return text.seen == SEEN ? text.v : NULL;
}

static void
decode_process(struct arena *a, const cJSON *item, struct process_facts *p)
{
	*p = (struct process_facts){ .pid = json_int(item, "pid").v,
		.ppid = json_int(item, "ppid").v,
		.comm = json_text(a, item, "comm"),
		.exe = text_or_null(json_str(a, item, "exe")),
		.uid = json_int(item, "uid"),
		.cmdline = json_list(a, item, "cmdline"),
		.cgroup = text_or_null(json_str(a, item, "cgroup")),
		.container_id = text_or_null(json_str(a, item, "cgroup_container")),
		.host_pidns = json_bool(item, "host_pidns"),
		.seccomp = json_int(item, "seccomp"),
		.no_new_privs = json_int(item, "no_new_privs"),
		.bounding = hex_bits(json_str(a, item, "cap_bounding")) };
}

/* ---- look-ups ------------------------------------------------------------------------------- */

static int
compare_groups(const void *a, const void *b)
{
	const struct process_facts *const *x = a, *const *y = b;
	int order = strcmp((*x)->cgroup, (*y)->cgroup);

	return order != 0 ? order : ((*x)->pid > (*y)->pid) - ((*x)->pid < (*y)->pid);
}

static int
compare_pids(const void *a, const void *b)
{
	const struct process_facts *const *x = a, *const *y = b;

	return ((*x)->pid > (*y)->pid) - ((*x)->pid < (*y)->pid);
}

static void
index_processes(struct process_list *l, struct arena *a)
{
	bool sees_init = false;

	l->by_group = arena_alloc(a, sizeof *l->by_group * (l->n + 1));
	l->by_pid = arena_alloc(a, sizeof *l->by_pid * (l->n + 1));
	for (size_t i = 0; i < l->n; i++) {
		sees_init = sees_init || l->v[i].pid == 1;
		l->by_pid[i] = &l->v[i];
		if (l->v[i].cgroup != NULL)
			l->by_group[l->n_grouped++] = &l->v[i];
	}
	if (l->n > 1)
		qsort(l->by_pid, l->n, sizeof *l->by_pid, compare_pids);
	if (l->n_grouped > 1)
		qsort(l->by_group, l->n_grouped, sizeof *l->by_group, compare_groups);
	/* Whom the kernel shows process 1 of all, from him it hides none: proc(5), hidepid. */
	l->whole = !l->cut && sees_init && l->n_grouped == l->n;
}

struct process_list
process_list_decode(struct arena *a, const cJSON *json)
{
	struct process_list l = { 0 };
	struct process_facts *v =
	    arena_alloc(a, sizeof *v * (size_t)(cJSON_GetArraySize(json) + 1));
	const cJSON *item;

	cJSON_ArrayForEach (item, json) {
		if (cJSON_GetObjectItemCaseSensitive(item, "left_out") != NULL)
			l.cut = true;
		else
			decode_process(a, item, &v[l.n++]);
	}
	l.v = v;
	index_processes(&l, a);
	return l;
}

/* ---- a container's processes ---------------------------------------------------------------- */

/*
 * The length of the path of the container's control group: "/docker/ID", ".../docker-ID.scope",
 * ".../libpod-ID.scope" of ".../libpod-ID.scope/container"; 0: the path leads through none. The
 * first one counts: whoever may make control groups in a container may name them after another one.
 */
static size_t
group_length(const char *path, const char *id)
{
	for (const char *at = path; strlen(id) == ID_LENGTH && (at = strstr(at, id)) != NULL;
	     at++) {
		const char *end = at + ID_LENGTH;

		if (at > path && !isxdigit((unsigned char)at[-1]) && !isxdigit((unsigned char)*end))
			return (size_t)(end - path) + strcspn(end, "/");
	}
	return 0;
}

static const struct process_facts *
process_of(const struct process_list *l, int64_t pid)
{
	const struct process_facts key = { .pid = pid }, *wanted = &key, **found;

	found =
	    l->n == 0 ? NULL : bsearch(&wanted, l->by_pid, l->n, sizeof *l->by_pid, compare_pids);
	return found != NULL ? *found : NULL;
}

/*
 * A virtual machine or gVisor shows the host one process and hides those in it. They are known by
 * the runtime's name (Podman calls each of them "oci"), by the first process's program, and by its
 * not being in a namespace of its own.
 */
static bool
shows_its_processes(const struct process_facts *first, const struct container_place *c)
{
	static const char *const runtimes[] = { "runc", "crun", "oci", "io.containerd.runc.v1",
		"io.containerd.runc.v2", NULL };
	static const char *const machines[] = { "runsc", "krun", "crun", "runc", "firecracker",
		"cloud-hypervisor", NULL };
	const char *name = first->exe != NULL ? strrchr(first->exe, '/') : NULL;
	bool own = c->pid_mode[0] == '\0' || strcmp(c->pid_mode, "private") == 0;

	return name != NULL && !is_one_of(name + 1, machines) &&
	       strncmp(name + 1, "qemu-", 5) != 0 && is_one_of(c->runtime, runtimes) &&
	       first->host_pidns.seen == SEEN && !(own && first->host_pidns.v);
}

/* The first one, by path, that is not before the group. */
static size_t
lower_bound(const struct process_list *l, const char *group, size_t length)
{
	size_t from = 0, to = l->n_grouped;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strncmp(l->by_group[middle]->cgroup, group, length) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

const struct process_facts *const *
process_list_of(const struct process_list *l, struct arena *a, const struct container_place *c)
{
	const struct process_facts *first = l->whole ? process_of(l, c->first_pid) : NULL, **v;
	size_t length = first != NULL ? group_length(first->cgroup, c->id) : 0, from, to, n = 0;

	if (length == 0 || !shows_its_processes(first, c))
		return NULL;
	from = to = lower_bound(l, first->cgroup, length);
	while (to < l->n_grouped && strncmp(l->by_group[to]->cgroup, first->cgroup, length) == 0)
		to++;
	v = arena_alloc(a, sizeof *v * (to - from + 1));
	for (; from < to; from++) {
		char next = l->by_group[from]->cgroup[length];

		if (next != '\0' && next != '/')
			continue; /* another group, whose name begins as this one's */
		if (l->by_group[from]->cmdline.seen != SEEN)
			return NULL;
		v[n++] = l->by_group[from];
	}
	return v;
}

const char *
process_command(struct arena *a, const struct process_facts *p)
{
	size_t n = 1;
	char *text, *to;

	for (size_t i = 0; i < p->cmdline.n; i++)
		n += strlen(p->cmdline.v[i]) + 1;
	text = to = arena_alloc(a, n);
	for (size_t i = 0; i < p->cmdline.n; i++) {
		to = stpcpy(to, p->cmdline.v[i]);
		*to++ = ' ';
	}
	while (to > text && to[-1] == ' ')
		*--to = '\0';
	return text[0] != '\0' ? text : arena_printf(a, "[%s]", p->comm);
}
