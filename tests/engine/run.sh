#!/bin/sh
# The real-engine test: a scan of a real, weak engine is held against its truth table and against
# docker inspect; replays are the same bytes; planted secrets show up nowhere; a re-created
# container keeps its fingerprints.
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=${DOCKASSAY:-./dockassay}

if [ "${1:-}" != inside ]; then
	case $program in /*) ;; *) program=$PWD/$program ;; esac
	command -v node >/dev/null || { echo "SKIPPED: real-engine test: node is missing"; exit 77; }
	# The weak engine mounts its own /home, /root and /srv: what runs in it must lie elsewhere.
	stage=$(mktemp -d /var/tmp/weak-stage.XXXXXX) || exit 99
	trap 'rm -rf "$stage"' EXIT
	cp -R "$here" "$stage/engine" && cp -R "$here/../../docs/ci" "$stage/ci" &&
		cp "$program" "$stage/dockassay" || exit 99
	# Pipelines are YAML; where the package that reads it cannot be had, ci.sh tells so.
	modules=$PWD/tests/validators/modules
	mkdir "$stage/node_modules"
	"$here/../validators/install.sh" "$modules" && cp -R "$modules/node_modules/yaml" "$stage/node_modules/"
	NODE_MODULES=$stage/node_modules
	export NODE_MODULES
	code=0
	DOCKASSAY=$stage/dockassay sh "$stage/engine/weak-engine.sh" sh "$stage/engine/run.sh" inside ||
		code=$?
	exit "$code"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
failed=0

fail() {
	echo "FAILED: $*"
	failed=1
}

DOCKASSAY=$program sh "$here/scan.sh" "$work"
[ $? -eq 1 ] || fail "the scan did not end with 1"
cat "$here"/truth/*.txt >truth.txt
node "$here/compare.mjs" live.json truth.txt inspect.json || failed=1

"$program" --from snap.ndjson -a --profile full -q -o json:one.json
"$program" --from snap.ndjson -a --profile full -q -o json:two.json
cmp -s one.json two.json || fail "two replays differ"
grep '"fingerprint"\|"status"' live.json >live.verdicts
grep '"fingerprint"\|"status"' one.json >one.verdicts
cmp -s live.verdicts one.verdicts || fail "the replay's verdicts are not the scan's"
if grep -l planted-secret live.* one.* snap.ndjson; then fail "a planted secret shows"; fi

docker rm -f web >/dev/null
docker run -d --name web -p 80:80 demo/base:1 >/dev/null
"$program" -a -q -i web -c 5.8,5.14,5.5 -o json:again.json
"$program" --from snap.ndjson -a -q -i web -c 5.8,5.14,5.5 -o json:before.json
for f in again before; do grep '"fingerprint"' "$f.json" >"$f.prints"; done
cmp -s again.prints before.prints || fail "a re-created container has other fingerprints"
sh "$here/ci.sh" "$here/../ci" || failed=1
sh "$here/gate.sh" inside || failed=1
sh "$here/sandbox.sh" || failed=1
sh "$here/processes.sh" || failed=1
exit "$failed"
