import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {phase} from './phase.js';

/** All that the built page is made of. */
const SOURCES = [
  'dashboard/index.html',
  'dashboard/vite.config.ts',
  'dashboard/tsconfig.json',
  'dashboard/public',
  'dashboard/src',
  'core/domain',
  'core/kernel',
  'core/server/protocol.ts',
  'package-lock.json',
];
const STAMP = 'dashboard/dist/.sources.sha256';

const filesUnder = path => {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];

  return readdirSync(path)
    .sort()
    .flatMap(name => filesUnder(join(path, name)));
};

/** One hash over the names and contents of the page's sources. */
export const sourcesHash = root => {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(source => filesUnder(join(root, source)))) {
    const content = readFileSync(file);
    hash.update(`${file.slice(root.length)} ${content.length}\n`).update(content);
  }

  return hash.digest('hex');
};

export const isBuilt = root => {
  const stamp = join(root, STAMP);

  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesHash(root);
};

/** Builds the page with the pinned node. The stamp comes last, so an interrupted build is done again. Resolves to the exit code. */
export const buildDashboard = async root => {
  const hash = sourcesHash(root);
  const done = phase('Building the dashboard (vite)');
  const code = await new Promise(resolve => {
    const args = [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'dashboard', '--logLevel', 'warn'];
    const child = spawn(join(root, 'node_modules/.bin/node'), args, {cwd: root, stdio: ['ignore', 2, 2]});
    child.on('error', () => resolve(1));
    child.on('close', resolve);
  });
  if (code !== 0) return code ?? 1;
  writeFileSync(join(root, STAMP), hash);
  done();

  return 0;
};
