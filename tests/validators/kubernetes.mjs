// kubernetes.mjs: holds the manifests of packaging/kubernetes against Kubernetes' own schemas, and against
// what docs/container.md says that a scan may do: exactly that, and no more.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const top = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const require = createRequire(path.join(process.env.NODE_MODULES, 'x.js'));
const { parseAllDocuments } = require('yaml');
const capabilities = 'AUDIT_CONTROL DAC_READ_SEARCH SYS_PTRACE';
let passed = 0, failed = 0;

function expect(what, good, why = '') {
  if (good) passed++;
  else failed++;
  console.log(`${good ? 'PASS' : 'FAIL'} ${what}${good ? '' : ` ${why}`}`);
}

// What is wrong with an object by its kind's schema; '' for nothing.
function problem(object) {
  const { [object.kind]: Model } = require(`kubernetes-models/${object.apiVersion}/${object.kind}`);

  try {
    new Model(object).validate();
    return '';
  } catch (e) {
    return e.message;
  }
}

function podOf(object) {
  return object.spec?.jobTemplate?.spec.template.spec ?? object.spec?.template?.spec;
}

// Kubernetes' server drops what it does not know and says so to few: names are looked up in the models' types.
function unknownNames(value, type, at = 'spec', found = []) {
  const file = path.join(process.env.NODE_MODULES, `kubernetes-models/v1/${type}.d.ts`);
  if (value === null || typeof value !== 'object' || !fs.existsSync(file)) return found;
  const text = fs.readFileSync(file, 'utf8').split('export declare class')[0];
  const members = new Map([...text.matchAll(/^ {4}"(\w+)"\??: (?:Array<)?(?:IIoK8sApiCoreV1)?(\w+)?/gm)].map((m) => [m[1], m[2]]));

  for (const [name, inner] of Object.entries(value)) {
    if (!members.has(name)) found.push(`${at}.${name}`);
    for (const one of [inner].flat()) unknownNames(one, members.get(name), `${at}.${name}`, found);
  }
  return found;
}

function containersOf(pod) {
  return [...(pod.initContainers ?? []), ...pod.containers];
}

function scanOf(pod) {
  return containersOf(pod).find((c) => c.name === 'scan');
}

function checkPod(name, pod) {
  const scan = scanOf(pod);
  const unknown = unknownNames(pod, 'PodSpec');

  expect(`${name}: all names are known`, unknown.length === 0, unknown.join(' '));
  expect(`${name}: has no token`, pod.automountServiceAccountToken === false);
  for (const c of containersOf(pod)) {
    const s = c.securityContext;
    expect(`${name}: ${c.name} is confined`, s.readOnlyRootFilesystem && s.allowPrivilegeEscalation === false &&
      s.privileged === undefined && s.capabilities.drop.join() === 'ALL' && s.seccompProfile.type === 'RuntimeDefault' &&
      c.resources.limits.memory !== undefined);
    expect(`${name}: ${c.name} has a tag`, /:[0-9][^:]*$/.test(c.image));
  }
  expect(`${name}: capabilities`, [...scan.securityContext.capabilities.add].sort().join(' ') === capabilities);
  const mount = scan.volumeMounts.find((m) => m.mountPath === '/host');
  expect(`${name}: the host is read-only`, mount.readOnly === true && mount.recursiveReadOnly === 'IfPossible');
  expect(`${name}: has the whole host`, pod.volumes.find((v) => v.name === mount.name).hostPath.path === '/' &&
    pod.hostPID === true && pod.hostNetwork === true && scan.args.join(' ').startsWith('--root /host '));
}

for (const file of fs.readdirSync(path.join(top, 'packaging/kubernetes')).filter((f) => f.endsWith('.yaml'))) {
  const text = fs.readFileSync(path.join(top, 'packaging/kubernetes', file), 'utf8').replaceAll('NODE_NAME', 'node-1.example');
  for (const document of parseAllDocuments(text)) {
    const object = document.toJS();
    const name = `${file} ${object.kind}`;

    expect(`${name}: is YAML`, document.errors.length === 0, document.errors.join(' '));
    expect(`${name}: satisfies its schema`, problem(object) === '', problem(object));
    expect(`${name}: the schema refuses a broken one`,
      problem({ ...object, metadata: { ...object.metadata, labels: { x: 1 } } }) !== '');
    const pod = podOf(object);
    if (pod === undefined) continue;
    checkPod(name, pod);
    scanOf(pod).securityContext.capabilities.plus = [];
    expect(`${name}: a wrong name is found`, unknownNames(pod, 'PodSpec').join().endsWith('ontainers.securityContext.capabilities.plus'));
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
