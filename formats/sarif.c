/*
 * sarif.c: SARIF 2.1.0, for code-scanning tools. Only WARN becomes a result, and only what is not
 * waived, since converters take every result for an alert, whatever its kind and suppressions; the
 * others are counted in a notification, and written where all are asked for. Locations are stable
 * relative paths made from names, never from ids.
 */
#include "config.h"

#include "format.h"
#include "left_out.h"
#include "json_writer.h"
#include "location.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "text.h"

#define RESULTS_MAX 25000 /* GitHub takes no more of one run */

static const char *const levels[N_SEVERITY] = {
	[SEVERITY_INFO] = "note",
	[SEVERITY_LOW] = "note",
	[SEVERITY_MEDIUM] = "warning",
	[SEVERITY_HIGH] = "error",
	[SEVERITY_CRITICAL] = "error",
};

static const char *const scores[N_SEVERITY] = {
	[SEVERITY_INFO] = "0.0",
	[SEVERITY_LOW] = "3.0",
	[SEVERITY_MEDIUM] = "5.5",
	[SEVERITY_HIGH] = "8.0",
	[SEVERITY_CRITICAL] = "9.5",
};

static const char *const kinds[N_STATUS] = {
	[STATUS_SKIP] = "notApplicable",
	[STATUS_INFO] = "informational",
	[STATUS_PASS] = "pass",
	[STATUS_NOTE] = "review",
	[STATUS_ERROR] = "open",
	[STATUS_WARN] = "fail",
};

static const char *const baseline_states[N_BASELINE_MARK] = {
	[BASELINE_NEW] = "new",
	[BASELINE_NEW_CHECK] = "new",
	[BASELINE_CHANGED] = "updated",
	[BASELINE_UNCHANGED] = "unchanged",
};

static void
text_object(struct json_writer *w, const char *name, const char *text)
{
	jw_object(w, name);
	jw_string(w, "text", text);
	jw_end_object(w);
}

/* ---- taxonomies: which control of which standard a rule is about -------------------------------- */

static const struct taxonomy {
	const char *prefix; /* of our references */
	const char *name, *version, *organization;
} taxonomies[] = {
	{ "CIS Docker 1.6.0 ", "CIS Docker Benchmark", "1.6.0", "Center for Internet Security" },
	{ "NIST 800-53 ", "NIST SP 800-53", "5", "NIST" },
	{ "NIST 800-190 ", "NIST SP 800-190", "1", "NIST" },
};
#define N_TAXONOMIES (sizeof taxonomies / sizeof taxonomies[0])

/* The id within the taxonomy; NULL: the reference is to something else. */
static const char *
taxon_of(const char *ref, const struct taxonomy *t)
{
	size_t n = strlen(t->prefix);

	return strncmp(ref, t->prefix, n) == 0 ? ref + n : NULL;
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
write_taxa(struct json_writer *w, const struct report *r, const struct taxonomy *t)
{
	size_t n = 0, all = 1;
	const char **ids, *last = "";

	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; r->checks[i].refs[k] != NULL; k++)
			all++;
	}
	ids = xmalloc(all * sizeof *ids);
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; r->checks[i].refs[k] != NULL; k++) {
			if (taxon_of(r->checks[i].refs[k], t) != NULL)
				ids[n++] = taxon_of(r->checks[i].refs[k], t);
		}
	}
	if (n > 1)
		qsort(ids, n, sizeof *ids, compare_texts);
	jw_array(w, "taxa");
	for (size_t i = 0; i < n; i++) {
		if (strcmp(ids[i], last) == 0)
			continue;
		last = ids[i];
		jw_object(w, NULL);
		jw_string(w, "id", ids[i]);
		jw_end_object(w);
	}
	jw_end_array(w);
	free(ids);
}

