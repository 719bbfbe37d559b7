// html.mjs: the HTML report of several snapshots, held against Nu and html-validate, and in a browser
// against axe, in light and dark, on a screen, on paper, on a telephone, and without scripts.
import fs from 'node:fs';
import path from 'node:path';
import { Skip, close, dockassay, load, program, require, run, skipped, top, verdict } from './harness.mjs';
import { read, write } from '../fixtures/snapshots.mjs';
import { hostile } from '../fixtures/hostile.mjs';

const here = path.join(top, 'tests/validators');
const demoFile = path.join(top, 'templates/demo.ndjson');
const logo = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32'/><script>document.title='pwned'</script></svg>";
const compose = 'services:\n  "<img src=x onerror=alert(1)>":\n    image: nginx\n    privileged: true\n';

// ---- samples ------------------------------------------------------------------------------------

// What a baseline, waivers and attestations add, as a report may hold them.
function marked(report) {
  const waiver = { justification: 'Until the <b>new</b> runner is there.', owner: 'platform', expires: '2026-12-31', approver: 'J. Doe', ticket: 'SEC-1', risk: 'low', source: 'waivers.yaml:12' };
  const attestation = { by: 'J. Doe', on: '2026-03-01', until: '2026-12-31', evidence: 'Access review', source: 'waivers.yaml:40' };
  const all = report.checks.flatMap((c) => c.findings);
  all.filter((f) => ['warn', 'error'].includes(f.status)).forEach((f, i) => {
    f.baseline = ['new', 'unchanged', 'changed', 'new-check'][i % 4];
    if (i % 5 === 0) f.waiver = waiver;
  });
  all.filter((f) => f.status === 'note').forEach((f) => { f.attestation = attestation; });
  report.scan.baseline = { file: 'old.json', format: 'json', host: 'demo-host', date: '2025-12-01T00:00:00Z' };
  report.resolved = [{ check: '5.4', title: 'T', severity: 'high', status: 'warn', message: 'had it', key: '', fingerprint: 'a'.repeat(64), subject: { kind: 'container', name: 'old', id: '', image: '' } }];
  report.waiver_notices = [{ kind: 'expiring', source: 'waivers.yaml:12', message: 'ends soon' }];
  return report;
}

const jsonOf = (...args) => JSON.parse(dockassay([...args, '-f', 'json']).out);

write('hostile.ndjson', hostile(read(demoFile)));
const report = jsonOf('demo');
fs.writeFileSync('marked.json', JSON.stringify(marked(jsonOf('demo'))));
fs.writeFileSync('logo.svg', logo);
fs.writeFileSync('compose.yaml', compose);
const many = run('node', [path.join(here, 'grow.mjs'), '300'], { input: fs.readFileSync(demoFile) });
fs.writeFileSync('many.ndjson', many.out);
dockassay(['demo', '-q', '-o', 'html:demo.html', '--logo', 'logo.svg', '--organization', 'Example & <Sons>', '--title', 'A "title" </style><script>alert(1)</script>']);
dockassay(['--from', 'hostile.ndjson', '-q', '-o', 'html:hostile.html']);
dockassay(['--from', 'many.ndjson', '-q', '-o', 'html:many.html']);
dockassay(['--compose', 'compose.yaml', '-q', '-o', 'html:build.html']);
dockassay(['render', 'marked.json', '-q', '-o', 'html:marked.html']);
run('node', [path.join(here, '../fleet/hosts.mjs'), 'marked.json', 'hosts', '12']);
fs.writeFileSync('hosts/hostile.json', dockassay(['--from', 'hostile.ndjson', '-f', 'json']).out);
fs.writeFileSync('hosts/broken.json', '{ "schema": "<script>alert(1)</script>"');
dockassay(['merge', 'hosts', '-q', '-o', 'html:fleet.html', '-o', 'json:fleet.json']);
const pages = ['demo', 'hostile', 'marked', 'build', 'many', 'fleet'];
const small = fs.statSync('many.html').size;
verdict('300 containers: less than 8 MB', small < 8 << 20 ? [] : [`${small} bytes`]);

// ---- validators ---------------------------------------------------------------------------------

// Nu tells of void elements' slashes, which make the page XML, too, and does not know hashes.
function nu(files) {
  const jar = path.join(process.env.NODE_MODULES, 'vnu-jar/build/dist/vnu.jar');
  const r = run('java', ['-jar', jar, '--format', 'gnu', '--errors-only', ...files]);
  return (r.err + r.out).split('\n').filter((line) => line !== '');
}

