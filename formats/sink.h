/*
 * sink.h: where a writer's bytes go: a stream, or memory. Like a FILE * it keeps its first error
 * (sticky), so that writers need not look at every call; whoever made the sink asks at the end.
 */
#ifndef DOCKASSAY_SINK_H
#define DOCKASSAY_SINK_H

#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"

struct sink {
	FILE *file;        /* exactly one of file and buf is set; neither is owned */
	struct buf *buf;
	int error;         /* errno of the first failure; 0: none */
	size_t written;    /* bytes so far */
	size_t n_pending;
	char pending[16384]; /* small pieces on their way to the file, until sink_error() */
};

void sink_to_file(struct sink *s, FILE *f);
void sink_to_buf(struct sink *s, struct buf *b);

void sink_write(struct sink *s, const void *bytes, size_t n);

/*
 * Room for n bytes, to be written there and told of by sink_used(): for writers of many small pieces. NULL where
 * there is none, after an error for one: then sink_write() takes them as ever.
 */
char *sink_room(struct sink *s, size_t n);
void sink_used(struct sink *s, size_t n);

void sink_puts(struct sink *s, const char *text);      /* our own constant text only */
void sink_printf(struct sink *s, const char *fmt, ...) PRINTF_LIKE(2, 3); /* ditto; < 512 bytes */
int sink_error(struct sink *s);                        /* flushes; errno or 0 */

#endif
