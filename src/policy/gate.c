/*
 * gate.c: decides whether the gate is open. It may not change a finding, and knows no format.
 */
#include "config.h"

#include "gate.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/words.h"
#include "options/options.h"

#define WORD_MAX 64

/* ---- words ---------------------------------------------------------------------------------- */

/* The next word of a comma-separated list; false: there is none. */
static bool
next_word(const char **list, char word[WORD_MAX])
{
	size_t n;

	if (*list == NULL)
		return false;
	*list += strspn(*list, ", ");
	n = strcspn(*list, ", ");
	if (n == 0)
		return false;
	snprintf(word, WORD_MAX, "%.*s", (int)n, *list);
	*list += n;
	return true;
}

/* A severity's number; -1: it is none. */
static int
severity_called(const char *name)
{
	for (int s = 0; s < N_SEVERITY; s++) {
		if (strcmp(name, severity_name((enum severity)s)) == 0)
			return s;
	}
	return -1;
}

/* One word of --fail-on: which findings it is about. */
struct trigger {
	bool any, fresh, changed; /* every WARN; new ones; changed ones */
	int least;		  /* severity */
};

static bool
trigger_parse(const char *word, struct trigger *t)
{
	const char *colon = strchr(word, ':');

	*t = (struct trigger){ .least = SEVERITY_INFO };
	if (strcmp(word, "never") == 0)
		return true;
	if (strcmp(word, "warn") == 0)
		return t->any = true;
	t->fresh = strncmp(word, "new", 3) == 0 && (word[3] == '\0' || word[3] == ':');
	t->changed = strncmp(word, "changed", 7) == 0 && (word[7] == '\0' || word[7] == ':');
	t->any = !t->fresh && !t->changed;
	if (!t->any && colon == NULL)
		return true;
	t->least = severity_called(t->any ? word : colon + 1);
	return t->least >= 0;
}

static bool
id_in(const char *list, const char *id)
{
	char word[WORD_MAX];

	while (next_word(&list, word)) {
		const char *name = strncmp(word, "check_", 6) == 0 ? word + 6 : word;
		size_t n = strlen(name);

		if (strpbrk(name, "*?[") != NULL) {
			if (fnmatch(name, id, FNM_CASEFOLD) == 0)
				return true;
			continue;
		}
		for (size_t i = 0; i < n; i++) { /* check_5_4 is 5.4 */
			if (name != word && name[i] == '_')
				word[i + 6] = '.';
		}
		if (strncasecmp(name, id, n) == 0 &&
		    (id[n] == '\0' || id[n] == '.' || id[n] == '-'))
			return true;
	}
	return false;
}

int
gate_policy_check(const struct gate_policy *policy, bool has_baseline, struct err *err)
{
	static const char *const words[] = { "warn", "new", "changed", "never", "info", "low",
		"medium", "high", "critical", NULL };
	const char *list = policy->fail_on, *near;
	struct trigger t;
	char word[WORD_MAX];
	size_t n = 0;

	for (; next_word(&list, word); n++) {
		if (!trigger_parse(word, &t)) {
			near = nearest_name(word, words);
			return err_set(err, EXIT_USAGE, "--fail-on does not know \"%s\": %s%s",
			    word,
			    near != NULL ? "did you mean "
					 : "it takes warn, new, changed, never and "
					   "severities, as in new,critical or new:high",
			    near != NULL ? near : "");
		}
		if ((t.fresh || t.changed) && !has_baseline)
			return err_set(err, EXIT_USAGE,
			    "--fail-on %s needs an earlier report to compare with: --baseline FILE",
			    word);
	}
	if (policy->fail_on != NULL && n == 0)
		return err_set(err, EXIT_USAGE, "--fail-on wants a word, such as warn or new");
	if (policy->min_score > 100)
		return err_set(err, EXIT_USAGE, "--min-score goes from 0 to 100");
	if (policy->exit_code < 0 || policy->exit_code > 255)
		return err_set(err, EXIT_USAGE, "--exit-code goes from 0 to 255");
	return 0;
}

/* ---- which findings a rule is about --------------------------------------------------------- */

struct question {
	const struct gate_policy *policy;
	const struct report *report;
	struct trigger trigger;
};

typedef bool (*rule_fn)(
    const struct question *q, const struct check_result *c, const struct finding *f);

/* Does a WARN count at all? What is waived never; new checks and soft ones only where asked. */
static bool
counts(const struct question *q, const struct check_result *c, const struct finding *f)
{
	return f->status == STATUS_WARN && f->waiver == NULL &&
	       !(f->baseline == BASELINE_NEW_CHECK && !q->policy->new_checks) &&
	       !id_in(q->policy->soft_fail, c->id);
}