async function lint(files) {
  const { HtmlValidate, FileSystemConfigLoader } = await load('html-validate');
  const config = JSON.parse(fs.readFileSync(path.join(here, 'htmlvalidate.json')));
  const validator = new HtmlValidate(new FileSystemConfigLoader(config));
  const problems = [];
  for (const file of files) {
    const r = await validator.validateString(fs.readFileSync(file, 'utf8'));
    r.results.forEach((x) => x.messages.forEach((m) => problems.push(`${file}:${m.line}:${m.column} ${m.ruleId} ${m.message}`)));
  }
  return problems;
}

const wellFormed = (files) => {
  const r = run('xmllint', ['--noout', '--huge', ...files]);
  return r.code === 0 ? [] : [r.err.slice(0, 500)];
};

const broken = [
  ['no title', (t) => t.replace(/<title>.*?<\/title>/, '')],
  ['a bad nesting', (t) => t.replace('</main>', '</main></p><center>')],
];

async function validators() {
  const files = pages.map((p) => `${p}.html`);
  const demo = fs.readFileSync('demo.html', 'utf8');
  for (const [name, judge] of Object.entries({ nu, 'html-validate': lint, xmllint: wellFormed })) {
    try {
      verdict(`valid: ${name}`, await judge(files));
      for (const [what, edit] of name === 'xmllint' ? broken.slice(1) : broken) {
        fs.writeFileSync('broken.html', edit(demo));
        verdict(`broken, ${what}: ${name}`, (await judge(['broken.html'])).length > 0 ? [] : ['not seen']);
      }
    } catch (e) {
      if (!(e instanceof Skip)) throw e;
      skipped(`HTML: ${name}`, e);
    }
  }
}

// ---- browser ------------------------------------------------------------------------------------

let browser;

// A page that counts what it must not do.
async function open(file, options = {}, hash = '') {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.sins = [];
  page.requests = 0;
  page.on('request', () => { page.requests++; });
  page.on('console', (m) => page.sins.push(`console: ${m.text()}`));
  page.on('pageerror', (e) => page.sins.push(`error: ${e}`));
  page.on('dialog', (d) => { page.sins.push(`dialog: ${d.message()}`); d.dismiss(); });
  await page.goto(`file://${process.cwd()}/${file}${hash}`);
  return page;
}

async function shut(page, what) {
  verdict(`${what}: one request`, page.requests === 1 ? [] : [`${page.requests} requests`]);
  verdict(`${what}: nothing on the console, no dialog`, page.sins);
  await page.context().close();
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function axe(page) {
  await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), tags);
  return violations.map((v) => `${v.id}: ${v.nodes.length} times, ${v.nodes[0].html.slice(0, 150)}`);
}

// Checks opened and a filter used; once for the whole page, too, of the demonstration.
async function accessible(name, colorScheme) {
  const what = `${name}, ${colorScheme}`;
  const page = await open(`${name}.html`, { colorScheme });
  if (what === 'demo, light') verdict(`${what}: axe`, await axe(page));
  await page.fill('#search', name === 'build' ? '' : 'nist 800-53');
  if (name !== 'build') await page.check('input[value=warn]');
  await page.waitForTimeout(150);
  const opened = await page.evaluate(() => Array.from(document.querySelectorAll('.check:not([hidden])')).slice(0, 12).map((d) => { d.open = true; }).length);
  verdict(`${what}: checks are there to be opened`, opened > 0 ? [] : ['none']);
  verdict(`${what}: axe, filtered and opened`, await axe(page));
  await shut(page, what);
}

// What is shown, by the page; and what ought to be, by the JSON report.
const visible = (page) => page.evaluate(() => Array.from(document.querySelectorAll('.check:not([hidden])'), (d) => d.id));

function same(got, wanted) {
  const lacking = wanted.filter((id) => !got.includes(id));
  const surplus = got.filter((id) => !wanted.includes(id));
  return [...lacking.map((id) => `${id} is not shown`), ...surplus.map((id) => `${id} is shown`),
    ...(wanted.length === 0 ? ['the test looks for nothing'] : [])];
}

const ids = (fits) => report.checks.filter(fits).map((c) => c.id);

