// JUnit by the schema of Jenkins and by that of Ant, the strictest dialect; two readers must count
// what the JSON report counts.
import fs from 'node:fs';
import { byExitCode, differences, duplicates, load, require, run, schemaFile } from '../harness.mjs';

const xsd = (name) => (text, file) => byExitCode('xmllint', ['--noout', '--huge', '--schema', schemaFile(name), file]);

function xpath(file, expression) {
  const r = run('xmllint', ['--huge', '--xpath', expression, file]);
  return r.code === 0 ? r.out.trim() : '';
}

function read(text) {
  return load('junit2json').then(({ parse }) => parse(text));
}

// A name is a case's identity; the message must be in the body for readers that lose attributes.
async function asserts(text) {
  const problems = [];
  for (const suite of (await read(text)).testsuite) {
    const cases = suite.testcase ?? [];
    problems.push(...duplicates(cases.map((c) => `${c.classname} ${c.name}`)).map((d) => `twice: ${d}`));
    for (const c of cases) {
      for (const outcome of [...(c.failure ?? []), ...(c.error ?? [])]) {
        if (!outcome.inner?.trimStart().startsWith(outcome.message.trim())) problems.push(`${c.name}: the message is not in the body`);
      }
      if (!c.classname?.includes('.')) problems.push(`${c.name}: no package`);
    }
    const number = (name) => cases.filter((c) => c[name]).length;
    problems.push(...differences({ tests: cases.length, failures: number('failure'), errors: number('error'), skipped: number('skipped') },
      { tests: suite.tests, failures: suite.failures, errors: suite.errors, skipped: suite.skipped }).map((d) => `${suite.name}: ${d}`));
    if (!suite.hostname || !suite.timestamp) problems.push(`${suite.name}: no hostname or time stamp`);
    if (!suite.properties?.some((p) => p.name === 'engine')) problems.push(`${suite.name}: no properties`);
  }
  return problems;
}

// The worst status of each group of findings.
const rank = ['skip', 'info', 'pass', 'note', 'error', 'warn'];

function bySubject(report) {
  const counts = Object.fromEntries(rank.map((s) => [s, 0]));
  for (const c of report.checks) {
    const groups = new Map();
    for (const f of c.findings) {
      const key = JSON.stringify([f.subject.kind, f.subject.name]);
      groups.set(key, Math.max(groups.get(key) ?? 0, rank.indexOf(f.status)));
    }
    if (groups.size === 0) counts[c.status]++;
    for (const r of groups.values()) counts[rank[r]]++;
  }
  return counts;
}

function agrees(text, report, file, counts) {
  const want = { tests: Object.values(counts).reduce((a, b) => a + b, 0), failures: counts.warn, errors: counts.error, skipped: counts.skip + counts.note };
  const result = require('test-results-parser').parse({ type: 'junit', files: [file] });
  const total = (k) => result.suites.reduce((n, s) => n + s[k], 0);
  const count = (element) => Number(xpath(file, `count(//testcase${element})`));
  return [
    ...differences({ tests: count(''), failures: count('[failure]'), errors: count('[error]'), skipped: count('[skipped]') }, want).map((d) => `xmllint: ${d}`),
    ...differences({ failures: total('failed'), errors: total('errors'), skipped: total('skipped') },
      { failures: want.failures, errors: want.errors, skipped: want.skipped }).map((d) => `test-results-parser: ${d}`),
  ];
}

const junit = {
  format: 'junit',
  extension: '.xml', // one of the readers goes by it
  judges: { jenkins: xsd('jenkins-junit-10.xsd'), ant: xsd('windyroad-JUnit.xsd'), asserts },
  broken: [
    ['an unknown element', (t) => t.replace('<properties>', '<outcome/><properties>'), 'jenkins'],
    ['a control character', (t) => t.replace('<system-out>', '<system-out>\u0001'), 'jenkins'],
    ['a testcase without a name', (t) => t.replace(/<testcase name="[^"]*"/, '<testcase'), 'jenkins'],
    ['a time stamp with a zone', (t) => t.replace(/timestamp="([^"]*)"/, 'timestamp="$1Z"'), 'ant'],
    ['no system-err', (t) => t.replace('<system-err/>', '').replace('<system-err></system-err>', ''), 'ant'],
    ['cut off', (t) => t.slice(0, t.length / 2), 'ant'],
    ['a wrong sum', (t) => t.replace(/failures="\d+"/, 'failures="999"'), 'asserts'],
    ['a name twice', (t) => t.replace(/<testcase name="[^"]*"/g, '<testcase name="same"'), 'asserts'],
    ['a body without the message', (t) => t.replace(/(<failure [^>]*>)/, '$1other '), 'asserts'],
  ],
  agrees: (text, report, file) => agrees(text, report, file, report.summary.checks_by_status),
};

export default junit;

export const junitBySubject = {
  ...junit,
  name: 'junit-by-subject',
  options: ['--junit-by=subject'],
  broken: [],
  agrees: (text, report, file) => agrees(text, report, file, bySubject(report)),
};
