// Our own JSON report against the schema that we publish, and its numbers against itself.
import path from 'node:path';
import { bySchema, count, differences, edited, parsed, top, truncated } from '../harness.mjs';

const schema = path.join(top, 'docs/report.schema.json');

function sums(report) {
  const findings = report.checks.flatMap((c) => c.findings);
  const warned = report.checks.flatMap((c) => c.findings.filter((f) => f.status === 'warn').map(() => c.severity));
  return [
    ...differences(count(findings.map((f) => f.status)), report.summary.findings),
    ...differences(count(report.checks.map((c) => c.status)), report.summary.checks_by_status),
    ...differences(count(warned), report.summary.warns_by_severity),
    ...differences({ checks: report.checks.length }, { checks: report.summary.checks }),
  ];
}

export default {
  format: 'json',
  judges: {
    schema: (text) => parsed(text, (v) => bySchema(schema, [v])),
    sums: (text) => parsed(text, sums),
  },
  broken: [
    ['cut off', truncated, 'schema'],
    ['an unknown status', edited((v) => (v.checks[0].findings[0].status = 'bad')), 'schema'],
    ['a member too many', edited((v) => (v.extra = 1)), 'schema'],
    ['no evidence', edited((v) => delete v.checks[0].findings[0].evidence), 'schema'],
    ['a wrong sum', edited((v) => v.summary.findings.warn++), 'sums'],
  ],
  agrees: () => [],
};
