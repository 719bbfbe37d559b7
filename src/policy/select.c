/*
 * select.c: which checks and subjects are looked at. It may not change a verdict.
 */
#include "config.h"

#include "select.h"

#include <ctype.h>
#include <fnmatch.h>
#include <string.h>
#include <strings.h>

#include "config_file.h"
#include "narrow.h"
#include "base/buf.h"
#include "base/words.h"

static bool
is_cis(const struct check *c)
{
	return c->level > 0;
}

static bool
is_level1(const struct check *c)
{
	return c->level == 1;
}

static bool
is_level2(const struct check *c)
{
	return c->level == 2;
}

static bool
is_level1_or_2(const struct check *c)
{
	return c->level == 1 || c->level == 2;
}

static bool
is_any(const struct check *c)
{
	return c != NULL;
}

/* What docker-bench-security tells, and what nobody should leave be: not everything there is. */
static bool
is_standard(const struct check *c)
{
	return check_is_legacy(c) || c->severity >= SEVERITY_MEDIUM;
}

static bool
is_automated(const struct check *c)
{
	return !c->manual;
}

static bool
is_manual(const struct check *c)
{
	return c->manual;
}

/* dbs's own names for parts of its sections. */
static bool
is_linux_host(const struct check *c)
{
	return strncmp(c->id, "1.1.", 4) == 0;
}

static bool
is_host_general(const struct check *c)
{
	return strncmp(c->id, "1.2.", 4) == 0;
}

static bool
is_control_plane(const struct check *c)
{
	return strncmp(c->id, "8.1.", 4) == 0;
}

static bool
is_trusted_registry(const struct check *c)
{
	return strncmp(c->id, "8.2.", 4) == 0;
}

static bool
is_community(const struct check *c)
{
	return strncmp(c->id, "C.", 2) == 0;
}

const struct check_group check_groups[] = {
	{ "all", "every check", is_any },
	{ "cis", "every check of the CIS Docker Benchmark", is_cis },
	{ "cis_level1", "CIS level 1: sensible everywhere", is_level1 },
	{ "cis_level2", "CIS level 2: for hosts that need more", is_level2 },
	{ "dbs", "the checks of docker-bench-security", check_is_legacy },
	{ "linux_hosts_specific_configuration", "1.1 of the benchmark", is_linux_host },
	{ "host_general_configuration", "1.2 of the benchmark", is_host_general },
	{ "universal_control_plane_configuration", "8.1 of docker-bench-security",
	    is_control_plane },
	{ "docker_trusted_registry_configuration", "8.2 of docker-bench-security",
	    is_trusted_registry },
	{ "community", "docker-bench-security's own checks", is_community },
	{ "automated", "what the program decides", is_automated },
	{ "manual", "what a person has to decide", is_manual },
	{ NULL, NULL, NULL },
};

const struct check_group profiles[] = {
	{ "standard", "dbs's checks, and all of medium severity or above", is_standard },
	{ "full", "every check", is_any },
	{ "cis-level1", "CIS Docker Benchmark, level 1", is_level1 },
	{ "cis-level2", "CIS Docker Benchmark, levels 1 and 2", is_level1_or_2 },
	{ "dbs", "exactly the checks of docker-bench-security", check_is_legacy },
	{ NULL, NULL, NULL },
};

struct fact_list
selection_split(struct arena *a, const char *list)
{
	const char **v;
	size_t n = 0;

	if (list == NULL)
		return (struct fact_list){ ABSENT, 0, NULL };
	v = arena_alloc(a, sizeof *v * (strlen(list) / 2 + 1));
	while (*list != '\0') {
		size_t length = strcspn(list, ", \t\n");

		if (length > 0)
			v[n++] = arena_strndup(a, list, length);
		list += length;
		list += strspn(list, ", \t\n");
	}
	return (struct fact_list){ SEEN, n, v };
}

/* "5" and "5.3" are prefixes up to a dot, "R" up to a dash; "5.3*" is a pattern. */
static bool
begins_id(const char *name, const char *id)
{
	size_t n;

	if (strncmp(name, "check_", 6) == 0)
		name += 6;
	if (strpbrk(name, "*?[") != NULL)
		return fnmatch(name, id, FNM_CASEFOLD) == 0;
	n = strlen(name);
	if (n > 0 && name[n - 1] == '-')
		n--;
	return n > 0 && strncasecmp(id, name, n) == 0 &&
	       (id[n] == '.' || id[n] == '-' || id[n] == '\0');
}