static bool
is_triggered(const struct question *q, const struct check_result *c, const struct finding *f)
{
	const struct trigger *t = &q->trigger;
	bool fresh = f->baseline == BASELINE_NEW || f->baseline == BASELINE_NEW_CHECK;

	return counts(q, c, f) && (int)c->severity >= t->least &&
	       (t->any || (t->fresh && fresh) || (t->changed && f->baseline == BASELINE_CHANGED));
}

static bool
is_hard(const struct question *q, const struct check_result *c, const struct finding *f)
{
	return f->status == STATUS_WARN && f->waiver == NULL && id_in(q->policy->hard_fail, c->id);
}

/* What an earlier scan could not assess either is known; a new check breaks no build. */
static bool
is_incomplete(const struct question *q, const struct check_result *c, const struct finding *f)
{
	(void)c;
	if (f->status != STATUS_ERROR || f->waiver != NULL)
		return false;
	if (f->baseline == BASELINE_NEW_CHECK)
		return q->policy->new_checks;
	return f->baseline != BASELINE_UNCHANGED && f->baseline != BASELINE_CHANGED;
}

/* ---- rules ---------------------------------------------------------------------------------- */

struct match {
	struct gate_finding at;
	enum severity severity;
	const char *fingerprint;
};

/* Checks and findings are elements of arrays: their places are the report's order. */
static int
by_place(const struct match *x, const struct match *y)
{
	if (x->at.check != y->at.check)
		return x->at.check < y->at.check ? -1 : 1;
	return x->at.finding < y->at.finding ? -1 : x->at.finding > y->at.finding;
}

static int
by_fingerprint(const void *a, const void *b)
{
	const struct match *x = a, *y = b;
	int order = strcmp(x->fingerprint, y->fingerprint);

	return order != 0 ? order : by_place(x, y);
}

static int
by_severity(const void *a, const void *b)
{
	const struct match *x = a, *y = b;

	if (x->severity != y->severity)
		return x->severity > y->severity ? -1 : 1;
	return by_place(x, y);
}

/* One of each fingerprint, the most severe first. The caller frees. */
static struct match *
matches(const struct question *q, rule_fn rule, size_t *n)
{
	const struct report *r = q->report;
	size_t all = r->findings_by_status[STATUS_WARN] + r->findings_by_status[STATUS_ERROR];
	struct match *v = xmalloc((all + 1) * sizeof *v);
	size_t kept = 0;

	*n = 0;
	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check_result *c = &r->checks[i];

		for (size_t k = 0; k < c->n_findings && *n < all; k++) {
			if (rule(q, c, &c->findings[k]))
				v[(*n)++] = (struct match){ { c, &c->findings[k], NULL },
					c->severity, c->findings[k].fingerprint };
		}
	}
	qsort(v, *n, sizeof *v, by_fingerprint);
	for (size_t i = 0; i < *n; i++) {
		if (i == 0 || strcmp(v[i].fingerprint, v[i - 1].fingerprint) != 0)
			v[kept++] = v[i];
	}
	*n = kept;
	qsort(v, kept, sizeof *v, by_severity);
	return v;
}

static struct gate_rule *
add_rule(struct report *r, const char *name, int exit_code)
{
	struct gate *g = &r->gate;

	if (g->n_rules == GATE_RULES_MAX)
		return NULL;
	g->rules[g->n_rules] = (struct gate_rule){
		.name = report_text(r, name), .reason = "", .exit_code = exit_code
	};
	if (g->n_rules == 0)
		g->exit_code = exit_code;
	return &g->rules[g->n_rules++];
}

/*
 * A rule over findings closes the gate when more than `allowed` match. `about` has its name, code
 * and the words of its reason that follow the number.
 */
static void
apply(struct report *r, const struct question *q, rule_fn rule, size_t allowed,
    const struct gate_rule *about)
{
	size_t n;
	struct match *v = matches(q, rule, &n);
	struct gate_rule *g = n > allowed ? add_rule(r, about->name, about->exit_code) : NULL;

	if (g != NULL) {
		g->n_findings = n;
		for (size_t i = 0; i < n && i < GATE_NAMED_MAX; i++)
			g->named[g->n_named++] = v[i].at;
		g->reason = arena_printf(r->arena, "%zu %s", n, about->reason);
	}
	free(v);
}

/* Which words count where none were given. */
static const char *
words_of(const struct report *r, const struct gate_policy *policy)
{
	if (policy->fail_on != NULL)
		return policy->fail_on;
	if (r->baseline != NULL)
		return "new";
	return policy->max_warn >= 0 || policy->min_score >= 0 ? "never" : "warn";
}

