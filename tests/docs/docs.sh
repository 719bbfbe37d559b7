#!/bin/sh
# What the documents say is what the program says: exit codes, options and formats, by name.
set -u

top=${top_srcdir:-.}
program=${DOCKASSAY:-./dockassay}
failed=0
passed=0

holds() {
	if grep -qF -- "$2" "$1"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAILED: %s does not say: %s\n' "${1#"$top"/}" "$2"
	fi
}

man=$(mktemp) || exit 99
trap 'rm -f "$man" "$man.rows"' EXIT
# `.It 3` and the line below it become one line.
sed -n '/^\.It [0-9]/{N;s/^\.It \([0-9]*\)\n/\1 /p;}' "$top/man/dockassay.1" >"$man"

"$program" list exit-codes >"$man.rows" || exit 1
while read -r code meaning; do
	holds "$man" "$code $meaning"
	holds "$top/README.md" "| $code | $meaning |"
done <"$man.rows"

"$program" --help | sed -n 's/^  [-a-zA-Z, ]\{3\} --\([a-z-]*\).*/\1/p' | sort -u >"$man.rows"
while read -r option; do
	holds "$top/man/dockassay.1" "-$option"
done <"$man.rows"

"$program" list formats | awk '{ print $1 }' >"$man.rows"
while read -r format; do
	holds "$top/README.md" "\`$format\`"
	holds "$top/man/dockassay.1" "$format"
done <"$man.rows"

for list in checks engines; do
	if "$program" list $list -f markdown | cmp -s - "$top/docs/$list.md"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: docs/$list.md is not what the catalogue says: run make docs"
	fi
done

[ "$passed" -gt 30 ] || { echo "FAILED: only $passed comparisons: the lists were empty"; failed=1; }
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
