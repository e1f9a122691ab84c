import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';

const OPS = resolve(import.meta.dirname, '../../ops');

/** An npm that installs what the lock file says, notes each call, and fails with the text of `npm-fails` where that is there. */
const NPM = `
const {appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} = require('node:fs');
appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
if (existsSync('npm-fails')) { console.error(readFileSync('npm-fails', 'utf8')); process.exit(1); }
mkdirSync('node_modules/.bin', {recursive: true});
if (!existsSync('node_modules/.bin/node')) symlinkSync(process.execPath, 'node_modules/.bin/node');
const {packages} = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const here = Object.entries(packages).filter(([, {os}]) => os === undefined);
writeFileSync('node_modules/.package-lock.json', JSON.stringify({packages: Object.fromEntries(here)}));
`;

const VITE = `
import {appendFileSync, existsSync, mkdirSync} from 'node:fs';
appendFileSync('calls', 'vite ' + process.argv.slice(2).join(' ') + '\\n');
if (existsSync('vite-fails')) process.exit(1);
mkdirSync('dashboard/dist', {recursive: true});
`;

/** A clone with our ops in it and nothing installed. */
export class Clone {
  readonly root = mkdtempSync(join(tmpdir(), 'ogz-clone-'));

  constructor() {
    cpSync(OPS, join(this.root, 'ops'), {recursive: true});
    this.write('package.json', '{"type": "module"}');
    this.write('package-lock.json', lock('1.0.0'));
    this.write('npm.cjs', NPM);
    this.write('dashboard/src/main.tsx', '1');
    this.write('node_modules/vite/bin/vite.js', VITE);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), {recursive: true});
    writeFileSync(join(this.root, path), text);
  }

  installNode(): void {
    mkdirSync(join(this.root, 'node_modules/.bin'), {recursive: true});
    symlinkSync(process.execPath, join(this.root, 'node_modules/.bin/node'));
  }

  prepare(...flags: string[]): {code: number | null; talk: string} {
    const env = {...process.env, npm_execpath: join(this.root, 'npm.cjs'), npm_node_execpath: process.execPath};
    const script = join(this.root, 'ops/prepare.js');
    const {status, stderr} = spawnSync(process.execPath, [script, ...flags], {cwd: tmpdir(), env, encoding: 'utf8'});

    return {code: status, talk: stderr};
  }

  /** What was called since the beginning. */
  calls(): readonly string[] {
    return readFileSync(join(this.root, 'calls'), 'utf8').trim().split('\n');
  }
}

export const lock = (version: string): string =>
  JSON.stringify({
    packages: {
      '': {},
      'node_modules/a': {version},
      'node_modules/for-windows': {version, optional: true, os: ['win32']},
    },
  });
