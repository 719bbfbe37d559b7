#!/bin/sh
# `merge`: which reports are joined and which are not, what the whole says in each format, the gate over
# all hosts, earlier reports, and memory that does not grow with the number of reports.
set -u

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd) || exit 99
command -v node >/dev/null || { echo "SKIPPED: merge's test: node is missing"; exit 77; }
. "$(dirname "$0")/harness.sh"

# ends CODE ARGUMENT...: whatever is on stderr
ends() {
	code=$1
	shift
	"$program" "$@" >stdout 2>stderr </dev/null
	got=$?
	if [ "$got" -eq "$code" ]; then ok; else fail "exit code $got instead of $code: $*"; fi
}

# js CODE: `m` is m.json; the code says what holds.
js() {
	if node -e "const m = JSON.parse(require('fs').readFileSync('m.json')); process.exit(($1) ? 0 : 1)"; then
		ok
	else
		fail "does not hold: $1"
	fi
}

# ---- reports: a weak host, one without findings, and others made from them ------------------------
"$program" demo -c 5.4,5.5,5.31,R-01,1.1.1 -q -o json:base.json
cat >make.mjs <<'END_MAKE'
import fs from 'node:fs';
const base = JSON.parse(fs.readFileSync('base.json'));
export function report(file, host, change = () => {}) {
  const r = structuredClone(base);
  Object.assign(r.scan, { host, finished: '2026-11-20T00:00:00Z' });
  r.scan.engine.id = `ID-${host}`;
  change(r);
  fs.writeFileSync(file, JSON.stringify(r));
}
const without = (status) => (r) => r.checks.forEach((c) => {
  c.findings = c.findings.filter((f) => f.status !== status);
});
fs.mkdirSync('dir');
report('dir/bad.json', 'bad');
report('dir/good.json', 'good', (r) => { without('warn')(r); without('error')(r); });
report('dir/some.json', 'some', (r) => { r.checks = r.checks.filter((c) => c.id !== '5.4'); });
report('older.json', 'bad', (r) => { r.scan.finished = '2026-11-19T00:00:00Z'; without('warn')(r); });
report('twin.json', 'bad', (r) => { r.scan.engine.id = 'ANOTHER'; });
report('silent.json', 'bad', (r) => { delete r.scan.engine.id; });
const podman = (machine, day, change = () => {}) => (r) => {
  Object.assign(r.scan, { machine_id: machine, finished: `2026-11-${day}T00:00:00Z` });
  r.scan.engine.id = '';
  change(r);
};
fs.mkdirSync('podmen');
report('podmen/one.json', 'pod', podman('1'.repeat(64), 20));
report('podmen/two.json', 'pod', podman('2'.repeat(64), 19, without('warn')));
fs.mkdirSync('unknown');
report('unknown/one.json', 'pod', podman('no hash', 20));
report('unknown/two.json', 'pod', podman('', 19, without('warn')));
report('script.json', '</script><b>&"\n[31m', () => {});
report('odd-version.json', 'odd', (r) => { r.tool.version = '9.9.9'; r.checks[0].id = 'Z-99'; });
report('schema.json', 'future', (r) => { r.schema = 'dockassay.report/2'; });
report('waived.json', 'waived', (r) => r.checks.forEach((c) => c.findings.forEach((f) => {
  if (f.status === 'warn' || f.status === 'error')
    f.waiver = { justification: 'j', owner: 'o', expires: '2099-01-01', approver: '', ticket: '', risk: '', source: 'w:1' };
})));
fs.writeFileSync('cut.json', fs.readFileSync('dir/bad.json', 'utf8').slice(0, 5000));
fs.writeFileSync('deep.json', `{"schema":"dockassay.report/1","checks":${'['.repeat(5000)}`);
END_MAKE
node make.mjs || exit 99

