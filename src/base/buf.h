/*
 * buf.h: a growing byte buffer with a limit.
 *
 * Appending never fails towards the caller: what would pass the limit sets `failed` and is left
 * out, and the owner looks once, at the end. `data` is always NUL-terminated once something was
 * appended (buf_str() gives "" before).
 */
#ifndef DOCKASSAY_BUF_H
#define DOCKASSAY_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

struct buf {
	char *data;
	size_t len, cap, max;
	bool failed;
};

#define BUF_INIT(limit) { .max = (limit) }

void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
const char *buf_str(const struct buf *b);
void buf_free(struct buf *b); /* gives the memory back; the buffer may be used again */

#endif
