/*
 * build_sources.c: checks of what goes into the image: files, downloads, secrets.
 */
#include "config.h"

#include "build_look.h"

#include <ctype.h>
#include <fnmatch.h>
#include <string.h>
#include <strings.h>

#include "snapshot/mask.h"

static bool
begins(const char *s, const char *with)
{
	return strncasecmp(s, with, strlen(with)) == 0;
}

static bool
ends(const char *s, const char *with)
{
	size_t n = strlen(s), k = strlen(with);

	return n >= k && strcasecmp(s + n - k, with) == 0;
}

/* ---- K-04, K-05: ADD ------------------------------------------------------------------------ */

static bool
is_git(const char *source)
{
	size_t n = strcspn(source, "#");

	if (begins(source, "git@") || begins(source, "git://") || begins(source, "ssh://"))
		return true;
	return (begins(source, "https://") || begins(source, "http://")) && n > 4 &&
	       strncmp(source + n - 4, ".git", 4) == 0;
}

static bool
is_remote(const char *source)
{
	return begins(source, "http://") || begins(source, "https://") || is_git(source);
}

/* ADD unpacks these, which COPY does not. */
static bool
is_archive(const char *source)
{
	static const char *const suffixes[] = { ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2",
		".tbz", ".tar.xz", ".txz", ".tar.zst", ".gz", ".bz2", ".xz" };

	for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
		if (ends(source, suffixes[i]))
			return true;
	}
	return false;
}

void
check_add_local(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *i;
	size_t n = 0;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	while ((i = look_next(&l, KIND(DF_ADD))) != NULL) {
		for (size_t k = 0; k + 1 < i->n_words; k++, n++) {
			const char *source = i->words[k].value.text;

			if (is_remote(source) || is_archive(source) ||
			    look_is_unknown(&l, i->words[k].line, "ADD", &i->words[k].value))
				continue;
			look_warn(&l,
			    &(struct look_item){
				source, i->words[k].line, "ADD", source, "COPY, or an archive" },
			    "ADD %s does what COPY does, and more than is meant", source);
		}
	}
	look_end(&l,
	    &(struct look_item){
		"", 0, "ADD", arena_printf(l.a, "%zu sources", n), "archives and downloads only" },
	    "ADD is used for archives and downloads only");
}

/* A commit behind "#" pins what git gives. */
static bool
is_pinned(const struct df_instruction *i, const char *source)
{
	const struct df_flag *checksum = df_flag(i, "checksum");
	const char *fragment = strchr(source, '#');

	if (checksum != NULL && checksum->value.text[0] != '\0')
		return true;
	return is_git(source) && fragment != NULL && strspn(fragment + 1, "0123456789abcdef") >= 40;
}

void
check_add_remote(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *i;
	size_t n = 0;
	struct look_item item = { "", 0, "ADD", "", "--checksum, or a commit" };
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	while ((i = look_next(&l, KIND(DF_ADD))) != NULL) {
		for (size_t k = 0; k + 1 < i->n_words; k++) {
			const char *source = i->words[k].value.text;

			item.key = item.actual = source;
			item.line = i->words[k].line;
			if (!is_remote(source)) {
				if (source[0] == '$')
					look_is_unknown(&l, item.line, "ADD", &i->words[k].value);
				continue;
			}
			n++;
			if (!is_pinned(i, source))
				look_warn(&l, &item, "ADD %s takes whatever is there", source);
		}
	}
	if (n == 0)
		look_end_skip(&l, "ADD downloads nothing");
	else
		look_end(&l, &item, "all that ADD downloads is pinned");
}

/* ---- K-10: secrets -------------------------------------------------------------------------- */

static bool
is_masked(const char *text)
{
	return strstr(text, "<masked ") != NULL || strstr(text, "<masked_") != NULL;
}

static int64_t
masked_line(const struct df_instruction *i)
{
	const char *at = strstr(i->text, "<masked ");
	int64_t line = i->text_line;

	for (const char *c = i->text; at != NULL && c < at; c++)
		line += *c == '\n';
	return at != NULL ? line : i->line;
}

