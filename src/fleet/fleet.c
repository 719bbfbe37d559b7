/*
 * fleet.c: counts reports of many hosts. It may not read a file, and keeps nothing of a report but
 * what is counted.
 */
#include "config.h"

#include "fleet.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fleet_identity.h"
#include "fleet_internal.h"
#include "base/buf.h"
#include "base/dates.h"

#define GROUP_ID 12 /* hexadecimal digits that are an id, and not a word */

/* ---- making --------------------------------------------------------------------------------- */

static void
start(struct fleet *f)
{
	f->arena = arena_new();
	f->total = report_new();
	f->count = arena_alloc(f->arena, sizeof *f->count);
	f->total->tool_name = PACKAGE_NAME;
	f->total->tool_version = PACKAGE_VERSION;
	f->total->tool_url = PACKAGE_URL;
	f->total->source = "merged";
}

struct fleet *
fleet_new(void)
{
	struct fleet *f = xmalloc(sizeof *f);

	*f = (struct fleet){ 0 };
	start(f);
	return f;
}

static void
release(struct fleet *f)
{
	free(f->checks);
	free(f->count->place);
	report_free(f->total);
	arena_free(f->arena);
}

void
fleet_free(struct fleet *f)
{
	if (f == NULL)
		return;
	release(f);
	free(f);
}

static void
add_replaced(struct fleet *f, const struct fleet_replaced *x)
{
	f->replaced =
	    arena_grow(f->arena, f->replaced, f->n_replaced, &f->cap_replaced, sizeof *f->replaced);
	f->replaced[f->n_replaced++] =
	    (struct fleet_replaced){ report_text(f->total, x->file), report_text(f->total, x->host),
		    report_text(f->total, x->finished), report_text(f->total, x->by_file) };
}

struct fleet *
fleet_again(const struct fleet *f)
{
	struct fleet *again = fleet_new();

	for (size_t i = 0; i < f->n_unread; i++)
		fleet_add_unread(again, f->unread[i].file, f->unread[i].problem);
	for (size_t i = 0; i < f->n_replaced; i++)
		add_replaced(again, &f->replaced[i]);
	return again;
}

void
fleet_add_unread(struct fleet *f, const char *file, const char *problem)
{
	f->unread = arena_grow(f->arena, f->unread, f->n_unread, &f->cap_unread, sizeof *f->unread);
	f->unread[f->n_unread++] =
	    (struct fleet_unread){ report_text(f->total, file), report_text(f->total, problem) };
}

/* ---- checks --------------------------------------------------------------------------------- */

static size_t
catalogue_place(const char *id)
{
	size_t n = 0;

	for (struct catalogue_walk w = { 0 }; catalogue_next(&w); n++) {
		if (strcmp(w.check->id, id) == 0)
			return n;
	}
	return SIZE_MAX;
}

static const char *const *
copy_refs(struct arena *a, const char *const *refs)
{
	const char **copy;
	size_t n = 0;

	while (refs[n] != NULL)
		n++;
	copy = arena_alloc(a, (n + 1) * sizeof *copy);
	for (size_t i = 0; i < n; i++)
		copy[i] = arena_strdup(a, refs[i]);
	return copy;
}

/* What the first report that has it says about a check. */
static size_t
add_check(struct fleet *f, const struct check_result *c)
{
	struct report *t = f->total;
	struct arena *a = t->arena;
	struct check_result *to = report_add_check(t);
	size_t n = t->n_checks - 1;

	if (t->n_checks > f->count->cap_checks) {
		f->count->cap_checks = 2 * t->n_checks + 64;
		f->checks = xrealloc(f->checks, f->count->cap_checks * sizeof *f->checks);
		f->count->place =
		    xrealloc(f->count->place, f->count->cap_checks * sizeof *f->count->place);
	}
	f->checks[n] = (struct fleet_check){ .n_groups = 0 };
	f->count->place[n] = catalogue_place(c->id);
	*to = (struct check_result){ .id = arena_strdup(a, c->id),
		.legacy_id = arena_strdup(a, c->legacy_id),
		.title = arena_strdup(a, c->title),
		.section = arena_strdup(a, c->section),
		.section_id = arena_strdup(a, c->section_id),
		.scope = arena_strdup(a, c->scope),
		.rationale = arena_strdup(a, c->rationale),
		.remedy = arena_strdup(a, c->remedy),
		.level = c->level,
		.severity = c->severity,
		.refs = copy_refs(a, c->refs),
		.related = arena_strdup(a, c->related),
		.manual = c->manual,
		.status = STATUS_SKIP };
	return n;
}

