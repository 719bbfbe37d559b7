/*
 * eol.c: the table of eol.h. Data, and a look-up.
 */
#include "config.h"

#include "eol.h"

#include <stdbool.h>
#include <string.h>

/* clang-format off */
static const struct eol table[] = {
	{ "docker-engine", "17.06", "", "2017-09-29", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "17.09", "", "2017-11-17", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "17.12", "", "2018-02-10", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "18.03", "", "2018-05-10", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "18.06", "", "2018-12-08", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "18.09", "", "2019-08-22", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "19.03", "", "2021-01-08", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "20.10", "", "2023-12-10", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "23.0", "", "2025-05-19", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "24.0", "", "2024-06-08", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "25.0", "", "2026-12-04", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "26.0", "", "2024-06-08", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "26.1", "", "2025-02-17", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "27", "", "2025-05-03", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "28", "", "2025-11-10", "moby project/BRANCHES-AND-TAGS.md" },
	{ "docker-engine", "29", "", "", "moby project/BRANCHES-AND-TAGS.md" },
	{ "containerd", "1.2", "", "2020-10-15", "containerd RELEASES.md" },
	{ "containerd", "1.3", "", "2021-03-04", "containerd RELEASES.md" },
	{ "containerd", "1.4", "", "2022-03-03", "containerd RELEASES.md" },
	{ "containerd", "1.5", "", "2023-02-28", "containerd RELEASES.md" },
	{ "containerd", "1.6", "", "2025-07-23", "containerd RELEASES.md" },
	{ "containerd", "1.7", "", "2026-03-10", "containerd RELEASES.md" },
	{ "containerd", "2.0", "", "2025-11-07", "containerd RELEASES.md" },
	{ "containerd", "2.1", "", "2026-05-05", "containerd RELEASES.md" },
	{ "containerd", "2.2", "", "2026-11-06", "containerd RELEASES.md" },
	{ "containerd", "2.3", "", "", "containerd RELEASES.md" },
	{ "runc", "1.0", "", "2021-12-31", "runc RELEASES.md: the newest three minor releases" },
	{ "runc", "1.1", "", "2024-10-22", "runc RELEASES.md: the newest three minor releases" },
	{ "runc", "1.2", "", "2026-04-30", "runc RELEASES.md: the newest three minor releases" },
	{ "runc", "1.3", "", "", "runc RELEASES.md: the newest three minor releases" },
	{ "runc", "1.4", "", "", "runc RELEASES.md: the newest three minor releases" },
	{ "runc", "1.5", "", "", "runc RELEASES.md: the newest three minor releases" },
	{ "linux", "4.4", "", "2022-02-03", "kernel.org releases page" },
	{ "linux", "4.9", "", "2023-01-07", "kernel.org releases page" },
	{ "linux", "4.14", "", "2024-01-10", "kernel.org releases page" },
	{ "linux", "4.19", "", "2024-12-05", "kernel.org releases page" },
	{ "linux", "5.4", "", "2025-12-03", "kernel.org releases page" },
	{ "linux", "5.10", "", "2026-12-31", "kernel.org releases page" },
	{ "linux", "5.15", "", "2026-12-31", "kernel.org releases page" },
	{ "linux", "6.1", "", "2027-12-31", "kernel.org releases page" },
	{ "linux", "6.6", "", "2027-12-31", "kernel.org releases page" },
	{ "linux", "6.12", "", "2028-12-31", "kernel.org releases page" },
	{ "linux", "6.18", "", "2028-12-31", "kernel.org releases page" },
	{ "debian", "7", "wheezy", "2018-05-31", "Debian wiki: LTS" },
	{ "debian", "8", "jessie", "2020-06-30", "Debian wiki: LTS" },
	{ "debian", "9", "stretch", "2022-06-30", "Debian wiki: LTS" },
	{ "debian", "10", "buster", "2024-06-30", "Debian wiki: LTS" },
	{ "debian", "11", "bullseye", "2026-08-31", "Debian wiki: LTS" },
	{ "debian", "12", "bookworm", "2028-06-30", "Debian wiki: LTS" },
	{ "debian", "13", "trixie", "2030-06-30", "Debian wiki: LTS" },
	{ "ubuntu", "14.04", "trusty", "2019-04-25", "Ubuntu wiki: Releases" },
	{ "ubuntu", "16.04", "xenial", "2021-04-30", "Ubuntu wiki: Releases" },
	{ "ubuntu", "18.04", "bionic", "2023-05-31", "Ubuntu wiki: Releases" },
	{ "ubuntu", "20.04", "focal", "2025-05-31", "Ubuntu wiki: Releases" },
	{ "ubuntu", "20.10", "groovy", "2021-07-22", "Ubuntu wiki: Releases" },
	{ "ubuntu", "21.04", "hirsute", "2022-01-20", "Ubuntu wiki: Releases" },
	{ "ubuntu", "21.10", "impish", "2022-07-14", "Ubuntu wiki: Releases" },
	{ "ubuntu", "22.04", "jammy", "2027-04-01", "Ubuntu wiki: Releases" },
	{ "ubuntu", "22.10", "kinetic", "2023-07-20", "Ubuntu wiki: Releases" },
	{ "ubuntu", "23.04", "lunar", "2024-01-25", "Ubuntu wiki: Releases" },
	{ "ubuntu", "23.10", "mantic", "2024-07-11", "Ubuntu wiki: Releases" },
	{ "ubuntu", "24.04", "noble", "2029-05-31", "Ubuntu wiki: Releases" },
	{ "ubuntu", "24.10", "oracular", "2025-07-10", "Ubuntu wiki: Releases" },
	{ "ubuntu", "25.04", "plucky", "2026-01-17", "Ubuntu wiki: Releases" },
	{ "ubuntu", "25.10", "questing", "2026-07-01", "Ubuntu wiki: Releases" },
	{ "ubuntu", "26.04", "resolute", "2031-04-30", "Ubuntu wiki: Releases" },
	{ "alpine", "3.9", "", "2020-11-01", "alpinelinux.org releases page" },
	{ "alpine", "3.10", "", "2021-05-01", "alpinelinux.org releases page" },
	{ "alpine", "3.11", "", "2021-11-01", "alpinelinux.org releases page" },
	{ "alpine", "3.12", "", "2022-05-01", "alpinelinux.org releases page" },
	{ "alpine", "3.13", "", "2022-11-01", "alpinelinux.org releases page" },
	{ "alpine", "3.14", "", "2023-05-01", "alpinelinux.org releases page" },
	{ "alpine", "3.15", "", "2023-11-01", "alpinelinux.org releases page" },
	{ "alpine", "3.16", "", "2024-05-23", "alpinelinux.org releases page" },
	{ "alpine", "3.17", "", "2024-11-22", "alpinelinux.org releases page" },
	{ "alpine", "3.18", "", "2025-05-09", "alpinelinux.org releases page" },
	{ "alpine", "3.19", "", "2025-11-01", "alpinelinux.org releases page" },
	{ "alpine", "3.20", "", "2026-04-01", "alpinelinux.org releases page" },
	{ "alpine", "3.21", "", "2026-11-01", "alpinelinux.org releases page" },
	{ "alpine", "3.22", "", "2027-05-01", "alpinelinux.org releases page" },
	{ "alpine", "3.23", "", "2027-11-01", "alpinelinux.org releases page" },
	{ "centos", "5", "", "2017-03-31", "CentOS product dates" },
	{ "centos", "6", "", "2020-11-30", "CentOS product dates" },
	{ "centos", "7", "", "2024-06-30", "CentOS product dates" },
	{ "centos", "8", "", "2021-12-31", "CentOS product dates" },
	{ "centos", "9", "", "2027-05-31", "CentOS product dates" },
	{ "centos", "10", "", "2030-01-01", "CentOS product dates" },
	{ "rocky", "8", "", "2029-05-31", "Rocky Linux version guide" },
	{ "rocky", "9", "", "2032-05-31", "Rocky Linux version guide" },
	{ "rocky", "10", "", "2035-05-31", "Rocky Linux version guide" },
	{ "almalinux", "8", "", "2029-05-31", "AlmaLinux release notes" },
	{ "almalinux", "9", "", "2032-05-31", "AlmaLinux release notes" },
	{ "almalinux", "10", "", "2035-05-31", "AlmaLinux release notes" },
	{ "rhel", "6", "", "2020-11-30", "Red Hat life cycle policy" },
	{ "rhel", "7", "", "2024-06-30", "Red Hat life cycle policy" },
	{ "rhel", "8", "", "2029-05-31", "Red Hat life cycle policy" },
	{ "rhel", "9", "", "2032-05-31", "Red Hat life cycle policy" },
	{ "rhel", "10", "", "2035-05-31", "Red Hat life cycle policy" },
	{ "ol", "6", "", "2021-03-31", "Oracle lifetime support policy" },
	{ "ol", "7", "", "2024-12-31", "Oracle lifetime support policy" },
	{ "ol", "8", "", "2029-07-31", "Oracle lifetime support policy" },
	{ "ol", "9", "", "2032-06-30", "Oracle lifetime support policy" },
	{ "ol", "10", "", "2035-06-30", "Oracle lifetime support policy" },
	{ "amzn", "2018", "", "2023-12-31", "Amazon Linux FAQs" },
	{ "amzn", "2", "", "2026-06-30", "Amazon Linux FAQs" },
	{ "amzn", "2023", "", "2029-06-30", "Amazon Linux FAQs" },
	{ "fedora", "35", "", "2022-12-13", "Fedora release schedule" },
	{ "fedora", "36", "", "2023-05-16", "Fedora release schedule" },
	{ "fedora", "37", "", "2023-12-05", "Fedora release schedule" },
	{ "fedora", "38", "", "2024-05-21", "Fedora release schedule" },
	{ "fedora", "39", "", "2024-11-26", "Fedora release schedule" },
	{ "fedora", "40", "", "2025-05-13", "Fedora release schedule" },
	{ "fedora", "41", "", "2025-12-15", "Fedora release schedule" },
	{ "fedora", "42", "", "2026-05-13", "Fedora release schedule" },
	{ "fedora", "43", "", "2026-12-09", "Fedora release schedule" },
	{ "fedora", "44", "", "", "Fedora release schedule" },
	{ "opensuse-leap", "15.2", "", "2022-01-04", "openSUSE lifetime" },
	{ "opensuse-leap", "15.3", "", "2022-12-31", "openSUSE lifetime" },
	{ "opensuse-leap", "15.4", "", "2023-12-07", "openSUSE lifetime" },
	{ "opensuse-leap", "15.5", "", "2024-12-31", "openSUSE lifetime" },
	{ "opensuse-leap", "15.6", "", "2026-04-30", "openSUSE lifetime" },
	{ "opensuse-leap", "16.0", "", "2027-10-31", "openSUSE lifetime" },
	{ "sles", "12", "", "2024-10-31", "SUSE product lifecycle" },
	{ "sles", "15.3", "", "2022-12-31", "SUSE product lifecycle" },
	{ "sles", "15.4", "", "2023-12-31", "SUSE product lifecycle" },
	{ "sles", "15.5", "", "2024-12-31", "SUSE product lifecycle" },
	{ "sles", "15.6", "", "2025-12-31", "SUSE product lifecycle" },
	{ "sles", "15.7", "", "2031-07-31", "SUSE product lifecycle" },
	{ "sles", "16", "", "", "SUSE product lifecycle" },
	{ "node", "10", "", "2021-04-30", "nodejs/Release schedule" },
	{ "node", "12", "", "2022-04-30", "nodejs/Release schedule" },
	{ "node", "14", "", "2023-04-30", "nodejs/Release schedule" },
	{ "node", "16", "", "2023-09-11", "nodejs/Release schedule" },
	{ "node", "17", "", "2022-06-01", "nodejs/Release schedule" },
	{ "node", "18", "", "2025-04-30", "nodejs/Release schedule" },
	{ "node", "19", "", "2023-06-01", "nodejs/Release schedule" },
	{ "node", "20", "", "2026-04-30", "nodejs/Release schedule" },
	{ "node", "21", "", "2024-06-01", "nodejs/Release schedule" },
	{ "node", "22", "", "2027-04-30", "nodejs/Release schedule" },
	{ "node", "23", "", "2025-06-01", "nodejs/Release schedule" },
	{ "node", "24", "", "2028-04-30", "nodejs/Release schedule" },
	{ "node", "25", "", "2026-06-01", "nodejs/Release schedule" },
	{ "python", "2", "", "2020-01-01", "Python developer's guide: versions" },
	{ "python", "3.5", "", "2020-09-30", "Python developer's guide: versions" },
	{ "python", "3.6", "", "2021-12-23", "Python developer's guide: versions" },
	{ "python", "3.7", "", "2023-06-27", "Python developer's guide: versions" },
	{ "python", "3.8", "", "2024-10-07", "Python developer's guide: versions" },
	{ "python", "3.9", "", "2025-10-31", "Python developer's guide: versions" },
	{ "python", "3.10", "", "2026-10-31", "Python developer's guide: versions" },
	{ "python", "3.11", "", "2027-10-31", "Python developer's guide: versions" },
	{ "python", "3.12", "", "2028-10-31", "Python developer's guide: versions" },
	{ "python", "3.13", "", "2029-10-31", "Python developer's guide: versions" },
	{ "python", "3.14", "", "2030-10-31", "Python developer's guide: versions" },
	{ "php", "5", "", "2018-12-31", "php.net supported versions" },
	{ "php", "7.0", "", "2019-01-10", "php.net supported versions" },
	{ "php", "7.1", "", "2019-12-01", "php.net supported versions" },
	{ "php", "7.2", "", "2020-11-30", "php.net supported versions" },
	{ "php", "7.3", "", "2021-12-06", "php.net supported versions" },
	{ "php", "7.4", "", "2022-11-28", "php.net supported versions" },
	{ "php", "8.0", "", "2023-11-26", "php.net supported versions" },
	{ "php", "8.1", "", "2025-12-31", "php.net supported versions" },
	{ "php", "8.2", "", "2026-12-31", "php.net supported versions" },
	{ "php", "8.3", "", "2027-12-31", "php.net supported versions" },
	{ "php", "8.4", "", "2028-12-31", "php.net supported versions" },
	{ "php", "8.5", "", "2029-12-31", "php.net supported versions" },
	{ "ruby", "2", "", "2023-03-31", "ruby-lang.org branches" },
	{ "ruby", "3.0", "", "2024-04-23", "ruby-lang.org branches" },
	{ "ruby", "3.1", "", "2025-03-26", "ruby-lang.org branches" },
	{ "ruby", "3.2", "", "2026-03-31", "ruby-lang.org branches" },
	{ "ruby", "3.3", "", "2027-03-31", "ruby-lang.org branches" },
	{ "ruby", "3.4", "", "2028-03-31", "ruby-lang.org branches" },
};
/* clang-format on */

#define ROWS (sizeof table / sizeof table[0])

/* "20.10" is the branch of "20.10", "20.10.24+dfsg1" and "20.10-rc1", not of "20.100". */
static bool
begins(const char *version, const char *branch)
{
	size_t n = strlen(branch);

	return strncmp(version, branch, n) == 0 && (version[n] < '0' || version[n] > '9');
}

const struct eol *
eol_find(const char *product, const char *version)
{
	const struct eol *best = NULL;

	if (version[0] == 'v')
		version++;
	for (size_t i = 0; i < ROWS; i++) {
		const struct eol *e = &table[i];

		if (strcmp(e->product, product) != 0)
			continue;
		if (e->name[0] != '\0' && begins(version, e->name))
			return e;
		if (begins(version, e->branch) &&
		    (best == NULL || strlen(e->branch) > strlen(best->branch)))
			best = e;
	}
	return best;
}

int
eol_knows(const char *product)
{
	for (size_t i = 0; i < ROWS; i++) {
		if (strcmp(table[i].product, product) == 0)
			return 1;
	}
	return 0;
}
