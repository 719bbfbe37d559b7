#!/bin/sh
# The program is the same bytes wherever it is built: built once more from a copy of the sources, in a
# folder with another and longer name, with the same options, it is what was tested.
set -u
program=${DOCKASSAY:-./dockassay}
here=$(cd "$(dirname "$program")" && pwd) || exit 99
top=$(cd "${top_srcdir:-.}" && pwd) || exit 99

skip() {
	echo "SKIPPED: the reproducible build: $*"
	exit 77
}

[ -x "$here/config.status" ] && [ -x "$top/configure" ] || skip "the program was not built here"
grep -q 'ffile-prefix-map' "$here/Makefile" || skip "the compiler cannot map paths"
case $("$here/config.status" --config) in *enable-coverage*) skip "coverage names its folder" ;; esac
work=$(mktemp -d) || exit 99
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
other=$work/another-folder/with/a-longer-name
mkdir -p "$other/source" "$other/elsewhere" || exit 99
for name in configure configure.ac aclocal.m4 Makefile.am Makefile.in config.h.in autogen.sh build-aux src checks \
    formats templates man; do
	cp -Rp "$top/$name" "$other/source/$name" || exit 99
done
chmod -R u+w "$other/source"
# A build within the sources leaves its own files there.
find "$other/source" \( -name '*.o' -o -name '*.a' -o -name .deps -o -name .dirstamp -o -name embedded.c \) \
    -exec rm -rf {} + || exit 99
unset MAKEFLAGS MFLAGS MAKELEVEL SOURCE_DATE_EPOCH
(
	cd "$other/elsewhere" || exit 1
	# The words are quoted as the shell reads them.
	eval "set -- $("$here/config.status" --config)"
	../source/configure -q "$@" && CCACHE_DISABLE=1 TZ=Pacific/Auckland LC_ALL=C make -s -j2 dockassay
) >"$work/log" 2>&1 || {
	echo "FAILED: the copy cannot be built:"
	tail -n 20 "$work/log"
	exit 1
}
if cmp "$program" "$other/elsewhere/dockassay"; then
	sha256sum "$program"
	echo "1 passed, 0 failed"
else
	readelf -SW "$program" >"$work/one" 2>/dev/null
	readelf -SW "$other/elsewhere/dockassay" >"$work/two" 2>/dev/null
	diff "$work/one" "$work/two" | head -n 20
	strings -a "$other/elsewhere/dockassay" | grep -F another-folder | head -n 5
	echo "FAILED: built in another folder, the program is not the same bytes"
	echo "0 passed, 1 failed"
	exit 1
fi