size_t
fleet_find_check(const struct fleet *f, const char *id, size_t near)
{
	const struct report *t = f->total;

	for (size_t k = 0; k < t->n_checks; k++) {
		size_t i = (near + k) % t->n_checks;

		if (strcmp(t->checks[i].id, id) == 0)
			return i;
	}
	return SIZE_MAX;
}

/* ---- what findings say ---------------------------------------------------------------------- */

/* Without ids, which differ from host to host. */
static void
without_ids(struct buf *b, const char *text)
{
	while (*text != '\0') {
		size_t n = strspn(text, "0123456789abcdef");

		if (n >= GROUP_ID)
			buf_puts(b, "…");
		else if (n > 0)
			buf_add(b, text, n);
		else
			buf_putc(b, text[n++]);
		text += n;
	}
}

static struct fleet_group *
find_group(struct fleet *f, struct fleet_check *c, enum status status, const char *message)
{
	struct fleet_group *g;

	for (size_t i = 0; i < c->n_groups; i++) {
		if (c->groups[i].status == status && strcmp(c->groups[i].message, message) == 0)
			return &c->groups[i];
	}
	if (c->n_groups == FLEET_GROUPS_MAX)
		return NULL;
	g = &c->groups[c->n_groups++];
	*g = (struct fleet_group){
		.status = status, .message = arena_strdup(f->arena, message), .last = SIZE_MAX
	};
	return g;
}

static void
add_finding(struct fleet *f, struct fleet_check *c, const struct finding *x, const char *host)
{
	struct buf message = BUF_INIT(TEXT_ROOM);
	struct fleet_group *g;

	without_ids(&message, x->message);
	g = find_group(f, c, x->status, buf_str(&message));
	buf_free(&message);
	if (g == NULL) {
		c->n_more++;
		return;
	}
	if (g->n_hosts == 0)
		g->host = arena_strdup(f->arena, host);
	g->n_findings++;
	if (g->last != f->count->added) /* the first of this host */
		g->n_hosts++;
	g->last = f->count->added;
}

/* ---- a report ------------------------------------------------------------------------------- */

static void
count_check(struct fleet *f, struct fleet_host *h, const struct report *r, size_t at,
    const struct check_result *c)
{
	struct fleet_check *to = &f->checks[at];
	unsigned status = STATUS_SKIP;
	bool accepted = false;

	if (c->status > f->total->checks[at].status)
		f->total->checks[at].status = c->status;
	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *x = &c->findings[i];

		if (x->status >= STATUS_ERROR && finding_is_accepted(x)) {
			accepted = true;
			continue;
		}
		if (x->status > status)
			status = x->status;
		if (x->status == STATUS_WARN)
			h->open_by_severity[c->severity]++;
		if (x->status >= STATUS_ERROR)
			add_finding(f, to, x, r->host);
	}
	if (status < STATUS_ERROR && accepted)
		status = FLEET_ACCEPTED;
	h->statuses[at] = (unsigned char)status;
	to->hosts_by_status[status]++;
}

static void
count_version(struct fleet *f, const char *version)
{
	for (size_t i = 0; i < f->n_versions; i++) {
		if (strcmp(f->versions[i].version, version) == 0) {
			f->versions[i].n_hosts++;
			return;
		}
	}
	if (f->n_versions < FLEET_VERSIONS_MAX)
		f->versions[f->n_versions++] =
		    (struct fleet_version){ arena_strdup(f->arena, version), 1 };
}

static void
describe(struct fleet *f, struct fleet_host *h, const struct report *r)
{
	struct arena *a = f->arena;

	h->host = h->name = arena_strdup(a, r->host);
	h->engine_id = arena_strdup(a, r->engine_id);
	h->machine_id = arena_strdup(a, r->machine_id);
	h->started = arena_strdup(a, r->started);
	h->finished = arena_strdup(a, r->finished);
	h->tool_version = arena_strdup(a, r->tool_version);
	h->engine_name = arena_strdup(a, r->engine_name);
	h->engine_version = arena_strdup(a, r->engine_version);
	h->endpoint = arena_strdup(a, r->endpoint);
	h->time = 0;
	date_parse(r->finished, &h->time);
	memcpy(h->findings_by_status, r->findings_by_status, sizeof h->findings_by_status);
	memcpy(h->checks_by_status, r->checks_by_status, sizeof h->checks_by_status);
	h->n_waived = r->n_waived;
	h->n_new = r->n_new + r->n_new_check;
	h->score = r->score;
	h->gate_open = r->gate.open;
}

