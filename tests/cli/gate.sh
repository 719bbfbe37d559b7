#!/bin/sh
# The gate from the command line: the truth table of docs/exit-codes.md, baselines in every format and
# broken ones, thresholds, views, the name docker-bench-security, and the ready shell scripts.
set -u

top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd) || exit 99
command -v node >/dev/null || { echo "SKIPPED: the gate's test: node is missing"; exit 77; }
. "$(dirname "$0")/harness.sh"

# ends CODE ARGUMENT...
ends() {
	code=$1
	shift
	"$program" "$@" >stdout 2>stderr
	got=$?
	if [ "$got" -eq "$code" ]; then ok; else fail "exit code $got instead of $code: $*"; fi
}

says() {
	if grep -qF -- "$2" "$1"; then ok; else fail "$1 does not say: $2"; fi
}

lacks() {
	if grep -qF -- "$2" "$1"; then fail "$1 says: $2"; else ok; fi
}

# js CODE: `r` is r.json; the code says what holds.
js() {
	if node -e "const r = JSON.parse(require('fs').readFileSync('r.json')); process.exit(($1) ? 0 : 1)"; then
		ok
	else
		fail "does not hold: $1"
	fi
}

# ---- the truth table: reports are made from the demonstration's, one finding of each sort ---------
"$program" demo -q -o json:demo.json
cat >make.js <<'END'
const fs = require('fs');
const [, , out, finding, waived, unchanged, incomplete] = process.argv;
const r = JSON.parse(fs.readFileSync('demo.json'));
const all = r.checks.flatMap(c => c.findings.map(f => [c, f]));
const warns = all.filter(([, f]) => f.status === 'warn').filter(([, f], i, a) =>
    a.findIndex(([, g]) => g.fingerprint === f.fingerprint) === i);
const error = all.find(([, f]) => f.status === 'error');
const keep = new Map();
const take = ([c, f], change) => keep.set(f, [c, Object.assign({}, f, change)]);
take(all.find(([, f]) => f.status === 'pass'), {});
if (finding === 'yes') take(warns[0], {});
if (waived === 'yes') take(warns[1], { waiver: { justification: 'j', owner: 'o', expires: '2099-01-01',
    approver: '', ticket: '', risk: '', source: 'w:1' } });
if (unchanged === 'yes') take(warns[2], {});
if (incomplete === 'yes') take(error, {});
r.checks = r.checks.map(c => Object.assign({}, c, { findings: c.findings.filter(f => keep.has(f))
    .map(f => keep.get(f)[1]) })).filter(c => c.findings.length > 0);
// Checks without findings are known, too: the baseline keeps all of them.
if (out === 'baseline.json') {
	const full = JSON.parse(fs.readFileSync('demo.json'));
	full.checks.forEach(c => { c.findings = c.findings.filter(f => f.fingerprint ===
	    warns[2][1].fingerprint && f.status === 'warn'); });
	fs.writeFileSync(out, JSON.stringify(full));
} else {
	fs.writeFileSync(out, JSON.stringify(r));
}
END
node make.js baseline.json || exit 99
printf '{ "schema": "dockassay.report/1", ' >broken.json
rows=0
sed -n 's/^| \(\(yes\|no\) .*\) |$/\1/p' "$top/docs/exit-codes.md" | tr -d '|' >rows
while read -r finding waived unchanged incomplete unwritable bad code; do
	rows=$((rows + 1))
	node make.js row.json "$finding" "$waived" "$unchanged" "$incomplete" || exit 99
	set -- render row.json --baseline baseline.json
	[ "$unwritable" = no ] || set -- "$@" -o json:/nonexistent/dir/r.json
	[ "$bad" = no ] || set -- render row.json --baseline broken.json
	ends "$code" "$@"
	[ "$got" -eq "$code" ] || echo "    row: $finding $waived $unchanged $incomplete $unwritable $bad"
done <rows
if [ "$rows" -eq 64 ]; then ok; else fail "the truth table has $rows rows instead of 64"; fi

# ---- one verdict in every format ----------------------------------------------------------------
node make.js row.json yes yes yes yes
ends 1 render row.json --baseline baseline.json -o json:r.json -o sarif:r.sarif -o junit:r.xml \
    -o markdown:r.md -o github:r.github -o text:r.txt -o ndjson:r.ndjson -o html:r.html -o tap:r.tap