static void
judge_pairs(struct look *l, const struct df_instruction *i)
{
	for (size_t k = 0; k < i->n_pairs; k++) {
		const struct df_pair *p = &i->pairs[k];
		const char *kind = df_kind_name(i->kind);
		struct look_item item = { arena_printf(l->a, "%s %s", kind, p->name), p->line, kind,
			arena_printf(l->a, "%s=%s", p->name, p->value.text), "no secret" };

		if (is_masked(p->raw))
			look_warn(l, &item, "%s %s has a secret in it", kind, p->name);
		else if (i->kind == DF_LABEL || !mask_name_is_secret(p->name, strlen(p->name)))
			continue;
		else if (i->kind == DF_ARG && !p->has_value)
			look_note(l, &item,
			    "ARG %s: what a build gives it stays in the image's history", p->name);
		else if (i->kind == DF_ENV && strchr(p->raw, '$') != NULL)
			look_note(l, &item,
			    "ENV %s: what a build puts there stays in the image's configuration",
			    p->name);
	}
}

static void
judge_texts(struct look *l, const struct df_instruction *i)
{
	const char *kind = df_kind_name(i->kind);
	int64_t line = 0;

	if (is_masked(i->text))
		line = masked_line(i);
	for (size_t k = 0; k < i->n_words && line == 0; k++)
		line = is_masked(i->words[k].value.text) ? i->words[k].line : 0;
	for (size_t k = 0; k < i->n_flags && line == 0; k++)
		line = is_masked(i->flags[k].value.text) ? i->flags[k].line : 0;
	for (size_t k = 0; k < i->n_heredocs && line == 0; k++) {
		const char *body = i->heredocs[k].body, *at = strstr(body, "<masked ");

		if (at == NULL)
			continue;
		line = i->heredocs[k].line;
		for (; body < at; body++)
			line += *body == '\n';
	}
	if (line > 0)
		look_warn(l, &(struct look_item){ kind, line, kind, "<masked ...>", "no secret" },
		    "%s has a secret in it, which stays in the image's history", kind);
}

void
check_secrets(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *i;
	size_t n = 0;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	for (; (i = look_next(&l, ~0u)) != NULL; n++) {
		judge_pairs(&l, i);
		judge_texts(&l, i);
	}
	look_end(&l,
	    &(struct look_item){ "", 0, "instructions", arena_printf(l.a, "%zu", n), "no secret" },
	    "there is no secret in it");
}

/* ---- K-11: files with credentials
 * ---------------------------------------------------------------- */

static const char *const credential_files[] = { "id_rsa", "id_dsa", "id_ecdsa", "id_ecdsa_sk",
	"id_ed25519", "id_ed25519_sk", "*.pem", "*.key", "*.ppk", "*.p12", "*.pfx", "*.jks",
	"*.keystore", "*.kdbx", "*.ovpn", "*.tfstate", ".env", ".env.*", "*.env", ".npmrc",
	".netrc", "_netrc", ".pypirc", ".pgpass", ".my.cnf", ".dockercfg", ".docker", ".aws",
	".azure", ".ssh", ".git", ".git-credentials", ".gnupg", ".kube", "kubeconfig", ".htpasswd",
	".vault-token", "credentials", "credentials.json", "secrets.json", "secrets.y*ml",
	"service-account*.json", NULL };

/* What looks like one of them and is public, or a form to be filled in. */
static const char *const harmless_files[] = { "*cert*.pem", "*chain*.pem", "*bundle*.pem",
	"*pub*.pem", "*ca.pem", "ca-*.pem", "ca_*.pem", "*dhparam*.pem", "*.pub.key",
	"*public*.key", "*pub.key", "*.example", "*.sample", "*.template", "*.dist", "*example.env",
	"*sample.env", "*.gpg.key", NULL };

static bool
is_listed(const char *name, const char *const *patterns)
{
	for (; *patterns != NULL; patterns++) {
		if (fnmatch(*patterns, name, FNM_CASEFOLD) == 0)
			return true;
	}
	return false;
}

