/*
 * host_users.c: H-28, H-32, H-33: what local users were given, and what their clients keep. Reads
 * facts only.
 */
#include "config.h"

#include "guard.h"
#include "tables.h"

#include <stdlib.h>
#include <string.h>

/* ---- H-28 ----------------------------------------------------------------------------------- */

#define ENOUGH_IDS 65536

static int
compare_ranges(const void *a, const void *b)
{
	const struct subid_range *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static int
compare_owners(const void *a, const void *b)
{
	const struct subid_range *x = a, *y = b;
	int order = strcmp(x->owner, y->owner);

	return order != 0 ? order : compare_ranges(a, b);
}

static struct subid_range *
sorted(
    const struct facts *f, const struct subid_facts *s, int (*compare)(const void *, const void *))
{
	struct subid_range *v = arena_alloc(f->arena, sizeof *v * (s->n + 1));

	memcpy(v, s->v, sizeof *v * s->n);
	qsort(v, s->n, sizeof *v, compare);
	return v;
}

static const char *
range_text(struct judge *j, const struct subid_range *r)
{
	return judge_fmt(j, "%s:%lld:%lld", r->owner, (long long)r->first, (long long)r->count);
}

/* Of the ranges before this one in order, the one that reaches furthest may reach into it. */
static size_t
judge_overlaps(struct judge *j, const struct subid_facts *s, const struct subid_range *v)
{
	const struct subid_range *furthest = s->n > 0 ? &v[0] : NULL;
	size_t warned = 0;

	for (size_t i = 1; i < s->n; i++) {
		if (v[i].first < furthest->first + furthest->count && v[i].count > 0 &&
		    strcmp(v[i].owner, furthest->owner) != 0) {
			warned++;
			judge_saw_line(j,
			    judge_warn(j, judge_fmt(j, "%s,%s", furthest->owner, v[i].owner),
				"%s and %s share ids", furthest->owner, v[i].owner),
			    "range", s->path, v[i].line, range_text(j, &v[i]),
			    judge_fmt(j, "nothing of %s", range_text(j, furthest)));
		}
		if (v[i].first + v[i].count > furthest->first + furthest->count)
			furthest = &v[i];
	}
	return warned;
}

/* For each range in order, the one that reaches furthest of it and those before it. */
static const struct subid_range **
reaches(const struct facts *f, const struct subid_facts *s, const struct subid_range *v)
{
	const struct subid_range **reach = arena_alloc(f->arena, sizeof *reach * (s->n + 1));

	for (size_t i = 0; i < s->n; i++) {
		reach[i] = &v[i];
		if (i > 0 && reach[i - 1]->first + reach[i - 1]->count > v[i].first + v[i].count)
			reach[i] = reach[i - 1];
	}
	return reach;
}

/* The range that an id is in; NULL: none. */
static const struct subid_range *
range_with(const struct subid_range *v, const struct subid_range **reach, size_t n, int64_t id)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (v[middle].first <= id)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && id < reach[low - 1]->first + reach[low - 1]->count ? reach[low - 1]
									     : NULL;
}

static size_t
judge_real_id(struct judge *j, const struct subid_facts *s, const struct subid_range *r,
    const char *name, int64_t id)
{
	if (r == NULL)
		return 0;
	judge_saw_line(j,
	    judge_warn(j, judge_fmt(j, "%s,%s", r->owner, name), "%s can become %s (%lld)",
		r->owner, name, (long long)id),
	    "range", s->path, r->line, range_text(j, r), judge_fmt(j, "not %lld", (long long)id));
	return 1;
}

static size_t
judge_sizes(struct judge *j, const struct facts *f, const struct subid_facts *s)
{
	const struct subid_range *v = sorted(f, s, compare_owners);
	size_t warned = 0, next;

	for (size_t i = 0; i < s->n; i = next) {
		int64_t sum = 0;

		for (next = i; next < s->n && strcmp(v[next].owner, v[i].owner) == 0; next++)
			sum += sum < ENOUGH_IDS ? v[next].count : 0;
		if (sum >= ENOUGH_IDS)
			continue;
		warned++;
		judge_saw_line(j,
		    judge_warn(j, v[i].owner,
			"%s has %lld ids, which is too few for an image's users", v[i].owner,
			(long long)sum),
		    "range", s->path, v[i].line, range_text(j, &v[i]),
		    judge_fmt(j, "%d or more", ENOUGH_IDS));
	}
	return warned;
}

static void
judge_subids(struct judge *j, const struct facts *f, const struct subid_facts *s, bool groups)
{
	const struct subid_range *v, **reach;
	size_t warned;

	judge_about_file(j, s->path);
	if (s->origin.state == DOC_GONE || (s->origin.state == DOC_OK && s->n == 0)) {
		judge_skip(j, "no subordinate ids are given out");
		return;
	}
	if (!judge_can_read(j, &s->origin) || !judge_can_read(j, &f->host.accounts_origin))
		return;
	v = sorted(f, s, compare_ranges);
	reach = reaches(f, s, v);
	warned = judge_overlaps(j, s, v) + judge_sizes(j, f, s);
	for (size_t i = 0; !groups && i < f->host.n_accounts; i++) {
		const struct account *a = &f->host.accounts[i];

		warned += judge_real_id(j, s, range_with(v, reach, s->n, a->uid), a->name, a->uid);
	}
	for (size_t i = 0; groups && i < f->host.n_groups; i++) {
		const struct group *g = &f->host.groups[i];

		warned += judge_real_id(j, s, range_with(v, reach, s->n, g->gid), g->name, g->gid);
	}
	if (warned == 0)
		judge_saw(j, judge_pass(j, "gives nobody an id of somebody else"), "content",
		    s->path, judge_fmt(j, "%zu ranges", s->n),
		    "no overlaps, 65536 ids or more each");
}

