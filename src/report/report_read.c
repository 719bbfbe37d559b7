/*
 * report_read.c: reads a JSON report. The file may have been written by anybody: what is not as the
 * schema says refuses it. It may not judge or count; report.c does that.
 */
#include "config.h"

#include "report_read.h"

#include <string.h>

#include "base/dates.h"
#include "syntax/json.h"

#define SCHEMA "dockassay.report/1"

struct reader {
	struct report *report;
	const char *name;
	size_t check, finding; /* where the reader is */
	struct err *err;
};

/* `check` is its id where it is known, "" outside of checks. */
static int
wrong(struct reader *in, const char *check, const char *member)
{
	if (*check == '\0')
		return err_set(in->err, EXIT_USAGE,
		    "%s is no dockassay report: %s is missing or not as it should be", in->name,
		    member);
	return err_set(in->err, EXIT_USAGE,
	    "%s is no dockassay report: %s: %s is missing or not as it should be, in finding %zu "
	    "of check %zu",
	    in->name, check, member, in->finding + 1, in->check + 1);
}

/* A text made safe as all foreign text is; NULL: there is none. */
static const char *
text(struct reader *in, const cJSON *o, const char *path)
{
	struct fact_str s = json_str(in->report->arena, o, path);

	return s.seen == SEEN ? report_text(in->report, s.v) : NULL;
}

static const char *
text_or_empty(struct reader *in, const cJSON *o, const char *path)
{
	const char *s = text(in, o, path);

	return s != NULL ? s : "";
}

/* The number of a name in a list; -1: it is not in it. */
static int
index_of(const char *name, const char *(*name_of)(int i), int n)
{
	for (int i = 0; name != NULL && i < n; i++) {
		if (strcmp(name, name_of(i)) == 0)
			return i;
	}
	return -1;
}

static const char *
status_at(int i)
{
	return status_name((enum status)i);
}

static const char *
severity_at(int i)
{
	return severity_name((enum severity)i);
}

static const char *
kind_at(int i)
{
	return subject_kind_name((enum subject_kind)i);
}

static const char *
mark_at(int i)
{
	return i == BASELINE_NONE ? "" : baseline_mark_name((enum baseline_mark)i);
}

static bool
is_fingerprint(const char *s)
{
	return s != NULL && strlen(s) == 64 && strspn(s, "0123456789abcdef") == 64;
}

static int
read_evidence(struct reader *in, struct finding *f, const cJSON *o, const char *check)
{
	const cJSON *list = json_at(o, "evidence", NULL), *e;

	if (!cJSON_IsArray(list))
		return wrong(in, check, "evidence");
	cJSON_ArrayForEach (e, list) {
		struct fact_int line = json_int(e, "line");

		if (!cJSON_IsObject(e))
			return wrong(in, check, "evidence");
		report_add_evidence(in->report, f, text_or_empty(in, e, "what"),
		    text_or_empty(in, e, "source"), line.seen == SEEN && line.v > 0 ? line.v : 0,
		    text_or_empty(in, e, "actual"), text_or_empty(in, e, "expected"));
	}
	return 0;
}

/* Null is none, and so is an object that is not there: reports of older versions lack it. */
static const struct waiver *
read_waiver(struct reader *in, const cJSON *o)
{
	struct waiver *w;

	if (o == NULL)
		return NULL;
	w = arena_alloc(in->report->arena, sizeof *w);
	*w = (struct waiver){ .justification = text_or_empty(in, o, "justification"),
		.owner = text_or_empty(in, o, "owner"),
		.expires = text_or_empty(in, o, "expires"),
		.approver = text_or_empty(in, o, "approver"),
		.ticket = text_or_empty(in, o, "ticket"),
		.risk = text_or_empty(in, o, "risk"),
		.source = text_or_empty(in, o, "source") };
	return w;
}

