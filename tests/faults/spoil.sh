#!/bin/sh
# spoil.sh: no verdict gets better because a field of an answer is spoilt: see spoil.c. It judges in
# its own process. Under sanitizers, which make it slow, a sample of the documents is enough.
set -eu

spoil=$(dirname "$DOCKASSAY")/tests/faults/spoil
if grep -q __asan_init "$spoil"; then
	echo "spoil.sh: sanitizers: a sample of the documents"
	for document in "GET /services" "GET /networks" homes; do
		"$spoil" "$document"
	done
else
	"$spoil"
fi
