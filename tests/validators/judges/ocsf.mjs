// OCSF Compliance Findings by a JSON schema made from OCSF's own definitions.
import { bySchema, count, differences, duplicates, editedLine, parsedLines, schemaFile, truncated } from '../harness.mjs';

function asserts(events) {
  const problems = duplicates(events.map((e) => JSON.stringify([e.finding_info.uid, e.resources[0].uid, e.message])));
  for (const e of events) {
    if (e.type_uid !== e.class_uid * 100 + e.activity_id) problems.push(`type_uid ${e.type_uid}`);
  }
  return problems;
}

export default {
  format: 'ocsf',
  judges: {
    schema: (text) => parsedLines(text, (v) => bySchema(schemaFile('ocsf-1.5.0-compliance_finding.schema.json'), v)),
    asserts: (text) => parsedLines(text, asserts),
  },
  broken: [
    ['cut off', truncated, 'schema'],
    ['no finding_info', editedLine((v) => delete v.finding_info), 'schema'],
    ['an unknown severity', editedLine((v) => (v.severity_id = 42)), 'schema'],
    ['a time as text', editedLine((v) => (v.time = '2026-01-01')), 'schema'],
    ['a member too many', editedLine((v) => (v.extra = 1)), 'schema'],
    ['an empty resource', editedLine((v) => (v.resources[0] = {})), 'schema'],
    ['a wrong type', editedLine((v) => (v.type_uid = 1)), 'asserts'],
    ['an event twice', (t) => `${t}${t.split('\n')[0]}\n`, 'asserts'],
  ],
  agrees: (text, report) =>
    parsedLines(text, (events) => {
      const names = { Pass: 'pass', Warning: 'note', Fail: 'warn', Unknown: 'error', Informational: 'info', 'Not applicable': 'skip' };
      return differences(count(events.map((e) => names[e.compliance.status])), report.summary.findings);
    }),
};