static const struct check_group *
group_called(const struct check_group *groups, const char *name)
{
	for (; groups->name != NULL; groups++) {
		if (strcmp(name, groups->name) == 0)
			return groups;
	}
	return NULL;
}

/* "container_runtime_level1": what dbs calls the part of a section that is level 1. */
static bool
is_level1_of(const char *name, const char *section)
{
	size_t n = strlen(section);

	return strncmp(name, section, n) == 0 && strcmp(name + n, "_level1") == 0;
}

bool
selection_means(const char *name, const struct section *section, const struct check *check)
{
	const struct check_group *group = group_called(check_groups, name);

	if (group != NULL)
		return group->has(check);
	if (is_level1_of(name, section->name))
		return check->level == 1;
	return strcmp(name, section->name) == 0 || check_is_called(check, name) ||
	       begins_id(name, check->id);
}

static bool
in_list(const struct fact_list *list, const struct section *section, const struct check *check)
{
	for (size_t i = 0; i < list->n; i++) {
		if (selection_means(list->v[i], section, check))
			return true;
	}
	return false;
}

static bool
names_any(const char *name)
{
	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);) {
		if (selection_means(name, w.section, w.check))
			return true;
	}
	return false;
}

static int
unknown_name(struct arena *a, const char *name, struct err *err)
{
	const char **names = arena_alloc(a, sizeof *names * (catalogue_size() + 64));
	const char *near;
	size_t n = 0;

	for (const struct section *s = catalogue; s->id != NULL; s++)
		names[n++] = s->name;
	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);)
		names[n++] = w.check->id;
	for (const struct check_group *g = check_groups; g->name != NULL; g++)
		names[n++] = g->name;
	near = nearest_name(strncmp(name, "check_", 6) == 0 ? name + 6 : name, names);
	if (near == NULL)
		return err_set(err, EXIT_USAGE,
		    "no check or group is called \"%s\": see dockassay list checks", name);
	return err_set(
	    err, EXIT_USAGE, "no check or group is called \"%s\": did you mean %s?", name, near);
}

static int
check_names(struct arena *a, const struct fact_list *list, struct err *err)
{
	for (size_t i = 0; i < list->n; i++) {
		if (!names_any(list->v[i]))
			return unknown_name(a, list->v[i], err);
	}
	return 0;
}

static const char *
summarise(struct arena *a, const struct options *o)
{
	struct buf b = BUF_INIT(4096);
	const struct {
		const char *flag, *value;
	} parts[] = {
		{ "--profile ", o->profile },
		{ "-c ", o->include },
		{ "-e ", o->exclude },
		{ "-i ", o->subjects_in },
		{ "-x ", o->subjects_out },
		{ "-t ", o->labels },
		{ "--changed-since ", o->changed_since },
		{ "--severity ", o->severity },
		{ "--level ", o->level },
		{ "--section ", o->section },
		{ "--scope ", o->scope },
		{ "--automated", o->automated ? "" : NULL },
	};
	const char *text;

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		if (parts[i].value != NULL)
			buf_printf(
			    &b, "%s%s%s", b.len > 0 ? " " : "", parts[i].flag, parts[i].value);
	}
	text = b.len > 0 ? arena_strdup(a, buf_str(&b)) : "the standard profile";
	buf_free(&b);
	return text;
}

/* What --profile chose: one of ours, or one of the configuration file. */
struct chosen_profile {
	const struct check_group *group; /* NULL: the user's profile is built on none */
	const struct user_profile *user; /* NULL: one of ours */
};

static bool
profile_has(
    const struct chosen_profile *p, const struct section *section, const struct check *check)
{
	if (p->user == NULL)
		return p->group->has(check);
	if (in_list(&p->user->exclude, section, check))
		return false;
	return (p->group != NULL && p->group->has(check)) ||
	       (p->group == NULL && p->user->include.n == 0) ||
	       in_list(&p->user->include, section, check);
}

