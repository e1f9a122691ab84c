import {execFileSync} from 'node:child_process';
import {isAbsolute, resolve} from 'node:path';
import {expect, test} from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

const appsOf = (file: string): Record<string, unknown>[] => {
  const script = `const {apps} = await import('./${file}'); console.log(JSON.stringify(apps));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: ROOT,
    encoding: 'utf8',
  });

  return JSON.parse(output) as Record<string, unknown>[];
};

test('production runs one bot in fork mode, which a reload cannot double', () => {
  const [app, ...others] = appsOf('ecosystem.config.js');

  expect(others).toEqual([]);
  expect(app).toMatchObject({
    name: 'ogz-prime-v2',
    exec_mode: 'fork',
    instances: 1,
    wait_ready: true,
    kill_timeout: 15_000,
    stop_exit_codes: [78],
    autorestart: true,
    watch: false,
    env: {NODE_ENV: 'production'},
  });
  for (const key of ['script', 'interpreter', 'out_file', 'error_file'])
    expect(isAbsolute(String(app?.[key]))).toBe(true);
});

test('lines reach logs/out.log once and unchanged: no time stamp and no number in its name', () => {
  const [app] = appsOf('ecosystem.config.js');

  expect(app?.['out_file']).toBe(resolve(ROOT, 'logs/out.log'));
  expect(app).toMatchObject({merge_logs: true});
  expect(app).not.toHaveProperty('time');
  expect(app).not.toHaveProperty('log_date_format');
});

test('development is the same bot, started again when its sources change but not when it writes', () => {
  const [app] = appsOf('ecosystem.watch.config.js');

  expect(app).toMatchObject({name: 'ogz-prime-v2', instances: 1, env: {NODE_ENV: 'development'}});
  expect(app?.['watch']).toContain('core');
  expect(app?.['ignore_watch']).toEqual(expect.arrayContaining(['data', 'logs', 'node_modules', 'dashboard/dist']));
});
