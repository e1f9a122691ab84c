import {spawn} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {phase} from './phase.js';

const KEPT_OUTPUT = 8_000;

/** What a failed `npm ci` means for the person who waits for it, by what npm printed. */
const CAUSES = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network request/,
    75,
    'The npm registry cannot be reached. Check the network or the proxy, then start again.',
  ],
  [/ENOSPC/, 1, 'The disk is full. About 700 MB are needed; make room, then start again.'],
  [/EACCES|EPERM|EROFS/, 1, 'The folder cannot be written to. Give this user the right to, then start again.'],
  [
    /EUSAGE|can only install packages when/,
    1,
    'package.json and package-lock.json do not belong together. Restore both from git.',
  ],
];

const readLock = path => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : null);

/**
 * True when node_modules holds what package-lock.json asks for. npm keeps a copy of what it has installed and writes it last,
 * so an interrupted install counts as none. Packages for other machines are optional and may be missing.
 */
export const isInstalled = root => {
  const wanted = readLock(join(root, 'package-lock.json'));
  const found = readLock(join(root, 'node_modules/.package-lock.json'));
  if (found === null || !existsSync(join(root, 'node_modules/.bin/node'))) return false;

  return Object.entries(wanted).every(([path, {version, optional, link}]) => {
    if (path === '' || link) return true;
    return found[path] === undefined ? optional === true : found[path].version === version;
  });
};

/** The failure of an install as one line that can be acted on, with an exit code: 75 means that trying again may help. */
export const explainFailure = output => {
  const cause = CAUSES.find(([pattern]) => pattern.test(output));

  return cause === undefined
    ? {exitCode: 1, text: 'npm ci failed; its own words are above.'}
    : {exitCode: cause[1], text: cause[2]};
};

/** npm as the one that runs us, with the machine's own node: ours lies in the folder that `npm ci` empties. */
const npmCommand = env =>
  env.npm_execpath && env.npm_node_execpath ? [env.npm_node_execpath, env.npm_execpath] : ['npm'];

/** Installs exactly what the lock file says. Resolves to null, or to why it failed. */
export const install = async (root, env = process.env) => {
  const [command, ...first] = npmCommand(env);
  const done = phase('Installing packages (npm ci)');
  const {code, output} = await run(command, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], root);
  if (code !== 0) return explainFailure(output);
  done();

  return null;
};

const run = (command, args, cwd) =>
  new Promise(resolve => {
    const child = spawn(command, args, {cwd, stdio: ['ignore', 'pipe', 'pipe']});
    let output = '';
    const keep = chunk => {
      process.stderr.write(chunk);
      output = (output + chunk).slice(-KEPT_OUTPUT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', error => resolve({code: 1, output: `${error.message}: is npm installed?`}));
    child.on('close', code => resolve({code, output}));
  });
