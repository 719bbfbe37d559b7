/*
 * fleet_order.c: when all reports are counted: what hosts are called, which is the worst, and
 * totals. It may not count a finding.
 */
#include "config.h"

#include "fleet_identity.h"
#include "fleet_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- order ---------------------------------------------------------------------------------- */

static bool
share(const struct fleet_host *h, const struct fleet_host *k, bool engine)
{
	return strcmp(h->host, k->host) == 0 &&
	       (!engine || strcmp(h->engine_id, k->engine_id) == 0);
}

/* Those of one name stand together, by engine. The engine's id tells them apart, or the file. */
static void
name_hosts(struct fleet *f)
{
	for (size_t i = 0; i < f->n_hosts; i++) {
		struct fleet_host *h = &f->hosts[i];
		const struct fleet_host *before = i > 0 ? h - 1 : NULL;
		const struct fleet_host *after = i + 1 < f->n_hosts ? h + 1 : NULL;
		bool twin = (before != NULL && share(before, h, false)) ||
			    (after != NULL && share(after, h, false));
		bool clone = (before != NULL && share(before, h, true)) ||
			     (after != NULL && share(after, h, true));

		h->unidentified =
		    twin && !identity_is_known(&(const struct identity){
				h->host, h->engine_id, h->machine_id, h->endpoint, h->sha256 });
		if (twin && !clone && h->engine_id[0] != '\0')
			h->name = arena_printf(f->arena, "%s (%.14s)", h->host, h->engine_id);
		else if (twin)
			h->name = arena_printf(f->arena, "%s (%s)", h->host, h->file);
		else if (h->host[0] == '\0')
			h->name = h->file;
		h->name = report_text(f->total, h->name);
	}
}

static int
compare_names(const void *a, const void *b)
{
	const struct fleet_host *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : strcmp(x->file, y->file);
}

/* Names may look like others' on purpose. From the last one on: each is compared with a name that
 * is as it was. */
static void
order_hosts(struct fleet *f)
{
	name_hosts(f);
	if (f->n_hosts > 1)
		qsort(f->hosts, f->n_hosts, sizeof *f->hosts, compare_names);
	for (size_t i = f->n_hosts; i-- > 1;) {
		if (strcmp(f->hosts[i].name, f->hosts[i - 1].name) == 0)
			f->hosts[i].name = report_text(
			    f->total, arena_printf(f->arena, "%s #%zu", f->hosts[i].name, i + 1));
	}
}

/* The name of the host whose file this is. */
static const char *
name_of(const struct fleet *f, const char *file)
{
	for (size_t i = 0; i < f->n_hosts; i++) {
		if (f->hosts[i].file == file)
			return f->hosts[i].name;
	}
	return file;
}

/* What closes the gate is called as the list of hosts calls it. */
static void
name_in_gate(struct fleet *f)
{
	for (size_t i = 0; i < f->total->gate.n_rules; i++) {
		struct gate_rule *g = &f->total->gate.rules[i];
		struct tally_rule *y = &f->count->tally.rules[i];

		for (size_t k = 0; k < g->n_named; k++)
			g->named[k].host = name_of(f, g->named[k].host);
		if (y->host != NULL)
			y->host = name_of(f, y->host);
	}
}

static int
compare_worse(const void *a, const void *b)
{
	const struct fleet_host *x = *(const struct fleet_host *const *)a,
				*y = *(const struct fleet_host *const *)b;

	for (int s = N_SEVERITY - 1; s >= 0; s--) {
		if (x->open_by_severity[s] != y->open_by_severity[s])
			return x->open_by_severity[s] > y->open_by_severity[s] ? -1 : 1;
	}
	if (x->findings_by_status[STATUS_ERROR] != y->findings_by_status[STATUS_ERROR])
		return x->findings_by_status[STATUS_ERROR] > y->findings_by_status[STATUS_ERROR]
			   ? -1
			   : 1;
	return x < y ? -1 : x > y; /* by name */
}

static void
order_worst(struct fleet *f)
{
	f->worst = arena_alloc(f->arena, (f->n_hosts + 1) * sizeof(struct fleet_host *));
	for (size_t i = 0; i < f->n_hosts; i++) {
		f->worst[i] = &f->hosts[i];
		f->n_clean += f->hosts[i].gate_open;
	}
	if (f->n_hosts > 1)
		qsort(f->worst, f->n_hosts, sizeof(struct fleet_host *), compare_worse);
}

struct placed {
	size_t from, place;
	const struct fleet *fleet;
};

static int
compare_places(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return x->from < y->from ? -1 : x->from > y->from;
}

static size_t
failing_hosts(const struct fleet *f, size_t check)
{
	return f->checks[check].hosts_by_status[STATUS_WARN];
}

