#!/bin/sh
# valgrind.sh: valgrind finds no wrong access and no leak in the demonstration, in every format, and in a
# scan of a real engine (root, dockerd). Without the sandbox, whose system calls valgrind does not know.
# Usage: valgrind.sh [inside PROGRAM]
set -u
here=$(cd "$(dirname "$0")" && pwd)

# clean WHAT ARGUMENT...: exit code 9 is valgrind's
clean() {
	what=$1
	shift
	valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite \
	    --suppressions="$here/valgrind.supp" "$program" "$@" \
	    --no-sandbox --no-config >"$work/out" 2>"$work/log"
	code=$?
	if [ "$code" -gt 3 ]; then
		echo "FAILED: $what: exit code $code"
		grep -v '^--' "$work/log" | head -n 40
		return 1
	fi
	echo "$what: nothing found"
}

work=$(mktemp -d /var/tmp/valgrind.XXXXXX) || exit 99
trap 'rm -rf "$work"' EXIT
if [ "${1:-}" = inside ]; then
	program=$2
	clean "a scan of a real engine" -a --deep --profile full -o "json:$work/r.json" -o "text:$work/r.txt" \
	    --snapshot "$work/s.ndjson"
	exit $?
fi

command -v valgrind >/dev/null || { echo "SKIPPED: valgrind is missing"; exit 77; }
program=${DOCKASSAY:-./dockassay}
grep -q __asan_init "$program" && { echo "SKIPPED: valgrind: sanitizers have their own malloc"; exit 77; }
outputs=
for format in $("$program" list formats | cut -d ' ' -f 1); do
	outputs="$outputs -o $format:$work/report.$format"
done
# shellcheck disable=SC2086 # a list of options
clean "the demonstration in every format" demo -q $outputs || exit 1
# The weak engine mounts its own /home, /root and /srv: what runs in it must lie elsewhere.
cp "$program" "$work/dockassay" && cp "$here"/valgrind.* "$work/" || exit 99
sh "$here/../engine/weak-engine.sh" sh "$work/valgrind.sh" inside "$work/dockassay"
