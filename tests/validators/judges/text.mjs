// What persons, grep and awk read.
import { count, differences, lines } from '../harness.mjs';

const order = { WARN: 'warn', ERROR: 'error', NOTE: 'note', PASS: 'pass', INFO: 'info', SKIP: 'skip' };

function totals(text, name) {
  const line = lines(text).find((l) => l.startsWith(name)) ?? '';
  return Object.fromEntries([...line.matchAll(/(\d+) \[([A-Z]+)\]/g)].map((m) => [order[m[2]], Number(m[1])]));
}

export const text = {
  format: 'text',
  judges: {
    layout: (t) => [
      ...lines(t).filter((l) => l.length > 100 && !/\S{70}/.test(l)).map((l) => `too wide: ${l}`),
      ...lines(t).filter((l) => /[ \t]$/.test(l) && !/^\[[A-Z]+\] \S+ - $|^ {9}Remedy: $/.test(l)).map((l) => `blank at the end: ${l}`),
      ...(/[^\x20-\x7e\n]/.test(t) ? ['more than ASCII'] : []),
    ],
  },
  broken: [
    ['a wide line', (t) => t.replace('Summary\n', `Summary\n${'word '.repeat(30)}x\n`), 'layout'],
    ['an escape sequence', (t) => t.replace('[WARN]', '\u001b[31m[WARN]'), 'layout'],
  ],
  agrees: (t, report) => {
    const gate = /^Gate {7}(open|closed), exit code (\d)/m.exec(t);
    return [
      ...differences(totals(t, 'Findings '), report.summary.findings),
      ...differences(totals(t, 'Checks '), report.summary.checks_by_status),
      ...differences(count([...t.matchAll(/^\[([A-Z]+)\] /gm)].map((m) => order[m[1]])), report.summary.checks_by_status),
      ...(gate?.[1] === (report.gate.open ? 'open' : 'closed') && Number(gate[2]) === report.gate.exit_code ? [] : ['another gate']),
    ];
  },
};

export const columns = {
  format: 'lines',
  judges: {
    columns: (t) => lines(t).filter((l) => l.split('\t').length !== 7).map((l) => `not seven columns: ${l}`),
  },
  broken: [
    ['a tab', (t) => t.replace('\t', '\t\t'), 'columns'],
    ['a line feed', (t) => t.replace('\t', '\n'), 'columns'],
  ],
  agrees: (t, report) => differences(count(lines(t).map((l) => l.split('\t')[0])), report.summary.findings),
};
