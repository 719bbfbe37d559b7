/*
 * version.h: version numbers of engines, kernels and distributions, compared as their makers count.
 *
 * "v1.7.27", "1.0.0-rc95", "1.0.0~rc93+ds1-5+deb11u5", "20.10.24+dfsg1", "6.1.0-28-amd64" and
 * "28.5.2" are read: numbers separated by dots, then perhaps a pre-release (alpha, beta, rc), then
 * perhaps what a distribution or a vendor added. A pre-release is older than its release.
 */
#ifndef DOCKASSAY_VERSION_H
#define DOCKASSAY_VERSION_H

#include <stdbool.h>

#define VERSION_PARTS 4

struct version {
	long part[VERSION_PARTS]; /* 0 where there is none */
	int n;                    /* how many there were */
	int stage;                /* 0 alpha, 1 beta, 2 release candidate, 3 release */
	long stage_number;        /* of the pre-release: 95 in rc95 */
	const char *added;        /* what follows, within the text: "+dfsg1"; "" for none */
};

/* False: the text does not begin with a version. The text has to outlive the version. */
bool version_parse(struct version *v, const char *text);

/* < 0, 0, > 0: as strcmp(). What a distribution added does not count. */
int version_compare(const struct version *a, const struct version *b);
int version_compare_text(const char *a, const char *b); /* texts that are known to be versions */

#endif
