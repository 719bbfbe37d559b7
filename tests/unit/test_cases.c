/*
 * test_cases.c: every case of every table gets its verdict; every automated check has cases on all
 * three sides; and no check says PASS when what it looked at is taken away or spoilt.
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

static const struct check_case *
case_number(size_t i)
{
	for (const struct case_table *const *t = case_tables; *t != NULL; t++) {
		if (i < (*t)->n)
			return &(*t)->cases[i];
		i -= (*t)->n;
	}
	return NULL;
}

static size_t
count_cases(void)
{
	size_t n = 0;

	for (const struct case_table *const *t = case_tables; *t != NULL; t++)
		n += (*t)->n;
	return n;
}

static struct check_result *
judged(struct report *r, const struct facts *f, const struct check *check)
{
	judge_run(r, f, catalogue_section_of(check), check, NULL);
	report_finish(r);
	return &r->checks[0];
}

static bool
is_about(const struct finding *f, const char *subject)
{
	return subject == NULL || strcmp(f->subject->name, subject) == 0;
}

/* The worst finding about the subject that the case names, or about any. */
static const struct finding *
worst(const struct check_result *c, const struct check_case *k)
{
	const struct finding *found = NULL;

	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];

		if (is_about(f, k->subject) && (found == NULL || f->status > found->status))
			found = f;
	}
	return found;
}

static bool
has_key(const struct check_result *c, const struct check_case *k)
{
	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];

		if (f->status == k->status && is_about(f, k->subject) && strcmp(f->key, k->key) == 0)
			return true;
	}
	return false;
}

START_TEST(each_case_gets_its_verdict)
{
	const struct check_case *k = case_number((size_t)_i);
	const struct check *check = catalogue_find(k->id);
	cJSON *documents = fixture_read(check != NULL && check_is_static(check));
	struct report *r = report_new();
	const struct check_result *c;
	const struct finding *found;
	struct facts *f;

	ck_assert_msg(check != NULL, "case %d: there is no check %s", _i, k->id);
	for (size_t i = 0; i < CHANGES_MAX && k->changes[i].document != NULL; i++)
		fixture_change(documents, &k->changes[i]);
	f = fixture_facts(documents);
	c = judged(r, f, check);
	found = worst(c, k);
	ck_assert_msg(found != NULL, "%s: nothing is said of %s", k->id, k->subject);
	ck_assert_msg(found->status == k->status, "%s [%s.%s = %s]: %s of %s: %s", k->id,
	    k->changes[0].document != NULL ? k->changes[0].document : "clean",
	    k->changes[0].path != NULL ? k->changes[0].path : "",
	    k->changes[0].value != NULL ? k->changes[0].value : "(none)",
	    status_name(found->status), found->subject->name, found->message);
	ck_assert_msg(k->key == NULL || has_key(c, k), "%s: the key is \"%s\", not \"%s\"", k->id,
	    found->key, k->key);
	report_free(r);
	facts_free(f);
	cJSON_Delete(documents);
}
END_TEST

/* ---- all three sides ------------------------------------------------------------------------ */

static bool
has_case(const struct check *check, enum status status)
{
	for (size_t i = 0; i < count_cases(); i++) {
		if (check_is_called(check, case_number(i)->id) && case_number(i)->status == status)
			return true;
	}
	return false;
}

START_TEST(every_automated_check_has_three_sides)
{
	size_t missing = 0;

	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);) {
		if (w.check->manual)
			continue;
		if (has_case(w.check, STATUS_PASS) && has_case(w.check, STATUS_WARN) &&
		    has_case(w.check, STATUS_ERROR))
			continue;
		missing++;
		fprintf(stderr, "%s lacks a case:%s%s%s\n", w.check->id,
		    has_case(w.check, STATUS_PASS) ? "" : " pass",
		    has_case(w.check, STATUS_WARN) ? "" : " warn",
		    has_case(w.check, STATUS_ERROR) ? "" : " error");
	}
	ck_assert_msg(missing == 0, "%zu checks lack cases", missing);
}
END_TEST

/* ---- no PASS without its evidence ----------------------------------------------------------- */

