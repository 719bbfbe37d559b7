/*
 * container.c: looks for the traces that container runtimes leave in what they start. It may not
 * look beyond its own process.
 */
#include "config.h"

#include "container.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/regular_file.h"

#define MOUNTINFO_MAX ((size_t)4 << 20)

/* "/var/lib/docker/containers/64 hex/hostname": files that engines make for one container. */
static bool
is_of_container(const char *root)
{
	size_t run = 0;

	for (const char *p = root; *p != '\0'; p++) {
		run = isxdigit((unsigned char)*p) ? run + 1 : 0;
		if (run == 64 && p[1] == '/')
			return true;
	}
	return strstr(root, "/pods/") != NULL; /* a kubelet's */
}

static bool
is_mounted_by_engines(const char *at)
{
	return strcmp(at, "/etc/hostname") == 0 || strcmp(at, "/etc/hosts") == 0 ||
	       strcmp(at, "/etc/resolv.conf") == 0;
}

bool
container_in_mounts(const char *mountinfo, bool marked)
{
	bool found = false;

	for (const char *line = mountinfo; !found && *line != '\0';) {
		size_t n = strcspn(line, "\n");
		char root[4097], at[4097], type[64];

		/* id, parent, device, root within the file system, where, options, optional fields
		 */
		if (sscanf(line, "%*s %*s %*s %4096s %4096s", root, at) == 2) {
			const char *rest = memmem(line, n, " - ", 3);
			bool is_root = strcmp(at, "/") == 0;

			if (rest == NULL || sscanf(rest, " - %63s", type) != 1)
				type[0] = '\0';
			found = (is_mounted_by_engines(at) && is_of_container(root)) ||
				(is_root && marked &&
				    (strstr(type, "overlay") != NULL || strcmp(root, "/") != 0));
		}
		line += n + (line[n] == '\n');
	}
	return found;
}

bool
container_is_around_us(void)
{
	size_t len;
	char *mountinfo = regular_file_read("/proc/self/mountinfo", MOUNTINFO_MAX, &len);
	bool marked = access("/.dockerenv", F_OK) == 0 || access("/run/.containerenv", F_OK) == 0;
	bool is = mountinfo != NULL ? container_in_mounts(mountinfo, marked) : marked;

	free(mountinfo);
	return is;
}
