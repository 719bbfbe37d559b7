/*
 * report.c: holds results, counts and fingerprints them. It may not know any format, nor where a
 * fact came from, nor what the results are good for.
 */
#include "config.h"

#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "report_store.h"
#include "base/dates.h"
#include "base/sha256.h"

static const char *const status_names[N_STATUS] = {
	[STATUS_SKIP] = "skip",
	[STATUS_INFO] = "info",
	[STATUS_PASS] = "pass",
	[STATUS_NOTE] = "note",
	[STATUS_ERROR] = "error",
	[STATUS_WARN] = "warn",
};

static const char *const severity_names[N_SEVERITY] = {
	[SEVERITY_INFO] = "info",
	[SEVERITY_LOW] = "low",
	[SEVERITY_MEDIUM] = "medium",
	[SEVERITY_HIGH] = "high",
	[SEVERITY_CRITICAL] = "critical",
};

static const int mark_ranks[N_BASELINE_MARK] = {
	[BASELINE_NEW] = 0,
	[BASELINE_NEW_CHECK] = 1,
	[BASELINE_CHANGED] = 2,
	[BASELINE_UNCHANGED] = 3,
};

/* How much one finding weighs in the score. */
static const int severity_weights[N_SEVERITY] = {
	[SEVERITY_INFO] = 0,
	[SEVERITY_LOW] = 1,
	[SEVERITY_MEDIUM] = 3,
	[SEVERITY_HIGH] = 6,
	[SEVERITY_CRITICAL] = 10,
};

static const char *const subject_kind_names[N_SUBJECT_KIND] = {
	[SUBJECT_HOST] = "host",
	[SUBJECT_DAEMON] = "daemon",
	[SUBJECT_FILE] = "file",
	[SUBJECT_CONTAINER] = "container",
	[SUBJECT_IMAGE] = "image",
	[SUBJECT_NETWORK] = "network",
	[SUBJECT_VOLUME] = "volume",
	[SUBJECT_SWARM] = "swarm",
	[SUBJECT_SERVICE] = "service",
	[SUBJECT_SECRET] = "secret",
	[SUBJECT_DOCKERFILE] = "dockerfile",
	[SUBJECT_COMPOSE] = "compose",
};

static const char *const baseline_mark_names[N_BASELINE_MARK] = {
	[BASELINE_NONE] = NULL,
	[BASELINE_NEW] = "new",
	[BASELINE_UNCHANGED] = "unchanged",
	[BASELINE_CHANGED] = "changed",
	[BASELINE_NEW_CHECK] = "new-check",
};

const char *
status_name(enum status s)
{
	return status_names[s];
}

const char *
severity_name(enum severity s)
{
	return severity_names[s];
}

const char *
subject_kind_name(enum subject_kind k)
{
	return subject_kind_names[k];
}

const char *
baseline_mark_name(enum baseline_mark m)
{
	return baseline_mark_names[m];
}

bool
finding_is_accepted(const struct finding *f)
{
	return f->waiver != NULL || (f->baseline != BASELINE_NONE && f->baseline != BASELINE_NEW);
}

struct report *
report_new(void)
{
	struct arena *a = arena_new();
	struct report *r = arena_alloc(a, sizeof *r);

	*r = (struct report){
		.arena = a,
		.store = report_store_new(),
		.tool_name = "",
		.tool_version = "",
		.tool_url = "",
		.started = "",
		.finished = "",
		.host = "",
		.source = "live",
		.snapshot_sha256 = "",
		.judged = "",
		.engine_id = "",
		.machine_id = "",
		.engine_name = "",
		.engine_version = "",
		.api_version = "",
		.engine_os = "",
		.kernel = "",
		.endpoint = "",
		.root = "/",
		.tables_as_of = "",
		.selection = "everything",
		.score = -1,
		.view = "",
		.gate = { .open = true, .policy = "" },
	};
	return r;
}

