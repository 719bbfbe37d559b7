// pipelines.mjs SERVER FILE: runs the shell steps of a pipeline in the current directory, as its
// server documents it, and ends with 1 where the job would have failed. The steps that are the
// server's own are not run; that what they take is there, is looked at.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';

const { parse } = createRequire(`${process.env.NODE_MODULES}/`)('yaml');

function shell(args, script, env = {}) {
  fs.writeFileSync('step.sh', script);
  return spawnSync('bash', [...args, 'step.sh'], { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;
}

const isThere = (file) => fs.existsSync(file) && fs.statSync(file).size > 0;

// Each step runs while all before it succeeded, or always; `run` says whether it did.
function inOrder(steps, isAlways, run) {
  let succeeded = true;
  for (const step of steps) {
    if (!succeeded && !isAlways(step)) continue;
    if (!run(step)) {
      console.error(`failed: ${step.name ?? step.displayName ?? step.uses ?? step.task ?? 'a step'}`);
      succeeded = false;
    }
  }
  return succeeded;
}

function github({ jobs }) {
  const env = { GITHUB_STEP_SUMMARY: path.resolve('github-summary') };
  const takes = { 'github/codeql-action/upload-sarif': 'sarif_file', 'actions/upload-artifact': 'path' };
  return Object.values(jobs).every((job) => inOrder(job.steps, (s) => s.if === 'always()', (step) => {
    if (step.run) return shell(['-e'], step.run, env);
    const input = takes[step.uses.split('@')[0]];
    return !input || isThere(step.with[input]);
  }));
}

function gitlab({ dockassay: job }) {
  const ended = shell(['-eo', 'pipefail'], job.script.join('\n'));
  shell(['-eo', 'pipefail'], job.after_script.join('\n'));
  const kept = [...job.artifacts.paths, ...Object.values(job.artifacts.reports)];
  const missing = kept.filter((file) => !isThere(file));
  if (missing.length > 0) console.error(`nothing to keep: ${missing.join(' ')}`);
  return ended && missing.length === 0;
}

function azure({ steps }) {
  const directory = path.resolve('staging');
  const filled = (text) => text.replaceAll('$(Build.ArtifactStagingDirectory)', directory);
  fs.mkdirSync(directory, { recursive: true });
  return inOrder(steps, (s) => s.condition === 'always()', (step) => (
    step.script ? shell(['--noprofile', '--norc'], filled(step.script)) : isThere(filled(step.inputs.testResultsFiles))));
}

const [server, file] = process.argv.slice(2);
const runs = { github, gitlab, azure };
process.exit(runs[server](parse(fs.readFileSync(file, 'utf8'))) ? 0 : 1);
