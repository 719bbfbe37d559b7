/*
 * sarif_result.c: a finding as a result of SARIF: where, how bad, and what it is compared by.
 */
#include "config.h"

#include "sarif_result.h"

#include <stdio.h>

#include "location.h"
#include "sarif_rules.h"
#include "base/sha256.h"

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

/* Who shows files and logical places shows the host, too. */
static void
write_host_location(struct json_writer *w, const char *host)
{
	struct buf name = BUF_INIT(TEXT_ROOM);

	buf_printf(&name, "host/%s", host);
	jw_object(w, NULL);
	jw_string(w, "name", host);
	jw_string(w, "fullyQualifiedName", buf_str(&name));
	jw_string(w, "kind", "host");
	jw_end_object(w);
	buf_free(&name);
}

static void
write_location(const struct sarif_part *p, const struct finding *f)
{
	struct buf path = BUF_INIT(TEXT_ROOM), uri = BUF_INIT(TEXT_ROOM);
	struct json_writer *w = p->w;

	if (p->host != NULL)
		location_on_host(&path, p->host, f);
	else
		location_path(&path, f);
	location_uri(&uri, buf_str(&path));
	buf_free(&path);
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
	if (p->host != NULL)
		write_host_location(w, p->host);
	jw_end_array(w);
	jw_end_object(w);
	jw_end_array(w);
	buf_free(&uri);
}

/* GitHub compares by the first, everybody else may by the second. On another host it is another. */
static void
write_fingerprints(const struct sarif_part *p, const char *fingerprint)
{
	char hash[80], own[65];
	struct buf b = BUF_INIT(TEXT_ROOM);

	snprintf(own, sizeof own, "%.64s", fingerprint);
	if (p->host != NULL) {
		buf_printf(&b, "%s/%s", p->host, fingerprint);
		sha256_hex(buf_str(&b), b.len, own);
		buf_free(&b);
	}
	snprintf(hash, sizeof hash, "%.64s:1", own);
	jw_object(p->w, "partialFingerprints");
	jw_string(p->w, "primaryLocationLineHash", hash);
	jw_string(p->w, "dockassay/v1", fingerprint);
	jw_end_object(p->w);
}

/* Whose finding it is: SARIF's invocations are the scans. */
static void
write_provenance(const struct sarif_part *p)
{
	if (p->host == NULL)
		return;
	jw_object(p->w, "provenance");
	jw_int(p->w, "invocationIndex", p->number);
	jw_end_object(p->w);
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

void
sarif_result(const struct sarif_part *p, const struct check_result *c, size_t rule,
    const struct finding *f, const char *message)
{
	struct json_writer *w = p->w;
	char room[65];

	jw_object(w, NULL);
	jw_string(w, "ruleId", c->id);
	jw_int(w, "ruleIndex", (int64_t)rule);
	jw_string(w, "kind", kinds[f->status]);
	jw_string(w, "level", f->status == STATUS_WARN ? sarif_level(c->severity) : "none");
	if (f->baseline != BASELINE_NONE)
		jw_string(w, "baselineState", baseline_states[f->baseline]);
	sarif_text(w, "message", message);
	write_location(p, f);
	write_fingerprints(p, finding_fingerprint(c, f, room));
	write_provenance(p);
	if (f->waiver != NULL)
		write_suppression(w, f->waiver);
	jw_end_object(w);
}