static const struct attestation *
read_attestation(struct reader *in, const cJSON *o)
{
	struct attestation *a;

	if (o == NULL)
		return NULL;
	a = arena_alloc(in->report->arena, sizeof *a);
	*a = (struct attestation){ .by = text_or_empty(in, o, "by"),
		.on = text_or_empty(in, o, "on"),
		.until = text_or_empty(in, o, "until"),
		.evidence = text_or_empty(in, o, "evidence"),
		.source = text_or_empty(in, o, "source") };
	return a;
}

static int
read_marks(struct reader *in, struct finding *f, const cJSON *o, const char *check)
{
	int mark = index_of(text(in, o, "baseline"), mark_at, N_BASELINE_MARK);

	if (json_at(o, "baseline", NULL) != NULL && mark < 0)
		return wrong(in, check, "baseline");
	f->baseline = mark < 0 ? BASELINE_NONE : (enum baseline_mark)mark;
	f->waiver = read_waiver(in, json_at(o, "waiver", NULL));
	f->attestation = read_attestation(in, json_at(o, "attestation", NULL));
	return 0;
}

static bool
read_subject(struct reader *in, struct subject *s, const cJSON *o)
{
	const char *name = text(in, o, "subject.name");
	int kind = index_of(text(in, o, "subject.kind"), kind_at, N_SUBJECT_KIND);

	if (kind < 0 || name == NULL)
		return false;
	*s = (struct subject){ .kind = (enum subject_kind)kind,
		.name = name,
		.id = text_or_empty(in, o, "subject.id"),
		.image = text_or_empty(in, o, "subject.image"),
		.identity = "",
		.document = "" };
	return true;
}

static int
read_finding(struct reader *in, struct check_result *c, const cJSON *o)
{
	const char *fingerprint = json_text(in->report->arena, o, "fingerprint");
	int status = index_of(text(in, o, "status"), status_at, N_STATUS);
	struct subject subject;
	struct finding *f;

	if (status < 0)
		return wrong(in, c->id, "status");
	if (!read_subject(in, &subject, o))
		return wrong(in, c->id, "subject");
	if (!is_fingerprint(fingerprint))
		return wrong(in, c->id, "fingerprint");
	f = report_add_finding(in->report, c, (enum status)status,
	    report_subject(in->report, &subject, NULL), text_or_empty(in, o, "key"),
	    text_or_empty(in, o, "message"));
	f->fingerprint = fingerprint;
	if (read_marks(in, f, o, c->id) < 0)
		return -1;
	return read_evidence(in, f, o, c->id);
}

static const char *const *
read_refs(struct reader *in, const cJSON *o)
{
	struct fact_list list = json_list(in->report->arena, o, "references");
	const char **refs;

	refs = arena_alloc(in->report->arena, sizeof *refs * (list.n + 1));
	for (size_t i = 0; i < list.n; i++)
		refs[i] = report_text(in->report, list.v[i]);
	return refs;
}

static const char *
read_related(struct reader *in, const cJSON *o)
{
	struct fact_list list = json_list(in->report->arena, o, "related");
	const char *ids = "";

	for (size_t i = 0; i < list.n; i++)
		ids = arena_printf(in->report->arena, "%s%s%s", ids, i > 0 ? "," : "",
		    report_text(in->report, list.v[i]));
	return ids;
}

/* Names that formats use as they are: "5.4", "check_5_4", "R-01". */
static bool
is_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

	return n > 0 && n <= 64 && s[n] == '\0';
}

