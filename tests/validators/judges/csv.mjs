// CSV by two readers, which must see the same cells; no cell may be a formula.
import { count, differences, load, require } from '../harness.mjs';

const papa = (text) => require('papaparse').parse(text, { delimiter: ',', newline: '\r\n', skipEmptyLines: false });

async function other(text) {
  const { parse } = await load('csv-parse/sync');
  return parse(text, { record_delimiter: '\r\n' });
}

function rows(text) {
  const data = papa(text).data;
  return data.at(-1)?.length === 1 && data.at(-1)[0] === '' ? data.slice(0, -1) : data;
}

async function readers(text) {
  const problems = papa(text).errors.map((e) => `papaparse: ${e.code} in row ${e.row}`);
  const seen = rows(text);
  const width = seen[0]?.length;
  problems.push(...seen.filter((r) => r.length !== width).map((r) => `${r.length} cells in place of ${width}`));
  if (!text.endsWith('\r\n')) problems.push('the last row has no end');
  try {
    if (JSON.stringify(await other(text)) !== JSON.stringify(seen)) problems.push('two readers see different cells');
  } catch (e) {
    problems.push(`csv-parse: ${e.code}`);
  }
  return problems;
}

function formulas(text) {
  return rows(text).flat().filter((c) => /^[\s]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(c)).map((c) => `formula: ${c}`);
}

export default {
  format: 'csv',
  judges: { readers, formulas },
  broken: [
    ['a quote too many', (t) => t.replace('","', '"","'), 'readers'],
    ['a cell too many', (t) => t.replace('","', '","x","'), 'readers'],
    ['cut off', (t) => t.slice(0, t.length / 2), 'readers'],
    ['a formula', (t) => t.replace('\r\n"', '\r\n"=1+1'), 'formulas'],
    ['a formula behind a blank', (t) => t.replace('\r\n"', '\r\n" @SUM(1)'), 'formulas'],
  ],
  agrees: (text, report) => {
    const [header, ...data] = rows(text);
    return differences(count(data.map((r) => r[header.indexOf('status')])), report.summary.findings);
  },
};
