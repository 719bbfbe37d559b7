#!/bin/sh
# oom.sh: every allocation of a scan fails once, and each time the program says so and leaves old
# reports as they were: see oom.c. All of a small replay, and a sample of larger ones.
set -eu

here=$(dirname "$DOCKASSAY")/tests/faults
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

if grep -q __asan_init "$DOCKASSAY"; then
	echo "oom.sh: SKIPPED: sanitizers have their own malloc"
	exit 77
fi

# fail_each STEP SAMPLE OPTION...: without the sandbox, in which a driver cannot fork
fail_each() {
	step=$1 sample=$2
	shift 2
	rm -rf "$dir/out"
	mkdir "$dir/out"
	LD_PRELOAD="$here/oom.so" OOM_DIR="$dir/out" OOM_STEP=$step OOM_SAMPLE=$sample \
		"$DOCKASSAY" "$@" 2>&1 || failed=1
}

# The host's own documents, and nothing else: what is left of the demonstration is small.
"$DOCKASSAY" demo -q --snapshot "$dir/demo.ndjson" || [ $? -eq 1 ] || [ $? -eq 3 ]
grep -E '"document":"(meta|meta:end|GET /version|GET /info|GET /swarm|homes|proc:sys)"' \
	"$dir/demo.ndjson" > "$dir/small.ndjson"
cat > "$dir/waivers.yaml" <<'END'
waivers:
  - check: D-06
    subject: "*"
    justification: "a name: \"with\" escapes, é"
    owner: ops
    expires: 2030-01-01
END

formats="-o json:r.json -o sarif:r.sarif -o junit:r.xml -o xccdf:r.xccdf -o html:r.html -o text:r.txt"
# shellcheck disable=SC2086 # a list of options
fail_each 1 30 --no-sandbox --from "$dir/small.ndjson" -q -c D-06 $formats --waivers "$dir/waivers.yaml"
# shellcheck disable=SC2086
fail_each 997 20 demo --no-sandbox $formats -o oscal:r.oscal -o csv:r.csv -o ocsf:r.ocsf --snapshot s.ndjson
fail_each 101 10 list checks
exit $failed
