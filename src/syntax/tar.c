/*
 * tar.c: reads as much of the tar format as the engine's archives of single files need.
 */
#include "config.h"

#include "tar.h"

#include <stdbool.h>
#include <string.h>

#define BLOCK 512
#define SIZE_AT 124
#define SIZE_LEN 12
#define TYPE_AT 156
#define LINK_AT 157
#define LINK_LEN 100

/* False: not a number, or larger than `max`. */
static bool
octal(const char *field, size_t n, size_t max, size_t *v)
{
	size_t i = strspn(field, " ") < n ? strspn(field, " ") : n;

	for (*v = 0; i < n && field[i] >= '0' && field[i] <= '7'; i++) {
		*v = *v * 8 + (size_t)(field[i] - '0');
		if (*v > max)
			return false;
	}
	return i == n || field[i] == '\0' || field[i] == ' ';
}

enum tar_first
tar_first(struct arena *a, const char *tar, size_t len, const char **text)
{
	size_t at = 0, size;

	*text = "the archive has no file in it";
	while (len - at >= BLOCK && tar[at] != '\0') {
		const char *header = tar + at;

		at += BLOCK;
		if (!octal(header + SIZE_AT, SIZE_LEN, len - at, &size)) {
			*text = "the archive is cut off, or is none";
			return TAR_BAD;
		}
		switch (header[TYPE_AT]) {
		case '2':
			*text = arena_strndup(a, header + LINK_AT, LINK_LEN);
			return TAR_LINK;
		case '0':
		case '\0':
			*text = arena_strndup(a, tar + at, size);
			return TAR_FILE;
		case 'x':
		case 'g':
		case 'L':
		case 'K':
			break;
		default:
			*text = "it is no regular file";
			return TAR_BAD;
		}
		size = (size + BLOCK - 1) / BLOCK * BLOCK;
		if (size > len - at)
			break;
		at += size;
	}
	return TAR_BAD;
}
