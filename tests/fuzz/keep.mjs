// keep.mjs FUZZ TARGET KEPT FOUND...: of all inputs in KEPT and FOUND those that cover most, few and
// small enough to be kept in the repository, become what is in KEPT. What is there under another name
// than its digest was put there by somebody, and stays.
//
// libFuzzer tells what each input covers; which to take is a set cover, for which taking what adds most
// is good enough. Its own choice keeps everything that any counter tells apart, which is too much.
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [fuzz, target, kept, ...found] = process.argv.slice(2);
// Where every input is judged and rendered in all formats, each takes most of a second.
const FILES = ['formats', 'snapshot'].includes(target) ? 20 : 60;
const BYTES = 200 * 1024;

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'keep.'));
const control = path.join(work, 'control');
for (const dir of ['none', 'out']) fs.mkdirSync(path.join(work, dir));
fs.mkdirSync(kept, { recursive: true });
execFileSync(fuzz, ['-set_cover_merge=1', `-merge_control_file=${control}`, '-timeout=25', '-rss_limit_mb=4096',
  '-max_len=20000', path.join(work, 'out'), kept, ...found],
{ env: { ...process.env, FUZZ_TARGET: target }, stdio: 'ignore' });

// The control file: how many inputs, how many of them are old, their names; then "FT NUMBER FEATURE...".
const lines = fs.readFileSync(control, 'utf8').split('\n');
const names = lines.slice(2, 2 + Number(lines[0]));
const inputs = [];
for (const line of lines.slice(2 + names.length)) {
  const [mark, number, ...features] = line.split(' ');
  if (mark !== 'FT') continue;
  const text = fs.readFileSync(names[number]);
  inputs.push({ text, features: new Set(features.filter((f) => f !== '')) });
}
const all = new Set(inputs.flatMap((i) => [...i.features]));
const covered = new Set();
const chosen = [];
let bytes = 0;
while (chosen.length < FILES) {
  let best, most = 0;
  for (const i of inputs) {
    if (bytes + i.text.length > BYTES) continue;
    let n = 0;
    for (const f of i.features) n += !covered.has(f);
    // Of two that add nearly the same the shorter one.
    n /= 1 + i.text.length / 4096;
    if (n > most) [best, most] = [i, n];
  }
  if (best === undefined) break;
  chosen.push(best.text);
  bytes += best.text.length;
  for (const f of best.features) covered.add(f);
}
for (const file of fs.readdirSync(kept))
  if (/^[0-9a-f]{40}$/.test(file)) fs.unlinkSync(path.join(kept, file));
for (const text of chosen)
  fs.writeFileSync(path.join(kept, crypto.createHash('sha1').update(text).digest('hex')), text);
fs.rmSync(work, { recursive: true });
console.log(`${target}: of ${inputs.length} inputs ${chosen.length} are kept, ${bytes} bytes: ` +
  `${covered.size} of ${all.size} features`);
