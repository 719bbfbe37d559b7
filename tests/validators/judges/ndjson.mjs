// One finding a line: as JSON.parse reads lines, and with the findings of the report's schema.
import fs from 'node:fs';
import path from 'node:path';
import { count, differences, editedLine, parsedLines, require, top, truncated } from '../harness.mjs';

const report = JSON.parse(fs.readFileSync(path.join(top, 'docs/report.schema.json')));
let valid;

// The members of a finding and its check, as the published schema describes them there.
function schema() {
  const finding = report.$defs.finding.properties;
  const check = (report.$defs.check ?? report.properties.checks.items).properties;
  const evidence = structuredClone(finding.evidence);
  const item = evidence.items.$ref ? report.$defs[evidence.items.$ref.split('/').pop()] : evidence.items;
  const text = { type: 'string' };
  const properties = {
    schema: { const: 'dockassay.finding/1' }, host: text, scanned: text, engine_id: text, engine: text, check: check.id,
    title: check.title, section: check.section, severity: check.severity, status: finding.status,
    message: finding.message, key: finding.key, fingerprint: finding.fingerprint, subject: finding.subject,
    baseline: finding.baseline, waiver: finding.waiver, attestation: finding.attestation,
    evidence: { type: 'array', items: { ...item, required: item.required.filter((m) => m !== 'line') } },
  };
  return { $defs: report.$defs, type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}

function everyLine(values) {
  if (!valid) {
    const Ajv = require('ajv/dist/2020.js').default;
    const ajv = new Ajv({ strict: false });
    require('ajv-formats').default(ajv);
    valid = ajv.compile(schema());
  }
  return values.filter((v) => !valid(v)).map((v) => `${v.check}: ${JSON.stringify(valid(v) || valid.errors[0])}`);
}

export default {
  format: 'ndjson',
  judges: { lines: (text) => parsedLines(text, everyLine) },
  broken: [
    ['cut off', truncated, 'lines'],
    ['an unknown status', editedLine((v) => (v.status = 'bad')), 'lines'],
    ['no subject', editedLine((v) => delete v.subject), 'lines'],
    ['an evidence without a source', (t) => t.replace(/"source":"[^"]*",/, ''), 'lines'],
  ],
  agrees: (text, report) =>
    parsedLines(text, (values) => differences(count(values.map((v) => v.status)), report.summary.findings)),
};
