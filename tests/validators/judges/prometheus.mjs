// Prometheus' text format by promtool, and by what node_exporter refuses and promtool lets pass.
import { byExitCode, differences, duplicates, lines } from '../harness.mjs';

const sample = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*",?)*\})? (-?[0-9.e+-]+)( -?\d+)?$/;

function asserts(text) {
  const problems = [];
  const series = [];
  const families = [];
  for (const line of lines(text).filter((l) => !l.startsWith('#'))) {
    const m = sample.exec(line);
    if (!m) problems.push(`no sample: ${line}`);
    else {
      if (m[4] !== undefined) problems.push(`a time stamp: ${line}`);
      series.push(m[1] + (m[2] ?? ''));
      if (families.at(-1) !== m[1]) families.push(m[1]);
    }
  }
  return [
    ...problems,
    ...duplicates(series).map((s) => `twice: ${s}`),
    ...duplicates(families).map((f) => `interleaved: ${f}`),
  ];
}

function values(text) {
  const all = {};
  for (const m of lines(text).map((l) => sample.exec(l))) if (m) all[m[1] + (m[2] ?? '')] = Number(m[3]);
  return all;
}

export default {
  format: 'prometheus',
  judges: {
    promtool: (text) => byExitCode('promtool', ['check', 'metrics'], { input: text }),
    asserts,
  },
  broken: [
    ['an open quote', (t) => t.replace('"}', '}'), 'promtool'],
    ['no last line feed', (t) => t.slice(0, -1), 'promtool'],
    ['a bad label', (t) => t.replace('{version=', '{ver-sion='), 'promtool'],
    ['a second HELP', (t) => `${t}# HELP dockassay_info again\n`, 'promtool'],
    ['a series twice', (t) => `${t}dockassay_gate_open 0\ndockassay_gate_open 0\n`, 'asserts'],
    ['a time stamp', (t) => t.replace(/^(dockassay_gate_open \d)/m, '$1 1700000000000'), 'asserts'],
    ['families mixed', (t) => `${t}dockassay_checks{status="other"} 1\n`, 'asserts'],
  ],
  agrees: (text, report) => {
    const v = values(text);
    const by = (name, label, want) =>
      differences(Object.fromEntries(Object.keys(want).map((k) => [k, v[`${name}{${label}="${k}"}`]])), want).map((d) => `${name}: ${d}`);
    return [
      ...by('dockassay_findings', 'status', report.summary.findings),
      ...by('dockassay_checks', 'status', report.summary.checks_by_status),
      ...by('dockassay_warnings', 'severity', report.summary.warns_by_severity),
      ...differences({ gate: v.dockassay_gate_open }, { gate: Number(report.gate.open) }),
    ];
  },
};
