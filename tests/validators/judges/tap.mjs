// TAP by two readers: node's tap-parser, strictly, and Perl's prove, which knows version 13.
import fs from 'node:fs';
import { byExitCode, count, differences, require, run } from '../harness.mjs';

function read(text) {
  const { Parser } = require('tap-parser');
  const events = Parser.parse(text, { strict: true, bail: false });
  return { asserts: events.filter((e) => e[0] === 'assert').map((e) => e[1]), end: events.find((e) => e[0] === 'complete')[1] };
}

// Tests that are "not ok" are no problem of the format.
function strict(text) {
  const { asserts, end } = read(text);
  const problems = end.failures.filter((f) => f.tapError).map((f) => f.tapError);
  if (!end.plan || end.plan.end !== asserts.length) problems.push(`plan ${end.plan?.end}, tests ${asserts.length}`);
  for (const a of asserts) {
    const warned = a.ok === false && a.diag?.status === 'warn';
    if (a.ok === false && !a.diag?.findings?.length) problems.push(`${a.name}: diagnostics could not be read`);
    if (warned && !a.diag.remedy) problems.push(`${a.name}: no remedy`);
  }
  return problems;
}

function prove(text, file) {
  fs.writeFileSync('prove.tap', text.replace('TAP version 14', 'TAP version 13'));
  const r = run('prove', ['-e', 'cat', 'prove.tap'], { env: { ...process.env, LC_ALL: 'C' } });
  const said = r.out + r.err;
  return /Parse errors|Bad plan|No plan/.test(said) || !/^Files=1, Tests=\d+/m.test(said) ? [said] : [];
}

export default {
  format: 'tap',
  judges: { 'tap-parser': strict, prove },
  broken: [
    ['no plan', (t) => t.replace(/^1\.\.\d+\n/m, ''), 'tap-parser'],
    ['a line of something else', (t) => t.replace('\nok ', '\nnothing\nok '), 'tap-parser'],
    ['YAML with a tab', (t) => t.replace('  findings:', '\tfindings'), 'tap-parser'],
    ['a number twice', (t) => t.replace(/^(not ok|ok) 2 /m, '$1 1 '), 'prove'],
    ['a longer plan', (t) => t.replace(/^1\.\.(\d+)/m, (m, n) => `1..${Number(n) + 1}`), 'prove'],
  ],
  agrees: (text, report) => {
    const { asserts } = read(text);
    const kind = (a) => (a.skip ? (String(a.skip).startsWith('for a person') ? 'note' : 'skip') : a.ok ? 'ok' : a.diag.status);
    const { pass, info, ...want } = report.summary.checks_by_status;
    return differences(count(asserts.map(kind)), { ...want, ok: pass + info });
  },
};
