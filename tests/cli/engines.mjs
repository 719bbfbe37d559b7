// engines.mjs judge|record FIXTURES REPORTS: see engines.sh.
//
// What each engine says in its newest API is held against FIXTURE.verdicts, line by line: "CHECK SUBJECT
// STATUS KEY". Asked in an older version it gets the same verdicts, but where that version does not tell
// a field: then the check says so, and is an ERROR.
import fs from 'node:fs';
import path from 'node:path';

const [mode, fixtures, reports] = process.argv.slice(2);
const scopes = ['daemon', 'container', 'image', 'network', 'volume', 'swarm', 'service'];
const untold = /does not tell|is too old to tell/;
let passed = 0;
let failed = 0;

function expect(ok, text) {
  if (ok) passed++;
  else if (++failed <= 40) console.log(`FAILED: ${text}`);
}

const lost = (f) => f.status === 'error' && !untold.test(f.message); // a matter of the host

// Names change from recording to recording.
function verdicts(name) {
  const report = JSON.parse(fs.readFileSync(path.join(reports, `${name}.json`)));
  const lines = new Map();
  for (const check of report.checks.filter((c) => scopes.includes(c.scope))) {
    for (const f of check.findings) {
      if (check.id === 'O-01') continue; // whether it is healthy by now
      if (f.subject.name.startsWith('shop.') || /^[0-9a-f]{64}$/.test(f.subject.name)) continue;
      lines.set(`${check.id} ${f.subject.name} ${f.status} ${f.key}`.trimEnd(), f);
    }
  }
  return lines;
}

const names = fs.readdirSync(fixtures).filter((n) => n.endsWith('.ndjson')).map((n) => n.slice(0, -7));
const newest = new Map();
for (const name of names) {
  const [, engine, minor] = /^(.*)-api-1\.(\d+)$/.exec(name);
  if (!(newest.get(engine)?.minor > +minor)) newest.set(engine, { name, minor: +minor });
}

for (const { name } of newest.values()) {
  const file = path.join(fixtures, `${name}.verdicts`);
  const now = verdicts(name);
  if (mode === 'record') fs.writeFileSync(file, [...now].filter(([, f]) => !lost(f)).map(([line]) => line).sort().join('\n') + '\n');
  const known = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
  const checks = new Set(known.map((line) => line.split(' ')[0]));
  for (const line of known) expect(now.has(line), `${name}: no longer "${line}"`);
  for (const [line, f] of now) {
    if (!lost(f) && checks.has(line.split(' ')[0])) expect(known.includes(line), `${name}: new is "${line}"`);
  }
}

for (const name of names) {
  const best = newest.get(name.replace(/-api-.*/, '')).name;
  if (best === name) continue;
  const [old, now] = [verdicts(name), verdicts(best)];
  for (const [line, f] of old) {
    expect(now.has(line) || lost(f) || (f.status === 'error' && untold.test(f.message)),
      `${name}: "${line}" (${f.message}) is not what ${best} says`);
  }
  const errors = new Set([...old].filter(([, f]) => f.status === 'error').map(([line]) => line.split(' ').slice(0, 2).join(' ')));
  for (const line of now.keys()) {
    const [id, subject] = line.split(' ');
    expect(old.has(line) || errors.has(`${id} ${subject}`), `${name}: lacks "${line}"`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