void
report_free(struct report *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->n_checks; i++)
		free(r->checks[i].findings);
	report_store_free(r->store);
	arena_free(r->arena);
}

const char *
report_digest(const char *s)
{
	return strlen(s) == 64 && strspn(s, "0123456789abcdef") == 64 ? s : "";
}

const char *
report_time(struct report *r, const char *s, const char *otherwise)
{
	char text[DATE_TEXT];
	int64_t seconds;

	if (!date_parse(s, &seconds) || !date_print(text, seconds))
		return otherwise;
	return arena_strndup(r->arena, text, strlen(text));
}

struct check_result *
report_add_check(struct report *r)
{
	r->checks = arena_grow(r->arena, r->checks, r->n_checks, &r->cap_checks, sizeof *r->checks);
	return &r->checks[r->n_checks++];
}

struct finding *
report_add_finding(struct report *r, struct check_result *c, enum status status,
    const struct subject *subject, const char *key, const char *message)
{
	struct finding *f;

	report_seal(r);
	if (c->n_findings == c->cap_findings) {
		c->cap_findings = c->cap_findings > 0 ? c->cap_findings * 2 : 2;
		c->findings = xrealloc(c->findings, c->cap_findings * sizeof *c->findings);
	}
	f = &c->findings[c->n_findings++];
	*f = (struct finding){
		.status = status,
		.message = report_text(r, message),
		.key = report_text(r, key),
		.fingerprint = "",
		.subject = subject,
	};
	report_store_open(r, f);
	return f;
}

void
report_add_option(struct report *r, const char *name, const char *value)
{
	r->options =
	    arena_grow(r->arena, r->options, r->n_options, &r->cap_options, sizeof *r->options);
	r->options[r->n_options++] =
	    (struct report_option){ report_text(r, name), report_text(r, value) };
}

struct report_input *
report_add_input(struct report *r)
{
	r->inputs = arena_grow(r->arena, r->inputs, r->n_inputs, &r->cap_inputs, sizeof *r->inputs);
	return &r->inputs[r->n_inputs++];
}

struct resolved *
report_add_resolved(struct report *r)
{
	r->resolved =
	    arena_grow(r->arena, r->resolved, r->n_resolved, &r->cap_resolved, sizeof *r->resolved);
	return &r->resolved[r->n_resolved++];
}

void
report_waiver_notice(struct report *r, const char *kind, const char *source, const char *message)
{
	r->waiver_notices = arena_grow(r->arena, r->waiver_notices, r->n_waiver_notices,
	    &r->cap_waiver_notices, sizeof *r->waiver_notices);
	r->waiver_notices[r->n_waiver_notices++] = (struct waiver_notice){ report_text(r, kind),
		report_text(r, source), report_text(r, message) };
}

const char *
finding_fingerprint(const struct check_result *c, const struct finding *f, char room[65])
{
	const char *const parts[] = { "dockassay/1", c->id, subject_kind_name(f->subject->kind),
		f->subject->identity, f->key };

	if (f->fingerprint[0] != '\0')
		return f->fingerprint;
	sha256_hex_of(parts, sizeof parts / sizeof parts[0], room);
	return room;
}

static bool
somebody_may_answer_for(const struct finding *f)
{
	return f->status == STATUS_WARN || f->status == STATUS_ERROR || f->status == STATUS_NOTE;
}

static int
compare_subjects(const struct subject *x, const struct subject *y)
{
	int order = x == y ? 0 : (int)x->kind - (int)y->kind;

	if (order == 0 && x != y)
		order = strcmp(x->name, y->name);
	return order == 0 && x != y ? strcmp(x->id, y->id) : order;
}

static int
compare_findings(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int order = compare_subjects(x->subject, y->subject);

	if (order == 0)
		order = strcmp(x->key, y->key);
	return order != 0 ? order : strcmp(x->message, y->message);
}

