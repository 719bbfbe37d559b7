#!/bin/sh
# closure.sh PROGRAM ROOT: makes a root directory with a program and whatever it loads, and nothing else.
#
# Beside them lie, as in other images without a distribution, what scanners and lawyers look for: which
# packages the libraries come from (var/lib/dpkg/status.d) and their copyrights.
set -eu

program=$1 root=$2

# Libraries are loaded by paths below /lib, which dpkg may know as below /usr/lib.
package_of() {
	real=$(readlink -f "$1")
	dpkg-query -S "$1" "$real" "${real#/usr}" "/usr$1" 2>/dev/null |
	    sed -n '/^diversion by /d; s/[:,].*//p; q'
}

add_library() {
	mkdir -p "$root${1%/*}"
	cp -L "$1" "$root$1"
	package=$(package_of "$1")
	[ -n "$package" ] || { echo "closure.sh: no package has $1" >&2; exit 1; }
	[ ! -e "$root/var/lib/dpkg/status.d/$package" ] || return 0
	dpkg-query -s "$package" >"$root/var/lib/dpkg/status.d/$package"
	mkdir -p "$root/usr/share/doc/$package"
	cp -L "/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package/"
}

mkdir -p "$root/usr/bin" "$root/etc/ssl/certs" "$root/var/lib/dpkg/status.d"
install -m 0755 -s "$program" "$root/usr/bin/"
libraries=$(ldd "$program" | sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p; s/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p')
for library in $libraries; do
	add_library "$library"
done
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
