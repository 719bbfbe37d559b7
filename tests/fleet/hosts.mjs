// hosts.mjs BASE DIR N [KEEP]: writes N hosts' reports into DIR, made from the report BASE, and no two
// alike: on each some of what warns passes. KEEP is how many checks stay.
import fs from 'node:fs';
import path from 'node:path';

const [, , base, dir, n, keep = '1000'] = process.argv;
const report = JSON.parse(fs.readFileSync(base));
report.checks = report.checks.slice(0, Number(keep));

// The same numbers each time.
let seed = 1;
const random = () => { seed = (seed * 48271) % 2147483647; return seed / 2147483647; };

fs.mkdirSync(dir, { recursive: true });
for (let i = 0; i < Number(n); i++) {
  const name = `host-${String(i).padStart(5, '0')}`;
  const weak = random();
  const host = { ...report, scan: { ...report.scan, host: name, engine: { ...report.scan.engine, id: `ENGINE-${i}` } } };
  host.checks = report.checks.map((c) => ({
    ...c,
    findings: c.findings.map((f) => (f.status !== 'warn' || random() < weak ? f : { ...f, status: 'pass', baseline: null, waiver: null })),
  }));
  fs.writeFileSync(path.join(dir, `${name}.json`), JSON.stringify(host));
}
