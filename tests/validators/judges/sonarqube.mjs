// SonarQube's generic issues. No validator of others is known: its manual's demands.
import { differences, duplicates, edited, parsed, truncated } from '../harness.mjs';

function asserts({ rules, issues, ...others }) {
  const problems = Object.keys(others).map((k) => `member ${k}`);
  const known = new Set(rules.map((r) => r.id));
  problems.push(...duplicates(rules.map((r) => r.id)).map((id) => `rule ${id} twice`));
  for (const r of rules) {
    if (!r.name || !r.description || !r.engineId) problems.push(`rule ${r.id}: name, description or engineId`);
    if (!['CONVENTIONAL', 'TRUSTWORTHY'].includes(r.cleanCodeAttribute)) problems.push(`rule ${r.id}: cleanCodeAttribute`);
    const impact = r.impacts?.[0];
    if (impact?.softwareQuality !== 'SECURITY' || !['HIGH', 'MEDIUM', 'LOW'].includes(impact.severity)) problems.push(`rule ${r.id}: impacts`);
  }
  for (const i of issues) {
    const place = i.primaryLocation;
    if (!known.has(i.ruleId)) problems.push(`issue of the unknown rule ${i.ruleId}`);
    if (!place?.message || !place.filePath || place.filePath.startsWith('/')) problems.push(`${i.ruleId}: location`);
    if (!(place?.textRange?.startLine >= 1)) problems.push(`${i.ruleId}: line`);
  }
  return problems;
}

export default {
  format: 'sonarqube',
  judges: { asserts: (text) => parsed(text, asserts) },
  broken: [
    ['cut off', truncated, 'asserts'],
    ['an unknown rule', edited((v) => (v.issues[0].ruleId = 'none')), 'asserts'],
    ['a rule twice', edited((v) => v.rules.push(v.rules[0])), 'asserts'],
    ['an unknown impact', edited((v) => (v.rules[0].impacts[0].severity = 'BAD')), 'asserts'],
    ['an absolute path', edited((v) => (v.issues[0].primaryLocation.filePath = '/etc')), 'asserts'],
  ],
  agrees: (text, report) => differences({ warn: JSON.parse(text).issues.length }, { warn: report.summary.findings.warn }),
};