async function filters() {
  const page = await open('demo.html');
  const has = (c, status) => c.findings.some((f) => f.status === status);
  const expect = async (what, wanted) => {
    await page.waitForTimeout(150);
    verdict(`filter: ${what}`, same(await visible(page), wanted));
  };
  await expect('none', ids(() => true));
  await page.check('input[value=error]');
  await expect('status error', ids((c) => has(c, 'error')));
  await page.check('input[value=note]');
  await expect('status error or note', ids((c) => has(c, 'error') || has(c, 'note')));
  await page.check('input[value=high]');
  await expect('and severity high', ids((c) => (has(c, 'error') || has(c, 'note')) && c.severity === 'high'));
  await page.click('button[type=reset]');
  await expect('cleared', ids(() => true));
  await page.selectOption('#section', '5');
  await expect('section 5', ids((c) => c.section_id === '5'));
  await page.click('button[type=reset]');
  await page.fill('#search', 'Privileged HOSTCONFIG');
  const text = (c, f) => [c.id, c.title, c.rationale, c.remediation, c.severity, c.references.join(' '), c.related.join(' '), f.message, f.subject.name, f.subject.kind,
    ...f.evidence.flatMap((e) => [e.what, e.source, e.actual, e.expected])].join(' ').toLowerCase();
  await page.waitForTimeout(150);
  const found = await visible(page);
  const wanted = ids((c) => c.findings.some((f) => ['privileged', 'hostconfig'].every((w) => text(c, f).includes(w))));
  verdict('filter: text', same(found, wanted));
  const told = await page.textContent('#shown');
  verdict('filter: says what it shows', told.startsWith(`${found.length} of ${report.checks.length} checks, by text`) ? [] : [told]);
  await page.fill('#search', 'nothing is called like this');
  await page.waitForTimeout(150);
  verdict('filter: nothing fits', await visible(page));
  await page.evaluate(() => { location.hash = '#5.5'; });
  await page.waitForTimeout(150);
  verdict('a link into what is filtered away', await page.evaluate(() => (document.getElementById('5.5').open && document.getElementById('search').value === '' ? [] : ['does not open it'])));
  await shut(page, 'filters');
}

async function links() {
  const check = report.checks.find((c) => c.status === 'warn');
  const finding = check.findings.find((f) => f.status === 'warn');
  const anchor = `${check.id}-${finding.fingerprint.slice(0, 12)}`;
  const page = await open('demo.html', {}, `#${anchor}`);
  verdict('a link to a finding opens its check', await page.evaluate(([id, a]) => {
    const box = document.getElementById(a)?.getBoundingClientRect();
    return [...(document.getElementById(id).open ? [] : ['closed']), ...(box && box.top >= 0 && box.top < innerHeight ? [] : ['not in sight'])];
  }, [check.id, anchor]));
  verdict('every link of the page leads somewhere', await page.evaluate(() => Array.from(document.querySelectorAll('a[href]'), (a) => a.getAttribute('href'))
    .filter((h) => (h[0] === '#' ? document.getElementById(decodeURIComponent(h.slice(1))) === null : !h.startsWith('https://www.cve.org/CVERecord?id=CVE-')))));
  verdict('no id twice', await page.evaluate(() => {
    const all = Array.from(document.querySelectorAll('[id]'), (e) => e.id);
    return all.filter((id, i) => all.indexOf(id) !== i);
  }));
  const all = report.checks.flatMap((c) => c.findings.map((f) => `${c.id}-${f.fingerprint.slice(0, 12)}`));
  verdict('every finding has its place', await page.evaluate((list) => list.filter((a) => document.getElementById(a) === null), all));
  await shut(page, 'links');
}

async function keyboard() {
  const page = await open('demo.html');
  await page.keyboard.press('Tab');
  verdict('keyboard: the first stop skips to the verdict', (await page.evaluate(() => document.activeElement.className)) === 'skip-link' ? [] : ['another']);
  await page.focus('.check summary');
  await page.keyboard.press('Enter');
  verdict('keyboard: a check opens', (await page.evaluate(() => document.querySelector('.check').open)) ? [] : ['closed']);
  verdict('keyboard: focus is seen', (await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle)) === 'solid' ? [] : ['no outline']);
  await shut(page, 'keyboard');
}

async function narrow() {
  for (const name of ['demo', 'hostile', 'marked']) {
    const page = await open(`${name}.html`, { viewport: { width: 320, height: 640 } });
    await page.evaluate(() => document.querySelectorAll('.check').forEach((d) => { d.open = true; }));
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    verdict(`${name}: 320 pixels are wide enough`, width <= 320 ? [] : [`${width} wide`]);
    await shut(page, `${name}, narrow`);
  }
}

