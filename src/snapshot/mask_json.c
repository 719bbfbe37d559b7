/*
 * mask_json.c: takes secrets out of JSON, which stays what it is but for them. It may not know
 * which document it is.
 */
#include "config.h"

#include "mask.h"

#include <ctype.h>
#include <string.h>

#define DEPTH 72
#define STRING_MAX ((size_t)1 << 30)

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
		"Attributes", "DriverOpts", "log-opts" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

/* "addr=x,password=y,nosuid" of a volume: what stands behind the password is none. */
static void
mask_mount_options(const struct masker *m, const char *s, size_t n, struct buf *out)
{
	while (n > 0) {
		const char *comma = memchr(s, ',', n);
		size_t length = comma != NULL ? (size_t)(comma - s) : n;

		mask_string(m, s, length, false, out);
		if (comma != NULL) {
			buf_putc(out, ',');
			length++;
		}
		s += length;
		n -= length;
	}
}

/* Is it sure that a string stays what it is, wherever it stands? */
static bool
is_plain(const char *s, size_t n)
{
	/* 1: not plain; 2: what a secret may look like begins so, see mask_may_begin() */
	static const unsigned char kinds[256] = { [0] = 1,
		['='] = 1,
		[' '] = 1,
		['\\'] = 1,
		['-'] = 2,
		[':'] = 2,
		['A'] = 2,
		['S'] = 2,
		['e'] = 2,
		['g'] = 2,
		['s'] = 2,
		['x'] = 2 };

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 0x80 || kinds[c] == 1 ||
		    (kinds[c] == 2 && i + 1 < n && mask_may_begin(s + i)))
			return false;
	}
	return true;
}

static void
note_name(struct walk *w, const char *s, size_t n)
{
	size_t length = n < sizeof w->name ? n : sizeof w->name - 1;

	memcpy(w->name, s, length);
	w->name[length] = '\0';
	w->secret_next = w->free_names[w->depth] && mask_name_is_secret(s, n);
}

/* True where a string stays what it is, and all that has to be remembered of it is. */
static bool
walk_plain(struct walk *w, const char *s, size_t n)
{
	if (!is_plain(s, n))
		return false;
	if (w->in_object[w->depth] && !w->value) {
		note_name(w, s, n);
		return true;
	}
	return !w->secret_next && (w->in_object[w->depth] || n == 0 || s[0] != '-');
}

/* ---- escapes -------------------------------------------------------------------------------- */

/* Four hexadecimal digits; what else stands there is no JSON, and is some character. */
static unsigned
hex4(const char *s, size_t n)
{
	unsigned v = 0;

	for (size_t i = 0; i < 4 && i < n; i++) {
		char c = (char)tolower((unsigned char)s[i]);

		v = v * 16 + (unsigned)(isdigit((unsigned char)c) ? c - '0' : (c - 'a' + 10) & 15);
	}
	return v;
}

/* What \uXXXX at s says, of a surrogate pair both; how long it is. NUL and halves are no
 * characters. */
static size_t
decode_unicode(const char *s, size_t n, unsigned *cp)
{
	*cp = hex4(s + 2, n - 2);
	if (*cp >= 0xd800 && *cp < 0xdc00 && n >= 12 && s[6] == '\\' && s[7] == 'u') {
		unsigned low = hex4(s + 8, n - 8);

		if (low >= 0xdc00 && low < 0xe000) {
			*cp = 0x10000 + ((*cp - 0xd800) << 10) + (low - 0xdc00);
			return 12;
		}
	}
	if (*cp == 0 || (*cp >= 0xd800 && *cp < 0xe000))
		*cp = 0xfffd;
	return 6;
}

