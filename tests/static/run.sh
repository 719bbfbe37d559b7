#!/bin/sh
# run.sh: what gcc's analyzer, clang-tidy and cppcheck find in src, checks and formats: nothing.
# To be run in a build directory, whose config.h the sources need. Usage: run.sh [FILE...]
set -u
build=$PWD
cd "${top_srcdir:-$(dirname "$0")/../..}" || exit 99
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
[ -f "$build/config.h" ] || { echo "SKIPPED: static analysis: $build holds no config.h"; exit 77; }
[ $# -gt 0 ] || set -- src/*/*.c checks/*.c formats/*.c
printf '%s\n' "$@" >"$work/files"
flags="-std=c11 -D_GNU_SOURCE -iquote $build -iquote src -iquote checks -iquote formats
	$(pkg-config --cflags libcurl libxml-2.0 libcjson libcrypto yaml-0.1)"
jobs=$(nproc)
passed=0 failed=0 skipped=0

# verdict TOOL: what stands in $work/TOOL is what it found.
verdict() {
	if [ -s "$work/$1" ]; then
		failed=$((failed + 1))
		echo "FAILED: $1:"
		head -n 40 "$work/$1"
	else
		passed=$((passed + 1))
		echo "$1: nothing found in $(wc -l <"$work/files") files"
	fi
}

missing() {
	skipped=$((skipped + 1))
	echo "SKIPPED: static analysis: $*"
	[ -z "${CI:-}" ] || failed=$((failed + 1))
}

# each COMMAND: for every file, several at once; $file is the file.
each() {
	# shellcheck disable=SC2016 # for the inner shell
	flags=$flags xargs -P "$jobs" -n 1 sh -c 'file=$1; '"$1" sh <"$work/files" 2>&1
}

# It does not follow err.h's convention across functions: what may be NULL where an error was
# returned, and what is handed on, is for the sanitizers to find.
quiet="-Wno-analyzer-null-dereference -Wno-analyzer-null-argument -Wno-analyzer-possible-null-dereference
	-Wno-analyzer-possible-null-argument -Wno-analyzer-malloc-leak -Wno-analyzer-file-leak
	-Wno-analyzer-fd-leak
	-Wno-analyzer-use-of-uninitialized-value"
if command -v gcc >/dev/null && gcc -fanalyzer -x c -c /dev/null -o /dev/null 2>/dev/null; then
	each "gcc -fanalyzer -O1 $(echo $quiet) "'$flags -c "$file" -o /dev/null' | grep -E 'warning:|error:' >"$work/gcc-fanalyzer"
	verdict gcc-fanalyzer
else
	missing "gcc with -fanalyzer"
fi

if command -v clang-tidy >/dev/null; then
	each 'clang-tidy --quiet "$file" -- $flags' | grep -E 'warning:|error:' >"$work/clang-tidy"
	verdict clang-tidy
else
	missing "clang-tidy"
fi

if command -v cppcheck >/dev/null; then
	# Of the system's headers only the one whose macros are loops.
	mkdir -p "$work/include/cjson"
	cp "$(pkg-config --variable=includedir libcjson)/cjson/cJSON.h" "$work/include/cjson/"
	cppcheck --quiet -j "$jobs" --std=c11 --enable=warning,performance,portability --inline-suppr \
	    --suppress=missingInclude --suppress=arrayIndexThenCheck --suppress=normalCheckLevelMaxBranches \
	    --template='{file}:{line}: {severity}: {message} [{id}]' \
	    -I"$work/include" -Isrc -Ichecks -Iformats -I"$build" \
	    --file-list="$work/files" >"$work/cppcheck" 2>&1
	verdict cppcheck
else
	missing "cppcheck"
fi

printf '%d passed, %d failed\n' "$passed" "$failed"
if [ "$failed" -gt 0 ]; then exit 1; fi
if [ "$skipped" -gt 0 ]; then exit 77; fi
