import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {ROOT} from '../root.ts';
import {type Check, fail, ok, warn} from './Finding.ts';

/** The program itself: runtime, packages, page. */
export const nodeVersion: Check = {
  name: 'node',
  look: () => {
    const {dependencies} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Readonly<Record<string, string>>;
    };
    const wanted = dependencies['node'] ?? '';
    const found = process.versions.node;
    if (found === wanted) return ok(`${found}, as pinned`);
    const advice = `Run it as npx ogz, which takes the pinned node ${wanted}.`;

    return found.split('.')[0] === wanted.split('.')[0]
      ? warn(`${found}, pinned is ${wanted}`, advice)
      : fail(`${found}, and ${wanted} is needed`, advice);
  },
};

/** The part of a script of `ops/` that is used here. */
type OpsModule = Readonly<Record<string, (root: string) => boolean>>;

/** The scripts run on any node before anything is installed, so they are plain JavaScript. */
const ask = async (script: string, question: string): Promise<boolean> => {
  const module = (await import(pathToFileURL(join(ROOT, script)).href)) as OpsModule;

  return module[question]?.(ROOT) === true;
};

export const packages: Check = {
  name: 'packages',
  look: async () =>
    (await ask('ops/install.js', 'isInstalled'))
      ? ok('as in package-lock.json')
      : fail('not as in package-lock.json', 'Run: npm ci'),
};

export const dashboard: Check = {
  name: 'dashboard',
  look: async () =>
    (await ask('ops/dashboard.js', 'isBuilt'))
      ? ok('built from these sources')
      : warn('not built from these sources', 'Run: npm run build (npm start does it too)'),
};