static void
put_character(struct buf *out, unsigned cp)
{
	if (cp < 0x80) {
		buf_putc(out, (char)cp);
		return;
	}
	if (cp < 0x800) {
		buf_putc(out, (char)(0xc0 | cp >> 6));
	} else if (cp < 0x10000) {
		buf_putc(out, (char)(0xe0 | cp >> 12));
		buf_putc(out, (char)(0x80 | (cp >> 6 & 0x3f)));
	} else {
		buf_putc(out, (char)(0xf0 | cp >> 18));
		buf_putc(out, (char)(0x80 | (cp >> 12 & 0x3f)));
		buf_putc(out, (char)(0x80 | (cp >> 6 & 0x3f)));
	}
	buf_putc(out, (char)(0x80 | (cp & 0x3f)));
}

/* The text that a JSON string stands for. */
static void
decode_string(const char *s, size_t n, struct buf *out)
{
	static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";

	for (size_t i = 0; i < n;) {
		const char *escape = memchr(s + i, '\\', n - i), *letter;
		size_t plain = escape != NULL ? (size_t)(escape - s) - i : n - i;
		unsigned cp;

		buf_add(out, s + i, plain);
		i += plain;
		if (i + 1 >= n)
			return;
		if (s[i + 1] == 'u' && n - i >= 6) {
			i += decode_unicode(s + i, n - i, &cp);
			put_character(out, cp);
			continue;
		}
		letter = strchr(letters, s[i + 1]);
		buf_putc(
		    out, letter != NULL && *letter != '\0' ? meant[letter - letters] : s[i + 1]);
		i += 2;
	}
}

static void
encode_string(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '"' || c == '\\')
			buf_putc(out, '\\');
		if (c < 0x20)
			buf_printf(out, "\\u%04x", c);
		else
			buf_putc(out, s[i]);
	}
}

/* ---- strings of the walk -------------------------------------------------------------------- */

/* A member's value or an element, as text; what is left of it goes to `out`. */
static void
walk_text(struct walk *w, const struct masker *m, const char *s, size_t n, struct buf *out)
{
	/* --password in one argument makes the next one secret */
	bool option = !w->in_object[w->depth] && n > 2 && s[0] == '-' &&
		      memchr(s, '=', n) == NULL && mask_name_is_secret(s, n);

	if (w->secret_next && !option && !mask_is_placeholder(s, n))
		mask_value(m, s, n, out);
	else if (w->free_names[w->depth] && strcmp(w->name, "o") == 0)
		mask_mount_options(m, s, n, out);
	else
		mask_string(m, s, n, false, out);
	w->secret_next = option;
}

/* Secrets are looked for in what a string says, and not in how it is written: "\u0041KIA..." */
static void
walk_escaped(struct walk *w, const struct masker *m, const char *s, size_t n, struct buf *out)
{
	struct buf said = BUF_INIT(STRING_MAX), masked = BUF_INIT(STRING_MAX);

	decode_string(s, n, &said);
	if (w->in_object[w->depth] && !w->value)
		note_name(w, buf_str(&said), said.len);
	else
		walk_text(w, m, buf_str(&said), said.len, &masked);
	if (masked.len == 0 ||
	    (masked.len == said.len && memcmp(masked.data, said.data, said.len) == 0))
		mask_repair(s, n, out);
	else
		encode_string(masked.data, masked.len, out);
	buf_free(&said);
	buf_free(&masked);
}

static void
walk_string(struct walk *w, const struct masker *m, const char *s, size_t n, struct buf *out)
{
	buf_putc(out, '"');
	if (memchr(s, '\\', n) != NULL) {
		walk_escaped(w, m, s, n, out);
	} else if (w->in_object[w->depth] && !w->value) {
		note_name(w, s, n);
		mask_repair(s, n, out);
	} else {
		walk_text(w, m, s, n, out);
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
	size_t done = 0; /* so much is in `out`; what is behind it and before i stays as it is */

	for (size_t i = 0; i < n; i++) {
		size_t end;

		if (json[i] != '"') {
			walk_mark(&w, json[i]);
			continue;
		}
		end = string_end(json, n, i);
		if (!walk_plain(&w, json + i + 1, end - i - 1)) {
			buf_add(out, json + done, i - done);
			walk_string(&w, m, json + i + 1, end - i - 1, out);
			done = end + 1;
		}
		i = end;
	}
	if (done < n)
		buf_add(out, json + done, n - done);
}
