// docker-bench-security's JSON as its importers read it (what makes DefectDojo's reader fall over),
// and its lines as scripts look for them.
import { count, differences, duplicates, edited, lines, parsed, truncated } from '../harness.mjs';

// What that reader calls int() and str operations on.
function importer(log) {
  const problems = [];
  if (typeof log.dockerbenchsecurity !== 'string') problems.push('dockerbenchsecurity');
  for (const k of ['start', 'end', 'checks', 'score']) if (!Number.isInteger(log[k])) problems.push(`${k} is no integer`);
  if (!Array.isArray(log.tests)) return ['no tests'];
  for (const test of log.tests) {
    if (typeof test.id !== 'string' || typeof test.desc !== 'string') problems.push(`section ${test.id}`);
    if (!Array.isArray(test.results)) return [...problems, `section ${test.id}: no results`];
    for (const r of test.results) {
      const texts = ['id', 'desc', ...['details', 'remediation', 'remediation-impact'].filter((k) => k in r)];
      for (const k of texts) if (typeof r[k] !== 'string') problems.push(`${r.id}: ${k} is no text`);
      if (!['PASS', 'WARN', 'INFO', 'NOTE'].includes(r.result)) problems.push(`${r.id}: result ${r.result}`);
      if ('remediation-impact' in r && !('remediation' in r)) problems.push(`${r.id}: an impact without a remediation`);
      if ('items' in r && !(Array.isArray(r.items) && r.items.every((i) => typeof i === 'string'))) problems.push(`${r.id}: items`);
      if (/\(Manual\)/.test(r.desc)) problems.push(`${r.id}: would be dropped`);
    }
  }
  const ids = log.tests.flatMap((t) => t.results.map((r) => r.id));
  return [...problems, ...duplicates(ids).map((id) => `${id} twice`)];
}

const first = (change) => edited((v) => change(v.tests[0].results[0], v));

export const json = {
  format: 'dbs-json',
  judges: { importer: (text) => parsed(text, importer) },
  broken: [
    ['cut off', truncated, 'importer'],
    ['no end', first((r, v) => delete v.end), 'importer'],
    ['a time as text', first((r, v) => (v.end = '2026-01-01T00:00:00Z')), 'importer'],
    ['a number as id', first((r) => (r.id = 1.1)), 'importer'],
    ['details as a list', first((r) => (r.details = [])), 'importer'],
    ['no desc', first((r) => delete r.desc), 'importer'],
    ['an unknown result', first((r) => (r.result = 'ERROR')), 'importer'],
  ],
  agrees: (text, report) => {
    const log = JSON.parse(text);
    const c = report.summary.checks_by_status;
    return [
      ...differences(count(log.tests.flatMap((t) => t.results.map((r) => r.result))),
        { PASS: c.pass, WARN: c.warn, NOTE: c.note, INFO: c.info + c.skip + c.error }),
      ...differences(log, { checks: report.summary.checks, score: c.pass - c.warn }),
    ];
  },
};

const heading = /^\[(PASS|WARN|INFO|NOTE)\] [A-Z0-9]+[-.][0-9.]+ - .* \((Automated|Manual)\)$/;

export const text = {
  format: 'dbs-text',
  judges: {
    lines: (t) => lines(t).filter((l) => !/^(|\[(PASS|WARN|INFO|NOTE)\] .+|# .+|Initializing .+|Section [ABC] - .+)$/.test(l)).map((l) => `no line of its: ${l}`),
  },
  broken: [
    ['an unknown tag', (t) => t.replace('[WARN]', '[ERROR]'), 'lines'],
    ['a line feed in a title', (t) => t.replace(' - The', ' -\nThe'), 'lines'],
  ],
  agrees: (t, report) => {
    const c = report.summary.checks_by_status;
    const score = Number(/^\[INFO\] Score: (-?\d+)$/m.exec(t)?.[1]);
    return [
      ...differences(count(lines(t).map((l) => heading.exec(l)?.[1])), { PASS: c.pass, WARN: c.warn, NOTE: c.note, INFO: c.info + c.skip + c.error }),
      ...differences({ score }, { score: c.pass - c.warn }),
    ];
  },
};
