import {delimiter} from 'node:path';

/** Names that npm and vitest give to what they run; a newcomer's shell has none of them. */
const OURS =
  /^(npm_(?!config_)|VITEST|OGZ_(?!SHARED_DATA)|NODE_ENV$|NODE_OPTIONS$|TEST$|DEV$|PROD$|MODE$|BASE_URL$|SSR$|INIT_CWD$)/i;

/** The environment of a newcomer's shell: the machine's own node and npm, whatever node runs the tests. */
export const machineEnvironment = (): Record<string, string> => {
  const entries: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !OURS.test(name)) entries[name] = value;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  entries['PATH'] = folders.filter(folder => !folder.includes('node_modules')).join(delimiter);

  return entries;
};