js 'r.gate.open === false && r.gate.exit_code === 1 && r.gate.rules.length === 2'
js 'r.gate.rules[0].rule === "--fail-on new" && r.gate.rules[0].count === 1 &&
    r.gate.rules[0].findings.length === 1 && r.gate.rules[1].exit_code === 3'
js 'r.summary.new === 1 && r.summary.waived === 1'
js 'r.summary.unchanged === 1 && r.summary.resolved === 0 && r.scan.baseline.format === "json"'
says r.txt 'closed, exit code 1 (--fail-on new)'
says r.txt '--fail-on new: 1 new WARN'
says r.md 'the gate is closed'
says r.github 'Gate closed, exit code 1'
says r.xml 'name="gate" value="closed"'
says r.sarif 'The gate is closed (--fail-on new)'
says r.sarif '"baselineState": "new"'
says r.sarif '"baselineState": "unchanged"'
lacks r.sarif suppressions
ends 1 render row.json --baseline baseline.json -q --sarif-all -o sarif:r.sarif
says r.sarif '"suppressions"'
says r.sarif '"kind": "pass"'
says r.sarif '"level": "none"'
# A report tells the same when it is rendered again.
ends 1 render r.json -q -o json:again.json
if cmp -s r.json again.json; then ok; else fail "rendering the report again changed it"; fi

# ---- every format of a baseline ------------------------------------------------------------------
ends 1 demo -q --update-baseline base.json -o ndjson:base.ndjson -o sarif:base.sarif -o dbs-json:base.dbs.json
for b in base.json base.ndjson; do
	ends 0 demo -q --baseline "$b" -o json:r.json
	js 'r.summary.new === 0 && r.summary.changed === 0 && r.summary.resolved === 0 && r.summary.unchanged > 100'
done
for b in base.sarif base.dbs.json; do
	ends 0 demo -q --baseline "$b" --incomplete ignore -o json:r.json
	js 'r.summary.new === 0 && r.summary.unchanged > 100'
	js 'r.scan.baseline.notes.some(n => n.includes("could not be assessed then"))'
done

# Ids, names of replicas, order and titles of another version change nothing; other evidence is told.
cat >other.js <<'END'
const fs = require('fs');
const r = JSON.parse(fs.readFileSync('base.json'));
r.checks.reverse();
for (const c of r.checks) {
	c.title = 'Reworded: ' + c.title;
	c.findings.reverse();
	for (const f of c.findings) {
		for (const e of f.evidence) e.actual = e.actual.split(f.subject.id || '\n').join('f'.repeat(64));
		f.subject.id = f.subject.id === '' ? '' : 'f'.repeat(64);
	}
}
fs.writeFileSync('reworded.json', JSON.stringify(r));
const w = r.checks.find(c => c.id === '5.5').findings.find(f => f.status === 'warn');
w.evidence[0].actual = 'something else';
fs.writeFileSync('evidence.json', JSON.stringify(r));
r.checks.find(c => c.id === '5.5').findings = r.checks.find(c => c.id === '5.5').findings.filter(f => f !== w);
r.scan.host = 'another';
fs.writeFileSync('without.json', JSON.stringify(r));
r.checks = r.checks.filter(c => c.id !== '5.5');
fs.writeFileSync('nocheck.json', JSON.stringify(r));
END
node other.js || exit 99
ends 0 demo -q --baseline reworded.json -o json:r.json
js 'r.summary.new === 0 && r.summary.changed === 0'
ends 0 demo -q --baseline evidence.json -o json:r.json
js 'r.summary.new === 0 && r.summary.changed === 1'
ends 1 demo -q --baseline evidence.json --fail-on changed
ends 1 demo --baseline without.json -o json:r.json
js 'r.summary.new === 1 && r.gate.rules[0].findings[0].check === "5.5"'
says stdout 'another host: another'
ends 0 demo --baseline nocheck.json -o json:r.json
js 'r.summary.new === 0 && r.summary.new_check === 1'
says stdout 'no result in it (5.5)'
ends 1 demo -q --baseline nocheck.json --new-checks fail
ends 0 demo -q --baseline base.json -c 5.4 -o json:r.json
js 'r.summary.resolved === 0'
ends 0 demo --baseline base.json -i web -o json:r.json
js 'r.summary.resolved === 0 && r.summary.unchanged > 0'
js 'r.scan.baseline.notes.some(n => n.includes("nothing is told as resolved"))'
ends 0 diff base.json without.json
says stdout 'Resolved: 1'
ends 0 diff without.json base.json -f json
says stdout '"dockassay.diff/1"'
ends 0 diff without.json base.ndjson -f markdown
says stdout '1 new'
ends 2 diff base.json
ends 2 diff base.json base.json -f xml

