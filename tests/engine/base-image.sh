#!/bin/sh
# base-image.sh PACKAGE...: writes a tar to standard output: this Debian system's base, and these packages
# with all that they depend on, as an image that a Dockerfile can be built from where no registry can be
# reached. apt finds the packages installed there, and fetches nothing.
# Exit code 77: this system is no Debian, or lacks one of the packages.
set -eu

command -v dpkg-query >/dev/null && command -v apt-cache >/dev/null || exit 77
for package in "$@"; do
	dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || {
		echo "base-image.sh: $package is not installed" >&2
		exit 77
	}
done
# Some packages come in several makes, of which this system has chosen one.
awk=$(dpkg-query -S "$(readlink -f "$(command -v awk)")" | sed 's/:.*//')
essential=$(dpkg-query -W -f '${Essential} ${Package}\n' | sed -n 's/^yes //p')
# shellcheck disable=SC2086 # a list of names
packages=$(apt-cache depends --recurse --installed --no-recommends --no-suggests --no-conflicts --no-breaks \
    --no-replaces --no-enhances $essential $awk apt "$@" | sed -n 's/^\([a-z0-9][^ ]*\)$/\1/p' | sort -u)

# Packages name files by ways that are links where /bin and its like are in /usr.
on_merged_usr() {
	if [ -L /bin ]; then sed -E 's,^/(bin|sbin|lib|lib64)/,/usr/\1/,'; else cat; fi
}

list=$(mktemp)
trap 'rm -f "$list"' EXIT
{
	# shellcheck disable=SC2086
	dpkg-query -L $packages 2>/dev/null | sort -u |
	    grep -v -E '^/usr/share/(man|locale|info|i18n)/|^/usr/share/doc/[^/]*/.*[^t]$|^/([.]|boot|dev|home|media|mnt|opt|proc|root|run|srv|sys|tmp)(/|$)' |
	    while IFS= read -r path; do
		    if [ -e "$path" ] || [ -L "$path" ]; then echo "$path"; fi
	    done
	find /usr/bin /usr/sbin -lname '/etc/alternatives/*'
	find /etc/alternatives -type l
	find /var/lib/dpkg/info -name '*.list' -o -name format
	for path in /bin /sbin /lib /lib64 /tmp /etc/passwd /etc/group /etc/ssl/certs/ca-certificates.crt \
	    /var/lib/dpkg/status /var/lib/dpkg/diversions; do
		if [ -e "$path" ] || [ -L "$path" ]; then echo "$path"; fi
	done
} | on_merged_usr | sed 's/^\///' | sort -u >"$list"
tar -C / --no-recursion -cf - -T "$list"