static int
read_check(struct reader *in, const cJSON *o)
{
	struct check_result *c = report_add_check(in->report);
	const cJSON *list = json_at(o, "findings", NULL), *f;
	int severity = index_of(text(in, o, "severity"), severity_at, N_SEVERITY);
	struct fact_bool automated = json_bool(o, "automated");

	*c = (struct check_result){ .id = text(in, o, "id"),
		.legacy_id = text_or_empty(in, o, "legacy_id"),
		.title = text_or_empty(in, o, "title"),
		.section = text_or_empty(in, o, "section"),
		.section_id = text_or_empty(in, o, "section_id"),
		.scope = text_or_empty(in, o, "scope"),
		.rationale = text_or_empty(in, o, "rationale"),
		.remedy = text_or_empty(in, o, "remediation"),
		.level = (int)json_int(o, "level").v,
		.severity = severity < 0 ? SEVERITY_INFO : (enum severity)severity,
		.refs = read_refs(in, o),
		.related = read_related(in, o),
		.manual = automated.seen == SEEN && !automated.v };
	if (c->id == NULL || !is_name(c->id))
		return wrong(in, "a check", "id");
	if (!is_name(c->section_id))
		return wrong(in, c->id, "section_id");
	if (c->legacy_id[0] != '\0' && !is_name(c->legacy_id))
		return wrong(in, c->id, "legacy_id");
	if (severity < 0)
		return wrong(in, c->id, "severity");
	if (!cJSON_IsArray(list))
		return wrong(in, c->id, "findings");
	in->check = in->report->n_checks - 1;
	in->finding = 0;
	cJSON_ArrayForEach (f, list) {
		if (read_finding(in, c, f) < 0)
			return -1;
		in->finding++;
	}
	return 0;
}

static size_t
count(const cJSON *o, const char *path)
{
	struct fact_int n = json_int(o, path);

	return n.seen == SEEN && n.v > 0 ? (size_t)n.v : 0;
}

/* Of a day, or of nothing. */
static const char *
day(struct reader *in, const cJSON *o, const char *path)
{
	const char *s = text_or_empty(in, o, path);
	int64_t seconds;

	return strlen(s) == 10 && date_parse(s, &seconds) ? s : "";
}

static void
read_sandbox(struct reader *in, const cJSON *o)
{
	struct report_sandbox *s;
	struct fact_list capabilities, notes;

	if (o == NULL)
		return;
	s = arena_alloc(in->report->arena, sizeof *s);
	capabilities = json_list(in->report->arena, o, "capabilities");
	notes = json_list(in->report->arena, o, "notes");
	s->landlock = (int)count(o, "landlock");
	s->seccomp = json_bool(o, "seccomp").v;
	s->no_new_privs = json_bool(o, "no_new_privs").v;
	for (size_t i = 0; i < capabilities.n && i < SANDBOX_LIST_MAX; i++)
		s->capabilities[s->n_capabilities++] = report_text(in->report, capabilities.v[i]);
	for (size_t i = 0; i < notes.n && i < SANDBOX_LIST_MAX; i++)
		s->notes[s->n_notes++] = report_text(in->report, notes.v[i]);
	in->report->sandbox = s;
}

/* Reports of older versions have none. */
static void
read_basis(struct reader *in, const cJSON *basis)
{
	struct report *r = in->report;
	const cJSON *item;

	r->judged = report_time(r, text_or_empty(in, basis, "judged"), "");
	cJSON_ArrayForEach (item, json_at(basis, "options", NULL)) {
		if (cJSON_IsString(item) && item->string != NULL && is_name(item->string))
			report_add_option(r, item->string, item->valuestring);
	}
	cJSON_ArrayForEach (item, json_at(basis, "inputs", NULL)) {
		struct report_input *input = report_add_input(r);

		*input = (struct report_input){ .option = text_or_empty(in, item, "option"),
			.file = text_or_empty(in, item, "file"),
			.sha256 = text_or_empty(in, item, "sha256") };
	}
}

/* At most `max` texts; older reports have none. */
static const char **
read_texts(struct reader *in, const cJSON *o, const char *path, size_t max, size_t *n)
{
	struct fact_list list = json_list(in->report->arena, o, path);
	const char **v;

	*n = list.n < max ? list.n : max;
	v = arena_alloc(in->report->arena, sizeof *v * (*n + 1));
	for (size_t i = 0; i < *n; i++)
		v[i] = report_text(in->report, list.v[i]);
	return v;
}