# ---- words and thresholds -------------------------------------------------------------------------
ends 0 demo -q --incomplete ignore --fail-on never
ends 3 demo -q --fail-on never
ends 1 demo -q --fail-on critical
ends 0 demo -q --baseline base.json --fail-on new
ends 1 demo -q --baseline base.json --fail-on new,critical
ends 0 demo -q --baseline base.json --fail-on new:critical
ends 2 demo -q --fail-on new
says stderr '--baseline FILE'
ends 2 demo -q --fail-on hihg
says stderr 'did you mean high'
ends 0 demo -q --incomplete ignore --max-warn 100000
ends 1 demo -q --incomplete ignore --max-warn 3
ends 0 demo -q --incomplete ignore --min-score 1
ends 1 demo -q --incomplete ignore --min-score 100
ends 1 demo -q --incomplete ignore --fail-on never --hard-fail-on check_5_5
ends 0 demo -q --incomplete ignore -c 5.5 --soft-fail-on 5.5
ends 2 demo -q --soft-fail-on 5.555
ends 7 demo -q --exit-code 7
ends 0 demo -q --exit-zero -o json:r.json
js '!r.gate.open && r.gate.exit_code === 0 && r.gate.rules[0].exit_code === 1'
ends 2 demo --exit-code 300

# ---- a view hides, and changes nothing --------------------------------------------------------------
ends 1 demo -q --show critical,warn -o json:r.json
js 'r.checks.every(c => c.severity === "critical" && c.findings.every(f => f.status === "warn"))'
js 'r.scan.selection.hidden_findings > 100 && r.summary.findings.pass > 100 && r.gate.rules[0].count > 100'
ends 0 demo --only-failed --baseline base.json --show new
says stdout 'Hidden'
ends 2 demo --show hihg
ends 1 demo -q --only-failed --update-baseline whole.json
if cmp -s base.json whole.json; then ok; else fail "--update-baseline wrote what is viewed only"; fi

# ---- what an earlier report knows is left out --------------------------------------------------------
ends 1 demo -q -o json:r.json --changed-since base.json
js '!r.checks.some(c => ["container", "image"].includes(c.scope) && c.findings.some(f => f.subject.id)) &&
    r.checks.some(c => c.findings.some(f => f.subject.kind === "daemon")) &&
    r.scan.selection.left_out_subjects === r.scan.selection.left_out_subject_names.length &&
    r.scan.selection.left_out_subject_names.includes("web") && r.scan.selection.notes.length === 1'
node -e '
const r = JSON.parse(require("fs").readFileSync("base.json"));
for (const c of r.checks)
	c.findings = c.findings.filter(f => f.subject.name !== "web");
r.checks = r.checks.filter(c => c.id !== "5.5");
r.scan.host = "elsewhere";
require("fs").writeFileSync("without-web.json", JSON.stringify(r));'
ends 0 demo -q -o json:r.json --incomplete ignore --changed-since without-web.json --baseline base.json
js 'r.checks.every(c => c.scope !== "container" || c.findings.every(f => f.subject.name === "web")) &&
    r.checks.some(c => c.findings.some(f => f.subject.name === "web")) &&
    !r.scan.selection.left_out_subject_names.includes("web") && r.resolved.length === 0 &&
    r.scan.selection.notes.some(n => n.includes("elsewhere")) &&
    r.scan.selection.notes.some(n => n.includes("(5.5)"))'
node -e '
const r = JSON.parse(require("fs").readFileSync("base.json"));
for (const c of r.checks)
	for (const f of c.findings.filter(f => f.subject.name === "web"))
		f.status = "error";
