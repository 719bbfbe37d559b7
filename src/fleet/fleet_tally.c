/*
 * fleet_tally.c: adds up gates and notices of many reports. It may not decide about a finding:
 * gate.c has, for each host.
 */
#include "config.h"

#include "fleet_tally.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "policy/waivers.h"

#define MIN_SCORE "--min-score"
#define STRICT_WAIVERS "--strict-waivers"
#define INCOMPLETE "--incomplete fail"

static bool
begins(const char *s, const char *start)
{
	return strncmp(s, start, strlen(start)) == 0;
}

/* ---- rules ---------------------------------------------------------------------------------- */

/* The place of a rule; it is made where there is none. -1: there are too many. */
static int
rule_called(struct fleet_tally *y, struct report *t, const char *name, int exit_code)
{
	struct gate *g = &t->gate;

	for (size_t i = 0; i < g->n_rules; i++) {
		if (strcmp(g->rules[i].name, name) == 0)
			return (int)i;
	}
	if (g->n_rules == GATE_RULES_MAX)
		return -1;
	y->rules[g->n_rules] = (struct tally_rule){ .lowest = INT_MAX, .words = "", .host = "" };
	g->rules[g->n_rules] = (struct gate_rule){
		.name = report_text(t, name), .reason = "", .exit_code = exit_code
	};
	return (int)g->n_rules++;
}

static const char *
copy(struct report *t, const char *s)
{
	return arena_strdup(t->arena, s);
}

/* The report ends, and what it names stays. */
static struct gate_finding
copy_named(struct report *t, const struct gate_finding *from, const char *host)
{
	struct check_result *c = arena_alloc(t->arena, sizeof *c);
	struct finding *f = arena_alloc(t->arena, sizeof *f);
	struct subject *s = arena_alloc(t->arena, sizeof *s);
	const struct finding *x = from->finding;
	char room[65];

	*c = (struct check_result){ .id = copy(t, from->check->id),
		.title = copy(t, from->check->title),
		.severity = from->check->severity };
	*s = (struct subject){ .kind = x->subject->kind,
		.name = copy(t, x->subject->name),
		.id = copy(t, x->subject->id),
		.image = copy(t, x->subject->image),
		.identity = "",
		.document = "" };
	*f = (struct finding){ .status = x->status,
		.baseline = x->baseline,
		.message = copy(t, x->message),
		.key = copy(t, x->key),
		.fingerprint = copy(t, finding_fingerprint(from->check, x, room)),
		.subject = s };
	return (struct gate_finding){ c, f, host };
}

/* The most severe stay, in the order of their severity: one of a check, so that many are told of.
 */
static void
name_finding(struct report *t, struct gate_rule *g, const struct gate_finding *x, const char *host)
{
	size_t at = g->n_named;

	for (size_t i = 0; i < g->n_named; i++) {
		if (strcmp(g->named[i].check->id, x->check->id) == 0)
			return;
	}
	while (at > 0 && g->named[at - 1].check->severity < x->check->severity)
		at--;
	if (at == GATE_NAMED_MAX)
		return;
	if (g->n_named < GATE_NAMED_MAX)
		g->n_named++;
	memmove(&g->named[at + 1], &g->named[at], (g->n_named - 1 - at) * sizeof g->named[0]);
	g->named[at] = copy_named(t, x, host);
}

static void
add_rule(struct fleet_tally *y, struct report *t, const struct report *r, const char *file,
    const struct gate_rule *g)
{
	int at = rule_called(y, t, g->name, g->exit_code);
	struct tally_rule *to = &y->rules[at < 0 ? 0 : at];
	size_t digits = strspn(g->reason, "0123456789");

	if (at < 0)
		return;
	to->n += g->n_findings;
	to->n_hosts++;
	if (to->words[0] == '\0' && digits > 0)
		to->words = copy(t, g->reason + digits);
	if (begins(g->name, MIN_SCORE) && r->score < to->lowest) {
		to->lowest = r->score;
		to->host = file;
	}
	t->gate.rules[at].n_findings += g->n_findings;
	for (size_t i = 0; i < g->n_named; i++)
		name_finding(t, &t->gate.rules[at], &g->named[i], file);
}

