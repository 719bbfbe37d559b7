/*
 * fleet_read.c: reads reports for a fleet. It may not keep one: memory is for the largest, and not
 * for all.
 */
#include "config.h"

#include "fleet_read.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "check.h"
#include "base/dates.h"
#include "base/output.h"
#include "base/sha256.h"
#include "policy/baseline.h"
#include "policy/basis.h"
#include "report/report_read.h"

#define REPORT_MAX ((size_t)256 << 20)
#define NAMED_MAX 20 /* hosts, in notices */

/* ---- one report ----------------------------------------------------------------------------- */

/* It is read twice: a pipe cannot be. */
static char *
read_file(const char *file, size_t *len, struct err *err)
{
	struct stat st;

	if (stat(file, &st) < 0) {
		err_set(err, EXIT_USAGE, "cannot read %s: %s", file, strerror(errno));
		return NULL;
	}
	if (!S_ISREG(st.st_mode)) {
		err_set(err, EXIT_USAGE, "%s is no regular file, and it is to be read twice", file);
		return NULL;
	}
	return input_read(file, REPORT_MAX, len, err);
}

static struct report *
read_report(const char *file, char sha256[65], struct err *err)
{
	struct report *r = NULL;
	size_t len;
	char *text = read_file(file, &len, err);

	if (text != NULL && sha256 != NULL)
		sha256_hex(text, len, sha256);
	if (text != NULL)
		r = report_read(file, text, len, err);
	free(text);
	return r;
}

/* Leaves out checks that are not selected; who names checks gets none that the program does not
 * know. */
static void
select_checks(const struct selection *s, struct report *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check *check = catalogue_find(r->checks[i].id);

		if (check != NULL && selection_has(s, check))
			r->checks[kept++] = r->checks[i];
		else
			free(r->checks[i].findings);
	}
	r->left_out_checks += r->n_checks - kept;
	r->n_checks = kept;
	r->selection = report_text(r, arena_printf(r->arena, "%s; %s", r->selection, s->summary));
	report_finish(r);
}

/* ---- earlier reports ------------------------------------------------------------------------ */

static int
compare_earlier(const void *a, const void *b)
{
	const struct earlier *x = a, *y = b;
	int order = identity_compare(&x->whose, &y->whose);

	if (order == 0)
		order = (x->time < y->time) - (x->time > y->time);
	return order != 0 ? order : strcmp(y->file, x->file);
}

int
fleet_read_baseline(struct fleet_reader *rd, struct arena *a, struct err *err)
{
	struct fleet_inputs in = { 0 };

	if (fleet_inputs_add(&in, a, rd->baseline, err) < 0)
		return -1;
	rd->earlier = arena_alloc(a, (in.n + 1) * sizeof *rd->earlier);
	for (size_t i = 0; i < in.n; i++) {
		char sha256[65];
		struct report *r = read_report(in.v[i], sha256, err);
		struct earlier *e = &rd->earlier[rd->n_earlier];

		if (r == NULL)
			return err_wrap(err, "--baseline");
		*e = (struct earlier){ .file = in.v[i],
			.whose = { arena_strdup(a, r->host), arena_strdup(a, r->engine_id),
			    arena_strdup(a, r->machine_id), arena_strdup(a, r->endpoint),
			    arena_strdup(a, sha256) } };
		date_parse(r->finished, &e->time);
		rd->n_earlier++;
		report_free(r);
	}
	if (rd->n_earlier > 1)
		qsort(rd->earlier, rd->n_earlier, sizeof *rd->earlier, compare_earlier);
	return 0;
}

