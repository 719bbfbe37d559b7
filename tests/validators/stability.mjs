// stability.mjs: the same snapshot gives the same bytes everywhere, and the same host gives the same
// places and fingerprints after its containers were made again.
import fs from 'node:fs';
import { createHash } from 'node:crypto';
import { dockassay, lines, require, run, verdict } from './harness.mjs';
import { write } from '../fixtures/snapshots.mjs';

// Locales are made here where their sources are installed: nothing on the machine is changed.
function locales() {
  const names = [];
  for (const name of ['de_DE', 'tr_TR']) {
    try {
      if (fs.existsSync(`/usr/share/i18n/locales/${name}`)) {
        run('localedef', ['-i', name, '-f', 'UTF-8', `./${name}.UTF-8`]);
        names.push(`${name}.UTF-8`);
      }
    } catch {
      // no localedef: the others are enough
    }
  }
  return names;
}

function rendered(snapshot, formats, env) {
  const outputs = formats.flatMap((f) => ['-o', `${f}:same.${f}`]);
  dockassay(['--from', snapshot, '-q', ...outputs], { env: { PATH: process.env.PATH, ...env } });
  return formats.map((f) => fs.readFileSync(`same.${f}`));
}

function sameBytes(formats) {
  const want = rendered('demo.ndjson', formats, {});
  const environments = [{ LC_ALL: 'C.UTF-8', LANG: 'C.UTF-8' }, { TZ: 'Asia/Tokyo' }, { SOURCE_DATE_EPOCH: '1' }, { COLUMNS: '40', TERM: 'xterm-256color' },
    { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }, ...locales().map((l) => ({ LC_ALL: l, LOCPATH: process.cwd() }))];
  for (const env of environments) {
    const got = rendered('demo.ndjson', formats, env);
    const differing = formats.filter((f, i) => !want[i].equals(got[i]));
    verdict(`the same bytes with ${JSON.stringify(env)}`, differing);
  }
}

// Everything by which a consumer takes two findings for the same.
const identities = {
  json: (t) => JSON.parse(t).checks.flatMap((c) => c.findings.map((f) => [c.id, f.status, f.fingerprint, f.subject.name])),
  ndjson: (t) => lines(t).map((l) => JSON.parse(l)).map((f) => [f.check, f.fingerprint]),
  sarif: (t) => JSON.parse(t).runs[0].results.map((r) => [r.ruleId, r.locations, r.partialFingerprints]),
  gitlab: (t) => JSON.parse(t).map((e) => [e.fingerprint, e.location]),
  sonarqube: (t) => JSON.parse(t).issues.map((i) => [i.ruleId, i.primaryLocation.filePath]),
  ocsf: (t) => lines(t).map((l) => JSON.parse(l)).map((e) => [e.finding_info.uid, e.resources]),
  oscal: (t) => [...t.matchAll(/"[a-z-]*uuid": "([^"]+)"/g)].map((m) => m[1]),
  junit: (t) => [...t.matchAll(/<testcase name="([^"]*)" classname="([^"]*)"/g)].map((m) => [m[1], m[2]]),
  xccdf: (t) => [...t.matchAll(/idref="([^"]*)"|<instance[^>]*>([^<]*)/g)].map((m) => [m[1], m[2]]),
  csv: (t) => require('papaparse').parse(t, { header: true }).data.map((r) => [r.check, r.fingerprint, r.subject]),
  github: (t) => [...t.matchAll(/^::[a-z]+ file=[^:]*/gm)].map((m) => m[0]),
  tap: (t) => [...t.matchAll(/^(not )?ok \d+ - [^#\n]*/gm)].map((m) => m[0]),
};

function compare(what, snapshot, formats = Object.keys(identities), filter = () => true) {
  const got = rendered(snapshot, formats, {});
  const want = rendered('demo.ndjson', formats, {});
  formats.forEach((f, i) => {
    const of = (content) => identities[f](content.toString()).filter(filter).map((x) => JSON.stringify(x)).sort();
    const [a, b] = [of(want[i]), of(got[i])];
    const gone = a.filter((x) => !b.includes(x));
    const problems = a.length === 0 ? ['nothing to compare'] : [...gone.map((x) => `gone: ${x}`), ...b.filter((x) => !a.includes(x)).map((x) => `new: ${x}`)];
    verdict(`${what}: ${f}`, problems);
  });
}

const other = (hex) => createHash('sha256').update(`other ${hex}`).digest('hex');

// The same containers from the same images, made again: all that an engine gives out is new.
function recreated(demo) {
  const ids = new Map();
  const text = JSON.stringify(demo);
  for (const [id] of text.matchAll(/\b[0-9a-f]{64}\b/g)) ids.set(id, other(id));
  // An image without a name has its id only: another one is another image.
  const images = JSON.parse(demo.find((d) => d.document === 'GET /images/json').body);
  for (const i of images) if (!i.RepoTags?.some((t) => !t.includes('<none>'))) ids.set(i.Id.slice(7), i.Id.slice(7));
  const short = new Map([...ids].map(([a, b]) => [a.slice(0, 12), b.slice(0, 12)]));
  const changed = text
    .replace(/\b[0-9a-f]{64}\b/g, (m) => ids.get(m))
    .replace(/\b[0-9a-f]{12}\b/g, (m) => short.get(m) ?? m)
    .replace(/(\\"(?:Created|StartedAt|CreatedAt)\\":\\")(\d{4}-\d\d-\d\dT\d\d:\d\d:)/g, '$1$2'.replace('$2', '2026-11-24T11:07:'))
    .replace(/172\.(1[78])\.0\.(\d+)/g, (m, net, n) => `172.${net}.0.${(Number(n) % 200) + 40}`);
  return JSON.parse(changed);
}

// The engine lists containers in another order.
function reversed(demo) {
  const documents = structuredClone(demo);
  const list = documents.find((d) => d.document === 'GET /containers/json');
  list.body = JSON.stringify(JSON.parse(list.body).reverse());
  const isOne = (d) => /^GET \/containers\/[0-9a-f]{64}\/json$/.test(d.document);
  const ones = documents.filter(isOne).reverse();
  return documents.map((d) => (isOne(d) ? ones.shift() : d));
}

export async function stability(demo, formats) {
  sameBytes(formats);
  write('recreated.ndjson', recreated(demo));
  compare('containers made again', 'recreated.ndjson');
  write('reversed.ndjson', reversed(demo));
  const strip = (content) => content.toString().replace(/"snapshot_sha256": "[0-9a-f]*"/, '');
  const [want, got] = ['demo.ndjson', 'reversed.ndjson'].map((s) => rendered(s, formats, {}).map(strip));
  verdict('containers in another order', formats.filter((f, i) => f !== 'html' && want[i] !== got[i]));
  // A new tag is a new image, but the container's findings stay the same.
  write('retagged.ndjson', JSON.parse(JSON.stringify(demo).replaceAll('demo/base:1', 'demo/base:2')));
  const ofContainer = (x) => JSON.stringify(x).includes('docker/container/');
  compare('an image with a new tag', 'retagged.ndjson', ['sarif', 'gitlab', 'sonarqube', 'github'], ofContainer);
}
