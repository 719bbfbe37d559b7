/*
 * html_marks.c: see html_marks.h. It may not decide whether a mark is right, nor escape or print.
 */
#include "config.h"

#include "html_marks.h"

#include <ctype.h>
#include <string.h>

#include "html_views.h"
#include "policy/left_out.h"

typedef void (*each_fn)(void *ctx, const struct html_scope *item);

static bool
yes(struct buf *out, bool is_so)
{
	buf_puts(out, is_so ? "yes" : "");
	return true;
}

static bool
number(struct buf *out, size_t n)
{
	buf_printf(out, "%zu", n);
	return true;
}

static bool
text(struct buf *out, const char *s)
{
	buf_puts(out, s);
	return true;
}

/* ---- values --------------------------------------------------------------------------------- */

static bool
waiver_value(const struct waiver *w, const char *name, struct buf *out)
{
	static const struct waiver none = { "", "", "", "", "", "", "" };

	w = w != NULL ? w : &none;
	if (strcmp(name, "waiver_justification") == 0)
		return text(out, w->justification);
	if (strcmp(name, "waiver_owner") == 0)
		return text(out, w->owner);
	if (strcmp(name, "waiver_expires") == 0)
		return text(out, w->expires);
	if (strcmp(name, "waiver_approver") == 0)
		return text(out, w->approver);
	if (strcmp(name, "waiver_ticket") == 0)
		return text(out, w->ticket);
	if (strcmp(name, "waiver_risk") == 0)
		return text(out, w->risk);
	if (strcmp(name, "waiver_source") == 0)
		return text(out, w->source);
	return false;
}

static bool
attestation_value(const struct attestation *a, const char *name, struct buf *out)
{
	static const struct attestation none = { "", "", "", "", "" };

	a = a != NULL ? a : &none;
	if (strcmp(name, "attested_by") == 0)
		return text(out, a->by);
	if (strcmp(name, "attested_on") == 0)
		return text(out, a->on);
	if (strcmp(name, "attested_until") == 0)
		return text(out, a->until);
	if (strcmp(name, "attested_evidence") == 0)
		return text(out, a->evidence);
	if (strcmp(name, "attested_source") == 0)
		return text(out, a->source);
	return false;
}

/* "new waived": the marks of a finding, for the filter. */
static bool
all_marks(const struct finding *f, struct buf *out)
{
	if (f->baseline != BASELINE_NONE)
		buf_puts(out, baseline_mark_name(f->baseline));
	if (f->waiver != NULL)
		buf_puts(out, out->len > 0 ? " waived" : "waived");
	if (f->attestation != NULL)
		buf_puts(out, out->len > 0 ? " attested" : "attested");
	return true;
}

static bool
finding_value(const struct finding *f, const char *name, struct buf *out)
{
	if (strcmp(name, "baseline") == 0)
		return text(
		    out, f->baseline != BASELINE_NONE ? baseline_mark_name(f->baseline) : "");
	if (strcmp(name, "news") == 0)
		return text(out, f->baseline == BASELINE_NONE || f->baseline == BASELINE_UNCHANGED
				     ? ""
				     : baseline_mark_name(f->baseline));
	if (strcmp(name, "is_waived") == 0)
		return yes(out, f->waiver != NULL);
	if (strcmp(name, "is_attested") == 0)
		return yes(out, f->attestation != NULL);
	if (strcmp(name, "marks") == 0)
		return all_marks(f, out);
	return waiver_value(f->waiver, name, out) || attestation_value(f->attestation, name, out);
}

static bool
cause_value(const struct html_cause *c, const char *name, struct buf *out)
{
	if (strcmp(name, "findings_here") == 0)
		return number(out, c->n_findings);
	return c->example != NULL && finding_value(c->example, name, out);
}

static bool
rule_value(const struct gate_rule *rule, const char *name, struct buf *out)
{
	if (strcmp(name, "text") == 0 || strcmp(name, "reason") == 0)
		return text(out, rule->reason);
	if (strcmp(name, "rule") == 0)
		return text(out, rule->name);
	if (strcmp(name, "rule_exit_code") == 0)
		return buf_printf(out, "%d", rule->exit_code), true;
	if (strcmp(name, "unnamed") != 0)
		return false;
	if (rule->n_findings > rule->n_named)
		buf_printf(out, "%zu", rule->n_findings - rule->n_named);
	return true;
}

