// grow.mjs N < SNAPSHOT: the snapshot with N containers, made by repeating those that are in it
// under other names and ids. For tests of how reports grow; nothing is measured here.
import crypto from 'node:crypto';
import fs from 'node:fs';

const wanted = Number(process.argv[2]);
const sha256 = (text) => crypto.createHash('sha256').update(text).digest('hex');
const lines = fs.readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const listing = lines.find((line) => line.document === 'GET /containers/json');
const containers = JSON.parse(listing.body);

function change(line, body, name) {
  return { ...line, document: name, body, size: Buffer.byteLength(body), sha256: sha256(body) };
}

const copies = [];
for (let i = containers.length; i < wanted; i++) {
  const old = containers[i % containers.length];
  const name = old.Names[0].slice(1);
  copies.push({ from: old.Id, to: sha256(`${old.Id} ${i}`), name, copy: `${name}-${i}` });
}

const replaced = (text, c) => text.replaceAll(c.from, c.to)
  .replaceAll(`"/${c.name}"`, `"/${c.copy}"`);

for (const line of lines) {
  const id = /^GET \/containers\/([0-9a-f]{64})\//.exec(line.document);
  if (line === listing) {
    const all = containers.concat(copies.map((c) => JSON.parse(replaced(
      JSON.stringify(containers.find((old) => old.Id === c.from)), c))));
    console.log(JSON.stringify(change(line, JSON.stringify(all), line.document)));
    continue;
  }
  console.log(JSON.stringify(line));
  for (const c of id === null ? [] : copies.filter((copy) => copy.from === id[1]))
    console.log(JSON.stringify(change(line, replaced(line.body, c), replaced(line.document, c))));
}