// The matrix says what the JSON report says, and its filters leave what they should.
async function fleet() {
  const { checks, hosts } = JSON.parse(fs.readFileSync('fleet.json'));
  const failing = checks.filter((c) => c.hosts.warn > 0);
  const letters = () => Array.from(document.querySelectorAll('.grid tbody tr'), (r) => [r.cells[0].textContent, ...Array.from(r.cells).slice(1).map((c) => c.textContent)]);
  for (const colorScheme of ['light', 'dark']) {
    const page = await open('fleet.html', { colorScheme });
    await page.evaluate(() => Array.from(document.querySelectorAll('.check')).slice(0, 8).forEach((d) => { d.open = true; }));
    verdict(`fleet, ${colorScheme}: axe`, await axe(page));
    await shut(page, `fleet, ${colorScheme}`);
  }
  const page = await open('fleet.html', { viewport: { width: 320, height: 640 } });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  verdict('fleet: 320 pixels are wide enough', width <= 320 ? [] : [`${width} wide`]);
  const head = await page.evaluate(() => Array.from(document.querySelectorAll('.grid thead a'), (a) => a.textContent));
  verdict('fleet: the matrix has every check that fails', same(head, failing.map((c) => c.id)));
  const rows = await page.evaluate(letters);
  verdict('fleet: the matrix has every host', same(rows.map((r) => r[0]), hosts.map((h) => h.name)));
  const wrong = head.flatMap((id, i) => {
    const n = rows.filter((r) => r[i + 1] === 'W').length;
    return n === checks.find((c) => c.id === id).hosts.warn ? [] : [`${id}: ${n} hosts`];
  });
  verdict('fleet: as many hosts fail a check as the JSON report tells', wrong);
  await page.selectOption('#fails', head[3]);
  await page.waitForTimeout(150);
  const left = await page.evaluate(() => Array.from(document.querySelectorAll('.grid tbody tr:not([hidden])'), (r) => r.cells[0].textContent));
  verdict('fleet: filter by check', same(left, rows.filter((r) => r[4] === 'W').map((r) => r[0])));
  await page.click('button[type=reset]');
  await page.fill('#search', 'host-00003');
  await page.waitForTimeout(150);
  verdict('fleet: filter by host', (await page.locator('.hosts tbody tr:not([hidden])').count()) === 1 ? [] : ['not one']);
  await page.click('button[type=reset]');
  await page.check('input[value=critical]');
  await page.waitForTimeout(150);
  const shownIds = await page.evaluate(() => Array.from(document.querySelectorAll('.check:not([hidden])'), (d) => d.id));
  verdict('fleet: filter by severity', same(shownIds, failing.filter((c) => c.severity === 'critical').map((c) => c.id)));
  verdict('fleet: what could not be read', (await page.textContent('main')).includes('hosts/broken.json') ? [] : ['is not told']);
  await shut(page, 'fleet');
}

async function withoutScripts() {
  const page = await open('demo.html', { javaScriptEnabled: false });
  verdict('without scripts: no dead controls', (await page.locator('.filter').isVisible()) ? ['the filter is shown'] : []);
  verdict('without scripts: every check', (await page.locator('.check summary').count()) === report.checks.length ? [] : ['some are missing']);
  await page.locator('.check summary').first().click();
  verdict('without scripts: a check opens', (await page.locator('.check .remedy, .check .about').first().isVisible()) ? [] : ['closed']);
  await shut(page, 'without scripts');
}

async function inert() {
  const page = await open('hostile.html');
  verdict('hostile: nothing but text', await page.evaluate(() => {
    const problems = [];
    if (document.scripts.length !== 1) problems.push(`${document.scripts.length} scripts`);
    if (document.images.length !== 0) problems.push('an image');
    if (/pwned/.test(document.title) && document.title === 'pwned') problems.push('the title was changed');
    document.querySelectorAll('*').forEach((e) => {
      for (const a of e.attributes) if (/^on|^style$/.test(a.name)) problems.push(`<${e.localName} ${a.name}>`);
    });
    if (!document.body.textContent.includes('</script><script>alert(1)</script>')) problems.push('the payload is not shown');
    return problems;
  }));
  await shut(page, 'hostile');
}

