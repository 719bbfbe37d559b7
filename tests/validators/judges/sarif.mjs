// SARIF by the standard's own schema, by Microsoft's validator with GitHub's rules, and by what
// neither of them looks at.
import fs from 'node:fs';
import path from 'node:path';
import { Skip, bySchema, count, differences, duplicates, edited, parsed, run, schemaFile, truncated } from '../harness.mjs';

// Rules that are off by default. GH1001 crashes without a location, GH1004 has an old limit.
const rules = `<?xml version="1.0" encoding="utf-8"?>
<Properties>${['GH1003.ProvideRequiredRegionProperties', 'GH1005.LocationsMustBeRelativeUrisOrFilePaths', 'GH1006.ProvideCheckoutPath']
  .map((r) => `<Properties Key="${r}.Options"><Property Key="RuleEnabled" Value="Error" /></Properties>`)
  .join('')}</Properties>`;

// Its exit code is no verdict: what it found is in its own log, where notes prove that rules ran.
function multitool(text, file) {
  const tool = path.join(process.env.NODE_MODULES, '@microsoft/sarif-multitool-linux/Sarif.Multitool');
  if (!fs.existsSync(tool)) throw new Skip('Sarif.Multitool was not installed');
  fs.writeFileSync('github-rules.xml', rules);
  fs.writeFileSync('judged.sarif', text);
  fs.rmSync('verdict.sarif', { force: true });
  const r = run(tool, ['validate', 'judged.sarif', '--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning;Note',
    '-c', 'github-rules.xml', '-o', 'verdict.sarif', '--log', 'ForceOverwrite', '--max-file-size-in-kb', '100000'],
    { env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } });
  if (r.code < 0 || !fs.existsSync('verdict.sarif')) return [`no verdict, exit code ${r.code}: ${r.out}${r.err}`];
  const results = JSON.parse(fs.readFileSync('verdict.sarif', 'utf8').replace(/^\ufeff/, '')).runs[0].results ?? [];
  const bad = results.filter((x) => x.level === 'error' || x.level === undefined || x.level === 'warning');
  const problems = bad.map((x) => `${x.ruleId}: ${x.message.text ?? JSON.stringify(x.message)}`);
  if (!results.some((x) => x.level === 'note')) problems.push(`no rule ran, exit code ${r.code}: ${r.out}${r.err}`);
  return problems;
}

// The standard's schema; else the one that comes with Microsoft's tool.
const besideTheTool = path.join(process.env.NODE_MODULES, '@microsoft/sarif-multitool-linux/sarif-2.1.0.json');

function uriProblems(uri) {
  if (typeof uri !== 'string' || uri === '') return ['no uri'];
  const problems = [];
  if (/^[a-z][a-z0-9+.-]*:/i.test(uri) || uri.startsWith('/') || uri.includes('\\')) problems.push(`not relative: ${uri}`);
  if (uri.split('/').some((part) => ['..', '.', ''].includes(decodeURIComponent(part)))) problems.push(`not normal: ${uri}`);
  if (/[^A-Za-z0-9\-._~/%]/.test(uri)) problems.push(`not encoded: ${uri}`);
  // An image without a name is the one thing that has its id only.
  if (/(?<![0-9a-f])[0-9a-f]{12}([0-9a-f]{52})?(?![0-9a-f])/.test(decodeURIComponent(uri).replace(/untagged [0-9a-f]{12}$/, ''))) {
    problems.push(`an id: ${uri}`);
  }
  return problems;
}

function resultProblems(r, driver) {
  const problems = [];
  const location = r.locations?.[0]?.physicalLocation;
  const region = location?.region;
  if (r.locations?.length !== 1) problems.push(`${r.locations?.length} locations`);
  problems.push(...uriProblems(location?.artifactLocation?.uri));
  if (!(region?.startLine >= 1 && region.startColumn >= 1 && region.endLine >= region.startLine && region.endColumn >= 1)) {
    problems.push(`region ${JSON.stringify(region)}`);
  }
  if (!r.ruleId || driver.rules[r.ruleIndex]?.id !== r.ruleId) problems.push(`rule ${r.ruleId} at ${r.ruleIndex}`);
  if ((r.kind ?? 'fail') === 'fail' ? !['error', 'warning', 'note'].includes(r.level) : r.level !== 'none') {
    problems.push(`kind ${r.kind}, level ${r.level}`);
  }
  if (!r.message?.text) problems.push('no message');
  for (const k of ['primaryLocationLineHash', 'dockassay/v1']) {
    if (!r.partialFingerprints?.[k]) problems.push(`no ${k}`);
  }
  return problems.map((p) => `${r.ruleId}: ${p}`);
}