/* The part of a source that names credentials; NULL: none. */
static const char *
credential_part(struct look *l, const char *source)
{
	for (;;) {
		size_t n;
		const char *part;

		source += strspn(source, "/");
		if (*source == '\0')
			return NULL;
		n = strcspn(source, "/");
		part = arena_strndup(l->a, source, n);
		if (is_listed(part, credential_files) && !is_listed(part, harmless_files))
			return part;
		source += n;
	}
}

/* Is the last part of a path made with a variable that the file gives no value? */
static bool
is_open(const struct df_value *v)
{
	const char *slash = strrchr(v->text, '/');

	return v->unknown != NULL && strchr(slash != NULL ? slash : v->text, '$') != NULL;
}

void
check_credential_files(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const struct df_instruction *i;
	size_t n = 0;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	while ((i = look_next(&l, KIND(DF_COPY) | KIND(DF_ADD))) != NULL) {
		for (size_t k = 0; k + 1 < i->n_words; k++, n++) {
			const struct df_word *w = &i->words[k];
			const char *kind = df_kind_name(i->kind), *part;

			if (is_remote(w->value.text))
				continue;
			part = credential_part(&l, w->value.text);
			if (part != NULL)
				look_warn(&l,
				    &(struct look_item){ w->value.text, w->line, kind,
					w->value.text, "no credentials" },
				    "%s %s: %s holds credentials", kind, w->value.text, part);
			else if (is_open(&w->value))
				look_is_unknown(&l, w->line, kind, &w->value);
		}
	}
	look_end(&l,
	    &(struct look_item){
		"", 0, "COPY, ADD", arena_printf(l.a, "%zu sources", n), "no credentials" },
	    "no file is copied that is known to hold credentials");
}

/* ---- K-12: the whole context
 * ---------------------------------------------------------------------- */

static bool
is_whole_context(const char *source)
{
	return strcmp(source, ".") == 0 || strcmp(source, "./") == 0 || strcmp(source, "*") == 0 ||
	       strcmp(source, "/") == 0 || strcmp(source, "./*") == 0;
}

static const struct df_word *
copies_context(struct look *l, const char **kind)
{
	const struct df_instruction *i;
	const struct df_word *found = NULL;

	while ((i = look_next(l, KIND(DF_COPY) | KIND(DF_ADD))) != NULL) {
		for (size_t k = 0; found == NULL && k + 1 < i->n_words; k++) {
			if (df_flag(i, "from") == NULL &&
			    is_whole_context(i->words[k].value.text)) {
				found = &i->words[k];
				*kind = df_kind_name(i->kind);
			}
		}
	}
	return found;
}

void
check_context(struct judge *j, const struct facts *f, const struct dockerfile_facts *d)
{
	const char *kind = "COPY";
	struct look_item item = { "", 0, ".dockerignore", "", "patterns" };
	const struct df_word *w;
	struct look l;

	if (!look_begin(&l, j, f, d))
		return;
	w = copies_context(&l, &kind);
	if (w == NULL) {
		look_end_skip(&l, "the context is not copied as a whole");
		return;
	}
	item.line = w->line;
	item.key = arena_printf(l.a, "%s %s", kind, w->value.text);
	item.actual = d->ignore_path;
	if (d->ignore_origin.state == DOC_GONE) {
		item.actual = "not there";
		look_warn(&l, &item, "%s %s copies all there is: there is no .dockerignore", kind,
		    w->value.text);
	} else if (d->ignore_origin.state != DOC_OK) {
		look_unknown(&l, w->line, ".dockerignore: %s", d->ignore_origin.problem);
	} else if (d->ignore_patterns.seen != SEEN) {
		look_unknown(&l, w->line, ".dockerignore: its patterns are not known");
	} else if (d->ignore_patterns.v == 0) {
		look_warn(&l, &item, "%s %s copies all there is: %s is empty", kind, w->value.text,
		    d->ignore_path);
	}
	look_end(&l, &item, "%s leaves files out of the context", d->ignore_path);
}