static void
read_left_out(struct reader *in, const cJSON *o)
{
	struct report *r = in->report;
	const char **notes =
	    read_texts(in, o, "scan.selection.notes", SELECTION_NOTES_MAX, &r->n_selection_notes);

	r->left_out_checks = count(o, "scan.selection.left_out_checks");
	r->left_out_subjects = count(o, "scan.selection.left_out_subjects");
	r->left_out_ids = read_texts(
	    in, o, "scan.selection.left_out_check_ids", LEFT_OUT_NAMED, &r->n_left_out_ids);
	r->left_out_names = read_texts(
	    in, o, "scan.selection.left_out_subject_names", LEFT_OUT_NAMED, &r->n_left_out_names);
	memcpy(r->selection_notes, notes, sizeof *notes * r->n_selection_notes);
}

static int
read_scan(struct reader *in, const cJSON *o)
{
	static const char *const sources[] = { "live", "snapshot", "demo" };
	struct report *r = in->report;
	bool known = false;

	r->tool_name = text_or_empty(in, o, "tool.name");
	r->tool_version = text_or_empty(in, o, "tool.version");
	r->tool_url = PACKAGE_URL;
	r->started = report_time(in->report, text_or_empty(in, o, "scan.started"), TIME_UNKNOWN);
	r->finished = report_time(in->report, text_or_empty(in, o, "scan.finished"), r->started);
	r->host = text_or_empty(in, o, "scan.host");
	r->source = text_or_empty(in, o, "scan.source");
	for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
		known = known || strcmp(r->source, sources[i]) == 0;
	if (!known)
		return wrong(in, "", "scan.source");
	r->snapshot_sha256 = report_digest(text_or_empty(in, o, "scan.snapshot_sha256"));
	r->engine_id = text_or_empty(in, o, "scan.engine.id");
	r->machine_id = report_digest(text_or_empty(in, o, "scan.machine_id"));
	r->engine_name = text_or_empty(in, o, "scan.engine.name");
	r->engine_version = text_or_empty(in, o, "scan.engine.version");
	r->api_version = text_or_empty(in, o, "scan.engine.api_version");
	r->engine_os = text_or_empty(in, o, "scan.engine.os");
	r->kernel = text_or_empty(in, o, "scan.engine.kernel");
	r->endpoint = text_or_empty(in, o, "scan.engine.endpoint");
	r->root = text_or_empty(in, o, "scan.root");
	r->privileged = json_bool(o, "scan.privileged").v;
	r->tables_as_of = day(in, o, "scan.tables.as_of");
	r->tables_age_days = json_int(o, "scan.tables.age_days").v;
	r->selection = text_or_empty(in, o, "scan.selection.summary");
	r->all_containers = json_bool(o, "scan.selection.all_containers").v;
	read_left_out(in, o);
	r->view = text_or_empty(in, o, "scan.selection.view");
	r->hidden_findings = count(o, "scan.selection.hidden_findings");
	read_sandbox(in, json_at(o, "scan.sandbox", NULL));
	read_basis(in, json_at(o, "scan.basis", NULL));
	return 0;
}

static int
read_resolved(struct reader *in, const cJSON *o)
{
	const char *fingerprint = json_text(in->report->arena, o, "fingerprint");
	int severity = index_of(text(in, o, "severity"), severity_at, N_SEVERITY);
	int status = index_of(text(in, o, "status"), status_at, N_STATUS);
	struct resolved x = { .check = text(in, o, "check"),
		.title = text_or_empty(in, o, "title"),
		.message = text_or_empty(in, o, "message"),
		.key = text_or_empty(in, o, "key") };

	if (x.check == NULL || severity < 0 || status < 0 || !is_fingerprint(fingerprint) ||
	    !read_subject(in, &x.subject, o))
		return wrong(in, "resolved", "a finding");
	x.severity = (enum severity)severity;
	x.status = (enum status)status;
	memcpy(x.fingerprint, fingerprint, sizeof x.fingerprint);
	*report_add_resolved(in->report) = x;
	return 0;
}

