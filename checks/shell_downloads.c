/*
 * shell_downloads.c: what a build downloads in a way that others can change: into a shell, without
 * a check of certificates, without TLS. It may not know where the text comes from.
 */
#include "config.h"

#include "shell_internal.h"

#include <string.h>
#include <strings.h>

#include "base/words.h"

static bool
is_download(const struct shell_command *c)
{
	return is_one_of(shell_name(c), WORDS("curl", "wget", "wget2", "fetch", "aria2c", "axel",
					    "lynx", "http", "https", "ftp"));
}

/* The first URL among the words, without what may be secret or change: user, query. */
static const char *
url_of(struct arena *a, const struct shell_command *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const char *at = strstr(c->words[i], "://");

		if (at != NULL && at > c->words[i])
			return arena_strndup(a, c->words[i], strcspn(c->words[i], "?# \"'"));
	}
	return NULL;
}

static const struct interpreter {
	const char *name;
	const char *code; /* letters of options that bring the program themselves */
	bool is_shell;
} interpreters[] = {
	{ "sh", "c", true },
	{ "bash", "c", true },
	{ "dash", "c", true },
	{ "ash", "c", true },
	{ "zsh", "c", true },
	{ "ksh", "c", true },
	{ "mksh", "c", true },
	{ "fish", "c", true },
	{ "python", "cm", false },
	{ "perl", "eEnp", false },
	{ "ruby", "enp", false },
	{ "node", "ep", false },
	{ "nodejs", "ep", false },
	{ "php", "rBRFEsl", false },
	{ "lua", "e", false },
};

static const struct interpreter *
interpreter(const struct shell_command *c)
{
	const char *name = shell_name(c);

	for (size_t i = 0; i < sizeof interpreters / sizeof interpreters[0]; i++) {
		size_t n = strlen(interpreters[i].name);

		/* python3, python3.11, php8 */
		if (strncmp(name, interpreters[i].name, n) == 0 &&
		    (name[n] == '\0' || (!interpreters[i].is_shell &&
					    strspn(name + n, "0123456789.") == strlen(name + n))))
			return &interpreters[i];
	}
	return NULL;
}

/* Does it run what comes on its standard input? */
static bool
runs_input(const struct shell_command *c)
{
	const struct interpreter *in = interpreter(c);
	size_t at = shell_proper(c);

	if (is_one_of(shell_name(c), WORDS(".", "source")))
		return at + 1 < c->n && strcmp(c->words[at + 1], "/dev/stdin") == 0;
	if (in == NULL)
		return false;
	for (size_t i = at + 1; i < c->n; i++) {
		const char *w = c->words[i];

		if (strcmp(w, "-") == 0 || strcmp(w, "/dev/stdin") == 0 || strcmp(w, "--") == 0 ||
		    (in->is_shell && strcmp(w, "-s") == 0))
			return true;
		if (shell_begins(w, "--eval") || shell_begins(w, "--print"))
			return false;
		if (w[0] == '-' && w[1] != '-' && strpbrk(w + 1, in->code) != NULL)
			return false;
		if (w[0] == '-' && w[1] != '-' && in->is_shell && strchr(w, 's') != NULL)
			return true;
		if (w[0] != '-' && w[0] != '+' && strcmp(c->words[i - 1], "-o") != 0)
			return false; /* a file */
	}
	return true;
}

/* Does it run what a substitution in its words gives: eval "$(...)", sh -c "$(...)"? */
static bool
runs_substitution(const struct shell_command *c, enum shell_inside inside)
{
	const char *name = shell_name(c);

	if (inside == SHELL_PROCESS)
		return is_one_of(name, WORDS(".", "source")) || interpreter(c) != NULL;
	if (inside != SHELL_SUBSTITUTION)
		return false;
	if (strcmp(name, "eval") != 0 && interpreter(c) == NULL)
		return false;
	for (size_t i = shell_proper(c) + 1; i < c->n; i++) {
		if (shell_begins(c->words[i], "$(") || c->words[i][0] == '`')
			return strcmp(name, "eval") == 0 || c->words[i - 1][0] == '-';
	}
	return false;
}

bool
shell_pipe_to_shell(struct arena *a, const struct shell_text *t, size_t i, struct shell_hit *hit)
{
	const struct shell_command *c = &t->commands[i], *from = NULL, *to = NULL;
	const char *url;

	if (is_download(c) && c->parent != SHELL_NONE &&
	    runs_substitution(&t->commands[c->parent], c->inside)) {
		from = c;
		to = &t->commands[c->parent];
	} else if (c->join == SHELL_PIPE && runs_input(c)) {
		to = c;
		for (size_t k = i; from == NULL && t->commands[k].join == SHELL_PIPE;) {
			k = t->commands[k].previous;
			if (is_download(&t->commands[k]))
				from = &t->commands[k];
		}
	}
	if (from == NULL)
		return false;
	url = url_of(a, from);
	return shell_hit_at(hit,
	    arena_printf(a, "%s | %s", shell_shown(a, from, 0), shell_name(to)),
	    url != NULL ? url : arena_printf(a, "%s | %s", shell_name(from), shell_name(to)));
}

