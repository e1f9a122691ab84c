import {createHash} from 'node:crypto';
import {existsSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/until.ts';
import {type Outcome, ogz, temporaryFolder, wanderingBars} from './ogz.ts';
import {spawnOgz} from './spawnOgz.ts';

type Printed = {
  readonly run: string;
  readonly passed: boolean;
  readonly candidate: {readonly params: Record<string, number>} | null;
  readonly gates: readonly {
    readonly name: string;
    readonly status: string;
    readonly value: string;
    readonly limit: string;
  }[];
  readonly provenance: {
    readonly data: {readonly sha256: string; readonly rows: number};
    readonly seed: number;
    readonly ledgerTrials: number;
  };
  readonly report: string;
};

const folder = temporaryFolder();
const file = join(folder, 'sim_BTCUSD_1m.csv');
writeFileSync(file, wanderingBars(2_600));

const argsFor = (dataDir: string, ...more: readonly string[]): readonly string[] => [
  ...['tune', 'run', '--strategy', 'rsiReversal', '--data', file, '--no-memory', '--data-dir', join(folder, dataDir)],
  ...['--trials', '6', '--seed', '7', '--folds', '2', '--min-trades', '2', '--json', ...more],
];

const gatesFile = (dataDir: string, {run}: Printed): string =>
  readFileSync(join(folder, dataDir, 'tuning', 'runs', run, 'gates.json'), 'utf8');

describe('ogz tune', () => {
  let outcome: Outcome;
  let printed: Printed;

  beforeAll(async () => {
    outcome = await ogz(argsFor('one', '--workers', '1'));
    printed = outcome.json as Printed;
  });

  it('prints what it found with every gate and where it comes from, and ends with 3 where a gate failed', () => {
    const bytes = readFileSync(file);

    expect(outcome.code).toBe(3);
    expect(printed.passed).toBe(false);
    expect(Object.keys(printed.candidate?.params ?? {})).toContain('oversold');
    expect(printed.gates).toHaveLength(17);
    expect(printed.gates.find(({name}) => name === 'champion')?.status).toBe('NOT_APPLICABLE');
    expect(printed.gates.find(({name}) => name === 'lookAhead')).toMatchObject({status: 'PASS'});
    expect(printed.gates.find(({name}) => name === 'repeatable')).toMatchObject({status: 'PASS'});
    expect(printed.provenance.data.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(printed.provenance).toMatchObject({seed: 7, ledgerTrials: 16});
  });

  it('comes to the same with two workers', async () => {
    const two = (await ogz(argsFor('two', '--workers', '2'))).json as Printed;

    expect({...two, report: ''}).toEqual({...printed, report: ''});
    expect(gatesFile('two', two)).toBe(gatesFile('one', printed));
  });

  it('goes on after kill -9 and comes to the same', async () => {
    const killed = spawnOgz(argsFor('killed', '--workers', '1'), folder);
    const trials = join(folder, 'killed', 'tuning', 'runs', printed.run, 'trials.jsonl');
    await until('the first trials', () => (statSync(trials, {throwIfNoEntry: false})?.size ?? 0) > 0);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const resumed = (await ogz(argsFor('killed', '--workers', '2'))).json as Printed;

    expect(gatesFile('killed', resumed)).toBe(gatesFile('one', printed));
  });

  it('stops when its time is over, keeps what it has, and goes on', async () => {
    const short = await ogz(argsFor('short', '--workers', '1', '--max-minutes', '0.01'));

    expect(short.code).toBe(75);
    expect(short.stderr).toContain('stopped after 0.01 min');
    expect(short.stderr).toContain('the same command goes on');
    const resumed = (await ogz(argsFor('short', '--workers', '2'))).json as Printed;

    expect(gatesFile('short', resumed)).toBe(gatesFile('one', printed));
  });

  it('lists studies and shows the page of one', async () => {
    const place = ['--data-dir', join(folder, 'one')];
    const list = await ogz(['tune', 'list', '--json', ...place]);
    const page = await ogz(['tune', 'report', printed.run, ...place]);
    const json = await ogz(['tune', 'report', printed.run, '--json', ...place]);

    expect(list.json).toEqual({
      studies: [{run: printed.run, strategy: 'rsiReversal', data: 'sim_BTCUSD_1m.csv', trials: 16, state: 'failed'}],
    });
    expect((await ogz(['tune', 'list', ...place])).stdout).toContain(printed.run);
    expect(page.stdout).toBe(readFileSync(printed.report, 'utf8'));
    expect(json.json).toEqual(printed);
  });

  it('promotes nothing that failed a gate: exit 3', async () => {
    const place = ['--data-dir', join(folder, 'one')];
    const {code, stderr, json} = await ogz(['promote', printed.run, '--json', ...place]);

    expect(code).toBe(3);
    expect(stderr).toContain('is not promoted; it failed: ');
    expect(json).toMatchObject({promoted: false, failed: expect.arrayContaining(['trades'])});
    expect(existsSync(join(folder, 'one', 'tuning', 'champions'))).toBe(false);
  });

  it('says for people what it found', async () => {
    const {stdout, code} = await ogz(argsFor('one').filter(arg => arg !== '--json'));

    expect(code).toBe(3);
    expect(stdout).toContain('Not fit to be promoted.');
    expect(stdout).toMatch(/FAIL +trades/);
    expect(stdout).toContain(printed.report);
  });

  it.each([
    [['tune'], 2, 'ogz tune needs a word after it: run, report, list, rollback.'],
    [['tune', 'rum'], 2, 'Unknown word after tune "rum". Did you mean run?'],
    [['tune', 'run', '--data', file], 2, '--strategy NAME is needed'],
    [['tune', 'run', '--strategy', 'emaCros', '--data', file], 2, 'Did you mean emaCross?'],
    [['tune', 'run', '--strategy', 'emaCross', '--data', file, '--trials', '1'], 2, 'whole number from 2'],
    [['tune', 'run', '--strategy', 'emaCross', '--data', file, '--walk', 'back'], 2, 'rolling, anchored'],
    [
      ['tune', 'run', '--strategy', 'emaCross', '--data', file, '--max-minutes', '1h'],
      2,
      'a number from 0.01 to 10080',
    ],
    [['tune', 'report', '--data-dir', join(folder, 'one')], 2, 'needs the id of a study'],
    [['tune', 'rollback', 'emaCross', '--data-dir', join(folder, 'one')], 1, 'emaCross has no champion'],
    [['tune', 'rollback'], 2, 'needs the name of a strategy'],
    [['promote'], 2, 'needs the id of a study'],
    [['promote', 'nobody', '--data-dir', join(folder, 'one')], 1, 'There is no finished study "nobody"'],
    [['tune', 'report', 'nobody', '--data-dir', join(folder, 'none')], 1, 'There is no study in'],
    [['tune', 'report', 'rsiReversal-0', '--data-dir', join(folder, 'one')], 2, 'Unknown study "rsiReversal-0"'],
  ] as const)('%j ends with %d and says what would be right', async (args, code, text) => {
    const said = await ogz(args);

    expect(said.code).toBe(code);
    expect(said.stderr).toContain(text);
  });

  it('says what it takes where nothing had enough trades', async () => {
    const strict = [...argsFor('strict').filter(arg => arg !== '--json'), '--min-trades', '5000'];
    const {code, stdout} = await ogz(strict);

    expect(code).toBe(3);
    expect(stdout).toContain('none: no trial had enough trades in every fold; it takes a longer file');
  });

  it('refuses a file that is too short', async () => {
    const short = join(folder, 'sim_ETHUSD_1m.csv');
    writeFileSync(short, wanderingBars(600));
    const {code, stderr} = await ogz(['tune', 'run', '--strategy', 'emaCross', '--data', short, '--data-dir', folder]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/periods are too few for 5 folds/);
  });
});