/* ---- notices -------------------------------------------------------------------------------- */

static void
add_notification(struct fleet_tally *y, struct report *t, const struct notification *x)
{
	for (size_t i = 0; i < t->n_notifications; i++) {
		if (strcmp(t->notifications[i].source, x->source) == 0 &&
		    strcmp(t->notifications[i].message, x->message) == 0) {
			y->read_by[i]++;
			return;
		}
	}
	if (t->n_notifications == FLEET_NOTICES_MAX) {
		y->more_unread++;
		return;
	}
	y->read_by[t->n_notifications] = 1;
	report_notify(t, x->source, x->message);
}

static void
add_notice(struct fleet_tally *y, struct report *t, const struct waiver_notice *x)
{
	for (size_t i = 0; i < t->n_waiver_notices; i++) {
		const struct waiver_notice *n = &t->waiver_notices[i];

		if (strcmp(n->kind, x->kind) == 0 && strcmp(n->source, x->source) == 0 &&
		    strcmp(n->message, x->message) == 0)
			return;
	}
	if (t->n_waiver_notices == FLEET_NOTICES_MAX) {
		y->more_notices++;
		return;
	}
	report_waiver_notice(t, x->kind, x->source, x->message);
}

static bool
is_used(const struct fleet_tally *y, const char *source)
{
	for (size_t i = 0; i < y->n_used; i++) {
		if (strcmp(y->used[i], source) == 0)
			return true;
	}
	return false;
}

/* A file has some thousand entries at most; labels are never unused. */
static void
add_used(struct fleet_tally *y, struct report *t, const struct report *r)
{
	for (size_t i = 0; i < r->n_checks && r->n_waived > 0; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			const struct waiver *w = r->checks[i].findings[k].waiver;

			if (w == NULL || y->n_used == WAIVER_ENTRIES_MAX || is_used(y, w->source))
				continue;
			y->used =
			    arena_grow(t->arena, y->used, y->n_used, &y->cap_used, sizeof *y->used);
			y->used[y->n_used++] = arena_strdup(t->arena, w->source);
		}
	}
}

void
fleet_tally_add(struct fleet_tally *y, struct report *total, const struct report *r,
    const char *file, size_t warnings)
{
	static const struct notification hidden = { "reports",
		"written with --show or --only-failed: what they hide is not counted, and their "
		"scores "
		"are too low" };

	y->n_warnings += warnings;
	y->compared = y->compared || r->baseline != NULL;
	for (size_t i = 0; i < r->gate.n_rules; i++) {
		/* Which notices stay is known at the end. */
		if (!begins(r->gate.rules[i].name, STRICT_WAIVERS))
			add_rule(y, total, r, file, &r->gate.rules[i]);
	}
	for (size_t i = 0; i < r->n_notifications; i++)
		add_notification(y, total, &r->notifications[i]);
	for (size_t i = 0; i < r->n_waiver_notices; i++)
		add_notice(y, total, &r->waiver_notices[i]);
	if (r->hidden_findings > 0)
		add_notification(y, total, &hidden);
	for (int s = 0; s < N_SEVERITY; s++)
		total->warns_by_severity[s] += r->warns_by_severity[s];
	total->n_attested += r->n_attested;
	add_used(y, total, r);
	total->n_new += r->n_new;
	total->n_changed += r->n_changed;
	total->n_unchanged += r->n_unchanged;
	total->n_new_check += r->n_new_check;
}

/* ---- the end -------------------------------------------------------------------------------- */

static const char *
on_hosts(struct report *t, size_t n)
{
	return arena_printf(t->arena, "on %zu host%s", n, n == 1 ? "" : "s");
}