static bool
named_value(const struct html_scope *s, const char *name, struct buf *out)
{
	const struct gate_finding *g = s->object;
	const struct check_result *c = g->check;
	const struct finding *f = g->finding;

	if (strcmp(name, "id") == 0)
		return text(out, c->id);
	if (strcmp(name, "title") == 0)
		return text(out, c->title);
	if (strcmp(name, "severity") == 0)
		return text(out, severity_name(c->severity));
	if (strcmp(name, "kind") == 0)
		return text(out, subject_kind_name(f->subject->kind));
	if (strcmp(name, "name") == 0)
		return text(out, f->subject->name);
	if (strcmp(name, "anchor") == 0)
		return text(out, html_anchor(s->document->arena, c, f));
	return false;
}

static bool
resolved_value(const struct resolved *r, const char *name, struct buf *out)
{
	if (strcmp(name, "id") == 0)
		return text(out, r->check);
	if (strcmp(name, "title") == 0)
		return text(out, r->title);
	if (strcmp(name, "message") == 0)
		return text(out, r->message);
	if (strcmp(name, "severity") == 0)
		return text(out, severity_name(r->severity));
	if (strcmp(name, "status") == 0)
		return text(out, status_name(r->status));
	if (strcmp(name, "label") == 0) {
		for (const char *p = status_name(r->status); *p != '\0'; p++)
			buf_putc(out, (char)toupper((unsigned char)*p));
		return true;
	}
	if (strcmp(name, "kind") == 0)
		return text(out, subject_kind_name(r->subject.kind));
	return strcmp(name, "name") == 0 && text(out, r->subject.name);
}

static bool
notice_value(const struct waiver_notice *n, const char *name, struct buf *out)
{
	if (strcmp(name, "notice") == 0)
		return text(out, n->kind);
	if (strcmp(name, "source") == 0)
		return text(out, n->source);
	return strcmp(name, "message") == 0 && text(out, n->message);
}

static bool
baseline_value(const struct report *r, const char *name, struct buf *out)
{
	static const struct baseline_source none = {
		.file = "", .format = "", .host = "", .date = ""
	};
	const struct baseline_source *b = r->baseline != NULL ? r->baseline : &none;

	if (strcmp(name, "has_baseline") == 0)
		return yes(out, r->baseline != NULL);
	if (strcmp(name, "baseline_file") == 0)
		return text(out, b->file);
	if (strcmp(name, "baseline_host") == 0)
		return text(out, b->host);
	if (strcmp(name, "baseline_date") == 0)
		return text(out, b->date);
	if (strcmp(name, "has_baseline_notes") == 0)
		return yes(out, b->n_notes > 0);
	if (strcmp(name, "new_findings") == 0)
		return number(out, r->n_new);
	if (strcmp(name, "changed_findings") == 0)
		return number(out, r->n_changed);
	if (strcmp(name, "unchanged_findings") == 0)
		return number(out, r->n_unchanged);
	if (strcmp(name, "new_check_findings") == 0)
		return number(out, r->n_new_check);
	if (strcmp(name, "resolved_findings") == 0)
		return number(out, r->n_resolved);
	return strcmp(name, "has_resolved") == 0 && yes(out, r->n_resolved > 0);
}

static bool
left_out(const struct report *r, struct buf *out)
{
	left_out_text(r, LEFT_OUT_NAMED, out);
	return true;
}

static bool
selection_notes(const struct report *r, struct buf *out)
{
	for (size_t i = 0; i < r->n_selection_notes; i++)
		buf_printf(out, "%s%s.", i > 0 ? " " : "", r->selection_notes[i]);
	return true;
}

