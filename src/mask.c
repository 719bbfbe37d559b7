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

#include "sha256.h"
#include "text.h"

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

	for (size_t i = 0; i + length <= n; i++) {
		if (strncasecmp(s + i, word, length) == 0)
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

bool
mask_name_is_secret(const char *name, size_t n)
{
	static const char *const inside[] = { "password", "passwd", "passphrase", "secret", "token",
		"apikey", "api_key", "api-key", "access_key", "access-key", "accesskey",
		"private_key", "private-key", "credential", "_pwd", "htpasswd" };
	static const char *const at_end[] = { "_key", "_pass", "-pass", "_auth", "-auth", ".auth",
		".pass", "_salt" };
	static const char *const harmless[] = { "_file", "_path", "_dir", "public_key",
		"_url_path" };

	for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
		if (ends_with(name, n, harmless[i]))
			return false;
	}
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

static void
add_masked(const struct masker *m, const char *value, size_t n, struct buf *out)
{
	struct buf salted = BUF_INIT((size_t)1 << 30);
	char hex[65];

	buf_puts(&salted, m->salt);
	buf_add(&salted, value, n);
	sha256_hex(buf_str(&salted), salted.len, hex);
	buf_printf(out, "<masked %.8s>", hex);
	buf_free(&salted);
}

static bool
is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.';
}

/*
 * Where the value of a secret-looking NAME=value (or NAME: value) begins; n where there is none.
 * A backslash-escaped quote before the value stays outside of it.
 */
static size_t
named_secret(const char *s, size_t n, bool colon)
{
	for (size_t i = 0; i < n; i++) {
		size_t name = i, end = i;

		if (s[i] != '=' && !(colon && s[i] == ':'))
			continue;
		while (end > 0 && (s[end - 1] == '"' || s[end - 1] == '\\' || s[end - 1] == ' '))
			end--;
		for (name = end; name > 0 && is_name_char(s[name - 1]); name--)
			;
		if (name < end && i + 1 < n && mask_name_is_secret(s + name, end - name))
			return i + 1;
	}
	return n;
}

/* Where something that is a secret by its looks begins, and how long it is. */
static size_t
secret_by_look(const char *s, size_t n, size_t *length)
{
	static const char *const heads[] = { "AKIA", "ASIA", "ghp_", "gho_", "ghs_", "github_pat_",
		"glpat-", "xoxb-", "xoxp-", "xoxa-", "sk_live_", "eyJhbGciOi", "SWMTKN-",
		"SWMKEY-" };

	for (size_t i = 0; i < n; i++) {
		if (n - i > 11 && memcmp(s + i, "-----BEGIN ", 11) == 0 &&
		    contains(s + i, n - i < 60 ? n - i : 60, "PRIVATE KEY")) {
			*length = n - i;
			return i;
		}
		if (n - i > 3 && memcmp(s + i, "://", 3) == 0) {
			size_t to = i + 3;

			while (to < n && s[to] != '@' && s[to] != '/')
				to++;
			if (to < n && s[to] == '@' && memchr(s + i + 3, ':', to - i - 3) != NULL) {
				*length = to - i - 3;
				return i + 3;
			}
		}
		for (size_t h = 0; h < sizeof heads / sizeof heads[0]; h++) {
			size_t k = strlen(heads[h]);

			if (n - i < k + 8 || memcmp(s + i, heads[h], k) != 0 ||
			    (i > 0 && isalnum((unsigned char)s[i - 1])))
				continue;
			for (k = i; k < n && (is_name_char(s[k]) || s[k] == '/' || s[k] == '+');
			     k++)
				;
			*length = k - i;
			return i;
		}
	}
	return n;
}

void
mask_repair(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n;) {
		unsigned cp;
		size_t length = utf8_decode(s + i, n - i, &cp);

		if (cp == 0xfffd || cp == 0)
			buf_puts(out, "\xef\xbf\xbd");
		else
			buf_add(out, s + i, length);
		i += length;
	}
}