# ---- which reports ---------------------------------------------------------------------------------
ends 1 merge dir -f json -o json:m.json -q
js 'm.schema === "dockassay.fleet/1" && m.host_count === 3 && m.hosts.map(h => h.name).join() === "bad,good,some"'
js 'm.hosts_open === 1 && !m.gate.open && m.gate.rules.every(r => r.findings.every(f => f.host !== undefined))'
js 'm.checks.find(c => c.id === "5.4").hosts.absent === 1 && m.checks.find(c => c.id === "5.4").hosts.warn === 1'
js 'm.summary.findings.warn === m.hosts.reduce((n, h) => n + h.report.summary.findings.warn, 0)'
js 'm.hosts.every(h => h.report.schema === "dockassay.report/1" && /^[0-9a-f]{64}$/.test(h.sha256))'
ls dir/*.json | "$program" merge - -q -o json:list.json 2>stderr
if cmp -s m.json list.json; then ok; else fail "names on standard input give another result than the directory"; fi
printf 'dir/good.json\0dir/bad.json\0' >nul.list
"$program" merge - -q <nul.list 2>stderr
if [ $? -eq 2 ] && grep -q 'NUL bytes' stderr; then ok; else fail "files behind a NUL are left out"; fi

# of one engine the newest; an engine that is another; one that tells no id
ends 1 merge older.json dir/bad.json dir/good.json -q -o json:m.json
holds stderr 'older report of the same hosts left out, such as older.json for dir/bad.json'
js 'm.host_count === 2 && m.replaced.length === 1 && m.replaced[0].file === "older.json" && m.summary.findings.warn > 0'
ends 1 merge dir/bad.json twin.json -q -o json:m.json --min-score 99 --fail-on warn
js 'm.gate.rules.every(r => (r.named ?? r.findings ?? []).every(f => /^bad \((ID-bad|ANOTHER)\)$/.test(f.host)))'
js 'm.gate.rules.some(r => (r.named ?? r.findings ?? []).length > 0)'
js 'm.gate.rules.some(r => /^the score is lower on 2 hosts: [0-9]+ on bad \((ID-bad|ANOTHER)\)$/.test(r.reason))'
ends 1 merge dir/bad.json twin.json
grep -Eq '[*] bad \((ID-bad|ANOTHER)\): ' stdout && ok || fail "the text does not tell whose finding closes the gate"
js 'm.hosts.map(h => h.name).sort().join() === "bad (ANOTHER),bad (ID-bad)" && m.replaced.length === 0'
ends 1 merge dir/bad.json dir/bad.json -q -o json:m.json
js 'm.host_count === 1 && m.replaced.length === 1'
ends 1 merge silent.json dir/bad.json -q -o json:m.json
js 'm.host_count === 2'

# Podman makes up an id for each answer. The machine's tells two of one name apart, and nothing is dropped
# where there is none.
"$program" --from "$top/tests/fixtures/engines/podman-5.8-api-1.44.ndjson" -c 5.4 -q -o json:podman.json 2>stderr
holds podman.json '"id": "",'
ends 1 merge podmen -q -o json:m.json
js 'm.hosts.map(h => h.name).join() === "pod (podmen/one.json),pod (podmen/two.json)" && m.replaced.length === 0 && m.notifications.every(n => !/may be one of them/.test(n.message))'
ends 1 merge unknown -q -o json:m.json
js 'm.host_count === 2 && m.replaced.length === 0 && m.notifications.filter(n => /may be one of them/.test(n.message)).length === 2'
ends 1 merge dir odd-version.json -o json:m.json
js 'm.versions.length === 2 && m.checks.some(c => c.id === "Z-99" && c.hosts.absent === 3)'
holds stdout '9.9.9 on 1'

# a report that does not have all says so
"$program" render dir/bad.json --only-failed -q -o json:part.json
ends 1 merge part.json
holds stdout 'reports: written with --show or --only-failed'

# what is no report is named, and a host that could not be assessed
for wrong in schema.json cut.json deep.json make.mjs nowhere.json; do
	ends 3 merge dir/good.json "$wrong" -q -o json:m.json
	holds stderr "not merged: "
	holds stderr "$wrong"
	js "m.host_count === 1 && m.unread.length === 1 && m.gate.rules[0].rule === '--incomplete fail'"
	ends 0 merge dir/good.json "$wrong" -q --incomplete ignore
	ends 1 merge dir "$wrong" -q
done
expect 2 "could be read as a report" merge schema.json cut.json -q 2>/dev/null || :
ends 2 merge schema.json -q
ends 2 merge nowhere/ -q
mkdir empty
expect 2 "there is no report to merge" merge empty -q
expect 2 "usage: dockassay merge" merge
expect 2 "merge does not use --host" merge dir --host unix:///nowhere
expect 2 "a document of format dbs-json is about one host" merge dir -f dbs-json
ends 4 merge dir -q -o json:/nowhere/m.json -o csv:m.csv
holds m.csv '"bad"'
mkfifo pipe
ends 3 merge dir/good.json pipe -q
holds stderr 'pipe is no regular file'

# ---- the gate --------------------------------------------------------------------------------------
ends 0 merge dir/good.json -q
ends 0 merge dir -q --fail-on never --incomplete ignore
ends 0 merge waived.json dir/good.json -q
warns=$(node -p 'JSON.parse(require("fs").readFileSync("dir/bad.json")).checks.flatMap(c => new Set(c.findings.filter(f => f.status === "warn").map(f => f.fingerprint)).size).reduce((a, b) => a + b)')
ends 0 merge dir/bad.json twin.json -q --max-warn $((2 * warns)) --incomplete ignore
ends 1 merge dir/bad.json twin.json -q --max-warn $((2 * warns - 1)) --incomplete ignore
ends 1 merge dir -q --min-score 99
ends 7 merge dir -q --exit-code 7
ends 0 merge dir -q --exit-zero
expect 2 "needs an earlier report" merge dir -q --fail-on new
ends 0 merge dir -q -e 5,R-01 --incomplete ignore --fail-on high
ends 1 merge dir -c 5.4 -q -o json:m.json
js 'm.checks.length === 1 && m.checks[0].id === "5.4"'
ends 1 merge dir --only-failed -q -o json:m.json
js 'm.view === "--only-failed" && m.hosts.every(h => h.report.checks.every(c => c.findings.every(f => f.status === "warn" || f.status === "error")))'

# an earlier report of each host: what is new is new on its host; a new host is new
cp -r dir before
ends 0 merge dir -q --baseline before
ends 1 merge dir twin.json -q --baseline before -o json:m.json
js 'm.summary.new > 0 && m.hosts.filter(h => h.report.summary.new > 0).map(h => h.name).join() === "bad (ANOTHER)"'
# of two hosts of one name each is compared with its own earlier report, and with none where no id tells
ends 0 merge podmen -q --baseline podmen
ends 1 merge unknown -q --baseline unknown -o json:m.json
js 'm.hosts.every(h => h.report.scan.baseline.notes.some(n => /no id tells/.test(n)))'
ends 0 merge unknown/one.json -q --baseline unknown/one.json
cp older.json before/bad.json
ends 1 merge dir -q --baseline before -o json:m.json
js 'm.hosts.filter(h => h.report.summary.new > 0).map(h => h.name).join() === "bad"'
node -e 'const fs = require("fs"); const r = JSON.parse(fs.readFileSync("dir/good.json")); r.scan.host = "gone"; r.scan.engine.id = "G"; fs.writeFileSync("before/gone.json", JSON.stringify(r))'
ends 1 merge dir --baseline before
holds stdout 'gone: has an earlier report, and none now'
ends 2 merge dir -q --baseline cut.json

# waivers are laid over each host; unused is what no host uses
cat >waivers.yaml <<'END_WAIVERS'
waivers:
  - {check: "5", subject: {host: bad}, justification: j, owner: o, expires: 2099-01-01}
  - {check: "5.4", subject: {host: nobody}, justification: j, owner: o, expires: 2099-01-01}
END_WAIVERS
ends 1 merge dir -q --waivers waivers.yaml -o json:m.json
js 'm.checks.find(c => c.id === "5.4").hosts.accepted === 1'
js 'm.waiver_notices.filter(n => n.kind === "unused").length === 1'

# ---- every format: names of hosts are names -----------------------------------------------------
for format in $("$program" list formats | awk '{ print $1 }'); do
	case $format in dbs-json | dbs-text) continue ;; esac
	"$program" merge dir script.json -f "$format" >"out.$format" 2>stderr
	got=$?
	if [ "$got" -eq 1 ] && [ -s "out.$format" ]; then ok; else fail "$format: exit code $got"; fi
	case $format in github | gitlab | sonarqube | waivers) ;; *) holds "out.$format" good ;; esac
	holds "out.$format" bad
	if LC_ALL=C grep -q "$(printf '\033')" "out.$format"; then fail "$format: an escape character"; else ok; fi
done
lacks out.html '</script><b>'
if [ "$(grep -c '^host,' out.csv)" -eq 1 ]; then ok; else fail "csv: one header"; fi

# ---- memory: that of the largest report, whatever their number ------------------------------------
rss() {
	# Sanitizers keep what was freed, to find who uses it.
	ASAN_OPTIONS=quarantine_size_mb=0:thread_local_quarantine_size_kb=0 "$program" merge "$1" -q -o ndjson:/dev/null -o html:page.html 2>stderr &
	pid=$! peak=0
	while kill -0 "$pid" 2>/dev/null; do
		now=$(awk '/VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null)
		[ "${now:-0}" -gt "$peak" ] && peak=$now
	done
	wait "$pid"
	[ "$?" -eq 1 ] && echo "$peak" || echo 0
}
"$program" demo -c 5 -q -o json:base.json
node "$top/tests/fleet/hosts.mjs" base.json few 10
node "$top/tests/fleet/hosts.mjs" base.json many 160
few=$(rss few)
many=$(rss many)
# 150 reports of some 300 kB more: a few hundred bytes of each may stay
if [ "$few" -gt 0 ] && [ "$many" -gt 0 ] && [ "$((many - few))" -lt 4096 ]; then
	ok
else
	fail "10 reports take $few kB, 160 take $many kB"
fi

finish
