/*
 * images_history.c: checks of section 4 about how an image was made, as its history tells: what was
 * run, added, and left in it. Reads facts only.
 */
#include "config.h"

#include "images.h"
#include "images_steps.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"

/* ---- sins of the shell ---------------------------------------------------------------------- */

void
check_history_sin(struct judge *j, const struct facts *f, const struct image *i)
{
	const struct sin_rule *rule = judge_arg(j);
	struct reading r;

	(void)f;
	if (!reading_begin(&r, j, i, rule->expected))
		return;
	for (size_t k = i->base_steps; k < i->n_steps; k++) {
		const char *text = reading_step(&r, k);
		struct step s = step_read(text != NULL ? text : "");
		struct shell_hit hit;
		struct shell_text t;

		if (s.kind != STEP_RUN)
			continue;
		t = reading_shell(&r, &s, k);
		for (size_t at = 0; shell_find(r.arena, &t, rule->sin, at, &hit);
		     at = hit.command + 1)
			reading_warn(&r, hit.item, rule->says, hit.what);
	}
	reading_end(&r, rule->clean);
}

/* How many images have a step with that sin; *unread counts those that cannot be told. */
static size_t
count_sinners(struct judge *j, const struct facts *f, enum shell_sin sin, size_t *unread)
{
	size_t n = 0;

	*unread = 0;
	for (size_t m = 0; m < f->n_images; m++) {
		struct reading r = { .judge = j, .image = &f->images[m], .arena = arena_new() };
		struct shell_hit hit;
		bool found = false;

		if (r.image->history_origin.state != DOC_OK || r.image->n_steps == 0)
			r.unknown = "not read";
		for (size_t k = r.image->base_steps; !found && k < r.image->n_steps; k++) {
			const char *text = reading_step(&r, k);
			struct step s = step_read(text != NULL ? text : "");
			struct shell_text t;

			if (s.kind != STEP_RUN)
				continue;
			t = reading_shell(&r, &s, k);
			found = shell_find(r.arena, &t, sin, 0, &hit);
		}
		n += found;
		*unread += !found && r.unknown != NULL;
		arena_free(r.arena);
	}
	return n;
}

void
check_verified_packages(struct judge *j, const struct facts *f, const void *arg)
{
	size_t unread, n;
	struct finding *found;

	(void)arg;
	if (!judge_can_read(j, &f->images_origin))
		return;
	if (f->n_images == 0) {
		judge_skip(j, "no images");
		return;
	}
	n = count_sinners(j, f, SHELL_UNVERIFIED, &unread);
	found = judge_note(j, "",
	    "of %zu images, %zu were built with signature checks of packages switched off, and of "
	    "%zu "
	    "the history does not tell; who made the packages of the others, it does not tell "
	    "either",
	    f->n_images, n, unread);
	judge_saw(j, found, "CreatedBy", "GET /images/ID/history",
	    judge_fmt(j, "%zu switched off, %zu unknown", n, unread), "");
}

/* ---- packages ------------------------------------------------------------------------------- */

#define PACKAGES_SHOWN 12

static void
add_packages(struct reading *r, const struct shell_text *t, struct buf *names, size_t *n)
{
	for (size_t c = 0; c < t->n; c++) {
		struct shell_package p;

		if (!shell_package(r->arena, &t->commands[c], &p) ||
		    p.action != SHELL_PACKAGE_INSTALL)
			continue;
		for (size_t k = 0; k < p.n_packages; k++) {
			if (p.packages[k][0] == '$')
				continue;
			if (*n < PACKAGES_SHOWN)
				buf_printf(names, "%s%.60s", *n > 0 ? ", " : "", p.packages[k]);
			++*n;
		}
	}
}

void
check_packages(struct judge *j, const struct facts *f, const struct image *i)
{
	struct buf names = BUF_INIT(4000);
	struct reading r;
	size_t n = 0;
	const char *size, *list;

	(void)f;
	if (!reading_begin(&r, j, i, ""))
		return;
	for (size_t k = i->base_steps; k < i->n_steps; k++) {
		const char *text = reading_step(&r, k);
		struct step s = step_read(text != NULL ? text : "");
		struct shell_text t;

		if (s.kind != STEP_RUN)
			continue;
		t = reading_shell(&r, &s, k);
		add_packages(&r, &t, &names, &n);
	}
	size = i->size.seen == SEEN ? image_megabytes(j, i->size.v) : "of unknown size";
	list = judge_fmt(j, "%s%s", buf_str(&names), n > PACKAGES_SHOWN ? ", ..." : "");
	judge_saw(j,
	    judge_note(j, "",
		"%s; %zu package%s named in its own steps%s%s%s: see whether each is needed", size,
		n, n == 1 ? " is" : "s are", n > 0 ? ": " : "", list,
		r.unknown != NULL ? " (some steps cannot be read)" : ""),
	    "CreatedBy", i->history_origin.source, n > 0 ? list : reading_own_steps(&r), "");
	buf_free(&names);
	arena_free(r.arena);
}

