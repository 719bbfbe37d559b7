// fleet.mjs: the reports of several hosts as one document of each format: held against the same judges as
// one host's, and its numbers against the JSON of the merge.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Skip, bySchema, commands, count, differences, dockassay, duplicates, parsed, parsedLines, run, skipped, top, unsafeCharacters, verdict } from './harness.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const aboutOneHost = ['dbs-json', 'dbs-text'];
const schema = path.join(top, 'docs/fleet.schema.json');

// What judges of one host's document look for, and a document of many has otherwise.
const otherwise = {
  json: {
    schema: (text) => parsed(text, (v) => bySchema(schema, [v])),
    sums: (text) => parsed(text, sums),
  },
  lines: { columns: (text) => rows(text).filter((l) => l.split('\t').length !== 8).map((l) => `not eight columns: ${l}`) },
};
// A test that stands for a host has no diagnostics of its own; reports that cannot be read have no engine.
const expected = { tap: /: diagnostics could not be read$/, junit: /^reports that could not be read: no properties$/ };

const rows = (text) => text.split('\n').filter((l) => l !== '');

function sums(fleet) {
  const statuses = fleet.hosts.flatMap((h) => h.report.checks.flatMap((c) => c.findings.map((f) => f.status)));
  const warns = (c) => fleet.hosts.filter((h) => h.report.checks.some((x) => x.id === c.id &&
    x.findings.some((f) => f.status === 'warn' && f.waiver === null && (f.baseline === null || f.baseline === 'new')))).length;
  return [
    ...differences(count(statuses), fleet.summary.findings),
    ...differences({ hosts: fleet.hosts.length }, { hosts: fleet.host_count }),
    ...duplicates(fleet.hosts.map((h) => h.name)),
    ...fleet.checks.filter((c) => c.hosts.warn !== warns(c)).map((c) => `${c.id}: ${c.hosts.warn} hosts fail, and ${warns(c)} have findings`),
    ...fleet.checks.filter((c) => Object.values(c.hosts).reduce((a, b) => a + b) !== fleet.host_count).map((c) => `${c.id}: hosts do not add up`),
  ];
}

const findings = (fleet) => fleet.hosts.flatMap((h) => h.report.checks.flatMap((c) => c.findings.map((f) => ({ host: h.name, ...f }))));
const alerts = (fleet) => findings(fleet).filter((f) => f.status === 'warn' && f.waiver === null);

// The same number of findings, host by host, in each format that has all of them.
const perHost = {
  ndjson: (t) => parsedLines(t, (v) => v.map((x) => x.host)),
  opensearch: (t) => parsedLines(t, (v) => v.filter((x) => x.host !== undefined).map((x) => x.host)),
  ocsf: (t) => parsedLines(t, (v) => v.map((x) => x.device.hostname)),
  lines: (t) => rows(t).map((l) => l.split('\t')[0]),
  // in the order of the hosts
  oscal: (t, hosts) => JSON.parse(t)['assessment-results'].results.flatMap((r, i) => r.observations.map(() => hosts[i])),
  xccdf: (t, hosts) => t.split('<TestResult').slice(1).flatMap((r, i) => Array(r.split('<rule-result').length - 1).fill(hosts[i])),
};
const perHostAlerts = {
  sarif: (t) => { const [r] = JSON.parse(t).runs; return r.results.map((x) => r.invocations[x.provenance.invocationIndex].machine); },
  gitlab: (t, hosts) => JSON.parse(t).map((x) => hosts.find((h) => x.description.startsWith(`${h}: `))),
  sonarqube: (t, hosts) => JSON.parse(t).issues.map((x) => hosts.find((h) => x.primaryLocation.message.startsWith(`${h}: `))),
};

function agrees(format, text, fleet) {
  const of = perHost[format] ?? perHostAlerts[format];
  if (of === undefined) return [];
  const wanted = perHost[format] ? findings(fleet) : alerts(fleet);
  const got = of(text, fleet.hosts.map((h) => h.name));
  const names = new Map(fleet.hosts.map((h) => [h.name, h.name.replaceAll(/[\t\n]/g, ' ')]));
  const plain = (list) => count(list.map((h) => names.get(h) ?? h));
  return wanted.length === 0 ? ['the test looks for nothing'] : differences(plain(got), plain(wanted.map((f) => f.host)));
}

export async function fleet(formats, ask) {
  fs.writeFileSync('hosts-base.json', dockassay(['--from', 'demo.ndjson', '-c', '1,2,4.1,5.4,5.5,5.31,R-01,R-02', '-f', 'json']).out);
  run('node', [path.join(here, '../fleet/hosts.mjs'), 'hosts-base.json', 'hosts', '4']);
  fs.writeFileSync('hosts/z.json', dockassay(['--from', 'hostile.ndjson', '-c', '5.4,R-01,1.1.1', '-f', 'json']).out);
  fs.writeFileSync('hosts/no.json', '{ "schema": "::error::x</script>"');
  const json = dockassay(['merge', 'hosts', '-f', 'json']);
  const all = JSON.parse(json.out);
  verdict('fleet: exit code', json.code === all.gate.exit_code && json.code === 1 ? [] : [`${json.code}`]);
  verdict('fleet: what cannot be read is named', all.unread.length === 1 && all.unread[0].file === 'hosts/no.json' ? [] : ['it is not']);
  for (const format of formats.filter((f) => !aboutOneHost.includes(f.format))) {
    const what = `fleet: ${format.name ?? format.format}`;
    const file = `fleet.${format.format}${format.extension ?? ''}`;
    dockassay(['merge', 'hosts', '-q', '-o', `${format.format}:${file}`, ...(format.options ?? [])]);
    const text = fs.readFileSync(file, 'utf8');
    verdict(`${what}: inert`, [...unsafeCharacters(text, format.format === 'csv' ? '\r' : ''),
      ...(format.hasCommands ? [] : commands(text).map((c) => `a build server's command: ${c}`))]);
    for (const [name, judge] of Object.entries(otherwise[format.format] ?? format.judges)) {
      try {
        const problems = await ask(judge, text, file);
        verdict(`${what}: ${name}`, problems.filter((p) => !expected[format.format]?.test(p)));
      } catch (e) {
        if (!(e instanceof Skip)) throw e;
        skipped(`${what}: ${name}`, e);
      }
    }
    if (!(format.options ?? []).includes('--sarif-all')) verdict(`${what}: agreement`, await ask(agrees, format.format, text, all));
  }
}
