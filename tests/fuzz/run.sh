#!/bin/sh
# run.sh: runs the kept corpus through every target; where the build has libFuzzer (configure
# --enable-fuzzing), then looks for new finds for a while.
# Usage: run.sh [BUILD-DIRECTORY [SECONDS-A-TARGET [DIRECTORY-FOR-CORPORA]]]
set -u
top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd) || exit 99
build=$(cd "${1:-.}" && pwd) || exit 99
seconds=${2:-${FUZZ_SECONDS:-5}}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
corpora=${3:-$work/corpora}
fuzz=$build/tests/fuzz/fuzz replay=$build/tests/fuzz/replay
failed=0

[ -x "$replay" ] || { echo "SKIPPED: fuzzing: $replay is not built"; exit 77; }
# Reports are seeds that the program itself makes: a plain one, and one with all marks.
reports=
if [ -x "$build/dockassay" ]; then
	"$build/dockassay" demo --no-config -q -o "json:$work/report.json"
	"$build/dockassay" demo --no-config -q -x 5.4 -o "json:$work/earlier.json"
	printf 'waivers:\n  - {check: "1", subject: "*", justification: j, owner: o, expires: 2099-01-01}\n' >"$work/waivers.yaml"
	"$build/dockassay" demo --no-config -q --baseline "$work/earlier.json" --waivers "$work/waivers.yaml" -o "json:$work/marked.json"
	reports="$work/report.json $work/marked.json"
fi
if command -v node >/dev/null; then
	# shellcheck disable=SC2086 # the reports may be missing
	node "$top/tests/fuzz/seeds.mjs" "$work/seeds" $reports || failed=1
else
	echo "SKIPPED: seeds: node is missing"
fi

# found TARGET LOG: tells what is wrong, and keeps the input beside the build.
found() {
	failed=1
	echo "FAILED: $1"
	grep -hE 'ERROR: |WRONG: |runtime error|SUMMARY: ' "$2" | head -n 5
	for input in "$work"/crash-* "$work"/leak-* "$work"/timeout-* "$work"/oom-*; do
		[ -f "$input" ] && cp "$input" "$build/tests/fuzz/" && echo "    kept: $build/tests/fuzz/${input##*/}"
	done
}

one() {
	target=$1
	set -- "$top/tests/fuzz/corpus/$target"/* "$work/seeds/$target"/*
	for file; do
		shift
		[ -f "$file" ] && set -- "$@" "$file"
	done
	"$replay" "$target" "$@" >"$work/log" 2>&1 || { found "$target" "$work/log"; return; }
	if [ ! -x "$fuzz" ]; then
		echo "$target: $# inputs"
		return
	fi
	mkdir -p "$corpora/$target" "$work/empty"
	dict=
	[ -f "$top/tests/fuzz/dict/$target" ] && dict=-dict=$top/tests/fuzz/dict/$target
	kept=$top/tests/fuzz/corpus/$target
	[ -d "$kept" ] || kept=$work/empty
	[ -d "$work/seeds/$target" ] || mkdir -p "$work/seeds/$target"
	# shellcheck disable=SC2086 # one option or none
	FUZZ_TARGET=$target "$fuzz" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=4096 -max_len=20000 $dict \
	    -artifact_prefix="$work/" -print_final_stats=1 "$corpora/$target" "$kept" "$work/seeds/$target" \
	    >"$work/log" 2>&1 || { found "$target" "$work/log"; return; }
	echo "$target: $# inputs, $(sed -n 's/^stat::number_of_executed_units: //p' "$work/log") more tried"
}

for target in ${FUZZ_TARGETS:-$("$replay" list | cut -d ' ' -f 1)}; do
	one "$target"
done
exit "$failed"