/* Sections are narrowed by the profile; who names a check wants it. */
static bool
is_included(const struct fact_list *include, const struct chosen_profile *profile,
    const struct section *section, const struct check *check)
{
	if (include->n == 0)
		return profile_has(profile, section, check);
	for (size_t i = 0; i < include->n; i++) {
		if (selection_means(include->v[i], section, check) &&
		    (strcmp(include->v[i], section->name) != 0 ||
			profile_has(profile, section, check)))
			return true;
	}
	return false;
}

const struct check_group *
profile_called(const char *name)
{
	return group_called(profiles, name);
}

#define PROFILES_NAMED 64

static int
find_profile(struct chosen_profile *p, const struct options *o, struct err *err)
{
	const char *names[PROFILES_NAMED + 1] = { NULL }, *near;
	size_t n = 0;

	*p = (struct chosen_profile){ NULL, NULL };
	p->group = o->profile == NULL ? &profiles[0] : profile_called(o->profile);
	if (p->group != NULL)
		return 0;
	for (size_t i = 0; o->file != NULL && i < o->file->n_profiles; i++) {
		const struct user_profile *u = &o->file->profiles[i];

		if (strcmp(u->name, o->profile) == 0) {
			*p = (struct chosen_profile){ u->base, u };
			return 0;
		}
		if (n < PROFILES_NAMED / 2)
			names[n++] = u->name;
	}
	for (size_t i = 0; profiles[i].name != NULL && n < PROFILES_NAMED; i++)
		names[n++] = profiles[i].name;
	near = nearest_name(o->profile, names);
	return err_set(err, EXIT_USAGE, "no profile is called \"%s\": %s%s", o->profile,
	    near != NULL ? "did you mean " : "see dockassay list profiles",
	    near != NULL ? near : "");
}

int
selection_known(struct arena *a, const char *list, struct err *err)
{
	struct fact_list names = selection_split(a, list);

	return check_names(a, &names, err);
}

/* Does a check leave alone the documents of containers that it is not about? */
static bool
reads_apart(const struct check *check)
{
	return check->scope == SCOPE_CONTAINER ||
	       (check->needs & (NEEDS_CONTAINERS | NEEDS_TOP | NEEDS_EXECS | NEEDS_CHANGES |
				   NEEDS_IMAGE_RELEASE)) == 0;
}

int
selection_parse(struct selection *s, const struct options *o, struct err *err)
{
	struct arena *a = arena_new();
	struct fact_list include = selection_split(a, o->include),
			 exclude = selection_split(a, o->exclude);
	struct chosen_profile profile;
	struct narrowing narrowing;

	*s = (struct selection){
		.arena = a,
		.all_containers = o->all,
		.summary = summarise(a, o),
		.subjects_in = selection_split(a, o->subjects_in),
		.subjects_out = selection_split(a, o->subjects_out),
		.labels = selection_split(a, o->labels),
		.users = selection_split(a, o->users),
		.selected = arena_alloc(a, sizeof *s->selected * (catalogue_size() + 1)),
		.containers_apart = true,
	};
	if (find_profile(&profile, o, err) < 0 || check_names(a, &include, err) < 0 ||
	    check_names(a, &exclude, err) < 0 || narrowing_parse(&narrowing, o, a, err) < 0)
		return -1;
	for (struct catalogue_walk w = { 0 }; catalogue_next(&w);) {
		if (!is_included(&include, &profile, w.section, w.check) ||
		    !narrowing_has(&narrowing, w.section, w.check) ||
		    in_list(&exclude, w.section, w.check)) {
			s->n_left_out++;
			continue;
		}
		s->selected[s->n_selected++] = (struct selected){ w.section, w.check };
		s->needs |= w.check->needs;
		s->containers_apart = s->containers_apart && reads_apart(w.check);
	}
	if (!o->deep)
		s->needs &= ~(unsigned)NEEDS_DEEP;
	if (s->n_selected == 0)
		return err_set(err, EXIT_USAGE, "the selection leaves no check to run");
	return 0;
}

int
selection_read(struct selection *s, const struct options *o, struct err *err)
{
	return o->changed_since == NULL ? 0
					: since_read(&s->since, s->arena, o->changed_since, err);
}

void
selection_free(struct selection *s)
{
	arena_free(s->arena);
}

bool
selection_has(const struct selection *s, const struct check *check)
{
	for (size_t i = 0; i < s->n_selected; i++) {
		if (s->selected[i].check == check)
			return true;
	}
	return false;
}
