/*
 * markdown_text.c: escapes for Markdown. It may not know what it escapes.
 */
#include "config.h"

#include "markdown_text.h"

void
markdown_cell(struct buf *b, const char *text)
{
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
		case '@':
			buf_puts(b, "&#64;");
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
		case '#':
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