static bool
report_value(const struct report *r, const char *name, struct buf *out)
{
	if (baseline_value(r, name, out))
		return true;
	if (strcmp(name, "has_marks") == 0)
		return yes(out, r->baseline != NULL || r->n_waived + r->n_attested > 0);
	if (strcmp(name, "gate_policy") == 0)
		return text(out, r->gate.policy);
	if (strcmp(name, "view") == 0)
		return text(out, r->view);
	if (strcmp(name, "hidden_findings") == 0)
		return number(out, r->hidden_findings);
	if (strcmp(name, "has_rules") == 0)
		return yes(out, r->gate.n_rules > 0);
	if (strcmp(name, "has_waived") == 0)
		return yes(out, r->n_waived > 0);
	if (strcmp(name, "has_attested") == 0)
		return yes(out, r->n_attested > 0);
	if (strcmp(name, "has_waiver_notices") == 0)
		return yes(out, r->n_waiver_notices > 0);
	if (strcmp(name, "waived_findings") == 0)
		return number(out, r->n_waived);
	if (strcmp(name, "attested_findings") == 0)
		return number(out, r->n_attested);
	if (strcmp(name, "left_out") == 0)
		return left_out(r, out);
	return strcmp(name, "selection_notes") == 0 && selection_notes(r, out);
}

bool
html_mark_value(const struct html_scope *s, const char *name, struct buf *out)
{
	const struct html_group *g = s->object;

	switch (s->kind) {
	case HTML_REPORT:
		return report_value(s->document->report, name, out);
	case HTML_FINDING:
		return finding_value(s->object, name, out);
	case HTML_GROUP:
		return finding_value(g->members[0].finding, name, out);
	case HTML_CAUSE:
		return cause_value(s->object, name, out);
	case HTML_RULE:
		return rule_value(s->object, name, out);
	case HTML_NAMED:
		return named_value(s, name, out);
	case HTML_RESOLVED:
		return resolved_value(s->object, name, out);
	case HTML_NOTICE:
		return notice_value(s->object, name, out);
	default:
		return false;
	}
}

/* ---- lists ---------------------------------------------------------------------------------- */

static void
over(const struct html_scope *up, enum html_kind kind, const void *array, size_t n, size_t size,
    each_fn each, void *ctx)
{
	for (size_t i = 0; i < n; i++)
		each(ctx, &(struct html_scope){ .kind = kind,
			      .document = up->document,
			      .up = up,
			      .object = (const char *)array + i * size });
}

bool
html_mark_list(const struct html_scope *s, const char *name, each_fn each, void *ctx)
{
	const struct report *r = s->document->report;
	const struct gate_rule *rule = s->object;
	struct html_cause *causes;
	size_t n;

	if (s->kind == HTML_RULE && strcmp(name, "named") == 0) {
		over(s, HTML_NAMED, rule->named, rule->n_named, sizeof *rule->named, each, ctx);
	} else if (strcmp(name, "rules") == 0 || strcmp(name, "reasons") == 0) {
		over(
		    s, HTML_RULE, r->gate.rules, r->gate.n_rules, sizeof *r->gate.rules, each, ctx);
	} else if (strcmp(name, "baseline_notes") == 0) {
		for (size_t i = 0; r->baseline != NULL && i < r->baseline->n_notes; i++)
			each(ctx, &(struct html_scope){ .kind = HTML_TEXT,
				      .document = s->document,
				      .up = s,
				      .object = r->baseline->notes[i] });
	} else if (strcmp(name, "resolved") == 0) {
		over(s, HTML_RESOLVED, r->resolved, r->n_resolved, sizeof *r->resolved, each, ctx);
	} else if (strcmp(name, "waiver_notices") == 0) {
		over(s, HTML_NOTICE, r->waiver_notices, r->n_waiver_notices,
		    sizeof *r->waiver_notices, each, ctx);
	} else if (strcmp(name, "waivers") == 0) {
		causes = html_waivers(s->document->arena, r, &n);
		over(s, HTML_CAUSE, causes, n, sizeof *causes, each, ctx);
	} else if (strcmp(name, "attestations") == 0) {
		causes = html_attestations(s->document->arena, r, &n);
		over(s, HTML_CAUSE, causes, n, sizeof *causes, each, ctx);
	} else {
		return false;
	}
	return true;
}
