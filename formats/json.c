/*
 * json.c: the JSON report, version 1: the format that other programs read first. Its schema is
 * docs/report.schema.json.
 */
#include "config.h"

#include "format.h"
#include "json_marks.h"
#include "fleet/fleet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
write_strings(struct json_writer *w, const char *name, const char *const *v, size_t n)
{
	jw_array(w, name);
	for (size_t i = 0; i < n; i++)
		jw_string(w, NULL, v[i]);
	jw_end_array(w);
}

/* The earlier report that this one was compared with. */
static void
write_baseline(struct json_writer *w, const struct baseline_source *b)
{
	if (b == NULL) {
		jw_null(w, "baseline");
		return;
	}
	jw_object(w, "baseline");
	jw_string(w, "file", b->file);
	jw_string(w, "format", b->format);
	jw_string(w, "host", b->host);
	jw_string(w, "date", b->date);
	write_strings(w, "notes", b->notes, b->n_notes);
	jw_end_object(w);
}

static void
write_sandbox(struct json_writer *w, const struct report_sandbox *s)
{
	if (s == NULL) {
		jw_null(w, "sandbox");
		return;
	}
	jw_object(w, "sandbox");
	jw_int(w, "landlock", s->landlock);
	jw_bool(w, "seccomp", s->seccomp);
	jw_bool(w, "no_new_privs", s->no_new_privs);
	jw_array(w, "capabilities");
	for (size_t i = 0; i < s->n_capabilities; i++)
		jw_string(w, NULL, s->capabilities[i]);
	jw_end_array(w);
	jw_array(w, "notes");
	for (size_t i = 0; i < s->n_notes; i++)
		jw_string(w, NULL, s->notes[i]);
	jw_end_array(w);
	jw_end_object(w);
}