struct verdicts { size_t n, cap; struct { char *name; enum status status; } *v; };

/* One line a finding: check, subject; the worst status of the two counts. */
static void
note_verdict(struct verdicts *all, const char *id, const struct finding *f)
{
	char name[512];

	snprintf(name, sizeof name, "%s of %s %s", id, subject_kind_name(f->subject->kind),
	    f->subject->name);
	for (size_t i = 0; i < all->n; i++) {
		if (strcmp(all->v[i].name, name) != 0)
			continue;
		if (f->status > all->v[i].status)
			all->v[i].status = f->status;
		return;
	}
	if (all->n == all->cap) {
		all->cap = all->cap * 2 + 64;
		all->v = xrealloc(all->v, all->cap * sizeof *all->v);
	}
	all->v[all->n].name = xstrdup(name);
	all->v[all->n++].status = f->status;
}

static void
free_verdicts(struct verdicts *all)
{
	for (size_t i = 0; i < all->n; i++)
		free(all->v[i].name);
	free(all->v);
}

static struct report *
judge_all(const cJSON *documents)
{
	struct facts *f = fixture_facts(documents);
	struct report *r = report_new();

	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);) {
		if (check_is_static(w.check) == f->about_build_files)
			judge_run(r, f, w.section, w.check, NULL);
	}
	report_finish(r);
	facts_free(f);
	return r;
}

static struct verdicts
verdicts_of(const struct report *r)
{
	struct verdicts all = { 0, 0, NULL };

	for (size_t i = 0; i < r->n_checks; i++) {
		for (size_t k = 0; k < r->checks[i].n_findings; k++)
			note_verdict(&all, r->checks[i].id, &r->checks[i].findings[k]);
	}
	return all;
}

/* How many verdicts and values the fixtures must at least have: host, build files. */
static const struct { size_t changed, tried; } least[] = { { 100, 30 }, { 30, 0 } };

/* Without one document a verdict stays as it is, or cannot be given; nothing gets better. */
START_TEST(without_a_document_verdicts_become_errors)
{
	cJSON *documents = fixture_read(_i == 1), *without;
	struct report *whole = judge_all(documents);
	struct verdicts before = verdicts_of(whole);
	size_t changed = 0, wrong = 0;
	int n = cJSON_GetArraySize(documents);

	for (int d = 0; d < n; d++) {
		const char *name = cJSON_GetArrayItem(documents, d)->string;
		struct report *r;
		struct verdicts after;

		if (strncmp(name, "meta", 4) == 0)
			continue;
		without = cJSON_Duplicate(documents, true);
		cJSON_DeleteItemFromObjectCaseSensitive(without, name);
		r = judge_all(without);
		after = verdicts_of(r);
		for (size_t i = 0; i < after.n; i++) {
			enum status old = STATUS_ERROR;

			for (size_t k = 0; k < before.n; k++) {
				if (strcmp(before.v[k].name, after.v[i].name) == 0)
					old = before.v[k].status;
			}
			changed += old != after.v[i].status;
			if (after.v[i].status == old || after.v[i].status == STATUS_ERROR)
				continue;
			wrong++;
			fprintf(stderr, "without %s: %s was %s and is %s\n", name, after.v[i].name,
			    status_name(old), status_name(after.v[i].status));
		}
		free_verdicts(&after);
		report_free(r);
		cJSON_Delete(without);
	}
	ck_assert_uint_eq(wrong, 0);
	ck_assert_uint_ge(changed, least[_i].changed);
	free_verdicts(&before);
	report_free(whole);
	cJSON_Delete(documents);
}
END_TEST

