/*
 * waivers.c: reads waivers and attestations from YAML. It may not read files, ask the clock, or
 * know a report.
 */
#include "config.h"

#include "waivers.h"

#include <stdio.h>
#include <string.h>

#include "select.h"
#include "base/dates.h"
#include "base/words.h"
#include "options/options.h"
#include "syntax/yaml.h"

/* ---- values --------------------------------------------------------------------------------- */

bool
day_parse(const char *text, int64_t *seconds)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	unsigned year, month, day;

	if (strlen(text) != 10 || strspn(text, "0123456789-") != 10 ||
	    sscanf(text, "%4u-%2u-%2u", &year, &month, &day) != 3 || !date_parse(text, seconds))
		return false;
	return day <= days[month - 1] + (unsigned)(month == 2 && year % 4 == 0 &&
						   (year % 100 != 0 || year % 400 == 0));
}

static int
complain(struct arena *a, const struct yaml *v, struct err *err, const char *what)
{
	return err_set(err, EXIT_USAGE, "%s: %s", yaml_where(a, v), what);
}

int
yaml_keys_known(const struct yaml *map, const char *const *names, struct err *err)
{
	for (size_t i = 0; i < map->n; i++) {
		const struct yaml_member *m = &map->members[i];
		const char *near;
		bool known = false;

		for (const char *const *n = names; *n != NULL; n++)
			known = known || strcmp(m->key, *n) == 0;
		if (known)
			continue;
		near = nearest_name(m->key, names);
		return err_set(err, EXIT_USAGE, "%s:%d:%d: unknown key \"%.64s\"%s%s%s",
		    map->source, m->line, m->column, m->key, near != NULL ? ": did you mean " : "",
		    near != NULL ? near : "", near != NULL ? "?" : "");
	}
	return 0;
}

/* A text that may be missing: *out is NULL then. What is there has to say something. */
static int
optional_text(
    struct arena *a, const struct yaml *map, const char *key, const char **out, struct err *err)
{
	const struct yaml *v = yaml_get(map, key);
	struct fact_str s = yaml_str(v);

	*out = NULL;
	if (v == NULL)
		return 0;
	if (s.seen == UNSEEN)
		return complain(a, v, err, arena_printf(a, "%s has to be a text", key));
	if (s.seen == ABSENT || s.v[strspn(s.v, " \t\n")] == '\0')
		return complain(a, v, err, arena_printf(a, "%s is empty", key));
	*out = s.v;
	return 0;
}

static int
wanted_text(
    struct arena *a, const struct yaml *map, const char *key, const char **out, struct err *err)
{
	if (optional_text(a, map, key, out, err) < 0)
		return -1;
	return *out != NULL ? 0 : complain(a, map, err, arena_printf(a, "%s is missing", key));
}

static int
wanted_day(struct arena *a, const struct yaml *map, const char *key, const char **out,
    int64_t *seconds, struct err *err)
{
	if (wanted_text(a, map, key, out, err) < 0)
		return -1;
	if (!day_parse(*out, seconds))
		return complain(a, yaml_get(map, key), err,
		    arena_printf(
			a, "%s has to be a day such as 2026-12-31, not \"%.32s\"", key, *out));
	return 0;
}

/* ---- which findings ------------------------------------------------------------------------- */

static int
read_checks(struct arena *a, const struct yaml *map, struct fact_list *checks, struct err *err)
{
	const struct yaml *v = yaml_get(map, "check");
	const char *one;

	if (v != NULL && v->kind == YAML_LIST) {
		*checks = yaml_list(a, v);
		if (checks->seen != SEEN || checks->n == 0)
			return complain(a, v, err, "check has to be an id, or a list of ids");
	} else {
		if (wanted_text(a, map, "check", &one, err) < 0)
			return -1;
		*checks = selection_split(a, one);
	}
	for (size_t i = 0; i < checks->n; i++) {
		const struct yaml *at = v->kind == YAML_LIST ? v->items[i] : v;

		if (selection_known(a, checks->v[i], err) < 0)
			return err_wrap(err, "%s", yaml_where(a, at));
	}
	return 0;
}

static int
check_kind(struct arena *a, const struct yaml *map, const char *kind, struct err *err)
{
	const char *names[N_SUBJECT_KIND + 1] = { NULL }, *near;

	for (int i = 0; i < N_SUBJECT_KIND; i++) {
		names[i] = subject_kind_name((enum subject_kind)i);
		if (kind == NULL || strcmp(kind, names[i]) == 0)
			return 0;
	}
	near = nearest_name(kind, names);
	return complain(a, yaml_get(map, "kind"), err,
	    arena_printf(a, "no kind of subject is called \"%.32s\"%s%s", kind,
		near != NULL ? ": did you mean " : "", near != NULL ? near : ""));
}

/* A text is a pattern for the name; a map has patterns for more. */
static int
read_scope(struct arena *a, const struct yaml *map, struct waiver_scope *scope, struct err *err)
{
	static const char *const keys[] = { "name", "image", "label", "path", "host", "kind",
		NULL };
	struct subject_pattern *s = &scope->subject;
	const struct yaml *v = yaml_get(map, "subject");

	*s = (struct subject_pattern){ .name = NULL };
	if (read_checks(a, map, &scope->checks, err) < 0 ||
	    optional_text(a, map, "item", &s->item, err) < 0)
		return -1;
	if (v == NULL || v->kind != YAML_MAP)
		return wanted_text(a, map, "subject", &s->name, err);
	if (v->n == 0)
		return complain(a, v, err, "subject is empty");
	if (yaml_keys_known(v, keys, err) < 0 || optional_text(a, v, "name", &s->name, err) < 0 ||
	    optional_text(a, v, "image", &s->image, err) < 0 ||
	    optional_text(a, v, "label", &s->label, err) < 0 ||
	    optional_text(a, v, "path", &s->path, err) < 0 ||
	    optional_text(a, v, "host", &s->host, err) < 0 ||
	    optional_text(a, v, "kind", &s->kind, err) < 0)
		return -1;
	return check_kind(a, v, s->kind, err);
}

