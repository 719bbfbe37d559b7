// seeds.mjs DIR [REPORT MARKED-REPORT]: first inputs for every target, from the demonstration, the tests'
// fixtures and two reports of the demonstration, one of them with waivers and a baseline.
import fs from 'node:fs';
import path from 'node:path';

const top = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const out = process.argv[2];
const read = (name) => fs.readFileSync(path.join(top, name), 'utf8');
const counts = new Map();

function seed(target, text) {
  const dir = path.join(out, target);
  const n = counts.get(target) ?? 0;
  counts.set(target, n + 1);
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(path.join(dir, `seed-${String(n).padStart(3, '0')}`), text);
}

const demo = read('templates/demo.ndjson').trim().split('\n');
const documents = demo.map((l) => JSON.parse(l)).filter((d) => d.document && d.state === 'ok');

// One document of each kind with the lists that it hangs on; a whole small host for the formats.
const kinds = new Map();
for (const d of documents) {
  const kind = d.document.replace(/[0-9a-f]{12,}/, 'ID').replace(/^(file|tree):.*\//, '$1:');
  if (!kinds.has(kind) && d.document !== 'meta') kinds.set(kind, d);
}
const line = (d) => `${d.document}\n${d.body}\0`;
const small = [...kinds.values()].filter((d) => d.body.length < 6000);
for (const d of small) seed('documents', line(d));
const list = documents.find((d) => d.document === 'GET /containers/json');
const one = JSON.parse(list.body).slice(0, 1);
const inspect = documents.find((d) => d.document === `GET /containers/${one[0].Id}/json`);
const container = `GET /containers/json\n${JSON.stringify(one)}\0${line(inspect)}`;
seed('documents', container);
const images = JSON.parse(documents.find((d) => d.document === 'GET /images/json').body).slice(0, 1);
const ofImage = documents.filter((d) => d.document.startsWith(`GET /images/${images[0].Id}/`));
const image = `GET /images/json\n${JSON.stringify(images)}\0${ofImage.map(line).join('')}`;
seed('documents', image);
seed('formats', container);
seed('formats', image);
seed('formats', small.slice(0, 12).map(line).join(''));

// Small ones: what is long is mutated slowly, and cut where run.sh says.
const small_lines = demo.slice(1, -1).filter((l) => l.length < 1500);
for (let i = 0; i < small_lines.length && i < 60; i += 6)
  seed('snapshot', [demo[0], ...small_lines.slice(i, i + 6), demo[demo.length - 1]].join('\n') + '\n');
seed('snapshot', [...demo.slice(0, 2), demo[demo.length - 1]].join('\n') + '\n');

for (const d of documents) {
  if (!d.document.startsWith('file:')) continue;
  const { content } = JSON.parse(d.body);
  if (typeof content !== 'string' || content.length > 8000) continue;
  const name = d.document.slice(5);
  seed('host', `${name}\n${content}`);
  if (/audit/.test(name)) seed('audit', content);
  if (/daemon.json$/.test(name)) seed('daemon', content);
  if (/\.(service|socket|conf|toml)$/.test(name)) seed('words', content);
  if (/BEGIN CERT/.test(content)) seed('certificates', content);
  seed('mask', content);
}
for (const d of documents)
  if (/^proc:|^kernel:/.test(d.document) && d.body.length < 8000) seed('host', `${d.document}\n${d.body}`);
seed('audit', '-w /usr/bin/dockerd -p wa -k docker\n-a always,exit -F path=/etc/docker -F perm=wa\n-D\n-e 2\n');
seed('daemon', '{"icc":false,"hosts":["tcp://0.0.0.0:2376","unix:///run/docker.sock"],"tlsverify":true,"tlscacert":"/etc/ca.pem","log-opts":{"max-size":"10m"},"default-ulimits":{"nofile":{"Name":"nofile","Hard":64,"Soft":64}},"insecure-registries":["10.0.0.0/8"],"userns-remap":"default"}');

const build = path.join(top, 'tests/fixtures/clean-build');
for (const file of fs.readdirSync(build)) {
  for (const [name, body] of Object.entries(JSON.parse(fs.readFileSync(path.join(build, file))))) {
    if (name.startsWith('dockerfile:')) seed('dockerfile', typeof body === 'string' ? body : JSON.stringify(body));
    if (name.startsWith('compose:')) seed('compose', typeof body === 'string' ? body : JSON.stringify(body));
  }
}
seed('dockerfile', '# syntax=docker/dockerfile:1\n# escape=`\nARG V=1\nFROM --platform=$BUILDPLATFORM debian:${V:-12} AS base\nRUN <<EOF\napt-get update && apt-get install -y curl sudo\nEOF\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -k https://x.example/i.sh | bash\nCOPY --from=base --chown=0:0 . /\nONBUILD ADD http://x.example/a.tar /\nENV TOKEN=abc \\\n  B="c d"\nUSER root\nHEALTHCHECK NONE\n');
seed('compose', 'name: x\ninclude: [other.yaml]\nx-a: &a {restart: always}\nservices:\n  web:\n    <<: *a\n    image: "nginx:${TAG:-latest}"\n    privileged: true\n    ports: ["80:80", "127.0.0.1:8000-8001:8000-8001/udp", {target: 5, published: "6"}]\n    volumes: ["/:/host:rw", {type: bind, source: /var/run/docker.sock, target: /s}]\n    cap_add: [ALL]\n    environment: {PASSWORD: "${P:?no}"}\n    deploy: {resources: {limits: {memory: 1g, pids: 3}}}\n    extends: {service: base}\n  base: {build: {context: ., dockerfile_inline: "FROM scratch"}, pid: host}\nsecrets: {s: {file: ./s}}\n');

seed('waivers', 'waivers:\n  - check: [5.5, "R-*"]\n    subject: {kind: container, name: "web*", label: "a=b"}\n    justification: needed\n    owner: ops\n    expires: 2099-01-01\nattestations:\n  - check: "2.1"\n    subject: "*"\n    by: A\n    on: 2026-01-01\n    until: 2027-01-01\n    evidence: minutes\n');
seed('config', 'profile: mine\nfail_on: [high, new]\nseverities: {"5.4": low}\nprotect: [5.5]\nprofiles:\n  mine: {base: standard, include_checks: ["5"], exclude_checks: [5.1]}\noutput: ["json:r.json"]\n');
for (const d of small.slice(0, 40)) if (d.body.length < 2000) seed('mask', d.body);
for (const file of ['dockerfile', 'compose'])
  for (const f of fs.readdirSync(path.join(out, file))) seed('mask', fs.readFileSync(path.join(out, file, f)));
seed('mask', 'services:\n  a:\n    environment:\n      DB_PASSWORD: &p "hunter2"\n      T: |\n        token: abc\n      U: *p\n    command: [--password, x, "https://u:p@h/"]\n');
seed('mask', '[{"Id":"x","CreatedBy":"RUN |1 TOKEN=abc /bin/sh -c curl -u a:b https://u:p@h/"}]');
seed('mask', '{"Labels":{"api.t\\u006fken":"x"},"Cmd":["\\u002d-password","a\\n\\/b \\ud83d\\ude00 \\u0041KIAIOSFODNN7EXAMPLE"]}');
seed('mask', 'DB_PASSWORD=hunter2 --token abc https://u:p@h.example/ -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----\n');
const tar = Buffer.alloc(1024);
tar.write('etc/os-release'); tar.write('0000644', 100); tar.write('00000000003', 124); tar.write('0', 156); tar.write('ustar', 257); tar.write('ID=', 512);
let sum = 0; for (let i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? 32 : tar[i];
tar.write(sum.toString(8).padStart(6, '0') + '\0 ', 148);
seed('tar', tar);
if (!counts.has('certificates')) seed('certificates', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
if (!counts.has('words')) seed('words', '[Service]\nExecStart=/usr/bin/dockerd -H fd:// \\\n  $OPTS\nEnvironment="A=b c"\n[grpc]\naddress = "/run/c.sock"\n');
// Of a report a check of each status, with a finding or two, and of the gate no more than names it.
function excerpt(file, host, from) {
  const report = JSON.parse(fs.readFileSync(file));
  const wanted = [(f) => f.waiver, (f) => f.baseline === 'new',
    ...['warn', 'error', 'note', 'pass', 'skip'].map((s) => (f) => f.status === s)];
  const checks = wanted.map((w) => report.checks.slice(from).find((c) => c.findings.some(w))).filter(Boolean)
    .map((c) => ({ ...c, findings: c.findings.slice(0, 2) }));
  for (const rule of report.gate.rules) rule.findings = rule.findings.slice(0, 1);
  const scan = { ...report.scan, host, engine: { ...report.scan.engine, id: `ID-${host}` } };
  return JSON.stringify({ ...report, scan, checks, resolved: report.resolved.slice(0, 2) });
}
const [plain, marked] = process.argv.slice(3);
if (plain) {
  const one = excerpt(plain, 'one', 0), two = excerpt(plain, 'two', 60), three = excerpt(marked, 'three', 0);
  for (const text of [one, three]) {
    seed('report', text);
    seed('baseline', text);
  }
  seed('merge', `${one}\0${two}\0`);
  seed('merge', `${one}\0${one.replace(/2026/g, '2025')}\0${demo[0]}\n\0`); // older; a snapshot
  seed('merge', `earlier\n${two}\0${two}\0${three}\0`);
}
seed('baseline', '{"dockerbenchsecurity":"1.6.0","start":1,"tests":[{"id":"5","desc":"x","results":[{"id":"5.4","desc":"d","result":"WARN","details":"x: web","items":["web"]}]}],"checks":1,"score":0,"end":2}');
seed('baseline', '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"dockassay","rules":[{"id":"5.4"}]}},"results":[{"ruleId":"5.4","level":"error","message":{"text":"m"},"partialFingerprints":{"dockassay/1":"0000000000000000000000000000000000000000000000000000000000000000"}}]}]}');