/* ---- ADD ------------------------------------------------------------------------------------ */

/* An archive that ADD unpacks, by its name: the one thing that COPY cannot do. */
static bool
is_archive(const char *word, size_t n)
{
	static const char *const ends[] = { ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz",
		".tar.bz2", ".tbz2", ".tar.zst" };

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		size_t length = strlen(ends[i]);

		if (n > length && strncmp(word + n - length, ends[i], length) == 0)
			return true;
	}
	return false;
}

static bool
is_remote(const char *word)
{
	return strncmp(word, "http://", 7) == 0 || strncmp(word, "https://", 8) == 0 ||
	       strncmp(word, "git@", 4) == 0 || strncmp(word, "ssh://", 6) == 0;
}

/* What an ADD takes in. */
struct add {
	bool remote, checked, archives;
	const char *url;
};

static struct add
read_add(struct judge *j, const struct step *s)
{
	struct add add = { .archives = true };
	size_t words = 0;

	for (size_t i = 0; i < s->n;) {
		size_t n = 0;

		while (i + n < s->n && s->text[i + n] != ' ')
			n++;
		if (strncmp(s->text + i, "--checksum", 10) == 0) {
			add.checked = true;
		} else if (n > 0 && s->text[i] != '-') {
			if (is_remote(s->text + i) && add.url == NULL)
				add.url =
				    judge_fmt(j, "%.*s", (int)(n < 500 ? n : 500), s->text + i);
			add.remote = add.remote || is_remote(s->text + i);
			/* the last word is the place where it goes */
			if (i + n < s->n)
				add.archives = add.archives && is_archive(s->text + i, n);
			words++;
		}
		i += n;
		while (i < s->n && s->text[i] == ' ')
			i++;
	}
	add.archives = add.archives && words > 1 && !add.remote;
	return add;
}

/* "file:HASH in /x", as the classic builder writes, is "/x": the hash is another one each time. */
static const char *
add_key(struct judge *j, const struct step *s)
{
	const char *text = judge_fmt(j, "%.*s", (int)(s->n < 1000 ? s->n : 1000), s->text);
	const char *in = strstr(text, " in ");

	return in != NULL ? in + 4 : text;
}

void
check_add(struct judge *j, const struct facts *f, const struct image *i)
{
	struct reading r;

	(void)f;
	if (!reading_begin(&r, j, i, "COPY; ADD for the root file system and archives only"))
		return;
	for (size_t k = i->base_steps; k < i->n_steps; k++) {
		const char *text = reading_step(&r, k);
		struct step s = step_read(text != NULL ? text : "");

		/* The first step of all brings the root file system, which nothing else can do. */
		if (s.kind != STEP_ADD || k == 0 || read_add(j, &s).archives)
			continue;
		reading_warn(&r, add_key(j, &s),
		    i->base != NULL ? "was built with ADD"
				    : "was built, or is based on what was built, with ADD",
		    judge_fmt(j, "ADD %.*s", (int)(s.n < 300 ? s.n : 300), s.text));
	}
	reading_end(&r, "ADD brought nothing that COPY could");
}

void
check_remote_add(struct judge *j, const struct facts *f, const struct image *i)
{
	struct reading r;

	(void)f;
	if (!reading_begin(&r, j, i, "no ADD of a URL without --checksum"))
		return;
	for (size_t k = i->base_steps; k < i->n_steps; k++) {
		const char *text = reading_step(&r, k);
		struct step s = step_read(text != NULL ? text : "");
		struct add add;

		if (s.kind != STEP_ADD)
			continue;
		add = read_add(j, &s);
		if (add.remote && !add.checked)
			reading_warn(
			    &r, add.url, "was built with what a server gave, unchecked", add.url);
	}
	reading_end(&r, "ADD fetched nothing from elsewhere unchecked");
}

