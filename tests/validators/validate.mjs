// validate.mjs SCHEMA DOCUMENT: by ajv, with the dialect that the schema names.
import fs from 'node:fs';
import { createRequire } from 'node:module';

// The packages are installed in the directory that NODE_MODULES names, beside the build.
const require = createRequire(`${process.env.NODE_MODULES}/`);
const [schemaFile, documentFile] = process.argv.slice(2);
const schema = JSON.parse(fs.readFileSync(schemaFile));
const dialects = { 'draft-04': 'ajv-draft-04', '2020-12': 'ajv/dist/2020.js' };
const dialect = Object.keys(dialects).find((d) => String(schema.$schema).includes(d));
const Ajv = require(dialects[dialect]).default;
const ajv = new Ajv({ strict: false, allErrors: true });
require('ajv-formats').default(ajv);
const valid = ajv.compile(schema);
if (!valid(JSON.parse(fs.readFileSync(documentFile)))) {
  console.error(documentFile, JSON.stringify(valid.errors.slice(0, 5), null, 1));
  process.exit(1);
}
