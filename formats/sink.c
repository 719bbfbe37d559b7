/*
 * sink.c: takes writers' bytes to a stream or a buffer. It may not look at them.
 */
#include "config.h"

#include "sink.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

void
sink_to_file(struct sink *s, FILE *f)
{
	*s = (struct sink){ .file = f };
}

void
sink_to_buf(struct sink *s, struct buf *b)
{
	*s = (struct sink){ .buf = b };
}

void
sink_write(struct sink *s, const void *bytes, size_t n)
{
	if (s->error != 0 || n == 0)
		return;
	if (s->buf != NULL) {
		buf_add(s->buf, bytes, n);
		if (s->buf->failed)
			s->error = EFBIG;
	} else if (fwrite(bytes, 1, n, s->file) != n) {
		s->error = errno != 0 ? errno : EIO;
	}
}

void
sink_puts(struct sink *s, const char *text)
{
	sink_write(s, text, strlen(text));
}

/* For numbers and our own short texts: foreign text goes through a format's escaping. */
void
sink_printf(struct sink *s, const char *fmt, ...)
{
	char text[512];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < sizeof text)
		sink_write(s, text, (size_t)n);
	else if (s->error == 0)
		s->error = EOVERFLOW;
}

int
sink_error(struct sink *s)
{
	if (s->error == 0 && s->file != NULL && fflush(s->file) != 0)
		s->error = errno;
	return s->error;
}
