#!/bin/sh
# The gate on a real engine: a baseline outlives re-created, scaled and renamed containers and closes
# for exactly what is new. run.sh calls it beside its own weak engine; alone it starts one.
# Usage: gate.sh [inside]
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=${DOCKASSAY:-./dockassay}

if [ "${1:-}" != inside ]; then
	case $program in /*) ;; *) program=$PWD/$program ;; esac
	command -v node >/dev/null || { echo "SKIPPED: real-engine test: node is missing"; exit 77; }
	# The weak engine mounts its own /home, /root and /srv: what runs in it must lie elsewhere.
	stage=$(mktemp -d /var/tmp/gate-stage.XXXXXX) || exit 99
	trap 'rm -rf "$stage"' EXIT
	cp -R "$here" "$stage/engine" && cp "$program" "$stage/dockassay" || exit 99
	code=0
	DOCKASSAY=$stage/dockassay sh "$stage/engine/weak-engine.sh" sh "$stage/engine/gate.sh" inside ||
		code=$?
	exit "$code"
fi

work=$(mktemp -d /run/gate.XXXXXX)
cd "$work" || exit 99
failed=0

fail() {
	echo "FAILED: $*"
	failed=1
}

# ends CODE ARGUMENT...: a scan with the baseline ends so.
ends() {
	code=$1
	shift
	"$program" --baseline baseline.json --profile full -q -o json:r.json -o text:r.txt "$@"
	got=$?
	if [ $got -ne "$code" ]; then
		fail "exit code $got instead of $code: $*"
		tail -n 30 r.txt
	fi
}

replica() {
	docker run -d --name "$1" --label com.docker.compose.project=demo \
	    --label com.docker.compose.service=worker --label "com.docker.compose.container-number=$2" \
	    demo/base:1 >/dev/null || fail "cannot start $1"
}

docker run -d --name gate-web -v /data -p 8099:80 -v gate-data:/named demo/base:1 >/dev/null
replica demo-worker-1 1
"$program" -q --profile full --update-baseline baseline.json
[ $? -eq 1 ] || fail "the baseline's own scan did not end with 1"
ends 0

docker rm -fv gate-web >/dev/null
docker run -d --name gate-web -v /data -p 8099:80 -v gate-data:/named demo/base:1 >/dev/null
replica demo-worker-2 2
replica demo_worker_7 7
docker rm -f demo-worker-1 >/dev/null
ends 0
node -e '
const r = JSON.parse(require("fs").readFileSync("r.json"));
if (r.summary.new !== 0 || r.summary.unchanged === 0) { console.log("FAILED: summary", r.summary); process.exit(1); }
' || failed=1

docker run -d --name gate-bad --privileged --runtime wrapped demo/base:1 >/dev/null 2>&1 || fail "cannot start gate-bad"
ends 1
node -e '
const r = JSON.parse(require("fs").readFileSync("r.json"));
const fresh = r.checks.flatMap(c => c.findings.filter(f => f.baseline === "new" && f.status === "warn").map(f => [c, f]));
const other = fresh.filter(([, f]) => f.subject.name !== "gate-bad");
const missing = r.checks.flatMap(c => c.findings.filter(f => f.subject.name === "gate-bad" && f.status === "warn" &&
    f.baseline !== "new").map(f => [c, f]));
let bad = 0;
for (const [c, f] of other) { bad = 1; console.log("FAILED: new, but not of gate-bad:", c.id, f.subject.name, f.message); }
for (const [c, f] of missing) { bad = 1; console.log("FAILED: of gate-bad, but not new:", c.id, f.baseline, f.message); }
if (!fresh.some(([c]) => c.id === "5.5")) { bad = 1; console.log("FAILED: 5.5 is not new"); }
if (r.gate.rules[0].rule !== "--fail-on new") { bad = 1; console.log("FAILED: rule", r.gate.rules[0].rule); }
process.exit(bad);' || failed=1

# Only what the baseline does not know is looked at, and fetched: and web, whose network one shares.
docker run -d --name gate-joined --network container:web demo/base:1 >/dev/null || fail "cannot start gate-joined"
"$program" -q --profile full --scope container --changed-since baseline.json --snapshot since.ndjson -o json:since.json
"$program" -q --profile full --scope container -o json:whole.json
node -e '
const fs = require("fs"), read = f => JSON.parse(fs.readFileSync(f));
const fetched = fs.readFileSync("since.ndjson", "utf8").trim().split("\n").map(l => JSON.parse(l).document)
    .filter(d => /^GET .containers.[0-9a-f]+.json/.test(d));
const verdicts = (r, name) => JSON.stringify(r.checks.flatMap(c => c.findings.filter(f => f.subject.name === name)
    .map(f => [c.id, f.status, f.message])));
const names = new Set(read("since.json").checks.flatMap(c => c.findings.map(f => f.subject.name)));
const bad = why => { console.log("FAILED: --changed-since:", why); process.exitCode = 1; };
for (const name of ["gate-bad", "gate-joined", "demo-worker-2", "demo_worker_7", "gate-web"]) {
	if (verdicts(read("since.json"), name) !== verdicts(read("whole.json"), name)) bad("verdicts of " + name);
	names.delete(name);
}
names.delete("host"); // checks about Compose files have nothing here
if (names.size > 0) bad("looks at " + [...names].join(" "));
if (fetched.length !== 6) bad(fetched.length + " containers were fetched");
' || failed=1
docker rm -f gate-joined >/dev/null

# Waived until tomorrow; two days later no more.
now=$(date +%s)
waiver() {
	printf 'waivers:\n  - check: all\n    subject: {kind: container, name: %s}\n' "$1"
	printf '    justification: a test\n    owner: tests\n    expires: %s\n' "$(date -u -d "@$((now + 86400))" +%F)"
}
waiver gate-bad >waivers.yaml
ends 0 --waivers waivers.yaml
grep -q 'expires soon' r.txt || fail "an end that is near is not told"
SOURCE_DATE_EPOCH=$((now + 2 * 86400 + 3600)) ends 1 --waivers waivers.yaml
grep -q 'has expired' r.txt || fail "an expired waiver is not told"
waiver other >waivers.yaml
ends 1 --waivers waivers.yaml

# A stub of what is there, once filled in, opens the gate
"$program" waive --profile full -o stub.yaml || fail "waive ended with $?"
ends 2 --waivers stub.yaml 2>/dev/null
sed 's/justification: ""/justification: a test/; s/owner: ""/owner: tests/' stub.yaml >filled.yaml
ends 0 --waivers filled.yaml --fail-on warn --incomplete ignore

docker rm -f gate-bad >/dev/null
ends 0

# Labels waive when they are trusted, and else are told.
docker run -d --name gate-label --label 'dockassay.waive=all:a test' --privileged --runtime wrapped \
    demo/base:1 >/dev/null 2>&1 || fail "cannot start gate-label"
ends 1
grep -q 'trust-labels' r.txt || fail "a label that wants to waive is not told"
ends 0 --trust-labels
docker rm -f gate-label >/dev/null
ends 0
docker rm -f demo-worker-2 demo_worker_7 >/dev/null
ends 0
node -e '
const r = JSON.parse(require("fs").readFileSync("r.json"));
if (r.summary.resolved === 0) { console.log("FAILED: nothing is resolved"); process.exit(1); }
if (r.resolved.some(x => x.subject.name !== "demo-worker-1")) {
	console.log("FAILED: resolved:", r.resolved.map(x => x.subject.name).join(" ")); process.exit(1); }
' || failed=1
# What was written into daemon.json since the engine started is not what holds: until it is restarted.
"$program" -q -c 2.3
[ $? -eq 1 ] || fail "2.3 did not warn of the log level"
touch -d '+5 seconds' /etc/docker/daemon.json # its own second may be the one in which dockerd read it
"$program" -c 2.3 -f lines >changed.txt
[ $? -eq 3 ] && grep -q 'restart the daemon' changed.txt || fail "2.3 took what dockerd did not read: $(cat changed.txt)"
touch /etc/docker/daemon.json
# The engine is restarted with its own command line, and what ran is started again.
pid=$(cat /run/docker.pid)
running=$(docker ps -q)
set --
tr '\0' '\n' <"/proc/$pid/cmdline" >cmdline
while IFS= read -r word; do set -- "$@" "$word"; done <cmdline
kill "$pid"
while [ -d "/proc/$pid" ] && ! grep -q '^State:.Z' "/proc/$pid/status"; do sleep 0.2; done
"$@" >/dev/null 2>&1 &
tries=0
until docker info >/dev/null 2>&1 || [ $tries -gt 120 ]; do
	tries=$((tries + 1))
	sleep 0.5
done
# shellcheck disable=SC2086 # a list of ids
docker start $running >/dev/null 2>&1 # some need others that run: what was removed stays so
docker start $running >/dev/null 2>&1
ends 0
exit "$failed"
