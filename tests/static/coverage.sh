#!/bin/sh
# coverage.sh: which lines of src, checks and formats the tests ran in a build that was configured
# with --enable-coverage, and at least how many of 100 they must be.
# Usage: coverage.sh BUILD-DIRECTORY [PERCENT]
set -u
build=$(cd "$1" && pwd) || exit 99
floor=${2:-85}
cd "${top_srcdir:-$(dirname "$0")/../..}" || exit 99
command -v gcovr >/dev/null || { echo "SKIPPED: coverage: gcovr is missing"; exit 77; }
find "$build" -name '*.gcda' | grep -q . || { echo "FAILED: $build holds no counts: did tests run there?"; exit 1; }
# Lines that end the program when memory is gone are for tests/faults/oom.sh, in another build. Branches
# are told, and not held to a number: those of a library's macros are among them.
gcovr -r . --object-directory "$build" --filter 'src/' --filter 'checks/' --filter 'formats/' \
    --gcov-ignore-parse-errors --sort-percentage --fail-under-line "$floor" --print-summary \
    --txt "$build/coverage.txt" --csv "$build/coverage.csv" "$build"
code=$?
# most WHAT TOTAL COVERED: the files with most of them that nothing ran; columns of the table
most() {
	echo "most $1 that no test ran:"
	awk -F, -v total="$2" -v covered="$3" 'NR > 1 {
		printf "%d %s %d%%\n", $total - $covered, $1, 100 * $(covered + 1)
	}' "$build/coverage.csv" | sort -rn | head -n 10
}
most lines 2 3
most branches 5 6
exit $code