/* What a comparison and waivers have left in the report. */
static int
read_policy(struct reader *in, const cJSON *o)
{
	struct report *r = in->report;
	const cJSON *item;
	struct baseline_source *b;
	struct fact_list notes;

	cJSON_ArrayForEach (item, json_at(o, "resolved", NULL)) {
		if (read_resolved(in, item) < 0)
			return -1;
	}
	cJSON_ArrayForEach (item, json_at(o, "waiver_notices", NULL))
		report_waiver_notice(r, text_or_empty(in, item, "kind"),
		    text_or_empty(in, item, "source"), text_or_empty(in, item, "message"));
	if (json_at(o, "scan.baseline", NULL) == NULL)
		return 0;
	b = arena_alloc(r->arena, sizeof *b);
	*b = (struct baseline_source){ .file = text_or_empty(in, o, "scan.baseline.file"),
		.format = text_or_empty(in, o, "scan.baseline.format"),
		.host = text_or_empty(in, o, "scan.baseline.host"),
		.date = text_or_empty(in, o, "scan.baseline.date") };
	notes = json_list(r->arena, o, "scan.baseline.notes");
	for (size_t i = 0; i < notes.n && i < BASELINE_NOTES_MAX; i++)
		b->notes[b->n_notes++] = report_text(r, notes.v[i]);
	r->baseline = b;
	return 0;
}

static int
read_report(struct reader *in, const cJSON *o)
{
	const cJSON *checks = json_at(o, "checks", NULL), *item;

	if (strcmp(json_text(in->report->arena, o, "schema"), SCHEMA) != 0)
		return wrong(in, "", "\"schema\": \"" SCHEMA "\"");
	if (!cJSON_IsArray(checks))
		return wrong(in, "", "checks");
	if (read_scan(in, o) < 0)
		return -1;
	cJSON_ArrayForEach (item, checks) {
		in->check = in->report->n_checks;
		if (read_check(in, item) < 0)
			return -1;
	}
	cJSON_ArrayForEach (item, json_at(o, "notifications", NULL))
		report_notify(in->report, text_or_empty(in, item, "source"),
		    text_or_empty(in, item, "message"));
	if (read_policy(in, o) < 0)
		return -1;
	report_finish(in->report);
	return 0;
}

struct report *
report_from_json(const char *name, const cJSON *json, struct err *err)
{
	struct reader in = { .report = report_new(), .name = name, .err = err };

	if (read_report(&in, json) == 0)
		return in.report;
	report_free(in.report);
	return NULL;
}

int
report_read_finding(
    struct report *r, struct check_result *c, const char *name, const cJSON *json, struct err *err)
{
	struct reader in = { .report = r, .name = name, .err = err };

	in.check = (size_t)(c - r->checks);
	in.finding = c->n_findings;
	return read_finding(&in, c, json);
}

bool
report_read_severity(const char *name, enum severity *severity)
{
	int i = index_of(name, severity_at, N_SEVERITY);

	if (i >= 0)
		*severity = (enum severity)i;
	return i >= 0;
}

struct report *
report_read(const char *name, const char *bytes, size_t len, struct err *err)
{
	struct report *r;
	cJSON *json = json_parse(bytes, len, err);

	if (json == NULL) {
		err_wrap(err, "%s", name);
		err->code = EXIT_USAGE;
		return NULL;
	}
	r = report_from_json(name, json, err);
	cJSON_Delete(json);
	return r;
}

/* A snapshot is a line for each document; the first one's name stands at its beginning. */
bool
report_is_one(const char *bytes, size_t len)
{
	static const char mark[] = "\"schema\"";
	size_t n = len < 256 ? len : 256;

	for (size_t i = 0; i + sizeof mark - 1 <= n; i++) {
		if (memcmp(bytes + i, mark, sizeof mark - 1) == 0)
			return true;
	}
	return false;
}
