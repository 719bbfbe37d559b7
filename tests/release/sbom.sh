#!/bin/sh
# The bill of materials names what the program loads, and nothing else; CycloneDX's own schema accepts it.
set -u
program=${DOCKASSAY:-./dockassay}
case $program in /*) ;; *) program=$PWD/$program ;; esac
top=$(cd "${top_srcdir:-.}" && pwd) || exit 99
here=$(cd "$(dirname "$0")" && pwd) || exit 99

skip() {
	echo "SKIPPED: the bill of materials: $*"
	exit 77
}

for tool in node npm readelf ldd; do
	command -v $tool >/dev/null || skip "$tool is missing"
done
ldd "$program" 2>/dev/null | grep -q libasan && skip "the program was built with sanitizers"
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
modules=$top/tests/validators/modules
[ -w "$top/tests/validators" ] || modules=$work/modules
version=$("$program" --version | sed 's/.* //')
for n in one two; do
	SOURCE_DATE_EPOCH=1795000000 sh "$top/packaging/sbom.sh" "$program" "$version" https://example.org/ \
	    >"$work/$n.json" || exit 1
done
cmp "$work/one.json" "$work/two.json" || { echo "FAILED: it is not the same twice"; exit 1; }
sh "$top/tests/validators/install.sh" "$modules" || skip "the validators cannot be installed"
ldd "$program" | sed -n 's/^[[:space:]]*\([^ ]*\) => \/.*/\1/p' | sort -u >"$work/loaded"
sha256sum <"$program" >"$work/sum"
node "$here/sbom.mjs" "$modules" "$work" "$version"
