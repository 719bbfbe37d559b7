// GitHub's Markdown by cmark-gfm: every row must have its cells, and nothing foreign become markup.
import { differences, run } from '../harness.mjs';

function html(text) {
  const r = run('cmark-gfm', ['-e', 'table', '-e', 'strikethrough', '-e', 'autolink', '-e', 'tagfilter', '--unsafe'], { input: text });
  if (r.code !== 0) throw new Error(r.err);
  return r.out;
}

const table = (page) => page.split('<table>').slice(1).map((t) => t.split('</table>')[0]);
const rowsOf = (t) => t.split('<tr>').slice(1);
const cells = (row, tag) => row.split(`<${tag}>`).length - 1;

// cmark fills up and cuts rows: only the source knows their number of cells.
function structure(text) {
  const problems = [];
  let width = 0;
  for (const line of text.split('\n')) {
    const n = line.startsWith('|') ? line.replace(/\\./g, '').split('|').length - 2 : 0;
    if (n > 0 && width > 0 && n !== width) problems.push(`${n} cells in place of ${width}: ${line}`);
    width = n;
  }
  const tags = [...html(text).matchAll(/<\/?([a-z0-9]+)([^>]*)>/gi)];
  const known = ['h2', 'h3', 'p', 'ul', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'br'];
  for (const [tag, name, attributes] of tags) {
    if (!known.includes(name) || attributes.replace('/', '').trim() !== '') problems.push(`markup: ${tag}`);
  }
  for (const t of table(html(text))) {
    const head = cells(rowsOf(t)[0], 'th');
    for (const r of rowsOf(t).slice(1)) if (cells(r, 'td') !== head) problems.push(`cells: ${r}`);
  }
  return problems;
}

// A comment on GitHub may have so many characters.
const size = (text) => (text.length <= 65536 ? [] : [`${text.length} characters`]);

// What GitHub makes of it behind cmark: mentions and references.
const mentions = (text) => [...html(text).matchAll(/(^|[^&\w])(@[a-z]\w*|#\d+)/gim)].map((m) => `mention: ${m[2]}`);

export default {
  format: 'markdown',
  judges: { 'cmark-gfm': structure, size, mentions },
  broken: [
    ['a bar in a cell', (t) => t.replace(/(\n\| (?:low|medium|high) \| )/, '$1a | b'), 'cmark-gfm'],
    ['a tag in a cell', (t) => t.replace(/(\n\| (?:low|medium|high) \| )/, '$1<img src=x>'), 'cmark-gfm'],
    ['a link in a cell', (t) => t.replace(/(\n\| (?:low|medium|high) \| )/, '$1http://example.com '), 'cmark-gfm'],
    ['too long', (t) => t.repeat(9), 'size'],
    ['somebody called', (t) => t.replace(/(\n\| (?:low|medium|high) \| )/, '$1@octocat '), 'mentions'],
  ],
  agrees: (text, report) => {
    const page = html(text);
    const numbers = [...(table(page)[0] ?? '').matchAll(/<td>(\d+)<\/td>/g)].map((m) => Number(m[1]));
    const [warn, error, note, pass, info, skip] = numbers;
    const listed = {};
    const left = {};
    const titles = { WARN: 'warn', 'Could not be assessed': 'error', 'For a person to decide': 'note' };
    for (const [title, status] of Object.entries(titles)) {
      const part = page.split(`<h3>${title} `)[1]?.split('<h3>')[0] ?? '';
      listed[status] = part === '' ? 0 : rowsOf(part).length - 1;
      left[status] = Number(/and (\d+) more/.exec(part)?.[1] ?? 0);
    }
    const got = Object.fromEntries(Object.keys(listed).map((k) => [k, listed[k] + left[k]]));
    const f = report.summary.findings;
    return [
      ...differences({ warn, error, note, pass, info, skip }, f),
      ...differences(got, { warn: f.warn, error: f.error, note: f.note }),
      ...(page.includes(`the gate is ${report.gate.open ? 'open' : 'closed'}`) ? [] : ['another gate']),
    ];
  },
};