/* ---- secrets -------------------------------------------------------------------------------- */

/*
 * The collector masked what looks secret: "DB_PASSWORD=<masked 1a2b3c4d>". The name before it, or
 * what the field is called where there is none.
 */
static const char *
secret_name(struct judge *j, const char *text, const char *masked, const char *otherwise)
{
	const char *end = masked, *name;

	while (end > text && strchr("='\"\\: ", end[-1]) != NULL)
		end--;
	for (name = end;
	     name > text && (isalnum((unsigned char)name[-1]) || strchr("_-.", name[-1]) != NULL);
	     name--)
		;
	return name < end && end - name < 100 ? judge_fmt(j, "%.*s", (int)(end - name), name)
					      : otherwise;
}

static void
find_secrets(struct reading *r, const char *text, const char *field, const struct origin *source)
{
	for (const char *at = strstr(text, "<masked "); at != NULL;
	     at = strstr(at + 8, "<masked ")) {
		const char *name = secret_name(r->judge, text, at, field);

		if (reading_is_new_key(r, name))
			judge_saw(r->judge,
			    judge_warn(r->judge, name, "holds a secret: %s in %s", name, field),
			    field, source->source, judge_fmt(r->judge, "%s=%.17s", name, at),
			    r->expected);
	}
}

static bool
has(const struct fact_list *list, const char *entry)
{
	for (size_t i = 0; i < list->n; i++) {
		if (strcmp(list->v[i], entry) == 0)
			return true;
	}
	return false;
}

static void
find_listed_secrets(struct reading *r, const struct fact_list *list,
    const struct fact_list *of_base, const char *field)
{
	for (size_t k = 0; k < list->n; k++) {
		if (strstr(list->v[k], "<masked ") != NULL &&
		    (of_base == NULL || !has(of_base, list->v[k])))
			find_secrets(r, list->v[k], field, &r->image->origin);
	}
}

static bool
knows_config(struct judge *j, const struct image *i)
{
	const struct origin *o = &i->origin;

	return judge_knows(j, i->has_config.seen, false, "Config", o) &&
	       judge_knows(j, i->env.seen, true, "Config.Env", o) &&
	       judge_knows(j, i->labels.seen, true, "Config.Labels", o) &&
	       judge_knows(j, i->cmd.seen, true, "Config.Cmd", o) &&
	       judge_knows(j, i->entrypoint.seen, true, "Config.Entrypoint", o);
}

void
check_image_secrets(struct judge *j, const struct facts *f, const struct image *i)
{
	const struct image *base = i->base;
	struct reading r;

	(void)f;
	if (!knows_config(j, i) || !reading_begin(&r, j, i, "no secret"))
		return;
	find_listed_secrets(&r, &i->env, base != NULL ? &base->env : NULL, "Config.Env");
	find_listed_secrets(&r, &i->cmd, base != NULL ? &base->cmd : NULL, "Config.Cmd");
	find_listed_secrets(
	    &r, &i->entrypoint, base != NULL ? &base->entrypoint : NULL, "Config.Entrypoint");
	for (size_t k = 0; k < i->labels.n; k++) {
		const struct pair *label = &i->labels.v[k];
		const char *of_base = base != NULL ? map_get(&base->labels, label->name) : NULL;

		if (strstr(label->value, "<masked ") != NULL &&
		    (of_base == NULL || strcmp(of_base, label->value) != 0))
			find_secrets(&r, judge_fmt(j, "%s=%s", label->name, label->value),
			    "Config.Labels", &i->origin);
	}
	for (size_t k = i->base_steps; k < i->n_steps; k++) {
		const char *text = reading_step(&r, k);

		if (text != NULL)
			find_secrets(&r, text, "CreatedBy", &i->history_origin);
	}
	if (r.n_keys == 0 && r.unknown == NULL) {
		struct finding *found =
		    judge_pass(j, "neither its configuration nor its history holds a secret");

		judge_saw(j, found, "Config.Env", i->origin.source,
		    judge_fmt(j, "%zu variables, %zu labels", i->env.n, i->labels.n), r.expected);
		judge_saw(j, found, "CreatedBy", i->history_origin.source, reading_own_steps(&r),
		    r.expected);
		arena_free(r.arena);
		return;
	}
	reading_end(&r, "");
}