/* The number of a check for each of a report's; those that are not known yet become known. */
static size_t *
number_checks(struct fleet *f, const struct report *r, struct err *err)
{
	size_t *v = xmalloc((r->n_checks + 1) * sizeof *v);

	for (size_t i = 0; i < r->n_checks; i++) {
		/* Reports tell their checks in much the same order. */
		v[i] = fleet_find_check(f, r->checks[i].id, i > 0 ? v[i - 1] + 1 : 0);
		if (v[i] != SIZE_MAX)
			continue;
		if (f->total->n_checks == FLEET_CHECKS_MAX) {
			err_set(err, EXIT_USAGE, "has checks beyond the %d that are counted",
			    FLEET_CHECKS_MAX);
			free(v);
			return NULL;
		}
		v[i] = add_check(f, &r->checks[i]);
	}
	return v;
}

int
fleet_add(struct fleet *f, const struct report *r, const char *file, const char *sha256,
    size_t warnings, struct err *err)
{
	size_t *numbers = number_checks(f, r, err), n = f->total->n_checks;
	struct fleet_host *h;

	if (numbers == NULL)
		return -1;
	f->hosts = arena_grow(f->arena, f->hosts, f->n_hosts, &f->cap_hosts, sizeof *f->hosts);
	h = &f->hosts[f->n_hosts++];
	*h = (struct fleet_host){ .file = arena_strdup(f->arena, file), .n_statuses = n };
	memcpy(h->sha256, sha256, sizeof h->sha256);
	h->statuses = arena_alloc(f->arena, n + 1);
	memset(h->statuses, FLEET_ABSENT, n);
	describe(f, h, r);
	count_version(f, r->tool_version);
	for (size_t i = 0; i < r->n_checks; i++) {
		if (h->statuses[numbers[i]] == FLEET_ABSENT) /* who has a check twice is no scan */
			count_check(f, h, r, numbers[i], &r->checks[i]);
	}
	f->n_compared += r->baseline != NULL;
	f->count->added++;
	free(numbers);
	fleet_tally_add(&f->count->tally, f->total, r, h->file, warnings);
	return 0;
}

/* ---- several reports of one host ------------------------------------------------------------ */

static struct identity
identity_of(const struct fleet_host *h)
{
	return (struct identity){ h->host, h->engine_id, h->machine_id, h->endpoint, h->sha256 };
}

static int
compare_identity(const struct fleet_host *h, const struct fleet_host *k)
{
	struct identity x = identity_of(h), y = identity_of(k);

	return identity_compare(&x, &y);
}

/* Of one engine the newest first; of equally old ones, that whose file's name is the last. */
static int
compare_age(const void *a, const void *b)
{
	const struct fleet_host *x = a, *y = b;
	int order = compare_identity(x, y);

	if (order == 0)
		order = (x->time < y->time) - (x->time > y->time);
	return order != 0 ? order : strcmp(y->file, x->file);
}

/* Reports of an engine that do not tell its machine, as the only one that its others tell. */
static void
complete_machines(struct fleet_host *v, size_t n)
{
	size_t end, known;

	for (size_t i = 0; i < n; i = end) {
		for (end = i, known = n; end < n && strcmp(v[end].host, v[i].host) == 0 &&
					 strcmp(v[end].engine_id, v[i].engine_id) == 0;
		     end++) {
			if (known == n && v[end].machine_id[0] != '\0')
				known = end;
		}
		if (v[i].engine_id[0] == '\0' || known == n ||
		    strcmp(v[known].machine_id, v[end - 1].machine_id) != 0)
			continue; /* none, or several: clones */
		for (size_t k = i; k < known; k++)
			v[k].machine_id = v[known].machine_id;
	}
}

bool
fleet_drop_older(struct fleet *f)
{
	size_t kept = 0;

	if (f->n_hosts > 1) {
		qsort(f->hosts, f->n_hosts, sizeof *f->hosts, compare_age);
		complete_machines(f->hosts, f->n_hosts);
		qsort(f->hosts, f->n_hosts, sizeof *f->hosts, compare_age);
	}
	for (size_t i = 0; i < f->n_hosts; i++) {
		const struct fleet_host *h = &f->hosts[i];

		if (kept == 0 || compare_identity(&f->hosts[kept - 1], h) != 0)
			f->hosts[kept++] = *h;
		else
			add_replaced(f, &(const struct fleet_replaced){ h->file, h->host,
					    h->finished, f->hosts[kept - 1].file });
	}
	f->n_hosts = kept;
	return f->n_replaced > 0;
}

const char *
fleet_status_name(unsigned status)
{
	if (status == FLEET_ACCEPTED)
		return "accepted";
	return status == FLEET_ABSENT ? "absent" : status_name((enum status)status);
}

unsigned
fleet_status(const struct fleet_host *h, size_t check)
{
	return check < h->n_statuses ? h->statuses[check] : FLEET_ABSENT;
}
