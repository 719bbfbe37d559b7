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
# Lines that end the program when memory is gone are for tests/faults/oom.sh, in another build.
gcovr -r . --object-directory "$build" --filter 'src/' --filter 'checks/' --filter 'formats/' \
    --gcov-ignore-parse-errors --sort-percentage --fail-under-line "$floor" --print-summary \
    -o "$build/coverage.txt" "$build"
code=$?
echo "most lines that no test ran:"
awk '/^(src|checks|formats)/ { print $2 - $3, $1, $4 }' "$build/coverage.txt" | sort -rn | head -n 10
exit $code
