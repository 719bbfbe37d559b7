#!/bin/sh
# layers.sh: folders include only what stands before them in the way of the data. No tool is needed.
set -u
cd "${top_srcdir:-$(dirname "$0")/../..}" || exit 99
layers="base syntax options buildfiles snapshot sandbox engine host facts report checks collect policy fleet formats cli"
awk -v layers="$layers" '
BEGIN {
	n = split(layers, names, " ")
	for (i = 1; i <= n; i++)
		rank[names[i]] = i
}
# The folder of a file: src/engine/tls.h is in engine.
function folder(path,   parts, k) {
	k = split(path, parts, "/")
	return parts[k - 1]
}
pass == 1 { # Headers of checks and formats are named without their folder.
	name = FILENAME
	sub(/.*\//, "", name)
	where[folder(FILENAME) "/" name] = folder(FILENAME)
	if (FILENAME !~ /^src/)
		where[name] = folder(FILENAME)
	nextfile
}
FNR == 1 {
	files++
	if (!(folder(FILENAME) in rank)) {
		printf "FAILED: %s: the folder is in no layer: name it in tests/static/layers.sh\n", FILENAME
		failed++
	}
}
/^#include "/ {
	split($0, quoted, "\"")
	own = folder(FILENAME)
	if ((own "/" quoted[2]) in where || quoted[2] == "config.h")
		next
	to = quoted[2] in where ? where[quoted[2]] : "nothing"
	if (to == "nothing" || rank[to] >= rank[own]) {
		printf "FAILED: %s: %s includes \"%s\" of %s\n", FILENAME, own, quoted[2], to
		failed++
	}
}
END {
	printf "%d files looked at, %d failed\n", files, failed
	exit failed > 0 || files < 100
}' pass=1 src/*/*.h checks/*.h formats/*.h pass=2 src/*/*.[ch] checks/*.[ch] formats/*.[ch]