static void
write_taxonomies(struct json_writer *w, const struct report *r)
{
	jw_array(w, "taxonomies");
	for (size_t i = 0; i < N_TAXONOMIES; i++) {
		jw_object(w, NULL);
		jw_string(w, "name", taxonomies[i].name);
		jw_string(w, "version", taxonomies[i].version);
		jw_string(w, "organization", taxonomies[i].organization);
		text_object(w, "shortDescription", taxonomies[i].name);
		write_taxa(w, r, &taxonomies[i]);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void
write_component(struct json_writer *w, const char *name, size_t taxonomy)
{
	jw_object(w, name);
	jw_string(w, "name", taxonomies[taxonomy].name);
	jw_int(w, "index", (int64_t)taxonomy);
	jw_end_object(w);
}

static void
write_relationships(struct json_writer *w, const struct check_result *c)
{
	jw_array(w, "relationships");
	for (size_t i = 0; c->refs[i] != NULL; i++) {
		for (size_t t = 0; t < N_TAXONOMIES; t++) {
			if (taxon_of(c->refs[i], &taxonomies[t]) == NULL)
				continue;
			jw_object(w, NULL);
			jw_object(w, "target");
			jw_string(w, "id", taxon_of(c->refs[i], &taxonomies[t]));
			write_component(w, "toolComponent", t);
			jw_end_object(w);
			jw_array(w, "kinds");
			jw_string(w, NULL, "relevant");
			jw_end_array(w);
			jw_end_object(w);
		}
	}
	jw_end_array(w);
}

/* ---- rules ----------------------------------------------------------------------------------- */

static void
write_help(struct json_writer *w, const struct check_result *c)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	buf_printf(&b, "%s\n\n**What to do:** %s\n\n**References:**", c->rationale, c->remedy);
	for (size_t i = 0; c->refs[i] != NULL; i++)
		buf_printf(&b, "%s %s", i > 0 ? "," : "", c->refs[i]);
	jw_object(w, "help");
	jw_string(w, "text", c->remedy);
	jw_string(w, "markdown", buf_str(&b));
	jw_end_object(w);
	buf_free(&b);
}

/* GitHub keeps ten: what a rule is about, not every reference, which are relationships. */
static void
write_tags(struct json_writer *w, const struct check_result *c)
{
	bool cis = false, nist = false;

	for (size_t i = 0; c->refs[i] != NULL; i++) {
		cis = cis || strncmp(c->refs[i], "CIS ", 4) == 0;
		nist = nist || strncmp(c->refs[i], "NIST ", 5) == 0;
	}
	jw_array(w, "tags");
	jw_string(w, NULL, "security");
	jw_string(w, NULL, "docker");
	jw_string(w, NULL, c->scope);
	if (cis)
		jw_string(w, NULL, "CIS");
	if (nist)
		jw_string(w, NULL, "NIST");
	for (size_t i = 0, n = 0; c->refs[i] != NULL && n < 4; i++) {
		if (strncmp(c->refs[i], "CVE-", 4) == 0) {
			jw_string(w, NULL, c->refs[i]);
			n++;
		}
	}
	jw_end_array(w);
}

/* GitHub takes 1,024 characters: only a report of somebody else's can have more. */
static void
description(struct json_writer *w, const char *name, const char *text)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	text_clean(&b, text, 1000);
	text_object(w, name, buf_str(&b));
	buf_free(&b);
}

static void
write_rule(struct json_writer *w, const struct check_result *c)
{
	jw_object(w, NULL);
	jw_string(w, "id", c->id);
	jw_string(w, "name", c->legacy_id);
	description(w, "shortDescription", c->title);
	description(w, "fullDescription", c->rationale);
	write_help(w, c);
	jw_object(w, "defaultConfiguration");
	jw_string(w, "level", levels[c->severity]);
	jw_end_object(w);
	jw_object(w, "properties");
	write_tags(w, c);
	jw_string(w, "precision", c->manual ? "low" : "very-high");
	jw_string(w, "security-severity", scores[c->severity]);
	jw_end_object(w);
	write_relationships(w, c);
	jw_end_object(w);
}

static void
write_location(struct json_writer *w, const struct finding *f)
{
	struct buf uri = BUF_INIT(TEXT_ROOM);

	location_uri(&uri, f);
	jw_array(w, "locations");
	jw_object(w, NULL);
	jw_object(w, "physicalLocation");
	jw_object(w, "artifactLocation");
	jw_string(w, "uri", buf_str(&uri));
	jw_end_object(w);
	jw_object(w, "region");
	jw_int(w, "startLine", location_line(f));
	jw_int(w, "startColumn", 1);
	jw_int(w, "endLine", location_line(f));
	jw_int(w, "endColumn", 1);
	jw_end_object(w);
	jw_end_object(w);
	jw_array(w, "logicalLocations");
	jw_object(w, NULL);
	jw_string(w, "name", f->subject->name);
	jw_string(w, "fullyQualifiedName", buf_str(&uri));
	jw_string(w, "kind", "resource");
	jw_end_object(w);
	jw_end_array(w);
	jw_end_object(w);
	jw_end_array(w);
	buf_free(&uri);
}

