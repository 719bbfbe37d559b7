#!/bin/sh
# sandbox.sh: a scan in the sandbox finds what a scan without it finds, and reads the same documents.
# Runs beside the weak engine (run.sh), in a folder of its own.
set -u
program=${DOCKASSAY:-./dockassay}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99

"$program" -a --deep --profile full -q -o json:with.json --snapshot with.ndjson 2>stderr
[ $? -eq 1 ] || { echo "FAILED: the scan in the sandbox did not end with 1: $(cat stderr)"; exit 1; }
"$program" -a --deep --profile full -q -o json:without.json --snapshot without.ndjson --no-sandbox
"$program" verify with.json with.ndjson >out || { echo "FAILED: verify: $(cat out)"; exit 1; }

cat >compare.mjs <<'END'
import fs from 'fs';
const report = f => JSON.parse(fs.readFileSync(f));
const documents = f => fs.readFileSync(f, 'utf8').trim().split('\n').map(JSON.parse)
    .map(d => `${d.document}: ${d.state} ${d.problem}`).sort();
const [a, b] = [report('with.json'), report('without.json')];
// What goes on in containers meanwhile: health checks begin and end.
const moving = new Set(['5.23', '5.24', 'O-01', 'O-02', 'O-03', 'O-10']);
const verdicts = r => r.checks.filter(c => !moving.has(c.id))
    .flatMap(c => c.findings.map(f => `${c.id} ${f.status} ${f.fingerprint} ${f.message}`)).sort();
const changing = s => /^GET \/(exec|events)/.test(s);
let failed = 0;
const same = (what, x, y) => {
	const [s, t] = [new Set(x), new Set(y)];
	for (const v of x) if (!t.has(v)) { failed++; console.log(`FAILED: ${what}, in the sandbox only: ${v}`); }
	for (const v of y) if (!s.has(v)) { failed++; console.log(`FAILED: ${what}, without it only: ${v}`); }
};
same('verdict', verdicts(a), verdicts(b));
same('document', documents('with.ndjson').filter(d => !changing(d)),
    documents('without.ndjson').filter(d => !changing(d)));
const s = a.scan.sandbox;
if (!s.no_new_privs || s.capabilities.some(c => !/^(dac_override|dac_read_search|sys_ptrace|audit_control)$/.test(c)))
	{ failed++; console.log('FAILED: the sandbox is not what it should be:', JSON.stringify(s)); }
if (s.landlock === 0 || !s.seccomp)
	console.log('SKIPPED: not all of the sandbox holds here:', s.notes.join('; '));
if (b.scan.sandbox.landlock !== 0 || b.scan.sandbox.seccomp)
	{ failed++; console.log('FAILED: --no-sandbox leaves one'); }
console.log(`${verdicts(a).length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
END
node compare.mjs
