/*
 * mask.c: takes secrets out of texts. It may not know where a text comes from.
 */
#include "config.h"

#include "mask.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/sha256.h"
#include "base/text.h"

void
masker_init(struct masker *m)
{
	unsigned char bytes[16];

	if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) {
		struct timespec ts;

		clock_gettime(CLOCK_REALTIME, &ts);
		memset(bytes, 0, sizeof bytes);
		memcpy(bytes, &ts.tv_nsec, sizeof ts.tv_nsec);
	}
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(m->salt + 2 * i, 3, "%02x", bytes[i]);
}

static bool
contains(const char *s, size_t n, const char *word)
{
	size_t length = strlen(word);
	int first = tolower((unsigned char)word[0]);

	for (size_t i = 0; i + length <= n; i++) {
		if (tolower((unsigned char)s[i]) == first && strncasecmp(s + i, word, length) == 0)
			return true;
	}
	return false;
}

static bool
ends_with(const char *s, size_t n, const char *word)
{
	size_t length = strlen(word);

	return n >= length && strncasecmp(s + n - length, word, length) == 0;
}

/* "tokenizers" hold no token, "max_tokens" is a number, and a file's name is not what is in it. */
static bool
is_harmless(const char *name, size_t n)
{
	static const char *const at_end[] = { "file", "files", "path", "paths", "dir", "public_key",
		"public-key", "gpg_key", "cache_key", "primary_key", "partition_key", "sort_key",
		"key_id", "key-id", "_name", "-name", "_length", "-length", "_ttl", "-ttl",
		"_expiry", "_expires", "_expiration", "_lifetime", "_timeout", "-timeout", "_age",
		"_days", "_policy", "_type", "-type", "_algorithm", "_alg", "_method", "_header",
		"_prompt", "_enabled", "_required", "_count", "_limit", "_iterations", "_rounds",
		"_cost", "max_tokens", "min_tokens", "num_tokens", "token_url", "token_uri",
		"token_endpoint" };

	for (size_t i = 0; i < sizeof at_end / sizeof at_end[0]; i++) {
		if (ends_with(name, n, at_end[i]))
			return true;
	}
	/* adduser --disabled-password, docker login --password-stdin: nothing follows */
	return contains(name, n, "tokeniz") || contains(name, n, "tokenis") ||
	       contains(name, n, "-disable") || ends_with(name, n, "-stdin") ||
	       (n > 5 && strncasecmp(name, "--no-", 5) == 0);
}

static bool
sounds_secret(const char *name, size_t n)
{
	static const char *const inside[] = { "password", "passwd", "passphrase", "secret", "token",
		"apikey", "api_key", "api-key", "access_key", "access-key", "accesskey",
		"private_key", "private-key", "credential", "_pwd", "htpasswd" };
	static const char *const at_end[] = { "_key", "_pass", "-pass", "_auth", "-auth", ".auth",
		".pass", "_salt" };

	for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++) {
		if (contains(name, n, inside[i]))
			return true;
	}
	for (size_t i = 0; i < sizeof at_end / sizeof at_end[0]; i++) {
		if (ends_with(name, n, at_end[i]))
			return true;
	}
	return (n == 4 && strncasecmp(name, "pass", 4) == 0) ||
	       (n == 3 && strncasecmp(name, "pwd", 3) == 0 && islower((unsigned char)name[0]));
}

bool
mask_name_is_secret(const char *name, size_t n)
{
	return sounds_secret(name, n) && !is_harmless(name, n);
}

static bool
is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.';
}

/* "${NAME}", "$NAME", "<your password>", "{{ .Values.x }}": something else is to be put there. */
static bool
is_reference(const char *s, size_t n)
{
	static const char *const pairs[][2] = { { "${", "}" }, { "{{", "}}" }, { "<", ">" } };
	size_t from = 1, to = n;
	bool blanks = false;

	if (n < 2)
		return false;
	for (size_t i = 0; i < 3; i++) {
		size_t open = strlen(pairs[i][0]), close = strlen(pairs[i][1]);

		if (n <= open + close || strncmp(s, pairs[i][0], open) != 0 ||
		    !ends_with(s, n, pairs[i][1]))
			continue;
		blanks = i > 0;
		from = open;
		to = n - close;
	}
	if (to == n && s[0] != '$')
		return false;
	for (size_t i = from; i < to; i++) {
		/* a "-" in ${NAME:-x} would begin a value; in <my-password> it does not */
		if (!(isalnum((unsigned char)s[i]) || s[i] == '_' ||
			(blanks && (s[i] == ' ' || s[i] == '-' || s[i] == '.'))))
			return false;
	}
	return true;
}