async function printed() {
  const page = await open('demo.html');
  await page.pdf({ path: 'demo.pdf', preferCSSPageSize: true, tagged: true, outline: true });
  const flat = (t) => t.replace(/\s+/g, '');
  const text = run('pdftotext', ['-layout', 'demo.pdf', '-']);
  const sheets = text.out.split('\f').slice(0, -1);
  const lacking = ['Sign-off', 'Signature', 'Scope and method', 'What was not assessed', 'What was left out', report.scan.snapshot_sha256, `${2} / ${sheets.length}`]
    .filter((t) => !flat(text.out).includes(flat(t)));
  verdict('paper: what an audit needs', lacking);
  const evidence = report.checks.flatMap((c) => [c.remediation, ...c.findings.slice(0, 1).flatMap((f) => f.evidence.slice(0, 1).map((e) => e.what))]);
  const whole = flat(sheets.join(''));
  const unseen = evidence.filter((t) => !whole.includes(flat(t)));
  // A text that goes over the end of a sheet has the sheet's foot in it.
  verdict('paper: closed checks are printed', unseen.length < evidence.length / 20 ? [] : [`${unseen.length} of ${evidence.length} texts are missing, ${unseen[0]}`]);
  verdict('paper: the cover has no number', /\d+ \/ \d+/.test(sheets[0]) ? ['it has'] : []);
  verdict('paper: every other sheet has', sheets.slice(1).filter((s, i) => !s.includes(`${i + 2} / ${sheets.length}`)).slice(0, 3));
  const info = run('pdfinfo', ['demo.pdf']).out;
  verdict('paper: tagged, A4', ['Tagged:          yes', '(A4)'].filter((t) => !info.includes(t)));
  await shut(page, 'paper');
}

// Times are told; only what is far too long fails, as machines differ.
async function quick() {
  const started = performance.now();
  const page = await open('many.html');
  const loaded = performance.now() - started;
  const filtered = await page.evaluate(() => {
    const from = performance.now();
    document.getElementById('search').value = 'privileged';
    apply();
    document.body.getBoundingClientRect();
    return performance.now() - from;
  });
  console.log(`300 containers: ${Math.round(small / 1024)} KiB, opened in ${Math.round(loaded)} ms, filtered in ${Math.round(filtered)} ms`);
  verdict('300 containers: quick', loaded < 10000 && filtered < 1000 ? [] : [`${loaded} ms, ${filtered} ms`]);
  await shut(page, '300 containers');
}

// The test of the test: the browser's judges see what is wrong.
async function seen() {
  const demo = fs.readFileSync('demo.html', 'utf8');
  const open2 = async (what, edit) => {
    fs.writeFileSync('broken.html', edit(demo));
    return open('broken.html', { bypassCSP: what === 'contrast' });
  };
  let page = await open2('contrast', (t) => t.replace('--dim: #525c68', '--dim: #b9c0c8'));
  verdict('broken, low contrast: axe', (await axe(page)).some((v) => v.startsWith('color-contrast')) ? [] : ['not seen']);
  await page.context().close();
  page = await open2('script', (t) => t.replace('</main>', '<script>alert(1)</script><p style="color:red">x</p></main>'));
  verdict('broken, another script and style: the policy', page.sins.filter((s) => s.includes('Content Security Policy')).length >= 2 && !page.sins.some((s) => s.startsWith('dialog')) ? [] : ['let through']);
  await page.context().close();
  page = await open2('picture', (t) => t.replace('</main>', '<img src="http://192.0.2.1/x" alt=""></main>'));
  verdict('broken, a picture from elsewhere: the policy', page.sins.length > 0 && page.requests <= 2 ? [] : ['let through']);
  await page.context().close();
}

async function inBrowser() {
  if (!process.env.CHROMIUM) throw new Skip('chromium is missing');
  const { chromium } = await load('playwright-core').then((m) => m.default ?? m);
  const root = process.getuid() === 0; // the browser's own sandbox does not work for root
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: root ? ['--no-sandbox'] : [] });
  const seenAs = { demo: ['light', 'dark'], hostile: ['light'], marked: ['light', 'dark'], build: ['dark'] };
  for (const [name, schemes] of Object.entries(seenAs)) for (const scheme of schemes) await accessible(name, scheme);
  for (const part of [filters, links, keyboard, narrow, fleet, withoutScripts, inert, quick, seen]) await part();
  try {
    await printed();
  } catch (e) {
    if (!(e instanceof Skip)) throw e;
    skipped('HTML on paper', e);
  }
}

verdict('the program is there', fs.existsSync(program) ? [] : [program]);
await validators();
try {
  await inBrowser();
} catch (e) {
  if (!(e instanceof Skip)) throw e;
  skipped('HTML in a browser', e);
} finally {
  await browser?.close();
}
process.exitCode = close();
