// OSCAL by NIST's schema, and by what that cannot see: dangling and repeated identifiers.
import { bySchema, count, differences, duplicates, edited, parsed, schemaFile, truncated } from '../harness.mjs';

function members(value, visit, name = '') {
  if (Array.isArray(value)) value.forEach((v) => members(v, visit, name));
  else if (value && typeof value === 'object') Object.entries(value).forEach(([k, v]) => members(v, visit, k));
  else visit(name, value);
}

function asserts(document) {
  const defined = [];
  const used = [];
  const problems = [];
  members(document, (name, v) => {
    if (name === 'uuid') defined.push(v);
    if (/^(subject|observation|risk)-uuid$/.test(name)) used.push(v);
    if (name === 'href' && v.startsWith('#')) used.push(v.slice(1));
    if (name === 'oscal-version' && v !== '1.1.3') problems.push(`oscal-version ${v}`);
    if (name === 'title' && /^[ \t\n]|[ \t\n]$/.test(v)) problems.push(`blanks around the title "${v}"`);
  });
  const known = new Set(defined);
  return [
    ...problems,
    ...used.filter((u) => !known.has(u)).map((u) => `${u} leads nowhere`),
    ...duplicates(defined).map((u) => `${u} is there twice`),
  ];
}

const result = (v) => v['assessment-results'].results[0];

export default {
  format: 'oscal',
  judges: {
    schema: (text) => parsed(text, (v) => bySchema(schemaFile('oscal_complete_schema-1-1-3.json'), [v])),
    asserts: (text) => parsed(text, asserts),
  },
  broken: [
    ['cut off', truncated, 'schema'],
    ['an empty list', edited((v) => (result(v).risks = [])), 'schema'],
    ['a member too many', edited((v) => (result(v).extra = 1)), 'schema'],
    ['a UUID of another kind', edited((v) => (result(v).uuid = '00000000-0000-1000-8000-000000000000')), 'schema'],
    ['a time without a zone', edited((v) => (result(v).start = '2026-01-01T00:00:00')), 'schema'],
    ['a number as control', edited((v) => (result(v).findings[0].target['target-id'] = '2.14')), 'schema'],
    ['a dangling observation', edited((v) => result(v).observations.shift()), 'asserts'],
    ['an identifier twice', edited((v) => (result(v).observations[1].uuid = result(v).observations[0].uuid)), 'asserts'],
    ['another version', edited((v) => (v['assessment-results'].metadata['oscal-version'] = '9')), 'asserts'],
  ],
  agrees: (text, report) => {
    const { observations, findings, risks } = result(JSON.parse(text));
    const checks = report.summary.checks_by_status;
    return [
      ...differences(count((observations ?? []).map((o) => o.description.split(':')[0])), report.summary.findings),
      ...differences(count((findings ?? []).map((f) => f.target.status.reason)), { pass: checks.pass, fail: checks.warn, other: checks.error }),
      ...differences({ risks: (risks ?? []).length }, { risks: checks.warn }),
    ];
  },
};