bool
mask_is_placeholder(const char *s, size_t n)
{
	static const char *const words[] = { "true", "false", "yes", "no", "on", "off", "none",
		"null", "nil", "undefined" };
	size_t stars = 0;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strlen(words[i]) == n && strncasecmp(s, words[i], n) == 0)
			return true;
	}
	while (stars < n && s[stars] == '*')
		stars++;
	return stars == n || (n == 1 && isdigit((unsigned char)s[0])) || is_reference(s, n) ||
	       (n > 13 && strncmp(s, "/run/secrets/", 13) == 0) ||
	       (n > 17 && strncmp(s, "/var/run/secrets/", 17) == 0);
}

void
mask_value(const struct masker *m, const char *value, size_t n, struct buf *out)
{
	struct buf salted = BUF_INIT((size_t)1 << 30);
	char hex[65];

	buf_puts(&salted, m->salt);
	buf_add(&salted, value, n);
	sha256_hex(buf_str(&salted), salted.len, hex);
	buf_printf(out, "<masked %.8s>", hex);
	buf_free(&salted);
}

/* Does the name before s[i], which may be a separator, say that a secret follows? */
static bool
names_secret(const char *s, size_t n, size_t i, bool colon, bool *whole)
{
	size_t end = i, name;
	bool option = s[i] == ' ';

	if (i + 1 >= n || !(s[i] == '=' || option || (colon && s[i] == ':')))
		return false;
	while (!option && end > 0 && (s[end - 1] == '"' || s[end - 1] == '\\' || s[end - 1] == ' '))
		end--;
	for (name = end; name > 0 && is_name_char(s[name - 1]); name--)
		;
	/* --password VALUE, in one text; --password --other has none */
	if (option && (end - name < 3 || s[name] != '-' || s[i + 1] == '-' || s[i + 1] == ' '))
		return false;
	*whole = name == 0 && s[i] == '=';
	return name < end && mask_name_is_secret(s + name, end - name);
}

/* How long the word is that begins at s, and where it does: behind blanks and an opening quote. */
static size_t
word_at(const char *s, size_t n, bool blanks, size_t *start)
{
	bool quoted = false;
	size_t to;

	for (*start = 0; *start < n; ++*start) {
		char c = s[*start];

		if (c == '"' || c == '\'' || c == '\\')
			quoted = true;
		else if (!(blanks && c == ' '))
			break;
	}
	for (to = *start; to < n; to++) {
		if (strchr(quoted ? "\"'\\" : " ;&|,\"'\\", s[to]) != NULL)
			break;
	}
	return to - *start;
}

/* Of NAME=value alone all of the rest is the value; in a longer text the next word tells. */
size_t
mask_named_secret(const char *s, size_t n, bool colon)
{
	for (size_t i = 0; i < n; i++) {
		size_t length, start = 0;
		bool whole;

		if (s[i] != '=' && s[i] != ' ' && s[i] != ':') /* mostly: see names_secret() */
			continue;
		if (!names_secret(s, n, i, colon, &whole))
			continue;
		length = n - i - 1;
		if (!whole)
			length =
			    word_at(s + i + 1, length, colon || (i > 0 && s[i - 1] == ' '), &start);
		if (!mask_is_placeholder(s + i + 1 + start, length))
			return i + 1;
	}
	return n;
}

/* The private key that begins at s, up to its end marker; 0: none. */
static size_t
private_key(const char *s, size_t n)
{
	size_t end;

	if (n <= 11 || memcmp(s, "-----BEGIN ", 11) != 0 ||
	    !contains(s, n < 60 ? n : 60, "PRIVATE KEY"))
		return 0;
	for (end = 11; end + 9 < n; end++) {
		const char *dashes;

		if (memcmp(s + end, "-----END ", 9) != 0)
			continue;
		dashes = memmem(s + end + 9, n - end - 9, "-----", 5);
		return dashes != NULL ? (size_t)(dashes + 5 - s) : n;
	}
	return n;
}

#define LOOK_BACK 200 /* for the command that an option belongs to */

size_t
mask_login_at(const char *s, size_t n, size_t i, size_t *from)
{
	static const char *const options[] = { "-u", "--user", "-U", "--proxy-user" };
	size_t to, back = i < LOOK_BACK ? i : LOOK_BACK;
	const char *colon;

	if (s[i] != '-' || (i > 0 && s[i - 1] != ' '))
		return 0;
	for (size_t o = 0; o < sizeof options / sizeof options[0]; o++) {
		size_t k = strlen(options[o]);

		if (n - i <= k || memcmp(s + i, options[o], k) != 0 ||
		    (s[i + k] != ' ' && s[i + k] != '='))
			continue;
		for (to = i + k; to < n && strchr(" ='\"", s[to]) != NULL; to++)
			;
		*from = to;
		while (to < n && strchr(" '\"\n", s[to]) == NULL)
			to++;
		colon = memchr(s + *from, ':', to - *from);
		if (colon == NULL || !(contains(s + i - back, back, "curl ") ||
					 contains(s + i - back, back, "wget ")))
			return 0;
		*from = (size_t)(colon + 1 - s);
		return mask_is_placeholder(colon + 1, to - *from) ? 0 : to - *from;
	}
	return 0;
}

