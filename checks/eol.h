/*
 * eol.h: until when branches of engines, kernels, distributions and language images get fixes.
 *
 * Facts with their source, as of EOL_AS_OF. To extend: one row in eol.c, and the date below. A
 * branch ends for its users when the free security support does; paid extensions do not count.
 */
#ifndef DOCKASSAY_EOL_H
#define DOCKASSAY_EOL_H

#include <stddef.h>

#define EOL_AS_OF "2026-11-24"

struct eol {
	/*
	 * "docker-engine", "containerd", "runc", "linux"; a distribution's ID in os-release ("debian",
	 * "ubuntu", "alpine", "amzn" ...); or a language image's name ("node", "python", "php", "ruby").
	 */
	const char *product;
	const char *branch;  /* leading parts of the version: "20.10", "12", "3.18" */
	const char *name;    /* code name that tags use: "bookworm"; "" for none */
	const char *ends;    /* last day, YYYY-MM-DD; "" where none is announced */
	const char *source;
};

/* The branch that a version, or a code name, belongs to. NULL: not in the table. */
const struct eol *eol_find(const char *product, const char *version);

/* Is the product in the table at all? */
int eol_knows(const char *product);

#endif