/* One string, masked. The value of a named secret reaches to the string's end. */
static void
mask_string(const struct masker *m, const char *s, size_t n, bool colon, struct buf *out)
{
	size_t value = named_secret(s, n, colon);
	size_t done = 0, at, length = 0;

	while (
	    done < value && (at = done + secret_by_look(s + done, value - done, &length)) < value) {
		mask_repair(s + done, at - done, out);
		add_masked(m, s + at, length, out);
		done = at + length;
	}
	mask_repair(s + done, value - done, out);
	if (value < n)
		add_masked(m, s + value, n - value, out);
}

void
mask_lines(const struct masker *m, const char *text, size_t n, struct buf *out)
{
	while (n > 0) {
		const char *end = memchr(text, '\n', n);
		size_t length = end != NULL ? (size_t)(end - text) : n;

		mask_string(m, text, length, true, out);
		if (end != NULL) {
			buf_putc(out, '\n');
			length++;
		}
		text += length;
		n -= length;
	}
}

/* ---- JSON ------------------------------------------------------------------------------------ */

#define DEPTH 72

/* What the walk through a JSON text has to remember of where it is. */
struct walk {
	size_t depth;
	bool in_object[DEPTH], free_names[DEPTH]; /* free_names: labels, options: people's names */
	bool secret_next;			  /* the coming value belongs to a secret's name */
	bool value;				  /* a value is to come, not a member's name */
	char name[64];				  /* of the current member */
};

static size_t
string_end(const char *json, size_t n, size_t i)
{
	for (i++; i < n && json[i] != '"'; i++) {
		if (json[i] == '\\')
			i++;
	}
	return i < n ? i : n - 1;
}

static bool
holds_free_names(const char *name)
{
	static const char *const names[] = { "Labels", "Options", "Opts", "Config", "Annotations",
		"DriverOpts", "log-opts" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

static void
walk_string(struct walk *w, const struct masker *m, const char *s, size_t n, struct buf *out)
{
	bool option;

	buf_putc(out, '"');
	if (w->in_object[w->depth] && !w->value) {
		snprintf(w->name, sizeof w->name, "%.*s", (int)(n < 63 ? n : 63), s);
		w->secret_next = w->free_names[w->depth] && mask_name_is_secret(s, n);
		mask_repair(s, n, out);
	} else {
		/* --password in one argument makes the next one secret */
		option = !w->in_object[w->depth] && n > 2 && s[0] == '-' &&
			 memchr(s, '=', n) == NULL && mask_name_is_secret(s, n);
		if (w->secret_next && n > 0 && !option)
			add_masked(m, s, n, out);
		else
			mask_string(m, s, n, false, out);
		w->secret_next = option;
	}
	buf_putc(out, '"');
}

static void
walk_mark(struct walk *w, char c)
{
	bool free_names;

	switch (c) {
	case '{':
	case '[':
		free_names = w->in_object[w->depth] && holds_free_names(w->name);
		if (w->depth + 1 < DEPTH)
			w->depth++;
		w->in_object[w->depth] = c == '{';
		w->free_names[w->depth] = c == '{' && free_names;
		w->value = false;
		w->secret_next = false;
		break;
	case '}':
	case ']':
		if (w->depth > 0)
			w->depth--;
		w->secret_next = false;
		break;
	case ':':
		w->value = true;
		break;
	case ',':
		w->value = false;
		break;
	default:
		break;
	}
}

void
mask_json(const struct masker *m, const char *json, size_t n, struct buf *out)
{
	struct walk w = { .depth = 0 };

	for (size_t i = 0; i < n; i++) {
		if (json[i] == '"') {
			size_t end = string_end(json, n, i);

			walk_string(&w, m, json + i + 1, end - i - 1, out);
			i = end;
		} else {
			walk_mark(&w, json[i]);
			buf_putc(out, json[i]);
		}
	}
}