bool
mask_may_begin(const char *s)
{
	switch (s[0]) {
	case '-': /* -----BEGIN */
		return s[1] == '-';
	case ':': /* :// */
		return s[1] == '/';
	case 'A': /* AKIA, ASIA */
		return s[1] == 'K' || s[1] == 'S';
	case 'S': /* SWMTKN-, SWMKEY- */
		return s[1] == 'W';
	case 'e': /* eyJhbGciOi */
		return s[1] == 'y';
	case 'g': /* ghp_, github_pat_, glpat- */
		return s[1] == 'h' || s[1] == 'i' || s[1] == 'l';
	case 's': /* sk_live_ */
		return s[1] == 'k';
	case 'x': /* xoxb- */
		return s[1] == 'o';
	default:
		return false;
	}
}

size_t
mask_look_at(const char *s, size_t n, size_t i, size_t *from)
{
	static const char *const heads[] = { "AKIA", "ASIA", "ghp_", "gho_", "ghs_", "github_pat_",
		"glpat-", "xoxb-", "xoxp-", "xoxa-", "sk_live_", "eyJhbGciOi", "SWMTKN-",
		"SWMKEY-" };
	size_t to = i;

	*from = i;
	if (n - i < 2 || !mask_may_begin(s + i))
		return 0;
	if (s[i] == '-')
		return private_key(s + i, n - i);
	if (n - i > 3 && memcmp(s + i, "://", 3) == 0) {
		*from = to = i + 3;
		while (to < n && s[to] != '@' && s[to] != '/' && s[to] != '\n')
			to++;
		return to < n && s[to] == '@' && memchr(s + *from, ':', to - *from) != NULL
			   ? to - *from
			   : 0;
	}
	for (size_t h = 0; h < sizeof heads / sizeof heads[0]; h++) {
		size_t k = strlen(heads[h]);

		if (n - i < k + 8 || memcmp(s + i, heads[h], k) != 0 ||
		    (i > 0 && isalnum((unsigned char)s[i - 1])))
			continue;
		while (to < n && (is_name_char(s[to]) || s[to] == '/' || s[to] == '+'))
			to++;
		return to - i;
	}
	return 0;
}

/* Where something that is a secret by its looks begins, behind `done`, and how long it is. */
static size_t
secret_by_look(const char *s, size_t n, size_t done, size_t *length)
{
	for (size_t i = done; i + 1 < n; i++) {
		size_t from;

		if (!mask_may_begin(s + i) && s[i] != '-')
			continue;
		*length = mask_look_at(s, n, i, &from);
		if (*length == 0)
			*length = mask_login_at(s, n, i, &from);
		if (*length > 0)
			return from;
	}
	return n;
}

void
mask_repair(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n;) {
		unsigned cp;
		size_t length = 0;

		while (i + length < n && s[i + length] > 0)
			length++; /* ASCII */
		buf_add(out, s + i, length);
		i += length;
		if (i == n)
			return;
		length = utf8_decode(s + i, n - i, &cp);
		if (cp == 0xfffd || cp == 0)
			buf_puts(out, "\xef\xbf\xbd");
		else
			buf_add(out, s + i, length);
		i += length;
	}
}

void
mask_string(const struct masker *m, const char *s, size_t n, bool colon, struct buf *out)
{
	size_t value = mask_named_secret(s, n, colon);
	size_t done = 0, at, length = 0;

	while (done < value && (at = secret_by_look(s, value, done, &length)) < value) {
		mask_repair(s + done, at - done, out);
		mask_value(m, s + at, length, out);
		done = at + length;
	}
	mask_repair(s + done, value - done, out);
	if (value < n)
		mask_value(m, s + value, n - value, out);
}

/* The end of a line; of one that a private key begins on, the end of the line that it ends on. */
static size_t
line_length(const char *text, size_t n)
{
	const char *newline = memchr(text, '\n', n), *key;
	size_t length = newline != NULL ? (size_t)(newline - text) : n, end;

	key = memmem(text, length, "-----BEGIN ", 11);
	if (key == NULL)
		return length;
	end = (size_t)(key - text) + private_key(key, n - (size_t)(key - text));
	if (end <= length)
		return length;
	newline = memchr(text + end, '\n', n - end);
	return newline != NULL ? (size_t)(newline - text) : n;
}

static size_t
count_lines(const char *s, size_t n)
{
	size_t lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += s[i] == '\n';
	return lines;
}

void
mask_lines(const struct masker *m, const char *text, size_t n, struct buf *out)
{
	while (n > 0) {
		size_t length = line_length(text, n), before = out->len, lines;
		const char *end = length < n ? text + length : NULL;

		mask_string(m, text, length, true, out);
		/* What comes behind keeps its line's number. */
		lines = count_lines(buf_str(out) + before, out->len - before);
		for (size_t k = count_lines(text, length); k > lines; k--)
			buf_putc(out, '\n');
		if (end != NULL) {
			buf_putc(out, '\n');
			length++;
		}
		text += length;
		n -= length;
	}
}
