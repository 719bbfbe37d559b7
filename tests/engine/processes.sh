#!/bin/sh
# processes.sh: /proc and the engine say the same of what runs in containers; and where /proc says it,
# the engine is not asked. Runs beside the weak engine (run.sh), in a folder of its own.
set -u
program=${DOCKASSAY:-./dockassay}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99

cat >compare.mjs <<'END'
import fs from 'fs';
const documents = f => fs.readFileSync(f, 'utf8').trim().split('\n').map(JSON.parse);
const asked = f => documents(f).map(d => d.document).filter(n => /^GET .*\/top$/.test(n)).length;
const runtimes = documents('near.ndjson').filter(d => /^GET \/containers\/.*\/json$/.test(d.document))
    .map(d => JSON.parse(d.body)).filter(c => c.State?.Running).map(c => c.HostConfig.Runtime);
let failed = 0, passed = 0;
const is = (what, got, want) => {
	if (got === want) passed++;
	else { failed++; console.log(`FAILED: ${what}: ${got} instead of ${want}`); }
};
// A runtime that dockassay does not know might hide processes from the host: that engine is asked.
const known = runtimes.filter(r => /^(runc|crun|oci)$/.test(r)).length;
is('requests for processes', asked('near.ndjson'), runtimes.length - known);
is('requests for processes from afar', asked('far.ndjson'), runtimes.length);
is('requests for those of one container', asked('one.ndjson'), 0);
is('containers whose processes /proc tells', known > 10, true);
const findings = f => new Map(JSON.parse(fs.readFileSync(f)).checks.flatMap(c => c.findings.map(x =>
    [`${c.id} ${x.fingerprint}`, `${x.status} ${x.message} ${x.evidence?.map(e => e.observed).join()}`])));
const [near, far] = [findings('near.json'), findings('far.json')];
is('findings', near.size, far.size);
for (const [id, said] of near) is(id, said, far.get(id));
const sources = JSON.parse(fs.readFileSync('near.json')).checks.find(c => c.id === 'O-09').findings
    .filter(f => f.status === 'warn').flatMap(f => f.evidence.map(e => e.source));
is('evidence names /proc', sources.length > 0 && sources.every(s => /^\/proc\/\d+\/cmdline$/.test(s)), true);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
END

# In a process namespace of its own a scan does not see the containers' processes, and asks for all.
# Health checks come and go: where both scans do not see the same the first time, they look again.
for try in 1 2 3; do
	"$program" -q --profile full -c 5.7,O-09 -o json:near.json --snapshot near.ndjson
	unshare --pid --fork --mount-proc "$program" -q --profile full -c 5.7,O-09 -o json:far.json \
	    --snapshot far.ndjson
	"$program" -q --profile full -c 5.7,O-09 -i web -o json:one.json --snapshot one.ndjson
	node compare.mjs >out && break
	[ $try -lt 3 ] || { cat out; exit 1; }
done
cat out
"$program" --from near.ndjson -q --profile full -c 5.7,O-09 -o json:again.json
"$program" --from near.ndjson -q --profile full -c 5.7,O-09 -o json:more.json
cmp again.json more.json || exit 1
sed -n '/"checks"/,$p' near.json | grep '"fingerprint"\|"status"\|"source"\|"observed"' >near.said
sed -n '/"checks"/,$p' again.json | grep '"fingerprint"\|"status"\|"source"\|"observed"' >again.said
cmp near.said again.said
