/*
 * judged.c: targets whose input becomes facts, verdicts and reports, as a scan's documents do.
 *
 * What must hold of any input: no check gives a verdict without evidence, and every format is what
 * it claims to be.
 */
#include "config.h"

#include "fuzz.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "cli/scan.h"
#include "facts/facts.h"
#include "policy/baseline.h"
#include "policy/policy.h"
#include "report/report_read.h"
#include "snapshot/snapshot.h"
#include "syntax/json.h"

/* ---- judging -------------------------------------------------------------------------------- */

static void
hold_evidence(const struct report *r)
{
	static const char blame[] = "the check gave a verdict without evidence";

	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check_result *c = &r->checks[i];

		for (size_t k = 0; k < c->n_findings; k++) {
			const struct finding *f = &c->findings[k];

			if (f->status == STATUS_ERROR &&
			    strncmp(f->message, blame, sizeof blame - 1) == 0)
				fuzz_wrong(c->id, f->message);
		}
	}
}

/* Takes the facts over. */
static void
judge(struct facts *f, const char *checks, void (*render_it)(const struct report *r))
{
	struct options o;
	struct selection s;
	struct policy p = { .view = { .summary = "" } };
	struct err err = { 0 };
	struct report *r;

	options_default(&o);
	o.all = o.deep = true;
	o.profile = "full";
	o.include = checks;
	if (selection_parse(&s, &o, &err) < 0 || policy_read(&p, &o, false, s.arena, &err) < 0)
		fuzz_wrong("selection", err.msg);
	p.facts = f;
	r = scan_judge(f, &s, &o, "snapshot", "");
	scan_decide(r, &o, &p);
	hold_evidence(r);
	if (render_it != NULL)
		render_it(r);
	report_free(r);
	policy_free(&p);
	selection_free(&s);
	facts_free(f);
}

/* ---- documents ------------------------------------------------------------------------------ */

static void
take(struct facts *f, const char *name, const char *body)
{
	struct document doc = { .name = name,
		.from = "fuzz",
		.state = DOC_OK,
		.problem = "",
		.body = body,
		.len = strlen(body) };
	struct err err;

	facts_take(f, &doc, &err);
}

static const char meta[] =
    "{\"version\":1,\"tool\":\"fuzz\",\"started\":\"2026-01-02T03:04:05Z\",\"host\":\"fuzz\","
    "\"endpoint\":\"unix:///run/docker.sock\",\"api_version\":\"1.41\",\"root\":\"/\",\"euid\":0,"
    "\"local\":true,\"kernel\":\"6.1.0\",\"all_containers\":true,\"deep\":true}";

/* NAME, line feed, body; each document ends with a NUL. */
static struct facts *
facts_of(const char *text, size_t len)
{
	struct facts *f = facts_new();
	const char *end = text + len;

	take(f, "meta", meta);
	while (text < end) {
		size_t n = strlen(text), head = strcspn(text, "\n");
		char name[512];

		if (head < n && head < sizeof name) {
			memcpy(name, text, head);
			name[head] = '\0';
			take(f, name, text + head + 1);
		}
		text += n + 1;
	}
	return f;
}

void
fuzz_documents(const char *text, size_t len)
{
	judge(facts_of(text, len), NULL, NULL);
}

void
fuzz_formats(const char *text, size_t len)
{
	judge(facts_of(text, len), NULL, fuzz_render_all);
}

static int
take_replayed(void *ctx, const struct document *doc, struct err *err)
{
	return facts_take(ctx, doc, err);
}

static void
replay(const char *text, size_t len)
{
	struct facts *f = facts_new();
	struct document_sink sink = { take_replayed, f };
	struct err err = { 0 };
	char sha256[65];

	if (snapshot_replay("fuzz.ndjson", text, len, &sink, 1, sha256, &err) == 0) {
		judge(f, NULL, fuzz_render_all);
		return;
	}
	if (err.msg[0] == '\0')
		fuzz_wrong("snapshot", "an error without a message");
	facts_free(f);
}

/* Writes over each line's digest the one that fits; false: there is no line that has a wrong one.
 */
static bool
seal(char *text, size_t len)
{
	bool sealed = false;

	for (char *end; (end = memchr(text, '\n', len)) != NULL;
	     len -= (size_t)(end + 1 - text), text = end + 1) {
		struct arena *a = arena_new();
		size_t n = (size_t)(end - text);
		struct err err;
		const cJSON *line = json_read(a, text, n, &err);
		const char *body = json_text(a, line, "body"), *hash = json_text(a, line, "sha256");
		char *at = strlen(hash) == 64 ? memmem(text, n, hash, 64) : NULL, fits[65];

		sha256_hex(body, strlen(body), fits);
		if (at != NULL && strcmp(hash, fits) != 0) {
			memcpy(at, fits, 64);
			sealed = true;
		}
		arena_free(a);
	}
	return sealed;
}

/* Nobody finds a digest by chance: a body that is another one is tried with the right one as well.
 */
void
fuzz_snapshot(const char *text, size_t len)
{
	char *sealed = malloc(len + 1);

	if (sealed == NULL)
		return;
	memcpy(sealed, text, len + 1);
	replay(text, len);
	if (seal(sealed, len))
		replay(sealed, len);
	free(sealed);
}

/* ---- files of the host ---------------------------------------------------------------------- */

