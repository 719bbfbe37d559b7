// Annotations as GitHub's runner reads workflow commands, and within what it shows of one step.
import { count, differences, lines } from '../harness.mjs';

// The runner's way: name and properties between the first two "::", with its unescaping.
function command(line) {
  const end = line.startsWith('::') ? line.indexOf('::', 2) : -1;
  if (end < 0) return undefined;
  const [, name, rest] = /^(\S*) ?(.*)$/s.exec(line.slice(2, end));
  const properties = Object.fromEntries(rest.split(',').map((p) => p.split(/=(.*)/s, 2)));
  const plain = (s) => s.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%25/g, '%');
  for (const k of Object.keys(properties)) properties[k] = plain(properties[k] ?? '');
  return { name, properties, data: plain(line.slice(end + 2)) };
}

function asserts(text) {
  const problems = [];
  const all = lines(text).map(command);
  lines(text).forEach((line, i) => {
    const c = all[i];
    if (!c || !['error', 'warning', 'notice'].includes(c.name)) return problems.push(`no annotation: ${line}`);
    const known = Object.keys(c.properties).every((k) => ['file', 'line', 'title'].includes(k));
    if (!known || !c.properties.title || !c.data) problems.push(`properties: ${line}`);
    if (c.properties.file !== undefined && !/^\d+$/.test(c.properties.line)) problems.push(`line: ${line}`);
    if (/\r|##\[/.test(line)) problems.push(`a second command: ${line}`);
  });
  for (const [name, n] of Object.entries(count(all.map((c) => c?.name)))) {
    if (n > 10) problems.push(`${n} times ${name}: ten are shown`);
  }
  return problems;
}

export default {
  format: 'github',
  hasCommands: true,
  judges: { asserts },
  broken: [
    ['cut off', (t) => t.slice(0, -1).slice(0, t.lastIndexOf('::') - 40), 'asserts'],
    ['an unknown command', (t) => t.replace('::error', '::fatal'), 'asserts'],
    ['a line feed', (t) => t.replace('%0A', '\n'), 'asserts'],
    ['a comma in the title', (t) => t.replace(',title=', ',title=x,y='), 'asserts'],
    ['eleven of a kind', (t) => t.split('\n')[0].concat('\n').repeat(11), 'asserts'],
  ],
  agrees: (text, report) => {
    const kinds = { error: ['high', 'critical'], warning: ['medium'], notice: ['info', 'low'] };
    const want = {};
    for (const [name, severities] of Object.entries(kinds)) {
      want[name] = severities.reduce((n, s) => n + report.summary.warns_by_severity[s], 0);
    }
    const got = {};
    let errors = 0;
    let gate;
    for (const c of lines(text).map(command)) {
      const told = c.properties.file === undefined && /^Gate (open|closed), exit code (\d+)/.exec(c.data);
      if (told) gate = told;
      if (told || (c.properties.file === undefined && c.data.startsWith('The gate is closed by '))) continue;
      const more = /^(\d+) more findings/.exec(c.data);
      const unknown = /^(\d+) findings could not be assessed/.exec(c.data);
      if (unknown && c.properties.file === undefined) errors = Number(unknown[1]);
      else got[c.name] = (got[c.name] ?? 0) + (more && c.properties.file === undefined ? Number(more[1]) : 1);
    }
    return [
      ...differences(got, want),
      ...differences({ errors, exit: Number(gate?.[2]) }, { errors: report.summary.findings.error, exit: report.gate.exit_code }),
      ...(gate?.[1] === (report.gate.open ? 'open' : 'closed') ? [] : ['another gate']),
    ];
  },
};
