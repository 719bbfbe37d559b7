#!/bin/sh
# Recorded answers of real engines, each in the versions of the API that it speaks, give the verdicts
# that were held against the truth table when they were recorded. Needs no engine and no root.
#
#	engines.sh record    writes the verdicts anew: look at what changes
set -u
top=${top_srcdir:-.}
fixtures=$(cd "$top/tests/fixtures/engines" && pwd)
judge=$(cd "$top/tests/cli" && pwd)/engines.mjs
command -v node >/dev/null || { echo "SKIPPED: recorded engines: node is missing"; exit 77; }
mode=${1:-judge}
set --
. "$top/tests/cli/harness.sh"

for file in "$fixtures"/*.ndjson; do
	name=$(basename "$file" .ndjson)
	"$program" --from "$file" -a --profile full -q -o json:"$name.json"
	code=$?
	[ $code -eq 1 ] || fail "$name: exit code $code"
done
node "$judge" "$mode" "$fixtures" "$work" || failed=$((failed + 1))
[ "$failed" -eq 0 ]