/* What is said twice, as where two rules want the same file that cannot be read, stays once. */
static void
drop_repeats(struct check_result *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];
		const struct finding *last = kept > 0 ? &c->findings[kept - 1] : NULL;

		if (last != NULL && compare_findings(last, f) == 0 && last->status == f->status &&
		    last->n_evidence == 0 && f->n_evidence == 0)
			continue;
		if (kept != i)
			c->findings[kept] = *f;
		kept++;
	}
	c->n_findings = kept;
}

/* Containers are judged in their order, so that there is mostly nothing to do. */
static void
order_findings(struct check_result *c)
{
	for (size_t i = 1; i < c->n_findings; i++) {
		if (compare_findings(&c->findings[i - 1], &c->findings[i]) > 0) {
			qsort(c->findings, c->n_findings, sizeof *c->findings, compare_findings);
			return;
		}
	}
}

static void
finish_check(struct report *r, struct check_result *c, int64_t *good, int64_t *assessed)
{
	int weight = severity_weights[c->severity];

	order_findings(c);
	drop_repeats(c);
	c->status = STATUS_SKIP;
	for (size_t i = 0; i < c->n_findings; i++) {
		struct finding *f = &c->findings[i];
		char room[65];

		if (f->fingerprint[0] == '\0' && somebody_may_answer_for(f))
			f->fingerprint = arena_strdup(r->arena, finding_fingerprint(c, f, room));
		r->findings_by_status[f->status]++;
		r->n_waived += f->waiver != NULL;
		r->n_attested += f->attestation != NULL;
		if (f->status > c->status)
			c->status = f->status;
		if (f->status == STATUS_WARN)
			r->warns_by_severity[c->severity]++;
		if (f->status == STATUS_WARN || f->status == STATUS_PASS)
			*assessed += weight;
		if (f->status == STATUS_PASS)
			*good += weight;
	}
	r->checks_by_status[c->status]++;
}

static int
compare_marked(const void *a, const void *b)
{
	const struct finding *x = *(const struct finding *const *)a,
			     *y = *(const struct finding *const *)b;
	int order = strcmp(x->fingerprint, y->fingerprint);

	/* Of replicas the one that is told counts: new before changed before unchanged. */
	return order != 0 ? order : mark_ranks[x->baseline] - mark_ranks[y->baseline];
}

/* Replicas share a fingerprint and count once; what is waived is counted apart. */
static void
count_marks(struct report *r)
{
	size_t n = 0, all = 0;
	size_t *const counts[N_BASELINE_MARK] = { NULL, &r->n_new, &r->n_unchanged, &r->n_changed,
		&r->n_new_check };
	const struct finding **marked;

	r->n_new = r->n_unchanged = r->n_changed = r->n_new_check = 0;
	for (size_t i = 0; i < r->n_checks; i++)
		all += r->checks[i].n_findings;
	marked = xmalloc((all + 1) * sizeof *marked);
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			const struct finding *f = &r->checks[i].findings[k];

			if (f->baseline != BASELINE_NONE && f->status == STATUS_WARN &&
			    f->waiver == NULL)
				marked[n++] = f;
		}
	}
	qsort(marked, n, sizeof *marked, compare_marked);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || strcmp(marked[i]->fingerprint, marked[i - 1]->fingerprint) != 0)
			++*counts[marked[i]->baseline];
	}
	free(marked);
}

void
report_finish(struct report *r)
{
	int64_t good = 0, assessed = 0;

	report_seal(r);
	memset(r->findings_by_status, 0, sizeof r->findings_by_status);
	memset(r->checks_by_status, 0, sizeof r->checks_by_status);
	memset(r->warns_by_severity, 0, sizeof r->warns_by_severity);
	r->n_waived = r->n_attested = 0;
	for (size_t i = 0; i < r->n_checks; i++)
		finish_check(r, &r->checks[i], &good, &assessed);
	count_marks(r);
	r->score = assessed > 0 ? (int)(good * 100 / assessed) : -1;
}
