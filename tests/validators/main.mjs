// main.mjs: renders three snapshots in every format and has each judged; shows that every judge
// refuses a broken sample; holds the numbers in every format against the JSON report.
import fs from 'node:fs';
import path from 'node:path';
import { Skip, close, commands, dockassay, run, skipped, top, unsafeCharacters, verdict, program } from './harness.mjs';
import { clean, read, write } from '../fixtures/snapshots.mjs';
import { hostile, hostileReport } from '../fixtures/hostile.mjs';
import csv from './judges/csv.mjs';
import { json as dbsJson, text as dbsText } from './judges/dbs.mjs';
import github from './judges/github.mjs';
import gitlab from './judges/gitlab.mjs';
import json from './judges/json.mjs';
import junit, { junitBySubject } from './judges/junit.mjs';
import markdown from './judges/markdown.mjs';
import ndjson from './judges/ndjson.mjs';
import ocsf from './judges/ocsf.mjs';
import opensearch from './judges/opensearch.mjs';
import oscal from './judges/oscal.mjs';
import prometheus from './judges/prometheus.mjs';
import sarif, { sarifAll } from './judges/sarif.mjs';
import sonarqube from './judges/sonarqube.mjs';
import tap from './judges/tap.mjs';
import { columns, text } from './judges/text.mjs';
import xccdf from './judges/xccdf.mjs';
import { fleet } from './fleet.mjs';
import { stability } from './stability.mjs';

const all = [json, ndjson, opensearch, sarif, sarifAll, junit, junitBySubject, xccdf, oscal, ocsf, gitlab, github, sonarqube, prometheus, tap,
  csv, markdown, text, columns, dbsJson, dbsText];
const wanted = (process.env.JUDGES ?? '').split(' ').filter((n) => n !== '');
const formats = all.filter((f) => wanted.length === 0 || wanted.includes(f.format));

// Judges are functions that give problems; one that throws has found one, too.
async function ask(judge, ...args) {
  try {
    return await judge(...args);
  } catch (e) {
    if (e instanceof Skip) throw e;
    return [`${e.stack ?? e}`];
  }
}

async function asked(what, ...args) {
  try {
    verdict(what, await ask(...args));
  } catch (e) {
    skipped(what.replace(/^[a-z]+: /, ''), e);
  }
}

// What holds for every format, whatever is in the snapshot.
function inert(format, content) {
  let plain;
  try {
    plain = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return ['not valid UTF-8'];
  }
  return [
    ...unsafeCharacters(plain, format.format === 'csv' ? '\r' : ''),
    ...(format.hasCommands ? [] : commands(plain).map((c) => `a build server's command: ${c}`)),
    ...(plain.length > 64 << 20 ? ['far too long'] : []),
  ];
}

const started = Date.now();
const seconds = () => ((Date.now() - started) / 1000).toFixed(1);

async function judged(snapshot, source, report, format) {
  const file = `report-${snapshot}.${format.name ?? format.format}${format.extension ?? ''}`;
  const r = dockassay([...source, '-q', '-o', `${format.format}:${file}`, ...(format.options ?? [])]);
  const content = fs.readFileSync(file);
  const plain = content.toString();
  const what = `${snapshot}: ${format.name ?? format.format}`;
  verdict(`${what}: exit code`, r.code === report.gate.exit_code ? [] : [`${r.code} in place of ${report.gate.exit_code}`]);
  verdict(`${what}: stderr`, r.err === '' ? [] : [r.err]);
  verdict(`${what}: inert`, inert(format, content));
  for (const [name, judge] of Object.entries(format.judges)) await asked(`${what}: ${name}`, judge, plain, file);
  await asked(`${what}: agreement`, format.agrees, plain, report, file);
  if (process.env.TIMES) console.log(`${seconds()} s: ${what}`);
  return plain;
}

// The test of the test: the named judge must refuse our own output after an edit.
async function broken(format, plain) {
  const what = format.name ?? format.format;
  for (const [name, edit, judge] of format.broken) {
    const sample = edit(plain);
    const file = `broken.${what}${format.extension ?? ''}`;
    fs.writeFileSync(file, sample);
    if (sample === plain) {
      verdict(`broken ${what}: ${name}`, ['the edit changes nothing']);
      continue;
    }
    try {
      const problems = await ask(format.judges[judge], sample, file);
      verdict(`broken ${what}: ${name}`, problems.length > 0 ? [] : [`${judge} does not see it`]);
    } catch (e) {
      skipped(`${what}: ${judge}`, e);
    }
  }
  const unseen = Object.keys(format.judges).filter((j) => format.broken.length > 0 && !format.broken.some((b) => b[2] === j));
  verdict(`broken ${what}: every judge refuses something`, unseen);
}

