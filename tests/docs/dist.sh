#!/bin/sh
# What is in the repository is in the package that `make dist` makes. To be run where that was built.
set -u
top=${top_srcdir:-.}
skip() {
	echo "SKIPPED: what is packaged: $*"
	exit 77
}

command -v git >/dev/null || skip "git is missing"
work=$(mktemp -d) || exit 99
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
git -C "$top" -c safe.directory='*' ls-files --error-unmatch configure.ac >/dev/null 2>&1 ||
	skip "this is no checkout"
git -C "$top" -c safe.directory='*' ls-files >"$work/files"
unset MAKEFLAGS MFLAGS MAKELEVEL
make -s distdir distdir="$work/dist" >"$work/log" 2>&1 || {
	tail -n 5 "$work/log"
	exit 1
}
missing=0
while read -r file; do
	[ -e "$work/dist/$file" ] && continue
	echo "FAILED: $file is not packaged: name it in Makefile.am"
	missing=$((missing + 1))
done <"$work/files"
# Objects that were built would be taken for those of whoever unpacks it.
find "$work/dist" \( -name '*.o' -o -name '*.a' -o -name '*.so' -o -name '*.log' -o -name '*.trs' \) >"$work/built"
while read -r file; do
	echo "FAILED: ${file#"$work/dist/"} is packaged, and was built here"
	missing=$((missing + 1))
done <"$work/built"
printf '%d passed, %d failed\n' "$(($(wc -l <"$work/files") - missing))" "$missing"
[ "$missing" -eq 0 ]