function ruleProblems(rule) {
  const problems = [];
  for (const k of ['shortDescription', 'fullDescription']) {
    const n = rule[k]?.text?.length ?? 0;
    if (n === 0 || n > 1024) problems.push(`${k} of ${n} characters`);
  }
  if (!rule.help?.text) problems.push('no help');
  if (!/^\d+\.\d$/.test(rule.properties['security-severity'])) problems.push('security-severity');
  if (!rule.properties.tags.includes('security') || rule.properties.tags.length > 10) problems.push('tags');
  return problems.map((p) => `rule ${rule.id}: ${p}`);
}

function asserts(log) {
  const { tool, results, automationDetails, invocations } = log.runs[0];
  const place = (r) => `${r.ruleId} ${r.locations?.[0]?.physicalLocation?.artifactLocation?.uri}`;
  const problems = [
    ...results.flatMap((r) => resultProblems(r, tool.driver)),
    ...tool.driver.rules.flatMap(ruleProblems),
    ...duplicates(results.map((r) => `${place(r)} ${r.partialFingerprints?.['dockassay/v1']}`)).map((d) => `twice: ${d}`),
    ...duplicates(tool.driver.rules.map((r) => r.id)).map((d) => `rule twice: ${d}`),
  ];
  if (log.runs.length !== 1) problems.push(`${log.runs.length} runs`);
  if (results.length > 25000) problems.push(`${results.length} results`);
  if (!/^dockassay\/.*\/$/s.test(automationDetails?.id)) problems.push(`automationDetails ${automationDetails?.id}`);
  if (invocations?.[0]?.executionSuccessful !== true) problems.push('invocation');
  return problems;
}

const first = (change) => edited((v) => change(v.runs[0].results[0], v.runs[0]));
const uri = (text) => first((r) => (r.locations[0].physicalLocation.artifactLocation.uri = text));

const sarif = {
  format: 'sarif',
  judges: {
    schema: (text) => parsed(text, (v) => bySchema(schemaFile('sarif-schema-2.1.0.json', besideTheTool), [v])),
    multitool,
    asserts: (text) => parsed(text, asserts),
  },
  broken: [
    ['cut off', truncated, 'schema'],
    ['an unknown level', first((r) => (r.level = 'critical')), 'schema'],
    ['a number as text', first((r) => (r.ruleIndex = 'zero')), 'schema'],
    ['an unknown property', first((r) => (r.severity = 'high')), 'schema'],
    ['cut off', truncated, 'multitool'],
    ['an index out of range', first((r) => (r.ruleIndex = 99999)), 'multitool'],
    ['no region', first((r) => delete r.locations[0].physicalLocation.region), 'multitool'],
    ['an absolute uri', uri('file:///etc/docker'), 'multitool'],
    ['no message', first((r) => delete r.message), 'multitool'],
    ['an unknown level, at which rules stop', first((r) => (r.level = 'critical')), 'multitool'],
    ['a logical location only', first((r) => delete r.locations[0].physicalLocation), 'asserts'],
    ['another scheme', uri('docker://web'), 'asserts'],
    ['an id in the location', uri('docker/container/0123456789ab'), 'asserts'],
    ['a pass with a level', first((r) => (r.kind = 'pass')), 'asserts'],
    ['no fingerprint', first((r) => delete r.partialFingerprints), 'asserts'],
    ['a result twice', first((r, x) => x.results.push(r)), 'asserts'],
    ['the wrong rule', first((r) => r.ruleIndex++), 'asserts'],
  ],
  agrees: (text, report) => {
    const { results, invocations } = JSON.parse(text).runs[0];
    const errors = invocations[0].toolExecutionNotifications.filter((n) => n.level === 'warning').length;
    return [
      ...differences(count(results.map((r) => r.kind)), { fail: report.summary.findings.warn }),
      ...differences({ error: errors }, { error: report.summary.findings.error }),
      ...differences({ exit: invocations[0].exitCode }, { exit: report.gate.exit_code }),
    ];
  },
};

export default sarif;

export const sarifAll = {
  ...sarif,
  name: 'sarif-all',
  options: ['--sarif-all'],
  broken: [],
  agrees: (text, report) => {
    const kinds = { fail: 'warn', pass: 'pass', notApplicable: 'skip', informational: 'info', review: 'note', open: 'error' };
    return differences(count(JSON.parse(text).runs[0].results.map((r) => kinds[r.kind])), report.summary.findings);
  },
};