/* GitHub compares by the first, everybody else may by the second. */
static void
write_fingerprints(struct json_writer *w, const char *fingerprint)
{
	char hash[80];

	snprintf(hash, sizeof hash, "%.64s:1", fingerprint);
	jw_object(w, "partialFingerprints");
	jw_string(w, "primaryLocationLineHash", hash);
	jw_string(w, "dockassay/v1", fingerprint);
	jw_end_object(w);
}

static void
write_suppression(struct json_writer *w, const struct waiver *v)
{
	struct buf b = BUF_INIT(65536);

	buf_printf(&b, "%s (until %s, by %s)", v->justification, v->expires, v->owner);
	jw_array(w, "suppressions");
	jw_object(w, NULL);
	jw_string(w, "kind", "external");
	jw_string(w, "status", "accepted");
	jw_string(w, "justification", buf_str(&b));
	jw_end_object(w);
	jw_end_array(w);
	buf_free(&b);
}

static void
write_result(struct json_writer *w, const struct check_result *c, size_t rule,
    const struct finding *f, const char *message)
{
	char room[65];

	jw_object(w, NULL);
	jw_string(w, "ruleId", c->id);
	jw_int(w, "ruleIndex", (int64_t)rule);
	jw_string(w, "kind", kinds[f->status]);
	jw_string(w, "level", f->status == STATUS_WARN ? levels[c->severity] : "none");
	if (f->baseline != BASELINE_NONE)
		jw_string(w, "baselineState", baseline_states[f->baseline]);
	text_object(w, "message", message);
	write_location(w, f);
	write_fingerprints(w, finding_fingerprint(c, f, room));
	if (f->waiver != NULL)
		write_suppression(w, f->waiver);
	jw_end_object(w);
}

static bool
is_alert(const struct finding *f)
{
	return f->status == STATUS_WARN && f->waiver == NULL;
}

static void
write_single(struct json_writer *w, const struct check_result *c, size_t rule, bool all)
{
	for (size_t i = 0; i < c->n_findings; i++) {
		struct buf b = BUF_INIT(TEXT_ROOM);

		if (!all && !is_alert(&c->findings[i]))
			continue;
		location_subject(&b, &c->findings[i]);
		buf_printf(&b, " %s", c->findings[i].message);
		write_result(w, c, rule, &c->findings[i], buf_str(&b));
		buf_free(&b);
	}
}

/* All findings of a rule as one result, told by the first; the others are named in its message. */
static void
write_grouped(struct json_writer *w, const struct check_result *c, size_t rule)
{
	struct buf b = BUF_INIT(TEXT_ROOM);
	const struct finding *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < c->n_findings; i++)
		n += is_alert(&c->findings[i]);
	for (size_t i = 0; i < c->n_findings; i++) {
		if (!is_alert(&c->findings[i]))
			continue;
		if (first == NULL) {
			first = &c->findings[i];
			location_subject(&b, first);
			buf_printf(&b, " %s", first->message);
			if (n > 1)
				buf_printf(&b, "; and %zu more:", n - 1);
			continue;
		}
		buf_puts(&b, " ");
		buf_puts(&b, c->findings[i].subject->name);
	}
	if (first != NULL)
		write_result(w, c, rule, first, buf_str(&b));
	buf_free(&b);
}

/* True where there were too many for the consumers, and findings were put together. */
static bool
write_results(struct json_writer *w, const struct report *r, bool all)
{
	bool grouped = r->findings_by_status[STATUS_WARN] > RESULTS_MAX;

	jw_array(w, "results");
	for (size_t i = 0; i < r->n_checks; i++) {
		if (grouped)
			write_grouped(w, &r->checks[i], i);
		else
			write_single(w, &r->checks[i], i, all);
	}
	jw_end_array(w);
	return grouped;
}

static void
notification(struct json_writer *w, const char *level, const char *text)
{
	jw_object(w, NULL);
	jw_string(w, "level", level);
	text_object(w, "message", text);
	jw_end_object(w);
}

