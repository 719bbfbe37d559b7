/*
 * markdown_text.c: escapes for Markdown. It may not know what it escapes.
 */
#include "config.h"

#include "markdown_text.h"

#include <ctype.h>
#include <strings.h>

void
markdown_cell(struct buf *b, const char *text)
{
	const char *start = text;

	for (; *text != '\0'; text++) {
		switch (*text) {
		case '\n':
			buf_puts(b, "<br>");
			break;
		case '<':
			buf_puts(b, "&lt;");
			break;
		case '>':
			buf_puts(b, "&gt;");
			break;
		case '&':
			buf_puts(b, "&amp;");
			break;
		case '@': /* GitHub looks for names and numbers after it has replaced entities */
		case '#':
			buf_printf(
			    b, isalnum((unsigned char)text[1]) ? "\\%c<!-- -->" : "\\%c", *text);
			break;
		case '.': /* "www.example.com" */
			buf_puts(b, text - start >= 3 && strncasecmp(text - 3, "www", 3) == 0
					? "&#46;"
					: ".");
			break;
		case ':': /* "http://" and ":emoji:" */
			buf_puts(b, "&#58;");
			break;
		case '\\':
		case '`':
		case '*':
		case '_':
		case '[':
		case ']':
		case '|':
		case '~':
		case '!':
		case '$':
			buf_printf(b, "\\%c", *text);
			break;
		default:
			buf_putc(b, *text);
		}
	}
}
