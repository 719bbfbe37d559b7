/*
 * text.c: makes foreign text safe to show. It may not know any output format's escaping.
 */
#include "config.h"

#include "text.h"

#include <string.h>

#define REPLACEMENT 0xfffdu

/* Length by the lead byte, and the smallest code point that needs that length. */
static size_t
sequence_length(unsigned char lead, unsigned *bits, unsigned *least)
{
	if (lead >= 0xc2 && lead <= 0xdf) {
		*bits = lead & 0x1fu;
		*least = 0x80;
		return 2;
	}
	if (lead >= 0xe0 && lead <= 0xef) {
		*bits = lead & 0x0fu;
		*least = 0x800;
		return 3;
	}
	if (lead >= 0xf0 && lead <= 0xf4) {
		*bits = lead & 0x07u;
		*least = 0x10000;
		return 4;
	}
	return 0;
}

size_t
utf8_decode(const char *s, size_t n, unsigned *cp)
{
	unsigned char lead = (unsigned char)s[0];
	unsigned value = 0, least = 0;
	size_t length;

	if (lead < 0x80) {
		*cp = lead;
		return 1;
	}
	*cp = REPLACEMENT;
	length = sequence_length(lead, &value, &least);
	if (length == 0 || length > n)
		return 1;
	for (size_t i = 1; i < length; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c & 0xc0u) != 0x80u)
			return 1;
		value = value << 6 | (c & 0x3fu);
	}
	if (value < least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return 1;
	*cp = value;
	return length;
}

/* Would a person, or XML, see something else than what is there? */
static bool
must_be_shown(unsigned cp)
{
	if (cp < 0x20)
		return cp != '\n' && cp != '\t';
	return (cp >= 0x7f && cp <= 0x9f) ||	 /* DEL and C1 */
	       cp == 0xad || cp == 0x61c ||	 /* soft hyphen, Arabic letter mark */
	       (cp >= 0x200b && cp <= 0x200f) || /* zero width, left-to-right marks */
	       (cp >= 0x2028 && cp <= 0x202e) || /* separators, embeddings, overrides */
	       (cp >= 0x2060 && cp <= 0x206f) || /* invisible operators, isolates */
	       cp == 0xfeff || (cp >= 0xfff9 && cp <= 0xfffb) || (cp >= 0xfdd0 && cp <= 0xfdef) ||
	       (cp & 0xfffeu) == 0xfffeu ||	 /* non-characters */
	       (cp >= 0xe0000 && cp <= 0xe007f); /* tags */
}

/*
 * Build servers look for commands in what a program prints: GitHub for "::name", which may follow
 * blanks, at the beginning of a line, and for "##[name" anywhere, as others do. A writer may wrap a
 * text at any blank, so that each may become a line's beginning.
 */
static bool
is_command(const char *s, size_t at)
{
	static const char *const marks[] = { "##[", "##vso[", "##teamcity[" };
	static const char name[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
	unsigned char before = at > 0 ? (unsigned char)s[at - 1] : ' ';

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		if (strncmp(s + at, marks[i], strlen(marks[i])) == 0)
			return true;
	}
	if (strncmp(s + at, "::", 2) != 0 || (before > ' ' && before < 0x7f))
		return false;
	/* "::1" and "::ffff:10.0.0.1" are addresses; no command's name is hexadecimal. */
	return strspn(s + at + 2, "0123456789abcdefABCDEF") < strspn(s + at + 2, name);
}

/* Printable ASCII, without what a command begins with: nearly every text is that. */
bool
text_is_clean(const char *s, size_t n)
{
	unsigned char before = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c < 0x20 && c != '\n' && c != '\t') || c >= 0x7f ||
		    (c == before && (c == ':' || c == '#')))
			return false;
		before = c;
	}
	return true;
}

void
text_clean(struct buf *out, const char *s, size_t max_bytes)
{
	size_t n = strlen(s), end = n > max_bytes ? max_bytes : n, i = 0;

	while (i < end) {
		unsigned cp;
		size_t length = utf8_decode(s + i, n - i, &cp);

		if (cp == REPLACEMENT)
			buf_puts(out, "\xef\xbf\xbd");
		else if (must_be_shown(cp) || is_command(s, i))
			buf_printf(out, "\\u{%x}", cp);
		else
			buf_add(out, s + i, length);
		i += length;
	}
	if (i < n)
		buf_puts(out, "\xe2\x80\xa6");
}

int
text_compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
text_print(FILE *f, const char *s)
{
	struct buf clean = BUF_INIT((size_t)1 << 16);

	text_clean(&clean, s, 4096);
	for (const char *p = buf_str(&clean); *p != '\0'; p++)
		putc(*p == '\n' || *p == '\t' ? ' ' : *p, f);
	buf_free(&clean);
}

void
text_tell(const char *message)
{
	fputs(PACKAGE_NAME ": ", stderr);
	text_print(stderr, message);
	fputs("\n", stderr);
}