require("fs").writeFileSync("web-unknown.json", JSON.stringify(r));'
ends 1 demo -q -o json:r.json --changed-since web-unknown.json
js '!r.scan.selection.left_out_subject_names.includes("web") &&
    r.checks.some(c => c.scope === "container" && c.findings.some(f => f.subject.name === "web"))'
ends 2 demo -q --changed-since base.sarif
says stderr 'JSON or NDJSON'
ends 2 demo -q --changed-since /nonexistent
for format in text json html junit sarif markdown github tap xccdf oscal; do
	"$program" demo -f $format -x web -e 5.4 >left 2>/dev/null
	if grep -q 'web' left && grep -Eq '123|left_out' left; then ok; else fail "$format does not tell what was left out"; fi
done
"$program" demo -f sarif -x web 2>/dev/null >left
if [ "$(grep -c 'Left out by the selection' left)" -eq 1 ]; then ok; else fail "sarif does not tell once what was left out"; fi
"$program" demo -f oscal --profile full -x web 2>/dev/null >left
if grep -qF 'web): 3 of the containers' left; then ok; else fail "oscal does not tell subjects alone"; fi

# ---- broken baselines -------------------------------------------------------------------------------
broken() {
	printf '%s' "$2" >broken
	ends 2 demo -q --baseline broken
	says stderr "$1"
}
broken 'line 1, column' '{ "schema": '
broken 'none of these' '{}'
broken 'empty' ''
broken 'stands twice' '{ "schema": "dockassay.report/1", "checks": [], "checks": [] }'
broken 'line 1, column 11' '{ "a": 1, "a": 2, "runs": [] }'
broken 'checks' '{ "schema": "dockassay.report/1", "checks": {} }'
broken 'finding 1 of check 1' '{ "schema": "dockassay.report/1", "scan": { "source": "live" }, "checks": [ { "id": "5.5", "section_id": "5", "severity": "high", "findings": [ 7 ] } ] }'
broken 'tests[0].results' '{ "dockerbenchsecurity": "1.6.0", "tests": [ 5 ] }'
broken 'tests[0].results[0].id' '{ "dockerbenchsecurity": "1.6.0", "tests": [ { "results": [ {} ] } ] }'
broken 'tool.driver.name' '{ "version": "2.1.0", "runs": [ {} ] }'
broken 'broken:1' '{"schema":"dockassay.finding/1","check":"5.5","severity":"high"}'
broken 'nested too deeply' "$(printf '%2000s' '' | tr ' ' '[')"
node -e '
const fs = require("fs"), text = fs.readFileSync("base.sarif", "utf8");
const cut = [0.1, 0.5, 0.9].map(x => Math.floor(text.length * x));
cut.forEach((n, i) => fs.writeFileSync("cut" + i, text.slice(0, n)));'
for i in 0 1 2; do
	ends 2 demo -q --baseline "cut$i"
	says stderr 'line '
done
ends 2 demo -q --baseline /nonexistent
ends 4 demo -q --update-baseline /nonexistent/dir/b.json

# ---- called as docker-bench-security -----------------------------------------------------------------
for name in docker-bench-security docker-bench-security.sh; do ln -s "$program" "./$name"; done
cp "$top/templates/demo.ndjson" demo.ndjson
./docker-bench-security.sh --from demo.ndjson -b -p -c check_5.1,check_5.5,nonsense >stdout 2>stderr
if [ $? -eq 0 ]; then ok; else fail "docker-bench-security did not exit with 0"; fi
says stderr 'let findings close the gate'
says stderr 'passed over'
says stdout '[WARN] 5.5 - '
says stdout 'Section C - Score'
says stdout '[INFO] Checks: 2'
says log/docker-bench-security.log '[WARN] 5.5 - '
says log/docker-bench-security.log.json '"dockerbenchsecurity"'
./docker-bench-security -Z >stdout 2>stderr
if [ $? -eq 1 ]; then ok; else fail "a wrong option of docker-bench-security"; fi
./docker-bench-security -H unix:///nonexistent >stdout 2>stderr
if [ $? -eq 1 ]; then ok; else fail "no engine for docker-bench-security"; fi
./docker-bench-security -h >stdout 2>stderr
if [ $? -eq 0 ]; then ok; else fail "help of docker-bench-security"; fi

for script in "$top"/docs/ci/*.sh; do
	if sh -n "$script"; then ok; else fail "$script"; fi
done

finish
