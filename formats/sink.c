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
	s->file = f;
	s->buf = NULL;
	s->error = 0;
	s->written = s->n_pending = 0;
}

void
sink_to_buf(struct sink *s, struct buf *b)
{
	s->file = NULL;
	s->buf = b;
	s->error = 0;
	s->written = s->n_pending = 0;
}

static void
to_file(struct sink *s, const void *bytes, size_t n)
{
	errno = 0;
	if (s->error == 0 && n > 0 && fwrite(bytes, 1, n, s->file) != n)
		s->error = errno != 0 ? errno : EIO;
}

static void
flush(struct sink *s)
{
	to_file(s, s->pending, s->n_pending);
	s->n_pending = 0;
}

void
sink_write(struct sink *s, const void *bytes, size_t n)
{
	if (s->error != 0 || n == 0)
		return;
	s->written += n;
	if (s->buf != NULL) {
		buf_add(s->buf, bytes, n);
		if (s->buf->failed)
			s->error = EFBIG;
		return;
	}
	if (n > sizeof s->pending - s->n_pending)
		flush(s);
	if (n > sizeof s->pending) {
		to_file(s, bytes, n);
	} else {
		memcpy(s->pending + s->n_pending, bytes, n);
		s->n_pending += n;
	}
}

char *
sink_room(struct sink *s, size_t n)
{
	if (s->file == NULL || s->error != 0 || n > sizeof s->pending)
		return NULL;
	if (n > sizeof s->pending - s->n_pending)
		flush(s);
	return s->pending + s->n_pending;
}

void
sink_used(struct sink *s, size_t n)
{
	s->written += n;
	s->n_pending += n;
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
	if (s->file != NULL)
		flush(s);
	if (s->error == 0 && s->file != NULL && fflush(s->file) != 0)
		s->error = errno;
	return s->error;
}