/* A waiver is unused where no host uses it. */
static void
finish_notices(struct fleet_tally *y, struct report *t, size_t n_hosts)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->n_notifications; i++) {
		if (n_hosts > 1)
			t->notifications[i].message = report_text(
			    t, arena_printf(t->arena, "%s (%s)", t->notifications[i].message,
				   on_hosts(t, y->read_by[i])));
	}
	for (size_t i = 0; i < t->n_waiver_notices; i++) {
		if (strcmp(t->waiver_notices[i].kind, "unused") != 0 ||
		    !is_used(y, t->waiver_notices[i].source))
			t->waiver_notices[kept++] = t->waiver_notices[i];
	}
	t->n_waiver_notices = kept;
	if (y->more_unread > 0)
		report_notify(t, "others",
		    arena_printf(t->arena, "%zu more, which single reports tell", y->more_unread));
	if (y->more_notices > 0)
		report_waiver_notice(t, "more", "others",
		    arena_printf(t->arena, "%zu more, which single reports tell", y->more_notices));
}

static void
give_reasons(struct fleet_tally *y, struct report *t)
{
	for (size_t i = 0; i < t->gate.n_rules; i++) {
		struct gate_rule *g = &t->gate.rules[i];
		const struct tally_rule *x = &y->rules[i];

		if (begins(g->name, MIN_SCORE) && x->lowest < 0)
			g->reason = report_text(
			    t, arena_printf(t->arena, "%s there is no score: nothing was assessed",
				   on_hosts(t, x->n_hosts)));
		else if (begins(g->name, MIN_SCORE))
			g->reason =
			    report_text(t, arena_printf(t->arena, "the score is lower %s: %d on %s",
					       on_hosts(t, x->n_hosts), x->lowest, x->host));
		else
			g->reason = arena_printf(
			    t->arena, "%zu%s %s", x->n, x->words, on_hosts(t, x->n_hosts));
	}
}

static void
apply_totals(struct fleet_tally *y, struct report *t, size_t n_unread, const struct gate_policy *p)
{
	int at = -1;

	if (p->max_warn >= 0 && y->n_warnings > (size_t)p->max_warn)
		at = rule_called(
		    y, t, arena_printf(t->arena, "--max-warn %ld", p->max_warn), p->exit_code);
	if (at >= 0)
		t->gate.rules[at].reason = arena_printf(
		    t->arena, "%zu WARN on all hosts, more than allowed", y->n_warnings);
	at = -1;
	if (p->strict_waivers && t->n_waiver_notices > 0)
		at = rule_called(y, t, STRICT_WAIVERS, p->exit_code);
	if (at >= 0)
		t->gate.rules[at].reason = arena_printf(t->arena, "%zu notice%s about waivers",
		    t->n_waiver_notices, t->n_waiver_notices == 1 ? "" : "s");
	if (p->ignore_incomplete || n_unread == 0)
		return;
	at = rule_called(y, t, INCOMPLETE, EXIT_INCOMPLETE);
	if (at >= 0)
		t->gate.rules[at].reason =
		    arena_printf(t->arena, "%s%s%zu report%s could not be read",
			t->gate.rules[at].reason, t->gate.rules[at].reason[0] != '\0' ? "; " : "",
			n_unread, n_unread == 1 ? "" : "s");
}

/* By precedence: what could not be assessed comes last. */
static void
order_rules(struct gate *g)
{
	for (size_t i = 0; i + 1 < g->n_rules; i++) {
		struct gate_rule last = g->rules[i];

		if (strcmp(last.name, INCOMPLETE) != 0)
			continue;
		memmove(&g->rules[i], &g->rules[i + 1], (g->n_rules - 1 - i) * sizeof last);
		g->rules[g->n_rules - 1] = last;
		return;
	}
}

void
fleet_tally_finish(struct fleet_tally *y, struct report *total, size_t n_hosts, size_t n_unread,
    const struct gate_policy *policy)
{
	static const struct baseline_source any = { .file = "" };
	struct report empty = {
		.arena = total->arena, .store = total->store, .baseline = NULL, .score = 100
	};
	struct baseline_source source = any;

	finish_notices(y, total, n_hosts);
	give_reasons(y, total);
	apply_totals(y, total, n_unread, policy);
	order_rules(&total->gate);
	if (y->compared)
		empty.baseline = &source;
	gate_decide(&empty, policy); /* for the words of the policy */
	total->gate.policy = empty.gate.policy;
	total->gate.open = total->gate.n_rules == 0;
	total->gate.exit_code =
	    total->gate.open || policy->exit_zero ? EXIT_GATE_OPEN : total->gate.rules[0].exit_code;
}
