// Bulk requests: a line with the action, one with the document, which is NDJSON's with a time stamp.
import { duplicates, lines, parsedLines, truncated } from '../harness.mjs';
import ndjson from './ndjson.mjs';

const documents = (text) => lines(text).filter((_, i) => i % 2 === 1);

function actions(values) {
  const ids = values.filter((_, i) => i % 2 === 0).map((v) => v.index?._id);
  return [
    ...(values.length % 2 === 0 ? [] : ['an action without a document']),
    ...values.filter((v, i) => i % 2 === 0 && JSON.stringify(Object.keys(v)) !== '["index"]').map((v) => `no action: ${JSON.stringify(v).slice(0, 80)}`),
    ...ids.filter((id) => !/^[0-9a-f]{64}$/.test(id)).map((id) => `no id: ${id}`),
    ...duplicates(ids),
    ...values.filter((v, i) => i % 2 === 1 && v['@timestamp'] !== v.scanned).map(() => 'another time'),
  ];
}

const plain = (text) => documents(text).map((l) => l.replace(/^\{"@timestamp":"[^"]*",/, '{')).join('\n') + '\n';

export default {
  format: 'opensearch',
  judges: {
    actions: (text) => (text.endsWith('\n') ? parsedLines(text, actions) : ['the last line has no end']),
    documents: (text) => ndjson.judges.lines(plain(text)),
  },
  broken: [
    ['cut off', truncated, 'actions'],
    ['another action', (t) => t.replace('"index"', '"delete"'), 'actions'],
    ['an id twice', (t) => { const l = t.split('\n'); l[2] = l[0]; return l.join('\n'); }, 'actions'],
    ['an unknown status', (t) => t.replace(/"status":"[a-z]*"/, '"status":"bad"'), 'documents'],
  ],
  agrees: (text, report) => ndjson.agrees(plain(text), report),
};
