import {describe, expect, it} from 'vitest';
import {CONFIGURING} from '../../core/cli/configFlags.ts';
import {describeError} from '../../core/cli/describeError.ts';
import {VERBS} from '../../core/cli/verbs/index.ts';
import {CONFIG_FLAGS} from '../../core/config/flags.ts';
import packageJson from '../../package.json' with {type: 'json'};
import {ogz} from './ogz.ts';

const verbs = Object.keys(VERBS);

describe('ogz', () => {
  it('has the verbs that scripts rely on', () => {
    const promised =
      'start status stop doctor health backtest replay explain indicators halt resume flatten data config patterns';

    expect(verbs).toEqual(expect.arrayContaining(promised.split(' ')));
  });

  it('without a verb prints every verb on stderr, because that is no data, and exits 2', async () => {
    const {code, stdout, stderr} = await ogz([]);

    expect({code, stdout}).toEqual({code: 2, stdout: ''});
    for (const verb of verbs) expect(stderr).toMatch(new RegExp(`^  ${verb} +[A-Z].*\\.$`, 'm'));
  });

  it.each([['help'], ['--help']])('%s prints the same on stdout', async word => {
    const [asked, unasked] = [await ogz([word]), await ogz([])];

    expect(asked).toMatchObject({code: 0, stdout: unasked.stderr, stderr: ''});
  });

  it('prints its version', async () => {
    expect(await ogz(['--version'])).toMatchObject({code: 0, stdout: `${packageJson.version}\n`});
  });

  it.each([
    ['helth', 'Unknown verb "helth". Did you mean health?'],
    ['relpay', 'Unknown verb "relpay". Did you mean replay?'],
    ['toString', 'Unknown verb "toString". Known: start, status, stop'],
  ])('%s is unknown: exit 2, with the nearest verb', async (verb, text) => {
    const {code, stdout, stderr} = await ogz([verb]);

    expect({code, stdout}).toEqual({code: 2, stdout: ''});
    expect(stderr).toContain(text);
  });
});

describe.each(verbs)('ogz %s', name => {
  it('is the verb of that name and has a help that names every flag', async () => {
    const verb = await VERBS[name]?.();
    const help = await ogz([name, '--help']);

    expect(verb?.name).toBe(name);
    expect(help).toMatchObject({code: 0, stderr: ''});
    expect(help.stdout).toBe((await ogz(['help', name])).stdout);
    for (const flag of verb?.flags ?? []) expect(help.stdout).toContain(`  ${flag.name}`);
    for (const usage of verb?.usage ?? []) expect(usage.split(' ')[0]).toBe(name);
  });

  it('answers an unknown flag with exit 2 and the nearest one', async () => {
    const {code, stdout, stderr} = await ogz([name, '--data-dri', 'x']);

    expect({code, stdout}).toEqual({code: 2, stdout: ''});
    expect(stderr).toBe('Unknown flag "--data-dri". Did you mean --data-dir?\n');
  });

  it('answers a flag without its value with exit 2', async () => {
    const {code, stderr} = await ogz([name, '--data-dir']);

    expect(code).toBe(2);
    expect(stderr).toMatch(/^--data-dir needs a value after it/);
  });

  it('knows --json', async () => {
    expect((await VERBS[name]?.())?.flags.map(flag => flag.name)).toContain('--json');
  });
});

describe('a command line', () => {
  it('has no words that a verb does not want', async () => {
    expect(await ogz(['health', 'now'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Unexpected argument "now"'),
    });
  });

  it('gives no value to a switch', async () => {
    expect(await ogz(['health', '--json=yes'])).toMatchObject({code: 2, stderr: '--json takes no value, got "yes".\n'});
  });

  it.each(['0', '65536', '3.5', 'abc'])('has no port %s', async port => {
    expect(await ogz(['health', '--port', port])).toMatchObject({
      code: 2,
      stderr: `--port is "${port}"; expected a whole number from 1 to 65535.\n`,
    });
  });

  it('offers the flags that configure a bot, all of them', () => {
    expect(CONFIGURING.map(flag => flag.name).toSorted()).toEqual([...CONFIG_FLAGS].toSorted());
  });
});

describe('describeError', () => {
  it('says system errors in words that can be acted on', () => {
    const error = Object.assign(new Error('ENOSPC: no space left'), {code: 'ENOSPC', path: 'data/HALT'});

    expect(describeError(error)).toEqual({
      text: 'The disk of "data/HALT" is full. Make room, then try again.',
      exitCode: 1,
    });
  });

  it('shows the stack of our own mistakes only', () => {
    expect(describeError(new TypeError('x is not a function')).text).toContain('runCli.test.ts');
    expect(describeError(new Error('the file is odd'))).toEqual({text: 'the file is odd', exitCode: 1});
  });
});
