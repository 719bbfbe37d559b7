#!/bin/sh
# engine.sh: scans an engine that misbehaves, at every endpoint in every way: see matrix.c. With
# sanitizers, which make it slow, a sample.
set -eu

matrix=$(dirname "$DOCKASSAY")/tests/faults/matrix
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
step=1
if grep -q __asan_init "$DOCKASSAY"; then
	step=11
	echo "engine.sh: sanitizers: every ${step}th case"
fi
"$matrix" "$DOCKASSAY" "$dir" "$step"
