// compare.mjs REPORT.json TRUTH INSPECT.json: holds a report against the truth table, and against
// what docker inspect says, judged a second time here for the fields that allow it.
//
// A line of the table is "CHECK SUBJECT KEY STATUS [ENGINE] [# why]"; a KEY of * is any. With ENGINE it
// holds on that one only: "docker", "docker<25", "docker>=25", "podman>=5". A line "@ENGINE # why" says
// so for all below it, up to "@all".
import fs from 'node:fs';

const [reportFile, truthFile, inspectFile] = process.argv.slice(2);
const report = JSON.parse(fs.readFileSync(reportFile));
const checks = new Map(report.checks.map((c) => [c.id, c]));
let passed = 0;
let failed = 0;

function expect(ok, text) {
  if (ok) passed++;
  else {
    failed++;
    console.log(`FAILED: ${text}`);
  }
}

// Podman gives images of no registry Docker Hub's name.
const short = (name) => name.replace(/^docker\.io\//, '').replace(/^localhost\//, '');

function findings(id, name) {
  return (checks.get(id)?.findings ?? []).filter((f) => short(f.subject.name) === name);
}

const engine = report.scan.engine.name === 'Podman Engine' ? 'podman' : 'docker';
const version = parseFloat(report.scan.engine.version);

function isHere(where) {
  const [, name, how, bound] = /^(docker|podman)(?:(<|>=)([0-9.]+))?$/.exec(where) ?? [];
  if (name === undefined) throw new Error(`the truth table names an engine that is none: ${where}`);
  return name === engine && (how === undefined || (how === '<' ? version < +bound : version >= +bound));
}

let section = true;
let elsewhere = 0;
for (const line of fs.readFileSync(truthFile, 'utf8').split('\n')) {
  if (line === '' || line.startsWith('#')) continue;
  const [text, why] = line.split(/ +# +/);
  if (text.startsWith('@')) {
    section = text === '@all' || isHere(text.slice(1));
    continue;
  }
  const [id, name, key, status, where] = text.split(' ');
  if (where !== undefined && why === undefined) throw new Error(`the truth table does not say why: ${line}`);
  if (!section || (where !== undefined && !isHere(where))) {
    elsewhere++;
    continue;
  }
  const found = findings(id, name);
  const ok = found.some((f) => f.status === status && (key === '*' || f.key === key));
  expect(ok, `${line}: found ${found.map((f) => `${f.status} ${f.key}`).join('; ') || 'nothing'}`);
}

const rules = {
  '5.5': (c) => !c.HostConfig.Privileged,
  '5.11': (c) => c.HostConfig.Memory > 0,
  '5.13': (c) => c.HostConfig.ReadonlyRootfs,
  '5.16': (c) => c.HostConfig.PidMode !== 'host',
  '5.17': (c) => c.HostConfig.IpcMode !== 'host',
  '5.21': (c) => c.HostConfig.UTSMode !== 'host',
  '5.29': (c) => (c.HostConfig.PidsLimit ?? 0) > 0,
  '5.27': (c) => !['NONE', undefined].includes(c.Config.Healthcheck?.Test?.[0]),
  '4.1': (c) => !/^(0*|root)(:.*)?$/.test(c.Config.User),
  '5.12': (c) => c.HostConfig.NanoCpus > 0 || c.HostConfig.CpuQuota > 0 ||
    ![0, 1024].includes(c.HostConfig.CpuShares) || c.HostConfig.CpusetCpus !== '',
};
for (const c of JSON.parse(fs.readFileSync(inspectFile))) {
  const name = c.Name.replace(/^\//, '');
  if (name.startsWith('shop.')) continue; // the Swarm starts it when it likes, after the scan too
  for (const [id, rule] of Object.entries(rules)) {
    if (id === '5.17' && engine === 'podman' && version < 5) continue; // it tells no truth there
    const want = rule(c) ? 'pass' : 'warn';
    const got = findings(id, name).map((f) => f.status);
    expect(got.length === 1 && got[0] === want, `${id} ${name}: inspect says ${want}, report ${got}`);
  }
}

for (const c of report.checks) {
  for (const f of c.findings) {
    if (f.status === 'pass' || f.status === 'warn')
      expect(f.evidence.length > 0, `${c.id} ${f.subject.name}: a verdict without evidence`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