static const char *
place_of(struct arena *a, const struct yaml *v)
{
	return arena_printf(a, "%s:%d", v->source, v->line);
}

/* ---- entries -------------------------------------------------------------------------------- */

static int
read_waiver(struct arena *a, const struct yaml *v, struct waiver_entry *e, struct err *err)
{
	static const char *const keys[] = { "check", "subject", "item", "justification", "owner",
		"expires", "approver", "ticket", "risk", "created", NULL };
	const char *created;
	struct {
		const char *key, **to;
	} others[] = { { "approver", &e->waiver.approver }, { "ticket", &e->waiver.ticket },
		{ "risk", &e->waiver.risk }, { "created", &created } };

	if (v->kind != YAML_MAP)
		return complain(a, v, err, "a waiver has to be a map of keys and values");
	e->waiver.source = place_of(a, v);
	e->created = -1;
	if (yaml_keys_known(v, keys, err) < 0 || read_scope(a, v, &e->scope, err) < 0 ||
	    wanted_text(a, v, "justification", &e->waiver.justification, err) < 0 ||
	    wanted_text(a, v, "owner", &e->waiver.owner, err) < 0 ||
	    wanted_day(a, v, "expires", &e->waiver.expires, &e->expires, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		if (optional_text(a, v, others[i].key, others[i].to, err) < 0)
			return -1;
		if (*others[i].to == NULL)
			*others[i].to = "";
	}
	if (*created == '\0')
		return 0;
	if (wanted_day(a, v, "created", &created, &e->created, err) < 0)
		return -1;
	if (e->created > e->expires)
		return complain(a, yaml_get(v, "expires"), err, "expires is earlier than created");
	return 0;
}

static int
read_attestation(
    struct arena *a, const struct yaml *v, struct attestation_entry *e, struct err *err)
{
	static const char *const keys[] = { "check", "subject", "item", "by", "on", "until",
		"evidence", NULL };

	if (v->kind != YAML_MAP)
		return complain(a, v, err, "an attestation has to be a map of keys and values");
	e->attestation.source = place_of(a, v);
	if (yaml_keys_known(v, keys, err) < 0 || read_scope(a, v, &e->scope, err) < 0 ||
	    wanted_text(a, v, "by", &e->attestation.by, err) < 0 ||
	    wanted_day(a, v, "on", &e->attestation.on, &e->on, err) < 0 ||
	    wanted_day(a, v, "until", &e->attestation.until, &e->until, err) < 0 ||
	    wanted_text(a, v, "evidence", &e->attestation.evidence, err) < 0)
		return -1;
	if (e->on > e->until)
		return complain(a, yaml_get(v, "until"), err, "until is earlier than on");
	return 0;
}

static int
check_list(struct arena *a, const struct yaml *v, const char *what, struct err *err)
{
	if (v->kind != YAML_LIST)
		return complain(a, v, err, arena_printf(a, "%s has to be a list", what));
	if (v->n > WAIVER_ENTRIES_MAX)
		return complain(a, v->items[WAIVER_ENTRIES_MAX], err,
		    arena_printf(a, "more than %d %s", WAIVER_ENTRIES_MAX, what));
	return 0;
}

int
waivers_parse(struct arena *a, const char *name, const char *text, size_t len,
    struct waiver_file *file, struct err *err)
{
	static const char *const keys[] = { "waivers", "attestations", NULL };
	struct yaml *top, *waivers, *attestations;

	*file = (struct waiver_file){ 0 };
	err->code = EXIT_GATE_OPEN;
	top = yaml_parse_one(a, name, text, len, err);
	if (top == NULL)
		return err->code == EXIT_GATE_OPEN ? 0 : -1;
	if (yaml_is_null(top))
		return 0;
	if (top->kind != YAML_MAP)
		return complain(
		    a, top, err, "the file has to be a map with waivers and attestations");
	if (yaml_keys_known(top, keys, err) < 0)
		return -1;
	waivers = yaml_get(top, "waivers");
	attestations = yaml_get(top, "attestations");
	if ((!yaml_is_null(waivers) && check_list(a, waivers, "waivers", err) < 0) ||
	    (!yaml_is_null(attestations) && check_list(a, attestations, "attestations", err) < 0))
		return -1;
	if (!yaml_is_null(waivers)) {
		file->waivers = arena_alloc(a, (waivers->n + 1) * sizeof *file->waivers);
		for (; file->n_waivers < waivers->n; file->n_waivers++) {
			if (read_waiver(a, waivers->items[file->n_waivers],
				&file->waivers[file->n_waivers], err) < 0)
				return -1;
		}
	}
	if (!yaml_is_null(attestations)) {
		file->attestations =
		    arena_alloc(a, (attestations->n + 1) * sizeof *file->attestations);
		for (; file->n_attestations < attestations->n; file->n_attestations++) {
			if (read_attestation(a, attestations->items[file->n_attestations],
				&file->attestations[file->n_attestations], err) < 0)
				return -1;
		}
	}
	return 0;
}