bool
shell_turns_tls_off(const char *assignment)
{
	static const struct {
		const char *name, *values;
	} names[] = {
		{ "NODE_TLS_REJECT_UNAUTHORIZED", "0" },
		{ "PYTHONHTTPSVERIFY", "0" },
		{ "GIT_SSL_NO_VERIFY", NULL },
		{ "GOINSECURE", NULL },
		{ "NPM_CONFIG_STRICT_SSL", "false" },
		{ "YARN_STRICT_SSL", "false" },
		{ "PIP_TRUSTED_HOST", NULL },
		{ "CARGO_HTTP_CHECK_REVOKE", "false" },
		{ "HOMEBREW_CURLRC_INSECURE", "1" },
		{ "CURL_INSECURE", "1" },
		{ "PERL_LWP_SSL_VERIFY_HOSTNAME", "0" },
	};
	size_t n = strcspn(assignment, "=");
	const char *value = assignment[n] == '=' ? assignment + n + 1 : "";

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strlen(names[i].name) != n || strncasecmp(assignment, names[i].name, n) != 0)
			continue;
		if (names[i].values != NULL)
			return strcasecmp(value, names[i].values) == 0;
		return value[0] != '\0' && strcmp(value, "0") != 0 &&
		       strcasecmp(value, "false") != 0;
	}
	return false;
}

static bool
tls_off_word(const char *name, const char *word, const char *next)
{
	if (strcmp(name, "curl") == 0 &&
	    (strcmp(word, "--insecure") == 0 || strcmp(word, "--proxy-insecure") == 0 ||
		shell_cluster_has(word, 'k', "oHdXuAebcxmwTFEKCrYyzDtQUP")))
		return true;
	if (shell_begins(name, "wget") && strcmp(word, "--no-check-certificate") == 0)
		return true;
	if (strcmp(name, "git") == 0 && strncasecmp(word, "http.sslverify", 14) == 0)
		return strcasecmp(word + 14, "=false") == 0 ||
		       (word[14] == '\0' && next != NULL && strcasecmp(next, "false") == 0);
	if (strcmp(name, "npm") == 0 || strcmp(name, "yarn") == 0 || strcmp(name, "pnpm") == 0)
		return strcmp(word, "strict-ssl=false") == 0 ||
		       strcmp(word, "--strict-ssl=false") == 0 ||
		       (strcmp(word, "strict-ssl") == 0 && next != NULL &&
			   strcmp(next, "false") == 0);
	return shell_begins(word, "--trusted-host") || strcmp(word, "global.trusted-host") == 0 ||
	       strstr(word, "Verify-Peer=false") != NULL || strstr(word, "sslverify=0") != NULL ||
	       strstr(word, "sslverify=false") != NULL;
}

bool
shell_tls_off(struct arena *a, const struct shell_text *t, size_t i, struct shell_hit *hit)
{
	const struct shell_command *c = &t->commands[i];

	for (size_t k = 0; k < c->n_assignments; k++) {
		if (shell_turns_tls_off(c->assignments[k]))
			return shell_hit_at(hit, c->assignments[k],
			    arena_strndup(a, c->assignments[k], strcspn(c->assignments[k], "=")));
	}
	for (size_t k = 0; k < c->n; k++) {
		const char *word = c->words[k];

		if ((strcmp(c->words[0], "export") == 0 || strcmp(c->words[0], "env") == 0) &&
		    shell_turns_tls_off(word))
			return shell_hit_at(hit, word, arena_strndup(a, word, strcspn(word, "=")));
		if (tls_off_word(shell_name(c), word, c->words[k + 1]))
			return shell_hit_at(hit, shell_shown(a, c, 0),
			    arena_printf(a, "%s %s", shell_name(c), word));
	}
	return false;
}

static bool
is_this_machine(const char *host)
{
	return shell_begins(host, "localhost") || shell_begins(host, "127.") ||
	       shell_begins(host, "[::1]") || shell_begins(host, "0.0.0.0");
}

bool
shell_plain_http(struct arena *a, const struct shell_text *t, size_t i, struct shell_hit *hit)
{
	const struct shell_command *c = &t->commands[i];
	struct shell_package p;

	if (!is_download(c) && !shell_package(NULL, c, &p) &&
	    !is_one_of(shell_name(c), WORDS("git", "svn", "rpm", "pear", "pecl")))
		return false;
	for (size_t k = shell_proper(c) + 1; k < c->n; k++) {
		const char *word = c->words[k], *before = c->words[k - 1];

		if (shell_begins(word, "--url="))
			word += 6;
		if (strncasecmp(word, "http://", 7) != 0 || is_this_machine(word + 7) ||
		    is_one_of(before, WORDS("-x", "--proxy", "--preproxy", "-e", "--referer")))
			continue;
		return shell_hit_at(
		    hit, shell_shown(a, c, 0), arena_strndup(a, word, strcspn(word, "?#")));
	}
	return false;
}
