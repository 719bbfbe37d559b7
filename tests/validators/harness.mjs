// harness.mjs: what all judges share: counting, other people's programs, packages and schemas.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const program = process.env.DOCKASSAY;

// The packages are installed in the build's directory: our own folders may not know of them.
export const require = createRequire(`${process.env.NODE_MODULES}/`);
export const load = async (name) => import(require.resolve(name));

// What cannot be judged here. `expected`: not even where a skip is a failure could it be there.
export class Skip extends Error {
  constructor(why, expected = false) {
    super(why);
    this.expected = expected;
  }
}

const totals = { passed: 0, failed: 0, skipped: 0 };
let unexpected = 0;

// `problems` is a list of texts; none of them: passed.
export function verdict(what, problems) {
  if (problems.length === 0) {
    totals.passed++;
    return;
  }
  totals.failed++;
  console.log(`FAILED: ${what}`);
  for (const p of problems.slice(0, 5)) console.log(`    ${String(p).slice(0, 400)}`);
  if (problems.length > 5) console.log(`    and ${problems.length - 5} more`);
}

const skippedBefore = new Set();

export function skipped(what, why) {
  if (skippedBefore.has(what)) return;
  skippedBefore.add(what);
  totals.skipped++;
  if (!why.expected) unexpected++;
  console.log(`SKIPPED: ${what}: ${why.message ?? why}`);
}

// Exit code of the whole run.
export function close() {
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  const strict = process.env.CI === 'true' && process.env.DOCKASSAY_ALLOW_SKIP !== '1';
  return totals.failed > 0 || (strict && unexpected > 0) ? 1 : 0;
}

// Runs a program; Skip where it is not installed. The time-out is for one that hangs, on a busy machine, too.
export function run(command, args, options = {}) {
  const r = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 600000, ...options });
  if (r.error?.code === 'ENOENT') throw new Skip(`${command} is missing`);
  if (r.error) return { code: -1, out: r.stdout ?? '', err: String(r.error) };
  return { code: r.status, out: r.stdout, err: r.stderr };
}

// dockassay itself, which must not end in any other way than with the codes that it documents.
export function dockassay(args, options = {}) {
  const r = run(program, args, options);
  if (![0, 1, 3].includes(r.code)) {
    throw new Error(`dockassay ${args.join(' ')} ended with ${r.code}: ${r.err}`);
  }
  return r;
}

// The problems of a program that judges by its exit code.
export function byExitCode(command, args, options) {
  const r = run(command, args, options);
  return r.code === 0 ? [] : [`${command} ${args[0]}: ${(r.err + r.out).trim().slice(0, 2000)}`];
}

// Other people's schemas are no part of this repository: on a machine that has none of them a skip
// is what to expect; one that is missing among the others is a mistake.
export function schemaFile(name, otherwise) {
  const dir = process.env.SCHEMA_DIR;
  const file = path.join(dir, name);
  if (fs.existsSync(file)) return file;
  if (otherwise && fs.existsSync(otherwise)) return otherwise;
  throw new Skip(`no ${name} in ${dir}`, !fs.existsSync(dir));
}

const compiled = new Map();

// ajv's verdict in the dialect that the schema names; draft-07 where it names none.
export function bySchema(file, values) {
  if (!compiled.has(file)) {
    const schema = JSON.parse(fs.readFileSync(file));
    const dialects = { 'draft-04': 'ajv-draft-04', '2020-12': 'ajv/dist/2020.js' };
    const dialect = Object.keys(dialects).find((d) => String(schema.$schema).includes(d));
    const Ajv = require(dialects[dialect] ?? 'ajv').default;
    const ajv = new Ajv({ strict: false, allErrors: false, validateSchema: false });
    // Schemas that it names stand beside it.
    const others = JSON.stringify(schema).matchAll(/"\$ref":"([^"#/]+\.json)/g);
    for (const name of new Set(Array.from(others, (m) => m[1])))
      ajv.addSchema(JSON.parse(fs.readFileSync(path.join(path.dirname(file), name))), name);
    require('ajv-formats').default(ajv);
    compiled.set(file, ajv.compile(schema));
  }
  const valid = compiled.get(file);
  const problems = [];
  values.forEach((value, i) => {
    if (!valid(value)) {
      const e = valid.errors[0];
      problems.push(`[${i}] ${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
    }
  });
  return problems;
}

// A text that is no JSON is a problem, too.
export function parsed(text, judge) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (e) {
    return [`no JSON: ${e.message}`];
  }
  return judge(value);
}

// One JSON document a line, with a line feed after the last one, too.
export function lines(text) {
  if (text === '') return [];
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  return text.slice(0, -1).split('\n');
}

export function parsedLines(text, judge) {
  try {
    return judge(lines(text).map((l) => JSON.parse(l)));
  } catch (e) {
    if (e instanceof Skip) throw e;
    return [`no JSON lines: ${e.message}`];
  }
}

// Edits a copy of a JSON document.
export const edited = (change) => (text) => {
  const value = JSON.parse(text);
  change(value);
  return JSON.stringify(value);
};

export const editedLine = (change) => (text) => {
  const all = lines(text);
  const value = JSON.parse(all[0]);
  change(value);
  return `${[JSON.stringify(value), ...all.slice(1)].join('\n')}\n`;
};

export const truncated = (text) => text.slice(0, Math.floor(text.length / 2));

// Counts by a name: count(['a', 'a']) is { a: 2 }.
export function count(names) {
  const counts = {};
  for (const n of names) counts[n] = (counts[n] ?? 0) + 1;
  return counts;
}

// Where numbers are not the same. `want` says which are looked at.
export function differences(got, want) {
  return Object.keys(want)
    .filter((k) => (got[k] ?? 0) !== want[k])
    .map((k) => `${k}: ${got[k] ?? 0} here, ${want[k]} in the JSON report`);
}

export function duplicates(values) {
  const seen = new Set();
  return values.filter((v) => seen.size === seen.add(v).size);
}

// Characters that a terminal or a person takes for something else than text.
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

export function unsafeCharacters(text, allowed = '') {
  const found = [...text.matchAll(unsafe)].filter((m) => !allowed.includes(m[0]));
  return found.map((m) => `U+${m[0].codePointAt(0).toString(16)} in ${JSON.stringify(text.slice(Math.max(0, m.index - 30), m.index + 30))}`);
}

// Lines that build servers take for commands, as GitHub's runner and Azure's agent read them.
export function commands(text) {
  const found = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const start = line.trimStart();
    if (/^::[a-z-]+( [^]*?)?::/i.test(start)) found.push(start.slice(0, 80));
    if (/##\[|##vso\[|##teamcity\[/.test(line)) found.push(line.slice(0, 80));
  }
  return found;
}
