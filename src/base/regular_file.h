/*
 * regular_file.h: reads a file whose name came from somewhere else. What is no regular file is not
 * waited for, nor read: a FIFO could block, a device could act.
 */
#ifndef DOCKASSAY_REGULAR_FILE_H
#define DOCKASSAY_REGULAR_FILE_H

#include <stddef.h>

/*
 * At most max bytes, NUL-terminated; the caller frees. NULL with errno: EINVAL for what is no
 * regular file, EFBIG for what is larger.
 */
char *regular_file_read(const char *path, size_t max, size_t *len);

/* The same of an open file, which is closed; -1: errno tells why there is none. */
char *regular_file_read_fd(int fd, size_t max, size_t *len);

/* What such an errno means, for a person. */
const char *regular_file_problem(int error);

#endif