/* The first of those whose host has this name, or what comes behind them. */
static size_t
first_earlier(const struct fleet_reader *rd, const char *host)
{
	size_t low = 0, high = rd->n_earlier;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(rd->earlier[middle].whose.host, host) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * The newest of the same engine. Where there is none, and reports do not tell enough, the host's
 * name has to do, if only one engine's have it: what was known on another host is new here.
 */
static struct earlier *
find_earlier(struct fleet_reader *rd, const struct report *r, bool *ambiguous)
{
	struct identity whose = { r->host, r->engine_id, r->machine_id, r->endpoint, "" };
	struct earlier *same = NULL, *other = NULL;

	*ambiguous = false;
	for (size_t i = first_earlier(rd, r->host);
	     i < rd->n_earlier && strcmp(rd->earlier[i].whose.host, r->host) == 0; i++) {
		struct earlier *e = &rd->earlier[i];
		struct earlier **to = identity_is_same(&e->whose, &whose) ? &same : &other;

		if (!identity_may_be_same(&e->whose, &whose))
			continue;
		if (to == &other && other != NULL && !identity_is_same(&other->whose, &e->whose))
			*ambiguous = true;
		if (*to == NULL || e->time > (*to)->time)
			*to = e;
	}
	*ambiguous = *ambiguous && same == NULL;
	return same != NULL ? same : *ambiguous ? NULL : other;
}

/* As if an earlier scan had found nothing: whatever is found on a new host is new. */
static void
mark_new_host(struct report *r, const char *baseline, bool ambiguous)
{
	struct check_result *checks = xmalloc((r->n_checks + 1) * sizeof *checks);
	struct report nothing = { .host = r->host,
		.started = "",
		.selection = r->selection,
		.view = "",
		.checks = checks,
		.n_checks = r->n_checks,
		.all_containers = r->all_containers };
	const struct imported earlier = {
		.report = &nothing, .format = "json", .has_evidence = true
	};

	for (size_t i = 0; i < r->n_checks; i++) {
		checks[i] = r->checks[i];
		checks[i].n_findings = 0;
	}
	baseline_mark(r, &earlier, baseline, false);
	if (r->baseline->n_notes < BASELINE_NOTES_MAX)
		r->baseline->notes[r->baseline->n_notes++] =
		    ambiguous ? "several earlier reports have this host's name, and no id tells "
				"which is its own: all that is found counts as new"
			      : "no earlier report of this host is in it: all that is found "
				"counts as new";
	report_finish(r);
	free(checks);
}

static int
apply_policy(struct fleet_reader *rd, struct report *r, struct err *err)
{
	struct policy p = *rd->policy;
	bool ambiguous = false;
	struct earlier *e = rd->baseline != NULL ? find_earlier(rd, r, &ambiguous) : NULL;

	/* What is counted over all hosts closes no single one's gate. */
	if (p.gate.max_warn >= 0)
		p.gate.max_warn = LONG_MAX;
	if (e != NULL) {
		if (baseline_read(&p.baseline, e->file, err) < 0)
			return -1;
		p.baseline_file = e->file;
		e->met = true;
	} else if (rd->baseline != NULL) {
		mark_new_host(r, rd->baseline, ambiguous);
	}
	policy_apply(&p, r);
	basis_decide(r, rd->options, &p);
	report_free(p.baseline.report);
	return 0;
}

struct report *
fleet_read(
    struct fleet_reader *rd, const char *file, char sha256[65], size_t *warnings, struct err *err)
{
	struct report *r = read_report(file, sha256, err);

	if (r == NULL)
		return NULL;
	if (rd->selection != NULL)
		select_checks(rd->selection, r);
	if (apply_policy(rd, r, err) < 0) {
		report_free(r);
		return NULL;
	}
	if (warnings != NULL)
		*warnings = gate_warnings(r, &rd->policy->gate);
	return r;
}

/* ---- all of them ---------------------------------------------------------------------------- */

static void
count_file(struct fleet_reader *rd, struct fleet *f, const char *file)
{
	struct err err = { .code = EXIT_GATE_OPEN };
	char sha256[65];
	size_t warnings;
	struct report *r = fleet_read(rd, file, sha256, &warnings, &err);

	if (r != NULL && fleet_add(f, r, file, sha256, warnings, &err) < 0)
		err_wrap(&err, "%s", file);
	if (err.msg[0] != '\0')
		fleet_add_unread(f, file, err.msg);
	report_free(r);
}

/* Hosts that had a report, and have none now. */
static void
tell_gone(const struct fleet_reader *rd, struct fleet *f)
{
	size_t n = 0;

	for (size_t i = 0; i < rd->n_earlier; i++) {
		const struct earlier *e = &rd->earlier[i];

		if (!e->met && (i == 0 || identity_compare(&e[-1].whose, &e->whose) != 0) &&
		    n++ < NAMED_MAX)
			report_notify(
			    f->total, e->whose.host, "has an earlier report, and none now");
	}
	if (n > NAMED_MAX)
		report_notify(f->total, "others",
		    arena_printf(
			f->arena, "%zu more have earlier reports, and none now", n - NAMED_MAX));
}

/* Hosts that may be counted twice. */
static void
tell_unidentified(struct fleet *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n_hosts; i++) {
		if (f->hosts[i].unidentified && n++ < NAMED_MAX)
			report_notify(f->total, f->hosts[i].name,
			    "tells no id of its engine or machine, and others have its name: it "
			    "may "
			    "be one of them");
	}
	if (n > NAMED_MAX)
		report_notify(f->total, "others",
		    arena_printf(
			f->arena, "%zu more may be hosts that are there already", n - NAMED_MAX));
}

struct fleet *
fleet_collect(struct fleet_reader *rd, const struct fleet_inputs *in, struct err *err)
{
	struct fleet *f = fleet_new(), *again;

	for (size_t i = 0; i < in->n; i++)
		count_file(rd, f, in->v[i]);
	if (fleet_drop_older(f)) {
		again = fleet_again(f);
		for (size_t i = 0; i < f->n_hosts; i++)
			count_file(rd, again, f->hosts[i].file);
		fleet_free(f);
		f = again;
	}
	if (f->n_hosts == 0) {
		if (f->n_unread > 0)
			err_set(err, EXIT_USAGE,
			    "none of %zu files could be read as a report: %.300s", f->n_unread,
			    f->unread[0].problem);
		else
			err_set(err, EXIT_USAGE, "there is no report to merge");
		fleet_free(f);
		return NULL;
	}
	fleet_finish(f, &rd->policy->gate);
	tell_gone(rd, f);
	tell_unidentified(f);
	return f;
}

struct report *
fleet_read_again(struct fleet_reader *rd, const struct fleet_host *h, struct err *err)
{
	char sha256[65];
	struct report *r = fleet_read(rd, h->file, sha256, NULL, err);

	if (r != NULL && strcmp(sha256, h->sha256) == 0) {
		r->host = h->name;
		return r;
	}
	report_free(r);
	err_set(err, EXIT_OUTPUT, "%s has changed while it was merged", h->file);
	return NULL;
}
