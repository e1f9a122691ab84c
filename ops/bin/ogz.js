#!/usr/bin/env node
/** The `ogz` command: runs core/cli.ts on the pinned node, whichever node started it and from whichever folder. */
import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {constants} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const NODE = join(ROOT, 'node_modules/.bin/node');
const CLI = join(ROOT, 'core/cli.ts');
const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGUSR2'];

if (!existsSync(NODE)) {
  process.stderr.write(`OGZ Prime is not installed yet. Run this once: cd "${ROOT}" && npm ci\n`);
  process.exit(1);
}

const child = spawn(NODE, [CLI, ...process.argv.slice(2)], {stdio: 'inherit'});
for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
/** A terminal sends Ctrl-C to both; passing it on as well would be a second one, which means "at once". */
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
child.on('error', error => {
  process.stderr.write(`"${NODE}" cannot be started: ${error.message}\n`);
  process.exit(1);
});
child.on('close', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