static void
apply_words(struct report *r, struct question *q, const char *words, int exit_code)
{
	char word[WORD_MAX], name[WORD_MAX + 16];

	while (next_word(&words, word)) {
		struct gate_rule about = { .name = name, .reason = "WARN", .exit_code = exit_code };

		if (!trigger_parse(word, &q->trigger))
			continue;
		if (q->trigger.fresh)
			about.reason = "new WARN";
		else if (q->trigger.changed)
			about.reason = "changed WARN";
		if (q->trigger.least > SEVERITY_INFO)
			about.reason = arena_printf(r->arena, "%s of severity %s%s", about.reason,
			    severity_name((enum severity)q->trigger.least),
			    q->trigger.least == SEVERITY_CRITICAL ? "" : " or above");
		snprintf(name, sizeof name, "--fail-on %s", word);
		apply(r, q, is_triggered, 0, &about);
	}
}

static void
apply_thresholds(struct report *r, struct question *q, int exit_code)
{
	const struct gate_policy *p = q->policy;
	struct gate_rule *rule;
	char name[64];

	q->trigger = (struct trigger){ .any = true, .least = SEVERITY_INFO };
	if (p->max_warn >= 0) {
		snprintf(name, sizeof name, "--max-warn %ld", p->max_warn);
		apply(r, q, is_triggered, (size_t)p->max_warn,
		    &(struct gate_rule){ .name = name,
			.reason = "WARN, more than allowed",
			.exit_code = exit_code });
	}
	if (p->min_score >= 0 && r->score < p->min_score) {
		snprintf(name, sizeof name, "--min-score %ld", p->min_score);
		rule = add_rule(r, name, exit_code);
		if (rule != NULL && r->score < 0)
			rule->reason = "there is no score: nothing was assessed";
		else if (rule != NULL)
			rule->reason = arena_printf(r->arena, "the score is %d", r->score);
	}
	if (p->strict_waivers && r->n_waiver_notices > 0) {
		rule = add_rule(r, "--strict-waivers", exit_code);
		if (rule != NULL)
			rule->reason = arena_printf(r->arena, "%zu notice%s about waivers",
			    r->n_waiver_notices, r->n_waiver_notices == 1 ? "" : "s");
	}
}

size_t
gate_warnings(const struct report *r, const struct gate_policy *policy)
{
	struct question q = { policy, r, { .any = true, .least = SEVERITY_INFO } };
	size_t n;

	free(matches(&q, is_triggered, &n));
	return n;
}

static const char *
tell_policy(struct report *r, const struct gate_policy *p)
{
	struct buf b = BUF_INIT(4096);
	const char *text;

	buf_printf(&b, "--fail-on %s", words_of(r, p));
	if (p->max_warn >= 0)
		buf_printf(&b, " --max-warn %ld", p->max_warn);
	if (p->min_score >= 0)
		buf_printf(&b, " --min-score %ld", p->min_score);
	if (p->hard_fail != NULL)
		buf_printf(&b, " --hard-fail-on %s", p->hard_fail);
	if (p->soft_fail != NULL)
		buf_printf(&b, " --soft-fail-on %s", p->soft_fail);
	if (p->new_checks)
		buf_puts(&b, " --new-checks fail");
	if (p->strict_waivers)
		buf_puts(&b, " --strict-waivers");
	if (p->ignore_incomplete)
		buf_puts(&b, " --incomplete ignore");
	if (p->exit_zero)
		buf_puts(&b, " --exit-zero");
	text = report_text(r, buf_str(&b));
	buf_free(&b);
	return text;
}

void
gate_decide(struct report *r, const struct gate_policy *policy)
{
	struct question q = { .policy = policy, .report = r };

	r->gate = (struct gate){ .exit_code = EXIT_GATE_OPEN, .policy = tell_policy(r, policy) };
	if (policy->hard_fail != NULL)
		apply(r, &q, is_hard, 0,
		    &(struct gate_rule){ .name = "--hard-fail-on",
			.reason = "WARN of checks that must pass",
			.exit_code = policy->exit_code });
	apply_words(r, &q, words_of(r, policy), policy->exit_code);
	apply_thresholds(r, &q, policy->exit_code);
	if (!policy->ignore_incomplete)
		apply(r, &q, is_incomplete, 0,
		    &(struct gate_rule){ .name = "--incomplete fail",
			.reason = "could not be assessed",
			.exit_code = EXIT_INCOMPLETE });
	r->gate.open = r->gate.n_rules == 0;
	if (policy->exit_zero)
		r->gate.exit_code = EXIT_GATE_OPEN;
}