/* What the verdicts rest on beside the snapshot: for whoever judges anew. */
static void
write_basis(struct json_writer *w, const struct report *r)
{
	if (r->judged[0] == '\0') {
		jw_null(w, "basis");
		return;
	}
	jw_object(w, "basis");
	jw_string(w, "judged", r->judged);
	jw_object(w, "options");
	for (size_t i = 0; i < r->n_options; i++)
		jw_foreign_string(w, r->options[i].name, r->options[i].value);
	jw_end_object(w);
	jw_array(w, "inputs");
	for (size_t i = 0; i < r->n_inputs; i++) {
		jw_object(w, NULL);
		jw_string(w, "option", r->inputs[i].option);
		jw_string(w, "file", r->inputs[i].file);
		jw_string(w, "sha256", r->inputs[i].sha256);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
}

static void
write_tool(struct json_writer *w, const struct report *r)
{
	jw_object(w, "tool");
	jw_string(w, "name", r->tool_name);
	jw_string(w, "version", r->tool_version);
	jw_end_object(w);
}

static void
write_scan(struct json_writer *w, const struct report *r)
{
	jw_object(w, "scan");
	jw_string(w, "started", r->started);
	jw_string(w, "finished", r->finished);
	jw_string(w, "host", r->host);
	jw_string(w, "machine_id", r->machine_id);
	jw_string(w, "source", r->source);
	jw_string(w, "snapshot_sha256", r->snapshot_sha256);
	jw_object(w, "engine");
	jw_string(w, "id", r->engine_id);
	jw_string(w, "name", r->engine_name);
	jw_string(w, "version", r->engine_version);
	jw_string(w, "api_version", r->api_version);
	jw_string(w, "os", r->engine_os);
	jw_string(w, "kernel", r->kernel);
	jw_string(w, "endpoint", r->endpoint);
	jw_end_object(w);
	jw_string(w, "root", r->root);
	jw_bool(w, "privileged", r->privileged);
	jw_object(w, "tables");
	jw_string(w, "as_of", r->tables_as_of);
	jw_int(w, "age_days", r->tables_age_days);
	jw_end_object(w);
	jw_object(w, "selection");
	jw_string(w, "summary", r->selection);
	jw_bool(w, "all_containers", r->all_containers);
	jw_int(w, "left_out_checks", (int64_t)r->left_out_checks);
	jw_int(w, "left_out_subjects", (int64_t)r->left_out_subjects);
	write_strings(w, "left_out_check_ids", r->left_out_ids, r->n_left_out_ids);
	write_strings(w, "left_out_subject_names", r->left_out_names, r->n_left_out_names);
	write_strings(w, "notes", r->selection_notes, r->n_selection_notes);
	jw_string(w, "view", r->view);
	jw_int(w, "hidden_findings", (int64_t)r->hidden_findings);
	jw_end_object(w);
	write_sandbox(w, r->sandbox);
	write_basis(w, r);
	write_baseline(w, r->baseline);
	jw_end_object(w);
}

static void
write_summary(struct json_writer *w, const struct report *r)
{
	jw_object(w, "summary");
	jw_int(w, "checks", (int64_t)r->n_checks);
	jw_object(w, "findings");
	for (int s = 0; s < N_STATUS; s++)
		jw_int(w, status_name((enum status)s), (int64_t)r->findings_by_status[s]);
	jw_end_object(w);
	jw_object(w, "checks_by_status");
	for (int s = 0; s < N_STATUS; s++)
		jw_int(w, status_name((enum status)s), (int64_t)r->checks_by_status[s]);
	jw_end_object(w);
	jw_object(w, "warns_by_severity");
	for (int s = 0; s < N_SEVERITY; s++)
		jw_int(w, severity_name((enum severity)s), (int64_t)r->warns_by_severity[s]);
	jw_end_object(w);
	jw_int(w, "new", (int64_t)r->n_new);
	jw_int(w, "unchanged", (int64_t)r->n_unchanged);
	jw_int(w, "changed", (int64_t)r->n_changed);
	jw_int(w, "new_check", (int64_t)r->n_new_check);
	jw_int(w, "resolved", (int64_t)r->n_resolved);
	jw_int(w, "waived", (int64_t)r->n_waived);
	jw_int(w, "attested", (int64_t)r->n_attested);
	if (r->score >= 0)
		jw_int(w, "score", r->score);
	else
		jw_null(w, "score");
	jw_end_object(w);
}

static void
write_finding(struct json_writer *w, const struct check_result *c, const struct finding *f)
{
	char room[65];

	jw_object(w, NULL);
	jw_string(w, "status", status_name(f->status));
	jw_string(w, "message", f->message);
	jw_string(w, "key", f->key);
	jw_string(w, "fingerprint", finding_fingerprint(c, f, room));
	json_marks(w, f);
	json_subject(w, f->subject);
	jw_array(w, "evidence");
	for (size_t i = 0; i < f->n_evidence; i++) {
		const struct evidence *e = &f->evidence[i];

		jw_object(w, NULL);
		jw_string(w, "what", e->what);
		jw_string(w, "source", evidence_source(f, e));
		if (e->line > 0)
			jw_int(w, "line", e->line);
		else
			jw_null(w, "line");
		jw_string(w, "actual", e->actual);
		jw_string(w, "expected", e->expected);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
}

static void
write_related(struct json_writer *w, const char *ids)
{
	char id[32];

	jw_array(w, "related");
	while (*ids != '\0') {
		size_t n = strcspn(ids, ",");

		snprintf(id, sizeof id, "%.*s", (int)n, ids);
		jw_string(w, NULL, id);
		ids += n;
		ids += *ids == ',';
	}
	jw_end_array(w);
}

static void
write_check(struct json_writer *w, const struct check_result *c)
{
	jw_object(w, NULL);
	jw_string(w, "id", c->id);
	jw_string(w, "legacy_id", c->legacy_id);
	jw_string(w, "title", c->title);
	jw_string(w, "section", c->section);
	jw_string(w, "section_id", c->section_id);
	jw_string(w, "scope", c->scope);
	jw_bool(w, "automated", !c->manual);
	jw_int(w, "level", c->level);
	jw_string(w, "severity", severity_name(c->severity));
	jw_string(w, "status", status_name(c->status));
	jw_string(w, "rationale", c->rationale);
	jw_string(w, "remediation", c->remedy);
	jw_array(w, "references");
	for (size_t i = 0; c->refs[i] != NULL; i++)
		jw_string(w, NULL, c->refs[i]);
	jw_end_array(w);
	write_related(w, c->related);
	jw_array(w, "findings");
	for (size_t i = 0; i < c->n_findings; i++)
		write_finding(w, c, &c->findings[i]);
	jw_end_array(w);
	jw_end_object(w);
}

static void
write_rule(struct json_writer *w, const struct gate_rule *rule)
{
	jw_object(w, NULL);
	jw_string(w, "rule", rule->name);
	jw_string(w, "reason", rule->reason);
	jw_int(w, "exit_code", rule->exit_code);
	jw_int(w, "count", (int64_t)rule->n_findings);
	jw_array(w, "findings");
	for (size_t i = 0; i < rule->n_named; i++) {
		const struct check_result *c = rule->named[i].check;
		const struct finding *f = rule->named[i].finding;

		jw_object(w, NULL);
		if (rule->named[i].host != NULL)
			jw_string(w, "host", rule->named[i].host);
		jw_string(w, "check", c->id);
		jw_string(w, "severity", severity_name(c->severity));
		jw_string(w, "kind", subject_kind_name(f->subject->kind));
		jw_string(w, "name", f->subject->name);
		jw_string(w, "key", f->key);
		jw_string(w, "fingerprint", f->fingerprint);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
}

/* "--fail-on new: 3 new WARN" */
static void
gate_text(struct json_writer *w, const struct gate_rule *rule)
{
	struct buf b = BUF_INIT(TEXT_ROOM);

	buf_printf(&b, "%s: %s", rule->name, rule->reason);
	jw_string(w, NULL, buf_str(&b));
	buf_free(&b);
}

static void
write_gate(struct json_writer *w, const struct gate *g)
{
	jw_object(w, "gate");
	jw_bool(w, "open", g->open);
	jw_int(w, "exit_code", g->exit_code);
	jw_string(w, "policy", g->policy);
	jw_array(w, "reasons");
	for (size_t i = 0; i < g->n_rules; i++)
		gate_text(w, &g->rules[i]);
	jw_end_array(w);
	jw_array(w, "rules");
	for (size_t i = 0; i < g->n_rules; i++)
		write_rule(w, &g->rules[i]);
	jw_end_array(w);
	jw_end_object(w);
}

static void
write_resolved(struct json_writer *w, const struct report *r)
{
	jw_array(w, "resolved");
	for (size_t i = 0; i < r->n_resolved; i++) {
		const struct resolved *x = &r->resolved[i];

		jw_object(w, NULL);
		jw_string(w, "check", x->check);
		jw_string(w, "title", x->title);
		jw_string(w, "severity", severity_name(x->severity));
		jw_string(w, "status", status_name(x->status));
		jw_string(w, "message", x->message);
		jw_string(w, "key", x->key);
		jw_string(w, "fingerprint", x->fingerprint);
		json_subject(w, &x->subject);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void
write_notices(struct json_writer *w, const struct report *r)
{
	jw_array(w, "waiver_notices");
	for (size_t i = 0; i < r->n_waiver_notices; i++) {
		jw_object(w, NULL);
		jw_string(w, "kind", r->waiver_notices[i].kind);
		jw_string(w, "source", r->waiver_notices[i].source);
		jw_string(w, "message", r->waiver_notices[i].message);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_array(w, "notifications");
	for (size_t i = 0; i < r->n_notifications; i++) {
		jw_object(w, NULL);
		jw_string(w, "source", r->notifications[i].source);
		jw_string(w, "message", r->notifications[i].message);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void
write_report(struct json_writer *w, const char *name, const struct report *r)
{
	jw_object(w, name);
	jw_string(w, "schema", "dockassay.report/1");
	write_tool(w, r);
	write_scan(w, r);
	write_summary(w, r);
	write_gate(w, &r->gate);
	jw_array(w, "checks");
	for (size_t i = 0; i < r->n_checks; i++)
		write_check(w, &r->checks[i]);
	jw_end_array(w);
	write_resolved(w, r);
	write_notices(w, r);
	jw_end_object(w);
}

static int
write_json(const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	struct json_writer w;

	(void)o, (void)err;
	jw_start(&w, s);
	write_report(&w, NULL, r);
	return 0;
}

/* ---- many hosts: what they come to, and the report of each (docs/fleet.schema.json)
 * -------------- */

static void
write_inputs(struct json_writer *w, const struct fleet *f)
{
	jw_array(w, "unread");
	for (size_t i = 0; i < f->n_unread; i++) {
		jw_object(w, NULL);
		jw_string(w, "file", f->unread[i].file);
		jw_string(w, "problem", f->unread[i].problem);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_array(w, "replaced");
	for (size_t i = 0; i < f->n_replaced; i++) {
		jw_object(w, NULL);
		jw_string(w, "file", f->replaced[i].file);
		jw_string(w, "host", f->replaced[i].host);
		jw_string(w, "finished", f->replaced[i].finished);
		jw_string(w, "by", f->replaced[i].by_file);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_array(w, "versions");
	for (size_t i = 0; i < f->n_versions; i++) {
		jw_object(w, NULL);
		jw_string(w, "version", f->versions[i].version);
		jw_int(w, "hosts", (int64_t)f->versions[i].n_hosts);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void
write_group(struct json_writer *w, const struct fleet_group *g)
{
	jw_object(w, NULL);
	jw_string(w, "status", status_name(g->status));
	jw_string(w, "message", g->message);
	jw_int(w, "hosts", (int64_t)g->n_hosts);
	jw_int(w, "findings", (int64_t)g->n_findings);
	jw_string(w, "example", g->host);
	jw_end_object(w);
}

static void
write_fleet_check(struct json_writer *w, const struct check_result *c, const struct fleet_check *n)
{
	jw_object(w, NULL);
	jw_string(w, "id", c->id);
	jw_string(w, "title", c->title);
	jw_string(w, "section", c->section);
	jw_string(w, "section_id", c->section_id);
	jw_string(w, "severity", severity_name(c->severity));
	jw_string(w, "status", status_name(c->status));
	jw_object(w, "hosts");
	for (unsigned s = 0; s < N_FLEET_STATUS; s++)
		jw_int(w, fleet_status_name(s), (int64_t)n->hosts_by_status[s]);
	jw_end_object(w);
	jw_array(w, "messages");
	for (size_t i = 0; i < n->n_groups; i++)
		write_group(w, &n->groups[i]);
	jw_end_array(w);
	jw_int(w, "other_findings", (int64_t)n->n_more);
	jw_end_object(w);
}

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	const struct fleet *f = p->fleet;
	struct json_writer *w = p->state = jw_new(p->sink);

	(void)err;
	jw_object(w, NULL);
	jw_string(w, "schema", "dockassay.fleet/1");
	write_tool(w, f->total);
	jw_int(w, "host_count", (int64_t)f->n_hosts);
	jw_int(w, "hosts_open", (int64_t)f->n_clean);
	jw_string(w, "first_started", f->total->started);
	jw_string(w, "last_finished", f->total->finished);
	jw_string(w, "view", f->total->view);
	write_inputs(w, f);
	write_summary(w, f->total);
	write_gate(w, &f->total->gate);
	jw_array(w, "checks");
	for (size_t i = 0; i < f->total->n_checks; i++)
		write_fleet_check(w, &f->total->checks[i], &f->checks[i]);
	jw_end_array(w);
	write_notices(w, f->total);
	jw_array(w, "hosts");
	return 0;
}

static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	struct report own = *r;

	(void)err;
	own.host = h->host;
	jw_object(p->state, NULL);
	jw_string(p->state, "name", h->name);
	jw_string(p->state, "file", h->file);
	jw_string(p->state, "sha256", h->sha256);
	write_report(p->state, "report", &own);
	jw_end_object(p->state);
	return 0;
}

static void
end_fleet(struct fleet_page *p)
{
	jw_end_array(p->state);
	jw_end_object(p->state);
	free(p->state);
}

static const struct fleet_writer fleet = { begin_fleet, write_host, end_fleet };

const struct format format_json = {
	.name = "json",
	.extension = "json",
	.media_type = "application/json",
	.summary = "the complete report, for programs (docs/report.schema.json)",
	.write = write_json,
	.fleet = &fleet,
};