// The same number of each status in all formats needs a snapshot that has each status.
function worthIt(snapshot, report) {
  const lacking = Object.entries(report.summary.findings).filter(([, n]) => n === 0).map(([s]) => s);
  verdict(`${snapshot}: has findings of every status`, lacking);
}

// A NUL refuses the document that holds it: nothing in it may then count as seen.
function nul(demo) {
  const documents = structuredClone(demo);
  const victim = documents.find((d) => d.document.endsWith('/json') && d.body.includes('"/vanilla"'));
  victim.body = victim.body.replace('"/vanilla"', '"/vanilla\\u0000"');
  write('nul.ndjson', documents);
  const report = JSON.parse(dockassay(['--from', 'nul.ndjson', '-f', 'json']).out);
  const before = JSON.parse(dockassay(['--from', 'demo.ndjson', '-f', 'json']).out);
  const rested = report.checks.flatMap((c) => c.findings.filter((f) => f.evidence.some((e) => e.source === victim.document) && f.status !== 'error').map((f) => `${c.id}: ${f.message}`));
  verdict('a NUL in a document: no verdict rests on it', rested);
  verdict('a NUL in a document: more could not be assessed', report.summary.findings.error > before.summary.findings.error ? [] : ['no more than before']);
  const line = fs.readFileSync('demo.ndjson', 'utf8').replace('"document":"GET /version"', '"document":"GET /ver\\u0000sion"');
  fs.writeFileSync('nul-line.ndjson', line);
  const r = run(program, ['--from', 'nul-line.ndjson', '-f', 'json']);
  verdict('a NUL in a line of a snapshot: refused', r.code === 2 && r.out === '' ? [] : [`exit code ${r.code}`]);
}

// A report whose names or words are not those of a report is refused.
function strange() {
  const report = dockassay(['demo', '-c', '5.4', '-f', 'json']).out;
  const changes = { 'the id of a check': (r) => (r.checks[0].id = 'x"} 1'), 'a section': (r) => (r.checks[0].section_id = 'a b'),
    'where it is from': (r) => (r.scan.source = 'me'), 'a status': (r) => (r.checks[0].findings[0].status = 'bad') };
  for (const [what, change] of Object.entries(changes)) {
    const value = JSON.parse(report);
    change(value);
    fs.writeFileSync('strange.json', JSON.stringify(value));
    const r = run(program, ['render', 'strange.json', '-f', 'prometheus']);
    verdict(`a strange report is refused: ${what}`, r.code === 2 && r.out === '' && r.err.split('\n').length === 2 ? [] : [`${r.code} ${r.out}${r.err}`]);
  }
}

const demo = read(path.join(top, 'templates/demo.ndjson'));
write('demo.ndjson', demo);
write('clean.ndjson', clean());
write('hostile.ndjson', hostile(demo));

const known = dockassay(['list', 'formats']).out.split('\n').map((l) => l.split(' ')[0]).filter((n) => n !== '');
const unjudged = known.filter((n) => n !== 'html' && !all.some((f) => f.format === n));
verdict('every format has its judges (html: html.sh)', unjudged);

// Build files are scanned without an engine; their names and texts are an attacker's, too.
fs.writeFileSync('a Dockerfile%20:#?', 'FROM debian:10\nENV API_TOKEN abc\nRUN sudo id\nLABEL "::error::x"="\u001b[31m]]>"\n');
fs.writeFileSync('compose.yaml', 'services:\n  "=cmd ::error::x ##[error]x | </script>\\e[31m":\n    image: "nginx:latest"\n    privileged: true\n');
const build = ['scan', '--dockerfile', 'a Dockerfile%20:#?', '--compose', 'compose.yaml'];

const sources = { build };
for (const snapshot of ['demo', 'clean', 'hostile']) sources[snapshot] = ['--from', `${snapshot}.ndjson`];
fs.writeFileSync('report.json', JSON.stringify(hostileReport(JSON.parse(dockassay(['demo', '-c', '5,4,K', '-f', 'json']).out))));
sources.render = ['render', 'report.json'];
for (const [snapshot, source] of Object.entries(sources)) {
  const report = JSON.parse(dockassay([...source, '-f', 'json']).out);
  if (snapshot === 'demo' || snapshot === 'hostile') worthIt(snapshot, report);
  for (const format of formats) {
    const plain = await judged(snapshot, source, report, format);
    if (snapshot === (format.sample ?? 'demo')) await broken(format, plain);
  }
}
nul(demo);
strange();
await stability(demo, known);
await fleet(formats, ask);
process.exitCode = close();
