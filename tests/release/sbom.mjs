// sbom.mjs MODULES WORK VERSION: judges WORK/one.json by CycloneDX's schema, and by what ldd and
// sha256sum said (WORK/loaded, WORK/sum).
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [modules, work, version] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), 'x.js'));
const read = (name) => fs.readFileSync(path.join(work, name), 'utf8');
const schemas = path.join(modules, 'node_modules/@cyclonedx/cyclonedx-library/res/schema');
const schema = (name) => JSON.parse(fs.readFileSync(path.join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8'));
const Ajv = require('ajv');
const ajv = new Ajv({ strict: false, allErrors: true });
require('ajv-formats')(ajv);
require('ajv-formats-draft2019')(ajv, { formats: ['idn-email', 'iri-reference'] });
ajv.addSchema(schema('spdx'), 'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json');
ajv.addSchema(schema('jsf-0.82'), 'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json');
const validate = ajv.compile(schema('bom-1.5'));
let passed = 0;
let failed = 0;
const check = (holds, what) => {
  if (holds) passed++;
  else { failed++; console.log(`FAILED: ${what}`); }
};

const bom = JSON.parse(read('one.json'));
check(validate(bom), `schema: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
const spoilt = structuredClone(bom);
delete spoilt.components[0].name;
check(!validate(spoilt), 'the schema takes a component without a name: it judges nothing');
check(bom.metadata.component.version === version, 'the version is another');
check(bom.metadata.component.hashes[0].content === read('sum').slice(0, 64), 'the digest of the program is another');
const loaded = read('loaded').trim().split('\n');
const refs = bom.components.map((c) => c['bom-ref']);
check(JSON.stringify([...refs].sort()) === JSON.stringify([...loaded].sort()), `not what is loaded: ${refs}`);
check(new Set(refs).size === refs.length, 'a reference is there twice');
for (const c of bom.components) check(c.version !== '' && /^pkg:[a-z]+\//.test(c.purl), `${c.name} has no version or package`);
const graph = new Map(bom.dependencies.map((d) => [d.ref, d.dependsOn]));
const reached = new Set();
const walk = (ref) => {
  if (reached.has(ref)) return;
  reached.add(ref);
  (graph.get(ref) ?? []).forEach(walk);
};
walk('dockassay');
for (const ref of refs) check(reached.has(ref), `nothing needs ${ref}`);
for (const lib of ['libcurl', 'libxml2', 'libcjson', 'libcrypto', 'libyaml'])
  check(graph.get('dockassay').some((r) => r.startsWith(lib)), `the program does not need ${lib}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
