import {execFile} from 'node:child_process';
import {accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {delimiter, dirname, join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import {type Browser, chromium} from 'playwright-core';

const ROOT = resolve(import.meta.dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache');
const UNPACK_TIMEOUT_MS = 120_000;
const LAUNCH_TIMEOUT_MS = 60_000;
const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Nothing that talks to the network on its own, nothing that needs a desktop, a GPU or a user. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser's program with the environment that it needs to start. */
export type BrowserProgram = {readonly path: string; readonly env: Readonly<Record<string, string>>};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
};

/** The first of `names` that is an executable on `searchPath`, or null. */
export const findOnPath = (names: readonly string[], searchPath: string): string | null => {
  for (const name of names) {
    for (const folder of searchPath.split(delimiter)) {
      const candidate = join(folder, name);
      if (folder !== '' && isExecutable(candidate)) return candidate;
    }
  }

  return null;
};

const bundledVersion = (): string => {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const manifest: unknown = createRequire(import.meta.url)(join(dirname(entry), '../../package.json'));

  return String((manifest as {version: unknown}).version);
};

/** Its unpacker writes to the temporary folder, and the libraries only where it believes to be at Amazon: so a child with both set. */
const unpackInto = async (folder: string): Promise<void> => {
  const entry = pathToFileURL(join(ROOT, 'node_modules/@sparticuz/chromium/build/esm/index.js')).href;
  const script = `const {default: bundled} = await import(${JSON.stringify(entry)}); await bundled.executablePath();`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: {...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x'},
    timeout: UNPACK_TIMEOUT_MS,
  });
};

/** Unpacks once into node_modules/.cache; whole or not at all, also when two test files come at once. */
const unpackBundled = async (): Promise<BrowserProgram> => {
  const home = join(CACHE, `chromium-${bundledVersion()}`);
  if (!existsSync(home)) {
    const partial = mkdtempSync(join(dirname(CACHE), '.chromium-'));
    await unpackInto(partial);
    moveUnlessThere(partial, home);
  }

  return {
    path: join(home, 'chromium'),
    env: {LD_LIBRARY_PATH: join(home, 'al2023/lib'), FONTCONFIG_FILE: fontConfiguration(home)},
  };
};

/** The configuration that comes with it names folders of another machine, and a browser without a font dies on the first form control. */
const fontConfiguration = (home: string): string => {
  const path = join(home, 'ogz-fonts.conf');
  const text = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, 'fonts')}</dir>
  <cachedir>${join(home, 'font-cache')}</cachedir>
</fontconfig>
`;
  if (!existsSync(path)) writeFileSync(path, text);

  return path;
};

const moveUnlessThere = (from: string, to: string): void => {
  try {
    mkdirSync(dirname(to), {recursive: true});
    renameSync(from, to);
  } catch (error) {
    rmSync(from, {recursive: true, force: true});
    if (!existsSync(to)) throw error;
  }
};

/** Finds a Chromium: `CHROMIUM_PATH`, then the system's own, then the one that npm brought. */
export const findChromium = async (): Promise<BrowserProgram> => {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (!isExecutable(named)) throw new Error(`CHROMIUM_PATH names "${named}", which is not an executable file.`);
    return {path: named, env: {}};
  }
  const installed = findOnPath(SYSTEM_NAMES, process.env['PATH'] ?? '');

  return installed === null ? unpackBundled() : {path: installed, env: {}};
};

/** Starts a headless Chromium with a new profile, which goes when the browser is closed. */
export const launchChromium = async (): Promise<Browser> => {
  const {path, env} = await findChromium();

  return chromium.launch({
    executablePath: path,
    env: {...definedEntries(process.env), ...env},
    args: FLAGS,
    timeout: LAUNCH_TIMEOUT_MS,
  });
};

const definedEntries = (env: NodeJS.ProcessEnv): Record<string, string> => {
  const entries: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) entries[name] = value;

  return entries;
};