/* The member that evidence names, in the document that it names; NULL: none such. */
static cJSON *
evident(cJSON *documents, const struct finding *f, const struct evidence *e, cJSON **parent,
    char name[128])
{
	const char *source = evidence_source(f, e), *path = e->what;
	cJSON *at = cJSON_GetObjectItemCaseSensitive(documents, source);
	char file[512];

	*parent = NULL;
	/* Of host files the source is the path; an owner is shown by name and told by number. */
	if (at == NULL) {
		snprintf(file, sizeof file, "file:%s", source);
		at = cJSON_GetObjectItemCaseSensitive(documents, file);
		if (strcmp(path, "owner") == 0)
			path = "uid";
	}
	while (at != NULL && *path != '\0') {
		/* A member's own name may have dots in it: "kernel.sysrq". */
		size_t n = cJSON_GetObjectItemCaseSensitive(at, path) != NULL ? strlen(path)
									      : strcspn(path, ".");

		snprintf(name, 128, "%.*s", (int)n, path);
		if (cJSON_IsArray(at))
			at = cJSON_GetArrayItem(at, 0);
		*parent = at;
		at = cJSON_GetObjectItemCaseSensitive(at, name);
		path += n;
		path += *path == '.';
	}
	return *parent != NULL ? at : NULL;
}

static bool
still_passes(const struct report *r, const char *id, const struct finding *f)
{
	for (size_t i = 0; i < r->n_checks; i++) {
		if (strcmp(r->checks[i].id, id) != 0)
			continue;
		for (size_t k = 0; k < r->checks[i].n_findings; k++) {
			const struct finding *g = &r->checks[i].findings[k];

			if (g->status == STATUS_PASS &&
			    strcmp(g->subject->name, f->subject->name) == 0)
				return true;
		}
	}
	return false;
}

/* Spoils the value that a PASS rests on, and asks the same check again. */
static void
spoil(const cJSON *documents, const char *id, const struct finding *f, const struct evidence *e,
    size_t *tried, size_t *wrong)
{
	const struct check *check = catalogue_find(id);
	cJSON *spoilt = cJSON_Duplicate(documents, true), *parent;
	char name[128];
	cJSON *value = evident(spoilt, f, e, &parent, name);
	struct report *r = report_new();
	struct facts *facts;

	if (value != NULL) {
		/* An array in an array is what no field may be. */
		cJSON *bad = cJSON_Parse("[[{\"spoilt\":[]}]]");

		(*tried)++;
		cJSON_ReplaceItemInObjectCaseSensitive(parent, name, bad);
		facts = fixture_facts(spoilt);
		judge_run(r, facts, catalogue_section_of(check), check, NULL);
		if (still_passes(r, id, f)) {
			(*wrong)++;
			fprintf(stderr, "%s passes %s although %s in %s is spoilt\n", id,
			    f->subject->name, e->what, evidence_source(f, e));
		}
		facts_free(facts);
	}
	report_free(r);
	cJSON_Delete(spoilt);
}

START_TEST(no_pass_survives_its_spoilt_evidence)
{
	cJSON *documents = fixture_read(_i == 1);
	struct report *r = judge_all(documents);
	size_t tried = 0, wrong = 0;

	for (size_t i = 0; i < r->n_checks; i++) {
		const struct check_result *c = &r->checks[i];

		for (size_t k = 0; k < c->n_findings; k++) {
			const struct finding *f = &c->findings[k];

			for (size_t e = 0; f->status == STATUS_PASS && e < f->n_evidence; e++)
				spoil(documents, c->id, f, &f->evidence[e], &tried,
				    &wrong);
		}
	}
	ck_assert_uint_eq(wrong, 0);
	ck_assert_uint_ge(tried, least[_i].tried);
	report_free(r);
	cJSON_Delete(documents);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("cases");
	TCase *tc = tcase_create("cases"), *whole = tcase_create("catalogue");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tc, each_case_gets_its_verdict, 0, (int)count_cases());
	tcase_set_timeout(whole, 300);
	tcase_add_test(whole, every_automated_check_has_three_sides);
	tcase_add_loop_test(whole, without_a_document_verdicts_become_errors, 0, 2);
	tcase_add_loop_test(whole, no_pass_survives_its_spoilt_evidence, 0, 2);
	suite_add_tcase(suite, tc);
	suite_add_tcase(suite, whole);
#ifdef SANITIZED
	/* Forking a sanitizer's shadow for each case takes ten times the time of the cases. */
	srunner_set_fork_status(runner, CK_NOFORK);
#endif
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
