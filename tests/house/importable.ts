import {execFileSync} from 'node:child_process';
import {floorOf} from './floors.ts';

const TIMEOUT_MS = 60_000;

/** Imports each path in turn and says which fail; plain node refuses what bundlers and compilers let pass. */
const SCRIPT = `
const failures = [];
for (const path of JSON.parse(process.env.HOUSE_MODULES)) {
  try { await import(new URL(path, process.env.HOUSE_ROOT).href); }
  catch (error) { failures.push(path + ': ' + String(error.message).split('\\n')[0]); }
}
process.stdout.write(JSON.stringify(failures), () => process.exit(0));
`;

/** Everything below the doors, which start things when they are imported. */
export const isModule = (path: string): boolean => path.endsWith('.ts') && (floorOf(path) ?? 3) < 3;

/** Modules that one plain node process cannot import. A module that prints or throws late fails as a whole. */
export const importFindings = (paths: readonly string[], root: string): readonly string[] => {
  const env = {...process.env, HOUSE_MODULES: JSON.stringify(paths), HOUSE_ROOT: `file://${root}/`, NODE_OPTIONS: ''};
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', SCRIPT], {
    env,
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
  });

  return JSON.parse(output) as string[];
};
