import {expect, test} from 'vitest';
import {CONFIG_FLAGS, takeConfigFlags, unknownFlag} from '../../core/config/flags.ts';
import {UsageError} from '../../core/config/problems.ts';

test('takes what configures and leaves the rest in its order', () => {
  const {assignments, rest} = takeConfigFlags(['status', '--port', '3011', '--json', '--seed=7', 'x']);

  expect(assignments).toEqual([
    {path: 'server.port', value: '3011', origin: '--port'},
    {path: 'seed', value: '7', origin: '--seed'},
  ]);
  expect(rest).toEqual(['status', '--json', 'x']);
});

test('the last of two wins, but files and symbols add up', () => {
  const {assignments} = takeConfigFlags(['--seed', '1', '--symbol', 'A/B', '--seed', '2', '--symbol', 'C/D']);

  expect(assignments.map(({path, value}) => [path, value])).toEqual([
    ['seed', '2'],
    ['market.symbols', ['A/B', 'C/D']],
  ]);
});

test('a value may hold an equals sign', () => {
  expect(takeConfigFlags(['--set', 'logging.file=a=b']).assignments[0]).toMatchObject({
    path: 'logging.file',
    value: 'a=b',
  });
});

test.each([[['--port']], [['--port', '--json']], [['--set', 'risk']], [['--set', '=1']]])(
  '%j is a usage error',
  args => {
    expect(() => takeConfigFlags(args)).toThrow(UsageError);
  },
);

test('an unknown flag is named with its nearest', () => {
  const error = unknownFlag('--prot=3010', CONFIG_FLAGS);

  expect(error.exitCode).toBe(2);
  expect(error.message).toBe('Unknown flag "--prot". Did you mean --port?');
  expect(unknownFlag('--zzzzzzzz', ['--json']).message).toBe('Unknown flag "--zzzzzzzz". Known: --json.');
  expect(unknownFlag('strat', ['--json']).message).toBe('Unknown argument "strat". Known: --json.');
});