static void
subordinate_ids(struct judge *j, const struct facts *f, const void *arg)
{
	(void)arg;
	judge_subids(j, f, &f->host.subuid, false);
	judge_subids(j, f, &f->host.subgid, true);
}

/* ---- H-32, H-33 ----------------------------------------------------------------------------- */

static void
judge_client_config(struct judge *j, const struct client_config *c)
{
	size_t warned = c->stored.n + c->proxies_with_password.n;

	judge_about_file(j, c->path);
	if (!judge_can_read(j, &c->origin))
		return;
	for (size_t i = 0; i < c->stored.n; i++)
		judge_saw(j,
		    judge_warn(
			j, c->stored.v[i], "keeps the login to %s in plain text", c->stored.v[i]),
		    "auths", "homes", "a password or token, base64", "a credential helper has it");
	for (size_t i = 0; i < c->proxies_with_password.n; i++)
		judge_saw(j,
		    judge_warn(j, c->proxies_with_password.v[i],
			"keeps a proxy's password, and hands it to all containers (%s)",
			c->proxies_with_password.v[i]),
		    "proxies", "homes", "a URL with a password", "a URL without one");
	if (warned == 0)
		judge_saw(j,
		    judge_pass(j, "keeps no password%s%s",
			c->helper.seen == SEEN ? ": it asks " : "",
			c->helper.seen == SEEN ? c->helper.v : ""),
		    "auths", "homes", judge_join(j, &c->elsewhere), "no password, no token");
}

static void
client_logins(struct judge *j, const struct facts *f, const void *arg)
{
	size_t some = 0;

	(void)arg;
	if (!judge_can_see_homes(j, f))
		return;
	for (size_t i = 0; i < f->host.n_homes; i++) {
		const struct home_facts *home = &f->host.homes[i];

		if (!judge_can_see_home(j, home)) {
			some++;
			continue;
		}
		some += judge_unreadable(j, home, ".docker");
		if (home->config.origin.state == DOC_GONE)
			continue;
		some++;
		judge_client_config(j, &home->config);
	}
	judge_about_host(j);
	if (some == 0)
		judge_skip(j, "no local user has a configuration of the docker command");
}

/* key.pem, and others whose name says that they hold a key. */
static bool
is_key(const char *path)
{
	const char *name = strrchr(path, '/');
	size_t n = strlen(path);

	return n > 4 && strcmp(path + n - 4, ".pem") == 0 && name != NULL &&
	       strstr(name, "key") != NULL;
}

static void
client_keys(struct judge *j, const struct facts *f, const void *arg)
{
	static const struct guard guard = { .forbidden = 0077, .any_owner = true };
	size_t some = 0;

	(void)arg;
	if (!judge_can_see_homes(j, f))
		return;
	for (size_t i = 0; i < f->host.n_homes; i++) {
		const struct home_facts *home = &f->host.homes[i];

		if (!judge_can_see_home(j, home)) {
			some++;
			continue;
		}
		some += judge_unreadable(j, home, ".docker");
		for (size_t k = 0; k < home->n_files; k++) {
			if (!is_key(home->files[k].path) || home->files[k].origin.state != DOC_OK)
				continue;
			some++;
			judge_guard(j, f, &home->files[k], &guard);
		}
	}
	judge_about_host(j);
	if (some == 0)
		judge_skip(j, "no local user has a TLS key of the docker command");
}

/* clang-format off */
static const struct check checks[] = {
	{ .id = "H-28", .title = "Subordinate ids are shared with nobody, and are enough",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = NEEDS_FILES | NEEDS_ACCOUNTS,
	  .rationale = "Who is given an id that is also somebody else's can read and change their files out of a container.",
	  .remedy = "Give each user a range of 65536 of their own: usermod --del-subuids OLD --add-subuids NEW USER.",
	  .refs = REFS("NIST 800-53 AC-6", "NIST 800-190 4.5"),
	  .once = subordinate_ids },
	{ .id = "H-32", .title = "Local users' registry logins are not kept in plain text",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = NEEDS_HOMES,
	  .rationale = "Base64 is no encryption: who gets at the file, or at a backup of it, can push images in the user's name.",
	  .remedy = "Set \"credsStore\" in FILE to a helper (pass, secretservice), then docker logout and docker login.",
	  .refs = REFS("NIST 800-53 IA-5(7)", "NIST 800-190 4.5"),
	  .once = client_logins },
	{ .id = "H-33", .title = "Local users' TLS keys for remote engines are private",
	  .scope = SCOPE_FILE, .severity = SEVERITY_MEDIUM, .needs = NEEDS_HOMES,
	  .rationale = "The key opens the API of an engine elsewhere, which makes its reader root there.",
	  .remedy = "chmod 600 FILE, and renew the key where others could read it.",
	  .refs = REFS("NIST 800-53 SC-12", "NIST 800-190 4.5"), .related = "3.14",
	  .once = client_keys },
};
/* clang-format on */

const struct check_table checks_host_users = CHECK_TABLE(checks);
