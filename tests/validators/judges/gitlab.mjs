// GitLab's Code Quality report by GitLab's schema, entry by entry, and what GitLab's manual demands.
import { bySchema, differences, duplicates, edited, parsed, schemaFile, truncated } from '../harness.mjs';

function asserts(entries) {
  const problems = duplicates(entries.map((e) => e.fingerprint)).map((f) => `fingerprint ${f} twice`);
  for (const e of entries) {
    const path = e.location?.path;
    if (!['info', 'minor', 'major', 'critical', 'blocker'].includes(e.severity)) problems.push(`severity ${e.severity}`);
    if (!path || path.startsWith('./') || path.startsWith('/') || path.split('/').includes('..')) problems.push(`path ${path}`);
    if (!(e.location?.lines?.begin >= 1)) problems.push(`line ${e.location?.lines?.begin}`);
    if (!e.description || !e.check_name) problems.push('no description or check_name');
  }
  return problems;
}

export default {
  format: 'gitlab',
  judges: {
    schema: (text) => parsed(text, (v) => bySchema(schemaFile('gitlab-codeclimate.json'), v)),
    asserts: (text) => (text.startsWith('[') ? parsed(text, asserts) : ['something stands before the list']),
  },
  broken: [
    ['cut off', truncated, 'schema'],
    ['no fingerprint', edited((v) => delete v[0].fingerprint), 'schema'],
    ['a line as text', edited((v) => (v.at(-1).location.lines.begin = '1')), 'schema'],
    ['a byte order mark', (t) => `\ufeff${t}`, 'asserts'],
    ['a fingerprint twice', edited((v) => (v[1].fingerprint = v[0].fingerprint)), 'asserts'],
    ['an unknown severity', edited((v) => (v[0].severity = 'high')), 'asserts'],
    ['a leading ./', edited((v) => (v[0].location.path = './x')), 'asserts'],
  ],
  agrees: (text, report) => differences({ warn: JSON.parse(text).length }, { warn: report.summary.findings.warn }),
};