static void
take_file(struct facts *f, const char *path, const char *content)
{
	cJSON *o = cJSON_CreateObject();
	char name[512] = "file:", *text;

	strncat(name, path, sizeof name - sizeof "file:");
	cJSON_AddStringToObject(o, "path", path);
	cJSON_AddStringToObject(o, "real", path);
	cJSON_AddStringToObject(o, "type", "file");
	cJSON_AddNumberToObject(o, "mode", 0640);
	cJSON_AddNumberToObject(o, "uid", 0);
	cJSON_AddNumberToObject(o, "gid", 0);
	cJSON_AddStringToObject(o, "owner", "root");
	cJSON_AddStringToObject(o, "group", "root");
	cJSON_AddNumberToObject(o, "size", (double)strlen(content));
	cJSON_AddStringToObject(o, "content", content);
	text = cJSON_PrintUnformatted(o);
	if (text != NULL)
		take(f, name, text);
	cJSON_free(text);
	cJSON_Delete(o);
}

static void
take_tree(struct facts *f, const char *dir, const char *file)
{
	cJSON *list = cJSON_CreateArray(), *o = cJSON_CreateObject();
	char name[512] = "tree:", *text;

	strncat(name, dir, sizeof name - sizeof "tree:");
	cJSON_AddStringToObject(o, "path", file);
	cJSON_AddStringToObject(o, "real", file);
	cJSON_AddStringToObject(o, "type", "file");
	cJSON_AddNumberToObject(o, "mode", 0640);
	cJSON_AddNumberToObject(o, "uid", 0);
	cJSON_AddNumberToObject(o, "gid", 0);
	cJSON_AddItemToArray(list, o);
	text = cJSON_PrintUnformatted(list);
	if (text != NULL)
		take(f, name, text);
	cJSON_free(text);
	cJSON_Delete(list);
}

static struct facts *
host_facts(void)
{
	struct facts *f = facts_new();

	take(f, "meta", meta);
	take(f, "GET /version",
	    "{\"Version\":\"20.10.24\",\"ApiVersion\":\"1.41\",\"Os\":\"linux\"}");
	return f;
}

void
fuzz_audit(const char *text, size_t len)
{
	struct facts *f = host_facts();

	(void)len;
	take_tree(f, "/etc/audit/rules.d", "/etc/audit/rules.d/docker.rules");
	take_file(f, "/etc/audit/rules.d/docker.rules", text);
	take_file(f, "/etc/audit/audit.rules", text);
	judge(f, "1", NULL);
}

void
fuzz_daemon(const char *text, size_t len)
{
	struct facts *f = host_facts();

	(void)len;
	take(f, "proc:processes",
	    "[{\"pid\":7,\"ppid\":1,\"comm\":\"dockerd\",\"exe\":\"/usr/sbin/dockerd\",\"uid\":0,"
	    "\"cmdline\":[\"dockerd\"],\"cgroup_container\":null,\"host_pidns\":true}]");
	take_file(f, "/etc/docker/daemon.json", text);
	judge(f, "2,3", NULL);
}

/* Line one is the file's path, as a scan would have it. */
void
fuzz_host_text(const char *text, size_t len)
{
	struct facts *f = host_facts();
	size_t head = strcspn(text, "\n");
	char path[256];

	(void)len;
	if (text[head] == '\n' && head < sizeof path) {
		memcpy(path, text, head);
		path[head] = '\0';
		if (path[0] == '/')
			take_file(f, path, text + head + 1);
		else
			take(f, path, text + head + 1);
	}
	judge(f, "1,2,3", NULL);
}

/* ---- build files ---------------------------------------------------------------------------- */

static struct facts *
build_facts(const char *kind, const char *path)
{
	struct facts *f = facts_new();
	cJSON *o = cJSON_Parse(meta), *list = cJSON_AddArrayToObject(o, kind);
	char *text;

	cJSON_AddBoolToObject(o, "build_files", true);
	cJSON_AddStringToObject(o, "directory", "/src");
	cJSON_AddStringToObject(o, "home", "/root");
	cJSON_AddItemToArray(list, cJSON_CreateString(path));
	text = cJSON_PrintUnformatted(o);
	take(f, "meta", text);
	cJSON_free(text);
	cJSON_Delete(o);
	return f;
}

void
fuzz_dockerfile(const char *text, size_t len)
{
	struct facts *f = build_facts("dockerfiles", "Dockerfile");

	(void)len;
	take(f, "dockerfile:Dockerfile", text);
	judge(f, NULL, NULL);
}

void
fuzz_compose(const char *text, size_t len)
{
	struct facts *f = build_facts("compose_files", "compose.yaml");

	(void)len;
	take(f, "compose:compose.yaml", text);
	judge(f, NULL, NULL);
}

/* ---- reports -------------------------------------------------------------------------------- */

void
fuzz_report(const char *text, size_t len)
{
	struct err err = { 0 };
	struct report *r = report_read("report.json", text, len, &err);

	if (r == NULL && err.msg[0] == '\0')
		fuzz_wrong("report", "an error without a message");
	if (r == NULL)
		return;
	r->gate.policy = "--fail-on warn";
	r->view = r->view != NULL ? r->view : "";
	fuzz_render_all(r);
	report_free(r);
}

void
fuzz_baseline(const char *text, size_t len)
{
	struct err err = { 0 };
	struct imported in;
	struct report *r;
	struct facts *f = host_facts();
	struct options o;
	struct selection s;

	if (report_import(&in, "baseline", text, len, &err) < 0) {
		if (err.msg[0] == '\0')
			fuzz_wrong("baseline", "an error without a message");
		facts_free(f);
		return;
	}
	options_default(&o);
	if (selection_parse(&s, &o, &err) < 0)
		fuzz_wrong("selection", err.msg);
	r = scan_judge(f, &s, &o, "snapshot", "");
	baseline_mark(r, &in, "baseline", false);
	report_finish(r);
	r->gate.policy = "--fail-on new";
	r->view = "";
	fuzz_render_json(r);
	report_free(r);
	report_free(in.report);
	selection_free(&s);
	facts_free(f);
}