/* The more severe first, then what more hosts fail, then the catalogue's order. */
static int
compare_failing(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	const struct fleet *f = x->fleet;
	const struct check_result *c = &f->total->checks[x->from], *d = &f->total->checks[y->from];

	if (c->severity != d->severity)
		return c->severity > d->severity ? -1 : 1;
	if (failing_hosts(f, x->from) != failing_hosts(f, y->from))
		return failing_hosts(f, x->from) > failing_hosts(f, y->from) ? -1 : 1;
	return x->from < y->from ? -1 : x->from > y->from;
}

static void
reorder_statuses(struct fleet_host *h, const struct placed *v, size_t n, struct arena *a)
{
	unsigned char *to = arena_alloc(a, n + 1);

	for (size_t i = 0; i < n; i++)
		to[i] = v[i].from < h->n_statuses ? h->statuses[v[i].from] : FLEET_ABSENT;
	h->statuses = to;
	h->n_statuses = n;
}

/* From the order in which reports told of them to that of the catalogue. */
static void
order_checks(struct fleet *f)
{
	struct report *t = f->total;
	size_t n = t->n_checks;
	struct placed *v = xmalloc((n + 1) * sizeof *v);
	struct check_result *checks = arena_alloc(t->arena, (n + 1) * sizeof *checks);
	struct fleet_check *counts = xmalloc((n + 1) * sizeof *counts);

	for (size_t i = 0; i < n; i++)
		v[i] = (struct placed){ i, f->count->place[i], f };
	if (n > 1)
		qsort(v, n, sizeof *v, compare_places);
	for (size_t i = 0; i < n; i++) {
		checks[i] = t->checks[v[i].from];
		counts[i] = f->checks[v[i].from];
	}
	for (size_t i = 0; i < f->n_hosts; i++)
		reorder_statuses(&f->hosts[i], v, n, f->arena);
	free(f->checks);
	t->checks = checks;
	f->checks = counts;
	free(v);
}

static void
order_failing(struct fleet *f)
{
	size_t n = f->total->n_checks;
	struct placed *v = xmalloc((n + 1) * sizeof *v);

	f->failing = arena_alloc(f->arena, (n + 1) * sizeof *f->failing);
	for (size_t i = 0; i < n; i++) {
		if (failing_hosts(f, i) > 0)
			v[f->n_failing++] = (struct placed){ i, 0, f };
	}
	if (f->n_failing > 1)
		qsort(v, f->n_failing, sizeof *v, compare_failing);
	for (size_t i = 0; i < f->n_failing; i++)
		f->failing[i] = v[i].from;
	free(v);
}

static int
compare_groups(const void *a, const void *b)
{
	const struct fleet_group *x = a, *y = b;

	if (x->status != y->status)
		return x->status > y->status ? -1 : 1;
	if (x->n_hosts != y->n_hosts)
		return x->n_hosts > y->n_hosts ? -1 : 1;
	return strcmp(x->message, y->message);
}

/* ---- totals --------------------------------------------------------------------------------- */

static void
add_up(struct report *t, const struct fleet_host *h, size_t *scored, size_t *scores)
{
	if (t->started[0] == '\0' || strcmp(h->started, t->started) < 0)
		t->started = h->started;
	if (strcmp(h->finished, t->finished) > 0)
		t->finished = h->finished;
	for (int s = 0; s < N_STATUS; s++)
		t->findings_by_status[s] += h->findings_by_status[s];
	t->n_waived += h->n_waived;
	if (h->score >= 0) {
		++*scored;
		*scores += (size_t)h->score;
	}
}

void
fleet_finish(struct fleet *f, const struct gate_policy *policy)
{
	struct report *t = f->total;
	size_t scored = 0, scores = 0;

	order_hosts(f);
	name_in_gate(f);
	order_worst(f);
	order_checks(f);
	order_failing(f);
	for (size_t i = 0; i < f->n_hosts; i++)
		add_up(t, &f->hosts[i], &scored, &scores);
	for (size_t i = 0; i < t->n_checks; i++) {
		struct fleet_check *c = &f->checks[i];

		t->checks_by_status[t->checks[i].status]++;
		c->hosts_by_status[FLEET_ABSENT] = f->n_hosts;
		for (int s = 0; s < FLEET_ABSENT; s++)
			c->hosts_by_status[FLEET_ABSENT] -= c->hosts_by_status[s];
		if (c->n_groups > 1)
			qsort(c->groups, c->n_groups, sizeof *c->groups, compare_groups);
	}
	t->score = scored > 0 ? (int)(scores / scored) : -1;
	t->host = report_text(
	    t, arena_printf(t->arena, "%zu host%s", f->n_hosts, f->n_hosts == 1 ? "" : "s"));
	fleet_tally_finish(&f->count->tally, t, f->n_hosts, f->n_unread, policy);
}
