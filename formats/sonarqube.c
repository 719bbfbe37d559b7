/*
 * sonarqube.c: SonarQube's generic issues (10.3 and later). SonarQube shows issues of files that it
 * knows: of build files, above all; it leaves the others out by itself, and says so in its log.
 */
#include "config.h"

#include "format.h"
#include "json_writer.h"
#include "location.h"
#include "fleet/fleet.h"

#include <stdlib.h>

static const char *const impacts[N_SEVERITY] = {
	[SEVERITY_INFO] = "LOW",
	[SEVERITY_LOW] = "LOW",
	[SEVERITY_MEDIUM] = "MEDIUM",
	[SEVERITY_HIGH] = "HIGH",
	[SEVERITY_CRITICAL] = "HIGH",
};

static void
rule(struct json_writer *w, const struct check_result *c)
{
	struct buf text = BUF_INIT(TEXT_ROOM);

	buf_printf(&text, "%s Remedy: %s", c->rationale, c->remedy);
	jw_object(w, NULL);
	jw_string(w, "id", c->id);
	jw_string(w, "name", c->title);
	jw_string(w, "description", buf_str(&text));
	jw_string(w, "engineId", "dockassay");
	jw_string(w, "cleanCodeAttribute", "TRUSTWORTHY");
	jw_array(w, "impacts");
	jw_object(w, NULL);
	jw_string(w, "softwareQuality", "SECURITY");
	jw_string(w, "severity", impacts[c->severity]);
	jw_end_object(w);
	jw_end_array(w);
	jw_end_object(w);
	buf_free(&text);
}

/* `host` is NULL where there is one only. */
static void
issue(
    struct json_writer *w, const struct check_result *c, const struct finding *f, const char *host)
{
	struct buf text = BUF_INIT(TEXT_ROOM), path = BUF_INIT(TEXT_ROOM);

	if (host != NULL)
		buf_printf(&text, "%s: ", host);
	location_subject(&text, f);
	buf_printf(&text, " %s", f->message);
	if (host != NULL)
		location_on_host(&path, host, f);
	else
		location_path(&path, f);
	jw_object(w, NULL);
	jw_string(w, "ruleId", c->id);
	jw_object(w, "primaryLocation");
	jw_string(w, "message", buf_str(&text));
	jw_string(w, "filePath", buf_str(&path));
	jw_object(w, "textRange");
	jw_int(w, "startLine", location_line(f));
	jw_end_object(w);
	jw_end_object(w);
	jw_end_object(w);
	buf_free(&text);
	buf_free(&path);
}

static void
begin(struct json_writer *w, const struct report *r)
{
	jw_object(w, NULL);
	jw_array(w, "rules");
	for (size_t i = 0; i < r->n_checks; i++) {
		if (r->checks[i].status == STATUS_WARN)
			rule(w, &r->checks[i]);
	}
	jw_end_array(w);
	jw_array(w, "issues");
}

static void
issues(struct json_writer *w, const struct report *r, const char *host)
{
	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			if (r->checks[i].findings[k].status == STATUS_WARN &&
			    r->checks[i].findings[k].waiver == NULL)
				issue(w, &r->checks[i], &r->checks[i].findings[k], host);
		}
	}
}

static void
end(struct json_writer *w)
{
	jw_end_array(w);
	jw_end_object(w);
}

static int
write_sonarqube(
    const struct report *r, const struct format_options *o, struct sink *s, struct err *err)
{
	struct json_writer w;

	(void)o, (void)err;
	jw_start(&w, s);
	begin(&w, r);
	issues(&w, r, NULL);
	end(&w);
	return 0;
}

static int
begin_fleet(struct fleet_page *p, struct err *err)
{
	(void)err;
	p->state = jw_new(p->sink);
	begin(p->state, p->fleet->total);
	return 0;
}

static int
write_host(
    struct fleet_page *p, const struct report *r, const struct fleet_host *h, struct err *err)
{
	(void)h, (void)err;
	issues(p->state, r, r->host);
	return 0;
}

static void
end_fleet(struct fleet_page *p)
{
	end(p->state);
	free(p->state);
}

static const struct fleet_writer fleet = { begin_fleet, write_host, end_fleet };

const struct format format_sonarqube = {
	.name = "sonarqube",
	.extension = "sonar.json",
	.media_type = "application/json",
	.summary = "SonarQube generic issues, for build files above all",
	.write = write_sonarqube,
	.fleet = &fleet,
};
