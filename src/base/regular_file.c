/*
 * regular_file.c: reads whole regular files, up to a limit. It may not look into them.
 */
#include "config.h"

#include "regular_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"

static char *
read_whole(int fd, size_t max, size_t *len)
{
	struct buf b = BUF_INIT(max);
	char chunk[16384];
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) != 0)
		return NULL;
	if (!S_ISREG(st.st_mode)) {
		errno = EINVAL;
		return NULL;
	}
	while ((n = read(fd, chunk, sizeof chunk)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n > 0)
			buf_add(&b, chunk, (size_t)n);
		if (n < 0 || b.failed) {
			int error = n < 0 ? errno : EFBIG;

			buf_free(&b);
			errno = error;
			return NULL;
		}
	}
	*len = b.len;
	return b.data != NULL ? b.data : xstrdup("");
}

char *
regular_file_read_fd(int fd, size_t max, size_t *len)
{
	char *text = fd >= 0 ? read_whole(fd, max, len) : NULL;
	int error = errno;

	if (fd >= 0)
		close(fd);
	errno = error;
	return text;
}

char *
regular_file_read(const char *path, size_t max, size_t *len)
{
	return regular_file_read_fd(
	    open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC), max, len);
}

const char *
regular_file_problem(int error)
{
	return error == EINVAL	? "it is no regular file"
	       : error == EFBIG ? "it is too large"
				: strerror(error);
}
