/** Makes a fresh clone ready: packages as in the lock file and, with `--dashboard`, the built page. Does nothing where all is in place. */
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {buildDashboard, isBuilt} from './dashboard.js';
import {install, isInstalled} from './install.js';

const OLDEST_NODE = 20;
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const fail = (exitCode, text) => {
  process.stderr.write(`${text}\n`);
  process.exit(exitCode);
};

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  fail(1, `Node ${process.versions.node} is too old: ${OLDEST_NODE} or newer is needed. See https://nodejs.org`);
}

if (!isInstalled(ROOT)) {
  const failure = await install(ROOT);
  if (failure !== null) fail(failure.exitCode, failure.text);
  if (!isInstalled(ROOT))
    fail(1, 'npm ci left packages out. Does ~/.npmrc set ignore-scripts or omit? Unset them, then start again.');
}

if (process.argv.includes('--dashboard') && !isBuilt(ROOT)) {
  const exitCode = await buildDashboard(ROOT);
  if (exitCode !== 0) fail(1, "The dashboard could not be built; vite's own words are above.");
}