/* The gate, the earlier report, waivers, and what a view hides. */
static void
write_policy(struct json_writer *w, const struct report *r)
{
	struct buf b = BUF_INIT(65536);

	buf_printf(&b, "The gate is %s (%s)", r->gate.open ? "open" : "closed", r->gate.policy);
	for (size_t i = 0; i < r->gate.n_rules; i++)
		buf_printf(&b, "; %s: %s", r->gate.rules[i].name, r->gate.rules[i].reason);
	if (r->view[0] != '\0')
		buf_printf(&b, "; not shown (%s): %zu findings", r->view, r->hidden_findings);
	notification(w, "note", buf_str(&b));
	if (r->left_out_checks + r->left_out_subjects > 0) {
		buf_free(&b);
		buf_printf(&b, "Left out by the selection (%s): ", r->selection);
		left_out_text(r, LEFT_OUT_NAMED, &b);
		notification(w, "note", buf_str(&b));
	}
	for (size_t i = 0; i < r->n_selection_notes; i++)
		notification(w, "note", r->selection_notes[i]);
	for (size_t i = 0; r->baseline != NULL && i < r->baseline->n_notes; i++) {
		buf_free(&b);
		buf_printf(&b, "Baseline %s: %s", r->baseline->file, r->baseline->notes[i]);
		notification(w, "note", buf_str(&b));
	}
	for (size_t i = 0; i < r->n_waiver_notices; i++) {
		buf_free(&b);
		buf_printf(&b, "%s: %s", r->waiver_notices[i].source, r->waiver_notices[i].message);
		notification(w, "warning", buf_str(&b));
	}
	buf_free(&b);
}

static void
write_invocation(struct json_writer *w, const struct report *r, bool grouped, bool all)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	jw_array(w, "invocations");
	jw_object(w, NULL);
	jw_bool(w, "executionSuccessful", true);
	jw_int(w, "exitCode", r->gate.exit_code);
	jw_string(w, "startTimeUtc", r->started);
	jw_string(w, "endTimeUtc", r->finished);
	jw_array(w, "toolExecutionNotifications");
	buf_printf(&b,
	    "%s: %zu PASS, %zu NOTE, %zu INFO, %zu SKIP, %zu waived; %zu could not be "
	    "assessed.",
	    all ? "Written, but no alerts" : "Left out as no alerts",
	    r->findings_by_status[STATUS_PASS], r->findings_by_status[STATUS_NOTE],
	    r->findings_by_status[STATUS_INFO], r->findings_by_status[STATUS_SKIP],
	    r->n_waived, r->findings_by_status[STATUS_ERROR]);
	if (grouped)
		buf_printf(&b,
		    " %zu WARN findings are more than the %d that consumers take: those of one "
		    "rule were put together into one result.",
		    r->findings_by_status[STATUS_WARN], RESULTS_MAX);
	notification(w, "note", buf_str(&b));
	write_policy(w, r);
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			const struct finding *f = &r->checks[i].findings[k];

			if (f->status != STATUS_ERROR)
				continue;
			buf_free(&b);
			buf_printf(&b, "%s could not be assessed for %s %s: %s", r->checks[i].id,
			    subject_kind_name(f->subject->kind), f->subject->name, f->message);
			notification(w, "warning", buf_str(&b));
		}
	}
	jw_end_array(w);
	jw_end_object(w);
	jw_end_array(w);
	buf_free(&b);
}

static int
write_sarif(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	struct json_writer w;
	struct buf id = BUF_INIT(TEXT_ROOM);
	bool grouped;

	(void)err;
	jw_start(&w, s);
	jw_object(&w, NULL);
	jw_string(&w, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	jw_string(&w, "version", "2.1.0");
	jw_array(&w, "runs");
	jw_object(&w, NULL);
	jw_object(&w, "tool");
	jw_object(&w, "driver");
	jw_string(&w, "name", r->tool_name);
	jw_string(&w, "version", r->tool_version);
	jw_string(&w, "semanticVersion", r->tool_version);
	jw_string(&w, "informationUri", r->tool_url);
	jw_array(&w, "rules");
	for (size_t i = 0; i < r->n_checks; i++)
		write_rule(&w, &r->checks[i]);
	jw_end_array(&w);
	jw_array(&w, "supportedTaxonomies");
	for (size_t i = 0; i < N_TAXONOMIES; i++)
		write_component(&w, NULL, i);
	jw_end_array(&w);
	jw_end_object(&w);
	jw_end_object(&w);
	jw_object(&w, "automationDetails");
	buf_printf(&id, "dockassay/%s/", r->host);
	jw_string(&w, "id", buf_str(&id));
	buf_free(&id);
	jw_end_object(&w);
	write_taxonomies(&w, r);
	jw_string(&w, "columnKind", "utf16CodeUnits");
	grouped = write_results(&w, r, o->sarif_all);
	write_invocation(&w, r, grouped, o->sarif_all && !grouped);
	jw_end_object(&w);
	jw_end_array(&w);
	jw_end_object(&w);
	return 0;
}

const struct format format_sarif = {
	.name = "sarif",
	.extension = "sarif",
	.media_type = "application/sarif+json",
	.summary = "SARIF 2.1.0, for code-scanning tools",
	.write = write_sarif,
};
