/*
 * policy.c: the order in which a report is marked and decided upon. It may not write anything.
 */
#include "config.h"

#include "policy.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "baseline.h"
#include "config_file.h"
#include "select.h"
#include "base/buf.h"
#include "base/output.h"
#include "base/sha256.h"

static int
read_waivers(struct policy *p, const struct options *o, struct arena *a, struct err *err)
{
	struct waiver_file *file = arena_alloc(a, sizeof *file);
	size_t len;
	char *text = input_read(o->waivers, WAIVER_FILE_MAX, &len, err);
	int result;

	if (text == NULL)
		return -1;
	result = waivers_parse(a, o->waivers, text, len, file, err);
	sha256_hex(text, len, file->sha256);
	free(text);
	p->waivers = file;
	return result;
}

/* Waivers end by the scan's own time, unless a build fixes another. */
static int
read_clock(struct policy *p, struct err *err)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end = NULL;

	p->now = (int64_t)time(NULL);
	p->now_given = epoch != NULL && *epoch != '\0';
	if (!p->now_given)
		return 0;
	p->now = strtoll(epoch, &end, 10);
	if (*end != '\0' || p->now < 0 || p->now > INT64_MAX / 2)
		return err_set(err, EXIT_USAGE, "SOURCE_DATE_EPOCH is no number: %.64s", epoch);
	return 0;
}

int
policy_read(
    struct policy *p, const struct options *o, bool compared, struct arena *a, struct err *err)
{
	*p = (struct policy){ .baseline_file = o->baseline,
		.gate = { .fail_on = o->fail_on,
		    .hard_fail = o->hard_fail,
		    .soft_fail = o->soft_fail,
		    .max_warn = o->max_warn,
		    .min_score = o->min_score,
		    .new_checks = strcmp(o->new_checks, "fail") == 0,
		    .ignore_incomplete = strcmp(o->incomplete, "ignore") == 0,
		    .strict_waivers = o->strict_waivers,
		    .exit_zero = o->exit_zero,
		    .exit_code = (int)o->exit_code },
		.file = o->file,
		.max_waiver_days = o->max_waiver_days,
		.trust_labels = o->trust_labels };
	if (read_clock(p, err) < 0 ||
	    gate_policy_check(&p->gate, compared || o->baseline != NULL, err) < 0 ||
	    selection_known(a, o->hard_fail, err) < 0 ||
	    selection_known(a, o->soft_fail, err) < 0 ||
	    view_parse(&p->view, a, o->show, o->only_failed, err) < 0)
		return -1;
	if (o->waivers != NULL && read_waivers(p, o, a, err) < 0)
		return -1;
	return o->baseline != NULL ? baseline_read(&p->baseline, o->baseline, err) : 0;
}

void
policy_free(struct policy *p)
{
	report_free(p->baseline.report);
}

/* Severities of the user's own; the report says that they are. */
static void
override_severities(struct report *r, const struct config_file *c)
{
	struct buf told = BUF_INIT(2048);

	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check *check = catalogue_find(r->checks[i].id);
		const struct severity_override *o =
		    check != NULL ? config_severity(c, catalogue_section_of(check), check) : NULL;

		if (o != NULL)
			r->checks[i].severity = o->severity;
	}
	for (size_t i = 0; i < c->n_severities; i++)
		buf_printf(&told, "%s%s %s", i > 0 ? ", " : "", c->severities[i].name,
		    severity_name(c->severities[i].severity));
	r->selection = report_text(r, arena_printf(r->arena, "%s; severities: %s%s", r->selection,
					  buf_str(&told), told.failed ? " ..." : ""));
	buf_free(&told);
}

static void
apply_waivers(const struct policy *p, struct report *r)
{
	waive(r, &(struct waive_policy){ .file = p->waivers,
		     .protect = p->file != NULL ? &p->file->protect : NULL,
		     .max_days = p->max_waiver_days,
		     .trust_labels = p->trust_labels,
		     .now_given = p->now_given,
		     .now = p->now,
		     .facts = p->facts });
}

void
policy_apply(const struct policy *p, struct report *r)
{
	if (p->file != NULL && p->file->n_severities > 0)
		override_severities(r, p->file);
	apply_waivers(p, r);
	if (p->baseline.report != NULL) {
		baseline_mark(r, &p->baseline, p->baseline_file, false);
		report_finish(r);
	}
	gate_decide(r, &p->gate);
}
