// XCCDF by OpenSCAP: its schema, its schematron, and its own report made of it.
import { byExitCode, differences, run } from '../harness.mjs';

// The one remark that our reports give rise to.
const expected = /^Warning: The 'cpe:\/' prefix .* is allowed/;

// The schematron's time grows with the square of the results: long reports have the short ones'
// structure, and are held against the schema only.
function validate(text, file) {
  const options = text.length > 400000 ? ['--skip-schematron'] : [];
  const r = run('oscap', ['xccdf', 'validate', ...options, file]);
  const said = (r.out + r.err).split('\n').filter((l) => l !== '' && !l.startsWith('<?xml') && !expected.test(l));
  return r.code === 0 && said.length === 0 ? [] : [`exit code ${r.code}`, ...said];
}

function number(file, expression) {
  return Number(run('xmllint', ['--huge', '--xpath', expression, file]).out.trim());
}

export default {
  format: 'xccdf',
  judges: {
    oscap: validate,
    report: (text, file) => byExitCode('oscap', ['xccdf', 'generate', 'report', '--output', 'xccdf-report.html', file]),
  },
  sample: 'clean',
  broken: [
    ['an unknown result', (t) => t.replace('<result>pass</result>', '<result>WARN</result>'), 'oscap'],
    ['a rule that is not there', (t) => t.replace(/idref="[^"]*"/, 'idref="xccdf_org.dockassay_rule_none"'), 'oscap'],
    ['no score', (t) => t.replace(/<score .*<\/score>/, ''), 'oscap'],
    ['an unknown severity', (t) => t.replace('severity="high"', 'severity="critical"'), 'oscap'],
    ['a control character', (t) => t.replace('<message', '\u0001<message'), 'oscap'],
    ['cut off', (t) => t.slice(0, t.length / 2), 'report'],
  ],
  agrees: (text, report, file) => {
    const names = { pass: 'pass', warn: 'fail', error: 'error', skip: 'notapplicable', note: 'notchecked', info: 'informational' };
    const got = {};
    for (const [status, result] of Object.entries(names)) {
      got[status] = number(file, `count(//*[local-name()="rule-result"]/*[local-name()="result"][.="${result}"])`);
    }
    return differences(got, report.summary.findings);
  },
};
