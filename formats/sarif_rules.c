/*
 * sarif_rules.c: the checks as rules of SARIF, and the standards that they are related to.
 */
#include "config.h"

#include "sarif_rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

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

void
sarif_text(struct json_writer *w, const char *name, const char *text)
{
	jw_object(w, name);
	jw_string(w, "text", text);
	jw_end_object(w);
}

/* ---- taxonomies: which control of which standard a rule is about ---------------------------- */

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
		qsort(ids, n, sizeof *ids, text_compare);
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

void
sarif_taxonomies(struct json_writer *w, const struct report *r)
{
	jw_array(w, "taxonomies");
	for (size_t i = 0; i < N_TAXONOMIES; i++) {
		jw_object(w, NULL);
		jw_string(w, "name", taxonomies[i].name);
		jw_string(w, "version", taxonomies[i].version);
		jw_string(w, "organization", taxonomies[i].organization);
		sarif_text(w, "shortDescription", taxonomies[i].name);
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

/* ---- rules ---------------------------------------------------------------------------------- */

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
	sarif_text(w, name, buf_str(&b));
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

void
sarif_driver(struct json_writer *w, const struct report *r)
{
	jw_object(w, "tool");
	jw_object(w, "driver");
	jw_string(w, "name", r->tool_name);
	jw_string(w, "version", r->tool_version);
	jw_string(w, "semanticVersion", r->tool_version);
	jw_string(w, "informationUri", r->tool_url);
	jw_array(w, "rules");
	for (size_t i = 0; i < r->n_checks; i++)
		write_rule(w, &r->checks[i]);
	jw_end_array(w);
	jw_array(w, "supportedTaxonomies");
	for (size_t i = 0; i < N_TAXONOMIES; i++)
		write_component(w, NULL, i);
	jw_end_array(w);
	jw_end_object(w);
	jw_end_object(w);
}

const char *
sarif_level(enum severity severity)
{
	return levels[severity];
}
